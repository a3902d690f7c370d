import Documents
import Entities
import Normalization
import Quotes
import Sentences
import Summaries

/// The five stages of a document, in order; each one's raw value is its place in rows of the state.
public enum Stage: Int, CaseIterable, Sendable {
  case normalized, sentences, entities, quotes, summaries

  /// The folder of its artifacts below the output, and its name on the command line.
  public var folder: String {
    switch self {
    case .normalized: "normalized"
    case .sentences: "sentences"
    case .entities: "entities"
    case .quotes: "quotes"
    case .summaries: "summaries"
    }
  }

  /// The stage of a name: that of the folder, or of the work ("normalization").
  public init?(name: String) {
    guard
      let stage = Stage.allCases.first(where: { $0.folder == name || (name == "normalization" && $0 == .normalized) })
    else { return nil }
    self = stage
  }

  /// The stages whose artifacts it reads.
  var upstream: [Stage] {
    switch self {
    case .normalized: []
    case .sentences: [.normalized]
    case .entities: [.normalized, .sentences]
    case .quotes, .summaries: [.normalized, .sentences, .entities]
    }
  }

  /// Raised by the stage when its behaviour changes.
  var version: Int {
    switch self {
    case .normalized: Normalizer.version
    case .sentences: SentenceSplitter.version
    case .entities: EntityRecognizer.version
    case .quotes: QuoteFinder.version
    case .summaries: Summarizer.version
    }
  }

  /// The folders of language data that the stage reads.
  var resources: [String] {
    switch self {
    case .normalized: Normalizer.resources
    case .sentences: SentenceSplitter.resources
    case .entities: EntityRecognizer.resources
    case .quotes: QuoteFinder.resources
    case .summaries: Summarizer.resources
    }
  }

  /// The keys of pipeline.yaml that can change the stage's artifact.
  var options: [String] {
    switch self {
    case .normalized: ConfigurationKey.names(of: "normalization") + ["language"]
    case .sentences: ConfigurationKey.names(of: "sentences")
    case .entities: ConfigurationKey.names(of: "entities")
    case .quotes: ConfigurationKey.names(of: "quotes")
    case .summaries: ConfigurationKey.names(of: "summaries")
    }
  }
}

/// A value that is handed on as one reference: a stage holds dozens of tables, and a copy of it counts each of them.
final class Shared<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// The work of one language, each stage made when the first document asks for it.
struct LanguageStages: Sendable {
  private(set) var splitter: Shared<SentenceSplitter>?
  private(set) var recognizer: Shared<EntityRecognizer>?
  private(set) var finder: Shared<QuoteFinder>?
  private(set) var summarizer: Shared<Summarizer>?

  func has(_ stage: Stage) -> Bool {
    switch stage {
    case .normalized: true
    case .sentences: splitter != nil
    case .entities: recognizer != nil
    case .quotes: finder != nil
    case .summaries: summarizer != nil
    }
  }

  /// A stage made from its data.
  enum Made: Sendable {
    case splitter(SentenceSplitter)
    case recognizer(EntityRecognizer)
    case finder(QuoteFinder)
    case summarizer(Summarizer)
  }

  static func make(_ stage: Stage, _ pack: LanguagePack, _ configuration: Configuration) throws(Diagnostics) -> Made? {
    switch stage {
    case .normalized: nil
    case .sentences: .splitter(try SentenceSplitter(options: configuration.sentences, pack: pack))
    case .entities: .recognizer(try EntityRecognizer(options: configuration.entities, pack: pack))
    case .quotes: .finder(try QuoteFinder(options: configuration.quotes, pack: pack))
    case .summaries: .summarizer(try Summarizer(options: configuration.summaries, pack: pack))
    }
  }

  mutating func set(_ made: Made) {
    switch made {
    case .splitter(let stage): splitter = Shared(stage)
    case .recognizer(let stage): recognizer = Shared(stage)
    case .finder(let stage): finder = Shared(stage)
    case .summarizer(let stage): summarizer = Shared(stage)
    }
  }
}
