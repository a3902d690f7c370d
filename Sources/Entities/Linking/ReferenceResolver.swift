import Documents

/// What references need to know of an entity.
struct Referent {
  var type: EntityType
  var gender: Gender?
  /// Canonical titles that head its roles, with the roles' spans.
  var roles: [(head: Int32, span: Span)] = []
  /// Folded words of its names.
  var words: Set<UInt64> = []
}

/// Finds pronouns and descriptions that clearly refer to an entity named before.
struct ReferenceResolver {
  enum Part { case subject, speaker, object, oblique, owner }

  let text: LinkedText
  let mentions: [Mention]
  let mentionAt: [Int32]
  let tokensOf: [Range<Int>]
  /// First token of a mention with the titles before it.
  let leftEdge: [Int]
  private(set) var referents: [Referent]
  private(set) var references: [Reference] = []
  /// What is in mind outside quotation marks, and inside them: who is spoken of there is seldom who speaks.
  private var salience: Salience
  private var quotedSalience: Salience
  /// Entities that may be meant by he or she, and by it, in order of first mention.
  private var active: [Int] = []
  private var lastSpeaker = -1
  /// Of people whose gender is not known: how often a pronoun clearly meant them, by gender.
  private var votes: [(female: Int, male: Int)] = []
  private var clauseSubject = -1

  init(
    _ text: LinkedText, _ mentions: [Mention], mentionAt: [Int32], tokensOf: [Range<Int>], leftEdge: [Int],
    referents: [Referent]
  ) {
    self.text = text
    self.mentions = mentions
    self.mentionAt = mentionAt
    self.tokensOf = tokensOf
    self.leftEdge = leftEdge
    self.referents = referents
    salience = Salience(entities: referents.count)
    quotedSalience = Salience(entities: referents.count)
    votes = Array(repeating: (0, 0), count: referents.count)
    run()
    guard takeVotes() else { return }
    // With what was learned of people's gender the text reads differently.
    references = []
    salience = Salience(entities: referents.count)
    quotedSalience = Salience(entities: referents.count)
    active = []
    lastSpeaker = -1
    run()
  }

  private mutating func takeVotes() -> Bool {
    var learned = false
    for i in referents.indices where referents[i].gender == nil {
      let (female, male) = votes[i]
      if male >= 2 * female + 1 { referents[i].gender = .male }
      if female >= 2 * male + 1 { referents[i].gender = .female }
      if referents[i].gender != nil { learned = true }
    }
    return learned
  }

  private mutating func run() {
    for sentence in text.sentences {
      let kind = text.blocks[sentence.block].kind
      guard kind != .byline, kind != .credit, kind != .dateline else { continue }
      let running = kind == .paragraph || kind == .quote || kind == .listItem || kind == .note
      readSentence(sentence.tokens, weight: running ? 1 : 0.3, resolving: running)
    }
  }

  private mutating func readSentence(_ tokens: Range<Int>, weight: Double, resolving: Bool) {
    clauseSubject = -1
    var t = tokens.lowerBound
    var outside = 0
    while t < tokens.upperBound {
      if !text.quoted[t], text.isWord(t) { outside += 1 }
      let m = Int(mentionAt[t])
      if m >= 0 {
        if let entity = mentions[m].entity { note(m, entity, tokens, weight) }
        t = max(t + 1, tokensOf[m].upperBound)
        continue
      }
      let classes = text.classes[t]
      if resolving {
        if classes.contains(.pronoun) {
          pronoun(t, tokens)
        } else if classes.contains(.definite), let end = description(t, tokens) {
          t = end
          continue
        }
      }
      if classes.contains(.cause) || text.isMark(t, ";") || text.isMark(t, ":")
        || text.isQuotationMark(t)
        || (classes.contains(.coordination) && t > tokens.lowerBound && text.isMark(t - 1, ","))
      {
        clauseSubject = -1
      }
      t += 1
    }
    salience.endSentence(length: outside == 0 ? 0.25 : 1)
    quotedSalience.endSentence(length: 1)
  }

