import Documents

/// What a run does about an input that only has another name now: what stands of it under its old id is written under the
/// new one, and no stage runs.
///
/// An article's id and path are fields of its artifacts and decide nothing, but where an editor's corrections name it; so
/// the bytes are those that the stages would give. The old artifacts go when all documents are done.
extension Run {
  /// The article as it stands under another name of its input; nil where it is to be made.
  func reissue(_ document: DocumentInWork) -> [Work]? {
    guard document.previous == nil, !document.force, corrections.isEmpty, options.only == nil, !options.readBack,
      let old = former(document)
    else { return nil }
    let reader = ArtifactReader(store)
    var normalized: NormalizedDocument
    let read: (SentencesArtifact, EntitiesArtifact, QuotesArtifact, SummaryArtifact)
    do {
      normalized = try reader.normalized(old)
      let text = normalized.forStages()
      let sentences = try reader.sentences(old, text)
      let entities = try reader.entities(old, text, sentences)
      read = (
        sentences, entities, try reader.quotes(old, text, sentences, entities),
        try reader.summary(old, text, sentences)
      )
    } catch { return nil }
    let (sentences, entities, quotes, summary) = read
    normalized.id = document.row.id
    normalized.source.path = document.source.path
    document.row.language = old.language
    document.row.published = old.published
    let text = normalized.forStages()
    document.row.content = Digest(of: text.json())
    (document.document, document.sentences, document.entities) = (text, sentences, entities)
    (document.quotes, document.summary) = (quotes, summary)
    guard put(.normalized, normalized.json(), document, inputs: document.source.row.sha256),
      put(.sentences, sentences.json(text), document, inputs: inputs(.sentences, document)),
      put(.entities, entities.json(text, sentences), document, inputs: inputs(.entities, document)),
      put(.quotes, quotes.json(text, sentences, entities), document, inputs: inputs(.quotes, document)),
      put(.summaries, summary.json(text, sentences), document, inputs: inputs(.summaries, document))
    else { return [] }
    return end(document)
  }

  /// The row of the same article under the name that its input had, if a run under today's settings would have made it.
  private func former(_ document: DocumentInWork) -> DocumentRow? {
    let source = document.source
    let suffix = source.path.utf8.dropFirst(source.base.utf8.count)
    for row in goneByBytes[source.row.sha256] ?? [] where row.settings == book.digest(.normalized, "") {
      guard row.path.utf8.dropFirst(DocumentID.base(of: row.path).utf8.count).elementsEqual(suffix) else { continue }
      for old in row.documents where old.key == document.row.key && old.status == .ok && old.isComplete {
        if Stage.allCases.allSatisfy({ old[$0]?.settings == book.digest($0, old.language) }) { return old }
      }
    }
    return nil
  }
}
