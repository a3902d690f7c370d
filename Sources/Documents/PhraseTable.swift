/// Finds phrases of a lexicon in text: a flat open-addressing table over hashes of phrases and of their prefixes.
///
/// A phrase is looked up at token borders, so no token is copied or made a String. White space of any length counts as
/// one space. With `folding` both sides are compared in lower case. 64-bit keys stand for the bytes: among a million
/// entries one look-up in 10^13 may err, the same on every machine.
public struct PhraseTable: Sendable {
  /// The longest match at a token, and the value given with its phrase.
  public struct Match: Sendable, Hashable {
    /// One past the last token.
    public var endToken: Int
    public var value: Int32
  }

  /// Key and value side by side: a look-up touches one line of the cache.
  private struct Slot: Sendable {
    /// 0 where empty.
    var key: UInt64 = 0
    var value = PhraseTable.prefixOnly
  }

  private var slots: [Slot]
  private var used = 0
  private let folding: Bool
  /// By a phrase's first byte (lower case where folded), the lengths that its first token and the whole of it may have, a
  /// bit each: most tokens of a text begin no phrase, and are told so before a byte of them is hashed.
  private var firstLengths = [UInt64](repeating: 0, count: 256)
  private var wholeLengths = [UInt64](repeating: 0, count: 256)

  private static let prefixOnly = Int32.min

  public init(folding: Bool, capacity: Int = 64) {
    self.folding = folding
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: Slot(), count: size)
  }

  /// Adds a phrase; a second time its value is replaced. `value` must not be `Int32.min`.
  public mutating func insert(_ phrase: String, _ value: Int32) {
    var phrase = phrase
    phrase.withUTF8 { insert($0, value) }
  }

  public mutating func insert(_ phrase: UnsafeBufferPointer<UInt8>, _ value: Int32) {
    var hash = PhraseHash(folding: folding)
    var i = 0
    var lastWord = false
    var firsts: UInt64 = 0
    while i < phrase.count {
      let word = PhraseHash.isWordByte(phrase[i])
      // A token may end wherever letters and digits meet anything else: leave a mark to go on from.
      if i > 0, word != lastWord || !word {
        put(hash.value, Self.prefixOnly)
        firsts |= Self.bit(i)
      }
      lastWord = word
      i = hash.add(phrase, at: i, end: phrase.count)
    }
    put(hash.value, value)
    guard let first = phrase.first else { return }
    let begin = Int(folded(first))
    // An apostrophe or hyphen may be printed with more bytes than it is listed with, and a letter outside ASCII be another
    // length in lower case.
    let anyLength = phrase.contains { $0 >= 0x80 || $0 == 0x27 || $0 == 0x2D }
    firstLengths[begin] |= anyLength ? .max : firsts | Self.bit(phrase.count)
    wholeLengths[begin] |= anyLength ? .max : Self.bit(phrase.count)
    for plain in [0x27, 0x2D] where first >= 0x80 {
      firstLengths[plain] = .max
      wholeLengths[plain] = .max
    }
  }

  @inline(__always)
  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }

  @inline(__always)
  private func folded(_ byte: UInt8) -> UInt8 { folding && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// Whether something that begins with this byte and is so long may be in the table; bytes outside ASCII always may.
  @inline(__always)
  private func mayHave(_ lengths: [UInt64], _ first: UInt8, _ length: Int) -> Bool {
    first >= 0x80 || lengths[Int(folded(first))] & Self.bit(length) != 0
  }

  private mutating func put(_ key: UInt64, _ value: Int32) {
    if used * 2 >= slots.count { grow() }
    let full = slots.withUnsafeMutableBufferPointer { slots in
      var slot = Self.first(key, slots.count - 1)
      while slots[slot].key != 0 {
        if slots[slot].key == key {
          if value != Self.prefixOnly { slots[slot].value = value }
          return true
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = Slot(key: key, value: value)
      return false
    }
    if !full { used += 1 }
  }

  /// Where a key is looked for first: by its upper bits, for the lowest is always set.
  @inline(__always)
  private static func first(_ key: UInt64, _ mask: Int) -> Int { Int(truncatingIfNeeded: key &>> 32) & mask }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    used = 0
    for slot in old where slot.key != 0 { put(slot.key, slot.value) }
  }

  /// The value of a whole phrase, or nil.
  public func value(_ phrase: String) -> Int32? {
    var phrase = phrase
    return phrase.withUTF8 { value($0) }
  }

  public func value(_ phrase: UnsafeBufferPointer<UInt8>) -> Int32? { value(key: key(phrase)) }

  /// What `value(key:)` takes for a whole phrase: many keys first and then their values is faster than each by itself,
  /// for no look-up then waits for the memory of the one before.
  public func key(_ phrase: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let first = phrase.first, mayHave(wholeLengths, first, phrase.count) else { return 0 }
    return PhraseHash.of(phrase, folding: folding)
  }

  /// The same for fewer than eight bytes of ASCII in lower case, of which a table that folds is asked.
  @inline(__always)
  func key(ofWord word: UInt64, count: Int) -> UInt64 {
    guard wholeLengths[Int(word & 0xFF)] & Self.bit(count) != 0 else { return 0 }
    return PhraseHash.ofWord(word, bits: UInt64(truncatingIfNeeded: count &* 8))
  }

  public func value(key: UInt64) -> Int32? {
    guard key != 0, let found = find(key), found != Self.prefixOnly else { return nil }
    return found
  }

  /// Whether a phrase is this token or begins with it.
  public func begins(with token: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = token.first, mayHave(firstLengths, first, token.count) else { return false }
    return find(PhraseHash.of(token, folding: folding)) != nil
  }

  @inline(__always)
  private func find(_ key: UInt64) -> Int32? {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var slot = Self.first(key, mask)
      while true {
        let found = slots[slot]
        if found.key == key { return found.value }
        if found.key == 0 { return nil }
        slot = (slot + 1) & mask
      }
    }
  }

  /// The longest phrase that begins at token `first` and ends at a token's end at or before `limit` (exclusive).
  ///
  /// `tokens` are byte spans into `text`. Between two tokens only white space is skipped.
  public func longestMatch(
    in text: UnsafeBufferPointer<UInt8>, tokens: UnsafeBufferPointer<Span>, from first: Int, limit: Int
  ) -> Match? {
    let begin = tokens[first]
    guard begin.count > 0, mayHave(firstLengths, text[begin.start], begin.count) else { return nil }
    // Most tokens begin no phrase: the first is looked up by itself.
    guard first < limit, let found = find(PhraseHash.of(text, in: begin.range, folding: folding)) else { return nil }
    var best = found == Self.prefixOnly ? nil : Match(endToken: first + 1, value: found)
    var hash = PhraseHash(folding: folding)
    hash.add(text, in: begin.range)
    var token = first + 1
    var end = begin.end
    while token < limit {
      let span = tokens[token]
      if span.start > end { hash.space() }
      hash.add(text, in: span.range)
      end = span.end
      token += 1
      guard let found = find(hash.value) else { break }
      if found != Self.prefixOnly { best = Match(endToken: token, value: found) }
    }
    return best
  }
}

