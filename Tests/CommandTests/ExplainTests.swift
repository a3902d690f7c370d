import Foundation
import Testing

/// What `nightdesk explain` says of a decision: the rule, where it stands, and what it beat.
@Suite struct ExplainTests {
  /// The decisions about a document, as --json gives them.
  private func decisions(_ id: String, _ output: String, _ flags: String...) throws -> [[String: Any]] {
    let outcome = try Command.nightdesk(["explain", id, "--output", output, "--json"] + flags)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func beat(_ decision: [String: Any]) -> [String] { decision["beat"] as? [String] ?? [] }

  @Test func everyDecisionOfTheSeedsNamesARuleThatStandsInAFile() throws {
    let all = try decisions("harbour-ledger", try SeedRun.path())
    let kinds = Set(all.compactMap { $0["kind"] as? String })
    #expect(kinds.isSuperset(of: ["summary", "mention", "direct quote", "link"]), "\(kinds)")
    for decision in all {
      #expect(decision["place"] is String, "\(decision["rule"] ?? "") stands nowhere")
    }
  }

  @Test func aSentenceOfTheSummaryTellsWhichItBeat() throws {
    let chosen = try decisions("harbour-ledger", try SeedRun.path()).filter { $0["kind"] as? String == "summary" }
    #expect(chosen.count > 1)
    for sentence in chosen {
      let beat = beat(sentence)
      #expect(beat.contains { $0.contains("weaker than") }, "\(beat)")
      #expect(beat.allSatisfy { !$0.hasPrefix(sentence["id"] as? String ?? "?") }, "it does not beat itself")
    }
  }

  @Test func whatMayNotStandInASummaryIsNamedWithWhy() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "in/a.txt",
      """
      Harbour of Port Amsel is closed after storm

      The weather was calm on Sunday. However, the harbour of Port Amsel was closed after the storm on Monday, Ada Okafor said. \
      She closed the harbour of Port Amsel after the storm. Boats stayed at the quay of the town for the whole of the day.
      """)
    let output = folder.folder("out")
    let run = ["run", "--input", folder.folder("in"), "--output", output, "--set", "summaries.budget.sentences=1"]
    #expect(try Command.nightdesk(run).code == 0)
    let all = try decisions("a", output)
    let reasons = all.filter { $0["kind"] as? String == "summary" }.flatMap(beat)
    #expect(reasons.contains { $0.contains("it goes on from the sentence before") }, "\(reasons)")
  }

  @Test func aQuoteTellsWhoElseMightHaveSaidIt() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "in/a.txt",
      """
      Dam is safe, engineer says

      Karl Lind told reporters that “the dam is as safe as a house and will stay so,” Ada Okafor said on Monday in Port Amsel.

      “Nobody has to leave the valley tonight,” Ada Okafor said. “We shall look at it again on Friday.”
      """)
    let output = folder.folder("out")
    #expect(try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", output]).code == 0)
    let all = try decisions("a", output).filter { ($0["kind"] as? String)?.hasSuffix("quote") == true }
    let house = try #require(all.first { ($0["text"] as? String)?.hasPrefix("the dam is") == true })
    #expect((house["outcome"] as? String)?.contains("Karl Lind") == true, "\(house)")
    #expect(beat(house).contains { $0.contains("said by Ada Okafor") && $0.contains(".rules:") }, "\(beat(house))")
    let friday = try #require(all.first { ($0["text"] as? String)?.contains("on Friday") == true })
    #expect(friday["rule"] as? String == "continue.sentence")
    #expect(!beat(friday).isEmpty)
    let nobody = try #require(all.first { ($0["text"] as? String)?.hasPrefix("Nobody has") == true })
    #expect(beat(nobody).allSatisfy { !$0.contains("by direct.after") }, "\(beat(nobody))")
  }

  @Test func aLinkTellsWhomItKeptApart() throws {
    let folder = try TemporaryFolder()
    func article(_ name: String, _ given: String) throws {
      try folder.write(
        "in/\(name).txt",
        "Dam of Port Amsel is safe\n\nThe dam is safe, said \(given) Okafor, an engineer from Port Amsel. \(given) Okafor looked at it on Monday.\n"
      )
    }
    try article("a", "Ada")
    try article("b", "Ada")
    try article("c", "Emeka")
    let output = folder.folder("out")
    #expect(try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", output]).code == 0)
    let link = try #require(
      try decisions("b", output).first { $0["kind"] as? String == "link" && $0["text"] as? String == "Ada Okafor" })
    #expect(link["rule"] as? String == "person.same-name")
    #expect((link["place"] as? String)?.contains("decisions.rules:") == true)
    #expect(beat(link).contains { $0.hasPrefix("Emeka Okafor") && $0.contains("given names") }, "\(beat(link))")
    #expect((link["evidence"] as? [String])?.contains { $0.hasSuffix("of a") } == true, "\(link)")
  }
}

/// Questions of a user's own: a file of a layer, no code.
@Suite struct UsersQuestionsTests {
  @Test func aQuestionOfAUsersLayerIsUnderstood() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "words/en/query/questions.tsv",
      "pattern\texample\nhva sa|mente (speaker)\tHva sa Okafor? => Okafor |\n")
    try folder.write("pipeline.yaml", "lexicons: [words]\n")
    let configuration = folder.folder("pipeline.yaml")
    func ask(_ flags: [String]) throws -> Command.Outcome {
      try Command.nightdesk(["query", "--output", try SeedRun.path()] + flags + ["hva mente Threlkeld"])
    }
    let found = try ask(["--config", configuration])
    #expect(found.code == 0 && found.output.contains("Threlkeld") && found.errors.isEmpty, "\(found.errors)")
    #expect(try !ask([]).output.contains("Threlkeld"))
  }

  @Test func anotherLanguageBringsItsOwnQuestions() throws {
    let folder = try TemporaryFolder()
    try folder.write("languages/xx/common/language.tsv", "key\tvalue\texample\ncode\txx\tBCP 47\n")
    try folder.write(
      "languages/xx/query/questions.tsv", "pattern\texample\nkio diris (speaker)\tkio diris Okafor => Okafor |\n")
    try folder.write("pipeline.yaml", "languages: [languages]\n")
    let found = try Command.nightdesk([
      "query", "--output", try SeedRun.path(), "--config", folder.folder("pipeline.yaml"), "kio diris Threlkeld",
    ])
    #expect(found.code == 0 && found.output.contains("Threlkeld"), "\(found.errors)")
  }

  @Test func aMistakeInAUsersQuestionsIsToldWithItsLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("words/en/query/questions.tsv", "pattern\texample\nhva sa (speaker)\tHva sa Okafor => Lind |\n")
    try folder.write("pipeline.yaml", "lexicons: [words]\n")
    let outcome = try Command.nightdesk([
      "query", "--output", try SeedRun.path(), "--config", folder.folder("pipeline.yaml"), "hva sa Okafor",
    ])
    #expect(outcome.code == 78 && outcome.errors.contains("questions.tsv:2"), "\(outcome.errors)")
  }
}
