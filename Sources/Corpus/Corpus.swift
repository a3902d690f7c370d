public import Documents

public struct CorpusOptions: Sendable, Hashable {
  public enum Grouping: String, Sendable, CaseIterable { case content, folder }

  /// How documents are put into stories; "folder": each folder of the input is one.
  public var storiesBy = Grouping.content
  public var storySummary = SummaryBudget(.words, 200)

  public init() {}
}

/// What the over-documents stage keeps of one document: small, and made from its five artifacts.
public struct DocumentDigest: Sendable {
  public var id: String

  public init(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact,
    _ quotes: QuotesArtifact, _ summary: SummaryArtifact
  ) {
    id = document.id
  }
}

/// The files of corpus/, as bytes.
public struct CorpusArtifacts: Sendable {
  public var entities: [UInt8]
  public var quotes: [UInt8]
  public var stories: [UInt8]
}

/// Over all documents: the same people and organizations, one record an utterance, stories.
public struct Corpus: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 1
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "corpus/", "summaries/"]

  public init(options: CorpusOptions, packs: [LanguagePack]) throws(Diagnostics) {}

  /// `digests` in byte order of their ids.
  public func run(_ digests: [DocumentDigest]) -> CorpusArtifacts {
    // Placeholder until the stage lands: each document is a story of its own.
    func file(_ kind: StaticString, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
      var w = JSONWriter()
      w.object { w in
        body(&w)
        w.key("schema")
        w.string("nightdesk/corpus-\(kind)@1")
      }
      return w.finish()
    }
    return CorpusArtifacts(
      entities: file("entities") { w in
        w.key("entities")
        w.rows([Int]()) { $0.int($1) }
      },
      quotes: file("quotes") { w in
        w.key("quotes")
        w.rows([Int]()) { $0.int($1) }
      },
      stories: [])
  }
}
