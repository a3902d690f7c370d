public import Documents

/// How sources become clean text.
public struct NormalizationOptions: Sendable, Hashable {
  /// False keeps every line of plain text: for gold that must align.
  public var furniture = true
  /// The language of a text too short to tell, and of all where only one is wanted.
  public var language = "en"
  /// Names of an article's fields in JSON, as "text=story"; they come before the usual ones.
  public var fields: [String] = []

  public init() {}
}

/// An input as it was read: a name, its bytes and their hash.
public struct SourceFile: Sendable {
  /// Below the input folder, parts divided by "/".
  public var path: String
  public var bytes: [UInt8]
  /// Hex.
  public var sha256: String
  /// The size of the input, where it is not held.
  public var size: Int

  public init(path: String, bytes: [UInt8], sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    size = bytes.count
  }

  /// An input that is read piece by piece.
  public init(path: String, size: Int, sha256: String) {
    self.init(path: path, bytes: [], sha256: sha256)
    self.size = size
  }
}

/// One article of an input: the whole of it, or an entry of a feed, a line of JSON lines, a record of an archive.
public struct SourceArticle: Sendable {
  /// From the article's own id, URL or content; nil where the input is one article.
  public var key: String?
  /// The bytes of the source it stands in; of a packed source, of what was unpacked.
  public var span: Span
  var kind = SourceKind.text
  /// What was unpacked from the source; shared by all articles of it.
  var data: [UInt8]?
  /// What the container says of the article, where finding it meant reading it.
  var record: ArticleRecord?
  /// The charset of the container, or what an archive declares for the article.
  var encoding: String?
  var url: String?
  /// Of a page that was left in its archive: where its record begins there.
  public internal(set) var offset: Int?
  /// Why it cannot be read, where that was known before it was to be.
  var failure: StageFailure?

  public init(key: String?, span: Span) {
    self.key = key
    self.span = span
  }

  init(
    key: String?, span: Span, kind: SourceKind, data: [UInt8]?, record: ArticleRecord? = nil, encoding: String? = nil
  ) {
    self.init(key: key, span: span)
    self.kind = kind
    self.data = data
    self.record = record
    self.encoding = encoding
  }
}

/// What normalization gives: the document, and why later stages are to skip it (codes "no-article", "language").
public struct NormalizedResult: Sendable {
  public var document: NormalizedDocument
  public var skipped: StageFailure?

  public init(_ document: NormalizedDocument, skipped: StageFailure? = nil) {
    self.document = document
    self.skipped = skipped
  }
}

