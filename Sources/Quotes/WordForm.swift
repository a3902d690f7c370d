import Documents

/// What a word is by itself, wherever it stands.
struct WordForm {
  /// By its look.
  let shape: WordClass
  /// What the lists say of it, or nil.
  let entry: QuoteLexicon.WordEntry?
  /// Where no list has it: what its ending says.
  let byEnding: WordClass
  /// "US", "WHO", "IT": two or more capital letters and nothing else.
  let isCapitals: Bool
  /// "he's", "Okafor’s": where a clitic begins in it that the language has as a word of its own, or 0.
  let clitic: Int

  /// The form of a word whose entry is known; a function, because what an initializer gets it gets as a copy of its own.
  static func of(
    _ bytes: UnsafeBufferPointer<UInt8>, _ entry: QuoteLexicon.WordEntry?, _ lexicon: QuoteLexicon
  ) -> WordForm {
    let shape = shape(bytes)
    var clitic = apostrophe(bytes)
    if clitic > 0 {
      let tail = lexicon.entry(UnsafeBufferPointer(rebasing: bytes[clitic...]))
      if tail?.classes.contains(.clitic) != true || entry?.classes.contains(.finite) == true { clitic = 0 }
    }
    return WordForm(
      shape: shape, entry: entry,
      byEnding: entry == nil && shape.contains(.word) ? lexicon.classes(byEnding: bytes) : [],
      isCapitals: bytes.count > 1 && bytes.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }, clitic: clitic)
  }

  /// The forms of a document's different tokens, by number.
  static func forms(of words: Vocabulary, in text: SourceText, _ lexicon: QuoteLexicon) -> [WordForm] {
    let entries = lexicon.entries(of: words, in: text)
    return text.bytes.withUnsafeBufferPointer { bytes in
      zip(words.spans, entries).map { of(UnsafeBufferPointer(rebasing: bytes[$0.range]), $1, lexicon) }
    }
  }

  /// The last apostrophe among the last six bytes, but not the first byte; or 0.
  private static func apostrophe(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var i = bytes.count - 1
    guard i > 1 else { return 0 }
    while i > 0, bytes[i] != UInt8(ascii: "'"), !isTypographicApostrophe(bytes, i), bytes.count - i < 6 { i -= 1 }
    return i > 0 && (bytes[i] == UInt8(ascii: "'") || isTypographicApostrophe(bytes, i)) ? i : 0
  }

  private static func isTypographicApostrophe(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    bytes[i] == 0xE2 && i + 2 < bytes.count && bytes[i + 1] == 0x80 && bytes[i + 2] == 0x99
  }

  private static func shape(_ bytes: UnsafeBufferPointer<UInt8>) -> WordClass {
    let (scalar, width) = UTF8Scalars.decode(bytes, at: 0, end: bytes.count)
    if Letters.isUpper(scalar) { return [.capital, .word] }
    if Letters.isLetter(scalar) { return .word }
    if Letters.isDigit(scalar) { return [.number, .word] }
    switch scalar {
    case 0x24, 0xA3, 0x20AC: return [.number, .word]
    case 0x23, 0x40: return bytes.count > 1 ? [.capital, .word] : .punctuation
    case 0x2C: return [.comma, .punctuation]
    case 0x3A: return [.colon, .punctuation]
    case 0x3B: return [.semicolon, .punctuation]
    case 0x28, 0x5B: return [.open, .punctuation]
    case 0x29, 0x5D: return [.close, .punctuation]
    case 0x2E, 0x3F, 0x21, 0x2026: return [.terminal, .punctuation]
    case 0x2D, 0x2013, 0x2014, 0x2015: return [.dash, .punctuation]
    // "&", and "/" in "a Ledger/Courier poll"
    case 0x26, 0x2F: return [.coordinator, .punctuation]
    case 0x25:
      // "64%": the sign is the number's noun.
      return [.number, .word]
    case 0x27, 0x2019:
      // "'s" as a token of its own, or a plural's possessive.
      return bytes.count > width ? .word : [.genitive, .punctuation]
    default: return .punctuation
    }
  }
}
