import Documents

/// What a sentence may do after an abbreviation, by what follows it (see sentences/classes.tsv).
enum AfterAbbreviation: String, CaseIterable {
  case join, `break`, evidence, initial
}

struct AbbreviationClass: Sendable {
  let name: String
  let number: AfterAbbreviation
  let starter: AfterAbbreviation
  let capital: AfterAbbreviation
  /// Bits of the lists whose words always join.
  let before: Int32
}

/// A language's data for sentences and tokens, compiled for look-up by bytes.
///
/// A class: what asks it holds it, and of a struct so large each question would make a copy.
final class SentenceLanguage: Sendable {
  let classes: [AbbreviationClass]
  /// The classes that the scanner itself gives.
  let initialClass: UInt8
  let acronymClass: UInt8

  /// Entries with a capital, as they stand; entries in lower case, in any case; all entries, for text in capitals.
  private let exact: PhraseTable
  private let folded: PhraseTable
  private let capitals: PhraseTable

  private let starters: PhraseTable
  private let verbs: PhraseTable
  private let titles: PhraseTable
  /// Words of the lists that `before` names; the value is a set of bits.
  private let listed: PhraseTable
  private let markedNames: PhraseTable
  private let credits: PhraseTable
  private let labels: PhraseTable
  private let contacts: PhraseTable
  private let agencies: PhraseTable
  private let domains: PhraseTable
  private let gluedUnits: PhraseTable

  /// Endings that are tokens of their own, in lower case, and where their apostrophe stands.
  let suffixes: [(bytes: [UInt8], apostrophe: Int)]
  private let apostropheWords: PhraseTable
  /// Words that are cut; the value is the length of the first part.
  private let cuts: PhraseTable
  /// Which first letters and lengths those words have, so that few words are looked up.
  private let cutFirst: UInt32
  private let cutLengths: UInt32

  init(reading pack: LanguagePack) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var classes: [AbbreviationClass] = []
    var suffixes: [(bytes: [UInt8], apostrophe: Int)] = []
    var (cutFirst, cutLengths): (UInt32, UInt32) = (0, 0)
    var exact = PhraseTable(folding: false)
    var markedNames = PhraseTable(folding: false)
    var credits = PhraseTable(folding: false)
    var agencies = PhraseTable(folding: false)
    var gluedUnits = PhraseTable(folding: false)
    var folded = PhraseTable(folding: true)
    var capitals = PhraseTable(folding: true)
    var starters = PhraseTable(folding: true)
    var verbs = PhraseTable(folding: true)
    var titles = PhraseTable(folding: true)
    var listed = PhraseTable(folding: true)
    var labels = PhraseTable(folding: true)
    var contacts = PhraseTable(folding: true)
    var domains = PhraseTable(folding: true)
    var apostropheWords = PhraseTable(folding: true)
    var cuts = PhraseTable(folding: true)

    let lists = try pack.table("sentences/words.tsv", columns: ["list", "file", "column"])
    var bits: [String: Int32] = [:]
    var words: [String: Int32] = [:]
    for (i, row) in lists.rows.enumerated() where i < 31 {
      bits[row[0]] = 1 << Int32(i)
      let table = try pack.table(row[1], columns: [row[2]])
      let column = table.column(row[2])!
      for entry in table.rows { words[entry[column].lowercased(), default: 0] |= 1 << Int32(i) }
    }
    // In an order: what is compiled of it is the same each time.
    for (word, value) in words.sorted(by: { $0.key < $1.key }) { listed.insert(word, value) }

    let columns = ["class", "number", "starter", "capital", "before"]
    let classTable = try pack.table("sentences/classes.tsv", columns: columns)
    let at = columns.map { classTable.column($0)! }
    var index: [String: UInt8] = [:]
    for row in classTable.rows {
      let values = at[1...3].map { AfterAbbreviation(rawValue: row[$0]) }
      guard let number = values[0], let starter = values[1], let capital = values[2], classes.count < 255 else {
        problems.append(
          classTable.diagnostic(
            "R010", row, "a class says what follows by join, break, evidence or initial",
            help: "fill the columns number, starter and capital"))
        continue
      }
      var before: Int32 = 0
      for name in row[at[4]].split(separator: ",") {
        if let bit = bits[String(name)] {
          before |= bit
        } else {
          problems.append(
            classTable.diagnostic(
              "R011", row, "no list \"\(name)\"", help: "name it in sentences/words.tsv"))
        }
      }
      index[row[at[0]]] = UInt8(classes.count)
      classes.append(
        AbbreviationClass(name: row[at[0]], number: number, starter: starter, capital: capital, before: before))
    }
    for needed in ["initial", "acronym"] where index[needed] == nil {
      problems.append(
        Diagnostic(
          "R012", "the class \"\(needed)\" is missing", help: "single capitals and runs of them belong to it",
          file: "sentences/classes.tsv"))
    }
    initialClass = index["initial"] ?? 0
    acronymClass = index["acronym"] ?? 0

