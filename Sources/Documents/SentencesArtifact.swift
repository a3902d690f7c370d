/// One sentence; it lies in one block.
public struct Sentence: Sendable, Hashable {
  public var id: String
  public var span: Span
  /// Index in `NormalizedDocument.blocks`.
  public var block: Int
  /// Indices in `SentencesArtifact.tokens`.
  public var tokens: Range<Int>

  public init(id: String, span: Span, block: Int, tokens: Range<Int>) {
    self.id = id
    self.span = span
    self.block = block
    self.tokens = tokens
  }
}

/// Stage 2: sentences and tokens, both in order of place.
public struct SentencesArtifact: Sendable {
  public static let schema = "nightdesk/sentences@1"

  public var sentences: [Sentence]
  /// All tokens of the document: words, numbers, punctuation; no white space.
  public var tokens: [Span] { didSet { words = nil } }
  /// Kept by `numbered`, as long as the tokens are the same.
  private var words: Vocabulary?

  public init(sentences: [Sentence], tokens: [Span]) {
    self.sentences = sentences
    self.tokens = tokens
  }

  /// The same with its vocabulary at hand, for several stages that read it.
  public func numbered(in text: SourceText) -> SentencesArtifact {
    var artifact = self
    artifact.words = Vocabulary(tokens, in: text)
    return artifact
  }

  /// The different tokens; `text` is that of the document.
  public func vocabulary(_ text: SourceText) -> Vocabulary { words ?? Vocabulary(tokens, in: text) }

  /// The index of the sentence that holds a byte offset, or nil between sentences.
  public func sentence(at offset: Int) -> Int? {
    let place = sentences.partitioningIndex { $0.span.end > offset }
    return place < sentences.count && sentences[place].span.start <= offset ? place : nil
  }

  /// The index of the first token that ends after a byte offset.
  public func token(endingAfter offset: Int) -> Int { tokens.partitioningIndex { $0.end > offset } }

  // MARK: JSON

  public func json(_ document: NormalizedDocument) -> [UInt8] {
    let text = document.text
    var w = JSONWriter(reserving: text.count * 4 + 1024)
    w.object { w in
      w.key("id")
      w.string(document.id)
      w.key("schema")
      w.string(Self.schema)
      w.key("sentences")
      w.rows(sentences.indices) { w, s in
        w.object { w in
          w.key("block")
          w.int(sentences[s].block)
          w.key("end")
          w.int(text.codePoint(atByte: sentences[s].span.end))
          w.key("id")
          w.string(sentences[s].id)
          w.key("start")
          w.int(text.codePoint(atByte: sentences[s].span.start))
          w.key("text")
          text.withBytes(sentences[s].span) { w.string(utf8: $0) }
          w.key("tokens")
          w.offsets(tokens[sentences[s].tokens], in: text)
        }
      }
    }
    return w.finish()
  }

  public init(json bytes: [UInt8], of document: NormalizedDocument) throws(JSONError) {
    let text = document.text
    self = try JSONReader.read(bytes) { r throws(JSONError) in
      var result = SentencesArtifact(sentences: [], tokens: [])
      var schema = false
      var rows = false
      try r.object { key, r throws(JSONError) in
        switch key {
        case "schema": schema = try r.schema(Self.schema)
        case "id": try r.id(document.id)
        case "sentences":
          rows = true
          try r.array { r throws(JSONError) in
            var id: String?, start: Int?, end: Int?, block: Int?
            var pairs: [Int] = []
            try r.object { key, r throws(JSONError) in
              switch key {
              case "id": id = try r.string()
              case "start": start = try r.int()
              case "end": end = try r.int()
              case "block": block = try r.int()
              case "tokens": try r.array { r throws(JSONError) in pairs.append(try r.int()) }
              default: try r.skip()
              }
            }
            guard let id, let start, let end, let block else { throw r.missing("id, start, end or block") }
            guard document.blocks.indices.contains(block) else { throw r.error("no block \(block)") }
            guard pairs.count.isMultiple(of: 2) else { throw r.error("tokens are pairs of offsets") }
            let first = result.tokens.count
            for i in stride(from: 0, to: pairs.count, by: 2) {
              result.tokens.append(try r.span(pairs[i], pairs[i + 1], in: text))
            }
            result.sentences.append(
              Sentence(
                id: id, span: try r.span(start, end, in: text), block: block, tokens: first..<result.tokens.count))
          }
        default: try r.skip()
        }
      }
      guard schema else { throw r.missing("schema") }
      guard rows else { throw r.missing("sentences") }
      return result
    }
  }
}

extension JSONReader {
  /// Reads the document's id and refuses another's.
  mutating func id(_ id: String) throws(JSONError) {
    let found = try string()
    guard found == id else { throw error("the artifact is of \(found), not of \(id)") }
  }
}
