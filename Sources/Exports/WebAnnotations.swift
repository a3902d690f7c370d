import Documents
import Edition

extension Export {
  /// For each article a W3C Web Annotation page (https://www.w3.org/TR/annotation-model/): names and quotes, each with
  /// a TextPositionSelector and a TextQuoteSelector.
  func webAnnotations(_ folder: ExportFolder) throws {
    try eachArticle { id, article in
      let file = try folder.file("\(id).jsonld")
      try file.write(WebAnnotations.page(article))
      try file.finish()
    }
    try folder.finish()
  }
}

enum WebAnnotations {
  /// Code points of context on each side of a quoted stretch.
  private static let context = 32

  static func page(_ article: Article) -> [UInt8] {
    let base = "urn:nightdesk:" + percentEncoded(article.document.id)
    var w = JSONWriter(reserving: 1 << 14)
    w.object { w in
      w.key("@context")
      w.string("http://www.w3.org/ns/anno.jsonld")
      w.key("id")
      w.string(base)
      w.key("items")
      w.rows(rows(article)) { w, row in
        w.object { w in
          w.key("body")
          w.array(row.body) { w, body in
            w.object { w in
              w.key("purpose")
              w.string(body.purpose)
              w.key("type")
              w.string("TextualBody")
              w.key("value")
              w.string(body.value)
            }
          }
          w.key("id")
          w.string(base + "#" + row.id)
          w.key("target")
          target(&w, row.span, article.document)
          w.key("type")
          w.string("Annotation")
        }
      }
      w.key("type")
      w.string("AnnotationPage")
    }
    return w.finish()
  }

  private struct Row {
    var id: String
    var span: Span
    var body: [(purpose: String, value: String)]
  }

  private static func rows(_ article: Article) -> [Row] {
    let names = article.entities.mentions.map { mention in
      var body = [("tagging", mention.type.rawValue)]
      if let entity = mention.entity { body.append(("identifying", article.entities.entities[entity].name)) }
      return Row(id: mention.id, span: mention.span, body: body)
    }
    let quotes = article.quotes.quotes.map { quote in
      var body = [("classifying", "\(quote.kind) quote")]
      if let speaker = quote.speaker { body.append(("identifying", speaker.name)) }
      return Row(id: quote.id, span: quote.span, body: body)
    }
    return names + quotes
  }

  private static func target(_ w: inout JSONWriter, _ span: Span, _ document: NormalizedDocument) {
    let text = document.text
    let start = text.codePoint(atByte: span.start)
    let end = text.codePoint(atByte: span.end)
    let before = text.byte(atCodePoint: max(0, start - context)) ?? span.start
    let after = text.byte(atCodePoint: min(text.codePoints, end + context)) ?? span.end
    w.object { w in
      w.key("selector")
      w.array([true, false]) { w, position in
        w.object { w in
          if position {
            w.key("end")
            w.int(end)
            w.key("start")
            w.int(start)
            w.key("type")
            w.string("TextPositionSelector")
          } else {
            w.key("exact")
            text.withBytes(span) { w.string(utf8: $0) }
            w.key("prefix")
            text.withBytes(Span(before, span.start)) { w.string(utf8: $0) }
            w.key("suffix")
            text.withBytes(Span(span.end, after)) { w.string(utf8: $0) }
            w.key("type")
            w.string("TextQuoteSelector")
          }
        }
      }
      w.key("source")
      w.string(document.url ?? "urn:nightdesk:" + percentEncoded(document.id))
    }
  }

  /// Unreserved characters and "/" stand as they are (RFC 3986), all else in hexadecimal.
  static func percentEncoded(_ id: String) -> String {
    var result = ""
    for byte in id.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
