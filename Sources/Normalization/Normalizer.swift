public import Documents

/// How sources become clean text.
public struct NormalizationOptions: Sendable, Hashable {
  /// False keeps every line of plain text: for gold that must align.
  public var furniture = true
  /// The language of a text too short to tell, and of all where only one is wanted.
  public var language = "en"

  public init() {}
}

/// An input as it was read: a name, its bytes and their hash.
public struct SourceFile: Sendable {
  /// Below the input folder, parts divided by "/".
  public var path: String
  public var bytes: [UInt8]
  /// Hex.
  public var sha256: String

  public init(path: String, bytes: [UInt8], sha256: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// One article of an input: the whole of it, or an entry of a feed, a line of JSON lines, a record of an archive.
public struct SourceArticle: Sendable {
  /// From the article's own id, URL or content; nil where the input is one article.
  public var key: String?
  /// The bytes of the source it stands in.
  public var span: Span

  public init(key: String?, span: Span) {
    self.key = key
    self.span = span
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
  private let plain: PlainText
  private let html: HTMLArticle

  /// `packs`: every language that documents may be in. Throws all mistakes of their data at once.
  public init(options: NormalizationOptions, packs: [LanguagePack]) throws(Diagnostics) {
    self.options = options
    plain = try PlainText(packs[0])
    html = try HTMLArticle(packs[0])
  }

  /// Compiles the stage's data and runs every example and counter example in it.
  public static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do throws(Diagnostics) {
      return try LineRules(pack).check(pack) + HTMLArticle.check(pack)
    } catch {
      return error.list
    }
  }

  /// The articles of an input, in order of place. Throws for what is no article-like input.
  public func articles(in file: SourceFile) throws(StageFailure) -> [SourceArticle] {
    guard !file.bytes.isEmpty else { throw StageFailure("empty", "The file is empty.") }
    return [SourceArticle(key: nil, span: Span(0, file.bytes.count))]
  }

  public func normalize(
    _ article: SourceArticle, of file: SourceFile, id: String
  ) throws(StageFailure) -> NormalizedResult {
    if file.path.hasSuffix(".html") { return try html.extract(file, span: article.span, id: id) }
    let decoded = Charset.decode(file.bytes, kind: .text)
    let read = plain.read(decoded, furniture: options.furniture)
    guard !read.blocks.isEmpty else { throw StageFailure("empty", "The file has no text.") }
    let source = SourceInfo(
      path: file.path, bytes: file.bytes.count, sha256: file.sha256, mediaType: "text/plain",
      encoding: decoded.encoding)
    return NormalizedResult(document(read, id: id, source: source, language: options.language))
  }

  private func document(_ read: ArticleText, id: String, source: SourceInfo, language: String) -> NormalizedDocument {
    var document = NormalizedDocument(
      id: id, source: source, text: SourceText(utf8: read.text), blocks: read.blocks, language: language)
    document.title = read.title
    document.byline = read.byline
    document.published = read.published
    document.publishedBasis = read.publishedBasis
    document.outlet = read.outlet
    document.removed = read.removed
    document.repairs = read.repairs
    document.facts = read.facts
    return document
  }
}
