import CFacade
import Documents

/// A source's bytes as UTF-8, and the way back.
///
///     let decoded = Charset.decode(file.bytes, kind: .text)
///     decoded.bytes      // valid UTF-8, no byte order mark
///     decoded.encoding   // "windows-1252"
///     decoded.source(of: 17)   // the byte of the source that UTF-8 byte 17 came from
struct Decoded: Sendable {
  /// Valid UTF-8 without a byte order mark.
  let bytes: [UInt8]
  /// The charset's WHATWG name, as "utf-8" or "windows-1252".
  let encoding: String
  /// What decided: "bom", "utf-8", "declared" or "detected".
  let basis: String
  /// Bytes before the text (a byte order mark).
  private let skipped: Int
  /// The source byte of each UTF-8 byte; empty where they differ by `skipped` only.
  private let origins: [Int32]
  private let sourceCount: Int

  init(_ bytes: [UInt8], encoding: String, basis: String, skipped: Int = 0, origins: [Int32] = [], sourceCount: Int) {
    self.bytes = bytes
    self.encoding = encoding
    self.basis = basis
    self.skipped = skipped
    self.origins = origins
    self.sourceCount = sourceCount
  }

  /// The offset in the source of a byte of `bytes`, its end included.
  func source(of offset: Int) -> Int {
    if origins.isEmpty { return min(offset + skipped, sourceCount) }
    return offset < origins.count ? Int(origins[offset]) : sourceCount
  }
}

/// Decoding of bytes as browsers do it: byte order mark, strict UTF-8, what is declared, ICU's detector with a floor.
enum Charset {
  /// Where a declaration is looked for.
  enum Kind: Sendable {
    /// Nowhere.
    case text
    /// `<meta charset>`, `<meta http-equiv>`, and an XML declaration.
    case html
    /// `<?xml encoding?>`.
    case xml
  }

