import Documents
import TestSupport
import Testing

@testable import Summaries

@Suite struct SelectionTests {
  func summary(_ text: String, _ budget: SummaryBudget, strict: Bool = false) throws -> [String] {
    let chain = try Chain(text)
    var options = SummariesOptions()
    options.budget = budget
    options.strict = strict
    let summary = try Summarizer(options: options, pack: .english).run(chain.document, chain.sentences, chain.entities)
    return summary.sentences.map { chain.document.text.string($0.span(chain.sentences)) }
  }

  let article = """
    The harbour of Port Amsel reopened on Monday after a storm had closed it for nine days.

    However, the storm broke two of its four cranes. He said that repairs would take until June. Shipping companies \
    lost some four million crowns, according to the harbour office.

    “Nobody was hurt, and that is what counts,” Ada Okafor, the harbour master, told reporters on the pier.

    “We were lucky. The wind turned at the last moment.”
    """

  @Test func anOpeningThatDanglesIsNotChosen() throws {
    let chosen = try summary(article, SummaryBudget(.sentences, 3))
    #expect(chosen.count == 3)
    #expect(!chosen.contains { $0.hasPrefix("He ") })
  }

  @Test func aConnectiveStandsOnlyRightAfterTheSentenceItGoesOnFrom() throws {
    for budget in 1...5 {
      let chosen = try summary(article, SummaryBudget(.sentences, Double(budget)))
      if let place = chosen.firstIndex(where: { $0.hasPrefix("However") }) {
        #expect(place > 0 && chosen[place - 1].hasPrefix("The harbour of Port Amsel reopened"))
      }
    }
    let dangling = """
      The harbour of Port Amsel reopened on Monday after a storm had closed it for nine days. It was cold. But the storm broke \
      two of the four cranes of the harbour of Port Amsel. Shipping companies lost four million crowns in the storm.
      """
    #expect(try !summary(dangling, SummaryBudget(.sentences, 2)).contains { $0.hasPrefix("But") || $0.hasPrefix("It") })
  }

  @Test(arguments: [
    "PORT AMSEL, March 3 (Agency) — ", "Port Amsel (AGN)", "(AGN)", "(Coast News Agency) ",
    "Rio de Janeiro, Brazil (AGN) -- ",
    "PORT AMSEL — ", "PORT AMSEL, Norland (AGN) ", "St. Amsel, Norland (AGN) - ",
  ])
  func aDatelineStaysOutOfTheSummary(dateline: String) throws {
    let sentence = "The harbour of Port Amsel reopened on Monday after a storm had closed it."
    #expect(try summary(dateline + sentence, SummaryBudget(.sentences, 1)) == [sentence])
  }

  @Test(arguments: [
    "Ada Okafor (Harbour Party) said on Monday that the port would open again.",
    "Port Amsel (AGN) lost two cranes in the storm on Monday, and a pilot boat sank.",
    "Ada Okafor — Harbour master since 2009 — opened the port again on Monday.",
    "The port (AMSEL) Harbour Company runs was open again on Monday after the storm.",
    "PORT AMSEL — open.",
  ])
  func whatOnlyLooksLikeADatelineStays(sentence: String) throws {
    #expect(try summary(sentence, SummaryBudget(.sentences, 1)) == [sentence])
  }

  @Test func behindADatelineAnOpeningDanglesAllTheSame() throws {
    let chosen = try summary(
      "(AGN)She opened the port of Amsel on Monday after the storm. Ada Okafor, the harbour master of Port Amsel, opened the port.",
      SummaryBudget(.sentences, 1))
    #expect(chosen.allSatisfy { $0.hasPrefix("Ada") })
  }

  @Test func aLineWithoutItsFullStopIsNoSentenceOfTheSummary() throws {
    let text = """
      The harbour of Port Amsel reopened on Monday after the storm.

      Two broken cranes of the harbour of Port Amsel after the storm

      Shipping companies lost four million crowns in the storm.
      """
    #expect(try !summary(text, SummaryBudget(.sentences, 3)).contains { $0.hasPrefix("Two broken") })
    let joined = """
      The harbour of Port Amsel reopened on Monday after the storm. Harbour master of Port Amsel silent on storm . Shipping \
      companies lost four million crowns in the storm.
      """
    #expect(try !summary(joined, SummaryBudget(.sentences, 3)).contains { $0.hasPrefix("Harbour master") })
    // Where no sentence has one, as in some scripts, all may stand.
    #expect(try summary("The harbour reopened on Monday", SummaryBudget(.sentences, 3)).count == 1)
  }

