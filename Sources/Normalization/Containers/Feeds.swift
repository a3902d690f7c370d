import Documents

/// Articles of RSS (0.9x, 1.0, 2.0) and Atom (RFC 4287) feeds.
enum Feeds {
  /// The entries of a feed, or nil if the root element is no feed's.
  static func records(_ tree: XMLTree, root: Int) -> [ArticleRecord]? {
    switch tree.name(root) {
    case "rss", "RDF": rss(tree, root)
    case "feed": tree.all(root, ["entry"]).map { atom(tree, $0, feed: root) }
    case "entry": [atom(tree, root, feed: root)]
    default: nil
    }
  }

  private static func rss(_ tree: XMLTree, _ root: Int) -> [ArticleRecord] {
    let channel = tree.first(root, "channel")
    let outlet = channel.flatMap { tree.content(tree.child($0, "title")) }
    let language = channel.flatMap { tree.content(tree.child($0, "language")) }
    return tree.all(root, ["item"]).map { item in
      var record = ArticleRecord()
      record.mediaType = "application/rss+xml"
      record.outlet = outlet
      record.language = language
      var encoded: String?
      var description: String?
      var permalink: String?
      for child in tree.children(item) {
        switch tree.fullName(child) {
        case "title": record.title = title(tree.content(child))
        case "link":
          record.url = tree.content(child) ?? tree.attribute(child, "href") ?? record.url
        case "guid":
          record.id = tree.content(child)
          if tree.attribute(child, "isPermaLink") != "false" { permalink = record.id }
        case "pubDate", "dc:date", "dcterms:issued", "dcterms:created", "published":
          record.published = record.published ?? tree.content(child)
        case "dcterms:modified", "atom:updated", "updated": record.modified = tree.content(child)
        case "dc:creator", "author", "itunes:author":
          if let name = tree.content(child) { record.authors.append(name) }
        case "content:encoded", "content": encoded = encoded ?? tree.raw(child)
        case "description", "summary": description = description ?? tree.raw(child)
        case "category", "dc:subject": if let word = tree.content(child) { record.keywords.append(word) }
        case "source": record.outlet = tree.content(child) ?? record.outlet
        default: break
        }
      }
      if record.url == nil, let permalink, permalink.hasPrefix("http") { record.url = permalink }
      record.body = body(encoded) ?? body(description) ?? .none
      if encoded != nil, let description { record.description = PageText.folded(description) }
      return record
    }
  }

  private static func atom(_ tree: XMLTree, _ entry: Int, feed: Int) -> ArticleRecord {
    var record = ArticleRecord()
    record.mediaType = "application/atom+xml"
    if feed != entry {
      record.outlet = tree.content(tree.child(feed, "title"))
      record.language = tree.attribute(feed, "xml:lang") ?? tree.attribute(feed, "lang")
    }
    var summary: ArticleRecord.Body?
    var content: ArticleRecord.Body?
    for child in tree.children(entry) {
      switch tree.name(child) {
      case "title":
        let text = tree.content(child)
        record.title =
          record.title ?? (tree.attribute(child, "type").map { $0.hasSuffix("html") } == true ? title(text) : text)
      case "id": record.id = tree.content(child)
      case "link":
        let relation = tree.attribute(child, "rel") ?? "alternate"
        if relation == "alternate", let url = tree.attribute(child, "href") { record.url = record.url ?? url }
      case "published", "issued": record.published = tree.content(child)
      case "updated", "modified": record.modified = tree.content(child)
      case "author":
        if let name = tree.content(tree.child(child, "name")) { record.authors.append(name) }
      case "category":
        if let word = tree.attribute(child, "label") ?? tree.attribute(child, "term") { record.keywords.append(word) }
      case "content": content = construct(tree, child)
      case "summary": summary = construct(tree, child)
      default: break
      }
    }
    if case .text(let text)? = summary, content != nil { record.description = PageText.folded(text) }
    record.body = content ?? summary ?? .none
    return record
  }

  /// A text construct: plain, escaped HTML, or XHTML inside.
  private static func construct(_ tree: XMLTree, _ i: Int) -> ArticleRecord.Body? {
    switch tree.attribute(i, "type") ?? "text" {
    case "xhtml", "application/xhtml+xml":
      let html = tree.html(i)
      return html.isEmpty ? nil : .html(html)
    case "html", "text/html":
      let html = tree.raw(i)
      return html.isEmpty ? nil : .html(html)
    default: return body(tree.raw(i))
    }
  }

  /// A title that holds escaped HTML: most feeds' do.
  private static func title(_ string: String?) -> String? {
    guard let string else { return nil }
    let text = PageText.folded(
      ArticleRecord.isMarkup(string) ? RecordWriter.stripped(string) : HTMLEntities.decoded(string))
    return text.isEmpty ? nil : text
  }

  private static func body(_ string: String?) -> ArticleRecord.Body? {
    guard let string, string.utf8.contains(where: { $0 > 0x20 }) else { return nil }
    return ArticleRecord.isMarkup(string) ? .html(string) : .text(HTMLEntities.decoded(string))
  }
}
