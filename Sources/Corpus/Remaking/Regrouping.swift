import Documents

/// The second half: which documents tell one story.
extension Remaking {
  /// Stories as they are now: ids and rows in order of id.
  struct Retold {
    var ids: [String] = []
    var rows: [CorpusFile.Row] = []
  }

  /// What a document is grouped by; nil where its part cannot be read.
  mutating func profile(_ n: Int) -> StoryGrouping.Profile? {
    if let known = profiles[n] { return known }
    profiles[n] = profile(n, documents.entities[n], entities)
    return profiles[n]
  }

  /// The same where its names are these entities.
  mutating func profile(
    _ n: Int, _ ofName: NumberLists<Int32>.List, _ entities: [CorpusMemory.Entity]
  ) -> StoryGrouping.Profile? {
    guard let kept = keptDocument(n) else { return nil }
    return StoryGrouping.Profile(
      kept.names, entities: ofName.map { $0 < 0 ? nil : entities[Int($0)].id }, words: kept.words,
      day: kept.published.map { String($0.prefix(10)) }, kept.language,
      corpus.languages[kept.language] ?? corpus.fallback)
  }

  // MARK: Pairs

  /// Finds the pairs of documents that are touched, and of those for which a word has become common or rare.
  mutating func regroup() -> Bool {
    guard let changed = takeStoryKeys() else { return false }
    let storyKeys = documents.storyKeys
    var isMoved = touched
    markFlipped(Postings(storyKeys, changed), Postings(old.documents.storyKeys, changed), &isMoved)
    let moved = (0..<documents.count).filter { isMoved[$0] }
    var wanted = KeyMap<Void>()
    for n in moved { for key in storyKeys[n] { _ = wanted.place(key, orAdd: ()) } }
    let postings = Postings(storyKeys, wanted)

    var isLost = [Bool](repeating: false, count: documents.count)
    for edge in old.edges {
      let (a, b) = (Int(newOf[Int(edge.a)]), Int(newOf[Int(edge.b)]))
      if a >= 0, b >= 0, !isMoved[a], !isMoved[b] {
        edges.append(.init(a: Int32(a), b: Int32(b), value: edge.value))
      } else {
        if a >= 0 { isLost[a] = true }
        if b >= 0 { isLost[b] = true }
      }
    }
    var shared = [Int32](repeating: 0, count: documents.count)
    var table = LikenessTable(documents.count, window: corpus.options.storyWindow)
    var met: [Int] = []
    for d in moved {
      guard enter(d, &table) else { return false }
      table.take(d)
      met.removeAll(keepingCapacity: true)
      shared.withUnsafeMutableBufferPointer { shared in
        shared.update(repeating: 0)
        for key in storyKeys[d] {
          // Only the first documents of a key are found by it, and find others.
          postings.first(StoryGrouping.commonKey + 1, of: wanted.place(key)!) { list in
            guard let last = list.last, Int32(d) <= last else { return }
            for other in list {
              if shared[Int(other)] == StoryGrouping.leastShared - 1 { met.append(Int(other)) }
              shared[Int(other)] += 1
            }
          }
        }
      }
      // A pair of two that moved is looked at once.
      for other in met where other != d && !(isMoved[other] && other < d) && areNear(d, other) {
        let (a, b) = (min(d, other), max(d, other))
        guard enter(other, &table) else { return false }
        if let value = table.likeness(other) {
          edges.append(.init(a: Int32(a), b: Int32(b), value: value))
        }
      }
    }
    for d in moved { isLost[d] = true }
    dirty = isLost
    return true
  }

  /// Puts the keys of touched documents into the table; gives those that some document has now and had not, or had and has not,
  /// nil where a document's part cannot be read.
  private mutating func takeStoryKeys() -> KeyMap<Void>? {
    var changed = KeyMap<Void>()
    var keys = NumberLists<UInt64>()
    // Lists that stand one behind the other go over in one piece.
    var piece = 0..<0
    for n in 0..<documents.count {
      guard touched[n] else {
        piece = (piece.isEmpty ? n : piece.lowerBound)..<(n + 1)
        continue
      }
      keys.append(piece, of: documents.storyKeys)
      piece = 0..<0
      guard let own = profile(n)?.keys else { return nil }
      keys.append(own)
      let before = oldOf[n] >= 0 ? Set(old.documents.storyKeys[Int(oldOf[n])]) : []
      for key in before.symmetricDifference(own) { _ = changed.place(key, orAdd: ()) }
    }
    keys.append(piece, of: documents.storyKeys)
    documents.storyKeys = keys
    for o in former { for key in old.documents.storyKeys[o] { _ = changed.place(key, orAdd: ()) } }
    return changed
  }

