import Foundation
import Testing

/// Corrections through the whole program.
@Suite struct CorrectionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "articles/bridge.txt",
      """
      Oxmere votes for a footbridge

      Joan Petherick, the mayor of Oxmere, met Davin Sollis of the Rowing Club on Monday. The meeting lasted an hour.

      "The mill crossing has waited long enough," she said. "Work begins in March, whatever the river does."

      Davin Sollis was not convinced. "Our boats pass there every morning," Sollis said.

      """)
    try folder.write(
      "articles/harbour.txt",
      """
      Harbour wall is safe, engineers say

      Ada Okafor, an engineer, inspected the harbour wall of Port Wessing on Tuesday. "The wall holds," Okafor said.

      The council of Port Wessing had asked for a report in spring. It will discuss the report next week.

      """)
    try folder.write("pipeline.yaml", "input: articles\noutput: out\ncorrections: [desk.yaml]\n")
    try folder.write("desk.yaml", "# The desk's.\n")
  }

  private func nightdesk(_ arguments: String...) throws -> Command.Outcome {
    try Command.nightdesk(arguments, in: folder.url)
  }

  private func json(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.url.appendingPathComponent("out/" + name))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// What a run made, by document.
  private func made(_ outcome: Command.Outcome) throws -> [String: [String]] {
    var made: [String: [String]] = [:]
    for line in outcome.output.split(separator: "\n") {
      let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      if let id = row["id"] as? String { made[id] = row["made"] as? [String] }
    }
    return made
  }

  @Test func aCorrectedSpeakerReachesTheCorpusAndTheReportAndRemakesNothingElse() throws {
    #expect(try nightdesk("run").code == 0)
    let clean = try tree(folder.folder("out"))
    try folder.write(
      "desk.yaml",
      "# The desk's.\n- article: bridge\n  quote: The mill crossing has waited long enough,\n  speaker: Davin Sollis\n")
    let run = try nightdesk("run", "--json")
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(try made(run) == ["bridge": ["quotes"]])
    let quotes = try #require(try json("quotes/bridge.json")["quotes"] as? [[String: Any]])
    let quote = try #require(quotes.first)
    #expect((quote["speaker"] as? [String: Any])?["name"] as? String == "Davin Sollis")
    #expect(quote["rule"] as? String == "correction:desk.yaml:2")
    let records = try #require(try json("corpus/quotes.json")["quotes"] as? [[String: Any]])
    let record = try #require(records.first { ($0["text"] as? String)?.hasPrefix("The mill crossing") == true })
    #expect((record["speaker"] as? [String: Any])?["name"] as? String == "Davin Sollis")
    #expect(try nightdesk("run", "--json").output.contains("\"changed\":0"))
    #expect(try nightdesk("verify").code == 0)

    // The editor takes it back: everything is as it was, but for what the report tells of the night.
    try folder.write("desk.yaml", "# The desk's.\n")
    #expect(try nightdesk("run").code == 0)
    let after = try tree(folder.folder("out"))
    for (name, bytes) in clean where !name.hasPrefix("report/") { #expect(after[name] == bytes, "\(name)") }
  }

  @Test func theReasonNamesTheEntry() throws {
    #expect(try nightdesk("run").code == 0)
    try folder.write("desk.yaml", "- article: bridge\n  mention: Oxmere\n  type: ORG\n")
    let why = try nightdesk("run", "--dry-run")
    #expect(why.output.contains("bridge: entities: correction desk.yaml:1 is new"), "\(why.output)")
    #expect(!why.output.contains("harbour"), "\(why.output)")
  }

  @Test func anEntryThatMatchesNothingIsAWarningEverywhereAndNoError() throws {
    try folder.write(
      "desk.yaml",
      "- article: bridge\n  quote: Nobody ever said this.\n  speaker: Davin Sollis\n- article: gone\n  title: X\n"
        + "- article: \"*\"\n  mention: Atlantis\n  none: true\n- join: [bridge, nowhere]\n")
    // A second run has nothing to do, and says it all the same.
    for _ in 0..<2 {
      let run = try nightdesk("run")
      #expect(run.code == 0)
      for line in [1, 4, 6, 9] { #expect(run.errors.contains("desk.yaml:\(line): warning:"), "\(run.errors)") }
    }
    let check = try nightdesk("check")
    #expect(check.code == 0)
    for line in [1, 4, 6, 9] { #expect(check.errors.contains("desk.yaml:\(line): warning:"), "\(check.errors)") }
    let warnings = try #require(try json("index.json")["warnings"] as? [[String: Any]])
    #expect(warnings.compactMap { $0["line"] as? Int } == [1, 4, 6, 9])
    #expect(warnings.allSatisfy { $0["file"] as? String == "desk.yaml" })
    try folder.write("desk.yaml", "")
    #expect(try nightdesk("run").errors.isEmpty)
    #expect(try json("index.json")["warnings"] == nil)
  }

  @Test func checkKnowsWhatWouldMatchBeforeARun() throws {
    #expect(try nightdesk("run").code == 0)
    try folder.write(
      "desk.yaml",
      "- article: bridge\n  mention: Oxmere\n  none: true\n- article: bridge\n  mention: Nineveh\n  none: true\n")
    let check = try nightdesk("check")
    #expect(check.errors.contains("desk.yaml:4: warning:") && !check.errors.contains("desk.yaml:1:"), "\(check.errors)")
  }

  @Test func twoThatContradictEachOtherEndTheRun() throws {
    try folder.write("desk.yaml", "- article: bridge\n  title: One\n- article: bridge\n  title: Two\n")
    for verb in ["run", "check"] {
      let outcome = try nightdesk(verb)
      #expect(outcome.code == 78)
      #expect(outcome.errors.contains("desk.yaml:3") && outcome.errors.contains("desk.yaml:1"), "\(outcome.errors)")
    }
  }

  @Test func storiesAreJoinedAndParted() throws {
    #expect(try nightdesk("run").code == 0)
    func stories() throws -> [[String]] {
      try #require(try json("corpus/stories.json")["stories"] as? [[String: Any]]).compactMap {
        $0["documents"] as? [String]
      }
    }
    #expect(try stories().count == 2)
    try folder.write("desk.yaml", "- join: [harbour, bridge]\n")
    #expect(try nightdesk("run").code == 0)
    #expect(try stories() == [["bridge", "harbour"]])
    let text = try String(contentsOfFile: folder.folder("out/corpus/stories.json"), encoding: .utf8)
    #expect(text.contains("correction:desk.yaml:1"))
    try FileManager.default.copyItem(
      atPath: folder.folder("articles/bridge.txt"), toPath: folder.folder("articles/bridge-2.txt"))
    try folder.write("desk.yaml", "")
    #expect(try nightdesk("run").code == 0)
    #expect(try stories().contains(["bridge", "bridge-2"]))
    try folder.write("desk.yaml", "- part: [bridge, bridge-2]\n")
    #expect(try nightdesk("run").code == 0)
    #expect(try stories().count == 3)
  }

  @Test func correctShowsWhatItChangesAndKeepsTheFile() throws {
    #expect(try nightdesk("run").code == 0)
    let trial = try nightdesk(
      "correct", "bridge", "--quote", "crossing has waited", "--speaker", "Davin Sollis", "--dry-run")
    #expect(trial.code == 0, "\(trial.errors)")
    #expect(trial.output.contains("Joan Petherick -> Davin Sollis"), "\(trial.output)")
    #expect(try String(contentsOfFile: folder.folder("desk.yaml"), encoding: .utf8) == "# The desk's.\n")
    let written = try nightdesk("correct", "bridge", "--quote", "crossing has waited", "--speaker", "Davin Sollis")
    #expect(written.code == 0 && written.output.contains("desk.yaml:2"), "\(written.output)\(written.errors)")
    let text = try String(contentsOfFile: folder.folder("desk.yaml"), encoding: .utf8)
    #expect(text.hasPrefix("# The desk's.\n- article: bridge\n  quote: "), "\(text)")
    #expect(try nightdesk("run").code == 0)
    #expect(try nightdesk("query", "--speaker", "sollis", "crossing").output.contains("Sollis"))
    // What is in nobody's article is told, with nothing written.
    let wrong = try nightdesk("correct", "bridge", "--quote", "never said", "--speaker", "Davin Sollis")
    #expect(wrong.code == 64 && wrong.errors.contains("never said"))
    #expect(try nightdesk("correct", "nowhere", "--title", "X").code == 66)
    #expect(try String(contentsOfFile: folder.folder("desk.yaml"), encoding: .utf8) == text)
  }
}

/// The walk-through of docs/corrections.md, one step after another, as it stands.
@Suite struct EditorsGuideTests {
  @Test func theWalkThroughIsTrue() throws {
    let text = try String(
      contentsOf: Command.root.appendingPathComponent("docs/corrections.md"), encoding: .utf8)
    let steps = text.components(separatedBy: "```sh\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    #expect(steps.count >= 6)
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(at: Command.seeds, to: folder.url.appendingPathComponent("seeds"))
    try folder.write("pipeline.yaml", "corrections: [corrections.yaml]\n")
    try folder.write("corrections.yaml", "# What the desk knows better.\n")
    let path = Command.binary.deletingLastPathComponent().path
    for step in steps {
      let outcome = try Command.tool(
        "bash", ["-euo", "pipefail", "-c", "PATH=\"\(path):$PATH\"\n" + step], in: folder.url)
      #expect(outcome.code == 0, "\(step)\n\(outcome.output)\(outcome.errors)")
      #expect(outcome.errors.isEmpty, "\(step)\n\(outcome.errors)")
    }
    let file = try String(contentsOf: folder.url.appendingPathComponent("corrections.yaml"), encoding: .utf8)
    #expect(file.hasPrefix("# What the desk knows better.\n- article: skerry-daily\n"))
  }
}
