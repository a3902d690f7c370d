/// Writes the payload of a state record: little-endian numbers, counted strings.
struct RecordWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// LEB128: seven bits a byte, the lowest first.
  mutating func count(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func number(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }

  mutating func string(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  /// A text whose length stands elsewhere.
  mutating func text(_ value: String) { bytes.append(contentsOf: value.utf8) }

  mutating func raw(_ value: [UInt8]) { bytes += value }

  mutating func fixed<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func optional(_ value: String?) {
    byte(value == nil ? 0 : 1)
    if let value { string(value) }
  }

  mutating func digest(_ value: Digest) { value.withBytes { bytes.append(contentsOf: $0) } }

  mutating func stamp(_ value: FileStamp) {
    number(UInt64(bitPattern: value.size))
    number(UInt64(bitPattern: value.modified))
    number(UInt64(bitPattern: value.changed))
    number(value.inode)
  }
}

/// Reads the payload of a state record; `failed` is set, and zeros are given, from the first thing that does not fit.
struct RecordReader {
  fileprivate let bytes: UnsafeRawBufferPointer
  private var at = 0
  fileprivate(set) var failed = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The bit beside those of the stages: corrections of the document follow its artifacts.
  static let isCorrected: UInt8 = 1 << 5
  /// The day of publication follows.
  static let isDated: UInt8 = 1 << 6

  /// Whether all was read, and all of it fitted.
  var isDone: Bool { !failed && at == bytes.count }

  private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard !failed, count >= 0, count <= bytes.count - at else {
      failed = true
      return nil
    }
    defer { at += count }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + count)])
  }

  mutating func byte() -> UInt8 { take(1)?[0] ?? 0 }

  mutating func count() -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 63 {
      let byte = byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(value) }
      shift += 7
    }
    failed = true
    return 0
  }

  mutating func number() -> UInt64 {
    take(8).map { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) } ?? 0
  }

  mutating func string() -> String {
    guard let slice = take(count()) else { return "" }
    return String(decoding: slice, as: UTF8.self)
  }

  mutating func optional() -> String? { byte() == 0 ? nil : string() }

  mutating func digest() -> Digest { take(32).map { Digest(raw: $0) } ?? .none }

  mutating func stamp() -> FileStamp {
    FileStamp(
      size: Int64(bitPattern: number()), modified: Int64(bitPattern: number()), changed: Int64(bitPattern: number()),
      inode: number())
  }
}

extension RecordWriter {
  mutating func artifact(_ row: ArtifactRow) {
    digest(row.settings)
    digest(row.inputs)
    digest(row.body)
    stamp(row.stamp)
  }

  mutating func document(_ row: DocumentRow) {
    string(row.id)
    optional(row.key)
    byte(row.status.rawValue)
    string(row.code)
    string(row.message)
    string(row.language)
    byte(row.isComplete ? 1 : 0)
    digest(row.content)
    digest(row.failedUnder)
    var present: UInt8 = 0
    for stage in Stage.allCases where row[stage] != nil { present |= 1 << UInt8(stage.rawValue) }
    let corrected = Stage.allCases.filter { row.corrected[$0]?.isEmpty == false }
    if !corrected.isEmpty { present |= RecordReader.isCorrected }
    if !row.published.isEmpty { present |= RecordReader.isDated }
    byte(present)
    for case let artifact? in row.artifacts { self.artifact(artifact) }
    if !row.published.isEmpty { string(row.published) }
    if !corrected.isEmpty { self.corrected(row) }
  }

  private mutating func corrected(_ row: DocumentRow) {
    let corrected = Stage.allCases.filter { row.corrected[$0]?.isEmpty == false }
    count(corrected.count)
    for stage in corrected {
      byte(UInt8(stage.rawValue))
      count(row.corrected[stage]!.count)
      for rule in row.corrected[stage]! { string(rule) }
    }
  }

  /// What only few documents have.
  mutating func more(of row: DocumentRow) {
    optional(row.key)
    string(row.code)
    string(row.message)
    digest(row.failedUnder)
    corrected(row)
  }

  mutating func source(_ row: SourceRow) {
    string(row.path)
    stamp(row.stamp)
    digest(row.sha256)
    digest(row.settings)
    count(row.documents.count)
    for document in row.documents { self.document(document) }
  }
}

extension RecordReader {
  mutating func artifact() -> ArtifactRow {
    ArtifactRow(settings: digest(), inputs: digest(), body: digest(), stamp: stamp())
  }

  mutating func document() -> DocumentRow {
    var row = DocumentRow(id: string(), key: optional())
    if let status = DocumentStatus(rawValue: byte()) { row.status = status } else { failed = true }
    row.code = string()
    row.message = string()
    row.language = string()
    row.isComplete = byte() == 1
    row.content = digest()
    row.failedUnder = digest()
    let present = byte()
    for stage in Stage.allCases where present & (1 << UInt8(stage.rawValue)) != 0 { row[stage] = artifact() }
    if present & Self.isDated != 0 { row.published = string() }
    if present & Self.isCorrected != 0 { corrected(&row) }
    return row
  }

  private mutating func corrected(_ row: inout DocumentRow) {
    for _ in 0..<min(count(), 8) where !failed {
      guard let stage = Stage(rawValue: Int(byte())) else {
        failed = true
        return
      }
      var rules: [String] = []
      for _ in 0..<min(count(), bytes.count) where !failed { rules.append(string()) }
      row.corrected[stage] = rules
    }
  }

  /// What only few documents have.
  mutating func more(of row: inout DocumentRow) {
    row.key = optional()
    row.code = string()
    row.message = string()
    row.failedUnder = digest()
    corrected(&row)
  }

  mutating func source() -> SourceRow {
    var row = SourceRow(path: string(), stamp: stamp(), sha256: digest(), settings: digest(), documents: [])
    let count = count()
    // No more than the bytes could hold: a damaged count must not reserve the machine's memory.
    for _ in 0..<min(count, bytes.count) where !failed { row.documents.append(document()) }
    return row
  }
}
