import ArgumentParser
import Documents
import Edition
import Engine

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tells which rule decided what in an article, and where the rule stands.",
    discussion: """
      nightdesk explain wire/volcano-update --at 120     what was decided there; for names also which rules spoke for
                                                         what, what lost, and why
      nightdesk explain wire/volcano-update --quote q4k2j7m9x1
      nightdesk explain wire/volcano-update --json | jq -r '[.rule, .place, .text] | @tsv'
      """)

  @Argument(help: "The document's id, as index.json has it.")
  var id: String

  @Option(help: "Only what covers this offset of the text, in code points.")
  var at: Int?

  @Option(help: "Only the mention, entity or reference with this id.")
  var mention: String?

  @Option(help: "Only the quote with this id.")
  var quote: String?

  @Option(help: "Only the sentence with this id.")
  var sentence: String?

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var place: RunFolderOption

  func run() throws {
    try reading(try place.path()) { folder in
      let index = try RunIndex(json: folder.read("index.json"))
      guard let row = index.documents.first(where: { $0.id == id }) else {
        throw ValidationError("no document has the id \"\(id)\"; nightdesk status lists them")
      }
      guard row.status == .ok else {
        return print("\(id): \(row.status.rawValue): \(row.errorCode ?? ""): \(row.errorMessage ?? "")")
      }
      let article = try Article(id: id, read: folder.read)
      let reasons = try reasons(article.document.language)
      let rules = RuleBook(reasons?.pack)
      let byte = at.flatMap { article.document.text.byte(atCodePoint: $0) }
      if let at, byte == nil {
        throw ValidationError("the text has \(article.document.text.codePoints) code points, not \(at)")
      }
      let wanted = [mention, quote, sentence].compactMap(\.self)
      var found = false
      for decision in Decision.all(of: article) {
        if let byte, decision.span?.contains(byte) != true { continue }
        if !wanted.isEmpty, decision.id.map(wanted.contains) != true { continue }
        found = true
        if json {
          print(decision.json(article.document.text, rules))
        } else {
          print(decision.line(article.document.text))
          for line in rules.lines(decision.rule) + decision.evidence(rules).map({ "    " + $0 }) { print(line) }
        }
      }
      if !found { complain("nothing was decided there") }
      // Of one name also what it could have been.
      let named = article.entities.mentions.first { mention == $0.id }?.span.start
      guard !json, let place = byte ?? named, quote == nil, sentence == nil, let reasons else { return }
      let candidates = try reasons.names(at: place, article.document, article.sentences)
      if !candidates.isEmpty { print("names that were weighed there:") }
      for line in candidates.prefix(12) { print("    " + line) }
    }
  }

  /// The rules of the configuration; a mistake in them ends the program with 78.
  private func reasons(_ language: String) throws -> Reasons? {
    let configuration = try place.configuration()
    do {
      return try Reasons(configuration, language: language)
    } catch {
      complain(error)
      throw ExitStatus.configuration.code
    }
  }
}

/// Something that a rule decided about an article.
private struct Decision {
  var kind: String
  var id: String?
  var span: Span?
  /// What it is about, where it has no place in the text.
  var about = ""
  var outcome: String
  var rule: String
  /// What the rule saw.
  var saw: [String] = []
  /// Words to look up in the tables below a folder.
  var lookUp: (words: String, folder: String)?

  func line(_ text: SourceText) -> String {
    guard let span else { return "\(kind): \(Self.short(about)) → \(outcome)" }
    let start = text.codePoint(atByte: span.start)
    let end = text.codePoint(atByte: span.end)
    return "\(kind) \(id ?? "") \(start)–\(end) “\(Self.short(text.string(span)))” → \(outcome)"
  }

  /// What the rule saw, and the rows of tables that hold the words.
  func evidence(_ rules: RuleBook) -> [String] {
    saw + (lookUp.map { rules.rows(of: $0.words, below: $0.folder) } ?? []).prefix(8)
  }

  func json(_ text: SourceText, _ rules: RuleBook) -> String {
    let found = rules.place(of: rule)
    var w = JSONWriter(reserving: 512)
    w.object { w in
      w.key("end")
      if let span { w.int(text.codePoint(atByte: span.end)) } else { w.null() }
      w.key("evidence")
      w.array(evidence(rules)) { $0.string($1) }
      w.key("id")
      w.optional(id)
      w.key("kind")
      w.string(kind)
      w.key("outcome")
      w.string(outcome)
      w.key("place")
      w.optional(found?.place)
      w.key("rule")
      w.string(rule)
      w.key("start")
      if let span { w.int(text.codePoint(atByte: span.start)) } else { w.null() }
      w.key("text")
      w.string(span.map { text.string($0) } ?? about)
      w.key("why")
      w.optional(found?.why)
    }
    return String(decoding: w.bytes, as: UTF8.self)
  }

