import Documents

/// Reads shapes, words and numbers of one document's tokens for the patterns of amounts.rules.
struct AmountScanner {
  let text: UnsafeBufferPointer<UInt8>
  let tokens: UnsafeBufferPointer<Span>
  let words: Words
  let lexicon: AmountLexicon
  let kinds: Kinds
  /// Of the sentence that is scanned: no look-up runs over it.
  var limit = 0 { didSet { tried.at = -1 } }
  /// What stands at the token where rules are tried: all of them ask for the same.
  private var tried = (at: -1, number: Number?.none, entry: (index: Int, end: Int)?.none)

  init(
    text: UnsafeBufferPointer<UInt8>, tokens: UnsafeBufferPointer<Span>, words: Words, lexicon: AmountLexicon,
    kinds: Kinds
  ) {
    self.text = text
    self.tokens = tokens
    self.words = words
    self.lexicon = lexicon
    self.kinds = kinds
  }

  /// What each token says by itself, so that most are passed over without a look-up.
  struct Words {
    /// By token: its place in `openings`.
    let numbers: UnsafeBufferPointer<Int32>
    let openings: UnsafeBufferPointer<Opening>

    @inline(__always) subscript(_ token: Int) -> Opening { openings[Int(numbers[token])] }
  }

  /// What a token says by itself of a match that begins with it.
  struct Opening {
    /// The classes that its shape may be, as bits; by a first look only.
    var shapes: UInt64
    /// Whether a listed form is this token or begins with it.
    var isListed: Bool
  }

  static func opening(_ token: UnsafeBufferPointer<UInt8>, _ lexicon: AmountLexicon) -> Opening {
    Opening(shapes: shapes(token, lexicon), isListed: lexicon.begins(with: token))
  }

  /// Reads what rules will ask of a token; the classes it may begin a match with, as bits.
  mutating func begin(at i: Int) -> UInt64 {
    tried.at = -1
    let opening = words[i]
    guard opening.isListed || opening.shapes != 0 else { return 0 }
    let entry = opening.isListed ? lexicon.entry(text, tokens, i, limit) : nil
    var starts = opening.shapes | (entry.map { lexicon.bits[$0.index] } ?? 0)
    let numbers: UInt64 = 1 | 1 << 1 | 1 << 11
    let number = starts & numbers != 0 ? number(i) : nil
    // "a" and "and" may begin or join a number, and mostly do not.
    starts &= ~numbers
    if let number { starts |= number.scaled ? 1 | 1 << 1 : number.value.integer != nil ? 1 | 1 << 11 : 1 }
    tried = (i, number, entry)
    return starts
  }

  struct Number {
    var end: Int
    var value: DecimalNumber
    /// A scale word stood in it ("million").
    var scaled: Bool
  }

  // MARK: Words

