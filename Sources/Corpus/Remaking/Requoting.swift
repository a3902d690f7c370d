import Documents

/// Who said what, where the speaker or the story of an utterance is no longer what it was.
extension Remaking {
  /// Speakers and stories of which an utterance came, went, moved, or tells another story now.
  mutating func markUtterances(_ inGroup: [Int32], _ stories: Retold) {
    func mark(_ table: DocumentTable, _ document: Int, _ entities: [CorpusMemory.Entity], _ stories: [String]) {
      let story = stories[Int(table.rows[document].story)]
      for u in table.speakers[document].indices {
        if let speaker = table.speaker(document, u) {
          dirtySpeakers.insert(entities[speaker].key)
        } else {
          dirtyStories.insert(story)
        }
      }
    }
    for o in former { mark(old.documents, o, old.entities, old.stories) }
    for n in changed { mark(documents, n, entities, stories.ids) }
    for n in 0..<documents.count where oldOf[n] >= 0 && (touched[n] || inGroup[n] >= 0) {
      let before = Int(oldOf[n])
      let (was, now) = (
        old.stories[Int(old.documents.rows[before].story)], stories.ids[Int(documents.rows[n].story)]
      )
      for u in documents.speakers[n].indices {
        let a = old.documents.speaker(before, u).map { old.entities[$0] }
        let b = documents.speaker(n, u).map { entities[$0] }
        if let a, let b, a.id == b.id, was == now { continue }
        if let a { dirtySpeakers.insert(a.key) } else { dirtyStories.insert(was) }
        if let b { dirtySpeakers.insert(b.key) } else { dirtyStories.insert(now) }
      }
    }
  }

  /// Compares the utterances of the marked speakers and stories, and puts their records between those that stand.
  mutating func requote(_ stories: Retold) -> (records: [CorpusMemory.Record], rows: [CorpusFile.Row])? {
    guard let (made, fresh) = comparedAnew(stories) else { return nil }
    // Those that were linked anew, and are whom they were.
    var entityOfID: [String: Int32] = [:]
    for (i, row) in entityRows.enumerated() { if case .made = row { entityOfID[entities[i].id] = Int32(i) } }
    var storyOfID: [String: Int32] = [:]
    for (i, id) in stories.ids.enumerated() { storyOfID[id] = Int32(i) }
    var records: [CorpusMemory.Record] = []
    var rows: [CorpusFile.Row] = []
    var m = 0
    func add(until limit: (Int32, Int32)?) {
      while m < made.count {
        if let limit, (made[m].document, made[m].utterance) > limit { break }
        records.append(made[m])
        rows.append(.made(fresh[m]))
        m += 1
      }
    }
    for (o, record) in old.records.enumerated() {
      var moved = record
      if record.block >= 0 {
        let place = Int(record.block)
        guard !dirtySpeakers.contains(old.entities[place].key) else { continue }
        guard let block = entityNow[place] >= 0 ? entityNow[place] : entityOfID[old.entities[place].id] else {
          return nil
        }
        moved.block = block
      } else {
        let id = old.stories[Int(-1 - record.block)]
        guard !dirtyStories.contains(id) else { continue }
        guard let block = storyOfID[id] else { return nil }
        moved.block = -1 - block
      }
      moved.document = newOf[Int(record.document)]
      guard moved.document >= 0 else { return nil }
      add(until: (moved.document, moved.utterance))
      records.append(moved)
      rows.append(.standing(o))
    }
    add(until: nil)
    // Twins would be numbered, and one that stands might get another number.
    var keys: KeyMap<Void> = [:]
    keys.reserveCapacity(records.count)
    for record in records { _ = keys.place(record.key, orAdd: ()) }
    guard keys.count == records.count else { return nil }
    return (records, rows)
  }

  private mutating func comparedAnew(_ stories: Retold) -> ([CorpusMemory.Record], [[UInt8]])? {
    var reduced: [DocumentDigest] = []
    var storyOf: [Int] = []
    /// For each digest its document, and for each of its utterances the place among the document's.
    var places: [(document: Int, utterances: [Int])] = []
    let isDirty = stories.ids.map(dirtyStories.contains)
    for n in 0..<documents.count {
      let isInDirtyStory = isDirty[Int(documents.rows[n].story)]
      let some = documents.speakers[n].indices.filter { u in
        if let speaker = documents.speaker(n, u) { return dirtySpeakers.contains(entities[speaker].key) }
        return isInDirtyStory
      }
      guard !some.isEmpty else { continue }
      guard let kept = keptDocument(n) else { return nil }
      reduced.append(
        DocumentDigest(
          id: members[n].id, language: kept.language, published: kept.published, names: kept.names,
          utterances: some.map { kept.utterances[$0] }))
      storyOf.append(Int(documents.rows[n].story))
      places.append((n, some))
    }
    let (local, ofName) = localEntities(places.map(\.document))
    let records = QuoteRecords.run(
      reduced, entityOfName: ofName, storyOf: storyOf, window: corpus.options.storyWindow,
      reduced.map(corpus.language))
    let json = CorpusJSON(digests: reduced, entities: local)
    var ids = StableIDs(prefix: "Q")
    var made: [CorpusMemory.Record] = []
    var rows: [[UInt8]] = []
    for record in records {
      var w = JSONWriter(reserving: 1024)
      json.quote(&w, record, story: stories.ids[storyOf[record.variants[0].document]], &ids)
      rows.append(w.bytes)
      var row = Corpus.record(record, reduced) { d, u in
        let n = places[d].document
        let speaker = documents.speaker(n, places[d].utterances[u])
        return speaker.map(Int32.init) ?? -1 - documents.rows[n].story
      }
      row.utterance = Int32(places[Int(row.document)].utterances[Int(row.utterance)])
      row.document = Int32(places[Int(row.document)].document)
      made.append(row)
    }
    return (made, rows)
  }
}
