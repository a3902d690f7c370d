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
}
