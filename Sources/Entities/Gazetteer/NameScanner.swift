import Documents

/// How a word is printed.
struct Shape: OptionSet, Sendable, Hashable {
  let rawValue: UInt16

  /// Begins with a capital.
  static let capital = Shape(rawValue: 1 << 0)
  /// Has letters, and all of them are capitals.
  static let allCapitals = Shape(rawValue: 1 << 1)
  static let lower = Shape(rawValue: 1 << 2)
  static let digit = Shape(rawValue: 1 << 3)
  /// Letters or digits; else a single mark.
  static let word = Shape(rawValue: 1 << 4)
  /// White space stands before it.
  static let spaced = Shape(rawValue: 1 << 5)
  /// One capital letter.
  static let initial = Shape(rawValue: 1 << 6)
  /// Capitals with full stops between: "U.S.".
  static let dotted = Shape(rawValue: 1 << 7)
  /// A capital after the first letter, with lower-case ones: "iPhone", "McKay".
  static let mixed = Shape(rawValue: 1 << 8)
  /// First in its sentence, after an opening quotation mark or a colon: a capital says little.
  static let opening = Shape(rawValue: 1 << 9)
  /// The last letter is a letter outside ASCII or the word has one.
  static let foreign = Shape(rawValue: 1 << 10)
  /// The year of a date such as 2021-03-11.
  static let date = Shape(rawValue: 1 << 11)
  /// In a line of results or a table: names and numbers, hardly a verb.
  static let row = Shape(rawValue: 1 << 12)
  /// Part of an address, a handle or a file's name.
  static let address = Shape(rawValue: 1 << 13)

  @inline(__always) func has(_ other: Shape) -> Bool { rawValue & other.rawValue != 0 }
}

/// A word or mark as the name finder sees it: finer than a token of the sentences stage, so that "Paris-based" or
/// "U.S.-Iran" show their names, and the same for text and for lists.
struct NameToken: Sendable {
  var start: Int32
  var end: Int32
  /// Of the bytes in lower case (ASCII letters) with the plain apostrophe.
  var hash: UInt64
  var shape: Shape
  var classes: WordClass = []

  var span: Span { Span(Int(start), Int(end)) }

  /// Capitals that make a Roman number by their look: its hash is one of the first hundred.
  var isRoman: Bool { Self.romans.contains(hash) }

  private static let romans: Set<UInt64> = {
    let tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    return Set(tens.flatMap { ten in ones.map { NameScanner.hashOf(ten + $0) } })
  }()

  /// A list says that it is no name.
  var isNoName: Bool {
    classes.has(.notName) || (classes.has(.notAcronym) && shape.has(.allCapitals) && !shape.has(.initial))
  }
}

