public import Documents

public struct SummariesOptions: Sendable, Hashable {
  public enum Method: String, Sendable, CaseIterable { case nightdesk, lead, textrank, lexrank }

  public var method = Method.nightdesk
  public var budget = SummaryBudget(.sentences, 3)
  /// True: never over a budget of words or ratio; false: whole sentences until it is reached.
  public var strict = false

  public init() {}
}

/// Stage 5: the sentences that tell the article.
public struct Summarizer: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 1
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "summaries/"]

  private let options: SummariesOptions

  public init(options: SummariesOptions, pack: LanguagePack) throws(Diagnostics) { self.options = options }

  public func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) throws(StageFailure) -> SummaryArtifact {
    // Placeholder until the stage lands: the first sentences.
    let chosen = sentences.sentences.indices.prefix(3)
    return SummaryArtifact(
      sentences: chosen.map { SummarySentence(sentence: $0, score: 1, why: [.init("position", 1)]) },
      budget: options.budget, method: options.method.rawValue)
  }
}
