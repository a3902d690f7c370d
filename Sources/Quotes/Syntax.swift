import Documents

/// The subject of a verb: its words as printed, and what a relative pronoun stands for.
struct Subject {
  var range: Range<Int>
  /// Of a relative pronoun: the noun phrase before it.
  var antecedent: Range<Int>?
  /// Where the clause begins: the subject's first word.
  var start: Int { range.lowerBound }
}

/// Noun phrases, finite verbs and subjects by closed classes and word order; no parser, nothing learned.
struct Syntax {
  let words: UnsafeBufferPointer<Word>
  /// Stretches in quotation marks that are names: part of the clause they stand in.
  var names: Set<Int32> = []

  init(words: UnsafeBufferPointer<Word>) { self.words = words }

  /// A quotation mark that parts clauses: not one around a name.
  func isMark(_ i: Int) -> Bool { words[i].has(.mark) && !names.contains(words[i].stretch) }

  @inline(__always) subscript(_ i: Int) -> Word { words[i] }

  // MARK: Words

  /// A word that may stand inside a noun phrase after its determiner.
  func isNominal(_ i: Int) -> Bool {
    let w = words[i]
    guard w.has([.word, .number]) else { return false }
    if w.has([.clitic, .genitive]) { return false }
    if w.has([.subjectPronoun, .objectPronoun]) { return w.has(.indefinite) && !w.nouns.isEmpty }
    if w.has(.capital), w.has([.preposition, .determiner, .coordinator, .possessive, .relative, .subordinator]) {
      return false
    }
    if w.has([
      .auxiliary, .preposition, .coordinator, .relative, .whether, .complementizer, .determiner, .possessive,
      .infinitive, .negation,
    ]) {
      return w.has(.number)
    }
    if w.has(.subordinator) { return false }
    if w.has(.adverb), w.nouns.isEmpty, !w.has(.time) { return false }
    if w.has(.capital) {
      guard w.has([.verbPast, .participle, .gerund]), w.nouns.isEmpty, isInitial(i) else { return true }
      // `"…," Acting Director Okafor said`
      return i > 0 && words[i - 1].has(.mark) && i + 1 < words.count && words[i + 1].has(.capital)
    }
    if w.has([.verbBase, .verbS]), !w.has([.verbPast, .gerund]) {
      // A plain form is a noun unless a clause needs it as its verb.
      if i > 0, words[i - 1].has([.infinitive, .modal, .doVerb]), words[i - 1].sentence == w.sentence { return false }
      return !isFinite(i)
    }
    if w.has(.verbForms), !w.has(.nominal), w.nouns.isEmpty { return isAttributive(i) }
    if w.has(.verbForms), isFinite(i) { return false }
    return true
  }

  private func isInitial(_ i: Int) -> Bool {
    i == 0 || words[i - 1].sentence != words[i].sentence || words[i - 1].has([.mark, .colon])
  }

  /// A verb's form used as an adjective or noun: after an article, a possessive, a preposition, a genitive.
  private func isAttributive(_ i: Int) -> Bool {
    guard i > 0 else { return false }
    let w = words[i]
    let before = words[i - 1]
    if before.has([.article, .possessive, .genitive]) || before.has(.demonstrative) && !before.has(.complementizer)
      || (before.has(.determiner) && !before.has(.subjectPronoun))
    {
      return true
    }
    if w.has([.verbBase, .verbS]), !w.has(.verbPast) {
      // "the latest claims": an adjective or noun within a phrase that began with a determiner.
      var k = i - 1
      while k >= 0, i - k < 4, words[k].has(.word), !words[k].has([.preposition, .auxiliary, .subjectPronoun]) {
        if words[k].has([.article, .possessive, .genitive]) { return !words[k + 1].has(.capital) && k + 1 != i }
        k -= 1
      }
    }
    if before.has([.preposition]), !before.has(.infinitive), w.has([.participle, .gerund, .verbS]), i + 1 < words.count
    {
      return words[i + 1].has(.word) && !words[i + 1].has([.determiner, .possessive, .preposition])
    }
    return false
  }

  /// `“…,” the petition states.`: a verb that a short noun phrase parts from a closing mark.
  private func followsMark(_ i: Int) -> Bool {
    var k = i - 1
    while k > 0, i - k < 5, words[k].has(.word), !words[k].has([.preposition, .coordinator]) { k -= 1 }
    return k < i - 1 && words[k].has(.mark) && words[k + 1].has([.determiner, .capital])
  }

