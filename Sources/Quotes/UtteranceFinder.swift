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
  /// The utterance of each stretch.
  var owner: [Int]
  /// Stretches that are titles, terms, nicknames.
  var isName: [Bool]

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
      for unit in units(block) { parse(unit, kind: kinds[index]) }
      finish(block)
      let spoken = utterances[firstOfBlock...].filter { $0.speaker != nil }
      lastSpoken = spoken.max { $0.region.lowerBound < $1.region.lowerBound } ?? lastSpoken
    }
    utterances.sort { words[$0.region.lowerBound].span < words[$1.region.lowerBound].span }
  }

  func cueUses(_ unit: Range<Int>) -> [CueUse] {
    var uses: [CueUse] = []
    let hi = unit.upperBound
    var i = unit.lowerBound
    // No sentence people write has more cues; a bound keeps hostile text from costing the square of its length.
    while i < hi, uses.count < 60 {
      let w = words[i]
      guard w.stretch < 0 else {
        i += 1
        continue
      }
      if w.sourceEnd > 0, let use = sourceUse(i, unit) {
        uses.append(use)
        i = Int(w.sourceEnd)
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

  func sourceUse(_ i: Int, _ unit: Range<Int>) -> CueUse? {
    let end = Int(words[i].sourceEnd)
    guard end < unit.upperBound, let e = syntax.phraseEnd(end, hi: unit.upperBound) else { return nil }
    if !syntax.isSpeakerLike(end, e) { return nil }
    var use = CueUse(at: i, end: end, entry: -1)
    use.source = "source"
    use.subject = Subject(range: end..<e, antecedent: nil)
    use.inverted = true
    use.isTop = true
    use.border = i
    if i > unit.lowerBound, words[i - 1].has([.comma, .dash]) { use.border = i - 1 }
    use.tail = e
    var k = e
    if k < unit.upperBound, words[k].has(.comma) { k += 1 }
    let opens = i == unit.lowerBound || isOpening(i, unit)
    if opens
      || k > e && k < unit.upperBound && words[k].has(.mark) && !words[i - 1].has(.mark)
        && !syntax.hasFinite(from: unit.lowerBound, to: i)
        && !(unit.lowerBound..<i).contains(where: { words[$0].stretch >= 0 })
    {
      use.complement = .source
      use.start = k
    } else {
      use.after = true
    }
    return use
  }

  /// Whether only a conjunction or adverb stands before.
  func isOpening(_ i: Int, _ unit: Range<Int>) -> Bool {
    var k = unit.lowerBound
    while k < i, words[k].has([.coordinator, .adverb, .comma]) { k += 1 }
    return k == i
  }

  mutating func parse(_ unit: Range<Int>, kind: BlockKind) {
    if kind == .title || kind == .heading || unit.lowerBound == 0 { headline(unit) }
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
      guard a < b else { continue }
      let last = words[b - 1]
      if last.has(.mark), last.stretch >= 0, !isName[Int(last.stretch)] || isAnnounced(Int(last.stretch)) {
        let s = Int(last.stretch)
        guard owner[s] < 0, !claimed.contains(s), speaks(use, quoted: true) else { continue }
        if use.source == nil, !isUtterance(use), !(startsLikeSpeech(s) && endsLikeSpeech(s)) { continue }
        if endsLikeSpeech(s) || use.complement == .none || use.inverted || use.source != nil {
          let r = stretchWords[s].lowerBound
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
        let contains = (a..<b).contains { words[$0].has(.mark) }
        guard use.source != nil || canFollow(use), syntax.hasFinite(from: a, to: b) || contains || use.source != nil,
          use.source != nil || !isOpeningClause(a..<b)
        else {
          continue
        }
        if contains {
          mixed(a..<b, use, rule: use.source != nil ? .mixedSource : .mixedAfter, group: group(n))
        } else {
          indirect(a..<b, use, rule: use.source != nil ? .indirectSource : .indirectAfter, group: group(n))
        }
      }
    }
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
      let quoted = stretchesOutermost(r).filter { owner[$0] < 0 && isUttered($0, use) }
      if quoted.isEmpty {
        guard !stretchesOutermost(r).contains(where: { owner[$0] >= 0 }), speaks(use, quoted: false) else { continue }
        reportIndirect(use, r, group: group(n))
        continue
      }
      if use.complement == .quote {
        quote(use, r, group: group(n))
      } else if r.lowerBound == stretchWords[quoted[0]].lowerBound, r.upperBound == stretchWords[quoted[0]].upperBound {
        take(r, use, rule: .directBefore, group: group(n))
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
        mixed(trimmed(use.end..<stop), use, rule: .mixedObject, group: group(n))
      }
    }
  }

  /// "When Okafor came to the dam": a clause that only leads to the one with the attribution.
  private func isOpeningClause(_ r: Range<Int>) -> Bool {
    guard words[r.lowerBound].has(.subordinator), !words[r.lowerBound].has(.complementizer) else { return false }
    return !r.contains { words[$0].has([.comma, .mark]) && syntax.hasFinite(from: $0, to: r.upperBound) }
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

  /// Where the clause with a quoted stretch begins: at a relative pronoun, a dash, a colon or the sentence's start.
  private func clauseStart(of s: Int, _ unit: Range<Int>) -> Int {
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

  /// "offers a free “Night Desk” class": a verb that reports no thing has one.
  private func governsThing(_ use: CueUse) -> Bool {
    let frames = lexicon.cues[Int(use.entry)].frames
    return frames.isDisjoint(with: [.bare, .np, .object, .asPhrase, .of, .tell, .objectTo])
      && words[use.end].stretch < 0 && words[use.end].has([.determiner, .possessive])
  }

  /// `Okafor: Dam Is Safe`: a speaker, a colon, and what is said.
  mutating func headline(_ unit: Range<Int>) {
    var k = unit.lowerBound
    while k < unit.upperBound, k - unit.lowerBound < 6, words[k].has(.word),
      syntax.isNominal(k) || words[k].has(.capital)
    { k += 1 }
    guard k > unit.lowerBound, k + 3 < unit.upperBound, words[k].has(.colon), syntax.isSpeakerLike(unit.lowerBound, k),
      words[k - 1].has(.capital), !words[k - 1].has(.number),
      (k..<unit.upperBound).allSatisfy({ words[$0].stretch < 0 })
    else { return }
    groups += 1
    utterances.append(
      Utterance(
        stretch: nil, region: trimmed((k + 1)..<unit.upperBound), kind: .indirect, speaker: unit.lowerBound..<k,
        antecedent: nil, cue: k..<(k + 1), lemma: nil, addressee: nil, rule: .headline, group: groups))
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
    }
  }

  /// Where what cue `n` governs ends.
  func end(of n: Int, _ uses: [CueUse], _ unit: Range<Int>) -> Int {
    let use = uses[n]
    let start = max(use.start, use.tail)
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
        if v.complement == .none || v.complement == .object && use.complement != .object { continue }
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
    // In a subordinate or relative clause ("While he said …, she", "Lind, who said …, left") a comma ends it.
    let within: Bool = {
      if use.passive { return true }
      guard let subject = use.subject, !use.gerund || !use.inherits, !use.inverted, use.complement != .quote else {
        return false
      }
      if subject.antecedent != nil { return subject.start > 0 && words[subject.start - 1].has(.comma) }
      let s = subject.start
      if s - 1 > unit.lowerBound, words[s - 1].has(.relative), words[s - 2].has(.comma) { return true }
      return s > unit.lowerBound && words[s - 1].has(.subordinator)
        && (s - 1 == unit.lowerBound || isOpening(s - 1, unit)
          || words[s - 2].has(.comma) && words[s - 1].has(.whether))
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
      if words[k].stretch < 0, k > start + 1, use.complement != .quote, use.complement != .source,
        endsReport(k, use, unit)
      {
        return k
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
    // A dash that none closes: what follows is the reporter's.
    if dash > start, isClause, use.complement != .to { return dash }
    return unit.upperBound
  }

  /// Whether the closing mark at `k` has a comma inside of it.
  private func closesWithComma(_ k: Int) -> Bool {
    guard words[k].has(.mark), words[k].stretch >= 0 else { return false }
    let s = Int(words[k].stretch)
    return !isName[s] && stretchWords[s].upperBound == k + 1 && (lastInside(s).map { words[$0].has(.comma) } ?? false)
  }

  /// Whether the reporter's own clause goes on at `k`: "…, but left", "…, without naming anybody", "…, as have others",
  /// "promised to stay and left".
  private func endsReport(_ k: Int, _ use: CueUse, _ unit: Range<Int>) -> Bool {
    guard k + 2 < unit.upperBound else { return false }
    let w = words[k]
    let next = words[k + 1]
    if w.has(.coordinator), use.complement == .object || use.complement == .to, next.stretch < 0 {
      var v = k + 1
      while v < unit.upperBound, v - k < 4, words[v].has(.adverb), !words[v].has(.verbForms) { v += 1 }
      return v < unit.upperBound && words[v].has([.verbPast, .verbS, .finite])
        && (words[v].has(.finite) || words[v].nouns.isEmpty && !words[v].has(.nominal)) && syntax.isFinite(v)
    }
    guard w.has(.comma), next.stretch < 0 else { return false }
    if next.has(.adversative) { return syntax.isFinite(k + 2) && !words[k + 2].has(.subjectPronoun) }
    if next.has(.asWord) { return words[k + 2].hasAll([.auxiliary, .finite]) }
    if next.has(.preposition), words[k + 2].has(.gerund), !words[k + 2].has(.capital), next.has(.subordinator) {
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
        result = max(result, uses[m].tail)
      } else if uses[m].complement == .quote {
        result = max(result, regions[m].lowerBound)
      } else {
        result = max(result, regions[m].upperBound)
      }
    }
    return min(result, uses[n].border)
  }

  /// Whether a cue without complement may stand behind the clause it reports ("…, Okafor said on Monday.").
  func canFollow(_ use: CueUse) -> Bool {
    let frames = lexicon.cues[Int(use.entry)].frames
    return !frames.intersection([.bare, .that]).isEmpty && !frames.contains(.show)
  }
}
