import Documents

/// What the user says about names (corpus/names.tsv in a folder of `lexicons`); it always wins over the rules.
///
///     name<TAB>same<TAB>never<TAB>reference
///     Ada Okafor<TAB>A. Okafor | Adaeze Okafor<TAB>Ada Obi<TAB>Q42
///
/// `name` is the name to print; `same` and `never` list other names, parted by " | "; `reference` is an id of the
/// user's own, as a Wikidata id. Built in is no such file.
struct EntityOverride: Sendable, Hashable {
  enum Kind: Sendable { case same, never }

  var kind: Kind
  /// The names that are the same, or two that never are.
  var names: [String]
  /// The name to print, and an id of the user's own; both may be nil.
  var preferred: String?
  var reference: String?
  /// What the merge names as its rule: "user:<file>:<line>", the file without its folders, which differ between machines.
  var rule: String

  /// Throws every mistake at once: a name of two rows, a pair that is both the same and never the same.
  static func read(_ pack: LanguagePack, _ folding: NameFolding) throws(Diagnostics) -> [EntityOverride] {
    let table = try pack.table("corpus/names.tsv", columns: ["name", "same", "never", "reference"], allowMissing: true)
    var result: [EntityOverride] = []
    var problems: [Diagnostic] = []
    var owner: [String: Table.Row] = [:]
    var ofReference: [String: Table.Row] = [:]
    let (nameColumn, sameColumn) = (table.column("name") ?? 0, table.column("same") ?? 1)
    let (neverColumn, referenceColumn) = (table.column("never") ?? 2, table.column("reference") ?? 3)
    for row in table.rows {
      let names = [row[nameColumn]] + list(row[sameColumn])
      let rule = "user:\(row.file.split(separator: "/").last ?? ""):\(row.line)"
      for name in names {
        let plain = folding.plain(name)
        if let other = owner[plain], other.line != row.line || other.file != row.file {
          problems.append(
            table.diagnostic(
              "R015", row, "\"\(name)\" stands in line \(other.line) of \(other.file) too",
              help: "give all names of one entity in one row"))
        }
        owner[plain] = row
      }
      let reference = row[referenceColumn].isEmpty ? nil : row[referenceColumn]
      if let reference {
        if let other = ofReference[reference] {
          problems.append(
            table.diagnostic(
              "R015", row, "\"\(reference)\" stands in line \(other.line) of \(other.file) too",
              help: "one id is one entity's: give all its names in one row"))
        }
        ofReference[reference] = row
      }
      result.append(
        EntityOverride(kind: .same, names: names, preferred: row[nameColumn], reference: reference, rule: rule))
      let same = Set(names.map(folding.plain))
      for name in list(row[neverColumn]) {
        if same.contains(folding.plain(name)) {
          problems.append(
            table.diagnostic(
              "R015", row, "\"\(name)\" is both the same and never the same", help: "keep one of the two"))
        }
        result.append(EntityOverride(kind: .never, names: [row[nameColumn], name], rule: rule))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return result
  }

  private static func list(_ cell: String) -> [String] {
    cell.split(separator: "|").map { part in
      var text = part
      while text.first == " " { text.removeFirst() }
      while text.last == " " { text.removeLast() }
      return String(text)
    }.filter { !$0.isEmpty }
  }
}
