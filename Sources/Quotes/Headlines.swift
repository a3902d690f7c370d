import Documents

/// Headlines: a speaker, a colon, and what is said, in whatever order.
extension UtteranceFinder {
  /// `Okafor: Dam Is Safe`: a speaker, a colon, and what is said.
  mutating func headline(_ unit: Range<Int>) {
    var k = unit.lowerBound
    while k < unit.upperBound, k - unit.lowerBound < 6, words[k].has(.word),
      syntax.isNominal(k) || words[k].has(.capital)
    { k += 1 }
    guard k > unit.lowerBound, k + 3 < unit.upperBound, words[k].has(.colon), syntax.isSpeakerLike(unit.lowerBound, k),
      !vetoes.cues.contains(words[k].span.start),
      words[k - 1].has(.capital), !words[k - 1].has(.number), namesSomebody(unit.lowerBound..<k),
      (k..<unit.upperBound).allSatisfy({ words[$0].stretch < 0 })
    else { return }
    let said = trimmed((k + 1)..<unit.upperBound)
    guard !said.isEmpty else { return }
    groups += 1
    utterances.append(
      Utterance(
        stretch: nil, region: said, kind: .indirect, speaker: unit.lowerBound..<k,
        antecedent: nil, cue: k..<(k + 1), lemma: nil, addressee: nil, rule: .headline, group: groups))
  }

  /// "Stealth Over Health: …" and "The One Thing: …" name nobody.
  func namesSomebody(_ r: Range<Int>) -> Bool {
    // "Q: Did you sign it?"
    if words[r.upperBound - 1].span.end - words[r.lowerBound].span.start < 3 { return false }
    if r.contains(where: { words[$0].has(.preposition) && !words[$0].has(.attach) }) { return false }
    let kinds = r.reduce(into: NounKinds()) { $0.formUnion(words[$1].nouns) }
    return !words[r.lowerBound].has([.determiner, .number])
      || !kinds.isDisjoint(with: [.person, .organization, .group, .document])
  }

  /// `Okafor: ‘Dam Is Safe’`, `‘Dam Is Safe’: Okafor`: a headline's speaker beside a colon.
  func headlineSpeaker(_ s: Int, _ unit: Range<Int>) -> Subject? {
    let r = stretchWords[s]
    guard wordCount(s) > 1 else { return nil }
    if r.lowerBound - 1 > unit.lowerBound, words[r.lowerBound - 1].has(.colon), r.upperBound + 1 >= unit.upperBound,
      r.lowerBound - unit.lowerBound < 8, isNameOrRole(unit.lowerBound..<(r.lowerBound - 1))
    {
      return Subject(range: unit.lowerBound..<(r.lowerBound - 1), antecedent: nil)
    }
    if r.lowerBound == unit.lowerBound, r.upperBound + 1 < unit.upperBound, words[r.upperBound].has(.colon),
      unit.upperBound - r.upperBound < 8, isNameOrRole((r.upperBound + 1)..<unit.upperBound)
    {
      return Subject(range: (r.upperBound + 1)..<unit.upperBound, antecedent: nil)
    }
    return nil
  }

  /// A name, or the noun of a person or organization: up to the first comma no other word but those that join names.
  func isNameOrRole(_ r: Range<Int>) -> Bool {
    guard syntax.isSpeakerLike(r.lowerBound, r.upperBound) else { return false }
    var k = r.lowerBound
    while k < r.upperBound, !words[k].has([.comma, .open]) {
      let w = words[k]
      guard w.has([.capital, .determiner, .attach, .genitive, .coordinator]) && !w.has(.infinitive) || !w.nouns.isEmpty
      else { return false }
      k += 1
    }
    return true
  }
}
