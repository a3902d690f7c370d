import Documents

/// Makes documents of what was read of an article.
enum RecordWriter {
  static func document(_ read: ArticleText, id: String, source: SourceInfo, language: String) -> NormalizedDocument {
    var document = NormalizedDocument(
      id: id, source: source, text: SourceText(utf8: read.text), blocks: read.blocks, language: language)
    document.title = read.title
    document.byline = read.byline
    document.published = read.published
    document.publishedBasis = read.publishedBasis
    document.outlet = read.outlet
    document.removed = read.removed
    document.repairs = read.repairs
    document.facts = read.facts
    return document
  }

  /// Blocks that the source tells apart, the title before them.
  static func text(title: String?, _ blocks: [(BlockKind, String)]) -> ArticleText {
    var result = ArticleText()
    for (kind, string) in (title.map { [(BlockKind.title, $0)] } ?? []) + blocks {
      let text = Array(PageText.folded(string).utf8)
      guard !text.isEmpty else { continue }
      if !result.text.isEmpty { result.text += [0x0A, 0x0A] }
      let start = result.text.count
      result.text += text
      result.blocks.append(Block(kind, Span(start, result.text.count)))
    }
    return result
  }

  static func prepend(_ title: String, to read: inout ArticleText) {
    var before = Array(PageText.folded(title).utf8)
    guard !before.isEmpty else { return }
    let block = Block(.title, Span(0, before.count))
    if !read.text.isEmpty { before += [0x0A, 0x0A] }
    let shift = before.count
    read.text = before + read.text
    for i in read.blocks.indices {
      let span = read.blocks[i].span
      read.blocks[i].span = Span(span.start + shift, span.end + shift)
    }
    for i in read.repairs.indices {
      let span = read.repairs[i].span
      read.repairs[i].span = Span(span.start + shift, span.end + shift)
    }
    read.blocks.insert(block, at: 0)
  }

  /// A page around a feed's markup.
  static func page(_ title: String?, _ html: String) -> [UInt8] {
    var page = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><article>"
    if let title {
      page += "<h1>"
      for scalar in title.unicodeScalars {
        switch scalar {
        case "<": page += "&lt;"
        case "&": page += "&amp;"
        default: page.unicodeScalars.append(scalar)
        }
      }
      page += "</h1>"
    }
    return Array((page + html + "</article></body></html>").utf8)
  }

  /// Whether more than the title came out.
  static func holds(_ document: NormalizedDocument, title: String?) -> Bool {
    document.blocks.contains { $0.kind != .title && $0.kind != .heading }
      || (title == nil && !document.blocks.isEmpty)
  }

  private static let blocks: Set<String> = [
    "p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "section",
    "hr",
    "pre", "figure", "figcaption",
  ]

  /// The text of markup: tags dropped, block tags as blank lines.
  static func stripped(_ html: String) -> String {
    let bytes = Array(html.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      guard bytes[i] == UInt8(ascii: "<"), i + 1 < bytes.count,
        bytes[i + 1] == UInt8(ascii: "/") || bytes[i + 1] == UInt8(ascii: "!") || bytes[i + 1] | 0x20 >= 0x61
      else {
        out.append(bytes[i] == 0x0A || bytes[i] == 0x0D ? 0x20 : bytes[i])
        i += 1
        continue
      }
      var name: [UInt8] = []
      var k = i + 1
      if bytes[k] == UInt8(ascii: "/") { k += 1 }
      while k < bytes.count, name.count < 12, bytes[k] != UInt8(ascii: ">"), bytes[k] > 0x20,
        bytes[k] != UInt8(ascii: "/")
      {
        name.append(bytes[k] >= 0x41 && bytes[k] <= 0x5A ? bytes[k] | 0x20 : bytes[k])
        k += 1
      }
      while k < bytes.count, bytes[k] != UInt8(ascii: ">") { k += 1 }
      if blocks.contains(String(decoding: name, as: UTF8.self)) { out += [0x0A, 0x0A] }
      i = k + 1
    }
    return HTMLEntities.decoded(String(decoding: out, as: UTF8.self))
  }

  /// The container's facts go before those of the text.
  static func fill(_ document: inout NormalizedDocument, _ record: ArticleRecord, words: LineRules) {
    func set(_ field: String, _ value: String?, _ path: WritableKeyPath<NormalizedDocument, String?>) {
      guard let value, !value.isEmpty else { return }
      document[keyPath: path] = value
      document.facts.removeAll { $0.field == field }
      document.facts.append(FactBasis(field, "record." + field))
    }
    set("title", record.title.map(PageText.folded), \.title)
    if let title = document.title, let first = document.blocks.first, first.kind == .heading,
      document.text.equals(first.span, title)
    {
      document.blocks[0].kind = .title
    }
    let authors = record.authors.flatMap { names($0, words) }
    var seen = Set<String>()
    let distinct = authors.filter { seen.insert($0).inserted }
    set("byline", distinct.isEmpty ? nil : distinct.joined(separator: ", "), \.byline)
    if let published = record.published.flatMap(MachineDate.iso) {
      set("published", published, \.published)
      document.publishedBasis = record.publishedBasis
    }
    set("modified", record.modified.flatMap(MachineDate.iso), \.modified)
    set("url", record.url.flatMap { $0.hasPrefix("http") ? $0 : nil }, \.url)
    set("outlet", record.outlet, \.outlet)
    set("description", record.description, \.description)
    set("section", record.section, \.section)
    if !record.keywords.isEmpty { document.keywords = record.keywords.map(PageText.folded).filter { !$0.isEmpty } }
  }

  /// The people of an author's field: "desk@paper.example (Jane Roe)", "By Jane Roe and Tom Weld", "Madonna".
  private static func names(_ author: String, _ rules: LineRules) -> [String] {
    var author = PageText.folded(author)
    if let open = author.utf8.firstIndex(of: UInt8(ascii: "(")), author.utf8.contains(UInt8(ascii: "@")),
      let close = author.utf8.lastIndex(of: UInt8(ascii: ")")), open < close
    {
      author = String(author[author.utf8.index(after: open)..<close])
    }
    if author.utf8.contains(UInt8(ascii: "@")) || author.hasPrefix("http") { return [] }
    return author.withUTF8 { bytes in
      let span = Span(0, bytes.count)
      let line = rules.tokens(bytes, span)
      var tokens = line[...]
      if let match = rules.match(line, place: .head), rules.rules[match.rule].isByline, let range = match.names {
        tokens = line[range]
      }
      let found = Names.parse(tokens, rules.words)
      if !found.isEmpty {
        return found.map { String(decoding: UnsafeBufferPointer(rebasing: bytes[$0.range]), as: UTF8.self) }
      }
      // One word, all capital: a person of one name; anything else is an office or a paper.
      let single =
        line.count == 1 && line[0].shape.contains(.capital) && !line[0].shape.contains(.agency)
        && rules.words.of(line[0]).isDisjoint(with: [.role, .outlet, .notName])
      return single ? [String(decoding: bytes, as: UTF8.self)] : []
    }
  }
}
