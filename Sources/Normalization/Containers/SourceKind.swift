import Documents

/// What an input is, told by its bytes.
enum SourceKind: Sendable, Hashable {
  case text, html, xml, json, jsonLines, gzip, archive
  /// Nothing to read articles from; what it looks like, with its article: "a PDF document".
  case other(String)

  /// `prefix`: the first bytes of the input as they stand; `decoded`: the same as UTF-8.
  static func of(_ bytes: [UInt8], decoded: [UInt8]) -> SourceKind {
    if bytes.starts(with: [0x1F, 0x8B]) { return .gzip }
    // Browsers read no UTF-32; its mark begins like UTF-16's.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      return .other("text in UTF-32")
    }
    for (magic, name) in magics where bytes.starts(with: magic) { return .other(name) }
    if bytes.count > 12, bytes[4...].starts(with: Array("ftyp".utf8)) {
      return .other("a video or an image (MP4, HEIF)")
    }
    if bytes.count > 262, bytes[257...].starts(with: Array("ustar".utf8)) { return .other("a tar archive") }
    if bytes.starts(with: Array("WARC/".utf8)) { return .archive }
    return decoded.withUnsafeBufferPointer { text in
      var i = 0
      // White space, comments and an XML declaration may stand before the first tag.
      var declared = false
      while i < text.count {
        if text[i] <= 0x20 || text[i] == 0xEF || text[i] == 0xBB || text[i] == 0xBF {
          i += 1
        } else if starts(text, i, "<!--") {
          guard let end = find(text, i + 4, "-->") else { break }
          i = end + 3
        } else if starts(text, i, "<?") {
          declared = declared || starts(text, i, "<?xml")
          guard let end = find(text, i + 2, ">") else { break }
          i = end + 1
        } else {
          break
        }
      }
      guard i < text.count else { return declared ? .xml : .text }
      if text[i] == UInt8(ascii: "<") {
        if starts(text, i, "<!doctype") {
          var k = i + 9
          while k < text.count, text[k] <= 0x20 { k += 1 }
          return starts(text, k, "html") ? .html : .xml
        }
        if declared { return starts(text, i, "<html") ? .html : .xml }
        for tag in [
          "<html", "<head", "<body", "<article", "<main", "<div", "<p", "<h1", "<h2", "<section", "<table", "<title",
          "<meta", "<script", "<span", "<br", "<img", "<a ", "<b>", "<strong", "<em", "<ul", "<ol", "<center", "<font",
          "<link", "<style", "<figure", "<header",
        ]
        where starts(text, i, tag) {
          let end = i + tag.utf8.count
          if end >= text.count || !isName(text[end]) || tag.hasSuffix(" ") || tag.hasSuffix(">") { return .html }
        }
        for root in [
          "<rss", "<feed", "<rdf:rdf", "<nitf", "<newsitem", "<newsmessage", "<newsml", "<urlset", "<sitemapindex",
          "<packageitem", "<atom:feed",
        ]
        where starts(text, i, root) {
          return .xml
        }
        return isTag(text, i) ? unknownMarkup(text, i) : .text
      }
      if text[i] == UInt8(ascii: "{") { return opensObject(text, i) ? .json : .text }
      if text[i] == UInt8(ascii: "[") {
        var k = i + 1
        while k < text.count, text[k] <= 0x20 { k += 1 }
        return k < text.count && text[k] == UInt8(ascii: "{") && opensObject(text, k) ? .json : .text
      }
      return .text
    }
  }

  /// Whether `<name>` or `<name attribute=` stands at `at`.
  private static func isTag(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    var i = at + 1
    guard i < text.count, text[i] | 0x20 >= 0x61, text[i] | 0x20 <= 0x7A else { return false }
    while i < text.count, isName(text[i]) || text[i] == 0x2E || text[i] == 0x5F { i += 1 }
    guard i < text.count, text[i] != UInt8(ascii: ">") else { return i < text.count }
    guard text[i] <= 0x20 else { return false }
    return text[i...].prefix { $0 != UInt8(ascii: ">") }.contains(UInt8(ascii: "="))
  }

  /// What begins with a tag that neither pages nor feeds are known to begin with: XML if it names its namespace or holds
  /// nothing of a page, a page if it has a page's elements, text if no tag is ever closed.
  private static func unknownMarkup(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> SourceKind {
    let end = find(text, at, ">") ?? text.count
    if let space = find(text, at, "xmlns"), space < end { return .xml }
    if ["<p>", "<p ", "<div", "<br", "<body"].contains(where: { find(text, at, $0) != nil }) { return .html }
    return find(text, at, "</") == nil ? .text : .xml
  }

  /// `{` and then a name in quotation marks with a colon, or nothing.
  private static func opensObject(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    var i = at + 1
    while i < text.count, text[i] <= 0x20 { i += 1 }
    guard i < text.count, text[i] == UInt8(ascii: "\"") else { return i < text.count && text[i] == UInt8(ascii: "}") }
    i += 1
    while i < text.count, text[i] != UInt8(ascii: "\""), text[i] != 0x0A { i += 1 }
    i += 1
    while i < text.count, text[i] <= 0x20 { i += 1 }
    return i < text.count && text[i] == UInt8(ascii: ":")
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x3A || byte == 0x2D
  }

  /// Whether `word` (lower case) stands at `at` in any case.
  private static func starts(_ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ word: String) -> Bool {
    var i = at
    for byte in word.utf8 {
      guard i < text.count else { return false }
      let c = text[i] >= 0x41 && text[i] <= 0x5A ? text[i] | 0x20 : text[i]
      if c != byte { return false }
      i += 1
    }
    return true
  }

  private static func find(_ text: UnsafeBufferPointer<UInt8>, _ from: Int, _ word: String) -> Int? {
    var i = from
    while i < text.count {
      if starts(text, i, word) { return i }
      i += 1
    }
    return nil
  }

  private static let magics: [([UInt8], String)] = [
    (Array("%PDF-".utf8), "a PDF document"), ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
    ([0xFF, 0xD8, 0xFF], "a JPEG image"), (Array("GIF8".utf8), "a GIF image"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive or an office document"),
    ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive"),
    (Array("Rar!".utf8), "a RAR archive"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
    (Array("BZh".utf8), "a bzip2 file"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz file"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"), ([0x7F, 0x45, 0x4C, 0x46], "a program"),
    (Array("MZ\u{90}".utf8), "a program"),
    (Array("ID3".utf8), "an MP3 file"), (Array("OggS".utf8), "an Ogg file"),
    (Array("RIFF".utf8), "a RIFF file (audio, video or image)"),
    (Array("SQLite format 3".utf8), "an SQLite database"), ([0xD0, 0xCF, 0x11, 0xE0], "an old office document"),
    (Array("{\\rtf".utf8), "an RTF document"), (Array("II*\0".utf8), "a TIFF image"),
    (Array("MM\0*".utf8), "a TIFF image"),
    (Array("wOFF".utf8), "a font"), (Array("%!PS".utf8), "a PostScript document"),
    ([0xCA, 0xFE, 0xBA, 0xBE], "a program"),
    ([0x00, 0x61, 0x73, 0x6D], "a WebAssembly module"), ([0x1A, 0x45, 0xDF, 0xA3], "a Matroska video"),
  ]

  /// Whether decoded text is nothing that people read: controls and signs of broken characters all over.
  static func looksBinary(_ decoded: [UInt8]) -> Bool {
    var controls = 0
    var scalars = 0
    decoded.withUnsafeBufferPointer { text in
      var i = 0
      let end = min(text.count, 65_536)
      while i < end {
        if i + 8 <= end, EightBytes.isPrintable(EightBytes.load(text, i, end)) {
          scalars += 8
          i += 8
          continue
        }
        let byte = text[i]
        if byte & 0xC0 != 0x80 { scalars += 1 }
        if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D, byte != 0x0C, byte != 0x1B { controls += 1 }
        if byte == 0xEF, i + 2 < text.count, text[i + 1] == 0xBF, text[i + 2] == 0xBD { controls += 1 }
        i += 1
      }
    }
    return controls * 10 > scalars
  }
}
