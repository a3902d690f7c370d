import Documents

/// Decides where sentences end, over the tokens of a block.
///
/// Only a token that may end a sentence is looked at: a full stop, `!`, `?`, an ellipsis, an abbreviation. Closing marks
/// that touch it belong to it; what follows decides (see sentences/classes.tsv for abbreviations).
struct Boundaries {
  let text: UnsafeBufferPointer<UInt8>
  let tokens: [Span]
  let kinds: [TokenKind]
  let details: [UInt8]
  let language: SentenceLanguage
  private var evidence: Evidence?

  init(text: UnsafeBufferPointer<UInt8>, _ cut: borrowing TokenList, _ language: SentenceLanguage) {
    self.text = text
    (tokens, kinds, details) = cut.arrays
    self.language = language
  }

  /// Calls `body` with the range of tokens of each sentence in `block`, in order.
  mutating func each(in block: Range<Int>, _ body: (Range<Int>) -> Void) {
    guard !block.isEmpty else { return }
    var first = block.lowerBound
    var list = ListMarkers()
    var i = first
    while i < block.upperBound {
      if i == first || startsItem(i, kinds[i]) {
        if list.isNext(at: i, first: first, in: block, self), i > first {
          body(first..<i)
          first = i
        }
      }
      switch kinds[i] {
      case .stop, .mark, .ellipsis, .abbreviation:
        let next = afterClosers(i + 1, in: block)
        if next < block.upperBound, isStopBeforeDots(i, next, first) {
          // `gone. . . . The`: the first stop ends, the three dots begin.
          body(first..<(i + 1))
          first = i + 1
        } else if next < block.upperBound, ends(i, next: next, first: first, in: block) {
          body(first..<next)
          first = next
        }
        // The marks between are part of this ending; an abbreviation among them is not.
        i = max(i + 1, next)
      case .closeQuote where i > first && i + 1 < block.upperBound && endsUnmarked(i, first):
        body(first..<(i + 1))
        first = i + 1
        i += 1
      case .address where i > first + 1 && isContact(i, first, in: block):
        body(first..<(i + 1))
        first = i + 1
        i += 1
      case .openBracket where i > first + 2:
        if let start = datelineStart(i, first, in: block) {
          body(first..<start)
          first = start
        }
        i += 1
      case .capital where i > first && isCredit(i, in: block):
        body(first..<i)
        first = i
        i += 1
      default: i += 1
      }
    }
    if first < block.upperBound { body(first..<block.upperBound) }
  }

  @inline(__always)
  private func startsItem(_ i: Int, _ kind: TokenKind) -> Bool {
    switch kind {
    case .number, .bullet: true
    case .lower, .capital, .abbreviation: tokens[i].count <= 2
    default: false
    }
  }

  // MARK: What belongs to an ending

  /// The first token after a terminator that is not a closing mark or a further terminator touching it.
  private func afterClosers(_ start: Int, in block: Range<Int>) -> Int {
    var i = start
    while i < block.upperBound {
      let glued = tokens[i].start == tokens[i - 1].end
      switch kinds[i] {
      case .closeQuote, .closeBracket:
        // A mark set apart by a space still closes where it cannot open: `he said. "` at the block's end, `. »`.
        if !glued, !closesApart(i, in: block) { return i }
      case .stop, .mark, .ellipsis:
        if !glued {
          // `. . .` spaced dots.
          guard kinds[i] == .stop, kinds[i - 1] == .stop else { return i }
        }
      case .openQuote where glued && (i + 1 == block.upperBound || tokens[i + 1].start > tokens[i].end):
        break
      case .openBracket:
        guard let end = noteEnd(i, in: block) else { return i }
        i = end - 1
      default: return i
      }
      i += 1
    }
    return i
  }

  private func closesApart(_ i: Int, in block: Range<Int>) -> Bool {
    i + 1 == block.upperBound || tokens[i + 1].start > tokens[i].end
  }

