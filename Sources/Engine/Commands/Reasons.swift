import Corpus
public import Documents
public import Edition
import Entities
import Quotes
import Summaries

/// What the rules of a run's configuration say of one document, for those who ask why.
public struct Reasons {
  /// The language's tables and rules, the user's own among them.
  public let pack: LanguagePack
  private let configuration: Configuration
  private let packs: [LanguagePack]

  /// Nil where no pack knows the language.
  public init?(_ configuration: Configuration, language: String) throws(Diagnostics) {
    packs = try LanguagePacks.load(configuration)
    guard let pack = packs.first(where: { $0.code == language }) else { return nil }
    self.pack = pack
    self.configuration = configuration
  }

  /// What the words at a byte of the text could have been named, the strongest first, each with the rules that spoke
  /// for it and what became of it.
  public func names(
    at byte: Int, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws(Diagnostics) -> [String] {
    let recognizer = try EntityRecognizer(options: EntitiesOptions(), pack: pack)
    return recognizer.candidates(at: byte, document, sentences).map { line($0, document.text) }
  }

  /// Per sentence of the summary, what it was taken before: stronger ones that may not stand there and why, then the
  /// next best. A sentence is missing where the rules of today choose another one.
  public func summary(_ article: Article) throws -> [Int: [String]] {
    let summarizer = try Summarizer(options: configuration.summaries, pack: pack)
    func ordered(_ change: String) -> Set<Int> {
      let texts = article.summary.corrections.filter { $0.change == change }.map(\.text)
      return Set(
        article.sentences.sentences.indices.filter {
          texts.contains(article.document.text.string(article.sentences.sentences[$0].span))
        })
    }
    let choices = try summarizer.choices(
      article.document, article.sentences, article.entities, barred: ordered("barred"), pinned: ordered("pinned"))
    return Dictionary(choices.map { ($0.sentence, lines($0, article)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The other readings of a quote, the strongest first; nil at the end: nobody's words.
  public func readings(insteadOf quote: Quote, _ article: Article) throws -> [Quote?] {
    try QuoteFinder(options: configuration.quotes, pack: pack)
      .alternatives(to: quote, article.document, article.sentences, article.entities)
  }

  /// So many documents are read to find out whom a name was held against.
  private static let documents = 200

  /// Whom a name of the article was held against over all documents and not joined to, and why. `entities`: those of
  /// corpus/entities.json; `article` gives a document's artifacts.
  public func rejected(
    entity: String, of document: String, _ entities: [CorpusEntity], article: (String) throws -> Article
  ) throws -> [String] {
    guard
      let own = entities.first(where: { $0.members.contains { $0.document == document && $0.entity == entity } })
    else { return [] }
    let words = Set(([own.name] + own.aliases).flatMap(SearchWords.all))
    var ids = own.documents
    for other in entities where other.id != own.id && other.type == own.type {
      if ([other.name] + other.aliases).contains(where: { !words.isDisjoint(with: SearchWords.all($0)) }) {
        ids += other.documents
      }
    }
    // The document itself first, then those that bear the name; an engine reads them in order of id.
    var wanted: [String] = [document]
    for id in ids where !wanted.contains(id) && wanted.count < Self.documents { wanted.append(id) }
    wanted.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let digests = try wanted.map { id in
      let article = try article(id)
      return DocumentDigest(article.document, article.sentences, article.entities, article.quotes, article.summary)
    }
    let corpus = try Corpus(options: configuration.corpus, packs: packs)
    return corpus.rejected(entity: entity, of: document, among: digests).map {
      "\($0.name) (\($0.entity) of \($0.document)): \(Self.text($0.refusal))"
    }
  }

  /// "PERSON 9.3 “Ada Okafor”: person.given-family 8, person.speaks +1.6: chosen"
  private func line(_ candidate: NameCandidate, _ text: SourceText) -> String {
    func number(_ score: Float) -> String { "\((score * 10).rounded() / 10)" }
    let why = candidate.reasons.enumerated().map { i, reason in
      "\(reason.rule) \(i > 0 && reason.score > 0 ? "+" : "")\(number(reason.score))"
    }
    let outcome =
      switch candidate.outcome {
      case .chosen: "chosen"
      case .otherType(let type): "lost: the words are more of \(type.rawValue)"
      case .otherCut(let type, let span):
        "lost to \(type.rawValue) “\(text.string(span))”: that cut of the words adds up to more"
      case .tooLittle: "lost: too little for a name"
      }
    return "\(candidate.type.rawValue) \(number(candidate.score)) “\(text.string(candidate.span))”: "
      + why.joined(separator: ", ") + ": " + outcome
  }

  /// Two that may not stand in the choice's place, and the three best that might.
  private func lines(_ choice: SummaryChoice, _ article: Article) -> [String] {
    func number(_ score: Double) -> String { "\((score * 1000).rounded() / 1000)" }
    let refused = choice.others.filter { $0.refusal != nil }.prefix(2)
    let weaker = choice.others.filter { $0.refusal == nil }.prefix(3)
    return (refused + weaker).map { other in
      let sentence = article.sentences.sentences[other.sentence]
      let why = other.refusal.map(Self.text) ?? "weaker than \(number(choice.score))"
      return "\(sentence.id) \(number(other.score)) “\(article.document.text.string(sentence.span))”: \(why)"
    }
  }

  private static func text(_ refusal: SummaryChoice.Refusal) -> String {
    switch refusal {
    case .pronoun: "its pronoun stands for something said before"
    case .continuing: "it goes on from the sentence before, which was not chosen"
    case .speakerless: "a quotation of which it does not say whose it is"
    case .residue: "no sentence of the article's text"
    case .unnamed: "who speaks is a pronoun, and no sentence chosen before names him"
    case .repeated: "it says what was chosen already"
    case .tooLong: "the budget has no room for it"
    case .editor: "an editor bars it"
    }
  }

  private static func text(_ refusal: LinkReason.Refusal) -> String {
    switch refusal {
    case .otherName: "given names or suffixes differ"
    case .otherGender: "one is a man, the other a woman"
    case .otherRoles: "many bear the name, and roles and company have nothing in common"
    case .noCompany: "no other name stands in both documents"
    case .severalFit: "it fits several that are not one"
    case .betterFit: "another one fits better"
    case .user: "a file of names says that they never are"
    }
  }
}
