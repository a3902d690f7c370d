import Documents

/// What a draft's words say about its kind, whatever the language.
struct DraftShape: Sendable {
  /// Words and numbers of the first tokens; 97 or more of a long block.
  var words = 0
  /// Words that begin with a capital.
  var capitals = 0
  var endsSentence = false
  /// Ends in a comma, semicolon, colon or dash: something follows.
  var endsOpen = false
  /// One question or exclamation and nothing else, not in quotation marks.
  var isQuestion = false
  /// A bullet or number begins it.
  var item = false
  /// Quotation marks or brackets enclose or begin it.
  var quoted = false

  /// A sentence and more: what articles consist of.
  var isProse: Bool { (endsSentence && words >= 8) || words >= 40 }
  /// What titles and headings look like.
  var isHeadingLike: Bool {
    (!endsSentence || (isQuestion && words <= 16 && words >= 2)) && !endsOpen && !item && words >= 1 && words <= 25
  }

  /// One sentence of six words or more that are capitalised as in a headline: its full stop makes no paragraph of it.
  var isHeadlineCase = false

  init(_ text: UnsafeBufferPointer<UInt8>, _ span: Span, _ tokens: [LineToken], _ classes: WordClasses) {
    for token in tokens where !token.shape.contains(.punctuation) {
      words += 1
      if token.shape.contains(.capital) || token.shape.contains(.number) { capitals += 1 }
    }
    isHeadlineCase =
      words >= 6 && words <= 25 && tokens.last?.value == 0x2E
      && tokens.dropLast().allSatisfy {
        !$0.shape.contains(.small) && $0.value != 0x2E || classes.isFunction($0.key) || classes.has($0, .particle)
      }
    if tokens.count >= LineRules.tokenLimit { words = max(words, 97) }
    endsSentence = Wrapping.endsSentence(text, span) && !Self.endsInInitials(tokens)
    if let last = tokens.last?.value, tokens.last!.shape.contains(.punctuation) {
      endsOpen = [0x2C, 0x3B, 0x3A, 0x2D, 0x2013, 0x2014].contains(last)
    }
    item = Wrapping.beginsItem(text, span)
    isQuestion =
      [0x3F, 0x21].contains(tokens.last?.value ?? 0) && tokens.count < LineRules.tokenLimit
      && !tokens.dropLast().contains { [0x2E, 0x3F, 0x21, 0x22, 0x201C, 0x201D].contains($0.value) }
    quoted = [0x22, 0x201C, 0x2018, 0xAB, 0x28, 0x5B].contains(tokens.first?.value ?? 0)
  }

  /// "… to the U.S." ends with an abbreviation, not with a sentence, as far as one line can tell.
  private static func endsInInitials(_ tokens: [LineToken]) -> Bool {
    guard tokens.count >= 4, tokens.last!.value == 0x2E else { return false }
    let letter = tokens[tokens.count - 2]
    return letter.shape.contains(.capital) && letter.span.count == 1 && tokens[tokens.count - 3].value == 0x2E
  }
}
