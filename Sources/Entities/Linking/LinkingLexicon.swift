import Documents

/// What a word does in a sentence, as far as linking looks at it.
struct WordClasses: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  static let definite = WordClasses(rawValue: 1 << 0)
  static let indefinite = WordClasses(rawValue: 1 << 1)
  static let possessive = WordClasses(rawValue: 1 << 2)
  static let coordination = WordClasses(rawValue: 1 << 3)
  static let of = WordClasses(rawValue: 1 << 4)
  static let preposition = WordClasses(rawValue: 1 << 5)
  static let cause = WordClasses(rawValue: 1 << 6)
  static let attribution = WordClasses(rawValue: 1 << 7)
  static let speech = WordClasses(rawValue: 1 << 8)
  static let telling = WordClasses(rawValue: 1 << 9)
  static let verb = WordClasses(rawValue: 1 << 10)
  static let modifier = WordClasses(rawValue: 1 << 11)
  static let numberWord = WordClasses(rawValue: 1 << 12)
  static let suffix = WordClasses(rawValue: 1 << 13)
  static let degree = WordClasses(rawValue: 1 << 14)
  static let particle = WordClasses(rawValue: 1 << 15)
  static let glue = WordClasses(rawValue: 1 << 16)
  static let adverb = WordClasses(rawValue: 1 << 18)
  /// Not in the table: set for the words of `common/pronouns.tsv`.
  static let pronoun = WordClasses(rawValue: 1 << 17)

  /// The classes by the names they have in `words.tsv`.
  static let named: [(name: String, value: WordClasses)] = [
    ("definite", .definite), ("indefinite", .indefinite), ("possessive", .possessive),
    ("coordination", .coordination), ("of", .of), ("preposition", .preposition), ("cause", .cause),
    ("attribution", .attribution), ("speech", .speech), ("telling", .telling), ("verb", .verb),
    ("modifier", .modifier), ("number-word", .numberWord), ("suffix", .suffix), ("degree", .degree),
    ("particle", .particle), ("glue", .glue), ("adverb", .adverb),
  ]
}

/// A row of `common/pronouns.tsv`.
struct Pronoun: Sendable {
  var person: Int
  var plural: Bool
  var singular: Bool
  var gender: Gender?
  var neuter: Bool
  /// Stands before a noun or may do so.
  var determiner: Bool
  var subject: Bool
  var object: Bool
  var personal: Bool
  var reflexive: Bool
}

/// A row of `common/titles.tsv`.
struct Title: Sendable {
  var courtesy: Bool
  var kin: Bool
  var gender: Gender?
  /// A given name may follow alone.
  var given: Bool
  var noun: Bool
  var plural: Bool
  /// The index of the title it is another spelling of, or its own.
  var canonical: Int32
  /// Of "finance minister" the title "minister", which may refer to the same person; its own otherwise.
  var short: Int32
}

/// A row of `descriptions.tsv`.
struct Description: Sendable {
  var type: EntityType
  var anyName: Bool
  /// Keys of the name words that fit.
  var names: Set<UInt64>
}

/// All language data that linking reads, compiled.
struct LinkingLexicon: Sendable {
  var words: KeyMap<WordClasses> = [:]
  var pronouns: KeyMap<Pronoun> = [:]
  var titles: [Title] = []
  var titlePhrases = PhraseTable(folding: true)
  /// Titles with a capital: found only as they stand.
  var exactTitlePhrases = PhraseTable(folding: false)
  var descriptions: [Description] = []
  /// All name words that tell which description fits.
  var kindWords: Set<UInt64> = []
  var descriptionPhrases = PhraseTable(folding: true)
  let folding: NameFolding
  /// Folded short form → folded full forms.
  var nicknames: KeyMap<[UInt64]> = [:]
  /// Folded family name → whether it is no given name elsewhere.
  var familyFirst: KeyMap<Bool> = [:]
  /// Key of a name (see `OrganizationName`) → group, and the types that it is of.
  var aliases: KeyMap<Int32> = [:]
  var tails: Set<UInt64> = []
  var heads: Set<UInt64> = []
  var turning: Set<UInt64> = []
  /// Folded articles, prepositions and conjunctions.
  var smallWords: Set<UInt64> = []
  /// Given name in plain letters → gender, as `Gender?.bits`.
  var givenNames = KeyTable()

  static let folder = "entities/linking/"

