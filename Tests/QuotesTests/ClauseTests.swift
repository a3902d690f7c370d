import Documents
import Quotes
import TestSupport
import Testing

/// `kind: content | speaker` of each quote of a text, and `(name)` where it is another than printed.
private func quotes(_ text: String) throws -> [String] {
  let chain = try Chain(text)
  return chain.quotes.quotes.map { quote in
    let speaker = quote.speaker.map { chain.document.text.string($0.span) } ?? "nobody"
    return "\(quote.kind.rawValue): \(chain.document.text.string(quote.span)) | \(speaker)"
  }
}

/// Whose words they are, where the sentence makes it hard: each test is named for what once went wrong.
@Suite struct SpeakerTests {
  @Test func aNameThatEndsLikeAVerbSpeaks() throws {
    #expect(try quotes("“It will open,” Jelling told the town.") == ["direct: It will open, | Jelling"])
    #expect(
      try quotes("“It will open,” Acting Mayor Lena Haas said.") == ["direct: It will open, | Acting Mayor Lena Haas"])
  }

  @Test func theAttributionBehindAQuotationWinsOverVerbsBeforeIt() throws {
    #expect(
      try quotes("The council blamed the builders, whose “pumps had failed for years,” Haas said.").first {
        $0.contains("pumps")
      } == "mixed: pumps had failed for years, | Haas")
  }

  @Test func whoIsQuotedInsideOfAReportSpeaks() throws {
    #expect(
      try quotes("Haas said the crowd at the gate shouted: “Open it now!”").contains(
        "direct: Open it now! | the crowd at the gate"))
  }

  @Test func aCommaTooFewBehindAnAppositionPartsNoName() throws {
    #expect(
      try quotes("“It will open,” Lena Haas, head of the works told the Ledger.") == [
        "direct: It will open, | Lena Haas, head of the works"
      ])
  }

  @Test func theClauseOfARelativePronounHoldsNoSpeaker() throws {
    #expect(
      try quotes("Lena Haas, whose firm, Norling, uses big pumps, said the bridge was late.") == [
        "indirect: the bridge was late | Lena Haas, whose firm, Norling, uses big pumps"
      ])
  }

  @Test func herMotherSpeaksBehindTheVerb() throws {
    #expect(
      try quotes("“She was late,” said her mother, Inge Haas.") == ["direct: She was late, | her mother, Inge Haas"])
  }

  @Test func aGivenNameThatEndsAsAnAdverbDoesIsPartOfTheName() throws {
    #expect(
      try quotes("Lena Haas spoke first. Carly Haas wrote on Monday: “It will open.”").last
        == "direct: It will open. | Carly Haas")
  }

  @Test func aParticipleBetweenCommasIsNoVerb() throws {
    #expect(
      try quotes("The vice chair, asked about the sale, would only say that it was “in hand.”") == [
        "mixed: in hand. | The vice chair, asked about the sale"
      ])
    #expect(
      try quotes("The first ad, launched on Monday, argued the bridge was late.") == [
        "indirect: the bridge was late | The first ad, launched on Monday"
      ])
  }

  @Test func theReportIssuedThisYearSpeaksWhole() throws {
    #expect(
      try quotes("A report issued earlier this year said the bridge was late.") == [
        "indirect: the bridge was late | A report issued earlier this year"
      ])
    #expect(
      try quotes("A report by the board said the bridge was late.") == [
        "indirect: the bridge was late | A report by the board"
      ])
  }

  @Test func oneOfThemSpeaks() throws {
    #expect(try quotes("“He just left,” one of them says.") == ["direct: He just left, | one of them"])
  }

  @Test func theVerbThatOpensASentenceNamesItsSpeakerBehind() throws {
    #expect(
      try quotes("Wrote one reader, “I crossed it twice and it shook.”") == [
        "direct: I crossed it twice and it shook. | one reader"
      ])
  }

  @Test func twoPersonsAreNobodysEntity() throws {
    let chain = try Chain("Lena Haas and Tom Reed met.\n\n“It will open,” Haas and Reed said.")
    #expect(chain.quotes.quotes.first?.speaker?.entity == nil)
    #expect(chain.quotes.quotes.first?.speaker?.name == "Haas and Reed")
  }

  @Test func aNameInTheRelativeClauseOfASourceIsNotItsName() throws {
    let chain = try Chain("Lena Haas left.\n\n“It is late,” said one official who didn't want to work for Haas.")
    let speaker = chain.quotes.quotes.first?.speaker
    #expect(speaker?.entity == nil && speaker?.speakerClass == .anonymous && speaker?.name == "one official")
  }

  @Test func aCreditLineNamesTheAuthor() throws {
    #expect(
      try quotes("“The bridge is late, and it will be late for years.”\n\n— Lena Haas, engineer").first
        == "direct: The bridge is late, and it will be late for years. | Lena Haas, engineer")
  }

  @Test func aLabelWithItsRoleNamesTheSpeaker() throws {
    #expect(
      try quotes("From Chair Lena Haas:\n\n“The bridge is late. It will open in May.”") == [
        "direct: The bridge is late. It will open in May. | Chair Lena Haas"
      ])
  }
}

