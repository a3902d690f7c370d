import Documents

/// What a page's JSON-LD says of its article (schema.org's NewsArticle and its kin).
struct StructuredArticle {
  var headline: String?
  /// Authors that are people, or that nothing is said of.
  var people: [String] = []
  var organizations: [String] = []
  var published: String?
  var modified: String?
  var outlet: String?
  var url: String?
  var description: String?
  var section: String?
  var keywords: [String] = []
  /// The text's paragraphs.
  var body: [String] = []
  var isLive = false
  /// Whether its type is an article's, not that of any page.
  var isArticle = false

  /// schema.org's types for articles, best first.
  private static let types = [
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
    "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle", "LiveBlogPosting", "Article",
    "BlogPosting", "Report", "SatiricalArticle", "ScholarlyArticle", "TechArticle", "Review", "Recipe",
    "PodcastEpisode", "VideoObject", "SocialMediaPosting", "WebPage",
  ]

  /// The best article among the page's scripts, or nil. `source`: the bytes the ranges point into.
  init?(_ source: [UInt8], _ ranges: [Span]) {
    var best = Int.max
    var result: StructuredArticle?
    source.withUnsafeBufferPointer { buffer in
      for range in ranges {
        let json = LooseJSON(UnsafeBufferPointer(rebasing: buffer[range.range]))
        for i in json.values.indices where json.values[i].kind == .object {
          guard let type = json.member(i, "@type") else { continue }
          let rank = json.items(type).compactMap { item in
            json.string(item).flatMap { name in Self.types.firstIndex(of: Self.last(name)) }
          }.min()
          guard let rank, rank < best else { continue }
          // A page's own article stands high; what it only mentions stands below another one.
          let found = Self.read(json, i, json.values)
          guard found.headline != nil || found.published != nil else { continue }
          best = rank
          result = found
          result!.isArticle = Self.types[rank] != "WebPage" && Self.types[rank] != "VideoObject"
          result!.isLive = Self.types[rank] == "LiveBlogPosting"
        }
      }
    }
    guard let result else { return nil }
    self = result
  }

  private init() {}

  private static func last(_ name: String) -> String {
    name.split(separator: "/").last.map(String.init) ?? name
  }

  private static func read(_ json: LooseJSON, _ object: Int, _ values: [LooseJSON.Value]) -> StructuredArticle {
    var article = StructuredArticle()
    func text(_ name: StaticString) -> String? {
      guard let i = json.member(object, name), let raw = json.items(i).first.flatMap({ json.string($0) }) else {
        return nil
      }
      let clean = PageText.folded(raw)
      return clean.isEmpty || clean == "null" ? nil : clean
    }
    article.headline = text("headline") ?? text("name")
    article.published = text("datePublished")
    article.modified = text("dateModified")
    article.description = text("description")
    article.section = text("articleSection")
    if let i = json.member(object, "articleBody"),
      let raw = json.items(i).first.flatMap({ json.string($0, lines: true) })
    {
      article.body = raw.split(whereSeparator: \.isNewline).map { PageText.folded(String($0)) }.filter { !$0.isEmpty }
    }
    for name: StaticString in ["author", "creator"] where article.people.isEmpty {
      guard let i = json.member(object, name) else { continue }
      for item in json.items(i) {
        let found = names(json, item, depth: 0)
        if values[item].kind == .object, let type = json.member(item, "@type"),
          json.items(type).contains(where: { json.string($0).map { $0 != "Person" && $0 != "Thing" } ?? false })
        {
          article.organizations += found
        } else {
          article.people += found
        }
      }
    }
    if let publisher = json.member(object, "publisher"), let item = json.items(publisher).first {
      if values[item].kind == .object {
        article.outlet = json.member(item, "name").flatMap { json.string($0) }.map(PageText.folded)
      } else {
        article.outlet = json.string(item).map(PageText.folded)
      }
    }
    if let page = json.member(object, "mainEntityOfPage") {
      article.url =
        values[page].kind == .object ? json.member(page, "@id").flatMap { json.string($0) } : json.string(page)
    }
    if article.url?.hasPrefix("http") != true { article.url = text("url") }
    if let i = json.member(object, "keywords") {
      for item in json.items(i) {
        guard let list = json.string(item) else { continue }
        article.keywords += list.split(separator: ",").map { PageText.folded(String($0)) }.filter { !$0.isEmpty }
      }
    }
    return article
  }

  /// The names of an author: a string, a person, or a person whose name is a list.
  private static func names(_ json: LooseJSON, _ i: Int, depth: Int) -> [String] {
    switch json.values[i].kind {
    case .object:
      guard depth < 3, let name = json.member(i, "name") else { return [] }
      return json.items(name).flatMap { names(json, $0, depth: depth + 1) }
    case .array:
      return depth < 3 ? json.items(i).flatMap { names(json, $0, depth: depth + 1) } : []
    case .string:
      return json.string(i).map { [PageText.folded($0)] } ?? []
    case .other: return []
    }
  }
}

/// Short strings of pages made even: cleaned, white space folded, tags dropped.
enum PageText {
  static func folded(_ string: String) -> String {
    var out: [UInt8] = []
    var inTag = false
    let bytes = Array(CharacterCleaner.clean(string).utf8)
    for (i, byte) in bytes.enumerated() {
      if inTag {
        if byte == UInt8(ascii: ">") {
          inTag = false
          if out.last != 0x20, !out.isEmpty { out.append(0x20) }
        }
        continue
      }
      if byte == UInt8(ascii: "<"), i + 1 < bytes.count,
        bytes[i + 1] == UInt8(ascii: "/") || bytes[i + 1] | 0x20 >= 0x61
      {
        inTag = true
        continue
      }
      if byte <= 0x20 {
        if out.last != 0x20, !out.isEmpty { out.append(0x20) }
      } else {
        out.append(byte)
      }
    }
    while out.last == 0x20 { out.removeLast() }
    return String(decoding: out, as: UTF8.self)
  }
}
