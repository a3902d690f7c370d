import Documents

/// A role as printed, and the title that heads it.
struct PrintedRole {
  var mention: Int
  var span: Span
  /// Canonical index in `LinkingLexicon.titles`.
  var head: Int32
}

/// Collects titles before names ("U.S. Secretary of State Ruth Adeyemi") and appositions beside them ("Bo Hale, head of
/// the harbour police,"), and what they tell of gender.
struct RoleFinder {
  let text: LinkedText
  let mentions: [Mention]
  /// Mention that a token begins in; -1 elsewhere.
  let mentionAt: [Int32]
  private(set) var roles: [PrintedRole] = []
  private(set) var evidence: [TitleEvidence]
  /// First token of each mention with the titles before it.
  private(set) var leftEdge: [Int]

  private static let widest = 14

  init(_ text: LinkedText, _ mentions: [Mention], mentionAt: [Int32], tokensOf: [Range<Int>]) {
    self.text = text
    self.mentions = mentions
    self.mentionAt = mentionAt
    evidence = Array(repeating: TitleEvidence(), count: mentions.count)
    leftEdge = tokensOf.map(\.lowerBound)
    for m in mentions.indices where mentions[m].type == .person && !tokensOf[m].isEmpty {
      let sentence = text.sentences[mentions[m].sentence].tokens
      let tokens = tokensOf[m].clamped(to: sentence)
      guard !tokens.isEmpty else { continue }
      let before = titlesBefore(m, tokens.lowerBound, sentence)
      if !before { appositionBefore(m, tokens, sentence) }
      appositionAfter(m, tokens.upperBound, sentence)
    }
  }

  private func type(_ token: Int) -> EntityType? {
    let m = mentionAt[token]
    return m < 0 ? nil : mentions[Int(m)].type
  }

  private func isPlaceLike(_ token: Int) -> Bool {
    switch type(token) {
    case .norp, .gpe, .org, .loc, .fac: true
    default: false
    }
  }

  private mutating func note(_ m: Int, _ title: Title) {
    if let gender = title.gender { evidence[m].gender = evidence[m].gender ?? gender }
    if title.given { evidence[m].given = true }
    if title.courtesy { evidence[m].courtesy = true }
  }

  // MARK: Before

  private mutating func titlesBefore(_ m: Int, _ first: Int, _ sentence: Range<Int>) -> Bool {
    var end = first
    var found = false
    for _ in 0..<3 {
      guard let match = text.title(endingAt: end, from: sentence.lowerBound) else { break }
      // A title inside another name is part of it ("the King Center").
      if let type = type(match.start), type == .person || type == .work || type == .event { break }
      let title = text.lexicon.titles[Int(match.title)]
      note(m, title)
      found = true
      if title.courtesy {
        end = match.start
        leftEdge[m] = end
        continue
      }
      let start = extendLeft(match.start, sentence)
      add(m, start, end, title)
      end = start
      leftEdge[m] = end
    }
    return found
  }

  /// Takes in what qualifies a title: "former", "U.S.", "Ukrainian", "National Security".
  private func extendLeft(_ start: Int, _ sentence: Range<Int>) -> Int {
    var start = start
    var left = start - 1
    while left >= sentence.lowerBound, start - left < Self.widest {
      let classes = text.classes[left]
      if isPlaceLike(left) {
        while left > sentence.lowerBound, mentionAt[left - 1] == mentionAt[left] { left -= 1 }
      } else if type(left) != nil {
        break
      } else if classes.contains(.possessive), left > sentence.lowerBound, isPlaceLike(left - 1) {
        // The owner itself is taken in by the next step.
      } else if classes.contains(.modifier), classes.isDisjoint(with: [.coordination, .preposition]) {
        // "then" and the like qualify too.
      } else if text.isMark(left, "-") || text.isMark(left, "/"), left > sentence.lowerBound {
        // "vice-presidential" cut in pieces by a tokenizer.
      } else if text.isCapital(left), text.isCapital(start), classes.isEmpty, left > sentence.lowerBound,
        text.isWord(left), text.isWord(left - 1), text.title(endingAt: left + 1, from: sentence.lowerBound) == nil
      {
        // Of a title in capitals each word has one.
      } else {
        break
      }
      start = left
      left -= 1
    }
    while start < sentence.upperBound, text.classes[start].contains(.possessive) || !text.isWord(start) { start += 1 }
    return start
  }

  private mutating func add(_ m: Int, _ start: Int, _ end: Int, _ title: Title) {
    // A kinsman without whose he is tells nothing.
    guard start < end, !title.kin else { return }
    roles.append(
      PrintedRole(
        mention: m, span: Span(text.tokens[start].start, text.tokens[end - 1].end), head: title.canonical))
  }

