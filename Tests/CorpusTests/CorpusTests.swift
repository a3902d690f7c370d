import Documents
import TestSupport
import Testing

@testable import Corpus

@Suite struct CorpusTests {
  @Test func filesEndWithOneNewline() throws {
    let chain = try Chain("The harbour of Lagos reopened on Monday after the storm had passed.")
    let digest = DocumentDigest(chain.document, chain.sentences, chain.entities, chain.quotes, chain.summary)
    let artifacts = try Corpus(options: CorpusOptions(), packs: [.english]).run([digest])
    #expect(artifacts.entities.suffix(2).elementsEqual([UInt8(ascii: "}"), 0x0A]))
  }
}
