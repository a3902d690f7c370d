import Documents
import Glibc

/// A digest of what a resource says: comments, blank lines and examples do not count.
enum ResourceDigest {
  /// Over the layers of one file, in order.
  static func of(_ layers: [LanguageFile]) -> Digest {
    // A file's bytes live as long as the process: what was read has its digest for good.
    let key = Known.Key(
      name: layers.first?.name ?? "", addresses: layers.map { UInt(bitPattern: $0.bytes.baseAddress) })
    if let digest = known.mutex.locked({ known.digests[key] }) { return digest }
    let digest = layers.count == 1 ? compiled[layers[0]] ?? read(layers) : read(layers)
    known.mutex.locked { known.digests[key] = digest }
    return digest
  }

  private final class Known: @unchecked Sendable {
    struct Key: Hashable {
      var name: String
      /// Of each layer's bytes.
      var addresses: [UInt]
    }

    let mutex = Mutex()
    var digests: [Key: Digest] = [:]
  }

  private static let known = Known()

  private static func read(_ layers: [LanguageFile]) -> Digest {
    var bytes: [UInt8] = []
    for layer in layers {
      bytes += Array("\u{1}\(layer.name)\n".utf8)
      if layer.name.hasSuffix(".rules") { addRules(layer.bytes, to: &bytes) } else { addTable(layer.bytes, to: &bytes) }
    }
    return Digest(of: bytes)
  }

  private static let silentColumns: Set<String> = ["example", "counter", "why", "note", "source", "comment"]
  private static let silentFields = ["example:", "counter:", "why:", "note:", "source:", "comment:"].map {
    Array($0.utf8)
  }

  /// The rows without the columns that only explain them.
  private static func addTable(_ table: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var silent: [Int]?
    var isPlain = true
    // Rows that stand together are copied together: all the data is read so at every start.
    var from = 0
    var at = 0
    func flush() { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: table[from..<at])) }
    while at < table.count {
      let end = lineEnd(table, at)
      let next = min(end + 1, table.count)
      let hasReturn = end > at && table[end - 1] == 0x0D
      let line = UnsafeBufferPointer(rebasing: table[at..<(hasReturn ? end - 1 : end)])
      if let first = line.first, first != UInt8(ascii: "#") {
        if silent == nil {
          silent = LineReader.cells(line).enumerated().filter { silentColumns.contains($0.element) }.map(\.offset)
          isPlain = silent!.isEmpty
        }
        if !isPlain || hasReturn || next == end {
          flush()
          from = next
          addRow(line, without: silent!, to: &bytes)
        }
      } else {
        flush()
        from = next
      }
      at = next
    }
    flush()
  }

  private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
      return bytes.count
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private static func addRow(_ line: UnsafeBufferPointer<UInt8>, without silent: [Int], to bytes: inout [UInt8]) {
    if silent.isEmpty {
      bytes.append(contentsOf: line)
    } else {
      var column = 0
      var start = 0
      while start <= line.count {
        var end = start
        while end < line.count, line[end] != 0x09 { end += 1 }
        if !silent.contains(column) {
          bytes.append(contentsOf: line[start..<end])
          bytes.append(0x09)
        }
        column += 1
        start = end + 1
      }
    }
    bytes.append(0x0A)
  }

  /// The fields without those that only explain the rule; a line that continues one belongs to it.
  private static func addRules(_ rules: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var silent = false
    LineReader.each(rules) { line, _ in
      guard let first = line.first else {
        silent = false
        if bytes.last != 0x0A || bytes.dropLast().last != 0x0A { bytes.append(0x0A) }
        return
      }
      guard first != UInt8(ascii: "#") else { return }
      if first != 0x20, first != 0x09 { silent = silentFields.contains { line.starts(with: $0) } }
      guard !silent else { return }
      bytes.append(contentsOf: line)
      bytes.append(0x0A)
    }
  }

  // MARK: Compiled

  /// The digests of files that were known when the program was built, by the hash of their bytes.
  private struct Compiled {
    private var digests: KeyMap<(name: String, digest: Digest)> = [:]

    init() {
      guard var section = CompiledTables.builtIn.section(ResourceDigest.section, form: form, of: nil) else { return }
      for _ in 0..<section.word() {
        let (hash, name) = (section.word(), section.string())
        digests[hash] = (name, Digest(raw: UnsafeRawBufferPointer(section.array(of: UInt8.self))))
      }
    }

    subscript(file: LanguageFile) -> Digest? {
      guard let found = digests[file.fingerprint], found.name == file.name else { return nil }
      return found.digest
    }
  }

  private static let compiled = Compiled()
  private static let section = "engine/digests"

  /// Changes with what a digest leaves out, as far as a small file shows it.
  private static var form: UInt64 {
    var form: UInt64 = 0
    let small = [("a.tsv", "# a\nb\texample\nc\td\n"), ("a.rules", "# a\nrule: b\nexample: c\n d\n\n\ne: f\n")]
    for (name, text) in small {
      let digest = Array(text.utf8).withUnsafeBufferPointer { read([LanguageFile(name: name, origin: "", bytes: $0)]) }
      form = form &* 31 &+ digest.withBytes { $0.load(as: UInt64.self) }
    }
    return form
  }

  /// The digests of all files of the packs.
  static func compiled(_ packs: [LanguagePack]) -> CompiledWriter {
    var section = CompiledWriter(Self.section, form: form)
    let files = packs.flatMap { pack in pack.names(below: "").flatMap { pack.files($0) } }
    section.add(UInt64(files.count))
    for file in files {
      section.add(file.fingerprint)
      section.add(file.name)
      section.add(read([file]).withBytes { Array($0) })
    }
    return section
  }
}
