import Documents

/// What a document has said of its names so far: a name that is clear in one place is known in the others.
struct DocumentMemory {
  /// Scores of whole names, by `PhraseKey`.
  private(set) var names: KeyMap<Scores> = [:]
  /// Scores of single words that are part of a longer name: a family name, "Virunga" of "Virunga National Park".
  private(set) var parts: KeyMap<Scores> = [:]
  /// Short forms that stand in brackets after their long form, by their word.
  private(set) var expansions: KeyMap<Scores> = [:]

  private static let limit = Scores(repeating: 6)

  mutating func add(name: UInt64, _ scores: Scores) {
    names[name] = pointwiseMin(names[name, default: Scores(repeating: 0)] + scores, Self.limit)
  }

  mutating func add(part: UInt64, _ type: NameType, _ score: Float) {
    var scores = parts[part, default: Scores(repeating: 0)]
    scores[type.rawValue] = max(scores[type.rawValue], score)
    parts[part] = scores
  }

  mutating func add(shortForm: UInt64, _ type: NameType) {
    var scores = expansions[shortForm, default: Scores(repeating: 0)]
    scores[type.rawValue] = 6
    expansions[shortForm] = scores
  }

  /// Remembers a name that was found, with what its context said.
  mutating func remember(
    _ segment: Segment, _ tokens: UnsafeBufferPointer<NameToken>, context: Scores, _ lexicon: Lexicon
  ) {
    guard case .name(let type) = segment.label else { return }
    var key = PhraseKey()
    var words = 0
    for i in segment.start..<segment.end {
      key.add(tokens[i].hash)
      if tokens[i].shape.has(.word) { words += 1 }
    }
    var scores = context * 0.5
    if segment.score > 2 { scores[type.rawValue] += min(segment.score, 8) * 0.5 }
    add(name: key.value, scores)
    if type == .person, words > 1, segment.score >= 2.5, segment.score < 4 {
      let last = tokens[segment.end - 1]
      if last.shape.has(.capital), !last.classes.has(.ordinary) { add(part: last.hash, .person, 4) }
    }
    guard words > 1, segment.score >= 4 else { return }
    switch type {
    case .person:
      var last = segment.end - 1
      while last > segment.start, tokens[last].classes.has(.suffix) || !tokens[last].shape.has(.word) { last -= 1 }
      for i in segment.start...last where tokens[i].shape.has(.capital) && !tokens[i].shape.has(.initial) {
        add(part: tokens[i].hash, .person, i == last ? 7 : tokens[i].classes.has(.ordinary) ? 2.5 : 5)
      }
      // "bin Salman", "Abdel Fattah": the last two words together.
      if last - segment.start >= 2, tokens[last - 1].shape.has(.word), !tokens[last - 1].shape.has(.initial) {
        var tail = PhraseKey()
        tail.add(tokens[last - 1].hash)
        tail.add(tokens[last].hash)
        var scores = Scores(repeating: 0)
        scores[type.rawValue] = 5
        add(name: tail.value, scores)
      }
    case .org, .loc, .fac, .gpe:
      let first = tokens[segment.start]
      let unusual: WordClass = [.ordinary, .personal, .function, .startHeads, .openHeads]
      if first.shape.has(.capital), !first.classes.has(unusual) { add(part: first.hash, type, 2.5) }
      if type == .org { rememberShortForms(segment, tokens, lexicon) }
    default: break
    }
  }
  /// A company goes by its name without "Corp" or "Ltd", a club by its nickname: "Orioles" of the "Baltimore Orioles".
  private mutating func rememberShortForms(
    _ segment: Segment, _ tokens: UnsafeBufferPointer<NameToken>, _ lexicon: Lexicon
  ) {
    var last = segment.end - 1
    while last > segment.start, !tokens[last].shape.has(.word) { last -= 1 }
    let end = tokens[last]
    if end.classes.has(.organizationEnd), end.end - end.start <= 4, last > segment.start,
      tokens[last - 1].shape.has(.word)
    {
      // "Hemlock Systems Inc" is "Hemlock Systems", and "Hemlock".
      let first = tokens[segment.start]
      while last > segment.start, tokens[last - 1].shape.has(.word) {
        var key = PhraseKey()
        for i in segment.start..<last { key.add(tokens[i].hash) }
        var scores = Scores(repeating: 0)
        scores[NameType.org.rawValue] = 6
        if last > segment.start + 1 || !first.classes.has([.commonest, .common, .function]) {
          add(name: key.value, scores)
        }
        if last == segment.start + 1, !first.classes.has([.commonest, .common, .function]) {
          add(part: first.hash, .org, 6)
        }
        last -= 1
        guard tokens[last].classes.has(.organizationEnd), !tokens[last].classes.has(.organizationStart) else { break }
      }
    } else if end.shape.has(.capital), !end.classes.has(WordClass.endHeads), last > segment.start {
      var key = PhraseKey()
      for i in segment.start..<last { key.add(tokens[i].hash) }
      let start = NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0))
      if start.has(.gpe) { add(part: end.hash, .org, end.classes.has(.ordinary) ? 3 : 5) }
    }
  }
}
