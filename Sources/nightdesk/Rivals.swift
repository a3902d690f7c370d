import Documents
import Edition
import Engine

/// What the decisions about an article beat: the rules are asked once more, each time without what won.
final class Rivals {
  private let article: Article
  private let reasons: Reasons
  private let rules: RuleBook
  private let folder: RunFolder
  private var choices: [Int: [String]]?

  init(article: Article, reasons: Reasons, rules: RuleBook, folder: RunFolder) {
    self.article = article
    self.reasons = reasons
    self.rules = rules
    self.folder = folder
  }

  /// The strongest first; empty where nothing else was there, or the rule weighs nothing.
  func of(_ decision: Decision, _ entities: [CorpusEntity]) throws -> [String] {
    switch decision.kind {
    case "summary":
      guard let index = article.sentences.sentences.firstIndex(where: { $0.id == decision.id }) else { return [] }
      if choices == nil { choices = try reasons.summary(article) }
      return choices?[index] ?? []
    case "link":
      return try reasons.rejected(entity: decision.member ?? "", of: article.document.id, entities) { id in
        id == article.document.id ? article : try Article(id: id, read: folder.read)
      }
    default:
      guard let quote = article.quotes.quotes.first(where: { $0.id == decision.id }) else { return [] }
      return try reasons.readings(insteadOf: quote, article).map(line)
    }
  }

  private func line(_ reading: Quote?) -> String {
    guard let reading else { return "no rule: nobody's words" }
    let text = article.document.text
    func place(_ span: Span) -> String {
      "\(text.codePoint(atByte: span.start))–\(text.codePoint(atByte: span.end)) “\(text.string(span))”"
    }
    var line = "\(reading.kind.rawValue), " + (reading.speaker.map { "said by \($0.name)" } ?? "speaker not known")
    line += ", by \(reading.rule)" + (rules.place(of: reading.rule).map { " (\($0.place))" } ?? "")
    if let cue = reading.cue { line += ", cue \(place(cue.span))" }
    return line + ": \(place(reading.span))"
  }
}
