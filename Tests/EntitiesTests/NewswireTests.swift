import Documents
import TestSupport
import Testing

@testable import Entities

/// Whole reports in the manner of newswire: headlines in capitals, datelines, results, standings, scorecards. Each
/// paragraph is a line; every name is marked, and no other must be found.
@Suite struct NewswireTests {
  private func expect(_ marked: String, at location: SourceLocation = #_sourceLocation) throws {
    let example = try #require(NameExample(marked.replacing("\n", with: "\n\n")))
    let chain = try Chain(example.text)
    let wanted = example.marks.map {
      "\($0.type.rawValue) \(String(decoding: Array(example.text.utf8)[$0.span.range], as: UTF8.self))"
    }
    let found = chain.entities.mentions.filter(\.type.isName).map {
      "\($0.type.rawValue) \(chain.document.text.string($0.span))"
    }
    #expect(found == wanted, sourceLocation: location)
  }

  @Test func aHeadlineInCapitalsAndADatelineWithItsDay() throws {
    try expect(
      """
      SOCCER - [[GPE NORWAY]] HOLD [[GPE MALTA]] IN QUALIFIER.
      [[GPE OSLO]] 2011-10-09
      [[GPE Norway]] drew with [[GPE Malta]] on Sunday, and coach [[PERSON Egil Hoftun]] was not amused.
      """)
  }

  @Test func sidesInResultsAreOrganizationsAndScorersPersons() throws {
    try expect(
      """
      Results of matches played in the league on Saturday, all scorers in brackets:
      [[ORG Leeds]] 2 ([[PERSON Hoftun]] 3, [[PERSON Quelle]] 88) [[ORG Derby]] 0
      [[ORG Aston Villa]] 1 [[ORG Leicester]] 3
      Two goals were scored from the penalty spot; both teams finished the match with ten players.
      """)
  }

  @Test func standingsAreOfSidesHoweverTheirPlacesAreCalled() throws {
    try expect(
      """
      Standings of teams after the games of Friday (tabulate under won, lost, points, season):
      [[EVENT EASTERN CONFERENCE]]
      W L T GF GA PTS
      [[ORG BOSTON]] 10 11 4 74 84 24
      [[ORG SAN JOSE]] 10 13 4 69 87 24
      [[ORG TORONTO]] AT [[GPE MONTREAL]]
      """)
  }

  @Test func playersStandWithTheirCountriesAndCountriesStayPlaces() throws {
    try expect(
      """
      Results of second-round singles matches at the tennis tournament, with seeds:
      [[PERSON Ana Quelle]] ([[GPE Slovakia]]) beat [[PERSON Els Hoftun]] ([[GPE Belgium]]) 6-3 6-1
      1. [[PERSON Rolf Sandness]] ([[GPE Denmark]]) 22 points
      """)
  }

  @Test func scorecardsOfCricket() throws {
    try expect(
      """
      Scoreboard of the cricket match, first innings, at stumps, runs and wickets:
      [[PERSON A. Hoftun]] c [[PERSON Quelle]] b [[PERSON Sandness]] 9
      [[PERSON I. Rowse]] not out 25
      """)
  }

  @Test func companiesGoByTheirShortNames() throws {
    try expect(
      """
      [[ORG Halmark Corp]] Q3 net rises on software sales.
      Shares in [[ORG Halmark]] rose. [[ORG Halmark]] owns [[ORG Gulf Pipe Co]], and [[ORG Gulf Pipe]] is for sale.
      """)
  }

  @Test func theShortNameInBracketsIsTheBodys() throws {
    try expect(
      """
      The [[ORG Institute of Coastal Studies]] ([[ORG Incost]]) was closed.
      Nobody at [[ORG Incost]] was told. The [[ORG Sudan People's Liberation Army]] denied it.
      """)
  }

  @Test("a table that lost its line ends was read as a list of cities")
  func aTableInOneParagraph() throws {
    try expect(
      """
      Baseball standings after the games of the league on Friday, teams and points: \
      [[ORG NEW YORK]] 74 59 [[ORG BALTIMORE]] 70 63 SCHEDULE [[ORG KANSAS CITY]] AT [[GPE DETROIT]]
      """)
  }

