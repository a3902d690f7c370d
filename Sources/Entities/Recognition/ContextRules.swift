import Documents

/// A score for each type of name, by `NameType.rawValue`.
typealias Scores = SIMD16<Float>

/// The types that names have, in the order of `Scores`.
enum NameType: Int, CaseIterable, Sendable {
  case person, org, gpe, loc, fac, norp, event, work, law, product

  /// Once and for all: `allCases` makes an array each time.
  static let all = allCases
  static var count: Int { product.rawValue + 1 }

  var type: EntityType {
    switch self {
    case .person: .person
    case .org: .org
    case .gpe: .gpe
    case .loc: .loc
    case .fac: .fac
    case .norp: .norp
    case .event: .event
    case .work: .work
    case .law: .law
    case .product: .product
    }
  }

  /// The scores a rule's `gives` adds to; "PLACE" stands for three types, "ANY" for all.
  static func named(_ name: String) -> [NameType]? {
    switch name {
    case "PLACE": [.gpe, .loc, .fac]
    case "ANY": allCases
    default: EntityType(rawValue: name).flatMap { type in allCases.first { $0.type == type } }.map { [$0] }
    }
  }
}

/// What the words beside a name say of its type: the rules of `context.rules`, compiled.
///
/// A pattern is a line of elements around `[]`, the name: words (`spokesman|spokeswoman`), classes of words
/// (`<person-noun>`), `<number>`, `<capital>`, `<lower>`, `<start>` and `<end>` of the sentence; `?` after an element
/// makes it optional. All that match add their `gives`; a rule `in: sport` only where the document is about sport.
struct ContextRules: Sendable {
  /// The place in `Scores` where rules gather that a place's name stands for its club.
  static let team = 12

  struct Element: Sendable {
    var words: [UInt64] = []
    var classes: WordClass = []
    var shape: Shape = []
    var edge = false
  }

  struct Rule: Sendable {
    let id: String
    let gives: Scores
  }

  /// A rule as it is matched: no array in it, so that trying it counts no references.
  private struct Compiled: Sendable {
    /// In `elements`, outward from the name.
    var left: Range<Int>
    var right: Range<Int>
    /// Only in documents about sport.
    var sport: Bool
  }

  /// Rules by the first word beside the name, and those that begin otherwise.
  private struct Index: Sendable {
    private var byWord: KeyMap<[Int]> = [:]
    private(set) var others: [Int] = []
    /// Places in `order`, once all rules are there.
    private var ranges: KeyMap<Range<Int>> = [:]
    private(set) var order: [Int] = []

    mutating func add(_ rule: Int, under first: Element) {
      guard first.classes.isEmpty, first.shape.isEmpty, !first.edge else { return others.append(rule) }
      for word in first.words { byWord[word, default: []].append(rule) }
    }

    mutating func finish() {
      for (word, rules) in byWord {
        ranges[word] = order.count..<(order.count + rules.count)
        order += rules
      }
      byWord = [:]
    }

    @inline(__always)
    func places(_ word: UInt64) -> Range<Int> { ranges[word] ?? 0..<0 }
  }

  private struct CompiledElement: Sendable {
    var classes: WordClass
    var shape: Shape
    var edge: Bool
    /// In `words`.
    var words: Range<Int>
  }

  private(set) var rules: [Rule] = []
  private var compiled: [Compiled] = []
  private var elements: [CompiledElement] = []
  private var words: [UInt64] = []
  private(set) var stanzas: [RuleStanza] = []
  /// Rules with words before the name only, after it only, and on both sides by the first word after it.
  private var before = Index()
  private var after = Index()
  private var around = Index()

