import Documents
public import Edition

/// What two runs say differently about the same articles: counts, and the commonest kinds of change with examples.
public struct Comparison: Sendable {
  /// What is counted: each a line of the table.
  public enum Category: String, Sendable, CaseIterable {
    case documents, facts, text, sentences, names, types, links, quotes, kinds, speakers, summaries, stories
  }

  public struct Count: Sendable, Hashable {
    /// Rows of the first run.
    public var before = 0
    public var after = 0
    public var gained = 0
    public var lost = 0
    public var altered = 0

    public var changes: Int { gained + lost + altered }
    /// Changes by rows of the first run; 0 where there are none.
    public var rate: Double { changes == 0 ? 0 : Double(changes) / Double(max(before, after, 1)) }
  }

  public struct Example: Sendable, Hashable {
    public var document: String
    public var text: String
    public var before: String?
    public var after: String?
  }

  /// Changes of one kind, as "names lost: PERSON".
  public struct Kind: Sendable {
    public var category: Category
    public var change: String
    public var count = 0
    /// The first five, in order of document and place.
    public var examples: [Example] = []
  }

  public private(set) var counts: [Category: Count] = [:]
  /// The commonest first.
  public var kinds: [Kind] {
    known.values.sorted {
      $0.count != $1.count
        ? $0.count > $1.count : ($0.category.rawValue, $0.change) < ($1.category.rawValue, $1.change)
    }
  }
  public var isSame: Bool { known.isEmpty }
  /// Documents whose artifacts differ in what is not compared: ids, scores, rules.
  public private(set) var otherwise = 0

  private var known: [String: Kind] = [:]

  /// Reads both folders document by document. Throws where a folder is no run, or an artifact cannot be read.
  public init(_ first: RunFolder, _ second: RunFolder) throws {
    let before = try RunIndex(json: first.read("index.json"))
    let after = try RunIndex(json: second.read("index.json"))
    let rows = Dictionary(after.documents.map { (RowKey($0.id), $0) }, uniquingKeysWith: { a, _ in a })
    let old = Set(before.documents.map { RowKey($0.id) })
    for row in before.documents {
      guard let now = rows[RowKey(row.id)] else {
        count(.documents, lost: 1)
        note(.documents, "lost", Example(document: row.id, text: row.source))
        continue
      }
      counts[.documents, default: Count()].before += 1
      counts[.documents, default: Count()].after += 1
      if row.status != now.status {
        alter(.documents, "status", row.id, row.source, row.status.rawValue, now.status.rawValue)
      }
      guard row.status == .ok, now.status == .ok else { continue }
      let one = try Article(id: row.id, read: first.read)
      let isEqual = row.hashes == now.hashes
      try compare(one, isEqual ? one : Article(id: row.id, read: second.read), isEqual: isEqual)
    }
    for row in after.documents where !old.contains(RowKey(row.id)) {
      count(.documents, gained: 1)
      note(.documents, "gained", Example(document: row.id, text: row.source))
    }
    try compareStories(
      CorpusStory.read(json: first.read("corpus/stories.json")),
      CorpusStory.read(json: second.read("corpus/stories.json")))
    try compareLinks(
      CorpusEntity.read(json: first.read("corpus/entities.json")),
      CorpusEntity.read(json: second.read("corpus/entities.json")))
  }

  // MARK: Counting

  private mutating func count(_ category: Category, gained: Int = 0, lost: Int = 0) {
    counts[category, default: Count()].gained += gained
    counts[category, default: Count()].after += gained
    counts[category, default: Count()].lost += lost
    counts[category, default: Count()].before += lost
  }

  private mutating func note(_ category: Category, _ change: String, _ example: Example) {
    let key = "\(category.rawValue) \(change)"
    var kind = known[key] ?? Kind(category: category, change: change)
    kind.count += 1
    if kind.examples.count < 5 { kind.examples.append(example) }
    known[key] = kind
  }

  private mutating func alter(
    _ category: Category, _ change: String, _ document: String, _ text: String, _ before: String, _ after: String
  ) {
    counts[category, default: Count()].altered += 1
    note(category, change, Example(document: document, text: text, before: before, after: after))
  }

  // MARK: One document

