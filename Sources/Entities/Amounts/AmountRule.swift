import Documents

/// A rule of entities/amounts/amounts.rules: a pattern over classes and words, conditions, and how its value is made.
///
/// A class, so that trying a rule does not copy it.
final class AmountRule: Sendable {
  enum Element: Sendable {
    case kind(Int)
    case word(UInt64)
  }

  struct Step: Sendable {
    /// Any of them: places in `elements`, so that to match a step counts no references.
    let choices: Range<Int>
    let optional: Bool
  }

  let id: String
  let type: EntityType
  let steps: [Step]
  private let elements: [Element]
  /// By step: the names by which the value asks for it, those of its classes or the one before "=".
  let names: [[String]]
  let value: AmountValue
  /// The classes that its first steps may take, as bits.
  let starts: UInt64
  /// Words or classes of which one must, or none may, touch the match.
  let before: [Element]
  let after: [Element]
  let notBefore: [Element]
  let notAfter: [Element]
  /// Hashes of single words that are no match by themselves.
  let except: Set<UInt64>

  static let fields = [
    "why", "type", "pattern", "value", "before", "after", "not-before", "not-after", "except", "example", "counter",
  ]

  init(_ stanza: RuleStanza, _ lexicon: AmountLexicon) throws(Diagnostics) {
    var problems: [Diagnostic] = []

    func element(_ text: Substring, _ field: String, bareIsWord: Bool) -> Element? {
      if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count > 2 {
        var word = String(text.dropFirst().dropLast())
        return .word(word.withUTF8 { AmountScanner.hash($0) })
      }
      if bareIsWord, !text.hasPrefix("@") {
        var word = String(text)
        return .word(word.withUTF8 { AmountScanner.hash($0) })
      }
      let name = String(text.hasPrefix("@") ? text.dropFirst() : text)
      guard let kind = lexicon.kind(name) else {
        problems.append(
          stanza.diagnostic(
            "R030", "no class \"\(name)\"",
            help: "words stand in \"\"; classes: \(lexicon.classes.joined(separator: ", "))",
            field: field))
        return nil
      }
      return .kind(kind)
    }

    func list(_ field: String) -> [Element] {
      stanza.values(field).flatMap { $0.split(separator: " ") }.compactMap { element($0, field, bareIsWord: true) }
    }

    var steps: [Step] = []
    var elements: [Element] = []
    var names: [[String]] = []
    for part in (stanza.value("pattern") ?? "").split(separator: " ") {
      var part = part
      let optional = part.hasSuffix("?")
      if optional { part = part.dropLast() }
      var own: [String] = []
      if let equal = part.firstIndex(of: "=") {
        own = [String(part[..<equal])]
        part = part[part.index(after: equal)...]
      }
      let parts = part.split(separator: "|")
      let first = elements.count
      elements += parts.compactMap { element($0, "pattern", bareIsWord: false) }
      steps.append(Step(choices: first..<elements.count, optional: optional))
      names.append(own.isEmpty ? parts.map(String.init) : own)
    }
    if steps.allSatisfy(\.optional) || steps.count > 12 {
      problems.append(
        stanza.diagnostic("R031", "a pattern has one to twelve steps, not all optional", field: "pattern"))
    }
    var starts: UInt64 = 0
    for step in steps {
      for choice in elements[step.choices] {
        if case .kind(let kind) = choice {
          starts |= 1 << UInt64(kind)
        } else {
          problems.append(
            stanza.diagnostic(
              "R034", "a pattern begins with a class, not with a word", help: "give the word a class in words.tsv",
              field: "pattern"))
        }
      }
      if !step.optional { break }
    }
    let type = EntityType(rawValue: stanza.value("type") ?? "")
    if type == nil || type!.isName {
      problems.append(
        stanza.diagnostic(
          "R032", "no type of dates or amounts",
          help: EntityType.allCases.filter { !$0.isName }.map(\.rawValue)
            .joined(separator: ", "), field: "type"))
    }
    let value = AmountValue(stanza.value("value") ?? "none", names: Set(names.flatMap { $0 }))
    if value == nil {
      problems.append(
        stanza.diagnostic(
          "R033", "no such value", help: "a function of \(AmountValue.known) with names of the pattern's steps",
          field: "value"))
    }
    let before = list("before")
    let after = list("after")
    let notBefore = list("not-before")
    let notAfter = list("not-after")
    guard problems.isEmpty, let type, let value else { throw Diagnostics(problems) }
    id = stanza.id
    self.type = type
    self.steps = steps
    self.elements = elements
    self.names = names
    self.value = value
    self.starts = starts
    self.before = before
    self.after = after
    self.notBefore = notBefore
    self.notAfter = notAfter
    except = Set(
      stanza.values("except").flatMap { $0.split(separator: " ") }.map { word in
        var word = String(word)
        return word.withUTF8 { AmountScanner.hash($0) }
      })
  }
}

