import Documents

/// Punctuation that ranking looks at.
enum Marks {
  static func isQuote(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x22, 0x201C, 0x201D, 0x201E, 0x00AB, 0x00BB, 0x2039, 0x203A, 0x2018: true
    default: false
    }
  }

  static func opensQuoted(_ span: Span, _ text: SourceText) -> Bool {
    text.withBytes(span) { bytes in
      guard !bytes.isEmpty else { return false }
      let first = UTF8Scalars.decode(bytes, at: 0, end: bytes.count).scalar
      return isQuote(first) || first == 0x27
    }
  }

  static func isQuestion(_ span: Span, _ text: SourceText) -> Bool {
    text.withBytes(span) { bytes in bytes.suffix(4).contains(UInt8(ascii: "?")) }
  }

  /// Whether a sentence ends with a letter or digit: a heading, a caption or a line of a table that stands among paragraphs.
  /// So does a short one whose full stop stands apart: a program that joined lines set it there.
  static func isUnfinished(_ span: Span, _ text: SourceText) -> Bool {
    text.withBytes(span) { bytes in
      if bytes.suffix(2).elementsEqual([0x20, 0x2E]) { return bytes.count { $0 == 0x20 } < 14 }
      var start = bytes.count - 1
      while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
      guard start >= 0 else { return false }
      let last = UTF8Scalars.decode(bytes, at: start, end: bytes.count).scalar
      return Letters.isLetter(last) || Letters.isDigit(last)
    }
  }

  /// The unfinished sentences of paragraphs, by index; none where most sentences are so, as in scripts without full stops.
  static func fragments(_ document: NormalizedDocument, _ artifact: SentencesArtifact, _ sentences: [Int]) -> Set<Int> {
    let unfinished = sentences.filter { isUnfinished(artifact.sentences[$0].span, document.text) }
    guard 2 * unfinished.count < sentences.count else { return [] }
    return Set(unfinished.filter { document.blocks[artifact.sentences[$0].block].kind != .listItem })
  }

  /// The first byte from `i` on that may be of a quotation mark, or `end`.
  private static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> Int {
    EightBytes.first(bytes, i, end) { chunk in
      chunk & EightBytes.highs | EightBytes.equal(chunk, 0x22) | EightBytes.equal(chunk, 0x27)
        | EightBytes.equal(chunk, 0x60)
    }
  }

  /// Of a block's quoted stretches those that reach into a span of it.
  static func reaching(_ quoted: [Span], into span: Span) -> ArraySlice<Span> {
    let first = quoted.partitioningIndex { $0.end > span.start }
    return quoted[first...].prefix { $0.start < span.end }
  }

  /// The quoted stretches of a span, marks left out, by pairs of double marks; an open one runs to the end. They are in order,
  /// and none overlaps another.
  static func quoted(_ span: Span, _ text: SourceText) -> [Span] {
    text.bytes.withUnsafeBufferPointer { bytes in
      var result: [Span] = []
      var open: Int?
      var i = span.start
      while true {
        i = next(bytes, i, span.end)
        guard i < span.end else { break }
        let (scalar, size) = UTF8Scalars.decode(bytes, at: i, end: span.end)
        var width = size
        switch scalar {
        case 0x22:
          // A straight mark opens after white space or a bracket: a lost mark then spoils one quotation, not the rest.
          let before = i > span.start ? bytes[i - 1] : 0x20
          if before <= 0x20 || before == 0x28 || before == 0x5B {
            open = i + width
          } else if let start = open {
            result.append(Span(start, i))
            open = nil
          }
        // Typewriters' and treebanks' marks: ``so''.
        case 0x60:
          if i + 1 < span.end, bytes[i + 1] == 0x60 {
            width = 2
            if open == nil { open = i + width }
          }
        case 0x27:
          if i + 1 < span.end, bytes[i + 1] == 0x27, let start = open {
            width = 2
            result.append(Span(start, i))
            open = nil
          }
        case 0x201C, 0x201E, 0x00AB: if open == nil { open = i + width }
        case 0x201D, 0x00BB:
          // A close without an opening: the sentence began inside the quotation.
          if open == nil { result.removeAll(keepingCapacity: true) }
          result.append(Span(open ?? span.start, i))
          open = nil
        default: break
        }
        i += width
      }
      if let start = open { result.append(Span(start, span.end)) }
      return result
    }
  }
}
