import Documents

/// Where in the article a line rule holds.
struct LinePlace: OptionSet, Sendable {
  let rawValue: UInt8
  /// Before the first paragraph.
  static let head = LinePlace(rawValue: 1)
  static let body = LinePlace(rawValue: 2)
  /// After the last paragraph.
  static let tail = LinePlace(rawValue: 4)
  static let any: LinePlace = [.head, .body, .tail]
}

/// A class of lines that pages leave in scraped text, from `normalization/lines.rules`.
struct LineRule: Sendable {
  enum Action: Sendable, Hashable {
    case remove
    case keep(BlockKind)
  }
  /// What the line says of the lines after it.
  enum Opens: String, Sendable {
    case nothing
    /// Headlines or names follow: short lines to the next paragraph.
    case list
    /// At the end of the article, nothing after it belongs to the article.
    case end
  }

  let id: String
  let reason: String
  let action: Action
  let place: LinePlace
  let opens: Opens
  let maxWords: Int

  var isByline: Bool { action == .keep(.byline) && id != "byline.agency" }
}

/// A line and the rule it fits.
struct LineMatch: Sendable {
  var rule: Int
  /// Token ranges.
  var date: Range<Int>?
  var names: Range<Int>?
  var outlet: Range<Int>?
}

/// All line rules of a language.
struct LineRules: Sendable {
  let rules: [LineRule]
  let words: WordClasses
  let agencies: PhraseTable
  private(set) var patterns: [(pattern: LinePattern, rule: Int)] = []
  private var byFirst: KeyMap<[Int]> = [:]
  private var always: [Int] = []
  /// The most words that a line of any rule has.
  private var mostWords = 0

  static let tokenLimit = 128
  private static let file = "normalization/lines.rules"

  init(_ pack: LanguagePack) throws(Diagnostics) { self = try .made(of: pack) }

  init(reading pack: LanguagePack) throws(Diagnostics) {
    let words = try WordClasses(pack)
    let table = try pack.table("normalization/agencies.tsv", columns: ["agency"], allowMissing: true)
    var agencies = PhraseTable(folding: false, capacity: table.rows.count)
    for row in table.rows { agencies.insert(row[0], 1) }
    let stanzas = try pack.rules(
      Self.file,
      fields: ["why", "reason", "as", "where", "opens", "words", "line", "example", "counter"],
      required: ["as", "where", "line", "example"], allowMissing: true)
    var problems: [Diagnostic] = []
    var rules: [LineRule] = []
    var patterns: [(LinePattern, rule: Int)] = []
    for stanza in stanzas {
      let action: LineRule.Action
      switch stanza.value("as")! {
      case "removed": action = .remove
      case let name:
        guard let kind = BlockKind(rawValue: name) else {
          problems.append(
            stanza.diagnostic(
              "R012", "\"\(name)\" is no kind of block", help: "removed, or a kind as byline, dateline, note",
              field: "as"))
          continue
        }
        action = .keep(kind)
      }
      if action == .remove, stanza.value("reason") == nil {
        problems.append(stanza.diagnostic("R007", "rule \"\(stanza.id)\" has no \"reason\""))
      }
      var place: LinePlace = []
      for name in stanza.value("where")!.split(separator: " ") {
        switch name {
        case "any": place = .any
        case "head": place.insert(.head)
        case "body": place.insert(.body)
        case "tail": place.insert(.tail)
        default:
          problems.append(
            stanza.diagnostic("R012", "unknown place \"\(name)\"", help: "any, head, body, tail", field: "where"))
        }
      }
      guard let opens = LineRule.Opens(rawValue: stanza.value("opens") ?? "nothing") else {
        problems.append(stanza.diagnostic("R012", "opens: nothing, list or end", field: "opens"))
        continue
      }
      guard let maxWords = Int(stanza.value("words") ?? "30") else {
        problems.append(stanza.diagnostic("R011", "words is a whole number", field: "words"))
        continue
      }
      for field in stanza.fields where field.name == "line" {
        do throws(StageFailure) {
          patterns.append((try LinePattern(field.value), rules.count))
        } catch {
          problems.append(
            Diagnostic("R012", "\(field.value): \(error.message)", file: stanza.file, line: field.line))
        }
      }
      rules.append(
        LineRule(
          id: stanza.id, reason: stanza.value("reason") ?? "", action: action, place: place, opens: opens,
          maxWords: maxWords))
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.init(rules, words, agencies, patterns)
  }

  /// Of parts that were checked.
  init(_ rules: [LineRule], _ words: WordClasses, _ agencies: PhraseTable, _ patterns: [(LinePattern, rule: Int)]) {
    self.rules = rules
    mostWords = rules.reduce(0) { max($0, $1.maxWords) }
    self.words = words
    self.agencies = agencies
    for (pattern, rule) in patterns { add(pattern, rule) }
  }

  private mutating func add(_ pattern: LinePattern, _ rule: Int) {
    if let keys = pattern.firstKeys {
      for key in Set(keys) { byFirst[key, default: []].append(patterns.count) }
    } else {
      always.append(patterns.count)
    }
    patterns.append((pattern, rule))
  }

  /// Runs every example and counter example of the rules.
  func check(_ pack: LanguagePack) throws(Diagnostics) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    let stanzas = try pack.rules(
      Self.file,
      fields: ["why", "reason", "as", "where", "opens", "words", "line", "example", "counter"], allowMissing: true)
    for stanza in stanzas {
      guard let rule = rules.firstIndex(where: { $0.id == stanza.id }) else { continue }
      func matches(_ line: String) -> Bool {
        let bytes = Array(line.utf8)
        let tokens = bytes.withUnsafeBufferPointer { self.tokens($0, Span(0, bytes.count)) }
        return match(tokens, place: rules[rule].place, only: rule) != nil
      }
      for field in stanza.fields {
        if field.name == "example", !matches(field.value) {
          problems.append(
            Diagnostic("R020", "\(stanza.id): no line pattern fits the example", file: stanza.file, line: field.line))
        } else if field.name == "counter", matches(field.value) {
          problems.append(
            Diagnostic(
              "R021", "\(stanza.id): a line pattern fits the counter example", file: stanza.file, line: field.line))
        }
      }
    }
    return problems
  }

