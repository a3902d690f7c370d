import CFacade
import Documents

/// Pages in web archives (WARC 1.0 and 1.1, ISO 28500): the answers of servers and resources, each an article.
enum Archive {
  /// `bytes`: the archive as it stands, unpacked. A record keyed by its address; of two versions the first counts.
  static func articles(_ bytes: [UInt8], packed: Bool) throws(StageFailure) -> [SourceArticle] {
    var result: [SourceArticle] = []
    bytes.withUnsafeBufferPointer { text in
      var i = 0
      while i + 10 < text.count {
        // Blank lines stand between records.
        if text[i] == 0x0D || text[i] == 0x0A {
          i += 1
          continue
        }
        let (head, body) = headers(text, from: i, limit: text.count)
        guard let length = head["content-length"].flatMap({ Int($0) }), length >= 0, length <= text.count - body else {
          break
        }
        let record = Span(body, body + length)
        i = record.end
        guard let url = head["warc-target-uri"] else { continue }
        let type = head["warc-type"]
        var content = record
        var media = head["content-type"] ?? ""
        if type == "response" {
          let (http, start) = headers(text, from: record.start, limit: record.end)
          // What the server packed or cut into chunks is left out: archives of crawlers keep neither.
          guard http["content-encoding"] == nil, http["transfer-encoding"] != "chunked" else { continue }
          media = http["content-type"] ?? ""
          content = Span(start, record.end)
        } else if type != "resource" && type != "conversion" {
          continue
        }
        let kind: SourceKind? =
          media.hasPrefix("text/html") || media.hasPrefix("application/xhtml")
          ? .html : media.hasPrefix("text/plain") ? .text : nil
        guard let kind, !content.isEmpty else { continue }
        var article = SourceArticle(
          key: ArticleKey.of(url), span: content, kind: kind, data: packed ? bytes : nil, encoding: charset(media))
        article.url = url
        result.append(article)
      }
    }
    guard !result.isEmpty else { throw StageFailure("no-article", "The archive holds no page of HTML or text.") }
    return result
  }

  /// Names in lower case; one past the blank line.
  private static func headers(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int
  ) -> (fields: [String: String], end: Int) {
    var fields: [String: String] = [:]
    var i = start
    while i < limit {
      var end = i
      while end < limit, text[end] != 0x0A { end += 1 }
      let stop = end > i && text[end - 1] == 0x0D ? end - 1 : end
      let next = min(limit, end + 1)
      if stop == i { return (fields, next) }
      let line = UnsafeBufferPointer(rebasing: text[i..<min(stop, i + 8192)])
      if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        let name = String(decoding: line[..<colon].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
        var value = line[(colon + 1)...]
        while let first = value.first, first <= 0x20 { value.removeFirst() }
        while let last = value.last, last <= 0x20 { value.removeLast() }
        fields[name] = String(decoding: value, as: UTF8.self)
      }
      i = next
    }
    return (fields, limit)
  }

  private static func charset(_ media: String) -> String? {
    guard let at = media.utf8.lastIndex(of: UInt8(ascii: "=")), media.contains("charset") else { return nil }
    let label = media[media.utf8.index(after: at)...].filter { $0 != "\"" && $0 != "'" && $0 != " " }
    return label.isEmpty ? nil : String(label)
  }
}
