internal import CFacade
import Documents

/// The lines before a blank line: a first one, and fields with names in lower case.
struct Header {
  private(set) var first = ""
  private var fields: [String: String] = [:]

  subscript(_ name: String) -> String? { fields[name] }

  /// `line` gives one line after the other with its feed, an empty one at the end of all. Of fields that come twice the
  /// first counts; a header of more than a thousand lines is cut.
  init(_ line: () throws(StageFailure) -> [UInt8]) throws(StageFailure) {
    for number in 0..<1000 {
      var bytes = try line()[...]
      while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
      if bytes.isEmpty { return }
      if number == 0 {
        first = String(decoding: bytes.prefix(200), as: UTF8.self)
        continue
      }
      guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let name = String(decoding: bytes[..<colon].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
      var value = bytes[(colon + 1)...].prefix(8192)
      while let space = value.first, space <= 0x20 { value.removeFirst() }
      if fields[name] == nil { fields[name] = String(decoding: value, as: UTF8.self) }
    }
    throw StageFailure("archive", "A header has more than a thousand lines.")
  }
}

/// What a server answered, as it stands in an archive.
struct HTTPAnswer {
  private let header: Header
  private let content: ArraySlice<UInt8>

  /// Nil where it does not begin as an answer does.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Array("HTTP/".utf8)) else { return nil }
    var at = 0
    let header = try? Header { () throws(StageFailure) in
      let end = bytes[at...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      defer { at = end }
      return Array(bytes[at..<min(end, at + 16_384)])
    }
    guard let header else { return nil }
    self.header = header
    content = bytes[at...]
  }

  /// Whether it is the page itself: no error, and no word of where to look for it.
  var isGood: Bool {
    let parts = header.first.split(separator: " ")
    return parts.count > 1 && parts[1].hasPrefix("2")
  }

  var media: String { (header["content-type"] ?? "").lowercased() }

  /// The page without chunks and packing. Some archives keep the header but not the packing it speaks of: what is not
  /// packed stays as it is.
  func body(limit: Int) throws(StageFailure) -> [UInt8] {
    var body = Array(content)
    if header["transfer-encoding"]?.lowercased().contains("chunked") == true, let whole = Self.joined(body) {
      body = whole
    }
    switch header["content-encoding"]?.lowercased() {
    case nil, "", "identity": return body
    case "gzip", "x-gzip":
      guard body.starts(with: [0x1F, 0x8B]) else { return body }
      let result = body.withUnsafeBufferPointer { nd_inflate($0.baseAddress, $0.count, limit, 1) }
      defer { nd_inflate_free(result) }
      switch result.error {
      case ND_INFLATE_OK, ND_INFLATE_TRUNCATED:
        return Array(UnsafeBufferPointer(start: result.bytes, count: result.length))
      case ND_INFLATE_TOO_BIG: throw StageFailure("too-big", "Unpacked the page has more than \(limit) bytes.")
      default: throw StageFailure("gzip", "The page is packed, and damaged.")
      }
    case let other?:
      // What a crawler unpacked it may still name.
      if body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") { return body }
      throw StageFailure("kind", "The page is packed with \(other.prefix(20)), which is not known here.")
    }
  }

  /// The chunks of a body as one (RFC 9112, 7.1); nil where it has none.
  private static func joined(_ body: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var at = 0
    while true {
      var size = 0
      var digits = 0
      while at < body.count, let digit = hexadecimal(body[at]) {
        guard digits < 8 else { return nil }
        size = size << 4 + digit
        digits += 1
        at += 1
      }
      guard digits > 0 else { return nil }
      // A chunk's extensions end with its line.
      guard let feed = body[at...].firstIndex(of: 0x0A), feed - at < 4096 else { return nil }
      at = feed + 1
      if size == 0 { return result }
      // The last chunk may be cut with its record.
      let end = min(body.count, at + size)
      result.append(contentsOf: body[at..<end])
      at = end
      if at == body.count { return result }
      while at < body.count, body[at] == 0x0D || body[at] == 0x0A { at += 1 }
      if at == body.count { return result }
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x46: Int(byte) - 0x41 + 10
    case 0x61...0x66: Int(byte) - 0x61 + 10
    default: nil
    }
  }
}
