import Documents

extension LineRules: CompiledForm {
  static let section = "normalization/lines"
  static var form: UInt64 { PhraseTable.form }

  func write(to section: inout CompiledWriter) {
    words.write(to: &section)
    agencies.write(to: &section)
    section.add(UInt64(rules.count))
    for rule in rules {
      for text in [rule.id, rule.reason, rule.action.name, rule.opens.rawValue] { section.add(text) }
      section.add(UInt64(rule.place.rawValue))
      section.add(UInt64(rule.maxWords))
    }
    section.add(patterns.map { UInt16($0.rule) })
    section.add(patterns.map { UInt8($0.pattern.elements.count) })
    let elements = patterns.flatMap(\.pattern.elements)
    section.add(elements.map(\.kind.rawValue))
    section.add(elements.map { ($0.optional ? 1 : 0) | ($0.star ? 2 : 0) | $0.capture.rawValue << 2 })
    section.add(elements.map { UInt8($0.keys.count) })
    section.add(elements.flatMap(\.keys))
  }

  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    let (words, agencies) = (WordClasses(&section), PhraseTable(&section))
    var rules: [LineRule] = []
    for _ in 0..<section.word() {
      let (id, reason, action, opens) = (section.string(), section.string(), section.string(), section.string())
      rules.append(
        LineRule(
          id: id, reason: reason, action: LineRule.Action(action),
          place: LinePlace(rawValue: UInt8(truncatingIfNeeded: section.word())),
          opens: LineRule.Opens(rawValue: opens)!, maxWords: Int(section.word())))
    }
    let (of, counts) = (section.array(of: UInt16.self), section.array(of: UInt8.self))
    let (kinds, flags) = (section.array(of: UInt8.self), section.array(of: UInt8.self))
    let (keyCounts, keys) = (section.array(of: UInt8.self), section.array(of: UInt64.self))
    var element = 0
    var key = 0
    let patterns = of.indices.map { i in
      let elements = (0..<counts[i]).map { _ in
        let (flags, count) = (flags[element], Int(keyCounts[element]))
        defer {
          element += 1
          key += count
        }
        return LinePattern.Element(
          kind: .init(rawValue: kinds[element])!, keys: Array(keys[key..<(key + count)]), optional: flags & 1 != 0,
          star: flags & 2 != 0, capture: .init(rawValue: flags >> 2)!)
      }
      return (LinePattern(elements), rule: Int(of[i]))
    }
    self.init(rules, words, agencies, patterns)
  }
}

extension LineRule.Action {
  fileprivate var name: String {
    switch self {
    case .remove: ""
    case .keep(let kind): kind.rawValue
    }
  }

  fileprivate init(_ name: String) { self = BlockKind(rawValue: name).map { .keep($0) } ?? .remove }
}
