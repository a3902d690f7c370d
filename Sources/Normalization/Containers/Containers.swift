import CFacade
import Documents

/// Finds the articles in an input, whatever it is.
struct Containers: Sendable {
  let fields: JSONFields

  /// Limits of what unpacking may give.
  private static let unpackedLimit = 1 << 30
  private static let unpackedRatio = 200

  /// The articles of `bytes`, which stand in the source itself (`packed` false) or were unpacked from it.
  func articles(_ bytes: [UInt8], path: String, packed: Bool = false) throws(StageFailure) -> [SourceArticle] {
    guard !bytes.isEmpty else { throw StageFailure("empty", "The file is empty.") }
    let head = Array(bytes.prefix(8192))
    let kind = SourceKind.of(head, decoded: Charset.decode(head, kind: .text).bytes)
    let whole = Span(0, bytes.count)
    let data = packed ? bytes : nil
    switch kind {
    case .gzip:
      guard !packed else { throw StageFailure("kind", "It is packed twice; unpack it once.") }
      return try articles(Self.unpacked(bytes), path: path, packed: true)
    case .other(let what): throw StageFailure("kind", "It looks like \(what), which holds no article that can be read.")
    case .archive: return try Archive.articles(bytes)
    case .text, .html: return [SourceArticle(key: nil, span: whole, kind: kind, data: data)]
    case .xml: return try xml(bytes, data)
    case .json, .jsonLines: return try json(bytes, data, named: path.contains(".jsonl") || path.contains(".ndjson"))
    }
  }

  private static func unpacked(_ bytes: [UInt8]) throws(StageFailure) -> [UInt8] {
    let limit = min(unpackedLimit, max(16 << 20, bytes.count * unpackedRatio))
    let result = bytes.withUnsafeBufferPointer { nd_inflate($0.baseAddress, $0.count, limit, 1) }
    defer { nd_inflate_free(result) }
    switch result.error {
    case ND_INFLATE_TOO_BIG:
      throw StageFailure("too-big", "Unpacked it has more than \(limit) bytes; that is the limit for its size.")
    case ND_INFLATE_DAMAGED: throw StageFailure("gzip", "The gzip data is damaged.")
    case ND_INFLATE_TRUNCATED: throw StageFailure("gzip", "The gzip data breaks off before its end.")
    default: return Array(UnsafeBufferPointer(start: result.bytes, count: result.length))
    }
  }

  private func xml(_ bytes: [UInt8], _ data: [UInt8]?) throws(StageFailure) -> [SourceArticle] {
    let decoded = Charset.decode(bytes, kind: .xml)
    let tree = try XMLTree(decoded.bytes)
    guard let root = tree.root else { throw StageFailure("markup", "It begins like XML but holds no element.") }
    let whole = Span(0, bytes.count)
    if tree.name(root) == "html" { return [SourceArticle(key: nil, span: whole, kind: .html, data: data)] }
    if let records = Feeds.records(tree, root: root) {
      guard !records.isEmpty else {
        throw StageFailure(
          "empty", tree.isMalformed ? "The feed is damaged; no entry could be read." : "The feed has no entry.")
      }
      var articles = records.map {
        SourceArticle(key: $0.key, span: whole, kind: .xml, data: data, record: $0, encoding: decoded.encoding)
      }
      if tree.isMalformed, breaksOff(decoded.bytes, tree.fullName(root)) {
        // What was read until then stands.
        var rest = SourceArticle(key: "rest-of-the-feed", span: Documents.Span(0, 0))
        rest.failure = StageFailure("markup", "The feed breaks off before its end.")
        articles.append(rest)
      }
      return articles
    }
    if let records = NewsXML.records(tree, root: root) {
      guard !records.isEmpty else { throw StageFailure("empty", "The message holds no news item.") }
      return records.map {
        SourceArticle(
          key: records.count > 1 ? $0.key : nil, span: whole, kind: .xml, data: data, record: $0,
          encoding: decoded.encoding)
      }
    }
    throw StageFailure(
      "kind", "It is XML with the root element <\(tree.fullName(root).prefix(40))>, which is no news format known here."
    )
  }

