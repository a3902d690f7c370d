import CFacade
import Corpus
import Documents
import Entities
import Foundation
import Normalization
import Quotes
import Sentences
import Summaries

/// A first engine, to have the stages run: no state, no lanes. The real one takes its place.
public struct FirstRun {
  public static func run(input: String, output: String, settings: [String]) throws -> Int {
    let pack = LanguagePack.english
    var normalization = NormalizationOptions()
    var summaries = SummariesOptions()
    var corpusOptions = CorpusOptions()
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      switch (parts[0], parts[1]) {
      case ("normalization.furniture", let v): normalization.furniture = v == "true"
      case ("summaries.budget.words", let v): summaries.budget = SummaryBudget(.words, Double(v)!)
      case ("summaries.budget.sentences", let v): summaries.budget = SummaryBudget(.sentences, Double(v)!)
      case ("summaries.budget.ratio", let v): summaries.budget = SummaryBudget(.ratio, Double(v)!)
      case ("summaries.method", let v): summaries.method = .init(rawValue: v)!
      case ("stories.by", let v): corpusOptions.storiesBy = .init(rawValue: v)!
      case ("stories.summary.words", let v): corpusOptions.storySummary = SummaryBudget(.words, Double(v)!)
      default: fatalError("unknown key \(parts[0])")
      }
    }
    let normalizer = try Normalizer(options: normalization, packs: [pack])
    let splitter = try SentenceSplitter(options: SentencesOptions(), pack: pack)
    let recognizer = try EntityRecognizer(options: EntitiesOptions(), pack: pack)
    let finder = try QuoteFinder(options: QuotesOptions(), pack: pack)
    let summarizer = try Summarizer(options: summaries, pack: pack)
    let corpus = try Corpus(options: corpusOptions, packs: [pack])
    var digests: [DocumentDigest] = []
    var failures = 0
    let files = FileManager.default.enumerator(atPath: input)!.compactMap { $0 as? String }.sorted()
    func write(_ folder: String, _ id: String, _ bytes: [UInt8]) throws {
      let url = URL(fileURLWithPath: "\(output)/\(folder)/\(id).json")
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }
    for path in files {
      var isFolder: ObjCBool = false
      let full = input + "/" + path
      guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: full)))
      var digest = [UInt8](repeating: 0, count: 32)
      nd_sha256(bytes, bytes.count, &digest)
      let file = SourceFile(path: path, bytes: bytes, sha256: digest.map { String(format: "%02x", $0) }.joined())
      var id = path
      if id.hasSuffix(".gz") { id.removeLast(3) }
      if let dot = id.lastIndex(of: "."), !id[dot...].contains("/") { id = String(id[..<dot]) }
      do {
        for article in try normalizer.articles(in: file) {
          let docID = article.key.map { id + "/" + $0 } ?? id
          let result = try normalizer.normalize(article, of: file, id: docID)
          let document = result.document
          try write("normalized", docID, document.json())
          if result.skipped != nil { continue }
          let sentences = try splitter.run(document)
          try write("sentences", docID, sentences.json(document))
          let entities = try recognizer.run(document, sentences)
          try write("entities", docID, entities.json(document, sentences))
          let quotes = try finder.run(document, sentences, entities)
          try write("quotes", docID, quotes.json(document, sentences, entities))
          let summary = try summarizer.run(document, sentences, entities)
          try write("summaries", docID, summary.json(document, sentences))
          digests.append(DocumentDigest(document, sentences, entities, quotes, summary))
        }
      } catch let failure as StageFailure {
        failures += 1
        FileHandle.standardError.write(Data("\(path): \(failure.code): \(failure.message)\n".utf8))
      }
    }
    let artifacts = corpus.run(digests)
    try write("corpus", "entities", artifacts.entities)
    try write("corpus", "quotes", artifacts.quotes)
    try write("corpus", "stories", artifacts.stories)
    return failures
  }
}
