import CFacade
import Documents

/// What pages call their facts: names of meta elements and bylines' words, from `normalization/`.
struct FactNames: Sendable {
  /// Field and rank (earlier rows first) of a meta name.
  private(set) var meta: [String: (field: String, rank: Int)] = [:]
  private(set) var separators: [String] = []
  private(set) var opens: [[UInt64]] = []
  private(set) var joins: Set<UInt64> = []
  private(set) var drops: Set<UInt64> = []
  private(set) var roles: Set<UInt64> = []
  /// Words that stand in the names of organizations.
  private(set) var organizations: Set<UInt64> = []
  /// Words that begin an organization's name after a person's.
  private(set) var articles: Set<UInt64> = []
  /// What authors do in a line about them: is, covers, writes.
  private(set) var verbs: Set<UInt64> = []
  let dates: DateReader

  init(_ pack: LanguagePack) throws(Diagnostics) {
    dates = try DateReader(pack)
    let table = try pack.table("normalization/meta-names.tsv", columns: ["name", "field"])
    for (rank, row) in table.rows.enumerated() {
      meta[row[table.column("name") ?? 0]] = (row[table.column("field") ?? 1], rank)
    }
    let marks = try pack.table("normalization/title-separators.tsv", columns: ["separator", "example"])
    separators = marks.rows.map { $0[marks.column("separator") ?? 0] }
    let words = try pack.table("normalization/byline-words.tsv", columns: ["words", "meaning", "example"])
    for row in words.rows {
      let folded = FoldedWords(row[words.column("words") ?? 0])
      switch row[words.column("meaning") ?? 1] {
      case "opens": opens.append(folded.hashes)
      case "joins": joins.insert(folded.key)
      case "no-name": drops.insert(folded.key)
      case "organization": organizations.insert(folded.key)
      case "verb": folded.hashes.forEach { verbs.insert($0) }
      case "article": articles.insert(folded.key)
      case "role": roles.insert(folded.key)
      default:
        throw Diagnostics(
          words.diagnostic(
            "R121", row, "unknown meaning", help: "opens, joins, no-name, role, organization, article or verb")
        )
      }
    }
    opens.sort { $0.count > $1.count }
  }
}

/// The facts of a page: title, names, dates, outlet, address, each with the rule that found it.
struct PageFacts {
  private(set) var title: String?
  /// Keys of all the titles the page is known by, with and without the site's name.
  private(set) var titleKeys: Set<UInt64> = []
  private(set) var structured: StructuredArticle?
  /// Whether the page's head calls it an article.
  private(set) var saysArticle = false
  private var byline: [String] = []
  /// Who signs where no person does: an agency, a desk.
  private var signature: [String] = []
  private var published: String?
  private var basis = PublishedBasis.none
  private var modified: String?
  private var outlet: String?
  private var url: String?
  private(set) var description: String?
  private var section: String?
  private var keywords: [String] = []
  private var facts: [FactBasis] = []
  private let names: FactNames

  init(_ page: HTMLPage, source: [UInt8], names: FactNames) {
    self.names = names
    structured = StructuredArticle(source, page.jsonLD.map { Span(Int($0.start), Int($0.end)) })
    let meta = Self.meta(page, names)
    readOutlet(meta)
    readTitle(page, meta)
    readAddress(page, meta)
    readDates(page, meta)
    readByline(page, meta)
    saysArticle =
      structured?.isArticle == true || basis == .meta
      || meta["type"].map { CharsetLabels.folded($0.value).hasPrefix("article") } ?? false
    description = meta["description"]?.value ?? structured?.description
    section = structured?.section ?? meta["section"]?.value
    keywords = structured?.keywords ?? []
    if keywords.isEmpty, let list = meta["keywords"]?.value {
      keywords = list.split(separator: ",").map { PageText.folded(String($0)) }.filter { !$0.isEmpty }
    }
    var seen: Set<String> = []
    keywords = keywords.filter { seen.insert($0).inserted && $0.utf8.count < 100 }
    if keywords.count > 40 { keywords.removeSubrange(40...) }
  }

