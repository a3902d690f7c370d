import Documents
import Summaries

/// Documents that tell one story, with what is told.
struct Story: Sendable {
  var id = ""
  var title = ""
  /// Indices of digests, in order of id.
  var documents: [Int]
  /// Indices of corpus entities, most mentioned first.
  var entities: [Int] = []
  var summary: [(document: Int, sentence: Int, score: Double)] = []
  var differences: [Differences.Difference] = []
  /// Groups of documents that print one text.
  var copies: [[Int]] = []
  /// What an editor decided about it.
  var corrections: [CorrectionRecord] = []
}

/// Makes the stories: groups, titles, summaries, differences, copies.
struct Stories {
  let digests: [DocumentDigest]
  let entities: [CorpusEntity]
  let entityOfName: [[Int]]
  let languages: [CorpusLanguage]
  let options: CorpusOptions
  /// Pairs of documents that may be one story's, where they were found elsewhere.
  var pairs: [(a: Int, b: Int)]?

  /// In order of id; and the story of each digest.
  func run() -> (stories: [Story], storyOf: [Int]) {
    let grouped = group()
    return tell(grouped.groups, grouped.profiles)
  }

  /// Which documents tell one story, with what that was judged by; no edges where somebody else grouped them.
  func group() -> (groups: [[Int]], profiles: [StoryGrouping.Profile], edges: [StoryGrouping.Edge]?) {
    let profiles = digests.indices.map { d in
      StoryGrouping.Profile(digests[d], entities: entityOfName[d].map { $0 < 0 ? nil : entities[$0].id }, languages[d])
    }
    let orders = StoryOrders(options.decisions, digests.map(\.id))
    switch options.storiesBy {
    case .content:
      let grouping = StoryGrouping(profiles: profiles, window: options.storyWindow, orders: orders, pairs: pairs)
      let edges = grouping.edges()
      return (grouping.run(edges), profiles, edges)
    case .folder: return (orders.applied(to: byFolder()), profiles, nil)
    }
  }

  func tell(_ groups: [[Int]], _ profiles: [StoryGrouping.Profile]) -> (stories: [Story], storyOf: [Int]) {
    let orders = StoryOrders(options.decisions, digests.map(\.id))
    var stories = groups.map { make($0, profiles) }
    orders.note(in: &stories, digests)
    stories.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    var storyOf = [Int](repeating: 0, count: digests.count)
    for (s, story) in stories.enumerated() { for d in story.documents { storyOf[d] = s } }
    return (stories, storyOf)
  }

  /// Day by day, on each the leads first; documents without a day as of the first day.
  private func inOrder(
    _ rows: [(document: Int, sentence: Int, score: Double)]
  ) -> [(document: Int, sentence: Int, score: Double)] {
    let days = rows.map { digests[$0.document].day.flatMap(CalendarDay.number) }
    let first = days.compactMap { $0 }.min() ?? 0
    return rows.indices.sorted { a, b in
      let (x, y) = (days[a] ?? first, days[b] ?? first)
      return (x, rows[a].sentence, a) < (y, rows[b].sentence, b)
    }.map { rows[$0] }
  }

  private func byFolder() -> [[Int]] {
    var groups: [String: [Int]] = [:]
    for (d, digest) in digests.enumerated() {
      let folder = digest.id.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(digest.id[..<$0]) } ?? ""
      groups[folder, default: []].append(d)
    }
    return groups.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { groups[$0]! }
  }

  func make(_ documents: [Int], _ profiles: [StoryGrouping.Profile]) -> Story {
    var story = Story(documents: documents)
    // The id comes from the document that told it first: it stays when others are added. Those without a day count as
    // told in the order of their names, numbers by value: people number what comes later higher.
    let first = documents.min { a, b in
      let (p, q) = (digests[a].published ?? "~", digests[b].published ?? "~")
      return p != q ? p < q : NumberedOrder.precedes(digests[a].id, digests[b].id)
    }!
    story.id = "S" + StableIDs.base32(ContentKey.of(digests[first].id))
    let language = languages[first]

    var mentions: [Int: Int] = [:]
    for d in documents {
      for (n, entity) in entityOfName[d].enumerated() where entity >= 0 {
        mentions[entity, default: 0] += digests[d].names[n].mentions
      }
    }
    story.entities = mentions.keys.sorted { mentions[$0]! != mentions[$1]! ? mentions[$0]! > mentions[$1]! : $0 < $1 }
    story.copies = documents.count > 1 ? copies(documents) : []

    // One of the copies speaks for all.
    let silent = Set(story.copies.flatMap { $0.dropFirst() })
    let telling = documents.filter { !silent.contains($0) }
    // The most typical document first: of two that say the same, its sentence is taken.
    let central = mostTypical(telling, profiles)
    let choices = language.summarizer.summarize(central.map { digests[$0].sentences }, budget: options.storySummary)
    story.summary = inOrder(choices.map { (central[$0.document], $0.sentence, $0.score) })
    story.title =
      central.lazy.compactMap { digests[$0].title }.first
      ?? story.summary.first.map { digests[$0.document].sentences[$0.sentence].text } ?? digests[first].id
    if documents.count > 1 {
      story.differences =
        Differences.spellings(documents, digests, entities(of: story), language)
        + Differences.numbers(documents, digests, language) + Differences.dates(documents, digests, language)
    }
    return story
  }

  /// Documents by their likeness to the others, most alike first.
  private func mostTypical(_ documents: [Int], _ profiles: [StoryGrouping.Profile]) -> [Int] {
    var likeness: [Int: Float] = [:]
    for a in documents {
      var sum: Float = 0
      for b in documents {
        sum += StoryGrouping.dot(profiles[a].words, profiles[b].words)
        sum += StoryGrouping.dot(profiles[a].names, profiles[b].names)
      }
      likeness[a] = sum
    }
    return documents.sorted { likeness[$0]! != likeness[$1]! ? likeness[$0]! > likeness[$1]! : $0 < $1 }
  }

  private func entities(of story: Story) -> [CorpusEntity] { story.entities.map { entities[$0] } }

  /// Groups of documents of which each shares over half of its runs of five words with the first (Broder 1997).
  private func copies(_ documents: [Int]) -> [[Int]] {
    var shingles: [Set<UInt64>] = []
    for d in documents {
      let words = digests[d].sentences.flatMap { languages[d].words($0.text).map(\.key) }
      var set: Set<UInt64> = []
      if words.count >= 5 {
        for i in 0...(words.count - 5) {
          var key = ContentKey()
          for word in words[i..<(i + 5)] { key.add(Int(truncatingIfNeeded: word)) }
          set.insert(key.value)
        }
      }
      shingles.append(set)
    }
    var groups: [[Int]] = []
    for i in documents.indices where !shingles[i].isEmpty {
      let place = groups.firstIndex { group in
        let other = shingles[group[0]]
        let shared = shingles[i].intersection(other).count
        return 2 * shared > min(shingles[i].count, other.count)
      }
      if let place { groups[place].append(i) } else { groups.append([i]) }
    }
    return groups.filter { $0.count > 1 }.map { $0.map { documents[$0] } }
  }
}
