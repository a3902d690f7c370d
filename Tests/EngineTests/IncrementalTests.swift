import Documents
import Foundation
import Testing

@testable import Engine

@Suite struct IncrementalTests {
  @Test func aSecondRunDoesNothing() throws {
    let scratch = try Scratch()
    for i in 0..<12 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    #expect(try scratch.run().changed == 12)
    let before = try scratch.artifacts()
    let state = try Data(contentsOf: URL(fileURLWithPath: scratch.output + "/.nightdesk/state"))
    let again = try scratch.run()
    #expect(again.changed == 0 && !again.didChange)
    #expect(try scratch.artifacts() == before)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.output + "/.nightdesk/state")) == state)
  }

  /// What the corpus keeps for the next run may be damaged, lost, or another run's: that costs work and nothing else.
  @Test func aDamagedMemoryOfTheCorpusChangesNoByte() throws {
    let scratch = try Scratch()
    for i in 0..<12 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    try scratch.run()
    let names = ["corpus", "corpus-documents"].map { scratch.output + "/.nightdesk/" + $0 }
    let good = try names.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    var dice = Dice(state: 11)
    for step in 0..<24 {
      let k = step % 2
      var bytes = good[k]
      switch step / 2 % 4 {
      case 0: bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
      case 1: bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &dice))
      case 2: bytes = Data()
      default: bytes = good[1 - k]
      }
      try Data(bytes).write(to: URL(fileURLWithPath: names[k]))
      try scratch.write("a\(step % 12).txt", Scratch.article(100 + step))
      try scratch.run()
      #expect(try scratch.artifacts() == scratch.cleanArtifacts(), "step \(step)")
    }
  }

  /// Whatever is done between two runs, the second gives what a run from nothing would.
  @Test(arguments: 0..<6)
  func anyEditsGiveWhatACleanRunGives(seed: Int) throws {
    var dice = Dice(state: UInt64(seed))
    let scratch = try Scratch()
    for i in 0..<10 { try scratch.write("n\(i % 3)/a\(i).txt", Scratch.article(i)) }
    var number = 100
    for _ in 0..<8 {
      var settings: [String] = []
      for _ in 0..<Int.random(in: 0...3, using: &dice) {
        let names = try FileManager.default.subpathsOfDirectory(atPath: scratch.input).filter { $0.hasSuffix(".txt") }
          .sorted()
        let artifacts = try scratch.artifacts().keys.sorted()
        let name = names.randomElement(using: &dice)!
        number += 1
        switch Int.random(in: 0...9, using: &dice) {
        case 0, 1: try scratch.write(name, Scratch.article(number))
        case 2: try scratch.write("new/b\(number).txt", Scratch.article(number))
        case 3: if names.count > 4 { try scratch.remove(name) }
        case 4:
          try FileManager.default.moveItem(
            atPath: scratch.input + "/" + name, toPath: scratch.input + "/moved\(number).txt")
        case 5:
          if let artifact = artifacts.randomElement(using: &dice) {
            try FileManager.default.removeItem(atPath: scratch.output + "/" + artifact)
          }
        case 6:
          if let artifact = artifacts.randomElement(using: &dice) {
            try Data("{}\n".utf8).write(to: URL(fileURLWithPath: scratch.output + "/" + artifact))
          }
        case 7: settings = ["summaries.budget.sentences=\(number % 5 + 1)"]
        case 8: try scratch.write(name, Data([0xFF, 0xFE, 0x00, 0x80]))
        default: try scratch.write("n0/a0.html", "<p>One and the same id \(number). It is said twice.</p>")
        }
      }
      var options = RunOptions()
      options.allowMassDelete = true
      try scratch.run(workers: Int.random(in: 1...3, using: &dice), options: options, settings: settings)
      #expect(try scratch.artifacts() == scratch.cleanArtifacts(settings: settings))
    }
  }

  @Test func whatIsHandedOverAndWhatIsReadBackGiveTheSameBytes() throws {
    let scratch = try Scratch()
    for i in 0..<5 { try scratch.write("a\(i).txt", Scratch.article(i) + "Ünïcödé 𝒜 e\u{301}nd.\n") }
    try scratch.run()
    var options = RunOptions()
    options.readBack = true
    let other = scratch.url.path + "/other"
    try scratch.run(output: other, options: options)
    #expect(try scratch.artifacts() == scratch.artifacts(other))
  }

  @Test func oneTwoAndEightWorkersGiveTheSameBytes() throws {
    let scratch = try Scratch()
    for i in 0..<40 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    let all = try [1, 2, 8].map { workers in
      let output = scratch.url.path + "/out\(workers)"
      try scratch.run(output: output, workers: workers)
      return try scratch.artifacts(output)
    }
    #expect(all[0] == all[1] && all[1] == all[2])
  }

  @Test func anEditOfTheSourceThatLeavesTheTextEndsAtNormalization() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", Scratch.article(1))
    try scratch.run()
    try scratch.write("a.txt", Scratch.article(1).replacing("\n\n", with: "\n\n\n\n"))
    let before = try scratch.artifacts()
    try scratch.run()
    let after = try scratch.artifacts()
    let changed = after.keys.filter { after[$0] != before[$0] }.sorted()
    #expect(changed == ["index.json", "normalized/a.json"])
  }

  @Test func vanishedInputsStayWhenTheyAreMany() throws {
    let scratch = try Scratch()
    for i in 0..<10 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    try scratch.run()
    try scratch.remove("a0.txt")
    try scratch.remove("a1.txt")
    #expect(try scratch.run().removed == 2)
    for i in 2..<6 { try scratch.remove("a\(i).txt") }
    let kept = try scratch.run()
    #expect(kept.vanished == 4 && kept.removed == 0 && kept.ok == 8)
    #expect(FileManager.default.fileExists(atPath: scratch.output + "/sentences/a3.json"))
    var options = RunOptions()
    options.allowMassDelete = true
    #expect(try scratch.run(options: options).removed == 4)
    #expect(try scratch.artifacts() == scratch.cleanArtifacts())
  }

  /// Read within the clock's grain of being written, an input's times are not kept; its size must be, or it is not found
  /// again under another name.
  @Test(arguments: [0, 40_000])
  func renamedInputsDidNotVanish(pause: UInt32) throws {
    let scratch = try Scratch()
    for i in 0..<4 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(pause)
    try scratch.run()
    for i in 0..<4 {
      try FileManager.default.moveItem(atPath: "\(scratch.input)/a\(i).txt", toPath: "\(scratch.input)/b\(i).txt")
    }
    #expect(try scratch.run().vanished == 0)
    #expect(try scratch.artifacts() == scratch.cleanArtifacts())
  }

  /// A renamed input used to go through all stages again.
  @Test func aRenamedInputIsWrittenAnewAndNoStageRuns() throws {
    let scratch = try Scratch()
    for i in 0..<6 { try scratch.write("2026/11/a\(i).txt", Scratch.article(i)) }
    try scratch.write(
      "page.html",
      "<html><head><title>Pier 9 closes</title></head><body><article><h1>Pier 9 closes</h1><p>"
        + Scratch.article(9).split(separator: "\n").dropFirst().joined(separator: "</p><p>")
        + "</p></article></body></html>")
    try scratch.write(
      "feed.xml",
      "<rss><channel><title>Wessing</title>"
        + (20..<23).map {
          "<item><guid>g\($0)</guid><title>Pier \($0)</title><description>\(Scratch.article($0))</description></item>"
        }.joined() + "</channel></rss>")
    usleep(30_000)
    try scratch.run()
    let names = [
      ("2026/11/a0.txt", "2026/11/z0.txt"), ("2026/11/a1.txt", "b.txt"), ("page.html", "é/p.html"),
      ("feed.xml", "f2.xml"),
    ]
    for (old, new) in names {
      let target = URL(fileURLWithPath: "\(scratch.input)/\(new)")
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: "\(scratch.input)/\(old)", toPath: target.path)
    }
    let outcome = try scratch.run()
    #expect(outcome.nanoseconds == [0, 0, 0, 0, 0])
    #expect(outcome.changed == 6 && outcome.removed == 6)
    #expect(try scratch.artifacts() == scratch.cleanArtifacts())
    #expect(try scratch.run().didChange == false)
    // Another extension may be read otherwise; an artifact that was edited is not taken over.
    try FileManager.default.moveItem(atPath: "\(scratch.input)/2026/11/a2.txt", toPath: "\(scratch.input)/c.md")
    try FileManager.default.moveItem(atPath: "\(scratch.input)/2026/11/a3.txt", toPath: "\(scratch.input)/d.txt")
    try Data("{}\n".utf8).write(to: URL(fileURLWithPath: scratch.output + "/quotes/2026/11/a3.json"))
    #expect(try scratch.run().nanoseconds[Stage.quotes.rawValue] > 0)
    #expect(try scratch.artifacts() == scratch.cleanArtifacts())
  }

  @Test func theFirstByPathHasAnIdAndTheOtherIsARow() throws {
    let scratch = try Scratch()
    try scratch.write("a.txt", Scratch.article(1))
    try scratch.run()
    try scratch.write("a.md", Scratch.article(2))
    let outcome = try scratch.run()
    #expect(outcome.ok == 1 && outcome.failed == 1)
    let index = String(decoding: try scratch.artifacts()["index.json"]!, as: UTF8.self)
    #expect(index.contains("\"id\":\"a.txt\"") && index.contains("The id a is that of a.md already"))
    try scratch.remove("a.md")
    var options = RunOptions()
    options.allowMassDelete = true
    #expect(try scratch.run(options: options).ok == 1)
    #expect(try scratch.artifacts() == scratch.cleanArtifacts())
  }

  /// An article of a feed may have the id of a file in a folder of the feed's name. Where one of the two was as before,
  /// both had the id, and each run wrote the artifacts of the other over those of the one.
  @Test func aFileWithTheIDOfAFeedsArticleIsToldEachRunWhicheverCameFirst() throws {
    let scratch = try Scratch()
    func feed(_ keys: [String]) throws {
      try scratch.write(
        "n/feed.xml",
        "<rss><channel><title>Wessing</title>"
          + keys.map { key in
            "<item><guid>\(key)</guid><title>Pier \(key)</title><description>\(Scratch.article(20))</description></item>"
          }.joined() + "</channel></rss>")
    }
    func step(failed: Int, _ what: String) throws {
      usleep(30_000)
      var options = RunOptions()
      options.allowMassDelete = true
      #expect(try scratch.run(options: options).failed == failed, "\(what)")
      #expect(try scratch.artifacts() == scratch.cleanArtifacts(), "\(what)")
      usleep(30_000)
      let again = try scratch.run()
      #expect(again.failed == failed && !again.didChange, "\(what)")
      #expect(try scratch.artifacts() == scratch.cleanArtifacts(), "\(what)")
    }
    try feed(["one", "two"])
    for i in 1...3 { try scratch.write("n/other\(i).txt", Scratch.article(i)) }
    try scratch.run()
    try scratch.write("n/feed/one.txt", Scratch.article(4))
    try step(failed: 1, "the file came later")
    try feed(["one", "three"])
    try step(failed: 1, "the feed changed")
    try scratch.write("n/feed/three.txt", Scratch.article(5))
    try scratch.write("n/feed/four.txt", Scratch.article(6))
    try step(failed: 2, "two files more")
    try feed(["four"])
    try step(failed: 1, "the feed gave ids up and took one")
    try scratch.remove("n/feed.xml")
    try step(failed: 0, "the feed is gone")
    try feed(["three"])
    try step(failed: 1, "the feed came later")
    try scratch.write(
      "n/feed.json", #"[{"id": "one", "title": "Pier", "text": "Pier 1 closed on Monday. Nobody was hurt."}]"#)
    try scratch.write("n/feed/one/five.txt", Scratch.article(7))
    try scratch.write("n/feed/two.txt", Scratch.article(8))
    usleep(30_000)
    try scratch.run()
    #expect(try scratch.artifacts() == scratch.cleanArtifacts())
  }

  @Test func everyRemakeHasItsReason() throws {
    let scratch = try Scratch()
    for i in 0..<6 { try scratch.write("a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    try scratch.run()
    try scratch.write("a0.txt", Scratch.article(50))
    try FileManager.default.removeItem(atPath: scratch.output + "/quotes/a1.json")
    try Data("x".utf8).write(to: URL(fileURLWithPath: scratch.output + "/entities/a2.json"))
    try scratch.write("b.txt", Scratch.article(60))
    try scratch.remove("a5.txt")
    func explanation(_ settings: [String]) throws -> [String] {
      var configuration = try ConfigurationReader.read(file: nil, settings: settings)
      configuration.input = scratch.input
      configuration.output = scratch.output
      let explanation = try Run(configuration).explain()
      return explanation.items.map(\.text) + explanation.gone.map { "gone \($0)" }
    }
    #expect(
      try explanation([]) == [
        "a0: normalized: the input changed", "a1: quotes: the artifact is missing",
        "a2: entities: the artifact was edited", "b: normalized: new input", "gone a5.txt",
      ])
    #expect(
      try explanation(["summaries.budget.sentences=2"]).contains(
        "a3: summaries: option summaries.budget.sentences 3 -> 2"))
  }
}
