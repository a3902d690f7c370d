import Documents
import Edition

extension Site {
  func entityPage(_ entity: CorpusEntity) -> [UInt8] {
    let root = "../"
    var values: [String: Any] = [
      "type": entity.type.rawValue, "articleCount": entity.documents.count,
      "mentions": entity.mentions,
      "articles": articles(entity.documents, root: root),
    ]
    if !entity.roles.isEmpty { values["roles"] = entity.roles.joined(separator: "; ") }
    let aliases = entity.aliases.filter { $0 != entity.name }
    if !aliases.isEmpty { values["aliases"] = aliases.joined(separator: ", ") }
    let quotes = (quotesBySpeaker[entity.id] ?? []).map { edition.quotes[$0] }
    values["quotes"] = quotes.map { quote -> [String: Any] in
      var seen: Set<RowKey> = []
      let documents = quote.variants.map(\.document).filter { seen.insert(RowKey($0)).inserted }
      return ["text": quote.text, "articles": articles(documents, root: root)]
    }
    values["hasQuotes"] = !quotes.isEmpty
    if let graph = graph(entity, root: root) { values["graph"] = graph }
    return page("entity", entity.name, root: root, values)
  }

  /// The eight people and organizations that share most articles with it, on an ellipse around it.
  private func graph(_ entity: CorpusEntity, root: String) -> [String: Any]? {
    var counts: [Int: Int] = [:]
    for document in entity.documents {
      for other in entitiesOf[RowKey(document)] ?? [] where edition.entities[other].id != entity.id {
        counts[other, default: 0] += 1
      }
    }
    let near = counts.sorted { a, b in a.value != b.value ? a.value > b.value : a.key < b.key }
      .prefix(Self.places.count)
    guard !near.isEmpty else { return nil }
    var nodes: [[String: Any]] = []
    var edges: [[String: Any]] = []
    for (place, (index, count)) in zip(Self.places, near) {
      let other = edition.entities[index]
      let label = other.name.count > 22 ? other.name.prefix(21) + "…" : other.name[...]
      var node = name(String(label), other.id, root: root)
      node["x"] = place.x
      node["y"] = place.y
      node["labelY"] = place.y < 180 ? place.y - 16 : place.y + 26
      node["count"] = count
      nodes.append(node)
      edges.append(["x": place.x, "y": place.y, "width": min(6, count)])
    }
    return [
      "title": "People and organizations named in the same articles, with the number of articles",
      "name": entity.name, "nodes": nodes, "edges": edges,
    ]
  }

  /// Eight places on an ellipse of 640 by 360, the widest apart first.
  private static let places: [(x: Int, y: Int)] = [
    (320, 40), (320, 320), (110, 110), (530, 250), (530, 110), (110, 250), (90, 180), (550, 180),
  ]

  /// Everybody who has a page, the most quoted first.
  func peoplePage() -> [UInt8] {
    let listed = edition.entities.enumerated().filter { entityPages[$0.element.id] != nil }.map {
      i, entity in
      (i: i, entity: entity, quotes: quotesBySpeaker[entity.id]?.count ?? 0)
    }
    let ordered = listed.sorted { a, b in
      if a.quotes != b.quotes { return a.quotes > b.quotes }
      return a.entity.mentions != b.entity.mentions
        ? a.entity.mentions > b.entity.mentions : a.i < b.i
    }
    let rows = ordered.map { row -> [String: Any] in
      [
        "name": row.entity.name, "href": entityPages[row.entity.id] ?? "",
        "roles": row.entity.roles.joined(separator: "; "), "quotes": row.quotes,
        "articles": row.entity.documents.count,
      ]
    }
    return page("people", "People and organizations", root: "", ["rows": rows])
  }
}
