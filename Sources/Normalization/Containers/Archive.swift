internal import CFacade
public import Documents

/// A page of a web archive: what a server answered, without what it was sent in.
public struct ArchivePage: Sendable {
  public var url: String
  /// The media type and charset, as the server told them.
  public var media: String
  public var bytes: [UInt8]
  /// Why the page cannot be read.
  public var failure: StageFailure?
  /// The place in the archive from which the page's record can be read by itself; nil where there is none.
  public var offset: Int?

  public init(url: String, media: String, bytes: [UInt8]) {
    self.url = url
    self.media = media
    self.bytes = bytes
  }

  /// From the address, never from the place.
  public var key: String { ArticleKey.of(url) }

  var kind: SourceKind? {
    media.hasPrefix("text/html") || media.hasPrefix("application/xhtml")
      ? .html : media.hasPrefix("text/plain") ? .text : nil
  }

  /// The page as an article of its archive.
  public var article: SourceArticle {
    var article = SourceArticle(
      key: key, span: Documents.Span(0, bytes.count), kind: kind ?? .html, data: bytes, encoding: charset)
    article.url = url
    article.failure = failure
    return article
  }

  private var charset: String? {
    guard let at = media.utf8.lastIndex(of: UInt8(ascii: "=")), media.contains("charset") else { return nil }
    let label = media[media.utf8.index(after: at)...].filter { $0 != "\"" && $0 != "'" && $0 != " " }
    return label.isEmpty ? nil : String(label)
  }
}

/// Reads the pages of a web archive (WARC 1.0 and 1.1, ISO 28500), packed or not, one after the other: what servers
/// answered, resources, and conversions. Requests, metadata, repeated visits and what is neither HTML nor text are passed over.
public struct ArchiveReader {
  /// A page past this is not read, as Common Crawl cuts its own.
  public static let pageLimit = 8 << 20
  private static let headLimit = 1 << 16

  private let stream: ArchiveStream
  private var isDone = false

  /// `source` fills a buffer and says with how many bytes, 0 at the end; `offset`: where in the archive it begins.
  public init(offset: Int = 0, _ source: @escaping (UnsafeMutableRawBufferPointer) throws(StageFailure) -> Int) {
    stream = ArchiveStream(offset: offset, source)
  }

  /// The next page; nil at the end. Throws where the archive is damaged: what follows cannot be found then.
  public mutating func next() throws(StageFailure) -> ArchivePage? {
    guard !isDone else { return nil }
    do throws(StageFailure) {
      while let record = try record() { if let page = record { return page } }
    } catch {
      isDone = true
      throw error
    }
    isDone = true
    return nil
  }

  /// A record's page, or nil in it where it has none; nil at the end.
  private func record() throws(StageFailure) -> ArchivePage?? {
    // Blank lines stand between records.
    while let byte = try stream.peek(), byte == 0x0D || byte == 0x0A { _ = try stream.skip(1) }
    guard try stream.peek() != nil else { return .none }
    let offset = stream.entry()
    let place = stream.position
    let head = try Header { () throws(StageFailure) in try stream.line(Self.headLimit) }
    guard head.first.hasPrefix("WARC/"), let length = head["content-length"].flatMap({ Int($0) }), length >= 0 else {
      throw StageFailure("archive", "No record begins at byte \(place) of the unpacked archive.")
    }
    let type = head["warc-type"]
    guard let url = head["warc-target-uri"], type == "response" || type == "resource" || type == "conversion" else {
      try pass(length)
      return .some(nil)
    }
    let content = try stream.read(min(length, Self.pageLimit + Self.headLimit))
    let isWhole = content.count == min(length, Self.pageLimit + Self.headLimit)
    guard isWhole else { throw StageFailure("archive", "The archive breaks off inside a record.") }
    try pass(length - content.count)
    var address = url
    if address.hasPrefix("<"), address.hasSuffix(">") { address = String(address.dropFirst().dropLast()) }
    var page = ArchivePage(url: address, media: (head["content-type"] ?? "").lowercased(), bytes: content)
    if type == "response" {
      guard let answer = HTTPAnswer(content), answer.isGood else { return .some(nil) }
      page.media = answer.media
      page.bytes = []
      if page.kind != nil {
        do throws(StageFailure) { page.bytes = try answer.body(limit: Self.pageLimit) } catch { page.failure = error }
      }
    }
    guard page.kind != nil else { return .some(nil) }
    if length > Self.pageLimit + Self.headLimit || page.bytes.count > Self.pageLimit {
      page.failure = StageFailure("too-big", "The page has more than \(Self.pageLimit) bytes.")
    }
    if page.failure != nil { page.bytes = [] }
    guard page.failure != nil || !page.bytes.isEmpty else { return .some(nil) }
    page.offset = offset
    return page
  }

  private func pass(_ count: Int) throws(StageFailure) {
    guard try stream.skip(count) else { throw StageFailure("archive", "The archive breaks off inside a record.") }
  }
}

/// All pages of an archive that is in memory.
enum Archive {
  static func articles(_ bytes: [UInt8]) throws(StageFailure) -> [SourceArticle] {
    var at = 0
    var reader = ArchiveReader { buffer in
      let count = min(buffer.count, bytes.count - at)
      bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<(at + count)])) }
      at += count
      return count
    }
    return try articles(&reader) { page in page.article }
  }

  /// The articles of an archive, and where it is damaged a last one that says so.
  static func articles(
    _ reader: inout ArchiveReader, _ article: (ArchivePage) -> SourceArticle
  ) throws(StageFailure) -> [SourceArticle] {
    var result: [SourceArticle] = []
    do throws(StageFailure) {
      while let page = try reader.next() { result.append(article(page)) }
    } catch {
      // What was read until then stands.
      guard !result.isEmpty else { throw error }
      var rest = SourceArticle(key: "rest-of-the-archive", span: Documents.Span(0, 0))
      rest.failure = error
      result.append(rest)
    }
    guard !result.isEmpty else { throw StageFailure("no-article", "The archive holds no page of HTML or text.") }
    return result
  }
}

extension Normalizer {
  /// The articles of an archive that is read piece by piece. Their pages are not kept: `page` reads one again, from its
  /// offset; where it has none the page stays in memory, up to `limit` bytes of all.
  public func articles(in reader: inout ArchiveReader, holding limit: Int) throws(StageFailure) -> [SourceArticle] {
    var held = 0
    return try Archive.articles(&reader) { page in
      var article = page.article
      if let offset = page.offset {
        article.data = nil
        article.offset = offset
      } else {
        held += page.bytes.count
        if held > limit {
          article.data = nil
          article.failure = StageFailure(
            "too-big", "The archive is one packed piece, too large to be held: pack each record by itself.")
        }
      }
      return article
    }
  }

  /// An article that was left in its archive, with its page; `source` gives the archive from the article's offset on.
  public func page(
    _ article: SourceArticle, _ source: @escaping (UnsafeMutableRawBufferPointer) throws(StageFailure) -> Int
  ) throws(StageFailure) -> SourceArticle {
    var reader = ArchiveReader(offset: article.offset ?? 0, source)
    guard let page = try reader.next(), page.key == article.key else {
      throw StageFailure("unreadable", "The archive changed while it was read.")
    }
    return page.article
  }
}
