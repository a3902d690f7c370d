import Foundation
import Testing

/// The examples of docs/nightly.md, run as they stand: only the paths are those of the test.
@Suite struct NightlyTests {
  private let guide: String

  init() throws {
    guide = String(
      decoding: try Data(contentsOf: Command.root.appendingPathComponent("docs/nightly.md")), as: UTF8.self)
  }

  /// The commands of the examples: cron's after the five fields, systemd's ExecStart.
  private var commands: [String] {
    guide.components(separatedBy: "\n").compactMap { line in
      if line.hasPrefix("30 2 * * *  ") { return String(line.dropFirst(12)) }
      return line.hasPrefix("ExecStart=") ? String(line.dropFirst(10)) : nil
    }
  }

  @Test func theExamplesRunInTheEnvironmentOfCron() throws {
    #expect(commands.count == 2)
    for command in commands {
      let folder = try TemporaryFolder()
      try FileManager.default.createDirectory(atPath: folder.folder("news"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Command.seeds.path, toPath: folder.folder("news/articles"))
      let program = Command.binary.path
      let line = command.replacing("/usr/local/bin/nightdesk", with: "nightdesk").replacing(
        "/srv/news", with: folder.folder("news"))
      #expect(line.hasPrefix("nightdesk "))
      let outcome = try Command.tool("env", ["-i", "PATH=/usr/bin:/bin", "/bin/sh", "-c", program + line.dropFirst(9)])
      #expect(outcome.code == 0 && outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome)")
      let metrics = try String(contentsOfFile: folder.folder("news/nightdesk.prom"), encoding: .utf8)
      #expect(metrics.hasSuffix("\n") && metrics.contains("nightdesk_last_run_exit_code 0\n"))
      #expect(metrics.contains("nightdesk_documents{state=\"ok\"}"))
      let success = metrics.split(separator: "\n").first { $0.hasPrefix("nightdesk_last_success_timestamp_seconds ") }
      // A run that fails keeps the time of the last that did not.
      let failed = try Command.tool(
        "env",
        [
          "-i", program, "run", "--input", folder.folder("nowhere"), "--output", folder.folder("o"), "--metrics",
          folder.folder("news/nightdesk.prom"),
        ])
      #expect(failed.code == 66)
      let after = try String(contentsOfFile: folder.folder("news/nightdesk.prom"), encoding: .utf8)
      #expect(after.contains("nightdesk_last_run_exit_code 66\n"))
      #expect(success != nil && after.split(separator: "\n").contains { $0 == success! })
    }
  }

  @Test func aLogLineMayBeJSON() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", "")
    let outcome = try Command.nightdesk(
      ["run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--log-format", "json"])
    #expect(outcome.code == 65)
    for line in outcome.errors.split(separator: "\n") {
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
      #expect(value?["message"]?.isEmpty == false && value?["level"] != nil)
    }
  }

  @Test func diffTellsWhatTheLastRunChanged() throws {
    let folder = try TemporaryFolder()
    let text = "Mayor Edda Quill spoke on Monday. \"The pier will close,\" said Quill. The town was quiet that day.\n"
    for name in ["a", "b", "c", "d", "e", "f"] {
      try folder.write("in/\(name).txt", text.replacing("pier", with: "pier \(name)"))
    }
    let arguments = ["--input", folder.folder("in"), "--output", folder.folder("out")]
    #expect(try Command.nightdesk(["run"] + arguments).code == 0)
    let first = try Command.nightdesk(["diff"] + arguments)
    #expect(first.code == 1 && first.output.hasPrefix("+ a\n+ b\n"))
    try folder.write("in/a.txt", text.replacing("pier", with: "harbour"))
    try FileManager.default.removeItem(atPath: folder.folder("in/f.txt"))
    sleep(1)
    #expect(try Command.nightdesk(["run"] + arguments).code == 0)
    let second = try Command.nightdesk(["diff"] + arguments).output
    #expect(second.contains("- f\n") && second.contains("  a\n") && second.contains("harbour"), "\(second)")
  }

