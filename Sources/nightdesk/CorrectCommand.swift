import ArgumentParser
import Corrections
import Documents
import Edition
import Engine
import Glibc

struct CorrectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct", abstract: "Writes an editor's correction, after it has shown what that changes.",
    discussion: """
      The entry goes to the file of "corrections" in pipeline.yaml; the next run follows it. TEXT is what the article \
      prints; a part will do where only one place has it. docs/corrections.md explains the file.

      EXAMPLES:
        nightdesk correct harbour-ledger --quote "The ferry stays" --speaker "Ines Valadares"
        nightdesk correct harbour-ledger --mention Bridge --none
        nightdesk correct '*' --mention "Harbour Board" --type ORG --note "never a place"
        nightdesk correct harbour-ledger --title "Ferry to stay" --published 2025-03-11
        nightdesk correct harbour-ledger --bar "Subscribe for more."
        nightdesk correct harbour-ledger --join castlegate-examiner
      """)

  @Argument(help: "The article's id, as index.json has it; '*' for every article.")
  var id: String

  @OptionGroup var options: ConfigurationOptions

  @Option(help: ArgumentHelp("The article's title.", valueName: "text")) var title: String?
  @Option(help: ArgumentHelp("Its authors, joined by commas.", valueName: "names")) var byline: String?
  @Option(help: ArgumentHelp("The day or moment of publication, as 2026-11-24.", valueName: "date")) var published:
    String?
  @Option(help: ArgumentHelp("Who published it.", valueName: "name")) var outlet: String?

  @Option(
    help: ArgumentHelp("A quote, by what it says; with --speaker, --no-speaker, --kind or --none.", valueName: "text"))
  var quote: String?
  @Option(help: ArgumentHelp("Who said it.", valueName: "name")) var speaker: String?
  @Flag(help: "Nobody is known to have said it.") var noSpeaker = false
  @Option(name: .customLong("as"), help: ArgumentHelp("The words that name the speaker there.", valueName: "text"))
  var printed: String?

  @Option(help: ArgumentHelp("A name that was found; with --span, --type, --entity or --none.", valueName: "text"))
  var mention: String?
  @Option(help: ArgumentHelp("All of the name, where too much or too little was taken.", valueName: "text"))
  var span: String?
  @Option(help: ArgumentHelp("The type of the name, as PERSON or ORG.", valueName: "type")) var type: String?
  @Option(help: ArgumentHelp("Whose name it is.", valueName: "name")) var entity: String?
  @Option(help: ArgumentHelp("A name that was overlooked; with --type.", valueName: "text")) var name: String?
  @Flag(help: "It is no name, or no quote.") var none = false

  @Option(help: ArgumentHelp("A block of the text; with --kind or --drop.", valueName: "text")) var block: String?
  @Option(help: ArgumentHelp("The kind of the block, or of the quote.", valueName: "kind")) var kind: String?
  @Flag(help: "The block is not of the article.") var drop = false
  @Option(help: ArgumentHelp("A text that was taken out, to be brought back.", valueName: "text")) var restore: String?
  @Option(help: ArgumentHelp("The block behind which it comes.", valueName: "text")) var after: String?

  @Option(help: ArgumentHelp("A sentence that never stands in the summary.", valueName: "text")) var bar: String?
  @Option(help: ArgumentHelp("A sentence that always stands in the summary.", valueName: "text")) var pin: String?

  @Option(help: ArgumentHelp("An article of the same story.", valueName: "id")) var join: String?
  @Option(help: ArgumentHelp("An article that tells another story.", valueName: "id")) var part: String?

  @Option(help: ArgumentHelp("Why, for whoever reads the file.", valueName: "text")) var note: String?
  @Option(help: "The file of corrections; without it the last that pipeline.yaml names.") var file: String?
  @Flag(name: .shortAndLong, help: "Show what would change, and write nothing.") var dryRun = false
  @Flag(name: .shortAndLong, help: "Write without asking; only a terminal is asked.") var yes = false

  func run() throws {
    let configuration = try options.configuration()
    let path = try target(configuration)
    try reading(configuration.output) { folder in
      let article = try article(folder)
      let fields = try fields(article)
      let text = access(path, F_OK) == 0 ? try contents(path) : ""
      let name = configuration.correctionsName(path)
      do {
        let (written, line) = try CorrectionWriter.adding(fields, to: text, file: name)
        try validate(configuration, path, name, written)
        show(fields, path, line, article, try entry(written, name, line))
        guard !dryRun, try isWanted() else { return }
        try CorrectionStore.write(written, to: path)
        if !configuration.corrections.contains(path) {
          complain("pipeline.yaml does not name this file yet; add the line  corrections: [\(name)]")
        }
      } catch let problems as Diagnostics {
        complain(problems)
        throw ExitStatus.configuration.code
      } catch let error as SystemError {
        complain(error.text)
        throw ExitStatus.of(error).code
      }
    }
  }

  private func target(_ configuration: Configuration) throws -> String {
    if let file { return file }
    return configuration.corrections.last ?? configuration.home + "corrections.yaml"
  }

  private func contents(_ path: String) throws -> String {
    let bytes = try CorrectionStore.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      complain("\(path): the file is not UTF-8; save it as UTF-8")
      throw ExitStatus.configuration.code
    }
    return text
  }

  private func article(_ folder: RunFolder) throws -> Article? {
    guard id != "*" else { return nil }
    let index = try RunIndex(json: folder.read("index.json"))
    guard let row = index.documents.first(where: { $0.id.utf8.elementsEqual(id.utf8) }), row.status == .ok else {
      complain("no article that was read has the id \(Printable.line(id)); index.json names them all")
      throw ExitStatus.noInput.code
    }
    return try Article(id: id, read: folder.read)
  }

  // MARK: The entry

  private func fields(_ article: Article?) throws -> [CorrectionWriter.Field] {
    typealias Field = CorrectionWriter.Field
    let subjects = [quote, mention, name, block, restore, bar, pin, join, part].compactMap(\.self)
    let facts = [("title", title), ("byline", byline), ("published", published), ("outlet", outlet)]
      .compactMap { key, value in value.map { Field(key, $0.isEmpty ? nil : $0) } }
    guard subjects.count + (facts.isEmpty ? 0 : 1) == 1 else {
      throw ValidationError(
        subjects.isEmpty && facts.isEmpty
          ? "say what is corrected: --quote, --mention, --name, --block, --restore, --bar, --pin, --join, --part, --title …"
          : "one correction at a time: one entry is about one thing")
    }
    var list: [Field] = []
    if let other = join ?? part {
      list.append(Field(join != nil ? "join" : "part", nil, list: [id, other]))
    } else {
      list.append(Field("article", id))
    }
    list += facts
    if let text = quote {
      list.append(Field("quote", try full(text, article, "quote") { $0.quotes.quotes.map(\.span) }))
      if let speaker { list.append(Field("speaker", speaker)) }
      if noSpeaker { list.append(Field("speaker", nil)) }
      if let printed { list.append(Field("as", printed)) }
    }
    if let text = mention {
      list.append(
        Field("mention", try full(text, article, "name", whole: true) { $0.entities.mentions.map(\.span) }))
      if let span { list.append(Field("span", span)) }
    }
    if let name { list.append(Field("name", name)) }
    if let type { list.append(Field("type", type)) }
    if let entity { list.append(Field("entity", entity)) }
    if let text = block {
      list.append(Field("block", try full(text, article, "block") { $0.document.blocks.map(\.span) }))
      if drop { list.append(Field("drop", "true")) }
    }
    if let text = restore {
      let removed = article?.document.removed.map(\.text) ?? []
      list.append(Field("removed", try one(text, removed, article, "removed text")))
      list.append(Field("restore", "true"))
      if let after {
        list.append(Field("after", try full(after, article, "block") { $0.document.blocks.map(\.span) }))
      }
    }
    if let kind { list.append(Field("kind", kind)) }
    if none { list.append(Field("none", "true")) }
    if let text = bar ?? pin {
      list.append(
        Field("sentence", try full(text, article, "sentence") { $0.sentences.sentences.map(\.span) }))
      list.append(Field("summary", bar != nil ? "bar" : "pin"))
    }
    if let note { list.append(Field("note", note)) }
    return list
  }

  /// All of the text of the one row that has `text`.
  private func full(
    _ text: String, _ article: Article?, _ what: String, whole: Bool = false,
    _ rows: (Article) -> [Span]
  ) throws -> String {
    guard let article else { return text }
    return try one(text, rows(article).map(article.document.text.string), article, what, whole: whole)
  }

  private func one(
    _ text: String, _ rows: [String], _ article: Article?, _ what: String, whole: Bool = false
  ) throws -> String {
    guard article != nil else { return text }
    let wanted = Printable.line(text)
    var found: [String] = []
    for row in rows where !found.contains(row) {
      if Printable.line(row) == wanted { return row }
      if !whole, Printable.line(row).contains(wanted) { found.append(row) }
    }
    if found.count == 1 { return found[0] }
    if found.isEmpty {
      complain("\(Printable.line(id)) has no \(what) \"\(wanted)\"")
      let near = rows.filter { Printable.line($0).lowercased().contains(wanted.lowercased()) }.prefix(5)
      for row in near { complain(line: "  there is \"\(Printable.line(row))\"") }
    } else {
      complain("\(found.count) of them have \"\(wanted)\"; give more of the one that is meant:")
      for row in found.prefix(5) { complain(line: "  \"\(Printable.line(row))\"") }
    }
    throw ExitStatus.usage.code
  }

  /// Whether the files, with this one as it will be, are in order.
  private func validate(
    _ configuration: Configuration, _ path: String, _ name: String, _ text: String
  ) throws {
    var files: [CorrectionFile] = []
    for other in configuration.corrections where other != path {
      files.append(
        CorrectionFile(name: configuration.correctionsName(other), bytes: try CorrectionStore.read(other)))
    }
    _ = try Corrections(files + [CorrectionFile(name: name, bytes: Array(text.utf8))])
  }

  private func entry(_ text: String, _ name: String, _ line: Int) throws -> [Correction] {
    try Corrections([CorrectionFile(name: name, bytes: Array(text.utf8))]).list.filter { $0.line == line }
  }

  // MARK: What it changes

  private func show(
    _ fields: [CorrectionWriter.Field], _ path: String, _ line: Int, _ article: Article?, _ entry: [Correction]
  ) {
    if let article, join == nil, part == nil {
      let records = entry.flatMap { preview($0, article) }
      for (old, record) in records { print(told(old, record)) }
      if records.isEmpty { print("nothing in the output changes: what stands there now is not what this is about") }
    } else if join != nil || part != nil {
      print(join != nil ? "one story with \(join!)" : "another story than \(part!)")
    } else {
      print("every article that has it; the next run tells which")
    }
    print("\n\(path):\(line)")
    for (i, field) in fields.enumerated() { print((i == 0 ? "- " : "  ") + CorrectionWriter.line(field)) }
  }

  private func told(_ now: String, _ record: CorrectionRecord) -> String {
    let text = record.text.isEmpty ? "" : " \"\(Printable.line(record.text))\""
    let change = now.isEmpty ? "" : ": \(Printable.line(record.was ?? "nobody")) -> \(Printable.line(now))"
    return "\(record.change)\(text)\(change)"
  }

  /// What the entry does to the artifact that stands there, and the value that then holds.
  private func preview(_ correction: Correction, _ article: Article) -> [(String, CorrectionRecord)] {
    let alone = Corrections(only: correction)
    switch correction.stage {
    case "normalized":
      var document = article.document
      document.corrections = []
      alone.correct(&document)
      return document.corrections.map { record in
        if case .blockKind(_, let kind) = correction.action { return (kind.rawValue, record) }
        if case .fact(_, let value) = correction.action {
          return (value ?? "not known", CorrectionRecord(record.change, rule: record.rule, text: "", was: record.was))
        }
        return ("", record)
      }
    case "entities":
      var entities = article.entities
      entities.corrections = []
      alone.correct(&entities, article.document, article.sentences)
      return entities.corrections.map { record in
        guard case .mention(_, let change) = correction.action else { return ("", record) }
        switch record.change {
        case "type": return (change.type?.rawValue ?? "", record)
        case "entity": return (change.entity ?? "", record)
        default: return (change.span ?? "", record)
        }
      }
    case "quotes":
      var quotes = article.quotes
      quotes.corrections = []
      alone.correct(&quotes, article.document, article.entities)
      return quotes.corrections.map { record in
        guard case .quote(_, let change) = correction.action else { return ("", record) }
        if record.change == "kind" { return (change.kind?.rawValue ?? "", record) }
        if case .somebody(let name)? = change.speaker { return (name, record) }
        return ("nobody", record)
      }
    default:
      return alone.orders(article.document, article.sentences).records.map { ("", $0) }
    }
  }

  private func isWanted() throws -> Bool {
    guard !yes, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return true }
    print("\nWrite it? [y/N] ", terminator: "")
    fflush(nil)
    return readLine()?.lowercased().hasPrefix("y") == true
  }
}
