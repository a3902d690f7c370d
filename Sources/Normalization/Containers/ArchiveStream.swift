internal import CFacade
import Documents

/// The bytes of a web archive one after the other, unpacked where it is packed, with never more than a piece in memory.
final class ArchiveStream {
  /// Fills a buffer and says with how many bytes; 0 at the end.
  typealias Source = (UnsafeMutableRawBufferPointer) throws(StageFailure) -> Int

  private static let piece = 1 << 16
  /// Packed data gives at most so many times its size, and this much in any case: past that it was made to harm.
  private static let (ratio, least) = (200, 64 << 20)

  private let source: Source
  private var raw = [UInt8](repeating: 0, count: piece)
  private var rawStart = 0
  private var rawEnd = 0
  /// Where `raw` ends in the source.
  private var rawOffset: Int
  private var hasEnded = false
  private var gunzip: OpaquePointer?
  private var isPacked: Bool?
  private var inMember = false

  private var bytes = [UInt8](repeating: 0, count: 2 * piece)
  private var start = 0
  private var end = 0
  /// How many unpacked bytes were given before `start`.
  private(set) var position = 0
  /// Where members of the packed source begin: in unpacked bytes, and in the source.
  private var members: [(position: Int, offset: Int)] = []

  /// `offset`: where in the source the first byte stands.
  init(offset: Int = 0, _ source: @escaping Source) {
    self.source = source
    rawOffset = offset
  }

  deinit { if let gunzip { nd_gunzip_end(gunzip) } }

  /// The place in the source from which what follows can be read by itself: any place of what is not packed, the begin of
  /// a member of what is.
  func entry() -> Int? {
    if isPacked == true {
      members.removeAll { $0.position < position }
      return members.first { $0.position == position }?.offset
    }
    return rawOffset - (rawEnd - rawStart) - (end - start)
  }

  /// The next byte, which stays; nil at the end.
  func peek() throws(StageFailure) -> UInt8? {
    if start == end, try !fill() { return nil }
    return bytes[start]
  }

  func skip(_ count: Int) throws(StageFailure) -> Bool {
    var left = count
    while left > 0 {
      if start == end, try !fill() { return false }
      let step = min(left, end - start)
      start += step
      position += step
      left -= step
    }
    return true
  }

  /// So many bytes, or those that there are.
  func read(_ count: Int) throws(StageFailure) -> [UInt8] {
    var result: [UInt8] = []
    while result.count < count {
      if start == end, try !fill() { break }
      let step = min(count - result.count, end - start)
      result.append(contentsOf: bytes[start..<(start + step)])
      start += step
      position += step
    }
    return result
  }

  /// A line with its feed, at most `limit` bytes of it.
  func line(_ limit: Int) throws(StageFailure) -> [UInt8] {
    var result: [UInt8] = []
    while result.count < limit {
      if start == end, try !fill() { break }
      let part = bytes[start..<min(end, start + limit - result.count)]
      let stop = part.firstIndex(of: 0x0A).map { $0 + 1 } ?? part.endIndex
      result.append(contentsOf: bytes[start..<stop])
      position += stop - start
      start = stop
      if result.last == 0x0A { break }
    }
    return result
  }

  private func fill() throws(StageFailure) -> Bool {
    start = 0
    end = 0
    while end == 0 {
      if rawStart == rawEnd, !hasEnded { try refill() }
      if isPacked == nil {
        isPacked = rawEnd - rawStart >= 2 && raw[rawStart] == 0x1F && raw[rawStart + 1] == 0x8B
        if isPacked == true {
          gunzip = nd_gunzip_begin()
          guard gunzip != nil else { throw StageFailure("too-big", "There is no memory to unpack it.") }
        }
      }
      guard rawStart < rawEnd else {
        if inMember { throw StageFailure("gzip", "The gzip data breaks off before its end.") }
        return false
      }
      if isPacked == true {
        if try !unpack() { return false }
      } else {
        let count = rawEnd - rawStart
        bytes.replaceSubrange(0..<count, with: raw[rawStart..<rawEnd])
        rawStart = rawEnd
        end = count
      }
    }
    return true
  }

  private func refill() throws(StageFailure) {
    var failure: StageFailure?
    let got: Int = raw.withUnsafeMutableBytes { buffer in
      do throws(StageFailure) {
        // The first two bytes say what it is: they come together.
        var count = try source(buffer)
        while count == 1, isPacked == nil {
          let more = try source(UnsafeMutableRawBufferPointer(rebasing: buffer[1...]))
          if more == 0 { break }
          count += more
        }
        return count
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    rawStart = 0
    rawEnd = got
    rawOffset += got
    hasEnded = got == 0
  }

  /// False where what follows the last member is no member: padding.
  private func unpack() throws(StageFailure) -> Bool {
    if !inMember {
      guard raw[rawStart] == 0x1F else { return false }
      members.append((position, rawOffset - (rawEnd - rawStart)))
      inMember = true
    }
    let (from, count) = (rawStart, rawEnd - rawStart)
    let result = raw.withUnsafeBufferPointer { input in
      bytes.withUnsafeMutableBufferPointer { output in
        nd_gunzip_step(gunzip, input.baseAddress! + from, count, output.baseAddress!, output.count)
      }
    }
    rawStart += result.used
    end = result.made
    if result.damaged != 0 { throw StageFailure("gzip", "The gzip data is damaged.") }
    if result.ended != 0 { inMember = false }
    if position + end > max(Self.least, rawOffset * Self.ratio) {
      throw StageFailure("too-big", "Unpacked it is more than \(Self.ratio) times as large.")
    }
    return true
  }
}