  @inline(__always)
  func slice(_ i: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[tokens[i].range]) }

  func glued(_ i: Int) -> Bool { i > 0 && tokens[i - 1].end == tokens[i].start }

  func reading(_ i: Int, _ kind: Int) -> (reading: AmountLexicon.Reading, end: Int)? {
    guard i < limit, words[i].isListed,
      let (index, end) = i == tried.at ? tried.entry : lexicon.entry(text, tokens, i, limit)
    else { return nil }
    for reading in lexicon.entries[index] where reading.kind == kind { return (reading, end) }
    return nil
  }

  /// The token's hash without case, as conditions keep their words.
  func hash(_ i: Int) -> UInt64 { Self.hash(slice(i)) }

  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    PhraseHash.of(bytes, folding: true)
  }

  private static func shapes(_ token: UnsafeBufferPointer<UInt8>, _ lexicon: AmountLexicon) -> UInt64 {
    guard let first = token.first else { return 0 }
    if first >= 0x30, first <= 0x39 { return shapes(ofFigures: token) }
    // Without a figure first: number words, a decade, a compound.
    if token.contains(UInt8(ascii: "-")) { return 1 | 1 << 1 | 1 << 2 | 1 << 5 | 1 << 10 | 1 << 11 }
    if first == 0x27 || first == 0xE2 { return 1 << 5 | 1 << 12 }
    guard let word = lexicon.numberWord(token) else { return 0 }
    return word.kind == .ordinal ? 1 << 2 : 1 | 1 << 1 | 1 << 11
  }

  /// The shapes that a token may be which begins with a figure.
  private static func shapes(ofFigures token: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var others = 0
    var hyphen = false
    for byte in token where byte < 0x30 || byte > 0x39 {
      others += 1
      if byte == UInt8(ascii: "-") { hyphen = true }
    }
    var bits: UInt64 = 1 | 1 << 1 | 1 << 11
    if others == 0 {
      if token.count == 4 { bits |= 1 << 3 }
      if token.count <= 2 { bits |= 1 << 4 }
    } else {
      bits |= 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7
      if hyphen { bits |= 1 << 8 | 1 << 9 | 1 << 10 }
    }
    return bits
  }

  // MARK: Shapes

  @inline(__always)
  func isDigit(_ i: Int) -> Bool { text[i] >= 0x30 && text[i] <= 0x39 }

  /// The number that the bytes from `a` to `b` are, where they are figures only and at most nine.
  func figures(_ a: Int, _ b: Int) -> Int? {
    guard b > a, b - a <= 9 else { return nil }
    var value = 0
    for i in a..<b {
      guard isDigit(i) else { return nil }
      value = value * 10 + Int(text[i] - 0x30)
    }
    return value
  }

  /// "2025", not "0999" and nothing far ahead.
  func year(_ i: Int) -> Int? {
    let span = tokens[i]
    guard span.count == 4, let value = figures(span.start, span.end), value >= 1000, value <= 2100 else { return nil }
    return value
  }

  /// "11" or "11th", from 1 to 31.
  func dayOfMonth(_ i: Int) -> Int? {
    let span = tokens[i]
    guard isDigit(span.start) else { return nil }
    if span.count <= 2 {
      guard let value = figures(span.start, span.end), value >= 1, value <= 31 else { return nil }
      return value
    }
    guard let value = ordinal(i), value >= 1, value <= 31, isDigit(span.start) else { return nil }
    return value
  }

  /// "11th" or "eleventh".
  func ordinal(_ i: Int) -> Int? {
    let span = tokens[i]
    if isDigit(span.start) {
      guard span.count >= 3, span.count <= 12, let kind = kinds.ordinalSuffix else { return nil }
      var j = span.start
      while j < span.end, isDigit(j) { j += 1 }
      guard j < span.end, let value = figures(span.start, j) else { return nil }
      let rest = UnsafeBufferPointer(rebasing: text[j..<span.end])
      return lexicon.readings(rest).contains { $0.kind == kind } ? value : nil
    }
    guard span.count <= 20 else { return nil }
    if let word = lexicon.numberWord(slice(i)) {
      return word.kind == .ordinal ? word.value.integer : nil
    }
    // "twenty-first"
    guard let hyphen = slice(i).firstIndex(of: UInt8(ascii: "-")), hyphen > 0 else { return nil }
    let cut = span.start + hyphen
    guard let ten = lexicon.numberWord(UnsafeBufferPointer(rebasing: text[span.start..<cut])), ten.kind == .ten,
      cut + 1 < span.end,
      let unit = lexicon.numberWord(UnsafeBufferPointer(rebasing: text[(cut + 1)..<span.end])), unit.kind == .ordinal,
      let a = ten.value.integer, let b = unit.value.integer, b < 10
    else { return nil }
    return a + b
  }

  /// The classes that shapes ask for.
  struct Kinds {
    let ordinalSuffix, decadeSuffix, edge, tail, period, measure, future: Int?
    let currency: Int

    init(_ lexicon: AmountLexicon) {
      ordinalSuffix = lexicon.kind("ordinal-suffix")
      decadeSuffix = lexicon.kind("decade-suffix")
      edge = lexicon.kind("edge")
      tail = lexicon.kind("compound-tail")
      period = lexicon.kind("period")
      measure = lexicon.kind("measure")
      future = lexicon.kind("future")
      currency = lexicon.kind("currency") ?? -2
    }
  }

  /// "1990s", "mid-1990s", "'90s": the decade's first year, or nil.
  func decade(_ i: Int) -> Int? {
    let span = tokens[i]
    var start = span.start
    if let hyphen = slice(i).firstIndex(of: UInt8(ascii: "-")), let edge = kinds.edge {
      guard
        lexicon.readings(UnsafeBufferPointer(rebasing: text[start..<(start + hyphen)])).contains(where: {
          $0.kind == edge
        })
      else { return nil }
      start += hyphen + 1
    }
    while start < span.end, !isDigit(start), start - span.start < 12, text[start] >= 0x80 || text[start] == 0x27 {
      start += 1
    }
    var j = start
    while j < span.end, isDigit(j) { j += 1 }
    guard j < span.end, let suffix = kinds.decadeSuffix, let value = figures(start, j), value % 10 == 0,
      lexicon.readings(UnsafeBufferPointer(rebasing: text[j..<span.end])).contains(where: { $0.kind == suffix })
    else { return nil }
    if j - start == 4, value >= 1000, value <= 2100 { return value }
    return j - start == 2 && value >= 20 ? 1900 + value : nil
  }

  /// "10:30", "9.30": hours and minutes.
  func clock(_ i: Int) -> (hour: Int, minute: Int)? {
    let span = tokens[i]
    guard span.count == 4 || span.count == 5 else { return nil }
    let cut = span.end - 3
    guard text[cut] == UInt8(ascii: ":") || text[cut] == UInt8(ascii: "."), let hour = figures(span.start, cut),
      let minute = figures(cut + 1, span.end), hour <= 24, minute < 60
    else { return nil }
    return (hour, minute)
  }

  /// "2025-03-11", "2025/03/11"; "31/12/2025" where only one reading is a day.
  func date(_ i: Int) -> (known: Bool, date: CalendarDate)? {
    let span = tokens[i]
    guard span.count >= 8, span.count <= 10, isDigit(span.start), isDigit(span.end - 1) else { return nil }
    var parts: [(Int, Int)] = []
    var start = span.start
    var sign: UInt8 = 0
    for j in span.start...span.end {
      if j == span.end || !isDigit(j) {
        guard let value = figures(start, j) else { return nil }
        parts.append((value, j - start))
        if j < span.end {
          guard sign == 0 || text[j] == sign else { return nil }
          sign = text[j]
        }
        start = j + 1
      }
    }
    guard parts.count == 3, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "/") || sign == UInt8(ascii: ".") else {
      return nil
    }
    if parts[0].1 == 4 {
      let date = CalendarDate(parts[0].0, parts[1].0, parts[2].0)
      return date.isValid ? (true, date) : nil
    }
    guard parts[2].1 == 4, parts[2].0 >= 1000, parts[0].1 <= 2, parts[1].1 <= 2 else { return nil }
    let dayFirst = CalendarDate(parts[2].0, parts[1].0, parts[0].0)
    let monthFirst = CalendarDate(parts[2].0, parts[0].0, parts[1].0)
    if dayFirst.isValid { return (!monthFirst.isValid || dayFirst == monthFirst, dayFirst) }
    return monthFirst.isValid ? (true, monthFirst) : nil
  }

  /// "11-13": two days of one month; "2010-2015", "2024-25": two years.
  func range(_ i: Int, years: Bool) -> (Int, Int)? {
    let span = tokens[i]
    guard isDigit(span.start), let hyphen = slice(i).firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let cut = span.start + hyphen
    guard let a = figures(span.start, cut), var b = figures(cut + 1, span.end) else { return nil }
    if years {
      guard cut - span.start == 4, a >= 1000, a <= 2100 else { return nil }
      if span.end - cut == 3 { b += a / 100 * 100 }
      return b > a && b <= 2100 ? (a, b) : nil
    }
    return a >= 1 && a < b && b <= 31 && cut - span.start <= 2 ? (a, b) : nil
  }

  /// "30-day", "five-year", "42-year-old", "10-km": the number and the unit.
  func compound(_ i: Int) -> (value: DecimalNumber, unit: AmountLexicon.Reading, aged: Bool)? {
    let span = tokens[i]
    guard span.count >= 5, span.count <= 48 else { return nil }
    let bytes = slice(i)
    guard bytes.contains(UInt8(ascii: "-")) else { return nil }
    var cuts: [Int] = [-1]
    for (k, byte) in bytes.enumerated() where byte == UInt8(ascii: "-") { cuts.append(k) }
    cuts.append(bytes.count)
    guard cuts.count >= 3, cuts.count <= 6 else { return nil }
    // The unit is the last piece, or the last but one before a tail ("-old").
    var last = cuts.count - 2
    var aged = false
    func piece(_ k: Int) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: bytes[(cuts[k] + 1)..<cuts[k + 1]])
    }
    if last >= 2, let tail = kinds.tail, lexicon.readings(piece(last)).contains(where: { $0.kind == tail }) {
      last -= 1
      aged = true
    }
    guard last >= 1,
      let unit = lexicon.readings(piece(last)).first(where: { $0.kind == kinds.period || $0.kind == kinds.measure })
    else { return nil }
    let head = UnsafeBufferPointer(rebasing: bytes[0..<cuts[last]])
    guard let value = wordOrFigures(head) else { return nil }
    return (value, unit, aged)
  }

  // MARK: Numbers

  /// "1,250.5", "seven", "twenty-one".
  private func wordOrFigures(_ bytes: UnsafeBufferPointer<UInt8>) -> DecimalNumber? {
    guard let first = bytes.first else { return nil }
    if first >= 0x30, first <= 0x39 { return DecimalNumber(figures: bytes, groups: UInt8(ascii: ",")) }
    if let word = lexicon.numberWord(bytes) { return word.kind == .unit || word.kind == .ten ? word.value : nil }
    guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    let a = UnsafeBufferPointer(rebasing: bytes[0..<hyphen])
    let b = UnsafeBufferPointer(rebasing: bytes[(hyphen + 1)...])
    guard let ten = lexicon.numberWord(a), ten.kind == .ten, let unit = lexicon.numberWord(b), unit.kind == .unit,
      unit.value.coefficient < 10
    else { return nil }
    return ten.value.plus(unit.value)
  }

  /// The number that begins at a token: figures with a scale ("2.5 million"), words ("two hundred and five"), "half a
  /// million", "a dozen". `money` where a currency stands before it ("$20m").
  func number(_ first: Int, money: Bool = false) -> Number? {
    guard first < limit, words[first].shapes & 1 != 0 else { return nil }
    if first == tried.at, !money { return tried.number }
    let byte = text[tokens[first].start]
    if byte >= 0x30, byte <= 0x39 {
      guard let value = DecimalNumber(figures: slice(first), groups: UInt8(ascii: ",")) else { return nil }
      return scaled(Number(end: first + 1, value: value, scaled: false), money: money)
    }
    guard byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A else { return nil }
    var i = first
    var total = DecimalNumber(0)
    var current = DecimalNumber(0)
    var room = Int.max  // what the next smaller word must be below
    var seen = false
    var scaledSeen = false
    var end = first
    loop: while i < limit, i - first < 12 {
      let bytes = slice(i)
      guard let word = lexicon.numberWord(bytes) else {
        // "twenty-one"
        guard room > 99, let value = wordOrFigures(bytes), bytes[0] > 0x39, let sum = current.plus(value) else { break }
        current = sum
        room = 1
        seen = true
        i += 1
        end = i
        continue
      }
      switch word.kind {
      case .unit, .ten:
        guard let value = word.value.integer, value < room, let sum = current.plus(word.value) else { break loop }
        current = sum
        room = word.kind == .ten ? 10 : 1
        seen = true
      case .hundred:
        guard seen, room <= 10, let product = current.times(word.value) else { break loop }
        current = product
        room = 100
      case .scale:
        guard seen, let product = current.times(word.value), let sum = total.plus(product) else { break loop }
        total = sum
        current = DecimalNumber(0)
        room = word.value.integer ?? Int.max
        scaledSeen = true
      case .group:
        guard let product = seen ? current.times(word.value) : word.value else { break loop }
        current = product
        seen = true
        room = 0
      case .article:
        // "a million", "a dozen": nothing by itself.
        guard !seen, i + 1 < limit, let next = lexicon.numberWord(slice(i + 1)),
          next.kind == .hundred || next.kind == .scale || next.kind == .group
        else { break loop }
        current = DecimalNumber(1)
        room = 1
        seen = true
        i += 1
        continue
      case .fraction:
        // "half a million"
        guard !seen, i + 2 < limit, let article = lexicon.numberWord(slice(i + 1)), article.kind == .article,
          let scale = lexicon.numberWord(slice(i + 2)), scale.kind == .scale || scale.kind == .group,
          let product = word.value.times(scale.value)
        else { break loop }
        return Number(end: i + 3, value: product, scaled: scale.kind == .scale)
      case .glue:
        guard seen, room == 100 || scaledSeen && current.coefficient == 0, i + 1 < limit,
          let next = lexicon.numberWord(slice(i + 1)), next.kind == .unit || next.kind == .ten
        else {
          // "one hundred and twenty-one"
          if seen, room == 100, i + 1 < limit, wordOrFigures(slice(i + 1)) != nil, text[tokens[i + 1].start] > 0x39 {
            i += 1
            continue
          }
          break loop
        }
        i += 1
        continue
      case .ordinal, .moneyScale: break loop
      }
      i += 1
      end = i
    }
    guard seen, end > first, let value = total.plus(current) else { return nil }
    return Number(end: end, value: value, scaled: scaledSeen)
  }

  private func scaled(_ number: Number, money: Bool) -> Number {
    guard number.end < limit, let word = lexicon.numberWord(slice(number.end)) else { return number }
    switch word.kind {
    case .scale: break
    case .moneyScale where glued(number.end) || money: break
    case .group where number.value.integer != nil && number.value.coefficient < 1000: break
    default: return number
    }
    if word.kind == .moneyScale, !money, slice(number.end).count == 1, slice(number.end)[0] | 0x20 == UInt8(ascii: "m")
    {
      return number  // metres or millions: nobody knows
    }
    guard let product = number.value.times(word.value) else { return number }
    return Number(end: number.end + 1, value: product, scaled: true)
  }
}
