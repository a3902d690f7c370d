import Documents

/// Maps the words of a speaker to the mention printed and the entity it names.
struct SpeakerResolver {
  let words: UnsafeBufferPointer<Word>
  let text: SourceText
  let entities: EntitiesArtifact

  private func span(_ r: Range<Int>) -> Span { Span(words[r.lowerBound].span.start, words[r.upperBound - 1].span.end) }

  /// Index of the first mention that ends after an offset.
  private func mention(endingAfter offset: Int) -> Int {
    entities.mentions.indices.partitioningIndex { entities.mentions[$0].span.end > offset }
  }

  private func reference(at span: Span) -> Int? {
    let places = entities.references.indices
    let first = places.partitioningIndex { entities.references[$0].span.start >= span.start }
    for place in first..<places.endIndex {
      guard entities.references[place].span.start == span.start else { break }
      if entities.references[place].span == span { return entities.references[place].entity }
    }
    return nil
  }

  func resolve(_ range: Range<Int>, antecedent: Range<Int>?) -> Speaker {
    let printed = trimmed(range)
    var span = span(printed)
    // "Carly Lind": what seems an adverb by its ending is part of the name.
    let i = mention(endingAfter: span.start)
    if i < entities.mentions.count, entities.mentions[i].type == .person {
      let name = entities.mentions[i].span
      if name.start < span.start, name.end > span.start, name.end <= span.end { span = Span(name.start, span.end) }
    }
    let entity = antecedent.flatMap { self.entity($0) } ?? self.entity(printed)
    let named = antecedent ?? printed
    let name = entity.map { entities.entities[$0].name } ?? text.string(self.span(base(named)))
    return Speaker(span: span, entity: entity, name: name, speakerClass: speakerClass(named, entity))
  }

  /// Whether a pronoun of one person may stand for a person named before: its gender, if both are known, agrees.
  func mayRefer(_ range: Range<Int>, to person: Speaker) -> Bool {
    guard range.count == 1, let entity = person.entity, entities.entities[entity].type == .person else { return false }
    let pronoun = words[range.lowerBound]
    guard pronoun.has([.masculine, .feminine]), pronoun.has(.third) else { return false }
    switch entities.entities[entity].gender {
    case .male: return pronoun.has(.masculine)
    case .female: return pronoun.has(.feminine)
    case nil: return true
    }
  }

  private func trimmed(_ r: Range<Int>) -> Range<Int> {
    var b = r.upperBound
    while b - 1 > r.lowerBound, words[b - 1].has(.punctuation), !words[b - 1].has([.close, .mark]) { b -= 1 }
    // "the ministry, however"
    if b - 2 > r.lowerBound, words[b - 1].has(.adverb), words[b - 2].has(.comma) { b -= 2 }
    return r.lowerBound..<b
  }

  /// The noun phrase up to its first apposition.
  private func base(_ r: Range<Int>) -> Range<Int> {
    var k = r.lowerBound
    while k < r.upperBound, !words[k].has([.comma, .open, .dash]),
      k == r.lowerBound || !words[k].has(.relative) || words[k].has(.complementizer)
    { k += 1 }
    return k > r.lowerBound ? r.lowerBound..<k : r
  }

  private func entity(_ r: Range<Int>) -> Int? {
    if let found = reference(at: span(r)) { return found }
    let b = base(r)
    if let found = reference(at: span(b)) { return found }
    // "Okafor and her husband" are nobody's entity.
    if isSeveral(b) { return nil }
    // "Secretary of State Ada Okafor": a person's name at the end that no preposition governs.
    if let found = nameAtEnd(b) { return found }
    // The head's mention: the last before a preposition that attaches.
    var headEnd = b.upperBound
    var k = b.lowerBound + 1
    while k < b.upperBound {
      if words[k].has(.preposition) || words[k].has([.relative]) {
        headEnd = k
        break
      }
      k += 1
    }
    if let found = name(b.lowerBound..<headEnd, atEnd: true) { return found }
    // "his friend at the plant, Ada Okafor"
    if b.upperBound + 1 < r.upperBound, words[b.upperBound].has(.comma), !words[headEnd - 1].nouns.isEmpty,
      let found = name(b.upperBound + 1..<(base(b.upperBound + 1..<r.upperBound)).upperBound, atEnd: false),
      entities.entities[found].type == .person, words[headEnd - 1].nouns.contains(.person)
    {
      return found
    }
    return nil
  }

