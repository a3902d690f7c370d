import Documents

/// People's names in a byline.
enum Names {
  /// The spans of the names: parts between "and", commas and bars that look like a person's name, without what a person
  /// is or where. After a comma a further name is taken only where "and" or a bar shows that the line lists people.
  static func parse(_ tokens: ArraySlice<LineToken>, _ words: WordClasses) -> [Span] {
    var parts: [(span: Span?, joiner: Joiner)] = []
    var part: [LineToken] = []
    var joiner = Joiner.start

    func close(_ next: Joiner) {
      parts.append((name(part, words), joiner))
      part.removeAll(keepingCapacity: true)
      joiner = next
    }
    for token in tokens {
      if words.has(token, .and) {
        close(.and)
      } else if token.shape.contains(.punctuation) {
        switch token.value {
        case 0x2C: close(.comma)
        case 0x26: close(.and)
        case 0x7C, 0x3B, 0x2022, 0xB7, 0x2F: close(.bar)
        case 0x2E, 0x2D, 0x2010, 0x2011, 0x27, 0x2019: part.append(token)
        default: close(.other)
        }
      } else {
        part.append(token)
      }
    }
    close(.other)
    // "A B, C D and E F": the commas list people if an "and" with a name comes after them.
    let lastAnd = parts.lastIndex { $0.joiner == .and && $0.span != nil }
    var result: [Span] = []
    for (i, part) in parts.enumerated() {
      guard let span = part.span else { continue }
      switch part.joiner {
      case .start, .and: break
      case .comma: if lastAnd == nil || i > lastAnd! { continue }
      case .bar: if i > 0, parts[i - 1].span == nil { continue }
      case .other: continue
      }
      // A line that begins with something else than a name is none.
      if i > 0, parts[0].span == nil { return [] }
      result.append(span)
    }
    return result
  }

  private enum Joiner { case start, and, comma, bar, other }

  /// Two to five words, capitals and particles, none of them an office's or a paper's.
  private static func name(_ part: [LineToken], _ words: WordClasses) -> Span? {
    var part = part[...]
    while let last = part.last, last.shape.contains(.punctuation), last.value != 0x2E { part.removeLast() }
    // A full stop belongs to the name after an initial or a suffix only.
    if let last = part.last, last.value == 0x2E, part.count >= 2 {
      let before = part[part.endIndex - 2]
      if before.span.count > 1, !words.has(before, .suffix) { part.removeLast() }
    }
    var count = 0
    var long = 0
    for (i, token) in part.enumerated() {
      if token.shape.contains(.agency) { return nil }
      if token.shape.contains(.punctuation) { continue }
      guard token.shape.contains(.word) else { return nil }
      let classes = words.of(token)
      if classes.contains(.role) || classes.contains(.outlet) || classes.contains(.notName)
        || classes.contains(.month)
          && i == part.count - 1
      {
        return nil
      }
      if !token.shape.contains(.capital), !classes.contains(.particle), !classes.contains(.suffix) { return nil }
      count += 1
      if token.span.count > 1, token.shape.contains(.capital) { long += 1 }
    }
    guard let first = part.first, let last = part.last, first.shape.contains(.word), count >= 2, count <= 5, long >= 1
    else { return nil }
    return Span(first.span.start, last.span.end)
  }
}