  /// The end of a note's numbers, or of an omission, in square brackets after a full stop: `[3]`, `[1-3, 5]`, `[...]`.
  private func noteEnd(_ i: Int, in block: Range<Int>) -> Int? {
    guard text[tokens[i].start] == UInt8(ascii: "[") else { return nil }
    var j = i + 1
    while j < block.upperBound, j - i < 16,
      kinds[j] == .number || kinds[j] == .comma || kinds[j] == .dash || kinds[j] == .ellipsis
    {
      j += 1
    }
    return j > i + 1 && j < block.upperBound && kinds[j] == .closeBracket ? j + 1 : nil
  }

  /// A full stop that touches its word, and three dots set apart after it.
  private func isStopBeforeDots(_ i: Int, _ next: Int, _ first: Int) -> Bool {
    guard kinds[i] == .stop, next == i + 4, i > first, tokens[i].start == tokens[i - 1].end,
      tokens[i + 1].start > tokens[i].end
    else { return false }
    return startsUpper(next) && (i + 1..<next).allSatisfy { kinds[$0] == .stop }
  }

  /// A quotation that closes without a full stop, and a pronoun with a capital after it: `it will be fine” She left`.
  private func endsUnmarked(_ i: Int, _ first: Int) -> Bool {
    guard kinds[i - 1] == .lower || kinds[i - 1] == .capital, kinds[i + 1] == .capital,
      tokens[i + 1].start > tokens[i].end, tokens[i + 1].count > 1, isWordLike(i + 1)
    else { return false }
    return language.isPersonal(slice(i + 1))
  }

  /// `Photo: Ada Lind` after a caption that has no full stop.
  private func isCredit(_ i: Int, in block: Range<Int>) -> Bool {
    guard i + 2 < block.upperBound, kinds[i + 1] == .comma, text[tokens[i + 1].start] == UInt8(ascii: ":"),
      tokens[i + 1].start == tokens[i].end
    else { return false }
    switch kinds[i - 1] {
    case .lower, .capital, .number, .closeQuote, .closeBracket, .abbreviation: break
    default: return false
    }
    return startsUpper(i + 2) && language.isCredit(slice(i))
  }

  /// `E-mail: ada@example.org` and a capital after it: the address ends it.
  private func isContact(_ i: Int, _ first: Int, in block: Range<Int>) -> Bool {
    guard i - first <= 8, i + 1 < block.upperBound, startsUpper(i + 1), tokens[i + 1].start > tokens[i].end,
      kinds[first + 1] == .comma, text[tokens[first + 1].start] == UInt8(ascii: ":")
    else { return false }
    return language.isContact(slice(first))
  }

  /// Where `BASRA, Iraq (AP)` begins behind a byline that ran into it: capitals, perhaps a comma and a word, an agency.
  private func datelineStart(_ i: Int, _ first: Int, in block: Range<Int>) -> Int? {
    guard i + 2 < block.upperBound, kinds[i + 2] == .closeBracket, kinds[i + 1] == .capital,
      language.isAgency(slice(i + 1))
    else { return nil }
    var start = i - 1
    if start > first + 1, !isShouted(start), kinds[start] == .capital || kinds[start] == .abbreviation,
      kinds[start - 1] == .comma
    {
      start -= 2
    }
    guard isShouted(start) else { return nil }
    while start - 1 > first, isShouted(start - 1) { start -= 1 }
    return start > first && kinds[start - 1] == .capital ? start : nil
  }

  /// Four capitals and more, and nothing else.
  private func isShouted(_ i: Int) -> Bool {
    guard kinds[i] == .capital, tokens[i].count >= 4 else { return false }
    for j in tokens[i].range where text[j] < 0x41 || text[j] > 0x5A { return false }
    return true
  }

  // MARK: The decision

  private mutating func ends(_ i: Int, next: Int, first: Int, in block: Range<Int>) -> Bool {
    let glued = tokens[next].start == tokens[next - 1].end
    let closed = next > i + 1
    switch kinds[i] {
    case .abbreviation:
      if glued { return false }
      return closed ? endsPlain(i, next, first, closed: true, in: block) : endsAbbreviation(i, next, first, in: block)
    case .stop:
      if spacedDots(i, next) { return followsEllipsis(next, in: block) }
      if glued { return endsGlued(i, next, in: block) }
      if i > block.lowerBound, isListMarker(i, first: first) { return false }
      return endsPlain(i, next, first, closed: closed, in: block)
    case .mark:
      if glued { return kinds[next] == .capital && kinds[max(first, i - 1)] == .lower && isWordLike(next) }
      if !closed, markedName(i, first), !isStarter(next) { return false }
      return endsPlain(i, next, first, closed: closed, in: block)
    case .ellipsis:
      if glued { return false }
      return closed && kinds[next - 1] != .ellipsis
        ? kinds[i + 1] == .closeBracket && kinds[max(first, i - 1)] == .openBracket
          ? false : endsPlain(i, next, first, closed: true, in: block)
        : followsEllipsis(next, in: block)
    default: return false
    }
  }

