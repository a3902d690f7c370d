import Documents
import Edition

extension Site {
  /// How many of each the front page holds; the others stand on the page of all stories.
  enum Room {
    static let stories = 12
    static let singles = 48
    static let people = 14
    static let outlets = 8
    static let problems = 50
    /// Letters of a quote.
    static let quote = 280
  }

  /// The newest of a story's dates, or nil.
  static func newest(_ story: CorpusStory) -> String? { story.published.compactMap(\.self).max() }

  /// Stories by how many tell them, then the newest first.
  func frontPage() -> [UInt8] {
    let shown = edition.stories.filter { story in
      !isEarlier(story) && story.documents.contains { cards[RowKey($0)] != nil }
    }
    let ordered = shown.enumerated()
      .sorted { a, b in
        let (one, two) = (a.element, b.element)
        if one.documents.count != two.documents.count {
          return one.documents.count > two.documents.count
        }
        let (day, other) = (Self.newest(one) ?? "", Self.newest(two) ?? "")
        return day != other ? day > other : a.offset < b.offset
      }.map(\.element)
    let shared = ordered.prefix { $0.documents.count > 1 }
    let others = shared.dropFirst().prefix(Room.stories)
    let singles = ordered.dropFirst(max(1, shared.count))
    var values: [String: Any] = [
      "counts": [
        words.count("articles", cards.count), outletCount > 0 ? words.count("outlets", outletCount) : nil,
        words.count("stories", shared.count),
      ].compactMap(\.self).joined(separator: " · "),
      "stories": others.map { frontStory($0, quotes: 1) }, "hasStories": !others.isEmpty,
      "singles": singles.prefix(Room.singles).compactMap(brief), "hasSingles": !singles.isEmpty,
    ]
    if let lead = ordered.first { values["lead"] = frontStory(lead, quotes: 3) }
    if let day = ordered.compactMap(Self.newest).max() {
      values["day"] = Self.day(day)
      values["dayText"] = words.day(day)
    }
    if !new.isEmpty { values["newCount"] = words.count("new", new.count) }
    if singles.count > Room.singles || shared.count > Room.stories + 1 || shown.count < edition.stories.count {
      values["allStories"] = words["page.stories"]
    }
    let people = byWeight.prefix(Room.people).map { row in
      var value = name(row.entity.name, row.entity.id, root: "")
      if let role = row.entity.roles.first { value["roles"] = role }
      value["counts"] = [
        row.quotes > 0 ? words.count("quotes", row.quotes) : nil, words.count("articles", row.entity.documents.count),
      ].compactMap(\.self).joined(separator: ", ")
      return value
    }
    values["people"] = people
    values["hasPeople"] = !people.isEmpty
    let problems = edition.index.documents.filter { $0.status != .ok }
    values["problems"] = problems.prefix(Room.problems).map {
      ["source": $0.source, "status": words["status." + $0.status.rawValue], "message": $0.errorMessage ?? ""]
    }
    values["hasProblems"] = !problems.isEmpty
    if problems.count > Room.problems {
      values["moreProblems"] = words.count("more", problems.count - Room.problems)
    }
    return page("front", words["page.front"], root: "", values)
  }

  var outletCount: Int { Set(cards.values.filter(\.hasOutlet).map(\.name)).count }

  private func brief(_ story: CorpusStory) -> [String: Any]? {
    guard let card = story.documents.first.flatMap({ cards[RowKey($0)] }) else { return nil }
    var row: [String: Any] = ["title": card.title, "href": card.href, "deck": card.summary]
    if card.hasOutlet { row["outlet"] = card.name }
    if let published = card.published {
      row["published"] = published
      row["publishedText"] = words.day(published)
    }
    if card.isNew { row["new"] = true }
    return row
  }

  private func frontStory(_ story: CorpusStory, quotes room: Int) -> [String: Any] {
    var row: [String: Any] = [
      "title": title(of: story), "href": path(of: story),
      "articles": articles(story.documents.prefix(Room.outlets), root: ""),
      "rest": story.summary.dropFirst().prefix(4).map { ["text": $0.text] },
      "kicker": [countOfOutlets(story.documents), Self.newest(story).map(words.day)].compactMap(\.self)
        .joined(separator: " · "),
    ]
    if let first = story.summary.first { row["deck"] = first.text }
    if story.documents.count > Room.outlets { row["more"] = words.count("more", story.documents.count - Room.outlets) }
    if story.documents.contains(where: { new.contains(RowKey($0)) }) { row["new"] = true }
    let voices = voices(of: story, room)
    row["quotes"] = voices
    if !voices.isEmpty { row["voices"] = ["quotes": voices] }
    return row
  }

  /// What several outlets print comes first, and of one speaker only one.
  private func voices(of story: CorpusStory, _ room: Int) -> [[String: Any]] {
    let quotes = (quotesByStory[story.id] ?? []).map { edition.quotes[$0] }.filter { $0.speakerName != nil }
      .enumerated()
      .sorted { a, b in
        let (one, two) = (outlets(a.element.variants.map(\.document)), outlets(b.element.variants.map(\.document)))
        return one.count != two.count ? one.count > two.count : a.offset < b.offset
      }.map(\.element)
    var speakers: Set<String> = []
    let whole = quotes.filter { $0.text.utf8.count >= Self.wholeQuote }
    return whole.filter { speakers.insert($0.speakerEntity ?? $0.speakerName!).inserted }.prefix(room).map { quote in
      var row: [String: Any] = ["text": Self.beginning(Self.said(quote.text), Room.quote)]
      row["speaker"] = name(quote.speakerName!, quote.speakerEntity, root: "")
      if isNew(quote) { row["new"] = true }
      row["outlets"] = outlets(quote.variants.map(\.document)).joined(separator: " · ")
      return row
    }
  }

  /// A story's headline; its id where it has none.
  func title(of story: CorpusStory) -> String {
    story.title ?? story.documents.first.flatMap { cards[RowKey($0)]?.title } ?? story.id
  }
}