/// Where a reported clause begins and ends.
@Suite struct ClauseTests {
  @Test func piecesAroundTheAttributionShareAGroup() throws {
    let chain = try Chain("The bridge, Haas said, is late.")
    #expect(
      try quotes("The bridge, Haas said, is late.") == ["indirect: The bridge | Haas", "indirect: is late | Haas"])
    #expect(Set(chain.quotes.quotes.map(\.group)).count == 1)
  }

  @Test func theReportersOwnClauseIsNotReported() throws {
    #expect(
      try quotes("Haas claimed that the bridge was late, without naming anybody.") == [
        "indirect: that the bridge was late | Haas"
      ])
    #expect(
      try quotes("Haas said the bridge was late, as have other engineers.") == ["indirect: the bridge was late | Haas"])
    #expect(
      try quotes("Haas said the bridge was late (naturally).") == ["indirect: the bridge was late | Haas"])
  }

  @Test func aCommaInsideOfTheMarksEndsASubordinateClause() throws {
    let chain = try Chain("When Haas said that the pumps “had failed,” the mayor left.")
    #expect(
      chain.quotes.quotes.first?.clause.map { chain.document.text.string($0) } == "that the pumps “had failed,”")
  }

  @Test func aNounOfSayingGovernsAClauseUpToTheNextVerb() throws {
    #expect(
      try quotes("Her claim that the bridge would open was met with laughter.") == [
        "indirect: that the bridge would open | Her"
      ])
  }

  @Test func anOpeningClauseIsNotWhatIsSaid() throws {
    #expect(try quotes("When he came to the bridge, Haas said nothing.") == [])
  }

  @Test func whatFollowsAccordingToIsNoApposition() throws {
    #expect(
      try quotes("According to the report, the pumps are old.") == ["indirect: the pumps are old | the report"])
  }
}

@Suite struct MarkLevelTests {
  @Test func singleMarksQuoteWhereDoubleOnesStandInsideOfThem() throws {
    #expect(
      try quotes("‘They told us “no” twice,’ Haas said. ‘It rained.’") == [
        "direct: They told us “no” twice, | Haas", "direct: It rained. | Haas",
      ])
  }

  @Test func titlesWithTheStopInsideAreNoQuotes() throws {
    #expect(try quotes("She grew up with reruns of “Night Ferry.” The bridge is late.") == [])
    #expect(try quotes("“Town Opens Its Bridge at Last,” by the Ledger's Lena Haas.") == [])
    #expect(try quotes("The Latin for “always late” is on the gate.") == [])
  }

  @Test func whatAConjunctionJoinsToAQuoteIsOneToo() throws {
    #expect(
      try quotes("Haas called it “a disgrace” and “a farce.”") == [
        "mixed: a disgrace | Haas", "mixed: a farce. | Haas",
      ])
  }
}