  /// Whether a conjunction joins two heads: one that no name holds, before any preposition.
  private func isSeveral(_ r: Range<Int>) -> Bool {
    for k in r where k > r.lowerBound && k + 1 < r.upperBound {
      if words[k].has(.preposition) { return false }
      // "the activist and author Ada Okafor" is one.
      guard words[k].has(.coordinator), words[k + 1].has([.capital, .determiner, .possessive]) else { continue }
      let i = mention(endingAfter: words[k].span.start)
      guard i < entities.mentions.count, entities.mentions[i].span.start < words[k].span.start else { return true }
    }
    return false
  }

  private func nameAtEnd(_ r: Range<Int>) -> Int? {
    let span = span(r)
    let i = mention(endingAfter: span.end - 1)
    guard i < entities.mentions.count else { return nil }
    let m = entities.mentions[i]
    guard m.type == .person, m.span.end == span.end, m.span.start >= span.start, let entity = m.entity else {
      return nil
    }
    var k = r.upperBound - 1
    while k > r.lowerBound, words[k].span.start > m.span.start { k -= 1 }
    if k > r.lowerBound, words[k - 1].has([.preposition, .genitive, .coordinator]) { return nil }
    // "the counsel for Mr. Okafor and Mr. Lind"
    while k - 1 > r.lowerBound, words[k - 1].has(.capital), !words[k - 1].has(.preposition) { k -= 1 }
    if k > r.lowerBound, words[k - 1].has(.coordinator) { return nil }
    return entity
  }

  private func name(_ r: Range<Int>, atEnd: Bool) -> Int? {
    guard !r.isEmpty else { return nil }
    let span = span(r)
    var i = mention(endingAfter: span.start)
    var found: Int?
    while i < entities.mentions.count, entities.mentions[i].span.start < span.end {
      let m = entities.mentions[i]
      if let entity = m.entity {
        if atEnd {
          if m.span.end == span.end
            || (i + 1 == entities.mentions.count || entities.mentions[i + 1].span.start >= span.end)
              && m.span.end >= words[r.upperBound - 1].span.start
          {
            found = entity
          }
        } else if found == nil, m.type == .person {
          found = entity
        }
      }
      i += 1
    }
    return found
  }

  private func speakerClass(_ r: Range<Int>, _ entity: Int?) -> SpeakerClass {
    if let entity {
      switch entities.entities[entity].type {
      case .person: return .person
      case .org, .gpe, .loc, .fac, .norp: return .organization
      case .work, .law: return .document
      default: break
      }
    }
    let first = words[r.lowerBound]
    if first.has(.subjectPronoun), r.count == 1 {
      return first.has(.plural) || first.has(.indefinite) ? .group : first.has(.neuter) ? .organization : .person
    }
    var head = r.lowerBound
    var capital = false
    for k in base(r) {
      if words[k].has([.preposition, .relative]), !words[k].has(.determiner), k > r.lowerBound { break }
      if words[k].has(.word), words[head].nouns.isEmpty || !words[k].nouns.isEmpty || words[k].has(.capital) {
        head = k
      }
      if words[k].has(.capital),
        k > r.lowerBound || words[k].nouns.isEmpty && !words[k].has([.determiner, .possessive])
      {
        capital = true
      }
    }
    let kinds = words[head].nouns
    if words[head].has(.capital), !kinds.contains(.organization), !kinds.contains(.document), !kinds.contains(.group) {
      return .person
    }
    if kinds.contains(.anonymous) { return .anonymous }
    if kinds.contains(.group) { return .group }
    if kinds.contains(.person) { return .person }
    if kinds.contains(.document) { return .document }
    if kinds.contains(.organization) { return .organization }
    return capital ? .organization : .group
  }
}
