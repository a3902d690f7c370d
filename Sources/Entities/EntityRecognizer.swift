public import Documents

public struct EntitiesOptions: Sendable, Hashable {
  /// The types to keep; all where empty.
  public var types: Set<EntityType> = []

  public init() {}
}

/// Stage 3: names, dates and amounts; the entities they are grouped into; pronouns and descriptions that refer to them.
public struct EntityRecognizer: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 1
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "entities/"]

  public init(options: EntitiesOptions, pack: LanguagePack) throws(Diagnostics) {}

  public func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws(StageFailure) -> EntitiesArtifact {
    // Placeholder until the stage lands.
    EntitiesArtifact(mentions: [], entities: [], references: [])
  }
}
