public import ArgumentParser
import Edition
public import Exports

extension ExportFormat: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Hands a run's artifacts to another program.",
    discussion: """
      jsonl    one article a line, with all its artifacts
      conll    one token a line with its IOB2 tag
      brat     texts and stand-off annotations for brat (a folder)
      spacy    one article a line: words, spaces, sentence starts, entities, for spaCy's Doc
      webanno  W3C Web Annotations, one page an article (a folder)
      csv      quotes, entities and mentions as tables (a folder)
      sqlite   one database, with full-text search over articles and quotes
      """)

  @Argument(help: "jsonl, conll, brat, spacy, webanno, csv or sqlite.")
  var format: ExportFormat

  @Option(help: "The file or folder to write; without it, forms of one file go to standard output.")
  var to: String?

  @OptionGroup var place: RunFolderOption

  func run() throws {
    try reading(try place.path()) { folder in try Export(folder).write(format, to: to) }
  }
}
