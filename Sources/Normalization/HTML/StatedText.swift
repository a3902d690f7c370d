/// The article's text as JSON-LD gives it, to hold a page's blocks against: which of them it has.
struct StatedText {
  private var runs: Set<UInt64> = []
  private static let length = 5

  init(_ paragraphs: [String]) {
    var words: [UInt64] = []
    for paragraph in paragraphs { words += FoldedWords(paragraph).hashes }
    guard words.count >= 40 else { return }
    for start in 0...(words.count - Self.length) { runs.insert(Self.key(words[start..<(start + Self.length)])) }
  }

  var isEmpty: Bool { runs.isEmpty }

  /// Whether most of a block's runs of words stand in the text; a block of few words needs all of them in one run.
  func holds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let words = FoldedWords(bytes).hashes
    guard words.count >= Self.length else { return false }
    var found = 0
    let all = words.count - Self.length + 1
    for start in 0..<all where runs.contains(Self.key(words[start..<(start + Self.length)])) { found += 1 }
    return found * 3 >= all * 2
  }

  private static func key(_ words: ArraySlice<UInt64>) -> UInt64 { words.reduce(0, FoldedWords.join) }
}
