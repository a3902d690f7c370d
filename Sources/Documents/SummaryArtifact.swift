/// How long a summary may be.
public struct SummaryBudget: Sendable, Hashable {
  public enum Unit: String, Sendable, CaseIterable { case sentences, words, ratio }

  public var unit: Unit
  /// A count of sentences or words, or the share of the article's words (0 … 1).
  public var value: Double

  public init(_ unit: Unit, _ value: Double) {
    self.unit = unit
    self.value = value
  }
}

/// A sentence chosen for the summary, and what each feature added to its score.
public struct SummarySentence: Sendable, Hashable {
  /// Index in `SentencesArtifact.sentences`.
  public var sentence: Int
  public var score: Double
  /// Feature and share, in byte order of the feature's name.
  public var why: [Feature]
  /// Bytes at the sentence's beginning that stay out: its dateline.
  public var skipped: Int

  public struct Feature: Sendable, Hashable {
    public var name: String
    public var share: Double

    public init(_ name: String, _ share: Double) {
      self.name = name
      self.share = share
    }
  }

  public init(sentence: Int, score: Double, why: [Feature], skipped: Int = 0) {
    self.sentence = sentence
    self.score = score
    self.why = why
    self.skipped = skipped
  }

  /// What of the sentence stands in the summary.
  public func span(_ sentences: SentencesArtifact) -> Span {
    let span = sentences.sentences[sentence].span
    return Span(span.start + skipped, span.end)
  }
}

/// Stage 5: the chosen sentences in document order.
public struct SummaryArtifact: Sendable {
  public static let schema = "nightdesk/summaries@1"

  public var sentences: [SummarySentence]
  public var budget: SummaryBudget
  /// "nightdesk", "lead", "textrank" or "lexrank".
  public var method: String
  /// What an editor corrected in it.
  public var corrections: [CorrectionRecord] = []

  public init(sentences: [SummarySentence], budget: SummaryBudget, method: String) {
    self.sentences = sentences
    self.budget = budget
    self.method = method
  }

  /// The sentences joined by one space.
  public func text(_ document: NormalizedDocument, _ sentences: SentencesArtifact) -> String {
    self.sentences.map { document.text.string($0.span(sentences)) }.joined(separator: " ")
  }

  // MARK: JSON

  public func json(_ document: NormalizedDocument, _ sentences: SentencesArtifact) -> [UInt8] {
    let source = document.text
    let joined = text(document, sentences)
    var w = JSONWriter(reserving: joined.utf8.count * 2 + 1024)
    w.object { w in
      w.key("budget")
      w.object { w in
        w.key("unit")
        w.string(budget.unit.rawValue)
        w.key("value")
        w.number(budget.value)
      }
      w.corrections(corrections)
      w.key("id")
      w.string(document.id)
      w.key("method")
      w.string(method)
      w.key("schema")
      w.string(Self.schema)
      w.key("sentences")
      w.rows(self.sentences) { w, row in
        let sentence = sentences.sentences[row.sentence]
        let span = row.span(sentences)
        w.object { w in
          w.key("end")
          w.int(source.codePoint(atByte: span.end))
          w.key("id")
          w.string(sentence.id)
          w.key("score")
          w.number(row.score)
          w.key("start")
          w.int(source.codePoint(atByte: span.start))
          w.key("text")
          source.withBytes(span) { w.string(utf8: $0) }
          w.key("why")
          w.object { w in
            for feature in row.why {
              w.key(feature.name)
              w.number(feature.share)
            }
          }
        }
      }
      w.key("text")
      w.string(joined)
      w.key("words")
      w.int(Self.words(in: joined))
    }
    return w.finish()
  }

  /// Words as a budget counts them: runs without white space.
  public static func words(in text: String) -> Int {
    var text = text
    return text.withUTF8 { words(in: $0) }
  }

  /// The same of bytes.
  public static func words(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var i = 0
    // The upper bit of each byte that stands behind white space, the first of all too.
    var before: UInt64 = 0x80
    while i < bytes.count {
      var chunk = EightBytes.load(bytes, i, bytes.count)
      let left = bytes.count - i
      if left < 8 { chunk |= (EightBytes.ones &* 0x20) << UInt64(left * 8) }
      let spaces = EightBytes.spaces(chunk)
      count += EightBytes.count(~spaces & (spaces << 8 | before) & EightBytes.highs)
      before = spaces >> 56
      i += 8
    }
    return count
  }

  public init(
    json bytes: [UInt8], of document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws(JSONError) {
    let index = Dictionary(sentences.sentences.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    self = try JSONReader.read(bytes) { r throws(JSONError) in
      var rows: [SummarySentence] = []
      var budget: SummaryBudget?, method: String?
      var corrections: [CorrectionRecord] = []
      var schema = false
      try r.object { key, r throws(JSONError) in
        switch key {
        case "schema": schema = try r.schema(Self.schema)
        case "id": try r.id(document.id)
        case "method": method = try r.string()
        case "corrections": corrections = try r.corrections()
        case "budget":
          var unit: SummaryBudget.Unit?, value: Double?
          try r.object { key, r throws(JSONError) in
            switch key {
            case "unit": unit = SummaryBudget.Unit(rawValue: try r.string())
            case "value": value = try r.number()
            default: try r.skip()
            }
          }
          guard let unit, let value else { throw r.error("a budget needs unit and value") }
          budget = SummaryBudget(unit, value)
        case "sentences":
          try r.array { r throws(JSONError) in
            var id: String?, score: Double?, start: Int?
            var why: [SummarySentence.Feature] = []
            try r.object { key, r throws(JSONError) in
              switch key {
              case "id": id = try r.string()
              case "score": score = try r.number()
              case "start": start = try r.int()
              case "why":
                try r.object { name, r throws(JSONError) in
                  why.append(SummarySentence.Feature(name, try r.number()))
                }
              default: try r.skip()
              }
            }
            guard let id, let score else { throw r.error("a summary's sentence needs id and score") }
            guard let row = index[id] else { throw r.error("no sentence \(id)") }
            let span = sentences.sentences[row].span
            let place = start.flatMap(document.text.byte(atCodePoint:)) ?? span.start
            guard span.range.contains(place) else { throw r.error("sentence \(id) does not begin there") }
            rows.append(SummarySentence(sentence: row, score: score, why: why, skipped: place - span.start))
          }
        default: try r.skip()
        }
      }
      guard schema else { throw r.missing("schema") }
      guard let budget else { throw r.missing("budget") }
      var result = SummaryArtifact(sentences: rows, budget: budget, method: method ?? "nightdesk")
      result.corrections = corrections
      return result
    }
  }
}
