import Glibc

/// Cuts an input into lines in bounded memory: what is longer than the limit is passed over to its line feed.
struct InputLines {
  enum Item {
    case line([UInt8])
    /// A line that was longer than the limit.
    case tooLong
    /// Nothing can be read just now without waiting.
    case wait
    case end
  }

  private let descriptor: Int32
  private let limit: Int
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0
  /// How far the line that begins at `start` was looked through for its end.
  private var seen = 0
  private var isSkipping = false
  private var hasEnded = false
  private var isFirst = true
  /// The number of the line that was given last, from 1; blank lines count.
  private(set) var number = 0

  init(_ descriptor: Int32, limit: Int) {
    self.descriptor = descriptor
    self.limit = limit
    buffer = [UInt8](repeating: 0, count: min(limit, 1 << 16) + (1 << 16))
  }

  /// The next line that is not blank, without its line feed; a carriage return before it goes too.
  mutating func next() throws(SystemError) -> Item {
    while true {
      if let feed = lineFeed() {
        let line = start..<feed
        start = feed + 1
        seen = start
        number += 1
        if isSkipping || line.count > limit {
          isSkipping = false
          return .tooLong
        }
        if let bytes = trimmed(line) { return .line(bytes) }
        continue
      }
      if end - start > limit {
        isSkipping = true
        start = end
        seen = end
      }
      if hasEnded {
        guard end > start || isSkipping else { return .end }
        let line = start..<end
        start = end
        seen = end
        number += 1
        if isSkipping || line.count > limit {
          isSkipping = false
          return .tooLong
        }
        if let bytes = trimmed(line) { return .line(bytes) }
        return .end
      }
      guard Files.isReady(descriptor) else { return .wait }
      try fill()
    }
  }

  private mutating func lineFeed() -> Int? {
    guard seen < end else { return nil }
    let found = buffer.withUnsafeBufferPointer { bytes in
      memchr(bytes.baseAddress! + seen, 0x0A, end - seen).map {
        UnsafeRawPointer($0) - UnsafeRawPointer(bytes.baseAddress!)
      }
    }
    seen = found ?? end
    return found
  }

  private mutating func trimmed(_ line: Range<Int>) -> [UInt8]? {
    var line = line
    if isFirst, buffer[line].starts(with: [0xEF, 0xBB, 0xBF]) { line = (line.lowerBound + 3)..<line.upperBound }
    isFirst = false
    while let last = buffer[line].last, last == 0x0D || last == 0x20 || last == 0x09 { line.removeLast() }
    guard buffer[line].contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
    return Array(buffer[line])
  }

  private mutating func fill() throws(SystemError) {
    if start > 0, start == end || buffer.count - end < 1 << 15 {
      buffer.replaceSubrange(0..<(end - start), with: buffer[start..<end])
      seen -= start
      end -= start
      start = 0
    }
    if buffer.count - end < 1 << 15 {
      // Twice as large, but never more than a line of the limit and what is read at once needs.
      let wanted = min(buffer.count * 2, limit + (1 << 17))
      buffer.append(contentsOf: repeatElement(0, count: wanted - buffer.count))
    }
    let (start, room) = (end, buffer.count - end)
    let got = buffer.withUnsafeMutableBytes { buffer in
      Files.uninterrupted { Glibc.read(descriptor, buffer.baseAddress! + start, room) }
    }
    guard got >= 0 else { throw SystemError("read", "standard input") }
    end += got
    hasEnded = got == 0
  }
}

extension Range<Int> {
  fileprivate mutating func removeLast() { self = lowerBound..<(upperBound - 1) }
}
