import Documents

/// Finds the names of persons, organizations, places, peoples, events, works, laws and products.
///
/// Twice over the document: first each sentence by itself, then again with what the document has said of its names
/// (Mikheev et al. 1999: sure names first, the doubtful ones by them).
struct NameRecognizer: Sendable {
  let lexicon: Lexicon
  let rules: ContextRules

  init(pack: LanguagePack) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var lexicon: Lexicon?
    var rules: ContextRules?
    do { lexicon = try Lexicon(pack: pack) } catch { problems += error.list }
    do { rules = try ContextRules(pack: pack) } catch { problems += error.list }
    guard let lexicon, let rules, problems.isEmpty else { throw Diagnostics(problems) }
    self.lexicon = lexicon
    self.rules = rules
  }

  /// The least score of a name.
  static let threshold: Float = 2
  /// A zone longer than this is cut: no name is.
  private static let longestZone = 40

  /// The mentions in order of place; their ids are not yet given.
  func run(_ document: NormalizedDocument, _ sentences: SentencesArtifact) -> [Mention] {
    let text = SentenceTokens(document, sentences, lexicon)
    return document.text.bytes.withUnsafeBufferPointer { bytes in
      text.tokens.withUnsafeBufferPointer { tokens in
        text.nameable.withUnsafeBufferPointer { nameable in
          find(text, tokens, nameable, bytes, sentences)
        }
      }
    }
  }

  private func find(
    _ text: SentenceTokens, _ tokens: UnsafeBufferPointer<NameToken>, _ nameable: UnsafeBufferPointer<Bool>,
    _ bytes: UnsafeBufferPointer<UInt8>, _ sentences: SentencesArtifact
  ) -> [Mention] {
    var zones: [(range: Range<Int>, sentence: Int)] = []
    for (index, range) in text.ranges.enumerated() { addZones(tokens, nameable, range, index, &zones) }
    var memory: DocumentMemory?
    var segments: [(segment: Segment, sentence: Int)] = []
    var hints: [Int: Scores] = [:]
    for pass in 0..<2 {
      segments.removeAll(keepingCapacity: true)
      var next = DocumentMemory()
      var found: [Segment] = []
      for zone in zones {
        let limits = text.ranges[zone.sentence]
        var segmenter = Segmenter(
          lexicon: lexicon, rules: rules, tokens: tokens, nameable: nameable, limits: limits,
          use: text.uses[zone.sentence], backed: { text.isBacked($0) }, memory: memory)
        segmenter.hints = hints
        let short = bracketed(tokens, nameable, zone.range, limits, bytes, &segmenter)
        found.removeAll(keepingCapacity: true)
        segmenter.cut(zone.range, into: &found)
        for segment in found {
          segments.append((segment, zone.sentence))
          guard pass == 0, case .name(let type) = segment.label else { continue }
          var context = Scores(repeating: 0)
          rules.addLeft(to: &context, tokens, segment.start, limits)
          rules.addRight(to: &context, tokens, segment.end, limits)
          next.remember(segment, tokens, context: context)
          if let short, segment.end == zone.range.upperBound, segment.basis == .expansion || segment.score > 4 {
            if segmenter.longForms.contains(where: { $0.start == segment.start }) {
              next.add(shortForm: tokens[short].hash, type)
            }
          }
        }
      }
      memory = next
      if pass == 0 { hints = neighbours(segments, tokens) }
    }
    return mentions(segments, text, tokens, bytes)
  }

  /// In "Lod, Ramle and Acre" each is what the others are: the sure ones lend their type to the doubtful.
  private func neighbours(
    _ segments: [(segment: Segment, sentence: Int)], _ tokens: UnsafeBufferPointer<NameToken>
  ) -> [Int: Scores] {
    var hints: [Int: Scores] = [:]
    guard segments.count > 1 else { return hints }
    for i in 1..<segments.count where segments[i].sentence == segments[i - 1].sentence {
      let (a, b) = (segments[i - 1].segment, segments[i].segment)
      guard case .name(let left) = a.label, case .name(let right) = b.label else { continue }
      let between = tokens[a.end..<b.start]
      guard between.count <= 2,
        between.allSatisfy({ $0.classes.has(.and) || $0.hash == Self.comma || $0.hash == Self.or }), !between.isEmpty
      else { continue }
      if a.score > 5 { hints[b.start, default: Scores(repeating: 0)][left.rawValue] += 2 }
      if b.score > 5 { hints[a.start, default: Scores(repeating: 0)][right.rawValue] += 2 }
    }
    return hints
  }

  private static let comma = NameScanner.hashOf(",")
  private static let or = NameScanner.hashOf("or")

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
        // What joins: up to three words or marks with a capital behind them.
        var next = end
        while next < range.upperBound, next - end < 3, !nameable[next], isJoint(tokens, next, range) { next += 1 }
        guard next > end, next < range.upperBound, nameable[next] || isNumber(tokens, next) else { break }
        end = next + 1
      }
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

  private static let hyphen = NameScanner.hashOf("-")
  private static let stop = NameScanner.hashOf(".")

  /// A number that may belong to the name before it: "F-16", "Formula 1".
  private func isNumber(_ tokens: UnsafeBufferPointer<NameToken>, _ at: Int) -> Bool {
    let token = tokens[at]
    guard token.shape.has(.digit), !token.shape.has([.capital, .lower]), token.end - token.start <= 4 else { return false }
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

  // MARK: Mentions

  private func mentions(
    _ segments: [(segment: Segment, sentence: Int)], _ text: SentenceTokens, _ tokens: UnsafeBufferPointer<NameToken>,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [Mention] {
    var result: [Mention] = []
    for (segment, sentence) in segments {
      guard case .name(let type) = segment.label, segment.score >= Self.threshold else { continue }
      var start = segment.start
      var end = segment.end
      // The article stays outside.
      if tokens[start].classes.has(.article), end - start > 1, type != .gpe { start += 1 }
      let limits = text.ranges[sentence]
      // The full stop of "Inc." and "Jr." is the name's, except at the sentence's end.
      if end < limits.upperBound - 1, tokens[end].hash == Self.stop, !tokens[end].shape.has(.spaced),
        tokens[end - 1].classes.has(.suffix) || (tokens[end - 1].classes.has(.organizationEnd) && tokens[end - 1].end - tokens[end - 1].start <= 4)
      {
        end += 1
      }
      let span = Span(Int(tokens[start].start), Int(tokens[end - 1].end))
      if let last = result.last, last.span.end > span.start { continue }
      result.append(
        Mention(id: "", span: span, type: type.type, sentence: sentence, rule: segment.basis.id))
    }
    return result
  }
}
