import Documents
import Edition

extension Site {
  private static let articlesShown = 100
  private static let quotesShown = 200

  func entityPage(_ entity: CorpusEntity) -> [UInt8] {
    let root = "../"
    let quotes = (quotesBySpeaker[entity.id] ?? []).map { edition.quotes[$0] }
    var counts = [words.count("articles", entity.documents.count), words.count("mentions", entity.mentions)]
    if !quotes.isEmpty { counts.append(words.count("quotes", quotes.count)) }
    // The newest first, as who looks somebody up wants to know what was last.
    let documents = entity.documents.enumerated().sorted { a, b in
      let (one, two) = (cards[RowKey(a.element)]?.published ?? "", cards[RowKey(b.element)]?.published ?? "")
      return one != two ? one > two : a.offset < b.offset
    }.map(\.element)
    var values: [String: Any] = [
      "type": words["type." + entity.type.rawValue], "counts": counts.joined(separator: " · "),
      "articles": articles(documents.prefix(Self.articlesShown), root: root),
    ]
    if documents.count > Self.articlesShown {
      values["more"] = words.count("more", documents.count - Self.articlesShown)
    }
    let roles = Self.distinct(entity.roles)
    if !roles.isEmpty { values["roles"] = roles.joined(separator: "; ") }
    let aliases = entity.aliases.filter { $0 != entity.name }
    if !aliases.isEmpty { values["aliases"] = aliases.joined(separator: ", ") }
    values["stories"] = said(quotes.prefix(Self.quotesShown), root: root)
    if quotes.count > Self.quotesShown {
      values["moreQuotes"] = words.count("more", quotes.count - Self.quotesShown)
    }
    values["hasQuotes"] = !quotes.isEmpty
    if let graph = graph(entity, root: root) { values["graph"] = graph }
    return page("entity", entity.name, root: root, values)
  }

  /// Without those that differ from one before in capitals and points only ("U.S. Secretary", "US Secretary").
  static func distinct(_ roles: [String]) -> [String] {
    var seen: Set<String> = []
    return roles.filter { seen.insert(SearchWords.all($0).joined()).inserted }
  }

  /// The quotes by story, in the order in which stories first come.
  private func said(_ quotes: some Sequence<CorpusQuote>, root: String) -> [[String: Any]] {
    var order: [String] = []
    var groups: [String: [CorpusQuote]] = [:]
    for quote in quotes {
      let story = quote.story ?? ""
      if groups[story] == nil { order.append(story) }
      groups[story, default: []].append(quote)
    }
    return order.map { id in
      var row: [String: Any] = [
        "quotes": groups[id]!.filter { !Self.isFragment($0) }.map { quote -> [String: Any] in
          var seen: Set<RowKey> = []
          let documents = quote.variants.map(\.document).filter { seen.insert(RowKey($0)).inserted }
          var row: [String: Any] = ["text": Self.said(quote.text), "articles": articles(documents, root: root)]
          if isNew(quote) { row["new"] = true }
          return row
        }
      ]
      let fragments = fragments(groups[id]!, root: root)
      row["fragments"] = fragments
      row["hasFragments"] = !fragments.isEmpty
      if let story = stories[id] {
        row["title"] = title(of: story)
        row["href"] = root + path(of: story)
      }
      return row
    }
  }

  /// Indices of the eight people and organizations that share most articles with it, each with how many.
  func neighbours(of entity: CorpusEntity) -> [(index: Int, count: Int)] {
    guard let own = entityIndex[entity.id] else { return [] }
    var counts: [Int: Int] = [:]
    for document in documentsOf[own] ?? [] {
      for other in entitiesOf[Int(document)] where other != own { counts[other, default: 0] += 1 }
    }
    return counts.sorted { a, b in a.value != b.value ? a.value > b.value : a.key < b.key }
      .prefix(Self.places.count).map { ($0.key, $0.value) }
  }

