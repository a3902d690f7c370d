import Documents
import TestSupport
import Testing

@testable import Summaries

@Suite struct ArtifactTests {
  @Test func aShortArticleGivesWhatIsThere() throws {
    let chain = try Chain("The harbour of Lagos reopened on Monday after the storm had passed.")
    #expect(chain.summary.sentences.map(\.sentence) == [0])
  }

  @Test(arguments: [
    "The harbour — 😀 — is open. Ferries sail again. The port is glad. Fishermen are not.",
    "PÓRT AMSEL (AGN) — The harbour 😀 is open after the storm. Ferries sail again.",
  ])
  func jsonReadBackGivesTheSameBytes(text: String) throws {
    let chain = try Chain(text)
    let json = chain.summary.json(chain.document, chain.sentences)
    let again = try SummaryArtifact(json: json, of: chain.document, chain.sentences)
    #expect(again.json(chain.document, chain.sentences) == json)
  }
}
