/// Where a reported clause begins and ends.
extension UtteranceFinder {
  /// Where what cue `n` governs ends.
  func end(of n: Int, _ uses: [CueUse], _ unit: Range<Int>) -> Int {
    let use = uses[n]
    let start = max(use.start, use.tail)
    let next = nextCue(after: n, uses, start, unit)
    if next < unit.upperBound, use.complement == .object || use.complement == .to {
      // "called for a boycott, and the club denounced the plan and said": the next cue's clause began before.
      return (start + 2..<max(start + 2, next)).first { words[$0].stretch < 0 && endsReport($0, use, unit) } ?? next
    }
    if next < unit.upperBound { return next }
    // In a subordinate or relative clause ("While he said …, she", "Lind, who said …, left") a comma ends it.
    let within: Bool = {
      if use.passive || use.inverted && use.complement == .wh && isOpening(use.at, unit) { return true }
      guard let subject = use.subject, !use.gerund || !use.inherits, !use.inverted, use.complement != .quote else {
        return false
      }
      if subject.antecedent != nil { return subject.start > 0 && words[subject.start - 1].has(.comma) }
      let s = subject.start
      if s - 1 > unit.lowerBound, words[s - 1].has(.relative), words[s - 2].has(.comma) { return true }
      return s > unit.lowerBound && words[s - 1].has(.subordinator)
        && (s - 1 == unit.lowerBound || isOpening(s - 1, unit)
          || words[s - 2].has(.comma)
            && (words[s - 1].has(.whether) || words[s - 1].has(.contrast) && s - unit.lowerBound < 6))
    }()
    var k = start
    let isClause = use.complement == .that || use.complement == .bare || use.complement == .to
    var dash = -1
    var dashes = 0
    while k < unit.upperBound {
      if words[k].stretch < 0, words[k].has(.semicolon) { return k }
      if words[k].stretch < 0, words[k].has(.dash), k > start,
        words[k - 1].span.end < words[k].span.start || words[k].span.count > 1
      {
        if dash < 0 || k > dash + 1 { dashes += 1 }
        dash = dashes % 2 == 1 ? (k == dash + 1 ? dash : k) : -1
      }
      if isClause, k > start + 2, words[k].stretch < 0, words[k].has(.comma), k + 1 < unit.upperBound,
        words[k + 1].has(.relative), !words[k + 1].has(.complementizer),
        !((k + 1)..<unit.upperBound).contains(where: { words[$0].has([.comma, .mark]) })
      {
        return k
      }
      if within, k > start + 1, k + 1 < unit.upperBound {
        if words[k].stretch < 0, words[k].has(.comma), !syntax.joinsAdjectives(k) { return k }
        // `When Okafor said the pumps “had failed,” the mayor left`: American printers put the comma inside.
        if closesWithComma(k) { return k + 1 }
      }
      if isClause, use.complement != .to, closesWithComma(k), k + 2 < unit.upperBound, words[k + 1].has(.adversative),
        !words[k + 2].has([.complementizer, .mark]), syntax.hasFinite(from: k + 2, to: unit.upperBound)
      {
        return k + 1
      }
      if words[k].stretch < 0, k > start + 1, use.complement != .quote, use.complement != .source,
        endsReport(k, use, unit)
      {
        return k
      }
      // `called it “small,” while others left`: the comma stands in the marks. A mark further on is more of the same:
      // `a “mistake,” made by some who are “wrong”`.
      if use.complement == .object, closesWithComma(k), k + 1 < unit.upperBound,
        words[k + 1].has([.subordinator, .relative, .adversative, .gerund]), !words[k + 1].has(.asWord),
        !(k + 1..<unit.upperBound).contains(where: { syntax.isMark($0) })
      {
        return k + 1
      }
      if use.complement == .object, words[k].stretch < 0, words[k].has(.comma), k + 1 < unit.upperBound,
        !syntax.joinsAdjectives(k),
        words[k + 1].has([.subjectPronoun, .relative, .subordinator, .preposition, .gerund, .coordinator]),
        !words[k + 1].has(.mark)
      {
        return k
      }
      k += 1
    }
    // A dash behind a quotation, which none closes: what follows is the reporter's.
    if dash > start, isClause, use.complement != .to, (start..<dash).contains(where: { syntax.isMark($0) }) {
      return dash
    }
    return unit.upperBound
  }

  /// Where the clause of the next cue begins that is no part of what cue `n` reports, or the sentence's end.
  private func nextCue(after n: Int, _ uses: [CueUse], _ start: Int, _ unit: Range<Int>) -> Int {
    let use = uses[n]
    for v in uses[(n + 1)...] where v.at > use.start {
      // "Lind, a host considered one of the best, recalled that …": this cue stands in the subject of that one.
      if !isUtterance(use), let s = v.subject, s.antecedent == nil, !v.inverted, !v.inherits, s.range.contains(use.at),
        s.range.upperBound > start
      {
        return s.range.upperBound
      }
      guard v.border >= start else { continue }
      guard v.isTop, isUtterance(v) || v.inverted else { continue }
      if v.gerund {
        if v.complement == .none { continue }
        return v.border
      }
      if v.source != nil { return v.border }
      if v.inverted { return v.border }
      if v.inherits {
        if v.complement != .none || use.complement == .object { return v.border }
        continue
      }
      return v.border
    }
    return unit.upperBound
  }

