import Documents

/// Quotations that no mark closes and that would swallow their own attribution: `“The dam is safe, Okafor said.`
extension Words {
  /// The stretches with those cut before the attribution that stands in them, or nil where none is.
  func cutBeforeAttributions(_ stretches: [Stretch], lexicon: QuoteLexicon) -> [Stretch]? {
    guard stretches.contains(where: { !$0.closed }) else { return nil }
    var result = stretches
    var changed = false
    var ranges = Array(repeating: 0..<0, count: stretches.count)
    for i in list.indices where list[i].stretch >= 0 {
      let s = Int(list[i].stretch)
      ranges[s] = ranges[s].isEmpty ? i..<(i + 1) : ranges[s].lowerBound..<(i + 1)
    }
    list.withUnsafeBufferPointer { words in
      let syntax = Syntax(words: words)
      for s in stretches.indices where !stretches[s].closed {
        // What the next paragraph opens again goes on, whatever is told in it.
        if s + 1 < stretches.count, stretches[s + 1].reopened { continue }
        let comma = ranges[s].first { k in
          words[k].has(.comma) && isAttribution(behind: k, to: ranges[s].upperBound, syntax, lexicon)
        }
        if let comma {
          result[s].content.end = words[comma].span.end
          result[s].outer.end = words[comma].span.end
          changed = true
        }
      }
    }
    return changed ? result : nil
  }

  /// Whether only a speaker and a cue of speech, and when or where it was, stand from a comma to the sentence's end.
  private func isAttribution(behind comma: Int, to hi: Int, _ syntax: Syntax, _ lexicon: QuoteLexicon) -> Bool {
    let words = syntax.words
    var end = comma + 1
    while end < hi, end - comma < 16, words[end].sentence == words[comma].sentence, !words[end].has(.terminal) {
      end += 1
    }
    guard end - comma > 2, end - comma < 16 else { return false }
    func isCue(_ k: Int) -> Bool {
      guard words[k].cue >= 0, words[k].has([.verbPast, .verbS]) else { return false }
      let frames = lexicon.cues[Int(words[k].cue)].frames
      return frames.contains(.bare) && frames.isDisjoint(with: [.think, .show])
    }
    func onlySays(_ k: Int) -> Bool {
      k >= end || words[k].has([.time, .preposition]) && !syntax.hasFinite(from: k, to: end)
    }
    let k = comma + 1
    // "…, said Okafor."
    if isCue(k), let e = syntax.phraseEnd(k + 1, hi: end) { return words[k + 1].has(.capital) && onlySays(e) }
    // "…, Okafor said on Monday."
    guard let verb = (k + 1..<end).first(where: isCue) else { return false }
    let subject = syntax.subject(of: verb, lo: k)
    return subject?.start == k && !words[k].has(.first) && syntax.isSpeakerLike(k, verb)
      && onlySays(verb + 1)
  }
}