/// Cuts bytes into words and marks.
struct NameScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var at: Int
  let end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
    self.bytes = bytes
    at = start
    self.end = end
  }

  // 0 other, 1 lower-case letter, 2 capital, 3 digit, 4 byte of a longer scalar, 5 space
  private static let classOf: [UInt8] = (0..<256).map { byte in
    switch byte {
    case 0x61...0x7A: 1
    case 0x41...0x5A: 2
    case 0x30...0x39: 3
    case 0x80...0xFF: 4
    case 0x20, 0x09, 0x0A, 0x0D: 5
    default: 0
    }
  }

  /// What a scalar outside ASCII is, as `classOf`, and its width.
  private func wide(_ i: Int) -> (kind: UInt8, width: Int) {
    let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: end)
    if scalar == 0xA0 || scalar == 0x202F || (scalar >= 0x2000 && scalar <= 0x200B) { return (5, width) }
    if scalar < 0x250 {
      if scalar < 0xC0 { return (scalar == 0xAA || scalar == 0xBA || scalar == 0xB5 ? 1 : 0, width) }
      if scalar == 0xD7 || scalar == 0xF7 { return (0, width) }
      if scalar < 0x100 { return (scalar < 0xDF ? 2 : 1, width) }
      return (Letters.isUpper(scalar) ? 2 : 1, width)
    }
    if Letters.isUpper(scalar) { return (2, width) }
    if Letters.isLetter(scalar) { return (1, width) }
    return (0, width)
  }

  @inline(__always)
  private func kind(_ i: Int) -> (kind: UInt8, width: Int) {
    let kind = Self.table[Int(bytes[i])]
    return kind == 4 ? wide(i) : (kind, 1)
  }

  nonisolated(unsafe) private static let table: UnsafePointer<UInt8> = {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for i in 0..<256 { memory[i] = classOf[i] }
    return UnsafePointer(memory)
  }()

  @inline(__always)
  private func isApostrophe(_ i: Int) -> Int {
    if bytes[i] == 0x27 { return 1 }
    if bytes[i] == 0xE2, i + 2 < end, bytes[i + 1] == 0x80, bytes[i + 2] == 0x99 { return 3 }
    return 0
  }

  /// The next token, or nil at the end.
  @inline(__always)
  mutating func next() -> NameToken? {
    var shape: Shape = []
    var k: (kind: UInt8, width: Int) = (5, 0)
    while at < end {
      k = self.kind(at)
      if k.kind != 5 { break }
      shape.insert(.spaced)
      at += k.width
    }
    guard at < end else { return nil }
    let start = at
    if k.kind == 0 {
      at += k.width
      // A possessive is a token of its own: "'s" after a word.
      let apostrophe = isApostrophe(start)
      if apostrophe > 0, !shape.has(.spaced), at < end, bytes[at] | 0x20 == 0x73,
        at + 1 >= end || kind(at + 1).kind == 0 || kind(at + 1).kind == 5
      {
        at += 1
        return NameToken(start: Int32(start), end: Int32(at), hash: Self.possessive, shape: shape)
      }
      if apostrophe > 0 {
        return NameToken(start: Int32(start), end: Int32(at), hash: Self.apostrophe, shape: shape)
      }
      return NameToken(start: Int32(start), end: Int32(at), hash: hash(start, at), shape: shape)
    }
    shape.insert(.word)
    var capitals = 0
    var lowers = 0
    var letters = 0
    var first: UInt8 = 0
    var simple = true
    var lowerBeforeCapital = false
    while true {
      let run = EightBytes.first(bytes, at, end) { EightBytes.smallLetters($0) ^ EightBytes.highs } - at
      if run > 0 {
        if first == 0 { first = 1 }
        lowers += run
        letters += run
        at += run
      }
      guard at < end else { break }
      let (kind, width) = self.kind(at)
      if kind == 0 {
        // An apostrophe inside a word belongs to it, but not the possessive.
        let apostrophe = isApostrophe(at)
        if apostrophe > 0, at + apostrophe < end {
          let after = self.kind(at + apostrophe)
          if after.kind == 1 || after.kind == 2 {
            let next = at + apostrophe + after.width
            let possessive =
              bytes[at + apostrophe] | 0x20 == 0x73
              && (next >= end || !(1...3).contains(self.kind(next).kind))
            if !possessive {
              simple = false
              at += apostrophe
              continue
            }
          }
          break
        }
        // Full stops of initials stay: "U.S.", "J.K."; and of names of sites: "Booking.com".
        if bytes[at] == 0x2E, letters > 0, at + 1 < end {
          let after = self.kind(at + 1).kind
          if capitals == letters, !shape.has(.digit), letters == 1 || shape.has(.dotted) {
            if after == 2 {
              let second = at + 1 + self.kind(at + 1).width
              let single = second >= end || !(1...3).contains(self.kind(second).kind)
              if single {
                shape.insert(.dotted)
                at += 1
                continue
              }
            } else if shape.has(.dotted), !(1...4).contains(after) {
              at += 1
              break
            }
          }
          if after == 1, letters > 2, bytes[at + 1] < 0x80, !shape.has(.dotted) {
            at += 1
            continue
          }
        } else if bytes[at] == 0x2E, shape.has(.dotted) {
          at += 1
        }
        break
      }
      if kind == 5 { break }
      if first == 0 { first = kind }
      switch kind {
      case 1:
        lowers += 1
        letters += 1
      case 2:
        if lowers > 0 { lowerBeforeCapital = true }
        capitals += 1
        letters += 1
      default: shape.insert(.digit)
      }
      if width > 1 { shape.insert(.foreign) }
      at += width
    }
    if first == 2 { shape.insert(.capital) }
    if lowers > 0 { shape.insert(.lower) }
    if letters > 0, capitals == letters {
      shape.insert(letters == 1 && !shape.has(.digit) ? [.initial, .allCapitals] : .allCapitals)
    }
    if lowerBeforeCapital { shape.insert(.mixed) }
    return NameToken(
      start: Int32(start), end: Int32(at), hash: simple ? hash(start, at) : slowHash(start, at), shape: shape)
  }

  static let quotes: Set<UInt64> = Set(["\"", "'", "“", "”", "‘", "’"].map(hashOf))
  static let possessive = hashOf("'s")
  static let apostrophe = hashOf("'")
  static let stop = hashOf(".")
  static let hyphen = hashOf("-")
  static let comma = hashOf(",")

  /// Of a word given in lower case.
  static func hashOf(_ word: String) -> UInt64 {
    var word = word
    return word.withUTF8 { NameScanner($0, 0, $0.count).hash(0, $0.count) }
  }

  /// The hash of a word of nothing but ASCII letters; nil for any other.
  @inline(__always)
  func plainHash(_ start: Int, _ stop: Int) -> UInt64? {
    var state = UInt64(truncatingIfNeeded: stop - start) &* 0xD6E8_FEB8_6659_FD93
    var i = start
    while i < stop {
      let chunk = EightBytes.load(bytes, i, stop)
      let used: UInt64 = stop - i < 8 ? (1 << UInt64((stop - i) * 8)) - 1 : .max
      guard EightBytes.letters(chunk) == EightBytes.highs & used else { return nil }
      state = PhraseHash.mix(state ^ ((chunk | EightBytes.ones &* 0x20) & used))
      i += 8
    }
    return state | 1
  }

  /// Eight bytes at a time, ASCII capitals to lower case.
  @inline(__always)
  func hash(_ start: Int, _ stop: Int) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: stop - start) &* 0xD6E8_FEB8_6659_FD93
    var i = start
    while i < stop {
      let chunk = EightBytes.load(bytes, i, stop)
      // The capitals of ASCII are the bytes that are small letters with the other bit.
      state = PhraseHash.mix(state ^ (chunk | (EightBytes.smallLetters(chunk ^ EightBytes.ones &* 0x20) >> 2)))
      i += 8
    }
    return state | 1
  }

  /// The same for words with a typographic apostrophe.
  private func slowHash(_ start: Int, _ stop: Int) -> UInt64 {
    var plain: [UInt8] = []
    var i = start
    while i < stop {
      let width = isApostrophe(i)
      plain.append(width > 0 ? 0x27 : bytes[i])
      i += max(1, width)
    }
    return plain.withUnsafeBufferPointer { NameScanner($0, 0, $0.count).hash(0, $0.count) }
  }
}

/// The key of a phrase: its tokens' hashes in order.
struct PhraseKey {
  private(set) var value: UInt64 = 0x243F_6A88_85A3_08D3

  @inline(__always)
  mutating func add(_ token: UInt64) {
    let (high, low) = (value ^ token).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    value = (high ^ low) | 1
  }
}
