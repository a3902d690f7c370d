/// The classic graph rankers, for those who compare.
enum GraphRanking {
  /// Sentences that are looked at: similarity is quadratic, and news is short.
  static let limit = 800

  /// TextRank (Mihalcea and Tarau 2004): words in common over the sum of the lengths' logarithms, weighted PageRank.
  static func textRank(_ terms: SentenceTerms) -> [Float] {
    let sets = terms.rows.prefix(limit).map { Set(terms.sequence[$0.terms].filter { !terms.isStop[Int($0)] }) }
    return pageRank(terms.rows.count) { i, j in
      let lengths = logarithm(max(1, sets[i].count)) + logarithm(max(1, sets[j].count))
      guard lengths > 0 else { return 0 }
      return Float(sets[i].intersection(sets[j]).count) / lengths
    }
  }

  /// LexRank (Erkan and Radev 2004): an edge where the cosine is over 0.1, PageRank over the unweighted graph.
  static func lexRank(_ terms: SentenceTerms) -> [Float] {
    pageRank(terms.rows.count) { i, j in terms.cosine(i, j) > 0.1 ? 1 : 0 }
  }

  /// Power iteration with damping 0.85, thirty rounds; sentences past the limit get 0.
  private static func pageRank(_ count: Int, _ similarity: (Int, Int) -> Float) -> [Float] {
    let n = min(count, limit)
    var result = [Float](repeating: 0, count: count)
    guard n > 1 else {
      if n == 1 { result[0] = 1 }
      return result
    }
    var edges: [[(to: Int, weight: Float)]] = Array(repeating: [], count: n)
    var out = [Float](repeating: 0, count: n)
    for i in 0..<n {
      for j in 0..<i {
        let weight = similarity(i, j)
        guard weight > 0 else { continue }
        edges[i].append((j, weight))
        edges[j].append((i, weight))
        out[i] += weight
        out[j] += weight
      }
    }
    var rank = [Float](repeating: 1 / Float(n), count: n)
    for _ in 0..<30 {
      var next = [Float](repeating: 0.15 / Float(n), count: n)
      for i in 0..<n where out[i] > 0 {
        for (j, weight) in edges[i] { next[j] += 0.85 * rank[i] * weight / out[i] }
      }
      rank = next
    }
    for i in 0..<n { result[i] = rank[i] }
    return result
  }
}
