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
    // A bound keeps hostile text from costing the square of its length: no subject stands so far away.
    while clauseLo > lo, i - clauseLo < 400,
      words[clauseLo - 1].stretch < 0 || names.contains(words[clauseLo - 1].stretch)
    {
      clauseLo -= 1
    }
    let before: Word? = b >= lo ? words[b] : nil
    use.infinitive = before?.has(.infinitive) ?? false
    use.border = i
    use.tail = end

    if w.has(.gerund), !w.has([.verbPast, .verbS]) {
      return gerund(use, b: b, lo: lo, clauseLo: clauseLo, sawBe: sawBe)
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
    // "Asked by a reporter whether the dam was safe, Okafor said": the reporter asked.
    if b < lo, !sawAuxiliary, w.hasAll([.verbPast, .participle]), entry.frames.contains(.wh), end < hi,
      words[end].has(.by), let e = phraseEnd(end + 1, hi: hi), isSpeakerLike(end + 1, e), e < hi, words[e].has(.whether)
    {
      use.subject = Subject(range: (end + 1)..<e, antecedent: nil)
      use.inverted = true
      use.tail = e
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

    // Verbs that name a thing need it: `the “felons,” deemed unfit` has no speaker behind the verb.
    let names = entry.namesThing
    if let inverted = inverted(use, b: b, lo: lo, hi: hi, sawAuxiliary: sawAuxiliary, lexicon: lexicon) {
      return inverted
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
    // "The vice chair, asked about the sale, would say": a participle between commas, not a verb behind an apposition.
    if w.hasAll([.verbPast, .participle]), !sawAuxiliary, let s = use.subject, s.antecedent == nil,
      !entry.frames.isDisjoint(with: [.objectTo, .tell, .of, .np, .object, .asPhrase]), before?.has(.comma) ?? false,
      (s.start..<b).allSatisfy({ !words[$0].has(.comma) }), end < hi, !words[end].has([.mark, .complementizer]),
      let close = (end..<hi).first(where: { words[$0].has(.comma) }), close + 1 < hi,
      isFinite(close + 1) || words[close + 1].has(.finite)
    {
      return nil
    }
    // "a firm called Paro offers": the name's owner goes on.
    if names, !sawAuxiliary, let e = baseEnd(end, hi: hi), e < hi, isFinite(e) { return nil }
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
    return bordered(use, b: b, lo: lo)
  }

  // What follows are parts of `use`: in one function of this length the compiler would make an array of each literal of
  // classes whenever it comes by.

  /// "officials saying", "and is promising", "adding": `b` is the word before the verb, its adverbs and auxiliaries.
  private func gerund(_ given: CueUse, b: Int, lo: Int, clauseLo: Int, sawBe: Bool) -> CueUse? {
    let i = given.at
    var use = given
    let before: Word? = b >= lo ? words[b] : nil
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
    if sawBe, let s = use.subject, s.antecedent == nil, s.start - 2 >= lo, words[s.start - 1].has(.coordinator),
      words[s.start - 2].has(.comma)
    {
      // "…, and Lind is promising"
      use.border = s.start - 2
      use.isTop = true
    } else if before?.has(.comma) ?? false {
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

  /// After a quotation or a clause: "…," said Okafor.
  private func inverted(
    _ given: CueUse, b: Int, lo: Int, hi: Int, sawAuxiliary: Bool, lexicon: QuoteLexicon
  ) -> CueUse? {
    var use = given
    let w = words[use.at]
    let entry = lexicon.cues[Int(w.cue)]
    let end = use.end
    let past = w.has(.verbPast)
    let before: Word? = b >= lo ? words[b] : nil
    let inversionSpot = (before == nil && !sawAuxiliary) || (before.map { $0.has([.mark, .comma, .dash]) } ?? false)
    if inversionSpot, !use.passive, !entry.namesThing, past || w.has(.verbS) || (w.has(.verbBase) && w.nouns.isEmpty),
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
    return nil
  }

  /// With the border between the cue's clause and what stands before it.
  private func bordered(_ given: CueUse, b: Int, lo: Int) -> CueUse? {
    var use = given
    let w = words[use.at]
    let before: Word? = b >= lo ? words[b] : nil
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
      guard let before else { return nil }
      if before.has(.coordinator) {
        use.inherits = true
        use.border = b >= 1 && words[b - 1].has(.comma) ? b - 1 : b
        use.isTop = true
      } else if before.has([.comma, .mark]), w.has([.verbPast, .verbS]) {
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
    while k < b, !words[k].has([.comma, .dash]) {
      if words[k].has(.capital), !words[k].has([.time, .determiner, .preposition]) { return true }
      if !words[k].nouns.intersection([.person, .organization, .group, .document]).isEmpty { return true }
      k += 1
    }
    return false
  }
}
