import Documents
@testable import Edition
import Foundation
import Testing

@testable import Report

/// A title, name, quote and outlet that try to leave the place they are put in.
private let hostile =
  "\"\u{301} onmouseover=alert(1) x='\u{300}><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`"

private func article(_ id: String, text: String = "\(hostile)\n\nShe spoke.") throws -> Article {
  let source = SourceInfo(path: "\(id).txt", bytes: 1, sha256: "00", mediaType: "text/plain", encoding: "utf-8")
  let body = SourceText(text)
  let parts = text.split(separator: "\n\n", omittingEmptySubsequences: false)
  let first = parts[0].utf8.count
  let blocks = [Block(.title, Span(0, first)), Block(.paragraph, Span(first + 2, body.count))]
  var document = NormalizedDocument(id: id, source: source, text: body, blocks: blocks, language: "en")
  document.title = hostile
  document.outlet = hostile
  document.url = "javascript:alert(1)"
  document.removed = [Removed(text: hostile, reason: hostile, rule: hostile)]
  let sentences = SentencesArtifact(
    sentences: [
      Sentence(id: "s1", span: Span(0, first), block: 0, tokens: 0..<0),
      Sentence(id: "s2", span: Span(first + 2, body.count), block: 1, tokens: 0..<0),
    ], tokens: [])
  let entity = Entity(id: "e1", type: .person, name: hostile, roles: [hostile], mentions: [0], rule: hostile)
  let mention = Mention(
    id: "m1", span: Span(first + 2, first + 5), type: .person, sentence: 1, entity: 0, value: nil, unit: nil,
    rule: hostile)
  let speaker = Speaker(span: Span(first + 2, first + 5), entity: 0, name: hostile, speakerClass: .person)
  let quote = Quote(
    id: "q1", group: "g1", span: Span(first + 2, body.count), kind: .direct, speaker: speaker, cue: nil, clause: nil,
    addressee: nil, sentences: [1], rule: hostile, confidence: 1)
  return Article(
    document: document, sentences: sentences,
    entities: EntitiesArtifact(mentions: [mention], entities: [entity], references: []),
    quotes: QuotesArtifact(quotes: [quote]),
    summary: SummaryArtifact(
      sentences: [SummarySentence(sentence: 1, score: 1, why: [])], budget: SummaryBudget(.words, 10), method: "lead"))
}

private func edition() -> Edition {
  // The last two are equal as Swift compares strings.
  let ids = ["a/\(hostile)", "b", "caf\u{E9}", "cafe\u{301}"]
  let rows = ids.map { IndexRow(id: $0, source: $0, status: .ok, errorCode: nil, errorMessage: nil) }
  let bad = IndexRow(id: "z", source: hostile, status: .failed, errorCode: "empty", errorMessage: hostile)
  let entity = CorpusEntity(
    id: "E1", type: .person, name: hostile, aliases: [hostile, "Other"], roles: [hostile], documents: ids, mentions: 2,
    members: ids.map { .init(document: $0, entity: "e1") })
  let other = CorpusEntity(
    id: "E2", type: .org, name: hostile, aliases: [], roles: [], documents: ids, mentions: 1, members: [])
  let quote = CorpusQuote(
    id: "Q1", speakerEntity: "E1", speakerName: hostile, text: hostile, story: "S1", first: "b",
    variants: ids.map { .init(document: $0, quote: "q1", text: hostile, relation: hostile) })
  let story = CorpusStory(
    id: "S1", title: hostile, documents: ids, entities: ["E1"], published: [hostile, nil],
    summary: [.init(document: "b", sentence: "s2", text: hostile)],
    differences: [.init(what: hostile, values: [.init(value: hostile, documents: ids)])])
  return Edition(
    index: RunIndex(documents: rows + [bad]), entities: [entity, other], quotes: [quote], stories: [story])
}

/// What a report wrote and read, noted from several threads.
private final class Desk: @unchecked Sendable {
  private let lock = NSLock()
  private var written: [String: [UInt8]]
  private var opened: [String] = []

  init(_ pages: [String: [UInt8]] = [:]) { written = pages }

  var pages: [String: [UInt8]] { lock.withLock { written } }
  var read: [String] { lock.withLock { opened } }

  func render(_ site: inout Site, stands: @Sendable (String) -> Bool = { _ in false }) throws {
    try site.render(
      article: { id in
        self.lock.withLock { self.opened.append(id) }
        return try article(id)
      }, document: { try article($0).document }, stands: stands,
      emit: { path, page in self.lock.withLock { self.written[path] = page } })
  }
}

