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
      nightdesk explain wire/volcano-update --json | jq -r 'select(.kind == "summary") | .text, (.beat[] | "  " + .)'
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

  @Flag(help: "One JSON object a line; \"beat\" holds what the decision beat.")
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
      let rivals = reasons.map { Rivals(article: article, reasons: $0, rules: rules, folder: folder) }
      let entities = try CorpusEntity.read(json: folder.read("corpus/entities.json"))
      var found = false
      for decision in Decision.all(of: article) + Decision.links(of: article, entities) {
        if let byte, decision.span?.contains(byte) != true { continue }
        if !wanted.isEmpty, !decision.ids.contains(where: wanted.contains) { continue }
        found = true
        let beat = try rivals?.of(decision, entities) ?? []
        if json {
          print(decision.json(article.document.text, rules, beat: beat))
        } else {
          print(decision.line(article.document.text))
          for line in rules.lines(decision.rule) + decision.evidence(rules).map({ "    " + $0 }) { print(line) }
          for line in beat { print("    beat " + Decision.short(line, 150)) }
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
