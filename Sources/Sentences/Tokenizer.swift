import Documents

/// Cuts text into tokens in one pass over its bytes.
///
/// - A word with its inner hyphens, apostrophes and figures is one token (`cease-fire`, `O'Neil`, `A320neo`, `AT&T`);
///   contractions are cut as the Penn Treebank and CoNLL do (`do|n't`, `Ada|'s`, `workers|'`, `can|not`).
/// - A number with its inner marks is one token (`1,000.5`, `10:30`, `2-1`, `1990s`, `5th`); a unit glued to it, a
///   currency sign and `%` are their own (`5|km`, `$|5|bn`, `5|%`).
/// - An abbreviation keeps its full stop, at the end of a sentence too (`U.S.`, `Mr.`, `p.m.`).
/// - URLs, host names, e-mail addresses, handles, hashtags, emoji, runs of dots and of `!?` are one token each; every
///   other mark is its own, and so are dashes (`2010|–|15`, `said|--|and`).
///
/// Spaces and invisible format characters are in no token; everything else is in exactly one.
struct Tokenizer: ~Copyable {
  let text: UnsafeBufferPointer<UInt8>
  let classes: UnsafeBufferPointer<UInt8>
  let language: SentenceLanguage
  private(set) var tokens: TokenList
  private var end = 0

  init(text: UnsafeBufferPointer<UInt8>, classes: UnsafeBufferPointer<UInt8>, language: SentenceLanguage) {
    self.text = text
    self.classes = classes
    self.language = language
    tokens = TokenList(reserving: text.count / 5 + 16)
  }

  @inline(__always)
  private mutating func emit(_ start: Int, _ end: Int, _ kind: TokenKind, _ detail: UInt8 = 0) {
    tokens.append(Span(start, end), kind, detail)
  }

  mutating func scan(_ span: Span) {
    var i = span.start
    end = span.end
    while i < end {
      switch classes[Int(text[i])] {
      case ByteClass.space: i += 1
      case ByteClass.lower, ByteClass.upper:
        let next = EightBytes.endOfWord(text, i, end)
        // White space behind it: as most words, it has nothing to look at.
        if next == end || text[next] == 0x20 {
          emitWord(i, next, false)
          i = next
        } else {
          i = word(i, from: next)
        }
      case ByteClass.digit: i = number(i)
      case ByteClass.high: i = nonASCII(i)
      default: i = mark(i)
      }
    }
  }

  // MARK: Bytes

  @inline(__always)
  private func byte(_ i: Int) -> UInt8 { i < end ? text[i] : 0 }

  @inline(__always)
  private func isAlphanumeric(_ i: Int) -> Bool {
    guard i < end else { return false }
    let kind = classes[Int(text[i])]
    if kind == ByteClass.high { return highLetter(i) > 0 }
    return kind >= ByteClass.digit && kind <= ByteClass.upper
  }

  /// The width of the letter, mark or digit above ASCII at `i`; 0 if there is none.
  private func highLetter(_ i: Int) -> Int {
    let (scalar, width) = UTF8Scalars.decode(text, at: i, end: end)
    // Latin letters, without a look-up.
    if scalar >= 0xC0, scalar < 0x250 { return scalar == 0xD7 || scalar == 0xF7 ? 0 : width }
    if Self.isJoiner(scalar) { return width }
    return Letters.isLetter(scalar) || Letters.isDigit(scalar) ? width : 0
  }

  /// Soft hyphen, zero-width joiners and the like: inside a word they belong to it.
  private static func isJoiner(_ scalar: UInt32) -> Bool {
    scalar == 0xAD || (scalar >= 0x200B && scalar <= 0x200D) || scalar == 0x2060
  }