  @Test func anInputUnderAnotherNameIsNoNewArticle() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c", "d", "e", "f"] {
      try folder.write("in/\(name).txt", "Mayor Edda Quill spoke on Monday. Pier \(name) was quiet that day.\n")
    }
    let arguments = ["--input", folder.folder("in"), "--output", folder.folder("out")]
    #expect(try Command.nightdesk(["run"] + arguments).code == 0)
    try FileManager.default.moveItem(atPath: folder.folder("in/b.txt"), toPath: folder.folder("in/moved.txt"))
    try folder.write("in/g.txt", "Mayor Edda Quill spoke on Friday. Pier g was loud that day.\n")
    let plan = try Command.nightdesk(["run", "--dry-run"] + arguments).output
    #expect(plan.contains("moved: normalized: renamed from b.txt\n"), "\(plan)")
    #expect(plan.contains("g: normalized: new input\n"), "\(plan)")
    #expect(try Command.nightdesk(["why", "b"] + arguments).output.contains("is named moved.txt now"))
    sleep(1)
    #expect(try Command.nightdesk(["run"] + arguments).code == 0)
    #expect(try Command.nightdesk(["diff"] + arguments).output == "+ g\n> b -> moved\n")
  }

  @Test func whoWatchesSeesTheReportAnew() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", "Mayor Edda Quill spoke on Monday. The pier was quiet that day.\n")
    let process = Process()
    process.executableURL = Command.binary
    process.arguments = ["watch", "--input", folder.folder("in"), "--output", folder.folder("out")]
    process.environment = [:]
    process.currentDirectoryURL = folder.url
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    defer { process.terminate() }
    func version() -> String? {
      try? String(contentsOfFile: folder.folder("out/report/live-version.js"), encoding: .utf8)
    }
    func wait(for done: () -> Bool) { for _ in 0..<600 where !done() { usleep(100_000) } }
    wait { version() != nil }
    let first = try #require(version())
    #expect(first.hasPrefix("nightdesk.version(\"") && first.hasSuffix("\");\n"))
    try folder.write("in/b.txt", "Tobiah Renn spoke on Friday. The harbour was loud that day.\n")
    wait { version() != first }
    #expect(version() != first)
    let page = try String(contentsOfFile: folder.folder("out/report/live.html"), encoding: .utf8)
    #expect(page.contains("default-src 'none'") && !page.contains("unsafe") && !page.contains("<script>"))
    for name in ["live.js", "live.css"] {
      #expect(FileManager.default.fileExists(atPath: folder.folder("out/report/\(name)")))
    }
  }

  @Test func aRunWithoutTheReportLeavesItAsItIs() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", "Mayor Edda Quill spoke on Monday. The pier was quiet that day.\n")
    let arguments = ["--input", folder.folder("in"), "--output", folder.folder("out")]
    #expect(try Command.nightdesk(["run", "--no-report"] + arguments).code == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.folder("out/report")))
    #expect(try Command.nightdesk(["report", "--output", folder.folder("out")]).code == 0)
    #expect(FileManager.default.fileExists(atPath: folder.folder("out/report/index.html")))
  }

  @Test func verifyFindsOneByte() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: try SeedRun.path(), toPath: folder.folder("out"))
    #expect(try Command.nightdesk(["verify", "--output", folder.folder("out")]).code == 0)
    let file = URL(fileURLWithPath: folder.folder("out/sentences/harbour-ledger.json"))
    var data = try Data(contentsOf: file)
    data[data.count / 2] ^= 1
    try data.write(to: file)
    let outcome = try Command.nightdesk(["verify", "--output", folder.folder("out")])
    #expect(outcome.code == 65 && outcome.output.hasPrefix("sentences/harbour-ledger.json: "), "\(outcome)")
  }

  /// In a row, between two of them, and past the last.
  @Test(arguments: ["\"mentions\":": "\"mentionz\":", ",\n{": " \n{", "]}\n": "]}\n\n"])
  func verifyFindsWhatSomebodyDidToTheCorpus(text: String, other: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: try SeedRun.path(), toPath: folder.folder("out"))
    for name in ["entities", "quotes", "stories"] {
      let file = URL(fileURLWithPath: folder.folder("out/corpus/\(name).json"))
      let good = try Data(contentsOf: file)
      guard let place = good.range(of: Data(text.utf8), options: .backwards) else { continue }
      var bad = good
      bad.replaceSubrange(place, with: Data(other.utf8))
      try bad.write(to: file)
      let outcome = try Command.nightdesk(["verify", "--output", folder.folder("out")])
      #expect(
        outcome.code == 65 && outcome.output == "corpus/\(name).json: not the bytes that the last run wrote\n",
        "\(outcome)")
      try good.write(to: file)
    }
  }
}
