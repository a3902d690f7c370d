import enum Documents.ByteOrder
import Foundation
import Testing

@testable import Engine

/// What stands of many inputs: the order of a walk, the state's blocks, and index.json as rows come by.
@Suite struct ManyRowsTests {
  private static func document(_ id: String, _ n: Int) -> DocumentRow {
    var row = DocumentRow(id: id, status: [.ok, .ok, .skipped, .failed][n % 4])
    row.language = n % 7 == 0 ? "" : "en"
    row.published = n % 3 == 0 ? "" : "2026-11-\(10 + n % 20)"
    row.content = Digest(of: [UInt8(n & 255), 1])
    row.isComplete = n % 2 == 0
    if row.status != .ok { (row.code, row.message) = ("c\(n % 3)", "It says “\(n)”.") }
    if n % 5 == 0 { row.corrected = [.quotes: ["correction:a.yaml:\(n)"]] }
    for stage in Stage.allCases where row.status == .ok || stage == .normalized && row.status == .skipped {
      row[stage] = ArtifactRow(
        settings: Digest(of: [UInt8(stage.rawValue)]), inputs: Digest(of: [2, UInt8(n & 255)]),
        body: Digest(of: [3, UInt8(n & 255), UInt8(stage.rawValue)]),
        stamp: FileStamp(size: Int64(n), modified: .min, changed: .max, inode: UInt64(n)))
    }
    return row
  }

  private static func source(_ path: String, _ n: Int) -> SourceRow {
    let base = DocumentID.base(of: path)
    // Some hold several articles, some none that could be read.
    let documents = n % 6 == 1 ? (0..<3).map { document("\(base)/k\($0)", n + $0) } : [document(base, n)]
    return SourceRow(
      path: path, stamp: FileStamp(size: Int64(n), modified: 1, changed: 2, inode: 3),
      sha256: Digest(of: [UInt8(n & 255)]),
      settings: Digest(of: [9]), documents: documents)
  }

  /// Names whose order as paths is not that of their ids.
  private static let paths = [
    "a.txt", "a-b.txt", "a b.txt", "a.b.txt", "a/b.txt", "a/b/c.html", "a.x/y.txt", "a-/z.txt", "a!.txt", "b.txt.gz",
    "b.html",
    "é.txt", "e\u{301}.txt", "a/b-1.txt", "a/b/k1.txt", "2026/11/24/x.md", "2026/11/24.md", "2026-11.md", "-x.txt",
    "zz",
  ]

  private func many(_ count: Int) -> [SourceRow] {
    (Self.paths + (0..<max(0, count - Self.paths.count)).map { "n/\($0 % 10)/m\($0).txt" }).enumerated().map {
      Self.source($1, $0)
    }
  }

  private func inOrder(_ rows: [SourceRow]) -> [SourceRow] {
    rows.sorted { a, b in
      let order = ByteOrder.compare(DocumentID.base(of: a.path), DocumentID.base(of: b.path))
      return order != 0 ? order < 0 : ByteName(a.path) < ByteName(b.path)
    }
  }

  /// A state file of these rows, in blocks.
  private func write(_ rows: [SourceRow], _ output: String) throws {
    let state = State(output: output, unsynced: Unsynced())
    var batch = State.Batch()
    for row in rows { batch.source(row) }
    try state.append(batch)
    let again = State(output: output, unsynced: Unsynced())
    let rewriting = try #require(again.rewriting())
    again.batches { rows in for row in rows { try? rewriting.add(row) } }
    try again.replace(rewriting, corpus: [], Settings([]), index: nil)
  }

  private func all(_ state: State, _ replacing: [ByteName: SourceRow?] = [:]) -> [SourceRow] {
    var rows: [SourceRow] = []
    state.batches(replacing: replacing) { rows += $0.map(\.row) }
    return rows
  }

  @Test func rowsComeBackFromBlocksInOrder() throws {
    let scratch = try Scratch()
    let rows = many(900)
    try write(rows.shuffled(), scratch.output)
    let state = State(output: scratch.output, unsynced: Unsynced())
    #expect(state.recorded == 0 && !state.isEmpty && state.isClean)
    let isSame = all(state) == inOrder(rows)
    #expect(isSame)
    #expect(state.newest == rows.flatMap(\.documents).map(\.published).max())
  }

