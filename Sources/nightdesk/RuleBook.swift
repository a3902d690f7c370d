import Documents

/// Where the rules of a language stand, why they are there, and which rows of its tables hold some words.
struct RuleBook {
  private struct Entry {
    var place: String
    var why = ""
    var source: String?
  }

  private var entries: [String: Entry] = [:]
  private let files: [LanguageFile]

  /// Of the built-in files and the user's own over them: a rule in a later layer wins. Nil: no language, no rules.
  init(_ pack: LanguagePack?) {
    files = pack.map { pack in pack.names(below: "").flatMap { pack.files($0) } } ?? []
    for file in files where file.name.hasSuffix(".rules") {
      var last: String?
      LineReader.each(file.bytes) { line, number in
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), line.first != UInt8(ascii: "#") else { return }
        let value = String(decoding: line[(colon + 1)...].drop { $0 == 0x20 }, as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "rule":
          entries[value] = Entry(place: "\(file.origin):\(number)")
          last = value
        case "why": if let last { entries[last]?.why = value }
        case "source": if let last { entries[last]?.source = value }
        default: break
        }
      }
    }
  }

  /// The rule with its file and line and what it takes for evidence, each line indented.
  func lines(_ rule: String) -> [String] {
    // An editor's correction and a user's list name their own file and line.
    guard let found = entry(rule) else { return ["    rule \(rule)"] }
    var lines = ["    rule \(rule), \(found.place): \(found.why)"]
    if let source = found.source { lines.append("    its grammar is in \(source)") }
    return lines
  }

  /// The rule's file and line, and what it takes for evidence.
  func place(of rule: String) -> (place: String, why: String)? { entry(rule).map { ($0.place, $0.why) } }

  private func entry(_ rule: String) -> Entry? {
    if let found = entries[rule] { return found }
    var head = rule[...]
    while let dot = head.lastIndex(of: ".") {
      if let found = entries[head[..<dot] + ".*"] { return found }
      head = head[..<dot]
    }
    return nil
  }

  /// The rows below `folder` whose first cell is `words`, whatever their case: "en/entities/towns.tsv:12: Bergen GPE".
  func rows(of words: String, below folder: String) -> [String] {
    let wanted = words.lowercased()
    let first = UInt8(wanted.utf8.first ?? 0)
    guard first != 0 else { return [] }
    var found: [String] = []
    for file in files where file.name.hasSuffix(".tsv") && file.name.hasPrefix(folder) {
      LineReader.each(file.bytes) { line, number in
        // Almost every line is told apart by its first letter.
        guard let begin = line.first, begin == first || begin | 0x20 == first || begin >= 0x80 else { return }
        let cells = LineReader.cells(line)
        if cells[0].lowercased() == wanted {
          found.append("\(file.origin):\(number): " + cells.filter { !$0.isEmpty }.joined(separator: "  "))
        }
      }
    }
    return found
  }
}
