/// What a block of the article is to a reader.
public enum BlockKind: String, Sendable, CaseIterable {
  case title, heading, byline, dateline, paragraph
  case listItem = "list-item"
  case quote, caption, credit, note, table
}

/// One block of the clean text; blocks are parted by one blank line.
public struct Block: Sendable, Hashable {
  public var kind: BlockKind
  public var span: Span
  /// The bytes of the source it came from, where it came from one place.
  public var source: Span?
  /// The correction that gave it its kind or brought it back; nil where none did.
  public var rule: String?

  public init(_ kind: BlockKind, _ span: Span, source: Span? = nil) {
    self.kind = kind
    self.span = span
    self.source = source
  }
}

/// Where the publication date was found, best first.
public enum PublishedBasis: String, Sendable, CaseIterable {
  case jsonLD = "json-ld"
  case meta, time, feed, url, text, none
}

/// The input an article was read from.
public struct SourceInfo: Sendable, Hashable {
  /// Below the input folder, parts divided by "/".
  public var path: String
  /// Size in bytes.
  public var bytes: Int
  /// Hex.
  public var sha256: String
  public var mediaType: String
  /// The charset's WHATWG name, lower case, as "utf-8" or "windows-1252".
  public var encoding: String

  public init(path: String, bytes: Int, sha256: String, mediaType: String, encoding: String) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.mediaType = mediaType
    self.encoding = encoding
  }
}

/// A piece of the source that is not in the text, and the rule that took it out.
public struct Removed: Sendable, Hashable {
  public var text: String
  public var reason: String
  public var rule: String

  public init(text: String, reason: String, rule: String) {
    self.text = text
    self.reason = reason
    self.rule = rule
  }
}

/// A place of the text where characters were mended, and what stood there.
public struct Repair: Sendable, Hashable {
  public var kind: String
  public var span: Span
  public var was: String

  public init(kind: String, span: Span, was: String) {
    self.kind = kind
    self.span = span
    self.was = was
  }
}

/// A fact of the article (title, byline, published …) and the rule that found it.
public struct FactBasis: Sendable, Hashable {
  public var field: String
  public var rule: String

  public init(_ field: String, _ rule: String) {
    self.field = field
    self.rule = rule
  }
}

/// Stage 1: the article's clean text, its blocks and facts, and what was removed and why.
public struct NormalizedDocument: Sendable {
  public static let schema = "nightdesk/normalized@1"

  public var id: String
  public var source: SourceInfo
  public var title: String?
  /// Names only, joined by ", ".
  public var byline: String?
  /// ISO 8601, a day or a moment with its zone.
  public var published: String?
  public var publishedBasis: PublishedBasis
  public var modified: String?
  /// BCP 47, as "en".
  public var language: String
  public var outlet: String?
  public var url: String?
  public var description: String?
  public var section: String?
  public var keywords: [String]
  public var text: SourceText
  public var blocks: [Block]
  public var removed: [Removed]
  public var repairs: [Repair]
  /// The rule behind each fact that is known.
  public var facts: [FactBasis]
  /// What an editor corrected in it.
  public var corrections: [CorrectionRecord] = []

  public init(id: String, source: SourceInfo, text: SourceText, blocks: [Block], language: String) {
    self.id = id
    self.source = source
    self.text = text
    self.blocks = blocks
    self.language = language
    publishedBasis = .none
    keywords = []
    removed = []
    repairs = []
    facts = []
  }

  // MARK: JSON

