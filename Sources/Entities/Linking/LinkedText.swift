import Documents

/// A document as linking looks at it: each token's classes, and what stands around a mention.
///
/// A class: it is read once for a document, and handed on without counting references to all that it holds.
final class LinkedText {
  let bytes: UnsafeBufferPointer<UInt8>
  let tokens: [Span]
  let sentences: [Sentence]
  let blocks: [Block]
  let lexicon: LinkingLexicon
  /// A token's key in lower case, and its classes.
  let keys: [UInt64]
  let classes: [WordClasses]
  /// Whether a token stands inside quotation marks of its paragraph.
  let quoted: [Bool]
  /// By token: its place in `looks`.
  private let numbers: [Int32]
  private let looks: [Look]

  /// What a token is by its bytes alone.
  private struct Look {
    var isWord: Bool
    var isCapital: Bool
    var mark: QuotationMark?

    init(_ token: UnsafeBufferPointer<UInt8>) {
      let (scalar, _) = UTF8Scalars.decode(token, at: 0, end: token.count)
      isWord = Letters.isLetter(scalar) || Letters.isDigit(scalar)
      isCapital = Letters.isUpper(scalar)
      mark = QuotationMark(token)
    }
  }

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ document: NormalizedDocument, _ sentences: SentencesArtifact,
    _ lexicon: LinkingLexicon
  ) {
    self.bytes = bytes
    tokens = sentences.tokens
    self.sentences = sentences.sentences
    blocks = document.blocks
    self.lexicon = lexicon
    let words = sentences.vocabulary(document.text)
    numbers = words.numbers
    let keys = words.spans.map { LinkingLexicon.key(bytes, $0) }
    let classes = keys.map { lexicon.words[$0] ?? [] }
    self.keys = words.numbers.map { keys[Int($0)] }
    self.classes = words.numbers.map { classes[Int($0)] }
    let looks = words.spans.map { Look(UnsafeBufferPointer(rebasing: bytes[$0.range])) }
    self.looks = looks
    quoted = Self.quotations(sentences) { looks[Int(words.numbers[$0])].mark }
  }

  /// Marks open and close within a block; a mark left open ends with it.
  private static func quotations(_ artifact: SentencesArtifact, _ mark: (Int) -> QuotationMark?) -> [Bool] {
    var quoted = [Bool](repeating: false, count: artifact.tokens.count)
    var block = -1
    var open = false
    for sentence in artifact.sentences {
      if sentence.block != block {
        block = sentence.block
        open = false
      }
      for t in sentence.tokens {
        switch mark(t) {
        case .opening: open = true
        case .closing: open = false
        case .either: open.toggle()
        case nil: quoted[t] = open
        }
      }
    }
    return quoted
  }

  enum QuotationMark {
    case opening, closing, either

    /// The mark that a token is, or nil.
    init?(_ token: UnsafeBufferPointer<UInt8>) {
      guard token.count <= 3, token.count > 0 else { return nil }
      let (scalar, width) = UTF8Scalars.decode(token, at: 0, end: token.count)
      let isTwice = token.count == 2 && token[0] == token[1]
      switch scalar {
      case 0x22 where width == token.count: self = .either
      case 0x27 where isTwice: self = .either
      case 0x60 where isTwice: self = .opening
      case 0x201C, 0x201E, 0xAB: self = .opening
      case 0x201D, 0xBB: self = .closing
      default: return nil
      }
    }
  }

  private func look(_ token: Int) -> Look { looks[Int(numbers[token])] }

  /// Whether a token is a quotation mark.
  func isQuotationMark(_ token: Int) -> Bool { look(token).mark != nil }

  @inline(__always)
  func byte(_ token: Int) -> UInt8 { bytes[tokens[token].start] }

  /// Whether a token is this one ASCII character.
  @inline(__always)
  func isMark(_ token: Int, _ character: Unicode.Scalar) -> Bool {
    tokens[token].count == 1 && bytes[tokens[token].start] == UInt8(truncatingIfNeeded: character.value)
  }

  /// Whether a token goes on with a hyphen behind `offset`, where a name ends inside it.
  func goesOn(_ token: Int, behind offset: Int) -> Bool {
    offset < tokens[token].end && bytes[offset] == UInt8(ascii: "-")
  }

  func isWord(_ token: Int) -> Bool { look(token).isWord }

  func isCapital(_ token: Int) -> Bool { look(token).isCapital }

  /// A token's key as it stands, capitals and all.
  func exactKey(_ token: Int) -> UInt64 {
    ContentKey.lookUp(UnsafeBufferPointer(rebasing: bytes[tokens[token].range]))
  }

  /// For each token the mention it lies in (-1 elsewhere), and each mention's tokens; mentions in order of place.
  func places(of mentions: [Mention]) -> (mentionAt: [Int32], tokensOf: [Range<Int>]) {
    var mentionAt = [Int32](repeating: -1, count: tokens.count)
    var tokensOf: [Range<Int>] = []
    tokensOf.reserveCapacity(mentions.count)
    var t = 0
    for m in mentions.indices {
      let span = mentions[m].span
      while t < tokens.count, tokens[t].end <= span.start { t += 1 }
      var end = t
      while end < tokens.count, tokens[end].start < span.end {
        if mentionAt[end] < 0 { mentionAt[end] = Int32(m) }
        end += 1
      }
      tokensOf.append(t..<end)
    }
    return (mentionAt, tokensOf)
  }

  /// The first token that ends after `offset`.
  func token(endingAfter offset: Int) -> Int { tokens.partitioningIndex { $0.end > offset } }

  /// Whether the mark of the owner stands at `offset`, glued to a name that ends there.
  func isPossessive(at offset: Int) -> Bool {
    guard offset < bytes.count else { return false }
    let (scalar, width) = UTF8Scalars.decode(bytes, at: offset, end: bytes.count)
    guard scalar == 0x27 || scalar == 0x2019 else { return false }
    let next = offset + width
    guard next < bytes.count else { return false }
    let (after, afterWidth) = UTF8Scalars.decode(bytes, at: next, end: bytes.count)
    if after == 0x73 || after == 0x53 {
      let beyond = next + afterWidth
      return beyond >= bytes.count || !Letters.isLetter(UTF8Scalars.decode(bytes, at: beyond, end: bytes.count).scalar)
    }
    // A bare apostrophe owns only after an s, and with a word after it.
    guard offset > 0, bytes[offset - 1] | 0x20 == 0x73, Letters.isSpace(after), next + 1 < bytes.count else {
      return false
    }
    return Letters.isLetter(UTF8Scalars.decode(bytes, at: next + 1, end: bytes.count).scalar)
  }

  /// The longest title that begins at a token and ends before `limit`.
  func title(at token: Int, limit: Int) -> PhraseTable.Match? {
    tokens.withUnsafeBufferPointer { tokens in
      let folded = lexicon.titlePhrases.longestMatch(in: bytes, tokens: tokens, from: token, limit: limit)
      let exact = lexicon.exactTitlePhrases.longestMatch(in: bytes, tokens: tokens, from: token, limit: limit)
      guard let folded else { return exact }
      guard let exact, exact.endToken >= folded.endToken else { return folded }
      return exact
    }
  }

  /// The longest title that ends right before `end`, and where it begins; not before `from`.
  func title(endingAt end: Int, from: Int) -> (start: Int, title: Int32)? {
    var start = max(from, end - 5)
    while start < end {
      if let match = title(at: start, limit: end), match.endToken == end { return (start, match.value) }
      start += 1
    }
    return nil
  }

  func description(at token: Int, limit: Int) -> PhraseTable.Match? {
    tokens.withUnsafeBufferPointer {
      lexicon.descriptionPhrases.longestMatch(in: bytes, tokens: $0, from: token, limit: limit)
    }
  }
}