  /// After a full stop, `!` or `?` and its closing marks, with white space before `next`.
  private mutating func endsPlain(_ i: Int, _ next: Int, _ first: Int, closed: Bool, in block: Range<Int>) -> Bool {
    switch kinds[next] {
    case .lower:
      // In small letters a sentence goes on: `“Why?” he asked`, an abbreviation that no list has.
      return false
    case .comma, .closeBracket, .closeQuote, .stop, .mark, .ellipsis: return false
    case .dash:
      // A dash leads on, unless it begins a line of speech or a new item.
      return next + 1 < block.upperBound && kinds[i] == .stop && !closed && startsUpper(next + 1)
        && tokens[next + 1].start > tokens[next].end && !closed && text[tokens[next].end - 1] != UInt8(ascii: "-")
        || tokens[next].count == 1 && next + 1 < block.upperBound && kinds[i] == .stop && !closed
          && startsUpper(next + 1)
    case .capital:
      if closed, closesQuote(i, next), isAttribution(next, in: block) { return false }
      return true
    case .openQuote, .openBracket:
      let after = next + 1
      guard after < block.upperBound else { return false }
      if kinds[after] == .lower { return kinds[i] == .stop && !closed }
      return true
    case .number, .mixed, .caseless, .address, .symbol, .bullet, .abbreviation:
      // `c. 1850`: a single small letter before a figure.
      if kinds[next] == .number, kinds[i] == .stop, !closed, i > first, kinds[i - 1] == .lower, tokens[i - 1].count == 1
      {
        return false
      }
      if kinds[next] == .abbreviation, !startsUpper(next) { return false }
      if kinds[next] == .abbreviation, closed, closesQuote(i, next), isAttribution(next, in: block) { return false }
      return true
    }
  }

  private mutating func endsAbbreviation(_ i: Int, _ next: Int, _ first: Int, in block: Range<Int>) -> Bool {
    let rule = language.classes[Int(details[i])]
    var at = next
    if isOpening(first, i) { return false }
    switch kinds[next] {
    case .lower, .comma, .closeBracket, .closeQuote, .stop, .mark, .ellipsis, .dash: return false
    case .number, .symbol: return rule.number == .break
    case .openQuote:
      // What stands inside the quotation decides.
      guard next + 1 < block.upperBound else { return false }
      at = next + 1
    case .openBracket: return false
    default: break
    }
    if kinds[at] == .number || kinds[at] == .symbol { return rule.number == .break }
    guard startsUpper(at) else { return kinds[at] == .mixed && rule.capital == .break }
    let word = slice(at)
    if rule.before != 0, language.lists(word) & rule.before != 0 { return false }
    if rule.number == .join, rule.capital != .join, isRomanOrLetter(at) { return false }
    let choice: AfterAbbreviation
    if language.isStarter(word), kinds[at] != .abbreviation {
      choice = rule.starter
      if choice == .initial {
        // `you and I. Did`, `vitamin C. The`; but `Ada I. The`.
        return i > first && kinds[i - 1] == .lower || i == first + 1 && kinds[first] != .capital
      }
    } else {
      choice = rule.capital
    }
    switch choice {
    case .join: return false
    case .break: return true
    case .evidence, .initial:
      // Two capitalized words are a name: `U.S. Harbour Board`.
      guard kinds[at] == .capital, !language.isTitle(word), at + 1 >= block.upperBound || !startsUpper(at + 1)
      else { return false }
      return isCommonWord(at)
    }
  }

