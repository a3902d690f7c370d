import Documents

/// What is said, by whom: words of the content, and how it was found.
struct Utterance {
  /// The quoted stretch, or nil for indirect speech.
  var stretch: Int?
  /// The reported content in words; of a direct quote the stretch itself.
  var region: Range<Int>
  var kind: QuoteKind
  var speaker: Range<Int>?
  var antecedent: Range<Int>?
  var cue: Range<Int>?
  var lemma: String?
  var addressee: Range<Int>?
  var rule: Rule
  /// The same number for the pieces of one utterance.
  var group: Int
}

/// The rules of this stage; each stands in attribution.rules with its measured precision.
enum Rule: String, CaseIterable {
  case directAfter = "direct.after"
  case directInverted = "direct.inverted"
  case directBefore = "direct.before"
  case directColon = "direct.colon"
  case directSource = "direct.source"
  case directUnknownVerb = "direct.unknown-verb"
  case continueSentence = "continue.sentence"
  case continueReport = "continue.report"
  case continueNext = "continue.next"
  case continueParagraph = "continue.paragraph"
  case continueReopened = "continue.reopened"
  case mixedClause = "mixed.clause"
  case mixedObject = "mixed.object"
  case mixedAfter = "mixed.after"
  case mixedSource = "mixed.source"
  case mixedNoun = "mixed.noun"
  case mixedSubject = "mixed.subject"
  case mixedAlone = "mixed.alone"
  case credit = "direct.credit"
  case indirectThat = "indirect.that"
  case indirectBare = "indirect.bare"
  case indirectWhether = "indirect.whether"
  case indirectTo = "indirect.to"
  case indirectObject = "indirect.object"
  case indirectAfter = "indirect.after"
  case indirectSource = "indirect.source"
  case headline = "indirect.headline"
}

/// Finds utterances paragraph by paragraph, sentence by sentence.
struct UtteranceFinder {
  let lexicon: QuoteLexicon
  let words: UnsafeBufferPointer<Word>
  let text: UnsafeBufferPointer<UInt8>
  let stretches: [Stretch]
  private(set) var syntax: Syntax
  /// The words of each stretch, marks included.
  let stretchWords: [Range<Int>]

