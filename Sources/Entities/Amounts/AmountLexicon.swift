import Documents

/// The words that dates and amounts are made of, each with its classes: what patterns in amounts.rules name.
struct AmountLexicon: Sendable {
  /// One reading of a form: its class, and what the class needs to know of it.
  struct Reading: Sendable {
    let kind: Int
    let value: String
    /// The value as a whole number, where it is one.
    let number: Int
  }

  /// Number words by what they do (common/numbers.tsv).
  enum NumberWord: CaseIterable, Sendable {
    case unit, ten, hundred, scale, moneyScale, ordinal, fraction, group, glue, article
  }

  /// Names of the classes; a class is a bit by its place. The first are those that the scanner itself gives.
  private(set) var classes: [String] = AmountLexicon.shapes
  private(set) var entries: [[Reading]] = []
  /// The classes of each entry, as bits.
  private(set) var bits: [UInt64] = []
  private(set) var numberWords: [(kind: NumberWord, value: DecimalNumber)] = []

  /// Forms with a capital as they stand (and all in capitals); others in any case. Values are indices of `entries`.
  private var exact = PhraseTable(folding: false)
  private var folded = PhraseTable(folding: true)
  private var numbers = PhraseTable(folding: true)

  /// Classes by shape: see `AmountScanner`.
  static let shapes = [
    "number", "scaled", "ordinal", "year", "day-of-month", "decade", "clock", "iso-date", "day-range", "year-range",
    "compound", "integer", "dash", "comma",
  ]

  init(reading pack: LanguagePack) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var places: [String: Int] = [:]

    func add(_ key: String, _ name: String, _ value: String, _ table: Table, _ row: Table.Row) {
      // A form of several classes stands once for each: as "form", "form~2", "form~3".
      let form = key.split(separator: "~", omittingEmptySubsequences: true).first.map(String.init) ?? key
      var kind = classes.firstIndex(of: name)
      if kind == nil {
        guard classes.count < 64 else {
          problems.append(table.diagnostic("R020", row, "more than 64 classes", help: "use one that is there"))
          return
        }
        kind = classes.count
        classes.append(name)
      }
      let reading = Reading(kind: kind!, value: value, number: Int(value) ?? 0)
      let capital = form.unicodeScalars.contains { Letters.isUpper($0.value) }
      let key = capital ? form : form.lowercased()
      if let place = places[key] {
        entries[place].append(reading)
        return
      }
      places[key] = entries.count
      if capital {
        exact.insert(form, Int32(entries.count))
        let upper = form.uppercased()
        if upper != form, form.utf8.count > 3, places[upper] == nil { exact.insert(upper, Int32(entries.count)) }
      } else {
        folded.insert(form, Int32(entries.count))
      }
      entries.append([reading])
    }

    let words = try pack.table("entities/amounts/words.tsv", columns: ["form", "class", "value"])
    let (form, kind, value) = (words.column("form")!, words.column("class")!, words.column("value")!)
    for row in words.rows {
      add(row[form], row[kind], row[value], words, row)
    }
    let units = try pack.table("entities/amounts/units.tsv", columns: ["form", "class", "unit"])
    let (unitForm, unitKind, unit) = (units.column("form")!, units.column("class")!, units.column("unit")!)
    for row in units.rows { add(row[unitForm], row[unitKind], row[unit], units, row) }
    let money = try pack.table("entities/amounts/currencies.tsv", columns: ["form", "class", "code"])
    let (moneyForm, moneyKind, code) = (money.column("form")!, money.column("class")!, money.column("code")!)
    for row in money.rows { add(row[moneyForm], row[moneyKind], row[code], money, row) }
    let months = try pack.table("common/months.tsv", columns: ["month", "number"])
    for row in months.rows { add(row[0], "month", row[months.column("number")!], months, row) }
    let weekdays = try pack.table("common/weekdays.tsv", columns: ["weekday", "number"])
    for row in weekdays.rows { add(row[0], "weekday", row[weekdays.column("number")!], weekdays, row) }
    let zones = try pack.table("common/timezones.tsv", columns: ["zone", "offset"])
    for row in zones.rows { add(row[0], "zone", row[zones.column("offset")!], zones, row) }

