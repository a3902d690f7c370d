import Documents

/// Making utterances of what a cue governs: direct, mixed and indirect ones.
extension UtteranceFinder {
  mutating func add(
    _ use: CueUse, stretch: Int?, region: Range<Int>, kind: QuoteKind, rule: Rule, group: Int
  ) {
    if let stretch { owner[stretch] = utterances.count }
    utterances.append(
      Utterance(
        stretch: stretch, region: region, kind: kind, speaker: use.passive ? nil : use.subject?.range,
        antecedent: use.passive ? nil : use.subject?.antecedent,
        cue: use.at..<use.end, lemma: use.source == nil ? lexicon.cues[Int(use.entry)].lemma : nil,
        addressee: use.addressee, rule: rule, group: group))
  }

  /// Each stretch of the range as a direct quote.
  mutating func take(_ range: Range<Int>, _ use: CueUse, rule: Rule, group: Int) {
    for s in stretchesOutermost(range) where owner[s] < 0 && (!isName[s] || isAnnounced(s)) {
      add(use, stretch: s, region: stretchWords[s], kind: .direct, rule: rule, group: group)
    }
  }

  mutating func mixed(_ region: Range<Int>, _ use: CueUse, rule: Rule, group: Int) {
    let r = trimmed(region)
    let all = stretchesOutermost(r)
    if use.source == nil, lexicon.cues[Int(use.entry)].frames.contains(.direct) { return }
    for s in all where owner[s] < 0 && !isName[s] && isUttered(s, use) && !isUnderSlogan(s) {
      add(use, stretch: s, region: r, kind: .mixed, rule: rule, group: group)
    }
    if all.allSatisfy({ isName[$0] }) { reportIndirect(use, r, group: group) }
  }

  /// "shouted “…” under the slogan “…”": what a preposition and a noun of wording hold is nobody's.
  private func isUnderSlogan(_ s: Int) -> Bool {
    let k = stretchWords[s].lowerBound - 1
    guard k > 0, words[k].nouns.contains(.wording) else { return false }
    let a = syntax.baseStart(k, lo: max(0, k - 6))
    return a > 0 && words[a - 1].has(.preposition) && !words[a - 1].has([.of, .asWord])
  }

  /// Verbs of thought and showing do not make a word or two in marks somebody's words.
  func isUttered(_ s: Int, _ use: CueUse) -> Bool {
    isUtterance(use) || wordCount(s) > 3 || stretchWords[s].lowerBound == use.end
  }

  mutating func indirect(_ region: Range<Int>, _ use: CueUse, rule: Rule, group: Int) {
    var r = trimmed(region)
    guard r.count > 1 else { return }
    // "the dam was safe (naturally)": brackets at the end are the reporter's.
    if words[r.upperBound - 1].has(.close) {
      var k = r.upperBound - 1
      while k > r.lowerBound + 1, !words[k].has(.open) { k -= 1 }
      if words[k].has(.open), words[k - 1].has(.word), k > r.lowerBound + 1 { r = r.lowerBound..<k }
    }
    add(use, stretch: nil, region: r, kind: .indirect, rule: rule, group: group)
  }

  mutating func reportIndirect(_ use: CueUse, _ r: Range<Int>, group: Int) {
    guard use.source != nil || speaks(use, quoted: false) else { return }
    switch use.complement {
    case .that: indirect(r, use, rule: .indirectThat, group: group)
    case .bare: indirect(r, use, rule: .indirectBare, group: group)
    case .wh: indirect(r, use, rule: .indirectWhether, group: group)
    case .to: indirect(r, use, rule: .indirectTo, group: group)
    case .source: indirect(r, use, rule: .indirectSource, group: group)
    case .object:
      // "citing two officials": who is named there is where it comes from, not what is said.
      if use.source == nil, lexicon.cues[Int(use.entry)].frames.contains(.source) { return }
      indirect(r, use, rule: .indirectObject, group: group)
    case .quote, .none: break
    }
  }

  /// A quotation right behind its cue: alone, or with more of the clause around it.
  mutating func quote(_ use: CueUse, _ r: Range<Int>, group: Int) {
    guard let first = stretchesOutermost(r).first, words[r.lowerBound].stretch == Int32(first) else { return }
    let own = stretchWords[first]
    let rule: Rule = r.lowerBound > 0 && words[r.lowerBound - 1].has(.colon) ? .directColon : .directBefore
    let announced = r.lowerBound > 0 && words[r.lowerBound - 1].has([.colon, .comma])
    let onlyQuotes = r.allSatisfy {
      words[$0].stretch >= 0 || words[$0].has(.punctuation) || words[$0].has(.coordinator)
    }
    let rest = own.upperBound..<max(own.upperBound, r.upperBound)
    // "reported “two dead sheep” on the road": a thing, with where it was.
    let isThing =
      !words[own.dropFirst()].contains(where: { $0.has(.finite) }) && !announced
      && (words[own.lowerBound + 1].has([.determiner, .possessive, .number]) || syntax.isNominal(own.lowerBound + 1))
    // "what he called “…”", "saying “…” in response": what follows is not said.
    let alone =
      use.source == nil && lexicon.cues[Int(use.entry)].frames.contains(.object)
      || !isThing && !rest.isEmpty && words[rest.lowerBound].has(.preposition)
        && !syntax.hasFinite(from: rest.lowerBound, to: rest.upperBound)
        && stretchesOutermost(rest).isEmpty
    if onlyQuotes {
      take(r, use, rule: rule, group: group)
    } else if alone {
      take(own, use, rule: rule, group: group)
    } else if announced || endsLikeSentence(first) {
      take(own, use, rule: rule, group: group)
      if stretchesOutermost(rest).contains(where: { owner[$0] < 0 && !isName[$0] }) {
        mixed(rest, use, rule: .mixedClause, group: group)
      }
    } else {
      mixed(r, use, rule: .mixedClause, group: group)
    }
  }
}