  // MARK: Names

  private mutating func note(_ m: Int, _ entity: Int, _ sentence: Range<Int>, _ weight: Double) {
    let type = referents[entity].type
    guard type == .person || type == .org || type == .gpe else { return }
    // "Hong Kong-listed" speaks of whoever is listed there.
    let last = tokensOf[m].upperBound - 1
    guard type == .person || !text.goesOn(last, behind: mentions[m].span.end) else { return }
    let part = part(m, sentence)
    if !active.contains(entity) {
      active.append(entity)
      if active.count > Self.mostActive { active.removeFirst() }
    }
    let value = weight * Self.weight(part)
    let quoted = text.quoted[tokensOf[m].lowerBound]
    salience.note(entity, quoted ? value * Self.quotedShare : value)
    quotedSalience.note(entity, quoted ? value : value * Self.quotedShare)
    if !quoted {
      if part == .speaker { lastSpeaker = entity }
      let bracketed = tokensOf[m].lowerBound > sentence.lowerBound && text.isMark(tokensOf[m].lowerBound - 1, "(")
      if part == .subject || part == .speaker, !bracketed, clauseSubject < 0 || hasVerb(m, sentence) {
        clauseSubject = entity
      }
    }
  }

  private func hasVerb(_ m: Int, _ sentence: Range<Int>) -> Bool {
    let after = tokensOf[m].upperBound
    return after < sentence.upperBound && !text.classes[after].isDisjoint(with: [.verb, .speech])
  }

  /// Candidates that are kept in mind: a list of thousands of names must not cost its square.
  private static let mostActive = 48
  private static let quotedShare = 0.15
  /// How much likelier it is that who spoke last speaks on.
  private static let speakerShare = 1.4

  static func weight(_ part: Part) -> Double {
    switch part {
    case .speaker: 1.2
    case .subject: 1
    case .object: 0.6
    case .oblique: 0.45
    case .owner: 0.35
    }
  }

  private func part(_ m: Int, _ sentence: Range<Int>) -> Part {
    let span = mentions[m].span
    let after = tokensOf[m].upperBound
    let isLast = after >= sentence.upperBound
    if text.isPossessive(at: span.end) || (!isLast && text.classes[after].contains(.possessive)) { return .owner }
    var before = leftEdge[m] - 1
    while before >= sentence.lowerBound,
      !text.classes[before].isDisjoint(with: [.definite, .indefinite, .modifier]),
      text.classes[before].isDisjoint(with: [.preposition, .speech])
    {
      before -= 1
    }
    let next: WordClasses = isLast ? [] : text.classes[after]
    if before >= sentence.lowerBound {
      let previous = text.classes[before]
      if previous.contains(.telling), !next.contains(.verb), !next.contains(.speech), !startsClause(before, sentence) {
        return .object
      }
      if previous.contains(.speech), mentionAt[before] < 0 {
        if next.contains(.verb) || next.contains(.speech) { return .subject }
        // "said Hale" after a quotation; in "Okafor wants Hale to go" the verb has its subject.
        return clauseSubject < 0 || startsClause(before, sentence) ? .speaker : .object
      }
      if previous.contains(.preposition) || previous.contains(.of) {
        return before > sentence.lowerBound && text.classes[before - 1].contains(.attribution) ? .speaker : .oblique
      }
      if before > sentence.lowerBound, previous.contains(.coordination), Int(mentionAt[before - 1]) >= 0 {
        // The second of two is what the first is, for want of better.
        return clauseSubject >= 0 ? .object : .subject
      }
    }
    if speaks(after, sentence) { return .speaker }
    if !isLast, let verb = afterApposition(after, sentence) {
      return text.classes[verb].contains(.speech) ? .speaker : .subject
    }
    if next.contains(.verb) { return .subject }
    guard clauseSubject < 0 else { return .object }
    if next.contains(.preposition), let verb = afterPhrase(after, sentence), text.classes[verb].contains(.speech) {
      return .speaker
    }
    return .subject
  }