  /// `At 5 a.m.` is no sentence: a preposition and at most two tokens more.
  private func isOpening(_ first: Int, _ i: Int) -> Bool {
    let start = kinds[first] == .openQuote ? first + 1 : first
    return i - start <= 3 && start < i && kinds[start] == .capital && language.isPreposition(slice(start))
  }

  /// A full stop with no white space after it.
  private func endsGlued(_ i: Int, _ next: Int, in block: Range<Int>) -> Bool {
    guard i > block.lowerBound else { return false }
    var at = next
    if kinds[at] == .openQuote || kinds[at] == .openBracket {
      at += 1
      guard at < block.upperBound else { return false }
    }
    guard startsUpper(at), kinds[at] != .abbreviation || at > next else { return false }
    switch kinds[i - 1] {
    case .lower: return tokens[i - 1].count > 1
    case .capital: return tokens[i - 1].count > 3 && isWordLike(at)
    case .number: return isWordLike(at)
    case .closeQuote, .closeBracket: return true
    default: return next > i + 1
    }
  }

  /// After an ellipsis with white space before `next`.
  private func followsEllipsis(_ next: Int, in block: Range<Int>) -> Bool {
    switch kinds[next] {
    case .capital, .abbreviation:
      // `I` says nothing: it is always a capital.
      return startsUpper(next) && tokens[next].count > 1
    case .openQuote, .openBracket: return next + 1 < block.upperBound && startsUpper(next + 1)
    case .mixed: return true
    default: return false
    }
  }

  /// Dots with spaces between them from `i` on: at least three before `next`, or two after a word's own.
  private func spacedDots(_ i: Int, _ next: Int) -> Bool {
    var dots = 0
    for k in i..<next where kinds[k] == .stop { dots += 1 }
    return dots >= 3
  }

  /// `1.` or `a.` or `IV.` at the beginning of a sentence.
  private func isListMarker(_ i: Int, first: Int) -> Bool {
    guard i == first + 1 || i == first + 2 && (kinds[first] == .bullet || isLabel(first)) else { return false }
    let span = tokens[i - 1]
    switch kinds[i - 1] {
    case .number: return isItemNumber(span) && tokens[i].start == span.end
    case .lower: return span.count == 1
    default: return false
    }
  }

  private func isLabel(_ i: Int) -> Bool { kinds[i] == .capital && language.isLabel(slice(i)) }

  /// `7`, `12`, `2.1`, `3.2.4`.
  private func isItemNumber(_ span: Span) -> Bool {
    guard span.count <= 7 else { return false }
    var run = 0
    for i in span.range {
      if text[i] == UInt8(ascii: ".") {
        run = 0
      } else {
        run += 1
        guard run <= 2, text[i] >= 0x30, text[i] <= 0x39 else { return false }
      }
    }
    return true
  }

  // MARK: Attribution

  private func closesQuote(_ i: Int, _ next: Int) -> Bool {
    for k in (i + 1)..<next where kinds[k] == .closeQuote { return true }
    return false
  }

  /// A name and a verb of speech, and nothing reported after it: `“Why now?” Ada Lind asked.`
  private func isAttribution(_ next: Int, in block: Range<Int>) -> Bool {
    var i = next
    let limit = min(block.upperBound, next + 8)
    while i < limit, startsUpper(i) {
      if i == next, language.isStarter(slice(i)) { return false }
      i += 1
    }
    guard i < limit, i > next, kinds[i] == .lower, language.isVerb(slice(i)) else { return false }
    guard i + 1 < block.upperBound else { return true }
    switch kinds[i + 1] {
    case .comma: return text[tokens[i + 1].start] != UInt8(ascii: ":")
    case .stop, .mark, .ellipsis, .dash: return true
    case .lower: return !language.isStarter(slice(i + 1)) || tokens[i + 1].count <= 3 && isPreposition(i + 1)
    default: return false
    }
  }

  private func isPreposition(_ i: Int) -> Bool { language.isPreposition(slice(i)) }

  // MARK: Words

