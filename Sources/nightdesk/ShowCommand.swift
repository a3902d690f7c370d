import ArgumentParser
import Documents
import Edition
import Engine
import Glibc

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One article as a person reads it: title, summary, who said what, names.")

  @Argument(help: "The article's id, as index.json has it.")
  var id: String

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let output = try options.configuration().output
    try reading(output) { folder in
      let index = try RunIndex(json: folder.read("index.json"))
      guard let row = index.documents.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
        complain("no article has the id \(Printable.line(id)); index.json names them all")
        throw ExitStatus.noInput.code
      }
      guard row.status == .ok else {
        print("\(Printable.line(row.source)): \(row.status.rawValue): \(Printable.line(row.errorMessage ?? ""))")
        return
      }
      show(try Article(id: id, read: folder.read))
    }
  }

  private func show(_ article: Article) {
    let width = Terminal.width
    let document = article.document
    let title = document.title ?? id
    print(Terminal.bold(Printable.line(title)))
    let facts = [document.outlet, document.byline, document.published].compactMap(\.self)
    if !facts.isEmpty { print(Printable.line(facts.joined(separator: " · "))) }
    if let url = document.url { print(Printable.line(url)) }
    let summary = article.summary.text(document, article.sentences)
    if !summary.isEmpty {
      print("")
      for line in Terminal.wrap(Printable.line(summary), width) { print(line) }
    }
    if !article.quotes.quotes.isEmpty {
      print("\n" + Terminal.bold("Who said what"))
      for quote in article.quotes.quotes {
        let speaker = quote.speaker?.name ?? "?"
        let text = Printable.line(document.text.string(quote.span))
        let said = quote.kind == .indirect ? text : "\u{201C}\(text)\u{201D}"
        let lines = Terminal.wrap("\(Printable.line(speaker)): \(said)", width - 2)
        for (i, line) in lines.enumerated() { print((i == 0 ? "  " : "    ") + line) }
      }
    }
    let named = article.entities.entities.filter { $0.type.isName }
    if !named.isEmpty {
      print("\n" + Terminal.bold("Names"))
      for type in EntityType.allCases where type.isName {
        let names = named.filter { $0.type == type }.map { entity in
          entity.roles.isEmpty ? entity.name : "\(entity.name) (\(entity.roles.joined(separator: "; ")))"
        }
        guard !names.isEmpty else { continue }
        let lines = Terminal.wrap("\(type.rawValue): \(Printable.line(names.joined(separator: ", ")))", width - 2)
        for (i, line) in lines.enumerated() { print((i == 0 ? "  " : "    ") + line) }
      }
    }
  }
}

/// What a terminal can do; a pipe gets plain text of 100 columns.
enum Terminal {
  static let isTerminal = isatty(STDOUT_FILENO) == 1
  static let isOne = isTerminal && getenv("NO_COLOR") == nil

  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else {
      return 100
    }
    return min(120, Int(size.ws_col))
  }

  static func bold(_ text: String) -> String { isOne ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var length = 0
    for word in text.split(separator: " ") {
      let count = word.unicodeScalars.count
      if length > 0, length + 1 + count > width {
        lines.append(line)
        line = ""
        length = 0
      }
      line += (length > 0 ? " " : "") + word
      length += count + (length > 0 ? 1 : 0)
    }
    return length > 0 ? lines + [line] : lines
  }
}