  /// Whether a verb stands here that makes a clause.
  func isFinite(_ i: Int) -> Bool {
    let w = words[i]
    if w.has(.finite) { return !w.has(.genitive) }
    guard w.has([.verbPast, .verbS, .verbBase]) else { return false }
    if w.has(.capital), !isInitial(i) { return false }
    var k = i - 1
    while k >= 0, words[k].has([.adverb, .negation]), words[k].sentence == w.sentence, !words[k].has(.indefinite) {
      k -= 1
    }
    guard k >= 0, words[k].sentence == w.sentence else {
      return w.has(.verbPast) && i + 1 < words.count && !w.has(.participle)
    }
    let before = words[k]
    if before.has(.infinitive) { return false }
    if before.has([.article, .possessive, .genitive]) {
      // "Lagos Children's said": a name that is a genitive.
      return before.has(.genitive) && w.hasAll([.cue, .verbPast]) && k + 1 == i && i + 1 < words.count
        && words[i + 1].has([.terminal, .comma, .colon, .time, .complementizer])
    }
    if before.has(.auxiliary) { return true }
    if before.has(.preposition), !before.has(.adverb) { return false }
    if w.has(.verbPast) {
      if before.has(.determiner), !before.has([.subjectPronoun]) { return false }
      // "in one confirmed case"
      if before.has([.indefinite, .number]), k > 0, words[k - 1].has(.preposition) { return false }
      if w.has(.nominal), !before.has([.subjectPronoun, .relative]), !w.has(.cue) { return false }
      if w.has(.participle), !w.has(.cue), i + 1 < words.count, words[i + 1].has(.by) { return false }
      return true
    }
    if w.has(.verbS) {
      // "guarantees that would hold": a noun and its relative clause.
      if i + 2 < words.count, words[i + 1].has(.complementizer), words[i + 2].hasAll([.finite, .auxiliary]) {
        return false
      }
      if before.has(.determiner), !before.has([.subjectPronoun, .demonstrative]) { return false }
      // "drone attacks on the port": a noun in a noun phrase, unless who stands before can act.
      if i + 1 < words.count, words[i + 1].has(.preposition), !words[i + 1].has(.infinitive), before.nouns.isEmpty,
        !before.has([.subjectPronoun, .relative, .capital, .close, .comma]),
        !w.has(.cue) || w.has(.nominal) || !w.nouns.isEmpty
      {
        return false
      }
      if w.has(.nominal) || !w.nouns.isEmpty {
        guard i + 1 < words.count else { return false }
        // "the clause states that", "the lawsuit states."
        if w.has(.cue), before.has([.comma, .close]), words[i + 1].has(.complementizer) { return true }
        if w.has(.cue), words[i + 1].has([.terminal, .colon, .time]), followsMark(i) { return true }
        if w.has(.cue), before.has(.word), !before.has([.preposition, .coordinator, .adverb, .infinitive]) {
          if words[i + 1].has(.complementizer), !before.has(.determiner), !w.nouns.contains(.utterance) { return true }
          if before.has(.capital) || !before.nouns.isEmpty, words[i + 1].has([.terminal, .colon, .time]) {
            return true
          }
        }
        guard before.has([.subjectPronoun, .relative, .capital]) || !before.nouns.isEmpty else { return false }
        return words[i + 1].has([
          .determiner, .possessive, .complementizer, .objectPronoun, .subjectPronoun, .mark, .infinitive, .preposition,
          .whether,
        ])
      }
      return true
    }
    // The plain form needs a plural subject.
    if before.has(.subjectPronoun), before.has([.plural, .first]) { return true }
    if before.hasAll([.subjectPronoun, .indefinite]) { return w.nouns.isEmpty && !w.has(.nominal) }
    if before.has(.relative) { return !w.has(.nominal) }
    if before.nouns.contains(.group) { return !w.has(.nominal) || w.has(.cue) }
    // Asked of the word alone: a look further back would go on from verb to verb.
    let noun =
      before.has(.word)
      && !before.has([
        .determiner, .possessive, .preposition, .coordinator, .complementizer, .relative, .verbPast, .gerund, .whether,
        .objectPronoun,
      ])
    if w.has(.cue), !w.has(.nominal), noun, !before.has(.capital),
      before.has([.plural, .verbS]) || !before.nouns.isEmpty
    {
      return w.nouns.isEmpty
    }
    return false
  }

  // MARK: Noun phrases, backward

