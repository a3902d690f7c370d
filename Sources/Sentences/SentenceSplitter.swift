public import Documents

public struct SentencesOptions: Sendable, Hashable {
  public init() {}
}

/// Stage 2: blocks to sentences and tokens.
///
/// `Tokenizer` cuts tokens (what is one token stands there); `Boundaries` decides which of them end a sentence.
public struct SentenceSplitter: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 2
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "sentences/"]

  private let language: SentenceLanguage

  /// Throws all mistakes of the language's data at once.
  public init(options: SentencesOptions, pack: LanguagePack) throws(Diagnostics) {
    language = try .made(of: pack)
  }

  /// What is made of the pack's data ahead of time.
  public static func compiled(_ pack: LanguagePack) throws(Diagnostics) -> [CompiledWriter] {
    [try SentenceLanguage.compiled(pack)]
  }

  public func run(_ document: NormalizedDocument) throws(StageFailure) -> SentencesArtifact {
    let artifact = document.text.bytes.withUnsafeBufferPointer { text in
      ByteClass.table.withUnsafeBufferPointer { split(text, classes: $0, blocks: document.blocks) }
    }
    return artifact.numbered(in: document.text)
  }

  private func split(
    _ text: UnsafeBufferPointer<UInt8>, classes: UnsafeBufferPointer<UInt8>, blocks: [Block]
  ) -> SentencesArtifact {
    var tokenizer = Tokenizer(text: text, classes: classes, language: language)
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(blocks.count)
    for block in blocks {
      let first = tokenizer.tokens.count
      tokenizer.scan(block.span)
      ranges.append(first..<tokenizer.tokens.count)
    }
    var sentences: [Sentence] = []
    var ids = StableIDs(prefix: "s")
    var boundaries = Boundaries(text: text, tokenizer.tokens, language)
    let tokens = boundaries.tokens
    for (index, range) in ranges.enumerated() {
      boundaries.each(in: range) { sentence in
        let span = Span(tokens[sentence.lowerBound].start, tokens[sentence.upperBound - 1].end)
        var key = ContentKey()
        for i in span.range { key.add(text[i]) }
        sentences.append(Sentence(id: ids.next(key.value), span: span, block: index, tokens: sentence))
      }
    }
    return SentencesArtifact(sentences: sentences, tokens: tokens)
  }
}
