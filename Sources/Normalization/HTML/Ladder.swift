import Documents

/// The rungs of the extraction of articles that are in use, from `normalization/ladder.tsv`: one left out shows what it is worth.
struct Ladder: Sendable {
  enum Rung: String, CaseIterable, Sendable {
    case namedBody = "named-body"
    case articleElement = "article-element"
    case classNames = "class-names"
    case elementNames = "element-names"
    case hidden, cards, lines, links, labels
    case repeats
    case emptyHeadings = "empty-headings"
    case authorNotes = "author-notes"
    case statedTail = "stated-tail"
    case statedBody = "stated-body"
    case relaxed
    case standfirst
  }

  private var left: Set<Rung> = []

  /// A rung without a row is not used.
  init(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("normalization/ladder.tsv", columns: ["rung", "what", "example"])
    var used: Set<Rung> = []
    for row in table.rows {
      guard let rung = Rung(rawValue: row[0]) else {
        throw Diagnostics(
          table.diagnostic(
            "R131", row, "unknown rung \"\(row[0])\"",
            help: Rung.allCases.map(\.rawValue).joined(separator: ", ")))
      }
      used.insert(rung)
    }
    left = Set(Rung.allCases).subtracting(used)
  }

  @inline(__always) func uses(_ rung: Rung) -> Bool { left.isEmpty || !left.contains(rung) }
}
