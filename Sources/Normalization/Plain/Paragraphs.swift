import Documents

/// A line of the clean text, without the white space around it.
struct TextLine: Sendable {
  var span: Span
  /// Columns of white space before it.
  var indent: Int
  /// Code points.
  var width: Int
  /// A blank line stands before it.
  var afterBlank: Bool
  /// Where it stood in the decoded source.
  var origin: Span
  /// Cleaning changed none of its lengths: offsets inside the line carry over.
  var verbatim: Bool
}

/// A block while its kind is being found: a span of the joined text.
struct Draft: Sendable {
  var span: Span
  /// In the decoded source, if it stands in one place there.
  var origin: Span?
  var kind = BlockKind.paragraph
  /// The rule that took it out.
  var removedBy: (rule: String, reason: String)?
}

/// Finds paragraphs in lines: blank lines part them; a single line end parts them too, unless it wraps a longer line.
struct Paragraphs: Sendable {
  /// Lines of paragraphs joined by one space, white space folded; paragraphs follow one another without anything between.
  private(set) var text: [UInt8] = []
  private(set) var drafts: [Draft] = []
  /// What cleaning mended: spans of `text`.
  private(set) var repairs: [Repair] = []
  /// Where stretches of `text` come from in the cleaned lines and in the source, all rising.
  private var pieces: [(joined: Int, clean: Int, source: Int, verbatim: Bool)] = []

  /// `decoded`: valid UTF-8.
  init(_ decoded: UnsafeBufferPointer<UInt8>) {
    var clean: [UInt8] = []
    clean.reserveCapacity(decoded.count)
    let lines = Self.lines(decoded, clean: &clean, repairs: &repairs)
    clean.withUnsafeBufferPointer { join(lines, $0) }
    for i in repairs.indices {
      let span = repairs[i].span
      repairs[i].span = Span(joined(span.start), joined(span.end))
    }
  }

  private mutating func join(_ lines: [TextLine], _ clean: UnsafeBufferPointer<UInt8>) {
    text.reserveCapacity(clean.count)
    let wrap = Wrapping(lines, clean)
    var i = 0
    while i < lines.count {
      let start = text.count
      let first = i
      append(clean, lines[i])
      while i + 1 < lines.count, !lines[i + 1].afterBlank,
        wrap.joins(lines[i], lines[i + 1], clean, isFirst: i == 0)
      {
        // A word that is cut at the line's end keeps its hyphen and loses the space: "long-" + "term".
        if !Self.endsInHyphen(clean, lines[i].span) { text.append(0x20) }
        i += 1
        append(clean, lines[i])
      }
      drafts.append(Draft(span: Span(start, text.count), origin: Span(lines[first].origin.start, lines[i].origin.end)))
      i += 1
    }
  }

  private static func endsInHyphen(_ clean: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    guard span.count > 2, clean[span.end - 1] == 0x2D, let before = UTF8Scalars.decodeBefore(clean, span.end - 1)
    else { return false }
    return Letters.isLetter(before.scalar)
  }

  /// Copies a line, runs of white space as one space.
  private mutating func append(_ clean: UnsafeBufferPointer<UInt8>, _ line: TextLine) {
    let span = line.span
    var i = span.start
    var from = i
    pieces.append((text.count, i, line.origin.start, line.verbatim))
    while i < span.end {
      // One space between words, as nearly all are; of one that ends the eight bytes the next ones tell.
      if i + 8 <= span.end {
        let chunk = EightBytes.load(clean, i, span.end)
        let spaces = EightBytes.equal(chunk, 0x20)
        if EightBytes.isPrintable(chunk), spaces & spaces >> 8 == 0 {
          i += spaces >> 63 == 0 ? 8 : 7
          continue
        }
      }
      let byte = clean[i]
      if byte == 0x20, i + 1 < span.end, clean[i + 1] > 0x20, clean[i + 1] < 0xC2 {
        i += 2
        continue
      }
      var width = 0
      var j = i
      if byte == 0x20 || byte == 0x09 || byte >= 0xC2 {
        while j < span.end {
          let (scalar, w) = UTF8Scalars.decode(clean, at: j, end: span.end)
          guard Letters.isSpace(scalar) else { break }
          j += w
          width += 1
        }
      }
      if width == 0 {
        i += 1
      } else if width == 1, byte == 0x20 {
        i = j
      } else {
        text.append(contentsOf: clean[from..<i])
        text.append(0x20)
        i = j
        from = j
        pieces.append((text.count, j, line.origin.start + j - span.start, line.verbatim))
      }
    }
    text.append(contentsOf: clean[from..<span.end])
  }

