import Documents

/// Lists of numbers, one a document, that lie one behind the other: they are read, copied and gone through in one piece.
struct NumberLists<Element: BitwiseCopyable & Sendable>: Sendable {
  private(set) var starts: [Int32] = [0]
  var values: [Element] = []

  var count: Int { starts.count - 1 }

  /// Where in `values` a list stands.
  func range(_ list: Int) -> Range<Int> { Int(starts[list])..<Int(starts[list + 1]) }

  /// Counted from 0, as an array is.
  subscript(list: Int) -> List { List(values: values[range(list)]) }

  subscript(list: Int, place: Int) -> Element {
    get { values[Int(starts[list]) + place] }
    set { values[Int(starts[list]) + place] = newValue }
  }

  struct List: RandomAccessCollection {
    fileprivate let values: ArraySlice<Element>

    var startIndex: Int { 0 }
    var endIndex: Int { values.count }
    subscript(place: Int) -> Element { values[values.startIndex + place] }
  }

  mutating func append(_ list: some Collection<Element>) {
    values.append(contentsOf: list)
    starts.append(Int32(values.count))
  }

  /// Some lists of another one.
  mutating func append(_ lists: Range<Int>, of other: NumberLists) {
    guard !lists.isEmpty else { return }
    let (first, start) = (other.starts[lists.lowerBound], Int32(values.count))
    values.append(contentsOf: other.values[Int(first)..<Int(other.starts[lists.upperBound])])
    starts.append(contentsOf: other.starts[(lists.lowerBound + 1)...lists.upperBound].lazy.map { $0 - first + start })
  }

  init() {}

  /// About how many bytes it has where it is written.
  var bytes: Int { starts.count * 4 + values.count * MemoryLayout<Element>.stride + 16 }

  func write(to w: inout PackedWriter) {
    w.array(starts)
    w.array(values)
  }

  /// Lists that are damaged come out as none.
  init(_ r: inout PackedReader, _ zero: Element) {
    (starts, values) = (r.array(Int32(0)), r.array(zero))
    guard starts.first == 0, starts.last == Int32(exactly: values.count),
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      self = NumberLists()
      return
    }
  }
}

/// What the corpus keeps of all documents in one table: by what each is found and linked.
struct DocumentTable: Sendable {
  struct Row: Sendable, BitwiseCopyable {
    var fingerprint: UInt64 = 0
    /// Where its own part was put.
    var kept = CorpusMemory.Place(offset: 0, length: 0)
    /// The same of what its story tells of it.
    var telling = CorpusMemory.Place(offset: 0, length: 0)
    /// Days since 1970; `Int32.min` where the day is not known.
    var day = Int32.min
    /// The index of its story.
    var story: Int32 = -1
  }

  var rows: [Row] = []
  /// The bytes of the ids.
  private(set) var ids = NumberLists<UInt8>()
  /// For each name the index of its entity, or -1.
  var entities = NumberLists<Int32>()
  /// The keys under which its names are linked, and for each key the name.
  private(set) var keys = NumberLists<UInt64>()
  private(set) var nameOfKey = NumberLists<Int32>()
  /// What its story is found by.
  var storyKeys = NumberLists<UInt64>()
  /// For each utterance the index of the speaker among its names, or -1.
  private(set) var speakers = NumberLists<Int32>()

  var count: Int { rows.count }

  init() {}

  mutating func append(
    _ digest: DocumentDigest, _ fingerprint: UInt64, _ storyKeys: [UInt64], _ book: inout LinkKeyBook
  ) {
    var row = Row()
    row.fingerprint = fingerprint
    row.day = digest.day.flatMap(CalendarDay.number).map(Int32.init) ?? .min
    rows.append(row)
    ids.append(Array(digest.id.utf8))
    entities.append([Int32](repeating: -1, count: digest.names.count))
    var (keys, nameOfKey): ([UInt64], [Int32]) = ([], [])
    for (n, name) in digest.names.enumerated() {
      for key in book.keys(name) {
        keys.append(key)
        nameOfKey.append(Int32(n))
      }
    }
    self.keys.append(keys)
    self.nameOfKey.append(nameOfKey)
    self.storyKeys.append(storyKeys)
    speakers.append(digest.utterances.map { $0.speaker.map(Int32.init) ?? -1 })
  }

  /// Some documents of another table, as they stand there.
  mutating func append(_ documents: Range<Int>, of other: DocumentTable) {
    rows += other.rows[documents]
    ids.append(documents, of: other.ids)
    entities.append(documents, of: other.entities)
    keys.append(documents, of: other.keys)
    nameOfKey.append(documents, of: other.nameOfKey)
    storyKeys.append(documents, of: other.storyKeys)
    speakers.append(documents, of: other.speakers)
  }

  /// Which entity speaks; nil where it is none.
  func speaker(_ document: Int, _ utterance: Int) -> Int? {
    let name = speakers[document, utterance]
    guard name >= 0 else { return nil }
    let entity = entities[document, Int(name)]
    return entity >= 0 ? Int(entity) : nil
  }

  /// About how many bytes it has where it is written.
  var bytes: Int {
    rows.count * MemoryLayout<Row>.stride + ids.bytes + entities.bytes + keys.bytes + nameOfKey.bytes + storyKeys.bytes
      + speakers.bytes
  }

  func write(to w: inout PackedWriter) {
    w.array(rows)
    ids.write(to: &w)
    entities.write(to: &w)
    keys.write(to: &w)
    nameOfKey.write(to: &w)
    storyKeys.write(to: &w)
    speakers.write(to: &w)
  }

  init(_ r: inout PackedReader) {
    rows = r.array(Row())
    ids = NumberLists(&r, 0)
    entities = NumberLists(&r, 0)
    keys = NumberLists(&r, 0)
    nameOfKey = NumberLists(&r, 0)
    storyKeys = NumberLists(&r, 0)
    speakers = NumberLists(&r, 0)
  }

  /// Whether every index is one of something.
  func isSound(entities entityCount: Int, stories: Int) -> Bool {
    guard
      [ids.count, entities.count, keys.count, nameOfKey.count, storyKeys.count, speakers.count].allSatisfy({
        $0 == count
      }),
      keys.starts == nameOfKey.starts, rows.allSatisfy({ $0.story >= 0 && Int($0.story) < stories }),
      entities.values.allSatisfy({ $0 >= -1 && Int($0) < entityCount })
    else { return false }
    return rows.indices.allSatisfy { document in
      let names = entities.range(document).count
      return nameOfKey[document].allSatisfy { $0 >= 0 && Int($0) < names }
        && speakers[document].allSatisfy { $0 >= -1 && Int($0) < names }
    }
  }
}
