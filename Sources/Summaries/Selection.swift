import Documents

/// Chooses sentences one by one, the best first, until the budget is reached (Carbonell and Goldstein 1998).
struct Selection {
  let budget: SummaryBudget
  let strict: Bool
  /// Words of all candidates: what a ratio is of.
  let total: Int

  /// Words to reach, or nil for a budget in sentences.
  private var wordLimit: Int? {
    switch budget.unit {
    case .sentences: nil
    case .words: Int(budget.value)
    case .ratio: max(1, Int((budget.value * Double(total)).rounded()))
    }
  }

  private func isReached(_ count: Int, _ words: Int) -> Bool {
    if let wordLimit { return words >= wordLimit }
    return count >= Int(budget.value)
  }

  private func fits(_ words: Int, _ more: Int) -> Bool {
    guard strict, let wordLimit else { return true }
    return words + more <= wordLimit
  }

  /// One choice: what was taken, and what it was taken before.
  struct Step {
    var taken: Int
    var score: Float
    /// The best of those that might have stood there as well.
    var beaten: [(candidate: Int, score: Float)]
    /// Stronger ones that may not stand there, and why.
    var passed: [(candidate: Int, score: Float, why: SummaryChoice.Refusal)]
  }

  /// Candidates and the redundancy each was charged, in order of place. `watch` is told of each choice.
  ///
  /// First those that stand alone, or go on from a sentence that is chosen; where they run out, one whose pronoun hangs on
  /// the sentence before it, if that one is chosen.
  /// Something is always chosen where there is a candidate (a strict budget may forbid it).
  func choose(
    _ candidates: Candidates, _ terms: SentenceTerms, _ scores: [Float], redundancyWeight: Float, cap: Float,
    watch: ((Step) -> Void)? = nil
  ) -> [(candidate: Int, redundancy: Float)] {
    var chosen: [(candidate: Int, redundancy: Float)] = []
    var isChosen = [Bool](repeating: false, count: scores.count)
    var redundancy = [Float](repeating: 0, count: scores.count)
    var words = 0

    func take(_ i: Int) {
      chosen.append((i, redundancy[i]))
      isChosen[i] = true
      words += terms.rows[i].words
      for j in scores.indices where !isChosen[j] { redundancy[j] = max(redundancy[j], terms.cosine(i, j)) }
    }

    func best(_ allowed: (Int) -> Bool) -> Int? {
      var best: Int?
      var bestScore = -Float.infinity
      for i in scores.indices
      where !isChosen[i] && !candidates.barred.contains(i) && allowed(i) && fits(words, terms.rows[i].words) {
        let score = scores[i] + redundancyWeight * redundancy[i]
        if score > bestScore {
          best = i
          bestScore = score
        }
      }
      return best
    }

    func isNamed(_ i: Int) -> Bool {
      candidates.needs[i].allSatisfy { entity in candidates.naming[entity].contains { $0 < i && isChosen[$0] } }
    }

    func follows(_ i: Int) -> Bool { i > 0 && isChosen[i - 1] }
    func stands(_ i: Int) -> Bool {
      switch candidates.bars[i] {
      case nil: true
      case .continuing: follows(i)
      default: false
      }
    }

    func refusal(_ i: Int) -> SummaryChoice.Refusal? {
      if candidates.barred.contains(i) { return .editor }
      if !fits(words, terms.rows[i].words) { return .tooLong }
      switch candidates.bars[i] {
      case .pronoun: return .pronoun
      case .continuing: if !follows(i) { return .continuing }
      case .speakerless: return .speakerless
      case .residue: return .residue
      case nil: break
      }
      if !isNamed(i) { return .unnamed }
      return redundancy[i] > cap ? .repeated : nil
    }

    /// What else there was when `next` was taken.
    func step(_ next: Int) -> Step {
      func score(_ i: Int) -> Float { scores[i] + redundancyWeight * redundancy[i] }
      let others = scores.indices.filter { !isChosen[$0] && $0 != next }.map { (candidate: $0, score: score($0)) }
        .sorted { $0.score > $1.score }
      return Step(
        taken: next, score: score(next), beaten: others.filter { refusal($0.candidate) == nil },
        passed: others.prefix { $0.score > score(next) }.compactMap { row in
          refusal(row.candidate).map { (row.candidate, row.score, $0) }
        })
    }

    for i in candidates.pinned { take(i) }
    while !isReached(chosen.count, words) {
      let next =
        best { stands($0) && isNamed($0) && redundancy[$0] <= cap }
        ?? best { candidates.bars[$0] == .pronoun && follows($0) && redundancy[$0] <= cap }
        ?? (chosen.isEmpty ? best { candidates.bars[$0] != .residue } ?? best { _ in true } : nil)
      guard let next else { break }
      watch?(step(next))
      take(next)
    }
    return chosen.sorted { $0.candidate < $1.candidate }
  }

  /// The candidates from the first on (Lead).
  func lead(_ terms: SentenceTerms, _ candidates: Candidates) -> [Int] {
    var chosen = candidates.pinned
    var words = chosen.reduce(0) { $0 + terms.rows[$1].words }
    for (i, row) in terms.rows.enumerated() where !candidates.barred.contains(i) && !candidates.pinned.contains(i) {
      guard !isReached(chosen.count, words), fits(words, row.words) else { break }
      chosen.append(i)
      words += row.words
    }
    return chosen.sorted()
  }
}
