import Documents

/// Quotations that no cue of their sentence claims: they go on with a speaker, have a label, or stand alone.
extension UtteranceFinder {
  mutating func finish(_ block: Range<Int>, next: Range<Int>) {
    let inBlock = stretchesOutermost(block)
    // A paragraph of hundreds of quotations is no prose: nothing is guessed from its order.
    guard inBlock.count <= 200 else { return }
    let all = units(block)
    for unit in all { reportNouns(unit) }
    for (previous, s) in zip(inBlock, inBlock.dropFirst()) where owner[s] < 0 && owner[previous] >= 0 {
      joinCoordinated(s, to: previous)
    }
    var at = 0
    for s in inBlock where owner[s] < 0 && !isName[s] {
      while at < all.count, all[at].upperBound <= stretchWords[s].lowerBound { at += 1 }
      guard at < all.count, all[at].contains(stretchWords[s].lowerBound) else { continue }
      let unit = all[at]
      if mayBe(.credit, s),
        let author = creditLine(after: stretchWords[s].upperBound, in: unit)
          ?? (stretchWords[s].upperBound == block.upperBound ? creditLine(after: next.lowerBound, in: next) : nil)
      {
        attribute(s, author, .credit)
        continue
      }
      if inHeadline {
        if mayBe(.credit, s), let speaker = headlineSpeaker(s, unit) { attribute(s, speaker, .credit) }
        continue
      }
      let alone = unit.allSatisfy { words[$0].stretch >= 0 || words[$0].has(.punctuation) }
      if alone || !stretches[s].closed && stretchWords[s].lowerBound == unit.lowerBound
        || stretchWords[s].lowerBound == unit.lowerBound && startsLikeSpeech(s) && wordCount(s) > 5
          && !endsLikeSpeech(s) && !isSubject(s, unit)
      {
        if mayBe(.credit, s), let label = label(before: stretchWords[s].lowerBound, block: block) {
          attribute(s, label, .credit)
          continue
        }
        continueQuotation(s, block: block, unit: unit)
      } else {
        fallback(s, unit: unit, block: block)
      }
    }
  }

  /// `called it “a disgrace” and “a farce”`: what a conjunction or comma joins to a claimed stretch is claimed with it.
  private mutating func joinCoordinated(_ s: Int, to previous: Int) {
    let gap = stretchWords[previous].upperBound..<stretchWords[s].lowerBound
    guard gap.count <= 4,
      gap.contains(where: { words[$0].has([.coordinator, .comma]) })
        || lastInside(previous).map({ words[$0].has(.comma) }) ?? false,
      gap.allSatisfy({ words[$0].has([.coordinator, .comma, .adverb, .article]) }),
      words[gap.lowerBound - 1].sentence == words[gap.upperBound].sentence
    else { return }
    var u = utterances[owner[previous]]
    u.stretch = s
    if u.kind == .direct {
      u.region = stretchWords[s]
    } else if !u.region.contains(stretchWords[s].lowerBound) {
      let old = u.region
      u.region = old.lowerBound..<max(old.upperBound, stretchWords[s].upperBound)
      for k in firstOfBlock..<utterances.count where utterances[k].group == u.group && utterances[k].region == old {
        utterances[k].region = u.region
      }
    }
    owner[s] = utterances.count
    utterances.append(u)
  }

  /// Whether a rule that needs no cue may claim the stretch.
  private func mayBe(_ rule: Rule, _ s: Int) -> Bool { vetoes.allow(rule, at: stretches[s].content.start) }

  mutating func adopt(_ s: Int, from other: Utterance, rule: Rule, sameGroup: Bool = true) {
    var u = other
    u.stretch = s
    u.region = stretchWords[s]
    u.kind = .direct
    u.rule = rule
    if !sameGroup {
      groups += 1
      u.group = groups
    }
    owner[s] = utterances.count
    utterances.append(u)
  }