  /// Of each field the value of the best name; for authors all of that name's values.
  private static func meta(_ page: HTMLPage, _ names: FactNames) -> [String: (value: String, all: [String], rank: Int)]
  {
    var result: [String: (value: String, all: [String], rank: Int)] = [:]
    for i in 0..<page.count {
      let isMeta = page.tag(i) == ND_TAG_META
      var name: UnsafeBufferPointer<UInt8>?
      var property: UnsafeBufferPointer<UInt8>?
      var itemprop: UnsafeBufferPointer<UInt8>?
      guard isMeta || page.nodes[i].attribute_count > 0 else { continue }
      page.eachAttribute(i) { key, value in
        switch Int32(key) {
        case Int32(ND_ATTRIBUTE_NAME): name = value
        case Int32(ND_ATTRIBUTE_PROPERTY): property = value
        case Int32(ND_ATTRIBUTE_ITEMPROP): itemprop = value
        default: break
        }
      }
      for raw in isMeta ? [property, name, itemprop] : [itemprop] {
        guard let raw, raw.count < 64, raw.count > 1 else { continue }
        let label = (isMeta ? "" : "itemprop ") + String(decoding: raw.map(asciiLower), as: UTF8.self)
        guard let (field, rank) = names.meta[label] else { continue }
        var content = page.string(i, Int(ND_ATTRIBUTE_CONTENT))
        if content == nil, !isMeta {
          content = page.string(i, Int(ND_ATTRIBUTE_DATETIME)) ?? page.content(i, limit: 200)
        }
        guard let content else { continue }
        let value = PageText.folded(HTMLEntities.decoded(content))
        guard !value.isEmpty, value.utf8.count < 5000 else { continue }
        if let old = result[field] {
          if old.rank == rank {
            result[field]!.all.append(value)
          } else if rank < old.rank {
            result[field] = (value, [value], rank)
          }
        } else {
          result[field] = (value, [value], rank)
        }
      }
    }
    return result
  }

  private mutating func note(_ field: String, _ rule: String) { facts.append(FactBasis(field, rule)) }

  // MARK: Title

  private mutating func readTitle(_ page: HTMLPage, _ meta: [String: (value: String, all: [String], rank: Int)]) {
    var candidates: [(text: String, weight: Int, rule: String)] = []
    func offer(_ text: String?, _ weight: Int, _ rule: String) {
      guard let text, !text.isEmpty, text.utf8.count < 500 else { return }
      let bare = withoutSite(text)
      for form in [text, bare] {
        let key = FoldedWords(form)
        if key.hashes.count > 1 { titleKeys.insert(key.key) }
      }
      candidates.append((bare, weight, rule))
    }
    // What networks are given, what readers see and what search engines are given: where they differ, two that agree win.
    offer(meta["title"]?.value, 4, "html.meta")
    offer(meta["title2"]?.value, 4, "html.meta")
    offer(meta["title3"]?.value, 3, "html.meta")
    offer(structured?.headline, 2, "html.json-ld")
    if let title = (0..<page.count).first(where: { page.tag($0) == ND_TAG_TITLE }) {
      offer(page.content(title), 1, "html.title")
    }
    offerHeadings(page, candidates.map(\.text), offer)
    if let name = outlet { candidates.removeAll { FoldedWords($0.text).key == FoldedWords(name).key } }
    var weights: [UInt64: Int] = [:]
    for candidate in candidates { weights[FoldedWords(candidate.text).key, default: 0] += candidate.weight }
    var best: (text: String, weight: Int, rule: String)?
    for candidate in candidates {
      let weight = weights[FoldedWords(candidate.text).key] ?? 0
      if best == nil || weight > best!.weight { best = (candidate.text, weight, candidate.rule) }
    }
    if let best {
      title = withoutLabel(best.text, candidates.map(\.text))
      note("title", best.rule)
    }
  }

  /// The page's own headline: of its headings of the first level the one that shares most words with what its head calls
  /// it. Search engines and networks are given other titles than readers.
  private func offerHeadings(_ page: HTMLPage, _ others: [String], _ offer: (String?, Int, String) -> Void) {
    var known: Set<UInt64> = []
    for other in others { known.formUnion(FoldedWords(other).hashes) }
    var texts: [(text: String, shared: Int)] = []
    for i in 0..<page.count where page.tag(i) == ND_TAG_H1 && texts.count < 5 {
      let text = page.content(i)
      let words = Set(FoldedWords(text).hashes)
      guard text.utf8.count > 10 || texts.isEmpty, !words.isEmpty else { continue }
      texts.append((text, words.count < 3 ? 0 : words.intersection(known).count))
    }
    // Where none shares a word the first is meant, if it is no name of a section.
    let best = texts.indices.max {
      texts[$0].shared < texts[$1].shared || (texts[$0].shared == texts[$1].shared && $0 > $1)
    }
    for (k, heading) in texts.enumerated() {
      let isMain = k == best && FoldedWords(heading.text).hashes.count > (heading.shared > 0 ? 2 : 3)
      offer(heading.text, isMain ? 5 : 1, "html.h1")
    }
  }

