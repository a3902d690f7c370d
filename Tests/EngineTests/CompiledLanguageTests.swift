import Documents
import Entities
import Foundation
import Quotes
import Sentences
import Summaries
import Testing

@testable import Engine

@Suite struct CompiledLanguageTests {
  /// The built-in data with a comment more in each file: it says the same, and is not what the tables were made of.
  private static let edited = LanguagePack(
    code: "en",
    layers: [
      LanguagePack.builtIn("en").map {
        LanguageFile(name: $0.name, origin: $0.origin, copying: Array($0.bytes) + Array("# a comment\n".utf8))
      }
    ])

  @Test func theEmbeddedTablesAreThoseOfTheData() throws {
    #expect(
      try CompiledLanguage.file() == Array(CompiledTables.builtIn.bytes),
      "the language data or how it is read changed: build, run scripts/embed-language --tables, and build again")
  }

  @Test func tablesOfOtherTextAreNotUsed() throws {
    let form = TermWeights.form
    let tables = CompiledTables.builtIn
    #expect(tables.section(TermWeights.section, form: form, of: .english) != nil)
    #expect(tables.section(TermWeights.section, form: form &+ 1, of: .english) == nil, "other hashes of words")
    #expect(tables.section(TermWeights.section, form: form, of: Self.edited) == nil, "an edited file")
    let layer = LanguageFile(
      name: "common/word-frequencies.tsv", origin: "", copying: Array("word\tzipf\nof\t1\n".utf8))
    let layered = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [layer]])
    #expect(tables.section(TermWeights.section, form: form, of: layered) == nil, "a user's layer")
    let of = Array("of".utf8)
    let weight = try of.withUnsafeBufferPointer { try TermWeights(pack: layered).term($0)?.weight }
    #expect(weight == 1)
    let without = LanguagePack(
      code: "en", layers: [LanguagePack.builtIn("en").filter { $0.name != "common/suffixes.tsv" }])
    #expect(tables.section(TermWeights.section, form: form, of: without) == nil, "a file less")
  }

  @Test(arguments: ["atlantic-courier", "castlegate-examiner", "harbour-ledger", "skerry-daily", "court-night-bus"])
  func textThatIsReadGivesTheSameArtifacts(name: String) throws {
    let seed = "../../seeds/\(name).txt"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(seed)
    let text = SourceText(utf8: Array(try Data(contentsOf: file)))
    let source = SourceInfo(path: name, bytes: 0, sha256: "", mediaType: "text/plain", encoding: "utf-8")
    let document = NormalizedDocument(
      id: name, source: source, text: text, blocks: [Block(.paragraph, Span(0, text.bytes.count))], language: "en")
    #expect(try Self.artifacts(document, .english) == Self.artifacts(document, Self.edited))
  }

  private static func artifacts(_ document: NormalizedDocument, _ pack: LanguagePack) throws -> [String] {
    let sentences = try SentenceSplitter(options: SentencesOptions(), pack: pack).run(document)
    let entities = try EntityRecognizer(options: EntitiesOptions(), pack: pack).run(document, sentences)
    let quotes = try QuoteFinder(options: QuotesOptions(), pack: pack).run(document, sentences, entities)
    let summary = try Summarizer(options: SummariesOptions(), pack: pack).run(document, sentences, entities)
    return [
      entities.json(document, sentences), quotes.json(document, sentences, entities), summary.json(document, sentences),
    ].map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aResourceHasOneDigestWhetherItWasKnownOrNot() {
    for file in LanguagePack.builtIn("en") {
      let known = ResourceDigest.of([file])
      // The address is another, and the comment does not count.
      let read = ResourceDigest.of(Self.edited.files(file.name))
      #expect(known == read, "\(file.name)")
    }
  }
}
