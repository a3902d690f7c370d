internal import CFacade
import Glibc

/// Rows of the state that lie together, in order, in one piece of memory.
///
/// It begins with how many rows it has, the newest day of publication in them, and the settings that they speak of, so that
/// it can be copied as it is.
final class Block: @unchecked Sendable {
  /// Of the payload: kind, count, newest day, count of settings.
  static let head = 1 + 4 + 10 + 4

  let table: [Digest]
  private let memory: UnsafeMutableRawBufferPointer
  private var starts: [Int32] = []

  deinit { memory.deallocate() }

  /// Takes the memory of a record's payload; nil where it is not that of a block.
  init?(_ payload: UnsafeMutableRawBufferPointer) {
    memory = payload
    guard payload.count >= Self.head else {
      table = []
      return nil
    }
    let bytes = UnsafeRawBufferPointer(payload)
    let count = Int(bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
    let settings = Int(bytes.loadUnaligned(fromByteOffset: 15, as: UInt32.self))
    guard settings <= (bytes.count - Self.head) / 32, count <= bytes.count / PackedRow.head else {
      table = []
      return nil
    }
    table = (0..<settings).map { i in
      Digest(raw: UnsafeRawBufferPointer(rebasing: bytes[(Self.head + 32 * i)..<(Self.head + 32 * i + 32)]))
    }
    var at = Self.head + 32 * settings
    starts.reserveCapacity(count)
    for i in 0..<count {
      guard bytes.count - at >= 4 else { return nil }
      let length = Int(bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
      guard length <= bytes.count - at - 4 else { return nil }
      starts.append(Int32(at))
      guard row(i).isSound else { return nil }
      at += 4 + length
    }
    guard at == bytes.count else { return nil }
  }

  var count: Int { starts.count }

  func row(_ place: Int) -> PackedRow {
    let at = Int(starts[place])
    let length = Int(memory.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    return PackedRow(block: self, bytes: UnsafeRawBufferPointer(rebasing: memory[(at + 4)..<(at + 4 + length)]))
  }
}

/// Packs rows, which come in order, into blocks.
struct BlockWriter {
  private var table: [Digest] = []
  private var places: [Digest: UInt16] = [:]
  private var rows: [UInt8] = []
  private var count = 0
  private var newest: [UInt8] = []
  /// The block whose table was looked at last, and whether its places are those of this one.
  private var last: ObjectIdentifier?
  private var isAlike = false
  /// Settings of which some row speaks.
  private(set) var settings: Set<Digest> = []

  /// So that a block is read in one piece, and few of them are looked at for nothing.
  var isFull: Bool { rows.count > 1 << 17 || table.count > 1 << 14 }
  var isEmpty: Bool { count == 0 }

  private mutating func place(_ digest: Digest) -> UInt16 {
    if let known = places[digest] { return known }
    let place = UInt16(table.count)
    table.append(digest)
    places[digest] = place
    settings.insert(digest)
    return place
  }

  mutating func add(_ row: SourceRow) {
    var w = RecordWriter()
    w.fixed(UInt32(row.path.utf8.count))
    w.fixed(UInt32(DocumentID.base(of: row.path).utf8.count))
    w.fixed(place(row.settings))
    w.fixed(UInt32(row.documents.count))
    w.stamp(row.stamp)
    w.digest(row.sha256)
    w.text(row.path)
    for document in row.documents {
      let bytes = PackedDocument.bytes(document) { place($0) }
      w.fixed(UInt32(bytes.count))
      w.raw(bytes)
      if newest.lexicographicallyPrecedes(document.published.utf8) { newest = Array(document.published.utf8) }
    }
    withUnsafeBytes(of: UInt32(w.bytes.count).littleEndian) { rows.append(contentsOf: $0) }
    rows += w.bytes
    count += 1
  }

  /// The row as it is, where the block that it is of speaks of the same settings.
  mutating func add(_ row: PackedRow) {
    let block = ObjectIdentifier(row.block)
    if last != block {
      last = block
      isAlike = row.block.table.enumerated().allSatisfy { i, digest in Int(place(digest)) == i }
    }
    guard isAlike else { return add(row.row) }
    withUnsafeBytes(of: UInt32(row.bytes.count).littleEndian) { rows.append(contentsOf: $0) }
    rows.append(contentsOf: row.bytes)
    count += 1
    row.each { document in
      if newest.lexicographicallyPrecedes(document.published) { newest = Array(document.published) }
    }
  }

  /// The payload of the block, under a kind; what follows begins the next.
  mutating func take(_ kind: UInt8) -> [UInt8] {
    var w = RecordWriter()
    w.byte(kind)
    w.fixed(UInt32(count))
    w.raw(newest.prefix(10) + [UInt8](repeating: 0, count: max(0, 10 - newest.count)))
    w.fixed(UInt32(table.count))
    for digest in table { w.digest(digest) }
    w.raw(rows)
    (rows, count, newest, last) = ([], 0, [], nil)
    if table.count > 1 << 10 { (table, places) = ([], [:]) }
    return w.bytes
  }

  /// The same in memory; nil where it is empty.
  mutating func block() -> Block? {
    guard !isEmpty else { return nil }
    let payload = take(0)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: payload.count, alignment: 8)
    memory.copyBytes(from: payload)
    return Block(memory)
  }
}
