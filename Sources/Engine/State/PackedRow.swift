import Documents
import Glibc

/// A row of the state as it lies in a block, read where it lies: most rows of most runs are only looked at.
///
/// It is three numbers of where its path, its base and its documents are, the input's stamp and digest, the path, then each
/// document: lengths, its content's digest, its artifacts, its id, its language, its day; then what only few have.
struct PackedRow {
  let block: Block
  let bytes: UnsafeRawBufferPointer

  static let head = 4 + 4 + 2 + 4 + 32 + 32

  private var pathLength: Int { Int(bytes.loadUnaligned(as: UInt32.self)) }
  var baseLength: Int { Int(bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
  var settings: Digest { block.table[Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self))] }
  var count: Int { Int(bytes.loadUnaligned(fromByteOffset: 10, as: UInt32.self)) }
  var stamp: FileStamp { PackedRow.stamp(bytes, 14) }
  var sha256: Digest { Digest(raw: UnsafeRawBufferPointer(rebasing: bytes[46..<78])) }
  /// Below the input folder.
  var path: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[Self.head..<(Self.head + pathLength)]) }
  /// The beginning of the path that is the id of its one article, or the folder of its several.
  var base: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[Self.head..<(Self.head + baseLength)]) }

  var documents: [PackedDocument] {
    var at = Self.head + pathLength
    return (0..<count).map { _ in document(&at) }
  }

  /// The same one by one, without a list of them.
  func each(_ body: (PackedDocument) -> Void) {
    var at = Self.head + pathLength
    for _ in 0..<count { body(document(&at)) }
  }

  /// The first document: most inputs have one.
  var first: PackedDocument? {
    var at = Self.head + pathLength
    return count == 0 ? nil : document(&at)
  }

  private func document(_ at: inout Int) -> PackedDocument {
    let length = Int(bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    defer { at += 4 + length }
    return PackedDocument(block: block, bytes: UnsafeRawBufferPointer(rebasing: bytes[(at + 4)..<(at + 4 + length)]))
  }

  static func stamp(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> FileStamp {
    FileStamp(
      size: Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int64.self)),
      modified: Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: Int64.self)),
      changed: Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 16, as: Int64.self)),
      inode: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self)))
  }

  /// Whether every length in it stays within it.
  var isSound: Bool {
    guard bytes.count >= Self.head, baseLength <= pathLength, pathLength <= bytes.count - Self.head,
      Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)) < block.table.count
    else { return false }
    var at = Self.head + pathLength
    for _ in 0..<count {
      guard bytes.count - at >= 4 else { return false }
      let length = Int(bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
      guard length <= bytes.count - at - 4, document(&at).isSound else { return false }
    }
    return at == bytes.count
  }

  var row: SourceRow {
    SourceRow(
      path: String(decoding: path, as: UTF8.self), stamp: stamp, sha256: sha256, settings: settings,
      documents: documents.map(\.row))
  }

  /// The order of rows: by base, then by path, by bytes. Below 0 where `a` stands first, 0 where both are one path.
  static func order(_ a: UnsafeRawBufferPointer, _ aBase: Int, _ b: UnsafeRawBufferPointer, _ bBase: Int) -> Int {
    let order = ByteOrder.compare(
      UnsafeRawBufferPointer(rebasing: a[..<aBase]), UnsafeRawBufferPointer(rebasing: b[..<bBase]))
    return order != 0 ? order : ByteOrder.compare(a, b)
  }

  /// The same of paths that are no bytes yet.
  static func order(_ a: String, _ aBase: Int, _ b: String, _ bBase: Int) -> Int {
    var a = a
    var b = b
    return a.withUTF8 { a in
      b.withUTF8 { order(UnsafeRawBufferPointer(a), aBase, UnsafeRawBufferPointer($0), bBase) }
    }
  }
}

/// A document of a packed row.
struct PackedDocument {
  let block: Block
  let bytes: UnsafeRawBufferPointer

  private static let head = 44
  private static let artifact = 2 + 32 + 32 + 32

  private enum Flag {
    static let complete: UInt8 = 1
    /// What only few have follows: key, code, message, settings of a failure, corrections.
    static let more: UInt8 = 2
  }

