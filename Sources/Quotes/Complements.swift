/// What a cue governs to its right: a quotation, a clause, an infinitive, a thing.
extension Syntax {
  /// Finds what the cue governs to its right: past the addressee and adverbials, a quotation, a clause, an infinitive, a
  /// thing.
  func complement(_ use: inout CueUse, hi: Int, lexicon: QuoteLexicon) {
    let frames = lexicon.cues[Int(use.entry)].frames
    var i = use.inverted ? use.tail : use.end
    // "told reporters": somebody is told first.
    if frames.contains(.tell) || frames.contains(.objectTo), !use.passive, !use.inverted, i < hi,
      !words[i].has([.complementizer, .comma, .colon, .mark])
        || words[i].has(.demonstrative) && !words[i].has(.complementizer),
      let e = baseEnd(i, hi: hi), e > i
    {
      var stop = e
      // "told Kayla Lind of the Gazette"
      while stop < hi, words[stop].has(.attach), !words[stop].has(.infinitive), let next = baseEnd(stop + 1, hi: hi),
        !isTimeOrPlaceOfSpeech(stop + 1, next), frames.contains(.tell)
      { stop = next }
      while frames.contains(.objectTo), stop + 1 < hi, words[stop].has(.coordinator), !words[stop].has(.adversative),
        let next = baseEnd(stop + 1, hi: hi)
      { stop = next }
      if frames.contains(.wh), stop < hi, words[stop].has(.whether), !words[stop].has([.person]) {
        use.addressee = i..<stop
        use.complement = .wh
        use.start = stop
        return
      }
      if frames.contains(.objectTo), stop < hi, words[stop].has(.infinitive) {
        use.addressee = i..<stop
        use.complement = .to
        use.start = i
        return
      }
      if frames.contains(.tell), !hasFinite(from: stop, to: min(hi, stop + 1)) {
        use.addressee = i..<stop
        i = stop
      }
    }
    var steps = 0
    var about = false
    // "was asked by the mayor whether": behind the agent what is asked begins at once.
    let behindAgent = use.inverted && use.end < hi && words[use.end].has(.by) ? i : -1
    while i < hi, steps < 5 {
      use.tail = i
      let w = words[i]
      if w.has(.mark), names.contains(w.stretch) {
        // "on the programme “Night Desk” that …"
        while i < hi, words[i].stretch == w.stretch { i += 1 }
        steps += 1
        continue
      }
      if w.has(.mark), !use.inverted {
        use.complement = .quote
        use.start = i
        return
      }
      if w.has([.comma, .colon, .dash]), i + 1 < hi, words[i + 1].has(.mark), words[i + 1].stretch >= 0 {
        use.complement = .quote
        use.start = i + 1
        return
      }
      if w.has(.complementizer), hasFinite(from: i + 1, to: hi) || (i + 1..<hi).contains(where: { isMark($0) }),
        frames.contains(.that) || frames.contains(.bare), !use.passive || use.addressee == nil,
        steps == 0 || !w.has(.relative) || !isNominal(i - 1) || frames.contains(.bare),
        !w.has(.demonstrative) || isClauseAhead(i + 1, hi: hi)
          || i + 1 < hi && (!isNominal(i + 1) || words[i + 1].has(.capital) && !words[i + 1].has(.time))
      {
        use.complement = .that
        use.start = i
        return
      }
      if w.has(.whether), frames.contains(.wh), !w.has(.complementizer),
        !w.has([.relative, .subordinator]) || i == use.end || i == behindAgent || use.addressee?.upperBound == i
          || !isNominal(i - 1)
      {
        use.complement = .wh
        use.start = i
        return
      }
      if w.has(.infinitive), frames.contains(.to), i + 1 < hi,
        !words[i + 1].has([.article, .possessive, .demonstrative, .number, .objectPronoun])
      {
        use.complement = .to
        use.start = i
        return
      }
      // "who he noted was late": the clause's subject stands before.
      if frames.contains(.bare), steps == 0, w.hasAll([.auxiliary, .finite]), let s = use.subject, s.start > 0,
        words[s.start - 1].has([.relative, .whether])
      {
        use.complement = .bare
        use.start = i
        return
      }
      if let e = timeEnd(i, hi: hi), e < hi, !isFinite(e), !words[e].has(.genitive) {
        i = e
        steps += 1
        continue
      }
      if frames.contains(.bare), !w.has([.comma, .colon]), !about, isClauseAhead(i, hi: hi) {
        use.complement = .bare
        use.start = i
        return
      }
      // "said despite the rain, the dam would hold"
      if frames.contains(.bare), steps == 0, w.has(.preposition), !w.has([.infinitive, .of]) {
        var k = i + 1
        while k < hi, k - i < 14, words[k].has(.word), words[k].stretch < 0 { k += 1 }
        if k + 1 < hi, words[k].has(.comma),
          words[k + 1].has([.subjectPronoun, .article, .possessive])
            || words[k + 1].has(.capital) && !words[k + 1].has(.time) && k + 2 < hi && !words[k + 2].has(.comma),
          use.subject.map({ $0.start == 0 || !words[$0.start - 1].has(.subordinator) }) ?? true,
          !words[k + 1].has(.gerund), isClauseAhead(k + 1, hi: hi), !isTimeOrPlaceOfSpeech(i + 1, k)
        {
          use.complement = .bare
          use.start = i
          return
        }
      }
      // Adverbials in between.
      if w.has(.adverb), !w.has(.capital) || w.has(.time) {
        i += 1
      } else if w.has(.preposition), !w.has(.infinitive) || !frames.isDisjoint(with: [.bare, .that]),
        let e = adverbialEnd(i, hi: hi)
      {
        if w.has(.infinitive), use.addressee == nil, isSpeakerLike(i + 1, e) || words[i + 1].has(.objectPronoun) {
          use.addressee = (i + 1)..<e
        }
        if w.has(.of) { about = true }
        i = e
      } else if w.has([.time]) || (w.has([.determiner, .adverb]) && i + 1 < hi && words[i + 1].has(.time)) {
        i += 1
        while i < hi, words[i].has([.time, .number]) { i += 1 }
      } else if w.has(.comma), steps > 0, i + 1 < hi, words[i + 1].has(.complementizer) || words[i + 1].has(.mark) {
        i += 1
      } else if w.has(.comma), i + 3 < hi, words[i + 1].has(.adverb), words[i + 2].has(.comma),
        words[i + 3].has(.complementizer)
      {
        // "said, however, that"
        i += 3
      } else if w.has(.comma), steps > 0, let next = commaThat(i, hi: hi) {
        i = next
      } else {
        break
      }
      steps += 1
    }
    use.tail = i
    // "In March, Okafor said, the dam was safe."
    if use.isTop, use.after, !use.inverted, !use.passive, i + 1 < hi, words[i].has(.comma), frames.contains(.bare),
      frames.isDisjoint(with: [.think, .show]), isClauseAhead(i + 1, hi: hi),
      !words[i + 1].has([.subordinator, .gerund]),
      !beginsWithTime(i + 1, hi: hi)
    {
      use.complement = .bare
      use.start = i + 1
      return
    }
    // "As Okafor noted, the dam was safe."
    if !use.inverted, !use.passive, use.complement == .none, let s = use.subject, s.antecedent == nil, s.start > 0,
      words[s.start - 1].has(.asWord),
      opensSentence(s.start - 1) || s.start > 1 && words[s.start - 2].has(.coordinator), i + 1 < hi,
      words[i].has(.comma),
      frames.contains(.bare), frames.isDisjoint(with: [.think, .show]), isClauseAhead(i + 1, hi: hi)
    {
      use.complement = .bare
      use.start = i + 1
      return
    }
    let start = use.inverted ? use.tail : use.end
    if !use.inverted, !use.passive, start < hi,
      frames.contains(.object) || frames.contains(.asPhrase) || frames.contains(.of) || frames.contains(.np),
      !words[start].has([.comma, .colon, .terminal, .preposition, .time, .coordinator]), words[start].has(.word)
    {
      // "stresses that the key to peace lies in …": a clause whose verb no list has.
      let isClause =
        words[start].has(.complementizer) && frames.contains(.that) && start + 1 < hi
        && words[start + 1].has([.article, .possessive, .subjectPronoun, .number])
      use.complement = isClause ? .that : .object
      use.start = start
    }
  }

