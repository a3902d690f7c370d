import Documents
import Edition

/// The morning edition: static pages over what a run wrote. Pure: the same artifacts give the same pages.
struct Site {
  let edition: Edition
  /// Articles as the last report knew them.
  let memory: [RowKey: Memory.Row]
  /// What the search was made from.
  let memorySearch: String
  /// What the next report is to know; whole when all is rendered.
  var nextMemory = Memory()
  /// Ids of the articles that are marked as new.
  let new: Set<RowKey>
  /// Pages carry summaries, quotes and the way to the source, and no article whole: for who may not publish others' text.
  let isExcerpt: Bool
  let templates: Templates
  let words = Words()
  /// By id.
  let stories: [String: CorpusStory]
  let entityPages: [String: String]
  let entityIndex: [String: Int]
  /// Indices of all entities that a document names.
  let membersOf: [RowKey: [Int]]
  /// Indices of the entities with a page that a document names.
  let entitiesOf: [RowKey: [Int]]
  /// The corpus entity of a document's entity, by both ids.
  let links: [RowKey: String]
  /// The story of a document.
  let storyOf: [RowKey: CorpusStory]
  /// Indices in `edition.quotes` by story and by speaker.
  let quotesByStory: [String: [Int]]
  let quotesBySpeaker: [String: [Int]]
  /// What pages of many articles say about one of them; filled while the articles' own pages are made.
  var cards: [RowKey: Card] = [:]

  /// The folders that hold pages.
  static let folders = ["articles", "stories", "who", SearchIndex.folder]

  /// An article as other pages name it.
  struct Card {
    var title: String
    /// Its outlet, or its id where no outlet is known.
    var name: String
    /// Whether `name` is an outlet's.
    var hasOutlet = false
    var published: String?
    var summary: String
    var href: String
    var isNew: Bool
    /// Sentences that name a day, with it.
    var days: [(day: String, sentence: String, text: String)]
  }

  /// Throws if a template is not as it must be.
  init(
    _ edition: Edition, memory: Memory = Memory(), new: Set<RowKey> = [], isExcerpt: Bool = false
  ) throws {
    self.isExcerpt = isExcerpt
    self.edition = edition
    memorySearch = memory.search
    self.memory = Dictionary(memory.rows.map { (RowKey($0.id), $0) }, uniquingKeysWith: { first, _ in first })
    self.new = new
    templates = try Templates()
    var stories: [String: CorpusStory] = [:]
    var storyOf: [RowKey: CorpusStory] = [:]
    for story in edition.stories {
      stories[story.id] = story
      for document in story.documents { storyOf[RowKey(document)] = story }
    }
    var byStory: [String: [Int]] = [:]
    var bySpeaker: [String: [Int]] = [:]
    for (i, quote) in edition.quotes.enumerated() {
      if let story = quote.story { byStory[story, default: []].append(i) }
      if let speaker = quote.speakerEntity { bySpeaker[speaker, default: []].append(i) }
    }
    var pages: [String: String] = [:]
    var index: [String: Int] = [:]
    var links: [RowKey: String] = [:]
    var named: [RowKey: [Int]] = [:], members: [RowKey: [Int]] = [:]
    for (i, entity) in edition.entities.enumerated() {
      index[entity.id] = i
      for member in entity.members {
        links[RowKey(member.document, member.entity)] = entity.id
        members[RowKey(member.document), default: []].append(i)
      }
      // Who said nothing and is named by one article has no more to show than that article.
      guard entity.type == .person || entity.type == .org, entity.documents.count > 1 || bySpeaker[entity.id] != nil
      else { continue }
      pages[entity.id] = PagePath.entity(entity.id, name: entity.name)
      for document in entity.documents { named[RowKey(document), default: []].append(i) }
    }
    self.stories = stories
    self.storyOf = storyOf
    quotesByStory = byStory
    quotesBySpeaker = bySpeaker
    entityPages = pages
    entityIndex = index
    entitiesOf = named
    membersOf = members
    self.links = links
  }

  /// Calls `emit` with each page's path below report/ and its bytes. `article` gives a document's artifacts; it is
  /// called once for each document that is ok, in the index's order,
  /// but not for one whose page would be as it was and which `stands`. `document` gives what the search reads.
  mutating func render(
    article: (String) throws -> Article, document: (String) throws -> NormalizedDocument,
    stands: (String) -> Bool = { _ in false }, emit: (String, [UInt8]) throws -> Void
  ) throws {
    for (name, bytes) in Templates.assets { try emit(name, bytes) }
    for row in edition.index.documents where row.status == .ok {
      let key = pageKey(row)
      let path = PagePath.article(row.id)
      if var known = memory[RowKey(row.id)], known.key == key, stands(path) {
        known.card.isNew = new.contains(RowKey(row.id))
        cards[RowKey(row.id)] = known.card
      } else {
        let artifacts = try article(row.id)
        let page = articlePage(row.id, artifacts)
        try emit(path, page)
      }
      if let card = cards[RowKey(row.id)] { nextMemory.rows.append(Memory.Row(id: row.id, key: key, card: card)) }
    }
    for story in edition.stories where story.documents.count > 1 {
      try emit(path(of: story), storyPage(story))
    }
    for entity in edition.entities {
      if let path = entityPages[entity.id] { try emit(path, entityPage(entity)) }
    }
    try peoplePages(emit)
    try emit("stories.html", storiesPage())
    try emit("search.html", page("search", words["page.search"], root: "", scripts: "'self'", [:]))
    try emit("index.html", frontPage())
    nextMemory.search = searchKey
    if memorySearch != searchKey || !stands(SearchIndex.list) {
      try writeSearchIndex(document: document, emit: emit)
    }
  }

