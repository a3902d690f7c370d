import Documents
import Edition

/// The static index that report/search.js reads: what can be found, in files of 256, and which of it holds a word, in a
/// file for each two letters that words begin with. So a browser loads a few small files, whatever the edition's size.
struct SearchIndex {
  private static let perFile = 256
  static let folder = "search"
  /// The file that names the others.
  static let list = "search/shards.js"

  private var items: [[String]] = []
  /// Numbers of items, those where the word stands in a title, a name or a speaker's name apart.
  private var holders: [String: (weak: [Int32], strong: [Int32])] = [:]

  /// What is found first among equals must be added first. `kind` is an entity's type, "article" or "quote".
  mutating func add(kind: String, title: String, href: String, more: String, strong: [String], weak: [String]) {
    let number = Int32(items.count)
    items.append([kind, title, href, more])
    for text in strong {
      SearchWords.each(text) { word in
        Self.note(number, in: &holders[word, default: ([], [])].strong)
      }
    }
    for text in weak {
      SearchWords.each(text) { word in
        Self.note(number, in: &holders[word, default: ([], [])].weak)
      }
    }
  }

  private static func note(_ number: Int32, in list: inout [Int32]) {
    if list.last != number { list.append(number) }
  }

  /// Calls `emit` with each file's path below report/ and its bytes. `labels`: what a kind is called.
  func write(labels: [(kind: String, text: String)], emit: (String, [UInt8]) throws -> Void) rethrows {
    var start = 0
    while start < items.count {
      let end = min(start + Self.perFile, items.count)
      var w = JSONWriter(reserving: 1 << 16)
      w.rows(items[start..<end]) { w, row in w.array(row) { $0.string($1) } }
      let number = start / Self.perFile
      try emit("\(Self.folder)/i-\(number).js", script("items(\(number),", w))
      start = end
    }
    var shards: [String: [String]] = [:]
    for word in holders.keys { shards[SearchWords.shard(word), default: []].append(word) }
    let names = shards.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for name in names {
      let words = shards[name]!.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
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
      try emit("\(Self.folder)/w-\(name).js", script("words(\"\(name)\",", w))
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
  private func script(_ call: String, _ json: JSONWriter) -> [UInt8] {
    var bytes = Array("nightdesk.\(call)".utf8)
    bytes.reserveCapacity(json.bytes.count + bytes.count + 8)
    for byte in json.bytes {
      if byte == UInt8(ascii: "<") { bytes.append(contentsOf: "\\u003c".utf8) } else { bytes.append(byte) }
    }
    bytes.append(contentsOf: ");\n".utf8)
    return bytes
  }
}

extension Site {
  /// Fills the index: people and organizations, then articles and quotes, the newest first.
  func writeSearchIndex(
    document: (String) throws -> NormalizedDocument, emit: (String, [UInt8]) throws -> Void
  ) throws {
    var index = SearchIndex()
    let named = edition.entities.filter { entityPages[$0.id] != nil }
    for entity in named.enumerated().sorted(by: { a, b in
      a.element.mentions != b.element.mentions ? a.element.mentions > b.element.mentions : a.offset < b.offset
    }).map(\.element) {
      index.add(
        kind: entity.type.rawValue, title: entity.name, href: entityPages[entity.id] ?? "",
        more: entity.roles.prefix(3).joined(separator: "; "), strong: [entity.name] + entity.aliases, weak: entity.roles
      )
    }
    let newest = edition.index.documents.compactMap { row in cards[RowKey(row.id)].map { (row.id, $0) } }
      .enumerated().sorted { a, b in
        let (one, two) = (a.element.1.published ?? "", b.element.1.published ?? "")
        return one != two ? one > two : a.offset < b.offset
      }.map(\.element)
    var order: [RowKey: Int] = [:]
    for (i, (id, card)) in newest.enumerated() {
      order[RowKey(id)] = i
      let source = try document(id)
      index.add(
        kind: "article", title: card.title, href: card.href, more: nameAndDay(card),
        strong: [card.title], weak: [card.name, source.byline ?? "", source.text.string(Span(0, source.text.count))])
    }
    let quotes = edition.quotes.enumerated().sorted { a, b in
      let (one, two) = (order[RowKey(a.element.first)] ?? 0, order[RowKey(b.element.first)] ?? 0)
      return one != two ? one < two : a.offset < b.offset
    }.map(\.element)
    for quote in quotes {
      guard let variant = quote.variants.first(where: { cards[RowKey($0.document)] != nil }) else { continue }
      let card = cards[RowKey(variant.document)]!
      index.add(
        kind: "quote", title: "“" + quote.text + "”", href: link(variant.document, variant.quote, ""),
        more: [quote.speakerName, nameAndDay(card)].compactMap(\.self).joined(separator: " · "),
        strong: [quote.speakerName ?? ""], weak: [quote.text])
    }
    let kinds = EntityType.allCases.filter(\.isName).map(\.rawValue) + ["article", "quote"]
    try index.write(labels: kinds.map { ($0, words["type." + $0]) }, emit: emit)
  }

  private func nameAndDay(_ card: Card) -> String {
    [card.name, card.published.map(words.day)].compactMap(\.self).joined(separator: " · ")
  }
}
