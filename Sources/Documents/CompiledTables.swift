import CLanguage

/// What a reader of language data makes of it, in a form that is used as it lies in the program.
///
/// `write` and `init(_:_:)` put and take the same parts in the same order.
public protocol CompiledForm {
  /// As "entities/lexicon".
  static var section: String { get }
  /// A hash of something fixed, which changes when the code's own hashes do: keys are kept as they are.
  static var form: UInt64 { get }
  /// Reads the text of the pack's files.
  init(reading pack: LanguagePack) throws(Diagnostics)
  /// Takes the compiled form, and from the pack what is not part of it.
  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics)
  func write(to section: inout CompiledWriter)
}

extension CompiledForm {
  /// From the compiled tables where they were made of just the pack's files, else from the text: the same either way.
  public static func made(
    of pack: LanguagePack, tables: CompiledTables = .builtIn
  ) throws(Diagnostics) -> Self {
    guard var section = tables.section(Self.section, form: form, of: pack) else { return try Self(reading: pack) }
    let made = try Self(&section, pack)
    section.finish()
    return made
  }

  /// The section that `made` takes.
  public static func compiled(_ pack: LanguagePack) throws(Diagnostics) -> CompiledWriter {
    let notes = FileNotes()
    let made = try Self(reading: pack.noting(notes))
    var writer = CompiledWriter(section, form: form, sources: notes.names.map { ($0, pack.files($0)) })
    made.write(to: &writer)
    return writer
  }
}

/// Compiled sections, one after another in memory that lives as long as the process.
///
/// A section holds what one reader makes of certain files. It names them, each with a hash of its bytes, and is used only
/// where a pack has just those: under a user's layer, or after an edit, the text is read.
public struct CompiledTables: @unchecked Sendable {
  /// Never written after it was made: that is why this type is Sendable.
  public let bytes: UnsafeRawBufferPointer

  /// "NDTABLE2": counted up when the form of what several sections have, as phrase tables, is another.
  static let magic: UInt64 = 0x3245_4C42_4154_444E

  /// Those in the program.
  public static let builtIn: CompiledTables = {
    var length = 0
    let bytes = nd_compiled_tables(&length)
    return CompiledTables(UnsafeRawBufferPointer(start: bytes, count: length))
  }()

  /// Without any: everything is read.
  public static let none = CompiledTables(UnsafeRawBufferPointer(start: nil, count: 0))

  /// Over memory that begins on a border of eight bytes, and lives as long as the process.
  public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The bytes of the sections together, as they are embedded.
  public static func file(_ sections: [CompiledWriter]) -> [UInt8] {
    var file: [UInt8] = []
    withUnsafeBytes(of: magic.littleEndian) { file.append(contentsOf: $0) }
    for section in sections {
      withUnsafeBytes(of: UInt64(section.bytes.count + 8).littleEndian) { file.append(contentsOf: $0) }
      file.append(contentsOf: section.bytes)
    }
    return file
  }

  /// The section of that name, past its sources; nil where it was made by other code, or of other files than the pack's.
  /// Without a pack nothing is asked of the sources.
  public func section(_ name: String, form: UInt64, of pack: LanguagePack?) -> CompiledReader? {
    guard bytes.count > 8, bytes.load(as: UInt64.self) == Self.magic else { return nil }
    var start = 8
    while start < bytes.count {
      let length = Int(bytes.load(fromByteOffset: start, as: UInt64.self))
      var reader = CompiledReader(UnsafeRawBufferPointer(rebasing: bytes[(start + 8)..<(start + length)]))
      start += length
      // Another language's may follow.
      guard reader.string() == name, reader.word() == form, Self.agrees(&reader, pack) else { continue }
      return reader
    }
    return nil
  }

  private static func agrees(_ reader: inout CompiledReader, _ pack: LanguagePack?) -> Bool {
    for _ in 0..<reader.word() {
      let (hash, file) = (reader.word(), reader.string())
      guard pack == nil || FileNotes.hash(pack!.files(file)) == hash else { return false }
    }
    return true
  }
}

/// Takes the parts of a section in the order in which they were put.
public struct CompiledReader {
  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  /// Ends the program: the section was written by other code than that which reads it.
  private func fail() -> Never {
    fatalError("the compiled tables are of other code: scripts/embed-language --tables makes them anew")
  }

  public mutating func word() -> UInt64 {
    guard rest.count >= 8 else { fail() }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[8...]) }
    return rest.load(as: UInt64.self)
  }

  /// The values where they lie.
  public mutating func array<Value: BitwiseCopyable>(of type: Value.Type) -> UnsafeBufferPointer<Value> {
    let count = Int(word())
    let length = count * MemoryLayout<Value>.stride
    guard length <= rest.count else { fail() }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[((length + 7) & ~7)...]) }
    return UnsafeRawBufferPointer(rebasing: rest[..<length]).assumingMemoryBound(to: type)
  }

  public mutating func string() -> String { String(decoding: array(of: UInt8.self), as: UTF8.self) }

  /// The parts are all taken.
  func finish() { if !rest.isEmpty { fail() } }
}

/// Puts the parts of a section.
public struct CompiledWriter {
  private(set) var bytes: [UInt8] = []

  public init(_ section: String, form: UInt64, sources: [(name: String, files: [LanguageFile])] = []) {
    add(section)
    add(form)
    add(UInt64(sources.count))
    for source in sources {
      add(FileNotes.hash(source.files))
      add(source.name)
    }
  }

  public mutating func add(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Of a type whose values have no bytes between their parts: those would be of chance.
  public mutating func add<Value: BitwiseCopyable>(_ values: [Value]) {
    add(UInt64(values.count))
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    while bytes.count % 8 != 0 { bytes.append(0) }
  }

  public mutating func add(_ string: String) { add(Array(string.utf8)) }
}

/// The names of the files that a pack was asked for; used by one thread alone, while tables are compiled.
final class FileNotes: @unchecked Sendable {
  private(set) var names: [String] = []

  func note(_ name: String) { if !names.contains(name) { names.append(name) } }

  /// Tells the layers of one file from others; 0 where the pack has none.
  static func hash(_ layers: [LanguageFile]) -> UInt64 {
    layers.reduce(0) { $0 &* 31 &+ $1.fingerprint }
  }
}

extension LanguageFile {
  /// A hash of the bytes, to tell an edited file from the one that something was made of.
  public var fingerprint: UInt64 {
    // Four at once, since each multiplication waits for the one before it: all language data passes here at every start.
    var (a, b, c, d) = (UInt64(1), UInt64(2), UInt64(3), UInt64(bytes.count))
    var i = 0
    if let base = UnsafeRawPointer(bytes.baseAddress) {
      while i + 32 <= bytes.count {
        a = Self.mix(a, base.loadUnaligned(fromByteOffset: i, as: UInt64.self))
        b = Self.mix(b, base.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self))
        c = Self.mix(c, base.loadUnaligned(fromByteOffset: i + 16, as: UInt64.self))
        d = Self.mix(d, base.loadUnaligned(fromByteOffset: i + 24, as: UInt64.self))
        i += 32
      }
    }
    var state = Self.mix(Self.mix(Self.mix(a, b), c), d)
    while i < bytes.count {
      state = Self.mix(state, UInt64(bytes[i]))
      i += 1
    }
    return state
  }

  @inline(__always)
  private static func mix(_ state: UInt64, _ value: UInt64) -> UInt64 {
    let (high, low) = (state ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return high ^ low &+ value
  }
}