  @Test func aQuotedNarratorIsNoDanglingOpening() throws {
    let chosen = try summary(
      """
      The harbour of Port Amsel reopened on Monday after the storm. “We lost two cranes and a pilot boat, and one of the sheds,” \
      said Ada Okafor, the harbour master.
      """, SummaryBudget(.sentences, 2))
    #expect(chosen.count == 2)
  }

  @Test func marksOfTypewritersAreQuotationMarks() throws {
    let chosen = try summary(
      "The harbour of Port Amsel reopened on Monday after the storm. `` The storm at Port Amsel took two of our cranes. ''",
      SummaryBudget(.sentences, 2))
    #expect(chosen.count == 1)
  }

  /// Each sentence asked all the marks of its paragraph: a megabyte of quotations in one took seconds.
  @Test func quotedStretchesAreInOrderAndApart() {
    for text in ["“a” b “c” d", "a” b “c”, d” e “f", "\"a\" b” “c “d” e” f ''g''", "”””“““"] {
      let source = SourceText(text)
      let quoted = Marks.quoted(Span(0, source.bytes.count), source)
      #expect(zip(quoted, quoted.dropFirst()).allSatisfy { $0.end <= $1.start }, "\(text)")
      for start in 0..<source.bytes.count {
        let span = Span(start, min(start + 3, source.bytes.count))
        #expect(Array(Marks.reaching(quoted, into: span)) == quoted.filter { $0.overlaps(span) }, "\(text)")
      }
    }
  }

  @Test func aQuotationThatNamesNoSpeakerIsNotChosen() throws {
    let chosen = try summary(article, SummaryBudget(.sentences, 9))
    #expect(!chosen.contains { $0.contains("The wind turned") })
  }

  @Test func sentencesStandInDocumentOrder() throws {
    let places = try Chain(article).summary.sentences.map(\.sentence)
    #expect(places.count > 1)
    #expect(places == places.sorted())
  }

  @Test func aBudgetOfWordsIsReachedByWholeSentences() throws {
    let words = try summary(article, SummaryBudget(.words, 20)).reduce(0) { $0 + SummaryArtifact.words(in: $1) }
    #expect(words >= 20)
  }

  @Test func aStrictBudgetIsNeverOverrun() throws {
    for limit in [5, 20, 30, 60] {
      let chosen = try summary(article, SummaryBudget(.words, Double(limit)), strict: true)
      #expect(chosen.reduce(0) { $0 + SummaryArtifact.words(in: $1) } <= limit)
    }
  }

  @Test func onlyADanglingSentenceIsStillBetterThanNothing() throws {
    #expect(try summary("He said that the harbour was open again.", SummaryBudget(.sentences, 3)).count == 1)
  }

  @Test(arguments: SummariesOptions.Method.allCases)
  func everyMethodKeepsTheBudget(method: SummariesOptions.Method) throws {
    let chain = try Chain(article)
    var options = SummariesOptions()
    options.method = method
    options.budget = SummaryBudget(.sentences, 2)
    let summary = try Summarizer(options: options, pack: .english).run(chain.document, chain.sentences, chain.entities)
    #expect(summary.sentences.count == 2)
  }

  @Test func theSharesOfWhyAddUpToTheScore() throws {
    let chain = try Chain(article)
    for row in chain.summary.sentences {
      #expect(abs(row.why.reduce(0) { $0 + $1.share } - row.score) < 1e-9)
    }
  }

  @Test func theEnglishDataIsSound() {
    #expect(Summarizer.check(.english).isEmpty)
  }

  @Test func anUnknownFeatureIsRefusedWithItsLine() {
    let layer = LanguageFile(
      name: "summaries/weights.tsv", origin: "mine/weights.tsv",
      copying: Array("feature\tweight\tmeaning\npositoin\t2\tplace\n".utf8))
    let pack = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [layer]])
    let problems = Summarizer.check(pack)
    #expect(problems.map(\.line) == [2])
    #expect(problems.first?.message == "feature \"positoin\" is unknown")
  }
}