  @inline(__always)
  private func slice(_ a: Int, _ b: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[a..<b]) }

  /// The width of an apostrophe at `i`; 0 if there is none.
  @inline(__always)
  private func apostrophe(_ i: Int) -> Int {
    let b = byte(i)
    if b == 0x27 { return 1 }
    return b == 0xE2 && isRightSingle(i) ? 3 : 0
  }

  private func isRightSingle(_ i: Int) -> Bool { i + 2 < end && text[i + 1] == 0x80 && text[i + 2] == 0x99 }

  // MARK: Words

  /// Scans a word whose first byte is at `start`, going on at `from`; `numeric` where it began with a figure.
  private mutating func word(_ start: Int, from: Int, numeric: Bool = false) -> Int {
    var j = from
    var hyphen = false
    scan: while j < end {
      let b = text[j]
      switch classes[Int(b)] {
      case ByteClass.lower, ByteClass.upper, ByteClass.digit: j = EightBytes.endOfWord(text, j, end)
      case ByteClass.high:
        let width = highLetter(j)
        if width > 0 {
          j += width
        } else if b == 0xE2, isRightSingle(j) {
          guard let next = throughApostrophe(start, j, 3) else { break scan }
          if next < 0 { return contraction(start, j, -next, numeric) }
          j = next
        } else if b == 0xE2, byte(j + 1) == 0x80, byte(j + 2) == 0x90 || byte(j + 2) == 0x91, isAlphanumeric(j + 3) {
          j += 3
        } else if b == 0xC2, byte(j + 1) == 0xB0, j > start, byte(j + 2) == UInt8(ascii: ".") {
          j += 2  // N°.
        } else {
          break scan
        }
      case ByteClass.other:
        switch b {
        case UInt8(ascii: "'"):
          guard let next = throughApostrophe(start, j, 1) else { break scan }
          if next < 0 { return contraction(start, j, -next, numeric) }
          j = next
        case UInt8(ascii: "-"):
          guard isAlphanumeric(j + 1) else { break scan }
          hyphen = true
          j += 1
        case UInt8(ascii: "."):
          if let next = dot(start, j, numeric: numeric, hyphen: hyphen) {
            if next < 0 { return -next }
            j = next
          } else {
            break scan
          }
        case UInt8(ascii: "&"):
          guard j > start, classes[Int(text[j - 1])] == ByteClass.upper, classes[Int(byte(j + 1))] == ByteClass.upper
          else { break scan }
          j += 1
        case UInt8(ascii: "_"):
          guard isAlphanumeric(j + 1) else { break scan }
          j += 1
        case UInt8(ascii: "@"):
          if let address = email(j) {
            emit(start, address, .address)
            return address
          }
          break scan
        case UInt8(ascii: ":"):
          if byte(j + 1) == UInt8(ascii: "/"), byte(j + 2) == UInt8(ascii: "/"), j - start < 12 {
            let address = urlEnd(j + 3)
            emit(start, address, .address)
            return address
          }
          break scan
        default: break scan
        }
      default: break scan
      }
    }
    emitWord(start, j, numeric)
    return j
  }

  private mutating func emitWord(_ start: Int, _ end: Int, _ numeric: Bool) {
    if numeric { return emit(start, end, .number) }
    if let cut = language.cut(slice(start, end)) {
      emit(start, start + cut, kind(start, start + cut))
      emit(start + cut, end, .lower)
      return
    }
    emit(start, end, kind(start, end))
  }

  @inline(__always)
  private func kind(_ start: Int, _ end: Int) -> TokenKind {
    let first = classes[Int(text[start])]
    if first == ByteClass.upper { return .capital }
    if first == ByteClass.lower {
      // `iPhone`, `eBay`: a capital within the first letters, but no hyphen before it.
      var i = start + 1
      let limit = min(end, start + 4)
      while i < limit {
        let b = text[i]
        if classes[Int(b)] == ByteClass.upper { return .mixed }
        if b == UInt8(ascii: "-") { break }
        i += 1
      }
      return .lower
    }
    let scalar = UTF8Scalars.decode(text, at: start, end: end).scalar
    if Letters.isUpper(scalar) { return .capital }
    if Letters.isLower(scalar) { return .lower }
    return .caseless
  }

  /// At an apostrophe inside a word: where to go on; negative, the start of the ending that is cut off; nil if the word ends.
  private func throughApostrophe(_ start: Int, _ j: Int, _ width: Int) -> Int? {
    guard isAlphanumeric(j + width) else { return nil }
    for suffix in language.suffixes {
      let cut = j - suffix.apostrophe
      guard cut > start, matches(suffix.bytes, at: cut, apostrophe: suffix.apostrophe, width: width) else { continue }
      if !isAlphanumeric(cut + suffix.bytes.count - 1 + width) { return -cut }
    }
    return j + width
  }

  private func matches(_ suffix: [UInt8], at start: Int, apostrophe: Int, width: Int) -> Bool {
    guard start + suffix.count - 1 + width <= end else { return false }
    var i = start
    for (k, byte) in suffix.enumerated() {
      if k == apostrophe {
        i += width
      } else {
        guard text[i] | 0x20 == byte else { return false }
        i += 1
      }
    }
    return true
  }

  /// Emits a word and the ending that begins at `cut` (its apostrophe is at `j`).
  private mutating func contraction(_ start: Int, _ j: Int, _ cut: Int, _ numeric: Bool) -> Int {
    var stop = j + apostrophe(j)
    while stop < end, classes[Int(text[stop])] == ByteClass.lower || classes[Int(text[stop])] == ByteClass.upper {
      stop += 1
    }
    emitWord(start, cut, numeric)
    emit(cut, stop, .lower)
    return stop
  }

  // MARK: Full stops

  /// At a full stop after a word: where to go on with it; negative, the end of a token that was emitted; nil if the
  /// word ends before the stop.
  private mutating func dot(_ start: Int, _ j: Int, numeric: Bool, hyphen: Bool) -> Int? {
    let next = j + 1
    guard isAlphanumeric(next) else {
      if byte(next) == UInt8(ascii: ".") { return nil }  // an ellipsis
      if !numeric, j - start <= 16 {
        if let found = language.abbreviation(slice(start, next)) {
          if byte(next) == UInt8(ascii: "-"), isAlphanumeric(next + 1) { return next }
          emit(start, next, .abbreviation, found)
          return -next
        }
        if isSingleCapital(start, j) {
          emit(start, next, .abbreviation, language.initialClass)
          return -next
        }
      }
      return nil
    }
    if !numeric, !hyphen, let stop = pieces(start, j) {
      // `U.S.-led` goes on.
      if byte(stop) == UInt8(ascii: "-"), isAlphanumeric(stop + 1) { return stop }
      let found = language.abbreviation(slice(start, stop))
      if text[stop - 1] == UInt8(ascii: ".") {
        emit(start, stop, .abbreviation, found ?? (stop - start == 2 ? language.initialClass : language.acronymClass))
      } else {
        emit(start, stop, kind(start, stop))
      }
      return -stop
    }
    if let address = host(start, j) {
      emit(start, address, .address)
      return -address
    }
    if !numeric, j - start <= 16, let found = language.abbreviation(slice(start, next)) {
      // `St.Louis`, `No.1`; but `etc.and` too.
      emit(start, next, .abbreviation, found)
      return -next
    }
    return nil
  }

  private func isSingleCapital(_ start: Int, _ j: Int) -> Bool {
    if j - start == 1 { return classes[Int(text[start])] == ByteClass.upper }
    guard j - start <= 4, classes[Int(text[start])] == ByteClass.high else { return false }
    let (scalar, width) = UTF8Scalars.decode(text, at: start, end: end)
    return width == j - start && Letters.isUpper(scalar)
  }

  /// The end of letters each with its full stop (`U.S.`, `a.m`, `J.K.Lind` to `J.K.`), or of a listed abbreviation with
  /// longer pieces (`Ph.D.`); `j` is at the first full stop.
  private func pieces(_ start: Int, _ j: Int) -> Int? {
    // Single letters.
    var i = start
    var stop = start
    while i < end {
      let kind = classes[Int(text[i])]
      let width: Int
      if kind == ByteClass.lower || kind == ByteClass.upper {
        width = 1
      } else if kind == ByteClass.high {
        width = highLetter(i)
      } else {
        width = 0
      }
      guard width > 0 else { break }
      if byte(i + width) == UInt8(ascii: ".") {
        i += width + 1
        stop = i
      } else {
        // A last letter without its full stop.
        if stop - start >= 2, !isAlphanumeric(i + width) { stop = i + width }
        break
      }
    }
    if stop > start + 2 {
      // `a.b` in small letters is an abbreviation only if it is listed.
      let kind = classes[Int(text[start])]
      if kind != ByteClass.lower || language.abbreviation(slice(start, stop)) != nil { return stop }
      if text[stop - 1] == UInt8(ascii: ".") { return stop }
    }
    // Longer pieces, at most three of at most five letters: only what is listed.
    guard j - start <= 5 else {
      return nil
    }
    i = j + 1
    for _ in 0..<3 {
      let first = i
      while i < end, i - first < 5, classes[Int(text[i])] == ByteClass.lower || classes[Int(text[i])] == ByteClass.upper
      {
        i += 1
      }
      guard i > first, byte(i) == UInt8(ascii: ".") else { break }
      i += 1
      if language.abbreviation(slice(start, i)) != nil { return i }
    }
    // `J.Lind`
    return isSingleCapital(start, j) && host(start, j) == nil && email(ahead: j) == nil ? j + 1 : nil
  }

  // MARK: Addresses

  private static let lookAhead = 253

  /// The end of a host name or file name that begins at `start` and has its first dot at `j`; or of an e-mail address.
  private func host(_ start: Int, _ j: Int) -> Int? {
    if let address = email(ahead: j) { return address }
    var i = j
    var last = start
    let limit = min(end, start + Self.lookAhead)
    var domain = 0
    while i < limit {
      let b = text[i]
      let kind = classes[Int(b)]
      if kind >= ByteClass.digit, kind <= ByteClass.upper {
        i += 1
      } else if b == UInt8(ascii: "-"), isAlphanumeric(i + 1) {
        i += 1
      } else if b == UInt8(ascii: "."), isAlphanumeric(i + 1) {
        if i > j, isSuffix(last, i) { domain = i }
        i += 1
        last = i
      } else {
        break
      }
    }
    if last > start, isSuffix(last, i) { domain = i }
    if domain == 0 {
      guard j - start == 3, text[start] | 0x20 == UInt8(ascii: "w"), text[start + 1] | 0x20 == UInt8(ascii: "w"),
        text[start + 2] | 0x20 == UInt8(ascii: "w")
      else { return nil }
      domain = i
    }
    if byte(domain) == UInt8(ascii: "/")
      || byte(domain) == UInt8(ascii: ":") && byte(domain + 1) != 0x20
        && classes[Int(byte(domain + 1))] == ByteClass.digit
    {
      return urlEnd(domain)
    }
    return domain
  }

  private func isSuffix(_ a: Int, _ b: Int) -> Bool {
    guard b > a, b - a <= 8 else { return false }
    // `dock.The` is no host: a suffix stands in small letters, or all in capitals; but `Harbour.Az reports` is one: a
    // name and a suffix with a capital each, and no new sentence behind them.
    if classes[Int(text[a])] == ByteClass.upper, b - a > 1, classes[Int(text[a + 1])] == ByteClass.lower {
      guard !language.isStarter(slice(a, b)), classes[Int(byte(b + 1))] != ByteClass.upper, a > 2,
        classes[Int(text[a - 2])] == ByteClass.lower || classes[Int(text[a - 2])] == ByteClass.upper
      else { return false }
      var start = a - 2
      while start > 0,
        classes[Int(text[start - 1])] == ByteClass.lower || classes[Int(text[start - 1])] == ByteClass.upper
      {
        start -= 1
      }
      guard classes[Int(text[start])] == ByteClass.upper else { return false }
    }
    return language.isDomain(slice(a, b))
  }

  /// The end of an e-mail address whose part before the `@` goes on after the dot at `j`.
  private func email(ahead j: Int) -> Int? {
    var i = j
    let limit = min(end, j + 64)
    while i < limit {
      let b = text[i]
      let kind = classes[Int(b)]
      if kind >= ByteClass.digit && kind <= ByteClass.upper {
        i += 1
      } else if b == UInt8(ascii: ".") || b == UInt8(ascii: "-") || b == UInt8(ascii: "_") || b == UInt8(ascii: "+") {
        i += 1
      } else {
        return b == UInt8(ascii: "@") ? email(i) : nil
      }
    }
    return nil
  }

  /// The end of an e-mail address whose `@` is at `at`.
  private func email(_ at: Int) -> Int? {
    guard isAlphanumeric(at + 1) else { return nil }
    var i = at + 1
    var dotted = false
    let limit = min(end, at + Self.lookAhead)
    while i < limit {
      let b = text[i]
      let kind = classes[Int(b)]
      if kind >= ByteClass.digit && kind <= ByteClass.upper {
        i += 1
      } else if b == UInt8(ascii: ".") || b == UInt8(ascii: "-"), isAlphanumeric(i + 1) {
        dotted = dotted || b == UInt8(ascii: ".")
        i += 1
      } else {
        break
      }
    }
    return dotted ? i : nil
  }

  /// The end of a URL that goes on at `i`: at white space, a quotation mark or an angle bracket, without closing marks.
  private func urlEnd(_ i: Int) -> Int {
    var j = i
    var parentheses = 0
    scan: while j < end {
      let b = text[j]
      switch b {
      case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): break scan
      case UInt8(ascii: "("): parentheses += 1
      case UInt8(ascii: ")"):
        if parentheses == 0 { break scan }
        parentheses -= 1
      case 0x80...:
        let width = highLetter(j)
        if width == 0 { break scan }
        j += width - 1
      default: break
      }
      j += 1
    }
    while j > i {
      switch text[j - 1] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
        UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "*"):
        j -= 1
      default: return j
      }
    }
    return j
  }

  // MARK: Numbers

  private mutating func number(_ start: Int) -> Int {
    var j = start
    while j < end {
      let b = text[j]
      let kind = classes[Int(b)]
      if kind == ByteClass.digit {
        j += 1
        continue
      }
      if kind == ByteClass.lower || kind == ByteClass.upper {
        var stop = j
        while stop < end, classes[Int(text[stop])] == ByteClass.lower || classes[Int(text[stop])] == ByteClass.upper {
          stop += 1
        }
        if classes[Int(byte(stop))] != ByteClass.digit, byte(stop) != UInt8(ascii: "-"), stop - j <= 6 {
          if language.isGluedUnit(slice(j, stop)) { break }
          // `9a.m.`: an abbreviation glued to a figure.
          if byte(stop) == UInt8(ascii: "."), let after = pieces(j, stop),
            language.abbreviation(slice(j, after)) != nil
          {
            break
          }
        }
        return word(start, from: j, numeric: true)
      }
      if kind == ByteClass.high {
        if highLetter(j) > 0 { return word(start, from: j, numeric: true) }
        break
      }
      switch b {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "/"):
        guard classes[Int(byte(j + 1))] == ByteClass.digit else {
          if b == UInt8(ascii: "."), isAlphanumeric(j + 1), let address = host(start, j) {
            emit(start, address, .address)
            return address
          }
          emit(start, j, .number)
          return j
        }
        j += 1
      case UInt8(ascii: "-"):
        guard isAlphanumeric(j + 1) else {
          emit(start, j, .number)
          return j
        }
        if classes[Int(text[j + 1])] != ByteClass.digit { return word(start, from: j + 1, numeric: true) }
        j += 1
      case UInt8(ascii: "@"):
        if let address = email(j) {
          emit(start, address, .address)
          return address
        }
        emit(start, j, .number)
        return j
      default:
        emit(start, j, .number)
        return j
      }
    }
    emit(start, j, .number)
    return j
  }

  // MARK: Marks

  /// Whether a mark at `i` opens: white space, a dash or another opening mark stands before it, and none after.
  private func opens(_ i: Int, width: Int) -> Bool {
    let next = byte(i + width)
    if next <= 0x20 { return false }
    guard let last = tokens.last, last.span.end == i else { return true }
    switch last.kind {
    case .openQuote, .openBracket, .dash, .symbol: return true
    default: return false
    }
  }

  private mutating func mark(_ i: Int) -> Int {
    let b = text[i]
    var j = i + 1
    switch b {
    case UInt8(ascii: "."):
      while byte(j) == b { j += 1 }
      emit(i, j, j - i > 1 ? .ellipsis : .stop)
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      while byte(j) == UInt8(ascii: "!") || byte(j) == UInt8(ascii: "?") { j += 1 }
      emit(i, j, .mark)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"): emit(i, j, .comma)
    case UInt8(ascii: "\""): emit(i, j, opens(i, width: 1) ? .openQuote : .closeQuote)
    case UInt8(ascii: "`"):
      if byte(j) == b { j += 1 }
      emit(i, j, .openQuote)
    case UInt8(ascii: "'"):
      if byte(j) == b {
        j += 1
        emit(i, j, opens(i, width: 2) ? .openQuote : .closeQuote)
      } else {
        return single(i, width: 1)
      }
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"): emit(i, j, .openBracket)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"): emit(i, j, .closeBracket)
    case UInt8(ascii: "-"):
      while byte(j) == b { j += 1 }
      emit(i, j, .dash)
    case UInt8(ascii: "*"): emit(i, j, .bullet)
    case UInt8(ascii: "@"), UInt8(ascii: "#"):
      let letter = isAlphanumeric(j) && (b == UInt8(ascii: "@") || classes[Int(text[j])] != ByteClass.digit)
      let last = tokens.last
      let glued = last?.span.end == i && (last?.kind == .number || last?.kind == .capital || last?.kind == .lower)
      if letter, !glued {
        while j < end {
          if isAlphanumeric(j) {
            j += classes[Int(text[j])] == ByteClass.high ? highLetter(j) : 1
          } else if text[j] == UInt8(ascii: "_") {
            j += 1
          } else {
            break
          }
        }
        emit(i, j, .address)
      } else {
        emit(i, j, .symbol)
      }
    default: emit(i, j, .symbol)
    }
    return j
  }

  /// A single quotation mark or an apostrophe that stands before a word or after one.
  private mutating func single(_ i: Int, width: Int) -> Int {
    let after = i + width
    let glued = tokens.last?.span.end == i
    if isAlphanumeric(after) {
      if glued {
        // `Oakline Inc.'s`: the ending of a token that a full stop closed.
        for suffix in language.suffixes where suffix.apostrophe == 0 {
          if matches(suffix.bytes, at: i, apostrophe: 0, width: width),
            !isAlphanumeric(i + suffix.bytes.count - 1 + width)
          {
            emit(i, i + suffix.bytes.count - 1 + width, .lower)
            return i + suffix.bytes.count - 1 + width
          }
        }
      } else {
        var j = after
        while j < end, j - after < 8, isAlphanumeric(j) {
          j += max(1, classes[Int(text[j])] == ByteClass.high ? highLetter(j) : 1)
        }
        if j - after == 3, classes[Int(text[after])] == ByteClass.digit, text[j - 1] == UInt8(ascii: "s") {
          emit(i, j, .number)  // '90s
          return j
        }
        if language.isApostropheWord(slice(i, j)) {
          let closed = apostrophe(j) > 0 && language.isApostropheWord(slice(i, j + apostrophe(j)))
          let stop = closed ? j + apostrophe(j) : j
          emit(i, stop, .lower)
          return stop
        }
      }
    }
    emit(i, after, opens(i, width: width) ? .openQuote : .closeQuote)
    return after
  }

  private mutating func nonASCII(_ i: Int) -> Int {
    let (scalar, width) = UTF8Scalars.decode(text, at: i, end: end)
    let next = i + width
    switch scalar {
    case 0x201C, 0x201E, 0x201F, 0x2018, 0x201A, 0x2039, 0xAB:
      // A left single mark that stands for an apostrophe (‘90s) is one all the same.
      if scalar == 0x2018 { return single(i, width: width) }
      emit(i, next, scalar == 0xAB && !opens(i, width: width) && byte(next) <= 0x20 ? .closeQuote : .openQuote)
    case 0x201D, 0x203A, 0xBB: emit(i, next, .closeQuote)
    case 0x2019: return single(i, width: width)
    case 0x2026:
      var j = next
      while j + 2 < end, text[j] == 0xE2, text[j + 1] == 0x80, text[j + 2] == 0xA6 { j += 3 }
      while byte(j) == UInt8(ascii: ".") { j += 1 }
      emit(i, j, .ellipsis)
      return j
    case 0x2012...0x2015, 0x2212: emit(i, next, .dash)
    case 0x2022, 0x2023, 0x2043, 0x25AA, 0x25CF, 0x25E6, 0x25A0, 0x2219, 0xB7: emit(i, next, .bullet)
    case 0x3002, 0xFF0E, 0xFF61, 0x0964, 0x06D4: emit(i, next, .stop)
    case 0xFF01, 0xFF1F, 0x203C, 0x2047...0x2049, 0x061F: emit(i, next, .mark)
    case 0x300C, 0x300E, 0xFF08: emit(i, next, .openBracket)
    case 0x300D, 0x300F, 0xFF09: emit(i, next, .closeBracket)
    default:
      if Self.isJoiner(scalar) || scalar == 0x200E || scalar == 0x200F || scalar == 0xFEFF || Letters.isSpace(scalar) {
        return next
      }
      if highLetter(i) > 0 { return word(i, from: next) }
      return emoji(i, scalar, next)
    }
    return next
  }

  /// A sign; an emoji with its modifiers, joined parts and both letters of a flag.
  private mutating func emoji(_ i: Int, _ first: UInt32, _ next: Int) -> Int {
    var j = next
    var flag = first >= 0x1F1E6 && first <= 0x1F1FF
    while j < end, text[j] >= 0x80 {
      let (scalar, width) = UTF8Scalars.decode(text, at: j, end: end)
      switch scalar {
      case 0xFE0F, 0xFE0E, 0x20E3, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: j += width
      case 0x200D:
        j += width
        if j < end { j += UTF8Scalars.decode(text, at: j, end: end).width }
      case 0x1F1E6...0x1F1FF where flag:
        flag = false
        j += width
      default:
        emit(i, j, .symbol)
        return j
      }
    }
    emit(i, j, .symbol)
    return j
  }
}