  /// The first word of the noun phrase without postmodifiers whose head is `head`.
  func baseStart(_ head: Int, lo: Int) -> Int {
    var i = head
    while i - 1 >= lo {
      let v = words[i - 1]
      if v.has(.genitive) {
        i -= 1
        continue
      }
      if v.has([.article, .possessive]) || (v.has(.determiner) && !v.has(.complementizer)) {
        i -= 1
        // "all the", "both the", "Okafor's" before it.
        if i - 1 >= lo, words[i - 1].has(.determiner), !words[i - 1].has([.article, .complementizer]) { i -= 1 }
        break
      }
      if isNominal(i - 1) || (v.has(.punctuation) && v.has(.coordinator)) {
        i -= 1
        continue
      }
      // "an already weak panel": an adverb inside of a phrase that has an article.
      if v.has(.adverb), i - 2 >= lo, words[i - 2].has(.article), i < head || isNominal(i) {
        i -= 2
        break
      }
      if v.has([.participle, .gerund]), i - 2 >= lo, words[i - 2].has([.article, .possessive, .genitive]) {
        i -= 1
        continue
      }
      break
    }
    return i
  }

  /// The first word of the whole noun phrase that ends at `head`: with "of" and its like, "and", reduced and full
  /// relative clauses.
  func phraseStart(_ head: Int, lo: Int) -> Int {
    let first = baseStart(head, lo: lo)
    var i = first
    while i - 2 >= lo {
      let v = words[i - 1]
      if v.has(.attach), !v.has(.infinitive) || isNominal(i - 2), isNominal(i - 2) {
        i = baseStart(i - 2, lo: lo)
        continue
      }
      if v.has(.of), words[i - 2].has([.determiner, .indefinite, .number]) {
        i -= 2
        continue
      }
      if v.has(.coordinator), !v.has(.adversative), isNominal(i - 2),
        !hasFinite(from: clauseStart(i - 1, lo: lo), to: i - 1)
      {
        i = baseStart(i - 2, lo: lo)
        // "A, B and C"
        while i - 2 >= lo, words[i - 1].has(.comma), words[i - 2].has(.capital), words[i].has(.capital) {
          i = baseStart(i - 2, lo: lo)
        }
        continue
      }
      if v.has([.gerund, .naming]) || v.has(.participle) && v.has(.nominal), !v.has(.capital), isNominal(i - 2) {
        // "the officials following the case", "a reader called Lind"; no other participle has an object.
        i = baseStart(i - 2, lo: lo)
        continue
      }
      if v.has(.attach) || v.has(.preposition), i - 3 >= lo, words[i - 2].has([.participle, .gerund, .adverb]),
        isNominal(i - 3),
        !words[i - 2].has(.capital)
      {
        i = baseStart(i - 3, lo: lo)
        continue
      }
      if isFinite(i - 1) || v.has(.adverb) || v.has(.preposition) {
        // "the man who runs the plant"
        var r = i - 1
        while r >= lo, i - r < 7, !words[r].has([.relative, .punctuation]) { r -= 1 }
        if r - 1 >= lo, words[r].has(.relative), isNominal(r - 1) || words[r - 1].has(.indefinite) {
          i = isNominal(r - 1) ? baseStart(r - 1, lo: lo) : r - 1
          continue
        }
      }
      break
    }
    // A phrase behind a preposition at the clause's start: the subject is its last part alone.
    if i > lo, words[i - 1].has(.preposition), !words[i - 1].has(.subordinator) || words[i - 1].has(.time) {
      // "about 200 protesters chanted"
      if words[i].has(.number), i < head, words[i - 1].has([.adverb, .forWord]) { return i }
      var k = head
      while k > first {
        let lower = words[k - 1]
        if words[k].has(.capital), !lower.has(.capital), !lower.has([.genitive, .determiner, .possessive]) { return k }
        k -= 1
      }
      if first > lo, words[first - 1].has(.preposition), !words[first - 1].has(.asWord) { return -1 }
      return first
    }
    // "Last week Ada Okafor": the time is no part of the name.
    if words[i].has(.time), !words[i].has(.genitive) {
      var k = i
      while k < head, words[k].has([.time, .number, .adverb]), !words[k + 1].has([.genitive, .attach]) { k += 1 }
      if k > i, k <= head, words[k].has([.capital, .determiner, .possessive]) || !words[k].nouns.isEmpty { return k }
    }
    return i
  }