  @Test func whatWasRecordedLaterStandsForTheRowsInBlocks() throws {
    let scratch = try Scratch()
    var rows = many(600)
    try write(rows, scratch.output)
    let state = State(output: scratch.output, unsynced: Unsynced())
    var dice = Dice(state: 11)
    var batch = State.Batch()
    var replacing: [ByteName: SourceRow?] = [:]
    var used: Set<ByteName> = []
    for step in 0..<120 {
      let at = Int.random(in: 0..<rows.count, using: &dice)
      // What a run says of a row holds, whatever was recorded of it: each is changed once.
      guard used.insert(ByteName(rows[at].path)).inserted else { continue }
      let isRecorded = step % 2 == 0
      switch step % 3 {
      case 0:
        let gone = rows.remove(at: at).path
        if isRecorded { batch.gone(gone) } else { replacing[ByteName(gone)] = .some(nil) }
      default:
        let row = Self.source(step % 3 == 1 ? rows[at].path : "new/\(step).txt", 1000 + step)
        rows.removeAll { ByteName($0.path) == ByteName(row.path) }
        rows.append(row)
        used.insert(ByteName(row.path))
        if isRecorded { batch.source(row) } else { replacing[ByteName(row.path)] = .some(row) }
      }
    }
    try state.append(batch)
    let later = State(output: scratch.output, unsynced: Unsynced())
    #expect(later.recorded > 0)
    let isSame = all(later, replacing) == inOrder(rows)
    #expect(isSame)
  }

  /// A run holds none of its own rows once they are recorded.
  @Test func whatARunRecordsIsReadBackFromTheFile() throws {
    let scratch = try Scratch()
    let state = State(output: scratch.output, unsynced: Unsynced())
    var rows = many(700)
    for chunk in stride(from: 0, to: rows.count, by: 64) {
      var batch = State.Batch()
      for row in rows[chunk..<min(chunk + 64, rows.count)].shuffled() { batch.source(row) }
      try state.append(batch)
    }
    var batch = State.Batch()
    let gone = rows.remove(at: 300).path
    batch.gone(gone)
    rows[5].documents[0].language = "xx"
    batch.source(rows[5])
    try state.append(batch)
    let isSame = all(state) == inOrder(rows)
    #expect(isSame)
    let other = rows.remove(at: 17)
    var replacing: [ByteName: SourceRow?] = [:]
    replacing[ByteName(other.path)] = .some(nil)
    let isSameWithout = all(state, replacing) == inOrder(rows)
    #expect(isSameWithout)
  }

  @Test func aDayOfWhichNoArticleIsLeftIsNotTheNewest() throws {
    let scratch = try Scratch()
    let state = State(output: scratch.output, unsynced: Unsynced())
    var rows = [Self.source("a.txt", 1), Self.source("b.txt", 2)]
    rows[0].documents[0].published = "2026-11-24"
    rows[1].documents[0].published = "2026-11-25"
    var batch = State.Batch()
    for row in rows { batch.source(row) }
    try state.append(batch)
    #expect(State(output: scratch.output, unsynced: Unsynced()).newest == "2026-11-25")
    batch = State.Batch()
    batch.gone("b.txt")
    try state.append(batch)
    #expect(State(output: scratch.output, unsynced: Unsynced()).newest == "2026-11-24")
  }

  @Test func aRowThatIsDamagedOnTheDiskDuringTheRunCountsAsGone() throws {
    let scratch = try Scratch()
    let state = State(output: scratch.output, unsynced: Unsynced())
    let rows = many(100)
    var batch = State.Batch()
    for row in rows { batch.source(row) }
    try state.append(batch)
    let path = scratch.output + "/.nightdesk/state"
    let handle = try #require(FileHandle(forUpdatingAtPath: path))
    try handle.seek(toOffset: UInt64(try Data(contentsOf: URL(fileURLWithPath: path)).count - 20))
    try handle.write(contentsOf: Data([0x5A, 0xA5]))
    try handle.close()
    let isSame = all(state) == inOrder(rows.dropLast())
    #expect(isSame)
    #expect(!state.isClean)
  }

