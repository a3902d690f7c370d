public import Documents
import Summaries

/// What the over-documents stage keeps of one document, made from its five artifacts.
public struct DocumentDigest: Sendable {
  /// A name of the document: a person, organization, place, or another that tells stories apart.
  struct Name: Sendable {
    var id: String
    var type: EntityType
    var name: String
    var aliases: [String]
    var roles: [String]
    var gender: Gender?
    var mentions: Int
  }

  struct Utterance: Sendable {
    var id: String
    var text: String
    /// Index in `names`.
    var speaker: Int?
    var speakerName: String?
  }

  /// A number or a date of the text, with the words around it in its clause.
  struct Count: Sendable {
    /// The value as a decimal number, or as an ISO day.
    var value: String
    /// As printed.
    var text: String
    /// Up to four words before it, the nearest first, and as many after it.
    var before: [String]
    var after: [String]
    var isDate = false
    /// Has a unit of its own: the words after it are not what it counts.
    var isMeasure = false
    /// The sentence it stands in.
    var sentence: String
  }

  public let id: String
  public let language: String
  let title: String?
  let outlet: String?
  /// As the document has it: ISO 8601.
  let published: String?
  let names: [Name]
  let utterances: [Utterance]
  let counts: [Count]
  /// Sentences that may stand in a story's summary, in document order.
  let sentences: [StorySentence]

  public init(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact,
    _ quotes: QuotesArtifact, _ summary: SummaryArtifact
  ) {
    id = document.id
    language = document.language
    title = document.title
    outlet = document.outlet
    published = document.published
    names = entities.entities.map {
      Name(
        id: $0.id, type: $0.type, name: $0.name, aliases: $0.aliases, roles: $0.roles, gender: $0.gender,
        mentions: $0.mentions.count)
    }
    utterances = quotes.quotes.filter { $0.kind != .indirect }.map {
      Utterance(
        id: $0.id, text: document.text.string($0.span), speaker: $0.speaker?.entity, speakerName: $0.speaker?.name)
    }
    counts = Self.counts(document, sentences, entities)
    // What an editor bars from the article's summary does not come back in the story's.
    let barred = Set(summary.corrections.filter { $0.change == "barred" }.map(\.text))
    let candidates = StorySentence.sentences(of: document, sentences, entities)
    self.sentences =
      barred.isEmpty
      ? candidates
      : candidates.filter { row in
        // A sentence here may lack its dateline, which the correction's text has.
        !barred.contains { $0.hasSuffix(row.text) }
      }
  }

  /// A digest of these parts, for those who make documents without their text.
  init(
    id: String, language: String, title: String?, published: String?, names: [Name], utterances: [Utterance],
    sentences: [StorySentence]
  ) {
    self.id = id
    self.language = language
    self.title = title
    outlet = nil
    self.published = published
    self.names = names
    self.utterances = utterances
    counts = []
    self.sentences = sentences
  }

  /// The publication day, as "2025-03-11".
  var day: String? { published.map { String($0.prefix(10)) } }

  /// Bytes of a sentence whose figures are compared with those of others. Each figure keeps its sentence: of a text without any
  /// full stop, as a table may be, all of them together would be the square of it.
  private static let longestSentence = 4096

  private static func counts(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) -> [Count] {
    entities.mentions.indices.compactMap { m in
      let type = entities.mentions[m].type
      let isDate = type == .date
      guard isDate || type == .cardinal || type == .quantity, let value = entities.mentions[m].value else { return nil }
      let mention = entities.mentions[m]
      let sentence = sentences.sentences[mention.sentence]
      guard sentence.span.count <= longestSentence else { return nil }
      // Past the last token of the mention, which may end inside one.
      var next = sentences.token(endingAfter: mention.span.end - 1) + 1
      while next < sentence.tokens.upperBound, sentences.tokens[next].start < mention.span.end { next += 1 }
      var previous = next - 1
      while previous >= sentence.tokens.lowerBound, sentences.tokens[previous].end > mention.span.start {
        previous -= 1
      }
      func words(_ places: some Sequence<Int>) -> [String] {
        var result: [String] = []
        for place in places {
          let span = sentences.tokens[place]
          let isWord = document.text.withBytes(span) { bytes in
            Letters.isLetter(UTF8Scalars.decode(bytes, at: 0, end: bytes.count).scalar)
          }
          guard isWord, result.count < 4 else { break }
          result.append(document.text.string(span))
        }
        return result
      }
      return Count(
        value: value, text: document.text.string(mention.span),
        before: words(stride(from: previous, through: sentence.tokens.lowerBound, by: -1)),
        after: words(next..<max(next, sentence.tokens.upperBound)), isDate: isDate,
        isMeasure: mention.type == .quantity,
        sentence: document.text.string(sentence.span))
    }
  }
}
