/// The type of a name, date or amount; the OntoNotes names where it has one.
public enum EntityType: String, Sendable, CaseIterable {
  case person = "PERSON"
  case org = "ORG"
  case gpe = "GPE"
  case loc = "LOC"
  case fac = "FAC"
  case norp = "NORP"
  case event = "EVENT"
  case work = "WORK"
  case law = "LAW"
  case product = "PRODUCT"
  case date = "DATE"
  case time = "TIME"
  case duration = "DURATION"
  case money = "MONEY"
  case percent = "PERCENT"
  case quantity = "QUANTITY"
  case cardinal = "CARDINAL"
  case ordinal = "ORDINAL"

  /// Whether mentions of this type are grouped into entities; dates, times and amounts are not.
  public var isName: Bool {
    switch self {
    case .person, .org, .gpe, .loc, .fac, .norp, .event, .work, .law, .product: true
    default: false
    }
  }

  /// Whether its mentions carry "value", and whether also "unit".
  var carries: (value: Bool, unit: Bool) {
    switch self {
    case .date, .time, .duration: (true, false)
    case .money, .percent, .quantity: (true, true)
    case .cardinal, .ordinal: (true, false)
    default: (false, false)
    }
  }
}

/// A name, date or amount in the text.
public struct Mention: Sendable, Hashable {
  public var id: String
  public var span: Span
  public var type: EntityType
  /// Index in `SentencesArtifact.sentences`.
  public var sentence: Int
  /// Index in `EntitiesArtifact.entities`; nil for dates, times and amounts.
  public var entity: Int?
  /// Normalized: TIMEX3 / ISO 8601 for times, a decimal number for amounts; nil where not known.
  public var value: String?
  /// ISO 4217 for money, "percent", or the unit's name.
  public var unit: String?
  public var rule: String

  public init(
    id: String, span: Span, type: EntityType, sentence: Int, entity: Int? = nil, value: String? = nil,
    unit: String? = nil, rule: String
  ) {
    self.id = id
    self.span = span
    self.type = type
    self.sentence = sentence
    self.entity = entity
    self.value = value
    self.unit = unit
    self.rule = rule
  }
}

public enum Gender: String, Sendable { case female, male }

/// All that one document says under several names of one person, organization, place …
public struct Entity: Sendable, Hashable {
  public var id: String
  public var type: EntityType
  /// The fullest name printed.
  public var name: String
  /// The other names printed, in order of first place.
  public var aliases: [String]
  /// Titles and descriptions ("U.S. Secretary of State"), in order of first place.
  public var roles: [String]
  /// Indices in `EntitiesArtifact.mentions`.
  public var mentions: [Int]
  /// Of a person, where given name, title or pronouns tell.
  public var gender: Gender?
  public var rule: String

  public init(
    id: String, type: EntityType, name: String, aliases: [String] = [], roles: [String] = [], mentions: [Int],
    gender: Gender? = nil, rule: String
  ) {
    self.id = id
    self.type = type
    self.name = name
    self.aliases = aliases
    self.roles = roles
    self.mentions = mentions
    self.gender = gender
    self.rule = rule
  }
}

/// A pronoun or description ("he", "the ministry") that refers to an entity.
public struct Reference: Sendable, Hashable {
  public var id: String
  public var span: Span
  /// Index in `EntitiesArtifact.entities`.
  public var entity: Int
  public var rule: String

  public init(id: String, span: Span, entity: Int, rule: String) {
    self.id = id
    self.span = span
    self.entity = entity
    self.rule = rule
  }
}

/// Stage 3: mentions in order of place (they do not overlap), the entities they are grouped into, and references.
public struct EntitiesArtifact: Sendable {
  public static let schema = "nightdesk/entities@1"

  public var mentions: [Mention]
  public var entities: [Entity]
  public var references: [Reference]
  /// What an editor corrected in it.
  public var corrections: [CorrectionRecord] = []