  /// The title without a label before it ("Opinion | …"), where the page gives it without, too.
  private func withoutLabel(_ title: String, _ others: [String]) -> String {
    let words = FoldedWords(title).hashes
    for other in others {
      let bare = FoldedWords(other).hashes
      guard bare.count > 3, words.count > bare.count, words.count <= bare.count + 2,
        Array(words.suffix(bare.count)) == bare
      else { continue }
      return other
    }
    if let bar = Self.lastRange(of: " | ", in: title), FoldedWords(String(title[..<bar.lowerBound])).hashes.count < 3,
      FoldedWords(String(title[bar.upperBound...])).hashes.count > 3
    {
      return String(title[bar.upperBound...])
    }
    return title
  }

  /// The title without the site's name at its end (or its beginning).
  private func withoutSite(_ text: String) -> String {
    let site = outlet.map { FoldedWords($0).key }
    let host = url.map(Self.host) ?? ""
    for mark in names.separators {
      let spaced = " " + mark + " "
      guard let at = Self.lastRange(of: spaced, in: text) else { continue }
      let head = String(text[..<at.lowerBound])
      let tail = String(text[at.upperBound...])
      let tailWords = FoldedWords(tail)
      let glued = String(
        decoding: tail.utf8.filter { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }.map(asciiLower), as: UTF8.self)
      let isSite = tailWords.key == site || (glued.utf8.count > 3 && Self.contains(host, glued))
      if isSite || (mark == "|" && tailWords.hashes.count <= 4 && FoldedWords(head).hashes.count > 3) {
        return withoutSite(head)
      }
    }
    return text
  }

  private static func host(_ url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
    guard parts.count > 1 else { return "" }
    return String(decoding: parts[1].utf8.filter { $0 != 0x2D }.map(asciiLower), as: UTF8.self)
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let text = Array(text.utf8)
    let part = Array(part.utf8)
    guard !part.isEmpty, text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
  }

  private static func lastRange(of part: String, in text: String) -> Range<String.Index>? {
    let t = Array(text.utf8)
    let p = Array(part.utf8)
    guard t.count > p.count else { return nil }
    for start in stride(from: t.count - p.count, through: 1, by: -1) where t[start..<(start + p.count)].elementsEqual(p)
    {
      let low = text.utf8.index(text.startIndex, offsetBy: start)
      return low..<text.utf8.index(low, offsetBy: p.count)
    }
    return nil
  }

  // MARK: Outlet, address

  private mutating func readOutlet(_ meta: [String: (value: String, all: [String], rank: Int)]) {
    if let name = meta["outlet"]?.value, name.utf8.count < 80 {
      outlet = name
      note("outlet", "html.meta")
    } else if let name = structured?.outlet, name.utf8.count < 80, !name.isEmpty {
      outlet = name
      note("outlet", "html.json-ld")
    }
    url = meta["url"]?.value
  }

  private mutating func readAddress(_ page: HTMLPage, _ meta: [String: (value: String, all: [String], rank: Int)]) {
    func absolute(_ text: String?) -> String? {
      guard let text, text.hasPrefix("http"), text.utf8.count < 2000 else { return nil }
      return text
    }
    var canonical: String?
    for i in 0..<page.count where page.tag(i) == ND_TAG_LINK {
      if let rel = page.string(i, Int(ND_ATTRIBUTE_REL)), CharsetLabels.folded(rel) == "canonical" {
        canonical = page.string(i, Int(ND_ATTRIBUTE_HREF))
        break
      }
    }
    for (text, rule) in [
      (canonical, "html.canonical"), (meta["url"]?.value, "html.meta"), (structured?.url, "html.json-ld"),
    ] {
      if let found = absolute(text) {
        url = found
        note("url", rule)
        return
      }
    }
    url = nil
  }

  // MARK: Dates

