import Documents

extension LinkingLexicon: CompiledForm {
  static let section = "entities/linking"
  static var form: UInt64 { PhraseTable.form }

  func write(to section: inout CompiledWriter) {
    section.add(words.keys)
    section.add(words.values.map(\.rawValue))
    section.add(pronouns.keys)
    section.add(pronouns.values.map(\.bits))
    section.add(titles.map(\.bits))
    section.add(titles.map(\.canonical))
    section.add(titles.map(\.short))
    titlePhrases.write(to: &section)
    exactTitlePhrases.write(to: &section)
    section.add(UInt64(descriptions.count))
    for description in descriptions {
      section.add(description.type.rawValue)
      section.add(description.anyName ? 1 : 0)
      section.add(description.names.sorted())
    }
    descriptionPhrases.write(to: &section)
    section.add(nicknames.keys)
    section.add(nicknames.values.map { UInt32($0.count) })
    section.add(nicknames.values.flatMap(\.self))
    section.add(familyFirst.keys)
    section.add(familyFirst.values.map { $0 ? UInt8(1) : 0 })
    section.add(aliases.keys)
    section.add(aliases.values)
    for set in [tails, heads, turning, smallWords] { section.add(set.sorted()) }
    givenNames.write(to: &section)
  }

  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    folding = try NameFolding(pack.table(Self.folder + "folding.tsv", columns: NameFolding.columns))
    func keys() -> UnsafeBufferPointer<UInt64> { section.array(of: UInt64.self) }
    words = KeyMap(keys(), section.array(of: UInt32.self).map(WordClasses.init))
    pronouns = KeyMap(keys(), section.array(of: UInt32.self).map(Pronoun.init))
    let (bits, canonical, short) = (
      section.array(of: UInt32.self), section.array(of: Int32.self), section.array(of: Int32.self)
    )
    titles = bits.indices.map { Title(bits[$0], canonical: canonical[$0], short: short[$0]) }
    titlePhrases = PhraseTable(&section)
    exactTitlePhrases = PhraseTable(&section)
    for _ in 0..<section.word() {
      let (type, anyName) = (EntityType(rawValue: section.string())!, section.word() == 1)
      descriptions.append(Description(type: type, anyName: anyName, names: Set(keys())))
      kindWords.formUnion(descriptions.last!.names)
    }
    descriptionPhrases = PhraseTable(&section)
    let (familiar, counts, full) = (keys(), section.array(of: UInt32.self), keys())
    var start = 0
    nicknames = KeyMap(
      familiar,
      counts.map { count in
        defer { start += Int(count) }
        return Array(full[start..<(start + Int(count))])
      })
    familyFirst = KeyMap(keys(), section.array(of: UInt8.self).map { $0 == 1 })
    aliases = KeyMap(keys(), section.array(of: Int32.self))
    tails = Set(keys())
    heads = Set(keys())
    turning = Set(keys())
    smallWords = Set(keys())
    givenNames = KeyTable(&section)
  }
}

extension Gender? {
  /// Never 0, which a table gives for what it does not have.
  var bits: UInt64 {
    switch self {
    case .female: 1
    case .male: 2
    case nil: 3
    }
  }

  init(_ bits: UInt64) {
    self = bits == 1 ? .female : bits == 2 ? .male : nil
  }
}

/// Flags as bits, the first the lowest.
private func bits(_ flags: [Bool]) -> UInt32 {
  flags.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt32($1.offset) : 0) }
}

extension UInt32 {
  fileprivate func has(_ bit: UInt32) -> Bool { self >> bit & 1 == 1 }
}

extension Pronoun {
  fileprivate var bits: UInt32 {
    UInt32(gender.bits) | UInt32(person) << 2
      | Entities.bits([plural, singular, neuter, determiner, subject, object, personal, reflexive]) << 8
  }

  fileprivate init(_ bits: UInt32) {
    self.init(
      person: Int(bits >> 2 & 0x3F), plural: bits.has(8), singular: bits.has(9), gender: Gender?(UInt64(bits & 3)),
      neuter: bits.has(10), determiner: bits.has(11), subject: bits.has(12), object: bits.has(13),
      personal: bits.has(14), reflexive: bits.has(15))
  }
}

extension Title {
  fileprivate var bits: UInt32 { UInt32(gender.bits) | Entities.bits([courtesy, kin, given, noun, plural]) << 2 }

  fileprivate init(_ bits: UInt32, canonical: Int32, short: Int32) {
    self.init(
      courtesy: bits.has(2), kin: bits.has(3), gender: Gender?(UInt64(bits & 3)), given: bits.has(4), noun: bits.has(5),
      plural: bits.has(6), canonical: canonical, short: short)
  }
}