extension PhraseTable {
  /// A hash that changes when those of phrases do.
  public static let form: UInt64 = Array("Ärzte’s X-ray".utf8).withUnsafeBufferPointer {
    PhraseHash.of($0, folding: true)
  }

  public func write(to section: inout CompiledWriter) {
    section.add(folding ? 1 : 0)
    section.add(UInt64(slots.count))
    let full = slots.filter { $0.key != 0 }
    section.add(full.map(\.key))
    section.add(full.map(\.value))
    // By the few bytes that phrases begin with.
    let begins = (0..<256).filter { firstLengths[$0] | wholeLengths[$0] != 0 }
    section.add(begins.map { UInt8($0) })
    section.add(begins.map { firstLengths[$0] })
    section.add(begins.map { wholeLengths[$0] })
  }

  public init(_ section: inout CompiledReader) {
    folding = section.word() == 1
    slots = Array(repeating: Slot(), count: Int(section.word()))
    let keys = section.array(of: UInt64.self)
    let values = section.array(of: Int32.self)
    used = keys.count
    slots.withUnsafeMutableBufferPointer { slots in
      let mask = slots.count - 1
      for (key, value) in zip(keys, values) {
        var slot = Self.first(key, mask)
        while slots[slot].key != 0 { slot = (slot + 1) & mask }
        slots[slot] = Slot(key: key, value: value)
      }
    }
    let begins = section.array(of: UInt8.self)
    let (firsts, wholes) = (section.array(of: UInt64.self), section.array(of: UInt64.self))
    for (i, byte) in begins.enumerated() {
      firstLengths[Int(byte)] = firsts[i]
      wholeLengths[Int(byte)] = wholes[i]
    }
  }
}