  private(set) var utterances: [Utterance] = []
  private var groups = 0
  /// The utterance of each stretch.
  private var owner: [Int]
  /// Stretches that are titles, terms, nicknames.
  private var isName: [Bool]

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
  private func units(_ block: Range<Int>) -> [Range<Int>] {
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
  private func joins(_ i: Int, _ next: Int) -> Bool {
    let a = words[i]
    let b = words[next]
    if a.stretch >= 0, a.stretch == b.stretch { return true }
    guard a.has(.mark) else { return false }
    // `"Why?" he asked.`: a lower-case word, or a subject and its cue right behind a closing mark.
    if !b.has([.capital, .mark, .number]), b.has(.word) { return true }
    let stop = i > 0 ? words[i - 1] : a
    if stop.has(.comma) { return true }
    // `"Why?" Okafor asked.`
    guard stop.has(.terminal), stop.span.count == 1, text[stop.span.start] != UInt8(ascii: "."), !b.has(.mark) else {
      return false
    }
    var end = next
    while end < words.count, words[end].sentence == b.sentence { end += 1 }
    var k = next
    while k < end, k - next < 9, words[k].stretch < 0 {
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
      let first = utterances.count
      for unit in units(block) { parse(unit, kind: kinds[index]) }
      finish(block, first: first)
    }
    utterances.sort { words[$0.region.lowerBound].span < words[$1.region.lowerBound].span }
  }

  // MARK: One sentence

  private func cueUses(_ unit: Range<Int>) -> [CueUse] {
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

  private func sourceUse(_ i: Int, _ unit: Range<Int>) -> CueUse? {
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
    if i == unit.lowerBound || isOpening(i, unit) {
      use.complement = .source
      use.start = k
    } else {
      use.after = true
    }
    return use
  }

  /// Whether only a conjunction or adverb stands before.
  private func isOpening(_ i: Int, _ unit: Range<Int>) -> Bool {
    var k = unit.lowerBound
    while k < i, words[k].has([.coordinator, .adverb, .comma]) { k += 1 }
    return k == i
  }

  private mutating func parse(_ unit: Range<Int>, kind: BlockKind) {
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
    // After: `"…," Okafor said`, `The dam is safe, Okafor said.`
    for n in uses.indices where uses[n].after && !uses[n].passive && !uses[n].gerund && mayFollow(uses[n]) {
      let use = uses[n]
      let from = lastBorder(before: n, uses, regions, unit)
      var a = from
      var b = use.border
      while b > a, words[b - 1].has([.comma, .dash]) { b -= 1 }
      while a < b, words[a].has([.comma, .coordinator, .colon]) { a += 1 }
      guard a < b else { continue }
      let last = words[b - 1]
      if last.has(.mark), last.stretch >= 0 {
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
      } else if use.complement == .none || use.complement == .quote, !enclosed.contains(n), speaks(use, quoted: false) {
        guard use.source != nil || canFollow(use), syntax.hasFinite(from: a, to: b) || use.source != nil else {
          continue
        }
        let contains = (a..<b).contains { words[$0].has(.mark) }
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
      let r = trimmed(regions[n])
      guard !r.isEmpty else { continue }
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
      guard use.tail < stop else { continue }
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

  /// `Okafor: Dam Is Safe`: a speaker, a colon, and what is said.
  private mutating func headline(_ unit: Range<Int>) {
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

  private func isReporting(_ use: CueUse) -> Bool {
    if use.source != nil { return true }
    guard isUtterance(use) else { return false }
    switch use.complement {
    case .that, .bare, .wh, .to, .quote: return true
    default: return false
    }
  }

  /// Whether somebody may speak here at all.
  private func speaks(_ use: CueUse, quoted: Bool) -> Bool {
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
  private func mayFollow(_ use: CueUse) -> Bool {
    guard use.source == nil else { return true }
    let frames = lexicon.cues[Int(use.entry)].frames
    return use.inverted || frames.isDisjoint(with: [.object, .asPhrase, .of, .np])
      || !frames.isDisjoint(with: [.that, .bare, .wh, .objectTo])
  }

  /// Whether the cue is one of speech or writing, not of thought or showing.
  private func isUtterance(_ use: CueUse) -> Bool {
    use.source != nil || lexicon.cues[Int(use.entry)].frames.isDisjoint(with: [.think, .show])
  }

  private func resolveInherited(_ uses: inout [CueUse], _ unit: Range<Int>) {
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
  private func end(of n: Int, _ uses: [CueUse], _ unit: Range<Int>) -> Int {
    let use = uses[n]
    let start = max(use.start, use.tail)
    for v in uses[(n + 1)...] where v.at > use.start && v.border >= start {
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
      guard let subject = use.subject, !use.inherits, !use.inverted, use.complement != .quote else { return false }
      if subject.antecedent != nil { return subject.start > 0 && words[subject.start - 1].has(.comma) }
      let s = subject.start
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
      if within, words[k].stretch < 0, words[k].has(.comma), k > start + 1 { return k }
      if use.complement == .object, words[k].stretch < 0, words[k].has(.comma), k + 1 < unit.upperBound,
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

  private func lastBorder(before n: Int, _ uses: [CueUse], _ regions: [Range<Int>], _ unit: Range<Int>) -> Int {
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
  private func canFollow(_ use: CueUse) -> Bool {
    let frames = lexicon.cues[Int(use.entry)].frames
    return !frames.intersection([.bare, .that]).isEmpty && !frames.contains(.show)
  }

  // MARK: Records

  private mutating func add(
    _ use: CueUse, stretch: Int?, region: Range<Int>, kind: QuoteKind, rule: Rule, group: Int
  ) {
    if let stretch { owner[stretch] = utterances.count }
    utterances.append(
      Utterance(
        stretch: stretch, region: region, kind: kind, speaker: use.passive ? nil : use.subject?.range,
        antecedent: use.passive ? nil : use.subject?.antecedent,
        cue: use.at..<use.end, lemma: use.source == nil ? lexicon.cues[Int(use.entry)].lemma : nil,
        addressee: use.addressee, rule: rule, group: group))
  }

  /// Each stretch of the range as a direct quote.
  private mutating func take(_ range: Range<Int>, _ use: CueUse, rule: Rule, group: Int) {
    for s in stretchesOutermost(range) where owner[s] < 0 && (!isName[s] || isAnnounced(s)) {
      add(use, stretch: s, region: stretchWords[s], kind: .direct, rule: rule, group: group)
    }
  }

  private mutating func mixed(_ region: Range<Int>, _ use: CueUse, rule: Rule, group: Int) {
    let r = trimmed(region)
    let all = stretchesOutermost(r)
    if use.source == nil, lexicon.cues[Int(use.entry)].frames.contains(.direct) { return }
    for s in all where owner[s] < 0 && !isName[s] && isUttered(s, use) {
      add(use, stretch: s, region: r, kind: .mixed, rule: rule, group: group)
    }
    if all.allSatisfy({ isName[$0] }) { reportIndirect(use, r, group: group) }
  }

  /// Verbs of thought and showing do not make a word or two in marks somebody's words.
  private func isUttered(_ s: Int, _ use: CueUse) -> Bool {
    isUtterance(use) || wordCount(s) > 3 || stretchWords[s].lowerBound == use.end
  }

  private mutating func indirect(_ region: Range<Int>, _ use: CueUse, rule: Rule, group: Int) {
    let r = trimmed(region)
    guard r.count > 1 else { return }
    add(use, stretch: nil, region: r, kind: .indirect, rule: rule, group: group)
  }

  private mutating func reportIndirect(_ use: CueUse, _ r: Range<Int>, group: Int) {
    guard use.source != nil || speaks(use, quoted: false) else { return }
    switch use.complement {
    case .that: indirect(r, use, rule: .indirectThat, group: group)
    case .bare: indirect(r, use, rule: .indirectBare, group: group)
    case .wh: indirect(r, use, rule: .indirectWhether, group: group)
    case .to: indirect(r, use, rule: .indirectTo, group: group)
    case .source: indirect(r, use, rule: .indirectSource, group: group)
    case .object: indirect(r, use, rule: .indirectObject, group: group)
    case .quote, .none: break
    }
  }

  /// A quotation right behind its cue: alone, or with more of the clause around it.
  private mutating func quote(_ use: CueUse, _ r: Range<Int>, group: Int) {
    guard let first = stretchesOutermost(r).first, words[r.lowerBound].stretch == Int32(first) else { return }
    let own = stretchWords[first]
    let rule: Rule = r.lowerBound > 0 && words[r.lowerBound - 1].has(.colon) ? .directColon : .directBefore
    let announced = r.lowerBound > 0 && words[r.lowerBound - 1].has([.colon, .comma])
    let onlyQuotes = r.allSatisfy {
      words[$0].stretch >= 0 || words[$0].has(.punctuation) || words[$0].has(.coordinator)
    }
    let rest = own.upperBound..<max(own.upperBound, r.upperBound)
    // "what he called “…”", "saying “…” in response": what follows is not said.
    let alone =
      use.source == nil && lexicon.cues[Int(use.entry)].frames.contains(.object)
      || !rest.isEmpty && words[rest.lowerBound].has(.preposition)
        && !syntax.hasFinite(from: rest.lowerBound, to: rest.upperBound)
        && stretchesOutermost(rest).isEmpty
    if onlyQuotes {
      take(r, use, rule: rule, group: group)
    } else if alone {
      take(own, use, rule: rule, group: group)
    } else if announced || endsLikeSentence(first) {
      take(own, use, rule: rule, group: group)
      if stretchesOutermost(rest).contains(where: { owner[$0] < 0 && !isName[$0] }) {
        mixed(rest, use, rule: .mixedClause, group: group)
      }
    } else {
      mixed(r, use, rule: .mixedClause, group: group)
    }
  }

  // MARK: Stretches

  private func stretchesOutermost(_ range: Range<Int>) -> [Int] {
    var result: [Int] = []
    var last: Int32 = -1
    for i in range where words[i].stretch >= 0 && words[i].stretch != last {
      last = words[i].stretch
      result.append(Int(last))
    }
    return result
  }

  private func trimmed(_ r: Range<Int>) -> Range<Int> {
    var a = r.lowerBound
    var b = r.upperBound
    while a < b, words[a].has(.punctuation), !words[a].has(.mark), !words[a].has(.open) { a += 1 }
    while b > a, words[b - 1].has(.punctuation), !words[b - 1].has([.mark, .close]) { b -= 1 }
    return a..<b
  }

  /// Whether a stretch ends as speech before an attribution does: with a comma, a stop or a dash inside of its marks.
  private func endsLikeSpeech(_ s: Int) -> Bool {
    lastInside(s).map { words[$0].has(.punctuation) } ?? false || nextIsComma(s)
  }

  private func endsLikeSentence(_ s: Int) -> Bool {
    guard startsLikeSpeech(s), let last = lastInside(s) else { return false }
    return words[last].has(.terminal) && stretchWords[s].count > 5
  }

  private func nextIsComma(_ s: Int) -> Bool {
    let e = stretchWords[s].upperBound
    return e < words.count && words[e].has(.comma)
  }

  private func lastInside(_ s: Int) -> Int? {
    var k = stretchWords[s].upperBound - 1
    while k > stretchWords[s].lowerBound, words[k].has(.mark) { k -= 1 }
    return k > stretchWords[s].lowerBound ? k : nil
  }

  private func startsLikeSpeech(_ s: Int) -> Bool {
    let r = stretchWords[s]
    let k = r.lowerBound + 1
    return k < r.upperBound && words[k].has([.capital, .number])
  }

  private func isAnnounced(_ s: Int) -> Bool {
    let k = stretchWords[s].lowerBound - 1
    return k >= 0 && words[k].has([.comma, .colon]) && !(lastInside(s).map { words[$0].has(.colon) } ?? false)
  }

  private func wordCount(_ s: Int) -> Int {
    stretchWords[s].reduce(0) { $0 + (words[$1].has(.word) ? 1 : 0) }
  }

  /// Whether a stretch is a title, a nickname or a term that nobody utters.
  private func isNameOrTerm(_ s: Int, _ unit: Range<Int>) -> Bool {
    let r = stretchWords[s]
    let n = wordCount(s)
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
    if let before {
      var k = before
      if words[k].has(.comma), k > unit.lowerBound { k -= 1 }
      switch words[k].before {
      case .work: if titled { return true }
      case .term: if n <= 4 || titled { return true }
      case .none: break
      }
      if titled, lexicon.worksBefore(words, text, endingAt: k, from: unit.lowerBound) { return true }
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
      if titled, n >= 2, !announced, !(lastInside(s).map { words[$0].has(.terminal) } ?? false) { return true }
    }
    if let after, words[after].after == .term, n <= 4 { return true }
    if let after, words[after].after == .work, titled { return true }
    return false
  }

  // MARK: What no cue claimed

  private mutating func finish(_ block: Range<Int>, first: Int) {
    let inBlock = stretchesOutermost(block)
    // A paragraph of hundreds of quotations is no prose: nothing is guessed from its order.
    guard inBlock.count <= 200 else { return }
    let all = units(block)
    var at = 0
    for s in inBlock where owner[s] < 0 && !isName[s] {
      while at < all.count, all[at].upperBound <= stretchWords[s].lowerBound { at += 1 }
      guard at < all.count, all[at].contains(stretchWords[s].lowerBound) else { continue }
      let unit = all[at]
      let alone = unit.allSatisfy { words[$0].stretch >= 0 || words[$0].has(.punctuation) }
      if alone
        || stretchWords[s].lowerBound == unit.lowerBound && startsLikeSpeech(s) && wordCount(s) > 5
          && !endsLikeSpeech(s)
      {
        if let label = label(before: stretchWords[s].lowerBound, block: block) {
          attribute(s, label, .credit)
          continue
        }
        continueQuotation(s, block: block, unit: unit)
      } else {
        fallback(s, unit: unit, block: block)
      }
    }
  }

  private mutating func adopt(_ s: Int, from other: Utterance, rule: Rule, sameGroup: Bool = true) {
    var u = other
    u.stretch = s
    u.region = stretchWords[s]
    u.kind = .direct
    u.rule = rule
    if !sameGroup {
      groups += 1
      u.group = groups
    }
    owner[s] = utterances.count
    utterances.append(u)
  }

  /// A sentence that is a quotation alone: the speaker of the words before it in the paragraph, or after it, goes on.
  private mutating func continueQuotation(_ s: Int, block: Range<Int>, unit: Range<Int>) {
    let at = stretchWords[s].lowerBound
    // The last utterance before in this paragraph, then the next one after.
    let before = utterances.filter { $0.region.lowerBound >= block.lowerBound && $0.region.lowerBound < at }
      .max { $0.region.lowerBound < $1.region.lowerBound }
    if stretches[s].reopened, let last = lastUtterance(before: block.lowerBound) {
      return adopt(s, from: last, rule: .continueReopened)
    }
    if let before {
      // Of the sentence that came last, the one who is quoted or who is reported by its main clause.
      let last = units(block.lowerBound..<unit.lowerBound).last ?? unit
      let inLast = utterances.filter {
        $0.region.lowerBound >= last.lowerBound && $0.region.lowerBound < at && $0.speaker != nil
      }
      let best =
        inLast.last { $0.kind == .direct && $0.stretch != nil } ?? inLast.last { $0.antecedent == nil } ?? inLast.last
        ?? before
      return adopt(s, from: best, rule: best.kind == .direct ? .continueSentence : .continueReport)
    }
    // The subject of the sentence before in this paragraph.
    if unit.lowerBound > block.lowerBound {
      let previous = units(block.lowerBound..<unit.lowerBound).last ?? unit
      if let subject = syntax.mainSubject(before: previous.upperBound, lo: previous.lowerBound),
        syntax.isSpeakerLike(subject.start, subject.range.upperBound)
      {
        groups += 1
        owner[s] = utterances.count
        utterances.append(
          Utterance(
            stretch: s, region: stretchWords[s], kind: .direct, speaker: subject.range, antecedent: subject.antecedent,
            rule: .continueReport, group: groups))
        return
      }
    }
    let after = utterances.filter {
      $0.region.lowerBound > at && $0.region.lowerBound < block.upperBound && $0.stretch != nil
    }
    .min { $0.region.lowerBound < $1.region.lowerBound }
    if let after { return adopt(s, from: after, rule: .continueNext) }
    if let last = lastUtterance(before: block.lowerBound) {
      adopt(s, from: last, rule: .continueParagraph, sameGroup: false)
    }
  }

  private func lastUtterance(before at: Int) -> Utterance? {
    utterances.filter { $0.region.lowerBound < at && $0.speaker != nil }.max {
      $0.region.lowerBound < $1.region.lowerBound
    }
  }

  private mutating func attribute(
    _ s: Int, _ speaker: Subject?, _ rule: Rule, kind: QuoteKind = .direct, cue: Range<Int>? = nil,
    region: Range<Int>? = nil
  ) {
    groups += 1
    owner[s] = utterances.count
    utterances.append(
      Utterance(
        stretch: s, region: region ?? stretchWords[s], kind: kind, speaker: speaker?.range,
        antecedent: speaker?.antecedent, cue: cue, lemma: nil, rule: rule, group: groups))
  }

  /// Who is announced by a colon right before `at`: by name alone (`Ada Okafor, author: "…"`), or by the last cue of the
  /// paragraph before, which ends with the colon.
  private func label(before at: Int, block: Range<Int>) -> Subject? {
    var k = at - 1
    guard k >= 0, words[k].has(.colon), k > 0 else { return nil }
    let colon = k
    while k > 0, words[k - 1].sentence == words[colon].sentence, !words[k - 1].has(.mark) { k -= 1 }
    if syntax.isSpeakerLike(k, colon), syntax.isNominal(k) || words[k].has(.determiner),
      (k..<colon).allSatisfy({
        syntax.isNominal($0) || words[$0].has([.comma, .of, .determiner, .genitive, .open, .close, .attach])
      })
    {
      return Subject(range: k..<colon, antecedent: nil)
    }
    // "From Chair Ada Okafor:"
    if words[k].has(.preposition), let end = syntax.phraseEnd(k + 1, hi: colon), end == colon,
      syntax.isSpeakerLike(k + 1, end)
    {
      return Subject(range: (k + 1)..<end, antecedent: nil)
    }
    var uses = cueUses(k..<colon).filter { isUtterance($0) && !$0.passive && !$0.infinitive }
    resolveInherited(&uses, k..<colon)
    let found = uses.last { $0.isTop && $0.subject != nil } ?? uses.last { $0.subject != nil }
    return found?.subject ?? syntax.mainSubject(before: colon, lo: k)
  }

  /// "Okafor's claim that …", "his promise to": the owner of the noun that governs what lies before `at`.
  private func nounCue(before at: Int, lo: Int) -> (subject: Subject, cue: Range<Int>)? {
    var k = at - 1
    while k > lo, at - k < 30 {
      let w = words[k]
      if w.stretch >= 0 || w.has([.semicolon, .terminal]) { return nil }
      if w.nouns.contains(.utterance), !w.has(.capital) {
        var j = k - 1
        while j >= lo, k - j < 5, !words[j].has([.genitive, .possessive, .punctuation, .preposition, .article]) {
          j -= 1
        }
        guard j >= lo else { return nil }
        if words[j].has(.possessive), !words[j].has(.relative) {
          return (Subject(range: j..<(j + 1), antecedent: nil), k..<(k + 1))
        }
        if words[j].has(.genitive), j - 1 >= lo, syntax.isNominal(j - 1) {
          let a = syntax.baseStart(j - 1, lo: lo)
          return (Subject(range: a..<j, antecedent: nil), k..<(k + 1))
        }
        return nil
      }
      k -= 1
    }
    return nil
  }

  /// A stretch in a sentence without a cue that governs it.
  private mutating func fallback(_ s: Int, unit: Range<Int>, block: Range<Int>) {
    let r = stretchWords[s]
    var speaker: Subject?
    var rule = Rule.mixedSubject
    // `"…," Okafor thundered`: a verb that is no cue, right behind a quotation that ends as speech.
    if endsLikeSpeech(s), r.upperBound < unit.upperBound, !words[r.upperBound].has(.mark) {
      var k = r.upperBound
      while k < unit.upperBound, words[k].stretch < 0, k - r.upperBound < 25 {
        if syntax.isFinite(k), !words[k].has(.auxiliary) {
          if let subject = syntax.subject(of: k, lo: r.upperBound), subject.antecedent == nil,
            !words[subject.start].has(.relative),
            subject.start == r.upperBound || subject.start == r.upperBound + 1 && words[r.upperBound].has(.comma),
            !words[k - 1].has(.modal)
          {
            speaker = subject
            rule = .directUnknownVerb
          }
          break
        }
        k += 1
      }
    }
    if speaker == nil, words[r.lowerBound - 1 >= 0 ? r.lowerBound - 1 : 0].has(.colon), r.lowerBound > unit.lowerBound,
      let label = label(before: r.lowerBound, block: block)
    {
      return attribute(s, label, .credit)
    }
    let short = wordCount(s) <= 3
    if speaker == nil, let found = nounCue(before: r.lowerBound, lo: unit.lowerBound) {
      var end = r.upperBound
      while end < unit.upperBound, words[end].stretch >= 0 || !words[end].has([.comma, .semicolon, .terminal, .colon]) {
        end += 1
      }
      return attribute(
        s, found.subject, .mixedNoun, kind: .mixed, cue: found.cue, region: trimmed(found.cue.upperBound..<end))
    }
    if speaker == nil {
      let lo = unit.lowerBound
      var k = r.lowerBound - 1
      while k >= lo {
        if words[k].stretch < 0, syntax.isFinite(k), let subject = syntax.subject(of: k, lo: lo),
          syntax.isSpeakerLike(subject.start, subject.range.upperBound)
        {
          speaker = subject
          break
        }
        k -= 1
      }
    }
    // "a “coalition of the willing”": a term inside a noun phrase.
    if rule == .mixedSubject, wordCount(s) <= 5, !startsLikeSpeech(s), r.lowerBound > unit.lowerBound,
      words[r.lowerBound - 1].has([.article, .demonstrative])
    {
      return
    }
    if short,
      speaker == nil || wordCount(s) <= 2 && rule == .mixedSubject || !(startsLikeSpeech(s) && endsLikeSpeech(s))
    {
      return
    }
    groups += 1
    let direct = rule == .directUnknownVerb
    owner[s] = utterances.count
    let region = direct ? r : r
    utterances.append(
      Utterance(
        stretch: s, region: region, kind: direct ? .direct : .mixed, speaker: speaker?.range,
        antecedent: speaker?.antecedent, rule: speaker == nil ? .mixedAlone : rule, group: groups))
  }
}
