import Documents

/// Finds utterances paragraph by paragraph, sentence by sentence.
struct UtteranceFinder {
  let lexicon: QuoteLexicon
  let words: UnsafeBufferPointer<Word>
  let text: UnsafeBufferPointer<UInt8>
  let stretches: [Stretch]
  var syntax: Syntax
  /// The words of each stretch, marks included.
  let stretchWords: [Range<Int>]

  var utterances: [Utterance] = []
  var groups = 0
  /// The first utterance of the paragraph in hand, and the last one before it that has a speaker.
  var firstOfBlock = 0
  var lastSpoken: Utterance?
  /// The paragraph in hand is a title or a heading.
  var inHeadline = false
  /// The utterance of each stretch.
  var owner: [Int]
  /// Stretches that are titles, terms, nicknames.
  var isName: [Bool]
  /// What is left out, where somebody asks what else there was.
  var vetoes = Vetoes.none

  init(
    lexicon: QuoteLexicon, words: UnsafeBufferPointer<Word>, text: UnsafeBufferPointer<UInt8>, stretches: [Stretch]
  ) {
    self.lexicon = lexicon
    self.words = words
    self.text = text
    self.stretches = stretches
    syntax = Syntax(words: words)
    var ranges = Array(repeating: 0..<0, count: stretches.count)
    for i in words.indices where words[i].stretch >= 0 {
      let s = Int(words[i].stretch)
      ranges[s] = ranges[s].isEmpty ? i..<(i + 1) : ranges[s].lowerBound..<(i + 1)
    }
    stretchWords = ranges
    owner = Array(repeating: -1, count: stretches.count)
    isName = Array(repeating: false, count: stretches.count)
  }

  /// A sentence with the quotations in it: never ends inside one.
  func units(_ block: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = block.lowerBound
    var i = start
    while i < block.upperBound {
      let next = i + 1
      if next == block.upperBound || words[next].sentence != words[i].sentence && !joins(i, next) {
        result.append(start..<next)
        start = next
      }
      i = next
    }
    return result
  }

  /// Whether two sentences of the splitter are one here: the border lies inside a quotation, or an attribution follows.
  func joins(_ i: Int, _ next: Int) -> Bool {
    let a = words[i]
    let b = words[next]
    if a.stretch >= 0, a.stretch == b.stretch { return true }
    guard a.has(.mark) else { return false }
    // `"Why?" he asked.`: a lower-case word, or a subject and its cue right behind a closing mark.
    if !b.has([.capital, .mark, .number]), b.has(.word) { return true }
    // Behind an inner quotation's mark too: `"… 'How?'" he asked.`
    var last = max(0, i - 1)
    while last > 0, i - last < 3, words[last].has([.genitive, .mark]), words[last].stretch == a.stretch { last -= 1 }
    let stop = words[last]
    if stop.has(.comma) { return true }
    // `"Why?" Okafor asked.`
    guard stop.has(.terminal), stop.span.count == 1, text[stop.span.start] != UInt8(ascii: "."), !b.has(.mark) else {
      return false
    }
    var end = next
    while end < words.count, words[end].sentence == b.sentence { end += 1 }
    var k = next
    while k < end, k - next < 25, words[k].stretch < 0 {
      if words[k].cue >= 0, var use = syntax.use(at: k, lo: next, hi: end, lexicon: lexicon), use.subject?.start == next
      {
        syntax.complement(&use, hi: end, lexicon: lexicon)
        return use.complement == .none
      }
      k += 1
    }
    return false
  }

  mutating func run(blocks: [Range<Int>], kinds: [BlockKind]) {
    for (index, block) in blocks.enumerated() where !block.isEmpty {
      let quotes = block.lowerBound < block.upperBound
      guard quotes else { continue }
      firstOfBlock = utterances.count
      inHeadline = kinds[index] == .title || kinds[index] == .heading
      for unit in units(block) { parse(withoutDateline(unit)) }
      finish(block, next: index + 1 < blocks.count ? blocks[index + 1] : 0..<0)
      let spoken = utterances[firstOfBlock...].filter { $0.speaker != nil }
      lastSpoken = spoken.max { $0.region.lowerBound < $1.region.lowerBound } ?? lastSpoken
    }
    utterances.sort { words[$0.region.lowerBound].span < words[$1.region.lowerBound].span }
  }