  public init(mentions: [Mention], entities: [Entity], references: [Reference]) {
    self.mentions = mentions
    self.entities = entities
    self.references = references
  }

  // MARK: JSON

  /// By places: an element that is handed over as a whole is copied, with all the strings in it.
  public func json(_ document: NormalizedDocument, _ sentences: SentencesArtifact) -> [UInt8] {
    let text = document.text
    var w = JSONWriter(reserving: mentions.count * 160 + entities.count * 200 + 1024)
    w.object { w in
      w.corrections(corrections)
      w.key("entities")
      w.rows(entities.indices) { w, i in
        w.object { w in
          w.key("aliases")
          w.array(entities[i].aliases) { $0.string($1) }
          w.key("gender")
          w.optional(entities[i].gender?.rawValue)
          w.key("id")
          w.string(entities[i].id)
          w.key("mentions")
          w.array(entities[i].mentions) { $0.string(mentions[$1].id) }
          w.key("name")
          w.string(entities[i].name)
          w.key("roles")
          w.array(entities[i].roles) { $0.string($1) }
          w.key("rule")
          w.string(entities[i].rule)
          w.key("type")
          w.string(entities[i].type.rawValue)
        }
      }
      w.key("id")
      w.string(document.id)
      w.key("mentions")
      w.rows(mentions.indices) { w, i in
        w.object { w in
          w.key("end")
          w.int(text.codePoint(atByte: mentions[i].span.end))
          w.key("entity")
          w.optional(mentions[i].entity.map { entities[$0].id })
          w.key("id")
          w.string(mentions[i].id)
          w.key("rule")
          w.string(mentions[i].rule)
          w.key("sentence")
          w.string(sentences.sentences[mentions[i].sentence].id)
          w.key("start")
          w.int(text.codePoint(atByte: mentions[i].span.start))
          w.key("text")
          text.withBytes(mentions[i].span) { w.string(utf8: $0) }
          w.key("type")
          w.string(mentions[i].type.rawValue)
          if mentions[i].type.carries.unit {
            w.key("unit")
            w.optional(mentions[i].unit)
          }
          if mentions[i].type.carries.value {
            w.key("value")
            w.optional(mentions[i].value)
          }
        }
      }
      w.key("references")
      w.rows(references.indices) { w, i in
        w.object { w in
          w.key("end")
          w.int(text.codePoint(atByte: references[i].span.end))
          w.key("entity")
          w.string(entities[references[i].entity].id)
          w.key("id")
          w.string(references[i].id)
          w.key("rule")
          w.string(references[i].rule)
          w.key("start")
          w.int(text.codePoint(atByte: references[i].span.start))
          w.key("text")
          text.withBytes(references[i].span) { w.string(utf8: $0) }
        }
      }
      w.key("schema")
      w.string(Self.schema)
    }
    return w.finish()
  }

