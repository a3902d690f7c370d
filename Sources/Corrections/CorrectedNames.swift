public import Documents

extension Corrections {
  /// Corrects names: their span, type and entity, what is none, and what was overlooked.
  public func correct(
    _ artifact: inout EntitiesArtifact, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) {
    let mine = of(document.id, stage: "entities")
    guard !mine.isEmpty else { return }
    var names = NamesInWork(artifact, document.text, sentences)
    for correction in mine { names.apply(correction) }
    artifact = names.finish()
  }
}

/// Mentions and entities while they are corrected; rows that go are only marked, so that indices hold.
private struct NamesInWork {
  let text: SourceText
  let sentences: SentencesArtifact
  var mentions: [Mention]
  var isGone: [Bool]
  var entities: [Entity]
  var references: [Reference]
  var records: [CorrectionRecord]
  /// Entities whose names and mentions are to be gathered anew.
  var touched: Set<Int> = []
  /// Where the mentions of an entity went, so that "she" goes with them.
  var successor: [Int: Set<Int>] = [:]

  init(_ artifact: EntitiesArtifact, _ text: SourceText, _ sentences: SentencesArtifact) {
    self.text = text
    self.sentences = sentences
    mentions = artifact.mentions
    isGone = Array(repeating: false, count: mentions.count)
    entities = artifact.entities
    references = artifact.references
    records = artifact.corrections
  }

  mutating func apply(_ correction: Correction) {
    let rule = correction.rule
    switch correction.action {
    case .noName(let wanted):
      for m in matching(wanted) {
        records.append(CorrectionRecord("no-name", rule: rule, text: print(m), was: mentions[m].type.rawValue))
        remove(m)
      }
    case .mention(let wanted, let change):
      for m in matching(wanted) { self.change(m, change, rule) }
    case .name(let wanted, let type, let entity):
      for span in text.places(of: wanted) { add(span, type, entity, rule) }
    default: break
    }
  }

  private func print(_ m: Int) -> String { text.string(mentions[m].span) }

  private func matching(_ wanted: String) -> [Int] {
    let matching = Matching(wanted)
    return mentions.indices.filter { !isGone[$0] && matching.matches(id: mentions[$0].id, mentions[$0].span, text) }
  }

  private mutating func remove(_ m: Int) {
    isGone[m] = true
    if let entity = mentions[m].entity { touched.insert(entity) }
  }

  private mutating func change(_ m: Int, _ change: Correction.MentionChange, _ rule: String) {
    let was = print(m)
    if let wanted = change.span {
      let old = mentions[m].span
      guard let span = text.places(of: wanted).first(where: { $0.overlaps(old) }),
        let sentence = sentences.sentence(at: span.start), sentences.sentences[sentence].span.contains(span)
      else { return }
      for other in mentions.indices where other != m && !isGone[other] && mentions[other].span.overlaps(span) {
        remove(other)
      }
      mentions[m].span = span
      mentions[m].sentence = sentence
      if let entity = mentions[m].entity { touched.insert(entity) }
      records.append(CorrectionRecord("span", rule: rule, text: wanted, was: was))
    }
    if let type = change.type, type != mentions[m].type {
      records.append(CorrectionRecord("type", rule: rule, text: print(m), was: mentions[m].type.rawValue))
    } else if change.type != nil, change.entity == nil, change.span == nil {
      // It is so already: the entry is not without effect, it confirms.
      records.append(CorrectionRecord("type", rule: rule, text: print(m), was: mentions[m].type.rawValue))
    }
    if let name = change.entity {
      records.append(
        CorrectionRecord(
          "entity", rule: rule, text: print(m), was: mentions[m].entity.map { entities[$0].name }))
      link(m, to: find(name, change.type) ?? make(name, change.type ?? mentions[m].type, rule))
      if let type = change.type { mentions[m].type = type }
    } else if let type = change.type, type != mentions[m].type {
      mentions[m].type = type
      mentions[m].value = nil
      mentions[m].unit = nil
      if type.isName {
        link(m, to: find(print(m), type) ?? make(print(m), type, rule))
      } else if let entity = mentions[m].entity {
        touched.insert(entity)
        mentions[m].entity = nil
      }
    }
    mentions[m].rule = rule
  }

