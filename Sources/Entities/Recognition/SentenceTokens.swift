import Documents

/// How capitals are used in a sentence.
enum CapitalUse: Sendable {
  case normal
  /// A headline with a capital on each word.
  case titleCase
  case allCapitals
}

extension NameToken {
  /// Digits only, this many.
  fileprivate func isNumber(_ digits: Int32) -> Bool {
    shape.has(.digit) && !shape.has([.capital, .lower]) && end - start == digits
  }

  fileprivate var isLowerWord: Bool { shape.has(.word) && !shape.has([.capital, .digit, .mixed]) }
}

/// A document's sentences as name tokens, with what the document itself says of its words.
struct SentenceTokens {
  var tokens: [NameToken] = []
  /// Token ranges by sentence.
  var ranges: [Range<Int>] = []
  var uses: [CapitalUse] = []
  /// Whether the sentence is a headline, or stands where one may.
  var headlines: [Bool] = []
  /// Whether the token may be part of a name, by its capitals.
  var nameable: [Bool] = []
  /// Whether the document is about sport.
  var sport = false

  /// Words of headlines and sentence openings: where they stand with and without a capital.
  struct Evidence {
    var lower = 0
    var capital = 0
  }
  private(set) var evidence: KeyMap<Evidence> = [:]

  init(_ document: NormalizedDocument, _ sentences: SentencesArtifact, _ lexicon: Lexicon) {
    document.text.bytes.withUnsafeBufferPointer { bytes in
      scan(sentences, bytes)
      classify(lexicon, bytes)
      for (index, (sentence, range)) in zip(sentences.sentences, ranges).enumerated() {
        let kind = document.blocks[sentence.block].kind
        headlines.append(kind == .title || kind == .heading || index < 2)
        uses.append(Self.use(tokens[range], heading: kind == .title || kind == .heading))
        markOpenings(range, bytes)
      }
      var sports = 0
      for token in tokens where token.classes.has(.sport) { sports += 1 }
      sport = sports >= 3 && sports * 50 > tokens.count
      for range in ranges {
        markDates(range)
        if sport { markRows(range) }
      }
      markAddresses(sentences, bytes)
      collectEvidence()
      nameable = judged(lexicon)
      for (range, use) in zip(ranges, uses) where !isTableHead(range) {
        if use != .normal { markListed(range, lexicon) }
        markSyllables(range)
      }
    }
  }

  private mutating func scan(_ sentences: SentencesArtifact, _ bytes: UnsafeBufferPointer<UInt8>) {
    let possessive = NameScanner.possessive
    tokens.reserveCapacity(sentences.tokens.count + sentences.tokens.count / 8 + 64)
    ranges.reserveCapacity(sentences.sentences.count)
    for sentence in sentences.sentences {
      let first = tokens.count
      var scanner = NameScanner(bytes, sentence.span.start, sentence.span.end)
      while var token = scanner.next() {
        if token.hash == possessive {
          token.classes = .possessive
        } else if bytes[Int(token.start)] == UInt8(ascii: "&") {
          token.classes = .and
        }
        tokens.append(token)
      }
      ranges.append(first..<tokens.count)
    }
  }

  /// Asks the lists for all words, in a loop of its own: no look-up then waits for the memory of the one before.
  private mutating func classify(_ lexicon: Lexicon, _ bytes: UnsafeBufferPointer<UInt8>) {
    tokens.withUnsafeMutableBufferPointer { tokens in
      for i in tokens.indices where tokens[i].shape.has(.word) {
        tokens[i].classes = lexicon.classes(tokens[i].hash)
      }
      for i in tokens.indices where tokens[i].classes.isEmpty && tokens[i].shape.has(.capital) {
        let token = tokens[i]
        guard token.shape.has(.word) else { continue }
        if token.shape.has(.foreign) {
          tokens[i].classes = lexicon.classes(withoutMarks: bytes, token.span)
        }
        if tokens[i].classes.isEmpty, token.end - token.start >= 6, !token.shape.has([.dotted, .digit]) {
          tokens[i].classes = lexicon.classes(byEndingOf: bytes, token.span)
        }
      }
    }
  }

  /// Which tokens may be part of a name. Apart from what writes: who reads and writes himself is copied for each token.
  private func judged(_ lexicon: Lexicon) -> [Bool] {
    var nameable = Array(repeating: false, count: tokens.count)
    for (range, use) in zip(ranges, uses) where !isTableHead(range) {
      for i in range where isNameable(i, range, use, lexicon) { nameable[i] = true }
    }
    return nameable
  }

