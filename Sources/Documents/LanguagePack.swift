import CLanguage

/// A file of language data: its bytes live as long as the process, so slices of them may be kept.
public struct LanguageFile: @unchecked Sendable {
  /// Below the language's folder, as "sentences/abbreviations.tsv".
  public let name: String
  /// What a diagnostic prints: the file's path on disk, or below Sources/CLanguage for what is built in.
  public let origin: String
  /// Never written after it was made: that is why this type is Sendable.
  public let bytes: UnsafeBufferPointer<UInt8>

  public init(name: String, origin: String, bytes: UnsafeBufferPointer<UInt8>) {
    self.name = name
    self.origin = origin
    self.bytes = bytes
  }

  /// Copies `bytes` to memory that is never freed: for files read from disk, once a run.
  public init(name: String, origin: String, copying bytes: [UInt8]) {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    _ = memory.initialize(from: bytes)
    self.init(
      name: name, origin: origin, bytes: UnsafeBufferPointer(start: memory.baseAddress, count: bytes.count))
  }
}

/// All that the stages know of one language: tables and rules, ours first, then the user's layers over them.
///
/// A stage asks for files by name; each layer that has the file adds to, overrides or silences the ones before
/// (see `Table`). A language that is not built in is only a folder with the same names.
public struct LanguagePack: Sendable {
  /// BCP 47, as "en".
  public let code: String
  private let layers: [[String: LanguageFile]]
  private var notes: FileNotes?

  public init(code: String, layers: [[LanguageFile]]) {
    self.code = code
    self.layers = layers.map { Dictionary($0.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last }) }
  }

  /// The files of this name, the built-in one first.
  public func files(_ name: String) -> [LanguageFile] {
    notes?.note(name)
    return layers.compactMap { $0[name] }
  }

  /// The same pack, which notes what it is asked for.
  func noting(_ notes: FileNotes) -> LanguagePack {
    var pack = self
    pack.notes = notes
    return pack
  }

  /// The semantic version of the data (about/version.tsv); nil where the pack does not say.
  public var version: String? {
    guard let file = files("about/version.tsv").last else { return nil }
    var rows: [String] = []
    LineReader.each(file.bytes) { line, _ in
      if let first = line.first, first != UInt8(ascii: "#") { rows.append(LineReader.cells(line)[0]) }
    }
    return rows.count == 2 ? rows[1] : nil
  }

  /// The names of all files below a folder ("sentences/"), in byte order.
  public func names(below folder: String) -> [String] {
    Set(layers.flatMap(\.keys).filter { $0.hasPrefix(folder) }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The codes of the languages that are built in.
  public static var builtInCodes: [String] {
    var codes: Set<String> = []
    var folder = 0
    var count = 0
    // The files of a folder begin with the same name.
    while let files = nd_language_folder(folder, &count) {
      if count > 0 {
        codes.insert(String(decoding: bytes(files[0].path).prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self))
      }
      folder += 1
    }
    return codes.subtracting(["detect", "init", "report", "schemas", "watch"]).sorted()
  }

  /// The files that are built in for a language; empty if there is none.
  public static func builtIn(_ code: String) -> [LanguageFile] { embedded(below: code + "/") }

  /// The embedded files whose path begins with `prefix`, named by the rest of it.
  public static func embedded(below prefix: String) -> [LanguageFile] {
    var result: [LanguageFile] = []
    let beginning = Array(prefix.utf8)
    var folder = 0
    var count = 0
    while let files = nd_language_folder(folder, &count) {
      for i in 0..<count {
        let path = bytes(files[i].path)
        guard path.starts(with: beginning) else { continue }
        result.append(
          LanguageFile(
            name: String(decoding: path[beginning.count...], as: UTF8.self),
            origin: String(decoding: path, as: UTF8.self),
            bytes: UnsafeBufferPointer(start: files[i].bytes, count: files[i].length)))
      }
      folder += 1
    }
    return result
  }

  private static func bytes(_ path: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    while path[count] != 0 { count += 1 }
    return path.withMemoryRebound(to: UInt8.self, capacity: count) { UnsafeBufferPointer(start: $0, count: count) }
  }

  /// What holds for every language (letters, weights of features, what class names of pages hint at): the lowest layer of a
  /// pack that is not built in. Listed, with the reason, in common/neutral.tsv.
  public static let neutral: [LanguageFile] = {
    let files = builtIn("en")
    var names: Set<String> = []
    for file in files where file.name == "common/neutral.tsv" {
      LineReader.each(file.bytes) { line, _ in
        if line.first != UInt8(ascii: "#") { names.insert(LineReader.cells(line)[0]) }
      }
    }
    return files.filter { names.contains($0.name) }
  }()

  /// The English pack without anybody's additions.
  public static let english = LanguagePack(code: "en", layers: [builtIn("en")])
}
