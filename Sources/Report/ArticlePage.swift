import Documents
import Edition

extension Site {
  /// The article's page, and its card for the pages that name it.
  func articlePage(_ id: String, _ article: Article) -> (page: [UInt8], card: Card) {
    let document = article.document
    let root = "../"
    let summary = article.summary.sentences.map {
      (id: article.sentences.sentences[$0.sentence].id, span: $0.span(article.sentences))
    }
    // An article without a headline is known by how its summary begins.
    let title = document.title ?? summary.first.map { Self.beginning(document.text.string($0.span), 90) } ?? id
    let days = isExcerpt ? [] : days(article)
    let card = Card(
      title: title, name: document.outlet ?? Self.beginning(title, 40), hasOutlet: document.outlet != nil,
      published: document.published.map(Self.day), summary: summary.first.map { document.text.string($0.span) } ?? "",
      href: PagePath.article(id), isNew: new.contains(RowKey(id)), days: days)

    let told = storyOf[RowKey(id)]?.summary.filter { $0.document == id }.map(\.sentence) ?? []
    let linked = Set(told + days.map(\.sentence) + summary.map { $0.id })
    let pages = article.entities.entities.map { entity in
      links[RowKey(id, entity.id)].flatMap { entityPages[$0] }.map { root + $0 }
    }
    let text = MarkedText(article, linked: linked, words: words, page: { pages[$0] })
    var values: [String: Any] = [
      "textLanguage": document.language, "id": id,
      "summary": summary.map { ["text": document.text.string($0.span), "anchor": $0.id] },
      "blocks": isExcerpt ? [] : text.blocks(of: document), "hasText": !isExcerpt,
      // What other pages point at in the text is there without it, too.
      "titleAnchors": isExcerpt ? linked.sorted() : text.titleAnchors(of: document),
    ]
    if let outlet = document.outlet { values["name"] = outlet }
    if let byline = document.byline { values["byline"] = byline }
    if let published = document.published {
      values["published"] = Self.day(published)
      values["publishedText"] = words.day(published)
    }
    if let url = document.url, url.hasPrefix("https://") || url.hasPrefix("http://") {
      values["address"] = url
    }
    if let story = storyOf[RowKey(id)], story.documents.count > 1 {
      values["story"] = [
        "href": root + path(of: story), "title": story.title ?? story.id,
        "counts": words.count("articles", story.documents.count),
      ]
    }
    values["quotes"] = article.quotes.quotes.map { quote -> [String: Any] in
      var row: [String: Any] = [
        "text": quote.kind == .indirect ? document.text.string(quote.span) : "“\(document.text.string(quote.span))”",
        "kind": words["kind.\(quote.kind.rawValue)"], "id": quote.id, "rule": quote.rule,
        "name": quote.speaker?.name ?? words["speaker.unknown"], "confidence": Int((quote.confidence * 100).rounded()),
      ]
      if let page = quote.speaker?.entity.flatMap({ pages[$0] }) { row["href"] = page }
      return row
    }
    values["hasQuotes"] = !article.quotes.quotes.isEmpty
    values["names"] = article.entities.entities.enumerated().map { i, entity -> [String: Any] in
      var row: [String: Any] = [
        "name": entity.name, "type": words["type." + entity.type.rawValue], "mentions": entity.mentions.count,
        "more": (entity.aliases.filter { $0 != entity.name } + entity.roles).joined(
          separator: "; "),
      ]
      if let page = pages[i] { row["href"] = page }
      return row
    }
    values["hasNames"] = !article.entities.entities.isEmpty
    let removed = isExcerpt ? [] : document.removed
    values["removed"] = removed.map {
      ["text": $0.text, "reason": $0.reason, "rule": $0.rule]
    }
    values["hasRemoved"] = !removed.isEmpty
    values["removedCount"] = removed.count
    return (page("article", title, root: root, values), card)
  }

  /// Sentences that name a whole day, each once, in the order of the text.
  private func days(_ article: Article) -> [(day: String, sentence: String, text: String)] {
    var seen: Set<Int> = []
    return article.entities.mentions.compactMap { mention in
      guard mention.type == .date, let value = mention.value, Self.isDay(value),
        seen.insert(mention.sentence).inserted
      else { return nil }
      let sentence = article.sentences.sentences[mention.sentence]
      guard article.document.blocks[sentence.block].kind == .paragraph else { return nil }
      return (value, sentence.id, article.document.text.string(sentence.span))
    }
  }

  /// Whether the value is of the form 2025-10-14.
  private static func isDay(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    guard bytes.count == 10 else { return false }
    return bytes.enumerated().allSatisfy { i, byte in
      i == 4 || i == 7
        ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }
}
