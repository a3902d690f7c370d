import Documents
import Edition

extension Site {
  /// Stories by how many tell them, then the newest first.
  func frontPage() -> [UInt8] {
    let newest = { (story: CorpusStory) in story.published.compactMap(\.self).max() ?? "" }
    let ordered = edition.stories.enumerated().sorted { a, b in
      let (one, two) = (a.element, b.element)
      if one.documents.count != two.documents.count {
        return one.documents.count > two.documents.count
      }
      return newest(one) != newest(two) ? newest(one) > newest(two) : a.offset < b.offset
    }.map(\.element)
    let shared = ordered.filter { $0.documents.count > 1 }
    let singles = ordered.filter { $0.documents.count == 1 }.compactMap { cards[RowKey($0.documents[0])] }
    let problems = edition.index.documents.filter { $0.status != .ok }
    var values: [String: Any] = [
      "articleCount": cards.count, "sharedCount": shared.count, "stories": shared.map(frontStory),
      "singles": singles.map { card -> [String: Any] in
        var row: [String: Any] = [
          "title": card.title, "name": card.name, "href": card.href, "summary": card.summary,
        ]
        if let published = card.published { row["published"] = published }
        if card.isNew { row["new"] = true }
        return row
      },
      "hasSingles": !singles.isEmpty,
      "problems": problems.map {
        ["source": $0.source, "status": $0.status.rawValue, "message": $0.errorMessage ?? ""]
      },
      "hasProblems": !problems.isEmpty,
    ]
    if let day = edition.stories.flatMap(\.published).compactMap({ $0.map(Self.day) }).max() {
      values["day"] = day
    }
    return page("front", "The morning edition", root: "", values)
  }

  private func frontStory(_ story: CorpusStory) -> [String: Any] {
    // What several outlets print comes first.
    let quotes = (quotesByStory[story.id] ?? []).enumerated().filter {
      edition.quotes[$0.element].speakerName != nil
    }
    .sorted { a, b in
      let (one, two) = (
        edition.quotes[a.element].variants.count, edition.quotes[b.element].variants.count
      )
      return one != two ? one > two : a.offset < b.offset
    }.prefix(3).map { edition.quotes[$0.element] }
    var row: [String: Any] = [
      "title": story.title ?? story.id, "href": path(of: story),
      "articles": articles(story.documents, root: ""),
      "summary": story.summary.prefix(3).map(\.text).joined(separator: " "),
      "quotes": quotes.map { quote -> [String: Any] in
        var row: [String: Any] = ["text": quote.text]
        if let speaker = quote.speakerName {
          row["speaker"] = name(speaker, quote.speakerEntity, root: "")
        }
        var outlets: [String] = []
        for variant in quote.variants {
          let outlet = cards[RowKey(variant.document)]?.name ?? variant.document
          if !outlets.contains(outlet) { outlets.append(outlet) }
        }
        row["outlets"] = outlets.joined(separator: ", ")
        return row
      },
    ]
    if let published = Self.range(story.published) { row["published"] = published }
    if story.documents.contains(where: { new.contains(RowKey($0)) }) { row["new"] = true }
    return row
  }

  /// Every title, name and quote as a row [kind, title, page, more]: JSON that is a script too.
  func searchIndex() -> [UInt8] {
    var w = JSONWriter()
    w.array([0]) { w, _ in
      for row in edition.index.documents {
        guard let card = cards[RowKey(row.id)] else { continue }
        w.array([
          "article", card.title, card.href,
          [card.name, card.published].compactMap(\.self).joined(separator: " · "),
        ]) {
          $0.string($1)
        }
      }
      for entity in edition.entities {
        guard let path = entityPages[entity.id] else { continue }
        w.array([
          entity.type.rawValue, entity.name, path,
          (entity.aliases + entity.roles).joined(separator: "; "),
        ]) {
          $0.string($1)
        }
      }
      for quote in edition.quotes {
        guard let variant = quote.variants.first else { continue }
        w.array([
          "quote", quote.text, link(variant.document, variant.quote, ""), quote.speakerName ?? "",
        ]) { $0.string($1) }
      }
    }
    var bytes = Array("const nightdeskIndex = ".utf8)
    bytes += w.finish()
    return bytes
  }
}
