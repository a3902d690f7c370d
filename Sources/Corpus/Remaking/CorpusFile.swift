import Documents

/// A file of corpus/: rows, each on a line of its own, between what opens and what closes it.
public enum CorpusFile: String, Sendable, CaseIterable {
  case entities, quotes, stories

  /// A row that is made, or the place of one in the file as it stood.
  enum Row {
    case made([UInt8])
    case standing(Int)
  }

  private var opening: String {
    switch self {
    case .entities: "{\"entities\":["
    case .quotes: "{\"quotes\":["
    case .stories: "{\"schema\":\"nightdesk/corpus-stories@1\",\"stories\":["
    }
  }

  private var closing: String {
    switch self {
    case .entities: "],\"schema\":\"nightdesk/corpus-entities@1\"}\n"
    case .quotes: "],\"schema\":\"nightdesk/corpus-quotes@1\"}\n"
    case .stories: "]}\n"
    }
  }

  /// The file of `count` rows, and what is known of each; hashed by `hash` where it is to be known again.
  func whole(
    _ count: Int, reserving: Int, _ hash: Corpus.RowHash?, _ row: (inout JSONWriter, Int) -> Void
  ) -> (bytes: [UInt8], rows: RowList) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * reserving + 256)
    bytes += opening.utf8
    var rows = RowList()
    for i in 0..<count {
      var w = JSONWriter(reserving: reserving)
      row(&w, i)
      bytes += Self.part(i)
      bytes += w.bytes
      if let hash { rows.append(w.bytes, hash) }
    }
    bytes += (count == 0 ? closing : "\n" + closing).utf8
    return (bytes, rows)
  }

  /// The file with some rows made anew, nil where that is the file as it stands; no result where a row is not where it should
  /// stand. `old`: the rows of `file`.
  func spliced(
    _ rows: [Row], _ file: StandingFile, _ old: RowList, _ hash: Corpus.RowHash
  ) -> (file: PatchedFile?, rows: RowList)? {
    guard let starts = starts(file, old.lengths) else { return nil }
    var patched = PatchedFile()
    patched.add(Array(opening.utf8))
    var result = RowList()
    result.reserveCapacity(rows.count)
    for (i, row) in rows.enumerated() {
      // A row that stands after another goes over with what parts them; so does what opens the first.
      switch row {
      case .made(let made):
        patched.add(Self.part(i) + made)
        result.append(made, hash)
      case .standing(let place):
        let before = min(i, 1) + 1
        let start = (i > 0) == (place > 0) ? starts[place] - before : starts[place]
        if start == starts[place] { patched.add(Self.part(i)) }
        patched.add(start..<(starts[place] + Int(old.lengths[place])))
        result.append(place, of: old)
      }
    }
    patched.add(Array((rows.isEmpty ? closing : "\n" + closing).utf8))
    patched.rowHashes = result.hashes
    return (patched.isSame(as: file) ? nil : patched, result)
  }

  /// Where the rows of a file are; nil where it is no such file.
  public func rows(of file: [UInt8]) -> [Range<Int>]? {
    guard file.starts(with: opening.utf8), file.count >= opening.utf8.count + closing.utf8.count,
      file[(file.count - closing.utf8.count)...].elementsEqual(closing.utf8)
    else { return nil }
    let end = file.count - closing.utf8.count
    var rows: [Range<Int>] = []
    var at = opening.utf8.count
    while at < end {
      guard file[at] == 0x0A else { return nil }
      guard at + 1 < end else { return rows }
      let start = at + 1
      at = file[start..<end].firstIndex(of: 0x0A) ?? end
      guard at < end else { return nil }
      // All but the last are parted by a comma.
      let isLast = at + 1 == end
      guard isLast || file[at - 1] == UInt8(ascii: ",") else { return nil }
      rows.append(start..<(isLast ? at : at - 1))
    }
    return rows
  }

  /// Where the rows of a file begin; nil where they cannot be in it.
  func starts(_ file: StandingFile, _ lengths: [Int32]) -> [Int]? {
    var starts: [Int] = []
    starts.reserveCapacity(lengths.count)
    var at = opening.utf8.count + 1
    for length in lengths {
      starts.append(at)
      at += Int(length) + 2
    }
    // After the last row stands a line feed and no comma.
    let end = lengths.isEmpty ? opening.utf8.count : at - 1
    guard file.count == end + closing.utf8.count,
      file.read(0..<opening.utf8.count)?.elementsEqual(opening.utf8) == true
    else { return nil }
    return starts
  }

  /// What stands before a row.
  private static func part(_ place: Int) -> [UInt8] { place > 0 ? Array(",\n".utf8) : Array("\n".utf8) }
}

/// Of each row of a file its length in bytes, and its hash.
struct RowList: Sendable {
  private(set) var lengths: [Int32] = []
  private(set) var hashes: [UInt64] = []

  var count: Int { lengths.count }

  init() {}

  mutating func reserveCapacity(_ count: Int) {
    lengths.reserveCapacity(count)
    hashes.reserveCapacity(count)
  }

  mutating func append(_ row: [UInt8], _ hash: Corpus.RowHash) {
    lengths.append(Int32(row.count))
    hashes.append(row.withUnsafeBytes(hash))
  }

  mutating func append(_ place: Int, of other: RowList) {
    lengths.append(other.lengths[place])
    hashes.append(other.hashes[place])
  }

  func write(to w: inout PackedWriter) {
    w.array(lengths)
    w.array(hashes)
  }

  /// Lists that are damaged come out as none.
  init(_ r: inout PackedReader) {
    (lengths, hashes) = (r.array(Int32(0)), r.array(UInt64(0)))
    if lengths.count != hashes.count || lengths.contains(where: { $0 < 0 }) { self = RowList() }
  }
}