/// Decoding of single scalars from UTF-8 that is known to be valid.
public enum UTF8Scalars {
  /// The scalar at `i` and its width in bytes; a byte that begins none counts as one unit of width 1.
  @inlinable @inline(__always)
  public static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int, end: Int) -> (scalar: UInt32, width: Int) {
    let a = UInt32(bytes[i])
    return a < 0x80 ? (a, 1) : several(a, bytes, i, end)
  }

  @usableFromInline
  static func several(
    _ a: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, _ i: Int, _ end: Int
  ) -> (scalar: UInt32, width: Int) {
    if a >= 0xC2, a < 0xE0, i + 1 < end { return ((a & 0x1F) << 6 | UInt32(bytes[i + 1]) & 0x3F, 2) }
    if a >= 0xE0, a < 0xF0, i + 2 < end {
      return ((a & 0x0F) << 12 | (UInt32(bytes[i + 1]) & 0x3F) << 6 | UInt32(bytes[i + 2]) & 0x3F, 3)
    }
    if a >= 0xF0, a < 0xF5, i + 3 < end {
      let high = (a & 0x07) << 18 | (UInt32(bytes[i + 1]) & 0x3F) << 12
      return (high | (UInt32(bytes[i + 2]) & 0x3F) << 6 | UInt32(bytes[i + 3]) & 0x3F, 4)
    }
    return (a, 1)
  }

  /// The scalar that ends at `end` (exclusive), and its width; nil at `start`.
  @inlinable
  public static func decodeBefore(
    _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, start: Int = 0
  ) -> (scalar: UInt32, width: Int)? {
    guard end > start else { return nil }
    var i = end - 1
    while i > start, bytes[i] & 0xC0 == 0x80, end - i < 4 { i -= 1 }
    return decode(bytes, at: i, end: end)
  }
}

/// Letter classes of scalars, by Unicode's properties; ASCII is answered without a look-up, where it is asked.
public enum Letters {
  @inlinable @inline(__always)
  public static func isUpper(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar >= 0x41 && scalar <= 0x5A : AboveASCII.isUpper(scalar)
  }

  @inlinable @inline(__always)
  public static func isLower(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar >= 0x61 && scalar <= 0x7A : AboveASCII.isLower(scalar)
  }

  /// A letter of any script, or a combining mark (it belongs to the letter before).
  @inlinable @inline(__always)
  public static func isLetter(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar | 0x20 >= 0x61 && scalar | 0x20 <= 0x7A : AboveASCII.isLetter(scalar)
  }

  @inlinable @inline(__always)
  public static func isDigit(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar >= 0x30 && scalar <= 0x39 : AboveASCII.isDigit(scalar)
  }

  @inlinable @inline(__always)
  public static func isSpace(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? scalar == 0x20 || (scalar >= 0x09 && scalar <= 0x0D) : AboveASCII.isSpace(scalar)
  }

  /// What Unicode's tables say; a call costs more than ASCII's whole answer.
  @usableFromInline
  enum AboveASCII {
    @usableFromInline
    static func isUpper(_ scalar: UInt32) -> Bool {
      guard let unicode = Unicode.Scalar(scalar) else { return false }
      let category = unicode.properties.generalCategory
      return category == .uppercaseLetter || category == .titlecaseLetter
    }

    @usableFromInline
    static func isLower(_ scalar: UInt32) -> Bool { Unicode.Scalar(scalar)?.properties.isLowercase ?? false }

    @usableFromInline
    static func isLetter(_ scalar: UInt32) -> Bool {
      switch Unicode.Scalar(scalar)?.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark:
        true
      default: false
      }
    }

    @usableFromInline
    static func isDigit(_ scalar: UInt32) -> Bool {
      guard let unicode = Unicode.Scalar(scalar) else { return false }
      return unicode.properties.numericType != nil && unicode.properties.generalCategory == .decimalNumber
    }

    @usableFromInline
    static func isSpace(_ scalar: UInt32) -> Bool { Unicode.Scalar(scalar)?.properties.isWhitespace ?? false }
  }

  /// The simple lower-case form (one scalar); the scalar itself where there is none.
  public static func lower(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar >= 0x41 && scalar <= 0x5A ? scalar | 0x20 : scalar }
    // Latin-1, Greek and Cyrillic by rule: they are nearly all that news in European languages has.
    if scalar >= 0xC0, scalar <= 0xDE, scalar != 0xD7 { return scalar + 0x20 }
    if scalar < 0x100 { return scalar }
    if scalar >= 0x410, scalar <= 0x42F { return scalar + 0x20 }
    if scalar >= 0x400, scalar <= 0x40F { return scalar + 0x50 }
    if scalar >= 0x391, scalar <= 0x3A9, scalar != 0x3A2 { return scalar + 0x20 }
    guard scalar < 0x3000 || scalar >= 0xFF21, let unicode = Unicode.Scalar(scalar) else { return scalar }
    let mapped = unicode.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first!.value : scalar
  }
}