  /// Whether a verb of saying begins at a token, perhaps after an auxiliary and an adverb: `has also said`.
  private func speaks(_ token: Int, _ sentence: Range<Int>) -> Bool {
    var t = token
    while t < sentence.upperBound, t - token < 4, mentionAt[t] < 0 {
      if text.classes[t].contains(.speech) { return true }
      guard !text.classes[t].isDisjoint(with: [.verb, .adverb]) else { return false }
      t += 1
    }
    return false
  }

  /// Whether a verb opens its clause: after a closed quotation the name that follows is its subject.
  private func startsClause(_ verb: Int, _ sentence: Range<Int>) -> Bool {
    verb > sentence.lowerBound && text.isQuotationMark(verb - 1)
  }

  /// The verb after an apposition or brackets: `, the mayor of Lagos, said`, `(R-Tex.) said`.
  private func afterApposition(_ mark: Int, _ sentence: Range<Int>) -> Int? {
    let bracket = text.isMark(mark, "(")
    guard bracket || text.isMark(mark, ",") else { return nil }
    var t = mark + 1
    while t + 1 < sentence.upperBound, t - mark < 28 {
      if text.quoted[t] { return nil }
      if text.isMark(t, bracket ? ")" : ","), mentionAt[t + 1] < 0,
        !text.classes[t + 1].isDisjoint(with: [.verb, .speech])
      {
        return t + 1
      }
      if bracket, text.isMark(t, ")") { return nil }
      if !bracket, text.isMark(t, ";") { return nil }
      t += 1
    }
    return nil
  }

  /// The verb after a prepositional phrase: `at the Harbour Review wrote`.
  private func afterPhrase(_ preposition: Int, _ sentence: Range<Int>) -> Int? {
    var t = preposition + 1
    while t < sentence.upperBound, t - preposition < 10 {
      if mentionAt[t] < 0 {
        if !text.classes[t].isDisjoint(with: [.verb, .speech]), !text.classes[t].contains(.possessive) { return t }
        if text.isMark(t, ",") || text.classes[t].contains(.cause) || text.quoted[t] { return nil }
      }
      t += 1
    }
    return nil
  }

  // MARK: Pronouns

  private mutating func pronoun(_ t: Int, _ sentence: Range<Int>) {
    guard let pronoun = text.lexicon.pronouns[text.keys[t]], pronoun.person == 3 else { return }
    let token = text.tokens[t]
    if token.count > 1, text.isCapital(t), Letters.isUpper(UInt32(text.bytes[token.start + 1])) { return }
    if pronoun.gender != nil {
      personal(t, pronoun, sentence)
    } else if pronoun.neuter {
      neuter(t, pronoun, sentence)
    }
  }

