import Foundation
import Testing

/// The table of exit codes, each code provoked.
@Suite struct ExitCodeTests {
  private static let article = "Mayor opens bridge\n\nThe mayor opened the bridge on Monday. “It is open,” she said.\n"

  @Test func fineIsSilent() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", Self.article)
    let outcome = try run(folder)
    #expect(outcome.code == 0)
    #expect(outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome.output)\(outcome.errors)")
  }

  @Test func aBrokenDocumentIsARowAndTheOthersAreDone() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", Self.article)
    try folder.write("in/empty.txt", "")
    try folder.write("in/binary.txt", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7) }))
    try folder.write("in/broken.xml", "<nitf><body><p>never closed")
    let outcome = try run(folder)
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("empty.txt"), "\(outcome.errors)")
    let index = try JSONSerialization.jsonObject(
      with: try Data(contentsOf: URL(fileURLWithPath: folder.folder("out/index.json"))))
    let rows = try #require((index as? [String: Any])?["documents"] as? [[String: Any]])
    #expect(rows.count == 4)
    let ok = rows.filter { $0["status"] as? String == "ok" }.compactMap { $0["id"] as? String }
    #expect(ok.contains("a") && !ok.contains("empty"))
    for row in rows where row["status"] as? String == "failed" {
      let error = try #require(row["error"] as? [String: Any])
      #expect((error["message"] as? String)?.hasSuffix(".") == true, "a sentence for people: \(error)")
    }
  }

  @Test(arguments: [["run", "--inputt", "x"], ["walk"], ["run", "--jobs", "none"]])
  func usage(_ arguments: [String]) throws {
    #expect(try Command.nightdesk(arguments).code == 64)
  }

  @Test func noDocumentUsable() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/empty.txt", "")
    #expect(try run(folder).code == 65)
  }

  @Test func noInput() throws {
    let folder = try TemporaryFolder()
    let outcome = try run(folder)
    #expect(outcome.code == 66)
    #expect(outcome.errors.contains(folder.folder("in")), "\(outcome.errors)")
  }

  @Test func theOutputIsAFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", Self.article)
    try folder.write("out", "I am a file")
    #expect(try run(folder).code == 73)
  }

  @Test func anotherRunHasTheLock() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", Self.article)
    #expect(try run(folder).code == 0)
    let lock = open(folder.folder("out/.nightdesk/lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    #expect(lock >= 0)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    #expect(try run(folder).code == 75)
    #expect(flock(lock, LOCK_UN) == 0)
    #expect(try run(folder).code == 0)
  }

  @Test func configurationTellsAllMistakesAtOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/a.txt", Self.article)
    let file = try folder.write("wrong.yaml", "workers: many\nsummaries:\n  budgett:\n    words: 50\n")
    let outcome = try Command.nightdesk([
      "run", "--config", file.path, "--input", folder.folder("in"), "--output", folder.folder("out"),
    ])
    #expect(outcome.code == 78, "\(outcome.errors)")
    #expect(outcome.errors.contains("wrong.yaml:1:") && outcome.errors.contains("wrong.yaml:3:"), "\(outcome.errors)")
    #expect(outcome.errors.contains("budget"), "the nearest right name: \(outcome.errors)")
  }

  private func run(_ folder: TemporaryFolder) throws -> Command.Outcome {
    try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("out")])
  }
}
