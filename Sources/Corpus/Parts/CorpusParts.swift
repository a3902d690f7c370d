public import Documents

/// The work over documents in parts, for an engine that groups and joins: what is in one part needs nothing of another,
/// so that parts on many machines come to what one run comes to.
extension Corpus {
  /// What an engine groups a document by: its day, its names with the keys under which they are linked, its utterances.
  public func keys(of digest: DocumentDigest) -> [UInt8] {
    let company = EntityLinking.company(of: digest.names, fallback)
    var w = JSONWriter(reserving: 8192)
    w.object { w in
      w.key("day")
      w.optional(digest.day)
      w.key("language")
      w.string(digest.language)
      w.key("names")
      w.array(digest.names.enumerated().filter { EntityLinking.isLinked($0.element.type) }) { w, item in
        w.object { w in
          w.key("blocks")
          w.array(LinkKeys.all(item.element, fallback)) { $0.string($1) }
          w.key("id")
          w.string(item.element.id)
          w.key("record")
          LinkName(digest.id, item.offset, item.element, company: company).write(&w)
        }
      }
      w.key("utterances")
      w.array(digest.utterances) { w, utterance in
        w.object { w in
          w.key("id")
          // Of the speaker, where it is a name of the document.
          w.optional(utterance.speaker.map { digest.names[$0].id })
          w.key("record")
          PartUtterance(digest, utterance).write(&w)
        }
      }
    }
    return w.bytes
  }

  /// Names that hang together by their keys, to entities. `{"names":[record …]}` gives `[entity …]`.
  ///
  /// An entity's id is without the number that tells twins apart: twins may come from several parts. They are numbered
  /// in order of name, then of "first".
  public func link(_ line: UnsafeBufferPointer<UInt8>) throws(JSONError) -> [UInt8] {
    var reader = JSONReader(line)
    var names: [LinkName] = []
    try reader.object { key, reader throws(JSONError) in
      guard key == "names" else { return try reader.skip() }
      try reader.array { reader throws(JSONError) in names.append(try LinkName(&reader)) }
    }
    names.sort {
      $0.document != $1.document ? $0.document.utf8.lexicographicallyPrecedes($1.document.utf8) : $0.place < $1.place
    }
    var digests: [DocumentDigest] = []
    var company: [Set<String>] = []
    /// Per digest, the places that its names had in the document.
    var places: [[Int]] = []
    var i = 0
    while i < names.count {
      let same = names[i...].prefix { $0.document == names[i].document }
      digests.append(DocumentDigest(id: names[i].document, language: "", names: same.map(\.name)))
      company.append(Set(same.flatMap(\.company)))
      places.append(same.map(\.place))
      i += same.count
    }
    var linking = EntityLinking(digests, fallback, fallback.overrides, company: { [company] in company[$0] })
    let entities = linking.run().entities
    let json = CorpusJSON(digests: digests, entities: entities)
    var w = JSONWriter(reserving: names.count * 200 + 256)
    w.array(entities) { w, entity in
      let first = entity.members[0]
      w.object { w in
        w.key("first")
        w.object { w in
          w.key("document")
          w.string(digests[first.document].id)
          w.key("place")
          w.int(places[first.document][first.name])
        }
        w.key("id")
        w.string(Self.withoutNumber(entity.id))
        w.key("name")
        w.string(entity.name)
        w.key("row")
        json.entity(&w, entity, id: Self.withoutNumber(entity.id))
      }
    }
    return w.bytes
  }

  /// The id without the number of a twin: a letter and ten characters.
  static func withoutNumber(_ id: String) -> String { String(id.prefix(11)) }

  /// Utterances of one speaker, or of one story where the speaker is no entity, to records.
  public func quotes(_ line: UnsafeBufferPointer<UInt8>) throws(JSONError) -> [UInt8] {
    var reader = JSONReader(line)
    var utterances: [PartUtterance] = []
    var speaker: CorpusEntity?
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "speaker":
        guard try reader.kind() == .object else { return try reader.skip() }
        var entity = CorpusEntity(type: .person)
        try reader.object { key, reader throws(JSONError) in
          switch key {
          case "id": entity.id = try reader.string()
          case "name": entity.name = try reader.string()
          default: try reader.skip()
          }
        }
        speaker = entity
      case "utterances":
        try reader.array { reader throws(JSONError) in utterances.append(try PartUtterance(&reader)) }
      default: try reader.skip()
      }
    }
    utterances.sort {
      $0.document != $1.document ? $0.document.utf8.lexicographicallyPrecedes($1.document.utf8) : $0.place < $1.place
    }
    var digests: [DocumentDigest] = []
    var stories: [Story] = []
    var i = 0
    let names = speaker.map {
      [DocumentDigest.Name(id: "", type: .person, name: $0.name, aliases: [], roles: [], gender: nil, mentions: 1)]
    }
    while i < utterances.count {
      let same = utterances[i...].prefix { $0.document == utterances[i].document }
      digests.append(
        DocumentDigest(
          id: same[i].document, language: same[i].language, published: same[i].published, names: names ?? [],
          utterances: same.map {
            .init(id: $0.id, text: $0.text, speaker: speaker == nil ? nil : 0, speakerName: $0.speakerName)
          }))
      stories.append(Story(id: same[i].story, documents: [digests.count - 1]))
      i += same.count
    }
    let records = QuoteRecords.run(
      digests, entityOfName: digests.map { _ in speaker == nil ? [] : [0] },
      storyOf: [Int](repeating: 0, count: digests.count), window: options.storyWindow,
      digests.map { languages[$0.language] ?? fallback })
    let json = CorpusJSON(digests: digests, entities: speaker.map { [$0] } ?? [])
    var ids = StableIDs(prefix: "Q")
    var w = JSONWriter(reserving: 4096)
    w.array(records) { w, record in
      json.quote(&w, record, story: stories[record.variants[0].document].id, &ids)
    }
    return w.bytes
  }
}

/// An utterance on its way to where utterances of one speaker are compared.
struct PartUtterance {
  var document = ""
  var language = ""
  var published: String?
  var story = ""
  var id = ""
  var text = ""
  var speakerName: String?
  /// Its place among the document's utterances.
  var place = 0

  init(_ digest: DocumentDigest, _ utterance: DocumentDigest.Utterance) {
    document = digest.id
    language = digest.language
    published = digest.published
    id = utterance.id
    text = utterance.text
    speakerName = utterance.speakerName
    place = digest.utterances.firstIndex { $0.id == utterance.id } ?? 0
  }

  func write(_ w: inout JSONWriter) {
    w.object { w in
      w.key("document")
      w.string(document)
      w.key("id")
      w.string(id)
      w.key("language")
      w.string(language)
      w.key("place")
      w.int(place)
      w.key("published")
      w.optional(published)
      w.key("speaker")
      w.optional(speakerName)
      w.key("text")
      w.string(text)
    }
  }

  /// The record, with its "story" added or as `{"record":…,"story":…}`.
  init(_ reader: inout JSONReader) throws(JSONError) {
    var new = PartUtterance()
    try new.read(&reader)
    self = new
  }

  private init() {}

  private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "record": try read(&reader)
      case "story": story = try reader.string()
      case "document": document = try reader.string()
      case "id": id = try reader.string()
      case "language": language = try reader.string()
      case "place": place = try reader.int()
      case "published": published = try reader.optionalString()
      case "speaker": speakerName = try reader.optionalString()
      case "text": text = try reader.string()
      default: try reader.skip()
      }
    }
  }
}
