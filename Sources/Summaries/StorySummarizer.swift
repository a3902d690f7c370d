public import Documents

/// Summaries of several documents that tell one story: the same ranker, with the story's words for its centroid.
///
/// A sentence's share grows with the number of documents that say the same (Radev et al. 2004; Nenkova and Vanderwende
/// 2005); no fact twice (Carbonell and Goldstein 1998); a sentence that hangs on another, or quotes a speaker whom it
/// does not name, stays out.
public struct StorySummarizer: Sendable {
  private let language: SummaryLanguage
  private let weights: [String: Float]

  /// A chosen sentence.
  public struct Choice: Sendable {
    /// Index of the document.
    public var document: Int
    /// Index in the document's sentences.
    public var sentence: Int
    public var score: Double
  }

  /// Throws the mistakes of the pack's tables.
  public init(pack: LanguagePack) throws(Diagnostics) {
    language = try SummaryLanguage(pack: pack)
    let table = try pack.table("summaries/story-weights.tsv", columns: ["feature", "weight", "meaning"])
    let known = [
      "position", "centroid", "coverage", "bigrams", "short", "tiny", "opens-quoted", "question", "redundancy", "said",
      "cap",
    ]
    var weights: [String: Float] = [:]
    var problems: [Diagnostic] = []
    for row in table.rows {
      guard let value = Float(row[1]), known.contains(row[0]) else {
        problems.append(
          table.diagnostic(
            "R012", row, "expected a feature and a number", help: "features: \(known.joined(separator: ", "))"))
        continue
      }
      weights[row[0]] = value
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.weights = weights
  }

  /// Weights of words, for those who group documents.
  public var terms: TermWeights { language.terms }

  /// Chooses sentences until the budget (sentences or words) is reached; best documents first, in reading order.
  ///
  /// `documents`: each document's sentences in its order. Cost: linear in sentences for each sentence chosen.
  public func summarize(_ documents: [[StorySentence]], budget: SummaryBudget) -> [Choice] {
    var rows: [(document: Int, sentence: Int, opening: SummaryLanguage.Opening?)] = []
    var terms = SentenceTerms()
    for (d, sentences) in documents.enumerated() {
      for (s, sentence) in sentences.enumerated() {
        var text = sentence.text
        var opening: SummaryLanguage.Opening?
        text.withUTF8 { bytes in
          let words = PlainWords.spans(bytes)
          opening = language.opening(bytes, words)
          terms.append(sentence: rows.count, bytes, words, language.terms)
        }
        rows.append((d, s, opening))
      }
    }
    guard !rows.isEmpty else { return [] }
    terms.finish()
    let scores = self.scores(rows.map { ($0.document, $0.sentence) }, documents, terms)

    var chosen: [Int] = []
    var redundancy = [Float](repeating: 0, count: rows.count)
    var words = 0
    let cap = weights["cap"] ?? 0.5
    let redundancyWeight = weights["redundancy"] ?? 0
    let saidLimit = weights["said"] ?? 1
    var isSaid = [Bool](repeating: false, count: terms.weight.count)
    /// The share, by weight, of a sentence's telling words that chosen sentences hold already.
    func said(_ row: SentenceTerms.Row) -> Float {
      var held: Float = 0
      var all: Float = 0
      for (term, _) in terms.vectors[row.vector] {
        all += terms.weight[Int(term)]
        if isSaid[Int(term)] { held += terms.weight[Int(term)] }
      }
      return all > 0 ? held / all : 0
    }
    func isReached() -> Bool {
      budget.unit == .sentences ? chosen.count >= Int(budget.value) : words >= Int(budget.value)
    }
    func best(_ allowed: (Int) -> Bool) -> Int? {
      var best: Int?
      var bestScore: Float = 0
      for i in rows.indices where redundancy[i] <= cap && allowed(i) {
        let score = scores[i] + redundancyWeight * redundancy[i]
        if best == nil || score > bestScore {
          best = i
          bestScore = score
        }
      }
      return best
    }
    while !isReached() {
      let next =
        best { rows[$0].opening == nil && !documents[rows[$0].document][rows[$0].sentence].isSpeakerless }
        ?? (chosen.isEmpty ? best { _ in true } : nil)
      guard let next else { break }
      chosen.append(next)
      words += terms.rows[next].words
      redundancy[next] = .infinity
      for (term, _) in terms.vectors[terms.rows[next].vector] { isSaid[Int(term)] = true }
      for i in rows.indices where redundancy[i] <= cap {
        redundancy[i] = said(terms.rows[i]) > saidLimit ? .infinity : max(redundancy[i], terms.cosine(next, i))
      }
    }
    // Leads before details: by place in the document, then by document.
    return chosen.sorted { a, b in
      rows[a].sentence != rows[b].sentence ? rows[a].sentence < rows[b].sentence : rows[a].document < rows[b].document
    }.map { Choice(document: rows[$0].document, sentence: rows[$0].sentence, score: Double(scores[$0])) }
  }

  private func scores(
    _ places: [(document: Int, sentence: Int)], _ documents: [[StorySentence]], _ terms: SentenceTerms
  ) -> [Float] {
    // In how many documents each term, and each pair of neighbours, stands.
    var spread = [Float](repeating: 0, count: terms.weight.count)
    var last = [Int](repeating: -1, count: terms.weight.count)
    var pairs: [UInt64: Int32] = [:]
    var lastPair: [UInt64: Int] = [:]
    for (i, row) in terms.rows.enumerated() {
      let document = places[i].document
      for term in terms.sequence[row.terms] where last[Int(term)] != document {
        last[Int(term)] = document
        spread[Int(term)] += 1
      }
      for pair in terms.pairs(row) where lastPair.updateValue(document, forKey: pair) != document {
        pairs[pair, default: 0] += 1
      }
    }
    var centroid = [Float](repeating: 0, count: terms.weight.count)
    var squares: Float = 0
    for term in centroid.indices where !terms.isStop[term] {
      centroid[term] = (1 + logarithm(terms.count[term])) * terms.weight[term] * (spread[term] > 1 ? 1 : 0.4)
      squares += centroid[term] * centroid[term]
    }
    let length = squares.squareRoot()
    let heaviest = Set(
      centroid.indices.sorted { a, b in
        let (x, y) = (Float(terms.count[a]) * centroid[a], Float(terms.count[b]) * centroid[b])
        return x != y ? x > y : a < b
      }.prefix(40).map(Int32.init))
    return terms.rows.enumerated().map { i, row in
      let vector = terms.vectors[row.vector]
      var score: Float = 0
      func add(_ feature: String, _ value: Float) { score += (weights[feature] ?? 0) * value }
      add("position", 1 / Float(1 + places[i].sentence))
      if length > 0, row.norm > 0 {
        add("centroid", vector.reduce(0) { $0 + $1.value * centroid[Int($1.term)] } / (length * row.norm))
      }
      add("coverage", Float(vector.reduce(0) { $0 + (heaviest.contains($1.term) ? 1 : 0) }) / 40)
      if row.terms.count > 1 {
        let shared = Set(terms.pairs(row)).reduce(0) { $0 + (pairs[$1, default: 0] > 1 ? 1 : 0) }
        add("bigrams", Float(shared) / Float(row.terms.count - 1))
      }
      add("short", Float(max(0, 15 - row.words)) / 15)
      add("tiny", row.words < 8 ? 1 : 0)
      let text = documents[places[i].document][places[i].sentence].text
      add("question", text.utf8.suffix(4).contains(UInt8(ascii: "?")) ? 1 : 0)
      add("opens-quoted", text.unicodeScalars.first.map { Marks.isQuote($0.value) } == true ? 1 : 0)
      return score
    }
  }
}
