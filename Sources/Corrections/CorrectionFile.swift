public import Documents
import Yams

/// A file of corrections: a list of entries in YAML, each a decision of an editor.
///
///     - article: harbour-ledger
///       quote: The ferry stays.
///       speaker: Ines Valadares
///       note: she, not the minister
public struct CorrectionFile: Sendable {
  /// As artifacts and messages name it.
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

extension Corrections {
  /// Reads all files; throws every mistake at once, entries that contradict each other included.
  public init(_ files: [CorrectionFile]) throws(Diagnostics) {
    var list: [Correction] = []
    var problems: [Diagnostic] = []
    for file in files {
      var reader = EntryReader(file.name)
      reader.read(file.bytes)
      list += reader.list
      problems += reader.problems
    }
    problems += Contradictions.find(list)
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.init(of: list)
  }
}

/// Reads the entries of one file.
struct EntryReader {
  let file: String
  var list: [Correction] = []
  var problems: [Diagnostic] = []
  /// Line of the entry that is read.
  private var line = 0

  init(_ file: String) { self.file = file }

  /// The keys of an entry: what it is about, and what it changes there.
  static let subjects = [
    "title", "byline", "published", "outlet", "block", "removed", "mention", "name", "quote", "sentence", "join",
    "part",
  ]
  static let changes: [String: [String]] = [
    "block": ["kind", "drop"], "removed": ["restore", "kind", "after"], "mention": ["span", "type", "entity", "none"],
    "name": ["type", "entity"], "quote": ["speaker", "as", "kind", "none"], "sentence": ["summary"],
  ]

