import Documents

/// One word of a name.
struct NameWord {
  enum Kind { case name, initials, particle, nickname }
  var folded: FoldedWord
  var kind: Kind
  /// Folded letters of initials ("J.D." is j, d), packed; 0 for other words.
  var letters: UInt64 = 0
}

/// A name as printed, taken apart; equal prints share one form.
struct NameForm {
  var type: EntityType
  /// Of the first mention.
  var span: Span
  var words: [NameWord]
  /// Folded generational suffix ("Jr."); 0 without one.
  var suffix: UInt64 = 0
  /// Where the family name begins; `words.count` where there is none.
  var lastStart = 0
  var allCapitals = false
  /// All words as one: "Jae-in" and "Jae In" are the same.
  var joined: UInt64 = 0
  /// Indices of mentions, in order.
  var mentions: [Int] = []

  var isFull: Bool { words.count > 1 && lastStart > 0 }
}

/// Takes names of people apart.
struct PersonNameParser {
  let lexicon: LinkingLexicon
  private var scratch: [UInt8] = []

  init(_ lexicon: LinkingLexicon) { self.lexicon = lexicon }

  mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> NameForm {
    var form = NameForm(type: .person, span: span, words: [])
    var pieces: [Span] = []
    form.allCapitals = !Self.hasLower(bytes, span)
    var i = span.start
    while i < span.end {
      while i < span.end, Self.isSpace(bytes[i]) { i += 1 }
      let start = i
      while i < span.end, !Self.isSpace(bytes[i]) { i += 1 }
      if i > start { pieces.append(Span(start, i)) }
    }
    var p = 0
    while p < pieces.count {
      defer { p += 1 }
      let (piece, wrapped) = Self.trim(bytes, pieces[p])
      if piece.isEmpty { continue }
      let key = LinkingLexicon.key(bytes, piece)
      let classes = lexicon.words[key] ?? []
      if p > 0, !form.words.isEmpty, !classes.isDisjoint(with: [.suffix, .degree]) {
        if classes.contains(.suffix) { form.suffix = lexicon.folding.fold(bytes, piece.start, piece.end, &scratch).key }
        continue
      }
      if form.words.isEmpty, pieces.count > 1, p + 1 < pieces.count, isCourtesy(bytes, piece) { continue }
      if wrapped, !form.words.isEmpty, p + 1 < pieces.count {
        append(bytes, piece, .nickname, to: &form)
        continue
      }
      if let letters = Self.initials(bytes, piece, capitals: form.allCapitals) {
        if let last = form.words.last, last.kind == .initials {
          form.words[form.words.count - 1].letters = last.letters << 8 | letters
        } else {
          let folded = lexicon.folding.fold(bytes, piece.start, piece.end, &scratch)
          form.words.append(NameWord(folded: folded, kind: .initials, letters: letters))
        }
        continue
      }
      if classes.contains(.glue), !classes.contains(.particle) || Self.isApostrophe(bytes, piece.end - 1),
        p + 1 < pieces.count
      {
        // "Mc Hale" is "McHale".
        let (next, _) = Self.trim(bytes, pieces[p + 1])
        append(bytes, Span(piece.start, next.end), .name, to: &form)
        p += 1
        continue
      }
      if let hyphen = bytes[piece.range].firstIndex(of: 0x2D), hyphen + 1 < piece.end,
        let left = lexicon.words[LinkingLexicon.key(bytes, Span(piece.start, hyphen + 1))], left.contains(.particle)
      {
        append(bytes, Span(piece.start, hyphen), .particle, to: &form)
        append(bytes, Span(hyphen + 1, piece.end), .name, to: &form)
        continue
      }
      append(bytes, piece, classes.contains(.particle) && p + 1 < pieces.count ? .particle : .name, to: &form)
    }
    finish(&form)
    return form
  }

  private mutating func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ span: Span, _ kind: NameWord.Kind, to form: inout NameForm
  ) {
    let folded = lexicon.folding.fold(bytes, span.start, span.end, &scratch)
    if folded.first != 0 { form.words.append(NameWord(folded: folded, kind: kind)) }
  }

  private func finish(_ form: inout NameForm) {
    let n = form.words.count
    var joined = ContentKey()
    for word in form.words { joined.add(Int(truncatingIfNeeded: word.folded.key)) }
    form.joined = joined.value
    guard n > 1 else {
      form.lastStart = 0
      return
    }
    form.lastStart = n - 1
    for i in 1..<n where form.words[i].kind == .particle {
      form.lastStart = i
      break
    }
    // A particle first: "von der Leyen" is a family name alone, "Al Hale" may be a given one with it.
    if form.words[0].kind == .particle, n > 2 || lexicon.givenName(form.words[0].folded.plain) == nil {
      form.lastStart = 0
    }
    if lexicon.familyFirst[form.words[0].folded.key] == true, form.lastStart == n - 1 { form.lastStart = n - 1 }
  }

  private func isCourtesy(_ bytes: UnsafeBufferPointer<UInt8>, _ piece: Span) -> Bool {
    let word = UnsafeBufferPointer(rebasing: bytes[piece.range])
    guard let title = lexicon.exactTitlePhrases.value(word) else { return false }
    return lexicon.titles[Int(title)].courtesy
  }

  // MARK: Bytes

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  static func isApostrophe(_ bytes: UnsafeBufferPointer<UInt8>, _ i: Int) -> Bool {
    // The last byte of U+2019 in UTF-8, or the plain mark.
    bytes[i] == 0x27 || bytes[i] == 0x99
  }

  static func hasLower(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> Bool {
    var i = span.start
    while i < span.end {
      let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: span.end)
      if Letters.isLower(scalar) { return true }
      i += width
    }
    return false
  }

  /// Takes punctuation off both ends (not the full stop of initials); tells whether quotation marks or brackets wrapped it.
  private static func trim(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) -> (Span, wrapped: Bool) {
    var span = span
    var wrapped = false
    while !span.isEmpty {
      let (scalar, width) = UTF8Scalars.decode(bytes, at: span.start, end: span.end)
      if Letters.isLetter(scalar) || Letters.isDigit(scalar) { break }
      if scalar == 0x22 || scalar == 0x201C || scalar == 0x28 || scalar == 0x2018 || scalar == 0x27 { wrapped = true }
      span.start += width
    }
    while let (scalar, width) = UTF8Scalars.decodeBefore(bytes, span.end, start: span.start) {
      if Letters.isLetter(scalar) || Letters.isDigit(scalar) || scalar == 0x2E { break }
      span.end -= width
    }
    return (span, wrapped)
  }

  /// The letters of "J.", "J.D.", "JD"; nil for any other word.
  private static func initials(_ bytes: UnsafeBufferPointer<UInt8>, _ span: Span, capitals: Bool) -> UInt64? {
    guard span.count <= 8 else { return nil }
    var letters: UInt64 = 0
    var count = 0
    var stops = 0
    for i in span.range {
      switch bytes[i] {
      case 0x41...0x5A:
        letters = letters << 8 | UInt64(bytes[i] | 0x20)
        count += 1
      case 0x2E: stops += 1
      default: return nil
      }
    }
    if count == 1 { return letters }
    if stops >= count - 1 { return letters }
    return count == 2 && stops == 0 && !capitals ? letters : nil
  }
}
