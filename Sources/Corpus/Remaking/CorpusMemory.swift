import Documents

/// What a run over all documents leaves for the next one, so that only that is made anew of which a member changed: what each
/// document is found and linked by, and where each row of the files of corpus/ came from.
public struct CorpusMemory: Sendable {
  /// Where a document's own part was put by whoever keeps it.
  public struct Place: Sendable, Hashable {
    public var offset: Int
    public var length: Int

    public init(offset: Int, length: Int) {
      self.offset = offset
      self.length = length
    }
  }

  struct Document: Sendable {
    var id = ""
    var fingerprint: UInt64 = 0
    var place = Place(offset: 0, length: 0)
    /// Where that was put which its story tells of it.
    var telling = Place(offset: 0, length: 0)
    /// Days since 1970; `Int32.min` where the day is not known.
    var day = Int32.min
    /// For each name the index of its entity, or -1.
    var entities: [Int32] = []
    /// The keys under which its names are linked, and for each key the name.
    var keys: [UInt64] = []
    var nameOfKey: [Int32] = []
    /// What its story is found by.
    var storyKeys: [UInt64] = []
    /// The index of its story.
    var story: Int32 = -1
    /// For each utterance the index of the speaker among its names, or -1.
    var speakers: [Int32] = []
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

  var documents: [Document] = []
  var entities: [Entity] = []
  var stories: [String] = []
  var records: [Record] = []
  var edges: [Edge] = []
  /// Bytes of each row of the three files.
  var entityRows: [Int32] = []
  var storyRows: [Int32] = []
  var recordRows: [Int32] = []

  /// Raised when the form changes: what another version left is not read.
  private static let version = 2

  init() {}

  /// The places of the documents' own parts, in order of document: two of each.
  public var places: [(kept: Place, telling: Place)] {
    get { documents.map { ($0.place, $0.telling) } }
    set { for i in documents.indices { (documents[i].place, documents[i].telling) = newValue[i] } }
  }

  /// `head`: what is to stand before it.
  public func packed(behind head: [UInt8] = []) -> [UInt8] {
    var w = PackedWriter(head)
    w.number(Self.version)
    w.number(documents.count)
    for document in documents {
      w.string(document.id)
      w.key(document.fingerprint)
      w.number(document.place.offset)
      w.number(document.place.length)
      w.number(document.telling.offset)
      w.number(document.telling.length)
      w.raw(document.day)
      w.raw(document.story)
      w.array(document.entities)
      w.array(document.keys)
      w.array(document.nameOfKey)
      w.array(document.storyKeys)
      w.array(document.speakers)
    }
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
    w.array(entityRows)
    w.array(storyRows)
    w.array(recordRows)
    return w.bytes
  }

  /// Nil where it is damaged or another version's.
  public init?(packed bytes: UnsafeRawBufferPointer) {
    var r = PackedReader(bytes)
    guard r.number() == Self.version else { return nil }
    documents = r.items { r in
      var document = Document()
      document.id = r.string()
      document.fingerprint = r.key()
      document.place = Place(offset: r.number(), length: r.number())
      document.telling = Place(offset: r.number(), length: r.number())
      document.day = r.raw(Int32(0))
      document.story = r.raw(Int32(0))
      document.entities = r.array(Int32(0))
      document.keys = r.array(UInt64(0))
      document.nameOfKey = r.array(Int32(0))
      document.storyKeys = r.array(UInt64(0))
      document.speakers = r.array(Int32(0))
      return document
    }
    entities = r.items { r in
      Entity(id: r.string(), key: r.key(), name: r.string(), document: r.raw(Int32(0)), place: r.raw(Int32(0)))
    }
    stories = r.strings()
    records = r.array(Record())
    edges = r.array(Edge(a: 0, b: 0, value: 0))
    entityRows = r.array(Int32(0))
    storyRows = r.array(Int32(0))
    recordRows = r.array(Int32(0))
    guard r.isDone, isSound else { return nil }
  }

  /// Whether every index is one of something.
  private var isSound: Bool {
    func holds(_ value: Int32, _ count: Int) -> Bool { value >= 0 && Int(value) < count }
    return entityRows.count == entities.count && storyRows.count == stories.count && recordRows.count == records.count
      && documents.allSatisfy { document in
        holds(document.story, stories.count) && document.keys.count == document.nameOfKey.count
          && document.entities.allSatisfy { $0 == -1 || holds($0, entities.count) }
          && document.nameOfKey.allSatisfy { holds($0, document.entities.count) }
          && document.speakers.allSatisfy { $0 == -1 || holds($0, document.entities.count) }
      } && entities.allSatisfy { holds($0.document, documents.count) }
      && edges.allSatisfy { holds($0.a, documents.count) && holds($0.b, documents.count) }
      && records.allSatisfy {
        holds($0.document, documents.count) && $0.block >= -Int32(stories.count) && $0.block < Int32(entities.count)
      } && (entityRows + storyRows + recordRows).allSatisfy { $0 >= 0 }
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