  @Test func nicknamesOfClubsAreNamesInReportsOnSportOnly() throws {
    try expect(
      """
      The [[ORG San Francisco 49ers]] beat the [[ORG Giants]] in the last game of the season.
      The team of coach [[PERSON Egil Hoftun]] won the match by ten points in [[EVENT Super Bowl XXVII]].
      """)
    let stage = try Chain("Three Giants of the old stage were there, and the Heat was great.")
    #expect(!stage.entities.mentions.contains { $0.type == .org })
  }

  @Test func sharesBrokersAndResultsTellCompanies() throws {
    try expect(
      """
      [[ORG Tolvaren]] rose 3.1 percent to 25.20 while [[ORG Hestrim]] closed down 4 at 12.
      [[PERSON Els Hoftun]] is a broker at [[ORG Brakelund]], which sold [[ORG Hestrim]].
      """)
  }

  @Test func namesThatNoListHasGoByTheirEndings() throws {
    try expect(
      """
      A train of [[ORG Almazprom]] left [[GPE Tolvargorsk]] on Monday.
      Mr [[PERSON Danilenko]] of [[ORG Seekreditanstalt]] was on it.
      """)
  }
}

/// Where the name of a body begins and ends.
@Suite struct OrganizationEdgeTests {
  private func expect(_ marked: String, at location: SourceLocation = #_sourceLocation) throws {
    let example = try #require(NameExample(marked))
    let chain = try Chain(example.text)
    let found = chain.entities.mentions.filter(\.type.isName).map {
      "\($0.type.rawValue) \(chain.document.text.string($0.span))"
    }
    let wanted = example.marks.map {
      "\($0.type.rawValue) \(String(decoding: Array(example.text.utf8)[$0.span.range], as: UTF8.self))"
    }
    #expect(found == wanted, sourceLocation: location)
  }

  @Test(
    "a possessive in the plural cut the name",
    arguments: [
      "He left the [[ORG National Farmers' Union]] in spring.", "They ran the [[ORG Ostrava Boys’ School]] for years.",
    ])
  func pluralPossessives(_ text: String) throws { try expect(text) }

  @Test(
    "a series inside the name was cut at its comma",
    arguments: [
      "She runs the [[ORG Ministry of Trade, Industry and Energy]] now.",
      "The [[ORG Department of Water, Mines and Forests]] denied it.",
      "He met the [[ORG Ministry of Trade]], traders and farmers.",
    ])
  func series(_ text: String) throws { try expect(text) }

  @Test(
    "and in the middle cut the name",
    arguments: [
      "The [[ORG National Printing and Advertising Agency]] was closed.",
      "It belongs to the [[ORG National Bank]] and the [[ORG Harbour Authority]].",
    ])
  func and(_ text: String) throws { try expect(text) }

  @Test func aListedNameGoesOnBehindASmallWord() throws {
    try expect("The [[ORG Organisation for Security and Cooperation in Europe]] sent nobody.")
  }

  @Test func aBodyWithItsCountryIsOneName() throws {
    try expect("A report by [[ORG Natural Resources Canada]] says so.")
  }

  @Test func aGivenNameThatAlsoIsAPeoplesWord() throws {
    try expect("[[PERSON Christian Wolmark]], who wrote books on railways, will stand.")
  }

  @Test func aCompanysShortNameBeginsTheLongOne() throws {
    try expect("He was a clerk of the [[ORG Westpac Banking Corp]] for years.")
  }

  @Test func ofTwoBodiesTheLastSharesTheFirstsBeginning() throws {
    let chain = try Chain("The European Commission and Parliament agreed. Parliament votes in May.")
    let bodies = chain.entities.entities.filter { $0.type == .org }
    #expect(bodies.map(\.name) == ["European Commission", "European Parliament"])
    #expect(bodies.last?.mentions.count == 2)
    let full = try Chain("The European Parliament met. The European Commission and Parliament agreed.")
    #expect(
      full.entities.entities.filter { $0.type == .org }.map(\.name) == ["European Parliament", "European Commission"])
    let other = try Chain("The Supreme Court and Parliament agreed.")
    #expect(!other.entities.entities.contains { $0.name == "Supreme Parliament" })
  }
}