  /// "Zelenskyy's chief of staff, Andriy Yermak," and "The mayor of Lagos, Ada Okafor, said".
  private mutating func appositionBefore(_ m: Int, _ tokens: Range<Int>, _ sentence: Range<Int>) {
    let comma = tokens.lowerBound - 1
    guard comma > sentence.lowerBound, text.isMark(comma, ","), closes(tokens.upperBound, sentence) else { return }
    var p = comma - 1
    while p >= sentence.lowerBound, comma - p <= Self.widest {
      let classes = text.classes[p]
      let opens =
        !classes.isDisjoint(with: [.definite, .indefinite, .possessive])
        || text.lexicon.pronouns[text.keys[p]]?.determiner == true
      if opens || p == sentence.lowerBound {
        let start = opens ? p + 1 : p
        if start < comma, let head = headed(start, comma) {
          var first = start
          // A place that owns the office belongs to the role, a person who does so does not.
          if classes.contains(.possessive), p > sentence.lowerBound, isPlaceLike(p - 1) {
            first = p - 1
            while first > sentence.lowerBound, mentionAt[first - 1] == mentionAt[first] { first -= 1 }
          }
          note(m, text.lexicon.titles[Int(head)])
          add(m, first, comma, text.lexicon.titles[Int(head)])
          return
        }
        if opens, !classes.contains(.definite) { return }
      }
      if text.isMark(p, ",") || !classes.isDisjoint(with: [.verb, .speech, .cause]) { return }
      p -= 1
    }
  }

  // MARK: After

  private mutating func appositionAfter(_ m: Int, _ next: Int, _ sentence: Range<Int>) {
    var at = next
    guard at + 1 < sentence.upperBound, text.isMark(at, ",") || text.isMark(at, "(") || isDash(at) else { return }
    at += 1
    // An age: "Bo Hale, 54, a farmer".
    if at + 1 < sentence.upperBound, text.byte(at) >= 0x30, text.byte(at) <= 0x39, text.isMark(at + 1, ",") { at += 2 }
    guard at < sentence.upperBound else { return }
    if !text.classes[at].isDisjoint(with: [.definite, .indefinite])
      || text.lexicon.pronouns[text.keys[at]]?.determiner == true
    {
      at += 1
    }
    var end = at
    while end < sentence.upperBound, end - at <= 2 * Self.widest, !isClosing(end) {
      if mentionAt[end] < 0, !text.classes[end].isDisjoint(with: [.verb, .speech, .cause]), end > at,
        !text.classes[end].contains(.possessive), !text.classes[end].contains(.modifier)
      {
        break
      }
      end += 1
    }
    guard end > at, end == sentence.upperBound || isClosing(end) || text.classes[end].contains(.cause) else { return }
    guard let head = headed(at, end) else { return }
    let title = text.lexicon.titles[Int(head)]
    note(m, title)
    add(m, at, end, title)
  }

  /// The title that heads a noun phrase which begins at `start`: nothing but qualifiers stands before it, and a
  /// preposition or the end after it.
  private func headed(_ start: Int, _ end: Int) -> Int32? {
    var at = start
    var head: Int32?
    var passed: Int32?
    while at < end, at - start < 10 {
      if type(at) == .person {
        // "Lagos's mayor" is led by a place, "Okafor's aide" by a person: only an owner may stand here.
        var after = at
        while after < end, mentionAt[after] == mentionAt[at] { after += 1 }
        guard after < end, text.classes[after].contains(.possessive) else { return nil }
        at = after + 1
        head = nil
        continue
      }
      if mentionAt[at] < 0 || text.title(at: at, limit: end) != nil, let match = text.title(at: at, limit: end) {
        head = match.value
        at = match.endToken
        continue
      }
      let classes = text.classes[at]
      if classes.contains(.preposition) || classes.contains(.of), let head = head ?? passed { return head }
      if mentionAt[at] < 0,
        !classes.isDisjoint(with: [.preposition, .of, .pronoun, .definite, .indefinite, .coordination])
      {
        return nil
      }
      if text.isMark(at, ",") || text.isMark(at, "\"") { return nil }
      // "an official focused on ports": a word that is no noun may follow, if a preposition does too.
      passed = classes.contains(.possessive) || text.isCapital(at) ? nil : head
      head = nil
      at += 1
    }
    return at == end ? head : nil
  }

  private func closes(_ token: Int, _ sentence: Range<Int>) -> Bool {
    token >= sentence.upperBound || isClosing(token)
  }

  private func isClosing(_ token: Int) -> Bool {
    guard text.tokens[token].count <= 3 else { return false }
    switch text.byte(token) {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ")"),
      UInt8(ascii: "("), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "\""), UInt8(ascii: "-"), 0xE2:
      return !text.classes[token].contains(.possessive)
    default: return false
    }
  }

  private func isDash(_ token: Int) -> Bool {
    text.isMark(token, "-") || (text.byte(token) == 0xE2 && !text.classes[token].contains(.possessive))
  }
}
