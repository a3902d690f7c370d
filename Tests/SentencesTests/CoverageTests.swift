import Documents
import TestSupport
import Testing

@testable import Sentences

@Suite struct CoverageTests {
  @Test func sentencesRiseAndLieInTheirBlocks() throws {
    let chain = try Chain("Rain fell. Roads were closed.\n\nSchools stayed open.")
    #expect(chain.sentences.sentences.count == 3)
    var last = 0
    for sentence in chain.sentences.sentences {
      #expect(sentence.span.start >= last)
      #expect(chain.document.blocks[sentence.block].span.contains(sentence.span))
      last = sentence.span.end
    }
  }

  @Test func jsonReadBackGivesTheSameBytes() throws {
    let chain = try Chain("Ünïcode rain — 😀 fell. Roads were closed.")
    let json = chain.sentences.json(chain.document)
    let again = try SentencesArtifact(json: json, of: chain.document)
    #expect(again.json(chain.document) == json)
  }
}