  /// A sentence that is a quotation alone: the speaker of the words before it in the paragraph, or after it, goes on.
  mutating func continueQuotation(_ s: Int, block: Range<Int>, unit: Range<Int>) {
    let at = stretchWords[s].lowerBound
    // The last utterance before in this paragraph, then the next one after.
    let own = firstOfBlock..<utterances.count
    let before = own.filter { utterances[$0].region.lowerBound < at }
      .max { utterances[$0].region.lowerBound < utterances[$1].region.lowerBound }
    if stretches[s].reopened, let last = lastSpoken, mayBe(.continueReopened, s) {
      return adopt(s, from: last, rule: .continueReopened)
    }
    if let before {
      // Of the sentence that came last, the one who is quoted or who is reported by its main clause.
      let last = units(block.lowerBound..<unit.lowerBound).last ?? unit
      let inLast = own.map { utterances[$0] }.filter {
        $0.region.lowerBound >= last.lowerBound && $0.region.lowerBound < at && $0.speaker != nil
      }
      let best =
        inLast.last { $0.kind == .direct && $0.stretch != nil } ?? inLast.last { $0.antecedent == nil } ?? inLast.last
        ?? utterances[before]
      let rule = best.kind == .direct ? Rule.continueSentence : .continueReport
      if mayBe(rule, s) { return adopt(s, from: best, rule: rule) }
    }
    // The subject of the sentence before in this paragraph.
    if unit.lowerBound > block.lowerBound, mayBe(.continueReport, s) {
      let previous = units(block.lowerBound..<unit.lowerBound).last ?? unit
      if let subject = syntax.mainSubject(before: previous.upperBound, lo: previous.lowerBound),
        syntax.isSpeakerLike(subject.start, subject.range.upperBound)
      {
        groups += 1
        owner[s] = utterances.count
        utterances.append(
          Utterance(
            stretch: s, region: stretchWords[s], kind: .direct, speaker: subject.range, antecedent: subject.antecedent,
            rule: .continueReport, group: groups))
        return
      }
    }
    let after = own.filter { utterances[$0].region.lowerBound > at && utterances[$0].stretch != nil }
      .min { utterances[$0].region.lowerBound < utterances[$1].region.lowerBound }
    if let after, mayBe(.continueNext, s) { return adopt(s, from: utterances[after], rule: .continueNext) }
    if let last = lastSpoken, mayBe(.continueParagraph, s) {
      adopt(s, from: last, rule: .continueParagraph, sameGroup: false)
    }
  }

  mutating func attribute(
    _ s: Int, _ speaker: Subject?, _ rule: Rule, kind: QuoteKind = .direct, cue: Range<Int>? = nil,
    region: Range<Int>? = nil
  ) {
    groups += 1
    owner[s] = utterances.count
    utterances.append(
      Utterance(
        stretch: s, region: region ?? stretchWords[s], kind: kind, speaker: speaker?.range,
        antecedent: speaker?.antecedent, cue: cue, lemma: nil, rule: rule, group: groups))
  }

  /// `— Ada Okafor, engineer`: a dash and a name, and nothing else to the end of the sentence or paragraph.
  private func creditLine(after at: Int, in range: Range<Int>) -> Subject? {
    var a = at
    while a < range.upperBound, words[a].has(.dash) { a += 1 }
    guard a > at, a < range.upperBound, range.upperBound - a <= 14, words[a].has(.capital) else { return nil }
    let r = trimmed(a..<range.upperBound)
    // "– Ready to quiz the mayor –" is a heading.
    guard !r.isEmpty, words[range.upperBound - 1].has(.dash) == false, isNameOrRole(r),
      r.allSatisfy({
        syntax.isNominal($0)
          || words[$0].has([.comma, .determiner, .genitive, .open, .close, .attach, .coordinator, .number])
      })
    else { return nil }
    return Subject(range: r, antecedent: nil)
  }

  /// Who is announced by a colon right before `at`: by name alone (`Ada Okafor, author: "…"`), or by the last cue of the
  /// paragraph before, which ends with the colon.
  func label(before at: Int, block: Range<Int>) -> Subject? {
    var k = at - 1
    guard k >= 0, words[k].has(.colon), k > 0 else { return nil }
    let colon = k
    while k > 0, words[k - 1].sentence == words[colon].sentence, !syntax.isMark(k - 1) { k -= 1 }
    // `Says Okafor: "…"`
    while k + 1 < colon, words[k].cue >= 0, words[k].has([.verbS, .verbPast]), words[k + 1].has(.capital) { k += 1 }
    if syntax.isSpeakerLike(k, colon), syntax.isNominal(k) || words[k].has(.determiner),
      (k..<colon).allSatisfy({
        syntax.isNominal($0) || words[$0].has([.comma, .of, .determiner, .genitive, .open, .close, .attach])
      })
    {
      return Subject(range: k..<colon, antecedent: nil)
    }
    // "From Chair Ada Okafor:"
    if words[k].has(.preposition), let end = syntax.phraseEnd(k + 1, hi: colon), end == colon,
      syntax.isSpeakerLike(k + 1, end)
    {
      return Subject(range: (k + 1)..<end, antecedent: nil)
    }
    var uses = cueUses(k..<colon).filter { isUtterance($0) && !$0.passive && !$0.infinitive }
    resolveInherited(&uses, k..<colon)
    let found = uses.last { $0.isTop && $0.subject != nil } ?? uses.last { $0.subject != nil }
    if let subject = found?.subject { return subject }
    guard let subject = syntax.mainSubject(before: colon, lo: k) else { return nil }
    // "His answer was short: “…”", "Okafor's plan is simple: “…”": the owner speaks, unless the thing does.
    let speaks = subject.range.contains {
      words[$0].has(.comma) || !words[$0].nouns.isDisjoint(with: [.person, .organization, .group, .document])
    }
    if !speaks, words[subject.start].has(.possessive) {
      return Subject(range: subject.start..<(subject.start + 1), antecedent: nil)
    }
    if !speaks, let owner = subject.range.first(where: { words[$0].has([.genitive, .preposition]) }),
      owner > subject.start, words[owner].has(.genitive)
    {
      return Subject(range: subject.start..<owner, antecedent: nil)
    }
    return subject
  }

