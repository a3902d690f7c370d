/// What is wrong with a JSON text, and at which byte.
public struct JSONError: Error, Sendable, Hashable {
  public var offset: Int
  public var message: String
}

/// Reads JSON in one pass without building a tree: the caller pulls the values it expects, skips what it does not know.
///
/// Strict (RFC 8259): no trailing comma, no NaN, no lone surrogate, valid UTF-8; nesting past 128 is refused.
public struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var depth = 0

  /// `bytes` must outlive the reader.
  public init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Reads all of `bytes` with `body`; nothing but white space may follow.
  public static func read<R>(
    _ bytes: [UInt8], _ body: (inout JSONReader) throws(JSONError) -> R
  ) throws(JSONError) -> R {
    let result: Result<R, JSONError> = bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      do throws(JSONError) {
        let value = try body(&reader)
        reader.space()
        guard reader.at == buffer.count else { throw reader.error("text after the value") }
        return .success(value)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Nothing but white space may follow.
  public mutating func end() throws(JSONError) {
    space()
    guard at == bytes.count else { throw error("text after the value") }
  }

  public func error(_ message: String) -> JSONError { JSONError(offset: at, message: message) }

  /// The error for a required field that did not come.
  public func missing(_ field: StaticString) -> JSONError { error("field \"\(field)\" is missing") }

  private mutating func space() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  /// The first byte of the next value.
  private mutating func peek() throws(JSONError) -> UInt8 {
    space()
    guard at < bytes.count else { throw error("unexpected end") }
    return bytes[at]
  }

  public enum Kind: Sendable { case object, array, string, number, bool, null }

  /// What the next value is; nothing is read.
  public mutating func kind() throws(JSONError) -> Kind {
    switch try peek() {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  private mutating func expect(_ byte: UInt8, _ what: StaticString) throws(JSONError) {
    guard try peek() == byte else { throw error("expected \(what)") }
    at += 1
  }

  // MARK: Structure

  /// Calls `body` with each key; it must read or skip the value.
  public mutating func object(
    _ body: (String, inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect(UInt8(ascii: "{"), "an object")
    try enter()
    if try peek() == UInt8(ascii: "}") {
      at += 1
    } else {
      while true {
        let key = try string()
        try expect(UInt8(ascii: ":"), "a colon")
        try body(key, &self)
        let next = try peek()
        at += 1
        if next == UInt8(ascii: "}") { break }
        guard next == UInt8(ascii: ",") else { throw error("expected a comma or the object's end") }
      }
    }
    depth -= 1
  }

  /// Calls `body` for each item; it must read or skip the value.
  public mutating func array(_ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
    try expect(UInt8(ascii: "["), "an array")
    try enter()
    if try peek() == UInt8(ascii: "]") {
      at += 1
    } else {
      while true {
        try body(&self)
        let next = try peek()
        at += 1
        if next == UInt8(ascii: "]") { break }
        guard next == UInt8(ascii: ",") else { throw error("expected a comma or the array's end") }
      }
    }
    depth -= 1
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= 128 else { throw error("nested deeper than 128") }
  }

  /// Whether the next value is null, which is then read.
  public mutating func null() throws(JSONError) -> Bool {
    guard try peek() == UInt8(ascii: "n") else { return false }
    try literal("null")
    return true
  }

  // MARK: Values

  private mutating func literal(_ text: StaticString) throws(JSONError) {
    let matches = text.withUTF8Buffer { word in
      at + word.count <= bytes.count && (0..<word.count).allSatisfy { bytes[at + $0] == word[$0] }
    }
    guard matches else { throw error("expected \(text)") }
    at += text.utf8CodeUnitCount
  }

  public mutating func bool() throws(JSONError) -> Bool {
    if try peek() == UInt8(ascii: "t") {
      try literal("true")
      return true
    }
    try literal("false")
    return false
  }

  public mutating func int() throws(JSONError) -> Int {
    let start = try peek() == UInt8(ascii: "-") ? at + 1 : at
    let negative = start != at
    var i = start
    var value = 0
    while i < bytes.count, bytes[i] >= 0x30, bytes[i] <= 0x39 {
      guard i - start < 18 else { throw error("number too long") }
      value = value * 10 + Int(bytes[i] - 0x30)
      i += 1
    }
    guard i > start, i == start + 1 || bytes[start] != 0x30 else { throw error("expected a whole number") }
    if i < bytes.count, bytes[i] == 0x2E || bytes[i] | 0x20 == 0x65 { throw error("expected a whole number") }
    at = i
    return negative ? -value : value
  }

  public mutating func number() throws(JSONError) -> Double {
    _ = try peek()
    var i = at
    while i < bytes.count {
      let c = bytes[i]
      guard (c >= 0x30 && c <= 0x39) || c == 0x2B || c == 0x2D || c == 0x2E || c | 0x20 == 0x65 else { break }
      i += 1
    }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[at..<i]), as: UTF8.self)
    guard let first = text.utf8.first, first != 0x2B, first != 0x2E, text.utf8.last != 0x2E, let value = Double(text),
      value.isFinite
    else { throw error("expected a number") }
    at = i
    return value
  }

  public mutating func string() throws(JSONError) -> String {
    var buffer: [UInt8] = []
    let plain = try scanString(into: &buffer)
    if let plain {
      guard let text = String(validating: UnsafeBufferPointer(rebasing: bytes[plain]), as: UTF8.self) else {
        throw error("string is not UTF-8")
      }
      return text
    }
    guard let text = String(validating: buffer, as: UTF8.self) else { throw error("string is not UTF-8") }
    return text
  }

  /// The string's bytes, known to be valid UTF-8.
  public mutating func utf8() throws(JSONError) -> [UInt8] {
    var buffer: [UInt8] = []
    if let plain = try scanString(into: &buffer) { buffer = Array(bytes[plain]) }
    guard String(validating: buffer, as: UTF8.self) != nil else { throw error("string is not UTF-8") }
    return buffer
  }

  public mutating func optionalString() throws(JSONError) -> String? {
    try null() ? nil : try string()
  }

  /// Reads a string; if it has no escapes its range in the source, otherwise nil and the bytes in `buffer`.
  private mutating func scanString(into buffer: inout [UInt8]) throws(JSONError) -> Range<Int>? {
    try expect(UInt8(ascii: "\""), "a string")
    let start = at
    var run = at
    var escaped = false
    while true {
      guard at < bytes.count else { throw error("string without end") }
      let c = bytes[at]
      if c == UInt8(ascii: "\"") { break }
      guard c >= 0x20 else { throw error("control character in a string") }
      at += 1
      guard c == UInt8(ascii: "\\") else { continue }
      escaped = true
      buffer.append(contentsOf: bytes[run..<(at - 1)])
      try escape(into: &buffer)
      run = at
    }
    let end = at
    at += 1
    guard escaped else { return start..<end }
    buffer.append(contentsOf: bytes[run..<end])
    return nil
  }

  private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
    guard at < bytes.count else { throw error("string without end") }
    let c = bytes[at]
    at += 1
    switch c {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(c)
    case UInt8(ascii: "b"): buffer.append(0x08)
    case UInt8(ascii: "f"): buffer.append(0x0C)
    case UInt8(ascii: "n"): buffer.append(0x0A)
    case UInt8(ascii: "r"): buffer.append(0x0D)
    case UInt8(ascii: "t"): buffer.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = try hex4()
      if scalar >= 0xD800, scalar < 0xDC00 {
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
          throw error("lone surrogate")
        }
        at += 2
        let low = try hex4()
        guard low >= 0xDC00, low < 0xE000 else { throw error("lone surrogate") }
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let valid = Unicode.Scalar(scalar) else { throw error("lone surrogate") }
      buffer.append(contentsOf: UTF8.encode(valid)!)
    default: throw error("unknown escape")
    }
  }

  private mutating func hex4() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw error("string without end") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let c = bytes[at]
      switch c {
      case 0x30...0x39: value = value << 4 + UInt32(c - 0x30)
      case 0x41...0x46: value = value << 4 + UInt32(c - 0x41 + 10)
      case 0x61...0x66: value = value << 4 + UInt32(c - 0x61 + 10)
      default: throw error("expected four hexadecimal digits")
      }
      at += 1
    }
    return value
  }

  /// The bytes of any value, which are read and dropped.
  public mutating func raw() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    space()
    let start = at
    try skip()
    return UnsafeBufferPointer(rebasing: bytes[start..<at])
  }

  /// Reads any value and drops it.
  public mutating func skip() throws(JSONError) {
    switch try peek() {
    case UInt8(ascii: "{"): try object { _, reader throws(JSONError) in try reader.skip() }
    case UInt8(ascii: "["): try array { reader throws(JSONError) in try reader.skip() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
    default: _ = try number()
    }
  }
}
