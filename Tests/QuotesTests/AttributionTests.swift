import Documents
import Quotes
import TestSupport
import Testing

/// `kind: content | speaker` of each quote of a text, through the whole chain.
private func quotes(_ text: String) throws -> [String] {
  let chain = try Chain(text)
  return chain.quotes.quotes.map { quote in
    let speaker = quote.speaker.map { chain.document.text.string($0.span) } ?? "nobody"
    return "\(quote.kind.rawValue): \(chain.document.text.string(quote.span)) | \(speaker)"
  }
}

@Suite struct AttributionTests {
  @Test func everyExampleOfTheRulesHolds() {
    #expect(QuoteFinder.check(.english).map(\.text) == [])
  }

  @Test func speakerAfterBeforeAndBetween() throws {
    #expect(
      try quotes("“The bridge will open in May,” Lena Haas said.") == [
        "direct: The bridge will open in May, | Lena Haas"
      ])
    #expect(
      try quotes("Lena Haas told reporters: “The bridge will open in May.”") == [
        "direct: The bridge will open in May. | Lena Haas"
      ])
    #expect(
      try quotes("“The bridge,” Lena Haas said, “will open in May.”") == [
        "direct: The bridge, | Lena Haas", "direct: will open in May. | Lena Haas",
      ])
  }

  @Test func piecesCutByTheCueShareAGroup() throws {
    let chain = try Chain("“The bridge,” Lena Haas said, “will open in May.”")
    #expect(Set(chain.quotes.quotes.map(\.group)).count == 1)
  }

  @Test func speakerPartedFromCueByAppositionAndClause() throws {
    #expect(
      try quotes("“It will open,” Lena Haas, the engineer who drew it, said.") == [
        "direct: It will open, | Lena Haas, the engineer who drew it"
      ])
    let found = try quotes("“It will open,” said Lena Haas, the engineer who drew it.")
    #expect(found == ["direct: It will open, | Lena Haas, the engineer who drew it"])
  }

  @Test func participleSpeaksForTheMainSubject() throws {
    #expect(
      try quotes("The mayor praised the engineers, adding that the bridge was late.").last
        == "indirect: that the bridge was late | The mayor")
  }

  @Test func passiveCueGivesTheWordToNobodyButTheAgent() throws {
    let found = try quotes("The mayor was told that the bridge was late.")
    #expect(!found.contains { $0.hasSuffix("| The mayor") })
  }

  @Test func addresseeIsTheOneWhoIsTold() throws {
    let chain = try Chain("“It will open,” Lena Haas told reporters.")
    #expect(chain.quotes.quotes.first?.addressee.map { chain.document.text.string($0.span) } == "reporters")
  }

  @Test func documentAndAnonymousSpeakersHaveTheirClass() throws {
    let report = try Chain("The joint statement said the bridge was late.")
    #expect(report.quotes.quotes.first?.speaker?.speakerClass == .document)
    let official = try Chain("“It is late,” the official said.")
    #expect(official.quotes.quotes.first?.speaker?.speakerClass == .anonymous)
  }

  @Test func clauseOfAMixedQuoteIsTheWholeReport() throws {
    let chain = try Chain("Lena Haas said that the bridge was \"late\" and would stay closed.")
    let quote = try #require(chain.quotes.quotes.first)
    #expect(quote.kind == .mixed)
    #expect(quote.clause.map { chain.document.text.string($0) } == "that the bridge was \"late\" and would stay closed")
  }

  @Test func commaBeforeCueAndNameIsNoInversion() throws {
    // "said Republicans are …" once made the object of the report its speaker.
    #expect(
      try quotes("Tom Reed, a former adviser, said Democrats are divided.") == [
        "indirect: Democrats are divided | Tom Reed, a former adviser"
      ])
  }

  @Test func pronounSpeaksForTheLastSpeaker() throws {
    let chain = try Chain("“It will open in May,” Robert Haas said.\n\n“Nobody will swim,” he added.")
    #expect(chain.quotes.quotes.last?.speaker?.name == "Robert Haas")
  }
}

@Suite struct MarkTests {
  @Test(arguments: [
    "“It will open,” Haas said.", "\"It will open,\" Haas said.", "''It will open,'' Haas said.",
    "\"It will open,” Haas said.", "«It will open,» Haas said.", "‘It will open,’ Haas said.",
  ])
  func everyKindOfMark(_ text: String) throws {
    #expect(try quotes(text) == ["direct: It will open, | Haas"])
  }

  @Test func inchesAndApostrophesAreNoMarks() throws {
    #expect(try quotes("The plank is 6'2\" long and the '90s were Haas' best years.") == [])
  }