/// Stage 1: bytes of any kind to clean text, blocks and facts.
public struct Normalizer: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 1
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "normalization/"]

  private let options: NormalizationOptions
  private let containers: Containers
  private let languages: LanguageDetector
  /// In the order of the packs; the first is that of the configured language, where there is one.
  private let readers: [Reader]

  /// What reads articles in one language; a class, for it holds many tables and is handed on for each article.
  private final class Reader: Sendable {
    let code: String
    let plain: PlainText
    let html: HTMLArticle

    init(_ pack: LanguagePack) throws(Diagnostics) {
      code = pack.code
      plain = try PlainText(pack)
      html = try HTMLArticle(pack)
    }
  }

  /// `packs`: every language that documents may be in. Throws all mistakes of their data at once.
  public init(options: NormalizationOptions, packs: [LanguagePack]) throws(Diagnostics) {
    self.options = options
    containers = Containers(fields: try JSONFields(options.fields))
    languages = try LanguageDetector(packs)
    var readers: [Reader] = []
    for pack in packs {
      let reader = try Reader(pack)
      if pack.code == options.language { readers.insert(reader, at: 0) } else { readers.append(reader) }
    }
    self.readers = readers
  }

  /// What is made of the pack's data ahead of time.
  public static func compiled(_ pack: LanguagePack) throws(Diagnostics) -> [CompiledWriter] {
    [try LineRules.compiled(pack)]
  }

  /// Compiles the stage's data and runs every example and counter example in it.
  public static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do throws(Diagnostics) {
      return try LineRules(pack).check(pack) + HTMLArticle.check(pack)
    } catch {
      return error.list
    }
  }

  /// A day, or a moment with its zone, in ISO 8601, of a date as feeds and headers write it; nil for anything else.
  public static func moment(_ text: String) -> String? { MachineDate.iso(text) }

  /// The articles of an input, in order of place. Throws for what is no article-like input.
  public func articles(in file: SourceFile) throws(StageFailure) -> [SourceArticle] {
    try containers.articles(file.bytes, path: file.path)
  }

  public func normalize(
    _ article: SourceArticle, of file: SourceFile, id: String
  ) throws(StageFailure) -> NormalizedResult {
    if let failure = article.failure { throw failure }
    let data = article.data ?? file.bytes
    var result: NormalizedResult
    switch article.kind {
    case .html:
      var page = SourceFile(path: file.path, bytes: data, sha256: file.sha256)
      if article.span != Span(0, data.count) { page.bytes = Array(data[article.span.range]) }
      result = try self.page(page, id: id, declared: article.encoding)
      let base = article.span.start
      for i in result.document.blocks.indices {
        if let span = result.document.blocks[i].source {
          result.document.blocks[i].source = Span(span.start + base, span.end + base)
        }
      }
    case .xml, .json, .jsonLines:
      let record: ArticleRecord
      if let known = article.record {
        record = known
      } else {
        record = try containers.record(line: data[article.span.range])
      }
      result = try self.record(record, of: file, id: id)
      result.document.source.encoding = article.encoding ?? "utf-8"
    default: result = try text(article, data, of: file, id: id)
    }
    if article.data != nil {
      // Places in what was unpacked are none in the source.
      for i in result.document.blocks.indices { result.document.blocks[i].source = nil }
    }
    result.document.source.path = file.path
    result.document.source.bytes = file.size
    result.document.source.sha256 = file.sha256
    if let url = article.url, result.document.url == nil { result.document.url = url }
    return result
  }

  private func reader(_ language: String) -> Reader? {
    let primary = language.prefix { $0 != "-" && $0 != "_" }
    return readers.first { $0.code == language } ?? readers.first { $0.code == primary }
  }

  private func skipped(_ language: String) -> StageFailure {
    StageFailure("language", "The text is in \(languages.name(language)), for which there is no language data.")
  }

  // MARK: Plain text

  private func text(
    _ article: SourceArticle, _ data: [UInt8], of file: SourceFile, id: String
  ) throws(StageFailure) -> NormalizedResult {
    let bytes = article.span == Span(0, data.count) ? data : Array(data[article.span.range])
    let decoded = Charset.decode(bytes, declared: article.encoding, kind: .text)
    guard !SourceKind.looksBinary(decoded.bytes) else {
      throw StageFailure("kind", "It looks like binary data, not like text.")
    }
    let language = languages.detect(decoded.bytes) ?? options.language
    let known = reader(language)
    // Text in a language without data keeps every line: there are no rules to tell furniture by.
    let read = (known ?? readers[0]).plain.read(decoded, furniture: options.furniture && known != nil)
    guard !read.blocks.isEmpty else { throw StageFailure("empty", "The file has no text.") }
    let source = SourceInfo(
      path: file.path, bytes: file.bytes.count, sha256: file.sha256, mediaType: "text/plain", encoding: decoded.encoding
    )
    var document = RecordWriter.document(read, id: id, source: source, language: known?.code ?? language)
    if article.span.start > 0 {
      for i in document.blocks.indices {
        document.blocks[i].source = document.blocks[i].source.map {
          Span($0.start + article.span.start, $0.end + article.span.start)
        }
      }
    }
    return NormalizedResult(document, skipped: known == nil ? skipped(language) : nil)
  }

  // MARK: Pages

  /// A page is read with the rules of the configured language; if its text turns out to be in another one that has data,
  /// with those.
  private func page(_ page: SourceFile, id: String, declared: String? = nil) throws(StageFailure) -> NormalizedResult {
    guard let first = readers.first else { throw StageFailure("language", "There is no language data.") }
    let span = Span(0, page.bytes.count)
    var result = try first.html.extract(page, span: span, id: id, declared: declared)
    guard result.skipped == nil else { return result }
    let language = languages.detect(result.document.text.bytes) ?? options.language
    if let reader = reader(language) {
      if reader.code != first.code {
        result = try reader.html.extract(page, span: span, id: id, declared: declared)
      }
      result.document.language = reader.code
    } else {
      result.document.language = language
      result.skipped = skipped(language)
    }
    return result
  }

  // MARK: Records

  private func record(_ record: ArticleRecord, of file: SourceFile, id: String) throws(StageFailure) -> NormalizedResult
  {
    guard !record.isEmpty else { throw StageFailure("empty", "The entry has neither title nor text.") }
    var result: NormalizedResult
    let source = SourceInfo(
      path: file.path, bytes: file.bytes.count, sha256: file.sha256, mediaType: record.mediaType, encoding: "utf-8")
    switch record.body {
    case .html(let html):
      let page = SourceFile(path: file.path, bytes: RecordWriter.page(record.title, html), sha256: file.sha256)
      var extracted: NormalizedResult?
      do throws(StageFailure) {
        let found = try self.page(page, id: id)
        if found.skipped?.code != "no-article" { extracted = found }
      } catch {
        extracted = nil
      }
      if let extracted, RecordWriter.holds(extracted.document, title: record.title) {
        result = extracted
      } else {
        result = self.lines(RecordWriter.stripped(html), record, id: id, source: source)
      }
      for i in result.document.blocks.indices { result.document.blocks[i].source = nil }
    case .text(let text): result = lines(text, record, id: id, source: source)
    case .none: result = lines("", record, id: id, source: source)
    case .blocks(let blocks):
      let read = RecordWriter.text(title: record.title, blocks)
      let language = languages.detect(read.text) ?? options.language
      let known = reader(language)
      result = NormalizedResult(
        RecordWriter.document(read, id: id, source: source, language: known?.code ?? language),
        skipped: known == nil ? skipped(language) : nil)
    }
    guard !result.document.blocks.isEmpty else { throw StageFailure("empty", "The entry has no text.") }
    result.document.source = source
    let facts = reader(result.document.language) ?? readers[0]
    RecordWriter.fill(&result.document, record, words: facts.plain.rules)
    return result
  }

  /// Text of a record, with its title before it.
  private func lines(_ text: String, _ record: ArticleRecord, id: String, source: SourceInfo) -> NormalizedResult {
    let bytes = Array(text.utf8)
    let decoded = Decoded(bytes, encoding: "utf-8", basis: "utf-8", sourceCount: bytes.count)
    let language = languages.detect(bytes) ?? options.language
    let known = reader(language)
    var read = (known ?? readers[0]).plain.read(
      decoded, furniture: options.furniture && known != nil, title: record.title.map(PageText.folded))
    for i in read.blocks.indices { read.blocks[i].source = nil }
    if let title = record.title { RecordWriter.prepend(title, to: &read) }
    return NormalizedResult(
      RecordWriter.document(read, id: id, source: source, language: known?.code ?? language),
      skipped: known == nil ? skipped(language) : nil)
  }
}
