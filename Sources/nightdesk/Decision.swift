import Documents
import Edition

/// Something that a rule decided about an article.
struct Decision {
  var kind: String
  var id: String?
  /// The ids it is found by: a link has that of the document's entity too.
  var ids: [String] { [id, member].compactMap(\.self) }
  var member: String?
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

  func json(_ text: SourceText, _ rules: RuleBook, beat: [String]) -> String {
    let found = rules.place(of: rule)
    var w = JSONWriter(reserving: 512)
    w.object { w in
      w.key("beat")
      w.array(beat) { $0.string($1) }
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

  static func short(_ text: String, _ most: Int = 70) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > most ? line.prefix(most - 1) + "…" : line
  }

  /// The article's names that are one with names of other documents, or were held against some.
  static func links(of article: Article, _ entities: [CorpusEntity]) -> [Decision] {
    article.entities.entities.compactMap { own in
      let wanted = "\(article.document.id)/\(own.id)"
      func name(of member: CorpusEntity.Member) -> String { "\(member.document)/\(member.entity)" }
      guard let entity = entities.first(where: { $0.members.contains { name(of: $0) == wanted } }),
        entity.members.count > 1
      else { return nil }
      let documents = entity.documents.count
      return Decision(
        kind: "link", id: entity.id, member: own.id, about: own.name,
        outcome: "\(entity.type.rawValue) \(entity.name), of \(documents) documents",
        // The first of them was joined to nothing: the others were joined to it.
        rule: entity.why.first { $0.merged == wanted }?.rule ?? entity.why.first?.rule ?? "",
        saw: entity.members.filter { name(of: $0) != wanted }.prefix(8).map { other in
          let merge = entity.why.first { $0.merged == name(of: other) }
          return "with \(other.entity) of \(other.document)" + (merge.map { ", by \($0.rule)" } ?? "")
        })
    }
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