/// What a pattern's step took: its names, its tokens.
struct AmountCapture {
  var step: Int
  var kind: Int
  var start: Int
  var end: Int
}

extension AmountRule {
  /// The end of the longest way to read the pattern at `first`; fills `captures`.
  ///
  /// Optional steps are tried before they are left out; the depth is the pattern's length, never the text's.
  func match(_ s: AmountScanner, at first: Int, captures: inout [AmountCapture]) -> Int? {
    captures.removeAll(keepingCapacity: true)
    return match(s, step: 0, at: first, &captures)
  }

  private func match(_ s: AmountScanner, step: Int, at i: Int, _ captures: inout [AmountCapture]) -> Int? {
    guard step < steps.count else { return i }
    if i < s.limit {
      let money = captures.last.map { $0.kind == s.kinds.currency } ?? false
      for k in steps[step].choices {
        let choice = elements[k]
        guard let end = s.take(choice, at: i, money: money) else { continue }
        let kind = if case .kind(let kind) = choice { kind } else { -1 }
        captures.append(AmountCapture(step: step, kind: kind, start: i, end: end))
        if let result = match(s, step: step + 1, at: end, &captures) { return result }
        captures.removeLast()
      }
    }
    return steps[step].optional ? match(s, step: step + 1, at: i, &captures) : nil
  }

  /// Whether what stands around a match lets it be.
  func allows(_ s: AmountScanner, _ first: Int, _ end: Int, sentence: Range<Int>) -> Bool {
    if end == first + 1, !except.isEmpty, except.contains(s.hash(first)) { return false }
    func touches(_ list: [Element], _ i: Int) -> Bool {
      guard sentence.contains(i) else { return false }
      return list.contains { s.take($0, at: i, money: false) != nil }
    }
    if !before.isEmpty, !touches(before, first - 1) { return false }
    if !after.isEmpty, !touches(after, end) { return false }
    if !notBefore.isEmpty, touches(notBefore, first - 1) { return false }
    if !notAfter.isEmpty, touches(notAfter, end) { return false }
    return true
  }
}

extension AmountScanner {
  /// Where an element ends that is read at a token, or nil.
  func take(_ element: AmountRule.Element, at i: Int, money: Bool) -> Int? {
    switch element {
    case .word(let wanted): return hash(i) == wanted ? i + 1 : nil
    case .kind(let kind):
      switch kind {
      case 0: return number(i, money: money)?.end
      case 1: return number(i, money: money).flatMap { $0.scaled ? $0.end : nil }
      case 2: return ordinal(i) != nil ? i + 1 : nil
      case 3: return year(i) != nil ? i + 1 : nil
      case 4: return dayOfMonth(i) != nil ? i + 1 : nil
      case 5: return decade(i) != nil ? i + 1 : nil
      case 6: return clock(i) != nil ? i + 1 : nil
      case 7: return date(i) != nil ? i + 1 : nil
      case 8: return range(i, years: false) != nil ? i + 1 : nil
      case 9: return range(i, years: true) != nil ? i + 1 : nil
      case 10: return compound(i) != nil ? i + 1 : nil
      case 11: return number(i).flatMap { $0.value.integer != nil && !$0.scaled ? $0.end : nil }
      case 12: return isDash(i) ? i + 1 : nil
      case 13: return tokens[i].count == 1 && text[tokens[i].start] == UInt8(ascii: ",") ? i + 1 : nil
      default: return reading(i, kind)?.end
      }
    }
  }

  private func isDash(_ i: Int) -> Bool {
    let bytes = slice(i)
    if bytes.count == 1 { return bytes[0] == UInt8(ascii: "-") }
    return bytes.count == 3 && bytes[0] == 0xE2 && bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0x95
  }
}
