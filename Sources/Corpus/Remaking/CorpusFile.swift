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

  /// The file with some rows made anew; nil where a row is not where it should stand. `lengths`: of the rows of `file`.
  func spliced(_ rows: [Row], _ file: [UInt8], _ lengths: [Int32]) -> (bytes: [UInt8], lengths: [Int32])? {
    guard let starts = starts(file, lengths) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.count + 65536)
    bytes += opening.utf8
    var result: [Int32] = []
    result.reserveCapacity(rows.count)
    // Rows that stand one behind the other go over in one piece, with what parts them.
    var piece = 0..<0
    for (i, row) in rows.enumerated() {
      switch row {
      case .made(let made):
        bytes += file[piece]
        piece = 0..<0
        append(made, i, &bytes)
        result.append(Int32(made.count))
      case .standing(let place):
        let end = starts[place] + Int(lengths[place])
        if !piece.isEmpty, piece.upperBound + 2 == starts[place] {
          piece = piece.lowerBound..<end
        } else {
          bytes += file[piece]
          part(i, &bytes)
          piece = starts[place]..<end
        }
        result.append(lengths[place])
      }
    }
    bytes += file[piece]
    close(rows.count, &bytes)
    return (bytes, result)
  }

  /// Where the rows of a file begin; nil where they cannot be in it.
  func starts(_ file: [UInt8], _ lengths: [Int32]) -> [Int]? {
    var starts: [Int] = []
    starts.reserveCapacity(lengths.count)
    var at = opening.utf8.count + 1
    for length in lengths {
      starts.append(at)
      at += Int(length) + 2
    }
    // After the last row stands a line feed and no comma.
    let end = lengths.isEmpty ? opening.utf8.count : at - 1
    guard file.count == end + closing.utf8.count, file.starts(with: opening.utf8) else { return nil }
    return starts
  }

  private func append(_ row: [UInt8], _ place: Int, _ bytes: inout [UInt8]) {
    part(place, &bytes)
    bytes += row
  }

  private func part(_ place: Int, _ bytes: inout [UInt8]) {
    if place > 0 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(0x0A)
  }

  private func close(_ count: Int, _ bytes: inout [UInt8]) {
    if count > 0 { bytes.append(0x0A) }
    bytes += closing.utf8
  }
}