  /// The source offset of an offset in `text`, or nil where it is not known to the byte.
  func source(_ offset: Int) -> Int? {
    var low = 0
    var high = pieces.count - 1
    guard high >= 0 else { return nil }
    while low < high {
      let middle = (low + high + 1) / 2
      if pieces[middle].joined <= offset { low = middle } else { high = middle - 1 }
    }
    return pieces[low].verbatim ? pieces[low].source + offset - pieces[low].joined : nil
  }

  /// The offset in `text` of one in the cleaned lines: the next that is there.
  private func joined(_ offset: Int) -> Int {
    var low = 0
    var high = pieces.count - 1
    guard high >= 0 else { return 0 }
    while low < high {
      let middle = (low + high + 1) / 2
      if pieces[middle].clean <= offset { low = middle } else { high = middle - 1 }
    }
    let end = low + 1 < pieces.count ? pieces[low + 1].joined : text.count
    return min(pieces[low].joined + max(0, offset - pieces[low].clean), end)
  }

  // MARK: Lines

  /// Cuts text into lines and cleans each: `clean` gets the cleaned lines one after another.
  private static func lines(
    _ decoded: UnsafeBufferPointer<UInt8>, clean: inout [UInt8], repairs: inout [Repair]
  ) -> [TextLine] {
    var lines: [TextLine] = []
    var blank = false
    var i = 0
    let n = decoded.count
    while i < n {
      let start = i
      // A line ends at LF, CR, VT, FF, LS or PS. U+0085 is none: in scraped text it is an ellipsis of windows-1252.
      var endWidth = 0
      while i < n {
        if i + 8 <= n, EightBytes.isPrintable(EightBytes.load(decoded, i, n)) {
          i += 8
          continue
        }
        let byte = decoded[i]
        if byte >= 0x0A && byte <= 0x0D {
          endWidth = byte == 0x0D && i + 1 < n && decoded[i + 1] == 0x0A ? 2 : 1
          break
        }
        if byte == 0xE2, i + 2 < n, decoded[i + 1] == 0x80, decoded[i + 2] == 0xA8 || decoded[i + 2] == 0xA9 {
          endWidth = 3
          break
        }
        i += 1
      }
      var a = start
      var b = i
      var indent = 0
      while a < b {
        let (scalar, w) = UTF8Scalars.decode(decoded, at: a, end: b)
        guard Letters.isSpace(scalar) else { break }
        indent += scalar == 0x09 ? 4 : 1
        a += w
      }
      while let (scalar, w) = UTF8Scalars.decodeBefore(decoded, b, start: a), Letters.isSpace(scalar) { b -= w }
      let from = clean.count
      if a < b {
        CharacterCleaner.append(
          UnsafeBufferPointer(rebasing: decoded[a..<b]), to: &clean, repairs: &repairs)
      }
      // What cleaning left at the ends (a space that was a tab, nothing that was a mark of direction).
      var end = clean.count
      while end > from, clean[end - 1] <= 0x20 { end -= 1 }
      var begin = from
      while begin < end, clean[begin] <= 0x20 { begin += 1 }
      if begin == end {
        clean.removeSubrange(from...)
        while let last = repairs.last, last.span.start >= from { repairs.removeLast() }
        blank = true
      } else {
        let width = clean.withUnsafeBufferPointer { EightBytes.characters($0, begin, end) }
        lines.append(
          TextLine(
            span: Span(begin, end), indent: indent, width: width, afterBlank: blank, origin: Span(a, b),
            verbatim: end - begin == b - a))
        blank = false
      }
      i += endWidth
      if endWidth == 0 { break }
    }
    return lines
  }
}

/// Whether a text is hard-wrapped, and at which line ends a paragraph goes on.
struct Wrapping: Sendable {
  /// The column at which lines were cut; nil if each line is a paragraph.
  private(set) var column: Int?
  /// Blank lines part paragraphs.
  private var blanks = false

