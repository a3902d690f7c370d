internal import CFacade
import Glibc

/// What earlier runs did: OUTPUT/.nightdesk/state, a file of records that is only ever appended to, or replaced whole.
///
/// A record is its length, its CRC-32 and its payload; the later of two records about one thing holds. Reading ends at the
/// first record that is damaged: what stood behind it is forgotten, and made again.
///
/// Most rows lie in blocks, which stand first, in order, and are read when rows are gone through and not kept: what a run
/// holds of the state is what was recorded since the blocks were written, and one block.
final class State {
  /// What was recorded since the blocks were written, by this run, too.
  private var journal = Journal()
  private var blocks: [Place] = []
  /// The settings that rows were made under, by digest, so that a change can be named.
  private(set) var settings: [Digest: Settings] = [:]
  /// The three files of the corpus: made under what, of what.
  private(set) var corpus: [ArtifactRow] = []
  private(set) var index: ArtifactRow?
  /// Whether the last run said that it was done, and nothing of the file was lost: no artifact stands there unknown.
  private(set) var isClean = false
  /// Whether the file is of a form that only a later nightdesk knows.
  private(set) var isNewer = false
  /// The newest day of publication of a row, or of one that stood in a block before.
  private(set) var newest = ""
  /// The same of all that the journal tells, which may not hold any more.
  private var newestRecorded = ""

  let path: String
  private let folder: String
  private let output: String
  /// Open for reading as long as this lives: blocks and rows are read from it.
  private var file: ReadFile?
  private var descriptor: Int32 = -1
  /// Where the good records end.
  private var end = 0
  private var rowsInBlocks = 0
  /// Whether a block turned out not to be what was written.
  private var isDamaged = false
  /// Whether this run has written that it began, so that it has to write that it is done.
  private(set) var begun = false

  private enum Kind: UInt8 {
    case header = 1
    case settings, source, gone, corpus, index, begin, done, block
  }

  /// A block in the file.
  private struct Place {
    var offset: Int
    var length: Int
    var checksum: UInt32
    var isChecked = false
  }

  /// Raised when the records change their form; a file of another is not read. Up to 1, there were no blocks.
  private static let number = 2
  private static let readable: Set<String> = ["nightdesk state 1", "nightdesk state 2"]
  private static let version = "nightdesk state \(number)"

  private let unsynced: Unsynced

