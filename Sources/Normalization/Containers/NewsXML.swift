import Documents

/// Articles of the IPTC's news formats: NITF 3.x, NewsML-G2 (news items, or a message of several) and its elder, NewsML 1.
enum NewsXML {
  /// The articles, or nil if the root element is no news format's.
  static func records(_ tree: XMLTree, root: Int) -> [ArticleRecord]? {
    switch tree.name(root) {
    case "nitf": [nitf(tree, root)]
    case "newsItem": [item(tree, root)]
    case "newsMessage": tree.all(root, ["newsItem"]).map { item(tree, $0) }
    case "NewsML": tree.all(root, ["NewsItem"]).map { oldItem(tree, $0) }
    default: nil
    }
  }

  private static func nitf(_ tree: XMLTree, _ root: Int) -> ArticleRecord {
    var record = ArticleRecord()
    record.mediaType = "application/nitf+xml"
    record.title =
      tree.content(tree.first(root, "hl1")) ?? tree.content(tree.first(root, "hedline"))
      ?? tree.content(tree.first(root, "title"))
    record.id = tree.first(root, "doc-id").flatMap { tree.attribute($0, "id-string") }
    if let issued = tree.first(root, "date.issue") { record.published = tree.attribute(issued, "norm") }
    if let publication = tree.first(root, "pubdata") {
      record.outlet = tree.attribute(publication, "name")
      record.published = record.published ?? tree.attribute(publication, "date.publication")
      record.url = tree.attribute(publication, "ex-ref")
      record.section = tree.attribute(publication, "position.section")
    }
    var blocks: [(BlockKind, String)] = []
    if let head = tree.first(root, "body.head") {
      for second in tree.all(head, ["hl2"]) { if let text = tree.content(second) { blocks.append((.heading, text)) } }
      for byline in tree.all(head, ["byline"]) {
        let people = tree.all(byline, ["person"]).compactMap { tree.content($0) }
        record.authors += people.isEmpty ? tree.content(byline).map { [$0] } ?? [] : people
        if let text = tree.content(byline) { blocks.append((.byline, text)) }
      }
      if let text = tree.content(tree.first(head, "dateline")) { blocks.append((.dateline, text)) }
      if let text = tree.content(tree.first(head, "abstract")) { record.description = text }
    }
    if let content = tree.first(root, "body.content") { blocks += self.blocks(tree, content) }
    if let end = tree.first(root, "body.end") {
      if let text = tree.content(tree.first(end, "tagline")) { blocks.append((.credit, text)) }
    }
    record.body = .blocks(blocks)
    return record
  }

  private static let kinds: [String: BlockKind] = [
    "p": .paragraph, "hl1": .heading, "hl2": .heading, "h1": .heading, "h2": .heading, "h3": .heading, "h4": .heading,
    "media-caption": .caption, "caption": .caption, "figcaption": .caption, "media-producer": .credit,
    "credit": .credit,
    "li": .listItem, "bq": .quote, "blockquote": .quote, "note": .note, "tr": .table, "pre": .paragraph,
    "media-metadata": .note, "correction": .note,
  ]

  /// The blocks below an element: the outermost elements of a known kind, but the parts of a quotation each alone.
  private static func blocks(_ tree: XMLTree, _ root: Int) -> [(BlockKind, String)] {
    var result: [(BlockKind, String)] = []
    var quotedUntil = 0
    var k = root + 1
    while k < tree.end(root) {
      guard tree.isElement(k), let kind = kinds[tree.name(k)] else {
        // Text that stands in no element of its own is a paragraph too.
        if !tree.isElement(k), let text = tree.content(k), text.utf8.contains(where: { $0 > 0x20 }) {
          result.append((k < quotedUntil ? .quote : .paragraph, text))
        }
        k += 1
        continue
      }
      if kind == .quote, tree.all(k, ["p"]).count > 0 {
        quotedUntil = tree.end(k)
        k += 1
        continue
      }
      if tree.name(k) == "media-metadata" {
        k = max(k + 1, tree.end(k))
        continue
      }
      if let text = tree.content(k) { result.append((k < quotedUntil && kind == .paragraph ? .quote : kind, text)) }
      k = max(k + 1, tree.end(k))
    }
    return result
  }