  @inline(__always)
  private func slice(_ i: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[tokens[i].range]) }

  @inline(__always)
  private func startsUpper(_ i: Int) -> Bool {
    switch kinds[i] {
    case .capital: true
    case .abbreviation: Letters.isUpper(UTF8Scalars.decode(text, at: tokens[i].start, end: tokens[i].end).scalar)
    default: false
    }
  }

  private func isStarter(_ i: Int) -> Bool { kinds[i] == .capital && language.isStarter(slice(i)) }

  /// A capital and a small letter, or a one-letter word: no acronym, no code.
  private func isWordLike(_ i: Int) -> Bool {
    let span = tokens[i]
    return span.count == 1 || text[span.start + 1] >= 0x61
  }

  private func isRomanOrLetter(_ i: Int) -> Bool {
    let word = slice(i)
    if word.count == 1 { return word[0] != UInt8(ascii: "I") && word[0] != UInt8(ascii: "A") }
    for byte in word {
      switch byte {
      case UInt8(ascii: "I"), UInt8(ascii: "V"), UInt8(ascii: "X"), UInt8(ascii: "L"), UInt8(ascii: "C"): continue
      default: return false
      }
    }
    return true
  }

  private func markedName(_ i: Int, _ first: Int) -> Bool {
    var start = i - 1
    while start >= first, i - start <= 4 {
      if kinds[start] == .capital,
        language.isMarkedName(UnsafeBufferPointer(rebasing: text[tokens[start].start..<tokens[i].end]))
      {
        return true
      }
      start -= 1
    }
    return false
  }

  private mutating func isCommonWord(_ i: Int) -> Bool {
    if evidence == nil { evidence = Evidence(text: text, tokens: tokens, kinds: kinds) }
    return evidence!.isCommon(text, tokens[i])
  }
}

/// Follows the markers of a list that runs on in one block: `1) … 2) …`, `a. … b. …`, `• … • …`.
private struct ListMarkers {
  /// The value that the next marker must have; nil where no list was begun.
  private var expected: Int?
  private var lettered = false
  private var bullet: [UInt8] = []

  /// Whether a marker of the block's list stands at `i`: its first at the block's start, each other one more.
  mutating func isNext(at i: Int, first: Int, in block: Range<Int>, _ b: Boundaries) -> Bool {
    let atStart = i == block.lowerBound
    let atSentence = i == first
    if b.kinds[i] == .bullet {
      let sign = b.text[b.tokens[i].range]
      if atStart {
        bullet = Array(sign)
        return true
      }
      return !bullet.isEmpty && sign.elementsEqual(bullet)
    }
    guard atSentence || expected != nil, let (value, letter) = value(i, b) else { return false }
    if atStart || atSentence && value == (letter ? 0 : 1) && expected != value {
      guard isMarked(i, in: block, b) else { return false }
      expected = value + 1
      lettered = letter
      return true
    }
    guard value == expected, letter == lettered, isMarked(i, in: block, b),
      b.tokens[i].start > b.tokens[i - 1].end || b.kinds[i - 1] == .bullet
    else { return false }
    expected = value + 1
    return true
  }

  private func value(_ i: Int, _ b: Boundaries) -> (Int, Bool)? {
    let span = b.tokens[i]
    guard span.count <= 2 else { return nil }
    if b.kinds[i] == .number {
      var value = 0
      for byte in b.text[span.range] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return (value, false)
    }
    guard span.count == 1 || b.kinds[i] == .abbreviation else { return nil }
    let byte = b.text[span.start] | 0x20
    guard byte >= 0x61, byte <= 0x7A else { return nil }
    return (Int(byte - 0x61), true)
  }

  /// `)` or `.` or `.)` touches the marker, and a word follows after white space.
  private func isMarked(_ i: Int, in block: Range<Int>, _ b: Boundaries) -> Bool {
    var j = i + 1
    var marks = b.kinds[i] == .abbreviation ? 1 : 0
    while j < block.upperBound, b.kinds[j] == .stop || b.kinds[j] == .closeBracket,
      b.tokens[j].start == b.tokens[j - 1].end
    {
      marks += 1
      j += 1
    }
    guard marks > 0, marks <= 2, j < block.upperBound, b.tokens[j].start > b.tokens[j - 1].end else { return false }
    return b.kinds[j] == .capital || b.kinds[j] == .openQuote || b.kinds[j] == .abbreviation
  }
}