  /// `unsynced`: what records may speak of, and is to be on the disk before they are.
  init(output: String, unsynced: Unsynced) {
    self.output = output
    self.unsynced = unsynced
    folder = "\(output)/.nightdesk"
    path = "\(folder)/state"
    read()
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether nothing is known of any input.
  var isEmpty: Bool { blocks.isEmpty && journal.inOrder().allSatisfy(\.isGone) }

  /// How many rows were recorded since the blocks were written.
  var recorded: Int { journal.count }

  // MARK: Reading

  private func read() {
    file = ReadFile(path)
    guard let file else { return }
    let size = file.count
    let window = FileWindow(file, size: size)
    while let head = window.bytes(end, 8) {
      let length = Int(UInt32(littleEndian: head.loadUnaligned(as: UInt32.self)))
      let checksum = UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      guard length > 0, length <= size - end - 8, let kind = window.bytes(end + 8, 1)?[0] else { break }
      if kind == Kind.block.rawValue {
        guard end > 0, length >= Block.head, let head = window.bytes(end + 8, Block.head) else { break }
        blocks.append(Place(offset: end + 8, length: length, checksum: checksum))
        rowsInBlocks += Int(head.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
        let day = String(decoding: head[5..<15].prefix { $0 != 0 }, as: UTF8.self)
        if newest < day { newest = day }
      } else {
        guard let payload = window.bytes(end + 8, length), Self.checksum(payload) == checksum,
          take(payload, at: end + 8)
        else { break }
      }
      end += 8 + length
    }
    isClean = isClean && end == size
    if newestRecorded > newest {
      for entry in journal.inOrder() where !entry.isGone {
        for document in Self.row(entry, window)?.documents ?? [] { newest = max(newest, document.published) }
      }
    }
  }

  /// The block at a place; nil where it is not what was written.
  private func block(_ place: inout Place) -> Block? {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: place.length, alignment: 8)
    guard file?.fill(memory, place.offset) == place.length,
      place.isChecked || Self.checksum(UnsafeRawBufferPointer(memory)) == place.checksum
    else {
      memory.deallocate()
      return nil
    }
    place.isChecked = true
    return Block(memory)
  }

  // MARK: Rows

  /// Goes through the rows block by block, in order of their bases and then of their paths. `replacing`: rows that hold
  /// instead of those of their paths; nil: none does.
  ///
  /// A block that is damaged is left out, and the state is no longer clean.
  func batches<Failure: Error>(
    replacing: [ByteName: SourceRow?] = [:], _ body: ([PackedRow]) throws(Failure) -> Void
  ) throws(Failure) {
    let window = file.map { FileWindow($0, size: end) }
    var edits = JournalRows(journal.inOrder(), replacing) { entry in window.flatMap { Self.row(entry, $0) } }
    var damaged: [Int] = []
    for i in blocks.indices {
      guard let block = block(&blocks[i]) else {
        damaged.append(i)
        continue
      }
      var rows: [PackedRow] = []
      rows.reserveCapacity(block.count)
      for place in 0..<block.count {
        let row = block.row(place)
        var isReplaced = false
        while !edits.isAtEnd {
          let order = edits.order(row)
          if order > 0 { break }
          if let edit = edits.row { rows.append(edit) }
          edits.advance()
          if order == 0 {
            isReplaced = true
            break
          }
        }
        if !isReplaced { rows.append(row) }
      }
      try body(rows)
    }
    while !edits.isAtEnd {
      var rows: [PackedRow] = []
      while !edits.isAtEnd, rows.count < 512 {
        if let row = edits.row { rows.append(row) }
        edits.advance()
      }
      if !rows.isEmpty { try body(rows) }
    }
    guard !damaged.isEmpty || edits.isDamaged else { return }
    for i in damaged.reversed() { blocks.remove(at: i) }
    isDamaged = true
    isClean = false
  }

  /// The rows one by one; for those who need all that is known of all of them.
  func each(_ body: (SourceRow) -> Void) { batches { rows in for row in rows { body(row.row) } } }

  /// The row that an entry of the journal speaks of; nil where it is no longer what was written.
  private static func row(_ entry: Journal.Entry, _ window: FileWindow) -> SourceRow? {
    let length = Int(entry.length)
    guard let head = window.bytes(entry.offset - 4, 4 + length) else { return nil }
    let payload = UnsafeRawBufferPointer(rebasing: head[4...])
    guard checksum(payload) == UInt32(littleEndian: head.loadUnaligned(as: UInt32.self)) else { return nil }
    var r = RecordReader(UnsafeRawBufferPointer(rebasing: payload.dropFirst()))
    let row = r.source()
    return r.isDone ? row : nil
  }

  private static func checksum(_ payload: UnsafeRawBufferPointer) -> UInt32 {
    nd_crc32(payload.baseAddress!.assumingMemoryBound(to: UInt8.self), payload.count)
  }

  /// `offset`: of the payload in the file.
  private func take(_ payload: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    var r = RecordReader(UnsafeRawBufferPointer(rebasing: payload.dropFirst()))
    guard let kind = Kind(rawValue: payload[0]), (offset == 8) == (kind == .header) else { return false }
    switch kind {
    case .header:
      let found = r.string()
      if let number = found.split(separator: " ").last.flatMap({ Int($0) }), found.hasPrefix("nightdesk state ") {
        isNewer = number > Self.number
      }
      return Self.readable.contains(found) && r.isDone
    case .settings:
      var parts: [Settings.Part] = []
      for _ in 0..<min(r.count(), payload.count) { parts.append(.init(name: r.string(), value: r.string())) }
      guard r.isDone else { return false }
      let value = Settings(parts)
      settings[value.digest] = value
    case .source:
      let row = r.source()
      guard r.isDone else { return false }
      journal.add(row.path, offset: offset, length: payload.count)
      for document in row.documents { newestRecorded = max(newestRecorded, document.published) }
    case .gone:
      let path = r.string()
      guard r.isDone else { return false }
      journal.add(path, offset: offset, length: 0)
    case .corpus:
      let rows = [r.artifact(), r.artifact(), r.artifact()]
      guard r.isDone else { return false }
      corpus = rows
    case .index:
      let row = r.artifact()
      guard r.isDone else { return false }
      index = row
    case .begin: isClean = false
    case .done: isClean = true
    case .block: return false
    }
    return true
  }

  // MARK: Writing

  /// Records of what is done; they are handed over once everything that they speak of is on the disk.
  struct Batch {
    fileprivate var bytes: [UInt8] = []
    fileprivate var settings: [Settings] = []
    /// Paths of which it speaks, with where in its bytes the payloads lie; a length of 0: gone.
    fileprivate var places: [(path: String, at: Int, length: Int)] = []

    private mutating func add(_ kind: Kind, _ body: (inout RecordWriter) -> Void) {
      var w = RecordWriter()
      w.byte(kind.rawValue)
      body(&w)
      add(w.bytes)
    }

    private mutating func add(_ payload: [UInt8]) {
      withUnsafeBytes(of: UInt32(payload.count).littleEndian) { bytes.append(contentsOf: $0) }
      let checksum = payload.withUnsafeBytes { State.checksum($0) }
      withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
      bytes += payload
    }

    var isEmpty: Bool { bytes.isEmpty }

    fileprivate mutating func header() { add(.header) { $0.string(State.version) } }
    fileprivate mutating func begin() { add(.begin) { _ in } }
    fileprivate mutating func block(_ writer: inout BlockWriter) { add(writer.take(Kind.block.rawValue)) }

    mutating func settings(_ settings: Settings) {
      self.settings.append(settings)
      add(.settings) { w in
        w.count(settings.parts.count)
        for part in settings.parts {
          w.string(part.name)
          w.string(part.value)
        }
      }
    }

    mutating func source(_ row: SourceRow) {
      let at = bytes.count + 8
      add(.source) { $0.source(row) }
      places.append((row.path, at, bytes.count - at))
    }

    mutating func gone(_ path: String) {
      places.append((path, bytes.count + 8, 0))
      add(.gone) { $0.string(path) }
    }

    mutating func corpus(_ rows: [ArtifactRow]) { add(.corpus) { w in for row in rows { w.artifact(row) } } }
    mutating func index(_ row: ArtifactRow) { add(.index) { $0.artifact(row) } }
    mutating func done() { add(.done) { _ in } }
  }

  /// Writes that a run has begun, before it writes any artifact: what it leaves behind when it is killed is looked for.
  ///
  /// `count`: how many rows it may record.
  func begin(expecting count: Int = 0) throws(SystemError) {
    journal.reserveCapacity(count)
    if !begun { try write(Batch()) }
  }

  /// Appends a batch, after a sync of the artifacts it speaks of. One thread at a time.
  func append(_ batch: Batch) throws(SystemError) {
    guard !batch.isEmpty else { return }
    try unsynced.settle(output)
    try write(batch)
  }

  private func write(_ batch: Batch) throws(SystemError) {
    var whole = Batch()
    let isNew = descriptor < 0 && end == 0
    if descriptor < 0 {
      try Files.makeFolder(folder)
      descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw SystemError("write", path) }
      // What is damaged goes, so that what is appended can be read.
      guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
        throw SystemError("write", path)
      }
      if end == 0 { whole.header() }
    }
    if !begun {
      whole.begin()
      begun = true
    }
    for one in batch.settings { settings[one.digest] = one }
    let start = end + whole.bytes.count
    whole.bytes += batch.bytes
    try Files.write(whole.bytes, to: descriptor, path)
    guard fdatasync(descriptor) == 0 else { throw SystemError("sync", path) }
    if isNew { try Files.sync(folder) }
    if file == nil { file = ReadFile(path) }
    end += whole.bytes.count
    for place in batch.places { journal.add(place.path, offset: start + place.at, length: place.length) }
  }

  /// What the file is replaced by where much was recorded since its blocks were written; nil where it is to stay.
  func rewriting() -> Rewriting? {
    guard isDamaged || recorded > 64 && (recorded > 4096 || recorded * 4 > rowsInBlocks) else { return nil }
    return try? Rewriting(folder)
  }

  /// Writes all rows into blocks of a file that is to take the place of the state's.
  final class Rewriting {
    private let file: StreamedFile
    private var writer = BlockWriter()

    fileprivate init(_ folder: String) throws(SystemError) {
      file = try StreamedFile("\(folder)/state", by: "\(folder)/state.new")
      var batch = Batch()
      batch.header()
      try file.append(batch.bytes)
    }

    func add(_ row: PackedRow) throws(SystemError) {
      writer.add(row)
      if writer.isFull { try flush() }
    }

    private func flush() throws(SystemError) {
      guard !writer.isEmpty else { return }
      var batch = Batch()
      batch.block(&writer)
      try file.append(batch.bytes)
    }

    /// `also`: what has no row and is to stay.
    fileprivate func finish(_ known: [Digest: Settings], _ also: Batch) throws(SystemError) {
      try flush()
      var batch = Batch()
      for digest in writer.settings.sorted(by: { $0.hex < $1.hex }) {
        if let settings = known[digest] { batch.settings(settings) }
      }
      batch.bytes += also.bytes
      batch.done()
      try file.append(batch.bytes)
      _ = try file.finish(sync: true)
    }
  }

  /// Puts the new file in the place of this one; nothing is to be asked of this any more.
  func replace(
    _ rewriting: Rewriting, corpus: [ArtifactRow], _ corpusSettings: Settings, index: ArtifactRow?
  ) throws(SystemError) {
    var batch = Batch()
    batch.settings(corpusSettings)
    if corpus.count == 3 { batch.corpus(corpus) }
    if let index { batch.index(index) }
    try rewriting.finish(settings, batch)
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}

/// When a file's times can be trusted to show a later edit.
enum StateTime {
  /// The stamp, unless the file changed within the clock's grain of now: an edit right after would look the same, so only
  /// its size is kept, by which a file that has another name now is looked for.
  static func trusted(_ stamp: FileStamp, at now: Int64 = now) -> FileStamp {
    let last = max(stamp.modified, stamp.changed)
    guard last > now - 20_000_000, last < now + 20_000_000 else { return stamp }
    var unsure = FileStamp.unknown
    unsure.size = stamp.size
    return unsure
  }

  private static var now: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