  private mutating func add(_ span: Span, _ type: EntityType, _ entity: String?, _ rule: String) {
    guard let sentence = sentences.sentence(at: span.start), sentences.sentences[sentence].span.contains(span) else {
      return
    }
    for m in mentions.indices where !isGone[m] && mentions[m].span.overlaps(span) { remove(m) }
    var key = ContentKey()
    key.add(type.rawValue)
    text.withBytes(span) { key.add($0) }
    let id = unused("m" + StableIDs.base32(key.value), mentions.lazy.map(\.id))
    mentions.append(Mention(id: id, span: span, type: type, sentence: sentence, rule: rule))
    isGone.append(false)
    if type.isName {
      let name = entity ?? text.string(span)
      link(mentions.count - 1, to: find(name, entity == nil ? type : nil) ?? make(name, type, rule))
    }
    records.append(CorrectionRecord("name", rule: rule, text: text.string(span)))
  }

  private func unused(_ base: String, _ taken: some Sequence<String>) -> String {
    let taken = Set(taken)
    var id = base
    var n = 1
    while taken.contains(id) {
      n += 1
      id = "\(base)-\(n)"
    }
    return id
  }

  /// The entity of an id or a name; of several with one name the one that is named most.
  private func find(_ name: String, _ type: EntityType?) -> Int? {
    if let i = entities.firstIndex(where: { $0.id == name }) { return i }
    let wanted = Folded(name)
    let known = entities.indices.filter { i in
      (type == nil || entities[i].type == type)
        && (Folded(entities[i].name) == wanted || entities[i].aliases.contains { Folded($0) == wanted })
    }
    return known.max {
      let a = (Folded(entities[$0].name) == wanted, entities[$0].mentions.count)
      let b = (Folded(entities[$1].name) == wanted, entities[$1].mentions.count)
      return a.0 != b.0 ? b.0 : a.1 != b.1 ? a.1 < b.1 : $0 > $1
    }
  }

  private mutating func make(_ name: String, _ type: EntityType, _ rule: String) -> Int {
    var key = ContentKey()
    key.add(type.rawValue)
    key.add(name)
    let id = unused("e" + StableIDs.base32(key.value), entities.lazy.map(\.id))
    entities.append(Entity(id: id, type: type, name: name, mentions: [], rule: rule))
    return entities.count - 1
  }

  private mutating func link(_ m: Int, to entity: Int) {
    if let old = mentions[m].entity, old != entity {
      touched.insert(old)
      successor[old, default: []].insert(entity)
    }
    mentions[m].entity = entity
    mentions[m].type = entities[entity].type
    mentions[m].value = nil
    mentions[m].unit = nil
    touched.insert(entity)
  }

  /// The artifact, its rows in order again.
  func finish() -> EntitiesArtifact {
    let order = mentions.indices.filter { !isGone[$0] }.sorted { mentions[$0].span < mentions[$1].span }
    var rows = order.map { mentions[$0] }
    var held: [[Int]] = Array(repeating: [], count: entities.count)
    for (i, row) in rows.enumerated() { if let entity = row.entity { held[entity].append(i) } }
    let left = entities.indices.filter { !held[$0].isEmpty }.sorted { held[$0][0] < held[$1][0] }
    var place = [Int?](repeating: nil, count: entities.count)
    for (i, entity) in left.enumerated() { place[entity] = i }
    var result = EntitiesArtifact(mentions: [], entities: [], references: [])
    for entity in left {
      var row = entities[entity]
      row.mentions = held[entity]
      // Who is called otherwise now is still the minister.
      for old in successor.keys.sorted() where successor[old] == [entity] && held[old].isEmpty {
        row.roles += entities[old].roles.filter { !row.roles.contains($0) }
        if row.gender == nil, row.type == .person { row.gender = entities[old].gender }
      }
      if touched.contains(entity) { gather(&row, rows) }
      result.entities.append(row)
    }
    for i in rows.indices { rows[i].entity = rows[i].entity.flatMap { place[$0] } }
    result.mentions = rows
    for reference in references {
      var target = place[reference.entity]
      if target == nil, let next = successor[reference.entity], next.count == 1 { target = place[next.first!] }
      guard let target, !rows.contains(where: { $0.span.overlaps(reference.span) }) else { continue }
      var row = reference
      row.entity = target
      result.references.append(row)
    }
    result.corrections = records
    return result
  }

  /// The names under which an entity is printed now.
  private func gather(_ entity: inout Entity, _ rows: [Mention]) {
    var printed: [String] = []
    for m in entity.mentions {
      let name = text.string(rows[m].span)
      if !printed.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { printed.append(name) }
    }
    // A name that an editor gave holds even if it is not printed so.
    let isGiven = entity.rule.hasPrefix("correction:")
    if !isGiven, !printed.contains(where: { $0.utf8.elementsEqual(entity.name.utf8) }) {
      entity.name = printed.max { $0.utf8.count < $1.utf8.count } ?? entity.name
    }
    entity.aliases = printed.filter { !$0.utf8.elementsEqual(entity.name.utf8) }
  }
}