  public func json() -> [UInt8] {
    // Inner closures that read `self` would copy all of it.
    let (text, source, blocks, removed, repairs) = (text, source, blocks, removed, repairs)
    var w = JSONWriter(reserving: text.count * 2 + 2048)
    w.object { w in
      w.key("blocks")
      w.rows(blocks) { w, block in
        w.object { w in
          w.key("end")
          w.int(text.codePoint(atByte: block.span.end))
          w.key("kind")
          w.string(block.kind.rawValue)
          if let rule = block.rule {
            w.key("rule")
            w.string(rule)
          }
          w.key("source")
          if let source = block.source {
            w.array([source.start, source.end]) { $0.int($1) }
          } else {
            w.null()
          }
          w.key("start")
          w.int(text.codePoint(atByte: block.span.start))
        }
      }
      w.key("byline")
      w.optional(byline)
      w.corrections(corrections)
      w.key("description")
      w.optional(description)
      w.key("facts")
      w.array(facts) { w, fact in
        w.object { w in
          w.key("field")
          w.string(fact.field)
          w.key("rule")
          w.string(fact.rule)
        }
      }
      w.key("id")
      w.string(id)
      w.key("keywords")
      w.array(keywords) { $0.string($1) }
      w.key("language")
      w.string(language)
      w.key("modified")
      w.optional(modified)
      w.key("outlet")
      w.optional(outlet)
      w.key("published")
      w.optional(published)
      w.key("publishedBasis")
      w.string(publishedBasis.rawValue)
      w.key("removed")
      w.rows(removed) { w, removed in
        w.object { w in
          w.key("reason")
          w.string(removed.reason)
          w.key("rule")
          w.string(removed.rule)
          w.key("text")
          w.string(removed.text)
        }
      }
      w.key("repairs")
      w.rows(repairs) { w, repair in
        w.object { w in
          w.key("end")
          w.int(text.codePoint(atByte: repair.span.end))
          w.key("kind")
          w.string(repair.kind)
          w.key("start")
          w.int(text.codePoint(atByte: repair.span.start))
          w.key("was")
          w.string(repair.was)
        }
      }
      w.key("schema")
      w.string(Self.schema)
      w.key("section")
      w.optional(section)
      w.key("source")
      w.object { w in
        w.key("bytes")
        w.int(source.bytes)
        w.key("encoding")
        w.string(source.encoding)
        w.key("mediaType")
        w.string(source.mediaType)
        w.key("path")
        w.string(source.path)
        w.key("sha256")
        w.string(source.sha256)
      }
      w.key("text")
      text.bytes.withUnsafeBufferPointer { w.string(utf8: $0) }
      w.key("title")
      w.optional(title)
      w.key("url")
      w.optional(url)
    }
    return w.finish()
  }

  /// Reads the artifact; refuses another schema, a missing field, and offsets outside the text.
  public init(json bytes: [UInt8]) throws(JSONError) {
    self = try JSONReader.read(bytes) { r throws(JSONError) in try NormalizedDocument(&r) }
  }

