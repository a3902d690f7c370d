import Documents
import Edition

/// The static index that report/search.js reads: what can be found, in files of 256, and which of it holds a word, in a
/// file for each two letters that words begin with. So a browser loads a few small files, whatever the edition's size.
struct SearchIndex: Sendable {
  private static let perFile = 256
  static let folder = "search"
  /// The file that names the others.
  static let list = "search/shards.js"

  /// Something that can be found. `kind` is an entity's type, "article" or "quote".
  struct Item: Sendable {
    var kind: String
    var title: String
    var href: String
    var more: String
    /// Texts whose words count more than those of the others: titles and names.
    var strong: [String]
    var weak: [String]
  }

  /// The number of its first item.
  private let first: Int
  private var items: [[String]] = []
  /// Numbers of items, those where the word stands in a title, a name or a speaker's name apart.
  private var holders: [String: Holders] = [:]

  private struct Holders: Sendable {
    var weak: [Int32] = []
    var strong: [Int32] = []
  }

  private init(first: Int) { self.first = first }

  /// Of `count` items, what is found first among equals first. `item` is called from several threads.
  init(_ count: Int, item: @Sendable (Int) throws -> Item) throws {
    self.init(first: 0)
    let parts = max(1, min(8, count / Self.perFile))
    let made = try SideBySide.map(parts) { part in
      var index = SearchIndex(first: part * count / parts)
      for i in index.first..<((part + 1) * count / parts) { index.add(try item(i)) }
      return index
    }
    for part in made {
      items += part.items
      for (word, own) in part.holders {
        holders[word, default: Holders()].weak += own.weak
        holders[word]!.strong += own.strong
      }
    }
  }

  private mutating func add(_ item: Item) {
    let number = Int32(first + items.count)
    items.append([item.kind, item.title, item.href, item.more])
    for text in item.strong {
      SearchWords.each(text) { Self.note(number, in: &holders[$0, default: Holders()].strong) }
    }
    for text in item.weak {
      SearchWords.each(text) { Self.note(number, in: &holders[$0, default: Holders()].weak) }
    }
  }

  private static func note(_ number: Int32, in list: inout [Int32]) {
    if list.last != number { list.append(number) }
  }

  /// Calls `emit`, from several threads, with each file's path below report/ and its bytes; last with the one that names
  /// the others. `labels`: what a kind is called.
  func write(
    labels: [(kind: String, text: String)], emit: @Sendable (String, [UInt8]) throws -> Void
  ) throws {
    _ = try SideBySide.map((items.count + Self.perFile - 1) / Self.perFile) { number in
      let start = number * Self.perFile
      var w = JSONWriter(reserving: 1 << 16)
      w.rows(items[start..<min(start + Self.perFile, items.count)]) { w, row in w.array(row) { $0.string($1) } }
      try emit("\(Self.folder)/i-\(number).js", script("items(\(number),", w))
    }
    var shards: [String: [String]] = [:]
    for word in holders.keys { shards[SearchWords.shard(word), default: []].append(word) }
    let names = shards.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let wordsOf = shards
    _ = try SideBySide.map(names.count) { i in
      let words = wordsOf[names[i]]!.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var w = JSONWriter(reserving: 1 << 14)
      w.object { w in
        for word in words {
          let lists = holders[word]!
          w.key(word)
          w.array(lists.strong.isEmpty ? [lists.weak] : [lists.weak, lists.strong]) { w, list in
            var last: Int32 = 0
            w.array(list) { w, item in
              w.int(Int(item - last))
              last = item
            }
          }
        }
      }
      try emit("\(Self.folder)/w-\(names[i]).js", script("words(\"\(names[i])\",", w))
    }
    var w = JSONWriter()
    w.object { w in
      for label in labels {
        w.key(label.kind)
        w.string(label.text)
      }
    }
    try emit(Self.list, script("shards(\"\(names.joined(separator: " "))\",", w))
  }

