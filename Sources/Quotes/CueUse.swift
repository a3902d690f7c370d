import Documents

/// A cue where it stands: who speaks, and what it governs.
struct CueUse {
  enum Complement {
    case none
    /// A quotation follows, after a comma, a colon or nothing.
    case quote
    case that, bare, wh, to
    /// A thing or somebody, for "denounced", "called", "accused".
    case object
    /// What follows a source ("according to X, …").
    case source
  }
  var at: Int
  var end: Int
  var entry: Int32
  /// Lemma of a source phrase; nil for verbs.
  var source: String?
  var subject: Subject?
  /// The subject is that of the clause before ("and said", "adding").
  var inherits = false
  /// The subject stands after the cue.
  var inverted = false
  var passive = false
  var gerund = false
  var infinitive = false
  var negated = false
  var addressee: Range<Int>?
  var complement = Complement.none
  /// Where the complement begins.
  var start = 0
  /// Where what was said before must end: the border of the clause this cue stands in.
  var border = 0
  /// The border is one of the sentence, not of a clause inside the complement before.
  var isTop = false
  /// What stands before this clause may be its content: a comma or a closing mark parts them.
  var after = false
  /// One past the clause's own words: cue, speaker, addressee, adverbials.
  var tail = 0
}

extension Syntax {
  /// The verb at `i` as a cue, or nil where it reports nothing. `lo ..< hi` is its sentence.
  func use(at i: Int, lo: Int, hi: Int, lexicon: QuoteLexicon) -> CueUse? {
    let w = words[i]
    let entry = lexicon.cues[Int(w.cue)]
    let end = max(i + 1, Int(w.cueEnd))
    var use = CueUse(at: i, end: end, entry: w.cue)
    // Words before the verb: adverbs and auxiliaries.
    var b = i - 1
    var sawBe = false
    var sawAuxiliary = false
    while b >= lo, words[b].has([.adverb, .negation, .auxiliary]),
      !words[b].has([.subjectPronoun, .capital]) || words[b].has(.auxiliary)
    {
      if words[b].has(.auxiliary) {
        sawAuxiliary = true
        if words[b].has(.be) { sawBe = true }
      }
      if words[b].has(.negation) { use.negated = true }
      b -= 1
    }
    var clauseLo = i
    while clauseLo > lo, words[clauseLo - 1].stretch < 0 || names.contains(words[clauseLo - 1].stretch) {
      clauseLo -= 1
    }
    let before: Word? = b >= lo ? words[b] : nil
    use.infinitive = before?.has(.infinitive) ?? false
    use.border = i
    use.tail = end

    if w.has(.gerund), !w.has([.verbPast, .verbS]) {
      use.gerund = true
      if let before, before.has([.article, .possessive, .genitive, .demonstrative]), !sawBe { return nil }
      if sawBe {
        use.subject = subject(of: i, lo: clauseLo)
        if use.subject == nil { use.inherits = true }
      } else if let before, isNominal(b), !before.has([.time, .speechPlace]),
        before.has(.capital) || !before.nouns.intersection([.person, .organization, .group, .document]).isEmpty
      {
        // "with Okafor noting", "officials saying"
        let s = phraseStart(b, lo: clauseLo)
        if s >= 0 {
          use.subject = Subject(range: s..<(b + 1), antecedent: nil)
        } else {
          var first = baseStart(b, lo: clauseLo)
          // "with one of her ads asking"
          if first - 2 >= clauseLo, words[first - 1].has(.of),
            words[first - 2].has([.determiner, .indefinite, .number])
          {
            first -= 2
          }
          use.subject = Subject(range: first..<(b + 1), antecedent: nil)
        }
      } else {
        use.inherits = true
      }
      if before?.has(.comma) ?? false {
        use.border = b
        use.isTop = true
      } else if before?.has(.coordinator) ?? false {
        use.border = b >= 1 && words[b - 1].has(.comma) ? b - 1 : b
        use.isTop = true
      } else if before?.has(.mark) ?? false {
        use.border = b + 1
        use.isTop = true
      }
      return use
    }

    // "he began.", "she laughed": with an object or an auxiliary these say what somebody does.
    if entry.frames.contains(.direct), entry.frames.isDisjoint(with: [.bare, .wh]) {
      if sawAuxiliary { return nil }
      if end < hi, words[end].has(.word),
        !words[end].has([.preposition, .adverb, .subordinator, .time, .gerund, .capital]),
        !words[end].has(.subjectPronoun), before?.has(.mark) != true
      {
        return nil
      }
    }
    let past = w.has(.verbPast)
    if !past, !w.has(.participle), sawBe { return nil }
    // "Asked whether the dam was safe, Okafor said": somebody asked, nobody knows who.
    if b < lo, !sawAuxiliary, w.hasAll([.verbPast, .participle]), entry.frames.contains(.wh), end < hi,
      words[end].has(.whether)
    {
      use.passive = true
      use.isTop = true
      return use
    }
    if past, w.has(.participle), end < hi, words[end].has(.by), !sawAuxiliary,
      before.map({ !$0.has([.mark, .subjectPronoun]) }) ?? true,
      !entry.frames.contains(.bare) || baseEnd(end + 1, hi: hi).map({ !isTimeOrPlaceOfSpeech(end + 1, $0) }) ?? false
    {
      return nil
    }
    let participleOnly = w.has(.participle) && !past
    if sawBe, w.has(.participle) {
      use.passive = true
      // "was asked by Okafor whether"
      if end < hi, words[end].has(.by), let e = phraseEnd(end + 1, hi: hi), isSpeakerLike(end + 1, e) {
        use.subject = Subject(range: (end + 1)..<e, antecedent: nil)
        use.passive = false
        use.inverted = true
        use.tail = e
        use.border = i
        return use
      }
    }
    if participleOnly, !sawAuxiliary { return nil }

    // After a quotation or a clause: "…," said Okafor
    // Verbs that name a thing need it: `the “felons,” deemed unfit` has no speaker behind the verb.
    let names = entry.frames.contains(.object) && entry.frames.isDisjoint(with: [.that, .bare])
    let inversionSpot = (before == nil && !sawAuxiliary) || (before.map { $0.has([.mark, .comma, .dash]) } ?? false)
    if inversionSpot, !use.passive, !names, past || w.has(.verbS) || (w.has(.verbBase) && w.nouns.isEmpty),
      !entry.frames.contains(.tell) || b < lo || words[b].has(.mark) || entry.lemma.isEmpty
    {
      if let e = phraseEnd(end, hi: hi),
        !words[end].has(.objectPronoun) || words[end].has(.possessive) && isSpeakerLike(end + 1, e)
          || words[end].has(.subjectPronoun),
        !words[end].has(.complementizer),
        e >= hi || words[e].stretch >= 0 || !isFinite(e) && !words[e].has(.auxiliary)
          || before?.has(.mark) ?? false && words[e].hasAll([.verbPast, .participle]),
        before?.has([.mark]) ?? false
          || (before?.has(.comma) ?? false) && isSpeakerLike(end, e) && entry.frames.contains(.bare)
            && (e >= hi || words[e].has([.punctuation, .preposition, .time]) && words[e].stretch < 0)
      {
        use.inverted = true
        use.subject = Subject(range: end..<e, antecedent: nil)
        use.border = before.map { $0.has([.comma, .dash]) } ?? false ? b : b + 1
        use.isTop = true
        use.after = true
        use.tail = e
        return use
      }
    }
    // `Said Ada Okafor, an engineer: "…"`, `Wrote one reader, "…"`
    if before == nil, !sawAuxiliary, past || w.has(.verbS), w.has(.capital), let e = phraseEnd(end, hi: hi),
      isSpeakerLike(end, e), e + 1 < hi, words[e].has([.comma, .colon]), words[e + 1].has(.mark)
    {
      use.inverted = true
      use.subject = Subject(range: end..<e, antecedent: nil)
      use.isTop = true
      use.tail = e
      return use
    }
    if use.infinitive {
      if w.has(.nominal) || !w.nouns.isEmpty, end >= hi || !words[end].has([.complementizer, .mark, .determiner]) {
        return nil
      }
      use.inherits = true
      return use
    }
    if !past, !sawAuxiliary, !isFinite(i) { return nil }
    if past, !sawAuxiliary, !isFinite(i), before.map({ !$0.has([.coordinator, .comma]) }) ?? true { return nil }
    use.subject = subject(of: i, lo: clauseLo)
    if let s = use.subject, s.antecedent == nil, end < hi,
      words[end].has(.asWord) && entry.frames.contains(.asPhrase)
        || words[end].has(.mark) && entry.frames.contains(.object)
    {
      // "a move city officials called …", "an act Kenyan officials described as …": two noun phrases side by side.
      var k = s.range.upperBound - 1
      while k > s.start, words[s.start].has(.article) {
        if words[k].has(.capital), !words[k - 1].has([.capital, .article, .genitive]), words[k - 1].nouns.isEmpty {
          use.subject = Subject(range: k..<s.range.upperBound, antecedent: nil)
          break
        }
        k -= 1
      }
    }
    if let s = use.subject, s.antecedent == nil, end < hi, !words[end].has(.comma),
      let name = nameBefore(s.start - 1, apposition: s.start, lo: clauseLo)
    {
      // `“…,” Ada Okafor, head of the board told reporters`: the comma behind the apposition is often left out.
      use.subject = Subject(range: name..<s.range.upperBound, antecedent: nil)
    }
    if names, !sawAuxiliary, end < hi, words[end].has(.mark) {
      // `The candidate labeled “a leader” goes on`: named so by nobody.
      var k = end
      while k < hi, words[k].stretch == words[end].stretch { k += 1 }
      if k < hi, words[k].stretch < 0, isFinite(k) { return nil }
    }
    if names, !sawAuxiliary, let s = use.subject, s.antecedent == nil, !words[s.start].has(.relative),
      !isSpeakerLike(s.start, s.range.upperBound)
    {
      return nil
    }
    if let s = use.subject {
      let previous = s.antecedent.map { min($0.lowerBound, s.start) } ?? s.start
      if s.antecedent != nil {
        use.border = s.start
      } else if previous - 1 >= lo {
        let p = words[previous - 1]
        if p.has([.comma, .mark, .dash, .semicolon]) {
          use.border = p.has(.mark) ? previous : previous - 1
          use.isTop = true
          use.after = p.has([.comma, .mark, .dash])
        } else if p.has([.coordinator, .subordinator]), previous - 2 >= lo, words[previous - 2].has([.comma, .mark]) {
          use.border = words[previous - 2].has(.mark) ? previous - 1 : previous - 2
          use.isTop = !p.has(.complementizer)
          use.after = p.has(.asWord)
        } else {
          use.border = previous
        }
      } else {
        use.border = previous
        use.isTop = true
      }
    } else {
      guard let before else { return past ? nil : nil }
      if before.has(.coordinator) {
        use.inherits = true
        use.border = b >= 1 && words[b - 1].has(.comma) ? b - 1 : b
        use.isTop = true
      } else if before.has([.comma, .mark]), past || w.has(.verbS) {
        use.inherits = true
        use.border = before.has(.mark) ? b + 1 : b
        use.isTop = true
      } else {
        return nil
      }
    }
    return use
  }