  /// Whether the root element is never closed.
  private func breaksOff(_ bytes: [UInt8], _ root: String) -> Bool {
    let close = Array("</\(root)".utf8)
    let tail = bytes.suffix(4096)
    guard tail.count >= close.count else { return true }
    return !(tail.startIndex...(tail.endIndex - close.count)).contains {
      tail[$0..<($0 + close.count)].elementsEqual(close)
    }
  }

  private func json(_ bytes: [UInt8], _ data: [UInt8]?, named: Bool) throws(StageFailure) -> [SourceArticle] {
    let decoded = Charset.decode(bytes, kind: .text)
    let parsed: Result<[[String: [String]]], JSONError>
    do throws(JSONError) {
      parsed = .success(try JSONArticles.objects(decoded.bytes))
    } catch {
      parsed = .failure(error)
    }
    // A name that says "lines" tells a file of one line from a file of one object.
    if case .failure(let error) = parsed {
      let lines = self.lines(decoded, data)
      guard !lines.isEmpty else {
        throw StageFailure("json", "The JSON is damaged at byte \(error.offset): \(error.message).")
      }
      return lines
    }
    if named, case .success(let objects) = parsed, objects.count == 1 { return lines(decoded, data) }
    guard case .success(let objects) = parsed else { return [] }
    let isLinked = objects.contains { $0["@context"] != nil || $0["@type"] != nil }
    let type = isLinked ? "application/ld+json" : "application/json"
    var articles = objects.filter { fields.isArticle($0) }
    if isLinked {
      let typed = articles.filter {
        $0["@type", default: []].contains { $0.hasSuffix("Article") || $0.hasSuffix("Posting") || $0 == "Report" }
      }
      if !typed.isEmpty { articles = typed }
    }
    guard !articles.isEmpty else {
      throw StageFailure(
        "no-article", "The JSON holds no object with an article's text; name its fields in normalization.fields.")
    }
    let single = articles.count == 1 && decoded.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
    return articles.map {
      let record = fields.record($0, mediaType: type)
      return SourceArticle(
        key: single ? nil : record.key, span: Span(0, bytes.count), kind: .json, data: data, record: record,
        encoding: decoded.encoding)
    }
  }

  /// An article a line; a line that is damaged becomes an article too, which then fails with the reason.
  private func lines(_ decoded: Decoded, _ data: [UInt8]?) -> [SourceArticle] {
    var result: [SourceArticle] = []
    var good = 0
    decoded.bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      LineReader.each(buffer) { line, _ in
        let end = start + line.count
        defer { start = end + (end < buffer.count && buffer[end] == 0x0D ? 2 : 1) }
        guard line.contains(where: { $0 > 0x20 }) else { return }
        let span = Span(decoded.source(of: start), decoded.source(of: end))
        do throws(JSONError) {
          let object = try JSONArticles.object(line)
          let record = fields.record(object, mediaType: "application/jsonl")
          good += 1
          result.append(
            SourceArticle(key: record.key, span: span, kind: .jsonLines, data: data, encoding: decoded.encoding))
        } catch {
          result.append(
            SourceArticle(
              key: ArticleKey.of(content: line), span: span, kind: .jsonLines, data: data, encoding: decoded.encoding))
        }
      }
    }
    return good * 2 > result.count ? result : []
  }

  /// The record of a line.
  func record(line bytes: ArraySlice<UInt8>) throws(StageFailure) -> ArticleRecord {
    let line = Charset.decode(Array(bytes), kind: .text).bytes
    let result: Result<[String: [String]], JSONError> = line.withUnsafeBufferPointer { buffer in
      do throws(JSONError) { return .success(try JSONArticles.object(buffer)) } catch { return .failure(error) }
    }
    switch result {
    case .success(let object):
      guard fields.isArticle(object) else {
        throw StageFailure(
          "no-article", "The line has no field with an article's text; name it in normalization.fields.")
      }
      return fields.record(object, mediaType: "application/jsonl")
    case .failure(let error):
      throw StageFailure("json", "The line is damaged at byte \(error.offset): \(error.message).")
    }
  }
}
