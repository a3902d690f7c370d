/// The subject of a verb, however far away: before adverbs, times, appositions, relative clauses and brackets.
extension Syntax {
  /// The subject of the verb at `verb`, whose clause begins at `lo` or after; nil where it has none of its own.
  func subject(of verb: Int, lo: Int) -> Subject? {
    var p = verb - 1
    var steps = 0
    /// "the report issued earlier this year": where the phrase ends that a participle and a time go on with.
    var reducedEnd = 0
    while p >= lo, steps < 12 {
      let w = words[p]
      // "Okafor and Lind both said"
      if w.hasAll([.indefinite, .adverb]), p - 1 >= lo, isNominal(p - 1) || words[p - 1].has(.subjectPronoun) {
        p -= 1
        steps += 1
        continue
      }
      if w.has(.subjectPronoun), !w.has(.adverb) || w.has(.indefinite) { break }
      if w.has(.infinitive) { return nil }
      if w.has([.auxiliary, .negation]) || (w.has(.adverb) && !w.has(.capital)) || (w.has(.adverb) && p == lo)
        || isManner(p)
      {
        p -= 1
        steps += 1
        continue
      }
      // "Okafor on Tuesday said", "Okafor last week said", "the report Tuesday said"
      if let q = beforeTime(p, lo: lo) {
        if words[q + 1].hasAll([.verbPast, .participle]) { reducedEnd = p + 1 }
        p = q
        steps += 1
        continue
      }
      break
    }
    guard p >= lo else { return nil }
    let w = words[p]
    if w.has(.relative) || (w.has(.whether) && w.has(.person)) {
      var q = p - 1
      if q >= lo, words[q].has([.comma, .dash]) {
        q -= 1
        if w.has(.person), let name = nameBeforeAge(q, lo: lo) { q = name }
      }
      // ", who said it was over": whom it speaks of is not there.
      let unknown = q + 1 < p ? nil : Subject(range: p..<(p + 1), antecedent: nil)
      guard q >= lo else { return unknown }
      if words[q].has(.mark) { return nil }
      if isNominal(q) {
        let s = phraseStart(q, lo: lo)
        return Subject(range: p..<(p + 1), antecedent: s < 0 ? baseStart(q, lo: lo)..<(q + 1) : s..<(q + 1))
      }
      if words[q].has([.subjectPronoun, .objectPronoun, .indefinite]) {
        return Subject(range: p..<(p + 1), antecedent: q..<(q + 1))
      }
      return w.has(.complementizer) ? nil : unknown
    }
    if w.has(.subjectPronoun) {
      return Subject(range: p..<(p + 1), antecedent: nil)
    }
    if w.has(.comma) || w.has(.close) || w.has(.dash) { return behindParenthesis(p, lo: lo) }
    // `author of “Night Ferry,” put it`: the comma stands in the marks of a name.
    if w.has(.mark), names.contains(w.stretch), p - 1 > lo, words[p - 1].has(.comma) {
      return behindParenthesis(p, lo: lo)
    }
    // "one of them said"
    if w.has(.objectPronoun), p - 2 >= lo, words[p - 1].has(.of), words[p - 2].has([.determiner, .indefinite, .number])
    {
      return Subject(range: (p - 2)..<(p + 1), antecedent: nil)
    }
    guard isNominal(p) || w.has(.indefinite) || (w.has(.determiner) && !w.has(.article)) || w.has(.genitive) else {
      return nil
    }
    if w.has(.genitive), p - 1 >= lo, isNominal(p - 1) {
      // "Lagos Children's said": a name that is a genitive.
      return Subject(range: baseStart(p - 1, lo: lo)..<(p + 1), antecedent: nil)
    }
    if !isNominal(p) { return Subject(range: p..<(p + 1), antecedent: nil) }
    let s = phraseStart(p, lo: lo)
    guard s >= 0 else { return nil }
    return Subject(range: s..<max(p + 1, reducedEnd), antecedent: nil)
  }

  /// An adverb by its place: a word between subject and verb that is no noun ("Okafor angrily said").
  func isManner(_ i: Int) -> Bool {
    words[i].has(.adverb) && !words[i].has(.capital)
  }

