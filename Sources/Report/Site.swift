import Documents
import Edition

/// The morning edition: static pages over what a run wrote. Pure: the same artifacts give the same pages.
struct Site: Sendable {
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
  /// What the front page shows; older stories stand on pages by month.
  let window: NewsWindow
  let templates: Templates
  let words = Words()
  /// By id.
  let stories: [String: CorpusStory]
  let entityPages: [String: String]
  let entityIndex: [String: Int]
  /// Indices of all entities that a document names.
  let membersOf: [RowKey: [Int]]
  /// Numbers of the documents that name an entity with a page, in rising order; by the entity's index.
  let documentsOf: [Int: [Int32]]
  /// Indices of the entities with a page that a document names; by the document's number.
  let entitiesOf: [[Int]]
  /// The corpus entity of a document's entity, by both ids.
  let links: [RowKey: String]
  /// The story of a document.
  let storyOf: [RowKey: CorpusStory]
  /// Indices in `edition.quotes` by story and by speaker.
  let quotesByStory: [String: [Int]]
  let quotesBySpeaker: [String: [Int]]
  /// What pages of many articles say about one of them; filled when the articles' own pages are made.
  var cards: [RowKey: Card] = [:]
  /// A hash of each card.
  var cardKeys: [RowKey: Int] = [:]
  /// The last report's keys of the pages that speak of several articles, by path.
  private let memoryPages: [String: String]

  /// The folders that hold pages.
  static let folders = ["articles", "months", "stories", "who", SearchIndex.folder]

  /// An article as other pages name it.
  struct Card: Sendable {
    var title: String
    /// Its outlet; where none is known how its title begins.
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
    _ edition: Edition, memory: Memory = Memory(), new: Set<RowKey> = [], _ options: ReportOptions = ReportOptions()
  ) throws {
    isExcerpt = options.isExcerpt
    window = NewsWindow(days: options.window, asOf: options.asOf, edition.stories)
    self.edition = edition
    memorySearch = memory.search
    memoryPages = memory.pages
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
    var members: [RowKey: [Int]] = [:]
    var numbers: [RowKey: Int32] = [:]
    var documentsOf: [Int: [Int32]] = [:]
    var named: [[Int]] = []
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
      for document in entity.documents {
        let number = numbers[RowKey(document)] ?? Int32(named.count)
        if number == named.count {
          numbers[RowKey(document)] = number
          named.append([])
        }
        named[Int(number)].append(i)
        documentsOf[i, default: []].append(number)
      }
      documentsOf[i]?.sort()
    }
    self.stories = stories
    self.storyOf = storyOf
    quotesByStory = byStory
    quotesBySpeaker = bySpeaker
    entityPages = pages
    entityIndex = index
    entitiesOf = named
    self.documentsOf = documentsOf
    membersOf = members
    self.links = links
  }

  /// Calls `emit` with each page's path below report/ and its bytes. `article` gives a document's artifacts; it is
  /// called once for each document that is ok,
  /// but not for one whose page would be as it was and which `stands`. `document` gives what the search reads.
  ///
  /// Pages are made side by side: all four are called from several threads at once.
  mutating func render(
    article: @Sendable (String) throws -> Article, document: @Sendable (String) throws -> NormalizedDocument,
    stands: @Sendable (String) -> Bool = { _ in false }, emit: @Sendable (String, [UInt8]) throws -> Void
  ) throws {
    for (name, bytes) in Templates.assets { try emit(name, bytes) }
    nextMemory.rows = try articlePages(article: article, stands: stands, emit: emit)
    for row in nextMemory.rows {
      cards[RowKey(row.id)] = row.card
      cardKeys[RowKey(row.id)] = row.card.key
    }
    nextMemory.pages = try pagesOfMany(stands: stands, emit: emit)
    nextMemory.search = searchKey
    if memorySearch != searchKey || !stands(SearchIndex.list) {
      try writeSearchIndex(document: document, emit: emit)
    }
  }

  /// The articles' own pages; gives what is to be remembered of each.
  private func articlePages(
    article: @Sendable (String) throws -> Article, stands: @Sendable (String) -> Bool,
    emit: @Sendable (String, [UInt8]) throws -> Void
  ) throws -> [Memory.Row] {
    let rows = edition.index.documents.filter { $0.status == .ok }
    return try SideBySide.map(rows.count) { i in
      let row = rows[i]
      let key = pageKey(row)
      let path = PagePath.article(row.id)
      if var known = memory[RowKey(row.id)], known.key == key, stands(path) {
        known.card.isNew = new.contains(RowKey(row.id))
        return known
      }
      let (page, card) = articlePage(row.id, try article(row.id))
      try emit(path, page)
      return Memory.Row(id: row.id, key: key, card: card)
    }
  }

  /// The pages that speak of several articles; gives the keys of those that are not made where they would be as they
  /// were.
  private func pagesOfMany(
    stands: @Sendable (String) -> Bool, emit: @Sendable (String, [UInt8]) throws -> Void
  ) throws -> [String: String] {
    @Sendable func make(_ path: String, _ key: String, _ page: () -> [UInt8]) throws -> (String, String) {
      if memoryPages[path] != key || !stands(path) { try emit(path, page()) }
      return (path, key)
    }
    let told = edition.stories.filter { $0.documents.count > 1 }
    var keys = try SideBySide.map(told.count) { i in
      try make(path(of: told[i]), pageKey(told[i])) { storyPage(told[i]) }
    }
    let known = edition.entities.filter { entityPages[$0.id] != nil }
    keys += try SideBySide.map(known.count) { i in
      try make(entityPages[known[i].id]!, pageKey(known[i])) { entityPage(known[i]) }
    }
    let months = earlier.sorted { $0.key < $1.key }
    keys += try SideBySide.map(months.count) { i in
      try make(PagePath.month(months[i].key), pageKey(months[i].value)) { monthPage(months[i].key, months[i].value) }
    }
    try peoplePages(emit)
    try emit("stories.html", storiesPage())
    try emit("search.html", page("search", words["page.search"], root: "", scripts: "'self'", [:]))
    try emit("index.html", frontPage())
    return Dictionary(keys, uniquingKeysWith: { first, _ in first })
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
  static let version = 3

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
      if card.hasOutlet { row["outlet"] = true }
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
    return ids.compactMap { id in
      guard let card = cards[RowKey(id)], seen.insert(card.hasOutlet ? card.name : card.href).inserted else {
        return nil
      }
      return card.name
    }
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

  /// The beginning, up to so many letters, cut at a word.
  static func beginning(_ text: String, _ length: Int) -> String {
    guard text.unicodeScalars.count > length else { return text }
    let cut = String(text.unicodeScalars.prefix(length - 3))
    return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? cut) + " …"
  }

  /// What was said, without the comma that led to the words around it.
  static func said(_ text: String) -> String { text.utf8.last == UInt8(ascii: ",") ? String(text.dropLast()) : text }

  /// Bytes of a quote that says something by itself.
  static let wholeQuote = 40

  /// From "2025-10-14T23:52:00+01:00" the day.
  static func day(_ moment: String) -> String { String(moment.prefix(10)) }
}
