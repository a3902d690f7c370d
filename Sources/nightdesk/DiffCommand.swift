import ArgumentParser
import Documents
import Engine

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What a run changed: articles in, out and renamed, summaries, quotes and names gained and lost.",
    discussion: "Ends with 0 if nothing changed, with 1 if something did.")

  @Argument(help: "A run, as --list names it; the last that changed something without it.")
  var id: String?

  @Flag(help: "Name the runs that are kept.")
  var list = false

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let output = try options.configuration().output
    let names = RunReport.names(output)
    if list { return print(names.joined(separator: "\n")) }
    guard let id = id ?? names.last else {
      complain("\(output): no run is on record")
      throw ExitStatus.noInput.code
    }
    guard names.contains(id), let log = try? RunReport.changes(output, id: id) else {
      complain("no run \(Printable.line(id)) is on record; --list names them")
      throw ExitStatus.noInput.code
    }
    for article in log.new { print("+ \(Printable.line(article))") }
    for article in log.removed { print("- \(Printable.line(article))") }
    for (old, new) in log.renamed { print("> \(Printable.line(old)) -> \(Printable.line(new))") }
    for article in log.changed {
      print("  \(Printable.line(article.id))")
      for (what, difference) in [("summary", article.summary), ("quote", article.quotes), ("name", article.names)] {
        for text in difference.lost { print("    - \(what): \(Printable.line(text))") }
        for text in difference.gained { print("    + \(what): \(Printable.line(text))") }
      }
    }
    if !(log.new.isEmpty && log.removed.isEmpty && log.renamed.isEmpty && log.changed.isEmpty) {
      throw ExitStatus.someFailed.code
    }
  }
}
