import Documents

/// How much each phase of the recognition of names counts: `phases.tsv`. A weight of 0 leaves a phase out, which shows
/// what it is worth (scripts/ablation).
struct Phases: Sendable {
  /// The words beside a name.
  private(set) var context: Float = 1
  /// What the rest of the document says of a name.
  private(set) var document: Float = 1
  /// What the names beside one in a list of names are.
  private(set) var neighbours: Float = 1
  /// Short names in brackets behind the long ones.
  private(set) var brackets: Float = 1
  /// Places that stand for their clubs, and rows of results.
  private(set) var sides: Float = 1
  /// Titles of works in quotation marks.
  private(set) var works: Float = 1
  /// Types that agree over the document.
  private(set) var consistency: Float = 1

  private static let names = ["context", "document", "neighbours", "brackets", "sides", "works", "consistency"]

  private mutating func set(_ phase: String, _ weight: Float) -> Bool {
    switch phase {
    case "context": context = weight
    case "document": document = weight
    case "neighbours": neighbours = weight
    case "brackets": brackets = weight
    case "sides": sides = weight
    case "works": works = weight
    case "consistency": consistency = weight
    default: return false
    }
    return true
  }

  init(pack: LanguagePack) throws(Diagnostics) {
    guard !pack.files("entities/phases.tsv").isEmpty else { return }
    let table = try pack.table("entities/phases.tsv", columns: ["phase", "weight", "why"])
    var problems: [Diagnostic] = []
    for row in table.rows {
      if let weight = Float(row[1]), weight >= 0, set(row[0], weight) { continue }
      problems.append(
        table.diagnostic(
          "E104", row, "\"\(row[0])\" is no phase, or \"\(row[1])\" no weight",
          help: "phases: \(Self.names.joined(separator: ", ")); weights from 0"))
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }
}