  /// "said Sunday in Dover, Delaware, that": the conjunction behind an insertion between commas.
  func commaThat(_ i: Int, hi: Int) -> Int? {
    var k = i + 1
    while k < hi, k - i < 7, words[k].stretch < 0, !words[k].has(.comma), !isFinite(k) { k += 1 }
    guard k + 1 < hi, words[k].has(.comma), words[k + 1].has(.complementizer), isClauseAhead(k + 2, hi: hi) else {
      return nil
    }
    return k + 1
  }

  /// "a few months before his term ended": a noun phrase of time within a few words.
  func beginsWithTime(_ i: Int, hi: Int) -> Bool {
    var k = i
    while k < hi, k - i < 4, words[k].has(.word), !words[k].has([.capital, .preposition, .finite]) {
      if words[k].has(.time) { return true }
      k += 1
    }
    return false
  }

  /// Whether only a conjunction stands before a word in its sentence.
  func opensSentence(_ i: Int) -> Bool {
    var k = i
    while k > 0, words[k - 1].sentence == words[i].sentence, words[k - 1].has([.coordinator, .adverb]) { k -= 1 }
    return k == 0 || words[k - 1].sentence != words[i].sentence
  }

  /// The end of a time expression without a preposition ("earlier this year", "Monday morning"), or nil.
  func timeEnd(_ i: Int, hi: Int) -> Int? {
    var k = i
    var seen = false
    while k < hi,
      words[k].has([.time, .number]) || words[k].has([.determiner, .article]) && k + 1 < hi && words[k + 1].has(.time)
    {
      if words[k].has(.time) { seen = true }
      if words[k].has(.number), !seen { return nil }
      k += 1
    }
    return seen ? k : nil
  }