  private static func use(_ tokens: ArraySlice<NameToken>, heading: Bool) -> CapitalUse {
    var capitals = 0
    var lowers = 0
    var words = 0
    var allCapitals = 0
    let stopped = tokens.last.map { $0.hash == NameScanner.stop } ?? false
    for token in tokens.dropFirst() where token.shape.has(.word) && !token.shape.has(.digit) {
      let long = token.end - token.start >= 4
      if long {
        words += 1
        if token.shape.has(.allCapitals) { allCapitals += 1 }
      }
      // In a headline only the small words have no capital.
      if !token.shape.has(.capital) {
        if token.end - token.start >= 3, !token.classes.has([.function, .connector, .particle]) { lowers += 1 }
      } else if long, token.classes.has([.commonest, .common]) || heading && token.classes.has(.rare) {
        capitals += 1
      }
    }
    if words >= 2, allCapitals * 10 >= words * 7 { return .allCapitals }
    if tokens.count <= 4, let first = tokens.first(where: { $0.shape.has(.word) }), first.shape.has(.allCapitals),
      !first.shape.has(.dotted), tokens.allSatisfy({ !$0.shape.has(.lower) }), first.end - first.start > 5
    {
      return .allCapitals
    }
    // What ends with a full stop and has a word in small letters is a sentence full of names.
    if stopped, !heading, lowers > 0 { return .normal }
    if capitals >= (heading ? 1 : stopped ? 4 : 3), capitals > lowers * (stopped ? 6 : 3) { return .titleCase }
    return .normal
  }

  // MARK: Rows of results

  private mutating func markDates(_ range: Range<Int>) {
    guard range.count >= 5 else { return }
    for i in range.lowerBound..<(range.upperBound - 4)
    where tokens[i].isNumber(4) && tokens[i + 1].hash == Self.hyphen && tokens[i + 2].isNumber(2)
      && tokens[i + 3].hash == Self.hyphen && tokens[i + 4].isNumber(2)
    {
      tokens[i].shape.insert(.date)
    }
  }

  /// Marks a sentence that is a row, or the stretches of one that are: a page may have lost its line ends.
  private mutating func markRows(_ range: Range<Int>) {
    if Self.isRow(tokens[range]) { return mark(range) }
    var start = range.lowerBound
    while start < range.upperBound {
      guard !tokens[start].isLowerWord else {
        start += 1
        continue
      }
      var end = start
      while end < range.upperBound, !tokens[end].isLowerWord || Self.joinsRow(tokens[end]) { end += 1 }
      while end > start, tokens[end - 1].isLowerWord { end -= 1 }
      if end - start >= 4, Self.isRow(tokens[start..<end]) { mark(start..<end) }
      start = max(end, start + 1)
    }
  }

  private mutating func mark(_ range: Range<Int>) {
    for i in range {
      tokens[i].shape.insert(.row)
      tokens[i].shape.remove(.opening)
    }
  }

  /// "Leeds v Derby", "Hall b Stone 12".
  private static func joinsRow(_ token: NameToken) -> Bool { token.end - token.start == 1 }

  private static func isRow(_ tokens: ArraySlice<NameToken>) -> Bool {
    guard tokens.count >= 3, tokens.count <= 400 else { return false }
    var numbers = 0
    var years = 0
    var lowers = 0
    var capitals = 0
    for token in tokens where token.shape.has(.word) {
      if token.shape.has(.digit) {
        numbers += 1
        if token.isNumber(4) { years += 1 }
      } else if token.shape.has(.capital) {
        capitals += 1
      } else {
        lowers += 1
      }
    }
    // "NEW YORK AT TORONTO", "Leeds v Derby": capitals, a small word between.
    if numbers == 0 {
      return tokens.count <= 7
        && (lowers == 0
          && tokens.contains { $0.classes.has(.function) && $0.shape.has(.allCapitals) && $0.end - $0.start == 2 }
          || lowers == 1 && tokens.contains { $0.isLowerWord && $0.end - $0.start == 1 && !$0.classes.has(.function) })
    }
    // A page that lost its line ends has its headings and schedules in the same stretch.
    let enough = numbers * 3 >= capitals || numbers >= 6
    return capitals > 0 && lowers * 4 <= capitals + numbers && years == 0 && enough
  }

  /// "W L T GF GA PTS": three or more short words, all in capitals, and nothing else.
  private func isTableHead(_ range: Range<Int>) -> Bool {
    var words = 0
    for i in range {
      guard tokens[i].shape.has(.word) else { continue }
      guard tokens[i].shape.has(.allCapitals), !tokens[i].shape.has(.dotted), tokens[i].end - tokens[i].start <= 3
      else {
        return false
      }
      words += 1
    }
    return words >= 3
  }

