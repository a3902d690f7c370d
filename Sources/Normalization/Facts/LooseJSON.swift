import CFacade
import Documents

/// JSON as pages carry it, read without a tree of objects: a flat list of values in document order.
///
/// Tolerant where pages are careless: raw line breaks in strings, trailing commas, comment or CDATA marks around it, an
/// end that is cut off. No recursion; nesting past 64 ends the reading.
struct LooseJSON {
  enum Kind: Sendable { case object, array, string, other }

  struct Value {
    var kind: Kind
    /// The member's name in the bytes; empty in arrays and at the top.
    var key: Range<Int>
    /// Of strings: the content between the quotation marks, escapes as they are.
    var content: Range<Int>
    /// Index of the value after this one and all inside it.
    var end: Int
    var parent: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var values: [Value] = []

  /// `bytes` must outlive the reader.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    read()
  }

  private mutating func read() {
    let n = bytes.count
    var i = 0
    // What stands around it: comment and CDATA marks.
    while i < n, bytes[i] != UInt8(ascii: "{"),
      bytes[i] != UInt8(ascii: "[") || (i + 1 < n && bytes[i + 1] == UInt8(ascii: "C"))
    {
      i += 1
    }
    var open: [Int] = []
    var key = 0..<0
    var pendingKey = false
    func parent() -> Int { open.last ?? -1 }
    while i < n {
      let c = bytes[i]
      switch c {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < 64 else { return finish(&open) }
        values.append(
          Value(
            kind: c == UInt8(ascii: "{") ? .object : .array, key: key, content: i..<i, end: 0, parent: parent()))
        open.append(values.count - 1)
        key = 0..<0
        pendingKey = false
        i += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let last = open.popLast() { values[last].end = values.count }
        key = 0..<0
        pendingKey = false
        i += 1
      case UInt8(ascii: "\""):
        let start = i + 1
        i = start
        while i < n, bytes[i] != UInt8(ascii: "\"") { i += bytes[i] == UInt8(ascii: "\\") ? 2 : 1 }
        let range = start..<min(max(i, start), n)
        i = min(n, i + 1)
        var next = i
        while next < n, bytes[next] <= 0x20 { next += 1 }
        if let last = open.last, values[last].kind == .object, !pendingKey, next < n, bytes[next] == UInt8(ascii: ":") {
          key = range
          pendingKey = true
          i = next + 1
        } else {
          values.append(Value(kind: .string, key: key, content: range, end: values.count + 1, parent: parent()))
          key = 0..<0
          pendingKey = false
        }
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20:
        i += 1
      default:
        let start = i
        while i < n, bytes[i] != UInt8(ascii: ","), bytes[i] != UInt8(ascii: "}"), bytes[i] != UInt8(ascii: "]"),
          bytes[i] > 0x20
        {
          i += 1
        }
        if i == start { i += 1 }
        values.append(Value(kind: .other, key: key, content: start..<i, end: values.count + 1, parent: parent()))
        key = 0..<0
        pendingKey = false
      }
    }
    finish(&open)
  }

  private mutating func finish(_ open: inout [Int]) {
    while let last = open.popLast() { values[last].end = values.count }
  }

  func keyEquals(_ i: Int, _ name: StaticString) -> Bool {
    let key = values[i].key
    guard key.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { name in (0..<name.count).allSatisfy { bytes[key.lowerBound + $0] == name[$0] } }
  }

  /// The member of an object, or nil.
  func member(_ object: Int, _ name: StaticString) -> Int? {
    var i = object + 1
    while i < values[object].end {
      if keyEquals(i, name) { return i }
      i = values[i].end
    }
    return nil
  }

  /// The items of an array, or the value itself.
  func items(_ i: Int) -> [Int] {
    guard values[i].kind == .array else { return [i] }
    var result: [Int] = []
    var k = i + 1
    while k < values[i].end {
      result.append(k)
      k = values[k].end
    }
    return result
  }

  /// A string with its escapes read, HTML's as well, or a number as it stands; nil for anything else.
  /// Line feeds are spaces unless `lines` are wanted.
  func string(_ i: Int, lines: Bool = false) -> String? {
    let value = values[i]
    guard value.kind == .string || value.kind == .other else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(value.content.count)
    var k = value.content.lowerBound
    let end = value.content.upperBound
    while k < end {
      let c = bytes[k]
      guard c == UInt8(ascii: "\\"), k + 1 < end else {
        out.append(c)
        k += 1
        continue
      }
      let next = bytes[k + 1]
      k += 2
      switch next {
      case UInt8(ascii: "n"): out.append(lines ? 0x0A : 0x20)
      case UInt8(ascii: "r"), UInt8(ascii: "t"): out.append(0x20)
      case UInt8(ascii: "b"), UInt8(ascii: "f"): break
      case UInt8(ascii: "u"):
        var scalar = hex4(k, end)
        if scalar != nil { k += 4 }
        if let high = scalar, high >= 0xD800, high < 0xDC00, k + 1 < end, bytes[k] == UInt8(ascii: "\\"),
          bytes[k + 1] == UInt8(ascii: "u"), let low = hex4(k + 2, end), low >= 0xDC00, low < 0xE000
        {
          scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
          k += 6
        }
        if let scalar, let unicode = Unicode.Scalar(scalar) { out.append(contentsOf: UTF8.encode(unicode)!) }
      default: out.append(next)
      }
    }
    return HTMLEntities.decoded(String(decoding: out, as: UTF8.self))
  }

  private func hex4(_ at: Int, _ end: Int) -> UInt32? {
    guard at + 4 <= end else { return nil }
    return UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16)
  }
}

/// HTML's character references in strings that did not pass the HTML parser.
enum HTMLEntities {
  static func decoded(_ string: String) -> String {
    guard string.utf8.contains(UInt8(ascii: "&")) else { return string }
    let bytes = Array(string.utf8)
    var out: [UInt8] = []
    var i = 0
    while i < bytes.count {
      guard bytes[i] == UInt8(ascii: "&"),
        let semicolon = bytes[i...].prefix(12).firstIndex(of: UInt8(ascii: ";")), semicolon > i + 1
      else {
        out.append(bytes[i])
        i += 1
        continue
      }
      let name = String(decoding: bytes[(i + 1)..<semicolon], as: UTF8.self)
      var meaning = Unicode.Scalar(nd_entity(name)).flatMap { $0.value == 0 ? nil : String(Character($0)) }
      if name.hasPrefix("#x") || name.hasPrefix("#X") {
        meaning = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) }
      } else if name.hasPrefix("#") {
        meaning = UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init).map { String(Character($0)) }
      }
      if let meaning {
        out.append(contentsOf: meaning.utf8)
        i = semicolon + 1
      } else {
        out.append(bytes[i])
        i += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