  private mutating func compare(_ before: Article, _ after: Article, isEqual: Bool) throws {
    let changes = known.values.reduce(0) { $0 + $1.count }
    let id = before.document.id
    let facts: [(String, String?, String?)] = [
      ("title", before.document.title, after.document.title), ("byline", before.document.byline, after.document.byline),
      ("published", before.document.published, after.document.published),
      ("outlet", before.document.outlet, after.document.outlet),
      ("language", before.document.language, after.document.language),
    ]
    for (name, old, new) in facts { value(.facts, name, id, name, old, new) }
    let text: (Article) -> [Row] = { article in
      article.document.blocks.map { Row(article.document.text, $0.span, label: $0.kind.rawValue) }
    }
    let isSameText = before.document.text.bytes == after.document.text.bytes
    rows(.text, id, text(before), text(after), overlap: isSameText) { _, _, _ in }
    rows(.sentences, id, Row.sentences(before), Row.sentences(after), overlap: isSameText) { _, _, _ in }
    rows(.names, id, Row.names(before), Row.names(after), overlap: isSameText) { me, old, new in
      me.value(.types, "\(old.label) -> \(new.label)", id, new.text, old.label, new.label)
    }
    rows(.quotes, id, Row.quotes(before), Row.quotes(after), overlap: isSameText) { me, old, new in
      me.value(.kinds, "\(old.label) -> \(new.label)", id, new.text, old.label, new.label)
      let change =
        old.other == nil
        ? "gained by \(new.rule)" : new.other == nil ? "lost, was by \(old.rule)" : "\(old.rule) -> \(new.rule)"
      me.value(.speakers, change, id, new.text, old.other, new.other)
    }
    rows(.summaries, id, Row.summary(before), Row.summary(after), overlap: isSameText) { _, _, _ in }
    if !isEqual, known.values.reduce(0, { $0 + $1.count }) == changes { otherwise += 1 }
  }

  /// A value that both have a place for.
  private mutating func value(
    _ category: Category, _ change: String, _ document: String, _ text: String, _ old: String?, _ new: String?
  ) {
    if old != nil { counts[category, default: Count()].before += 1 }
    if new != nil { counts[category, default: Count()].after += 1 }
    let isEqual = old.map { Array($0.utf8) } == new.map { Array($0.utf8) }
    guard !isEqual else { return }
    if old == nil {
      counts[category, default: Count()].gained += 1
    } else if new == nil {
      counts[category, default: Count()].lost += 1
    } else {
      counts[category, default: Count()].altered += 1
    }
    note(category, change, Example(document: document, text: text, before: old, after: new))
  }

  /// Pairs rows by their text (the first of a text with the first), then by place; tells what is left over.
  private mutating func rows(
    _ category: Category, _ document: String, _ before: [Row], _ after: [Row], overlap: Bool,
    _ pair: (inout Comparison, Row, Row) -> Void
  ) {
    counts[category, default: Count()].before += before.count
    counts[category, default: Count()].after += after.count
    var waiting: [[UInt8]: [Int]] = [:]
    for (i, row) in after.enumerated().reversed() { waiting[Array(row.text.utf8), default: []].append(i) }
    var taken = [Bool](repeating: false, count: after.count)
    var left: [Row] = []
    for row in before {
      guard let i = waiting[Array(row.text.utf8)]?.popLast() else {
        left.append(row)
        continue
      }
      taken[i] = true
      pair(&self, row, after[i])
    }
    for row in left {
      if overlap, let i = after.indices.first(where: { !taken[$0] && after[$0].span.overlaps(row.span) }) {
        taken[i] = true
        counts[category, default: Count()].altered += 1
        note(
          category,
          after[i].span.contains(row.span) ? "longer" : row.span.contains(after[i].span) ? "shorter" : "moved",
          Example(document: document, text: row.text, before: row.text, after: after[i].text))
        pair(&self, row, after[i])
      } else {
        counts[category, default: Count()].lost += 1
        note(category, row.told("lost"), Example(document: document, text: row.text))
      }
    }
    for (i, row) in after.enumerated() where !taken[i] {
      counts[category, default: Count()].gained += 1
      note(category, row.told("gained"), Example(document: document, text: row.text))
    }
  }

  // MARK: Over all documents

