import Documents

/// What is said, by whom: words of the content, and how it was found.
struct Utterance {
  /// The quoted stretch, or nil for indirect speech.
  var stretch: Int?
  /// The reported content in words; of a direct quote the stretch itself.
  var region: Range<Int>
  var kind: QuoteKind
  var speaker: Range<Int>?
  var antecedent: Range<Int>?
  var cue: Range<Int>?
  var lemma: String?
  var addressee: Range<Int>?
  var rule: Rule
  /// The same number for the pieces of one utterance.
  var group: Int
}

/// The rules of this stage; each stands in attribution.rules with its measured precision.
enum Rule: String, CaseIterable {
  case directAfter = "direct.after"
  case directInverted = "direct.inverted"
  case directBefore = "direct.before"
  case directColon = "direct.colon"
  case directSource = "direct.source"
  case directUnknownVerb = "direct.unknown-verb"
  case continueSentence = "continue.sentence"
  case continueReport = "continue.report"
  case continueNext = "continue.next"
  case continueParagraph = "continue.paragraph"
  case continueReopened = "continue.reopened"
  case mixedClause = "mixed.clause"
  case mixedObject = "mixed.object"
  case mixedAfter = "mixed.after"
  case mixedSource = "mixed.source"
  case mixedNoun = "mixed.noun"
  case mixedSubject = "mixed.subject"
  case mixedPhrase = "mixed.phrase"
  case mixedAlone = "mixed.alone"
  case credit = "direct.credit"
  case indirectThat = "indirect.that"
  case indirectBare = "indirect.bare"
  case indirectWhether = "indirect.whether"
  case indirectTo = "indirect.to"
  case indirectObject = "indirect.object"
  case indirectAfter = "indirect.after"
  case indirectSource = "indirect.source"
  case headline = "indirect.headline"
  case indirectNoun = "indirect.noun"
}
