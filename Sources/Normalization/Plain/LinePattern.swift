import Documents

/// A pattern over the tokens of a whole line, as `Share (this|the) [story] on *`.
///
/// A word or mark stands for itself in any case; `(a|b)` one of several words, `[word]` perhaps a word, `#` a number,
/// `*` any tokens or none, `{date}` a date or time, `{names}` people's names, `{outlet}` a few capitalised words,
/// `{agency}` an agency of `normalization/agencies.tsv`. Marks of the line that the pattern does not name are passed over.
/// Matching is a simulation of all states at once: its time is the line's length whatever the pattern.
struct LinePattern: Sendable {
  enum Capture: UInt8, Sendable { case none, date, names, outlet, agency }

  struct Element: Sendable {
    enum Kind: UInt8, Sendable {
      case literal, number, any, dateFirst, dateRest, nameFirst, nameRest, capsFirst, capsRest, agency
    }
    var kind: Kind
    var keys: [UInt64] = []
    var optional = false
    var star = false
    var capture = Capture.none
  }

  let elements: [Element]
  /// Bit i+1 set where state i may pass on without a token: the closure is taken once.
  private let skippable: UInt64
  /// The keys with which a line may begin; nil if it may begin with anything.
  let firstKeys: [UInt64]?

  /// Throws what is wrong with the pattern.
  init(_ source: String) throws(StageFailure) {
    var elements: [Element] = []
    // Bytes, no Strings: every run reads all patterns.
    for piece in Array(source.utf8).split(separator: UInt8(ascii: " ")) { try Self.add(piece, to: &elements) }
    guard elements.count <= 62 else { throw StageFailure("pattern", "the pattern is longer than 62 tokens") }
    guard elements.contains(where: { $0.kind != .any }) else { throw StageFailure("pattern", "the pattern is empty") }
    self.init(elements)
  }

  /// Of elements that were checked.
  init(_ elements: [Element]) {
    self.elements = elements
    var skippable: UInt64 = 0
    for (i, element) in elements.enumerated() where element.optional || element.star { skippable |= 1 << UInt64(i) }
    self.skippable = skippable
    var first: [UInt64]? = []
    for element in elements {
      if element.kind != .literal {
        first = nil
        break
      }
      first! += element.keys
      if !element.optional { break }
    }
    firstKeys = first
  }

  private static func add(_ whole: ArraySlice<UInt8>, to elements: inout [Element]) throws(StageFailure) {
    var piece = whole
    var optional = false
    if isBetween("[", piece, "]") {
      optional = true
      piece = piece.dropFirst().dropLast()
    }
    func add(_ first: Element.Kind, _ rest: Element.Kind, _ capture: Capture) {
      elements.append(Element(kind: first, optional: optional, capture: capture))
      elements.append(Element(kind: rest, star: true, capture: capture))
    }
    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    switch piece.first {
    case UInt8(ascii: "*") where piece.count == 1: elements.append(Element(kind: .any, star: true))
    case UInt8(ascii: "#") where piece.count == 1: elements.append(Element(kind: .number, optional: optional))
    case UInt8(ascii: "{"):
      switch text(piece) {
      case "{date}": add(.dateFirst, .dateRest, .date)
      case "{names}": add(.nameFirst, .nameRest, .names)
      case "{outlet}": add(.capsFirst, .capsRest, .outlet)
      case "{agency}": add(.agency, .agency, .agency)
      default: throw StageFailure("pattern", "unknown class \(text(piece))")
      }
    case _ where isBetween("(", piece, ")"):
      var keys: [UInt64] = []
      for word in piece.dropFirst().dropLast().split(separator: UInt8(ascii: "|")) {
        let tokens = Self.tokens(word, limit: 4)
        guard tokens.count == 1 else {
          throw StageFailure("pattern", "\(text(word)) is more than one word or mark")
        }
        keys.append(tokens[0].key)
      }
      elements.append(Element(kind: .literal, keys: keys, optional: optional))
    default:
      if piece.count > 1, "([".utf8.contains(piece.first!) || ")]".utf8.contains(piece.last!) {
        throw StageFailure(
          "pattern", "\(text(piece)) opens or closes what stands in another piece; inside ( | ) are single words")
      }
      for token in tokens(piece, limit: 64) {
        elements.append(Element(kind: .literal, keys: [token.key], optional: optional))
      }
    }
  }

