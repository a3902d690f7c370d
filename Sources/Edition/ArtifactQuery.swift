import Documents

/// Looks up in the artifacts of a run.
public final class ArtifactQuery: QuerySource {
  private let folder: RunFolder
  private let edition: Edition

  public init(_ folder: RunFolder) throws {
    self.folder = folder
    edition = try Edition(read: folder.read)
  }

  public func utterances() throws -> [Utterance] {
    let entities = Dictionary(edition.entities.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
    let titles = Dictionary(edition.stories.map { ($0.id, $0.title ?? "") }, uniquingKeysWith: { a, _ in a })
    var facts: [RowKey: (outlet: String, day: String?)] = [:]
    func fact(_ id: String) throws -> (outlet: String, day: String?) {
      if let known = facts[RowKey(id)] { return known }
      let document = try NormalizedDocument(json: folder.read("normalized/\(id).json"))
      let found = (outlet: document.outlet ?? id, day: document.published.map { String($0.prefix(10)) })
      facts[RowKey(id)] = found
      return found
    }
    return try edition.quotes.map { quote in
      var row = Utterance(id: quote.id, speaker: quote.speakerName, text: quote.text)
      if let entity = quote.speakerEntity.flatMap({ entities[$0] }) {
        row.speakerNames = [entity.name] + entity.aliases + entity.roles
      }
      row.story = quote.story
      row.storyTitle = quote.story.flatMap { titles[$0] }
      row.day = try fact(quote.first).day
      row.variants = try quote.variants.map {
        Utterance.Variant(
          document: $0.document, outlet: try fact($0.document).outlet, text: $0.text, relation: $0.relation)
      }
      return row
    }
  }

  public func sentences(holding words: [String]) throws -> [FoundSentence] {
    var stories: [RowKey: String] = [:]
    for story in edition.stories { for id in story.documents { stories[RowKey(id)] = story.title } }
    return try edition.index.documents.filter { $0.status == .ok }.compactMap { row in
      let document = try NormalizedDocument(json: folder.read("normalized/\(row.id).json"))
      let text = document.text
      guard UtteranceFilter.holds(SearchWords.all(text.string(Span(0, text.count))), words) else { return nil }
      let sentences = try SentencesArtifact(json: folder.read("sentences/\(row.id).json"), of: document)
      guard let best = Self.best(sentences.sentences.map { ($0.id, text.string($0.span)) }, words) else { return nil }
      return FoundSentence(
        document: row.id, title: document.title ?? row.id, outlet: document.outlet ?? row.id,
        day: document.published.map { String($0.prefix(10)) }, story: stories[RowKey(row.id)], sentence: best.id,
        text: best.text)
    }
  }

  /// The first sentence that holds most of the words.
  public static func best(_ sentences: [(id: String, text: String)], _ words: [String]) -> (id: String, text: String)? {
    var best: (id: String, text: String)?
    var most = 0
    for sentence in sentences {
      let found = SearchWords.all(sentence.text)
      let count = words.count { UtteranceFilter.holds(found, [$0]) }
      if count > most { (most, best) = (count, sentence) }
    }
    return best
  }
}
