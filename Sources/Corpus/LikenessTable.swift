import Documents

/// Documents that are held against one another, many times: their names and words stand in it as numbers, and those of the
/// one in hand in a row by number, so that each other one is walked through without a comparison.
///
/// It gives to the bit what `StoryGrouping.likeness` gives: terms are added in order of key, and what is not in the row
/// adds nothing.
struct LikenessTable {
  private struct Entry {
    var number: Int32
    var value: Float
  }

  private struct Row {
    var start: Int
    /// Where its words begin, and where they end.
    var words: Int
    var end: Int
    var day: Int?
    var language: Int32
  }

  private let window: Int?
  /// The number of each name and word: its place.
  private var numbers: KeyMap<Void> = [:]
  private var languages: [String: Int32] = [:]
  private var entries: [Entry] = []
  private var rows: [Row?]
  /// Of the document in hand, by number.
  private var names: [Float] = []
  private var words: [Float] = []
  private var inHand = -1

  /// `count`: of documents; `window`: of days, as in `StoryGrouping`.
  init(_ count: Int, window: Int?) {
    self.window = window
    rows = [Row?](repeating: nil, count: count)
  }

  func holds(_ document: Int) -> Bool { rows[document] != nil }

  mutating func add(_ document: Int, _ profile: StoryGrouping.Profile) {
    let start = entries.count
    for (key, value) in profile.names { entries.append(Entry(number: number(key), value: value)) }
    let middle = entries.count
    for (key, value) in profile.words { entries.append(Entry(number: number(key), value: value)) }
    let language = languages[profile.language] ?? Int32(languages.count)
    languages[profile.language] = language
    rows[document] = Row(start: start, words: middle, end: entries.count, day: profile.day, language: language)
  }

  private mutating func number(_ key: UInt64) -> Int32 {
    let number = numbers.place(key, orAdd: ())
    if number == names.count {
      names.append(0)
      words.append(0)
    }
    return Int32(number)
  }

  /// Takes a document in hand; it has been added.
  mutating func take(_ document: Int) {
    if inHand >= 0 { lay(inHand, empty: true) }
    lay(document, empty: false)
    inHand = document
  }

  private mutating func lay(_ document: Int, empty: Bool) {
    let row = rows[document]!
    for entry in entries[row.start..<row.words] { names[Int(entry.number)] = empty ? 0 : entry.value }
    for entry in entries[row.words..<row.end] { words[Int(entry.number)] = empty ? 0 : entry.value }
  }

  /// How alike the one in hand and another are, which has been added; nil where they are not alike enough.
  func likeness(_ other: Int) -> Float? {
    guard mayMeet(rows[inHand]!, rows[other]!) else { return nil }
    let (start, middle, end) = (rows[other]!.start, rows[other]!.words, rows[other]!.end)
    let value = entries.withUnsafeBufferPointer { entries in
      (dot(entries, start, middle, names) + dot(entries, middle, end, words)) / 2
    }
    return value >= StoryGrouping.threshold ? value : nil
  }

  private func mayMeet(_ a: Row, _ b: Row) -> Bool {
    a.language == b.language && StoryGrouping.areNear(a.day, b.day, window)
  }

  private func dot(_ entries: UnsafeBufferPointer<Entry>, _ start: Int, _ end: Int, _ row: [Float]) -> Float {
    row.withUnsafeBufferPointer { row in
      var sum: Float = 0
      for i in start..<end { sum += row[Int(entries[i].number)] * entries[i].value }
      return sum
    }
  }
}
