import Documents

/// What was recorded of inputs since the state's blocks were written: of each its path, and where its row lies in the file,
/// so that what a run holds of its own rows is little however many it makes.
struct Journal {
  /// The row of an input as it lies in the file, or that it is gone.
  struct Entry {
    var path: String
    /// Of the path, in bytes.
    var base: Int32
    /// Of the record's payload; 0: gone.
    var length: Int32
    /// Of the record's payload in the file.
    var offset: Int

    var isGone: Bool { length == 0 }
  }

  private var entries: [Entry] = []
  private var isInOrder = true

  /// How many were recorded; of some paths more than one.
  var count: Int { entries.count }

  mutating func reserveCapacity(_ more: Int) { entries.reserveCapacity(entries.count + more) }

  mutating func add(_ path: String, offset: Int, length: Int) {
    entries.append(
      Entry(path: path, base: Int32(DocumentID.base(of: path).utf8.count), length: Int32(length), offset: offset))
    isInOrder = false
  }

  /// In the order of rows, of each path the last that was recorded.
  mutating func inOrder() -> [Entry] {
    guard !isInOrder else { return entries }
    entries.sort { a, b in
      let order = PackedRow.order(a.path, Int(a.base), b.path, Int(b.base))
      return order != 0 ? order < 0 : a.offset < b.offset
    }
    var kept = 0
    for i in entries.indices {
      if i + 1 < entries.count, ByteOrder.compare(entries[i].path, entries[i + 1].path) == 0 { continue }
      if kept != i { entries[kept] = entries[i] }
      kept += 1
    }
    entries.removeLast(entries.count - kept)
    isInOrder = true
    return entries
  }
}

/// Rows that hold instead of those of the blocks, in their order, packed some at a time.
struct JournalRows {
  private let entries: [Journal.Entry]
  private let others: [(path: ByteName, base: Int, row: SourceRow?)]
  /// Gives the row that lies where an entry says; nil where what lies there is not what was written.
  private let read: (Journal.Entry) -> SourceRow?
  private var nextEntry = 0
  private var nextOther = 0
  private var packed: [(path: [UInt8], base: Int, row: PackedRow?)] = []
  private var at = 0
  /// Whether something that was recorded could not be read: it counts as gone.
  private(set) var isDamaged = false

  private static let chunk = 256

  /// `others` hold before the entries of their paths; nil: gone.
  init(_ entries: [Journal.Entry], _ others: [ByteName: SourceRow?], read: @escaping (Journal.Entry) -> SourceRow?) {
    self.entries = entries
    self.read = read
    self.others = others.map { ($0.key, DocumentID.base(of: $0.key.text).utf8.count, $0.value) }.sorted { a, b in
      PackedRow.order(a.path.text, a.base, b.path.text, b.base) < 0
    }
    pack()
  }

  var isAtEnd: Bool { at == packed.count }
  /// The row at hand; nil where the input is gone.
  var row: PackedRow? { packed[at].row }

  /// Below 0 where the row at hand stands before another, 0 where it stands for it.
  func order(_ other: PackedRow) -> Int {
    packed[at].path.withUnsafeBytes { PackedRow.order($0, packed[at].base, other.path, other.baseLength) }
  }

  mutating func advance() {
    at += 1
    if at == packed.count { pack() }
  }

  /// Takes the next some.
  private mutating func pack() {
    (packed, at) = ([], 0)
    var writer = BlockWriter()
    var waiting: [Int] = []
    while packed.count < Self.chunk, !writer.isFull, let (path, base, row) = next() {
      packed.append((Array(path.utf8), base, nil))
      guard let row else { continue }
      writer.add(row)
      waiting.append(packed.count - 1)
    }
    guard let block = writer.block() else { return }
    for (place, key) in waiting.enumerated() { packed[key].row = block.row(place) }
  }

  /// The next of both.
  private mutating func next() -> (path: String, base: Int, row: SourceRow?)? {
    if nextOther < others.count {
      let other = others[nextOther]
      var order = -1
      if nextEntry < entries.count {
        let entry = entries[nextEntry]
        order = PackedRow.order(other.path.text, other.base, entry.path, Int(entry.base))
      }
      if order <= 0 {
        nextOther += 1
        if order == 0 { nextEntry += 1 }
        return (other.path.text, other.base, other.row)
      }
    }
    guard nextEntry < entries.count else { return nil }
    let entry = entries[nextEntry]
    nextEntry += 1
    guard !entry.isGone else { return (entry.path, Int(entry.base), nil) }
    let row = read(entry)
    if row == nil { isDamaged = true }
    return (entry.path, Int(entry.base), row)
  }
}