  private static func isBetween(_ open: Unicode.Scalar, _ piece: ArraySlice<UInt8>, _ close: Unicode.Scalar) -> Bool {
    piece.count > 2 && piece.first == UInt8(ascii: open) && piece.last == UInt8(ascii: close)
  }

  private static func tokens(_ piece: ArraySlice<UInt8>, limit: Int) -> [LineToken] {
    piece.withUnsafeBufferPointer { LineTokenizer.tokens($0, Span(0, $0.count), limit: limit) }
  }

  private func closed(_ states: UInt64) -> UInt64 {
    var states = states
    while true {
      let next = states | (states & skippable) << 1
      if next == states { return states }
      states = next
    }
  }

  private func takes(_ element: Element, _ token: LineToken, _ words: WordClasses) -> Bool {
    let shape = token.shape
    switch element.kind {
    case .literal: return element.keys.contains(token.key)
    case .number: return shape.contains(.number)
    case .any: return true
    case .dateFirst:
      return shape.contains(.number) || (shape.contains(.word) && words.has(token, [.month, .weekday]))
    case .dateRest:
      return shape.contains(.number) || shape.contains(.punctuation)
        || words.has(token, [.month, .weekday, .time])
    case .nameFirst: return shape.contains(.capital) && !words.has(token, .notName)
    case .nameRest:
      return shape.contains(.capital) || shape.contains(.punctuation) || words.has(token, [.particle, .and, .suffix])
    case .capsFirst: return shape.contains(.capital) || shape.contains(.number)
    case .capsRest:
      // Not past a full stop: the name of a paper is one stretch.
      return shape.contains(.capital) || shape.contains(.number)
        || (shape.contains(.punctuation) && token.value != 0x2E)
        || words.has(token, [.and, .particle, .outlet, .function])
    case .agency: return shape.contains(.agency)
    }
  }

  /// For each token the element that took it (-1: passed over), or nil if the pattern does not match the whole line.
  func match(_ tokens: [LineToken], _ words: WordClasses) -> [Int8]? {
    var states = closed(1)
    for token in tokens {
      var next: UInt64 = token.shape.contains(.punctuation) ? states : 0
      var rest = states
      while rest != 0 {
        let i = rest.trailingZeroBitCount
        rest &= rest - 1
        guard i < elements.count, takes(elements[i], token, words) else { continue }
        next |= elements[i].star ? 1 << UInt64(i) : 1 << UInt64(i + 1)
      }
      guard next != 0 else { return nil }
      states = closed(next)
    }
    guard states & (1 << UInt64(elements.count)) != 0 else { return nil }
    return path(tokens, words)
  }

  /// The way through a line that matches, on which each element takes as many tokens as it can before the next begins.
  private func path(_ tokens: [LineToken], _ words: WordClasses) -> [Int8] {
    // From which states the rest of the line can be matched.
    var open = [UInt64](repeating: 0, count: tokens.count + 1)
    func opened(_ states: UInt64) -> UInt64 {
      var states = states
      for i in stride(from: elements.count - 1, through: 0, by: -1)
      where skippable & (1 << UInt64(i)) != 0 && states & (1 << UInt64(i + 1)) != 0 {
        states |= 1 << UInt64(i)
      }
      return states
    }
    open[tokens.count] = opened(1 << UInt64(elements.count))
    for t in stride(from: tokens.count - 1, through: 0, by: -1) {
      let after = open[t + 1]
      var states: UInt64 = tokens[t].shape.contains(.punctuation) ? after : 0
      for (i, element) in elements.enumerated() where takes(element, tokens[t], words) {
        if after & (1 << UInt64(element.star ? i : i + 1)) != 0 { states |= 1 << UInt64(i) }
      }
      open[t] = opened(states)
    }
    var path = [Int8](repeating: -1, count: tokens.count)
    var state = 0
    for t in tokens.indices {
      let after = open[t + 1]
      while state < elements.count {
        let element = elements[state]
        let next = element.star ? state : state + 1
        if takes(element, tokens[t], words), after & (1 << UInt64(next)) != 0 {
          path[t] = Int8(state)
          state = next
          break
        }
        if tokens[t].shape.contains(.punctuation), after & (1 << UInt64(state)) != 0 { break }
        state += 1
      }
    }
    return path
  }
}