  /// The border to the left at which a clause begins: after punctuation, a conjunction, a mark.
  func clauseStart(_ i: Int, lo: Int) -> Int {
    var k = i
    while k > lo, !words[k - 1].has([.comma, .semicolon, .colon, .mark, .dash, .subordinator, .whether]) { k -= 1 }
    return k
  }

  /// "a generous, patient man": a comma between two adjectives.
  func joinsAdjectives(_ comma: Int) -> Bool {
    guard comma > 1, comma + 2 < words.count else { return false }
    let before = words[comma - 1]
    let after = words[comma + 1]
    return words[comma - 2].has([.article, .adverb, .possessive]) && before.stretch < 0 && after.stretch < 0
      && !before.has([.capital, .number, .time]) && before.nouns.isEmpty && isNominal(comma - 1)
      && !after.has([.capital, .number, .time, .adverb, .verbForms]) && isNominal(comma + 1)
      && (isNominal(comma + 2) || words[comma + 2].has(.comma))
  }

  func hasFinite(from: Int, to: Int) -> Bool {
    var k = from
    while k < to {
      if words[k].stretch < 0, isFinite(k) { return true }
      k += 1
    }
    return false
  }

  // MARK: Subjects

  /// The subject of the verb at `verb`, whose clause begins at `lo` or after; nil where it has none of its own.
  func subject(of verb: Int, lo: Int) -> Subject? {
    var p = verb - 1
    var steps = 0
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
      if q >= lo, words[q].has([.comma, .dash]) { q -= 1 }
      guard q >= lo else { return Subject(range: p..<(p + 1), antecedent: nil) }
      if words[q].has(.mark) { return nil }
      if isNominal(q) {
        let s = phraseStart(q, lo: lo)
        return Subject(range: p..<(p + 1), antecedent: s < 0 ? baseStart(q, lo: lo)..<(q + 1) : s..<(q + 1))
      }
      if words[q].has([.subjectPronoun, .objectPronoun, .indefinite]) {
        return Subject(range: p..<(p + 1), antecedent: q..<(q + 1))
      }
      return w.has(.complementizer) ? nil : Subject(range: p..<(p + 1), antecedent: nil)
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
    return Subject(range: s..<(p + 1), antecedent: nil)
  }

  /// An adverb by its place: a word between subject and verb that is no noun ("Okafor angrily said").
  private func isManner(_ i: Int) -> Bool {
    words[i].has(.adverb) && !words[i].has(.capital)
  }