  private init(_ r: inout JSONReader) throws(JSONError) {
    var id: String?, title: String?, byline: String?, published: String?, modified: String?, language: String?
    var outlet: String?, url: String?, description: String?, section: String?, text: SourceText?, source: SourceInfo?
    var basis: PublishedBasis?
    var keywords: [String] = [], removed: [Removed] = [], facts: [FactBasis] = []
    var blocks: [(kind: BlockKind, start: Int, end: Int, source: Span?, rule: String?)] = []
    var corrections: [CorrectionRecord] = []
    var repairs: [(kind: String, start: Int, end: Int, was: String)] = []
    var schema = false
    try r.object { key, r throws(JSONError) in
      switch key {
      case "schema": schema = try r.schema(Self.schema)
      case "id": id = try r.string()
      case "title": title = try r.optionalString()
      case "byline": byline = try r.optionalString()
      case "published": published = try r.optionalString()
      case "publishedBasis":
        basis = PublishedBasis(rawValue: try r.string())
        if basis == nil { throw r.error("unknown publishedBasis") }
      case "modified": modified = try r.optionalString()
      case "language": language = try r.string()
      case "outlet": outlet = try r.optionalString()
      case "url": url = try r.optionalString()
      case "corrections": corrections = try r.corrections()
      case "description": description = try r.optionalString()
      case "section": section = try r.optionalString()
      case "keywords": try r.array { r throws(JSONError) in keywords.append(try r.string()) }
      case "facts":
        try r.array { r throws(JSONError) in
          var fact = FactBasis("", "")
          try r.object { key, r throws(JSONError) in
            switch key {
            case "field": fact.field = try r.string()
            case "rule": fact.rule = try r.string()
            default: try r.skip()
            }
          }
          facts.append(fact)
        }
      case "text": text = SourceText(utf8: try r.utf8())
      case "source": source = try Self.source(&r)
      case "blocks":
        try r.array { r throws(JSONError) in
          var kind: BlockKind?, start: Int?, end: Int?, source: Span?, rule: String?
          try r.object { key, r throws(JSONError) in
            switch key {
            case "kind": kind = BlockKind(rawValue: try r.string())
            case "start": start = try r.int()
            case "end": end = try r.int()
            case "rule": rule = try r.optionalString()
            case "source":
              if try !r.null() {
                var pair: [Int] = []
                try r.array { r throws(JSONError) in pair.append(try r.int()) }
                guard pair.count == 2, 0 <= pair[0], pair[0] <= pair[1] else { throw r.error("source is two offsets") }
                source = Span(pair[0], pair[1])
              }
            default: try r.skip()
            }
          }
          guard let kind, let start, let end else { throw r.error("a block needs kind, start and end") }
          blocks.append((kind, start, end, source, rule))
        }
      case "removed":
        try r.array { r throws(JSONError) in
          var row = Removed(text: "", reason: "", rule: "")
          try r.object { key, r throws(JSONError) in
            switch key {
            case "text": row.text = try r.string()
            case "reason": row.reason = try r.string()
            case "rule": row.rule = try r.string()
            default: try r.skip()
            }
          }
          removed.append(row)
        }
      case "repairs":
        try r.array { r throws(JSONError) in
          var kind: String?, start: Int?, end: Int?, was: String?
          try r.object { key, r throws(JSONError) in
            switch key {
            case "kind": kind = try r.string()
            case "start": start = try r.int()
            case "end": end = try r.int()
            case "was": was = try r.string()
            default: try r.skip()
            }
          }
          guard let kind, let start, let end, let was else { throw r.error("a repair needs kind, start, end and was") }
          repairs.append((kind, start, end, was))
        }
      default: try r.skip()
      }
    }
    guard schema else { throw r.missing("schema") }
    guard let id else { throw r.missing("id") }
    guard let text else { throw r.missing("text") }
    guard let source else { throw r.missing("source") }
    guard let language else { throw r.missing("language") }
    guard let basis else { throw r.missing("publishedBasis") }
    self.init(id: id, source: source, text: text, blocks: [], language: language)
    self.title = title
    self.byline = byline
    self.published = published
    publishedBasis = basis
    self.modified = modified
    self.outlet = outlet
    self.url = url
    self.description = description
    self.section = section
    self.keywords = keywords
    self.removed = removed
    self.facts = facts
    self.corrections = corrections
    for b in blocks {
      self.blocks.append(Block(b.kind, try r.span(b.start, b.end, in: text), source: b.source))
      self.blocks[self.blocks.count - 1].rule = b.rule
    }
    for p in repairs {
      self.repairs.append(Repair(kind: p.kind, span: try r.span(p.start, p.end, in: text), was: p.was))
    }
  }

  private static func source(_ r: inout JSONReader) throws(JSONError) -> SourceInfo {
    var path: String?, size: Int?, sha256: String?, mediaType: String?, encoding: String?
    try r.object { key, r throws(JSONError) in
      switch key {
      case "path": path = try r.string()
      case "bytes": size = try r.int()
      case "sha256": sha256 = try r.string()
      case "mediaType": mediaType = try r.string()
      case "encoding": encoding = try r.string()
      default: try r.skip()
      }
    }
    guard let path, let size, let sha256, let mediaType, let encoding else { throw r.missing("source") }
    return SourceInfo(path: path, bytes: size, sha256: sha256, mediaType: mediaType, encoding: encoding)
  }
}

extension JSONReader {
  /// Reads the schema's name and refuses any but `name`.
  mutating func schema(_ name: String) throws(JSONError) -> Bool {
    let found = try string()
    guard found == name else { throw error("schema is \(found), expected \(name)") }
    return true
  }

  /// The byte span of a code-point range.
  func span(_ start: Int, _ end: Int, in text: SourceText) throws(JSONError) -> Span {
    guard start <= end, let a = text.byte(atCodePoint: start), let b = text.byte(atCodePoint: end) else {
      throw error("offsets \(start)-\(end) lie outside the text")
    }
    return Span(a, b)
  }
}
