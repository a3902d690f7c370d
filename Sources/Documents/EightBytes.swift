/// Text eight bytes at a time in one number, the first lowest: a word of a text is mostly one or two of these, and costs no loop.
public enum EightBytes {
  /// 1 in each byte, and the upper bit of each.
  @inlinable public static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inlinable public static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// At most eight bytes from `i` on; 0 stands for those from `end` on.
  @inlinable @inline(__always)
  public static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> UInt64 {
    let left = end &- i
    guard left > 0, let start = bytes.baseAddress else { return 0 }
    let base = UnsafeRawPointer(start + i)
    if i &+ 8 <= bytes.count {
      let chunk = base.loadUnaligned(as: UInt64.self).littleEndian
      return left >= 8 ? chunk : chunk & ((1 &<< UInt64(truncatingIfNeeded: left &* 8)) &- 1)
    }
    // No eight bytes are left in memory: two halves that overlap, or first, middle and last.
    func byte(_ k: Int) -> UInt64 {
      UInt64(base.load(fromByteOffset: k, as: UInt8.self)) &<< UInt64(truncatingIfNeeded: k &* 8)
    }
    func half(_ k: Int) -> UInt64 {
      UInt64(base.loadUnaligned(fromByteOffset: k, as: UInt32.self).littleEndian)
        &<< UInt64(truncatingIfNeeded: k &* 8)
    }
    return left >= 4 ? half(0) | half(left &- 4) : byte(0) | byte(left &>> 1) | byte(left &- 1)
  }

  /// The upper bit of each byte that is a letter of ASCII.
  @inlinable @inline(__always)
  public static func letters(_ chunk: UInt64) -> UInt64 { smallLetters(chunk | ones &* 0x20) }

  /// The upper bit of each byte that is "a" to "z".
  @inlinable @inline(__always)
  public static func smallLetters(_ chunk: UInt64) -> UInt64 {
    let low = chunk & ~highs
    // From "a" on a sum reaches the upper bit, and behind "z" another.
    return (low &+ ones &* 0x1F) & ~(low &+ ones &* 0x05) & ~chunk & highs
  }

  /// ASCII with its capitals as small letters.
  @inlinable @inline(__always)
  public static func lower(_ ascii: UInt64) -> UInt64 {
    let capitals = (ascii &+ ones &* 0x3F) & ~(ascii &+ ones &* 0x25) & highs
    return ascii | capitals &>> 2
  }

  /// The upper bit of each byte that is a figure of ASCII.
  @inlinable @inline(__always)
  public static func figures(_ chunk: UInt64) -> UInt64 {
    let low = chunk & ~highs
    return (low &+ ones &* 0x50) & ~(low &+ ones &* 0x46) & ~chunk & highs
  }

  /// The upper bit of each byte that is a space, a tab or the end of a line.
  @inlinable @inline(__always)
  public static func spaces(_ chunk: UInt64) -> UInt64 {
    let low = chunk & ~highs
    let others = (low ^ ones &* 0x20) &+ ones &* 0x7F
    let ends = (low &+ ones &* 0x77) & ~(low &+ ones &* 0x72)
    return (~others | ends) & ~chunk & highs
  }

  /// The upper bit of each byte that is this one of ASCII.
  @inlinable @inline(__always)
  public static func equal(_ chunk: UInt64, _ byte: UInt8) -> UInt64 {
    let others = (chunk & ~highs ^ ones &* UInt64(byte)) &+ ones &* 0x7F
    return ~others & ~chunk & highs
  }

  /// What stands before the first byte of those whose upper bits are given, 0 above, how many bits that is, and that byte; nil
  /// where there is none of those.
  @inlinable @inline(__always)
  public static func head(_ chunk: UInt64, before found: UInt64) -> (chunk: UInt64, bits: UInt64, next: UInt8)? {
    guard found != 0 else { return nil }
    let bits = UInt64(truncatingIfNeeded: found.trailingZeroBitCount) & ~7
    return (chunk & ((1 &<< bits) &- 1), bits, UInt8(truncatingIfNeeded: chunk &>> bits))
  }

  /// How many upper bits are set.
  @inlinable @inline(__always)
  public static func count(_ found: UInt64) -> Int { Int(truncatingIfNeeded: (found &>> 7 &* ones) &>> 56) }

  /// Whether no byte is above ASCII.
  @inlinable @inline(__always)
  public static func isASCII(_ chunk: UInt64) -> Bool { chunk & highs == 0 }

  /// Whether no byte is above ASCII.
  public static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    var all: UInt64 = 0
    while i < bytes.count {
      all |= load(bytes, i, bytes.count)
      i &+= 8
    }
    return all & highs == 0
  }

  /// Whether all bytes are ASCII from the space on: no control, no line's end.
  @inlinable @inline(__always)
  public static func isPrintable(_ chunk: UInt64) -> Bool { ((chunk &- ones &* 0x20) | chunk) & highs == 0 }

  /// The first place from `i` on whose byte `found` gives the upper bit of, or `end`; of 0 it may give it or not.
  @inlinable @inline(__always)
  public static func first(
    _ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int, where found: (UInt64) -> UInt64
  ) -> Int {
    var i = i
    while i < end {
      let bits = found(load(bytes, i, end))
      if bits != 0 { return min(end, i &+ bits.trailingZeroBitCount &>> 3) }
      i &+= 8
    }
    return end
  }

  /// Where the letters of ASCII that begin at `i` end.
  @inlinable @inline(__always)
  public static func endOfLetters(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> Int {
    first(bytes, i, end) { letters($0) ^ highs }
  }

  /// Where the letters and figures of ASCII that begin at `i` end.
  @inlinable @inline(__always)
  public static func endOfWord(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> Int {
    first(bytes, i, end) { (letters($0) | figures($0)) ^ highs }
  }

  /// How many code points begin from `i` to `end`.
  @inlinable @inline(__always)
  public static func characters(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int) -> Int {
    var result = end &- i
    var i = i
    while i < end {
      let chunk = load(bytes, i, end)
      // The second highest bit of a byte that goes on a character is not set.
      result &-= count(chunk & ~(chunk &<< 1) & highs)
      i &+= 8
    }
    return result
  }
}
