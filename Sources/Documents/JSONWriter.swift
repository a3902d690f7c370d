/// Writes canonical JSON straight to bytes: the caller gives keys in byte order, so the same value is always the same bytes.
///
/// Top-level arrays of rows stand one row a line (`rows`), everything else is compact: easy on `git diff` and `grep`.
///
/// Its memory is its own until the end, so that writing a byte is writing a byte; that is why it cannot be copied.
public struct JSONWriter: ~Copyable {
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0
  private var needsComma = false

  public init(reserving capacity: Int = 4096) {
    self.capacity = max(64, capacity)
    memory = .allocate(capacity: self.capacity)
  }

  deinit { memory.deallocate() }

  /// What is written so far.
  public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

  // MARK: Bytes

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.initialize(from: memory, count: count)
    memory.deallocate()
    memory = larger
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    if count == capacity { grow(1) }
    (memory + count).initialize(to: byte)
    count += 1
  }

  @inline(__always)
  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    if count + bytes.count > capacity { grow(bytes.count) }
    (memory + count).initialize(from: base, count: bytes.count)
    count += bytes.count
  }

  // MARK: Structure

  @inline(__always)
  private mutating func separate() {
    if needsComma { put(UInt8(ascii: ",")) }
    needsComma = false
  }

  /// Makes room for a comma and `more` bytes, and writes the comma where one is needed; what follows needs one.
  @inline(__always)
  private mutating func room(_ more: Int) {
    if count &+ more &+ 1 > capacity { grow(more &+ 1) }
    memory[count] = UInt8(ascii: ",")
    count &+= needsComma ? 1 : 0
    needsComma = true
  }

  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    separate()
    put(UInt8(ascii: "{"))
    body(&self)
    put(UInt8(ascii: "}"))
    needsComma = true
  }

  public mutating func array<S: Sequence>(_ items: S, _ body: (inout JSONWriter, S.Element) -> Void) {
    separate()
    put(UInt8(ascii: "["))
    for item in items { body(&self, item) }
    needsComma = false
    put(UInt8(ascii: "]"))
    needsComma = true
  }

  /// The key; a value must follow. Keys of one object must be given in byte order.
  ///
  /// Put where it is called, so that its length is known there and it is copied in a step or two.
  @inline(__always)
  public mutating func key(_ key: StaticString) {
    let n = key.utf8CodeUnitCount
    room(n &+ 3)
    needsComma = false
    let out = memory + count
    out[0] = UInt8(ascii: "\"")
    UnsafeMutableRawPointer(out + 1).copyMemory(from: key.utf8Start, byteCount: n)
    out[n &+ 1] = UInt8(ascii: "\"")
    out[n &+ 2] = UInt8(ascii: ":")
    count &+= n &+ 3
  }

  /// The same for a key that is no literal; a literal would be taken for a String first, and looked through for escapes.
  @_disfavoredOverload
  public mutating func key(_ key: String) {
    string(key)
    needsComma = false
    put(UInt8(ascii: ":"))
  }

  /// An array with each item on a line of its own.
  public mutating func rows<S: Sequence>(_ items: S, _ body: (inout JSONWriter, S.Element) -> Void) {
    separate()
    put(UInt8(ascii: "["))
    var first = true
    for item in items {
      if !first { put(UInt8(ascii: ",")) }
      put(0x0A)
      first = false
      needsComma = false
      body(&self, item)
    }
    if !first { put(0x0A) }
    put(UInt8(ascii: "]"))
    needsComma = true
  }

  /// The final newline of a file.
  public mutating func finish() -> [UInt8] {
    put(0x0A)
    return bytes
  }

  /// Hands over what is written so far, and goes on as a new writer.
  public mutating func drain<Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(UnsafeBufferPointer(start: memory, count: count))
    count = 0
    needsComma = false
  }

  // MARK: Values

  public mutating func null() { literal("null") }

  public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// A value that is JSON already, as an artifact: its line feeds, which stand only between its parts, are left out.
  public mutating func json(_ value: [UInt8]) {
    separate()
    for byte in value where byte != 0x0A { put(byte) }
    needsComma = true
  }

  @inline(__always)
  private mutating func literal(_ text: StaticString) {
    let n = text.utf8CodeUnitCount
    room(n)
    UnsafeMutableRawPointer(memory + count).copyMemory(from: text.utf8Start, byteCount: n)
    count &+= n
  }

  public mutating func int(_ value: Int) {
    room(Self.mostFigures)
    figures(value)
  }

  /// An array of where each span begins and ends, in code points; the spans rise.
  public mutating func offsets(_ spans: ArraySlice<Span>, in text: SourceText) {
    room(2 &+ spans.count &* 2 &* (Self.mostFigures &+ 1))
    var out = memory + count
    func put(_ byte: UInt8) {
      out[0] = byte
      out += 1
    }
    put(UInt8(ascii: "["))
    if let first = spans.first {
      var byte = first.start
      var point = text.codePoint(atByte: byte)
      for span in spans {
        point &+= text.codePoints(from: byte, to: span.start)
        out = Self.figures(point, at: out)
        put(UInt8(ascii: ","))
        point &+= text.codePoints(from: span.start, to: span.end)
        out = Self.figures(point, at: out)
        put(UInt8(ascii: ","))
        byte = span.end
      }
      // The bracket stands where the last comma did.
      out -= 1
    }
    put(UInt8(ascii: "]"))
    count = out - memory
  }

  /// The most bytes that `figures` writes, and three that it may touch.
  private static let mostFigures = 24

  /// Writes a number where there is room for it.
  @inline(__always)
  private mutating func figures(_ value: Int) { count = Self.figures(value, at: memory + count) - memory }

  /// Writes a number, and gives the place behind it.
  @inline(__always)
  private static func figures(_ value: Int, at out: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    // Nearly all are offsets in an article.
    guard value >= 0, value < 10_000 else { return manyFigures(value, at: out) }
    let (four, blank) = four(UInt32(truncatingIfNeeded: value))
    UnsafeMutableRawPointer(out).storeBytes(of: (four &>> blank).littleEndian, as: UInt32.self)
    return out + (4 &- Int(truncatingIfNeeded: blank &>> 3))
  }

  @inline(never)
  private static func manyFigures(_ value: Int, at out: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    var out = out
    if value < 0 {
      out[0] = UInt8(ascii: "-")
      out += 1
    }
    let magnitude = value.magnitude
    guard magnitude >= 10_000 else { return figures(Int(magnitude), at: out) }
    out = figures(Int(magnitude / 10_000), at: out)
    let four = four(UInt32(magnitude % 10_000)).figures
    UnsafeMutableRawPointer(out).storeBytes(of: four.littleEndian, as: UInt32.self)
    return out + 4
  }

  /// The four figures of a number below 10,000, the first lowest, and how many bits of them are zeros that lead.
  @inline(__always)
  static func four(_ value: UInt32) -> (figures: UInt32, blank: UInt32) {
    // Exact division by multiplication, of both halves at once: Warren, Hacker's Delight, 10.
    let high = (value &* 5243) &>> 19
    let halves = high | (value &- high &* 100) &<< 16
    let tens = (halves &* 103) &>> 10 & 0x000F_000F
    let figures = tens | (halves &- tens &* 10) &<< 8
    let blank = UInt32(truncatingIfNeeded: (figures | 0x0100_0000).trailingZeroBitCount) & ~7
    return (figures | 0x3030_3030, blank)
  }

  /// Rounded to six decimals, trailing zeros dropped: the order of a sum's terms cannot show in the bytes.
  public mutating func number(_ value: Double) {
    guard value.isFinite, abs(value) < 1e12 else { return null() }
    room(Self.mostFigures)
    let scaled = Int((value * 1e6).rounded())
    if scaled < 0 { put(UInt8(ascii: "-")) }
    figures(Int(scaled.magnitude / 1_000_000))
    var fraction = Int(scaled.magnitude % 1_000_000)
    if fraction > 0 {
      put(UInt8(ascii: "."))
      var place = 100_000
      while fraction > 0 {
        put(UInt8(ascii: "0") + UInt8(fraction / place))
        fraction %= place
        place /= 10
      }
    }
  }

  public mutating func string(_ value: String) {
    // What Swift itself made lies in one piece.
    if value.utf8.withContiguousStorageIfAvailable({ string(utf8: $0) }) == nil {
      Array(value.utf8).withUnsafeBufferPointer { string(utf8: $0) }
    }
  }

  public mutating func optional(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Escapes what JSON must have escaped, and also C1 controls and U+2028/2029: some line readers split there.
  public mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
    let n = utf8.count
    room(n &+ 10)
    memory[count] = UInt8(ascii: "\"")
    count &+= 1
    // Eight bytes at a time, as long as they are plain: names, ids and words are so to the end.
    let out = UnsafeMutableRawPointer(memory + count)
    var special: UInt64 = 0
    var i = 0
    while i &+ 8 <= n {
      let chunk = UnsafeRawPointer(utf8.baseAddress! + i).loadUnaligned(as: UInt64.self).littleEndian
      out.storeBytes(of: chunk.littleEndian, toByteOffset: i, as: UInt64.self)
      special = Self.special(chunk)
      if special != 0 { break }
      i &+= 8
    }
    if special == 0, i < n {
      // Of a long string the last eight hold what is left; behind a short one there are zeros.
      i = max(0, n &- 8)
      let chunk = EightBytes.load(utf8, i, n)
      out.storeBytes(of: chunk.littleEndian, toByteOffset: i, as: UInt64.self)
      special = Self.special(chunk)
    }
    i = special == 0 ? n : i &+ special.trailingZeroBitCount &>> 3
    count &+= i
    if i < n { escaped(utf8, from: i) }
    memory[count] = UInt8(ascii: "\"")
    count &+= 1
  }

  /// The rest of a string of which a byte needs an escape, or a closer look.
  private mutating func escaped(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) {
    var i = start
    var run = start
    let n = utf8.count
    while i < n {
      while i + 8 <= n {
        let special = Self.special(EightBytes.load(utf8, i, n))
        i += special.trailingZeroBitCount / 8
        if special != 0 { break }
      }
      guard i < n else { break }
      let c = utf8[i]
      if c >= 0x20, c != 0x22, c != 0x5C, c != 0x7F, c != 0xC2, c != 0xE2 {
        i += 1
        continue
      }
      var width = 1
      var scalar = UInt32(c)
      if c == 0xC2 {
        guard i + 1 < n, utf8[i + 1] < 0xA0 else {
          i += 1
          continue
        }
        width = 2
        scalar = UInt32(utf8[i + 1])
      } else if c == 0xE2 {
        guard i + 2 < n, utf8[i + 1] == 0x80, utf8[i + 2] == 0xA8 || utf8[i + 2] == 0xA9 else {
          i += 1
          continue
        }
        width = 3
        scalar = 0x2000 + UInt32(utf8[i + 2]) - 0x80
      }
      put(UnsafeBufferPointer(rebasing: utf8[run..<i]))
      escape(scalar)
      i += width
      run = i
    }
    put(UnsafeBufferPointer(rebasing: utf8[run..<n]))
    // For the quotation mark.
    if count == capacity { grow(1) }
  }

  /// The upper bits of those of eight bytes that are not ASCII or need an escape; exact as far as the lowest of them.
  @inline(__always)
  private static func special(_ chunk: UInt64) -> UInt64 {
    let ones = EightBytes.ones
    // Borrows and carries reach upward only, from a byte that is found already. The quotation mark, with a bit turned, stands
    // right behind the controls; 0x7F is found by adding.
    let found =
      chunk | ((chunk ^ ones &* 2) &- ones &* 0x21) | ((chunk ^ ones &* 0x5C) &- ones) | (chunk &+ ones)
    return found & EightBytes.highs
  }

  private mutating func escape(_ scalar: UInt32) {
    put(UInt8(ascii: "\\"))
    switch scalar {
    case 0x22, 0x5C: put(UInt8(scalar))
    case 0x0A: put(UInt8(ascii: "n"))
    case 0x0D: put(UInt8(ascii: "r"))
    case 0x09: put(UInt8(ascii: "t"))
    default:
      put(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] as [UInt32] {
        let digit = UInt8((scalar >> shift) & 15)
        put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
