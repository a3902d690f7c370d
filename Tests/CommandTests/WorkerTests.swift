import Foundation
import Testing

private let harbour =
  "The harbour of Vadsund reopened on Monday, Mayor Edda Quill said. \\\"We waited for three days,\\\" she told the Courier."

/// `nightdesk worker`: the protocol that engines rely on.
@Suite struct WorkerTests {
  /// Answers to lines, each as an object; the worker must end well whatever the lines were.
  private func answers(
    _ lines: [String], _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> [[String: Any]] {
    let input = Data(lines.map { $0 + "\n" }.joined().utf8)
    return try answers(input, arguments, environment: environment)
  }

  private func answers(
    _ input: Data, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> [[String: Any]] {
    let folder = try TemporaryFolder()
    let outcome = try Command.nightdesk(
      ["worker"] + arguments, in: folder.url, environment: environment, input: input)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try outcome.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func code(_ answer: [String: Any]) -> String {
    (answer["error"] as? [String: Any])?["code"] as? String ?? answer["status"] as? String ?? "?"
  }

  @Test func everyLineHasOneAnswerInItsOrder() throws {
    var lines = (0..<60).map { "{\"v\":1,\"id\":\"d\($0)\",\"text\":\"\(harbour) It was day \($0).\"}" }
    lines[20] = ""
    lines[40] = "   "
    let found = try answers(lines, ["--jobs", "4", "--artifacts", "quotes"])
    #expect(found.count == 58)
    #expect(found.compactMap { $0["seq"] as? Int } == (1...60).filter { $0 != 21 && $0 != 41 })
    #expect(found.allSatisfy { code($0) == "ok" })
    let unordered = try answers(lines, ["--jobs", "4", "--artifacts", "quotes", "--unordered"])
    #expect(Set(unordered.compactMap { $0["seq"] as? Int }) == Set(found.compactMap { $0["seq"] as? Int }))
  }

  @Test func whatIsWrongWithALineIsItsAnswer() throws {
    var input = Data()
    for line in [
      "{\"v\":1,\"id\":\"a\",\"text\":\"\(harbour)\"}", "{\"id\":\"b\",\"text\":\"cut", "[1,2]", "{\"text\":\"x\"}",
      "{\"id\":\"e\",\"text\":\"one\",\"path\":\"two\"}", "{\"v\":2,\"id\":\"f\",\"text\":\"x\"}",
      "{\"id\":\"g\",\"raw_b64\":\"!!!\"}", "{\"id\":\"h\",\"path\":\"/nowhere/at/all\"}",
      "{\"id\":\"i\",\"text\":\"\\ud800\"}", "{\"id\":\"j\",\"raw_b64\":\"JVBERi0xLjcgeA==\"}",
      "{\"id\":\"k\",\"text\":\"x\",\"opts\":{\"colour\":1}}", "{\"id\":\"l\"}", String(repeating: "[", count: 4000),
      "{\"id\":\"n\",\"text\":\"\(String(repeating: "long ", count: 2000))\"}",
    ] { input += Data((line + "\n").utf8) }
    input += Data("{\"id\":\"o\",\"text\":\"".utf8) + Data([0xFF, 0xFE]) + Data("\"}\r\n".utf8)
    // The last line has no end.
    input += Data("{\"id\":\"p\",\"text\":\"\(harbour)\"}".utf8)
    let found = try answers(input, ["--max-line", "8000"])
    #expect(
      found.map(code) == [
        "ok", "bad-json", "bad-json", "no-id", "unsupported", "unsupported", "unsupported", "unsupported", "bad-json",
        "unsupported", "unsupported", "unsupported", "bad-json", "line-too-long", "bad-utf8", "ok",
      ])
    let ids = found.map { $0["id"] as? String ?? "-" }
    #expect(ids == ["a", "b", "-", "-", "e", "f", "g", "h", "i", "j", "k", "l", "-", "-", "o", "p"])
    let offset = (found[1]["error"] as? [String: Any])?["offset"] as? Int
    #expect(offset == 21)
  }

  @Test func theArtifactsAreThoseOfARunWithoutTheirLineFeeds() throws {
    let names = ["harbour-ledger", "atlantic-courier", "meridian-post"]
    let sources = try tree(Command.seeds.path).keys.filter { name in names.contains { name.hasPrefix($0 + ".") } }
    #expect(!sources.isEmpty)
    let lines = sources.sorted().map { name in
      let file = Command.seeds.appendingPathComponent(name).path
      return
        "{\"v\":1,\"id\":\"\((name as NSString).deletingPathExtension)\",\"path\":\"\(file)\",\"source_path\":\"\(name)\"}"
    }
    let folder = try TemporaryFolder()
    let input = Data(lines.joined(separator: "\n").utf8)
    let outcome = try Command.nightdesk(["worker"], in: folder.url, input: input)
    for (name, line) in zip(sources.sorted(), outcome.output.split(separator: "\n")) {
      let id = (name as NSString).deletingPathExtension
      var wanted = "{\"artifacts\":{"
      for stage in ["entities", "normalized", "quotes", "sentences", "summaries"] {
        let file = try SeedRun.path() + "/\(stage)/\(id).json"
        let artifact = try String(contentsOfFile: file, encoding: .utf8).replacingOccurrences(of: "\n", with: "")
        wanted += "\(stage == "entities" ? "" : ",")\"\(stage)\":\(artifact)"
      }
      #expect(line.hasPrefix(wanted + "},"), "\(id) differs")
    }
  }

  @Test func theSameLinesHaveTheSameAnswersOnAnyNumberOfChildren() throws {
    let lines = (0..<40).map { "{\"v\":1,\"id\":\"d\($0)\",\"text\":\"\(harbour) It was day \($0).\"}\n" }.joined()
    let folder = try TemporaryFolder()
    let outputs = try [["--jobs", "1"], ["--jobs", "3"], ["--jobs", "3", "--flush", "line"]].map {
      try Command.nightdesk(["worker"] + $0, in: folder.url, input: Data(lines.utf8)).output
    }
    #expect(outputs[0].utf8.count > 10_000)
    #expect(outputs[1] == outputs[0])
    #expect(outputs[2] == outputs[0])
  }

  @Test(arguments: [("crash", "worker-crash"), ("hang", "timeout")])
  func aDocumentThatEndsItsProcessIsOneRow(_ fault: String, _ expected: String) throws {
    let lines = (0..<30).map { "{\"v\":1,\"id\":\"d\($0)\",\"text\":\"\(harbour) It was day \($0).\"}" }
    let found = try answers(
      lines, ["--jobs", "2", "--artifacts", "summaries", "--set", "limits.seconds=1"],
      environment: ["NIGHTDESK_FAULT": "\(fault)@quotes:d11"])
    #expect(found.count == 30)
    #expect(found.compactMap { $0["seq"] as? Int } == Array(1...30))
    #expect(found.map(code).enumerated().filter { $0.element != "ok" }.map(\.offset) == [11])
    #expect(code(found[11]) == expected)
    #expect(found[11]["id"] as? String == "d11")
  }

  @Test func aDriverThatWaitsForEachAnswerGetsIt() throws {
    let outcome = try Command.tool(
      "python3",
      [
        "-c",
        """
        import json, subprocess, sys
        worker = subprocess.Popen([sys.argv[1], "worker", "--artifacts", "quotes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for i in range(20):
            worker.stdin.write(json.dumps({"id": f"d{i}", "text": f"It rained on day {i}, the mayor said."}).encode() + b"\\n")
            worker.stdin.flush()
            answer = json.loads(worker.stdout.readline())
            assert answer["id"] == f"d{i}" and answer["seq"] == i + 1, answer
        worker.stdin.close()
        assert worker.stdout.read() == b"" and worker.wait() == 0
        """, Command.binary.path,
      ])
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func aReaderThatGoesAwayEndsTheWorkerWithItsOwnStatus() throws {
    let outcome = try Command.tool(
      "python3",
      [
        "-c",
        """
        import subprocess, sys
        line = b'{"id": "a", "text": "It rained all day, the mayor said."}\\n'
        worker = subprocess.Popen([sys.argv[1], "worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        worker.stdout.close()
        try:
            worker.stdin.write(line * 200)
            worker.stdin.close()
        except BrokenPipeError:
            pass
        assert worker.wait() == 74, worker.returncode
        """, Command.binary.path,
      ])
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func memoryIsBoundedWhateverTheLengthOfALine() throws {
    let outcome = try Command.tool(
      "python3",
      [
        "-c",
        """
        import json, os, subprocess, sys
        worker = subprocess.Popen([sys.argv[1], "worker", "--max-line", "65536"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for i in range(300):
            worker.stdin.write(b'{"id": "a", "text": "' + b"x" * (1 << 20))
        worker.stdin.write(b'"}\\n{"id": "b", "text": "It rained all day."}\\n')
        worker.stdin.flush()
        first = json.loads(worker.stdout.readline())
        assert first["error"]["code"] == "line-too-long" and first["seq"] == 1, first
        kilobytes = int(next(l for l in open(f"/proc/{worker.pid}/status") if l.startswith("VmHWM")).split()[1])
        # A sanitizer keeps a shadow of all memory, and what was freed.
        assert kilobytes < (1_600_000 if "sanitize" in sys.argv[1] else 400_000), kilobytes
        worker.stdin.close()
        assert json.loads(worker.stdout.readline())["id"] == "b"
        assert worker.wait() == 0
        """, Command.binary.path,
      ])
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func whatTheWorkerIsCanBeAsked() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.nightdesk(["worker", "--describe"], in: folder.url)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["stages"] as? [String] == ["doc", "link", "story", "quotes"])
    #expect((object["rules"] as? String)?.utf8.count == 16)
    let other = try Command.nightdesk(["worker", "--describe", "--set", "summaries.budget.words=60"], in: folder.url)
    #expect(other.output != outcome.output)
    #expect(try Command.nightdesk(["worker", "--stage", "tea"]).code == 64)
    #expect(try Command.nightdesk(["worker", "--set", "tea=1"]).code == 78)
  }
}
