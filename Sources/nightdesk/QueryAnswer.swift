import Documents
import Edition
import Engine

/// Answers as JSON, one object a line.
enum QueryJSON {
  static func line(_ row: Utterance) -> String {
    var w = JSONWriter(reserving: 512)
    w.object { w in
      w.key("day")
      w.optional(row.day)
      w.key("id")
      w.string(row.id)
      w.key("speaker")
      w.optional(row.speaker)
      w.key("story")
      w.optional(row.story)
      w.key("storyTitle")
      w.optional(row.storyTitle)
      w.key("text")
      w.string(row.text)
      w.key("variants")
      w.array(row.variants) { w, variant in
        w.object { w in
          w.key("document")
          w.string(variant.document)
          w.key("outlet")
          w.string(variant.outlet)
          w.key("relation")
          w.string(variant.relation)
          w.key("text")
          w.string(variant.text)
        }
      }
    }
    return String(decoding: w.bytes, as: UTF8.self)
  }

  static func line(_ row: FoundSentence) -> String {
    var w = JSONWriter(reserving: 512)
    w.object { w in
      w.key("day")
      w.optional(row.day)
      w.key("document")
      w.string(row.document)
      w.key("outlet")
      w.string(row.outlet)
      w.key("sentence")
      w.string(row.sentence)
      w.key("storyTitle")
      w.optional(row.story)
      w.key("text")
      w.string(row.text)
      w.key("title")
      w.string(row.title)
    }
    return String(decoding: w.bytes, as: UTF8.self)
  }
}

/// Answers for people: a table as wide as the terminal, or lines with tabs for what is no terminal.
struct QueryTable {
  private var heads: [String]
  private var rows: [[String]]
  /// The column that gets what room is left.
  private let wide: Int

  init(quotes: [Utterance]) {
    heads = ["DAY", "SPEAKER", "QUOTE", "PRINTED BY"]
    rows = quotes.map {
      [$0.day ?? "", $0.speaker ?? "?", "\u{201C}\($0.text)\u{201D}", $0.outlets.joined(separator: ", ")]
    }
    wide = 2
  }

  init(sentences: [FoundSentence]) {
    heads = ["DAY", "OUTLET", "SENTENCE", "ARTICLE"]
    rows = sentences.map { [$0.day ?? "", $0.outlet, $0.text, $0.document] }
    wide = 2
  }

  func print() {
    let cells = rows.map { $0.map(Printable.line) }
    guard Terminal.isTerminal else {
      for row in cells { Swift.print(row.joined(separator: "\t")) }
      return
    }
    guard !cells.isEmpty else { return }
    // Narrow columns take what they need up to a fifth of the line, the quotes the rest.
    let room = Terminal.width
    var widths = heads.indices.map { column in
      min(max(10, room / 5), max(heads[column].count, cells.map { $0[column].unicodeScalars.count }.max() ?? 0))
    }
    widths[wide] = max(20, room - widths.enumerated().reduce(0) { $0 + ($1.offset == wide ? 0 : $1.element + 2) })
    Swift.print(Terminal.bold(line(heads, widths)))
    for row in cells {
      let wrapped = row.enumerated().map { Terminal.wrap($1, widths[$0]) }
      for i in 0..<(wrapped.map(\.count).max() ?? 0) {
        Swift.print(line(wrapped.map { i < $0.count ? $0[i] : "" }, widths))
      }
    }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
    }
    var text = padded.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    return text
  }
}
