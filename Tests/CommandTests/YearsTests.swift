import Foundation
import Testing

/// Judging a change, beginning, upgrading, putting away: what somebody needs who keeps nightdesk for years.
@Suite struct YearsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func nightdesk(_ arguments: String..., in place: String? = nil) throws -> Command.Outcome {
    try Command.nightdesk(arguments, in: place.map { URL(fileURLWithPath: $0) } ?? folder.url)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func articles(_ days: [String]) throws {
    for (i, day) in days.enumerated() {
      try folder.write(
        "in/a\(i).txt",
        """
        Pier \(i) of Port Wessing is closed

        \(day)

        Mayor Edda Quill said that pier \(i) would close. "We will open it again in spring," she said.

        The council of Port Wessing voted \(i + 2) to 1. Fishermen were angry about it. Nobody was hurt that day.

        """)
    }
  }

  // MARK: compare

  @Test func aRunComparedWithItselfIsTheSame() throws {
    let output = try SeedRun.path()
    let outcome = try nightdesk("compare", output, "--output", output)
    #expect(outcome.code == 0 && outcome.output.contains("no difference"), "\(outcome.errors)")
    let json = try object(try nightdesk("compare", output, "--output", output, "--json").output)
    #expect(json["same"] as? Bool == true)
    let names = try #require((json["counts"] as? [String: Any])?["names"] as? [String: Any])
    #expect((names["before"] as? Int ?? 0) > 100 && names["lost"] as? Int == 0)
  }

  @Test func whatAConfigurationChangesIsCountedWithExamples() throws {
    let output = try SeedRun.path()
    try folder.write("trial.yaml", "summaries: {budget: {sentences: 2}}\nentities: {types: [PERSON, ORG, GPE]}\n")
    let outcome = try nightdesk(
      "compare", "--output", output, "--input", Command.seeds.path, "--with-config", "trial.yaml", "--json")
    #expect(outcome.code == 1, "\(outcome.errors)")
    let json = try object(outcome.output)
    let counts = try #require(json["counts"] as? [String: [String: Any]])
    #expect((counts["summaries"]?["lost"] as? Int ?? 0) >= 8)
    #expect((counts["names"]?["lost"] as? Int ?? 0) > 50 && counts["names"]?["gained"] as? Int == 0)
    let kinds = try #require(json["kinds"] as? [[String: Any]])
    let dates = try #require(kinds.first { ($0["change"] as? String)?.hasPrefix("lost: DATE") == true })
    let examples = try #require(dates["examples"] as? [[String: Any]])
    #expect((1...5).contains(examples.count) && examples.allSatisfy { ($0["text"] as? String)?.isEmpty == false })
    // Nothing is left of the run that was made for it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["trial.yaml"])
  }

  @Test func anotherProgramIsRunOverTheSameArticles() throws {
    let output = try SeedRun.path()
    let outcome = try nightdesk(
      "compare", "--output", output, "--input", Command.seeds.path, "--with", Command.binary.path)
    #expect(outcome.code == 0, "\(outcome.output.prefix(2000))\(outcome.errors)")
    #expect(try nightdesk("compare", "--output", output, "--with", "/nowhere/nightdesk").code == 66)
    #expect(try nightdesk("compare", folder.folder("none"), "--output", output).code == 66)
    #expect(try nightdesk("compare", "--output", output).code == 64)
  }

  // MARK: init

