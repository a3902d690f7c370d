import Foundation
import Testing

/// The same input gives the same bytes, whatever is around it.
@Suite struct DeterminismTests {
  @Test(arguments: [1, 2, 8])
  func workers(_ jobs: Int) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.nightdesk([
      "run", "--input", Command.seeds.path, "--output", folder.folder("out"), "--jobs", "\(jobs)",
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    expectSame(try tree(folder.folder("out")), try tree(try SeedRun.path()))
  }

  @Test func anotherFolderFilledInAnotherOrder() throws {
    let folder = try TemporaryFolder()
    let names = try tree(Command.seeds.path).sorted { $0.key > $1.key }
    for (name, data) in names { try folder.write("elsewhere with spaces/\(name)", data) }
    let outcome = try Command.nightdesk([
      "run", "--input", folder.folder("elsewhere with spaces"), "--output", folder.folder("out"),
    ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    expectSame(try tree(folder.folder("out")), try tree(try SeedRun.path()))
  }

  @Test func anotherLocaleAndTimeZone() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.nightdesk(
      ["run", "--input", Command.seeds.path, "--output", folder.folder("out")],
      environment: ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"])
    #expect(outcome.code == 0, "\(outcome.errors)")
    expectSame(try tree(folder.folder("out")), try tree(try SeedRun.path()))
  }

  @Test func aStageThatReadsItsInputFromDiskGivesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let arguments = ["--input", Command.seeds.path, "--output", folder.folder("out")]
    #expect(try Command.nightdesk(["run"] + arguments).code == 0)
    // Without the artifacts of the last stages these must be made from the ones on disk.
    for stage in ["quotes", "summaries", "corpus"] {
      try FileManager.default.removeItem(atPath: folder.folder("out/\(stage)"))
    }
    let outcome = try Command.nightdesk(["run"] + arguments)
    #expect(outcome.code == 0, "\(outcome.errors)")
    expectSame(try tree(folder.folder("out")), try tree(try SeedRun.path()))
  }

  @Test func aSecondRunRewritesNothing() throws {
    let folder = try TemporaryFolder()
    let arguments = ["run", "--input", Command.seeds.path, "--output", folder.folder("out")]
    #expect(try Command.nightdesk(arguments).code == 0)
    let before = try times(folder.folder("out"))
    #expect(before.count > 40)
    #expect(try Command.nightdesk(arguments).code == 0)
    #expect(try times(folder.folder("out")) == before)
  }

  private func expectSame(_ found: [String: Data], _ wanted: [String: Data]) {
    #expect(wanted.count > 40, "the run over the seeds wrote only \(wanted.count) files")
    #expect(found.keys.sorted() == wanted.keys.sorted())
    for (name, data) in wanted where found[name] != nil { #expect(found[name] == data, "\(name) differs") }
  }

  private func times(_ folder: String) throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try tree(folder).keys {
      var status = stat()
      #expect(stat(folder + "/" + name, &status) == 0)
      result[name] = "\(status.st_ino) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
    return result
  }
}
