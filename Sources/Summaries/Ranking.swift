import Documents

/// The features of each candidate sentence, and the score that a weighted sum of them gives.
struct Ranking {
  /// Per candidate, by `Feature.rawValue`.
  var features: [[Float]]
  var scores: [Float]

  /// Judges `terms.rows` in document order; the sentences' blocks tell lists.
  init(
    _ terms: SentenceTerms, _ document: NormalizedDocument, _ sentences: SentencesArtifact,
    _ entities: EntitiesArtifact, _ language: SummaryLanguage
  ) {
    let rows = terms.rows
    let count = Feature.allCases.count
    features = Array(repeating: Array(repeating: 0, count: count), count: rows.count)
    scores = Array(repeating: 0, count: rows.count)

    // The centroid: (1 + ln count) × weight of each term that is no stop word.
    var centroid = [Float](repeating: 0, count: terms.weight.count)
    var squares: Float = 0
    for term in centroid.indices where !terms.isStop[term] && terms.count[term] > 0 {
      centroid[term] = (1 + logarithm(terms.count[term])) * terms.weight[term]
      squares += centroid[term] * centroid[term]
    }
    let length = squares.squareRoot()
    let heaviest = Self.heaviest(terms, 20)
    let pairs = Self.pairCounts(terms)
    let salience = Self.salience(sentences, entities)

    for (i, row) in rows.enumerated() {
      func set(_ feature: Feature, _ value: Float) { features[i][feature.rawValue] = value }
      let sentence = sentences.sentences[row.sentence]
      set(.position, 1 / Float(1 + i))
      if length > 0, row.norm > 0 {
        var dot: Float = 0
        for (term, value) in row.vector { dot += value * centroid[Int(term)] }
        set(.centroid, dot / (length * row.norm))
      }
      if !heaviest.isEmpty {
        var held = 0
        for (term, _) in row.vector where heaviest.contains(term) { held += 1 }
        set(.coverage, Float(held) / 20)
      }
      set(.bigrams, Self.repeatedPairs(row, pairs, terms))
      set(.salience, salience[row.sentence] / Float(max(4, row.sequence.count)))
      set(.tiny, row.words < 8 ? 1 : 0)
      set(.short, Float(max(0, 15 - row.words)) / 15)
      set(.opensQuoted, Marks.opensQuoted(sentence.span, document.text) ? 1 : 0)
      set(.question, Marks.isQuestion(sentence.span, document.text) ? 1 : 0)
      set(.list, document.blocks[sentence.block].kind == .listItem ? 1 : 0)
      for (k, value) in features[i].enumerated() { scores[i] += value * language.weights.of[k] }
    }
  }

  /// The numbers of the terms with the largest count × weight; ties go to the term that came first.
  private static func heaviest(_ terms: SentenceTerms, _ limit: Int) -> Set<Int32> {
    let ranked = terms.weight.indices.filter { !terms.isStop[$0] }
      .sorted { a, b in
        let (x, y) = (Float(terms.count[a]) * terms.weight[a], Float(terms.count[b]) * terms.weight[b])
        return x != y ? x > y : a < b
      }
    return Set(ranked.prefix(limit).map(Int32.init))
  }

  /// In how many sentences each pair of neighbouring words stands.
  private static func pairCounts(_ terms: SentenceTerms) -> [UInt64: Int32] {
    var counts: [UInt64: Int32] = [:]
    counts.reserveCapacity(terms.count.count * 2)
    var last: [UInt64: Int32] = [:]
    for (i, row) in terms.rows.enumerated() {
      for pair in terms.pairs(row) where last.updateValue(Int32(i), forKey: pair) != Int32(i) {
        counts[pair, default: 0] += 1
      }
    }
    return counts
  }

  private static func repeatedPairs(
    _ row: SentenceTerms.Row, _ counts: [UInt64: Int32], _ terms: SentenceTerms
  ) -> Float {
    guard row.sequence.count > 1 else { return 0 }
    let repeated = Set(terms.pairs(row)).reduce(0) { $0 + (counts[$1, default: 0] > 1 ? 1 : 0) }
    return Float(repeated) / Float(row.sequence.count - 1)
  }

  /// Per sentence: the sum of ln(mentions) of the names in it, each once.
  private static func salience(_ sentences: SentencesArtifact, _ entities: EntitiesArtifact) -> [Float] {
    var result = [Float](repeating: 0, count: sentences.sentences.count)
    for entity in entities.entities where entity.type.isName && entity.mentions.count > 1 {
      let value = logarithm(entity.mentions.count)
      var last = -1
      for mention in entity.mentions {
        let sentence = entities.mentions[mention].sentence
        if sentence != last { result[sentence] += value }
        last = sentence
      }
    }
    return result
  }
}

/// Punctuation that ranking looks at.
enum Marks {
  static func isQuote(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x22, 0x201C, 0x201D, 0x201E, 0x00AB, 0x00BB, 0x2039, 0x203A, 0x2018: true
    default: false
    }
  }

  static func opensQuoted(_ span: Span, _ text: SourceText) -> Bool {
    text.withBytes(span) { bytes in
      guard !bytes.isEmpty else { return false }
      let first = UTF8Scalars.decode(bytes, at: 0, end: bytes.count).scalar
      return isQuote(first) || first == 0x27
    }
  }

  static func isQuestion(_ span: Span, _ text: SourceText) -> Bool {
    text.withBytes(span) { bytes in bytes.suffix(4).contains(UInt8(ascii: "?")) }
  }

  /// The quoted stretches of a span, marks left out, by pairs of double marks; an open one runs to the end.
  static func quoted(_ span: Span, _ text: SourceText) -> [Span] {
    text.bytes.withUnsafeBufferPointer { bytes in
      var result: [Span] = []
      var open: Int?
      var i = span.start
      while i < span.end {
        let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: span.end)
        switch scalar {
        case 0x22:
          // A straight mark opens after white space or a bracket: a lost mark then spoils one quotation, not the rest.
          let before = i > span.start ? bytes[i - 1] : 0x20
          if before <= 0x20 || before == 0x28 || before == 0x5B {
            open = i + width
          } else if let start = open {
            result.append(Span(start, i))
            open = nil
          }
        case 0x201C, 0x201E, 0x00AB: if open == nil { open = i + width }
        case 0x201D, 0x00BB:
          // A close without an opening: the sentence began inside the quotation.
          result.append(Span(open ?? span.start, i))
          open = nil
        default: break
        }
        i += width
      }
      if let start = open { result.append(Span(start, span.end)) }
      return result
    }
  }
}