  private static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 70 ? line.prefix(69) + "…" : line
  }

  /// In the order of the stages.
  static func all(of article: Article) -> [Decision] {
    let document = article.document
    var all: [Decision] = []
    for fact in document.facts {
      all.append(Decision(kind: "fact", about: fact.field, outcome: "found", rule: fact.rule))
    }
    for removed in document.removed {
      all.append(Decision(kind: "removed", about: removed.text, outcome: removed.reason, rule: removed.rule))
    }
    let corrections =
      document.corrections + article.entities.corrections + article.quotes.corrections + article.summary.corrections
    for record in corrections {
      let was = record.was.map { ", was \($0)" } ?? ""
      all.append(
        Decision(kind: "correction", about: record.text, outcome: record.change + was, rule: record.rule))
    }
    for row in article.summary.sentences {
      let sentence = article.sentences.sentences[row.sentence]
      let why = row.why.map { "\($0.name) \(($0.share * 1000).rounded() / 1000)" }.joined(separator: ", ")
      all.append(
        Decision(
          kind: "summary", id: sentence.id, span: sentence.span, outcome: "chosen: \(why)", rule: article.summary.method
        ))
    }
    let entities = article.entities
    for mention in entities.mentions {
      let name = mention.entity.map { " of " + entities.entities[$0].name } ?? ""
      let value = mention.value.map { " = " + $0 } ?? ""
      all.append(
        Decision(
          kind: "mention", id: mention.id, span: mention.span, outcome: mention.type.rawValue + name + value,
          rule: mention.rule, lookUp: mention.type.isName ? (document.text.string(mention.span), "entities/") : nil))
    }
    for entity in entities.entities {
      let mentions = entity.mentions.map { document.text.string(entities.mentions[$0].span) }
      all.append(
        Decision(
          kind: "entity", id: entity.id, about: mentions.joined(separator: " = "),
          outcome: "\(entity.type.rawValue) \(entity.name)", rule: entity.rule,
          saw: entity.mentions.map { index in
            let mention = entities.mentions[index]
            return "mention \(mention.id) “\(short(document.text.string(mention.span)))” by \(mention.rule)"
          }))
    }
    for reference in entities.references {
      all.append(
        Decision(
          kind: "reference", id: reference.id, span: reference.span, outcome: entities.entities[reference.entity].name,
          rule: reference.rule))
    }
    for quote in article.quotes.quotes {
      let who = quote.speaker.map { "said by \($0.name)" } ?? "speaker not known"
      all.append(
        Decision(
          kind: "\(quote.kind) quote", id: quote.id, span: quote.span, outcome: "\(who) (\(quote.confidence))",
          rule: quote.rule, saw: evidence(of: quote, article),
          lookUp: quote.cue.map { ($0.lemma, "quotes/") }))
    }
    return all
  }

  /// The cue, the speaker as printed and how its name was found, the clause, and what else is the same utterance.
  private static func evidence(of quote: Quote, _ article: Article) -> [String] {
    let text = article.document.text
    func place(_ span: Span) -> String {
      "\(text.codePoint(atByte: span.start))–\(text.codePoint(atByte: span.end)) “\(short(text.string(span)))”"
    }
    var lines: [String] = []
    if let cue = quote.cue { lines.append("cue \(place(cue.span)), a form of \(cue.lemma)") }
    if let speaker = quote.speaker {
      lines.append("speaker \(place(speaker.span)), \(speaker.speakerClass.rawValue)")
      let entities = article.entities
      if let mention = entities.mentions.first(where: { speaker.span.contains($0.span) && $0.entity == speaker.entity })
      {
        lines.append("its name is mention \(mention.id), by \(mention.rule)")
      } else if let reference = entities.references.first(where: { speaker.span.overlaps($0.span) }) {
        lines.append("it is reference \(reference.id), by \(reference.rule)")
      }
    }
    if let clause = quote.clause { lines.append("in the clause \(place(clause))") }
    let others = article.quotes.quotes.filter { $0.group == quote.group && $0.id != quote.id }
    if !others.isEmpty { lines.append("one utterance with " + others.map(\.id).joined(separator: ", ")) }
    return lines
  }
}
