import Documents

/// What a run over all documents leaves for the next one, so that only that is made anew of which a member changed: what each
/// document is found and linked by, and where each row of the files of corpus/ came from.
public struct CorpusMemory: Sendable {
  /// Where a document's own part was put by whoever keeps it.
  public struct Place: Sendable, Hashable, BitwiseCopyable {
    public var offset: Int
    public var length: Int

    public init(offset: Int, length: Int) {
      self.offset = offset
      self.length = length
    }
  }

  struct Entity: Sendable {
    var id = ""
    var key: UInt64 = 0
    var name = ""
    /// Its first member: the index of the document, and of the name in it.
    var document: Int32 = 0
    var place: Int32 = 0
  }

  /// One utterance's record: its first utterance in order of document, and the entity that all of them are compared
  /// under, or -1 and less: the story.
  struct Record: Sendable, BitwiseCopyable {
    var key: UInt64 = 0
    var block: Int32 = 0
    var document: Int32 = 0
    var utterance: Int32 = 0
  }

  struct Edge: Sendable, BitwiseCopyable {
    var a: Int32
    var b: Int32
    var value: Float
  }

  var documents = DocumentTable()
  var entities: [Entity] = []
  var stories: [String] = []
  var records: [Record] = []
  var edges: [Edge] = []
  /// The rows of the three files.
  var entityRows = RowList()
  var storyRows = RowList()
  var recordRows = RowList()

  /// Raised when the form changes: what another version left is not read.
  private static let version = 4

  init() {}

  /// The places of the documents' own parts, in order of document: two of each.
  public var places: [(kept: Place, telling: Place)] {
    get { documents.rows.map { ($0.kept, $0.telling) } }
    set { for i in newValue.indices { (documents.rows[i].kept, documents.rows[i].telling) = newValue[i] } }
  }

  /// `head`: what is to stand before it.
  public func packed(behind head: [UInt8] = []) -> [UInt8] {
    let others = (entities.count + stories.count) * 64 + (records.count + edges.count) * 24
    let rows = (entityRows.count + storyRows.count + recordRows.count) * 12
    var w = PackedWriter(head, reserving: head.count + documents.bytes + others + rows + 4096)
    w.number(Self.version)
    documents.write(to: &w)
    w.number(entities.count)
    for entity in entities {
      w.string(entity.id)
      w.key(entity.key)
      w.string(entity.name)
      w.raw(entity.document)
      w.raw(entity.place)
    }
    w.strings(stories)
    w.array(records)
    w.array(edges)
    for rows in [entityRows, storyRows, recordRows] { rows.write(to: &w) }
    return w.bytes
  }

  /// Nil where it is damaged or another version's.
  public init?(packed bytes: UnsafeRawBufferPointer) {
    var r = PackedReader(bytes)
    guard r.number() == Self.version else { return nil }
    documents = DocumentTable(&r)
    entities = r.items { r in
      Entity(id: r.string(), key: r.key(), name: r.string(), document: r.raw(Int32(0)), place: r.raw(Int32(0)))
    }
    stories = r.strings()
    records = r.array(Record())
    edges = r.array(Edge(a: 0, b: 0, value: 0))
    entityRows = RowList(&r)
    storyRows = RowList(&r)
    recordRows = RowList(&r)
    guard r.isDone, isSound else { return nil }
  }

  /// Whether every index is one of something.
  private var isSound: Bool {
    func holds(_ value: Int32, _ count: Int) -> Bool { value >= 0 && Int(value) < count }
    return entityRows.count == entities.count && storyRows.count == stories.count && recordRows.count == records.count
      && documents.isSound(entities: entities.count, stories: stories.count)
      && entities.allSatisfy { holds($0.document, documents.count) }
      && edges.allSatisfy { holds($0.a, documents.count) && holds($0.b, documents.count) }
      && records.allSatisfy {
        holds($0.document, documents.count) && $0.block >= -Int32(stories.count) && $0.block < Int32(entities.count)
      }
  }
}

extension DocumentDigest {
  /// What a story tells of the document, with the number by which its content is known again.
  func packed(_ fingerprint: UInt64) -> [UInt8] {
    var w = PackedWriter()
    w.key(fingerprint)
    return w.bytes + json()
  }

  /// Nil where it is damaged, or not of that fingerprint.
  init?(packed bytes: [UInt8], _ fingerprint: UInt64) {
    let key = bytes.withUnsafeBytes { bytes in
      var r = PackedReader(bytes)
      return r.key()
    }
    guard bytes.count > 8, key == fingerprint,
      let digest = try? JSONReader.read(Array(bytes.dropFirst(8)), { r throws(JSONError) in try DocumentDigest(&r) })
    else { return nil }
    self = digest
  }
}

/// What is kept of one document beside the memory's table: all that linking, grouping and utterances need of it, without
/// its sentences.
struct KeptDocument {
  var language: String
  var published: String?
  var names: [DocumentDigest.Name]
  var utterances: [DocumentDigest.Utterance]
  var words: StoryGrouping.Vector

  init(_ digest: DocumentDigest, words: StoryGrouping.Vector) {
    language = digest.language
    published = digest.published
    names = digest.names
    utterances = digest.utterances
    self.words = words
  }

  func packed(_ fingerprint: UInt64) -> [UInt8] {
    var w = PackedWriter()
    w.key(fingerprint)
    w.string(language)
    w.optional(published)
    w.number(names.count)
    for name in names {
      w.string(name.id)
      w.string(name.type.rawValue)
      w.string(name.name)
      w.strings(name.aliases)
      w.strings(name.roles)
      w.optional(name.gender?.rawValue)
      w.number(name.mentions)
    }
    w.number(utterances.count)
    for utterance in utterances {
      w.string(utterance.id)
      w.string(utterance.text)
      w.number(utterance.speaker ?? -1)
      w.optional(utterance.speakerName)
    }
    w.array(words.map(\.key))
    w.array(words.map(\.value))
    return w.bytes
  }

  /// Nil where it is damaged, or not of that fingerprint.
  init?(packed bytes: UnsafeRawBufferPointer, _ fingerprint: UInt64) {
    var r = PackedReader(bytes)
    guard r.key() == fingerprint else { return nil }
    language = r.string()
    published = r.optional()
    var isKnown = true
    names = r.items { r in
      let id = r.string()
      let type = EntityType(rawValue: r.string())
      if type == nil { isKnown = false }
      return DocumentDigest.Name(
        id: id, type: type ?? .person, name: r.string(), aliases: r.strings(), roles: r.strings(),
        gender: r.optional().flatMap(Gender.init), mentions: r.number())
    }
    utterances = r.items { r in
      let (id, text, speaker) = (r.string(), r.string(), r.number())
      return DocumentDigest.Utterance(
        id: id, text: text, speaker: speaker < 0 ? nil : speaker, speakerName: r.optional())
    }
    let (keys, values) = (r.array(UInt64(0)), r.array(Float(0)))
    guard r.isDone, isKnown, keys.count == values.count else { return nil }
    words = zip(keys, values).map { ($0, $1) }
  }
}
