import Documents

/// The names of an article's fields in JSON, best first.
struct JSONFields: Sendable {
  private var names: [String: [String]] = [
    "id": ["id", "_id", "guid", "uid", "@id", "identifier"],
    "title": ["title", "headline", "name"],
    "text": ["text", "articleBody", "body", "content", "article", "maintext", "content_text"],
    "html": ["html", "content_html", "body_html", "raw_html"],
    "url": ["url", "link", "canonical_url", "source_url"],
    "published": [
      "published", "datePublished", "date", "published_at", "publishedAt", "date_published", "pubDate", "date_publish",
      "timestamp",
    ],
    "modified": ["modified", "dateModified", "updated", "updated_at", "date_modified"],
    "author": ["author", "authors", "byline", "creator"],
    "outlet": ["outlet", "publisher", "source", "publication", "source_domain", "site"],
    "language": ["language", "lang", "inLanguage"],
    "description": ["description", "summary", "abstract"],
    "section": ["section", "articleSection", "category"],
    "keywords": ["keywords", "tags"],
  ]

  /// `settings`: "text=story" puts a name of the user's before the known ones.
  init(_ settings: [String]) throws(Diagnostics) {
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, names[parts[0]] != nil, !parts[1].isEmpty else {
        throw Diagnostics(
          Diagnostic(
            "C010", "\"\(setting)\" names no field of an article",
            help: "write field=name; the fields: \(names.keys.sorted().joined(separator: ", "))"))
      }
      names[parts[0]]!.insert(parts[1], at: 0)
    }
  }

  fileprivate func values(_ field: String, _ object: [String: [String]]) -> [String] {
    for name in names[field]! {
      if let values = object[name], values.contains(where: { !$0.isEmpty }) { return values }
    }
    return []
  }

  func record(_ object: [String: [String]], mediaType: String) -> ArticleRecord {
    func first(_ field: String) -> String? { values(field, object).first { !$0.isEmpty } }
    var record = ArticleRecord()
    record.mediaType = mediaType
    record.id = first("id")
    record.title = first("title").map(PageText.folded)
    record.url = first("url")
    record.published = first("published")
    record.publishedBasis = mediaType == "application/ld+json" ? .jsonLD : .feed
    record.modified = first("modified")
    record.authors = values("author", object)
    record.outlet = first("outlet").map(PageText.folded)
    record.language = first("language")
    record.description = first("description").map(PageText.folded)
    record.section = first("section").map(PageText.folded)
    record.keywords = values("keywords", object)
    if let text = first("text") {
      record.body = ArticleRecord.isMarkup(text) ? .html(text) : .text(text)
    } else if let html = first("html") {
      record.body = .html(html)
    }
    return record
  }

  /// Whether an object holds an article: a text, or a title and something beside it.
  func isArticle(_ object: [String: [String]]) -> Bool {
    !values("text", object).isEmpty || !values("html", object).isEmpty
      || (!values("title", object).isEmpty && object.count > 1)
  }
}

/// Objects of JSON, each flattened to names and strings.
enum JSONArticles {
  /// A line of JSON lines: one object.
  static func object(_ line: UnsafeBufferPointer<UInt8>) throws(JSONError) -> [String: [String]] {
    var reader = JSONReader(line)
    return try flat(&reader)
  }

  /// The objects of a whole JSON text: the object itself, the members of an array or of "@graph".
  static func objects(_ bytes: [UInt8]) throws(JSONError) -> [[String: [String]]] {
    var result: [[String: [String]]] = []
    try JSONReader.read(bytes) { reader throws(JSONError) in
      if try reader.kind() == .array {
        try reader.array { reader throws(JSONError) in
          if try reader.kind() == .object { result.append(try flat(&reader)) } else { try reader.skip() }
        }
        return
      }
      var own: [String: [String]] = [:]
      try reader.object { key, reader throws(JSONError) in
        let listed = ["@graph", "items", "articles", "results", "data", "entries"].contains(key)
        if listed, try reader.kind() == .array {
          try reader.array { reader throws(JSONError) in
            if try reader.kind() == .object { result.append(try flat(&reader)) } else { try reader.skip() }
          }
        } else {
          own[key] = try values(&reader)
        }
      }
      result.insert(own, at: 0)
    }
    return result
  }

  private static func flat(_ reader: inout JSONReader) throws(JSONError) -> [String: [String]] {
    var object: [String: [String]] = [:]
    try reader.object { key, reader throws(JSONError) in object[key] = try values(&reader) }
    return object
  }

  /// A value as strings: those of an array one after the other, of an object its name, id or address.
  private static func values(_ reader: inout JSONReader) throws(JSONError) -> [String] {
    switch try reader.kind() {
    case .string: return [try reader.string()]
    case .number:
      let number = try reader.number()
      return [number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)]
    case .bool:
      _ = try reader.bool()
      return []
    case .null:
      _ = try reader.null()
      return []
    case .array:
      var result: [String] = []
      try reader.array { reader throws(JSONError) in result += try values(&reader) }
      return result
    case .object:
      let inner = try flat(&reader)
      return inner["name"] ?? inner["@value"] ?? inner["@id"] ?? inner["url"] ?? inner["title"] ?? []
    }
  }
}
