import TestSupport
import Testing

@testable import Normalization

@Suite struct PlainTextTests {
  @Test func paragraphsArePartedByOneBlankLine() throws {
    let result = try normalize(
      Array("The harbour reopened on Monday after the storm.\n\n\nFerries sail again from noon, the port said.\n".utf8))
    #expect(
      result.document.text.string(result.document.blocks[0].span) == "The harbour reopened on Monday after the storm.")
    #expect(result.document.blocks[1].span.start == result.document.blocks[0].span.end + 2)
  }
}