  /// The end of a prepositional phrase that is an adverbial of the cue ("in a statement on Monday", "of the plan").
  func adverbialEnd(_ i: Int, hi: Int) -> Int? {
    var k = i + 1
    while k < hi, words[k].has(.preposition), !words[k].has(.infinitive) { k += 1 }
    if k < hi, words[k].has(.gerund), let e = baseEnd(k + 1, hi: hi) { return e }
    return baseEnd(k, hi: hi)
  }

  /// Whether a clause begins here: a noun phrase with a finite verb after it, before any border.
  func isClauseAhead(_ i: Int, hi: Int) -> Bool {
    guard i < hi else { return false }
    let w = words[i]
    if w.has(.subjectPronoun), !w.has(.indefinite), i + 1 < hi { return true }
    if w.has(.adverb), i + 1 < hi, words[i + 1].hasAll([.auxiliary, .finite]) { return true }
    guard w.has(.word), !w.has(.preposition) || w.has([.subordinator]) else { return false }
    if w.has([.coordinator, .infinitive]) { return false }
    if w.has(.objectPronoun), !w.has([.subjectPronoun, .possessive]) { return false }
    guard w.has([.determiner, .possessive, .capital, .number, .subjectPronoun, .gerund, .subordinator]) || isNominal(i)
    else { return false }
    var k = i + 1
    var commas = 0
    while k < hi, k - i < 40 {
      if words[k].has([.semicolon, .colon, .terminal]) { return false }
      if words[k].has(.comma) {
        commas += 1
        if commas > 2 { return false }
        // A relative clause that nothing closes has the only verb: "boasts a lead, which she calls a wall".
        if k + 1 < hi, words[k + 1].has(.relative), !words[k + 1].has(.complementizer) {
          var close = k + 2
          while close < hi, close - k < 25, !words[close].has(.comma) { close += 1 }
          if close >= hi || close - k >= 25 { return false }
          k = close
        }
      }
      // "a weekly column and, since then, leads": two things the subject does.
      if words[k].has(.coordinator), words[k].stretch < 0, k + 1 < hi,
        words[k + 1].has(.comma) || isFinite(k + 1) && words[k + 1].has([.verbPast, .verbS])
      {
        return false
      }
      if words[k].stretch < 0, isFinite(k) { return true }
      // "the dam “will not break”": the clause's verb stands in the marks.
      if isMark(k) {
        var verb = k + 1
        while verb < hi, verb - k < 5, !words[verb].has(.mark), words[verb].stretch == words[k].stretch {
          if isFinite(verb) { return words[k - 1].has(.word) && !words[k - 1].has([.determiner, .preposition]) }
          verb += 1
        }
      }
      k += 1
    }
    return false
  }
}
