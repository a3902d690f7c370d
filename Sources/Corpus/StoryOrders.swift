import Documents

/// An editor's word about stories: these articles tell one, or these two do not.
public struct StoryDecision: Sendable, Hashable {
  public var isJoin: Bool
  /// Ids of articles; a story's id stands for the article that it has its id from.
  public var articles: [String]
  public var rule: String

  public init(isJoin: Bool, articles: [String], rule: String) {
    self.isJoin = isJoin
    self.articles = articles
    self.rule = rule
  }

  /// The id of the story that an article gives its id to.
  public static func story(of article: String) -> String { "S" + StableIDs.base32(ContentKey.of(article)) }
}

/// The decisions on the documents of one run (constrained clustering, Wagstaff et al. 2001).
struct StoryOrders {
  /// Pairs of documents that stand in one story, and that do not.
  var joined: [(Int, Int)] = []
  private var parted: [(Int, Int)] = []
  private var decisions: [(decision: StoryDecision, documents: [Int])] = []

  init() {}

  init(_ decisions: [StoryDecision], _ ids: [String]) {
    guard !decisions.isEmpty else { return }
    var place: [String: Int] = [:]
    for (i, id) in ids.enumerated() { place[StoryDecision.story(of: id)] = i }
    for (i, id) in ids.enumerated() { place[id] = i }
    for decision in decisions {
      let documents = decision.articles.compactMap { place[$0] }
      guard documents.count > 1 else { continue }
      self.decisions.append((decision, documents))
      if decision.isJoin {
        joined += documents.dropFirst().map { (documents[0], $0) }
      } else {
        parted.append((documents[0], documents[1]))
      }
    }
  }

  /// Whether the groups `a` and `b` hold two that are to stay apart.
  func forbid(_ a: Int, _ b: Int, _ groupOf: [Int]) -> Bool {
    parted.contains { x, y in
      (groupOf[x] == a && groupOf[y] == b) || (groupOf[x] == b && groupOf[y] == a)
    }
  }

  /// Groups that somebody made by hand, with what is decided on top of them.
  func applied(to groups: [[Int]]) -> [[Int]] {
    guard !decisions.isEmpty else { return groups }
    var groups = groups
    for (a, b) in joined {
      guard let x = groups.firstIndex(where: { $0.contains(a) }), let y = groups.firstIndex(where: { $0.contains(b) }),
        x != y
      else { continue }
      groups[x] = (groups[x] + groups[y]).sorted()
      groups.remove(at: y)
    }
    for (a, b) in parted {
      guard let x = groups.firstIndex(where: { $0.contains(a) && $0.contains(b) }) else { continue }
      groups[x].removeAll { $0 == b }
      groups.append([b])
    }
    return groups
  }

  /// Writes into each story what was decided about it.
  func note(in stories: inout [Story], _ digests: [DocumentDigest]) {
    for (decision, documents) in decisions {
      let text = documents.map { digests[$0].id }.joined(separator: ", ")
      let record = CorrectionRecord(decision.isJoin ? "joined" : "parted", rule: decision.rule, text: text)
      for i in stories.indices where documents.contains(where: stories[i].documents.contains) {
        stories[i].corrections.append(record)
      }
    }
  }
}
