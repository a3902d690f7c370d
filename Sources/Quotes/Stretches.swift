import Documents

/// What a quoted stretch looks like: speech, a title, a nickname, a term.
extension UtteranceFinder {
  func stretchesOutermost(_ range: Range<Int>) -> [Int] {
    var result: [Int] = []
    var last: Int32 = -1
    for i in range where words[i].stretch >= 0 && words[i].stretch != last {
      last = words[i].stretch
      result.append(Int(last))
    }
    return result
  }

  func trimmed(_ r: Range<Int>) -> Range<Int> {
    var a = r.lowerBound
    var b = r.upperBound
    while a < b, words[a].has(.punctuation), !words[a].has(.mark), !words[a].has(.open) { a += 1 }
    while b > a,
      words[b - 1].has(.punctuation) && !words[b - 1].has([.mark, .close])
        || words[b - 1].has(.coordinator) && words[b - 1].stretch < 0 && !words[b - 1].has([.capital, .adverb])
    {
      b -= 1
    }
    return a..<b
  }

  /// Whether a stretch ends as speech before an attribution does: with a comma, a stop or a dash inside of its marks.
  func endsLikeSpeech(_ s: Int) -> Bool {
    lastInside(s).map { words[$0].has(.punctuation) } ?? false || nextIsComma(s)
  }

  func endsLikeSentence(_ s: Int) -> Bool {
    guard startsLikeSpeech(s), let last = lastInside(s) else { return false }
    return words[last].has(.terminal) && stretchWords[s].count > 5
  }

  func nextIsComma(_ s: Int) -> Bool {
    let e = stretchWords[s].upperBound
    return e < words.count && words[e].has(.comma)
  }

  func lastInside(_ s: Int) -> Int? {
    var k = stretchWords[s].upperBound - 1
    while k > stretchWords[s].lowerBound, words[k].has(.mark) { k -= 1 }
    return k > stretchWords[s].lowerBound ? k : nil
  }

  func startsLikeSpeech(_ s: Int) -> Bool {
    let r = stretchWords[s]
    let k = r.lowerBound + 1
    return k < r.upperBound && words[k].has([.capital, .number])
  }

  func isAnnounced(_ s: Int) -> Bool {
    let k = stretchWords[s].lowerBound - 1
    return k >= 0 && words[k].has([.comma, .colon]) && !(lastInside(s).map { words[$0].has(.colon) } ?? false)
  }

  func wordCount(_ s: Int) -> Int {
    stretchWords[s].reduce(0) { $0 + (words[$1].has(.word) ? 1 : 0) }
  }

  /// `chants of “Build The Dam”`: a noun of saying right before a preposition.
  private func follows(_ k: Int, _ kind: NounKinds) -> Bool {
    k > 0 && words[k].has(.preposition) && !words[k - 1].nouns.intersection([kind, .wording]).isEmpty
  }

  /// Whether a stretch is a title, a nickname or a term that nobody utters.
  func isNameOrTerm(_ s: Int, _ unit: Range<Int>) -> Bool {
    let r = stretchWords[s]
    let n = wordCount(s)
    // `“Town Saves Its Old Dam,” by the Review's Ada Okafor`: a headline and its author.
    if n > 0, n <= 16, r.upperBound + 2 < unit.upperBound, words[r.upperBound].has(.by), startsLikeSpeech(s),
      words[r.upperBound + 1].has(.capital) || words[r.upperBound + 2].has(.capital)
    {
      return true
    }
    guard n > 0, n <= 9 else { return false }
    let before = r.lowerBound > unit.lowerBound ? r.lowerBound - 1 : nil
    let after = r.upperBound < unit.upperBound ? r.upperBound : nil
    var capitals = 0
    var content = 0
    for i in r
    where words[i].has(.word)
      && !words[i].has([.determiner, .preposition, .coordinator, .possessive, .infinitive, .clitic])
    {
      content += 1
      if words[i].has([.capital, .number]) { capitals += 1 }
    }
    let titled = content > 0 && capitals == content
    // Chuck "Red" Lind
    if let before, let after, words[before].has(.capital), words[after].has(.capital), titled, n <= 3,
      !words[after].has(.mark)
    {
      return true
    }
    if let last = lastInside(s), words[last].has(.colon) { return true }
    if let before, words[before].nouns.contains(.wording), words[before].before == .none { return false }
    if let before {
      var k = before
      if words[k].has(.comma), k > unit.lowerBound { k -= 1 }
      switch words[k].before {
      case .work: if titled { return true }
      case .term: if n <= 4 || titled { return true }
      case .none: break
      }
      switch lexicon.worksBefore(words, text, endingAt: k, from: unit.lowerBound) {
      case .work: if titled { return true }
      case .term: if n <= 4 || titled { return true }
      case .none: break
      }
      // "the hit film from 2014," and the like reach a few words back.
      if titled, n >= 2 {
        var j = k
        while j >= unit.lowerBound, k - j < 5 {
          if words[j].before == .work { return true }
          j -= 1
        }
      }
      let announced = words[before].has([.comma, .colon]) || words[before].cue >= 0
      if titled, words[before].has(.genitive) { return true }
      // A title in the middle of a clause, however it ends: `reruns of “Night Ferry.”`
      if titled, n >= 2, !announced, !follows(before, .utterance) { return true }
      if titled, n == 1, words[before].has([.preposition]), !words[before].has([.asWord, .infinitive]),
        !follows(before, .utterance)
      {
        return true
      }
    }
    if let after, words[after].after == .term, n <= 4 { return true }
    if let after, words[after].after == .work, titled { return true }
    return false
  }
}
