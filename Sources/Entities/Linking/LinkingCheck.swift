import Documents

extension EntityLinker {
  /// Compiles the pack's lists for linking and runs their examples; what is wrong with them.
  static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do throws(Diagnostics) {
      let lexicon = try LinkingLexicon.made(of: pack)
      return try checkFolding(pack, lexicon) + checkTitles(pack, lexicon) + checkPronouns(pack)
    } catch {
      return error.list
    }
  }

  /// `José = Jose`: both sides fold to one.
  private static func checkFolding(
    _ pack: LanguagePack, _ lexicon: LinkingLexicon
  ) throws(Diagnostics) -> [Diagnostic] {
    let table = try pack.table(LinkingLexicon.folder + "folding.tsv", columns: NameFolding.columns)
    guard let example = table.column("example") else { return [] }
    var problems: [Diagnostic] = []
    for row in table.rows where row[example] != "" {
      let sides = row[example].split(separator: "=").map { lexicon.folding.fold(RuleText.trimmed($0)).key }
      if sides.count != 2 || sides[0] != sides[1] {
        problems.append(
          table.diagnostic(
            "R020", row, "the example \"\(row[example])\" does not hold", help: "write two names that the row makes one"
          ))
      }
    }
    return problems
  }

  /// `Senator [[Bo Hale]]`: a title ends right before the name. Each class has an example.
  private static func checkTitles(_ pack: LanguagePack, _ lexicon: LinkingLexicon) throws(Diagnostics) -> [Diagnostic] {
    let table = try pack.table("common/titles.tsv", columns: ["title", "class"])
    guard let example = table.column("example"), let kind = table.column("class") else { return [] }
    var problems: [Diagnostic] = []
    var without: [(kind: String, row: Table.Row)] = []
    var with: Set<String> = []
    for row in table.rows {
      if row[example] == "" {
        if !without.contains(where: { $0.kind == row[kind] }) { without.append((row[kind], row)) }
        continue
      }
      with.insert(row[kind])
      guard let before = RuleText.beforeMark(row[example]), endsWithTitle(before, lexicon) else {
        problems.append(
          table.diagnostic(
            "R020", row, "no title stands before the name in \"\(row[example])\"",
            help: "mark the name after the title: Senator [[Bo Hale]]"))
        continue
      }
    }
    for (kind, row) in without where !with.contains(kind) {
      problems.append(table.diagnostic("R021", row, "no title of the class \"\(kind)\" has an example"))
    }
    return problems
  }

  private static func endsWithTitle(_ before: [UInt8], _ lexicon: LinkingLexicon) -> Bool {
    var tokens: [Span] = []
    var i = 0
    while i < before.count {
      if before[i] == 0x20 || before[i] == 0x2C {
        i += 1
        continue
      }
      let start = i
      while i < before.count, before[i] != 0x20, before[i] != 0x2C { i += 1 }
      tokens.append(Span(start, i))
    }
    return before.withUnsafeBufferPointer { bytes in
      tokens.withUnsafeBufferPointer { spans in
        spans.indices.contains { first in
          [lexicon.titlePhrases, lexicon.exactTitlePhrases].contains {
            $0.longestMatch(in: bytes, tokens: spans, from: first, limit: spans.count)?.endToken == spans.count
          }
        }
      }
    }
  }

  /// `[[he]] said`: what is marked is the pronoun itself.
  private static func checkPronouns(_ pack: LanguagePack) throws(Diagnostics) -> [Diagnostic] {
    let table = try pack.table("common/pronouns.tsv", columns: ["pronoun"])
    guard let example = table.column("example") else { return [] }
    return table.rows.filter { $0[example] != "" }.compactMap { row in
      guard let marked = RuleText.marked(row[example]), LinkingLexicon.key(marked) == LinkingLexicon.key(row[0]) else {
        return table.diagnostic("R020", row, "\"\(row[0])\" is not what [[ ]] marks in \"\(row[example])\"")
      }
      return nil
    }
  }
}

/// Examples as they stand in tables.
private enum RuleText {
  static func trimmed(_ text: Substring) -> String {
    var bytes = text.utf8
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    return String(bytes) ?? ""
  }

  private static func marks(_ text: String) -> (open: Int, close: Int)? {
    let bytes = Array(text.utf8)
    var open: Int?
    var i = 0
    while i + 1 < bytes.count {
      if bytes[i] == 0x5B, bytes[i + 1] == 0x5B { open = i }
      if bytes[i] == 0x5D, bytes[i + 1] == 0x5D, let open { return (open, i) }
      i += 1
    }
    return nil
  }

  /// What stands before the first `[[`.
  static func beforeMark(_ text: String) -> [UInt8]? { marks(text).map { Array(text.utf8.prefix($0.open)) } }

  /// What stands in the first `[[ ]]`.
  static func marked(_ text: String) -> String? {
    marks(text).map { String(decoding: Array(text.utf8)[$0.open + 2..<$0.close], as: UTF8.self) }
  }
}
