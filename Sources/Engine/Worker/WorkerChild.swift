import Documents
import Glibc
import Normalization

/// What passes between a worker's parent and its children: a length, a kind, the number of the line, and bytes.
struct Frame {
  enum Kind: UInt8 {
    /// To the child: a line to be answered.
    case line = 1
    /// To the child: a page of an archive.
    case page
    /// From the child: the id of the line that is at work, as soon as it is known.
    case id
    /// From the child: the answer, without its line feed.
    case answer
  }

  static let head = 13

  var kind: Kind
  var seq: Int
  var bytes: [UInt8]

  func encoded() -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Self.head + bytes.count)
    withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { result.append(contentsOf: $0) }
    result.append(kind.rawValue)
    withUnsafeBytes(of: UInt64(seq).littleEndian) { result.append(contentsOf: $0) }
    result.append(contentsOf: bytes)
    return result
  }

  /// The head of a frame: how many bytes follow it, what it is, and of which line.
  static func head(_ bytes: some Sequence<UInt8>) -> (count: Int, kind: Kind?, seq: Int) {
    let head = Array(bytes.prefix(Self.head))
    return head.withUnsafeBytes { raw in
      (
        Int(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))), Kind(rawValue: raw[4]),
        Int(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 5, as: UInt64.self)))
      )
    }
  }
}

/// One child of a worker: answers line after line until its input ends.
struct WorkerChild {
  let input: Int32
  let output: Int32
  let work: LineWork
  let tellsTime: Bool

  func run() {
    while let head = read(Frame.head) {
      let (count, kind, seq) = Frame.head(head)
      guard let line = read(count) else { return }
      let start = Clock.now
      let named = { (id: String) in write(Frame(kind: .id, seq: seq, bytes: Array(id.utf8))) }
      var answer = kind == .page ? work.answer(page: line, named: named) : work.answer(line, named: named)
      answer.seq = seq
      if tellsTime { answer.milliseconds = (Clock.now - start) / 1_000_000 }
      write(Frame(kind: .answer, seq: seq, bytes: answer.line()))
    }
  }

  private func read(_ count: Int) -> [UInt8]? {
    var ended = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = Files.uninterrupted { Glibc.read(input, buffer.baseAddress! + filled, count - filled) }
        guard got > 0 else {
          ended = true
          return
        }
        filled += got
      }
    }
    return ended ? nil : bytes
  }

  private func write(_ frame: Frame) {
    // Without its parent there is nothing left to do.
    do { try Files.write(frame.encoded(), to: output, "pipe") } catch { _exit(70) }
  }
}

/// Turns one line into one answer, whatever the line holds.
struct LineWork {
  let rules: String
  let stage: (_ line: UnsafeBufferPointer<UInt8>, _ known: inout String?) throws(WorkerFault) -> WorkerAnswer
  let page: (_ page: ArchivePage, _ id: String, _ name: String) throws(WorkerFault) -> WorkerAnswer

  func answer(page bytes: [UInt8], named: (String) -> Void) -> WorkerAnswer {
    var answer = WorkerAnswer(seq: 0)
    guard let (page, id, name) = ArchivePage.unpacked(bytes) else { return answer }
    named(id)
    do throws(WorkerFault) {
      answer = try self.page(page, id, name)
    } catch {
      answer.status = .error
      answer.fault = error
    }
    answer.id = id
    answer.rules = rules
    return answer
  }

  /// `named` gets the id once it is known: if the line brings the process down, the parent still has it.
  func answer(_ line: [UInt8], named: (String) -> Void) -> WorkerAnswer {
    var answer = WorkerAnswer(seq: 0)
    line.withUnsafeBufferPointer { bytes in
      var id = WorkerRequest.id(of: bytes)
      if let id { named(id) }
      do throws(WorkerFault) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
          // One bad byte must not cost the id.
          let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
          id = repaired.withUnsafeBufferPointer { WorkerRequest.id(of: $0) }
          throw WorkerFault(.badUTF8, "The line is not UTF-8.", offset: Self.damage(bytes))
        }
        answer = try stage(bytes, &id)
      } catch {
        answer.status = .error
        answer.fault = error
      }
      answer.id = id
    }
    answer.rules = rules
    return answer
  }

  /// Where the first byte stands that is no UTF-8.
  private static func damage(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var at = 0
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): at += UTF8.width(scalar)
      case .emptyInput, .error: return at
      }
    }
  }
}