  /// Reads `bytes` as UTF-8. `declared`: a label from outside (HTTP, an archive's record), before what the text says.
  ///
  /// Never fails: bytes without meaning become U+FFFD. Text that declares UTF-8, or is mostly UTF-8, is read so even if
  /// some bytes are broken.
  static func decode(_ bytes: [UInt8], declared: String? = nil, kind: Kind) -> Decoded {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return utf8(Array(bytes[3...]), basis: "bom", skipped: 3, sourceCount: bytes.count)
    }
    if bytes.starts(with: [0xFF, 0xFE]) { return transcoded(bytes, "utf-16le", basis: "bom") }
    if bytes.starts(with: [0xFE, 0xFF]) { return transcoded(bytes, "utf-16be", basis: "bom") }
    let check = UTF8Check(bytes)
    if check.broken == 0 {
      if !check.hasEscape || check.multibyte > 0 {
        if check.zeros * 8 < bytes.count {
          return Decoded(bytes, encoding: "utf-8", basis: "utf-8", sourceCount: bytes.count)
        }
        if let wide = utf16(bytes) { return transcoded(bytes, wide, basis: "detected") }
        return Decoded(bytes, encoding: "utf-8", basis: "utf-8", sourceCount: bytes.count)
      }
      let guess = detect(bytes, kind: kind)
      if guess.hasPrefix("iso-2022") { return transcoded(bytes, guess, basis: "detected") }
      return Decoded(bytes, encoding: "utf-8", basis: "utf-8", sourceCount: bytes.count)
    }
    if check.zeros * 8 >= bytes.count, let wide = utf16(bytes) { return transcoded(bytes, wide, basis: "detected") }
    let label = declared.flatMap(CharsetLabels.name) ?? declaration(bytes, kind: kind)
    // A page that is UTF-8 but for a few cut characters is UTF-8, whatever it says.
    if label == "utf-8" ? check.multibyte >= check.broken : check.multibyte > check.broken * 20 {
      return utf8(bytes, basis: label == "utf-8" ? "declared" : "utf-8", skipped: 0, sourceCount: bytes.count)
    }
    if let label, label != "utf-8", !label.hasPrefix("utf-16") {
      return transcoded(bytes, label, basis: "declared")
    }
    return transcoded(bytes, detect(bytes, kind: kind), basis: "detected")
  }

  /// Bytes that claim to be UTF-8: what is broken becomes U+FFFD, as the standard says.
  private static func utf8(_ bytes: [UInt8], basis: String, skipped: Int, sourceCount: Int) -> Decoded {
    if String(validating: bytes, as: UTF8.self) != nil {
      return Decoded(bytes, encoding: "utf-8", basis: basis, skipped: skipped, sourceCount: sourceCount)
    }
    let result = converted(bytes, "utf-8")
    return Decoded(
      result.bytes, encoding: "utf-8", basis: basis, origins: result.origins.map { $0 + Int32(skipped) },
      sourceCount: sourceCount)
  }

  private static func transcoded(_ bytes: [UInt8], _ name: String, basis: String) -> Decoded {
    let result = converted(bytes, CharsetLabels.converter(name))
    return Decoded(
      result.bytes, encoding: name, basis: basis, origins: result.origins, sourceCount: bytes.count)
  }

  private static func converted(_ bytes: [UInt8], _ converter: String) -> (bytes: [UInt8], origins: [Int32]) {
    var result = nd_transcode(converter, bytes, bytes.count)
    // ICU knows all names of the table; windows-1252 gives every byte a meaning should one be missing.
    if result.bytes == nil { result = nd_transcode("windows-1252", bytes, bytes.count) }
    defer { nd_transcoded_free(result) }
    guard let out = result.bytes, let origins = result.origins else { return ([], []) }
    return (
      Array(UnsafeBufferPointer(start: out, count: result.length)),
      Array(UnsafeBufferPointer(start: origins, count: result.length))
    )
  }

  /// UTF-16 without a mark shows in which half of the pairs the zeros stand.
  private static func utf16(_ bytes: [UInt8]) -> String? {
    var even = 0
    var odd = 0
    for i in 0..<min(bytes.count, 4096) where bytes[i] == 0 {
      if i & 1 == 0 { even += 1 } else { odd += 1 }
    }
    if odd > even * 8 { return "utf-16le" }
    if even > odd * 8 { return "utf-16be" }
    return nil
  }

  // MARK: What the text declares

  /// The WHATWG name of the charset that a page or XML document declares near its beginning.
  static func declaration(_ bytes: [UInt8], kind: Kind) -> String? {
    switch kind {
    case .text: return nil
    case .xml: return xmlDeclaration(bytes)
    case .html: return metaDeclaration(bytes) ?? xmlDeclaration(bytes)
    }
  }

  private static func xmlDeclaration(_ bytes: [UInt8]) -> String? {
    let start = bytes.firstIndex { $0 > 0x20 } ?? 0
    guard bytes[start...].starts(with: Array("<?xml".utf8)) else { return nil }
    let end = bytes[start...].prefix(300).firstIndex(of: UInt8(ascii: ">")) ?? min(bytes.count, start + 300)
    guard let at = find("encoding", in: bytes, from: start, to: end) else { return nil }
    return value(bytes, from: at + 8, to: end).flatMap(CharsetLabels.name)
  }

  private static func metaDeclaration(_ bytes: [UInt8]) -> String? {
    // Browsers look at 1,024 bytes first and at the rest while parsing.
    let limit = min(bytes.count, 16384)
    var at = 0
    while let tag = find("<meta", in: bytes, from: at, to: limit) {
      let end = bytes[tag..<limit].firstIndex(of: UInt8(ascii: ">")) ?? limit
      at = max(end, tag + 5)
      guard let word = find("charset", in: bytes, from: tag, to: end),
        let label = value(bytes, from: word + 7, to: end), let name = CharsetLabels.name(label)
      else { continue }
      // A page whose meta could be read as ASCII is not UTF-16.
      return name.hasPrefix("utf-16") ? "utf-8" : name
    }
    return nil
  }

  /// The value after `=`, quoted or not.
  private static func value(_ bytes: [UInt8], from: Int, to end: Int) -> String? {
    var i = from
    while i < end, bytes[i] <= 0x20 { i += 1 }
    guard i < end, bytes[i] == UInt8(ascii: "=") else { return nil }
    i += 1
    while i < end, bytes[i] <= 0x20 || bytes[i] == 0x22 || bytes[i] == 0x27 { i += 1 }
    let start = i
    while i < end, bytes[i] > 0x20, bytes[i] != 0x22, bytes[i] != 0x27, bytes[i] != UInt8(ascii: ";"),
      bytes[i] != UInt8(ascii: "/"), bytes[i] != UInt8(ascii: ">")
    {
      i += 1
    }
    return i > start ? String(decoding: bytes[start..<i], as: UTF8.self) : nil
  }

  /// Where an ASCII word in lower case stands next, whatever its case in the text.
  private static func find(_ word: StaticString, in bytes: [UInt8], from: Int, to end: Int) -> Int? {
    word.withUTF8Buffer { word in
      var i = from
      while i + word.count <= end {
        var k = 0
        while k < word.count, asciiLower(bytes[i + k]) == word[k] { k += 1 }
        if k == word.count { return i }
        i += 1
      }
      return nil
    }
  }

  // MARK: What statistics say

  private static let floor: Int32 = 12

  /// The WHATWG name of the charset that bytes are most likely in; windows-1252 where nothing speaks for another.
  static func detect(_ bytes: [UInt8], kind: Kind) -> String {
    var guesses = [nd_charset_guess](repeating: nd_charset_guess(), count: 8)
    let count = Int(nd_charset_detect(bytes, bytes.count, kind != .text, &guesses, 8))
    for guess in guesses.prefix(count) where guess.confidence >= floor {
      let label = withUnsafeBytes(of: guess.name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name = CharsetLabels.name(label), name != "utf-8", !name.hasPrefix("utf-16") else { continue }
      // The detector does not know macintosh and ISO-8859-15, which differ from windows-1252 by where characters stand.
      if name == "windows-1252" || name == "windows-1254" || name.hasPrefix("iso-8859-2") || name == "windows-1250" {
        return WesternCharset.choose(bytes, otherwise: name)
      }
      return name
    }
    return WesternCharset.choose(bytes, otherwise: "windows-1252")
  }
}

