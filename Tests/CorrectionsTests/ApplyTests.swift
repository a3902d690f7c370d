import Corrections
import Documents
import Testing
import TestSupport

/// What corrections do to artifacts.
@Suite struct ApplyTests {
  private static let text = """
    Joan Petherick, the mayor of Oxmere, met Davin Sollis of the Rowing Club on Monday. The club wants a higher arch.

    "The mill crossing has waited long enough," she said. "Work begins in March."

    Sollis was not convinced. "Our boats pass there," Sollis said.

    Subscribe to the Herald for more.
    """

  private func corrections(_ text: String) throws -> Corrections {
    try Corrections([CorrectionFile(name: "desk.yaml", bytes: Array(text.utf8))])
  }

  private func names(_ text: String) throws -> (EntitiesArtifact, Chain) {
    let chain = try Chain(Self.text)
    var entities = chain.entities
    try corrections(text).correct(&entities, chain.document, chain.sentences)
    // What was changed can be written and read like what the stage made.
    let json = entities.json(chain.document, chain.sentences)
    let back = try EntitiesArtifact(json: json, of: chain.document, chain.sentences)
    #expect(back.json(chain.document, chain.sentences) == json)
    return (entities, chain)
  }

  private func printed(_ entities: EntitiesArtifact, _ chain: Chain, _ type: EntityType) -> [String] {
    entities.mentions.filter { $0.type == type }.map { chain.document.text.string($0.span) }
  }

  // MARK: Text

  @Test func aBlockIsDroppedAndEveryOffsetMoves() throws {
    var document = Chain.document("One is here.\n\nSubscribe now.\n\nTwo is – here.")
    document.repairs = [Repair(kind: "k", span: document.blocks[2].span, was: "x")]
    try corrections("- article: test\n  block: Subscribe now.\n  drop: true\n").correct(&document)
    #expect(String(decoding: document.text.bytes, as: UTF8.self) == "One is here.\n\nTwo is – here.")
    #expect(document.blocks.map { document.text.string($0.span) } == ["One is here.", "Two is – here."])
    #expect(document.removed.map(\.rule) == ["correction:desk.yaml:1"])
    #expect(document.repairs.map { document.text.string($0.span) } == ["Two is – here."])
    #expect(document.corrections.map(\.change) == ["block-dropped"])
  }