  /// "Okafor's claim that …", "his promise to": the owner of the noun that governs what lies before `at`.
  func nounCue(before at: Int, lo: Int) -> (subject: Subject, cue: Range<Int>)? {
    var k = at - 1
    while k > lo, at - k < 30 {
      let w = words[k]
      if w.stretch >= 0 || w.has([.semicolon, .terminal]) { return nil }
      if w.nouns.contains(.utterance), !w.has(.capital) {
        var j = k - 1
        while j >= lo, k - j < 5, !words[j].has([.genitive, .possessive, .punctuation, .preposition, .article]) {
          j -= 1
        }
        guard j >= lo else { return nil }
        if words[j].has(.possessive), !words[j].has(.relative) {
          return (Subject(range: j..<(j + 1), antecedent: nil), k..<(k + 1))
        }
        if words[j].has(.genitive), j - 1 >= lo, syntax.isNominal(j - 1) {
          let a = syntax.baseStart(j - 1, lo: lo)
          return (Subject(range: a..<j, antecedent: nil), k..<(k + 1))
        }
        return nil
      }
      k -= 1
    }
    return nil
  }

  /// "Okafor's claim that the dam is safe": a clause that a noun of saying governs, up to the verb whose subject it is.
  mutating func reportNouns(_ unit: Range<Int>) {
    var k = unit.lowerBound + 1
    var tried = 0
    while k + 3 < unit.upperBound, tried < 40 {
      defer { k += 1 }
      guard words[k].nouns.contains(.utterance), !words[k].has(.capital), words[k].stretch < 0,
        words[k + 1].has(.complementizer), let found = nounCue(before: k + 1, lo: unit.lowerBound)
      else { continue }
      tried += 1
      var end = k + 2
      var verbs = 0
      var open = true
      while end < unit.upperBound, !words[end].has([.comma, .semicolon, .colon, .terminal, .mark, .dash]) {
        if words[end].has([.relative, .subordinator, .complementizer, .coordinator]) {
          open = true
        } else if syntax.isFinite(end), !words[end - 1].has([.auxiliary, .adverb, .negation]) {
          if verbs > 0, !open { break }
          verbs += 1
          open = false
        }
        end += 1
      }
      let r = trimmed((k + 1)..<end)
      guard verbs > 0, r.count > 3, end == unit.upperBound || !words[end].has(.mark),
        !utterances[firstOfBlock...].contains(where: { $0.region.overlaps(r) })
      else { continue }
      groups += 1
      utterances.append(
        Utterance(
          stretch: nil, region: r, kind: .indirect, speaker: found.subject.range,
          antecedent: found.subject.antecedent, cue: found.cue, lemma: nil, rule: .indirectNoun, group: groups))
      k = end
    }
  }

  /// Words that many utter and nobody in particular: a slogan, or a noun phrase with a preposition in it ("a “coalition of
  /// the willing” to help") that is no name of a thing behind it.
  private func isCommonPhrase(_ s: Int, _ unit: Range<Int>) -> Bool {
    let r = stretchWords[s]
    guard r.lowerBound > unit.lowerBound else { return false }
    let before = words[r.lowerBound - 1]
    if before.nouns.contains(.wording) { return true }
    guard before.has(.article), (4...6).contains(wordCount(s)), !startsLikeSpeech(s),
      r.upperBound >= unit.upperBound || !syntax.isNominal(r.upperBound),
      (r.lowerBound + 2..<r.upperBound - 2).contains(where: { words[$0].has(.attach) && !words[$0].has(.infinitive) })
    else { return false }
    return !r.contains { words[$0].has(.finite) }
  }

  /// "-- as Okafor noted --": what is put in between dashes governs nothing of the rest.
  private func isPutIn(_ subject: Subject, _ lo: Int) -> Bool {
    subject.start - 2 >= lo && words[subject.start - 1].has(.asWord) && words[subject.start - 2].has(.dash)
  }

