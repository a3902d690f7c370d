import Documents

/// The sentences that may stand in a summary, and what bars some of them.
struct Candidates {
  /// Why a sentence cannot stand alone.
  enum Bar {
    /// Its pronoun stands for something said before.
    case pronoun
    /// It goes on from the sentence before, and may stand right after that one.
    case continuing
    /// A quotation of which nobody says whose it is.
    case speakerless
    /// A line of the page, a heading, a fragment.
    case residue
  }

  /// Indices of sentences, in document order.
  var sentences: [Int] = []
  /// Per candidate; nil where it may be chosen freely.
  var bars: [Bar?] = []
  /// Per candidate: entities that only a pronoun stands for; a sentence before it must name them.
  var needs: [[Int]] = []
  /// Places in `sentences` that an editor bars from the summary, and those he wants in it whatever the budget.
  var barred: Set<Int> = []
  var pinned: [Int] = []
  /// Per entity: the candidates (in order) that name it.
  var naming: [[Int]] = []

  init(
    _ document: NormalizedDocument, _ artifact: SentencesArtifact, _ entities: EntitiesArtifact,
    _ language: SummaryLanguage
  ) {
    let text = document.text
    sentences = artifact.sentences.indices.filter {
      switch document.blocks[artifact.sentences[$0].block].kind {
      case .paragraph, .quote, .listItem: true
      default: false
      }
    }
    if sentences.isEmpty {
      // Headings and captions only: still better than nothing, but no names of authors or photographers.
      sentences = artifact.sentences.indices.filter {
        switch document.blocks[artifact.sentences[$0].block].kind {
        case .byline, .credit, .dateline: false
        default: true
        }
      }
    }
    naming = Array(repeating: [], count: entities.entities.count)
    var place = [Int?](repeating: nil, count: artifact.sentences.count)
    for (i, sentence) in sentences.enumerated() { place[sentence] = i }
    for (entity, row) in entities.entities.enumerated() {
      for mention in row.mentions {
        if let i = place[entities.mentions[mention].sentence], naming[entity].last != i { naming[entity].append(i) }
      }
    }

    let fragments = Marks.fragments(document, artifact, sentences)
    var block = -1
    var quoted: [Span] = []
    var reference = 0
    for (i, index) in sentences.enumerated() {
      let sentence = artifact.sentences[index]
      if sentence.block != block {
        block = sentence.block
        quoted = Marks.quoted(document.blocks[block].span, text)
      }
      let inside = Marks.reaching(quoted, into: sentence.span)
      while reference < entities.references.count, entities.references[reference].span.start < sentence.span.start {
        reference += 1
      }
      var wanted: [Int] = []
      var r = reference
      while r < entities.references.count, entities.references[r].span.start < sentence.span.end {
        let row = entities.references[r]
        let isQuoted = inside.contains { $0.contains(row.span.start) }
        // Only where somebody is quoted: a speaker must be named. Other pronouns follow the opening's rule.
        if !inside.isEmpty, !isQuoted, !isNamed(row.entity, in: i) { wanted.append(row.entity) }
        r += 1
      }
      needs.append(wanted)
      bars.append(fragments.contains(index) ? .residue : Self.bar(sentence, artifact, text, inside, language))
    }
  }

  private func isNamed(_ entity: Int, in candidate: Int) -> Bool {
    let place = naming[entity].partitioningIndex { $0 >= candidate }
    return place < naming[entity].count && naming[entity][place] == candidate
  }

  private static func bar(
    _ sentence: Sentence, _ artifact: SentencesArtifact, _ text: SourceText, _ quoted: ArraySlice<Span>,
    _ language: SummaryLanguage
  ) -> Bar? {
    switch language.opening(sentence, artifact, text) {
    case .pronoun: return .pronoun
    case .connective, .pointer: return .continuing
    case .residue: return .residue
    case .narrator, nil: break
    }
    return text.bytes.withUnsafeBufferPointer { bytes in
      var words = 0
      var outside = 0
      for token in artifact.tokens[sentence.tokens] where SummaryLanguage.isWord(bytes, token) {
        words += 1
        if !quoted.contains(where: { $0.contains(token.start) }) { outside += 1 }
        if words >= 4, outside > 0 { return nil }
      }
      if words < 4 { return .residue }
      // Nothing stands outside the quotation marks: nobody says who speaks.
      return outside == 0 ? .speakerless : nil
    }
  }
}