@inline(__always)
func asciiLower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

/// How many of the bytes are well-formed UTF-8 of several bytes, and how many are not.
struct UTF8Check {
  var multibyte = 0
  var broken = 0
  var zeros = 0
  var hasEscape = false

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { b in
      var i = 0
      let n = b.count
      while i < n {
        if i + 8 <= n, EightBytes.isPrintable(EightBytes.load(b, i, n)) {
          i += 8
          continue
        }
        let c = b[i]
        if c < 0x80 {
          if c < 0x20 {
            if c == 0 { zeros += 1 }
            if c == 0x1B { hasEscape = true }
          }
          i += 1
          continue
        }
        let width = Self.width(b, at: i)
        if width == 0 {
          broken += 1
          i += 1
        } else {
          multibyte += 1
          i += width
        }
      }
    }
  }

  /// The width of the well-formed sequence at `i`, or 0 (Unicode, table 3-7).
  static func width(_ b: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
    let c = b[i]
    func trail(_ k: Int) -> Bool { i + k < b.count && b[i + k] & 0xC0 == 0x80 }
    switch c {
    case 0xC2...0xDF: return trail(1) ? 2 : 0
    case 0xE0...0xEF:
      guard trail(1), trail(2) else { return 0 }
      let second = b[i + 1]
      return (c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) ? 0 : 3
    case 0xF0...0xF4:
      guard trail(1), trail(2), trail(3) else { return 0 }
      let second = b[i + 1]
      return (c == 0xF0 && second < 0x90) || (c == 0xF4 && second > 0x8F) ? 0 : 4
    default: return 0
    }
  }
}