  /// Sees that the table holds a document; false where its part cannot be read.
  private mutating func enter(_ n: Int, _ table: inout LikenessTable) -> Bool {
    if table.holds(n) { return true }
    guard let profile = profile(n) else { return false }
    table.add(n, profile)
    return true
  }

  private func areNear(_ a: Int, _ b: Int) -> Bool {
    func day(_ n: Int) -> Int? { documents.rows[n].day == .min ? nil : Int(documents.rows[n].day) }
    return StoryGrouping.areNear(day(a), day(b), corpus.options.storyWindow)
  }

  /// A key finds the documents before one as long as few of them have it. Where that is otherwise now than it was, the
  /// document's pairs are found anew.
  private func markFlipped(_ now: Postings, _ was: Postings, _ isMoved: inout [Bool]) {
    for key in 0..<now.count {
      let (list, before) = (now[key], was[key])
      guard max(list.count, before.count) > StoryGrouping.commonKey else { continue }
      var rank: [Int32: Int] = [:]
      for (i, o) in before.enumerated() { rank[o] = i }
      for (i, n) in list.enumerated() {
        guard let old = rank[oldOf[Int(n)]] else { continue }
        if (i <= StoryGrouping.commonKey) != (old <= StoryGrouping.commonKey) { isMoved[Int(n)] = true }
      }
    }
  }

  // MARK: Stories

  /// Groups anew what hangs together with a lost or moved pair, and tells the stories that are not what they were.
  ///
  /// `standing`: the file of stories as it stands.
  mutating func retell(_ standing: StandingFile) -> Retold? {
    guard let groups = dirtyGroups(), let starts = CorpusFile.stories.starts(standing, old.storyRows.lengths) else {
      return nil
    }
    var sizes = [Int](repeating: 0, count: old.stories.count)
    for document in old.documents.rows { sizes[Int(document.story)] += 1 }
    /// For each document the story that stands, or -1 and less: the story that is made.
    var isKept = [Bool](repeating: false, count: old.stories.count)
    var inGroup = [Int32](repeating: -1, count: documents.count)
    var toMake: [[Int]] = []
    /// For each of these the row of the story that it is, where only its entities are others.
    var renamed: [(id: String, row: [UInt8])?] = []
    for group in groups {
      let story = oldOf[group[0]] >= 0 ? Int(old.documents.rows[Int(oldOf[group[0]])].story) : -1
      let isSame =
        story >= 0 && sizes[story] == group.count
        && group.allSatisfy { oldOf[$0] >= 0 && Int(old.documents.rows[Int(oldOf[$0])].story) == story }
      if isSame, !group.contains(where: { touched[$0] }) { continue }
      for n in group { inGroup[n] = Int32(toMake.count) }
      toMake.append(group)
      let row = isSame ? standing.read(starts[story]..<(starts[story] + Int(old.storyRows.lengths[story]))) : nil
      renamed.append(row.flatMap { self.renamed(group, $0) }.map { (old.stories[story], $0) })
    }
    for n in 0..<documents.count where inGroup[n] < 0 {
      guard oldOf[n] >= 0 else { return nil }
      isKept[Int(old.documents.rows[Int(oldOf[n])].story)] = true
    }
    // None of a story that stands may be in another one now.
    for n in 0..<documents.count where inGroup[n] >= 0 && oldOf[n] >= 0 {
      if isKept[Int(old.documents.rows[Int(oldOf[n])].story)] { return nil }
    }
    guard let told = tell(toMake.indices.filter { renamed[$0] == nil }.map { toMake[$0] }) else { return nil }
    var next = told.makeIterator()
    let made = renamed.map { $0 ?? next.next()! }
    var order: [(id: String, row: CorpusFile.Row, old: Int, made: Int)] = []
    for (s, id) in old.stories.enumerated() where isKept[s] { order.append((id, .standing(s), s, -1)) }
    for (m, story) in made.enumerated() { order.append((story.id, .made(story.row), -1, m)) }
    order.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    var ofOld = [Int32](repeating: -1, count: old.stories.count)
    var ofMade = [Int32](repeating: -1, count: made.count)
    for (i, story) in order.enumerated() {
      if story.old >= 0 { ofOld[story.old] = Int32(i) } else { ofMade[story.made] = Int32(i) }
    }
    for n in 0..<documents.count {
      documents.rows[n].story =
        inGroup[n] >= 0 ? ofMade[Int(inGroup[n])] : ofOld[Int(old.documents.rows[Int(oldOf[n])].story)]
    }
    let retold = Retold(ids: order.map(\.id), rows: order.map(\.row))
    markUtterances(inGroup, retold)
    return retold
  }

