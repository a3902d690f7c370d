public import Documents

public struct SummariesOptions: Sendable, Hashable {
  /// nightdesk's own ranker, or a classic method for those who compare.
  public enum Method: String, Sendable, CaseIterable { case nightdesk, lead, textrank, lexrank }

  public var method = Method.nightdesk
  public var budget = SummaryBudget(.sentences, 3)
  /// True: never over a budget of words or ratio; false: whole sentences until it is reached.
  public var strict = false

  public init() {}
}

/// Stage 5: the sentences that tell the article, in document order.
///
/// A sentence is scored by a weighted sum of features (summaries/weights.tsv), chosen greedily with a limit on
/// redundancy, and barred where it cannot stand alone: an opening that hangs on the sentence before
/// (summaries/openings.tsv), a quotation whose speaker is not named in it or in a chosen sentence before it.
public struct Summarizer: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 4
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "summaries/"]

  private let options: SummariesOptions
  private let language: SummaryLanguage

  /// Throws the mistakes of the pack's tables.
  public init(options: SummariesOptions, pack: LanguagePack) throws(Diagnostics) {
    self.options = options
    language = try SummaryLanguage(pack: pack)
  }

  /// `barred`, `pinned`: sentences that an editor keeps out of the summary, or in it whatever the budget.
  public func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact,
    barred: Set<Int> = [], pinned: Set<Int> = []
  ) throws(StageFailure) -> SummaryArtifact {
    try run(document, sentences, entities, barred, pinned, watch: nil)
  }

  private func run(
    _ document: NormalizedDocument, _ whole: SentencesArtifact, _ entities: EntitiesArtifact, _ barred: Set<Int>,
    _ pinned: Set<Int>, watch tell: ((SummaryChoice) -> Void)?
  ) throws(StageFailure) -> SummaryArtifact {
    let first = whole.sentences.indices.first { document.blocks[whole.sentences[$0].block].kind == .paragraph }
    let sentences = Dateline.without(whole, first: first, document.text)
    var candidates = Candidates(document, sentences, entities, language)
    for (i, sentence) in candidates.sentences.enumerated() {
      if barred.contains(sentence) { candidates.barred.insert(i) }
      if pinned.contains(sentence) { candidates.pinned.append(i) }
    }
    let terms = SentenceTerms(candidates.sentences, sentences, document.text, language.terms)
    let selection = Selection(
      budget: options.budget, strict: options.strict, total: terms.rows.reduce(0) { $0 + $1.words })
    let places = candidates.sentences
    let watch = tell.map { tell in
      { (step: Selection.Step) in tell(SummaryChoice(step, sentences: places)) }
    }
    var chosen: [SummarySentence]
    switch options.method {
    case .nightdesk: chosen = rank(candidates, terms, selection, document, sentences, entities, watch: watch)
    case .lead:
      chosen = selection.lead(terms, candidates).map {
        SummarySentence(
          sentence: candidates.sentences[$0], score: 1 / Double(1 + $0), why: [.init("position", 1 / Double(1 + $0))])
      }
    case .textrank: chosen = graph(GraphRanking.textRank(terms), candidates, terms, selection, watch: watch)
    case .lexrank: chosen = graph(GraphRanking.lexRank(terms), candidates, terms, selection, watch: watch)
    }
    // A title or caption is no candidate, but an editor may want it.
    let others = pinned.subtracting(chosen.map(\.sentence))
    chosen += others.map { SummarySentence(sentence: $0, score: 0, why: []) }
    if !others.isEmpty { chosen.sort { $0.sentence < $1.sentence } }
    if let first, let i = chosen.firstIndex(where: { $0.sentence == first }) {
      chosen[i].skipped = sentences.sentences[first].span.start - whole.sentences[first].span.start
    }
    return SummaryArtifact(sentences: chosen, budget: options.budget, method: options.method.rawValue)
  }

  private func rank(
    _ candidates: Candidates, _ terms: SentenceTerms, _ selection: Selection, _ document: NormalizedDocument,
    _ sentences: SentencesArtifact, _ entities: EntitiesArtifact, watch: ((Selection.Step) -> Void)? = nil
  ) -> [SummarySentence] {
    let ranking = Ranking(terms, document, sentences, entities, language)
    let weights = language.weights
    let redundancyWeight = weights.of[Feature.redundancy.rawValue]
    let chosen = selection.choose(
      candidates, terms, ranking.scores, redundancyWeight: redundancyWeight, cap: weights.cap, watch: watch)
    return chosen.map { row in
      var why: [SummarySentence.Feature] = []
      why.reserveCapacity(Feature.allCases.count)
      var score = 0.0
      for feature in Feature.allCases {
        let value = feature == .redundancy ? row.redundancy : ranking.value(feature, of: row.candidate)
        let share = Double(value * weights.of[feature.rawValue])
        guard share != 0 else { continue }
        why.append(.init(feature.name, share))
        score += share
      }
      return SummarySentence(sentence: candidates.sentences[row.candidate], score: score, why: why)
    }
  }

  /// The classic methods know no bars: their best sentences by rank alone.
  private func graph(
    _ ranks: [Float], _ candidates: Candidates, _ terms: SentenceTerms, _ selection: Selection,
    watch: ((Selection.Step) -> Void)? = nil
  ) -> [SummarySentence] {
    var free = candidates
    for i in free.bars.indices {
      free.bars[i] = nil
      free.needs[i] = []
    }
    return selection.choose(free, terms, ranks, redundancyWeight: 0, cap: .infinity, watch: watch).map {
      let rank = Double(ranks[$0.candidate])
      return SummarySentence(sentence: candidates.sentences[$0.candidate], score: rank, why: [.init("rank", rank)])
    }
  }

  /// The choices that made the summary, one after the other, each with what it was taken before; none for the method
  /// `lead`, which weighs nothing.
  public func choices(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact,
    barred: Set<Int> = [], pinned: Set<Int> = []
  ) throws(StageFailure) -> [SummaryChoice] {
    var choices: [SummaryChoice] = []
    _ = try run(document, sentences, entities, barred, pinned) { choices.append($0) }
    return choices
  }

  /// Compiles the pack's data; what is wrong with it.
  public static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do {
      _ = try SummaryLanguage(pack: pack)
      return []
    } catch {
      return error.list
    }
  }
}
