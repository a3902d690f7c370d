public import Documents

/// Readings that a finder leaves out, so that the next best one shows itself.
struct Vetoes {
  /// Where cues begin, in bytes.
  var cues: Set<Int> = []
  /// Rules that need no cue, by where the quotation begins that they are kept from.
  var rules: [Int: Set<Rule>] = [:]

  static let none = Vetoes()

  func allow(_ rule: Rule, at start: Int) -> Bool { rules.isEmpty || rules[start]?.contains(rule) != true }
}

extension Rule {
  /// Whether the rule claims what no cue of its sentence claims; the cue that its quote names is another one's.
  fileprivate var needsNoCue: Bool {
    switch self {
    case .continueSentence, .continueReport, .continueNext, .continueParagraph, .continueReopened, .mixedNoun,
      .mixedSubject, .mixedPhrase, .mixedAlone, .credit, .directUnknownVerb, .indirectNoun:
      true
    default: false
    }
  }
}

extension QuoteFinder {
  /// What would stand in a quote's place, had its cue (or, without one, its rule) not been there; then in that one's
  /// place, and so on: the readings that it beat, the strongest first. A nil at the end: nobody's words.
  public func alternatives(
    to quote: Quote, _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact,
    most: Int = 3
  ) throws(StageFailure) -> [Quote?] {
    var vetoes = Vetoes()
    var found: [Quote?] = []
    var last = quote
    while found.count < most {
      let rule = Rule(rawValue: last.rule)
      if let cue = last.cue, rule?.needsNoCue != true {
        guard vetoes.cues.insert(cue.span.start).inserted else { break }
      } else if let rule {
        guard vetoes.rules[last.span.start, default: []].insert(rule).inserted else { break }
      }
      let quotes = try run(document, sentences, entities, without: vetoes).quotes
      let next = quotes.filter { $0.span.overlaps(quote.span) }.max { a, b in
        Self.shared(a.span, quote.span) < Self.shared(b.span, quote.span)
      }
      // The same again: nothing of it hung on the cue.
      if let next, next.rule == last.rule, next.span == last.span, next.speaker == last.speaker { break }
      found.append(next)
      guard let next else { break }
      last = next
    }
    return found
  }

  private static func shared(_ a: Span, _ b: Span) -> Int { min(a.end, b.end) - max(a.start, b.start) }
}
