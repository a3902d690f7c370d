public import Documents

/// A sentence of one document as the summary of a story sees it: small enough to keep for every document.
public struct StorySentence: Sendable {
  /// The id in the sentences artifact.
  public let id: String
  public let text: String
  /// Nobody outside its quotation marks is named as the speaker: never in a summary of several documents.
  let isSpeakerless: Bool

  /// The sentences of paragraphs, quotes and lists, in document order, at most `limit`.
  public static func sentences(
    of document: NormalizedDocument, _ whole: SentencesArtifact, _ entities: EntitiesArtifact, limit: Int = 60
  ) -> [StorySentence] {
    let text = document.text
    let first = whole.sentences.indices.first { document.blocks[whole.sentences[$0].block].kind == .paragraph }
    let artifact = Dateline.without(whole, first: first, text)
    var result: [StorySentence] = []
    var block = -1
    var quoted: [Span] = []
    var reference = 0
    var named: [Int: Int] = [:]
    for mention in entities.mentions {
      if let entity = mention.entity { named[mention.sentence &* 100_003 &+ entity] = 1 }
    }
    let told = artifact.sentences.indices.filter {
      switch document.blocks[artifact.sentences[$0].block].kind {
      case .paragraph, .quote, .listItem: true
      default: false
      }
    }
    let fragments = Marks.fragments(document, artifact, told)
    for index in told where !fragments.contains(index) {
      let sentence = artifact.sentences[index]
      if sentence.block != block {
        block = sentence.block
        quoted = Marks.quoted(document.blocks[block].span, text)
      }
      let inside = Marks.reaching(quoted, into: sentence.span)
      while reference < entities.references.count, entities.references[reference].span.start < sentence.span.start {
        reference += 1
      }
      var speakerless = false
      if !inside.isEmpty {
        let outside = text.bytes.withUnsafeBufferPointer { bytes in
          artifact.tokens[sentence.tokens].contains { token in
            SummaryLanguage.isWord(bytes, token) && !inside.contains { $0.contains(token.start) }
          }
        }
        speakerless = !outside
        var r = reference
        while r < entities.references.count, entities.references[r].span.start < sentence.span.end {
          let row = entities.references[r]
          if !inside.contains(where: { $0.contains(row.span.start) }), named[index &* 100_003 &+ row.entity] == nil {
            speakerless = true
          }
          r += 1
        }
      }
      result.append(StorySentence(id: sentence.id, text: text.string(sentence.span), isSpeakerless: speakerless))
      if result.count == limit { break }
    }
    return result
  }
}

/// The terms of a text without its tokens: runs of letters and digits, with the apostrophes, hyphens and full stops inside.
public enum PlainWords {
  public static func spans(_ bytes: UnsafeBufferPointer<UInt8>) -> [Span] {
    var result: [Span] = []
    var i = 0
    var start: Int?
    while i < bytes.count {
      let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: bytes.count)
      if Letters.isLetter(scalar) || Letters.isDigit(scalar) {
        if start == nil { start = i }
      } else if let open = start {
        let next = i + width < bytes.count ? UTF8Scalars.decode(bytes, at: i + width, end: bytes.count).scalar : 0x20
        let joins = scalar == 0x27 || scalar == 0x2019 || scalar == 0x2D || scalar == 0x2E || scalar == 0x2C
        let digits = scalar == 0x2C ? Letters.isDigit(next) : Letters.isLetter(next) || Letters.isDigit(next)
        if !(joins && digits) {
          result.append(Span(open, i))
          start = nil
        } else if (scalar == 0x27 || scalar == 0x2019) && (next == 0x73 || next == 0x53)
          && !(i + width + 1 < bytes.count && Letters.isLetter(UInt32(bytes[i + width + 1])))
        {
          // The possessive is no part of the word.
          result.append(Span(open, i))
          start = nil
          i += width + 1
          continue
        }
      }
      i += width
    }
    if let open = start { result.append(Span(open, bytes.count)) }
    return result
  }
}
