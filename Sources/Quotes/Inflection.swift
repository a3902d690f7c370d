import Documents

/// The forms of verbs: by ending (inflection.tsv), or as listed (irregular.tsv, verbs.tsv).
///
/// Thousands of forms are made at each start, so none is a String: a form is slices of the language's files.
struct Inflection {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// A form of a verb: what is left of the lemma, an ending, and the rest of a phrase ("point" "ed" " out"). A listed form
  /// is all ending. The slices live as long as the process.
  struct Form {
    var stem: Bytes
    var ending: Bytes
    var rest: Bytes

    /// Gives the form's bytes in one piece.
    func withBytes(_ body: (Bytes) -> Void) {
      let count = stem.count + ending.count + rest.count
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, count)) { buffer in
        var end = 0
        for part in [stem, ending, rest] {
          for byte in part {
            buffer[end] = byte
            end += 1
          }
        }
        body(Bytes(rebasing: buffer[..<end]))
      }
    }

    var string: String {
      var result = ""
      withBytes { result = String(decoding: $0, as: UTF8.self) }
      return result
    }
  }

  struct Forms {
    var third: Form
    var past: Form
    var participle: Form
    var gerund: Form
  }

  private struct Rule {
    var ending: Bytes
    var stripThird: Int
    var third: Bytes
    var stripPast: Int
    var past: Bytes
    var stripGerund: Int
    var gerund: Bytes

    func fits(_ word: Bytes) -> Bool {
      guard word.count >= ending.count else { return false }
      let start = word.count - ending.count
      return ending.indices.allSatisfy { word[start + $0] == ending[$0] }
    }
  }

  private struct Listed {
    var past: Bytes
    var participle: Bytes
    var gerund: Bytes
    var alsoRegular: Bool
  }

  private let rules: [Rule]
  private var listed: KeyMap<Listed> = [:]

  /// `verbs`: the table quotes/verbs.tsv.
  init(_ pack: LanguagePack, verbs: Table, _ problems: inout [Diagnostic]) throws(Diagnostics) {
    let table = try pack.table(
      "quotes/inflection.tsv",
      columns: ["ending", "strip-s", "s", "strip-past", "past", "strip-gerund", "gerund", "example"])
    var rules: [Rule] = []
    for row in table.rows {
      guard let a = Int(row[1]), let b = Int(row[3]), let c = Int(row[5]) else {
        problems.append(table.diagnostic("R010", row, "a strip column holds no number", help: "write 0, 1 or 2"))
        continue
      }
      let ending = row[0] == "*" ? Bytes(rebasing: row.utf8(0)[..<0]) : row.utf8(0)
      rules.append(
        Rule(
          ending: ending, stripThird: a, third: row.utf8(2), stripPast: b, past: row.utf8(4), stripGerund: c,
          gerund: row.utf8(6)))
    }
    rules.sort { $0.ending.count > $1.ending.count }
    self.rules = rules
    let irregular = try pack.table("quotes/irregular.tsv", columns: ["verb", "past", "participle", "gerund"])
    for table in [verbs, irregular] {
      let use = table.column("use")
      for row in table.rows {
        let forms = (row.utf8(1), row.utf8(2), row.utf8(3))
        if forms.0.isEmpty, forms.1.isEmpty, forms.2.isEmpty { continue }
        listed[ContentKey.lookUp(row.utf8(0))] = Listed(
          past: forms.0, participle: forms.1, gerund: forms.2,
          alsoRegular: use.map { row[$0].split(separator: " ").contains("also-regular") } ?? false)
      }
    }
    for row in table.rows {
      let words = row[7].split(separator: " ").map(String.init)
      guard words.count == 4 else {
        problems.append(
          table.diagnostic("R011", row, "the example is not four forms", help: "write: deny denies denied denying"))
        continue
      }
      let lemma = LineReader.cell(row.utf8(7), 0).prefix { $0 != 0x20 }
      let forms = regular(Bytes(rebasing: lemma), rest: Bytes(rebasing: lemma[..<0]))
      let made = [forms.third.string, forms.past.string, forms.gerund.string]
      if made != Array(words[1...]) {
        problems.append(
          table.diagnostic(
            "R012", row, "the rules give \(words[0]) \(made[0]) \(made[1]) \(made[2])",
            help: "mend the rule or its example"))
      }
    }
  }

  private func regular(_ word: Bytes, rest: Bytes) -> Forms {
    let none = Bytes(rebasing: word[..<0])
    guard let rule = rules.first(where: { $0.fits(word) }) else {
      let same = Form(stem: word, ending: none, rest: rest)
      return Forms(third: same, past: same, participle: same, gerund: same)
    }
    func form(_ strip: Int, _ ending: Bytes) -> Form {
      Form(stem: Bytes(rebasing: word.dropLast(strip)), ending: ending, rest: rest)
    }
    let past = form(rule.stripPast, rule.past)
    return Forms(
      third: form(rule.stripThird, rule.third), past: past, participle: past,
      gerund: form(rule.stripGerund, rule.gerund))
  }

  /// The regular forms of a verb that is written both ways ("labeled" beside "labelled"), or nil.
  func otherForms(_ lemma: Bytes) -> Forms? {
    guard listed[ContentKey.lookUp(lemma)]?.alsoRegular == true else { return nil }
    return regular(lemma, rest: Bytes(rebasing: lemma[..<0]))
  }

  /// The forms of a lemma; of a phrase the first word is inflected ("point out": "pointed out").
  func forms(_ lemma: Bytes) -> Forms? {
    guard !lemma.isEmpty else { return nil }
    let head = Bytes(rebasing: lemma.prefix { $0 != 0x20 })
    let rest = Bytes(rebasing: lemma[head.count...])
    var forms = regular(head, rest: rest)
    if let listed = listed[ContentKey.lookUp(head)] {
      func form(_ whole: Bytes) -> Form { Form(stem: Bytes(rebasing: head[..<0]), ending: whole, rest: rest) }
      if !listed.past.isEmpty {
        forms.past = form(listed.past)
        forms.participle = forms.past
      }
      if !listed.participle.isEmpty { forms.participle = form(listed.participle) }
      if !listed.gerund.isEmpty { forms.gerund = form(listed.gerund) }
    }
    return forms
  }
}