  /// A call of search.js with JSON, which is JavaScript too; "<" is escaped, so that it is no markup wherever it gets.
  private func script(_ call: String, _ json: borrowing JSONWriter) -> [UInt8] {
    var bytes = Array("nightdesk.\(call)".utf8)
    let json = json.bytes
    bytes.reserveCapacity(json.count + bytes.count + 8)
    for byte in json {
      if byte == UInt8(ascii: "<") { bytes.append(contentsOf: "\\u003c".utf8) } else { bytes.append(byte) }
    }
    bytes.append(contentsOf: ");\n".utf8)
    return bytes
  }
}

extension Site {
  /// Fills the index: people and organizations, then articles and quotes, the newest first.
  func writeSearchIndex(
    document: @Sendable (String) throws -> NormalizedDocument, emit: @Sendable (String, [UInt8]) throws -> Void
  ) throws {
    let named = edition.entities.filter { entityPages[$0.id] != nil }.enumerated().sorted { a, b in
      a.element.mentions != b.element.mentions ? a.element.mentions > b.element.mentions : a.offset < b.offset
    }.map(\.element)
    let newest = edition.index.documents.compactMap { row in cards[RowKey(row.id)].map { (row.id, $0) } }
      .enumerated().sorted { a, b in
        let (one, two) = (a.element.1.published ?? "", b.element.1.published ?? "")
        return one != two ? one > two : a.offset < b.offset
      }.map(\.element)
    var order: [RowKey: Int] = [:]
    for (i, (id, _)) in newest.enumerated() { order[RowKey(id)] = i }
    let quotes = edition.quotes.filter { quote in quote.variants.contains { cards[RowKey($0.document)] != nil } }
      .map { ($0, order[RowKey($0.first)] ?? 0) }.enumerated().sorted { a, b in
        a.element.1 != b.element.1 ? a.element.1 < b.element.1 : a.offset < b.offset
      }.map(\.element.0)
    let index = try SearchIndex(named.count + newest.count + quotes.count) { i in
      if i < named.count { return item(named[i]) }
      let i = i - named.count
      return i < newest.count
        ? item(newest[i].1, try document(newest[i].0)) : item(quotes[i - newest.count])
    }
    let kinds = EntityType.allCases.filter(\.isName).map(\.rawValue) + ["article", "quote"]
    try index.write(labels: kinds.map { ($0, words["type." + $0]) }, emit: emit)
  }

  private func item(_ entity: CorpusEntity) -> SearchIndex.Item {
    SearchIndex.Item(
      kind: entity.type.rawValue, title: entity.name, href: entityPages[entity.id] ?? "",
      more: Self.distinct(entity.roles).prefix(3).joined(separator: "; "), strong: [entity.name] + entity.aliases,
      weak: entity.roles)
  }

  private func item(_ card: Card, _ document: NormalizedDocument) -> SearchIndex.Item {
    SearchIndex.Item(
      kind: "article", title: card.title, href: card.href,
      more: [card.hasOutlet ? card.name : nil, card.published.map(words.day)].compactMap(\.self).joined(
        separator: " · "),
      strong: [card.title],
      weak: [card.name, document.byline ?? "", document.text.string(Span(0, document.text.count))])
  }

  private func item(_ quote: CorpusQuote) -> SearchIndex.Item {
    let variant = quote.variants.first { cards[RowKey($0.document)] != nil }!
    return SearchIndex.Item(
      kind: "quote", title: "“" + quote.text + "”", href: link(variant.document, variant.quote, ""),
      more: [quote.speakerName, nameAndDay(cards[RowKey(variant.document)]!)].compactMap(\.self)
        .joined(separator: " · "),
      strong: [quote.speakerName ?? ""], weak: [quote.text])
  }

  private func nameAndDay(_ card: Card) -> String {
    [card.name, card.published.map(words.day)].compactMap(\.self).joined(separator: " · ")
  }
}
