import Documents

/// Groups a document's recognized names into entities, collects their roles, and finds what refers to them.
struct EntityLinker: Sendable {
  init(pack: LanguagePack) throws(Diagnostics) {}

  /// `mentions` come in order of place and do not overlap; their `entity` is filled in here.
  func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, mentions: [Mention]
  ) -> EntitiesArtifact {
    var result = EntitiesArtifact(mentions: mentions, entities: [], references: [])
    var known: [String: Int] = [:]
    var ids = StableIDs(prefix: "e")
    for i in mentions.indices where mentions[i].type.isName {
      let name = document.text.string(mentions[i].span)
      let key = mentions[i].type.rawValue + "\n" + name
      if let entity = known[key] {
        result.entities[entity].mentions.append(i)
        result.mentions[i].entity = entity
      } else {
        known[key] = result.entities.count
        result.mentions[i].entity = result.entities.count
        result.entities.append(
          Entity(
            id: ids.next(ContentKey.of(key)), type: mentions[i].type, name: name, mentions: [i], rule: "link.same-name"))
      }
    }
    return result
  }
}
