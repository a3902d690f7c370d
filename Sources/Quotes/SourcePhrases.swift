/// Phrases that name a source: "according to Okafor", "in Okafor's words".
extension UtteranceFinder {
  func sourceUse(_ i: Int, _ unit: Range<Int>) -> CueUse? {
    let end = Int(words[i].sourceEnd)
    guard end < unit.upperBound, var e = syntax.phraseEnd(end, hi: unit.upperBound) else { return nil }
    if i == unit.lowerBound || isOpening(i, unit), let comma = (end..<e).first(where: { words[$0].has(.comma) }) {
      // "According to the paper, the pumps, which leak, are new": what seems an apposition is the clause's subject.
      var rest = e
      if rest < unit.upperBound, words[rest].has(.comma) { rest += 1 }
      if rest >= unit.upperBound || syntax.isFinite(rest) || words[rest].has([.dash, .adverb])
        || !syntax.hasFinite(from: rest, to: unit.upperBound)
      {
        e = comma
      }
    }
    if !syntax.isSpeakerLike(end, e) { return nil }
    var use = CueUse(at: i, end: end, entry: -1)
    use.source = "source"
    use.subject = Subject(range: end..<e, antecedent: nil)
    use.inverted = true
    use.isTop = true
    use.border = i
    if i > unit.lowerBound, words[i - 1].has([.comma, .dash]) { use.border = i - 1 }
    use.tail = e
    var k = e
    if k < unit.upperBound, words[k].has(.comma) { k += 1 }
    let opens = i == unit.lowerBound || isOpening(i, unit)
    if opens
      || k > e && k < unit.upperBound && words[k].has(.mark) && !words[i - 1].has(.mark)
        && !syntax.hasFinite(from: unit.lowerBound, to: i)
        && !(unit.lowerBound..<i).contains(where: { words[$0].stretch >= 0 })
    {
      use.complement = .source
      use.start = k
    } else {
      use.after = true
    }
    return use
  }

  /// "In Okafor's words, the dam is safe", `the dam was, in her words, “a ruin”`: who owns the noun is the source.
  func ownedSource(_ i: Int, _ unit: Range<Int>) -> CueUse? {
    guard let e = syntax.baseEnd(i + 1, hi: unit.upperBound), e - i >= 3, words[e - 1].has(.ownedNoun),
      let owner = (i + 1..<e - 1).last(where: { words[$0].has([.genitive, .possessive]) }),
      lexicon.ownsSource(words[i].span, words[e - 1].span, text)
    else { return nil }
    let speaker = words[owner].has(.genitive) ? (i + 1)..<owner : owner..<(owner + 1)
    guard !speaker.isEmpty,
      words[owner].has(.possessive) ? words[owner].has(.third) : syntax.isSpeakerLike(speaker.lowerBound, owner)
    else { return nil }
    var use = CueUse(at: i, end: e, entry: -1)
    use.source = "source"
    use.subject = Subject(range: speaker, antecedent: nil)
    use.inverted = true
    use.isTop = true
    use.border = i > unit.lowerBound && words[i - 1].has([.comma, .dash]) ? i - 1 : i
    use.tail = e
    var k = e
    if k < unit.upperBound, words[k].has([.comma, .colon]) { k += 1 }
    guard k < unit.upperBound else { return nil }
    if words[k].has(.mark) || k > e && isOpening(i, unit) {
      use.complement = .source
      use.start = k
    } else if words[k].has(.terminal) {
      use.after = true
    } else {
      return nil
    }
    return use
  }
}
