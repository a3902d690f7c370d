import Documents
import Edition

extension Export {
  /// quotes.csv, entities.csv and mentions.csv (RFC 4180, UTF-8).
  func tables(_ folder: ExportFolder) throws {
    let quotes = try folder.file("quotes.csv")
    let mentions = try folder.file("mentions.csv")
    try quotes.write(
      CSV.row([
        "document", "quote", "start", "end", "kind", "text", "speaker", "speaker_as_printed", "class", "cue", "rule",
      ]))
    try mentions.write(
      CSV.row(["document", "mention", "start", "end", "type", "text", "entity", "name", "value", "unit", "rule"]))
    try eachArticle { id, article in
      let text = article.document.text
      for quote in article.quotes.quotes {
        try quotes.write(
          CSV.row([
            id, quote.id, "\(text.codePoint(atByte: quote.span.start))", "\(text.codePoint(atByte: quote.span.end))",
            quote.kind.rawValue, text.string(quote.span), quote.speaker?.name ?? "",
            quote.speaker.map { text.string($0.span) } ?? "", quote.speaker?.speakerClass.rawValue ?? "",
            quote.cue.map { text.string($0.span) } ?? "", quote.rule,
          ]))
      }
      for mention in article.entities.mentions {
        let entity = mention.entity.map { article.entities.entities[$0] }
        try mentions.write(
          CSV.row([
            id, mention.id, "\(text.codePoint(atByte: mention.span.start))",
            "\(text.codePoint(atByte: mention.span.end))", mention.type.rawValue, text.string(mention.span),
            entity?.id ?? "", entity?.name ?? "", mention.value ?? "", mention.unit ?? "", mention.rule,
          ]))
      }
    }
    let entities = try folder.file("entities.csv")
    try entities.write(CSV.row(["entity", "type", "name", "aliases", "roles", "documents", "mentions"]))
    for entity in edition.entities {
      try entities.write(
        CSV.row([
          entity.id, entity.type.rawValue, entity.name, entity.aliases.joined(separator: "; "),
          entity.roles.joined(separator: "; "), "\(entity.documents.count)", "\(entity.mentions)",
        ]))
    }
    for file in [quotes, mentions, entities] { try file.finish() }
    try folder.finish()
  }
}

enum CSV {
  /// The cells as a record. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }

  private static func cell(_ text: String) -> String {
    var bytes: [UInt8] = []
    var quoted = false
    if isFormula(text), !isNumber(text) { bytes.append(UInt8(ascii: "'")) }
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      if parting.contains(byte) { quoted = true }
      bytes.append(byte)
    }
    let body = String(decoding: bytes, as: UTF8.self)
    return quoted ? "\"\(body)\"" : body
  }

  /// What ends a cell or a record, if no quotes stand around it.
  private static let parting: [UInt8] = Array("\",\t\n\r".utf8)

  /// Whether a spreadsheet may take the text for a formula: it begins with one of the signs, in their full width too, or
  /// with a tab or an end of line; spaces before are not believed in.
  private static func isFormula(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
      default: if !scalar.properties.isWhitespace { return false }
      }
    }
    return false
  }

  /// A signed number is no formula.
  private static func isNumber(_ text: String) -> Bool {
    !text.utf8.dropFirst().isEmpty && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
      && (text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+"))
  }
}