  /// "PARIS, May 3 (Wire) — The dam is safe": a place in capitals, when and for whom, and a dash.
  private func withoutDateline(_ unit: Range<Int>) -> Range<Int> {
    guard unit.count > 4 else { return unit }
    let place = words[unit.lowerBound].span
    guard place.count > 2, text[place.range].allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else { return unit }
    var k = unit.lowerBound + 1
    while k < unit.upperBound, k - unit.lowerBound < 12, !words[k].has(.dash) {
      guard words[k].has([.capital, .number, .time, .comma, .open, .close]) || words[k].span.count == 1 else {
        return unit
      }
      k += 1
    }
    guard k + 2 < unit.upperBound, words[k].has(.dash), words[k].span.start > words[k - 1].span.end else { return unit }
    while k < unit.upperBound, words[k].has(.dash) { k += 1 }
    return k..<unit.upperBound
  }

  func cueUses(_ unit: Range<Int>) -> [CueUse] {
    var uses: [CueUse] = []
    let hi = unit.upperBound
    var i = unit.lowerBound
    // No sentence people write has more cues; a bound keeps hostile text from costing the square of its length.
    while i < hi, uses.count < 60 {
      let w = words[i]
      guard w.stretch < 0, vetoes.cues.isEmpty || !vetoes.cues.contains(w.span.start) else {
        i += 1
        continue
      }
      if w.sourceEnd > 0, let use = sourceUse(i, unit) {
        uses.append(use)
        i = Int(w.sourceEnd)
        continue
      }
      if w.has(.ownedSource), let use = ownedSource(i, unit) {
        uses.append(use)
        i = use.tail
        continue
      }
      if w.cue >= 0, w.has(.cue), var use = syntax.use(at: i, lo: unit.lowerBound, hi: hi, lexicon: lexicon) {
        syntax.complement(&use, hi: hi, lexicon: lexicon)
        uses.append(use)
        i = use.end
        continue
      }
      i += 1
    }
    return uses
  }

  /// Whether only a conjunction or adverb stands before.
  func isOpening(_ i: Int, _ unit: Range<Int>) -> Bool {
    var k = unit.lowerBound
    while k < i, words[k].has([.coordinator, .adverb, .comma]) { k += 1 }
    return k == i
  }

