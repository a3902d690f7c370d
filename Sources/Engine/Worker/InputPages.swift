import Documents
import Glibc
import Normalization

/// The pages of web archives, file after file, for a worker.
final class InputPages {
  enum Item {
    /// A page, its id, and the name of its archive.
    case page(ArchivePage, id: String, name: String)
    /// A page that counts no more, because its address came before.
    case again(id: String)
    case damaged(id: String, StageFailure)
    case wait
    case end
  }

  private var files: ArraySlice<String>
  private let inputName: String
  private var reader: ArchiveReader?
  private var descriptor: Int32 = -1
  private var name = ""
  private var base = ""
  private var seen: Set<UInt64> = []
  /// The number of the page that was given last, from 1.
  private(set) var number = 0

  /// `files`: paths; "-" is standard input.
  init(_ files: [String], named inputName: String) {
    self.files = files[...]
    self.inputName = inputName
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  func next() throws(SystemError) -> Item {
    while true {
      if reader == nil {
        guard let file = files.popFirst() else { return .end }
        try begin(file)
      }
      // Between records nothing is waited for; a record that began is read to its end.
      if descriptor == STDIN_FILENO, !Files.isReady(descriptor) { return .wait }
      do throws(StageFailure) {
        guard let page = try reader!.next() else {
          end()
          continue
        }
        number += 1
        let id = DocumentID.of(page.key, in: base)
        guard seen.insert(ContentKey.of(page.key)).inserted else { return .again(id: id) }
        return .page(page, id: id, name: name)
      } catch {
        number += 1
        end()
        return .damaged(id: "\(base)/rest-of-the-archive", error)
      }
    }
  }

  private func begin(_ file: String) throws(SystemError) {
    descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("read", file) }
    name = file == "-" ? inputName : String(file.split(separator: "/").last ?? "archive")
    base = DocumentID.base(of: name)
    seen = []
    let descriptor = descriptor
    reader = ArchiveReader { buffer throws(StageFailure) in
      let got = Files.uninterrupted { read(descriptor, buffer.baseAddress!, buffer.count) }
      guard got >= 0 else { throw StageFailure("unreadable", "The archive cannot be read to its end.") }
      return got
    }
  }

  private func end() {
    reader = nil
    if descriptor > 0 { close(descriptor) }
    descriptor = -1
  }
}

/// A page on its way to a child: its facts, each with a zero after it, then its bytes.
extension ArchivePage {
  func packed(id: String, name: String) -> [UInt8] {
    var result: [UInt8] = []
    for text in [id, name, url, media] {
      result += text.utf8.filter { $0 != 0 }
      result.append(0)
    }
    return result + bytes
  }

  static func unpacked(_ bytes: [UInt8]) -> (page: ArchivePage, id: String, name: String)? {
    var facts: [String] = []
    var at = 0
    for _ in 0..<4 {
      guard let end = bytes[at...].firstIndex(of: 0) else { return nil }
      facts.append(String(decoding: bytes[at..<end], as: UTF8.self))
      at = end + 1
    }
    return (ArchivePage(url: facts[2], media: facts[3], bytes: Array(bytes[at...])), facts[0], facts[1])
  }
}
