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

  /// The quoted stretches of a span, marks left out, by pairs of double marks; an open one runs to the end.
  static func quoted(_ span: Span, _ text: SourceText) -> [Span] {
    text.bytes.withUnsafeBufferPointer { bytes in
      var result: [Span] = []
      var open: Int?
      var i = span.start
      while i < span.end {
        let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: span.end)
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
        case 0x201C, 0x201E, 0x00AB: if open == nil { open = i + width }
        case 0x201D, 0x00BB:
          // A close without an opening: the sentence began inside the quotation.
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
