import Documents

/// A verb or phrase that says that somebody speaks.
struct CueEntry: Sendable {
  var lemma: String
  var cueClass: String
  var frames: Frames

  /// A verb that names a thing and needs it, as "deem".
  var namesThing: Bool { frames.contains(.object) && frames.isDisjoint(with: [.that, .bare]) }
}

/// All language data of this stage, compiled to one look-up a word.
struct QuoteLexicon: Sendable {
  struct WordEntry: Sendable {
    var classes: WordClass = []
    var nouns: NounKinds = []
    /// Index of the cue whose form this word is, or -1.
    var cue: Int32 = -1
    /// Whether a phrase of `phrases` begins with this word.
    var startsPhrase = false
    var before: WorkKind = .none
    var after: WorkKind = .none
  }
  enum WorkKind: UInt8, Sendable { case none, work, term }
  enum PhraseKind: Sendable {
    case cue(Int32, WordClass)
    case source(personOnly: Bool)
    case falseCue
  }
  struct Affix: Sendable {
    var ending: [UInt8]
    var classes: WordClass
    var length: Int
  }
  struct Mark: Sendable {
    var bytes: [UInt8]
    var opens: Bool
    var closes: Bool
    var double: Bool
  }

  var words: PhraseTable
  var entries: [WordEntry] = []
  var phrases: PhraseTable
  var phraseKinds: [PhraseKind] = []
  var cues: [CueEntry] = []
  var marks: [Mark] = []
  /// The first bytes of marks, so that a scan skips all others.
  var markStarts = [Bool](repeating: false, count: 256)
  /// Endings by their last byte: most words end as no affix does.
  var affixes = [[Affix]](repeating: [], count: 256)
  var worksBefore: PhraseTable
  /// Prepositions and nouns that stand around a source: "in Okafor's words".
  var ownedSources: PhraseTable

