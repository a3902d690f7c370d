public import Documents

public struct CorpusOptions: Sendable, Hashable {
  /// How documents are put into stories: by what they tell, or each folder of the input as one (somebody curated it).
  public enum Grouping: String, Sendable, CaseIterable { case content, folder }

  public var storiesBy = Grouping.content
  /// Documents whose days are further apart are not joined directly.
  public var storyWindow: Int? = 7
  public var storySummary = SummaryBudget(.words, 200)
  /// What an editor says about stories; it holds whatever the likeness.
  public var decisions: [StoryDecision] = []

  public init() {}
}

/// The files of corpus/, as bytes.
public struct CorpusArtifacts: Sendable {
  public var entities: [UInt8]
  public var quotes: [UInt8]
  public var stories: [UInt8]

  public init(entities: [UInt8], quotes: [UInt8], stories: [UInt8]) {
    self.entities = entities
    self.quotes = quotes
    self.stories = stories
  }

  public subscript(file: CorpusFile) -> [UInt8] {
    switch file {
    case .entities: entities
    case .quotes: quotes
    case .stories: stories
    }
  }
}

/// Over all documents: the same people, organizations and places; one record an utterance; stories with their summaries.
public struct Corpus: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 4
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "corpus/", "summaries/"]

  /// The hash of a row of a file of corpus/.
  public typealias RowHash = @Sendable (UnsafeRawBufferPointer) -> UInt64

  let options: CorpusOptions
  let rowHash: RowHash
  let languages: [String: CorpusLanguage]
  let fallback: CorpusLanguage

  /// `packs`: the languages that documents may be in, the configured one first. `rowHash`: how rows are hashed that the next run
  /// may take over. Throws the mistakes of the languages' tables.
  public init(
    options: CorpusOptions, packs: [LanguagePack],
    rowHash: @escaping RowHash = { bytes in
      var key = ContentKey()
      key.add(bytes)
      return key.value
    }
  ) throws(Diagnostics) {
    self.options = options
    self.rowHash = rowHash
    var languages: [String: CorpusLanguage] = [:]
    var first: CorpusLanguage?
    for pack in packs {
      let language = try CorpusLanguage(pack: pack)
      languages[pack.code] = language
      if first == nil { first = language }
    }
    guard let first else { throw Diagnostics(Diagnostic("C000", "no language is configured")) }
    self.languages = languages
    fallback = first
  }

  /// `digests` in byte order of their ids.
  public func run(_ digests: [DocumentDigest]) -> CorpusArtifacts { make(digests, keeping: nil).artifacts }

  func language(_ digest: DocumentDigest) -> CorpusLanguage { languages[digest.language] ?? fallback }

  /// Compiles the pack's data; what is wrong with it.
  public static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do {
      _ = try CorpusLanguage(pack: pack)
      return []
    } catch {
      return error.list
    }
  }
}
