import Documents

/// All lists of the stage, compiled: what each word is, and what each name is.
struct Lexicon: Sendable {
  private(set) var words = KeyTable()
  /// Names of one or more words, and the beginnings of the longer ones (with the value 0).
  private(set) var names = KeyTable()

  /// How names end that no list has, by the hash of the ending; and the lengths of endings, a bit each.
  private var endings = KeyTable()
  private var endingLengths: UInt32 = 0

  private let folding: Documents.NameFolding

  /// The longest phrase that is looked for.
  static let longest = 10

  @inline(__always)
  func classes(_ word: UInt64) -> WordClass { WordClass(rawValue: words.value(word) ?? 0) }

  /// The same without the marks on its letters: lists may have "Sinead" where a text has "Sinéad".
  func classes(withoutMarks bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> WordClass {
    let word = folding.plain(String(decoding: UnsafeBufferPointer(rebasing: bytes[span.range]), as: UTF8.self))
    return classes(NameScanner.hashOf(word))
  }

  /// What a word with a capital is by its ending, the longest that is known; for words that no list has.
  func classes(byEndingOf bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> WordClass {
    var length = min(Self.longestEnding, span.count - 2)
    while length > 1 {
      if endingLengths >> UInt32(length) & 1 == 1, bytes[span.end - length] & 0xC0 != 0x80 {
        let hash = NameScanner(bytes, span.start, span.end).hash(span.end - length, span.end)
        if let value = endings.value(hash) { return WordClass(rawValue: value) }
      }
      length -= 1
    }
    return []
  }

  private static let longestEnding = 10

  // MARK: Reading

  /// What a row of a list becomes.
  private enum Reader: String {
    case words, levels, given, positions, heads, classes, titles, roles, names, places, norp, endings
  }

  init(reading pack: LanguagePack) throws(Diagnostics) {
    folding = try Documents.NameFolding(pack: pack)
    words = KeyTable(capacity: 130_000)
    names = KeyTable(capacity: 130_000)
    let lists = try pack.table("entities/lists.tsv", columns: ["list", "reader", "class"])
    var problems: [Diagnostic] = []
    for row in lists.rows {
      guard let reader = Reader(rawValue: row[1]) else {
        problems.append(
          lists.diagnostic(
            "E101", row, "unknown reader \"\(row[1])\"",
            help: "one of words, levels, given, positions, heads, classes, titles, roles, names, places, norp, endings")
        )
        continue
      }
      let name = row[0].contains("/") ? row[0] + ".tsv" : "entities/\(row[0]).tsv"
      // A list that the pack does not have is knowledge that it does without.
      for file in pack.files(name) { read(file, reader, row[2], &problems) }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  private mutating func read(
    _ file: LanguageFile, _ reader: Reader, _ list: String, _ problems: inout [Diagnostic]
  ) {
    let bytes = file.bytes
    let wordClass = WordClass.named[list] ?? []
    let base = Self.base(list)
    var header = false
    var line = 0
    var start = 0
    while start < bytes.count {
      let end = Self.find(0x0A, bytes, start, bytes.count)
      defer { start = end + 1 }
      line += 1
      guard end > start, bytes[start] != UInt8(ascii: "#") else { continue }
      guard header else {
        header = true
        continue
      }
      let cell = Self.find(0x09, bytes, start, end)
      var key = start
      let silenced = bytes[start] == UInt8(ascii: "-") && cell - start > 1
      if silenced { key += 1 }
      if bytes[start] == UInt8(ascii: "\\") { key += 1 }
      let rest = Cells(bytes, min(cell + 1, end), end)
      var word: WordClass = wordClass
      var name: NameClass = []
      var wrong: String?
      switch reader {
      case .words:
        if wordClass == .notName, cell - key > 1, Self.isCapitals(bytes, key, cell) { word = .notAcronym }
      case .levels:
        let level = rest.number(0)
        word = level <= 20 ? .commonest : level <= 35 ? .common : .rare
      case .given:
        switch rest.byte(0) {
        case UInt8(ascii: "m"): word.insert(.male)
        case UInt8(ascii: "f"): word.insert(.female)
        default: break
        }
      case .positions:
        word = rest.text(0) == "of" ? .placeOf : .placeAfter
      case .heads:
        guard let head = Self.heads[rest.text(0)]?[rest.text(1)] else {
          wrong = "\(rest.text(0)) \(rest.text(1))"
          break
        }
        word = head
      case .classes:
        guard let named = WordClass.named[rest.text(0)] else {
          wrong = rest.text(0)
          break
        }
        word = named
      case .titles:
        name = [.title, .known]
        let kind = rest.text(0)
        if kind == "portfolio" { name.insert(.portfolio) }
        if kind == "honorific" || kind == "royal" { name.insert(.honorific) }
        if rest.byte(1) == UInt8(ascii: "m") { name.insert(.male) }
        if rest.byte(1) == UInt8(ascii: "f") { name.insert(.female) }
      case .roles:
        // The titles all stages share: class, gender, flags. One in lower case also is a noun for a person.
        switch rest.text(0) {
        case "courtesy", "nobility", "religious": name = [.title, .known, .honorific]
        case "kin": break
        default: name = [.title, .known]
        }
        if rest.byte(1) == UInt8(ascii: "m") { name.insert(.male) }
        if rest.byte(1) == UInt8(ascii: "f") { name.insert(.female) }
        if bytes[key] >= UInt8(ascii: "a"), !silenced {
          addWord(bytes, key, cell, .personNoun, removing: [])
          if name.isEmpty { continue }
        }
      case .names:
        guard let type = NameClass.named[rest.text(0)] else {
          wrong = rest.text(0)
          break
        }
        name = type.union(base)
        switch rest.text(1) {
        case "country": name.insert(.country)
        case "team": name.insert(.team)
        case "media": name.insert(.media)
        case "famous": name.insert(.known)
        default: break
        }
        if type == .gpe, base.has(.known) { name = name.merged(.size(6)) }
      case .norp:
        name = [.norp, .known]
        if rest.text(0) == "language" { name.insert(.language) }
      case .endings:
        guard let ending = Self.endingClasses[rest.text(0)], cell - key > 1, cell - key <= Self.longestEnding else {
          wrong = rest.text(0)
          break
        }
        endings.update(NameScanner(bytes, key, cell).hash(key, cell)) { silenced ? 0 : $0 | ending.rawValue }
        endingLengths |= 1 << UInt32(cell - key)
        continue
      case .places:
        name = base.union(.gpe).union(.size(rest.number(1)))
        if rest.number(1) < 7 { name.remove(.country) }
      }
      // A silenced name needs no class beside it.
      let isName = !name.isEmpty || (silenced && [.names, .places, .norp, .titles].contains(reader))
      if let wrong, !silenced {
        problems.append(
          Diagnostic(
            "E103", "\"\(wrong)\" is no class of a \(reader.rawValue) list", help: "see the rows beside it",
            file: file.origin, line: line))
        continue
      }
      if !isName {
        addWord(bytes, key, cell, silenced ? [] : word, removing: silenced ? word : [])
      } else {
        addName(bytes, key, cell, name, silenced: silenced)
      }
    }
  }

  private static let endingClasses: [String: WordClass] = [
    "PERSON": .surname, "GPE": .placeEnding, "ORG": .organizationEnding,
  ]

  private static func base(_ list: String) -> NameClass {
    switch list {
    case "city", "town", "province", "wordnet", "person": []
    case "country": [.country, .known]
    default: .known
    }
  }

  private static let heads: [String: [String: WordClass]] = [
    "ORG": [
      "both": [.organizationEnd, .organizationStart], "end": .organizationEnd, "start": .organizationStart,
      "open": .organizationOpen,
    ],
    "GPE": [
      "both": [.politicalEnd, .politicalStart], "end": .politicalEnd, "start": .politicalStart, "open": .politicalOpen,
    ],
    "LOC": ["both": [.placeEnd, .placeStart], "end": .placeEnd, "start": .placeStart, "open": .placeOpen],
    "FAC": [
      "both": [.facilityEnd, .facilityStart], "end": .facilityEnd, "start": .facilityStart, "open": .facilityOpen,
    ],
    "EVENT": ["both": [.eventEnd, .eventStart], "end": .eventEnd, "start": .eventStart, "open": .eventOpen],
    "LAW": ["both": [.lawEnd, .lawStart], "end": .lawEnd, "start": .lawStart],
    "WORK": ["end": .workEnd],
    "PRODUCT": ["end": .productEnd],
  ]

  private mutating func addWord(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ classes: WordClass, removing: WordClass
  ) {
    // Nearly all are plain letters: they need no scanner.
    if let hash = Self.plainWord(bytes, start, end) {
      words.update(hash) { ($0 | classes.rawValue) & ~removing.rawValue }
      return
    }
    var scanner = NameScanner(bytes, start, end)
    guard let token = scanner.next() else { return }
    // Of "Jr." the word is "Jr"; a phrase is no word.
    if let second = scanner.next(), bytes[Int(second.start)] != UInt8(ascii: ".") || scanner.next() != nil { return }
    words.update(token.hash) { ($0 | classes.rawValue) & ~removing.rawValue }
  }

  private static func isCapitals(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for i in start..<end where bytes[i] >= UInt8(ascii: "a") && bytes[i] <= UInt8(ascii: "z") { return false }
    return true
  }

  @inline(__always)
  private static func plainWord(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
    start < end ? NameScanner(bytes, start, end).plainHash(start, end) : nil
  }

  /// Where a byte is first found, or `end`.
  @inline(__always)
  private static func find(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    EightBytes.first(bytes, start, end) { EightBytes.equal($0, byte) }
  }

  private mutating func addName(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ name: NameClass, silenced: Bool
  ) {
    var key = PhraseKey()
    var tokens = 0
    var capitals = true
    if end - start > 2, bytes[start + 1] | 0x20 == bytes[start + 1], let hash = Self.plainWord(bytes, start, end) {
      key.add(hash)
      put(key, 1, name, silenced)
      return
    }
    var scanner = NameScanner(bytes, start, end)
    var pending: NameToken? = scanner.next()
    while let token = pending {
      pending = scanner.next()
      key.add(token.hash)
      tokens += 1
      if token.shape.has(.word), !token.shape.has(.allCapitals) { capitals = false }
      if pending != nil { names.update(key.value) { $0 } }
      // "Fr." also is printed without its full stop.
      if name.has(.title), let next = pending, bytes[Int(next.start)] == UInt8(ascii: "."), tokens == 1,
        Int(next.end) == end
      {
        put(key, 1, name, silenced)
      }
    }
    guard tokens > 0, tokens <= Self.longest else { return }
    var name = name
    if capitals, tokens <= 3 { name.insert(.capitals) }
    put(key, tokens, name, silenced)
  }

  private mutating func put(_ key: PhraseKey, _ tokens: Int, _ name: NameClass, _ silenced: Bool) {
    if silenced {
      names.update(key.value) { _ in 0 }
    } else {
      names.update(key.value) { old in
        // A derived "Oas" or "Who" must not loosen what a hand-written list has in capitals only.
        let before = NameClass(rawValue: UInt32(truncatingIfNeeded: old))
        if before.has(.known), before.has(.types), !name.has(.known) {
          // And a small town does not make a party or a palace a place.
          if before.has(.capitals) || tokens > 1 || name.size < 5 || before.has(.country) { return old }
        }
        return old == 0 ? UInt64(name.rawValue) : UInt64(NameClass(rawValue: UInt32(old)).merged(name).rawValue)
      }
    }
  }

  /// The cells after the first of one line.
  private struct Cells {
    let bytes: UnsafeBufferPointer<UInt8>
    let start: Int
    let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
      self.bytes = bytes
      self.start = start
      self.end = end
    }

    private func range(_ index: Int) -> Range<Int> {
      var a = start
      var left = index
      while left > 0, a < end {
        if bytes[a] == 0x09 { left -= 1 }
        a += 1
      }
      var b = a
      while b < end, bytes[b] != 0x09, bytes[b] != 0x0D { b += 1 }
      return a..<b
    }

    func byte(_ index: Int) -> UInt8 {
      let range = range(index)
      return range.isEmpty ? 0 : bytes[range.lowerBound]
    }

    func number(_ index: Int) -> Int {
      var value = 0
      for i in range(index) where bytes[i] >= 0x30 && bytes[i] <= 0x39 { value = value * 10 + Int(bytes[i] & 15) }
      return value
    }

    func text(_ index: Int) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: bytes[range(index)]), as: UTF8.self)
    }
  }
}

extension Lexicon: CompiledForm {
  static let section = "entities/lexicon"
  static var form: UInt64 {
    var key = PhraseKey()
    key.add(NameScanner.hashOf("rené"))
    key.add(NameScanner.possessive)
    return key.value
  }

  func write(to section: inout CompiledWriter) {
    words.write(to: &section)
    names.write(to: &section)
    endings.write(to: &section)
    section.add(UInt64(endingLengths))
  }

  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    folding = try Documents.NameFolding(pack: pack)
    words = KeyTable(&section)
    names = KeyTable(&section)
    endings = KeyTable(&section)
    endingLengths = UInt32(truncatingIfNeeded: section.word())
  }
}
