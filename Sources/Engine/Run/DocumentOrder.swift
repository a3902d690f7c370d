import Documents

/// Puts the documents of rows that come in order of their bases in order of their ids, each id once; few of them wait.
///
/// An id is its input's base, or begins with it: what comes later cannot come before the base of the row at hand.
struct DocumentOrder {
  struct Item {
    var document: PackedDocument
    var row: PackedRow
    /// Its place in the row.
    var place: Int
    /// Another id than the document's own, where that is another document's.
    var other: [UInt8]?

    func withID<R, Failure: Error>(
      _ body: (UnsafeRawBufferPointer) throws(Failure) -> R
    ) throws(Failure) -> R {
      guard let other else { return try body(document.id) }
      return try other.withUnsafeBufferPointer { id throws(Failure) in try body(UnsafeRawBufferPointer(id)) }
    }
  }

  /// A heap, the least id first.
  private var waiting: [Item] = []

  /// The documents that come before the base of a row that follows; all, where none does. Then the row's own wait.
  mutating func next(_ row: PackedRow?, _ body: (Item) throws(SystemError) -> Void) throws(SystemError) {
    while let first = waiting.first {
      if let row, first.withID({ ByteOrder.compare($0, row.base) }) >= 0 { break }
      try settle(body)
    }
    guard let row else { return }
    if row.count == 1 {
      push(Item(document: row.first!, row: row, place: 0))
    } else {
      for (place, document) in row.documents.enumerated() {
        push(Item(document: document, row: row, place: place))
      }
    }
  }

  /// Gives out all that have the least id: a row without artifacts gives way where its id is another's.
  private mutating func settle(_ body: (Item) throws(SystemError) -> Void) throws(SystemError) {
    let first = pop()
    guard let second = waiting.first, compare(first, second) == 0 else { return try body(first) }
    var same = [first]
    while let next = waiting.first, compare(first, next) == 0 { same.append(pop()) }
    same.sort { a, b in
      let isFailed = (a.document.status == .failed, b.document.status == .failed)
      if isFailed.0 != isFailed.1 { return isFailed.1 }
      let order = ByteOrder.compare(a.row.path, b.row.path)
      return order != 0 ? order < 0 : a.place < b.place
    }
    try body(same[0])
    for var item in same.dropFirst() {
      guard item.document.status == .failed else {
        try body(item)
        continue
      }
      item.other = item.withID { Array($0) } + [UInt8(ascii: "%")]
      push(item)
    }
  }

  private func compare(_ a: Item, _ b: Item) -> Int { a.withID { a in b.withID { ByteOrder.compare(a, $0) } } }

  private mutating func push(_ item: Item) {
    waiting.append(item)
    var i = waiting.count - 1
    while i > 0, compare(waiting[i], waiting[(i - 1) / 2]) < 0 {
      waiting.swapAt(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  private mutating func pop() -> Item {
    waiting.swapAt(0, waiting.count - 1)
    let item = waiting.removeLast()
    var i = 0
    while true {
      var least = i
      for child in [2 * i + 1, 2 * i + 2] where child < waiting.count && compare(waiting[child], waiting[least]) < 0 {
        least = child
      }
      guard least != i else { return item }
      waiting.swapAt(i, least)
      i = least
    }
  }
}
