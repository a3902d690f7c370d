import Documents

/// What the names of an article tell of a sentence: whom it brings in, and how much the article speaks of them.
struct NameProfile {
  /// What one sentence names.
  struct Named {
    /// The sum of ln(mentions) of its names, each once; and the largest.
    var salience: Float = 0
    var salient: Float = 0
    /// Names that were not there before, and those of them that come again.
    var new = 0
    var introduced = 0
    var hasPerson = false
    var hasFullName = false
    var hasAmount = false
    var hasDate = false
    /// Pronouns and descriptions that stand for a name.
    var references = 0
  }

  private let entities: EntitiesArtifact
  /// By sentence: its mentions.
  private var mentions: [Range<Int>]
  private var isKnown: [Bool]
  private var reference = 0
  /// The names of the sentence in hand: memory that sentences hand on.
  private var own: [Int] = []

  init(_ sentences: SentencesArtifact, _ entities: EntitiesArtifact) {
    self.entities = entities
    mentions = Array(repeating: 0..<0, count: sentences.sentences.count)
    isKnown = Array(repeating: false, count: entities.entities.count)
    // Mentions stand in order of place, so those of a sentence follow one another.
    for (m, mention) in entities.mentions.enumerated() {
      let range = mentions[mention.sentence]
      mentions[mention.sentence] = range.isEmpty ? m..<(m + 1) : range.lowerBound..<(m + 1)
    }
  }

  /// Sentences are asked for in document order: a name is new once.
  mutating func sentence(_ index: Int, _ span: Span, _ text: SourceText) -> Named {
    var named = Named()
    own.removeAll(keepingCapacity: true)
    for m in mentions[index] {
      switch entities.mentions[m].type {
      case .person:
        named.hasPerson = true
        if !named.hasFullName { named.hasFullName = text.withBytes(entities.mentions[m].span) { $0.contains(0x20) } }
      case .cardinal, .quantity: named.hasAmount = true
      case .date, .time: named.hasDate = true
      default: break
      }
      if let entity = entities.mentions[m].entity, !own.contains(entity) { own.append(entity) }
    }
    for entity in own {
      let count = entities.entities[entity].mentions.count
      if count > 1 { named.salience += logarithm(count) }
      named.salient = max(named.salient, logarithm(count))
      guard !isKnown[entity] else { continue }
      isKnown[entity] = true
      named.new += 1
      if count > 1 { named.introduced += 1 }
    }
    while reference < entities.references.count, entities.references[reference].span.start < span.start {
      reference += 1
    }
    while reference < entities.references.count, entities.references[reference].span.start < span.end {
      named.references += 1
      reference += 1
    }
    return named
  }
}