  init(_ lines: [TextLine], _ clean: UnsafeBufferPointer<UInt8>) {
    var widths: [Int] = []
    var breaks = 0
    for i in lines.indices.dropFirst() where !lines[i].afterBlank {
      breaks += 1
      widths.append(lines[i - 1].width)
    }
    guard breaks >= 3 else { return }
    widths.sort()
    // The widest lines may be long addresses: look a little below the top.
    let column = widths[max(0, widths.count - 1 - widths.count / 20)]
    guard column >= 30, column <= 140 else { return }
    // Wrapped text breaks inside sentences, and just where the next word found no room.
    var inside = 0
    var full = 0
    for i in lines.indices.dropFirst() where !lines[i].afterBlank {
      let line = lines[i - 1]
      guard !Self.endsSentence(clean, line.span) else { continue }
      inside += 1
      if line.width + 1 + Self.firstWord(clean, lines[i].span) >= column - 4 { full += 1 }
    }
    guard inside * 3 >= breaks, inside >= 3, full * 10 >= inside * 6 else { return }
    self.column = column
    blanks = lines.filter(\.afterBlank).count * 12 >= lines.count
  }

  /// Whether the paragraph of line `a` goes on in line `b`, the next one; no blank line stands between.
  func joins(_ a: TextLine, _ b: TextLine, _ clean: UnsafeBufferPointer<UInt8>, isFirst: Bool) -> Bool {
    if Self.beginsItem(clean, b.span) { return false }
    let small = Self.beginsSmall(clean, b.span)
    guard let column else {
      // One line a paragraph. A sentence cut by a link or an italic word still goes on in small letters.
      return small && !isFirst && !Self.endsSentence(clean, a.span) && !Self.endsWith(clean, a.span, 0x3A)
    }
    if b.indent >= a.indent + 2, !small { return false }
    let full = a.width + 1 + Self.firstWord(clean, b.span) > column - 3
    if Self.endsSentence(clean, a.span) { return full && (blanks || small) }
    return full || (small && a.width * 2 > column)
  }

  /// The last letter before closing marks is a full stop, question or exclamation mark, or an ellipsis.
  static func endsSentence(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    var end = span.end
    while let (scalar, width) = UTF8Scalars.decodeBefore(text, end, start: span.start) {
      switch scalar {
      case 0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D, 0x300D, 0x300F, 0xFF09: end -= width
      case 0x2E, 0x21, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0x0964, 0x06D4, 0x061F, 0x203D: return true
      default: return false
      }
    }
    return false
  }

  private static func endsWith(_ text: UnsafeBufferPointer<UInt8>, _ span: Span, _ byte: UInt8) -> Bool {
    span.end > span.start && text[span.end - 1] == byte
  }

  /// The first word is in small letters throughout (so "iPhone" is not).
  private static func beginsSmall(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    var i = span.start
    var letters = 0
    while i < span.end {
      let (scalar, width) = UTF8Scalars.decode(text, at: i, end: span.end)
      if !Letters.isLetter(scalar) { break }
      if !Letters.isLower(scalar) { return false }
      letters += 1
      i += width
    }
    return letters > 0 && (i == span.end || text[i] == 0x20 || text[i] == 0x2C || text[i] == 0x2E || text[i] == 0x2D)
  }

  /// Code points of the first word.
  private static func firstWord(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> Int {
    var count = 0
    var i = span.start
    while i < span.end, text[i] != 0x20, text[i] != 0x09, count < 60 {
      if text[i] & 0xC0 != 0x80 { count += 1 }
      i += 1
    }
    return count
  }

  /// A bullet, a dash with a space, a mail's quotation mark or "1." begins the line.
  static func beginsItem(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    let (scalar, width) = UTF8Scalars.decode(text, at: span.start, end: span.end)
    let next = span.start + width
    switch scalar {
    case 0x2022, 0x2023, 0x25E6, 0x25AA, 0x25CF, 0x25A0, 0x25BA, 0x2043, 0x27A4: return true
    case 0x2A, 0x2D, 0x2013, 0x2014, 0xB7, 0x3E: return next < span.end && text[next] == 0x20
    case 0x30...0x39:
      var i = next
      while i < span.end, text[i] >= 0x30, text[i] <= 0x39, i - span.start < 3 { i += 1 }
      return i + 1 < span.end && (text[i] == 0x2E || text[i] == 0x29) && text[i + 1] == 0x20
    default: return false
    }
  }
}