  private static func item(_ tree: XMLTree, _ item: Int) -> ArticleRecord {
    if let nitf = tree.first(item, "nitf") {
      var record = self.nitf(tree, nitf)
      record.id = tree.attribute(item, "guid") ?? record.id
      record.title = tree.content(tree.first(item, "headline")) ?? record.title
      return record
    }
    var record = ArticleRecord()
    record.mediaType = "application/vnd.iptc.g2.newsitem+xml"
    record.id = tree.attribute(item, "guid")
    record.language = tree.attribute(item, "xml:lang") ?? tree.attribute(item, "lang")
    if let meta = tree.child(item, "itemMeta") {
      record.modified = tree.content(tree.first(meta, "versionCreated"))
      if let provider = tree.child(meta, "provider") {
        record.outlet =
          tree.content(tree.child(provider, "name"))
          ?? (tree.attribute(provider, "literal") ?? tree.attribute(provider, "qcode")).map(lastPart)
      }
    }
    if let meta = tree.child(item, "contentMeta") {
      record.published = tree.content(tree.first(meta, "contentCreated"))
      record.title = tree.content(tree.first(meta, "headline"))
      record.description = tree.content(tree.first(meta, "description"))
      for creator in tree.all(meta, ["creator"]) {
        if let name = tree.content(tree.child(creator, "name")) { record.authors.append(name) }
      }
      if record.authors.isEmpty, let by = tree.content(tree.first(meta, "by")) { record.authors = [by] }
      if let language = tree.first(meta, "language").flatMap({ tree.attribute($0, "tag") }) {
        record.language = language
      }
      for keyword in tree.all(meta, ["keyword"]) {
        if let word = tree.content(keyword) { record.keywords.append(word) }
      }
    }
    record.published = record.published ?? record.modified
    if let content = tree.child(item, "contentSet") {
      if let inline = tree.first(content, "inlineXML") {
        record.body = tree.first(inline, "body").map { .html(tree.html($0)) } ?? .blocks(blocks(tree, inline))
      } else if let inline = tree.first(content, "inlineData") {
        let text = tree.raw(inline)
        record.body = ArticleRecord.isMarkup(text) ? .html(text) : .text(text)
      }
    }
    return record
  }

  /// An item of NewsML 1, the first of its contents that has text.
  private static func oldItem(_ tree: XMLTree, _ item: Int) -> ArticleRecord {
    let contents = tree.all(item, ["DataContent"])
    var record = contents.compactMap { tree.first($0, "nitf") }.first.map { nitf(tree, $0) } ?? ArticleRecord()
    record.mediaType = "application/vnd.iptc.newsml+xml"
    record.id = tree.content(tree.first(item, "PublicIdentifier")) ?? tree.content(tree.first(item, "NewsItemId"))
    record.title = record.title ?? tree.content(tree.first(item, "HeadLine"))
    record.published = record.published ?? tree.content(tree.first(item, "FirstCreated"))
    record.modified = tree.content(tree.first(item, "ThisRevisionCreated"))
    record.outlet = record.outlet ?? tree.content(tree.first(item, "CreditLine"))
    if record.authors.isEmpty, let line = tree.content(tree.first(item, "ByLine")) { record.authors = [line] }
    if case .none = record.body {
      for content in contents {
        let found = blocks(tree, content)
        guard !found.isEmpty else { continue }
        if found.count == 1, ArticleRecord.isMarkup(found[0].1) {
          record.body = .html(tree.raw(content))
        } else {
          record.body = .blocks(found)
        }
        break
      }
    }
    return record
  }

  private static func lastPart(_ code: String) -> String {
    code.split(separator: ":").last.map(String.init) ?? code
  }
}