  private mutating func dirtyGroups() -> [[Int]]? {
    var parent = Array(0..<documents.count)
    func root(_ i: Int) -> Int {
      var i = i
      while parent[i] != i {
        parent[i] = parent[parent[i]]
        i = parent[i]
      }
      return i
    }
    for edge in edges {
      let (a, b) = (root(Int(edge.a)), root(Int(edge.b)))
      if a != b { parent[max(a, b)] = min(a, b) }
    }
    let roots = Set((0..<documents.count).filter { dirty[$0] }.map(root))
    var sets: [Int: [Int]] = [:]
    for n in 0..<documents.count {
      let top = root(n)
      if roots.contains(top) { sets[top, default: []].append(n) }
    }
    var pairs: [Int: [CorpusMemory.Edge]] = [:]
    for edge in edges {
      let top = root(Int(edge.a))
      if roots.contains(top) { pairs[top, default: []].append(edge) }
    }
    var groups: [[Int]] = []
    for top in roots.sorted() {
      let set = sets[top]!
      if set.count == 1 {
        groups.append(set)
        continue
      }
      var place: [Int32: Int] = [:]
      var some: [StoryGrouping.Profile] = []
      for n in set {
        guard let profile = profile(n) else { return nil }
        place[Int32(n)] = some.count
        some.append(profile)
      }
      let grouping = StoryGrouping(profiles: some, window: corpus.options.storyWindow)
      let own = StoryGrouping.inOrder(
        (pairs[top] ?? []).map { (a: place[$0.a]!, b: place[$0.b]!, value: $0.value) })
      groups += grouping.run(own).map { $0.map { set[$0] } }
    }
    return groups
  }

  /// What stories tell of a document, as it was put away; nil where it is to be read from its artifacts.
  private func toldBefore(_ n: Int) -> DocumentDigest? {
    guard let bytes = part(documents.rows[n].telling) else { return nil }
    return DocumentDigest(packed: bytes, members[n].fingerprint)
  }

  /// The stories of these groups.
  private mutating func tell(_ groups: [[Int]]) -> [(id: String, row: [UInt8])]? {
    let all = groups.flatMap(\.self).sorted()
    for n in all where digests[n] == nil { digests[n] = toldBefore(n) }
    let missing = all.filter { digests[$0] == nil }
    for (n, digest) in zip(missing, digestsAt(missing)) {
      guard let digest else { return nil }
      digests[n] = digest
    }
    var profiles: [StoryGrouping.Profile] = []
    var place: [Int: Int] = [:]
    for (d, n) in all.enumerated() {
      place[n] = d
      guard digests[n]!.names.count == documents.entities[n].count, let profile = profile(n) else { return nil }
      profiles.append(profile)
    }
    let (local, ofName) = localEntities(all)
    let some = all.map { digests[$0]! }
    let stories = Stories(
      digests: some, entities: local, entityOfName: ofName, languages: some.map(corpus.language),
      options: corpus.options)
    let json = CorpusJSON(digests: some, entities: local)
    return groups.map { group in
      let story = stories.make(group.map { place[$0]! }, profiles)
      var w = JSONWriter(reserving: 4096)
      json.story(&w, story)
      return (story.id, w.bytes)
    }
  }
}

/// The documents of each of some keys, in order; a key is its place in the map of those that are wanted.
private struct Postings {
  private var starts: [Int32]
  private var documents: [Int32]

  var count: Int { starts.count - 1 }

  init(_ lists: NumberLists<UInt64>, _ wanted: KeyMap<Void>) {
    var some = KeySet()
    for key in wanted.keys { some.insert(key) }
    var found: [(key: Int32, document: Int32)] = []
    starts = [Int32](repeating: 0, count: wanted.count + 1)
    for d in 0..<lists.count {
      for i in lists.range(d) where some.mayContain(lists.values[i]) {
        guard let key = wanted.place(lists.values[i]) else { continue }
        found.append((Int32(key), Int32(d)))
        starts[key + 1] += 1
      }
    }
    for key in 0..<wanted.count { starts[key + 1] += starts[key] }
    var next = starts
    documents = [Int32](repeating: 0, count: found.count)
    for (key, document) in found {
      documents[Int(next[Int(key)])] = document
      next[Int(key)] += 1
    }
  }

  /// The first documents of a key, at most `limit`, while `body` looks at them.
  func first(_ limit: Int, of key: Int, _ body: (UnsafeBufferPointer<Int32>) -> Void) {
    documents.withUnsafeBufferPointer { all in
      let start = Int(starts[key])
      body(UnsafeBufferPointer(rebasing: all[start..<min(start + limit, Int(starts[key + 1]))]))
    }
  }

  subscript(key: Int) -> ArraySlice<Int32> { documents[Int(starts[key])..<Int(starts[key + 1])] }
}