  private mutating func personal(_ t: Int, _ pronoun: Pronoun, _ sentence: Range<Int>) {
    let gender = pronoun.gender!
    let previous: WordClasses = t > sentence.lowerBound ? text.classes[t - 1] : []
    let owning = pronoun.determiner && (!pronoun.object || ownsNext(t, sentence))
    let subject = pronoun.subject && !owning
    let speaking = subject && (speaks(t + 1, sentence) || (previous.contains(.speech) && !previous.contains(.telling)))
    let quoted = text.quoted[t]
    if pronoun.reflexive, t > sentence.lowerBound, mentionAt[t - 1] >= 0,
      let entity = mentions[Int(mentionAt[t - 1])].entity, referents[entity].type == .person
    {
      return add(text.tokens[t], entity, "reference.pronoun.reflexive")
    }
    var best = -1
    var bestValue = 0.0
    var second = 0.0
    var rival = 0.0
    for entity in active where referents[entity].type == .person {
      if let known = referents[entity].gender, known != gender { continue }
      if !subject, !owning, !pronoun.reflexive, entity == clauseSubject { continue }
      var value = quoted ? quotedSalience.value(entity) : salience.value(entity)
      if speaking, !quoted, entity == lastSpeaker { value *= Self.speakerShare }
      if referents[entity].gender == nil { value *= 0.6 } else { rival = max(rival, value) }
      if value > bestValue {
        second = bestValue
        best = entity
        bestValue = value
      } else if value > second {
        second = value
      }
    }
    guard best >= 0, bestValue >= (subject || owning ? Self.least : Self.leastObject) else { return }
    guard second <= bestValue * (quoted ? 0.5 : Self.closest) else { return }
    if quoted, best == lastSpeaker { return }
    if referents[best].gender == nil {
      // Where somebody of this gender is in mind too, one whose gender is not known is no clear choice.
      if quoted || rival > 0.15 * bestValue { return }
      if subject, second < bestValue * 0.2 {
        if gender == .male { votes[best].male += 1 } else { votes[best].female += 1 }
      }
    }
    let part: Part = owning ? .owner : subject ? (speaking ? .speaker : .subject) : .object
    add(
      text.tokens[t], best,
      speaking ? "reference.pronoun.speaker" : owning ? "reference.pronoun.owner" : "reference.pronoun")
    guard !quoted else { return quotedSalience.note(best, Self.weight(part)) }
    salience.note(best, Self.weight(part))
    if part == .speaker { lastSpeaker = best }
    if subject, clauseSubject < 0 { clauseSubject = best }
  }

  /// Below this nobody is in mind; above this share of the best, the second is too close to choose.
  private static let least = 0.1
  private static let leastObject = 0.2
  private static let closest = 0.9

  private func ownsNext(_ t: Int, _ sentence: Range<Int>) -> Bool {
    guard t + 1 < sentence.upperBound, text.isWord(t + 1) else { return false }
    return text.classes[t + 1].isDisjoint(
      with: [.preposition, .of, .definite, .indefinite, .verb, .cause, .coordination, .pronoun])
  }

  /// "it said", and "its" of a sentence's own subject; any other "it" may be nobody's.
  private mutating func neuter(_ t: Int, _ pronoun: Pronoun, _ sentence: Range<Int>) {
    guard !text.quoted[t] else { return }
    let next: WordClasses = t + 1 < sentence.upperBound ? text.classes[t + 1] : []
    if pronoun.determiner {
      guard clauseSubject >= 0, isThing(clauseSubject) else { return }
      add(text.tokens[t], clauseSubject, "reference.pronoun.owner")
      return
    }
    guard pronoun.personal, next.contains(.speech), lastSpeaker >= 0, isThing(lastSpeaker),
      salience.value(lastSpeaker) >= 0.3
    else { return }
    add(text.tokens[t], lastSpeaker, "reference.pronoun.speaker")
    salience.note(lastSpeaker, Self.weight(.speaker))
    if clauseSubject < 0 { clauseSubject = lastSpeaker }
  }

  private func isThing(_ entity: Int) -> Bool { referents[entity].type == .org || referents[entity].type == .gpe }

  private mutating func add(_ span: Span, _ entity: Int, _ rule: String) {
    references.append(Reference(id: "", span: span, entity: entity, rule: rule))
  }

  // MARK: Descriptions

  /// Resolves "the former president" or "the ministry" that begins at an article; gives the token after it.
  private mutating func description(_ article: Int, _ sentence: Range<Int>) -> Int? {
    var t = article + 1
    var qualifiers: [Int] = []
    while t < sentence.upperBound, t - article <= 5 {
      let own = mentionAt[t] < 0
      if own, let title = text.title(at: t, limit: sentence.upperBound), ends(title.endToken, sentence),
        text.lexicon.titles[Int(title.value)].noun, !text.lexicon.titles[Int(title.value)].kin
      {
        return person(article, title.endToken, text.lexicon.titles[Int(title.value)].canonical, qualifiers, sentence)
      }
      if own, let found = text.description(at: t, limit: sentence.upperBound), ends(found.endToken, sentence) {
        return thing(article, found.endToken, text.lexicon.descriptions[Int(found.value)], qualifiers, sentence)
      }
      if !own {
        let m = Int(mentionAt[t])
        guard mentions[m].type == .norp || mentions[m].type == .gpe else { return nil }
        qualifiers += tokensOf[m]
        t = tokensOf[m].upperBound
        continue
      }
      guard text.classes[t].contains(.modifier) else { return nil }
      qualifiers.append(t)
      t += 1
    }
    return nil
  }

