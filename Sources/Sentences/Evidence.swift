import Documents

/// What a document itself says of a word: whether it also stands in small letters, and capitalized inside a sentence.
///
/// Mikheev (2002), "Periods, Capitalized Words, etc.": a document answers for its own words better than a list. It is
/// gathered only when a rule asks for it, once a document.
struct Evidence {
  private var words = KeyMap<Uses>()

  private struct Uses {
    var lower = false
    var name = false
  }

  init(text: UnsafeBufferPointer<UInt8>, tokens: [Span], kinds: [TokenKind]) {
    for i in tokens.indices {
      switch kinds[i] {
      case .lower: words[Self.key(text, tokens[i]), default: Uses()].lower = true
      case .capital where i > 0 && (kinds[i - 1] == .lower || kinds[i - 1] == .comma):
        words[Self.key(text, tokens[i]), default: Uses()].name = true
      default: break
      }
    }
  }

  /// The word stands in small letters somewhere, and nowhere capitalized after a word in small letters.
  func isCommon(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    guard let uses = words[Self.key(text, span)] else { return false }
    return uses.lower && !uses.name
  }

  private static func key(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> UInt64 {
    PhraseHash.of(text, in: span.range, folding: true)
  }
}