  mutating func parse(_ unit: Range<Int>) {
    if inHeadline || unit.lowerBound == 0 { headline(unit) }
    for s in stretchesOutermost(unit) {
      isName[s] = isNameOrTerm(s, unit)
      if isName[s], !isAnnounced(s) { syntax.names.insert(Int32(s)) }
    }
    var uses = cueUses(unit)
    guard !uses.isEmpty else { return }
    resolveInherited(&uses, unit)
    // What each cue governs ends where the next clause of the sentence begins.
    var regions: [Range<Int>] = []
    for (n, use) in uses.enumerated() {
      regions.append(use.complement == .none ? use.tail..<use.tail : use.start..<end(of: n, uses, unit))
    }
    // Quotations beside a cue that follows or precedes them.
    var enclosed = Set<Int>()
    for n in uses.indices {
      for m in uses.indices
      where m != n && !regions[m].isEmpty && regions[m].contains(uses[n].at) && uses[m].at < uses[n].at {
        if isReporting(uses[m]) { enclosed.insert(n) }
      }
    }
    var groupOf = Array(repeating: -1, count: uses.count)
    func group(_ n: Int) -> Int {
      if groupOf[n] < 0 {
        groups += 1
        groupOf[n] = groups
      }
      return groupOf[n]
    }
    // A quotation right behind its cue is that cue's.
    var claimed = Set<Int>()
    for n in uses.indices where uses[n].complement == .quote && !regions[n].isEmpty && speaks(uses[n], quoted: true) {
      let s = words[regions[n].lowerBound].stretch
      if s >= 0 { claimed.insert(Int(s)) }
    }
    for n in uses.indices where uses[n].complement == .that && isReporting(uses[n]) && speaks(uses[n], quoted: true) {
      claimed.formUnion(stretchesOutermost(regions[n]))
    }
    // `Okafor said the crowd chanted “…”`: of two the one who utters it is named right beside it.
    var innermost: [Int: Int] = [:]
    for n in uses.indices
    where uses[n].complement == .quote && !regions[n].isEmpty && uses[n].subject != nil && !uses[n].inherits
      && uses[n].source == nil && isUtterance(uses[n]) && speaks(uses[n], quoted: true)
    {
      let s = words[regions[n].lowerBound].stretch
      if s >= 0, regions[n].lowerBound == stretchWords[Int(s)].lowerBound { innermost[Int(s)] = n }
    }
    // `endorsed a report that called the dam “…”`: the report calls it so.
    var relative: [Int: Int] = [:]
    for n in uses.indices
    where uses[n].complement == .object && !regions[n].isEmpty && uses[n].subject?.antecedent != nil
      && isUtterance(uses[n]) && speaks(uses[n], quoted: true)
    {
      for s in stretchesOutermost(regions[n]) { relative[s] = n }
    }
    // After: `"…," Okafor said`, `The dam is safe, Okafor said.`
    for n in uses.indices where uses[n].after && !uses[n].passive && !uses[n].gerund && mayFollow(uses[n]) {
      let use = uses[n]
      var from = lastBorder(before: n, uses, regions, unit)
      if let s = spoken(before: use), from >= stretchWords[s].lowerBound, owner[s] < 0, !claimed.contains(s) {
        // `The ministry blamed the owners, whose “pumps had failed,” Okafor said.`: who is named behind a quotation that
        // ends as speech utters it, whatever the verbs before it govern.
        from = clauseStart(of: s, unit)
      }
      var a = from
      var b = use.border
      while b > a, words[b - 1].has([.comma, .dash]) { b -= 1 }
      while a < b, words[a].has([.comma, .coordinator, .colon]) { a += 1 }
      guard a < b else {
        reportOfReport(n, uses, unit, group(n))
        continue
      }
      let last = words[b - 1]
      if last.stretch >= 0, last.has(.mark) || !stretches[Int(last.stretch)].closed,
        !isName[Int(last.stretch)] || isAnnounced(Int(last.stretch))
      {
        let s = Int(last.stretch)
        guard owner[s] < 0, !claimed.contains(s), speaks(use, quoted: true) else { continue }
        if use.source == nil, !isUtterance(use), !(startsLikeSpeech(s) && endsLikeSpeech(s)) { continue }
        if endsLikeSpeech(s) || use.complement == .none || use.inverted || use.source != nil {
          let r = stretchWords[s].lowerBound
          // Where the clause begins inside the marks, nobody knows what of them is its.
          guard r >= a else { continue }
          let onlyQuotes = (a..<r).allSatisfy { words[$0].stretch >= 0 || words[$0].has(.punctuation) }
          if onlyQuotes {
            take(
              a..<b, use, rule: use.source != nil ? .directSource : use.inverted ? .directInverted : .directAfter,
              group: group(n))
          } else if (a..<b).contains(where: { words[$0].has([.colon]) && words[$0].stretch < 0 })
            || startsLikeSpeech(s) && r > a && words[r - 1].has([.comma, .colon])
          {
            take(r..<b, use, rule: use.inverted ? .directInverted : .directAfter, group: group(n))
          } else {
            mixed(a..<b, use, rule: use.source != nil ? .mixedSource : .mixedAfter, group: group(n))
          }
        }
      } else if use.complement == .none || use.complement == .quote, !enclosed.contains(n), speaks(use, quoted: false),
        !last.has(.mark) || syntax.hasFinite(from: a, to: b)
      {
        // The clause's verb may stand in the marks: `The board “must act at once” on the dam, Okafor said.`
        let contains = (a..<b).contains { syntax.isMark($0) }
        guard use.source != nil || canFollow(use), syntax.hasFinite(from: a, to: b) || contains || use.source != nil,
          use.source != nil || !isOpeningClause(a..<b)
        else {
          continue
        }
        if contains {
          mixed(a..<b, use, rule: use.source != nil ? .mixedSource : .mixedAfter, group: group(n))
        } else if b - a > 2 || use.complement != .quote {
          // `He was, she said, “soaking wet.”`: two words alone say nothing.
          indirect(a..<b, use, rule: use.source != nil ? .indirectSource : .indirectAfter, group: group(n))
        }
      }
    }
    for n in uses.indices where uses[n].after && !enclosed.contains(n) { parted(n, uses, regions, unit, group(n)) }
    // Before: `Okafor said: "…"`, `Okafor said that …`
    for n in uses.indices where !regions[n].isEmpty {
      let use = uses[n]
      if enclosed.contains(n), use.complement != .quote { continue }
      guard speaks(use, quoted: !use.passive) else { continue }
      var r = trimmed(regions[n])
      guard !r.isEmpty else { continue }
      if use.complement == .object { r = syntax.withoutPlaceOfSpeech(r) }
      // "was asked about what she called “…”": nobody asks, she calls.
      if use.passive,
        uses.contains(where: {
          $0.at > use.at && $0.subject != nil && $0.complement == .object && speaks($0, quoted: true)
            && r.contains($0.at)
        })
      {
        continue
      }
      if use.complement != .quote, let inner = stretchesOutermost(r).compactMap({ innermost[$0] }).first,
        stretchesOutermost(r).count == 1
      {
        if uses[inner].subject != nil { continue }
      }
      if use.complement == .object, let inner = stretchesOutermost(r).compactMap({ relative[$0] }).first, inner != n,
        r.contains(uses[inner].at)
      {
        continue
      }
      let quoted = stretchesOutermost(r).filter { owner[$0] < 0 && isUttered($0, use) }
      if quoted.isEmpty {
        guard !stretchesOutermost(r).contains(where: { owner[$0] >= 0 }), speaks(use, quoted: false) else { continue }
        reportIndirect(use, r, group: group(n))
        continue
      }
      if use.complement == .quote {
        quote(use, r, group: group(n))
      } else if r.lowerBound == stretchWords[quoted[0]].lowerBound, r.upperBound == stretchWords[quoted[0]].upperBound {
        take(r, use, rule: use.source != nil ? .directSource : .directBefore, group: group(n))
      } else {
        let rule: Rule = use.source != nil ? .mixedSource : use.complement == .object ? .mixedObject : .mixedClause
        mixed(r, use, rule: rule, group: group(n))
      }
    }
    // A cue whose complement is not understood, and a quotation in what is left of its clause.
    for n in uses.indices
    where !enclosed.contains(n) && uses[n].complement == .none && !uses[n].inverted && speaks(uses[n], quoted: true) {
      let use = uses[n]
      let stop = end(of: n, uses, unit)
      guard use.tail < stop, use.source != nil || !governsThing(use) else { continue }
      // "They hope to build “…”": what somebody wants to do nobody utters.
      if !isUtterance(use), words[use.end].has(.infinitive) { continue }
      // "-- as Okafor noted --": what is put in governs nothing of the rest.
      if let subject = use.subject, subject.start > unit.lowerBound, words[subject.start - 1].has(.asWord) { continue }
      let r = trimmed(use.tail..<stop)
      guard !r.isEmpty else { continue }
      let free = stretchesOutermost(r).filter { owner[$0] < 0 && !isName[$0] && isUttered($0, use) }
      for s in free where owner[s] < 0 && startsLikeSpeech(s) {
        // A whole sentence, announced by a colon or standing for itself.
        let first = stretchWords[s].lowerBound
        if words[first - 1].has(.colon) {
          take(stretchWords[s], use, rule: .directColon, group: group(n))
        } else if endsLikeSentence(s) {
          take(stretchWords[s], use, rule: .directBefore, group: group(n))
        }
      }
      if free.contains(where: { owner[$0] < 0 }) {
        // "wrote in 1998: that the dam was “old”"
        let clause = r.first { words[$0].has(.complementizer) && words[$0 - 1].has(.colon) && words[$0].stretch < 0 }
        mixed(trimmed((clause ?? use.end)..<stop), use, rule: .mixedObject, group: group(n))
      }
    }
  }

