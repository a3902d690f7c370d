import Documents
import Edition

extension Site {
  func storyPage(_ story: CorpusStory) -> [UInt8] {
    let root = "../"
    var values: [String: Any] = [
      "counts": countOfOutlets(story.documents), "articles": articles(story.documents, root: root),
      "summary": story.summary.map { row -> [String: Any] in
        [
          "text": row.text, "name": cards[RowKey(row.document)]?.name ?? row.document,
          "href": link(row.document, row.sentence, root),
        ]
      },
    ]
    if let published = range(story.published) { values["published"] = published }
    if story.documents.contains(where: { new.contains(RowKey($0)) }) { values["new"] = true }
    values["differences"] = story.differences.map { difference($0, root: root) }
    values["hasDifferences"] = !story.differences.isEmpty
    let speakers = speakers(story, root: root)
    values["speakers"] = speakers
    values["hasSpeakers"] = !speakers.isEmpty
    let timeline = timeline(story, root: root)
    values["timeline"] = timeline
    values["hasTimeline"] = !timeline.isEmpty
    let names = story.entities.compactMap { entityIndex[$0] }.prefix(Self.namesShown).map { index -> [String: Any] in
      let entity = edition.entities[index]
      var row = name(entity.name, entity.id, root: root)
      row["class"] = MarkedText.class(of: entity.type)
      return row
    }
    values["names"] = names
    values["hasNames"] = !names.isEmpty
    return page("story", title(of: story), root: root, values)
  }

  private static let namesShown = 40

  private func difference(_ difference: CorpusStory.Difference, root: String) -> [String: Any] {
    [
      "kind": words[difference.rule.isEmpty ? "difference.other" : difference.rule], "about": difference.what,
      "rule": difference.rule,
      "values": difference.values.map { value -> [String: Any] in
        ["value": value.value, "articles": articles(value.documents, root: root)]
      },
    ]
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
        quotes.first?.speakerName ?? words["speaker.unknown"], quotes.first?.speakerEntity, root: root)
      if let role = entityIndex[key].flatMap({ edition.entities[$0].roles.first }) { row["role"] = role }
      row["quotes"] = quotes.filter { !Self.isFragment($0) }.map { utterance($0, root: root) }
      let fragments = fragments(quotes, root: root)
      row["fragments"] = fragments
      row["hasFragments"] = !fragments.isEmpty
      return row
    }
  }

  /// A word or two in quotation marks, which need no paragraph of their own.
  static func isFragment(_ quote: CorpusQuote) -> Bool {
    quote.text.utf8.count < wholeQuote && quote.variants.count == 1
  }

  /// The fragments among the quotes, each with its place.
  func fragments(_ quotes: [CorpusQuote], root: String) -> [[String: Any]] {
    quotes.filter(Self.isFragment).enumerated().map { i, quote in
      let variant = quote.variants[0]
      var row: [String: Any] = [
        "text": Self.said(quote.text), "name": cards[RowKey(variant.document)]?.name ?? variant.document,
        "href": link(variant.document, variant.quote, root),
      ]
      if i > 0 { row["comma"] = true }
      return row
    }
  }

  /// An utterance with each article's wording beside the others'; of one that only one prints the link alone.
  private func utterance(_ quote: CorpusQuote, root: String) -> [String: Any] {
    var order: [RowKey] = []
    var pieces: [RowKey: [CorpusQuote.Variant]] = [:]
    for variant in quote.variants {
      let key = RowKey(variant.document)
      if pieces[key] == nil { order.append(key) }
      pieces[key, default: []].append(variant)
    }
    let variants = order.map { key -> [String: Any] in
      let own = pieces[key]!
      var row: [String: Any] = [
        "relation": words["relation." + own[0].relation], "name": cards[key]?.name ?? own[0].document,
        "href": link(own[0].document, own[0].quote, root),
      ]
      if new.contains(key) { row["new"] = true }
      if order.count > 1 {
        row["pieces"] = own.map { piece -> [String: Any] in
          [
            "words": Wording.pieces(piece.text, against: quote.text).map { part -> [String: Any] in
              ["text": part.text, "other": part.other]
            }
          ]
        }
      }
      return row
    }
    var row: [String: Any] = ["text": Self.said(quote.text), "variants": variants]
    if variants.count == 1 { row["single"] = variants[0] }
    return row
  }

  /// Each day that the articles name, with the first sentence that does so.
  private func timeline(_ story: CorpusStory, root: String) -> [[String: Any]] {
    var days: [String: [String: Any]] = [:]
    for document in story.documents {
      guard let card = cards[RowKey(document)] else { continue }
      for row in card.days where days[row.day] == nil {
        days[row.day] = [
          "date": row.day, "dateText": words.day(row.day), "text": row.text, "name": card.name,
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

  /// "13 October 2025 – 14 October 2025", one day, or nil where none is known.
  private func range(_ published: [String?]) -> String? {
    let days = published.compactMap { $0.map(words.day) }
    guard let first = days.first, let last = days.last else { return nil }
    return first == last ? first : words.fill(words["dates"], [first, last])
  }
}
