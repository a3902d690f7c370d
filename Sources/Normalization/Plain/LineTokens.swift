import Documents

/// What a token of a line looks like.
struct TokenShape: OptionSet, Sendable {
  let rawValue: UInt16
  static let word = TokenShape(rawValue: 1)
  static let number = TokenShape(rawValue: 2)
  static let punctuation = TokenShape(rawValue: 4)
  /// Begins with a capital.
  static let capital = TokenShape(rawValue: 8)
  /// Two letters or more, all capitals.
  static let allCaps = TokenShape(rawValue: 16)
  /// Begins with a small letter.
  static let small = TokenShape(rawValue: 32)
  /// White space stands before it.
  static let spaced = TokenShape(rawValue: 64)
  /// Part of an agency's name.
  static let agency = TokenShape(rawValue: 128)
}

/// One word, number or punctuation mark of a line.
struct LineToken: Sendable {
  var span: Span
  /// `PhraseHash` of the folded bytes.
  var key: UInt64
  var shape: TokenShape
  /// A mark's scalar; a whole number's value below a billion; else -1.
  var value: Int
}

/// Cuts lines into tokens for the line rules: letters with inner apostrophes, digits with inner points and commas,
/// each other mark alone.
enum LineTokenizer {
  /// Tokens of `span`, at most `limit`.
  static func tokens(_ text: UnsafeBufferPointer<UInt8>, _ span: Span, limit: Int) -> [LineToken] {
    var result: [LineToken] = []
    result.reserveCapacity(min(limit, span.count / 4 + 4))
    var i = span.start
    var spaced = false
    while i < span.end, result.count < limit {
      let (scalar, width) = UTF8Scalars.decode(text, at: i, end: span.end)
      if scalar == 0x20 || Letters.isSpace(scalar) {
        spaced = true
        i += width
        continue
      }
      let start = i
      var shape: TokenShape = spaced ? [.spaced] : []
      var value = -1
      spaced = false
      if let word = shortWord(text, i, span.end) {
        i += Int(word.bits &>> 3)
        shape.formUnion(word.shape)
        let key = PhraseHash.ofWord(EightBytes.lower(word.chunk), bits: word.bits)
        result.append(LineToken(span: Span(start, i), key: key, shape: shape, value: -1))
        continue
      }
      if Letters.isLetter(scalar) {
        shape.insert(.word)
        let first = Letters.isUpper(scalar)
        if first { shape.insert(.capital) } else if Letters.isLower(scalar) { shape.insert(.small) }
        var letters = 0
        var hasSmall = false
        while i < span.end {
          let chunk = EightBytes.load(text, i, span.end)
          let found = EightBytes.letters(chunk)
          // The upper bits of those letters that stand before anything else.
          let run = found & ((found ^ EightBytes.highs) &- 1)
          if run != 0 {
            let count = EightBytes.count(run)
            letters += count
            if chunk << 2 & run != 0 { hasSmall = true }
            i += count
            if count == 8 { continue }
            guard i < span.end else { break }
          }
          let (s, w) = UTF8Scalars.decode(text, at: i, end: span.end)
          if Letters.isLetter(s) || Letters.isDigit(s) {
            letters += 1
            if Letters.isLower(s) { hasSmall = true }
            i += w
          } else if s == 0x27 || s == 0x2019, i + w < span.end,
            Letters.isLetter(UTF8Scalars.decode(text, at: i + w, end: span.end).scalar)
          {
            i += w
          } else {
            break
          }
        }
        if first, letters > 1, !hasSmall { shape.insert(.allCaps) }
      } else if Letters.isDigit(scalar) {
        shape.insert(.number)
        value = 0
        while i < span.end {
          let (s, w) = UTF8Scalars.decode(text, at: i, end: span.end)
          if Letters.isDigit(s) {
            value = s < 0x80 && value >= 0 && value < 100_000_000 ? value * 10 + Int(s - 0x30) : -1
            i += w
          } else if s == 0x2E || s == 0x2C, i + w < span.end,
            Letters.isDigit(UTF8Scalars.decode(text, at: i + w, end: span.end).scalar)
          {
            value = -1
            i += w
          } else {
            break
          }
        }
      } else {
        shape.insert(.punctuation)
        value = Int(scalar)
        i += width
      }
      let key = PhraseHash.of(text, in: start..<i, folding: true)
      result.append(LineToken(span: Span(start, i), key: key, shape: shape, value: value))
    }
    return result
  }

  /// A word of fewer than eight letters of ASCII behind which nothing of a word stands, as most are.
  @inline(__always)
  private static func shortWord(
    _ text: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int
  ) -> (chunk: UInt64, bits: UInt64, shape: TokenShape)? {
    let chunk = EightBytes.load(text, i, end)
    guard let word = EightBytes.head(chunk, before: EightBytes.letters(chunk) ^ EightBytes.highs), word.bits > 0,
      word.next < 0x80, word.next != 0x27, word.next < 0x30 || word.next > 0x39
    else { return nil }
    let smalls = word.chunk & (EightBytes.ones &* 0x20)
    let hasOnlyCapitals = smalls == 0 && word.bits > 8
    let shape: TokenShape =
      chunk & 0x20 != 0 ? [.word, .small] : hasOnlyCapitals ? [.word, .capital, .allCaps] : [.word, .capital]
    return (word.chunk, word.bits, shape)
  }

  /// The key that a word has as a token.
  static func key(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { key($0) }
  }

  static func key(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 { PhraseHash.of(word, folding: true) }
}
