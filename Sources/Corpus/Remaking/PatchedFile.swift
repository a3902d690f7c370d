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
  /// The hash of each row of the file, in order.
  public internal(set) var rowHashes: [UInt64] = []
  /// What is to be the next piece.
  private var last: Piece?

  init() {}

  init(_ file: (bytes: [UInt8], rows: RowList)) {
    pieces = [.made(file.bytes)]
    rowHashes = file.rows.hashes
  }

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
  mutating func isSame(as file: StandingFile) -> Bool {
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
