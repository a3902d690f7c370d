import Documents

/// A file of corpus/: rows, each on a line of its own, between what opens and what closes it.
public enum CorpusFile: String, Sendable {
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

  /// The file of `count` rows, and the length of each.
  func whole(_ count: Int, reserving: Int, _ row: (inout JSONWriter, Int) -> Void) -> (bytes: [UInt8], lengths: [Int32])
  {
    var rows: [UInt8] = []
    rows.reserveCapacity(count * reserving + 256)
    rows += opening.utf8
    var lengths: [Int32] = []
    lengths.reserveCapacity(count)
    for i in 0..<count {
      var w = JSONWriter(reserving: reserving)
      row(&w, i)
      append(w.bytes, i, &rows)
      lengths.append(Int32(w.bytes.count))
    }
    close(count, &rows)
    return (rows, lengths)
  }

  /// The file with some rows made anew, nil where that is the file as it stands; no result where a row is not where it should
  /// stand. `lengths`: of the rows of `file`.
  func spliced(_ rows: [Row], _ file: StandingFile, _ lengths: [Int32]) -> (file: PatchedFile?, lengths: [Int32])? {
    guard let starts = starts(file, lengths) else { return nil }
    var patched = PatchedFile()
    patched.add(Array(opening.utf8))
    var result: [Int32] = []
    result.reserveCapacity(rows.count)
    for (i, row) in rows.enumerated() {
      // A row that stands after another goes over with what parts them; so does what opens the first.
      switch row {
      case .made(let made):
        patched.add(Self.part(i) + made)
        result.append(Int32(made.count))
      case .standing(let place):
        let before = min(i, 1) + 1
        let start = (i > 0) == (place > 0) ? starts[place] - before : starts[place]
        if start == starts[place] { patched.add(Self.part(i)) }
        patched.add(start..<(starts[place] + Int(lengths[place])))
        result.append(lengths[place])
      }
    }
    patched.add(Array((rows.isEmpty ? closing : "\n" + closing).utf8))
    return (patched.isSame(as: file) ? nil : patched, result)
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

  private func append(_ row: [UInt8], _ place: Int, _ bytes: inout [UInt8]) {
    bytes += Self.part(place)
    bytes += row
  }

  /// What stands before a row.
  private static func part(_ place: Int) -> [UInt8] { place > 0 ? Array(",\n".utf8) : Array("\n".utf8) }

  private func close(_ count: Int, _ bytes: inout [UInt8]) {
    if count > 0 { bytes.append(0x0A) }
    bytes += closing.utf8
  }
}

/// A file of corpus/ as it stands, of which that is read that is asked for.
public struct StandingFile {
  public let count: Int
  /// The bytes at these places; nil where they cannot be read.
  let read: (Range<Int>) -> [UInt8]?

  public init(count: Int, read: @escaping (Range<Int>) -> [UInt8]?) {
    self.count = count
    self.read = read
  }
}

/// A file as it is to be: bytes, and pieces of the one that stands, so that what does not change is never held.
public struct PatchedFile: Sendable {
  public enum Piece: Sendable, Equatable {
    case made([UInt8])
    case standing(Range<Int>)

    var count: Int {
      switch self {
      case .made(let bytes): bytes.count
      case .standing(let range): range.count
      }
    }
  }

  public private(set) var pieces: [Piece] = []
  /// What is to be the next piece.
  private var last: Piece?

  init() {}

  init(_ bytes: [UInt8]) { pieces = [.made(bytes)] }

  mutating func add(_ bytes: [UInt8]) {
    if case .made(var joined) = last {
      last = nil
      joined += bytes
      last = .made(joined)
    } else {
      push(.made(bytes))
    }
  }

  mutating func add(_ range: Range<Int>) {
    if case .standing(let before) = last, before.upperBound == range.lowerBound {
      last = .standing(before.lowerBound..<range.upperBound)
    } else {
      push(.standing(range))
    }
  }

  private mutating func push(_ piece: Piece?) {
    if let last { pieces.append(last) }
    last = piece
  }

  /// Ends the file, and tells whether it is what stands.
  fileprivate mutating func isSame(as file: StandingFile) -> Bool {
    push(nil)
    guard pieces.reduce(0, { $0 + $1.count }) == file.count else { return false }
    var at = 0
    return pieces.allSatisfy { piece in
      let place = at..<(at + piece.count)
      at = place.upperBound
      return switch piece {
      case .standing(let range): range == place
      case .made(let bytes): file.read(place) == bytes
      }
    }
  }
}