/// What once went wrong when two clauses met.
@Suite struct MeetingClausesTests {
  @Test func aPromiseEndsWhereSomebodyElseActs() throws {
    #expect(
      try quotes("Haas agreed to lend the town a pump, and the union sent five men.") == [
        "indirect: to lend the town a pump | Haas"
      ])
  }

  @Test func whoIsOnlyPutInDoesNotSpeakForTheRest() throws {
    #expect(
      try quotes("Tom Reed -- as Haas noted this week -- sang and has taunted the town for “never paying its bills.”")
        .contains { $0.hasPrefix("mixed: never paying its bills. | Tom Reed") })
  }

  @Test func aCommaInTheMarksEndsWhatAThingIsCalled() throws {
    let chain = try Chain("The critic called it “small,” while others left early.")
    #expect(chain.quotes.quotes.map { $0.clause.map(chain.document.text.string) } == ["it “small,”"])
  }

  @Test func twoWordsBeforeTheAttributionAreNotReported() throws {
    #expect(try quotes("He was, she said, “soaking wet.”") == ["direct: soaking wet. | she"])
  }

  @Test func questionAndAnswerAreNoSpeakers() throws {
    #expect(try quotes("Q: Did you sign the papers for the bridge?") == [])
  }

  @Test func aColonBehindTheYearAnnouncesAClause() throws {
    let chain = try Chain("Lena Haas wrote in 1998: that the bridge was “an old promise and a broken one”.")
    let clauses = chain.quotes.quotes.map { $0.clause.map(chain.document.text.string) }
    #expect(clauses == ["that the bridge was “an old promise and a broken one”"])
  }

  @Test func asSomebodyPutsItNamesWhoSpoke() throws {
    #expect(
      try quotes("“You mend what you own,” as my father used to put it.") == [
        "direct: You mend what you own, | my father"
      ])
  }

  @Test func anAppositionPartsTheStarFromWhatSheCalls() throws {
    #expect(
      try quotes("The star, Ida Vell, calls her director “a gentle tyrant”.") == [
        "mixed: a gentle tyrant | The star, Ida Vell"
      ])
  }

  @Test func aThingNeverSpeaksForItself() throws {
    #expect(
      try !quotes("It has become, in the end, “a place where nobody wants to be seen any more” for many.")
        .contains { $0.hasSuffix("| It") })
  }

  @Test(arguments: [
    "The mayor shared a post that called the outage “a disgrace to the whole county”.",
    "Tom Reed retweeted a post that called the outage “a disgrace to the whole county”.",
    "Tom Reed endorsed a report that called the outage “a disgrace to the whole county”.",
  ])
  func whoPassesOnAPostDidNotWriteIt(text: String) throws {
    #expect(try quotes(text) == ["mixed: a disgrace to the whole county | that"])
  }

  @Test func whatIsPutInBetweenDashesMakesNoSpeakerOfAThing() throws {
    #expect(
      try !quotes("The dam -- as Haas noted -- is older than the “new town hall and all that is in it”.")
        .contains { $0.contains("| The dam") })
  }

  @Test func aQuotationThatWasAnotherDoesNotGoOnWithTheLastSpeaker() throws {
    let found = try quotes(
      "One message: “Leave the town before the flood comes.”\n\n“Do not trust the dam, whatever they say” was another.")
    #expect(found.last?.hasSuffix("| nobody") == true)
  }

  @Test func aPointingWordIsNoConjunction() throws {
    #expect(try quotes("The council ruled that out.") == [])
  }
}

/// Who reports and where they have it from.
@Suite struct CitedSourceTests {
  @Test func whoeverReportsBehindACommaSaidTheClauseAndTheSourceCitedIsNoQuote() throws {
    #expect(
      try quotes("The pump house, shut since spring, opens again on Sunday, Harbor.Net reports, citing two engineers.")
        == ["indirect: The pump house, shut since spring, opens again on Sunday | Harbor.Net"])
    #expect(
      try quotes("The ferry will be sold, the Skerry Daily reports, quoting the harbor board.") == [
        "indirect: The ferry will be sold | the Skerry Daily"
      ])
  }

  @Test func aListOfReportsReportsNothing() throws {
    #expect(
      try quotes("She left behind letters, Wharton reports, and a box of maps.") == [])
  }

  @Test func whatIsQuotedFromACitedThingIsStillAQuote() throws {
    #expect(
      try quotes("Haas cited the “rotten old timber” of the pier.") == ["mixed: rotten old timber | Haas"])
  }

  @Test func anAgeAndATownBehindANameDoNotSpeak() throws {
    for text in [
      "“It will open,” said Lena Haas, 41, from Harbury, who said the pier was safe.",
      "“It will open,” said Lena Haas, 41, who said the pier was safe.",
    ] {
      let chain = try Chain(text)
      #expect(
        chain.quotes.quotes.map { $0.speaker?.name } == ["Lena Haas", "Lena Haas"], "\(text)")
    }
  }

  @Test func anAdverbBetweenCommasPartsNoClauseFromItsCue() throws {
    #expect(
      try quotes("Haas says, however, that the pier was safe.") == ["indirect: that the pier was safe | Haas"])
  }

  @Test func aPercentSignBelongsToItsNumber() throws {
    #expect(
      try quotes("The share of safe piers rose to 64%, according to Haas.") == [
        "indirect: The share of safe piers rose to 64% | Haas"
      ])
  }

  @Test func aSlashJoinsTwoWhoAskTogether() throws {
    #expect(
      try quotes("Most piers are safe, according to a Ledger/Courier poll.") == [
        "indirect: Most piers are safe | a Ledger/Courier poll"
      ])
  }

  @Test(arguments: ["", ",", ":"])
  func whoPutsUpASignSaysItHoweverItIsPunctuated(mark: String) throws {
    let found = try quotes("A small group of anglers put up a sign that read\(mark) “Honk if you love trout.”")
    #expect(found.count == 1 && found[0].hasSuffix("Honk if you love trout. | A small group of anglers"), "\(found)")
  }
}
