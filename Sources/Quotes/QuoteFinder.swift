public import Documents

public struct QuotesOptions: Sendable, Hashable {
  public init() {}
}

/// Stage 4: who said what.
public struct QuoteFinder: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 1
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "quotes/"]

  public init(options: QuotesOptions, pack: LanguagePack) throws(Diagnostics) {}

  public func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) throws(StageFailure) -> QuotesArtifact {
    // Placeholder until the stage lands.
    QuotesArtifact(quotes: [])
  }
}
