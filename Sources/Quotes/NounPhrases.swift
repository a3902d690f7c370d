/// Noun phrases: backward from their head, as a subject stands before its verb, and forward from their first word.
extension Syntax {
  /// The first word of the noun phrase without postmodifiers whose head is `head`.
  func baseStart(_ head: Int, lo: Int) -> Int {
    var i = head
    while i - 1 >= lo {
      let v = words[i - 1]
      if v.has(.genitive) {
        i -= 1
        continue
      }
      if v.has(.mark), names.contains(v.stretch), words[i].has(.capital) {
        // Ben "Red" Lind
        var k = i - 1
        while k > lo, words[k - 1].stretch == v.stretch { k -= 1 }
        guard k > lo, words[k - 1].has(.capital), isNominal(k - 1) else { break }
        i = k - 1
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
      // "a rally by leaders", "a report by the board"
      if v.has(.by), isNominal(i - 2), words[i - 2].has(.word) {
        let a = baseStart(i - 2, lo: lo)
        if words[a].has([.article, .possessive, .capital]), a < i - 2 || !words[a].has(.verbForms) {
          i = a
          continue
        }
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
        var verbs = 0
        while r >= lo, i - r < 14, !words[r].has([.relative, .punctuation]) {
          if isFinite(r) { verbs += 1 }
          r -= 1
        }
        if r - 1 >= lo, verbs < 2, words[r].has(.relative), isNominal(r - 1) || words[r - 1].has(.indefinite) {
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

  /// The end of the noun phrase that begins at `i`, without postmodifiers, or nil if none begins.
  func baseEnd(_ i: Int, hi: Int) -> Int? {
    guard i < hi else { return nil }
    var k = i
    if words[k].has([.subjectPronoun, .objectPronoun]), !words[k].has([.possessive]), !isNominal(k) {
      // "many officials": an indefinite pronoun goes on.
      if words[k].has(.indefinite), k + 1 < hi, isNominal(k + 1) { k += 1 } else { return k + 1 }
    }
    if words[k].hasAll([.objectPronoun, .possessive]), k + 1 >= hi || words[k + 1].has([.infinitive, .whether]) {
      return k + 1
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

  func clauseEnd(_ i: Int, hi: Int) -> Int {
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