  /// Marks the words inside addresses, handles and names of files, which the tokens of the sentences tell.
  private mutating func markAddresses(_ sentences: SentencesArtifact, _ bytes: UnsafeBufferPointer<UInt8>) {
    var at = 0
    for token in sentences.tokens where token.count > 3 && Self.isAddress(bytes, token) {
      while at < tokens.count, Int(tokens[at].end) <= token.start { at += 1 }
      while at < tokens.count, Int(tokens[at].start) < token.end {
        tokens[at].shape.insert(.address)
        at += 1
      }
    }
  }

  private static func isAddress(_ bytes: UnsafeBufferPointer<UInt8>, _ token: Span) -> Bool {
    for i in token.range {
      switch bytes[i] {
      case UInt8(ascii: "@"), UInt8(ascii: "_"): return true
      case UInt8(ascii: ":"): if i + 2 < token.end, bytes[i + 1] == UInt8(ascii: "/") { return true }
      default: break
      }
    }
    return bytes[token.start] | 0x20 == UInt8(ascii: "w") && bytes[token.start + 1] | 0x20 == UInt8(ascii: "w")
      && bytes[token.start + 2] | 0x20 == UInt8(ascii: "w") && bytes[token.start + 3] == UInt8(ascii: ".")
  }

  /// Marks the words whose capital is a matter of place.
  private mutating func markOpenings(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    let first = range.lowerBound
    var open = true
    for i in range {
      if tokens[i].shape.has(.word) {
        if open { tokens[i].shape.insert(.opening) }
        // A number of a list does not use the opening up.
        open = open && tokens[i].shape.has(.digit) && !tokens[i].shape.has(.capital) && i - first < 3
        continue
      }
      let start = Int(tokens[i].start)
      switch bytes[start] {
      case UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"), UInt8(ascii: "."): open = true
      case UInt8(ascii: "\""), 0xE2, UInt8(ascii: "'"), UInt8(ascii: "`"):
        // An opening quotation mark: white space before it or the sentence's start, none after.
        if i == first || tokens[i].shape.has(.spaced) || open { open = true }
      default: break
      }
      if bytes[start] == UInt8(ascii: "."), i > first, tokens[i - 1].end - tokens[i - 1].start <= 5,
        tokens[i - 1].shape.has(.capital)
      {
        open = false
      }
    }
  }

  /// Counts, for words whose own capital says nothing, how they stand elsewhere.
  private mutating func collectEvidence() {
    var filter = Array(repeating: UInt64(0), count: 64)
    for (range, use) in zip(ranges, uses) {
      for i in range where tokens[i].shape.has(.capital) && (use != .normal || tokens[i].shape.has(.opening)) {
        let hash = tokens[i].hash
        _ = evidence.place(hash, orAdd: Evidence())
        filter[Int(hash >> 20) & 63] |= 1 << ((hash >> 8) & 63)
      }
    }
    guard !evidence.isEmpty else { return }
    for (range, use) in zip(ranges, uses) where use == .normal {
      for i in range {
        let hash = tokens[i].hash
        guard filter[Int(hash >> 20) & 63] & (1 << ((hash >> 8) & 63)) != 0, let place = evidence.place(hash) else {
          continue
        }
        if tokens[i].shape.has(.capital) {
          if !tokens[i].shape.has(.opening) { evidence[at: place].capital += 1 }
        } else {
          evidence[at: place].lower += 1
        }
      }
    }
  }

  /// The second half of a given name such as "Jae-in" or "Kwok-keung" has no capital.
  private mutating func markSyllables(_ range: Range<Int>) {
    guard range.count > 3 else { return }
    for i in (range.lowerBound + 3)..<range.upperBound
    where tokens[i].shape.has(.lower) && !nameable[i] && !tokens[i].shape.has([.spaced, .digit, .capital])
      && tokens[i - 1].hash == Self.hyphen && !tokens[i - 1].shape.has(.spaced) && nameable[i - 2]
      && tokens[i - 2].shape.has(.spaced) && nameable[i - 3] && tokens[i].end - tokens[i].start <= 6
    {
      let family = tokens[i - 3].classes.has(.surname)
      let ordinary = tokens[i].classes.has([.ordinary, .function])
      let short = tokens[i].end - tokens[i].start <= 3 && tokens[i - 2].end - tokens[i - 2].start <= 5
      guard
        ordinary ? family && short && !tokens[i].classes.has(.speech) : family || !tokens[i - 2].classes.has(.ordinary)
      else { continue }
      tokens[i].classes = .given
      nameable[i] = true
    }
  }

  private static let hyphen = NameScanner.hyphen