  /// A noun phrase that may speak: a name, a person's, group's or organization's noun, a pronoun.
  func isSpeakerLike(_ a: Int, _ b: Int) -> Bool {
    guard a < b else { return false }
    if words[a].has(.subjectPronoun) { return true }
    var k = a
    while k < b, !words[k].has(.comma) {
      if words[k].has(.capital), !words[k].has([.time, .determiner, .preposition]) { return true }
      if !words[k].nouns.intersection([.person, .organization, .group, .document]).isEmpty { return true }
      k += 1
    }
    return false
  }

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
      if w.has(.complementizer), frames.contains(.that) || frames.contains(.bare), !use.passive || use.addressee == nil,
        steps == 0 || !w.has(.relative) || !isNominal(i - 1) || frames.contains(.bare),
        !w.has(.demonstrative) || isClauseAhead(i + 1, hi: hi)
          || i + 1 < hi && (!isNominal(i + 1) || words[i + 1].has(.capital) && !words[i + 1].has(.time))
      {
        use.complement = .that
        use.start = i
        return
      }
      if w.has(.whether), frames.contains(.wh), !w.has(.complementizer),
        !w.has([.relative, .subordinator]) || i == use.end || use.addressee?.upperBound == i || !isNominal(i - 1)
      {
        use.complement = .wh
        use.start = i
        return
      }
      if w.has(.infinitive), frames.contains(.to) {
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
        if w.has(.infinitive), use.addressee == nil { use.addressee = (i + 1)..<e }
        if w.has(.of) { about = true }
        i = e
      } else if w.has([.time]) || (w.has([.determiner, .adverb]) && i + 1 < hi && words[i + 1].has(.time)) {
        i += 1
        while i < hi, words[i].has([.time, .number]) { i += 1 }
      } else if w.has(.comma), steps > 0, i + 1 < hi, words[i + 1].has(.complementizer) || words[i + 1].has(.mark) {
        i += 1
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
      words[s.start - 1].has(.asWord), opensSentence(s.start - 1), i + 1 < hi, words[i].has(.comma),
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
      use.complement = .object
      use.start = start
    }
  }

  /// "said Sunday in Dover, Delaware, that": the conjunction behind an insertion between commas.
  private func commaThat(_ i: Int, hi: Int) -> Int? {
    var k = i + 1
    while k < hi, k - i < 7, words[k].stretch < 0, !words[k].has(.comma), !isFinite(k) { k += 1 }
    guard k + 1 < hi, words[k].has(.comma), words[k + 1].has(.complementizer), isClauseAhead(k + 2, hi: hi) else {
      return nil
    }
    return k + 1
  }

  /// "a few months before his term ended": a noun phrase of time within a few words.
  private func beginsWithTime(_ i: Int, hi: Int) -> Bool {
    var k = i
    while k < hi, k - i < 4, words[k].has(.word), !words[k].has([.capital, .preposition, .finite]) {
      if words[k].has(.time) { return true }
      k += 1
    }
    return false
  }

  /// Whether only a conjunction stands before a word in its sentence.
  private func opensSentence(_ i: Int) -> Bool {
    var k = i
    while k > 0, words[k - 1].sentence == words[i].sentence, words[k - 1].has([.coordinator, .adverb]) { k -= 1 }
    return k == 0 || words[k - 1].sentence != words[i].sentence
  }

  /// The end of a time expression without a preposition ("earlier this year", "Monday morning"), or nil.
  private func timeEnd(_ i: Int, hi: Int) -> Int? {
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
  private func adverbialEnd(_ i: Int, hi: Int) -> Int? {
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
