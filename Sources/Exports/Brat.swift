import Documents
import Edition

extension Export {
  /// For each article its text and brat's stand-off annotations: names and quotes, and who says each quote. Offsets are
  /// in code points; a span over a line's end is cut there, as brat wants it.
  func brat(_ folder: ExportFolder) throws {
    try eachArticle { id, article in
      let text = try folder.file("\(id).txt")
      try text.write(article.document.text.bytes)
      try text.finish()
      let notes = try folder.file("\(id).ann")
      try notes.write(Brat.annotations(article))
      try notes.finish()
    }
    let configuration = try folder.file("annotation.conf")
    try configuration.write(Brat.configuration)
    try configuration.finish()
    try folder.finish()
  }
}

enum Brat {
  static var configuration: String {
    let types = EntityType.allCases.map(\.rawValue) + ["QUOTE", "SPEAKER"]
    return "[entities]\n\(types.joined(separator: "\n"))\n[relations]\nSaid-by Arg1:QUOTE, Arg2:SPEAKER\n"
      + "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n[events]\n[attributes]\n"
  }

  static func annotations(_ article: Article) -> String {
    let text = article.document.text
    var result = ""
    var count = 0
    func add(_ type: String, _ span: Span) -> Int {
      count += 1
      let lines = Self.lines(span, text)
      let places = lines.map { "\(text.codePoint(atByte: $0.start)) \(text.codePoint(atByte: $0.end))" }
      let words = lines.map { text.string($0) }
      result += "T\(count)\t\(type) \(places.joined(separator: ";"))\t\(words.joined(separator: " "))\n"
      return count
    }
    for mention in article.entities.mentions { _ = add(mention.type.rawValue, mention.span) }
    var relations = 0
    for quote in article.quotes.quotes {
      let said = add("QUOTE", quote.span)
      guard let speaker = quote.speaker else { continue }
      let who = add("SPEAKER", speaker.span)
      relations += 1
      result += "R\(relations)\tSaid-by Arg1:T\(said) Arg2:T\(who)\n"
      result += "#\(relations)\tAnnotatorNotes T\(who)\t\(speaker.name.split(separator: "\n").joined(separator: " "))\n"
    }
    return result
  }

  /// The span's pieces, without the line feeds inside it.
  private static func lines(_ span: Span, _ text: SourceText) -> [Span] {
    var pieces: [Span] = []
    var start = span.start
    for i in span.range where text.bytes[i] == 0x0A {
      if i > start { pieces.append(Span(start, i)) }
      start = i + 1
    }
    if span.end > start { pieces.append(Span(start, span.end)) }
    return pieces
  }
}
