import Foundation
import Testing

@testable import Engine

@Suite struct StateTests {
  /// Runs over `scratch` and expects what a clean run gives, and then a run that does nothing.
  private func expectMended(_ scratch: Scratch, _ clean: [String: Data], _ what: String) throws {
    try scratch.run()
    #expect(try scratch.artifacts() == clean, "\(what)")
    #expect(try scratch.run().didChange == false, "\(what)")
  }

  @Test func aStateDamagedAnywhereCostsWorkAndNothingElse() throws {
    let scratch = try Scratch()
    for i in 0..<3 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    try scratch.run()
    let clean = try scratch.artifacts()
    let state = URL(fileURLWithPath: scratch.output + "/.nightdesk/state")
    let good = try Data(contentsOf: state)
    var dice = Dice(state: 7)
    for step in 0..<60 {
      let (bytes, at) = good.damaged(step, &dice)
      try bytes.write(to: state)
      try expectMended(scratch, clean, "step \(step) at \(at)")
    }
  }

  @Test func whatAKilledRunLeftBehindIsSweptUp() throws {
    let scratch = try Scratch()
    for i in 0..<3 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    try scratch.run()
    let clean = try scratch.artifacts()
    for name in ["sentences/ghost.json", "normalized/deep/ghost.json"] {
      let file = URL(fileURLWithPath: scratch.output + "/" + name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("{\"schema\":\"nightdesk/\(name.split(separator: "/")[0])@1\"}\n".utf8).write(to: file)
    }
    try Data("half".utf8).write(to: URL(fileURLWithPath: scratch.output + "/quotes/.nightdesk-1-2.tmp"))
    try FileManager.default.removeItem(atPath: scratch.output + "/.nightdesk/state")
    try expectMended(scratch, clean, "after the state was lost")
  }

  /// A folder over which a run went well and the next was killed after it had begun; with the artifacts of the first.
  private func begunAfterACleanRun() throws -> (scratch: Scratch, clean: [String: Data]) {
    let scratch = try Scratch()
    for i in 0..<3 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    try scratch.run()
    let clean = try scratch.artifacts()
    try State(output: scratch.output, unsynced: Unsynced()).begin()
    return (scratch, clean)
  }

  /// A run that was killed before it wrote its first batch used to leave the state clean, and its artifacts for ever.
  @Test func aRunThatWasKilledEarlyIsSweptUpAfterACleanOne() throws {
    let (scratch, clean) = try begunAfterACleanRun()
    try Data("{\"schema\":\"nightdesk/sentences@1\"}\n".utf8).write(
      to: URL(fileURLWithPath: scratch.output + "/sentences/gone.json"))
    try Data("half".utf8).write(to: URL(fileURLWithPath: scratch.output + "/quotes/.nightdesk-1-2.tmp"))
    try expectMended(scratch, clean, "after a run that only began")
  }

  /// One of 300 kills hit a run that was writing corpus/: the half of a file stayed there for ever.
  @Test func halfAFileOfTheCorpusIsSweptUpToo() throws {
    let (scratch, clean) = try begunAfterACleanRun()
    let halves = ["corpus", ".nightdesk", ".nightdesk/runs"].map { scratch.output + "/" + $0 + "/.nightdesk-1-2.tmp" }
    for half in halves {
      let file = URL(fileURLWithPath: half)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("half".utf8).write(to: file)
    }
    try expectMended(scratch, clean, "after a run that was killed over corpus/")
    #expect(halves.filter { FileManager.default.fileExists(atPath: $0) } == [])
  }

  @Test func anInputThatWasOnlyTouchedLeavesTheStateClean() throws {
    let scratch = try Scratch()
    for i in 0..<3 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    try scratch.run()
    try scratch.write("a0.txt", Scratch.article(0))
    usleep(30_000)
    #expect(try scratch.run().changed == 0)
    #expect(State(output: scratch.output, unsynced: Unsynced()).isClean)
    #expect(try scratch.run().didChange == false)
  }

  @Test func whatChangedJustNowIsKnownByItsSizeOnly() {
    let edit: Int64 = 1_700_000_000_000_000_000
    let stamp = FileStamp(size: 321, modified: 5, changed: edit, inode: 9)
    let soon = StateTime.trusted(stamp, at: edit + 10_000_000)
    #expect(soon == FileStamp(size: 321, modified: 0, changed: 0, inode: 0))
    #expect(StateTime.trusted(stamp, at: edit + 60_000_000) == stamp)
  }

  @Test func aRowComesBackAsItWas() {
    var document = DocumentRow(id: "é/x", key: "k", status: .skipped)
    document.code = "language"
    document.message = "Un autre\u{2028}mot."
    document.language = "fr"
    document.content = Digest(of: [1, 2])
    document[.normalized] = ArtifactRow(
      settings: Digest(of: [3]), inputs: Digest(of: [4]), body: Digest(of: [5]),
      stamp: FileStamp(size: -1, modified: .max, changed: .min, inode: .max))
    let row = SourceRow(
      path: "é.txt", stamp: .unknown, sha256: Digest(of: [6]), settings: .none,
      documents: [document, .failed("z", "empty", "It is empty.")])
    var w = RecordWriter()
    w.source(row)
    let whole = w.bytes
    whole.withUnsafeBytes { bytes in
      var r = RecordReader(bytes)
      #expect(r.source() == row && r.isDone)
      for count in 0..<whole.count {
        var r = RecordReader(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
        _ = r.source()
        #expect(!r.isDone)
      }
    }
  }
}
