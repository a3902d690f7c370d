/// A document's clean text as UTF-8, with conversions between byte offsets and code-point offsets.
///
/// Stages work in bytes; code points (Unicode scalars, as Python slices and W3C TextPositionSelector count)
/// appear only where an artifact is written or read. Conversions cost a few steps: a count is kept for each 64 bytes.
public struct SourceText: Sendable {
  public let bytes: [UInt8]
  /// Number of code points.
  public let codePoints: Int
  public let isASCII: Bool
  /// Code points before byte `64 * i`; empty for ASCII, where both offsets are one.
  private let counts: [Int32]

  /// `bytes` must be valid UTF-8: normalization sees to it for sources, the artifact reader for JSON.
  public init(utf8 bytes: [UInt8]) {
    self.bytes = bytes
    var counts: [Int32] = []
    var total = 0
    var ascii = true
    bytes.withUnsafeBufferPointer { buffer in
      ascii = EightBytes.isASCII(buffer)
      guard !ascii else { return }
      counts.reserveCapacity(buffer.count / 64 + 1)
      var i = 0
      while i < buffer.count {
        counts.append(Int32(truncatingIfNeeded: total))
        let end = min(i + 64, buffer.count)
        total += EightBytes.characters(buffer, i, end)
        i = end
      }
    }
    isASCII = ascii
    codePoints = ascii ? bytes.count : total
    self.counts = counts
  }

  public init(_ string: String) { self.init(utf8: Array(string.utf8)) }

  @inlinable public var count: Int { bytes.count }

  /// Code-point offset of a byte offset, which must be a scalar's boundary.
  public func codePoint(atByte offset: Int) -> Int {
    guard !isASCII else { return offset }
    guard offset < bytes.count else { return codePoints }
    let before = Int(counts[offset >> 6])
    return bytes.withUnsafeBufferPointer { before + EightBytes.characters($0, offset & ~63, offset) }
  }

  /// How many code points begin between two byte offsets that are near each other.
  @inline(__always)
  func codePoints(from start: Int, to end: Int) -> Int {
    isASCII ? end - start : bytes.withUnsafeBufferPointer { EightBytes.characters($0, start, end) }
  }

  /// Byte offset of a code-point offset, or nil outside the text.
  public func byte(atCodePoint offset: Int) -> Int? {
    guard offset >= 0, offset <= codePoints else { return nil }
    guard !isASCII else { return offset }
    guard offset < codePoints else { return bytes.count }
    var low = 0
    var high = counts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(counts[middle]) <= offset { low = middle } else { high = middle - 1 }
    }
    var byte = low << 6
    var left = offset - Int(counts[low])
    // A block may begin inside a scalar; its continuation bytes belong to the one before.
    while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
    while left > 0 {
      byte += 1
      while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
      left -= 1
    }
    return byte
  }

  /// The slice as a String.
  public func string(_ span: Span) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[span.range]), as: UTF8.self) }
  }

  /// Calls `body` with the slice's bytes; they are valid only inside the call.
  @inlinable
  public func withBytes<R>(_ span: Span, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[span.range])) }
  }

  /// Whether the slice's bytes are those of `other`.
  public func equals(_ span: Span, _ other: String) -> Bool {
    guard other.utf8.count == span.count else { return false }
    var i = span.start
    for byte in other.utf8 {
      if bytes[i] != byte { return false }
      i += 1
    }
    return true
  }
}
