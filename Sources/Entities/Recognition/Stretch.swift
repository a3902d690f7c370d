import Documents

/// A stretch of a zone that could be a name or a title, with what it says by itself: the lists, its grammar, the words
/// around it. The rest of the document is asked where it is weighed, once in each pass.
struct Stretch {
  let start: Int
  let end: Int
  /// A title with its score; the rest is of names only.
  var title: Float?
  /// What a list says of the whole.
  var listed: NameClass = []
  /// What the lists and the grammar say, by type, and which of them decided.
  var own = Scores(repeating: 0)
  var basis = Segment.Basis.list
  /// What the words before and after say.
  var context = Scores(repeating: 0)
  /// Of the tokens, as the document's memory keeps names.
  var key: UInt64 = 0
  /// Words, those that no list has, given names, words that are no names, and those of a place at the start.
  var words = 0
  var unknown = 0
  var given = 0
  var notNames = 0
  var placeWords = 0
  /// "Fed Chairman": a listed body with a title behind it.
  var isBeforeTitle = false
  /// How many of its ends are a hyphen's with a capital beyond.
  var hyphens = 0
}

extension Segmenter {
  /// Calls `body` with what a stretch is taken for, each with its score.
  func weigh(
    _ stretch: Stretch, _ zone: Range<Int>, _ sentence: ContextRules.Sentence,
    _ body: (Segment, _ listed: Bool) -> Void
  ) {
    let (start, end) = (stretch.start, stretch.end)
    if let title = stretch.title {
      return body(Segment(start: start, end: end, label: .title, score: title, basis: .list), true)
    }
    var basis = stretch.basis
    var scores = stretch.own
    scores += stretch.context
    if memory != nil { remembered(stretch, zone, &scores, &basis) }
    let club = sport && sided(stretch, zone, &scores)
    if stretch.isBeforeTitle { scores[NameType.org.rawValue] += 4 }
    if !hints.isEmpty, let hint = hints[start] { scores += hint }
    for long in longForms where long.start == start && long.end == end {
      // "Free Trade Agreement (FTA)" stays a law; what does not say its kind is a body.
      var kind = NameType.org
      for type in [NameType.law, .event] where stretch.own[type.rawValue] > max(4, stretch.own[kind.rawValue]) {
        kind = type
      }
      scores[kind.rawValue] = max(scores[kind.rawValue], 1) + 6
      basis = .expansion
    }
    // Two parts of one hyphenated word seldom are two names.
    for _ in 0..<stretch.hyphens { scores -= 1.5 }
    var best = 0
    for t in 1..<NameType.count where scores[t] > scores[best] { best = t }
    if let trace, trace.covers(tokens[start].start, tokens[end - 1].end) {
      trace.add(tokens[start..<end], stretch.own, scores, best, basis, rules.matching(sentence, start, end))
    }
    if club, best == NameType.org.rawValue { basis = .team }
    if scores[best] - stretch.own[best] > 3, basis == .unknown || basis == .single || basis == .unknownPair {
      basis = .context
    }
    body(
      Segment(start: start, end: end, label: .name(NameType(rawValue: best)!), score: scores[best], basis: basis),
      stretch.listed.has(.types))
    // After a title it may be a person all the same.
    let person = scores[NameType.person.rawValue]
    if best != NameType.person.rawValue, start > zone.lowerBound, person > -4 {
      let basis: Segment.Basis = stretch.words == 1 ? .single : .unknownPair
      body(Segment(start: start, end: end, label: .name(.person), score: person, basis: basis), false)
    }
  }

  /// Adds what the document has said of the name elsewhere.
  private func remembered(
    _ stretch: Stretch, _ zone: Range<Int>, _ scores: inout Scores, _ basis: inout Segment.Basis
  ) {
    guard let memory else { return }
    let at = stretch.end - 1
    let token = tokens[at]
    var known = Scores(repeating: 0)
    if let name = memory.names[stretch.key] {
      known = name
      if stretch.own.max() < 4, name.max() > 3 { basis = .document }
    }
    if stretch.words == 1, at == stretch.start {
      if let part = memory.parts[token.hash] {
        if part.max() > 3, part.max() > known.max() { basis = .documentPart }
        // Beside another capital the word is more likely a part of something else.
        let alone =
          (at + 1 >= zone.upperBound
            || !(nameable[at + 1] || tokens[at + 1].classes.has(.particle) || isHyphen(at + 1)))
          && (at == limits.lowerBound || !(nameable[at - 1] || isHyphen(at - 1))
            || tokens[at - 1].classes.has(.function))
        known = pointwiseMax(known, alone ? part : part * 0.4)
      }
      if token.shape.has(.allCapitals), let long = memory.expansions[token.hash] {
        known = pointwiseMax(known, long)
        basis = .expansion
      }
    }
    // With a capital right behind it the name more likely is the beginning of a longer one.
    if at + 1 < zone.upperBound, nameable[at + 1], !tokens[at + 1].classes.has(.function) { known *= 0.3 }
    scores += known * phases.document
  }

  /// In a report on sport: whether a place's name stands for its club; who has a result is a side or a player.
  private func sided(_ stretch: Stretch, _ zone: Range<Int>, _ scores: inout Scores) -> Bool {
    let (start, end, own, listed) = (stretch.start, stretch.end, stretch.own, stretch.listed)
    let row = tokens[start].shape.has(.row)
    var club = false
    // A club is called by its place: "Boston 4 Chicago 2", "Leeds beat Derby", "North Sydney 21 14 2 5".
    var place = max(scores[NameType.gpe.rawValue], scores[NameType.loc.rawValue], scores[NameType.fac.rawValue])
    // "TORONTO AT MONTREAL" is played in the one that is named last.
    let team = stretch.context[ContextRules.team]
    let result = end < limits.upperBound && tokens[end].shape.has(.digit) && tokens[end].shape.has(.row)
    let known = max(own[NameType.gpe.rawValue], own[NameType.loc.rawValue], own[NameType.fac.rawValue]) > 3
    if row, result, listed.has(.gpe), team > -2 { place = max(place, 3.5) }
    if place > 0, !listed.has(.country), !listed.has(.norp),
      listed.has([.gpe, .loc]) ? row && team > -2 || team >= 2 : known && row && result && team > -2
    {
      scores[NameType.org.rawValue] = max(scores[NameType.org.rawValue], place + 1)
      club = true
    }
    // "Wycombe 1": who has a result is a side or a player.
    let listedRow = start > limits.lowerBound && (isHyphen(start - 1) || Self.listing.contains(tokens[start - 1].hash))
    if row, result, own.max() < 9, start == zone.lowerBound, !listedRow {
      if stretch.words == 1, stretch.unknown == 1, own.max() < 6 {
        scores[NameType.org.rawValue] += 1.6
        scores[NameType.person.rawValue] += 0.6
      } else if stretch.words > 1, stretch.notNames == 0, end == zone.upperBound {
        // "Jokerit Helsinki 3", "North Sydney 21 14": with a place in it, it is a side.
        let placed = stretch.placeWords > 0 || (start + 1..<end).contains { isPlace($0) }
        scores[NameType.org.rawValue] += placed ? 7 : stretch.given > 0 ? 1 : 3
      }
    }
    return club
  }
}