  /// `“The dam is safe,” Okafor said, according to the Ledger`: what somebody reports that somebody else said.
  private mutating func reportOfReport(_ n: Int, _ uses: [CueUse], _ unit: Range<Int>, _ group: Int) {
    let use = uses[n]
    let before = uses[..<n].filter { ($0.isTop || $0.source != nil) && isUtterance($0) }
    guard before.count == 1, let inner = before.first, inner.subject != nil, !inner.inherits, !inner.gerund,
      inner.source == nil, speaks(use, quoted: false), use.source != nil || canFollow(use) && use.complement == .none,
      use.source != nil || (use.tail..<unit.upperBound).allSatisfy({ words[$0].has([.punctuation, .time]) })
    else { return }
    var b = use.border
    while b > unit.lowerBound, words[b - 1].has([.comma, .dash]) { b -= 1 }
    let r = trimmed(unit.lowerBound..<b)
    guard r.count > 3, r.contains(inner.at) else { return }
    indirect(r, use, rule: use.source != nil ? .indirectSource : .indirectAfter, group: group)
  }

  /// `The dam, Okafor said, is safe.`: two pieces of one clause around its attribution.
  private mutating func parted(
    _ n: Int, _ uses: [CueUse], _ regions: [Range<Int>], _ unit: Range<Int>, _ group: Int
  ) {
    var use = uses[n]
    let hasRest = use.complement == .bare && use.start == use.tail + 1
    guard !use.passive, !use.gerund, !use.inherits, isUtterance(use), mayFollow(use), speaks(use, quoted: false),
      use.source == nil, canFollow(use), use.complement == .none || hasRest,
      use.tail + 2 < unit.upperBound, words[use.tail].has(.comma)
    else { return }
    var b = use.border
    while b > unit.lowerBound, words[b - 1].has([.comma, .dash]) { b -= 1 }
    let a = lastBorder(before: n, uses, regions, unit)
    let first = trimmed(a..<max(a, b))
    let from = use.tail + 1
    use.complement = .bare
    use.start = from
    var changed = uses
    changed[n] = use
    let rest = trimmed(from..<max(from, end(of: n, changed, unit)))
    guard !first.isEmpty, rest.count > 1, !(first.lowerBound..<rest.upperBound).contains(where: { syntax.isMark($0) })
    else { return }
    if !hasRest {
      let w = words[rest.lowerBound]
      let goesOn =
        w.has(.coordinator) || syntax.isFinite(rest.lowerBound)
        || w.has(.subordinator) && !w.has(.asWord) && syntax.hasFinite(from: rest.lowerBound, to: rest.upperBound)
        || w.has(.infinitive)
      guard goesOn, w.sourceEnd < 0, !w.has([.gerund, .time]) else { return }
    }
    // "On Monday, Okafor said, the dam broke": when and how is no piece of its own.
    let told = utterances.contains { $0.stretch == nil && $0.region == first }
    if !told, first.count > 2 || words[first.lowerBound].has(.determiner),
      !(first.count < 5 && first.contains { words[$0].has(.time) })
    {
      indirect(first, use, rule: .indirectAfter, group: group)
    }
    if !hasRest { indirect(rest, use, rule: .indirectAfter, group: group) }
  }