  /// Whether the closing mark at `k` has a comma inside of it.
  func closesWithComma(_ k: Int) -> Bool {
    guard words[k].has(.mark), words[k].stretch >= 0 else { return false }
    let s = Int(words[k].stretch)
    return !isName[s] && stretchWords[s].upperBound == k + 1 && (lastInside(s).map { words[$0].has(.comma) } ?? false)
  }

  /// Whether the reporter's own clause goes on at `k`: "…, but left", "…, without naming anybody", "…, as have others",
  /// "promised to stay and left".
  func endsReport(_ k: Int, _ use: CueUse, _ unit: Range<Int>) -> Bool {
    guard k + 2 < unit.upperBound else { return false }
    let w = words[k]
    let next = words[k + 1]
    // "Town Agrees to Mend Dam as River Rises": a headline's "as" joins two clauses of the reporter.
    if inHeadline, w.has(.asWord), !next.has([.article, .mark]),
      (k + 2..<min(k + 7, unit.upperBound)).contains(where: { words[$0].has([.verbS, .verbPast, .finite]) })
    {
      return true
    }
    if w.has(.coordinator), use.complement != .that, use.complement != .bare, use.complement != .wh, next.stretch < 0 {
      var v = k + 1
      while v < unit.upperBound, v - k < 4, words[v].has(.adverb), !words[v].has(.verbForms) { v += 1 }
      return v < unit.upperBound && words[v].has([.verbPast, .verbS, .finite])
        && (words[v].has(.finite) || words[v].nouns.isEmpty && !words[v].has(.nominal)) && syntax.isFinite(v)
    }
    guard w.has(.comma), next.stretch < 0 else { return false }
    if use.complement == .to || use.complement == .object, next.has(.coordinator), words[k + 2].stretch < 0,
      !words[k + 2].has(.gerund), syntax.isClauseAhead(k + 2, hi: unit.upperBound)
    {
      return true
    }
    // "agreed to mend the dam, marking a turn": what follows a promise from its act is the reporter's.
    if use.complement == .to, next.has(.gerund), !next.has(.capital), !words[k - 1].has(.gerund) { return true }
    if next.has(.asWord) { return words[k + 2].hasAll([.auxiliary, .finite]) }
    if next.has(.preposition), !next.has(.attach), words[k + 2].has(.gerund), !words[k + 2].has(.capital) {
      return true
    }
    // ", while the others stayed": a contrast of the reporter's.
    if use.complement == .bare || use.complement == .that, next.has(.subordinator),
      !next.has([.preposition, .whether, .complementizer, .adverb]), next.has(.contrast)
    {
      return true
    }
    // ", something that nobody believed"
    return next.hasAll([.subjectPronoun, .indefinite]) && !next.has(.determiner)
      && words[k + 2].has([.complementizer, .relative])
  }

  func lastBorder(before n: Int, _ uses: [CueUse], _ regions: [Range<Int>], _ unit: Range<Int>) -> Int {
    var result = unit.lowerBound
    for m in 0..<n where (uses[m].isTop || uses[m].source != nil) && isUtterance(uses[m]) {
      if regions[m].isEmpty {
        // "appealed to the crowd" reports nothing.
        if uses[m].complement == .none, !uses[m].after, !uses[m].inverted, !canFollow(uses[m]) { continue }
        result = max(result, uses[m].tail)
      } else if uses[m].complement == .quote {
        result = max(result, regions[m].lowerBound)
      } else {
        result = max(result, regions[m].upperBound)
      }
    }
    return min(result, uses[n].border)
  }

  /// Where the clause with a quoted stretch begins: at a relative pronoun, a dash, a colon or the sentence's start.
  func clauseStart(of s: Int, _ unit: Range<Int>) -> Int {
    let first = stretchWords[s].lowerBound
    var k = first
    while k > unit.lowerBound, first - k < 12 {
      let before = words[k - 1]
      if before.has([.semicolon, .colon, .dash, .mark]) { return k }
      if before.has(.relative), k - 2 >= unit.lowerBound, words[k - 2].has(.comma) { return k - 1 }
      k -= 1
    }
    return unit.lowerBound
  }

  /// "When Okafor came to the dam": a clause that only leads to the one with the attribution.
  func isOpeningClause(_ r: Range<Int>) -> Bool {
    guard words[r.lowerBound].has(.subordinator), !words[r.lowerBound].has(.complementizer) else { return false }
    return !r.contains {
      (words[$0].has(.comma) || closesWithComma($0)) && $0 + 1 < r.upperBound
        && !words[$0 + 1].has([.gerund, .participle]) && syntax.isClauseAhead($0 + 1, hi: r.upperBound)
    }
  }
}