  private mutating func compareStories(_ before: [CorpusStory], _ after: [CorpusStory]) {
    let old = Dictionary(before.map { (RowKey($0.id), $0) }, uniquingKeysWith: { a, _ in a })
    let new = Dictionary(after.map { (RowKey($0.id), $0) }, uniquingKeysWith: { a, _ in a })
    for story in before {
      guard let now = new[RowKey(story.id)] else {
        count(.stories, lost: 1)
        note(.stories, "lost", Example(document: story.documents.first ?? "", text: story.title ?? story.id))
        continue
      }
      counts[.stories, default: Count()].before += 1
      counts[.stories, default: Count()].after += 1
      let (a, b) = (story.documents.joined(separator: ", "), now.documents.joined(separator: ", "))
      let title = story.title ?? story.id
      let document = story.documents.first ?? ""
      if !a.utf8.elementsEqual(b.utf8) {
        let change =
          now.documents.count > story.documents.count
          ? "more documents" : now.documents.count < story.documents.count ? "fewer documents" : "other documents"
        alter(.stories, change, document, title, a, b)
      } else {
        let (a, b) = (story.summary.map(\.text), now.summary.map(\.text))
        if !a.elementsEqual(b, by: { $0.utf8.elementsEqual($1.utf8) }) {
          alter(.stories, "another summary", document, title, a.joined(separator: " "), b.joined(separator: " "))
        }
      }
    }
    for story in after where old[RowKey(story.id)] == nil {
      count(.stories, gained: 1)
      note(.stories, "gained", Example(document: story.documents.first ?? "", text: story.title ?? story.id))
    }
  }

  /// Whose name a document's entity is over all documents.
  private mutating func compareLinks(_ before: [CorpusEntity], _ after: [CorpusEntity]) {
    // The name within the document tells which of its entities is meant: ids may be others in another version.
    func links(_ entities: [CorpusEntity]) -> [RowKey: (document: String, entity: String, name: String)] {
      var result: [RowKey: (String, String, String)] = [:]
      for entity in entities {
        for member in entity.members {
          result[RowKey(member.document, member.entity)] = (member.document, member.entity, entity.name)
        }
      }
      return result
    }
    let (old, new) = (links(before), links(after))
    counts[.links, default: Count()].before += old.count
    counts[.links, default: Count()].after += new.count
    let sorted = old.sorted {
      ($0.value.document, $0.value.entity, $0.value.name) < ($1.value.document, $1.value.entity, $1.value.name)
    }
    for (key, was) in sorted {
      guard let now = new[key], !now.name.utf8.elementsEqual(was.name.utf8) else { continue }
      alter(.links, "to another entity", was.document, was.name, was.name, now.name)
    }
    let gained = new.keys.count { old[$0] == nil }
    let lost = old.keys.count { new[$0] == nil }
    counts[.links, default: Count()].gained += gained
    counts[.links, default: Count()].lost += lost
    for (key, was) in sorted where new[key] == nil {
      note(.links, "lost", Example(document: was.document, text: was.name))
    }
    let fresh = new.filter { old[$0.key] == nil }.values.sorted {
      ($0.document, $0.entity, $0.name) < ($1.document, $1.entity, $1.name)
    }
    for now in fresh { note(.links, "gained", Example(document: now.document, text: now.name)) }
  }
}

/// A row of an artifact as it is compared.
private struct Row {
  var text: String
  var span: Span
  /// The type or kind.
  var label = ""
  /// The speaker.
  var other: String?
  var rule = ""

  init(_ source: SourceText, _ span: Span, label: String = "", other: String? = nil, rule: String = "") {
    text = source.string(span)
    self.span = span
    self.label = label
    self.other = other
    self.rule = rule
  }

  /// "lost: PERSON, by title.before".
  func told(_ change: String) -> String {
    (label.isEmpty ? change : "\(change): \(label)") + (rule.isEmpty ? "" : ", by \(rule)")
  }

  static func sentences(_ article: Article) -> [Row] {
    article.sentences.sentences.map { Row(article.document.text, $0.span) }
  }

  static func names(_ article: Article) -> [Row] {
    article.entities.mentions.map {
      Row(article.document.text, $0.span, label: $0.type.rawValue, rule: $0.rule)
    }
  }

  static func quotes(_ article: Article) -> [Row] {
    article.quotes.quotes.map {
      Row(article.document.text, $0.span, label: $0.kind.rawValue, other: $0.speaker?.name, rule: $0.rule)
    }
  }

  static func summary(_ article: Article) -> [Row] {
    article.summary.sentences.map { Row(article.document.text, $0.span(article.sentences)) }
  }
}
