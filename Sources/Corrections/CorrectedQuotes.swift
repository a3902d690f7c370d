public import Documents

extension Corrections {
  /// Corrects who speaks, a quote's kind, and what is no quote.
  public func correct(
    _ artifact: inout QuotesArtifact, _ document: NormalizedDocument, _ entities: EntitiesArtifact
  ) {
    let mine = of(document.id, stage: "quotes")
    guard !mine.isEmpty else { return }
    let text = document.text
    let voices = Voices(text, entities)
    for correction in mine {
      let rule = correction.rule
      switch correction.action {
      case .noQuote(let wanted):
        let matching = Matching(wanted)
        artifact.quotes.removeAll { quote in
          guard matching.matches(id: quote.id, quote.span, text) else { return false }
          artifact.corrections.append(
            CorrectionRecord("no-quote", rule: rule, text: text.string(quote.span), was: quote.speaker?.name))
          return true
        }
      case .quote(let wanted, let change):
        let matching = Matching(wanted)
        let found = artifact.quotes.indices.filter {
          matching.matches(id: artifact.quotes[$0].id, artifact.quotes[$0].span, text)
        }
        if let kind = change.kind {
          for i in found {
            artifact.corrections.append(
              CorrectionRecord(
                "kind", rule: rule, text: text.string(artifact.quotes[i].span), was: artifact.quotes[i].kind.rawValue))
            artifact.quotes[i].kind = kind
            if kind != .mixed { artifact.quotes[i].clause = nil }
            artifact.quotes[i].decided(by: rule)
          }
        }
        guard let voice = change.speaker else { continue }
        // The pieces of one utterance have one speaker.
        let groups = Set(found.map { artifact.quotes[$0].group })
        for i in artifact.quotes.indices where groups.contains(artifact.quotes[i].group) {
          let quote = artifact.quotes[i]
          var speaker: Speaker?
          if case .somebody(let name) = voice {
            speaker = voices.speaker(name, printed: change.printed, of: quote)
            // Nowhere in the article is there anything that could stand for that name.
            guard speaker != nil else { continue }
          }
          artifact.corrections.append(
            CorrectionRecord("speaker", rule: rule, text: text.string(quote.span), was: quote.speaker?.name))
          artifact.quotes[i].speaker = speaker
          artifact.quotes[i].decided(by: rule)
        }
      default: break
      }
    }
  }
}

extension Quote {
  fileprivate mutating func decided(by rule: String) {
    self.rule = rule
    confidence = 1
  }
}

/// Finds the entity that an editor names, and the words near a quote that stand for it.
private struct Voices {
  let text: SourceText
  let entities: EntitiesArtifact

  init(_ text: SourceText, _ entities: EntitiesArtifact) {
    self.text = text
    self.entities = entities
  }

  func speaker(_ name: String, printed: String?, of quote: Quote) -> Speaker? {
    let entity = find(name)
    guard let span = place(entity, name, printed, quote) else { return nil }
    let type = entity.map { entities.entities[$0].type }
    let kind: SpeakerClass =
      switch type {
      case .person: .person
      case .norp: .group
      case .some: .organization
      case nil: quote.speaker?.speakerClass ?? .person
      }
    return Speaker(
      span: span, entity: entity, name: entity.map { entities.entities[$0].name } ?? name, speakerClass: kind)
  }

  private func find(_ name: String) -> Int? {
    let rows = entities.entities
    if let i = rows.firstIndex(where: { $0.id == name }) { return i }
    let wanted = Folded(name)
    let known = rows.indices.filter { i in
      rows[i].type.isName && (Folded(rows[i].name) == wanted || rows[i].aliases.contains { Folded($0) == wanted })
    }
    return known.max {
      let a = (rows[$0].type == .person, Folded(rows[$0].name) == wanted, rows[$0].mentions.count)
      let b = (rows[$1].type == .person, Folded(rows[$1].name) == wanted, rows[$1].mentions.count)
      if a.0 != b.0 { return b.0 }
      if a.1 != b.1 { return b.1 }
      return a.2 != b.2 ? a.2 < b.2 : $0 > $1
    }
  }

  /// The words that stand for the speaker: those the editor points at; the pronoun or description that stood there; the
  /// nearest that the article prints.
  private func place(_ entity: Int?, _ name: String, _ printed: String?, _ quote: Quote) -> Span? {
    let old = quote.speaker?.span
    let around = quote.cue?.span ?? old ?? quote.span
    func nearest(_ spans: [Span]) -> Span? {
      // Not inside what is said: nobody names himself there as the speaker.
      let outside = spans.filter { !quote.span.overlaps($0) }
      return (outside.isEmpty ? spans : outside).min {
        let (a, b) = (distance($0, around), distance($1, around))
        return a != b ? a < b : $0.start < $1.start
      }
    }
    if let printed { return nearest(text.places(of: printed)) }
    if let old {
      let mention = entities.mentions.first { $0.span.overlaps(old) }
      if mention?.entity == nil || mention?.entity == entity { return old }
    }
    if let entity {
      let spans =
        entities.entities[entity].mentions.map { entities.mentions[$0].span }
        + entities.references.filter { $0.entity == entity }.map(\.span)
      if let span = nearest(spans) { return span }
    }
    return nearest(text.places(of: name)) ?? old
  }

  private func distance(_ a: Span, _ b: Span) -> Int {
    a.overlaps(b) ? 0 : a.end <= b.start ? b.start - a.end : a.start - b.end
  }
}