  init(pack: LanguagePack) throws(Diagnostics) {
    stanzas = try pack.rules(
      "entities/context.rules", fields: ["why", "in", "pattern", "gives", "example", "counter"],
      required: ["pattern", "gives"])
    var problems: [Diagnostic] = []
    for stanza in stanzas {
      guard let gives = Self.gives(stanza.value("gives")!) else {
        problems.append(
          stanza.diagnostic(
            "E111", "\"\(stanza.value("gives")!)\" is no list of types and scores", help: "as \"PERSON +4 ORG +1\"",
            field: "gives"))
        continue
      }
      let subject = stanza.value("in")
      if let subject, subject != "sport" {
        problems.append(
          stanza.diagnostic("E113", "unknown kind of document \"\(subject)\"", help: "sport, or no line", field: "in"))
      }
      for field in stanza.values("pattern") {
        guard let patterns = Self.patterns(field) else {
          problems.append(
            stanza.diagnostic(
              "E112", "pattern \"\(field)\" cannot be read", help: "elements around []; see the head of the file",
              field: "pattern"))
          continue
        }
        for (left, right) in patterns {
          add(Rule(id: stanza.id, gives: gives), left, right, sport: subject != nil)
        }
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    before.finish()
    after.finish()
    around.finish()
  }

  /// `left`, `right`: outward from the name.
  private mutating func add(_ rule: Rule, _ left: [Element], _ right: [Element], sport: Bool) {
    let index = rules.count
    rules.append(rule)
    compiled.append(Compiled(left: compile(left), right: compile(right), sport: sport))
    if right.isEmpty {
      before.add(index, under: left[0])
    } else if left.isEmpty {
      after.add(index, under: right[0])
    } else {
      around.add(index, under: right[0])
    }
  }

  private mutating func compile(_ side: [Element]) -> Range<Int> {
    let first = elements.count
    for element in side {
      let start = words.count
      words += element.words
      elements.append(
        CompiledElement(
          classes: element.classes, shape: element.shape, edge: element.edge, words: start..<words.count))
    }
    return first..<elements.count
  }

  private static func gives(_ text: String) -> Scores? {
    var scores = Scores(repeating: 0)
    let cells = text.split(separator: " ")
    guard cells.count % 2 == 0, !cells.isEmpty else { return nil }
    for i in stride(from: 0, to: cells.count, by: 2) {
      guard let value = Float(cells[i + 1]) else { return nil }
      if cells[i] == "TEAM" {
        scores[team] += value
        continue
      }
      guard let types = NameType.named(String(cells[i])) else { return nil }
      for type in types { scores[type.rawValue] += value }
    }
    return scores
  }

  private static func patterns(_ text: String) -> [(left: [Element], right: [Element])]? {
    var sides: [[(Element, optional: Bool)]] = [[]]
    // Bytes, no Strings: every run reads all patterns.
    for cell in Array(text.utf8).split(separator: UInt8(ascii: " ")) {
      if cell.elementsEqual("[]".utf8) {
        sides.append([])
        continue
      }
      let optional = cell.count > 1 && cell.last == UInt8(ascii: "?")
      var element = Element()
      for part in cell.dropLast(optional ? 1 : 0).split(separator: UInt8(ascii: "|")) {
        if part.first == UInt8(ascii: "<"), part.last == UInt8(ascii: ">") {
          let name = String(decoding: part.dropFirst().dropLast(), as: UTF8.self)
          switch name {
          case "number": element.shape.insert(.digit)
          case "date": element.shape.insert(.date)
          case "capital": element.shape.insert(.capital)
          case "lower": element.shape.insert(.lower)
          case "start", "end": element.edge = true
          default:
            guard let known = WordClass.named[name] else { return nil }
            element.classes.insert(known)
          }
        } else {
          element.words.append(part.withUnsafeBufferPointer { NameScanner($0, 0, $0.count).hash(0, $0.count) })
        }
      }
      sides[sides.count - 1].append((element, optional))
    }
    guard sides.count == 2, !sides[0].isEmpty || !sides[1].isEmpty else { return nil }
    let left = expand(sides[0].reversed())
    let right = expand(sides[1])
    return left.flatMap { left in right.map { (left, $0) } }
  }

  private static func expand(_ elements: [(Element, optional: Bool)]) -> [[Element]] {
    var result: [[Element]] = [[]]
    for (element, optional) in elements {
      let with = result.map { $0 + [element] }
      result = optional ? with + result : with
    }
    return result
  }

  // MARK: Matching

  /// A sentence as the rules see it.
  struct Sentence {
    let tokens: UnsafeBufferPointer<NameToken>
    let limits: Range<Int>
    let sport: Bool
  }

  /// Adds what the words before `start` say of a name that begins there.
  func addLeft(to scores: inout Scores, _ sentence: Sentence, _ start: Int) {
    forLeft(sentence, start) { scores += rules[$0].gives }
  }

  /// Adds what the words from `end` on say of a name that ends before them; `both` gets the rules that also ask for
  /// words before it.
  func addRight(to scores: inout Scores, both: inout [Int], _ sentence: Sentence, _ end: Int) {
    forRight(sentence, end) { scores += rules[$0].gives }
    if end < sentence.limits.upperBound {
      for place in around.places(sentence.tokens[end].hash) where rightMatches(around.order[place], sentence, end) {
        both.append(around.order[place])
      }
    }
    for rule in around.others where rightMatches(rule, sentence, end) { both.append(rule) }
  }

  /// Adds those of the rules `both`, which match behind the name, that match before it too.
  func addBoth(to scores: inout Scores, _ both: [Int], _ sentence: Sentence, _ start: Int) {
    for rule in both where leftMatches(rule, sentence, start) { scores += rules[rule].gives }
  }

  /// All rules that match around a name, for those who ask why.
  func matching(_ sentence: Sentence, _ start: Int, _ end: Int) -> [Rule] {
    var found: [Int] = []
    forLeft(sentence, start) { found.append($0) }
    var none = Scores(repeating: 0)
    var both: [Int] = []
    forRight(sentence, end) { found.append($0) }
    addRight(to: &none, both: &both, sentence, end)
    found += both.filter { leftMatches($0, sentence, start) }
    return found.map { rules[$0] }
  }

  @inline(__always)
  private func forLeft(_ sentence: Sentence, _ start: Int, _ body: (Int) -> Void) {
    if start > sentence.limits.lowerBound {
      for place in before.places(sentence.tokens[start - 1].hash)
      where leftMatches(before.order[place], sentence, start) {
        body(before.order[place])
      }
    }
    for rule in before.others where leftMatches(rule, sentence, start) { body(rule) }
  }

  @inline(__always)
  private func forRight(_ sentence: Sentence, _ end: Int, _ body: (Int) -> Void) {
    if end < sentence.limits.upperBound {
      for place in after.places(sentence.tokens[end].hash) where rightMatches(after.order[place], sentence, end) {
        body(after.order[place])
      }
    }
    for rule in after.others where rightMatches(rule, sentence, end) { body(rule) }
  }

  @inline(__always)
  private func leftMatches(_ rule: Int, _ sentence: Sentence, _ start: Int) -> Bool {
    let rule = compiled[rule]
    if rule.sport, !sentence.sport { return false }
    var at = start - 1
    for element in rule.left {
      guard matches(elements[element], sentence, at, inside: at >= sentence.limits.lowerBound) else { return false }
      at -= 1
    }
    return true
  }

  @inline(__always)
  private func rightMatches(_ rule: Int, _ sentence: Sentence, _ end: Int) -> Bool {
    let rule = compiled[rule]
    if rule.sport, !sentence.sport { return false }
    var at = end
    for element in rule.right {
      guard matches(elements[element], sentence, at, inside: at < sentence.limits.upperBound) else { return false }
      at += 1
    }
    return true
  }

  @inline(__always)
  private func matches(_ element: CompiledElement, _ sentence: Sentence, _ at: Int, inside: Bool) -> Bool {
    guard inside else { return element.edge }
    if element.edge { return false }
    let token = sentence.tokens[at]
    if token.classes.has(element.classes) || token.shape.has(element.shape) { return true }
    for word in element.words where words[word] == token.hash { return true }
    return false
  }
}