  /// The index before a time expression that ends at `p`, or nil if none does.
  private func beforeTime(_ p: Int, lo: Int) -> Int? {
    guard words[p].has([.time, .number]) else { return nil }
    var k = p
    while k > lo, p - k < 5,
      words[k].has([.time, .number]) || words[k].has([.article, .demonstrative])
        || words[k].has(.comma) && words[k - 1].has([.time, .number])
    {
      k -= 1
    }
    if words[k].has(.preposition), k - 1 >= lo { return k - 1 }
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
  private func behindParenthesis(_ p: Int, lo: Int) -> Subject? {
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
      if end < p, a < end, inRelative || isFinite(a) {
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
        let head = lastOutsideBrackets(a, end)
        if !addition, isNominal(head), !first.has(.subordinator) || !hasFinite(from: a, to: end) {
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
            return nil
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
    return best
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

  private func isAddition(before comma: Int, lo: Int) -> Bool {
    var q = comma - 1
    while q >= lo, !words[q].has([.comma, .mark]) { q -= 1 }
    let first = words[q + 1]
    return first.has([.preposition, .number]) && q > lo
  }

  private func lastOutsideBrackets(_ a: Int, _ end: Int) -> Int {
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
        if words[i].stretch < 0, isFinite(i), let found = subject(of: i, lo: s), !words[found.start].has(.relative) {
          return found
        }
        i += 1
      }
    }
    return nil
  }

  // MARK: Noun phrases, forward

  /// The end of the noun phrase that begins at `i`, without postmodifiers, or nil if none begins.
  func baseEnd(_ i: Int, hi: Int) -> Int? {
    guard i < hi else { return nil }
    var k = i
    if words[k].has([.subjectPronoun, .objectPronoun]), !words[k].has([.possessive]), !isNominal(k) {
      // "many officials": an indefinite pronoun goes on.
      if words[k].has(.indefinite), k + 1 < hi, isNominal(k + 1) { k += 1 } else { return k + 1 }
    }
    while k < hi, words[k].has([.determiner, .possessive]), !words[k].has(.complementizer) || k == i { k += 1 }
    var last = -1
    while k < hi {
      if isNominal(k) || (k == i && words[k].has(.capital) && !words[k].has([.preposition, .subordinator])) {
        if isFinite(k), k > i { break }
        last = k
        k += 1
        continue
      }
      if words[k].has(.genitive), last == k - 1 {
        last = k
        k += 1
        continue
      }
      if words[k].has(.punctuation), words[k].has(.coordinator), last == k - 1 {
        k += 1
        continue
      }
      if last < 0, words[k].has([.participle, .gerund, .adverb]) {
        // "a slightly baffled visitor"
        var next = k + 1
        while next < hi, next - k < 3, words[next].has([.participle, .adverb]), !isNominal(next) { next += 1 }
        if next < hi, isNominal(next), next == k + 1 || k > i {
          k = next
          continue
        }
      }
      break
    }
    if last < 0 { return k > i && words[i].has([.determiner, .possessive]) && words[i].has(.indefinite) ? k : nil }
    return last + 1
  }

  /// The end of the whole speaker's phrase after an inverted cue: with prepositions, appositions and relative clauses.
  func phraseEnd(_ i: Int, hi: Int) -> Int? {
    guard var end = baseEnd(i, hi: hi) else { return nil }
    if words[i].has(.subjectPronoun), !words[i].has(.indefinite) { return end }
    while end < hi {
      let w = words[end]
      if w.has(.relative), w.has(.person), words[end].stretch < 0 { return clauseEnd(end, hi: hi) }
      if w.has(.attach), let next = baseEnd(end + 1, hi: hi), !isTimeOrPlaceOfSpeech(end + 1, next) {
        end = next
        continue
      }
      if w.has(.coordinator), !w.has(.adversative), let next = baseEnd(end + 1, hi: hi),
        !hasFinite(from: next, to: min(hi, next + 2))
      {
        end = next
        continue
      }
      if w.has(.open) {
        var k = end
        while k < hi, !words[k].has(.close) { k += 1 }
        guard k < hi else { return end }
        end = k + 1
        continue
      }
      if w.has(.comma), end + 1 < hi, words[end + 1].stretch < 0 {
        let next = words[end + 1]
        if next.has([.relative]) || (next.has(.whether) && next.has(.person)) {
          return clauseEnd(end + 1, hi: hi)
        }
        if next.has([.determiner, .possessive, .number])
          || (isNominal(end + 1) && !next.has(.time) && !next.has(.gerund)),
          let apposition = baseEnd(end + 1, hi: hi), !isTimeOrPlaceOfSpeech(end + 1, apposition),
          apposition >= hi || !isFinite(apposition)
            || words[apposition].hasAll([.verbPast, .participle])
              && !words[end + 1].has(.capital)
        {
          end = apposition
          continue
        }
      }
      break
    }
    return end
  }

  private func clauseEnd(_ i: Int, hi: Int) -> Int {
    var k = i
    while k < hi, !words[k].has([.comma, .semicolon, .mark, .terminal, .dash]) { k += 1 }
    return k
  }

  /// Leaves off the end of a range that says where and when somebody spoke: "the plan [in a statement on Monday]".
  func withoutPlaceOfSpeech(_ r: Range<Int>) -> Range<Int> {
    var end = r.upperBound
    while end - 1 > r.lowerBound, words[end - 1].has([.time, .number]), words[end - 1].stretch < 0 { end -= 1 }
    if end < r.upperBound, end - 1 > r.lowerBound, words[end - 1].has(.preposition) { end -= 1 }
    guard end - 1 > r.lowerBound, words[end - 1].has(.speechPlace) else { return r }
    var k = end - 1
    while k > r.lowerBound, end - k < 7, words[k].stretch < 0, words[k].has(.word), !words[k].has(.preposition) {
      k -= 1
    }
    guard k > r.lowerBound, words[k].has(.preposition), words[k].has(.attach),
      !words[k].has([.of, .infinitive, .forWord])
    else { return r }
    return r.lowerBound..<k
  }

  /// Whether a phrase tells when or in what medium somebody spoke rather than who.
  func isTimeOrPlaceOfSpeech(_ a: Int, _ b: Int) -> Bool {
    guard a < b else { return false }
    let head = words[b - 1]
    return head.has([.time, .speechPlace]) || (head.has(.number) && b - a == 1)
  }
}
