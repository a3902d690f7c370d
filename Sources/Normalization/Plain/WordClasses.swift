import Documents

/// Classes of single words that bylines, dates and titles are read with (`normalization/words.tsv`).
struct WordClass: OptionSet, Sendable {
  let rawValue: UInt32
  static let function = WordClass(rawValue: 1)
  static let month = WordClass(rawValue: 2)
  static let weekday = WordClass(rawValue: 4)
  /// "a.m.", "at", "GMT": words inside a date line.
  static let time = WordClass(rawValue: 8)
  /// A lower-case part of a person's name: "de", "bin".
  static let particle = WordClass(rawValue: 16)
  /// Joins names: "and".
  static let and = WordClass(rawValue: 32)
  /// What somebody is at a paper: "correspondent".
  static let role = WordClass(rawValue: 64)
  /// Words that papers' and broadcasters' names have: "Times", "News".
  static let outlet = WordClass(rawValue: 128)
  /// "updated": the date after it is not that of publication.
  static let changed = WordClass(rawValue: 256)
  /// After a name, still part of it: "Jr".
  static let suffix = WordClass(rawValue: 512)
  /// Parts of places' names or of phrases that no person is called: "Capitol", "Land".
  static let notName = WordClass(rawValue: 1024)

  static let names: [(String, WordClass)] = [
    ("function", .function), ("time", .time), ("particle", .particle),
    ("and", .and), ("role", .role), ("outlet", .outlet), ("changed", .changed), ("suffix", .suffix),
    ("not-name", .notName),
  ]
}

/// The words of `normalization/words.tsv`, of months and weekdays, by their token keys.
struct WordClasses: Sendable {
  private var classes: KeyMap<WordClass> = [:]
  private var values: KeyMap<Int> = [:]

  init(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("normalization/words.tsv", columns: ["word", "class", "value"], allowMissing: true)
    let classColumn = table.column("class")!
    let valueColumn = table.column("value")!
    var problems: [Diagnostic] = []
    for row in table.rows {
      let key = LineTokenizer.key(row[0])
      for name in row[classColumn].split(separator: ",") {
        guard let known = WordClass.names.first(where: { $0.0 == name }) else {
          problems.append(
            table.diagnostic(
              "R010", row, "unknown class \"\(name)\"",
              help: "known: \(WordClass.names.map(\.0).joined(separator: ", "))"))
          continue
        }
        classes[key, default: []].insert(known.1)
      }
      if !row[valueColumn].isEmpty {
        guard let value = Int(row[valueColumn]) else {
          problems.append(table.diagnostic("R011", row, "\"\(row[valueColumn])\" is no whole number"))
          continue
        }
        values[key] = value
      }
    }
    for (file, name, wanted) in [
      ("common/months.tsv", "month", WordClass.month), ("common/weekdays.tsv", "weekday", WordClass.weekday),
    ] {
      let common = try pack.table(file, columns: [name, "number"], allowMissing: true)
      let numbers = common.column("number")!
      for row in common.rows {
        // "Jan." is a word and a mark to the line rules.
        let key = LineTokenizer.key(row[0].hasSuffix(".") ? String(row[0].dropLast()) : row[0])
        classes[key, default: []].insert(wanted)
        if wanted == .month { values[key] = Int(row[numbers]) }
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  func write(to section: inout CompiledWriter) {
    section.add(classes.keys)
    section.add(classes.values.map(\.rawValue))
    section.add(values.keys)
    section.add(values.values.map { Int64($0) })
  }

  init(_ section: inout CompiledReader) {
    let keys = section.array(of: UInt64.self)
    classes = KeyMap(keys, section.array(of: UInt32.self).map(WordClass.init))
    let numbered = section.array(of: UInt64.self)
    values = KeyMap(numbered, section.array(of: Int64.self).map { Int($0) })
  }

  func of(_ token: LineToken) -> WordClass { classes[token.key] ?? [] }
  func has(_ token: LineToken, _ wanted: WordClass) -> Bool { !of(token).isDisjoint(with: wanted) }
  /// The number given with a word: a month's, or a zone's minutes east of Greenwich.
  func value(_ token: LineToken) -> Int? { values[token.key] }
  func isFunction(_ key: UInt64) -> Bool { classes[key]?.contains(.function) ?? false }
}
