import Documents
import TestSupport
import Testing

@testable import Sentences

/// Sentences in text of our own: `|` stands where one ends.
@Suite struct BoundaryTests {
  private func expect(_ marked: String, at location: SourceLocation = #_sourceLocation) throws {
    let pieces = marked.split(separator: "|", omittingEmptySubsequences: true).map(String.init)
    let chain = try Chain(pieces.joined())
    let found = chain.sentences.sentences.map { chain.document.text.string($0.span) }
    #expect(found == pieces.map { $0.trimmed }, sourceLocation: location)
  }

  @Test(arguments: [
    "Gov. Ada Lind met Lt. Col. Bo Hale. |They spoke.", "Messrs. Lind and Hale left. |Nobody saw them.",
    "The U.S. Navy sailed. |It left the U.S. |Then it came back.",
    "He moved to the U.S. in May. |She stayed in the U.S. |Nobody asked why.",
    "Lind & Co. Ltd. grew. |It sold Hale Inc. in spring.", "The suit is Lind v. Hale. |It is old.",
    "They met on Feb. 3 near St. Albans. |It rained.", "It weighs 3.5 lb. and costs $4.50. |Few buy it.",
  ])
  func abbreviationsKeepTheirStop(_ text: String) throws { try expect(text) }

  @Test(arguments: [
    "J. B. Hale and A.K. Lind wrote it. |It sold well.", "George W. Lind spoke. |I. Hale did not.",
    "Bo Hale Jr. spoke. |He met Ada Lind Sr. |They smiled.",
  ])
  func initialsAreNoEnds(_ text: String) throws { try expect(text) }

  @Test(arguments: [
    "It begins at 9 a.m. Monday. |It ends at 5 p.m. |Police will be there.", "No. 4 won. |Did No. 5? |No. |It fell.",
    "See Sec. 4 and Art. 12. |The rest is void.", "It grew 3.2 percent in 2019. |2020 was worse.",
  ])
  func timesAndNumbers(_ text: String) throws { try expect(text) }

  @Test(arguments: [
    "“Why?” he asked. |Nobody knew.", "“Stop!” the guard Bo Hale shouted. |They ran.",
    "“It is over. |We lost,” she said. |Then rain fell.",
    "He said: “It is over.” |Then he left.", "\"Is it?\" Lind asked. |\"It is.\"", "‘Is it over?’ she asked. |‘Yes.’",
    "„Schluss“, he said. |«Fini», she said.",
  ])
  func quotationsKeepTheirAttribution(_ text: String) throws { try expect(text) }

  @Test(arguments: [
    "Well... maybe not. |She left.", "He fell silent… |The crowd waited.", "I thought … no. |Then it rained.",
    "What?! |She laughed.", "It grew. |(It had shrunk before.) |Rivals did not.",
    "He won (who else?) again. |They cheered.",
  ])
  func dotsMarksAndBrackets(_ text: String) throws { try expect(text) }

  @Test(arguments: [
    "Write to bo.hale@example.org. |We reply.", "See www.example.org/a.b?c=d. |It is there.",
    "Yahoo! Inc. bought it. |Rivals sighed.",
    "The firm grew fast.|The rival did not.", "A man walks.|Ada Lind/Harbour Pictures",
  ])
  func addressesNamesAndGluedStops(_ text: String) throws { try expect(text) }

  @Test(
    "a sentence was cut at the stop of a site's name with capitals",
    arguments: [
      "The talks went on, Harbour.Az reports, citing others. |Nobody knew.",
      "He reads Oakline.Com daily. |She does not.", "They lost Lund. |The rest fell.", "They lost Lund.|The rest fell.",
      "It is over.|It was long.",
    ])
  func namesOfSites(_ text: String) throws { try expect(text) }

  @Test(arguments: [
    "E-mail: ada@example.org |Filed by Oakline News", "Read more at www.example.org today.",
    "By ADA LIND, Oakline Press Writer |LUND, Sweden (AP) The harbour is shut.", "She met LIND (AP) in Lund.",
    "Figure 2. Boats at dusk. |They came late.", "It is Figure 2. |Boats came late.",
  ])
  func linesThatRanTogether(_ text: String) throws { try expect(text) }

  @Test func aHeadingWithoutAStopIsASentence() throws {
    let chain = try Chain("Storm hits the coast\n\nRain fell on Lund. It did not stop.")
    #expect(chain.sentences.sentences.count == 3)
  }

  @Test func theDocumentsOwnSmallLettersDecideWhatNoRuleCan() throws {
    // "Marching" also stands in small letters, so its capital after "Corp." begins a sentence; a name's does not.
    try expect("They left the Corp. |Marching was hard. |The marching ended.")
  }

  @Test func tokensAreThoseOfTheTreebanks() throws {
    func tokens(_ text: String) throws -> [String] {
      let chain = try Chain(text)
      return chain.sentences.tokens.map { chain.document.text.string($0) }
    }
    #expect(try tokens("Ada's dog can't swim.") == ["Ada", "'s", "dog", "ca", "n't", "swim", "."])
    #expect(try tokens("A cease-fire at 10:30 p.m.?") == ["A", "cease-fire", "at", "10:30", "p.m.", "?"])
    #expect(
      try tokens("It cost $5bn, 5% more (5km).") == [
        "It", "cost", "$", "5", "bn", ",", "5", "%", "more", "(", "5", "km", ")", ".",
      ])
    #expect(
      try tokens("@bo: see https://a.example/x?y=1 👍🏽 #storm") == [
        "@bo", ":", "see", "https://a.example/x?y=1", "👍🏽", "#storm",
      ])
    #expect(try tokens("The workers' union, AT&T") == ["The", "workers", "'", "union", ",", "AT&T"])
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
