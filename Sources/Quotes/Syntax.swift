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
      || before.has(.determiner) && !before.has(.subjectPronoun)
        // "the message that showed fighters": a relative pronoun is no article.
        && !(before.has(.relative) && i > 1 && isNominal(i - 2))
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

  /// "a post that called": a pointing word right behind a noun joins a clause to it. Asked of the words alone.
  private func isRelativeBehindNoun(_ k: Int) -> Bool {
    guard words[k].has(.relative), k > 0, words[k - 1].sentence == words[k].sentence else { return false }
    let noun = words[k - 1]
    return noun.has(.word) && (!noun.has(.verbForms) || noun.has(.nominal) || !noun.nouns.isEmpty)
      && !noun.has([
        .determiner, .possessive, .preposition, .coordinator, .subordinator, .auxiliary, .adverb, .negation, .finite,
        .subjectPronoun, .objectPronoun, .time,
      ])
  }

  /// `“…,” the petition states.`: a verb that a short noun phrase parts from a closing mark.
  private func followsMark(_ i: Int) -> Bool {
    var k = i - 1
    while k > 0, i - k < 5, words[k].has(.word), !words[k].has([.preposition, .coordinator]) { k -= 1 }
    return k < i - 1 && words[k].has(.mark) && words[k + 1].has([.determiner, .capital])
  }

  /// A quotation begins right behind the word, or behind its comma or colon.
  private func leadsToMark(_ i: Int) -> Bool {
    guard i + 1 < words.count else { return false }
    if words[i + 1].has(.mark) { return true }
    return words[i + 1].has([.comma, .colon]) && i + 2 < words.count && words[i + 2].has(.mark)
  }

  /// "…, the Ledger reports, citing …": a name and its verb between two commas, behind which the sentence goes on with
  /// anything but the next piece of a list.
  private func isPutIn(_ i: Int) -> Bool {
    guard i + 2 < words.count, words[i + 1].has(.comma), words[i + 2].sentence == words[i].sentence,
      words[i + 2].has([.gerund, .auxiliary, .asWord, .subordinator, .preposition, .adverb, .mark, .adversative])
    else { return false }
    var k = i - 1
    while k > 0, i - k < 7, words[k].has([.capital, .article, .genitive, .attach]), !words[k].has(.infinitive) {
      k -= 1
    }
    return words[k].has([.comma, .mark]) && words[k].sentence == words[i].sentence
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
      // "placed a sign that read “…”": who shows a text says it, so that verb makes no clause.
      if before.has(.determiner), !before.has([.subjectPronoun]),
        !isRelativeBehindNoun(k) || leadsToMark(i)
      {
        return false
      }
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
        !before.has([.subjectPronoun, .relative, .capital, .close, .comma, .mark]),
        !w.has(.cue) || w.has(.nominal) || !w.nouns.isEmpty
      {
        return false
      }
      if w.has(.nominal) || !w.nouns.isEmpty {
        guard i + 1 < words.count else { return false }
        // "the clause states that", "the lawsuit states."
        if w.has(.cue), before.has([.comma, .close]), words[i + 1].has(.complementizer) { return true }
        if w.has(.cue), words[i + 1].has([.terminal, .colon, .time]), followsMark(i) { return true }
        // "The dam is safe, the Ledger reports, citing an engineer."
        if w.has(.cue), before.has(.capital), k + 1 == i, isPutIn(i) { return true }
        if w.has(.cue), before.has(.word), !before.has([.preposition, .coordinator, .adverb, .infinitive]) {
          if words[i + 1].has(.complementizer), !before.has(.determiner), !w.nouns.contains(.utterance) { return true }
          if before.has(.capital) || !before.nouns.isEmpty, words[i + 1].has([.terminal, .colon, .time]) {
            return true
          }
        }
        // `The film “Night Ferry” opens on Friday`
        let behindName = before.has(.mark) && names.contains(before.stretch)
        // "The star, Ida Vell, calls her director …"
        let behindApposition =
          w.has(.cue) && before.has(.comma) && k > 0 && words[k - 1].has(.capital)
          && words[i + 1].has([.possessive, .objectPronoun, .mark])
        guard
          behindName || behindApposition || before.has([.subjectPronoun, .relative, .capital]) || !before.nouns.isEmpty
        else {
          return false
        }
        return words[i + 1].has([
          .determiner, .possessive, .complementizer, .objectPronoun, .subjectPronoun, .mark, .infinitive, .preposition,
          .whether,
        ])
      }
      return true
    }
    // "A third of those asked say they …": a cue right before the clause it reports.
    if w.has(.cue), !w.has(.nominal), w.nouns.isEmpty, i + 1 < words.count, words[i + 1].sentence == w.sentence,
      words[i + 1].has([.complementizer, .subjectPronoun]) || words[i + 1].has(.article) && before.has(.comma),
      !words[i + 1].has([.objectPronoun, .indefinite]),
      before.has([.comma, .word]),
      !before.has([.article, .possessive, .preposition, .coordinator, .objectPronoun, .verbBase, .capital])
        || before.has(.comma),
      !(before.has(.subjectPronoun) && before.has(.third) && !before.has(.plural))
    {
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
}
