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
    let first = first(documents)
    story.id = "S" + StableIDs.base32(ContentKey.of(digests[first].id))
    let language = languages[first]

    story.entities = mentioned(documents)
    story.copies = documents.count > 1 ? copies(documents) : []

    // One of the copies speaks for all.
    let silent = Set(story.copies.flatMap { $0.dropFirst() })
    let telling = documents.filter { !silent.contains($0) }
    // The most typical document first: of two that say the same, its sentence is taken.
    let central = Self.mostTypical(telling) { profiles[$0] }
    let choices = language.summarizer.summarize(central.map { digests[$0].sentences }, budget: options.storySummary)
    story.summary = inOrder(choices.map { (central[$0.document], $0.sentence, $0.score) })
    story.title =
      central.lazy.compactMap { digests[$0].title }.first
      ?? story.summary.first.map { digests[$0.document].sentences[$0.sentence].text } ?? digests[first].id
    if documents.count > 1 {
      story.differences =
        spellings(documents, story.entities)
        + Differences.numbers(documents, digests, language) + Differences.dates(documents, digests, language)
    }
    return story
  }

  /// The document that told it first.
  private func first(_ documents: [Int]) -> Int {
    documents.min { a, b in
      let (p, q) = (digests[a].published ?? "~", digests[b].published ?? "~")
      return p != q ? p < q : NumberedOrder.precedes(digests[a].id, digests[b].id)
    }!
  }

  /// The entities of a story, most mentioned first.
  func mentioned(_ documents: [Int]) -> [Int] {
    var mentions: [Int: Int] = [:]
    for d in documents {
      for (n, entity) in entityOfName[d].enumerated() where entity >= 0 {
        mentions[entity, default: 0] += digests[d].names[n].mentions
      }
    }
    return mentions.keys.sorted { mentions[$0]! != mentions[$1]! ? mentions[$0]! > mentions[$1]! : $0 < $1 }
  }

  /// Which of these entities the documents spell differently.
  func spellings(_ documents: [Int], _ mentioned: [Int]) -> [Differences.Difference] {
    guard documents.count > 1 else { return [] }
    return Differences.spellings(documents, digests, mentioned.map { entities[$0] }, languages[first(documents)])
  }

  /// Documents by their likeness to the others, most alike first.
  static func mostTypical(_ documents: [Int], _ profile: (Int) -> StoryGrouping.Profile) -> [Int] {
    var likeness: [Int: Float] = [:]
    let profiles = documents.map(profile)
    for (a, own) in zip(documents, profiles) {
      var sum: Float = 0
      for other in profiles {
        sum += StoryGrouping.dot(own.words, other.words)
        sum += StoryGrouping.dot(own.names, other.names)
      }
      likeness[a] = sum
    }
    return documents.sorted { likeness[$0]! != likeness[$1]! ? likeness[$0]! > likeness[$1]! : $0 < $1 }
  }

  /// Groups of documents of which each shares over half of its runs of five words with the first (Broder 1997).
  private func copies(_ documents: [Int]) -> [[Int]] {
    let shingles = documents.map(shingles)
    var groups: [[Int]] = []
    for i in documents.indices where !shingles[i].isEmpty {
      let place = groups.firstIndex { group in
        let other = shingles[group[0]]
        return 2 * Self.shared(shingles[i], other) > min(shingles[i].count, other.count)
      }
      if let place { groups[place].append(i) } else { groups.append([i]) }
    }
    return groups.filter { $0.count > 1 }.map { $0.map { documents[$0] } }
  }

  /// Keys of a document's runs of five words, in order, each once.
  private func shingles(_ d: Int) -> [UInt64] {
    let words = digests[d].sentences.flatMap { languages[d].words($0.text).map(\.key) }
    guard words.count >= 5 else { return [] }
    var keys = (0...(words.count - 5)).map { i in
      // The words are hashes already.
      words[i..<(i + 5)].reduce(0) { ($0 ^ $0 >> 29 ^ $1) &* 0x9e37_79b9_7f4a_7c15 }
    }
    keys.sort()
    var kept = 1
    for key in keys.dropFirst() where key != keys[kept - 1] {
      keys[kept] = key
      kept += 1
    }
    keys.removeLast(keys.count - kept)
    return keys
  }

  /// How many keys are in both of two such lists.
  private static func shared(_ a: [UInt64], _ b: [UInt64]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        (i, j, count) = (i + 1, j + 1, count + 1)
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return count
  }
}
