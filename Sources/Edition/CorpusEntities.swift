public import Documents

/// A person, organization, place or other name over all documents, as corpus/entities.json has it.
public struct CorpusEntity: Sendable, Hashable {
  public var id: String
  public var type: EntityType
  public var name: String
  public var aliases: [String]
  public var roles: [String]
  /// Ids of the documents that name it.
  public var documents: [String]
  /// Mentions over all documents.
  public var mentions: Int
  public var members: [Member]
  /// By which rule each member was joined to those before it.
  public var why: [Merge] = []

  /// A member that was joined by a rule.
  public struct Merge: Sendable, Hashable {
    /// Its document and entity as "document/entity".
    public var merged: String
    public var rule: String
  }

  /// One document's entity that was linked to it.
  public struct Member: Sendable, Hashable {
    public var document: String
    public var entity: String
  }

  /// Reads corpus/entities.json.
  public static func read(json bytes: [UInt8]) throws(JSONError) -> [CorpusEntity] {
    try JSONReader.rows(bytes, schema: "nightdesk/corpus-entities@1", key: "entities") {
      r throws(JSONError) in
      var id: String?
      var type: EntityType?
      var name: String?
      var aliases: [String] = []
      var roles: [String] = []
      var documents: [String] = []
      var members: [Member] = []
      var mentions = 0
      var why: [Merge] = []
      try r.object { key, r throws(JSONError) in
        switch key {
        case "id": id = try r.string()
        case "type": type = EntityType(rawValue: try r.string())
        case "name": name = try r.string()
        case "aliases": aliases = try r.strings()
        case "roles": roles = try r.strings()
        case "documents": documents = try r.strings()
        case "mentions": mentions = try r.int()
        case "members":
          try r.array { r throws(JSONError) in
            var member = Member(document: "", entity: "")
            try r.object { key, r throws(JSONError) in
              switch key {
              case "document": member.document = try r.string()
              case "entity": member.entity = try r.string()
              default: try r.skip()
              }
            }
            members.append(member)
          }
        case "why":
          try r.array { r throws(JSONError) in
            var merge = Merge(merged: "", rule: "")
            try r.object { key, r throws(JSONError) in
              switch key {
              case "merged": merge.merged = try r.string()
              case "rule": merge.rule = try r.string()
              default: try r.skip()
              }
            }
            why.append(merge)
          }
        default: try r.skip()
        }
      }
      guard let id, let type, let name else {
        throw r.error("a corpus entity needs id, type and name")
      }
      return CorpusEntity(
        id: id, type: type, name: name, aliases: aliases, roles: roles, documents: documents,
        mentions: mentions,
        members: members, why: why)
    }
  }
}