  var status: DocumentStatus { DocumentStatus(rawValue: bytes[0]) ?? .failed }
  var isComplete: Bool { bytes[1] & Flag.complete != 0 }
  private var hasMore: Bool { bytes[1] & Flag.more != 0 }
  /// A bit for each stage that it has an artifact of.
  var present: UInt8 { bytes[2] }
  private var languageLength: Int { Int(bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self)) }
  private var publishedLength: Int { Int(bytes.loadUnaligned(fromByteOffset: 6, as: UInt16.self)) }
  private var idLength: Int { Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)) }
  private var texts: Int { Self.head + present.nonzeroBitCount * Self.artifact }

  var content: Digest { Digest(raw: part(12, 32)) }
  var id: UnsafeRawBufferPointer { part(texts, idLength) }
  var language: UnsafeRawBufferPointer { part(texts + idLength, languageLength) }
  var published: UnsafeRawBufferPointer { part(texts + idLength + languageLength, publishedLength) }
  /// Whether it is done, with an artifact of every stage.
  var isWhole: Bool { status == .ok && present == 31 }

  /// What only few have, as it lies there.
  private var more: UnsafeRawBufferPointer {
    let start = texts + idLength + languageLength + publishedLength
    return part(start, bytes.count - start)
  }

  /// Makes a day the document's own, if that is later.
  func raise(_ newest: inout String) {
    if newest.utf8.lexicographicallyPrecedes(published) { newest = String(decoding: published, as: UTF8.self) }
  }

  private func part(_ start: Int, _ length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
  }

  private func place(_ stage: Stage) -> Int? {
    let bit: UInt8 = 1 << UInt8(stage.rawValue)
    guard present & bit != 0 else { return nil }
    return Self.head + (present & (bit - 1)).nonzeroBitCount * Self.artifact
  }

  /// The settings that the stage's artifact was made under.
  func settings(_ stage: Stage) -> Digest? {
    place(stage).map { block.table[Int(bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self))] }
  }

  /// SHA-256 of the stage's artifact, as it lies there.
  func body(_ stage: Stage) -> UnsafeRawBufferPointer? { place(stage).map { part($0 + 34, 32) } }

  func stamp(_ stage: Stage) -> FileStamp? { place(stage).map { PackedRow.stamp(bytes, $0 + 66) } }

  var isSound: Bool {
    guard bytes.count >= Self.head, present < 32, DocumentStatus(rawValue: bytes[0]) != nil else { return false }
    let end = texts + idLength + languageLength + publishedLength
    guard hasMore ? end < bytes.count : end == bytes.count else { return false }
    return Stage.allCases.allSatisfy { stage in
      guard let at = place(stage) else { return true }
      return Int(bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)) < block.table.count
    }
  }

  var row: DocumentRow {
    var row = DocumentRow(id: String(decoding: id, as: UTF8.self), status: status)
    row.language = String(decoding: language, as: UTF8.self)
    row.published = String(decoding: published, as: UTF8.self)
    row.isComplete = isComplete
    row.content = content
    for stage in Stage.allCases {
      guard let at = place(stage) else { continue }
      row[stage] = ArtifactRow(
        settings: settings(stage)!, inputs: Digest(raw: part(at + 2, 32)), body: Digest(raw: part(at + 34, 32)),
        stamp: PackedRow.stamp(bytes, at + 66))
    }
    if hasMore {
      var r = RecordReader(more)
      r.more(of: &row)
    }
    return row
  }

  /// The code of one that did not end well; empty where it did.
  var code: String {
    guard hasMore else { return "" }
    var r = RecordReader(more)
    _ = r.optional()
    return r.string()
  }

  /// Code and message of one that did not end well.
  var trouble: (code: String, message: String)? {
    guard !code.isEmpty else { return nil }
    let row = row
    return (row.code, row.message)
  }

  /// The bytes of a row; `index` gives the place of settings in the block's table.
  static func bytes(_ row: DocumentRow, _ index: (Digest) -> UInt16) -> [UInt8] {
    var w = RecordWriter()
    let hasMore =
      row.key != nil || !row.code.isEmpty || !row.message.isEmpty || row.failedUnder != .none
      || row.corrected.values.contains { !$0.isEmpty }
    var present: UInt8 = 0
    for stage in Stage.allCases where row[stage] != nil { present |= 1 << UInt8(stage.rawValue) }
    w.byte(row.status.rawValue)
    w.byte((row.isComplete ? Flag.complete : 0) | (hasMore ? Flag.more : 0))
    w.byte(present)
    w.byte(0)
    w.fixed(UInt16(row.language.utf8.count))
    w.fixed(UInt16(row.published.utf8.count))
    w.fixed(UInt32(row.id.utf8.count))
    w.digest(row.content)
    for case let artifact? in row.artifacts {
      w.fixed(index(artifact.settings))
      w.digest(artifact.inputs)
      w.digest(artifact.body)
      w.stamp(artifact.stamp)
    }
    w.text(row.id)
    w.text(row.language)
    w.text(row.published)
    if hasMore { w.more(of: row) }
    return w.bytes
  }
}
