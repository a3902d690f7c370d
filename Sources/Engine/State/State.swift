internal import CFacade
import Glibc

/// What earlier runs did: OUTPUT/.nightdesk/state, a file of records that is only ever appended to, or replaced whole.
///
/// A record is its length, its CRC-32 and its payload; the later of two records about one thing holds. Reading ends at the
/// first record that is damaged: what stood behind it is forgotten, and made again.
final class State {
  private(set) var sources: [ByteName: SourceRow] = [:]
  /// The settings that rows were made under, by digest, so that a change can be named.
  private(set) var settings: [Digest: Settings] = [:]
  /// The three files of the corpus: made under what, of what.
  private(set) var corpus: [ArtifactRow] = []
  private(set) var index: ArtifactRow?
  /// Whether the last run said that it was done, and nothing of the file was lost: no artifact stands there unknown.
  private(set) var isClean = false
  /// Whether the file is of a form that only a later nightdesk knows.
  private(set) var isNewer = false

  let path: String
  private let folder: String
  private let output: String
  private var descriptor: Int32 = -1
  /// Where the good records end.
  private var end = 0
  private var records = 0
  private var live: Int { sources.count + settings.count + 3 }
  /// Whether this run has written that it began, so that it has to write that it is done.
  private(set) var begun = false

  private enum Kind: UInt8 {
    case header = 1
    case settings, source, gone, corpus, index, begin, done
  }

  /// Raised when the records change their form; a file of another is not read.
  private static let number = 1
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

  deinit { if descriptor >= 0 { close(descriptor) } }

  // MARK: Reading

  private func read() {
    guard let bytes = try? Files.read(path).bytes, !bytes.isEmpty else { return }
    sources.reserveCapacity(bytes.count / 700)
    var complete = false
    bytes.withUnsafeBytes { buffer in
      var at = 0
      while buffer.count - at >= 8 {
        let length = Int(UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
        let checksum = UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
        guard length > 0, length <= buffer.count - at - 8 else { break }
        let payload = UnsafeRawBufferPointer(rebasing: buffer[(at + 8)..<(at + 8 + length)])
        guard Self.checksum(payload) == checksum, take(payload, isFirst: at == 0) else { break }
        at += 8 + length
        records += 1
      }
      end = at
      complete = at == buffer.count
    }
    isClean = isClean && complete
  }

  private static func checksum(_ payload: UnsafeRawBufferPointer) -> UInt32 {
    nd_crc32(payload.baseAddress!.assumingMemoryBound(to: UInt8.self), payload.count)
  }

  private func take(_ payload: UnsafeRawBufferPointer, isFirst: Bool) -> Bool {
    var r = RecordReader(UnsafeRawBufferPointer(rebasing: payload.dropFirst()))
    guard let kind = Kind(rawValue: payload[0]), isFirst == (kind == .header) else { return false }
    switch kind {
    case .header:
      let found = r.string()
      if let number = found.split(separator: " ").last.flatMap({ Int($0) }), found.hasPrefix("nightdesk state ") {
        isNewer = number > Self.number
      }
      return found == Self.version && r.isDone
    case .settings:
      var parts: [Settings.Part] = []
      for _ in 0..<min(r.count(), payload.count) { parts.append(.init(name: r.string(), value: r.string())) }
      guard r.isDone else { return false }
      let value = Settings(parts)
      settings[value.digest] = value
    case .source:
      let row = r.source()
      guard r.isDone else { return false }
      sources[ByteName(row.path)] = row
    case .gone:
      let path = r.string()
      guard r.isDone else { return false }
      sources[ByteName(path)] = nil
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
    }
    return true
  }

  // MARK: Writing

  /// Records of what is done; they are handed over once everything that they speak of is on the disk.
  struct Batch {
    fileprivate var bytes: [UInt8] = []
    fileprivate var records = 0

    private mutating func add(_ kind: Kind, _ body: (inout RecordWriter) -> Void) {
      var w = RecordWriter()
      w.byte(kind.rawValue)
      body(&w)
      withUnsafeBytes(of: UInt32(w.bytes.count).littleEndian) { bytes.append(contentsOf: $0) }
      let checksum = w.bytes.withUnsafeBytes { State.checksum($0) }
      withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
      bytes += w.bytes
      records += 1
    }

    var isEmpty: Bool { records == 0 }

    fileprivate mutating func header() { add(.header) { $0.string(State.version) } }
    fileprivate mutating func begin() { add(.begin) { _ in } }

    mutating func settings(_ settings: Settings) {
      add(.settings) { w in
        w.count(settings.parts.count)
        for part in settings.parts {
          w.string(part.name)
          w.string(part.value)
        }
      }
    }

    mutating func source(_ row: SourceRow) { add(.source) { $0.source(row) } }
    mutating func gone(_ path: String) { add(.gone) { $0.string(path) } }
    mutating func corpus(_ rows: [ArtifactRow]) { add(.corpus) { w in for row in rows { w.artifact(row) } } }
    mutating func index(_ row: ArtifactRow) { add(.index) { $0.artifact(row) } }
    mutating func done() { add(.done) { _ in } }
  }

  /// Writes that a run has begun, before it writes any artifact: what it leaves behind when it is killed is looked for.
  func begin() throws(SystemError) {
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
    whole.bytes += batch.bytes
    records += whole.records + batch.records
    try Files.write(whole.bytes, to: descriptor, path)
    guard fdatasync(descriptor) == 0 else { throw SystemError("sync", path) }
    if isNew { try Files.sync(folder) }
  }

  /// Replaces the file by the rows that hold, where much of it speaks of what is no longer so.
  func compact(
    _ rows: [SourceRow], settings: [Settings], corpus: [ArtifactRow], index: ArtifactRow?
  ) throws(SystemError) {
    guard records > 64, records > 2 * (rows.count + settings.count + 8) else { return }
    var batch = Batch()
    batch.header()
    for one in settings { batch.settings(one) }
    for row in rows { batch.source(row) }
    if corpus.count == 3 { batch.corpus(corpus) }
    if let index { batch.index(index) }
    batch.done()
    _ = try Files.replace(path, with: batch.bytes, sync: true)
    close(descriptor)
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