  /// `values` and what every page needs. `root` leads from the page's folder to the report's.
  func page(
    _ template: String, _ heading: String, root: String, scripts: String = "'none'",
    _ values: [String: Any]
  ) -> [UInt8] {
    var values = values
    values["heading"] = heading
    values["root"] = root
    values["scripts"] = scripts
    values["kind"] = template
    values["language"] = words["language"]
    return templates.page(template, values)
  }

  /// Raised when a page comes out otherwise for the same artifacts and templates.
  private static let version = 2

  /// A hash of all that can be searched.
  private var searchKey: String {
    var key = templates.key
    key.add(Self.version)
    for row in edition.index.documents where row.status == .ok {
      key.add(row.id)
      key.add(row.hashes)
    }
    for entity in edition.entities {
      key.add(entityPages[entity.id] ?? "")
      key.add(entity.mentions)
      for text in [entity.name] + entity.aliases + entity.roles { key.add(text) }
    }
    for quote in edition.quotes {
      key.add(quote.text)
      key.add(quote.speakerName ?? "")
      if let variant = quote.variants.first { key.add(variant.document + " " + variant.quote) }
    }
    return StableIDs.base32(key.value)
  }

  /// A hash of all that the article's page shows: its artifacts, its story, and which of its names lead where.
  private func pageKey(_ row: IndexRow) -> String {
    var key = templates.key
    key.add(Self.version)
    key.add(isExcerpt ? 1 : 0)
    key.add(row.hashes)
    if let story = storyOf[RowKey(row.id)] {
      key.add(path(of: story))
      key.add(story.title ?? "")
      key.add(story.documents.count)
      for sentence in story.summary where sentence.document.utf8.elementsEqual(row.id.utf8) {
        key.add(sentence.sentence)
      }
    }
    for index in membersOf[RowKey(row.id)] ?? [] {
      key.add(edition.entities[index].id)
      key.add(entityPages[edition.entities[index].id] ?? "")
    }
    return StableIDs.base32(key.value)
  }

  /// A story told by several articles has a page; one told once is its article's.
  func path(of story: CorpusStory) -> String {
    story.documents.count > 1
      ? PagePath.story(story.id, title: story.title ?? "")
      : PagePath.article(story.documents.first ?? "")
  }

  /// The articles as a list of links, in the order given.
  func articles(_ ids: some Sequence<String>, root: String) -> [[String: Any]] {
    ids.compactMap { cards[RowKey($0)] }.enumerated().map { i, card in
      var row: [String: Any] = ["title": card.title, "name": card.name, "href": root + card.href]
      if card.isNew { row["new"] = true }
      if let published = card.published {
        row["published"] = published
        row["publishedText"] = words.day(published)
      }
      if i > 0 { row["comma"] = true }
      return row
    }
  }

  /// The outlets that print the documents, each once and in order; an article whose outlet is not known counts as one.
  func outlets(_ ids: some Sequence<String>) -> [String] {
    var seen: Set<String> = []
    return ids.compactMap { cards[RowKey($0)]?.name }.filter { seen.insert($0).inserted }
  }

  /// "5 outlets", or "5 articles" where no outlet is known.
  func countOfOutlets(_ ids: [String]) -> String {
    let known = ids.allSatisfy { cards[RowKey($0)]?.hasOutlet ?? false }
    return known ? words.count("outlets", outlets(ids).count) : words.count("articles", ids.count)
  }

  /// Whether all that print it came with the last run.
  func isNew(_ quote: CorpusQuote) -> Bool {
    !new.isEmpty && quote.variants.allSatisfy { new.contains(RowKey($0.document)) }
  }

  /// A speaker or another name, with a link where it has a page.
  func name(_ name: String, _ entity: String?, root: String) -> [String: Any] {
    var row: [String: Any] = ["name": name]
    if let entity, let path = entityPages[entity] { row["href"] = root + path }
    return row
  }

  /// From "2025-10-14T23:52:00+01:00" the day.
  static func day(_ moment: String) -> String { String(moment.prefix(10)) }
}