  private mutating func readDates(_ page: HTMLPage, _ meta: [String: (value: String, all: [String], rank: Int)]) {
    func set(_ text: String?, _ basis: PublishedBasis, _ rule: String) {
      guard published == nil, let text, let date = names.dates.read(text) else { return }
      published = date
      self.basis = basis
      note("published", rule)
    }
    set(structured?.published, .jsonLD, "html.json-ld")
    set(meta["published"]?.value, .meta, "html.meta")
    if published == nil {
      for i in 0..<page.count where page.tag(i) == ND_TAG_TIME {
        set(page.string(i, Int(ND_ATTRIBUTE_DATETIME)), .time, "html.time")
        if published == nil { set(page.content(i, limit: 100), .time, "html.time-text") }
        if published != nil { break }
      }
    }
    if published == nil, let url { setFromAddress(url) }
    modified = structured?.modified.flatMap(names.dates.read) ?? meta["modified"].flatMap { names.dates.read($0.value) }
  }

  /// `/2031/12/03/` or `/2031-12-03` in an address.
  private mutating func setFromAddress(_ url: String) {
    let parts = url.utf8.split { $0 == 0x2F || $0 == 0x2D || $0 == 0x5F || $0 == 0x3F || $0 == 0x2E }.map {
      String(decoding: $0, as: UTF8.self)
    }
    for (k, part) in parts.enumerated() {
      if part.utf8.count == 4, let year = Int(part), year >= 1990, year <= 2100, k + 2 < parts.count,
        let month = Int(parts[k + 1]), let day = Int(parts[k + 2]), parts[k + 2].utf8.count <= 2,
        let date = DateReader.day(year, month, day)
      {
        published = date
      } else if part.utf8.count == 8, let number = Int(part), number >= 19_900_101, number <= 21_001_231,
        let date = DateReader.day(number / 10000, number / 100 % 100, number % 100)
      {
        published = date
      }
      if published != nil {
        basis = .url
        note("published", "html.url")
        return
      }
    }
  }

  /// A date that the article's own blocks state, where nothing else did.
  mutating func addDate(fromText text: String) {
    guard published == nil, let date = names.dates.read(text) else { return }
    published = date
    basis = .text
    note("published", "html.text")
  }

  // MARK: Byline

  private mutating func readByline(_ page: HTMLPage, _ meta: [String: (value: String, all: [String], rank: Int)]) {
    let bylines = Bylines(names, outlets: [outlet, structured?.outlet].compactMap(\.self))
    if let authors = structured?.people, !authors.isEmpty {
      byline = bylines.names(authors, isList: true)
      if byline.contains(where: bylines.isPerson) { return note("byline", "html.json-ld") }
      signature = byline
      byline = []
    }
    if let authors = meta["byline"]?.all {
      byline = bylines.names(authors, isList: authors.count > 1)
      if byline.contains(where: bylines.isPerson) { return note("byline", "html.meta") }
      if signature.isEmpty { signature = byline }
      byline = []
    }
  }

  /// Organizations that sign the article, where no person does.
  mutating func addOrganizations() {
    guard byline.isEmpty else { return }
    let bylines = Bylines(names, outlets: [])
    byline = signature.isEmpty ? bylines.names(structured?.organizations ?? [], isList: true) : signature
    if !byline.isEmpty { note("byline", "html.json-ld-organization") }
  }

  /// Names that a byline of the page itself gives, where its head gives none.
  mutating func addByline(fromText text: String) {
    guard byline.isEmpty else { return }
    let bylines = Bylines(names, outlets: [outlet].compactMap(\.self))
    let found = bylines.names([text], isList: false)
    guard !found.isEmpty, found.allSatisfy(bylines.isPerson) else { return }
    byline = found
    if !byline.isEmpty { note("byline", "html.byline") }
  }

  /// Whether a line begins as bylines do ("By Ada Okafor") and goes on with names and nothing else.
  func isByline(_ text: String) -> Bool {
    let bylines = Bylines(names, outlets: [outlet].compactMap(\.self))
    return bylines.opensLine(text) && !bylines.names([text], isList: false).isEmpty
  }

  var authors: [[UInt64]] { byline.map { FoldedWords($0).hashes } }

  var hasByline: Bool { !byline.isEmpty }
  var hasDate: Bool { published != nil }

  func fill(_ document: inout NormalizedDocument) {
    document.title = title
    document.byline = byline.isEmpty ? nil : byline.joined(separator: ", ")
    document.published = published
    document.publishedBasis = basis
    document.modified = modified
    document.outlet = outlet
    document.url = url
    document.description = description
    document.section = section
    document.keywords = keywords
    document.facts += facts
  }
}