    let abbreviations = try pack.table("common/abbreviations.tsv", columns: ["abbreviation", "class"])
    let classColumn = abbreviations.column("class")!
    for row in abbreviations.rows {
      guard let value = index[row[classColumn]] else {
        problems.append(
          abbreviations.diagnostic(
            "R013", row, "no class \"\(row[classColumn])\"", help: "classes stand in sentences/classes.tsv"))
        continue
      }
      guard row[0].hasSuffix(".") else {
        problems.append(
          abbreviations.diagnostic("R014", row, "\"\(row[0])\" has no full stop at its end", help: "write it"))
        continue
      }
      if row[0].unicodeScalars.contains(where: { Letters.isUpper($0.value) }) {
        exact.insert(row[0], Int32(value))
        if capitals.value(row[0]) == nil { capitals.insert(row[0], Int32(value)) }
      } else {
        folded.insert(row[0], Int32(value))
      }
    }

    func fill(_ table: inout PhraseTable, _ file: String, _ column: String) throws(Diagnostics) {
      for row in try pack.table(file, columns: [column]).rows { table.insert(row[0], 1) }
    }
    let starterTable = try pack.table("sentences/starters.tsv", columns: ["word", "class"])
    let starterClass = starterTable.column("class")!
    for row in starterTable.rows { starters.insert(row[0], ["preposition": 2, "personal": 3][row[starterClass]] ?? 1) }
    try fill(&verbs, "sentences/attribution.tsv", "verb")
    try fill(&titles, "common/titles.tsv", "title")
    try fill(&markedNames, "sentences/marked-names.tsv", "name")
    try fill(&credits, "sentences/credits.tsv", "word")
    try fill(&labels, "sentences/labels.tsv", "word")
    try fill(&contacts, "sentences/contacts.tsv", "word")
    try fill(&agencies, "normalization/agencies.tsv", "agency")
    try fill(&domains, "sentences/domains.tsv", "suffix")
    try fill(&gluedUnits, "sentences/glued-units.tsv", "unit")

    let contractions = try pack.table("sentences/contractions.tsv", columns: ["form", "kind"])
    let kind = contractions.column("kind")!
    for row in contractions.rows {
      let bytes = Array(row[0].utf8)
      let apostrophe = bytes.firstIndex(of: 0x27)
      let bar = bytes.firstIndex(of: UInt8(ascii: "|"))
      switch row[kind] {
      case "suffix" where apostrophe != nil: suffixes.append((bytes, apostrophe!))
      case "word" where apostrophe != nil: apostropheWords.insert(row[0], 1)
      case "cut" where bar != nil && bytes.count <= 32:
        cuts.insert(String(row[0].filter { $0 != "|" }), Int32(bar!))
        cutFirst |= 1 << UInt32(bytes[0] & 31)
        cutLengths |= 1 << UInt32(bytes.count - 1)
      default:
        problems.append(
          contractions.diagnostic(
            "R015", row, "\"\(row[0])\" is no \(row[kind])",
            help: "suffix and word have an apostrophe, cut has a |; there is no other kind"))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.classes = classes
    self.exact = exact
    self.folded = folded
    self.capitals = capitals
    self.starters = starters
    self.verbs = verbs
    self.titles = titles
    self.listed = listed
    self.markedNames = markedNames
    self.credits = credits
    self.labels = labels
    self.contacts = contacts
    self.agencies = agencies
    self.domains = domains
    self.gluedUnits = gluedUnits
    self.apostropheWords = apostropheWords
    self.cuts = cuts
    self.suffixes = suffixes
    self.cutFirst = cutFirst
    self.cutLengths = cutLengths
  }

  /// Takes what `write` put.
  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    var classes: [AbbreviationClass] = []
    for _ in 0..<section.word() {
      let (name, after) = (section.string(), section.array(of: UInt8.self))
      let all = AfterAbbreviation.allCases
      classes.append(
        AbbreviationClass(
          name: name, number: all[Int(after[0])], starter: all[Int(after[1])], capital: all[Int(after[2])],
          before: Int32(section.word())))
    }
    self.classes = classes
    let given = section.array(of: UInt8.self)
    (initialClass, acronymClass) = (given[0], given[1])
    exact = PhraseTable(&section)
    folded = PhraseTable(&section)
    capitals = PhraseTable(&section)
    starters = PhraseTable(&section)
    verbs = PhraseTable(&section)
    titles = PhraseTable(&section)
    listed = PhraseTable(&section)
    markedNames = PhraseTable(&section)
    credits = PhraseTable(&section)
    labels = PhraseTable(&section)
    contacts = PhraseTable(&section)
    agencies = PhraseTable(&section)
    domains = PhraseTable(&section)
    gluedUnits = PhraseTable(&section)
    apostropheWords = PhraseTable(&section)
    cuts = PhraseTable(&section)
    var suffixes: [(bytes: [UInt8], apostrophe: Int)] = []
    for _ in 0..<section.word() {
      suffixes.append((Array(section.array(of: UInt8.self)), Int(section.word())))
    }
    self.suffixes = suffixes
    let cut = section.array(of: UInt32.self)
    (cutFirst, cutLengths) = (cut[0], cut[1])
  }