  /// The quotation that ends as speech, with a comma inside of its marks, right before an attribution.
  private func spoken(before use: CueUse) -> Int? {
    guard use.source == nil, use.complement == .none, isUtterance(use) else { return nil }
    var b = use.border
    while b > 0, words[b - 1].has([.comma, .dash]) { b -= 1 }
    guard b > 0, words[b - 1].has(.mark), words[b - 1].stretch >= 0 else { return nil }
    let s = Int(words[b - 1].stretch)
    return !isName[s] && endsLikeSpeech(s) && stretchWords[s].upperBound == b ? s : nil
  }

  /// "offers a free “Night Desk” class": a verb that reports no thing has one.
  private func governsThing(_ use: CueUse) -> Bool {
    let frames = lexicon.cues[Int(use.entry)].frames
    return frames.isDisjoint(with: [.bare, .np, .object, .asPhrase, .of, .tell, .objectTo])
      && words[use.end].stretch < 0 && words[use.end].has([.determiner, .possessive])
  }

  func isReporting(_ use: CueUse) -> Bool {
    if use.source != nil { return true }
    guard isUtterance(use) else { return false }
    switch use.complement {
    case .that, .bare, .wh, .to, .quote: return true
    default: return false
    }
  }

  /// Whether somebody may speak here at all.
  func speaks(_ use: CueUse, quoted: Bool) -> Bool {
    if use.source != nil { return true }
    if use.passive { return !quoted && use.complement == .wh }
    let frames = lexicon.cues[Int(use.entry)].frames
    if !quoted {
      if frames.contains(.think) || frames.contains(.show) { return false }
      if use.infinitive || use.negated { return false }
    }
    if use.passive { return use.complement == .wh }
    return use.subject != nil || use.inherits && use.complement == .quote
  }

