import Documents
import TestSupport
import Testing

@testable import Quotes

@Suite struct ArtifactTests {
  @Test func jsonReadBackGivesTheSameBytes() throws {
    let chain = try Chain("“The harbour — 😀 — is open,” Ada Okafor said. She said that ferries would sail.")
    let json = chain.quotes.json(chain.document, chain.sentences, chain.entities)
    let again = try QuotesArtifact(json: json, of: chain.document, chain.sentences, chain.entities)
    #expect(again.json(chain.document, chain.sentences, chain.entities) == json)
  }

  /// libFuzzer's find: of a typographic space, three bytes long, two were taken into the quotation beside it.
  @Test(arguments: ["\u{2009}", "\u{202F}", "\u{A0}", " ", "\u{2009}\u{A0} "])
  func spacesInsideTheMarksBelongToNoQuotation(space: String) throws {
    let chain = try Chain("Ada Okafor said: “\(space)The harbour is open\(space)”, and left.")
    #expect(chain.quotes.quotes.map { chain.document.text.string($0.span) } == ["The harbour is open"])
    let json = chain.quotes.json(chain.document, chain.sentences, chain.entities)
    let again = try QuotesArtifact(json: json, of: chain.document, chain.sentences, chain.entities)
    #expect(again.json(chain.document, chain.sentences, chain.entities) == json)
  }
}
