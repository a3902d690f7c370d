import Documents

/// Finds the names of persons, organizations, places, peoples, events, works, laws and products.
///
/// Twice over the document: first each sentence by itself, then again with what the document has said of its names
/// (Mikheev et al. 1999: sure names first, the doubtful ones by them).
struct NameRecognizer: Sendable {
  let lexicon: Lexicon
  let rules: ContextRules
  let phases: Phases

  init(pack: LanguagePack) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var lexicon: Lexicon?
    var rules: ContextRules?
    do { lexicon = try .made(of: pack) } catch { problems += error.list }
    do { rules = try ContextRules(pack: pack) } catch { problems += error.list }
    var phases: Phases?
    do { phases = try Phases(pack: pack) } catch { problems += error.list }
    guard let lexicon, let rules, let phases, problems.isEmpty else { throw Diagnostics(problems) }
    self.lexicon = lexicon
    self.rules = rules
    self.phases = phases
  }

  /// The least score of a name.
  static let threshold: Float = 2.2
  /// A zone longer than this is cut: no name is.
  private static let longestZone = 40

  /// The mentions in order of place; their ids are not yet given.
  func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, trace: NameTrace? = nil
  ) -> [Mention] {
    let text = SentenceTokens(document, sentences, lexicon)
    return document.text.bytes.withUnsafeBufferPointer { bytes in
      text.tokens.withUnsafeBufferPointer { tokens in
        text.nameable.withUnsafeBufferPointer { nameable in
          find(text, tokens, nameable, bytes, trace)
        }
      }
    }
  }

  private func find(
    _ text: SentenceTokens, _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>,
    _ bytes: UnsafeBufferPointer<UInt8>, _ trace: NameTrace?
  ) -> [Mention] {
    var zones: [(range: Range<Int>, sentence: Int)] = []
    for (index, range) in text.ranges.enumerated() { addZones(tokens, nameable, range, index, &zones) }
    var memory: DocumentMemory?
    var segments: [(segment: Segment, sentence: Int)] = []
    var hints: [Int: Scores] = [:]
    var buffers = Segmenter.Buffers(tokens: tokens.count)
    let backed: (Int) -> Bool = { text.isBacked($0) }
    for pass in 0..<2 {
      segments.removeAll(keepingCapacity: true)
      var next = DocumentMemory()
      var found: [Segment] = []
      var segmenter = Segmenter(
        lexicon: lexicon, rules: rules, phases: phases, tokens: tokens, nameable: nameable, backed: backed,
        memory: memory)
      segmenter.hints = hints
      segmenter.sport = text.sport && phases.sides > 0
      if pass == 1 { segmenter.trace = trace }
      for zone in zones {
        let limits = text.ranges[zone.sentence]
        segmenter.limits = limits
        segmenter.use = text.uses[zone.sentence]
        segmenter.headline = text.headlines[zone.sentence]
        segmenter.longForms.removeAll()
        let short = bracketed(tokens, nameable, zone.range, limits, bytes, &segmenter)
        found.removeAll(keepingCapacity: true)
        segmenter.cut(zone.range, into: &found, &buffers)
        for segment in found {
          segments.append((segment, zone.sentence))
          guard pass == 0, case .name(let type) = segment.label else { continue }
          let sentence = ContextRules.Sentence(tokens: tokens, limits: limits, sport: text.sport)
          var context = Scores(repeating: 0)
          var both: [Int] = []
          rules.addLeft(to: &context, sentence, segment.start)
          rules.addRight(to: &context, both: &both, sentence, segment.end)
          rules.addBoth(to: &context, both, sentence, segment.start)
          next.remember(segment, tokens, context: context, lexicon)
          if let short, segment.end == zone.range.upperBound, segment.basis == .expansion || segment.score > 4 {
            if segmenter.longForms.contains(where: { $0.start == segment.start }) {
              next.add(shortForm: tokens[short].hash, type)
            }
          }
        }
      }
      if pass == 0 {
        if phases.neighbours > 0 { hints = neighbours(segments, tokens, text) }
        if phases.brackets > 0 { addBracketed(segments, tokens, bytes, &hints, &next) }
      }
      memory = next
    }
    addCoordinated(&segments, text, tokens, nameable)
    if phases.works > 0 { addQuotedWorks(&segments, text, tokens, bytes) }
    return mentions(segments, text, tokens, bytes)
  }

  /// In "Lod, Ramle and Acre" each is what the others are: the sure ones lend their type to the doubtful.
  private func neighbours(
    _ segments: [(segment: Segment, sentence: Int)], _ tokens: UnsafeBufferPointer<NameToken>, _ text: SentenceTokens
  ) -> [Int: Scores] {
    var hints: [Int: Scores] = [:]
    guard segments.count > 1 else { return hints }
    // Runs of names with nothing but commas and "and" between them.
    var first = 0
    while first < segments.count {
      var last = first
      while last + 1 < segments.count, segments[last + 1].sentence == segments[first].sentence,
        isListed(segments[last].segment, segments[last + 1].segment, tokens)
      {
        last += 1
      }
      if last > first {
        // What most of the sure ones are, and what the words before the first say.
        var votes = Scores(repeating: 0)
        var sure = 0
        for (segment, _) in segments[first...last] where segment.score > 5 {
          if case .name(let type) = segment.label {
            votes[type.rawValue] += 1
            sure += 1
          }
        }
        if sure > 0 {
          let lent = votes * (2.5 / Float(sure))
          for (segment, _) in segments[first...last] { hints[segment.start] = lent }
        }
        if last - first >= 2 || sure > 0 {
          var context = Scores(repeating: 0)
          rules.addLeft(
            to: &context,
            ContextRules.Sentence(
              tokens: tokens, limits: text.ranges[segments[first].sentence], sport: text.sport),
            segments[first].segment.start)
          for (segment, _) in segments[(first + 1)...last] {
            hints[segment.start, default: Scores(repeating: 0)] += context * 0.6
          }
        }
      }
      first = last + 1
    }
    return hints
  }

  /// In "the Institute of Land Studies (Ineter)" the word in brackets is the body's short name, whatever its letters.
  private func addBracketed(
    _ segments: [(segment: Segment, sentence: Int)], _ tokens: UnsafeBufferPointer<NameToken>,
    _ bytes: UnsafeBufferPointer<UInt8>, _ hints: inout [Int: Scores], _ memory: inout DocumentMemory
  ) {
    for (segment, _) in segments {
      let (open, word) = (segment.end, segment.end + 1)
      guard case .name(let type) = segment.label, type == .org || type == .law || type == .event,
        segment.score > 4, segment.end - segment.start > 1, word + 1 < tokens.count,
        bytes[Int(tokens[open].start)] == UInt8(ascii: "("), tokens[word].shape.has(.capital),
        bytes[Int(tokens[word + 1].start)] == UInt8(ascii: ")"),
        !tokens[word].classes.has([.ordinary, .calendar, .personal]) || tokens[word].shape.has(.allCapitals)
      else { continue }
      hints[word, default: Scores(repeating: 0)][type.rawValue] += 4
      memory.add(shortForm: tokens[word].hash, type)
    }
  }

  private func isListed(_ a: Segment, _ b: Segment, _ tokens: UnsafeBufferPointer<NameToken>) -> Bool {
    guard case .name = a.label, case .name = b.label, a.end < b.start, b.start - a.end <= 2 else { return false }
    return tokens[a.end..<b.start].allSatisfy { $0.classes.has([.and, .or]) || $0.hash == NameScanner.comma }
  }

  // MARK: Zones

  /// Stretches of capitalized words with what may join them.
  private func addZones(
    _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>, _ range: Range<Int>,
    _ sentence: Int, _ zones: inout [(range: Range<Int>, sentence: Int)]
  ) {
    var at = range.lowerBound
    while at < range.upperBound {
      var start = at
      if !nameable[at] {
        let hyphened =
          tokens[at].classes.has(.particle) && at + 2 < range.upperBound && tokens[at + 1].hash == Self.hyphen
          && !tokens[at + 1].shape.has(.spaced) && nameable[at + 2] && !tokens[at + 2].shape.has(.spaced)
        guard hyphened else {
          at += 1
          continue
        }
        start = at
      }
      var end = at + 1
      if !nameable[at] { end = at + 3 }
      while end < range.upperBound, end - start < Self.longestZone {
        if nameable[end] {
          end += 1
          continue
        }
        if isNumber(tokens, end) {
          end += 1
          continue
        }
        if let next = nickname(tokens, nameable, end, range) {
          end = next
          continue
        }
        if let next = series(tokens, nameable, start, end, range) {
          end = next
          continue
        }
        // What joins: up to three words or marks with a capital behind them.
        var next = end
        while next < range.upperBound, next - end < 3, !nameable[next], isJoint(tokens, next, range) { next += 1 }
        if next > end, next < range.upperBound, nameable[next] || isNumber(tokens, next) {
          end = next + 1
        } else if let listed = listedOn(tokens, start, end, range) {
          end = listed
        } else {
          break
        }
      }
      // What a list has with a possessive: "Moody's".
      if end < range.upperBound, tokens[end].classes.has(.possessive), isListed(tokens, start, end) { end += 1 }
      // The full stop of an abbreviation that a list may have: "St." is inside, "Inc." at the end.
      if end < range.upperBound, tokens[end].hash == Self.stop, !tokens[end].shape.has(.spaced),
        end + 1 < range.upperBound || tokens[end - 1].classes.has(.suffix)
      {
        end += 1
      }
      zones.append((start..<end, sentence))
      at = end
    }
  }

  /// The end of a listed name that goes on behind `end` with a word that joins nothing else: "… Cooperation in Europe".
  private func listedOn(
    _ tokens: UnsafeBufferPointer<NameToken>, _ start: Int, _ end: Int, _ range: Range<Int>
  ) -> Int? {
    guard tokens[end].shape.has(.word), end + 1 < range.upperBound || tokens[end].shape.has(.digit) else { return nil }
    for first in max(start, end - 6)..<end {
      var key = PhraseKey()
      var at = first
      var found: Int?
      while at < range.upperBound,
        let value = {
          key.add(tokens[at].hash); return lexicon.names.value(key.value)
        }()
      {
        at += 1
        if at > end, NameClass(rawValue: UInt32(truncatingIfNeeded: value)).has(.types) { found = at }
      }
      if let found { return found }
    }
    return nil
  }

  /// Whether a list has a name that ends with the token `last` and begins in the three before it.
  private func isListed(_ tokens: UnsafeBufferPointer<NameToken>, _ start: Int, _ last: Int) -> Bool {
    for first in max(start, last - 3)..<last {
      var key = PhraseKey()
      for i in first...last { key.add(tokens[i].hash) }
      if lexicon.names.value(key.value) ?? 0 != 0 { return true }
    }
    return false
  }

  /// "Ministry of Trade, Industry and Energy": the end of a series of ordinary words behind a head and its "of".
  private func series(
    _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>, _ start: Int, _ comma: Int,
    _ range: Range<Int>
  ) -> Int? {
    guard tokens[comma].hash == NameScanner.comma, comma - start >= 3 else { return nil }
    func isTopic(_ at: Int) -> Bool {
      nameable[at] && tokens[at].classes.has(.ordinary) && !tokens[at].classes.has(.organizationStart)
    }
    var of = comma - 1
    while of > start, comma - of < 6, isTopic(of) || tokens[of].classes.has(.and) { of -= 1 }
    guard of > start, of < comma - 1, tokens[of].classes.has([.of, .for]),
      tokens[of - 1].classes.has(.organizationStart)
    else { return nil }
    var at = comma
    while at - comma < 10 {
      // A comma, an "and" or both, and one to three words.
      let first = at
      if at < range.upperBound, tokens[at].hash == NameScanner.comma { at += 1 }
      let last = at < range.upperBound && tokens[at].classes.has(.and)
      if last { at += 1 }
      guard at > first else { return nil }
      let words = at
      while at < range.upperBound, at - words < 3, isTopic(at) { at += 1 }
      guard at > words else { return nil }
      if last { return at }
    }
    return nil
  }

  /// Behind a given name a nickname in quotation marks with the rest of the name after it: Ada “Owl” Lind.
  private func nickname(
    _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>, _ at: Int, _ range: Range<Int>
  ) -> Int? {
    guard at > range.lowerBound, tokens[at - 1].classes.has(.given), tokens[at].shape.has(.spaced),
      at + 3 < range.upperBound, nameable[at + 1], !tokens[at + 1].shape.has(.spaced),
      NameScanner.quotes.contains(tokens[at].hash)
    else { return nil }
    let close = NameScanner.quotes.contains(tokens[at + 2].hash) ? at + 2 : at + 3
    guard close + 1 < range.upperBound, NameScanner.quotes.contains(tokens[close].hash), nameable[close - 1],
      !tokens[close].shape.has(.spaced), nameable[close + 1], tokens[close + 1].shape.has(.spaced),
      !tokens[close + 1].classes.has(.function)
    else { return nil }
    return close + 2
  }

  private static let hyphen = NameScanner.hyphen
  private static let stop = NameScanner.stop

  /// A number that may belong to the name before it: "F-16", "Formula 1".
  private func isNumber(_ tokens: UnsafeBufferPointer<NameToken>, _ at: Int) -> Bool {
    let token = tokens[at]
    guard token.shape.has(.digit), !token.shape.has([.capital, .lower, .date]), token.end - token.start <= 4 else {
      return false
    }
    // A score is no part of the side's name, unless a list says so ("Schalke 04").
    if token.shape.has(.row), token.shape.has(.spaced) {
      var key = PhraseKey()
      key.add(tokens[at - 1].hash)
      key.add(token.hash)
      return lexicon.names.value(key.value) ?? 0 != 0
    }
    return tokens[at - 1].shape.has(.word) || !token.shape.has(.spaced)
  }

  private func isJoint(_ tokens: UnsafeBufferPointer<NameToken>, _ at: Int, _ range: Range<Int>) -> Bool {
    let token = tokens[at]
    if token.shape.has(.word) {
      return token.classes.has(WordClass.connector) || token.classes.has(.particle)
    }
    if token.classes.has([.possessive, .and]) { return true }
    guard !token.shape.has(.spaced) else { return false }
    if token.hash == Self.hyphen { return at + 1 < range.upperBound && !tokens[at + 1].shape.has(.spaced) }
    if token.hash == Self.stop {
      // After an initial or a short abbreviation.
      let before = tokens[at - 1]
      return before.shape.has(.initial) || before.classes.has(.suffix)
        || (before.shape.has(.capital) && before.end - before.start <= 5 && at + 1 < range.upperBound)
    }
    return token.hash == NameScanner.apostrophe && at + 1 < range.upperBound
  }

  /// If a short form in brackets follows the zone, marks the long form that it abbreviates; gives the short form's token.
  private func bracketed(
    _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>, _ zone: Range<Int>,
    _ limits: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ segmenter: inout Segmenter
  ) -> Int? {
    let end = zone.upperBound
    guard end + 2 < limits.upperBound, bytes[Int(tokens[end].start)] == UInt8(ascii: "("),
      tokens[end + 1].shape.has(.allCapitals), bytes[Int(tokens[end + 2].start)] == UInt8(ascii: ")")
    else { return nil }
    let short = tokens[end + 1]
    let letters = bytes[Int(short.start)..<Int(short.end)].filter { $0 >= 0x41 && $0 <= 0x5A }
    guard letters.count >= 2, letters.count <= 8 else { return nil }
    // Backwards: each letter begins a word; connectors and articles may be left out.
    for start in zone where nameable[start] {
      var letter = 0
      var ok = true
      for at in start..<end where tokens[at].shape.has(.word) {
        let initial = bytes[Int(tokens[at].start)] & 0xDF
        if letter < letters.count, initial == letters[letter] {
          letter += 1
        } else if nameable[at] {
          ok = false
          break
        }
      }
      if ok, letter == letters.count {
        segmenter.longForms.append((start, end))
        return end + 1
      }
    }
    return end + 1
  }

  /// In "the European Commission and Parliament" the last is the European one, too: linking names it in full.
  private func addCoordinated(
    _ segments: inout [(segment: Segment, sentence: Int)], _ text: SentenceTokens,
    _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>
  ) {
    var i = 0
    while i < segments.count {
      defer { i += 1 }
      let (first, sentence) = segments[i]
      let (and, head) = (first.end, first.end + 1)
      guard first.label == .name(.org), first.end - first.start > 1, head < text.ranges[sentence].upperBound,
        tokens[and].classes.has(.and), tokens[and].shape.has(.word), tokens[and - 1].classes.has(.organizationEnd),
        nameable[head], tokens[head].classes.has(.organizationEnd), tokens[head].classes.has(.organizationStart),
        head + 1 == text.ranges[sentence].upperBound || !nameable[head + 1] && !tokens[head + 1].classes.has(.of),
        isPlaceOrPeople(tokens[first.start])
      else { continue }
      let second = Segment(start: head, end: head + 1, label: .name(.org), score: 6, basis: .coordinated)
      if i + 1 < segments.count, segments[i + 1].segment.start <= head {
        guard segments[i + 1].segment.start == head, segments[i + 1].segment.end == head + 1 else { continue }
        segments[i + 1].segment = second
      } else {
        segments.insert((second, sentence), at: i + 1)
      }
    }
  }

  private func isPlaceOrPeople(_ token: NameToken) -> Bool {
    var key = PhraseKey()
    key.add(token.hash)
    let known = NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0))
    return known.has([.norp, .country]) || known.has(.loc)
  }

  // MARK: Works

  /// Titles of works in quotation marks: capitals on all but the small words, and something that says it is a work.
  private func addQuotedWorks(
    _ segments: inout [(segment: Segment, sentence: Int)], _ text: SentenceTokens,
    _ tokens: UnsafeBufferPointer<NameToken>, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    var nouns = 0
    for token in tokens where token.classes.has(.workNoun) && !token.shape.has(.capital) { nouns += 1 }
    let aboutWorks = nouns >= 4 && nouns * 60 > tokens.count
    var found: [(segment: Segment, sentence: Int)] = []
    for (sentence, range) in text.ranges.enumerated() where text.uses[sentence] == .normal {
      var open: Int?
      for at in range where !tokens[at].shape.has(.word) {
        guard let mark = quotation(bytes, tokens[at]) else { continue }
        if let start = open, mark != .opening {
          open = nil
          if let segment = work(start + 1, at, range, tokens, aboutWorks) { found.append((segment, sentence)) }
        } else if mark != .closing {
          open = at
        }
      }
    }
    guard !found.isEmpty else { return }
    segments.removeAll { old in
      found.contains { $0.segment.start < old.segment.end && old.segment.start < $0.segment.end }
    }
    segments += found
    segments.sort { $0.segment.start < $1.segment.start }
  }

  private enum Quotation { case opening, closing, either }

  private func quotation(_ bytes: UnsafeBufferPointer<UInt8>, _ token: NameToken) -> Quotation? {
    let start = Int(token.start)
    if bytes[start] == UInt8(ascii: "\"") { return .either }
    if token.end - token.start == 3, bytes[start] == 0xE2, bytes[start + 1] == 0x80 {
      switch bytes[start + 2] {
      case 0x9C, 0x9E: return .opening
      case 0x9D: return .closing
      case 0x98: return .opening
      case 0x99: return .closing
      default: return nil
      }
    }
    return nil
  }

  /// The words between two quotation marks as the title of a work, or nil.
  private func work(
    _ start: Int, _ end: Int, _ range: Range<Int>, _ tokens: UnsafeBufferPointer<NameToken>, _ aboutWorks: Bool
  ) -> Segment? {
    var last = end
    if last > start, tokens[last - 1].hash == NameScanner.comma || tokens[last - 1].hash == Self.stop { last -= 1 }
    guard last > start, last - start <= 12, tokens[start].shape.has([.capital, .digit]) else { return nil }
    var capitals = 0
    for token in tokens[start..<last] where token.shape.has(.word) {
      if token.shape.has(.capital) {
        capitals += 1
      } else if !token.shape.has(.digit), !token.classes.has([.function, .connector, .particle, .possessive]) {
        return nil
      }
    }
    guard capitals > 0 else { return nil }
    var cue = false
    for at in stride(from: start - 2, to: max(range.lowerBound - 1, start - 8), by: -1)
    where tokens[at].classes.has(.workNoun) {
      cue = true
    }
    if end + 1 < range.upperBound, tokens[end + 1].classes.has(.workNoun) { cue = true }
    guard cue || (aboutWorks && end - last == 0) else { return nil }
    return Segment(start: start, end: last, label: .name(.work), score: cue ? 8 : 5, basis: .quoted)
  }

  // MARK: Mentions

  private func mentions(
    _ segments: [(segment: Segment, sentence: Int)], _ text: SentenceTokens, _ tokens: UnsafeBufferPointer<NameToken>,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [Mention] {
    var result: [Mention] = []
    for (segment, sentence) in segments {
      guard case .name(let type) = segment.label, segment.score >= Self.threshold else { continue }
      // A lone ordinary word with a capital needs more.
      if segment.end - segment.start == 1, segment.score < 3.2, tokens[segment.start].classes.has(.ordinary),
        !tokens[segment.start].classes.has(.personal), segment.basis != .list, segment.basis != .titled
      {
        continue
      }
      var start = segment.start
      var end = segment.end
      // The article stays outside.
      if tokens[start].classes.has(.article), end - start > 1, type != .gpe, type != .work { start += 1 }
      let limits = text.ranges[sentence]
      // But a work's is part of its title.
      if type == .work, segment.basis != .quoted, segment.basis != .list, start > limits.lowerBound,
        tokens[start - 1].classes.has(.article),
        tokens[start - 1].shape.has(.capital)
      {
        start -= 1
      }
      // The full stop of "Inc." and "Jr." is the name's, except at the sentence's end.
      if end < limits.upperBound - 1, tokens[end].hash == Self.stop, !tokens[end].shape.has(.spaced),
        tokens[end - 1].classes.has(.suffix)
          || (tokens[end - 1].classes.has(.organizationEnd) && tokens[end - 1].end - tokens[end - 1].start <= 4)
      {
        end += 1
      }
      let span = Span(Int(tokens[start].start), Int(tokens[end - 1].end))
      if !result.isEmpty, result[result.count - 1].span.end > span.start { continue }
      result.append(
        Mention(id: "", span: span, type: type.type, sentence: sentence, rule: segment.basis.id))
    }
    return result
  }
}
