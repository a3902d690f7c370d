import Foundation
import Testing

/// A folder of articles done in shares, then put together.
@Suite struct ShardTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func shard(_ number: Int, of count: Int, _ input: String, _ more: [String] = []) throws -> Command.Outcome {
    try Command.nightdesk(
      ["run", "--input", input, "--output", folder.folder("part-\(number)"), "--shard", "\(number)/\(count)"] + more)
  }

  private func merge(_ count: Int, _ more: [String] = []) throws -> Command.Outcome {
    try Command.nightdesk(
      ["merge"] + (0..<count).map { folder.folder("part-\($0)") } + ["--output", folder.folder("out")] + more)
  }

  @Test(arguments: [1, 3, 8])
  func shardsAndTheirMergeGiveTheBytesOfOneRun(_ count: Int) throws {
    for number in 0..<count {
      let outcome = try shard(number, of: count, Command.seeds.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        try !tree(folder.folder("part-\(number)")).keys.contains { $0.hasPrefix("corpus/") || $0.hasPrefix("report/") })
    }
    let outcome = try merge(count)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let (found, wanted) = (try tree(folder.folder("out")), try tree(try SeedRun.path()))
    #expect(wanted.count > 40)
    #expect(found.keys.sorted() == wanted.keys.sorted())
    for (name, data) in wanted where found[name] != nil { #expect(found[name] == data, "\(name) differs") }
    // A run over the same input finds that all is done, and so does a second merge.
    let run = try Command.nightdesk([
      "run", "--input", Command.seeds.path, "--output", folder.folder("out"), "--json",
    ])
    #expect(run.output.contains("\"changed\":0,"), "\(run.output)")
    #expect(try merge(count).code == 0)
    #expect(try tree(folder.folder("out")) == wanted)
  }

  @Test func aMergeFollowsItsShards() throws {
    let story = "The ferry to Port Ellory sails again from Monday, Captain Isolde Marrin said in the harbour office."
    for i in 0..<12 { try folder.write("in/a\(i).txt", "\(story) It was boat number \(i) of the fleet.\n") }
    for number in 0..<2 { #expect(try shard(number, of: 2, folder.folder("in")).code == 0) }
    #expect(try merge(2).code == 0)
    try FileManager.default.removeItem(atPath: folder.folder("in/a3.txt"))
    try folder.write("in/a4.txt", "\(story) Its new paint is green.\n")
    try folder.write("in/b.txt", Data([0x25, 0x50, 0x44, 0x46, 0x2D, 0x31]))
    for number in 0..<2 { #expect(try shard(number, of: 2, folder.folder("in")).code < 2) }
    #expect(try merge(2).code == 1)
    let whole = try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("whole")])
    #expect(whole.code == 1)
    func artifacts(_ name: String) throws -> [String: Data] {
      try tree(folder.folder(name)).filter { !$0.key.hasPrefix("report/") }
    }
    #expect(try artifacts("out") == artifacts("whole"))
  }

  @Test func anIdThatTwoInputsClaimIsTheFirstOnesAsInOneRun() throws {
    let feed = """
      <rss version="2.0"><channel><title>Courier</title><item><title>Harbour opens</title>
      <guid isPermaLink="false">x</guid><description>The harbour opened on Monday, the mayor said, after a long storm.</description></item>
      <item><title>Harbour closes</title><guid isPermaLink="false">y</guid><description>The harbour closed on Friday, the mayor said, for a week.</description></item>
      </channel></rss>
      """
    for i in 0..<9 {
      try folder.write("in/feed\(i).xml", feed)
      try folder.write(
        "in/feed\(i)/x.txt", "The lighthouse was painted on Friday, its keeper said, for the first time.\n")
    }
    for number in 0..<4 { #expect(try shard(number, of: 4, folder.folder("in")).code < 2) }
    #expect(try merge(4).code == 1)
    #expect(
      try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("whole")]).code == 1)
    let (found, wanted) = (try tree(folder.folder("out")), try tree(folder.folder("whole")))
    #expect(found["index.json"] == wanted["index.json"])
    #expect(found.filter { !$0.key.hasPrefix("report/") } == wanted.filter { !$0.key.hasPrefix("report/") })
  }

  @Test func whatIsNoWholeSetOfShardsIsRefused() throws {
    for number in 0..<3 { #expect(try shard(number, of: 3, Command.seeds.path).code == 0) }
    let missing = try merge(2)
    #expect(missing.code == 65)
    #expect(missing.errors.contains("missing: 2/3"))
    let other = try merge(3, ["--set", "summaries.budget.words=40"])
    #expect(other.code == 65)
    #expect(other.errors.contains("summaries.budget"), "\(other.errors)")
    let whole = try Command.nightdesk(["merge", try SeedRun.path(), "--output", folder.folder("out")])
    #expect(whole.code == 65)
    #expect(whole.errors.contains("no run with --shard"))
    #expect(!FileManager.default.fileExists(atPath: folder.folder("out/index.json")))
    #expect(try shard(3, of: 3, Command.seeds.path).code == 64)
    #expect(try merge(4).code == 66)
  }

  @Test func aShardWhoseArtifactWasEditedIsNotMerged() throws {
    for number in 0..<2 { #expect(try shard(number, of: 2, Command.seeds.path).code == 0) }
    let name = try #require(try tree(folder.folder("part-0")).keys.filter { $0.hasPrefix("quotes/") }.min())
    try folder.write("part-0/\(name)", "{}\n")
    let outcome = try merge(2)
    #expect(outcome.code == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("changed after its run"))
    #expect(try shard(0, of: 2, Command.seeds.path).code == 0)
    #expect(try merge(2).code == 0)
  }

  @Test func theClusterExamplesAgreeWithThemselves() throws {
    let files = try ["shards", "merge"].map {
      try String(contentsOf: Command.root.appendingPathComponent("docs/kubernetes/\($0).yaml"), encoding: .utf8)
    }
    let count = try #require(files[0].firstMatch(of: /completions: (\d+)/)?.1)
    #expect(files[0].contains("$JOB_COMPLETION_INDEX/\(count)\""))
    let shards = files[1].matches(of: /\/work\/shard-(\d+)/).compactMap { Int($0.1) }
    #expect(shards == Array(0..<(try #require(Int(count)))))
    for code in files.flatMap({ $0.matches(of: /values: \[([^\]]*)\]/).map(\.1) }).flatMap({ $0.split(separator: ",") })
    {
      let help = try Command.nightdesk(["--help"]).output
      #expect(help.contains("\(code.trimmingCharacters(in: .whitespaces))  "))
    }
  }
}