  @Test func inchesInsideAQuotationDoNotCloseIt() throws {
    #expect(
      try quotes("\"The plank is 12\" long,\" Haas said. \"It is 6'2\" high.\"") == [
        "direct: The plank is 12\" long, | Haas", "direct: It is 6'2\" high. | Haas",
      ])
  }

  @Test func anOpeningOrAClosingMarkThatIsLostIsMended() throws {
    #expect(try quotes("“The bridge is late, Haas said.") == ["direct: The bridge is late, | Haas"])
    #expect(try quotes("“The bridge is late, said Lena Haas on Monday.") == ["direct: The bridge is late, | Lena Haas"])
    #expect(try quotes("The bridge is late,” Haas said.") == ["direct: The bridge is late, | Haas"])
  }

  @Test func theTalkInsideAReopenedQuotationIsNotItsAttribution() throws {
    #expect(
      try quotes("“I asked the guard, he said.\n\n“Then I left,” Haas said.").contains {
        $0.hasPrefix("direct: I asked the guard |")
      }
        == false)
  }

  @Test func marksAroundOneWord() throws {
    #expect(try quotes("Haas called the bridge “late.”") == ["mixed: late. | Haas"])
    #expect(try quotes("Haas said the “bridge” was a plank.") == ["mixed: bridge | Haas"])
    #expect(try quotes("The “bridge” is a plank.") == [])
  }

  @Test func headlinesQuoteInSingleMarks() throws {
    var document = Chain.document(
      "Mayor: ‘We Will Build It’\n\n“We will build it,” Mayor Asta Rehn said on Monday. “Stone by stone.”")
    document.blocks[0].kind = .title
    let chain = try Chain(document)
    let first = try #require(chain.quotes.quotes.first)
    #expect(document.text.string(first.span) == "We Will Build It")
    #expect(first.speaker.map { document.text.string($0.span) } == "Mayor")
  }

  @Test func headlinesInTitleCaseReport() throws {
    var document = Chain.document(
      "Mayor Says Bridge Is Safe as River Rises\n\nMayor Asta Rehn spoke on Monday about the bridge.")
    document.blocks[0].kind = .title
    let chain = try Chain(document)
    #expect(chain.quotes.quotes.map { document.text.string($0.span) } == ["Bridge Is Safe"])
  }

  @Test func singleInsideDoubleIsNotParted() throws {
    #expect(
      try quotes("“They shouted ‘open it’ at us,” Haas said.") == ["direct: They shouted ‘open it’ at us, | Haas"])
  }

  @Test func reopenedQuotationIsOneUtterance() throws {
    let chain = try Chain("“The bridge is late,” Haas said. “It rained.\n\n“It rained for weeks.”")
    let quotes = chain.quotes.quotes
    #expect(quotes.count == 3)
    #expect(quotes.allSatisfy { $0.speaker.map { chain.document.text.string($0.span) } == "Haas" })
  }

  @Test func anUnclosedMarkNeverSwallowsTheNextParagraph() throws {
    let chain = try Chain("Haas said: “The bridge is late.\n\nThe river is high.\n\nThe mayor left.")
    let text = chain.document.text
    #expect(chain.quotes.quotes.allSatisfy { !text.string($0.span).contains("river") })
  }

  @Test func titlesNicknamesAndTermsAreNoQuotes() throws {
    #expect(try quotes("The film “Night Ferry” opens in May.") == [])
    #expect(try quotes("Carlos “Red” Marino opened the show.") == [])
    #expect(try quotes("The so-called “soft opening” is in May.") == [])
  }

  @Test func whatManyUtterHasNoSpeaker() throws {
    #expect(
      try quotes("The two towns hope to form a “union of small harbors” to share the cost.") == [
        "mixed: union of small harbors | nobody"
      ])
    #expect(
      try quotes("The strike ran under the slogan “Bread And Harbors.”") == ["mixed: Bread And Harbors. | nobody"])
    #expect(try quotes("They sold a “union of small harbors” mug.") == [])
  }

  @Test func aDashedHeadingIsNoCreditLine() throws {
    #expect(
      try !quotes("Haas trusts in bridges that “never sleep.”\n\n– Ready to drive Haas –").contains {
        $0.hasSuffix("| Ready to drive Haas")
      })
  }
}

@Suite struct HostileQuoteTests {
  @Test(arguments: [
    "\"", "“", "''", "‘", "”\"“", "said", "\" said \" said \" said", "said claim argue", "(", "—", "“A, said B.",
    "A 1\" b,\"",
  ])
  func repeatedPiecesNeitherCrashNorStall(_ piece: String) throws {
    let text = String(repeating: piece + " ", count: 500)
    let chain = try Chain(text)
    for quote in chain.quotes.quotes {
      #expect(quote.span.start >= 0 && quote.span.end <= chain.document.text.count && quote.span.start < quote.span.end)
      #expect(!quote.sentences.isEmpty)
    }
  }
}
