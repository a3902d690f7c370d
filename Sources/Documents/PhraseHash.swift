/// The running hash of a phrase's bytes, eight at a time, in lower case if asked: the same in however many parts they are added.
@frozen
public struct PhraseHash: Sendable {
  @usableFromInline var state = start
  /// Bytes that fill no eight yet, the first lowest, and how many bits they are.
  @usableFromInline var pending: UInt64 = 0
  @usableFromInline var filled: UInt64 = 0
  @usableFromInline let folding: Bool

  @inlinable static var start: UInt64 { 0xcbf2_9ce4_8422_2325 }

  @inlinable
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }

  @inlinable
  public init(folding: Bool) { self.folding = folding }

  /// The hash of these bytes alone.
  @inlinable
  public static func of(_ bytes: UnsafeBufferPointer<UInt8>, folding: Bool) -> UInt64 {
    of(bytes, in: 0..<bytes.count, folding: folding)
  }

  /// The hash of a range of the bytes alone.
  @inlinable @inline(__always)
  public static func of(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, folding: Bool) -> UInt64 {
    // Most words have fewer than eight bytes, all of them ASCII.
    if range.count < 8 {
      let chunk = EightBytes.load(bytes, range.lowerBound, range.upperBound)
      if EightBytes.isASCII(chunk) {
        return ofWord(folding ? EightBytes.lower(chunk) : chunk, bits: UInt64(truncatingIfNeeded: range.count &* 8))
      }
    }
    return ofMany(bytes, range, folding)
  }

  /// The hash of fewer than eight bytes of ASCII, which are in lower case already if they should be; those above are 0.
  @inlinable @inline(__always)
  public static func ofWord(_ chunk: UInt64, bits: UInt64) -> UInt64 { value(start ^ chunk, bits) }

  @usableFromInline
  static func ofMany(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ folding: Bool) -> UInt64 {
    var state = start
    var i = range.lowerBound
    while true {
      let chunk = EightBytes.load(bytes, i, range.upperBound)
      guard EightBytes.isASCII(chunk) else { break }
      let left = range.upperBound &- i
      let folded = folding ? EightBytes.lower(chunk) : chunk
      if left < 8 { return value(state ^ folded, UInt64(truncatingIfNeeded: left &* 8)) }
      state = mix(state ^ folded)
      i &+= 8
    }
    var hash = PhraseHash(folding: folding)
    hash.add(bytes, in: range)
    return hash.value
  }

  /// One step: every bit reaches every other. The two halves of a product with the golden ratio's fraction (Knuth 6.4).
  @inlinable @inline(__always)
  public static func mix(_ x: UInt64) -> UInt64 {
    let (high, low) = x.multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return high ^ low
  }

  /// Adds so many bits of a chunk; those above are 0.
  @inlinable @inline(__always)
  mutating func add(_ chunk: UInt64, bits: UInt64) {
    pending |= chunk &<< filled
    filled &+= bits
    guard filled >= 64 else { return }
    state = Self.mix(state ^ pending)
    filled &-= 64
    // What found no room; shifted twice, for a shift by 64 is none.
    pending = (chunk &>> 1) &>> (bits &- filled &- 1)
  }

  @inlinable @inline(__always)
  mutating func step(_ byte: UInt8) { add(UInt64(byte), bits: 8) }

  @inlinable
  public mutating func space() { step(0x20) }

  /// Adds all scalars of a range.
  @inlinable @inline(__always)
  public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    var i = range.lowerBound
    while i < range.upperBound {
      let chunk = EightBytes.load(bytes, i, range.upperBound)
      guard EightBytes.isASCII(chunk) else {
        i = addScalars(bytes, at: i, end: range.upperBound)
        continue
      }
      let width = min(8, range.upperBound &- i)
      add(folding ? EightBytes.lower(chunk) : chunk, bits: UInt64(truncatingIfNeeded: width &* 8))
      i &+= width
    }
  }

  /// Adds eight bytes or a few more, the last scalar being whole, and gives the index after them.
  @usableFromInline @inline(never)
  mutating func addScalars(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int, end: Int) -> Int {
    var next = i
    while next < min(end, i + 8) { next = add(bytes, at: next, end: end) }
    return next
  }

  /// Adds the scalar at `i` and gives the index after it.
  public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int, end: Int) -> Int {
    let byte = bytes[i]
    guard byte >= 0x80 else {
      step(folding && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
      return i + 1
    }
    let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: end)
    // A typographic apostrophe or hyphen is the plain one: lists are written with those.
    switch scalar {
    case 0x2019, 0x02BC: step(0x27)
    case 0x2010, 0x2011: step(0x2D)
    default:
      let lower = folding ? Letters.lower(scalar) : scalar
      if lower == scalar {
        for k in i..<(i + width) { step(bytes[k]) }
      } else if let unicode = Unicode.Scalar(lower) {
        for byte in UTF8.encode(unicode)! { step(byte) }
      }
    }
    return i + width
  }

  /// Never 0, which marks an empty slot.
  @inlinable
  public var value: UInt64 { Self.value(state ^ pending, filled) }

  @inlinable @inline(__always)
  static func value(_ state: UInt64, _ bits: UInt64) -> UInt64 {
    // The highest of eight bytes is free: it tells how many stand below.
    mix(mix(state ^ (bits | 1) &<< 56)) | 1
  }
}