  init(reading pack: LanguagePack) throws(Diagnostics) {
    folding = try NameFolding(pack.table(Self.folder + "folding.tsv", columns: NameFolding.columns))
    try readWords(pack)
    try readPronouns(pack)
    try readTitles(pack)
    try readDescriptions(pack)
    try readNames(pack)
    readGivenNames(pack)
    try inheritGenders(pack)
  }

  /// A familiar form whose gender no list tells has that of the names it stands for, where they agree.
  private mutating func inheritGenders(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table(Self.folder + "nicknames.tsv", columns: ["short", "full"])
    let (short, full) = (table.column("short")!, table.column("full")!)
    for row in table.rows {
      let key = folding.fold(row[short]).plain
      if let known = givenName(key), known != nil { continue }
      let genders = row[full].split(separator: " ").map { givenName(folding.fold(String($0)).plain) ?? nil }
      if let first = genders.first, first != nil, genders.allSatisfy({ $0 == first }) {
        givenNames.update(key) { _ in first.bits }
      }
    }
  }

  /// The key of a word in lower case, as tokens are looked up.
  static func key(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { key($0, Span(0, $0.count)) }
  }

  static func key(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> UInt64 {
    PhraseHash.of(bytes, in: span.range, folding: true)
  }

  private mutating func readWords(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table(Self.folder + "words.tsv", columns: ["word", "classes"])
    let (word, classes) = (table.column("word")!, table.column("classes")!)
    var problems: [Diagnostic] = []
    for row in table.rows {
      var value: WordClasses = []
      for name in row[classes].split(separator: " ") {
        if let known = WordClasses.named.first(where: { $0.name == name }) {
          value.insert(known.value)
        } else {
          problems.append(
            table.diagnostic(
              "R010", row, "unknown class \"\(name)\"",
              help: "known: " + WordClasses.named.map(\.name).joined(separator: ", ")))
        }
      }
      words[Self.key(row[word]), default: []].formUnion(value)
      if !value.isDisjoint(with: [.definite, .indefinite, .of, .preposition, .coordination]) {
        smallWords.insert(folding.fold(row[word]).key)
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  private mutating func readPronouns(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table(
      "common/pronouns.tsv", columns: ["pronoun", "kind", "person", "number", "gender", "case"])
    let (word, kind, person) = (table.column("pronoun")!, table.column("kind")!, table.column("person")!)
    let (number, gender, grammatical) = (table.column("number")!, table.column("gender")!, table.column("case")!)
    for row in table.rows {
      let kindOf = row[kind]
      guard kindOf == "personal" || kindOf == "possessive" || kindOf == "reflexive", let p = Int(row[person]) else {
        continue
      }
      let key = Self.key(row[word])
      pronouns[key] = Pronoun(
        person: p, plural: row[number] != "singular", singular: row[number] != "plural",
        gender: Self.gender(row[gender]), neuter: row[gender] == "n",
        determiner: row[grammatical].contains("determiner"), subject: row[grammatical].contains("subject"),
        object: row[grammatical].contains("object"), personal: kindOf == "personal", reflexive: kindOf == "reflexive")
      words[key, default: []].insert(.pronoun)
    }
  }

  private static func gender(_ cell: String) -> Gender? {
    switch cell {
    case "m": .male
    case "f": .female
    default: nil
    }
  }

  private static func lastWord(_ title: String) -> String {
    String(title.split(separator: " ").last ?? "")
  }

  private mutating func readTitles(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("common/titles.tsv", columns: ["title", "class", "gender", "flags", "full"])
    let (title, kind, gender) = (table.column("title")!, table.column("class")!, table.column("gender")!)
    let (flags, full) = (table.column("flags")!, table.column("full")!)
    var index: [String: Int32] = [:]
    for row in table.rows { index[row[title]] = Int32(index.count) }
    var problems: [Diagnostic] = []
    for (i, row) in table.rows.enumerated() {
      var canonical = Int32(i)
      if row[full] != "" {
        if let other = index[row[full]] {
          canonical = other
        } else {
          problems.append(
            table.diagnostic("R011", row, "no title \"\(row[full])\"", help: "`full` names another row's title"))
        }
      }
      let words = row[flags].split(separator: ",")
      titles.append(
        Title(
          courtesy: row[kind] == "courtesy", kin: row[kind] == "kin", gender: Self.gender(row[gender]),
          given: words.contains("given"), noun: words.contains("noun"), plural: words.contains("plural"),
          canonical: canonical,
          short: words.contains("short") ? index[Self.lastWord(row[title])] ?? canonical : canonical))
      if row[title].unicodeScalars.contains(where: { Letters.isUpper($0.value) }) {
        exactTitlePhrases.insert(row[title], Int32(i))
      } else {
        titlePhrases.insert(row[title], Int32(i))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  private mutating func readDescriptions(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table(Self.folder + "descriptions.tsv", columns: ["noun", "type", "names"])
    let (noun, type, names) = (table.column("noun")!, table.column("type")!, table.column("names")!)
    var problems: [Diagnostic] = []
    for row in table.rows {
      guard let of = EntityType(rawValue: row[type]) else {
        problems.append(table.diagnostic("R010", row, "unknown type \"\(row[type])\"", help: "as ORG or GPE"))
        continue
      }
      let fitting = row[names].split(separator: " ").map(String.init)
      descriptionPhrases.insert(row[noun], Int32(descriptions.count))
      descriptions.append(
        Description(
          type: of, anyName: fitting == ["*"], names: Set(fitting.map { folding.fold($0).key })))
    }
    for description in descriptions { kindWords.formUnion(description.names) }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  private mutating func readNames(_ pack: LanguagePack) throws(Diagnostics) {
    let short = try pack.table(Self.folder + "nicknames.tsv", columns: ["short", "full"])
    for row in short.rows {
      nicknames[folding.fold(row[short.column("short")!]).key, default: []] += row[short.column("full")!].split(
        separator: " "
      ).map { folding.fold(String($0)).key }
    }
    let family = try pack.table(Self.folder + "family-first.tsv", columns: ["family", "only"])
    for row in family.rows { familyFirst[folding.fold(row[0]).key] = row[family.column("only")!] == "yes" }
    let parts = try pack.table(Self.folder + "organization-parts.tsv", columns: ["word", "class"])
    for row in parts.rows {
      let key = folding.fold(row[parts.column("word")!]).key
      switch row[parts.column("class")!] {
      case "tail": tails.insert(key)
      case "turning":
        turning.insert(key)
        heads.insert(key)
      default: heads.insert(key)
      }
    }
    let same = try pack.table(Self.folder + "aliases.tsv", columns: ["name", "aliases", "type"])
    for (i, row) in same.rows.enumerated() {
      let names = [row[same.column("name")!]] + row[same.column("aliases")!].split(separator: ";").map(String.init)
      for name in names {
        let key = aliasKey(name)
        if aliases[key] == nil { aliases[key] = Int32(i) }
      }
    }
  }

  /// The key of a whole name in `aliases`: all its words folded, without the article.
  func aliasKey(_ name: String) -> UInt64 {
    var key = ContentKey()
    for word in name.split(separator: " ") {
      if let classes = words[Self.key(String(word))], classes.contains(.definite) { continue }
      key.add(Int(truncatingIfNeeded: folding.fold(String(word)).key))
    }
    return key.value
  }

  /// The given names with gender that recognition ships; where a name is listed with both, it tells nothing.
  private mutating func readGivenNames(_ pack: LanguagePack) {
    let own = Self.folder + "given-genders.tsv"
    givenNames = KeyTable(capacity: 25_000)
    for name in ["entities/given-names.tsv", "entities/given-names-world.tsv", own] {
      let final = name == own
      for file in pack.files(name) {
        var header = true
        var scratch: [UInt8] = []
        LineReader.each(file.bytes) { line, _ in
          guard let first = line.first, first != UInt8(ascii: "#") else { return }
          if header, line.contains(0x09), !Self.hasGender(line) { header = false; return }
          guard let tab = line.firstIndex(of: 0x09), tab + 1 < line.count else { return }
          let gender: Gender? =
            switch line[tab + 1] {
            case UInt8(ascii: "m"): .male
            case UInt8(ascii: "f"): .female
            default: nil
            }
          let key = folding.plainKey(line, 0, tab, &scratch)
          givenNames.update(key) { final || $0 == 0 || $0 == gender.bits ? gender.bits : Gender?.none.bits }
        }
      }
    }
  }

  /// The gender of a given name in plain letters, where one is known; nil where the name is not.
  func givenName(_ key: UInt64) -> Gender?? { givenNames.value(key).map { Gender?($0) } }

  private static func hasGender(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let tab = line.firstIndex(of: 0x09) else { return false }
    return line.count == tab + 2 || (line.count > tab + 2 && line[tab + 2] == 0x09)
  }
}
