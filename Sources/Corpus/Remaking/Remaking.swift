import Documents

extension Corpus {
  /// The files of corpus/ as `run` gives them, of which only that is made anew of which a member changed.
  ///
  /// `members` in byte order of their ids; `digests` gives those of the members at some places, nil where one cannot be
  /// read; `memory` and `standing`, which is asked for each file once, are what the last run left, under the same options and
  /// languages; `part` gives what was put away at a place.
  public func remake(
    _ members: [CorpusMember], _ memory: CorpusMemory?, _ standing: (CorpusFile) -> StandingFile?,
    digests: @escaping ([Int]) -> [DocumentDigest?], part: @escaping (CorpusMemory.Place) -> [UInt8]?
  ) -> Remade {
    if let memory, options.decisions.isEmpty, options.storiesBy == .content {
      var remaking = Remaking(self, members, memory, digests, part)
      if let remade = remaking.run(standing) { return remade }
    }
    var whole: [DocumentDigest] = []
    var fingerprints: [UInt64] = []
    for (digest, member) in zip(digests(Array(members.indices)), members) {
      guard let digest else { continue }
      whole.append(digest)
      fingerprints.append(member.fingerprint)
    }
    var remade = make(whole, keeping: fingerprints).remade
    // A document that cannot be read is missing in the table: the next run makes everything, too.
    if whole.count != members.count { remade.memory = nil }
    return remade
  }
}

/// Remakes what a few changed documents reach: names that share keys with theirs, directly or through others; documents
/// whose names have another entity now; pairs that hang on these, and stories that hang on such pairs; the utterances of
/// the speakers and stories that are no longer the same. All else stands as it is, row by row.
///
/// Any doubt ends in nil: then everything is made.
struct Remaking {
  let corpus: Corpus
  let members: [CorpusMember]
  let old: CorpusMemory
  let digestsAt: ([Int]) -> [DocumentDigest?]
  let part: (CorpusMemory.Place) -> [UInt8]?

  /// Places in the old table and in the new, -1 where there is none.
  var newOf: [Int32]
  var oldOf: [Int32]
  var documents = DocumentTable()
  var changed: [Int] = []
  /// Old documents that are gone or are no longer what they were.
  var former: [Int] = []
  var digests: [Int: DocumentDigest] = [:]
  var kept: [Int: KeptDocument] = [:]
  var languageBook: LinkKeyBook

  /// Entities as they are now, and the rows of their file.
  var entities: [CorpusMemory.Entity] = []
  var entityRows: [CorpusFile.Row] = []
  /// Documents whose own content, or the entity of a name of theirs, is not what it was.
  var touched: [Bool]
  /// For each entity of the old table that stands its place in the new, or -1.
  var entityNow: [Int32] = []
  /// Keys of the entities and ids of the stories whose utterances are compared anew.
  var dirtySpeakers = KeySet()
  var dirtyStories: Set<String> = []
  var edges: [CorpusMemory.Edge] = []
  /// Documents whose group may be another one.
  var dirty: [Bool] = []
  var profiles: [StoryGrouping.Profile?]

  init(
    _ corpus: Corpus, _ members: [CorpusMember], _ old: CorpusMemory, _ digests: @escaping ([Int]) -> [DocumentDigest?],
    _ part: @escaping (CorpusMemory.Place) -> [UInt8]?
  ) {
    self.corpus = corpus
    self.members = members
    self.old = old
    digestsAt = digests
    self.part = part
    newOf = [Int32](repeating: -1, count: old.documents.count)
    oldOf = [Int32](repeating: -1, count: members.count)
    touched = [Bool](repeating: false, count: members.count)
    profiles = [StoryGrouping.Profile?](repeating: nil, count: members.count)
    languageBook = LinkKeyBook(corpus.fallback)
  }

  mutating func run(_ standing: (CorpusFile) -> StandingFile?) -> Remade? {
    match()
    // Beyond this it costs as much as everything does.
    guard (changed.count + former.count) * 4 <= members.count, read() else { return nil }
    guard relink(), regroup() else { return nil }
    guard let (stories, storyFile) = retold(standing), let records = requote(stories),
      let entityFile = spliced(.entities, entityRows, standing(.entities), old.entityRows),
      let quoteFile = spliced(.quotes, records.rows, standing(.quotes), old.recordRows)
    else { return nil }
    var remade = Remade(entities: entityFile.file, quotes: quoteFile.file, stories: storyFile.file)
    for rows in [entityRows, stories.rows, records.rows] {
      remade.made += rows.count { if case .made = $0 { true } else { false } }
    }
    var memory = CorpusMemory()
    memory.documents = documents
    memory.entities = entities
    memory.stories = stories.ids
    memory.records = records.records
    memory.edges = edges
    (memory.entityRows, memory.storyRows, memory.recordRows) = (entityFile.rows, storyFile.rows, quoteFile.rows)
    remade.memory = memory
    remade.parts = changed
    remade.packed = { [kept, digests, members] n in
      Remade.Part(kept: kept[n]!.packed(members[n].fingerprint), telling: digests[n]!.packed(members[n].fingerprint))
    }
    return remade
  }

