import Corpus
import Documents

/// Reads artifacts back as values; refuses a file whose bytes are not those that the row names.
struct ArtifactReader {
  let store: ArtifactStore

  init(_ store: ArtifactStore) { self.store = store }

  /// An artifact that is not what the state says it is.
  struct Damaged: Error {
    var path: String
  }

  private func bytes(_ stage: Stage, _ row: DocumentRow) throws -> [UInt8] {
    let path = store.path(stage, row.id)
    let bytes = try Files.read(path).bytes
    guard let known = row[stage], Digest(of: bytes) == known.body else { throw Damaged(path: path) }
    return bytes
  }

  func normalized(_ row: DocumentRow) throws -> NormalizedDocument {
    try NormalizedDocument(json: bytes(.normalized, row))
  }

  func sentences(_ row: DocumentRow, _ document: NormalizedDocument) throws -> SentencesArtifact {
    try SentencesArtifact(json: bytes(.sentences, row), of: document)
  }

  func entities(
    _ row: DocumentRow, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws -> EntitiesArtifact {
    try EntitiesArtifact(json: bytes(.entities, row), of: document, sentences)
  }

  func quotes(
    _ row: DocumentRow, _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) throws -> QuotesArtifact {
    try QuotesArtifact(json: bytes(.quotes, row), of: document, sentences, entities)
  }

  func summary(
    _ row: DocumentRow, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws -> SummaryArtifact {
    try SummaryArtifact(json: bytes(.summaries, row), of: document, sentences)
  }

  /// What the corpus keeps of a document, from its five artifacts.
  func digest(_ row: DocumentRow) throws -> DocumentDigest {
    let document = try normalized(row).forStages()
    let sentences = try sentences(row, document)
    let entities = try entities(row, document, sentences)
    let quotes = try quotes(row, document, sentences, entities)
    let summary = try summary(row, document, sentences)
    return DocumentDigest(document, sentences, entities, quotes, summary)
  }
}