  // MARK: Look-up

  /// The class of an abbreviation (bytes with its full stop), or nil.
  func abbreviation(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8? {
    if let found = exact.value(bytes) { return UInt8(found) }
    // A single capital is an initial, whatever its small letter stands for (`p. 12`, `P. Okafor`).
    if bytes.count == 2, Letters.isUpper(UInt32(bytes[0])) { return nil }
    if let found = folded.value(bytes) { return UInt8(found) }
    for byte in bytes where byte >= 0x61 && byte <= 0x7A { return nil }
    return bytes.count > 2 ? capitals.value(bytes).map { UInt8($0) } : nil
  }

  func isStarter(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { starters.value(bytes) != nil }
  func isPreposition(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { starters.value(bytes) == 2 }
  func isPersonal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { starters.value(bytes) == 3 }
  func isCredit(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { credits.value(bytes) != nil }
  func isLabel(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { labels.value(bytes) != nil }
  func isContact(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { contacts.value(bytes) != nil }
  func isAgency(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { agencies.value(bytes) != nil }
  func isVerb(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { verbs.value(bytes) != nil }
  func isTitle(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { titles.value(bytes) != nil }
  func lists(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 { listed.value(bytes) ?? 0 }
  func isMarkedName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { markedNames.value(bytes) != nil }
  func isDomain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { domains.value(bytes) != nil }
  func isGluedUnit(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { gluedUnits.value(bytes) != nil }
  func isApostropheWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { apostropheWords.value(bytes) != nil }

  /// The length of the first part of a word that is cut in two, or nil.
  @inline(__always)
  func cut(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard bytes.count < 32, cutLengths >> UInt32(bytes.count) & 1 == 1, cutFirst >> UInt32(bytes[0] & 31) & 1 == 1
    else { return nil }
    return cuts.value(bytes).map { Int($0) }
  }
}

extension SentenceLanguage: CompiledForm {
  static let section = "sentences/language"
  static var form: UInt64 { PhraseTable.form }

  /// Its tables, in the order in which they are kept.
  private var tables: [PhraseTable] {
    [
      exact, folded, capitals, starters, verbs, titles, listed, markedNames, credits, labels, contacts, agencies,
      domains, gluedUnits, apostropheWords, cuts,
    ]
  }

  func write(to section: inout CompiledWriter) {
    section.add(UInt64(classes.count))
    for one in classes {
      section.add(one.name)
      section.add([one.number, one.starter, one.capital].map { UInt8(AfterAbbreviation.allCases.firstIndex(of: $0)!) })
      section.add(UInt64(one.before))
    }
    section.add([initialClass, acronymClass])
    for table in tables { table.write(to: &section) }
    section.add(UInt64(suffixes.count))
    for suffix in suffixes {
      section.add(suffix.bytes)
      section.add(UInt64(suffix.apostrophe))
    }
    section.add([cutFirst, cutLengths])
  }
}
