import Documents

/// A stretch of text in quotation marks.
struct Stretch {
  /// With its marks.
  var outer: Span
  /// Without its marks, trimmed of white space.
  var content: Span
  var block: Int
  /// Its closing mark stands in the text; else it ends with its block.
  var closed: Bool
  /// It goes on with what the paragraph before left open.
  var reopened: Bool
}

/// Finds quotations by a state machine over each paragraph, after which the state carries over only to a paragraph that
/// opens with a mark of its own: an unbalanced mark never swallows what follows its paragraph.
struct QuotationMarks {
  private let lexicon: QuoteLexicon
  private let text: UnsafeBufferPointer<UInt8>

  private struct Found {
    var span: Span
    var opens: Bool
    var closes: Bool
    /// Its neighbours allow it to open, to close.
    var before: Bool
    var after: Bool
    /// A mark drawn for one side only.
    var oriented: Bool
  }

  static func stretches(
    in text: UnsafeBufferPointer<UInt8>, blocks: [Block], lexicon: QuoteLexicon
  ) -> [Stretch] {
    let finder = QuotationMarks(lexicon: lexicon, text: text)
    let doubles = finder.run(blocks, double: true)
    // Single marks quote at the outer level only where no double ones do, or where each double one stands in a single
    // one, as British printers have it.
    if doubles.isEmpty { return finder.run(blocks, double: false) }
    guard finder.opensWithSingle(before: doubles[0], in: blocks[doubles[0].block].span) else {
      return finder.withHeadlines(doubles, blocks)
    }
    let singles = finder.run(blocks, double: false)
    var at = 0
    for inner in doubles {
      while at < singles.count, singles[at].outer.end < inner.outer.end { at += 1 }
      guard at < singles.count, singles[at].outer.start < inner.outer.start, singles[at].closed,
        finder.endsLikeSpeech(singles[at])
      else { return doubles }
    }
    return singles
  }

  /// Headlines quote in single marks where the text has double ones.
  private func withHeadlines(_ doubles: [Stretch], _ blocks: [Block]) -> [Stretch] {
    var result: [Stretch] = []
    var at = 0
    for (index, block) in blocks.enumerated() {
      let first = at
      while at < doubles.count, doubles[at].block == index { at += 1 }
      if first < at || block.kind != .title && block.kind != .heading {
        result += doubles[first..<at]
      } else {
        var singles: [Stretch] = []
        let marks = marks(in: block.span, double: false)
        if !marks.isEmpty { _ = pair(marks, block.span, index, reopened: false, double: false, &singles) }
        result += singles.filter(\.closed)
      }
    }
    return result
  }

  /// Whether a single mark stands somewhere before a quotation in its paragraph: else it is at the outer level.
  private func opensWithSingle(before stretch: Stretch, in block: Span) -> Bool {
    let singles = lexicon.marks.filter { !$0.double && $0.opens }
    return (block.start..<stretch.outer.start).contains { i in
      lexicon.markStarts[Int(text[i])] && isBorder(i - 1, block, after: false)
        && singles.contains { mark in
          i + mark.bytes.count <= block.end && mark.bytes.indices.allSatisfy { text[i + $0] == mark.bytes[$0] }
        }
    }
  }