    let numberTable = try pack.table("common/numbers.tsv", columns: ["word", "value", "kind"])
    let (numberValue, numberKind) = (numberTable.column("value")!, numberTable.column("kind")!)
    let kinds: [String: NumberWord] = [
      "unit": .unit, "ten": .ten, "hundred": .hundred, "scale": .scale, "money-scale": .moneyScale, "ordinal": .ordinal,
      "fraction": .fraction, "group": .group, "glue": .glue, "article": .article,
    ]
    for row in numberTable.rows {
      guard let kind = kinds[row[numberKind]], let value = DecimalNumber(row[numberValue]) else {
        problems.append(
          numberTable.diagnostic(
            "R021", row, "\"\(row[0])\" has no value or kind that is known",
            help: "kinds: \(kinds.keys.sorted().joined(separator: ", "))"))
        continue
      }
      numbers.insert(row[0], Int32(numberWords.count))
      numberWords.append((kind, value))
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    bits = entries.map { $0.reduce(0) { $0 | 1 << UInt64($1.kind) } }
  }

  func kind(_ name: String) -> Int? { classes.firstIndex(of: name) }

  /// The longest form that begins at a token, exact before folded where they are equally long.
  func entry(
    _ text: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<Span>, _ first: Int, _ limit: Int
  ) -> (index: Int, end: Int)? {
    let a = exact.longestMatch(in: text, tokens: tokens, from: first, limit: limit)
    let b = folded.longestMatch(in: text, tokens: tokens, from: first, limit: limit)
    switch (a, b) {
    case (let a?, let b?):
      return a.endToken >= b.endToken ? (Int(a.value), a.endToken) : (Int(b.value), b.endToken)
    case (let a?, nil): return (Int(a.value), a.endToken)
    case (nil, let b?): return (Int(b.value), b.endToken)
    case (nil, nil): return nil
    }
  }

  /// Whether a form is this token or begins with it.
  func begins(with token: UnsafeBufferPointer<UInt8>) -> Bool {
    exact.begins(with: token) || folded.begins(with: token)
  }

  /// The readings of a form that is part of a token.
  func readings(_ bytes: UnsafeBufferPointer<UInt8>) -> [Reading] {
    if let found = exact.value(bytes) { return entries[Int(found)] }
    if let found = folded.value(bytes) { return entries[Int(found)] }
    return []
  }

  func numberWord(_ bytes: UnsafeBufferPointer<UInt8>) -> (kind: NumberWord, value: DecimalNumber)? {
    numbers.value(bytes).map { numberWords[Int($0)] }
  }
}

extension AmountLexicon: CompiledForm {
  static let section = "entities/amounts"
  static var form: UInt64 { PhraseTable.form }

  func write(to section: inout CompiledWriter) {
    section.add(UInt64(classes.count))
    for name in classes { section.add(name) }
    section.add(bits)
    section.add(entries.map { UInt8($0.count) })
    let readings = entries.flatMap(\.self)
    section.add(readings.map { UInt8($0.kind) })
    section.add(readings.map { Int64($0.number) })
    for reading in readings { section.add(reading.value) }
    section.add(numberWords.map { UInt8(NumberWord.allCases.firstIndex(of: $0.kind)!) })
    section.add(numberWords.map { Int64($0.value.coefficient) })
    section.add(numberWords.map { Int64($0.value.exponent) })
    for table in [exact, folded, numbers] { table.write(to: &section) }
  }

  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    classes = (0..<section.word()).map { _ in section.string() }
    bits = Array(section.array(of: UInt64.self))
    let (counts, kinds) = (section.array(of: UInt8.self), section.array(of: UInt8.self))
    let whole = section.array(of: Int64.self)
    var next = 0
    entries = counts.map { count in
      (0..<count).map { _ in
        defer { next += 1 }
        return Reading(kind: Int(kinds[next]), value: section.string(), number: Int(whole[next]))
      }
    }
    let (words, coefficients) = (section.array(of: UInt8.self), section.array(of: Int64.self))
    let exponents = section.array(of: Int64.self)
    numberWords = words.indices.map {
      (NumberWord.allCases[Int(words[$0])], DecimalNumber(Int(coefficients[$0]), exponent: Int(exponents[$0])))
    }
    exact = PhraseTable(&section)
    folded = PhraseTable(&section)
    numbers = PhraseTable(&section)
  }
}