  /// Them in a ring around it, joined where they share some articles among themselves.
  private func graph(_ entity: CorpusEntity, root: String) -> [String: Any]? {
    let near = neighbours(of: entity)
    guard let most = near.first?.count else { return nil }
    let places = Self.places(near.count)
    var nodes: [[String: Any]] = []
    var edges: [[String: Any]] = []
    for (place, (index, count)) in zip(places, near) {
      let other = edition.entities[index]
      var node = name(other.name, other.id, root: root)
      node["label"] = Self.label(other.name)
      node["class"] = MarkedText.class(of: other.type)
      node["x"] = place.x
      node["y"] = place.y
      node["size"] = 7 + 6 * count / most
      node["labelY"] = place.y < 200 ? place.y - 18 : place.y + 28
      node["count"] = count
      nodes.append(node)
      edges.append(["x1": 200, "y1": 200, "x2": place.x, "y2": place.y, "width": 1 + 4 * count / most])
    }
    let members = near.map { documentsOf[$0.index] ?? [] }
    for i in members.indices {
      for j in members.indices where i < j && Self.meet(members[i], members[j]) {
        edges.insert(
          [
            "x1": places[i].x, "y1": places[i].y, "x2": places[j].x, "y2": places[j].y, "width": 1, "far": true,
          ], at: 0)
      }
    }
    return ["name": Self.label(entity.name), "nodes": nodes, "edges": edges]
  }

  /// Whether two lists in rising order have a number in common.
  private static func meet(_ a: [Int32], _ b: [Int32]) -> Bool {
    var i = 0, j = 0
    while i < a.count, j < b.count {
      if a[i] == b[j] { return true }
      if a[i] < b[j] { i += 1 } else { j += 1 }
    }
    return false
  }

  private static func label(_ name: String) -> String { name.count > 20 ? name.prefix(19) + "…" : name }

  /// Places in a ring within 400 by 400, clockwise from the top: no label lies over another's.
  private static let places: [(x: Int, y: Int)] = [
    (200, 50), (310, 100), (335, 185), (310, 285), (200, 345), (90, 285), (65, 185), (90, 100),
  ]

  private static func places(_ count: Int) -> [(x: Int, y: Int)] {
    (0..<count).map { places[$0 * places.count / count] }
  }

  /// Everybody who has a page, the most quoted first.
  var byWeight: [(entity: CorpusEntity, quotes: Int)] {
    edition.entities.enumerated().filter { entityPages[$0.element.id] != nil }.map { i, entity in
      (i: i, entity: entity, quotes: quotesBySpeaker[entity.id]?.count ?? 0)
    }.sorted { a, b in
      if a.quotes != b.quotes { return a.quotes > b.quotes }
      return a.entity.mentions != b.entity.mentions
        ? a.entity.mentions > b.entity.mentions : a.i < b.i
    }.map { ($0.entity, $0.quotes) }
  }

  /// How many names one page lists; where there are more, those that are named most, and a page for each letter.
  private static let listed = 300

  func peoplePages(_ emit: (String, [UInt8]) throws -> Void) throws {
    let all = byWeight
    var values: [String: Any] = [
      "counts": words.count("mentions", all.reduce(0) { $0 + $1.entity.mentions }),
      "rows": rows(all.prefix(Self.listed), root: ""),
    ]
    if all.count > Self.listed {
      var letters: [String: [(entity: CorpusEntity, quotes: Int)]] = [:]
      for row in all { letters[Self.letter(row.entity.name), default: []].append(row) }
      let order = letters.keys.sorted()
      func links(_ root: String) -> [[String: Any]] {
        order.map { ["letter": $0, "href": root + PagePath.letter($0)] }
      }
      for letter in order {
        let rows = letters[letter]!.sorted { a, b in
          a.entity.name != b.entity.name ? a.entity.name < b.entity.name : a.entity.id < b.entity.id
        }
        try emit(
          PagePath.letter(letter),
          page(
            "people", words.fill(words["page.letter"], [letter]), root: "../",
            [
              "counts": "\(rows.count)", "rows": self.rows(rows, root: "../"), "letters": links("../"),
              "hasLetters": true,
            ]))
      }
      values["letters"] = links("")
      values["hasLetters"] = true
    }
    try emit("people.html", page("people", words["page.people"], root: "", values))
  }

  private func rows(_ people: some Sequence<(entity: CorpusEntity, quotes: Int)>, root: String) -> [[String: Any]] {
    people.map { row -> [String: Any] in
      var value = name(row.entity.name, row.entity.id, root: root)
      value["roles"] = Self.distinct(row.entity.roles).prefix(3).joined(separator: "; ")
      value["quotes"] = row.quotes
      value["articles"] = row.entity.documents.count
      return value
    }
  }

  /// The first letter as the search folds it; "#" for digits and the like.
  private static func letter(_ name: String) -> String {
    var first: String?
    SearchWords.each(name) { if first == nil { first = $0 } }
    guard let scalar = first?.unicodeScalars.first, scalar.properties.isAlphabetic else { return "#" }
    return String(scalar).uppercased()
  }
}
