import Documents
import Edition

/// How many days the front page looks back, and from which day.
struct NewsWindow: Sendable {
  /// The first day that is news; nil: all are.
  private let first: Int?

  /// Days count back from `asOf` or, where it names none, from the newest day of `stories`; no clock is asked.
  init(days: Int, asOf: String, _ stories: [CorpusStory]) {
    guard days > 0 else {
      first = nil
      return
    }
    let newest = stories.lazy.flatMap(\.published).compactMap { $0.map(Site.day).flatMap(CalendarDay.number) }.max()
    first = (CalendarDay.number(asOf) ?? newest).map { $0 - days }
  }

  /// Whether the story ended before; one without a date did not.
  func isBefore(_ story: CorpusStory) -> Bool {
    guard let first, let day = Site.newest(story).map(Site.day).flatMap(CalendarDay.number) else { return false }
    return day < first
  }
}

/// The headlines of all stories: those of the news day by day, earlier ones on a page for each month.
extension Site {
  /// Whether the story is older than what the front page shows.
  func isEarlier(_ story: CorpusStory) -> Bool { window.isBefore(story) }

  /// The headlines of the news, day by day, and the months before.
  func storiesPage() -> [UInt8] {
    let months = earlier.sorted { $0.key > $1.key }.map { month, stories -> [String: Any] in
      [
        "href": PagePath.month(month), "title": name(ofMonth: month), "counts": words.count("headlines", stories.count),
      ]
    }
    let counts = [
      words.count("articles", cards.count), outletCount > 0 ? words.count("outlets", outletCount) : nil,
    ].compactMap(\.self)
    return page(
      "stories", words["page.stories"], root: "",
      [
        "days": days(edition.stories.filter { !isEarlier($0) }, root: ""), "months": months,
        "hasMonths": !months.isEmpty, "counts": counts.joined(separator: " · "),
      ])
  }

  /// The earlier stories by month, as "2026-10".
  var earlier: [String: [CorpusStory]] {
    var months: [String: [CorpusStory]] = [:]
    for story in edition.stories where isEarlier(story) {
      months[String(Self.newest(story)!.prefix(7)), default: []].append(story)
    }
    return months
  }

  func monthPage(_ month: String, _ stories: [CorpusStory]) -> [UInt8] {
    page(
      "stories", words.fill(words["page.month"], [name(ofMonth: month)]), root: "../",
      ["days": days(stories, root: "../"), "hasMonths": false, "counts": words.count("headlines", stories.count)])
  }

  /// "October 2026".
  private func name(ofMonth month: String) -> String {
    "\(words["month." + month.suffix(2)]) \(month.prefix(4))"
  }

  private func days(_ stories: [CorpusStory], root: String) -> [[String: Any]] {
    var days: [String: [CorpusStory]] = [:]
    for story in stories { days[Self.newest(story).map(Self.day) ?? "", default: []].append(story) }
    return days.sorted { $0.key > $1.key }.enumerated().map { i, item -> [String: Any] in
      var row: [String: Any] = [
        "id": "day-\(i)", "dateText": item.key.isEmpty ? words["day.unknown"] : words.day(item.key),
        "stories": item.value.sorted { $0.documents.count > $1.documents.count }.map { headline($0, root: root) },
      ]
      if !item.key.isEmpty { row["date"] = item.key }
      return row
    }
  }

  private func headline(_ story: CorpusStory, root: String) -> [String: Any] {
    // A story told once, of no known outlet, is named by its title already.
    let names = outlets(
      story.documents.filter { cards[RowKey($0)]?.hasOutlet ?? false || story.documents.count > 1 })
    var row: [String: Any] = [
      "title": title(of: story), "href": root + path(of: story),
      "outlets": names.prefix(Room.outlets).joined(separator: " · ")
        + (names.count > Room.outlets ? " " + words.count("more", names.count - Room.outlets) : ""),
    ]
    if story.documents.contains(where: { new.contains(RowKey($0)) }) { row["new"] = true }
    return row
  }
}
