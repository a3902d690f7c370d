public import Documents

/// The five artifacts of one document, read back from what a run wrote.
public struct Article: Sendable {
  public static let stages = ["normalized", "sentences", "entities", "quotes", "summaries"]

  public var document: NormalizedDocument
  public var sentences: SentencesArtifact
  public var entities: EntitiesArtifact
  public var quotes: QuotesArtifact
  public var summary: SummaryArtifact

  public init(
    document: NormalizedDocument, sentences: SentencesArtifact, entities: EntitiesArtifact, quotes: QuotesArtifact,
    summary: SummaryArtifact
  ) {
    self.document = document
    self.sentences = sentences
    self.entities = entities
    self.quotes = quotes
    self.summary = summary
  }

  /// `read` gives the bytes of an artifact by its path below the output folder.
  public init(id: String, read: (String) throws -> [UInt8]) throws {
    document = try NormalizedDocument(json: try read("normalized/\(id).json"))
    sentences = try SentencesArtifact(json: try read("sentences/\(id).json"), of: document)
    entities = try EntitiesArtifact(json: try read("entities/\(id).json"), of: document, sentences)
    quotes = try QuotesArtifact(
      json: try read("quotes/\(id).json"), of: document, sentences, entities)
    summary = try SummaryArtifact(json: try read("summaries/\(id).json"), of: document, sentences)
  }
}