  /// Whether a stretch ends with a stop, a comma or a question inside of its marks.
  private func endsLikeSpeech(_ stretch: Stretch) -> Bool {
    let last = text[stretch.content.end - 1]
    return [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(last)
  }

  private init(lexicon: QuoteLexicon, text: UnsafeBufferPointer<UInt8>) {
    self.lexicon = lexicon
    self.text = text
  }

  private func run(_ blocks: [Block], double: Bool) -> [Stretch] {
    var result: [Stretch] = []
    var open = false
    for (index, block) in blocks.enumerated() {
      let marks = marks(in: block.span, double: double)
      if marks.isEmpty {
        open = false
        continue
      }
      let reopens = open && marks[0].span.start == block.span.start && marks[0].opens
      open = pair(marks, block.span, index, reopened: reopens, double: double, &result)
    }
    return result
  }

  /// Whether a space stands there: its first or last byte at `i`, or the block's border.
  private func isSpace(_ i: Int, _ block: Span) -> Bool {
    i < block.start || i >= block.end || spaceLength(from: i, block) > 0 || spaceLength(to: i + 1, block) > 0
  }

  /// The bytes of the space that begins at `i`, 0 where none does: ASCII, no-break (C2 A0), U+2000 to U+200A, U+202F.
  private func spaceLength(from i: Int, _ block: Span) -> Int {
    guard i < block.end else { return 0 }
    switch text[i] {
    case 0x20, 0x09...0x0D: return 1
    case 0xC2: return i + 1 < block.end && text[i + 1] == 0xA0 ? 2 : 0
    case 0xE2: return i + 2 < block.end && text[i + 1] == 0x80 && isTypographicSpace(text[i + 2]) ? 3 : 0
    default: return 0
    }
  }

  /// The bytes of the space that ends before `end`, 0 where none does.
  private func spaceLength(to end: Int, _ block: Span) -> Int {
    guard end > block.start else { return 0 }
    let last = text[end - 1]
    if last == 0x20 || last >= 0x09 && last <= 0x0D { return 1 }
    if last == 0xA0, end - 2 >= block.start, text[end - 2] == 0xC2 { return 2 }
    guard isTypographicSpace(last), end - 3 >= block.start else { return 0 }
    return text[end - 2] == 0x80 && text[end - 3] == 0xE2 ? 3 : 0
  }

  private func isTypographicSpace(_ last: UInt8) -> Bool { last >= 0x80 && last <= 0x8A || last == 0xAF }

  /// Brackets and dashes stand outside of quotations as a space does.
  private func isBorder(_ i: Int, _ block: Span, after: Bool) -> Bool {
    if isSpace(i, block) { return true }
    let byte = text[i]
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): return !after
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "."),
      UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "!"):
      return after
    case UInt8(ascii: "-"), UInt8(ascii: "/"): return true
    default: break
    }
    // En and em dash, horizontal bar.
    if after, byte == 0xE2, i + 2 < block.end { return text[i + 1] == 0x80 && (0x93...0x95).contains(text[i + 2]) }
    if !after, i >= block.start + 2, (0x93...0x95).contains(byte) { return text[i - 1] == 0x80 && text[i - 2] == 0xE2 }
    return false
  }

  private func isDigit(_ i: Int, _ block: Span) -> Bool {
    i >= block.start && i < block.end && text[i] >= 0x30 && text[i] <= 0x39
  }

  private func isLetter(_ i: Int, _ block: Span) -> Bool {
    guard i >= block.start, i < block.end else { return false }
    let byte = text[i]
    return byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0xC3
  }

  private func marks(in block: Span, double: Bool) -> [Found] {
    var found: [Found] = []
    var i = block.start
    while i < block.end {
      guard lexicon.markStarts[Int(text[i])],
        let mark = lexicon.marks.first(where: { mark in
          i + mark.bytes.count <= block.end && mark.bytes.indices.allSatisfy { text[i + $0] == mark.bytes[$0] }
        })
      else {
        i += 1
        continue
      }
      var span = Span(i, i + mark.bytes.count)
      // Three in a row at the end: the single one is the inner quotation's.
      if mark.bytes.count == 2, span.end < block.end, text[span.end] == mark.bytes[1], mark.opens, mark.closes,
        isBorder(span.end + 1, block, after: true)
      {
        span = Span(span.start + 1, span.end + 1)
      }
      i = span.end
      guard mark.double == double else { continue }
      let spaceBefore = isBorder(span.start - 1, block, after: false)
      let spaceAfter = isBorder(span.end, block, after: true)
      let oriented = mark.opens != mark.closes
      if double {
        // Inches: 6'2" and 12" beside no letter.
        if !oriented, mark.bytes.count == 1, isDigit(span.start - 1, block), !isLetter(span.end, block),
          isInches(span, block, found)
        {
          continue
        }
      } else {
        // An apostrophe stands between letters, or before a shortened word, or after a plural.
        if isLetter(span.start - 1, block) || isDigit(span.start - 1, block), isLetter(span.end, block) { continue }
        if isDigit(span.end, block), !mark.opens { continue }
      }
      found.append(
        Found(
          span: span, opens: mark.opens, closes: mark.closes,
          before: spaceBefore || isAfterMark(span.start, found), after: spaceAfter, oriented: oriented))
    }
    return found
  }

  private func isAfterMark(_ i: Int, _ found: [Found]) -> Bool {
    found.last.map { $0.span.end == i && $0.before } ?? false
  }

  /// A straight mark after a digit is inches if feet stand before it, if no quotation is open, or if the next mark closes
  /// the one that is: `"The plank is 12" long," Haas said.`
  private func isInches(_ span: Span, _ block: Span, _ found: [Found]) -> Bool {
    var i = span.start - 1
    while isDigit(i, block) { i -= 1 }
    if i > block.start, text[i] == UInt8(ascii: "'"), isDigit(i - 1, block) { return true }
    if found.count % 2 == 0 { return true }
    guard isSpace(span.end, block),
      let next = (span.end..<block.end).first(where: { text[$0] == text[span.start] })
    else { return false }
    return [UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(text[next - 1])
  }

  private func pair(
    _ marks: [Found], _ block: Span, _ index: Int, reopened: Bool, double: Bool, _ result: inout [Stretch]
  ) -> Bool {
    var open: Found?
    var isReopened = reopened
    func add(_ start: Found, _ end: Int, closed: Bool, outerEnd: Int) {
      var a = start.span.end
      var b = end
      while a < b, case let space = spaceLength(from: a, block), space > 0 { a += space }
      while b > a, case let space = spaceLength(to: b, block), space > 0 { b -= space }
      guard a < b else { return }
      result.append(
        Stretch(
          outer: Span(start.span.start, outerEnd), content: Span(a, b), block: index, closed: closed,
          reopened: isReopened))
      isReopened = false
    }
    for (k, mark) in marks.enumerated() {
      guard let start = open else {
        if mark.opens, mark.before || !mark.after || (mark.oriented && !mark.closes) {
          open = mark
        } else if mark.closes, mark.before, !mark.after {
          // A closing mark drawn where one opens.
          open = mark
        } else if double, k == 0, mark.closes, !mark.before, isSpeechBefore(mark.span.start, block) {
          // `The dam is safe,” Okafor said.`: the mark that should open the paragraph is lost.
          let lost = Span(block.start, block.start)
          let start = Found(
            span: lost, opens: true, closes: false, before: true, after: false, oriented: true)
          add(start, mark.span.start, closed: true, outerEnd: mark.span.end)
        }
        continue
      }
      let canClose = mark.closes && (mark.after || !mark.before)
      let opensAgain = mark.before && !mark.after && mark.opens
      if opensAgain, !canClose || !mark.closes || (mark.oriented && !mark.closes) || !mark.oriented {
        // The mark before was not closed: it ends at the sentence's end before this one, or is dropped.
        let next = k + 1 < marks.count ? marks[k + 1] : nil
        if mark.oriented || (next.map { $0.closes && ($0.after || !$0.before) } ?? false) {
          if let end = sentenceEnd(before: mark.span.start, from: start.span.end) {
            add(start, end, closed: false, outerEnd: end)
          }
          open = mark
          continue
        }
      }
      if canClose || (mark.oriented && !mark.before) || (!double ? false : !mark.oriented) {
        add(start, mark.span.start, closed: true, outerEnd: mark.span.end)
        open = nil
      }
    }
    guard let start = open else { return false }
    // Left open at the paragraph's end: a quotation that goes on, or a mark to mend.
    if start.span.start == block.start || endsBefore(start.span.start, block) {
      add(start, block.end, closed: false, outerEnd: block.end)
      return true
    }
    return false
  }

  /// Whether one sentence and its comma, and nothing else, stand between the paragraph's beginning and a closing mark.
  private func isSpeechBefore(_ at: Int, _ block: Span) -> Bool {
    guard at > block.start + 1, text[at - 1] == UInt8(ascii: ",") else { return false }
    return !(block.start..<at - 1).contains {
      [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ":"), UInt8(ascii: ";")].contains(text[$0])
        && isSpace($0 + 1, block)
    }
  }

  /// Whether what stands before a mark announces a quotation: a comma or a colon.
  private func endsBefore(_ at: Int, _ block: Span) -> Bool {
    var i = at - 1
    while i > block.start, isSpace(i, block) { i -= 1 }
    return i >= block.start
      && [UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "?")].contains(text[i])
  }

  private func sentenceEnd(before at: Int, from start: Int) -> Int? {
    var i = at - 1
    while i > start, text[i] == 0x20 { i -= 1 }
    guard i > start, [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(text[i]) else { return nil }
    return i + 1
  }
}
