import Documents
import Entities
import Normalization
import Quotes
import Sentences
import Summaries

/// The stages with their data read, as a worker of nightdesk holds them.
struct Chain {
  let normalizer: Normalizer
  let splitter: SentenceSplitter
  let recognizer: EntityRecognizer
  let finder: QuoteFinder
  let summarizer: Summarizer

  init(furniture: Bool) throws {
    var options = NormalizationOptions()
    options.furniture = furniture
    normalizer = try Normalizer(options: options, packs: [.english])
    splitter = try SentenceSplitter(options: SentencesOptions(), pack: .english)
    recognizer = try EntityRecognizer(options: EntitiesOptions(), pack: .english)
    finder = try QuoteFinder(options: QuotesOptions(), pack: .english)
    summarizer = try Summarizer(options: SummariesOptions(), pack: .english)
  }

  func normalize(_ file: SourceFile) throws -> [NormalizedDocument] {
    try normalizer.articles(in: file).map { try normalizer.normalize($0, of: file, id: $0.key ?? "article").document }
  }

  func artifacts(_ document: NormalizedDocument) throws -> Artifacts {
    let sentences = try splitter.run(document)
    let entities = try recognizer.run(document, sentences)
    return Artifacts(
      document: document, sentences: sentences, entities: entities,
      quotes: try finder.run(document, sentences, entities),
      summary: try summarizer.run(document, sentences, entities))
  }
}

/// The five artifacts of one article.
struct Artifacts {
  var document: NormalizedDocument
  var sentences: SentencesArtifact
  var entities: EntitiesArtifact
  var quotes: QuotesArtifact
  var summary: SummaryArtifact

  /// As they are written, one after the other.
  var json: [[UInt8]] {
    [
      document.json(), sentences.json(document), entities.json(document, sentences),
      quotes.json(document, sentences, entities), summary.json(document, sentences),
    ]
  }
}

/// The articles that are measured, and what each stage has before it when its turn comes.
struct Workload {
  let chain: Chain
  let files: [SourceFile]
  let artifacts: [Artifacts]
  let json: [[[UInt8]]]
  /// Bytes of the clean text, and words in it: what lies between white space.
  let textBytes: Int
  let words: Int
  let sourceBytes: Int
  let jsonBytes: Int

  init(_ files: [SourceFile], furniture: Bool) throws {
    let chain = try Chain(furniture: furniture)
    self.chain = chain
    self.files = files
    artifacts = try files.flatMap { try chain.normalize($0) }.map { try chain.artifacts($0) }
    json = artifacts.map(\.json)
    textBytes = artifacts.reduce(0) { $0 + $1.document.text.count }
    sourceBytes = files.reduce(0) { $0 + $1.bytes.count }
    jsonBytes = json.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
    words = artifacts.reduce(0) { sum, artifacts in
      var words = 0
      var inWord = false
      for byte in artifacts.document.text.bytes {
        let isSpace = byte == 0x20 || byte == 0x0A
        if !isSpace, !inWord { words += 1 }
        inWord = !isSpace
      }
      return sum + words
    }
  }
}
