import Documents

/// What may be stuck to a headline, and whether two headlines say the same.
struct Headlines: Sendable {
  private let pagePhrases: PhraseTable
  private let words: WordClasses

  init(_ pack: LanguagePack, _ words: WordClasses) throws(Diagnostics) {
    let table = try pack.table("normalization/page-phrases.tsv", columns: ["phrase"], allowMissing: true)
    var phrases = PhraseTable(folding: true, capacity: table.rows.count)
    // 2: enough alone at the end of a headline; 1: only beside another one or after a bar.
    for row in table.rows { phrases.insert(row[0], row[0].utf8.contains(0x20) ? 2 : 1) }
    pagePhrases = phrases
    self.words = words
  }

  /// The first token of words of the page (a category, "top stories") that end the line; nil if there are none.
  func pageWords(_ text: UnsafeBufferPointer<UInt8>, _ tokens: [LineToken]) -> Int? {
    guard tokens.count >= 4 else { return nil }
    let spans = tokens.map(\.span)
    return spans.withUnsafeBufferPointer { spans in
      var covered = [Bool](repeating: false, count: tokens.count + 1)
      var strength = [Int](repeating: 0, count: tokens.count + 1)
      covered[tokens.count] = true
      var best: Int?
      for i in stride(from: tokens.count - 1, through: 2, by: -1) {
        if tokens[i].shape.contains(.punctuation) {
          covered[i] = covered[i + 1] && tokens[i].value != 0x2E && tokens[i].value != 0x3F
          strength[i] = strength[i + 1]
        } else if let found = pagePhrases.longestMatch(in: text, tokens: spans, from: i, limit: tokens.count),
          covered[found.endToken]
        {
          covered[i] = true
          strength[i] = strength[found.endToken] + Int(found.value)
          let bar = [0x7C, 0xBB, 0xB7].contains(tokens[i - 1].value)
          if strength[i] >= 2 || bar { best = i }
        }
      }
      guard let best else { return nil }
      // A line that is page words nearly throughout is a matter of the line rules.
      let words = tokens[..<best].reduce(0) { $0 + ($1.shape.contains(.punctuation) ? 0 : 1) }
      return words >= 3 ? best : nil
    }
  }

  /// The site's name after a bar or a dash: the token where the bar stands, and the name's tokens.
  func siteName(_ tokens: [LineToken]) -> (bar: Int, name: Range<Int>)? {
    var i = tokens.count - 1
    while i > 2 {
      let token = tokens[i]
      if token.shape.contains(.punctuation), token.shape.contains(.spaced), i + 1 < tokens.count,
        tokens[i + 1].shape.contains(.spaced)
      {
        let name = (i + 1)..<tokens.count
        let bar = token.value == 0x7C || token.value == 0xBB
        let dash = token.value == 0x2D || token.value == 0x2013 || token.value == 0x2014
        guard bar || dash else { return nil }
        let capitals = tokens[name].allSatisfy {
          $0.shape.contains(.capital) || $0.shape.contains(.punctuation) || $0.shape.contains(.number)
            || words.has($0, [.function, .particle])
        }
        let outlet = tokens[name].contains { words.has($0, .outlet) || $0.shape.contains(.agency) }
        let count = tokens[name].count { !$0.shape.contains(.punctuation) }
        let before = tokens[..<i].count { !$0.shape.contains(.punctuation) }
        guard capitals, count <= 5, count >= 1, before >= 3, bar || outlet else { return nil }
        return (i, name)
      }
      i -= 1
    }
    return nil
  }

  /// The words that carry a headline's content, "U.S." as one word.
  func content(_ tokens: ArraySlice<LineToken>, _ text: UnsafeBufferPointer<UInt8>) -> Set<UInt64> {
    var result = Set<UInt64>()
    var i = tokens.startIndex
    while i < tokens.endIndex {
      let token = tokens[i]
      if token.shape.contains(.capital), token.span.count == 1, i + 2 < tokens.endIndex, tokens[i + 1].value == 0x2E,
        tokens[i + 2].shape.contains(.capital), tokens[i + 2].span.count == 1
      {
        var hash = PhraseHash(folding: true)
        while i < tokens.endIndex, tokens[i].value == 0x2E || tokens[i].span.count == 1 {
          if tokens[i].shape.contains(.word) { _ = hash.add(text, at: tokens[i].span.start, end: tokens[i].span.end) }
          i += 1
        }
        result.insert(hash.value)
        continue
      }
      if token.shape.contains(.number) || (token.shape.contains(.word) && !words.isFunction(token.key)) {
        result.insert(token.key)
      }
      i += 1
    }
    return result
  }
}
