import Documents
import Foundation
import Quotes
import TestSupport
import Testing

/// Random strings of the words and marks this stage looks for: nothing they form may trap or give a span outside.
@Suite struct RandomTextTests {
  private static let vocabulary = [
    "\"", "“", "”", "''", "‘", "’", "said", "says", "saying", "told", "asked", "called", "according", "to", "that",
    "who",
    "which", "and", "but", ",", ".", ":", ";", "—", "-", "(", ")", "he", "she", "they", "it", "Ada", "Lind", "Mr.",
    "the",
    "a", "of", "in", "Monday", "year", "claim", "claims", "'s", "was", "is", "has", "not", "by", "whether", "if",
    "while",
    "reporters", "statement", "plan", "good", "adding", "been", "as", "described", "however", "?", "!", "2016", "both",
    "one", "film", "wrote", "argue", "accused", "urged", "US",
  ]

  /// libFuzzer's find: the region of what is said was empty, and its last word was looked for before the first.
  @Test(arguments: ["E:\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"])
  func aHeadlineThatSaysNothingButMarksIsNoUtterance(text: String) throws {
    #expect(try Chain(Chain.document(text)).quotes.quotes.isEmpty)
  }

  /// Found by a debug build under AddressSanitizer: the name before the comma was looked for before the first word.
  @Test(arguments: [", who said it was over.", "— , who said on Tuesday it was over."])
  func whoStandsForNobodyWhereNothingIsBeforeIt(text: String) throws {
    let quotes = try Chain(Chain.document(text)).quotes.quotes
    #expect(quotes.allSatisfy { $0.speaker == nil })
  }

  /// libFuzzer's find: the clause of "she said" began inside the marks, and what stood before them was taken for a range.
  @Test func aClauseThatBeginsInsideTheMarksEndsNoRun() throws {
    let bytes = """
      jx3VgSkpW1tbW1tbW1tbW5QgUE9S////U1MAAAAAAAAACi8vLy5lIGhlYWQsIEFubi1NYXJpPDw8PDw8PDw8PAAAAA8yNmFnYWluLOKAnSBzaGUgc2Fp
      ZC5bW1tbW1sKCk5bW1tbW1tbW1tbW1tvYm9keSBb
      """
    let text = String(decoding: try #require(Data(base64Encoded: bytes.filter { !$0.isWhitespace })), as: UTF8.self)
    let quotes = try Chain(Chain.document(text)).quotes.quotes
    #expect(quotes.allSatisfy { !$0.span.isEmpty && $0.span.end <= text.utf8.count })
  }

  @Test func randomTextGivesSoundQuotes() throws {
    let finder = try QuoteFinder(options: QuotesOptions(), pack: .english)
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let entities = EntitiesArtifact(mentions: [], entities: [], references: [])
    for _ in 0..<1_500 {
      var bytes: [UInt8] = []
      var result = SentencesArtifact(sentences: [], tokens: [])
      var blocks: [Block] = []
      for block in 0..<(1 + next(3)) {
        if block > 0 { bytes += [0x0A, 0x0A] }
        let blockStart = bytes.count
        for sentence in 0..<(1 + next(3)) {
          if sentence > 0 { bytes.append(0x20) }
          let first = result.tokens.count
          let start = bytes.count
          for word in 0..<(1 + next(14)) {
            if word > 0, next(4) > 0 { bytes.append(0x20) }
            let at = bytes.count
            bytes += Array(Self.vocabulary[next(Self.vocabulary.count)].utf8)
            result.tokens.append(Span(at, bytes.count))
          }
          result.sentences.append(
            Sentence(
              id: "s\(result.sentences.count)", span: Span(start, bytes.count), block: block,
              tokens: first..<result.tokens.count))
        }
        blocks.append(Block(.paragraph, Span(blockStart, bytes.count)))
      }
      let source = SourceInfo(path: "r", bytes: bytes.count, sha256: "", mediaType: "text/plain", encoding: "utf-8")
      let document = NormalizedDocument(
        id: "r", source: source, text: SourceText(utf8: bytes), blocks: blocks, language: "en")
      let quotes = try finder.run(document, result, entities).quotes
      for quote in quotes {
        #expect(quote.span.start < quote.span.end && quote.span.end <= bytes.count && !quote.sentences.isEmpty)
        if let clause = quote.clause { #expect(clause.start < clause.end && clause.end <= bytes.count) }
        if let speaker = quote.speaker { #expect(!speaker.span.isEmpty && !speaker.name.isEmpty) }
      }
    }
  }
}