  public init(
    json bytes: [UInt8], of document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws(JSONError) {
    let text = document.text
    let sentenceIndex = Dictionary(
      sentences.sentences.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    self = try JSONReader.read(bytes) { r throws(JSONError) in
      var rows: [(mention: Mention, entity: String?)] = []
      var entities: [(entity: Entity, mentions: [String])] = []
      var references: [(reference: Reference, entity: String)] = []
      var corrections: [CorrectionRecord] = []
      var schema = false
      try r.object { key, r throws(JSONError) in
        switch key {
        case "schema": schema = try r.schema(Self.schema)
        case "id": try r.id(document.id)
        case "corrections": corrections = try r.corrections()
        case "mentions":
          try r.array { r throws(JSONError) in rows.append(try Self.mention(&r, text, sentenceIndex)) }
        case "entities": try r.array { r throws(JSONError) in entities.append(try Self.entity(&r)) }
        case "references": try r.array { r throws(JSONError) in references.append(try Self.reference(&r, text)) }
        default: try r.skip()
        }
      }
      guard schema else { throw r.missing("schema") }
      var entityIndex: [String: Int] = [:]
      for (i, row) in entities.enumerated() { entityIndex[row.entity.id] = i }
      var mentionIndex: [String: Int] = [:]
      for (i, row) in rows.enumerated() { mentionIndex[row.mention.id] = i }
      var result = EntitiesArtifact(mentions: [], entities: [], references: [])
      result.corrections = corrections
      for var row in rows {
        if let id = row.entity {
          guard let i = entityIndex[id] else { throw r.error("no entity \(id)") }
          row.mention.entity = i
        }
        result.mentions.append(row.mention)
      }
      for var row in entities {
        for id in row.mentions {
          guard let i = mentionIndex[id] else { throw r.error("no mention \(id)") }
          row.entity.mentions.append(i)
        }
        result.entities.append(row.entity)
      }
      for var row in references {
        guard let i = entityIndex[row.entity] else { throw r.error("no entity \(row.entity)") }
        row.reference.entity = i
        result.references.append(row.reference)
      }
      return result
    }
  }

  private static func mention(
    _ r: inout JSONReader, _ text: SourceText, _ sentences: [String: Int]
  ) throws(JSONError) -> (Mention, String?) {
    var id: String?, start: Int?, end: Int?, type: EntityType?, sentence: Int?, entity: String?, value: String?
    var unit: String?, rule: String?
    try r.object { key, r throws(JSONError) in
      switch key {
      case "id": id = try r.string()
      case "start": start = try r.int()
      case "end": end = try r.int()
      case "type": type = EntityType(rawValue: try r.string())
      case "sentence": sentence = sentences[try r.string()]
      case "entity": entity = try r.optionalString()
      case "value": value = try r.optionalString()
      case "unit": unit = try r.optionalString()
      case "rule": rule = try r.string()
      default: try r.skip()
      }
    }
    guard let id, let start, let end, let type, let sentence, let rule else {
      throw r.error("a mention needs id, start, end, type, sentence and rule")
    }
    let span = try r.span(start, end, in: text)
    return (Mention(id: id, span: span, type: type, sentence: sentence, value: value, unit: unit, rule: rule), entity)
  }

  private static func entity(_ r: inout JSONReader) throws(JSONError) -> (Entity, [String]) {
    var id: String?, type: EntityType?, name: String?, rule: String?, gender: Gender?
    var aliases: [String] = [], roles: [String] = [], mentions: [String] = []
    try r.object { key, r throws(JSONError) in
      switch key {
      case "id": id = try r.string()
      case "type": type = EntityType(rawValue: try r.string())
      case "name": name = try r.string()
      case "rule": rule = try r.string()
      case "gender": gender = try r.optionalString().flatMap(Gender.init(rawValue:))
      case "aliases": try r.array { r throws(JSONError) in aliases.append(try r.string()) }
      case "roles": try r.array { r throws(JSONError) in roles.append(try r.string()) }
      case "mentions": try r.array { r throws(JSONError) in mentions.append(try r.string()) }
      default: try r.skip()
      }
    }
    guard let id, let type, let name, let rule else { throw r.error("an entity needs id, type, name and rule") }
    return (
      Entity(id: id, type: type, name: name, aliases: aliases, roles: roles, mentions: [], gender: gender, rule: rule),
      mentions
    )
  }

  private static func reference(_ r: inout JSONReader, _ text: SourceText) throws(JSONError) -> (Reference, String) {
    var id: String?, start: Int?, end: Int?, entity: String?, rule: String?
    try r.object { key, r throws(JSONError) in
      switch key {
      case "id": id = try r.string()
      case "start": start = try r.int()
      case "end": end = try r.int()
      case "entity": entity = try r.string()
      case "rule": rule = try r.string()
      default: try r.skip()
      }
    }
    guard let id, let start, let end, let entity, let rule else {
      throw r.error("a reference needs id, start, end, entity and rule")
    }
    return (Reference(id: id, span: try r.span(start, end, in: text), entity: 0, rule: rule), entity)
  }
}