  @Test func whatWasTakenOutComesBackWhereItBelongs() throws {
    var document = Chain.document("One is here.\n\nTwo is here.")
    document.removed = [Removed(text: "One and a half.", reason: "furniture", rule: "furniture.x")]
    try corrections(
      "- article: test\n  removed: One and a half.\n  restore: true\n  after: One is here.\n  kind: quote\n"
    ).correct(&document)
    #expect(
      document.blocks.map { document.text.string($0.span) } == ["One is here.", "One and a half.", "Two is here."])
    #expect(document.blocks[1].kind == .quote && document.blocks[1].rule == "correction:desk.yaml:1")
    #expect(document.removed.isEmpty)
    let back = try NormalizedDocument(json: document.json())
    #expect(back.json() == document.json())
  }

  @Test func factsNameTheEntryThatGaveThem() throws {
    var document = Chain.document("One is here.")
    document.byline = "A Robot"
    try corrections("- article: test\n  published: 2026-11-24\n  byline: ~\n").correct(&document)
    #expect(document.published == "2026-11-24" && document.byline == nil)
    #expect(document.facts.map(\.rule) == ["correction:desk.yaml:1", "correction:desk.yaml:1"])
    #expect(document.corrections.first { $0.change == "byline" }?.was == "A Robot")
  }

  // MARK: Names

  @Test func aNameThatIsNoneIsGoneWithItsEntity() throws {
    let (entities, chain) = try names("- article: test\n  mention: Oxmere\n  none: true\n")
    let before = chain.entities.entities.map(\.name)
    #expect(before.contains("Oxmere"), "the text no longer has what the test is about: \(before)")
    #expect(!entities.entities.map(\.name).contains("Oxmere"))
    #expect(entities.corrections.map(\.change) == ["no-name"])
  }

  @Test func aTypeMovesTheMentionToAnEntityOfThatType() throws {
    let (entities, chain) = try names("- article: test\n  mention: Oxmere\n  type: ORG\n")
    #expect(printed(entities, chain, .org).contains("Oxmere"))
    let entity = try #require(entities.entities.first { $0.name == "Oxmere" })
    #expect(entity.type == .org && entity.rule == "correction:desk.yaml:1")
  }

  @Test func aSpanTakesInWhatStandsAroundIt() throws {
    let (entities, chain) = try names(
      "- article: test\n  mention: Davin Sollis\n  span: Davin Sollis of the Rowing Club\n")
    #expect(printed(entities, chain, .person).contains("Davin Sollis of the Rowing Club"))
    for (i, mention) in entities.mentions.enumerated().dropFirst() {
      #expect(entities.mentions[i - 1].span.end <= mention.span.start, "mentions overlap")
    }
  }

  @Test func aMentionIsGivenToAnotherEntity() throws {
    let (entities, chain) = try names("- article: test\n  mention: Sollis\n  entity: Joan Petherick\n")
    let joan = try #require(entities.entities.first { $0.name == "Joan Petherick" })
    #expect(
      joan.mentions.map { chain.document.text.string(entities.mentions[$0].span) } == [
        "Joan Petherick", "Sollis", "Sollis",
      ])
    #expect(joan.aliases == ["Sollis"])
    let davin = try #require(entities.entities.first { $0.name == "Davin Sollis" })
    #expect(davin.mentions.count == 1)
  }

  @Test func aNameThatWasOverlookedIsFoundWhereverItStands() throws {
    let (entities, chain) = try names("- article: test\n  name: mill crossing\n  type: FAC\n")
    #expect(printed(entities, chain, .fac) == ["mill crossing"])
    #expect(entities.mentions.first { $0.type == .fac }?.rule == "correction:desk.yaml:1")
  }

  @Test func anEntryForAnotherArticleDoesNothing() throws {
    let (entities, chain) = try names("- article: other\n  mention: Oxmere\n  none: true\n")
    #expect(entities.json(chain.document, chain.sentences) == chain.entities.json(chain.document, chain.sentences))
  }

  @Test func theArticlesOwnEntryGoesBeforeOneForAll() throws {
    let (entities, chain) = try names(
      "- article: \"*\"\n  mention: Oxmere\n  type: ORG\n- article: test\n  mention: Oxmere\n  type: FAC\n")
    #expect(printed(entities, chain, .fac) == ["Oxmere"] && !printed(entities, chain, .org).contains("Oxmere"))
  }

  // MARK: Quotes

  private func quotes(_ text: String) throws -> (QuotesArtifact, Chain) {
    let chain = try Chain(Self.text)
    var quotes = chain.quotes
    try corrections(text).correct(&quotes, chain.document, chain.entities)
    let json = quotes.json(chain.document, chain.sentences, chain.entities)
    let back = try QuotesArtifact(json: json, of: chain.document, chain.sentences, chain.entities)
    #expect(back.json(chain.document, chain.sentences, chain.entities) == json)
    return (quotes, chain)
  }

  @Test func aSpeakerIsCorrectedInAllPiecesOfTheUtterance() throws {
    let (quotes, chain) = try quotes(
      "- article: test\n  quote: The mill crossing has waited long enough,\n  speaker: Davin Sollis\n")
    let first = try #require(quotes.quotes.first)
    #expect(first.speaker?.name == "Davin Sollis" && first.rule == "correction:desk.yaml:1" && first.confidence == 1)
    #expect(first.speaker?.entity == chain.entities.entities.firstIndex { $0.name == "Davin Sollis" })
    for quote in quotes.quotes where quote.group == first.group { #expect(quote.speaker?.name == "Davin Sollis") }
    // "she" stood there and stands for him now; no other words are claimed.
    #expect(first.speaker.map { chain.document.text.string($0.span) } == "she")
  }

  @Test func nobodyIsASpeakerTooAndAQuoteMayBeNone() throws {
    let (silent, _) = try quotes("- article: test\n  quote: \"Our boats pass there,\"\n  speaker: ~\n")
    #expect(silent.quotes.contains { $0.speaker == nil && $0.rule == "correction:desk.yaml:1" })
    let (gone, chain) = try quotes("- article: test\n  quote: Our boats pass there,\n  none: true\n")
    #expect(gone.quotes.count == chain.quotes.quotes.count - 1)
    #expect(gone.corrections.map(\.change) == ["no-quote"])
  }

  @Test func aSpeakerThatTheArticleDoesNotNameTakesTheWordsThatStoodThere() throws {
    let (quotes, chain) = try quotes(
      "- article: test\n  quote: The mill crossing has waited long enough,\n  speaker: Ada Okafor\n")
    let first = try #require(quotes.quotes.first)
    #expect(first.speaker?.name == "Ada Okafor" && first.speaker?.entity == nil)
    #expect(first.speaker.map { chain.document.text.string($0.span) } == "she")
  }

  // MARK: Summaries

  @Test func sentencesAreBarredAndPinned() throws {
    let chain = try Chain(Self.text)
    let orders = try corrections(
      "- article: test\n  sentence: The club wants a higher arch.\n  summary: pin\n"
        + "- article: test\n  sentence: Subscribe to the Herald for more.\n  summary: bar\n"
    ).orders(chain.document, chain.sentences)
    #expect(orders.records.map(\.change) == ["pinned", "barred"])
    #expect(
      orders.pinned.map { chain.document.text.string(chain.sentences.sentences[$0].span) } == [
        "The club wants a higher arch."
      ])
    #expect(orders.barred.count == 1)
  }
}
