import Documents

/// What a run changed, in terms a person uses.
public struct ChangeLog: Sendable {
  /// What came into, and what went out of, one list of one article.
  public struct Difference: Sendable, Hashable {
    public var gained: [String] = []
    public var lost: [String] = []
    public var isEmpty: Bool { gained.isEmpty && lost.isEmpty }
  }

  public struct Changed: Sendable, Hashable {
    public var id: String
    public var summary = Difference()
    public var quotes = Difference()
    public var names = Difference()
  }

  /// Ids of articles that are in for the first time, and of those that are out.
  public var new: [String] = []
  public var removed: [String] = []
  /// Ids of articles whose input only has another name now, with the id before: they are neither new nor removed.
  public var renamed: [(old: String, new: String)] = []
  public var changed: [Changed] = []

  public init() {}

  mutating func sort() {
    new.sort { ByteName($0) < ByteName($1) }
    removed.sort { ByteName($0) < ByteName($1) }
    renamed.sort { ByteName($0.new) < ByteName($1.new) }
    changed.sort { ByteName($0.id) < ByteName($1.id) }
  }

  /// Takes inputs that came with the bytes of one that went for renamed: article by article, by their keys.
  mutating func rename(_ pairs: [(old: SourceRow, new: SourceRow)]) {
    var from: Set<ByteName> = []
    var to: Set<ByteName> = []
    for (old, new) in pairs {
      let before = Dictionary(
        old.documents.map { (ByteName($0.key ?? ""), $0.id) }, uniquingKeysWith: { first, _ in first })
      for row in new.documents where row.status != .failed {
        guard let id = before[ByteName(row.key ?? "")], ByteName(id) != ByteName(row.id) else { continue }
        renamed.append((id, row.id))
        from.insert(ByteName(id))
        to.insert(ByteName(row.id))
      }
    }
    removed.removeAll { from.contains(ByteName($0)) }
    new.removeAll { to.contains(ByteName($0)) }
  }

  /// What of `old` is not in `new`, and the other way round, twins counted.
  static func difference(_ old: [String], _ new: [String]) -> Difference {
    func minus(_ a: [String], _ b: [String]) -> [String] {
      var counts: [ByteName: Int] = [:]
      for item in b { counts[ByteName(item), default: 0] += 1 }
      return a.filter { item in
        guard let count = counts[ByteName(item)], count > 0 else { return true }
        counts[ByteName(item)] = count - 1
        return false
      }
    }
    return Difference(gained: minus(new, old), lost: minus(old, new))
  }

  /// What a person counts in a stage's artifact: the summary's sentences, who said what, the names.
  static func items(_ stage: Stage, _ json: [UInt8]) -> [String]? {
    let list: String
    switch stage {
    case .entities: list = "entities"
    case .quotes: list = "quotes"
    case .summaries: list = "sentences"
    default: return nil
    }
    return try? JSONReader.read(json) { r throws(JSONError) in
      var items: [String] = []
      try r.object { key, r throws(JSONError) in
        guard key == list else { return try r.skip() }
        try r.array { r throws(JSONError) in items.append(try item(&r)) }
      }
      return items
    }
  }

  private static func item(_ r: inout JSONReader) throws(JSONError) -> String {
    var text = ""
    var name = ""
    try r.object { key, r throws(JSONError) in
      switch key {
      case "text": text = try r.string()
      case "name": name = try r.string()
      case "speaker":
        guard try !r.null() else { return }
        try r.object { key, r throws(JSONError) in
          if key == "name" { name = try r.string() } else { try r.skip() }
        }
      default: try r.skip()
      }
    }
    if text.isEmpty { return name }
    return name.isEmpty ? text : "\(name): \(text)"
  }
}
