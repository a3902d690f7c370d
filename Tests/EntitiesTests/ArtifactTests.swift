import Documents
import TestSupport
import Testing

@testable import Entities

@Suite struct ArtifactTests {
  @Test func jsonReadBackGivesTheSameBytes() throws {
    let chain = try Chain("Ada Okafor, the mayor of Lagos, met the Harbour Board on 3 May. She left at noon.")
    let json = chain.entities.json(chain.document, chain.sentences)
    let again = try EntitiesArtifact(json: json, of: chain.document, chain.sentences)
    #expect(again.json(chain.document, chain.sentences) == json)
  }
}
