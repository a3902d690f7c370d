import Documents

/// Finds blocks that a page shows twice: the same words, or a pull quote whose words all stand in a paragraph.
struct Repeats: Sendable {
  struct Repeat: Sendable {
    var draft: Int
    /// Where its words stand.
    var of: Int
    var rule: String
  }

  /// Fewer words than this may come twice by right ("Yes, he said.").
  static let leastWords = 9
  private static let window = 8
  /// Past so many words only whole repeats are looked for.
  private static let wordLimit = 400_000

  /// Repeats among `candidates` (drafts in order of place). A near-repeat goes only if it says nothing new: every word
  /// of it stands, in one stretch, in another draft.
  static func find(
    _ text: UnsafeBufferPointer<UInt8>, _ drafts: [Draft], candidates: [Int], isParagraph: (Int) -> Bool
  ) -> [Repeat] {
    var words: [UInt64] = []
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(candidates.count)
    for index in candidates {
      let start = words.count
      append(&words, text, drafts[index].span)
      ranges.append(start..<words.count)
    }
    var result: [Repeat] = []
    var gone = Set<Int>()
    // Whole repeats.
    var seen: KeyMap<Int> = [:]
    for (k, index) in candidates.enumerated() where ranges[k].count >= leastWords && isParagraph(index) {
      // Rows of figures may come twice.
      guard hasProse(text, drafts[index].span) else { continue }
      let key = words[ranges[k]].reduce(0) { $0 &* base &+ $1 }
      if let first = seen[key] {
        result.append(Repeat(draft: index, of: candidates[first], rule: "repeat.block"))
        gone.insert(k)
      } else {
        seen[key] = k
      }
    }
    guard words.count <= wordLimit else { return result }
    // Stretches: the first place of each block's first eight words, and the last.
    var places: KeyMap<(first: Int32, last: Int32)> = [:]
    for (k, index) in candidates.enumerated() where mayRepeat(ranges[k]) && isParagraph(index) && !gone.contains(k) {
      places[Self.key(words, ranges[k].lowerBound)] = (-1, -1)
    }
    guard !places.isEmpty else { return result.sorted { $0.draft < $1.draft } }
    for range in ranges where range.count >= window {
      var at = range.lowerBound
      var key = Self.key(words, at)
      while true {
        if let place = places.place(key) {
          if places[at: place].first < 0 { places[at: place].first = Int32(at) }
          places[at: place].last = Int32(at)
        }
        at += 1
        guard at + window <= range.upperBound else { break }
        key = (key &- words[at - 1] &* oldest) &* base &+ words[at + window - 1]
      }
    }
    for (k, index) in candidates.enumerated()
    where mayRepeat(ranges[k]) && isParagraph(index) && !gone.contains(k) {
      let range = ranges[k]
      guard let place = places[Self.key(words, range.lowerBound)] else { continue }
      for start in [Int(place.first), Int(place.last)] where !range.contains(start) {
        guard let other = owner(start, ranges), other != k, !gone.contains(other) else { continue }
        let limit = ranges[other].upperBound
        guard start + range.count <= limit, ranges[other].count > range.count else { continue }
        if (0..<range.count).allSatisfy({ words[start + $0] == words[range.lowerBound + $0] }) {
          result.append(Repeat(draft: index, of: candidates[other], rule: "repeat.inside"))
          gone.insert(k)
          break
        }
      }
    }
    return result.sorted { $0.draft < $1.draft }
  }

  /// Half of the bytes or more are letters.
  private static func hasProse(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    var letters = 0
    for i in span.range where text[i] >= 0x80 || (text[i] | 0x20 >= 0x61 && text[i] | 0x20 <= 0x7A) { letters += 1 }
    return letters * 2 >= span.count
  }

  private static func owner(_ word: Int, _ ranges: [Range<Int>]) -> Int? {
    let place = ranges.partitioningIndex { $0.upperBound > word }
    return place < ranges.count && ranges[place].contains(word) ? place : nil
  }

  private static func mayRepeat(_ range: Range<Int>) -> Bool { range.count >= leastWords && range.count <= 60 }

  /// The key of eight words: a polynomial, so that the next one's comes from it by taking off the first word (Karp and
  /// Rabin 1987).
  private static func key(_ words: [UInt64], _ at: Int) -> UInt64 {
    var key: UInt64 = 0
    for i in at..<(at + window) { key = key &* base &+ words[i] }
    return key
  }

  private static let base: UInt64 = 0x9e37_79b9_7f4a_7c15
  /// What the first of the eight words was multiplied by.
  private static let oldest: UInt64 = (1..<window).reduce(1) { power, _ in power &* base }

  /// The keys of a span's words; marks count nothing.
  static func append(_ words: inout [UInt64], _ text: UnsafeBufferPointer<UInt8>, _ span: Span) {
    var i = span.start
    while i < span.end {
      // Most words are of ASCII, have fewer than eight bytes, and one that is of none behind them.
      let chunk = EightBytes.load(text, i, span.end)
      let others = (EightBytes.letters(chunk) | EightBytes.figures(chunk)) ^ EightBytes.highs
      if let word = EightBytes.head(chunk, before: others), word.next < 0x80 {
        if word.bits > 0 { words.append(PhraseHash.ofWord(EightBytes.lower(word.chunk), bits: word.bits)) }
        i += Int(truncatingIfNeeded: word.bits &>> 3) + 1
        continue
      }
      let start = i
      i = endOfWord(text, i, span.end)
      if i > start {
        words.append(PhraseHash.of(text, in: start..<i, folding: true))
      } else {
        i += UTF8Scalars.decode(text, at: i, end: span.end).width
      }
    }
  }

  /// Where the word that begins at `i` ends: there, if none does.
  private static func endOfWord(_ text: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> Int {
    var i = i
    while true {
      i = EightBytes.endOfWord(text, i, end)
      guard i < end, isLetterAboveASCII(text, i, end) else { return i }
      i += UTF8Scalars.decode(text, at: i, end: end).width
    }
  }

  /// Letters of Latin-1 and beyond, but no general punctuation (U+2000 … U+206F) or signs of Latin-1.
  private static func isLetterAboveASCII(_ text: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> Bool {
    let byte = text[i]
    if byte < 0x80 || byte == 0xC2 { return false }
    return !(byte == 0xE2 && i + 1 < end && (text[i + 1] == 0x80 || text[i + 1] == 0x81))
  }
}