  /// The index before a time expression that ends at `p`, or nil if none does.
  func beforeTime(_ p: Int, lo: Int) -> Int? {
    guard words[p].has([.time, .number]) else { return nil }
    var k = p
    while k > lo, p - k < 5,
      words[k].has([.time, .number]) || words[k].has([.article, .demonstrative])
        || words[k].has(.comma) && words[k - 1].has([.time, .number])
    {
      k -= 1
    }
    if words[k].has(.preposition), k - 1 >= lo { return k - 1 }
    // "the report issued earlier this year said"
    if words[p].has(.time), words[k].hasAll([.verbPast, .participle]), !words[k].has(.capital), k - 1 >= lo,
      isNominal(k - 1), !words[k - 1].has(.time)
    {
      return k - 1
    }
    // "the crowd at the dam, in Lagos, this week chanted"
    if words[k].has(.comma), k > lo, words[k + 1].has([.demonstrative, .time]) { return k }
    // Without a preposition: after the subject's noun, if that stands.
    if words[p].has(.time), k >= lo, isNominal(k) || words[k].has(.close), !words[k].has(.time),
      !words[k + 1].has([.article, .demonstrative])
    {
      return k
    }
    return nil
  }

  /// The subject before an apposition, a relative clause or brackets that end at `p`.
  func behindParenthesis(_ p: Int, lo: Int) -> Subject? {
    if words[p].has(.close) {
      var q = p
      while q > lo, !words[q].has(.open) { q -= 1 }
      guard q - 1 >= lo, words[q].has(.open), isNominal(q - 1) else { return nil }
      let s = phraseStart(q - 1, lo: lo)
      return s < 0 ? nil : Subject(range: s..<(q), antecedent: nil)
    }
    if words[p].has(.dash) {
      var q = p - 1
      while q > lo, !words[q].has(.dash), !words[q].has(.mark) { q -= 1 }
      guard q - 1 >= lo, words[q].has(.dash) else { return nil }
      var h = q - 1
      while h > lo, words[h].has(.dash) { h -= 1 }
      guard isNominal(h) else { return nil }
      let s = phraseStart(h, lo: lo)
      return s < 0 ? nil : Subject(range: s..<p, antecedent: nil)
    }
    // Segments between commas, from the right; the subject is the first that is a noun phrase and no addition.
    var end = p
    var best: Subject?
    var inRelative = false
    var share: Int?
    while end > lo {
      var q = end - 1
      while q >= lo,
        !words[q].has([.comma, .semicolon, .colon, .mark]) || names.contains(words[q].stretch)
      {
        if words[q].has(.close) { while q > lo, !words[q].has(.open) { q -= 1 } }
        q -= 1
      }
      // The segment is q+1 ..< end.
      let a = q + 1
      // "The film, released in May, says": a participle, unless a relative pronoun before it wants a verb.
      let participle =
        a < end && !inRelative && words[a].hasAll([.verbPast, .participle]) && !words[a].has(.verbS)
        && !(lo..<a).contains { words[$0].has(.relative) && !words[$0].has(.determiner) }
      if participle, q > lo {
        end = q
        continue
      }
      if a < end, inRelative || isFinite(a) || words[a].has(.verbS) && !words[a].has(.capital) {
        // "Lind, whose firm, Paro, uses big pumps, said": all belongs to the clause of the relative pronoun.
        inRelative = !words[a].has(.relative)
        guard q >= lo, words[q].has(.comma) else { break }
        end = q
        continue
      }
      if end < p, a < end {
        let first = words[a]
        let addition =
          first.has([.preposition, .relative, .number, .participle, .gerund, .whether]) && !first.has(.capital)
        var head = lastOutsideBrackets(a, end)
        // "the mayor herself, as well as her party, said"
        if head > a, words[head].hasAll([.objectPronoun, .adverb]) { head -= 1 }
        let ofThem = head - 1 > a && words[head].has(.objectPronoun) && words[head - 1].has(.of)
        if (a..<end).contains(where: { words[$0].has(.number) }) { share = a }
        if !addition, isNominal(head) || ofThem, !first.has(.subordinator) || !hasFinite(from: a, to: end) {
          let s = phraseStart(head, lo: a)
          if s >= 0, !words[s].has(.time) {
            let found = Subject(range: s..<p, antecedent: nil)
            // A place behind a place or number goes further: "of Raleigh, N.C., said".
            if words[a].has(.capital), a > lo, q - 1 >= lo, end - a <= 2, best == nil, isAddition(before: q, lo: lo) {
              best = found
            } else if let name = nameBefore(q, apposition: a, lo: lo) {
              // "Ada Okafor, head of the board, which owns the dam, said": the name before its apposition.
              return Subject(range: name..<p, antecedent: nil)
            } else {
              return found
            }
          } else if s < 0, best == nil {
            return share.map { Subject(range: $0..<p, antecedent: nil) }
          }
        } else if first.has(.subordinator), hasFinite(from: a, to: end), !first.has(.relative) {
          return best
        }
      }
      guard q >= lo, words[q].has(.comma) else {
        // `“…,” Ada Okafor, said`: a comma too many.
        if end == p, best == nil, a < p, words[a].has(.capital), a == lo, a > 0, words[a - 1].has(.mark) {
          let head = lastOutsideBrackets(a, p)
          if isNominal(head), !hasFinite(from: a, to: p) { return Subject(range: a..<p, antecedent: nil) }
        }
        break
      }
      end = q
    }
    // "Among the voters, about half, 51 percent, say"
    return best ?? share.map { Subject(range: $0..<p, antecedent: nil) }
  }

