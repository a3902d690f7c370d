public import Documents
import Entities
public import Normalization
import Quotes
import Sentences
import Summaries

/// All stages over one text in memory, with the English pack and default options.
public struct Chain: Sendable {
  public let document: NormalizedDocument
  public let sentences: SentencesArtifact
  public let entities: EntitiesArtifact
  public let quotes: QuotesArtifact
  public let summary: SummaryArtifact

  /// A document of paragraphs parted by blank lines, as if normalization had made it; no furniture is looked for.
  public static func document(_ text: String, id: String = "test", published: String? = nil) -> NormalizedDocument {
    var bytes: [UInt8] = []
    var blocks: [Block] = []
    for paragraph in text.split(separator: "\n\n") {
      if !bytes.isEmpty { bytes += [0x0A, 0x0A] }
      let start = bytes.count
      bytes += Array(paragraph.utf8)
      blocks.append(Block(.paragraph, Span(start, bytes.count)))
    }
    let source = SourceInfo(
      path: id + ".txt", bytes: bytes.count, sha256: "", mediaType: "text/plain", encoding: "utf-8")
    var document = NormalizedDocument(
      id: id, source: source, text: SourceText(utf8: bytes), blocks: blocks, language: "en")
    document.published = published
    return document
  }

  public init(_ text: String, published: String? = nil) throws {
    try self.init(Self.document(text, published: published))
  }

  public init(_ document: NormalizedDocument) throws {
    self.document = document
    sentences = try Stages.shared.splitter.run(document)
    entities = try Stages.shared.recognizer.run(document, sentences)
    quotes = try Stages.shared.finder.run(document, sentences, entities)
    summary = try Stages.shared.summarizer.run(document, sentences, entities)
  }
}

/// The stages, made once for all tests of a process.
private struct Stages: Sendable {
  let splitter: SentenceSplitter
  let recognizer: EntityRecognizer
  let finder: QuoteFinder
  let summarizer: Summarizer

  static let shared: Stages = {
    do {
      return Stages(
        splitter: try SentenceSplitter(options: SentencesOptions(), pack: .english),
        recognizer: try EntityRecognizer(options: EntitiesOptions(), pack: .english),
        finder: try QuoteFinder(options: QuotesOptions(), pack: .english),
        summarizer: try Summarizer(options: SummariesOptions(), pack: .english))
    } catch let problems as Diagnostics {
      fatalError(problems.list.map(\.text).joined(separator: "\n"))
    } catch {
      fatalError("\(error)")
    }
  }()
}

/// Normalization of bytes under a file name, with the English pack.
public func normalize(
  _ bytes: [UInt8], path: String = "test.txt", options: NormalizationOptions = NormalizationOptions()
) throws -> NormalizedResult {
  let normalizer = try Normalizer(options: options, packs: [.english])
  let file = SourceFile(path: path, bytes: bytes, sha256: "")
  let article = try normalizer.articles(in: file)[0]
  return try normalizer.normalize(article, of: file, id: "test")
}