private func pages() throws -> [String: String] {
  var site = try Site(edition())
  let desk = Desk()
  try desk.render(&site)
  return desk.pages.mapValues { String(decoding: $0, as: UTF8.self) }
}

@Test func theSearchHoldsWordsOfTextsNamesAndQuotes() throws {
  let pages = try pages()
  let listed = try #require(pages["search/shards.js"])
  #expect(listed.contains(" sp ") || listed.contains("\"sp "), "\(listed)")
  let words = try #require(pages["search/w-sp.js"])
  #expect(words.contains("\"spoke\":[["))
  #expect(try #require(pages["search/i-0.js"]).contains("articles/"))
  for (path, text) in pages where path.hasPrefix("search/") { #expect(!text.utf8Contains("</script"), "\(path)") }
}

@Test func storiesOlderThanTheWindowStandOnPagesByMonth() throws {
  let days = [("a", "2026-11-24T06:00:00Z"), ("b", "2026-11-17"), ("c", "2026-11-16"), ("d", "2026-09-30"), ("e", nil)]
  let edition = Edition(
    index: RunIndex(
      documents: days.map { IndexRow(id: $0.0, source: $0.0, status: .ok, errorCode: nil, errorMessage: nil) }),
    entities: [], quotes: [],
    stories: days.map { id, day in
      CorpusStory(
        id: id, title: "Headline \(id)", documents: [id], entities: [], published: [day], summary: [], differences: [])
    })
  func render(_ options: ReportOptions, _ desk: Desk, memory: Memory = Memory()) throws -> Memory {
    var site = try Site(edition, memory: memory, options)
    try desk.render(&site, stands: { desk.pages[$0] != nil })
    return site.nextMemory
  }
  func headlines(_ desk: Desk, _ path: String) -> String? {
    desk.pages[path].map { page in
      let html = String(decoding: page, as: UTF8.self)
      return days.map(\.0).filter { html.contains(">Headline \($0)<") }.joined()
    }
  }
  let desk = Desk()
  let memory = try render(ReportOptions(window: 7), desk)
  #expect(headlines(desk, "stories.html") == "abe")
  #expect(headlines(desk, "months/2026-11.html") == "c" && headlines(desk, "months/2026-09.html") == "d")
  let list = String(decoding: try #require(desk.pages["stories.html"]), as: UTF8.self)
  #expect(list.contains("href=\"months/2026-09.html\">September 2026</a>"))
  let front = String(decoding: try #require(desk.pages["index.html"]), as: UTF8.self)
  #expect(front.contains("href=\"articles/") && front.contains("href=\"stories.html\""))
  // The same again: a month that nothing changed in is not written.
  let again = Desk(desk.pages.mapValues { _ in [] })
  _ = try render(ReportOptions(window: 7), again, memory: memory)
  #expect(again.pages["months/2026-09.html"] == [])
  // Another day to count from, and none.
  let later = Desk()
  _ = try render(ReportOptions(window: 7, asOf: "2026-12-10"), later)
  #expect(headlines(later, "stories.html") == "e" && headlines(later, "months/2026-11.html") == "abc")
  let whole = Desk()
  _ = try render(ReportOptions(), whole)
  #expect(headlines(whole, "stories.html") == "abcde" && !whole.pages.keys.contains { $0.hasPrefix("months/") })
}

private let accented = "\"\u{301}"

@Test func hostileTextStaysTextOnEveryPage() throws {
  let pages = try pages()
  #expect(pages.keys.filter { $0.hasSuffix(".html") }.count == 11)
  for (path, html) in pages where path.hasSuffix(".html") {
    #expect(html.contains("&lt;script&gt;") || path == "search.html", "\(path) shows none of it")
    #expect(!html.utf8Contains("<img"), "\(path)")
    #expect(!html.utf8Contains("javascript:"), "\(path)")
    #expect(html.components(of: "<script").count - 1 == (path == "search.html" ? 2 : 0), "\(path)")
    // The mark must be gone as a byte sequence: as characters it is one with its accent.
    #expect(!html.utf8Contains(accented), "\(path)")
    #expect(html.contains("Content-Security-Policy"), "\(path)")
  }
}

@Test func everyInternalLinkLeadsToAPage() throws {
  let pages = try pages()
  var links = 0
  for (path, html) in pages where path.hasSuffix(".html") {
    let folder = path.contains("/") ? String(path.prefix(while: { $0 != "/" })) + "/" : ""
    for part in html.components(of: "href=\"").dropFirst() {
      let whole = String(part.prefix(while: { $0 != "\"" }))
      let target = String(whole.prefix(while: { $0 != "#" }))
      if target.isEmpty { continue }
      let resolved = target.hasPrefix("../") ? String(target.dropFirst(3)) : folder + target
      let page = try #require(pages[resolved], "\(path): \(whole)")
      links += 1
      if let hash = whole.firstIndex(of: "#") {
        #expect(page.contains("id=\"\(whole[whole.index(after: hash)...])\""), "\(path): \(whole)")
      }
    }
  }
  #expect(links > 20)
}

@Test func everyTemplateNamesTheContentTypeThatEscapes() {
  let templates = LanguagePack.embedded(below: "report/").filter { $0.name.hasSuffix(".mustache") }
  #expect(templates.count >= 8)
  for file in templates {
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(text.hasPrefix("{{% CONTENT_TYPE:\(HTMLText.name) }}"), "\(file.name)")
    #expect(!text.contains("{{{") && !text.contains("{{&"), "\(file.name) prints without escaping")
  }
}

@Test func sameArtifactsSamePages() throws {
  #expect(try pages() == pages())
}

@Test func workSideBySideKeepsItsOrderAndTellsTheFirstError() throws {
  struct Broken: Error, Equatable { var item: Int }
  #expect(try SideBySide.map(1000) { $0 * 2 } == (0..<1000).map { $0 * 2 })
  #expect(try SideBySide.map(0) { $0 }.isEmpty)
  #expect(throws: Broken(item: 41)) {
    try SideBySide.map(1000) { i in if i == 41 || i > 900 { throw Broken(item: i) } }
  }
}

extension String {
  fileprivate func components(of separator: String) -> [String] {
    var parts: [String] = [], rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }

  fileprivate func utf8Contains(_ other: String) -> Bool { Array(utf8).firstRange(of: Array(other.utf8)) != nil }
}

private func memory(_ ids: [String], new: [String] = []) -> Memory {
  var memory = Memory()
  memory.rows = ids.map { id in
    let card = Site.Card(title: id, name: "", summary: "", href: "", isNew: new.contains(id), days: [])
    return Memory.Row(id: id, key: "", card: card)
  }
  return memory
}

@Test func whatCameWithTheLastRunIsNewUntilAnotherBringsMore() {
  #expect(Memory().new(among: ["a", "b"]).isEmpty)
  #expect(memory(["a", "b"]).new(among: ["a", "c"]) == [RowKey("c")])
  #expect(memory(["a", "c"], new: ["c"]).new(among: ["c", "a"]) == [RowKey("c")])
  #expect(memory(["a", "c"], new: ["c"]).new(among: ["a"]).isEmpty)
  #expect(Memory(json: Array("{\"rows\": [".utf8)) == nil)
}

@Test func onlyArticlesWhosePageWouldDifferAreReadAgain() throws {
  var first = try Site(edition())
  let desk = Desk()
  try desk.render(&first)
  let pages = desk.pages
  let memory = try #require(Memory(json: first.nextMemory.json()))

  func again(_ edition: Edition) throws -> (read: [String], pages: [String: [UInt8]]) {
    var site = try Site(edition, memory: memory)
    let desk = Desk(pages)
    try desk.render(&site, stands: { pages[$0] != nil })
    return (desk.read, desk.pages)
  }

  let same = try again(edition())
  #expect(same.read.isEmpty, "and the search is not made again")
  #expect(same.pages == pages)

  var edited = edition()
  edited.index.documents[1].hashes = "other"
  #expect(try again(edited).read == ["b"])

  // The story's title stands on the page of each of its articles.
  var retold = edition()
  retold.stories[0].title = "Another"
  #expect(try again(retold).read.count == 4)

  var unlinked = edition()
  unlinked.entities[0].documents = ["b"]
  unlinked.quotes = []
  #expect(try again(unlinked).read.count == 4)
}

@Test func newArticlesAreMarkedWhereTheyAreListed() throws {
  var site = try Site(edition(), new: [RowKey("b")])
  let desk = Desk()
  try desk.render(&site)
  let marked = desk.pages.mapValues {
    String(decoding: $0, as: UTF8.self).components(of: "class=\"new\"").count - 1
  }
  // How many there are, and the story.
  #expect(marked["index.html"] == 2)
  // The story, its article and that article's wording of the quote.
  #expect(marked.first { $0.key.hasPrefix("stories/") }?.value == 3)
}