  init(reading pack: LanguagePack) throws(Diagnostics) {
    words = PhraseTable(folding: true, capacity: 20_000)
    phrases = PhraseTable(folding: true, capacity: 2_000)
    worksBefore = PhraseTable(folding: true)
    ownedSources = PhraseTable(folding: true)
    var problems: [Diagnostic] = []
    entries.reserveCapacity(20_000)
    let verbs = try pack.table("quotes/verbs.tsv", columns: ["verb", "past", "participle", "gerund"])
    let inflection = try Inflection(pack, verbs: verbs, &problems)
    try readMarks(pack, &problems)
    try readWords(pack, &problems)
    readVerbs(verbs, inflection)
    try readCues(pack, inflection, &problems)
    try readNouns(pack, inflection, &problems)
    try readPhrases(pack, &problems)
    try readAffixes(pack, &problems)
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  private mutating func update(_ word: UnsafeBufferPointer<UInt8>, _ change: (inout WordEntry) -> Void) {
    if let known = words.value(word) { return change(&entries[Int(known)]) }
    words.insert(word, Int32(entries.count))
    var entry = WordEntry()
    change(&entry)
    entries.append(entry)
  }

  private mutating func update(_ form: Inflection.Form, _ change: (inout WordEntry) -> Void) {
    form.withBytes { update($0, change) }
  }

  private mutating func addPhrase(_ phrase: UnsafeBufferPointer<UInt8>, _ kind: PhraseKind) {
    phrases.insert(phrase, Int32(phraseKinds.count))
    phraseKinds.append(kind)
    update(UnsafeBufferPointer(rebasing: phrase.prefix { $0 != 0x20 })) { $0.startsPhrase = true }
  }

  private mutating func readMarks(_ pack: LanguagePack, _ problems: inout [Diagnostic]) throws(Diagnostics) {
    let table = try pack.table("quotes/marks.tsv", columns: ["mark", "role", "level"])
    for row in table.rows {
      guard ["open", "close", "both"].contains(row[1]), ["double", "single"].contains(row[2]), !row[0].isEmpty else {
        problems.append(
          table.diagnostic(
            "R013", row, "a mark needs a role (open, close, both) and a level (double, single)", help: "fill both"))
        continue
      }
      let bytes = Array(row[0].utf8)
      marks.append(
        Mark(bytes: bytes, opens: row[1] != "close", closes: row[1] != "open", double: row[2] == "double"))
      markStarts[Int(bytes[0])] = true
    }
    // The longest first, so that two single marks are one double one.
    marks.sort { $0.bytes.count > $1.bytes.count }
  }

  private mutating func readWords(_ pack: LanguagePack, _ problems: inout [Diagnostic]) throws(Diagnostics) {
    let table = try pack.table("quotes/words.tsv", columns: ["word", "classes"])
    for row in table.rows {
      var classes: WordClass = []
      for name in row[1].split(separator: " ") {
        guard let known = WordClass.named[String(name)] else {
          problems.append(
            table.diagnostic(
              "R014", row, "unknown class \"\(name)\"",
              help: "known: " + WordClass.named.keys.sorted().joined(separator: ", ")))
          continue
        }
        classes.formUnion(known)
      }
      update(row.utf8(0)) { $0.classes.formUnion(classes) }
    }
  }

  private mutating func readVerbs(_ table: Table, _ inflection: Inflection) {
    let useColumn = table.column("use") ?? 4
    for row in table.rows {
      let lemma = row.utf8(0)
      guard let forms = inflection.forms(lemma) else { continue }
      var nominal = false
      var adjective = false
      if !row.utf8(useColumn).isEmpty {
        let uses = row[useColumn].split(separator: " ")
        nominal = uses.contains { $0 == "noun" || $0 == "adjective" }
        adjective = uses.contains("adjective-ed")
      }
      update(lemma) { $0.classes.formUnion(nominal ? [.verbBase, .nominal] : .verbBase) }
      add(forms.third, nominal ? [.verbS, .nominal] : .verbS)
      add(forms.past, adjective ? [.verbPast, .nominal] : .verbPast)
      add(forms.participle, .participle)
      add(forms.gerund, .gerund)
      if let other = inflection.otherForms(lemma) {
        add(other.past, [.verbPast, .participle])
        add(other.gerund, .gerund)
      }
    }
  }

  private mutating func add(_ form: Inflection.Form, _ classes: WordClass) {
    update(form) { $0.classes.formUnion(classes) }
  }

  private mutating func readCues(
    _ pack: LanguagePack, _ inflection: Inflection, _ problems: inout [Diagnostic]
  ) throws(Diagnostics) {
    let table = try pack.table("quotes/cues.tsv", columns: ["cue", "class", "frames"])
    for row in table.rows {
      var frames: Frames = []
      for name in row[2].split(separator: " ") {
        guard let known = Frames.named[String(name)] else {
          problems.append(
            table.diagnostic(
              "R015", row, "unknown frame \"\(name)\"",
              help: "known: " + Frames.named.keys.sorted().joined(separator: ", ")))
          continue
        }
        frames.formUnion(known)
      }
      let lemma = row.utf8(0)
      guard let forms = inflection.forms(lemma), !frames.isEmpty, !row.utf8(1).isEmpty else {
        problems.append(table.diagnostic("R016", row, "a cue needs a class and a frame", help: "fill both columns"))
        continue
      }
      let cue = Int32(cues.count)
      cues.append(CueEntry(lemma: row[0], cueClass: row[1], frames: frames))
      let base = Inflection.Form(stem: lemma, ending: row.utf8(Int.max), rest: row.utf8(Int.max))
      var all: [(form: Inflection.Form, classes: WordClass)] = [
        (base, .verbBase), (forms.third, .verbS), (forms.participle, .participle), (forms.past, .verbPast),
        (forms.gerund, .gerund),
      ]
      if let other = inflection.otherForms(lemma) {
        all.append((other.past, [.verbPast, .participle]))
        all.append((other.gerund, .gerund))
      }
      if lemma.contains(0x20) {
        // Forms that are spelled alike are one phrase with the classes of all.
        let spelled = all.map(\.form.string)
        for (n, one) in all.enumerated() where !spelled[..<n].contains(spelled[n]) {
          var classes = WordClass()
          for m in n..<all.count where spelled[m] == spelled[n] { classes.formUnion(all[m].classes) }
          one.form.withBytes { addPhrase($0, .cue(cue, classes)) }
        }
      } else {
        for (form, classes) in all {
          update(form) {
            // A form of two lemmas is the one listed with it first, unless the other is spelled so.
            if $0.cue < 0 || classes == .verbBase { $0.cue = cue }
            $0.classes.formUnion([classes, .cue])
          }
        }
      }
    }
  }

  private mutating func readNouns(
    _ pack: LanguagePack, _ inflection: Inflection, _ problems: inout [Diagnostic]
  ) throws(Diagnostics) {
    let table = try pack.table("quotes/nouns.tsv", columns: ["noun", "kinds"])
    for row in table.rows {
      var kinds: NounKinds = []
      for name in row[1].split(separator: " ") {
        guard let known = NounKinds.named[String(name)] else {
          problems.append(
            table.diagnostic(
              "R017", row, "unknown kind \"\(name)\"",
              help: "known: " + NounKinds.named.keys.sorted().joined(separator: ", ")))
          continue
        }
        kinds.formUnion(known)
      }
      // A phrase counts by its last word.
      let cell = row.utf8(0)
      let noun = UnsafeBufferPointer(rebasing: cell[(cell.lastIndex(of: 0x20).map { $0 + 1 } ?? 0)...])
      update(noun) { $0.nouns.formUnion(kinds) }
      // A plural is made as the third person of a verb is: "ministry, ministries"; persons in the plural are a group.
      if let forms = inflection.forms(noun) {
        let plural = kinds.contains(.person) ? kinds.subtracting(.person).union(.group) : kinds
        update(forms.third) { if $0.nouns.isEmpty { $0.nouns = plural } }
      }
    }
    let persons = try pack.table("quotes/person-nouns.tsv", columns: ["noun"], allowMissing: true)
    for row in persons.rows {
      update(row.utf8(0)) { $0.nouns.formUnion(.person) }
      if let forms = inflection.forms(row.utf8(0)) { update(forms.third) { if $0.nouns.isEmpty { $0.nouns = .group } } }
    }
    let cues = try pack.table("quotes/noun-cues.tsv", columns: ["noun", "kind"])
    for row in cues.rows {
      let kind: NounKinds = row[1] == "wording" ? .wording : .utterance
      update(row.utf8(0)) { $0.nouns.formUnion(kind) }
      if let forms = inflection.forms(row.utf8(0)) { update(forms.third) { $0.nouns.formUnion(kind) } }
    }
  }

  private mutating func readPhrases(_ pack: LanguagePack, _ problems: inout [Diagnostic]) throws(Diagnostics) {
    let sources = try pack.table("quotes/sources.tsv", columns: ["phrase", "strength"])
    for row in sources.rows {
      // "in * words": the source owns the noun.
      let parts = row[0].split(separator: " ").map(String.init)
      if parts.contains("*") {
        guard parts.count == 3, parts[1] == "*" else {
          problems.append(
            sources.diagnostic(
              "R018", row, "an owned source is a preposition, \"*\" and a noun", help: "write: in * words"))
          continue
        }
        let cell = row.utf8(0)
        update(UnsafeBufferPointer(rebasing: cell.prefix { $0 != 0x20 })) { $0.classes.formUnion(.ownedSource) }
        let noun = UnsafeBufferPointer(rebasing: cell[(cell.lastIndex(of: 0x20)! + 1)...])
        update(noun) { $0.classes.formUnion(.ownedNoun) }
        ownedSources.insert(parts[0] + " " + parts[2], 1)
      } else {
        addPhrase(row.utf8(0), .source(personOnly: row[1] == "person"))
      }
    }
    let falseCues = try pack.table("quotes/false-cues.tsv", columns: ["phrase"], allowMissing: true)
    for row in falseCues.rows { addPhrase(row.utf8(0), .falseCue) }
    let works = try pack.table("quotes/titles-of-works.tsv", columns: ["word", "before", "after"])
    for row in works.rows {
      let kinds: [String: WorkKind] = ["work": .work, "term": .term, "": .none]
      guard let before = kinds[row[1]], let after = kinds[row[2]] else {
        problems.append(table(works, row))
        continue
      }
      if row[0].contains(" ") {
        if before != .none { worksBefore.insert(row[0], Int32(before.rawValue)) }
      } else {
        update(row.utf8(0)) {
          $0.before = before
          $0.after = after
        }
      }
    }
  }

  private mutating func readAffixes(_ pack: LanguagePack, _ problems: inout [Diagnostic]) throws(Diagnostics) {
    let table = try pack.table(
      "quotes/affixes.tsv", columns: ["ending", "class", "length", "except"], allowMissing: true)
    for row in table.rows {
      guard let classes = WordClass.named[row[1]], let length = Int(row[2]), let last = row.utf8(0).last else {
        problems.append(
          table.diagnostic("R019", row, "an ending needs a class and the shortest length", help: "fill both columns"))
        continue
      }
      affixes[Int(last)].append(Affix(ending: Array(row.utf8(0)), classes: classes, length: length))
      // Listed words need no ending.
      for word in row.utf8(3).split(separator: 0x20) { update(UnsafeBufferPointer(rebasing: word)) { _ in } }
    }
  }

  /// What a phrase that ends with word `k` announces: a title ("host of") or a term ("Latin for").
  func worksBefore(
    _ words: UnsafeBufferPointer<Word>, _ text: UnsafeBufferPointer<UInt8>, endingAt k: Int, from lo: Int
  ) -> WorkKind {
    var first = k - 1
    while first >= lo, k - first < 4 {
      let spans = (first...k).map { words[$0].span }
      let found = spans.withUnsafeBufferPointer {
        worksBefore.longestMatch(in: text, tokens: $0, from: 0, limit: spans.count)
      }
      if let found, found.endToken == spans.count { return WorkKind(rawValue: UInt8(found.value)) ?? .work }
      first -= 1
    }
    return .none
  }

  /// Whether a preposition and a noun name who stands between them as a source.
  func ownsSource(_ preposition: Span, _ noun: Span, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    [preposition, noun].withUnsafeBufferPointer {
      ownedSources.longestMatch(in: text, tokens: $0, from: 0, limit: 2)?.endToken == 2
    }
  }

  /// The class that a word's ending gives it, where no list has the word.
  func classes(byEnding bytes: UnsafeBufferPointer<UInt8>) -> WordClass {
    guard let last = bytes.last else { return [] }
    for affix in affixes[Int(last)] where bytes.count >= max(affix.length, affix.ending.count) {
      let start = bytes.count - affix.ending.count
      if affix.ending.indices.allSatisfy({ bytes[start + $0] == affix.ending[$0] }) { return affix.classes }
    }
    return []
  }

  private func table(_ table: Table, _ row: Table.Row) -> Diagnostic {
    table.diagnostic("R018", row, "before and after hold work, term or nothing", help: "mend the cell")
  }

  /// The entry of a word, in any case.
  func entry(_ bytes: UnsafeBufferPointer<UInt8>) -> WordEntry? {
    words.value(bytes).map { entries[Int($0)] }
  }

  /// The entries of a document's different tokens, by number.
  func entries(of words: Vocabulary, in text: SourceText) -> [WordEntry?] {
    let table = self.words
    let entries = self.entries
    return words.map(text) { table.key($0) }.map { key in table.value(key: key).map { entries[Int($0)] } }
  }
}