  /// Where a name begins that stands alone between the clause's beginning and the comma before a description of it.
  func nameBefore(_ comma: Int, apposition: Int, lo: Int) -> Int? {
    guard comma - 1 >= lo, !words[apposition].has([.subjectPronoun, .possessive]), words[comma].has(.comma),
      !words[apposition].has(.capital)
    else { return nil }
    var a = comma
    while a > lo, words[a - 1].has([.capital, .number]), isNominal(a - 1), comma - a < 7 { a -= 1 }
    guard a < comma, words[a].has(.capital), !words[comma - 1].has([.time, .number]),
      // One word between commas may be a place: "at Vilseck, Germany, an officer said".
      a == lo || words[a - 1].has(.comma) && comma - a > 1
        || words[a - 1].has([.mark, .coordinator, .semicolon, .colon, .dash, .asWord])
    else { return nil }
    return a
  }

  /// Where the name ends that an age, and a place behind it, stand beside: "Ada Okafor, 24, from Lagos, who said".
  private func nameBeforeAge(_ end: Int, lo: Int) -> Int? {
    guard end > lo else { return nil }
    var k = end
    while k > lo, end - k < 8, !words[k].has([.comma, .mark]) { k -= 1 }
    guard words[k].has(.comma) else { return nil }
    if words[k + 1].has(.preposition), k - 2 > lo, words[k - 1].has(.number), words[k - 2].has(.comma) {
      k -= 2
    } else if k + 1 != end || !words[end].has(.number) {
      return nil
    }
    return k > lo && words[k - 1].has(.capital) && isNominal(k - 1) ? k - 1 : nil
  }

  func isAddition(before comma: Int, lo: Int) -> Bool {
    var q = comma - 1
    while q >= lo, !words[q].has([.comma, .mark]) { q -= 1 }
    let first = words[q + 1]
    return first.has([.preposition, .number]) && q > lo
  }

  func lastOutsideBrackets(_ a: Int, _ end: Int) -> Int {
    var h = end - 1
    if words[h].has(.close) {
      while h > a, !words[h].has(.open) { h -= 1 }
      h -= 1
    }
    return max(a, h)
  }

  /// The subject of the main clause that `before` stands in: for "and said", "adding".
  func mainSubject(before: Int, lo: Int) -> Subject? {
    var starts = [lo]
    var k = lo
    while k < before {
      if words[k].has(.semicolon) { starts.append(k + 1) }
      if words[k].has(.comma), k + 1 < before, words[k + 1].has(.coordinator) { starts.append(k + 2) }
      k += 1
    }
    for start in starts.reversed() {
      var s = start
      // An opening subordinate clause or adverbial ends at its comma.
      while s < before, words[s].has([.coordinator, .adverb]), !words[s].has(.subjectPronoun) { s += 1 }
      if s < before, words[s].has([.comma]) { s += 1 }
      if s < before, words[s].has([.subordinator, .preposition, .gerund, .participle]) {
        var c = s
        while c < before, !words[c].has(.comma) { c += 1 }
        if c < before { s = c + 1 }
      }
      var i = s
      while i < before {
        // "Lind -- as the mayor noted -- sang": what dashes put in has a subject of its own.
        if words[i].has(.dash), words[i].stretch < 0,
          let close = (i + 1..<before).first(where: { words[$0].has(.dash) && $0 > i + 1 })
        {
          i = close + 1
          continue
        }
        if words[i].stretch < 0, isFinite(i), let found = subject(of: i, lo: s), !words[found.start].has(.relative) {
          return found
        }
        i += 1
      }
    }
    return nil
  }
}