  @Test func aBlockThatIsCutOrChangedIsNoBlock() throws {
    var writer = BlockWriter()
    for row in inOrder(many(30)) { writer.add(row) }
    let good = writer.take(9)
    func block(_ bytes: [UInt8]) -> Block? {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
      memory.copyBytes(from: bytes)
      return Block(memory)
    }
    #expect(block(good)?.count == 30)
    for count in stride(from: 0, to: good.count, by: 7) { #expect(block(Array(good.prefix(count))) == nil) }
    var dice = Dice(state: 5)
    for _ in 0..<3000 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      // Its checksum would tell; what is read of it must in any case stay within it.
      guard let block = block(bytes) else { continue }
      for place in 0..<block.count { _ = block.row(place).row }
    }
  }

  /// The state of eighty articles is in blocks; that of three, as elsewhere, is not.
  @Test func aStateInBlocksDamagedAnywhereCostsWorkAndNothingElse() throws {
    let scratch = try Scratch()
    for i in 0..<80 { try scratch.write("d\(i % 4)/a\(i).txt", Scratch.article(i)) }
    usleep(30_000)
    try scratch.run()
    #expect(State(output: scratch.output, unsynced: Unsynced()).recorded == 0)
    let clean = try scratch.artifacts()
    #expect(try scratch.run().didChange == false)
    let state = URL(fileURLWithPath: scratch.output + "/.nightdesk/state")
    let good = try Data(contentsOf: state)
    var dice = Dice(state: 7)
    for step in 0..<9 {
      let (bytes, at) = good.damaged(step, &dice)
      try bytes.write(to: state)
      try scratch.run()
      #expect(try scratch.artifacts() == clean, "step \(step) at \(at)")
      #expect(try scratch.run().didChange == false, "step \(step) at \(at)")
    }
  }

  // MARK: Order

  @Test func aWalkGivesFilesInTheOrderOfTheirBases() throws {
    let scratch = try Scratch()
    for path in Self.paths where !["zz"].contains(path) { try scratch.write(path, "x") }
    let walk = try Walk.below(scratch.input, include: [], exclude: [], depth: 9, skip: nil)
    let rows = walk.places.map { Self.source(walk.path($0), 0) }
    #expect(rows.map { ByteName($0.path) } == inOrder(rows).map { ByteName($0.path) })
    #expect(Set(rows.map { ByteName($0.path) }) == Set(Self.paths.filter { $0 != "zz" }.map { ByteName($0) }))
    let shared = walk.places.filter { walk.entry($0).isShared }.map { walk.path($0) }
    #expect(shared == ["b.html", "b.txt.gz"])
  }

  /// The ids of rows as one list would give them: failed ones give way where an id is another's.
  private func listed(_ rows: [SourceRow]) -> [String] {
    var documents = rows.sorted { ByteName($0.path) < ByteName($1.path) }.flatMap(\.documents)
    var taken = Set(documents.filter { $0.status != .failed }.map { ByteName($0.id) })
    for i in documents.indices where documents[i].status == .failed {
      while !taken.insert(ByteName(documents[i].id)).inserted { documents[i].id += "%" }
    }
    return documents.map(\.id).sorted { ByteName($0) < ByteName($1) }
  }

  @Test func documentsComeByIdHoweverTheirInputsAreNamed() throws {
    var dice = Dice(state: 3)
    for round in 0..<40 {
      var rows = many(60).filter { _ in Bool.random(using: &dice) }
      // Rows that failed under an id that is another's, or nearly.
      for (i, path) in Self.paths.enumerated() where (i + round) % 3 == 0 {
        let id = ["a", "a/b", "a/b%", "b", "a-b"][(i + round) % 5]
        guard ByteOrder.compare(DocumentID.base(of: path), id) <= 0 else { continue }
        rows.removeAll { ByteName($0.path) == ByteName(path) }
        var row = Self.source(path, 0)
        row.documents = [.failed(id, "unreadable", "No.")]
        rows.append(row)
      }
      var writer = BlockWriter()
      for row in inOrder(rows) { writer.add(row) }
      guard let block = writer.block() else { continue }
      var order = DocumentOrder()
      var ids: [String] = []
      func take(_ item: DocumentOrder.Item) { ids.append(item.withID { String(decoding: $0, as: UTF8.self) }) }
      for place in 0..<block.count { try order.next(block.row(place)) { item throws(SystemError) in take(item) } }
      try order.next(nil) { item throws(SystemError) in take(item) }
      #expect(ids.map { ByteName($0) } == listed(rows).map { ByteName($0) })
    }
  }
}
