/// What became of a document's name when it was held against one of another document.
public struct LinkReason: Sendable, Hashable {
  /// Why two names that share a key are not one.
  public enum Refusal: Sendable, Hashable {
    /// Their given names or suffixes differ.
    case otherName
    case otherGender
    /// Many bear the name, and their roles and company have nothing in common.
    case otherRoles
    /// No other name stands in both documents.
    case noCompany
    /// It fits several that are not one.
    case severalFit
    /// Another one fits better.
    case betterFit
    /// The user says that they never are.
    case user
  }

  /// The other document and its entity's id and name.
  public var document: String
  public var entity: String
  public var name: String
  public var refusal: Refusal
}

extension Corpus {
  /// The names of other documents that the entity of a document was held against and not joined to, one for each
  /// entity over all documents and reason; `digests`: the documents of all names that share a word with it.
  public func rejected(entity: String, of document: String, among digests: [DocumentDigest]) -> [LinkReason] {
    var linking = EntityLinking(digests, fallback, fallback.overrides)
    var pairs: [(CorpusEntity.Member, CorpusEntity.Member, LinkReason.Refusal)] = []
    linking.watch = { pairs.append(($0, $1, $2)) }
    let (_, ofName) = linking.run()
    func entityOf(_ member: CorpusEntity.Member) -> Int { ofName[member.document][member.name] }
    guard let d = digests.firstIndex(where: { $0.id.utf8.elementsEqual(document.utf8) }),
      let n = digests[d].names.firstIndex(where: { $0.id == entity })
    else { return [] }
    let own = ofName[d][n]
    var seen: Set<Int> = []
    var found: [LinkReason] = []
    for (a, b, why) in pairs {
      // Whatever of its kind was refused was refused to it; joined by another way, it was not refused.
      let (x, y) = (entityOf(a), entityOf(b))
      guard x != y, x == own || y == own else { continue }
      let other = x == own ? b : a
      guard seen.insert(entityOf(other)).inserted else { continue }
      let name = digests[other.document].names[other.name]
      found.append(LinkReason(document: digests[other.document].id, entity: name.id, name: name.name, refusal: why))
    }
    return found
  }
}
