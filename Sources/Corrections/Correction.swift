public import Documents

/// One decision of an editor, as an entry of a file of corrections states it.
public struct Correction: Sendable, Hashable {
  /// As the configuration names it, never with the folders of this machine.
  public var file: String
  /// Where the entry begins, from 1.
  public var line: Int
  /// The id of the article; nil: every article.
  public var article: String?
  public var action: Action

  /// What is corrected. Texts are those that are printed; a stable id may stand in their place.
  public enum Action: Sendable, Hashable {
    /// The fact is not known where the value is nil.
    case fact(Fact, String?)
    case blockKind(String, BlockKind)
    case dropBlock(String)
    /// Brings back what normalization took out, behind the block that has the text `after`, or at the end.
    case restore(String, kind: BlockKind, after: String?)
    case mention(String, MentionChange)
    case noName(String)
    /// A name that was overlooked.
    case name(String, EntityType, entity: String?)
    case quote(String, QuoteChange)
    case noQuote(String)
    case bar(String)
    case pin(String)
    /// The stories of these articles are one; these two articles are not of one story.
    case join([String])
    case part([String])
  }

  public enum Fact: String, Sendable, CaseIterable { case title, byline, published, outlet }

  public struct MentionChange: Sendable, Hashable {
    public var span: String?
    public var type: EntityType?
    public var entity: String?
  }

  public struct QuoteChange: Sendable, Hashable {
    public enum Voice: Sendable, Hashable { case somebody(String), nobody }

    public var speaker: Voice?
    /// The words of the article that name the speaker there, as "the minister".
    public var printed: String?
    public var kind: QuoteKind?
  }

  /// What an artifact names where this decided.
  public var rule: String { "correction:\(file):\(line)" }

  /// The folder of the artifact that it changes: what lies behind that is remade only if the artifact changes.
  public var stage: String {
    switch action {
    case .fact, .blockKind, .dropBlock, .restore: "normalized"
    case .mention, .noName, .name: "entities"
    case .quote, .noQuote: "quotes"
    case .bar, .pin: "summaries"
    case .join, .part: "stories"
    }
  }

  /// What it is about, for a message.
  public var subject: String {
    switch action {
    case .fact(let fact, _): fact.rawValue
    case .blockKind(let text, _), .dropBlock(let text): "the block \"\(Self.short(text))\""
    case .restore(let text, _, _): "the removed text \"\(Self.short(text))\""
    case .mention(let text, _), .noName(let text): "the name \"\(Self.short(text))\""
    case .name(let text, _, _): "the text \"\(Self.short(text))\""
    case .quote(let text, _), .noQuote(let text): "the quote \"\(Self.short(text))\""
    case .bar(let text), .pin(let text): "the sentence \"\(Self.short(text))\""
    case .join(let ids), .part(let ids): "the stories of \(ids.joined(separator: " and "))"
    }
  }

  /// Whether it is about a text that is printed so.
  public func isAbout(_ text: String) -> Bool {
    switch action {
    case .fact, .join, .part: false
    case .blockKind(let own, _), .dropBlock(let own), .restore(let own, _, _), .mention(let own, _), .noName(let own),
      .name(let own, _, _), .quote(let own, _), .noQuote(let own), .bar(let own), .pin(let own):
      Matching(own).matches(Folded(text))
    }
  }

  private static func short(_ text: String) -> String {
    text.unicodeScalars.count <= 60 ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(57))) + "..."
  }

  /// Where and what it says, for a fingerprint: another line is another rule id in the artifact.
  var fingerprint: String { "\(action)" }

  /// What it decides, each with the value: two entries that decide one thing differently contradict each other.
  var decisions: [(what: String, value: String)] {
    func of(_ kind: String, _ text: String, _ field: String) -> String {
      "\(kind)\u{1F}\(Folded(text).unquoted.text)\u{1F}\(field)"
    }
    switch action {
    case .fact(let fact, let value): return [("fact\u{1F}\(fact.rawValue)", value ?? "\u{0}")]
    case .blockKind(let text, let kind): return [(of("block", text, ""), kind.rawValue)]
    case .dropBlock(let text): return [(of("block", text, ""), "drop")]
    case .restore(let text, let kind, _): return [(of("block", text, ""), kind.rawValue)]
    case .mention(let text, let change):
      var list = [(of("mention", text, "is"), "name")]
      if let span = change.span { list.append((of("mention", text, "span"), Folded(span).text)) }
      if let type = change.type { list.append((of("mention", text, "type"), type.rawValue)) }
      if let entity = change.entity { list.append((of("mention", text, "entity"), Folded(entity).text)) }
      return list
    case .noName(let text): return [(of("mention", text, "is"), "none")]
    case .name(let text, let type, _):
      return [(of("mention", text, "is"), "name"), (of("mention", text, "type"), type.rawValue)]
    case .quote(let text, let change):
      var list = [(of("quote", text, "is"), "quote")]
      if let speaker = change.speaker { list.append((of("quote", text, "speaker"), "\(speaker)")) }
      if let kind = change.kind { list.append((of("quote", text, "kind"), kind.rawValue)) }
      return list
    case .noQuote(let text): return [(of("quote", text, "is"), "none")]
    case .bar(let text): return [(of("sentence", text, ""), "bar")]
    case .pin(let text): return [(of("sentence", text, ""), "pin")]
    case .join(let ids), .part(let ids):
      var isJoin = false
      if case .join = action { isJoin = true }
      let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var list: [(String, String)] = []
      for (i, a) in sorted.enumerated() {
        for b in sorted[(i + 1)...] { list.append(("story\u{1F}\(a)\u{1F}\(b)", isJoin ? "join" : "part")) }
      }
      return list
    }
  }
}

/// A text as it is compared: white space is one space, typographic quotation marks are straight ones.
struct Folded: Hashable {
  var text: String

  init(_ text: String) { self.init(utf8: Array(text.utf8)) }

  init(utf8 bytes: some Collection<UInt8>) {
    var result = String.UnicodeScalarView()
    var space = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar.properties.isWhitespace {
        space = !result.isEmpty
        continue
      }
      if space { result.append(" ") }
      space = false
      switch scalar.value {
      case 0x2018, 0x2019, 0x201A: result.append("'")
      case 0x201C, 0x201D, 0x201E: result.append("\"")
      default: result.append(scalar)
      }
    }
    text = String(result)
  }

  /// Without quotation marks around all of it: whoever copies a quote often takes them along.
  var unquoted: Folded {
    guard text.utf8.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return self }
    return Folded(String(text.dropFirst().dropLast()))
  }

  static func == (a: Folded, b: Folded) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
  func hash(into hasher: inout Hasher) { hasher.combine(Array(text.utf8)) }
}