  /// In a headline ordinary words are no names, except where a list has them as a part of one: "White House".
  private mutating func markListed(_ range: Range<Int>, _ lexicon: Lexicon) {
    for i in range where tokens[i].shape.has(.capital) {
      var key = PhraseKey()
      var best = i
      for j in i..<min(range.upperBound, i + Lexicon.longest) {
        key.add(tokens[j].hash)
        guard let found = lexicon.names.value(key.value) else { break }
        if found != 0, j > i, tokens[j].shape.has(.capital) { best = j }
      }
      if best > i { for j in i...best where tokens[j].shape.has(.capital) { nameable[j] = true } }
    }
  }

  private func isNameable(_ i: Int, _ range: Range<Int>, _ use: CapitalUse, _ lexicon: Lexicon) -> Bool {
    let token = tokens[i]
    guard token.shape.has(.word) else { return false }
    guard token.shape.has([.capital, .mixed]) || (token.shape.has(.digit) && token.shape.has(.allCapitals)) else {
      return false
    }
    if token.shape.has(.address) { return false }
    if token.shape.has(.initial), token.classes.has(.function), isInitial(i, range) { return true }
    if token.classes.has(.calendar) {
      // "Sheffield Wednesday", "Bloody Sunday".
      if i > range.lowerBound, tokens[i - 1].shape.has(.capital) {
        var key = PhraseKey()
        key.add(tokens[i - 1].hash)
        key.add(token.hash)
        if (lexicon.names.value(key.value) ?? 0) != 0 { return true }
      }
      // "Ma Jun", "Jan Smith", but not "Jan 5".
      if !token.classes.has(.ordinary), token.shape.has(.lower),
        i + 1 == range.upperBound || !tokens[i + 1].shape.has(.digit)
      {
        let before = i > range.lowerBound ? tokens[i - 1] : nil
        let after = i + 1 < range.upperBound ? tokens[i + 1] : nil
        if let before, before.classes.has(.surname), before.shape.has(.capital), token.shape.has(.spaced) {
          return true
        }
        if token.classes.has(.given), let after, after.shape.has(.capital), after.shape.has(.spaced),
          after.classes.has(.surname) || !after.classes.has([.ordinary, .function, .calendar])
        {
          return true
        }
      }
      // "Theresa May", but not "in May".
      return token.classes.has(.personal) && i > range.lowerBound && tokens[i - 1].classes.has(.given)
        && tokens[i - 1].shape.has(.capital)
    }
    if token.shape.has(.allCapitals), !token.shape.has(.initial), token.classes.has(.function) {
      // "US" and "WHO" are names where other words are not in capitals, "IT" and "us" are not.
      var key = PhraseKey()
      key.add(token.hash)
      let known = NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0))
      return known.has(.capitals) && known.has(.types) && (use != .allCapitals || known.has(.country))
    }
    let seen = evidence[token.hash]
    if use != .normal {
      if token.classes.has(.function) { return false }
      if let seen, seen.capital > 0, seen.capital >= seen.lower { return true }
      if token.classes.has([.commonest, .common]) {
        if use == .allCapitals, token.shape.has(.allCapitals) {
          var key = PhraseKey()
          key.add(token.hash)
          let known = NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0))
          if known.has(.norp) || known.has(.country), !known.has(.capitals) { return true }
        }
        return token.classes.has(.given) && i + 1 < range.upperBound && tokens[i + 1].shape.has(.capital)
          && !tokens[i + 1].classes.has(.ordinary)
      }
      return true
    }
    // "In Moscow: …" is no less an opening in a row.
    if token.shape.has(.row), i == range.lowerBound, token.classes.has(.function), !token.shape.has(.initial) {
      return false
    }
    if token.shape.has(.opening) {
      if token.classes.has(.function) { return false }
      if let seen, seen.lower > 0, seen.capital == 0, !token.classes.has(.given) { return false }
    }
    return true
  }

  /// "A. Noel Kramer", "I. Hales": a letter that also is a word, with a full stop and a name behind it.
  private func isInitial(_ i: Int, _ range: Range<Int>) -> Bool {
    guard i + 2 < range.upperBound, tokens[i + 1].hash == NameScanner.stop, !tokens[i + 1].shape.has(.spaced) else {
      return false
    }
    let next = tokens[i + 2]
    return next.shape.has(.capital) && !next.classes.has(.function)
      && (next.shape.has(.initial) || next.classes.has(.personal) || !next.classes.has(.ordinary))
  }

  /// Whether an opening word's capital is backed by the rest of the document.
  func isBacked(_ i: Int) -> Bool {
    guard let seen = evidence[tokens[i].hash] else { return false }
    return seen.capital > 0 && seen.capital >= seen.lower
  }
}