  mutating func read(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return problem("the file is not UTF-8", help: "save it as UTF-8")
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic).singleRoot()
    } catch {
      line = Self.line(of: error)
      return problem(
        "not YAML: \(Self.text(of: error))", code: "C001",
        help: "check the indentation and the quotation marks of this line and the one above")
    }
    guard let root else { return }
    if let scalar = root.scalar, scalar.string.isEmpty { return }
    guard let entries = root.sequence else {
      line = root.mark?.line ?? 0
      return problem("a file of corrections is a list of entries", help: "begin each with \"- article: ID\"")
    }
    for entry in entries {
      line = entry.mark?.line ?? 0
      guard let mapping = entry.mapping else {
        problem("an entry takes keys", help: "as - article: ID, then quote: TEXT and speaker: NAME")
        continue
      }
      read(mapping)
    }
  }

  private static func line(of error: any Error) -> Int {
    switch error {
    case YamlError.scanner(_, _, let mark, _), YamlError.parser(_, _, let mark, _),
      YamlError.composer(_, _, let mark, _):
      mark.line
    case YamlError.duplicatedKeysInMapping(_, let context): context.mark.line
    default: 0
    }
  }

  private static func text(of error: any Error) -> String {
    switch error {
    case YamlError.scanner(_, let problem, _, _), YamlError.parser(_, let problem, _, _),
      YamlError.composer(_, let problem, _, _), YamlError.reader(let problem, _, _, _):
      problem
    case YamlError.duplicatedKeysInMapping(let keys, _):
      "the key \(keys.sorted().joined(separator: ", ")) stands twice in one entry"
    default: "\(error)"
    }
  }

  private mutating func problem(_ message: String, code: String = "C020", help: String = "", at line: Int? = nil) {
    problems.append(Diagnostic(code, message, help: help, file: file, line: line ?? self.line))
  }

  // MARK: An entry

  private enum Value {
    case text(String)
    case list([String])
    case nothing
  }

  private mutating func read(_ mapping: Node.Mapping) {
    var values: [String: (value: Value, line: Int)] = [:]
    let before = problems.count
    for (key, node) in mapping {
      let at = key.mark?.line ?? line
      guard let word = key.scalar?.string else {
        problem("a key must be a word", at: at)
        continue
      }
      let known = ["article", "note"] + Self.subjects + Self.changes.values.flatMap(\.self)
      guard known.contains(word) else {
        problem("unknown key \"\(word)\"", help: "known: \(Self.unique(known).joined(separator: ", "))", at: at)
        continue
      }
      if let scalar = node.scalar {
        let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
        values[word] = (isNull ? .nothing : .text(scalar.string), at)
      } else if let items = node.sequence {
        values[word] = (.list(items.compactMap { $0.scalar?.string }), at)
      } else {
        problem("\"\(word)\" takes a text", at: at)
      }
    }
    guard problems.count == before else { return }
    entry(values)
  }

  private static func unique(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }

  private mutating func entry(_ values: [String: (value: Value, line: Int)]) {
    let given = Self.subjects.filter { values[$0] != nil }
    let facts = given.compactMap(Correction.Fact.init(rawValue:))
    guard let subject = given.first else {
      return problem(
        "the entry does not say what it is about", help: "give it one of \(Self.subjects.joined(separator: ", "))")
    }
    guard facts.count == given.count || given.count == 1 else {
      return problem(
        "one entry is about one thing, found \(given.joined(separator: " and "))", help: "make two entries of it")
    }
    let isStory = subject == "join" || subject == "part"
    let allowed = given + (Self.changes[subject] ?? []) + ["note"] + (isStory ? [] : ["article"])
    for key in values.keys.sorted() where !allowed.contains(key) {
      return problem(
        "\"\(key)\" says nothing about \"\(subject)\"",
        help: "it takes \((Self.changes[subject] ?? ["no other key"]).joined(separator: ", "))", at: values[key]!.line)
    }
    func text(_ key: String) -> String? {
      if case .text(let text)? = values[key]?.value, !text.isEmpty { return text }
      return nil
    }
    func flag(_ key: String) -> Bool { text(key) == "true" }
    var article: String?
    if !isStory {
      guard let id = text("article") else {
        return problem("the entry does not name its article", help: "article: ID, or article: \"*\" for every article")
      }
      article = id == "*" ? nil : id
    }
    func add(_ action: Correction.Action) {
      list.append(Correction(file: file, line: line, article: article, action: action))
    }
    if !facts.isEmpty {
      for fact in facts {
        let value = text(fact.rawValue)
        if fact == .published, let value, !Self.isDate(value) {
          return problem("\"\(value)\" is no date", help: "as 2026-11-24, or 2026-11-24T06:30:00Z")
        }
        add(.fact(fact, value))
      }
      return
    }
    if isStory {
      guard case .list(let ids)? = values[subject]?.value, Set(ids).count > 1, subject == "join" || ids.count == 2
      else {
        return problem(
          subject == "join" ? "\"join\" takes the articles whose stories are one" : "\"part\" takes two articles",
          help: "as \(subject): [ID, ID]")
      }
      return add(subject == "join" ? .join(ids) : .part(ids))
    }
    guard let wanted = text(subject) else {
      return problem("\"\(subject)\" takes the text that is printed, or an id")
    }
    var type: EntityType?
    if let word = text("type") {
      type = EntityType(rawValue: word)
      guard type != nil else {
        return problem(
          "there is no type \"\(word)\"", help: "known: \(EntityType.allCases.map(\.rawValue).joined(separator: ", "))",
          at: values["type"]!.line)
      }
    }
    switch subject {
    case "block":
      if flag("drop"), values["kind"] == nil { return add(.dropBlock(wanted)) }
      guard values["drop"] == nil, let kind = kind(text("kind"), BlockKind.self) else { return }
      add(.blockKind(wanted, kind))
    case "removed":
      var blockKind = BlockKind.paragraph
      if let word = text("kind") {
        guard let kind = kind(word, BlockKind.self) else { return }
        blockKind = kind
      }
      add(.restore(wanted, kind: blockKind, after: text("after")))
    case "mention":
      let change = Correction.MentionChange(span: text("span"), type: type, entity: text("entity"))
      let changes = change.span != nil || change.type != nil || change.entity != nil
      guard flag("none") != changes else {
        return problem("a mention takes span, type and entity, or none: true")
      }
      add(changes ? .mention(wanted, change) : .noName(wanted))
    case "name":
      guard let type else { return problem("a name that was overlooked needs its type", help: "as type: PERSON") }
      add(.name(wanted, type, entity: text("entity")))
    case "quote":
      var change = Correction.QuoteChange(printed: text("as"))
      switch values["speaker"]?.value {
      case .text(let name)?: change.speaker = .somebody(name)
      case .nothing?: change.speaker = .nobody
      default: break
      }
      if let word = text("kind") {
        guard let kind = kind(word, QuoteKind.self) else { return }
        change.kind = kind
      }
      let changes = change.speaker != nil || change.kind != nil
      guard flag("none") != changes, change.printed == nil || change.speaker != nil else {
        return problem("a quote takes speaker (with as) and kind, or none: true")
      }
      add(changes ? .quote(wanted, change) : .noQuote(wanted))
    default:
      switch text("summary") {
      case "bar"?: add(.bar(wanted))
      case "pin"?: add(.pin(wanted))
      default: problem("a sentence takes summary: bar, or summary: pin")
      }
    }
  }

  private mutating func kind<Kind: RawRepresentable & CaseIterable>(_ word: String?, _: Kind.Type) -> Kind?
  where Kind.RawValue == String {
    if let word, let kind = Kind(rawValue: word) { return kind }
    problem(
      word.map { "there is no kind \"\($0)\"" } ?? "the entry does not say what it changes",
      help: "kind: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  /// A day, or a moment with or without its zone, in ISO 8601.
  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    let day = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, day.count == 3, day[0].utf8.count == 4, day[1].utf8.count == 2, day[2].utf8.count == 2,
      Int(day[0]) != nil, (1...12).contains(Int(day[1]) ?? 0), (1...31).contains(Int(day[2]) ?? 0)
    else { return false }
    guard parts.count == 2 else { return true }
    let time = Array(parts[1].utf8)
    guard time.count >= 5, time[2] == UInt8(ascii: ":") else { return false }
    return time.allSatisfy { ($0 >= 0x30 && $0 <= 0x3A) || [0x2B, 0x2D, 0x2E, 0x5A].contains($0) }
  }
}

