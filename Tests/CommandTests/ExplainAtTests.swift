import Foundation
import Testing

/// `explain --at` as somebody types it who wonders about a name.
@Suite struct ExplainAtTests {
  /// A run over one article of our own, and the place of a stretch in its text.
  private static func run(_ article: String) throws -> (folder: TemporaryFolder, output: String) {
    let folder = try TemporaryFolder()
    try folder.write("wire/quay.txt", article)
    let output = folder.folder("out")
    let outcome = try Command.nightdesk(
      ["run", "--input", folder.folder("wire"), "--output", output], in: folder.url)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return (folder, output)
  }

  private static let article = """
    Harbour to reopen in spring

    The old quay was sold on Monday, said Maren Tollefsby, a lawyer from Oslo. Tollefsby expects boats by May.
    """

  private func explain(_ stretch: String, _ flags: [String] = []) throws -> Command.Outcome {
    let (folder, output) = try Self.run(Self.article)
    let text = try #require(Self.article.range(of: stretch))
    let at = Self.article.unicodeScalars.distance(from: Self.article.startIndex, to: text.lowerBound)
    return try Command.nightdesk(
      ["explain", "quay", "--output", output, "--at", "\(at)"] + flags, in: folder.url)
  }

  @Test func whichRulesFiredAndWhichLost() throws {
    let outcome = try explain("Maren Tollefsby")
    #expect(outcome.code == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.contains { $0.contains("PERSON") && $0.contains("“Maren Tollefsby”") && $0.hasSuffix(": chosen") })
    #expect(
      lines.contains { $0.contains("“Maren”") && $0.contains("lost to PERSON “Maren Tollefsby”") },
      "a shorter cut of the words lost, and why")
    #expect(lines.contains { $0.contains("ORG") && $0.contains("lost:") }, "another type lost, and why")
  }

  @Test func aRuleIsToldWithItsFileAndLine() throws {
    let outcome = try explain("Maren Tollefsby")
    #expect(outcome.output.contains("person.given-unknown, en/common/decisions.rules:"))
    #expect(outcome.output.contains("person.said-by"), "the rule of context that spoke for it")
  }

  @Test func whereNoNameStandsNothingIsWeighed() throws {
    let outcome = try explain("quay was")
    #expect(outcome.code == 0)
    #expect(!outcome.output.contains("names that were weighed"))
  }

  @Test func asJSONALineADecision() throws {
    let outcome = try explain("Maren Tollefsby", ["--json"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let rows = try outcome.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(
      rows.contains { $0["rule"] as? String == "person.given-unknown" && $0["text"] as? String == "Maren Tollefsby" })
  }

  @Test func aPlaceBehindTheTextIsSaidToBeNone() throws {
    let (folder, output) = try Self.run(Self.article)
    let outcome = try Command.nightdesk(
      ["explain", "quay", "--output", output, "--at", "100000"], in: folder.url)
    #expect(outcome.code != 0)
    #expect(outcome.errors.contains("100000"))
  }
}