  /// `“Mend it now or move us all” was another.`: what is quoted is itself spoken of, and goes on with nobody.
  private func isSubject(_ s: Int, _ unit: Range<Int>) -> Bool {
    let k = stretchWords[s].upperBound
    return k < unit.upperBound && words[k].hasAll([.be, .finite]) && words[k].stretch < 0
  }

  /// A stretch in a sentence without a cue that governs it.
  mutating func fallback(_ s: Int, unit: Range<Int>, block: Range<Int>) {
    let r = stretchWords[s]
    var speaker: Subject?
    var rule = Rule.mixedSubject
    // `"…," Okafor thundered`: a verb that is no cue, right behind a quotation that ends as speech.
    if endsLikeSpeech(s), r.upperBound < unit.upperBound, !words[r.upperBound].has(.mark),
      wordCount(s) > 2 || lastInside(s).map({ words[$0].has(.terminal) }) ?? false
    {
      var k = r.upperBound
      while k < unit.upperBound, words[k].stretch < 0, k - r.upperBound < 25 {
        if syntax.isFinite(k), !words[k].has(.auxiliary) {
          if mayBe(.directUnknownVerb, s), let subject = syntax.subject(of: k, lo: r.upperBound),
            subject.antecedent == nil,
            !words[subject.start].has(.relative),
            subject.start == r.upperBound
              || subject.start == r.upperBound + 1 && words[r.upperBound].has([.comma, .asWord]),
            !words[k - 1].has(.modal)
          {
            speaker = subject
            rule = .directUnknownVerb
          }
          break
        }
        k += 1
      }
    }
    if speaker == nil, mayBe(.credit, s), words[r.lowerBound - 1 >= 0 ? r.lowerBound - 1 : 0].has(.colon),
      r.lowerBound > unit.lowerBound,
      let label = label(before: r.lowerBound, block: block)
    {
      return attribute(s, label, .credit)
    }
    let short = wordCount(s) <= 3
    if speaker == nil, mayBe(.mixedNoun, s), let found = nounCue(before: r.lowerBound, lo: unit.lowerBound) {
      var end = r.upperBound
      while end < unit.upperBound, words[end].stretch >= 0 || !words[end].has([.comma, .semicolon, .terminal, .colon]) {
        end += 1
      }
      return attribute(
        s, found.subject, .mixedNoun, kind: .mixed, cue: found.cue, region: trimmed(found.cue.upperBound..<end))
    }
    if speaker == nil {
      let lo = unit.lowerBound
      var k = r.lowerBound - 1
      while k >= lo {
        if words[k].stretch < 0, syntax.isFinite(k), let subject = syntax.subject(of: k, lo: lo),
          !words[subject.start].hasAll([.subjectPronoun, .neuter]), !isPutIn(subject, lo),
          syntax.isSpeakerLike(subject.start, subject.range.upperBound)
        {
          speaker = subject
          break
        }
        k -= 1
      }
    }
    if rule == .mixedSubject, mayBe(.mixedPhrase, s), isCommonPhrase(s, unit) {
      return attribute(s, nil, .mixedPhrase, kind: .mixed)
    }
    // "a “look into” it": a term inside a noun phrase.
    if rule == .mixedSubject, wordCount(s) <= 5, !startsLikeSpeech(s), r.lowerBound > unit.lowerBound,
      words[r.lowerBound - 1].has([.article, .demonstrative])
    {
      return
    }
    if short,
      speaker == nil || wordCount(s) <= 2 && rule == .mixedSubject || !(startsLikeSpeech(s) && endsLikeSpeech(s))
    {
      return
    }
    // Behind a comma inside of the marks somebody is named, whom nobody understood; a relative clause comments only.
    let goesOn = !(lastInside(s).map { words[$0].has(.comma) } ?? false)
    if speaker == nil, r.lowerBound == unit.lowerBound, startsLikeSpeech(s), wordCount(s) > 5, !isSubject(s, unit),
      goesOn || r.upperBound < unit.upperBound && words[r.upperBound].has(.relative)
    {
      return continueQuotation(s, block: block, unit: unit)
    }
    if rule == .mixedSubject, !mayBe(.mixedSubject, s) { speaker = nil }
    guard speaker != nil || mayBe(.mixedAlone, s) else { return }
    groups += 1
    let direct = rule == .directUnknownVerb
    owner[s] = utterances.count
    let region = direct ? r : r
    utterances.append(
      Utterance(
        stretch: s, region: region, kind: direct ? .direct : .mixed, speaker: speaker?.range,
        antecedent: speaker?.antecedent, rule: speaker == nil ? .mixedAlone : rule, group: groups))
  }
}
