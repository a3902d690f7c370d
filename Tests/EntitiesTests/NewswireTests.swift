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
      [[ORG TORONTO]] AT [[ORG MONTREAL]]
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
}