/// Entries that cannot both hold.
enum Contradictions {
  static func find(_ list: [Correction]) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var decided: [String: (value: String, by: Correction)] = [:]
    for correction in list {
      for (what, value) in correction.decisions {
        let key = "\(correction.article ?? "*")\u{1E}\(what)"
        if let (other, first) = decided[key] {
          guard other != value else { continue }
          problems.append(of(first, correction))
          break
        }
        decided[key] = (value, correction)
      }
    }
    return problems + chains(list)
  }

  private static func of(_ first: Correction, _ second: Correction) -> Diagnostic {
    Diagnostic(
      "C021", "this entry and \(first.file):\(first.line) contradict each other about \(second.subject)",
      help: "remove one of the two", file: second.file, line: second.line)
  }

  /// Two that are to be parted, though others join them over a third.
  private static func chains(_ list: [Correction]) -> [Diagnostic] {
    var root: [String: String] = [:]
    func find(_ id: String) -> String {
      var id = id
      while let up = root[id] { id = up }
      return id
    }
    var joins: [Correction] = []
    for correction in list {
      guard case .join(let ids) = correction.action else { continue }
      joins.append(correction)
      for id in ids.dropFirst() where find(id) != find(ids[0]) { root[find(id)] = find(ids[0]) }
    }
    return list.compactMap { correction in
      guard case .part(let ids) = correction.action, find(ids[0]) == find(ids[1]) else { return nil }
      let direct = joins.contains { join in
        guard case .join(let joined) = join.action else { return false }
        return joined.contains(ids[0]) && joined.contains(ids[1])
      }
      // The direct one was told already.
      guard !direct else { return nil }
      let near = joins.first { join in
        guard case .join(let joined) = join.action else { return false }
        return joined.contains(ids[0]) || joined.contains(ids[1])
      }
      return near.map { of($0, correction) }
    }
  }
}
