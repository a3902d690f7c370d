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
  public mutating func key(_ key: StaticString) {
    let n = key.utf8CodeUnitCount
    if count + n + 4 > capacity { grow(n + 4) }
    separate()
    let out = memory + count
    out.initialize(to: UInt8(ascii: "\""))
    (out + 1).initialize(from: key.utf8Start, count: n)
    (out + n + 1).initialize(to: UInt8(ascii: "\""))
    (out + n + 2).initialize(to: UInt8(ascii: ":"))
    count += n + 3
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

  private mutating func literal(_ text: StaticString) {
    separate()
    text.withUTF8Buffer { put($0) }
    needsComma = true
  }

  public mutating func int(_ value: Int) {
    separate()
    digits(value)
    needsComma = true
  }

  private mutating func digits(_ value: Int) {
    // Nearly all are offsets in an article: they need no memory to be turned around in.
    if value >= 0, value < 10_000 {
      if count + 4 > capacity { grow(4) }
      let rest = UInt32(truncatingIfNeeded: value)
      let (high, low) = (rest / 100, rest % 100)
      // The figures in the order of the bytes, the first lowest; those that lead with 0 are shifted out.
      let figures = (high / 10) | (high % 10) << 8 | (low / 10) << 16 | (low % 10) << 24
      let width = rest >= 100 ? (rest >= 1000 ? 4 : 3) : (rest >= 10 ? 2 : 1)
      let shown = (figures | 0x3030_3030) >> UInt32((4 - width) * 8)
      UnsafeMutableRawPointer(memory + count).storeBytes(of: shown.littleEndian, as: UInt32.self)
      count += width
      return
    }
    if value < 0 { put(UInt8(ascii: "-")) }
    let start = count
    var rest = value.magnitude
    repeat {
      let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
      put(UInt8(truncatingIfNeeded: 0x30 + digit))
      rest = tens
    } while rest > 0
    var (i, j) = (start, count - 1)
    while i < j {
      (memory[i], memory[j]) = (memory[j], memory[i])
      i += 1
      j -= 1
    }
  }

  /// Rounded to six decimals, trailing zeros dropped: the order of a sum's terms cannot show in the bytes.
  public mutating func number(_ value: Double) {
    guard value.isFinite, abs(value) < 1e12 else { return null() }
    separate()
    let scaled = Int((value * 1e6).rounded())
    if scaled < 0 { put(UInt8(ascii: "-")) }
    digits(Int(scaled.magnitude / 1_000_000))
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
    needsComma = true
  }

  public mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { string(utf8: $0) }
  }

  public mutating func optional(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// Escapes what JSON must have escaped, and also C1 controls and U+2028/2029: some line readers split there.
  public mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
    separate()
    let n = utf8.count
    if count + n + 16 > capacity { grow(n + 16) }
    (memory + count).initialize(to: UInt8(ascii: "\""))
    count += 1
    needsComma = true
    // Eight bytes at a time, as long as they are plain: names, ids and words are so to the end.
    var i = 0
    let out = UnsafeMutableRawPointer(memory + count)
    while i < n {
      let chunk = Self.chunk(utf8, i)
      let special = Self.special(chunk)
      out.storeBytes(of: chunk.littleEndian, toByteOffset: i, as: UInt64.self)
      guard special == 0 else {
        i += special.trailingZeroBitCount / 8
        break
      }
      i += 8
    }
    count += min(i, n)
    if i < n { escaped(utf8, from: i) }
    put(UInt8(ascii: "\""))
  }

  /// Eight bytes from `i` on; blanks behind the last.
  @inline(__always)
  private static func chunk(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> UInt64 {
    let left = bytes.count - i
    let base = UnsafeRawPointer(bytes.baseAddress! + i)
    if left >= 8 { return base.loadUnaligned(as: UInt64.self).littleEndian }
    // Of a longer string the last eight hold what is left.
    if bytes.count >= 8 {
      let last = (base + left - 8).loadUnaligned(as: UInt64.self).littleEndian
      return last >> UInt64((8 - left) * 8) | 0x2020_2020_2020_2020 << UInt64(left * 8)
    }
    var chunk: UInt64 = 0x2020_2020_2020_2020
    for k in stride(from: left - 1, through: 0, by: -1) { chunk = chunk << 8 | UInt64(bytes[i + k]) }
    return chunk
  }

  /// The rest of a string of which a byte needs an escape, or a closer look.
  private mutating func escaped(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) {
    var i = start
    var run = start
    let n = utf8.count
    while i < n {
      while i + 8 <= n {
        let special = Self.special(Self.chunk(utf8, i))
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
  }

  /// The upper bits of those of eight bytes that are not ASCII or need an escape; exact as far as the lowest of them.
  @inline(__always)
  private static func special(_ chunk: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Borrows reach upward only, from a byte that is found already.
    func below(_ limit: UInt64, _ bytes: UInt64) -> UInt64 { (bytes &- ones &* limit) & ~bytes }
    let found =
      chunk | below(0x20, chunk) | below(1, chunk ^ ones &* 0x22) | below(1, chunk ^ ones &* 0x5C)
      | below(1, chunk ^ ones &* 0x7F)
    return found & (ones &* 0x80)
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
