import Documents

/// Makes a document agree with itself: who was named in full stays a person where only the family name stands, though
/// a list knows the word as a place, a people or nothing at all ("Mark Cuban … Cuban said").
///
/// The word must behave like a speaker somewhere in the text, or nowhere like what the list says.
struct TypeConsistency {
  static let rule = "person.family-name-of-the-document"

  private let text: LinkedText
  private var mentions: [Mention]
  private var mentionAt: [Int32]
  private var tokensOf: [Range<Int>]
  /// Exact word → what was seen of it where it stands alone.
  private var seen: KeyMap<Behaviour> = [:]

  private struct Behaviour {
    /// As a speaker, or after a courtesy title.
    var person = 0
    /// After a preposition, as places are.
    var place = 0
    /// In lower case: an ordinary word.
    var ordinary = 0
  }

  /// `mentions` in order of place, without overlap.
  init(_ text: LinkedText, _ mentions: [Mention]) {
    self.text = text
    self.mentions = mentions
    (mentionAt, tokensOf) = text.places(of: mentions)
  }

  /// The mentions in order of place, with types changed and family names added; those added have no id yet.
  mutating func run() -> [Mention] {
    takeOffTitles()
    readFamilies()
    guard !seen.isEmpty else { return mentions }
    var alone: [(token: Int, sentence: Int, key: UInt64)] = []
    for (s, sentence) in text.sentences.enumerated() {
      for t in sentence.tokens {
        guard text.isCapital(t) else { continue }
        let key = text.exactKey(t)
        guard seen[key] != nil, isAlone(t, sentence.tokens) else { continue }
        alone.append((t, s, key))
        if behavesAsPerson(t, sentence.tokens) { seen[key]!.person += 1 }
        if t > sentence.tokens.lowerBound, text.classes[t - 1].contains(.preposition) { seen[key]!.place += 1 }
      }
    }
    guard !alone.isEmpty else { return mentions }
    countOrdinaryWords()
    var added: [Mention] = []
    var joined: Set<Int> = []
    for (t, s, key) in alone {
      let m = Int(mentionAt[t])
      if m >= 0, mentions[m].type == .person { continue }
      let tokens = text.sentences[s].tokens
      let person = behavesAsPerson(t, tokens)
      let all = seen[key]!
      if m >= 0 {
        guard mentions[m].type.isName, person || (all.person > 0 && all.place == 0 && ends(t, tokens)) else { continue }
        mentions[m].type = .person
        mentions[m].rule = Self.rule
        if let before = personRightBefore(t, tokens) {
          mentions[before].span.end = mentions[m].span.end
          mentions[before].rule = Self.rule
          joined.insert(m)
        }
      } else {
        let kind = text.blocks[text.sentences[s].block].kind
        let free = all.ordinary == 0 && t > tokens.lowerBound && kind != .title && kind != .heading
        guard person || (free && ends(t, tokens)) else { continue }
        added.append(Mention(id: "", span: text.tokens[t], type: .person, sentence: s, rule: Self.rule))
      }
    }
    if !joined.isEmpty { mentions = mentions.indices.filter { !joined.contains($0) }.map { mentions[$0] } }
    guard !added.isEmpty else { return mentions }
    return (mentions + added).sorted { $0.span < $1.span }
  }

  /// "Mr. Band" is a person whatever "Band" is elsewhere, and the title is no part of the name.
  private mutating func takeOffTitles() {
    for m in mentions.indices where mentions[m].type.isName && tokensOf[m].count > 1 {
      let tokens = tokensOf[m]
      guard let title = text.title(at: tokens.lowerBound, limit: tokens.upperBound), title.endToken < tokens.upperBound,
        text.lexicon.titles[Int(title.value)].courtesy, text.isCapital(title.endToken)
      else { continue }
      for t in tokens.lowerBound..<title.endToken { mentionAt[t] = -1 }
      tokensOf[m] = title.endToken..<tokens.upperBound
      mentions[m].span.start = text.tokens[title.endToken].start
      mentions[m].type = .person
      mentions[m].rule = Self.rule
    }
  }

  private mutating func readFamilies() {
    for m in mentions.indices where mentions[m].type == .person && tokensOf[m].count > 1 {
      var last = tokensOf[m].upperBound - 1
      while last > tokensOf[m].lowerBound, !text.classes[last].isDisjoint(with: [.suffix, .degree]) { last -= 1 }
      guard last > tokensOf[m].lowerBound, text.tokens[last].count > 2, text.isCapital(last), !isAllCapitals(last)
      else {
        continue
      }
      seen[text.exactKey(last)] = Behaviour()
    }
  }

  private mutating func countOrdinaryWords() {
    var folded: KeyMap<UInt64> = [:]
    for m in mentions.indices where mentions[m].type == .person && tokensOf[m].count > 1 {
      for t in tokensOf[m] where seen[text.exactKey(t)] != nil { folded[text.keys[t]] = text.exactKey(t) }
    }
    for t in text.tokens.indices where !text.isCapital(t) {
      if let key = folded[text.keys[t]] { seen[key]!.ordinary += 1 }
    }
  }

  private func isAllCapitals(_ token: Int) -> Bool { !PersonNameParser.hasLower(text.bytes, text.tokens[token]) }

  /// Whether a word is a whole mention, or in none, and no capitalized word stands beside it.
  private func isAlone(_ t: Int, _ sentence: Range<Int>) -> Bool {
    let m = Int(mentionAt[t])
    if m >= 0 { return tokensOf[m].count == 1 }
    if t + 1 < sentence.upperBound, text.isCapital(t + 1) { return false }
    guard t > sentence.lowerBound, text.isCapital(t - 1) else { return true }
    return text.title(endingAt: t, from: sentence.lowerBound) != nil || t - 1 == sentence.lowerBound
  }

  private func behavesAsPerson(_ t: Int, _ sentence: Range<Int>) -> Bool {
    if let title = text.title(endingAt: t, from: sentence.lowerBound), text.lexicon.titles[Int(title.title)].courtesy {
      return true
    }
    if t + 1 < sentence.upperBound, mentionAt[t + 1] < 0, text.classes[t + 1].contains(.speech) { return true }
    return t > sentence.lowerBound + 1 && text.classes[t - 1].contains(.speech)
      && !text.classes[t - 1].contains(.telling) && text.isQuotationMark(t - 2)
  }

  /// The person whose name ends right before a token: the word is the rest of it.
  private func personRightBefore(_ t: Int, _ sentence: Range<Int>) -> Int? {
    guard t > sentence.lowerBound, mentionAt[t - 1] >= 0 else { return nil }
    let m = Int(mentionAt[t - 1])
    guard mentions[m].type == .person, mentions[m].span.end + 1 == text.tokens[t].start else { return nil }
    return m
  }

  /// Whether no further noun follows that the word could qualify.
  private func ends(_ t: Int, _ sentence: Range<Int>) -> Bool {
    guard t + 1 < sentence.upperBound else { return true }
    if mentionAt[t + 1] >= 0 { return false }
    let next = text.classes[t + 1]
    return !text.isWord(t + 1)
      || !next.isDisjoint(with: [
        .verb, .speech, .preposition, .coordination, .cause, .possessive, .pronoun, .adverb, .definite, .indefinite,
      ])
  }
}
