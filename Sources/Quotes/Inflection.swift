import Documents

/// The forms of verbs: by ending (inflection.tsv), or as listed (irregular.tsv, verbs.tsv).
struct Inflection: Sendable {
  struct Forms: Sendable, Hashable {
    var third: String
    var past: String
    var participle: String
    var gerund: String
  }

  private struct Rule {
    var ending: [UInt8]
    var stripThird: Int
    var third: String
    var stripPast: Int
    var past: String
    var stripGerund: Int
    var gerund: String
  }

  private let rules: [Rule]
  private var irregular: [String: (past: String, participle: String, gerund: String)] = [:]

  private var alsoRegular: Set<String> = []

  init(_ pack: LanguagePack, _ problems: inout [Diagnostic]) throws(Diagnostics) {
    let table = try pack.table(
      "quotes/inflection.tsv",
      columns: ["ending", "strip-s", "s", "strip-past", "past", "strip-gerund", "gerund", "example"])
    var rules: [Rule] = []
    for row in table.rows {
      guard let a = Int(row[1]), let b = Int(row[3]), let c = Int(row[5]) else {
        problems.append(table.diagnostic("R010", row, "a strip column holds no number", help: "write 0, 1 or 2"))
        continue
      }
      rules.append(
        Rule(
          ending: row[0] == "*" ? [] : Array(row[0].utf8), stripThird: a, third: row[2], stripPast: b, past: row[4],
          stripGerund: c, gerund: row[6]))
    }
    rules.sort { $0.ending.count > $1.ending.count }
    self.rules = rules
    for name in ["quotes/verbs.tsv", "quotes/irregular.tsv"] {
      let table = try pack.table(
        name, columns: ["verb", "past", "participle", "gerund"])
      for row in table.rows where !row[1].isEmpty || !row[2].isEmpty || !row[3].isEmpty {
        irregular[row[0]] = (row[1], row[2], row[3])
        if let use = table.column("use"), row[use].contains("also-regular") { alsoRegular.insert(row[0]) }
      }
    }
    for row in table.rows {
      let words = row[7].split(separator: " ").map(String.init)
      guard words.count == 4, let forms = regular(words[0]) else {
        problems.append(
          table.diagnostic("R011", row, "the example is not four forms", help: "write: deny denies denied denying"))
        continue
      }
      if [forms.third, forms.past, forms.gerund] != Array(words[1...]) {
        problems.append(
          table.diagnostic(
            "R012", row, "the rules give \(words[0]) \(forms.third) \(forms.past) \(forms.gerund)",
            help: "mend the rule or its example"))
      }
    }
  }

  private func regular(_ lemma: String) -> Forms? {
    let bytes = Array(lemma.utf8)
    guard
      let rule = rules.first(where: {
        bytes.count >= $0.ending.count && bytes.suffix($0.ending.count) == $0.ending[...]
      })
    else { return Forms(third: lemma, past: lemma, participle: lemma, gerund: lemma) }
    func form(_ strip: Int, _ ending: String) -> String {
      String(decoding: bytes.dropLast(strip), as: UTF8.self) + ending
    }
    let past = form(rule.stripPast, rule.past)
    return Forms(
      third: form(rule.stripThird, rule.third), past: past, participle: past,
      gerund: form(rule.stripGerund, rule.gerund))
  }

  /// The regular forms of a verb that is written both ways ("labeled" beside "labelled"), or nil.
  func otherForms(_ lemma: String) -> Forms? { alsoRegular.contains(lemma) ? regular(lemma) : nil }

  /// The forms of a lemma; of a phrase the first word is inflected ("point out": "pointed out").
  func forms(_ lemma: String) -> Forms? {
    let parts = lemma.split(separator: " ", maxSplits: 1).map(String.init)
    guard let head = parts.first, var forms = regular(head) else { return nil }
    if let listed = irregular[head] {
      if !listed.past.isEmpty {
        forms.past = listed.past
        forms.participle = listed.past
      }
      if !listed.participle.isEmpty { forms.participle = listed.participle }
      if !listed.gerund.isEmpty { forms.gerund = listed.gerund }
    }
    if parts.count == 2 {
      for path in [\Forms.third, \Forms.past, \Forms.participle, \Forms.gerund] {
        forms[keyPath: path] += " " + parts[1]
      }
    }
    return forms
  }
}