  /// Whether this cue may stand behind what it reports: verbs that need a thing or a person may not.
  func mayFollow(_ use: CueUse) -> Bool {
    guard use.source == nil else { return true }
    let frames = lexicon.cues[Int(use.entry)].frames
    return use.inverted || frames.isDisjoint(with: [.object, .asPhrase, .of, .np])
      || !frames.isDisjoint(with: [.that, .bare, .wh, .objectTo])
  }

  /// Whether the cue is one of speech or writing, not of thought or showing.
  func isUtterance(_ use: CueUse) -> Bool {
    use.source != nil || lexicon.cues[Int(use.entry)].frames.isDisjoint(with: [.think, .show])
  }

  func resolveInherited(_ uses: inout [CueUse], _ unit: Range<Int>) {
    for n in uses.indices where uses[n].inherits && uses[n].subject == nil {
      var previous: Subject?
      var at = -1
      for m in (0..<n).reversed() where uses[m].subject != nil && uses[m].source == nil && uses[m].isTop {
        // "Lind -- as the mayor noted -- sang and said": what is put in speaks for itself alone.
        if let s = uses[m].subject, s.start > unit.lowerBound, words[s.start - 1].has(.asWord) { continue }
        previous = uses[m].subject
        at = uses[m].at
        break
      }
      let main = syntax.mainSubject(before: uses[n].at, lo: unit.lowerBound)
      if let previous, main.map({ $0.start <= at || uses[n].gerund && $0.start < at }) ?? true {
        uses[n].subject = previous
      } else {
        uses[n].subject = main ?? previous
      }
      // "Warning that the dam could break, Okafor said …": who speaks next.
      if uses[n].subject == nil, uses[n].gerund, isOpening(uses[n].at, unit) {
        uses[n].subject =
          uses[(n + 1)...].first { $0.isTop && !$0.gerund && !$0.inherits && !$0.inverted && $0.source == nil }?.subject
      }
    }
  }

  /// Whether a cue without complement may stand behind the clause it reports ("…, Okafor said on Monday.").
  func canFollow(_ use: CueUse) -> Bool {
    let frames = lexicon.cues[Int(use.entry)].frames
    return !frames.intersection([.bare, .that]).isEmpty && !frames.contains(.show)
  }
}