  private mutating func retold(
    _ standing: (CorpusFile) -> StandingFile?
  ) -> (Retold, (file: PatchedFile?, rows: RowList))? {
    guard let file = standing(.stories), let stories = retell(file),
      let whole = spliced(.stories, stories.rows, file, old.storyRows)
    else { return nil }
    return (stories, whole)
  }

  /// The file with its rows as they are now, and what is known of these; no file where it stands as it is.
  private func spliced(
    _ file: CorpusFile, _ rows: [CorpusFile.Row], _ standing: StandingFile?, _ old: RowList
  ) -> (file: PatchedFile?, rows: RowList)? {
    standing.flatMap { file.spliced(rows, $0, old, corpus.rowHash) }
  }

  // MARK: Documents

  /// Finds each member in the old table: both are in byte order of ids.
  private mutating func match() {
    let (ids, rows) = (old.documents.ids, old.documents.rows)
    var o = 0
    ids.values.withUnsafeBytes { bytes in
      for (n, member) in members.enumerated() {
        var id = member.id
        var order = -1
        id.withUTF8 { id in
          while o < rows.count {
            order = ByteOrder.compare(UnsafeRawBufferPointer(rebasing: bytes[ids.range(o)]), UnsafeRawBufferPointer(id))
            guard order < 0 else { break }
            former.append(o)
            o += 1
          }
        }
        guard o < rows.count, order == 0 else {
          changed.append(n)
          continue
        }
        if rows[o].fingerprint == member.fingerprint {
          newOf[o] = Int32(n)
          oldOf[n] = Int32(o)
        } else {
          former.append(o)
          changed.append(n)
        }
        o += 1
      }
    }
    former += o..<rows.count
  }

  /// Reads what changed; all other documents stand in the new table as in the old.
  private mutating func read() -> Bool {
    for (n, digest) in zip(changed, digestsAt(changed)) {
      guard let digest else { return false }
      digests[n] = digest
      kept[n] = KeptDocument(digest, words: StoryGrouping.Profile.words(digest, corpus.language(digest)))
      touched[n] = true
    }
    // Documents that stand one behind the other go over in one piece.
    var piece = 0..<0
    for n in members.indices {
      let o = Int(oldOf[n])
      if o >= 0, o == piece.upperBound {
        piece = piece.lowerBound..<(o + 1)
        continue
      }
      documents.append(piece, of: old.documents)
      piece = o >= 0 ? o..<(o + 1) : 0..<0
      if o < 0 { documents.append(digests[n]!, members[n].fingerprint, [], &languageBook) }
    }
    documents.append(piece, of: old.documents)
    return true
  }

  mutating func keptDocument(_ n: Int) -> KeptDocument? {
    if let known = kept[n] { return known }
    guard let bytes = part(documents.rows[n].kept),
      let document = bytes.withUnsafeBytes({ KeptDocument(packed: $0, members[n].fingerprint) }),
      document.names.count == documents.entities[n].count, document.utterances.count == documents.speakers[n].count
    else { return nil }
    kept[n] = document
    return document
  }

  // MARK: Names

  /// The names that hang together with those of changed documents, by keys; one flag a name.
  private func affectedNames() -> [Int: Set<Int>] {
    var keys = KeySet()
    for o in former { for key in old.documents.keys[o] { keys.insert(key) } }
    for n in changed { for key in documents.keys[n] { keys.insert(key) } }
    var affected: [Int: Set<Int>] = [:]
    var grew = true
    let (lists, names) = (documents.keys, documents.nameOfKey.values)
    while grew {
      grew = false
      for n in 0..<documents.count {
        let range = lists.range(n)
        for i in range where keys.contains(lists.values[i]) {
          guard affected[n, default: []].insert(Int(names[i])).inserted else { continue }
          for j in range where names[j] == names[i] && keys.insert(lists.values[j]) { grew = true }
        }
      }
    }
    return affected
  }

  /// Links the affected names apart from all others, and puts their entities between those that stand.
  private mutating func relink() -> Bool {
    let affected = affectedNames()
    let places = affected.keys.sorted()
    var reduced: [DocumentDigest] = []
    var whole: [[DocumentDigest.Name]] = []
    var names: [[Int]] = []
    var isDropped = [Bool](repeating: false, count: old.entities.count)
    for o in former { for entity in old.documents.entities[o] where entity >= 0 { isDropped[Int(entity)] = true } }
    for n in places {
      guard let kept = keptDocument(n) else { return false }
      let some = affected[n]!.sorted()
      names.append(some)
      reduced.append(DocumentDigest(id: members[n].id, language: kept.language, names: some.map { kept.names[$0] }))
      whole.append(kept.names)
      guard oldOf[n] >= 0 else { continue }
      for name in some where documents.entities[n, name] >= 0 { isDropped[Int(documents.entities[n, name])] = true }
    }
    var linking = EntityLinking(reduced, corpus.fallback, corpus.fallback.overrides) { [corpus, whole] document in
      EntityLinking.company(of: whole[document], corpus.fallback)
    }
    let (made, ofName) = linking.run()
    guard let (ofOld, ofMade) = merge(made, reduced, places, names, isDropped) else { return false }
    entityNow = ofOld
    return assign(ofOld, ofMade, places, names, ofName)
  }