  /// The tokens of a line, agencies marked.
  func tokens(_ text: UnsafeBufferPointer<UInt8>, _ span: Span) -> [LineToken] {
    var tokens = LineTokenizer.tokens(text, span, limit: Self.tokenLimit)
    let spans = tokens.map(\.span)
    spans.withUnsafeBufferPointer { spans in
      var i = 0
      while i < tokens.count {
        if tokens[i].shape.contains(.capital),
          let found = agencies.longestMatch(in: text, tokens: spans, from: i, limit: tokens.count)
        {
          for k in i..<found.endToken { tokens[k].shape.insert(.agency) }
          i = found.endToken
        } else {
          i += 1
        }
      }
    }
    return tokens
  }

  /// The first rule in the file's order that fits the whole line and holds at `place`.
  func match(_ tokens: [LineToken], place: LinePlace, only: Int? = nil) -> LineMatch? {
    guard let first = tokens.first else { return nil }
    let wordCount = tokens.reduce(0) { $0 + ($1.shape.contains(.punctuation) ? 0 : 1) }
    guard wordCount <= mostWords else { return nil }
    var candidates = byFirst[first.key] ?? []
    if !first.shape.contains(.word), let word = tokens.first(where: { $0.shape.contains(.word) }),
      let more = byFirst[word.key]
    {
      candidates += more
    }
    candidates += always
    candidates.sort()
    for index in candidates {
      let (pattern, ruleIndex) = patterns[index]
      let rule = rules[ruleIndex]
      guard only == nil || only == ruleIndex, !rule.place.isDisjoint(with: place), wordCount <= rule.maxWords else {
        continue
      }
      guard let path = pattern.match(tokens, words) else { continue }
      var match = LineMatch(rule: ruleIndex)
      for (t, element) in path.enumerated() where element >= 0 {
        switch pattern.elements[Int(element)].capture {
        case .date: match.date = (match.date?.lowerBound ?? t)..<(t + 1)
        case .names: match.names = (match.names?.lowerBound ?? t)..<(t + 1)
        case .outlet, .agency: match.outlet = (match.outlet?.lowerBound ?? t)..<(t + 1)
        case .none: break
        }
      }
      // A class must hold what it says: a date is a date, names are names.
      if let date = match.date, DateLine.parse(tokens[date], words) == nil { continue }
      if let names = match.names, Names.parse(tokens[names], words).isEmpty { continue }
      return match
    }
    return nil
  }
}