  /// Whether a noun phrase ends before a token: what follows is no further noun.
  private func ends(_ token: Int, _ sentence: Range<Int>) -> Bool {
    guard token < sentence.upperBound else { return true }
    if mentionAt[token] >= 0 { return false }
    let classes = text.classes[token]
    if classes.contains(.of) { return false }
    return !text.isWord(token)
      || !classes.isDisjoint(with: [.verb, .speech, .preposition, .coordination, .cause, .possessive, .pronoun])
  }

  private mutating func person(
    _ article: Int, _ end: Int, _ head: Int32, _ qualifiers: [Int], _ sentence: Range<Int>
  ) -> Int? {
    var best = -1
    var bestValue = 0.0
    var second = 0.0
    for entity in active where referents[entity].type == .person {
      guard referents[entity].roles.contains(where: { $0.head == head && holds($0.span, qualifiers) }) else { continue }
      let value = salience.value(entity) + 0.02
      if value > bestValue {
        second = bestValue
        best = entity
        bestValue = value
      } else if value > second {
        second = value
      }
    }
    guard best >= 0, second <= bestValue * 0.4 else { return nil }
    return refer(article, end, best, "reference.description.role", sentence)
  }

  /// Whether a role names each qualifier of the description.
  private func holds(_ role: Span, _ qualifiers: [Int]) -> Bool {
    guard !qualifiers.isEmpty else { return true }
    let first = text.token(endingAfter: role.start)
    let last = text.token(endingAfter: role.end - 1)
    guard first <= last else { return false }
    return qualifiers.allSatisfy { q in
      !text.isWord(q) || (first...last).contains { text.keys[$0] == text.keys[q] }
    }
  }

  private mutating func thing(
    _ article: Int, _ end: Int, _ description: Description, _ qualifiers: [Int], _ sentence: Range<Int>
  ) -> Int? {
    guard !description.anyName, qualifiers.isEmpty else { return nil }
    var best = -1
    var bestValue = 0.0
    var second = 0.0
    var unknown = 0.0
    for entity in active where referents[entity].type == description.type {
      let value = salience.value(entity) + 0.02
      guard !referents[entity].words.isDisjoint(with: description.names) else {
        // Who knows what "Tolvaren" is: if it is more in mind, "the company" may be that one.
        if referents[entity].words.isDisjoint(with: text.lexicon.kindWords) { unknown = max(unknown, value) }
        continue
      }
      if value > bestValue {
        second = bestValue
        best = entity
        bestValue = value
      } else if value > second {
        second = value
      }
    }
    guard best >= 0, second <= bestValue * 0.4, unknown <= bestValue else { return nil }
    return refer(article, end, best, "reference.description.kind", sentence)
  }

  private mutating func refer(_ article: Int, _ end: Int, _ entity: Int, _ rule: String, _ sentence: Range<Int>) -> Int
  {
    add(Span(text.tokens[article].start, text.tokens[end - 1].end), entity, rule)
    guard !text.quoted[article] else {
      quotedSalience.note(entity, 1)
      return end
    }
    let owner = end < sentence.upperBound && text.classes[end].contains(.possessive)
    let speaking = end < sentence.upperBound && text.classes[end].contains(.speech)
    let oblique = article > sentence.lowerBound && text.classes[article - 1].contains(.preposition)
    let part: Part = owner ? .owner : speaking ? .speaker : oblique ? .oblique : clauseSubject < 0 ? .subject : .object
    salience.note(entity, Self.weight(part))
    if part == .speaker { lastSpeaker = entity }
    if part == .subject || part == .speaker, clauseSubject < 0 { clauseSubject = entity }
    return end
  }
}
