import Documents

/// A document of the corpus: its id, and a number that is another when anything that the corpus reads of it is.
public struct CorpusMember: Sendable {
  public var id: String
  public var fingerprint: UInt64

  public init(id: String, fingerprint: UInt64) {
    self.id = id
    self.fingerprint = fingerprint
  }
}

/// What a run over all documents came to.
public struct Remade: Sendable {
  /// The files; nil where what stands there is what would be written.
  public var entities: PatchedFile?
  public var quotes: PatchedFile?
  public var stories: PatchedFile?
  public subscript(file: CorpusFile) -> PatchedFile? {
    switch file {
    case .entities: entities
    case .quotes: quotes
    case .stories: stories
    }
  }

  /// For the next run; nil where it is to make everything.
  public var memory: CorpusMemory?
  /// Documents whose parts are to be put away, by their index in the memory, and what gives these.
  public var parts: [Int] = []
  public var packed: @Sendable (Int) -> Part = { _ in Part(kept: [], telling: []) }
  /// Rows that were made, of all.
  public var made = 0

  /// What is put away of a document: what it is linked and grouped by, and what its story tells of it.
  public struct Part: Sendable {
    public var kept: [UInt8]
    public var telling: [UInt8]
  }
}

extension Corpus {
  /// Everything from nothing. `fingerprints`: of each digest, where the next run is to remake only what changed.
  func make(_ digests: [DocumentDigest], keeping fingerprints: [UInt64]?) -> (
    artifacts: CorpusArtifacts, remade: Remade
  ) {
    let each = digests.map(language)
    var linking = EntityLinking(digests, fallback, fallback.overrides)
    let (entities, ofName) = linking.run()
    let telling = Stories(
      digests: digests, entities: entities, entityOfName: ofName, languages: each, options: options)
    let grouped = telling.group()
    let (stories, storyOf) = telling.tell(grouped.groups, grouped.profiles)
    let records = QuoteRecords.run(
      digests, entityOfName: ofName, storyOf: storyOf, window: options.storyWindow, each)
    let json = CorpusJSON(digests: digests, entities: entities)
    let hash = fingerprints == nil ? nil : rowHash
    let entityFile = CorpusFile.entities.whole(entities.count, reserving: 400, hash) { w, i in
      json.entity(&w, entities[i], id: entities[i].id)
    }
    var ids = StableIDs(prefix: "Q")
    let quoteFile = CorpusFile.quotes.whole(records.count, reserving: 800, hash) { w, i in
      json.quote(&w, records[i], story: stories[storyOf[records[i].variants[0].document]].id, &ids)
    }
    let storyFile = CorpusFile.stories.whole(stories.count, reserving: 2500, hash) { w, i in json.story(&w, stories[i])
    }
    var remade = Remade(
      entities: PatchedFile(entityFile), quotes: PatchedFile(quoteFile), stories: PatchedFile(storyFile))
    remade.made = entities.count + records.count + stories.count
    let artifacts = CorpusArtifacts(entities: entityFile.bytes, quotes: quoteFile.bytes, stories: storyFile.bytes)
    guard let fingerprints, let edges = grouped.edges, options.decisions.isEmpty else { return (artifacts, remade) }

    var memory = CorpusMemory()
    var keys = LinkKeyBook(fallback)
    for (d, digest) in digests.enumerated() {
      memory.documents.append(digest, fingerprints[d], grouped.profiles[d].keys, &keys)
      for (name, entity) in ofName[d].enumerated() { memory.documents.entities[d, name] = Int32(entity) }
      memory.documents.rows[d].story = Int32(storyOf[d])
    }
    remade.parts = Array(digests.indices)
    remade.packed = { d in
      Remade.Part(
        kept: KeptDocument(digests[d], words: grouped.profiles[d].words).packed(fingerprints[d]),
        telling: digests[d].packed(fingerprints[d]))
    }
    memory.entities = entities.map { entity in
      let first = entity.members[0]
      return .init(
        id: entity.id, key: entity.key, name: entity.name, document: Int32(first.document), place: Int32(first.name))
    }
    memory.stories = stories.map(\.id)
    memory.records = records.map { record in
      Self.record(
        record, digests,
        block: { d, u in
          let entity = digests[d].utterances[u].speaker.map { ofName[d][$0] } ?? -1
          return entity >= 0 ? Int32(entity) : -1 - Int32(storyOf[d])
        })
    }
    memory.edges = edges.map { .init(a: Int32($0.a), b: Int32($0.b), value: $0.value) }
    (memory.entityRows, memory.recordRows, memory.storyRows) = (entityFile.rows, quoteFile.rows, storyFile.rows)
    if Set(memory.records.map(\.key)).count == records.count { remade.memory = memory }
    return (artifacts, remade)
  }

  /// Where a record stands: by its utterance that comes first in order of document.
  static func record(
    _ record: QuoteRecord, _ digests: [DocumentDigest], block: (Int, Int) -> Int32
  ) -> CorpusMemory.Record {
    let first = record.variants[0]
    let least = record.variants.min { ($0.document, $0.utterance) < ($1.document, $1.utterance) }!
    var key = ContentKey()
    key.add(digests[first.document].id)
    key.add(digests[first.document].utterances[first.utterance].id)
    return CorpusMemory.Record(
      key: key.value, block: block(least.document, least.utterance), document: Int32(least.document),
      utterance: Int32(least.utterance))
  }
}

/// The keys under which names are linked, as numbers; names that have no other form are looked up once.
struct LinkKeyBook {
  private let language: CorpusLanguage
  private var known: [String: [UInt64]] = [:]

  init(_ language: CorpusLanguage) { self.language = language }

  mutating func keys(_ name: DocumentDigest.Name) -> [UInt64] {
    guard EntityLinking.isLinked(name.type) else { return [] }
    guard name.aliases.isEmpty else { return LinkKeys.all(name, language).map(ContentKey.of) }
    let text = name.type.rawValue + " " + name.name
    if let keys = known[text] { return keys }
    let keys = LinkKeys.all(name, language).map(ContentKey.of)
    known[text] = keys
    return keys
  }
}