  /// Both lists are in order of name, then of first member; ids are numbered over both.
  private mutating func merge(
    _ made: [CorpusEntity], _ reduced: [DocumentDigest], _ places: [Int], _ names: [[Int]], _ isDropped: [Bool]
  ) -> (ofOld: [Int32], ofMade: [Int32])? {
    var ofOld = [Int32](repeating: -1, count: old.entities.count)
    var ofMade = [Int32](repeating: -1, count: made.count)
    var ids = StableIDs(prefix: "E")
    let json = CorpusJSON(digests: reduced, entities: made)
    func first(_ m: Int) -> (Int, Int) {
      let member = made[m].members[0]
      return (places[member.document], names[member.document][member.name])
    }
    var m = 0
    func add(_ m: Int, _ ids: inout StableIDs) {
      let id = ids.next(made[m].key)
      ofMade[m] = Int32(entities.count)
      let (document, place) = first(m)
      entities.append(
        .init(id: id, key: made[m].key, name: made[m].name, document: Int32(document), place: Int32(place)))
      var w = JSONWriter(reserving: 400)
      json.entity(&w, made[m], id: id)
      entityRows.append(.made(w.bytes))
    }
    for (o, entity) in old.entities.enumerated() where !isDropped[o] {
      let document = Int(newOf[Int(entity.document)])
      guard document >= 0 else { return nil }
      while m < made.count {
        let isBefore =
          made[m].name != entity.name
          ? made[m].name.utf8.lexicographicallyPrecedes(entity.name.utf8)
          : first(m) < (document, Int(entity.place))
        guard isBefore else { break }
        add(m, &ids)
        m += 1
      }
      // A twin came or went: rows that nothing else reaches have another id.
      guard ids.next(entity.key) == entity.id else { return nil }
      ofOld[o] = Int32(entities.count)
      var moved = entity
      moved.document = Int32(document)
      entities.append(moved)
      entityRows.append(.standing(o))
    }
    while m < made.count {
      add(m, &ids)
      m += 1
    }
    return (ofOld, ofMade)
  }

  /// Gives each name its entity, and sees for which documents that is another one than it was.
  private mutating func assign(
    _ ofOld: [Int32], _ ofMade: [Int32], _ places: [Int], _ names: [[Int]], _ ofName: [[Int]]
  ) -> Bool {
    var isInOrder: [Int: Bool] = [:]
    for i in documents.entities.values.indices where documents.entities.values[i] >= 0 {
      documents.entities.values[i] = ofOld[Int(documents.entities.values[i])]
    }
    for (r, n) in places.enumerated() {
      for (i, name) in names[r].enumerated() {
        let entity = ofMade[ofName[r][i]]
        documents.entities[n, name] = entity
        guard oldOf[n] >= 0 else { continue }
        let before = Int(old.documents.entities[Int(oldOf[n]), name])
        let (now, was) = (entities[Int(entity)], old.entities[before])
        if now.id != was.id || !now.name.utf8.elementsEqual(was.name.utf8) {
          touched[n] = true
          dirtySpeakers.insert(now.key)
          dirtySpeakers.insert(was.key)
        } else {
          let key = Int(entity)
          let isSame = isInOrder[key] ?? (twins(key, entities) == twins(before, old.entities))
          isInOrder[key] = isSame
          if !isSame { touched[n] = true }
        }
      }
    }
    // Every name that is linked has an entity again.
    return (0..<documents.count).allSatisfy { n in
      documents.nameOfKey.range(n).allSatisfy { documents.entities[n, Int(documents.nameOfKey.values[$0])] >= 0 }
    }
  }

  /// The ids of all entities of one name, in order: it decides which of two stands first in a story.
  private func twins(_ entity: Int, _ entities: [CorpusMemory.Entity]) -> [String] {
    let name = entities[entity].name
    var first = entity
    while first > 0, entities[first - 1].name == name { first -= 1 }
    return entities[first...].prefix { $0.name == name }.map(\.id)
  }
}

/// A set of keys that says quickly that most are not in it.
struct KeySet {
  private var keys: Set<UInt64> = []
  private var bits = [UInt64](repeating: 0, count: 1 << 10)

  @discardableResult
  mutating func insert(_ key: UInt64) -> Bool {
    bits[Int(key >> 6 & 1023)] |= 1 << (key & 63)
    return keys.insert(key).inserted
  }

  func contains(_ key: UInt64) -> Bool { mayContain(key) && keys.contains(key) }

  /// False of most keys that are not in it.
  func mayContain(_ key: UInt64) -> Bool { bits[Int(key >> 6 & 1023)] & 1 << (key & 63) != 0 }
}