  @Test func whatInitWritesPassesCheckAndRuns() throws {
    #expect(try nightdesk("init", "desk").code == 0)
    let desk = folder.folder("desk")
    let check = try nightdesk("check", in: desk)
    #expect(check.code == 0 && check.errors.isEmpty, "\(check.errors)")
    let run = try nightdesk("run", in: desk)
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let text = try String(contentsOfFile: desk + "/output/entities/oxmere-footbridge.json", encoding: .utf8)
    // The example of a list, of a rule and of a correction each do something.
    #expect(text.contains("Oxmere Rowing Club"))
    #expect(text.contains("\"text\":\"Kittiwake\",\"type\":\"PRODUCT\""))
    #expect(
      try String(contentsOfFile: desk + "/output/normalized/oxmere-footbridge.json", encoding: .utf8)
        .contains("\"outlet\":\"Oxmere Herald\""))
    let before = try tree(desk)
    let again = try nightdesk("init", "desk")
    #expect(again.code == 73 && again.errors.contains("pipeline.yaml is there already"))
    #expect(try tree(desk) == before)
  }

  // MARK: versions

  @Test func everyVersionIsSemanticAndKeptInTheRunsReport() throws {
    let told = try object(try nightdesk("version", "--json").output)
    let semantic = #/\d+\.\d+\.\d+(\+[0-9a-f]+)?/#
    for (name, value) in told where name == "nightdesk" || name.hasPrefix("schema.") || name.hasPrefix("language.") {
      #expect((value as? String)?.wholeMatch(of: semantic) != nil, "\(name) \(value)")
    }
    let kinds = try nightdesk("schema").output.split(separator: "\n").map(String.init)
    #expect(Set(told.keys.filter { $0.hasPrefix("schema.") }) == Set(kinds.map { "schema.\($0)" }))
    for kind in kinds {
      let id = try #require(try object(try nightdesk("schema", kind).output)["$id"] as? String)
      let major = (told["schema.\(kind)"] as? String)?.split(separator: ".").first
      #expect(id.split(separator: "@").last == major, "\(kind)")
    }
    try articles(["24 November 2026"])
    #expect(try nightdesk("run", "--input", "in", "--output", "out").code == 0)
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder.folder("out/.nightdesk/runs"))
    let report = try String(
      contentsOfFile: folder.folder("out/.nightdesk/runs/") + "/" + (try #require(runs.first)), encoding: .utf8)
    let kept = try #require(try object(report)["versions"] as? [String: String])
    #expect(kept == told as? [String: String])
  }

  /// One folder for each version of the schemas that was released, as the version before wrote it.
  private static let released =
    (try? FileManager.default.contentsOfDirectory(
      atPath: Command.root.appendingPathComponent("Tests/CommandTests/ReleasedOutputs").path
    ).sorted()) ?? []

  @Test func anOutputOfEachReleasedVersionIsKept() { #expect(Self.released.contains("1")) }

  @Test(arguments: released)
  func anOutputOfAnEarlierVersionIsTakenOver(_ version: String) throws {
    let old = Command.root.appendingPathComponent("Tests/CommandTests/ReleasedOutputs/\(version)")
    try FileManager.default.copyItem(at: old, to: folder.url.appendingPathComponent("there"))
    let input = folder.folder("there/in")
    let run = try nightdesk("run", "--input", input, "--output", folder.folder("there/out"))
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(try nightdesk("run", "--input", input, "--output", folder.folder("clean")).code == 0)
    let (taken, clean) = (try tree(folder.folder("there/out")), try tree(folder.folder("clean")))
    #expect(Set(taken.keys) == Set(clean.keys))
    for (name, bytes) in clean where !name.hasPrefix("report/") { #expect(taken[name] == bytes, "\(name)") }
    #expect(try nightdesk("verify", "--output", folder.folder("there/out")).code == 0)
    let second = try nightdesk("run", "--input", input, "--output", folder.folder("there/out"), "--json")
    #expect(second.output.contains("\"changed\":0"))
  }

  @Test func artifactsOfASchemaThatIsNoLongerWrittenAreRemade() throws {
    try articles(["24 November 2026"])
    #expect(try nightdesk("run", "--input", "in", "--output", "out").code == 0)
    let clean = try tree(folder.folder("out"))
    for name in ["quotes/a0.json", "index.json", "corpus/stories.json"] {
      let text = try String(contentsOfFile: folder.folder("out/" + name), encoding: .utf8)
      try folder.write("out/" + name, text.replacingOccurrences(of: "@1\"", with: "@0\""))
    }
    try FileManager.default.removeItem(atPath: folder.folder("out/.nightdesk"))
    #expect(try nightdesk("run", "--input", "in", "--output", "out").code == 0)
    let taken = try tree(folder.folder("out"))
    for (name, bytes) in clean where !name.hasPrefix("report/") { #expect(taken[name] == bytes, "\(name)") }
  }

  @Test(arguments: ["index.json", "quotes/a0.json", "corpus/entities.json"])
  func anOutputOfALaterVersionIsRefusedAndLeftAsItIs(_ name: String) throws {
    try articles(["24 November 2026"])
    #expect(try nightdesk("run", "--input", "in", "--output", "out").code == 0)
    let text = try String(contentsOfFile: folder.folder("out/" + name), encoding: .utf8)
    try folder.write("out/" + name, text.replacingOccurrences(of: "@1\"", with: "@2\""))
    try FileManager.default.removeItem(atPath: folder.folder("out/.nightdesk"))
    let before = try tree(folder.folder("out"))
    let run = try nightdesk("run", "--input", "in", "--output", "out")
    #expect(run.code == 73 && run.errors.contains("@2") && run.errors.contains("--output"), "\(run.errors)")
    #expect(try tree(folder.folder("out")) == before)
  }

  // MARK: The archive

  private func rows(_ status: String) throws -> [String] {
    let index = try object(try String(contentsOfFile: folder.folder("out/index.json"), encoding: .utf8))
    let documents = try #require(index["documents"] as? [[String: Any]])
    return documents.filter { $0["status"] as? String == status }.compactMap { $0["id"] as? String }
  }

  private func told() throws -> Set<String> {
    let corpus = try object(try String(contentsOfFile: folder.folder("out/corpus/stories.json"), encoding: .utf8))
    return Set(try #require(corpus["stories"] as? [[String: Any]]).flatMap { $0["documents"] as? [String] ?? [] })
  }

  @Test func whatIsOlderThanTheWindowLeavesTheCorpusAndComesBack() throws {
    try articles(["24 November 2026", "20 November 2026", "1 March 2024"])
    let run = ["run", "--input", "in", "--output", "out"]
    #expect(try Command.nightdesk(run, in: folder.url).code == 0)
    #expect(try told() == ["a0", "a1", "a2"])
    let kept = run + ["--set", "corpus.keep=30"]
    #expect(try Command.nightdesk(kept, in: folder.url).code == 0)
    #expect(try told() == ["a0", "a1"])
    #expect(try rows("ok") == ["a0", "a1", "a2"])
    // No clock: the same from another day.
    #expect(try Command.nightdesk(kept + ["--as-of", "2024-03-05"], in: folder.url).code == 0)
    #expect(try told() == ["a0", "a1", "a2"])
  }

  @Test func gcTakesOldArtifactsOffTheDiskAndARunBringsThemBack() throws {
    try articles(["24 November 2026", "1 March 2024"])
    let run = ["run", "--input", "in", "--output", "out"]
    #expect(try Command.nightdesk(run, in: folder.url).code == 0)
    let clean = try tree(folder.folder("out"))
    let inputs = try tree(folder.folder("in"))
    let gc = ["gc", "--input", "in", "--output", "out", "--set", "corpus.keep=30"]
    let trial = try Command.nightdesk(gc + ["--dry-run"], in: folder.url)
    #expect(trial.code == 0 && trial.output.contains("a1: published 2024-03-01"), "\(trial.output)\(trial.errors)")
    #expect(try tree(folder.folder("out")) == clean)
    let real = try Command.nightdesk(gc, in: folder.url)
    #expect(real.code == 0, "\(real.errors)")
    #expect(try rows("skipped") == ["a1"] && rows("ok") == ["a0"])
    let left = Set(try tree(folder.folder("out")).keys)
    #expect(left.contains("normalized/a1.json") && !left.contains("quotes/a1.json") && left.contains("quotes/a0.json"))
    #expect(try nightdesk("verify", "--output", "out").code == 0)
    let second = try Command.nightdesk(run + ["--set", "corpus.keep=30", "--json"], in: folder.url)
    #expect(second.code == 0 && second.output.contains("\"changed\":0"), "\(second.output)")
    #expect(try tree(folder.folder("in")) == inputs)
    #expect(try Command.nightdesk(run, in: folder.url).code == 0)
    let back = try tree(folder.folder("out"))
    for (name, bytes) in clean where !name.hasPrefix("report/") { #expect(back[name] == bytes, "\(name)") }
    #expect(try Command.nightdesk(["gc", "--output", "out"], in: folder.url).code == 64)
  }

  // MARK: Who may not publish others' text

  @Test func anExcerptCarriesNoArticleWhole() throws {
    try articles(["24 November 2026", "24 November 2026"])
    let run =
      ["run", "--input", "in", "--output", "out", "--set", "summaries.budget.sentences=1"]
      + ["--set", "stories.summary.sentences=1"]
    #expect(try Command.nightdesk(run, in: folder.url).code == 0)
    let sentence = "Fishermen were angry about it."
    let summary = try object(try String(contentsOfFile: folder.folder("out/summaries/a0.json"), encoding: .utf8))
    let chosen = try #require(summary["text"] as? String)
    try #require(!chosen.contains(sentence), "the summary takes the sentence that the test misses elsewhere")
    func pages() throws -> String {
      try tree(folder.folder("out")).filter { $0.key.hasPrefix("report/") }
        .map { String(decoding: $0.value, as: UTF8.self) }.joined()
    }
    #expect(try pages().contains(sentence))
    #expect(try Command.nightdesk(run + ["--set", "report.text=excerpt"], in: folder.url).code == 0)
    let all = try pages()
    #expect(!all.contains(sentence) && all.contains("We will open it again in spring"))
    let check = try Command.tool("scripts/check-report", [folder.folder("out")], in: Command.root)
    #expect(check.code == 0, "\(check.output)\(check.errors)")
  }
}
