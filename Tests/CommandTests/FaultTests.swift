import Foundation
import Testing

/// The fault suite in its short form; `scripts/faults` is the long one.
@Suite struct FaultTests {
  @Test(arguments: [
    "kills", "signals", "calls", "short-writes", "full-disk", "journal", "artifacts", "overlaps", "moving-inputs",
    "culprits", "clocks",
    "hostile-texts", "markup",
  ])
  func nothingIsLost(kind: String) throws {
    let outcome = try Command.tool(
      "python3",
      [
        Command.root.appendingPathComponent("scripts/faults").path, "--short", "--only", kind, "--binary",
        Command.binary.path,
      ])
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
  }

  /// syncfs(2) waits for everybody's data: right after a build had written gigabytes, a run over forty articles stood still
  /// for two minutes.
  @Test func aSmallRunWaitsForItsOwnFilesOnly() throws {
    guard try Command.tool("sh", ["-c", "strace -f -o /dev/null true"]).code == 0 else { return }
    let folder = try TemporaryFolder()
    for i in 0..<3 { try folder.write("in/a\(i).txt", "Mayor Edda Quill said pier \(i) would close. It was late.\n") }
    let trace = folder.folder("trace")
    let outcome = try Command.tool(
      "strace",
      [
        "-f", "-o", trace, "-e", "trace=sync,syncfs,fsync,rename,renameat2", Command.binary.path, "run", "--input",
        folder.folder("in"), "--output", folder.folder("out"),
      ])
    #expect(outcome.code == 0, "\(outcome)")
    let calls = try String(contentsOfFile: trace, encoding: .utf8)
    #expect(!calls.contains("syncfs(") && !calls.contains(" sync("))
    // Every artifact was put in place by a rename, and waited for.
    let renamed = calls.split(separator: "\n").filter {
      $0.contains("rename") && $0.contains(".json\"") && $0.hasSuffix("= 0")
    }
    #expect(renamed.count >= 3 * 5 && calls.components(separatedBy: " fsync(").count - 1 >= renamed.count)
  }

  @Test func oddNamesAreToldApartOrRefusedByName() throws {
    let folder = try TemporaryFolder()
    let text = "Mayor Edda Quill said the pier would close. It was a long day for the town.\n"
    let names = [
      "-dash.txt", "A.txt", "a.txt", "caf\u{E9}.txt", "cafe\u{301}.txt", String(repeating: "y", count: 246) + ".txt",
    ]
    let refused = ["new\nline.txt": "name", "tab\t.txt": "name", String(repeating: "x", count: 251) + ".txt": "name"]
    for name in names + refused.keys + ["b.txt", "b.json/c.txt"] {
      let file = folder.folder("in/" + name)
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      // Foundation composes and decomposes names: the file is made by the system call.
      let descriptor = open(file, O_WRONLY | O_CREAT, 0o644)
      #expect(descriptor >= 0, "\(name)")
      _ = write(descriptor, text, text.utf8.count)
      close(descriptor)
    }
    symlink("a.txt", folder.folder("in/link.txt"))
    symlink(".", folder.folder("in/loop"))
    mkfifo(folder.folder("in/pipe.txt"), 0o644)
    let outcome = try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("out")])
    #expect(outcome.code == 1, "\(outcome.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.folder("out/index.json")))
    let index = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rows = try #require(index["documents"] as? [[String: Any]])
    let codes = rows.compactMap { ($0["error"] as? [String: Any])?["code"] as? String }.sorted()
    #expect(codes == ["id", "link", "link", "name", "name", "name", "special"])
    #expect(rows.filter { $0["status"] as? String == "ok" }.count == names.count + 1)
    let again = try Command.nightdesk([
      "run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--json",
    ])
    #expect(again.output.contains("\"changed\":0"))
  }
}
