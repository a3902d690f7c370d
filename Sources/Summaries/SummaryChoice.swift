/// One choice of a summary: the sentence that was taken, and the others that were there.
public struct SummaryChoice: Sendable, Hashable {
  /// Why a stronger sentence may not stand in the summary, or not yet.
  public enum Refusal: Sendable, Hashable {
    /// Its pronoun stands for something said before.
    case pronoun
    /// It goes on from the sentence before, which is not chosen.
    case continuing
    /// A quotation of which nobody says whose it is.
    case speakerless
    /// A line of the page, a heading, a fragment.
    case residue
    /// Who speaks in it is a pronoun, and no chosen sentence before it names him.
    case unnamed
    /// It says what is chosen already.
    case repeated
    /// A strict budget has no room for it.
    case tooLong
    /// An editor bars it.
    case editor
  }

  /// A sentence that was not taken.
  public struct Other: Sendable, Hashable {
    /// Its index.
    public var sentence: Int
    public var score: Double
    /// Nil: it might have been taken, and was weaker.
    public var refusal: Refusal?
  }

  /// The index of the sentence that was taken, and its score then.
  public var sentence: Int
  public var score: Double
  /// Stronger sentences that may not stand there, then weaker ones that might; each the strongest first.
  public var others: [Other]

  /// `sentences`: of each candidate.
  init(_ step: Selection.Step, sentences: [Int]) {
    sentence = sentences[step.taken]
    score = Double(step.score)
    others =
      step.passed.map { Other(sentence: sentences[$0.candidate], score: Double($0.score), refusal: $0.why) }
      + step.beaten.map { Other(sentence: sentences[$0.candidate], score: Double($0.score), refusal: nil) }
  }
}
