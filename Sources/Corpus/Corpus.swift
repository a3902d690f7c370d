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
}

/// Over all documents: the same people, organizations and places; one record an utterance; stories with their summaries.
public struct Corpus: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 3
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "corpus/", "summaries/"]

  let options: CorpusOptions
  let languages: [String: CorpusLanguage]
  let fallback: CorpusLanguage

  /// `packs`: the languages that documents may be in, the configured one first. Throws the mistakes of their tables.
  public init(options: CorpusOptions, packs: [LanguagePack]) throws(Diagnostics) {
    self.options = options
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
  public func run(_ digests: [DocumentDigest]) -> CorpusArtifacts {
    let each = digests.map { languages[$0.language] ?? fallback }
    var linking = EntityLinking(digests, fallback, fallback.overrides)
    let (entities, ofName) = linking.run()
    let (stories, storyOf) = Stories(
      digests: digests, entities: entities, entityOfName: ofName, languages: each, options: options
    ).run()
    let records = QuoteRecords.run(
      digests, entityOfName: ofName, storyOf: storyOf, window: options.storyWindow, each)
    let json = CorpusJSON(digests: digests, entities: entities)
    return CorpusArtifacts(
      entities: json.entitiesFile(), quotes: json.quotesFile(records, stories, storyOf: storyOf),
      stories: json.storiesFile(stories))
  }

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
