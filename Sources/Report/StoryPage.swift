import Edition

extension Site {
  func storyPage(_ story: CorpusStory) -> [UInt8] {
    let root = "../"
    var values: [String: Any] = [
      "articleCount": story.documents.count, "articles": articles(story.documents, root: root),
      "summary": story.summary.map { row -> [String: Any] in
        [
          "text": row.text, "name": cards[RowKey(row.document)]?.name ?? row.document,
          "href": link(row.document, row.sentence, root),
        ]
      },
    ]
    if let published = Self.range(story.published) { values["published"] = published }
    values["differences"] = story.differences.map { difference -> [String: Any] in
      [
        "values": difference.values.map { value -> [String: Any] in
          [
            "what": difference.what, "value": value.value,
            "articles": articles(value.documents, root: root),
          ]
        }
      ]
    }
    values["hasDifferences"] = !story.differences.isEmpty
    let speakers = speakers(story, root: root)
    values["speakers"] = speakers
    values["hasSpeakers"] = !speakers.isEmpty
    let timeline = timeline(story, root: root)
    values["timeline"] = timeline
    values["hasTimeline"] = !timeline.isEmpty
    let names = story.entities.compactMap { entityIndex[$0] }.enumerated().map {
      i, index -> [String: Any] in
      var row = name(edition.entities[index].name, edition.entities[index].id, root: root)
      if i > 0 { row["comma"] = true }
      return row
    }
    values["names"] = names
    values["hasNames"] = !names.isEmpty
    return page("story", story.title ?? story.id, root: root, values)
  }

  /// The quotes by speaker, in the order in which speakers first come; those of nobody known last.
  private func speakers(_ story: CorpusStory, root: String) -> [[String: Any]] {
    var order: [String] = []
    var groups: [String: [Int]] = [:]
    for i in quotesByStory[story.id] ?? [] {
      let key = edition.quotes[i].speakerEntity ?? edition.quotes[i].speakerName ?? ""
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(i)
    }
    order = order.filter { !$0.isEmpty } + order.filter(\.isEmpty)
    return order.map { key in
      let quotes = (groups[key] ?? []).map { edition.quotes[$0] }
      var row = name(
        quotes.first?.speakerName ?? "Speaker not known", quotes.first?.speakerEntity, root: root)
      row["quotes"] = quotes.map { quote -> [String: Any] in
        let variants = quote.variants.map { variant -> [String: Any] in
          [
            "text": variant.text, "relation": variant.relation,
            "name": cards[RowKey(variant.document)]?.name ?? variant.document,
            "href": link(variant.document, variant.quote, root),
          ]
        }
        var row: [String: Any] = ["text": quote.text, "variants": variants]
        if variants.count == 1 { row["single"] = variants[0] }
        return row
      }
      return row
    }
  }

  /// Each day that the articles name, with the first sentence that does so.
  private func timeline(_ story: CorpusStory, root: String) -> [[String: Any]] {
    var days: [String: [String: Any]] = [:]
    for document in story.documents {
      guard let card = cards[RowKey(document)] else { continue }
      for row in card.days where days[row.day] == nil {
        days[row.day] = [
          "date": row.day, "text": row.text, "name": card.name,
          "href": link(document, row.sentence, root),
        ]
      }
    }
    return days.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The place in an article's page.
  func link(_ document: String, _ anchor: String, _ root: String) -> String {
    root + PagePath.article(document) + "#" + anchor
  }

  /// "2025-10-13 – 2025-10-14", one day, or nil where none is known.
  static func range(_ published: [String?]) -> String? {
    let days = published.compactMap { $0.map(day) }
    guard let first = days.first, let last = days.last else { return nil }
    return first == last ? first : "\(first) – \(last)"
  }
}
