import ArgumentParser
import Documents
import Edition
import Foundation

struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Finds who said what, over all articles of a run.",
    discussion: """
      Words match anywhere in the speaker's names, the quote or the story's title, without regard to case and accents; all must match.
      nightdesk query rubio ceasefire
      nightdesk query --speaker rubio --since 2025-03-01 --json
      """)

  @Argument(help: "Words to look for.")
  var words: [String] = []

  @Option(help: "Words of the speaker's name.")
  var speaker: [String] = []

  @Option(help: "Words of the quote itself.")
  var about: [String] = []

  @Option(help: "Words of the story's title.")
  var story: [String] = []

  @Option(help: "Only what was first printed on this day or later (2025-10-14).")
  var since: String?

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var place: RunFolderOption

  func run() throws {
    try reading(try place.path()) { folder in
      let edition = try Edition(read: folder.read)
      let names = Dictionary(edition.entities.map { ($0.id, [$0.name] + $0.aliases) }, uniquingKeysWith: { a, _ in a })
      let titles = Dictionary(edition.stories.map { ($0.id, $0.title ?? "") }, uniquingKeysWith: { a, _ in a })
      for quote in edition.quotes {
        let who = folded(
          ([quote.speakerName ?? ""] + (quote.speakerEntity.flatMap { names[$0] } ?? [])).joined(separator: " "))
        let said = folded(quote.text)
        let title = folded(quote.story.flatMap { titles[$0] } ?? "")
        let all = who + "\n" + said + "\n" + title
        guard words.allSatisfy({ all.contains(folded($0)) }), speaker.allSatisfy({ who.contains(folded($0)) }),
          about.allSatisfy({ said.contains(folded($0)) }), story.allSatisfy({ title.contains(folded($0)) })
        else { continue }
        let published =
          since == nil ? nil : try NormalizedDocument(json: folder.read("normalized/\(quote.first).json")).published
        if let since, (published ?? "") < since { continue }
        print(json ? line(quote) : row(quote))
      }
    }
  }

  private func row(_ quote: CorpusQuote) -> String {
    var seen: Set<String> = []
    let documents = quote.variants.map(\.document).filter { seen.insert($0).inserted }
    return "\(quote.speakerName ?? "?"): \u{201C}\(quote.text)\u{201D}\n    \(documents.joined(separator: ", "))"
  }

  private func line(_ quote: CorpusQuote) -> String {
    var w = JSONWriter(reserving: 512)
    w.object { w in
      w.key("first")
      w.string(quote.first)
      w.key("id")
      w.string(quote.id)
      w.key("speaker")
      w.optional(quote.speakerName)
      w.key("story")
      w.optional(quote.story)
      w.key("text")
      w.string(quote.text)
      w.key("variants")
      w.array(quote.variants) { w, variant in
        w.object { w in
          w.key("document")
          w.string(variant.document)
          w.key("relation")
          w.string(variant.relation)
          w.key("text")
          w.string(variant.text)
        }
      }
    }
    return String(decoding: w.bytes, as: UTF8.self)
  }

  /// Without case and accents.
  private func folded(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
  }
}
