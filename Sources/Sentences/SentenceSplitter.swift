public import Documents

public struct SentencesOptions: Sendable, Hashable {
  public init() {}
}

/// Stage 2: blocks to sentences and tokens.
public struct SentenceSplitter: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 1
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "sentences/"]

  public init(options: SentencesOptions, pack: LanguagePack) throws(Diagnostics) {}

  public func run(_ document: NormalizedDocument) throws(StageFailure) -> SentencesArtifact {
    // Placeholder until the stage lands: ". " ends a sentence, white space and punctuation part tokens.
    var result = SentencesArtifact(sentences: [], tokens: [])
    var ids = StableIDs(prefix: "s")
    let text = document.text.bytes
    for (index, block) in document.blocks.enumerated() {
      var start = block.span.start
      while start < block.span.end {
        var end = start
        while end < block.span.end {
          end += 1
          if text[end - 1] == UInt8(ascii: "."), end == block.span.end || text[end] == 0x20 { break }
        }
        let first = result.tokens.count
        var i = start
        while i < end {
          if text[i] == 0x20 {
            i += 1
            continue
          }
          var j = i + 1
          if PhraseHash.isWord(text[i]) { while j < end, PhraseHash.isWord(text[j]) { j += 1 } }
          result.tokens.append(Span(i, j))
          i = j
        }
        var key = ContentKey()
        key.add(text[start..<end])
        result.sentences.append(
          Sentence(
            id: ids.next(key.value), span: Span(start, end), block: index, tokens: first..<result.tokens.count))
        start = end
        while start < block.span.end, text[start] == 0x20 { start += 1 }
      }
    }
    return result
  }
}

extension PhraseHash {
  fileprivate static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
  }
}
