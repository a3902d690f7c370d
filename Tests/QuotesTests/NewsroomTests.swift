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

/// Whole paragraphs as newsrooms print them: each style once, read by eye when it was written.
@Suite struct NewsroomTests {
  @Test func wireReport() throws {
    #expect(
      try quotes(
        """
        GENEVA (Wire) — Aid workers reached the valley on Tuesday, the relief agency said.

        “We found nine villages without bread,” said Marta Olsen, who leads the agency's field team. “Two of them had no \
        road left.”

        Olsen told reporters that snow would close the pass within days. The army, which controls the pass, denied that \
        it had turned trucks away.

        “That is simply false,” a spokesman, Col. Ivo Brandt, said by telephone. “Nobody was turned away.”
        """) == [
          "indirect: Aid workers reached the valley on Tuesday | the relief agency",
          "direct: We found nine villages without bread, | Marta Olsen, who leads the agency's field team",
          "direct: Two of them had no road left. | Marta Olsen, who leads the agency's field team",
          "indirect: that snow would close the pass within days | Olsen",
          "indirect: that it had turned trucks away | The army, which controls the pass",
          "direct: That is simply false, | a spokesman, Col. Ivo Brandt",
          "direct: Nobody was turned away. | a spokesman, Col. Ivo Brandt",
        ])
  }

  @Test func britishPaperWithSingleMarksOutside() throws {
    #expect(
      try quotes(
        """
        The council's leader, Priya Nair, said last night: ‘We were never shown the letter. Nobody told us “the roof is \
        going”.’

        Her deputy called the report ‘a shambles’.

        ‘It’s the children’s school,’ he added. ‘They can’t wait till the ’30s for it.’

        Mr Hale, the headmaster, said the builders had been ‘in and out like the tide’.
        """) == [
          "direct: We were never shown the letter. Nobody told us “the roof is going”. | The council's leader, Priya Nair",
          "mixed: a shambles | Her deputy",
          "direct: It’s the children’s school, | he",
          "direct: They can’t wait till the ’30s for it. | he",
          "mixed: in and out like the tide | Mr Hale, the headmaster",
        ])
  }

  @Test func transcriptWithLabels() throws {
    #expect(
      try quotes(
        """
        Here is a part of Monday's exchange at the town hall.

        Reporter: “Did you sign it?”

        Mayor Aldo Brandt: “I did not.”

        Reporter: “Who did?”

        Brandt: “You should ask the clerk.”
        """) == [
          "direct: Did you sign it? | Reporter", "direct: I did not. | Mayor Aldo Brandt",
          "direct: Who did? | Reporter", "direct: You should ask the clerk. | Brandt",
        ])
  }

  @Test func postsAndReplies() throws {
    #expect(
      try quotes(
        """
        “Trains are running again,” the transit agency tweeted at 6 a.m. on Monday.

        Its chief, Dora Finn, wrote on Facebook: “Sorry for the mess.” She later posted that refunds would be paid.

        “Refunds? In what century?” one rider, @slowtrain, replied.
        """) == [
          "direct: Trains are running again, | the transit agency",
          "direct: Sorry for the mess. | Its chief, Dora Finn",
          "indirect: that refunds would be paid | She", "direct: Refunds? In what century? | one rider, @slowtrain",
        ])
  }

  @Test func blockQuoteWithACreditLine() throws {
    #expect(
      try quotes(
        """
        The reading room closed for good on Sunday.

        “A library is a promise kept to strangers.”

        — Inez Caldera, librarian

        “It breaks my heart,” reads a note on the door.
        """) == [
          "direct: A library is a promise kept to strangers. | Inez Caldera, librarian",
          "direct: It breaks my heart, | a note on the door",
        ])
  }

  @Test func courtReport() throws {
    #expect(
      try quotes(
        """
        Judge Omar Reyes ruled on Thursday that the contract was void, calling it “a swindle dressed up as a lease.”

        His lawyer, Jane Pruitt, declined to comment, but said in a statement that her client “did nothing wrong.”

        Pruitt made the claim that the papers had been planted and, in her words, “the truth will out.”
        """
      ).suffix(4) == [
        "mixed: a swindle dressed up as a lease. | Judge Omar Reyes",
        "mixed: did nothing wrong. | His lawyer, Jane Pruitt",
        "indirect: that the papers had been planted | Pruitt", "direct: the truth will out. | her",
      ])
  }

  @Test func sportsPage() throws {
    #expect(
      try quotes(
        """
        “We were flat,” coach Lou Barker admitted. “No excuses.”

        Asked whether he would play Dunn on Sunday, Barker replied, “Ask me Saturday.”

        Dunn, a 6'8" centre, was blunter. “I want to play,” he said. “I always want to play.”

        Warning that the season was long, Barker said he would rest three starters.
        """) == [
          "direct: We were flat, | coach Lou Barker", "direct: No excuses. | coach Lou Barker",
          "indirect: whether he would play Dunn on Sunday | nobody", "direct: Ask me Saturday. | Barker",
          "direct: I want to play, | he", "direct: I always want to play. | he",
          "indirect: that the season was long | Barker", "indirect: he would rest three starters | Barker",
        ])
  }

  @Test func scienceDesk() throws {
    #expect(
      try quotes(
        """
        “The ice,” said glaciologist Tuva Lind of the Polar Institute, “is leaving faster than we can drill it.”

        According to her team's study, the shelf lost nine metres in a year.

        Critics of the study, among them the geologist Per Aas, say the drill holes were too few. “Nine holes are not a \
        glacier,” Aas said, according to the Tromso Post.
        """) == [
          "direct: The ice, | glaciologist Tuva Lind of the Polar Institute",
          "direct: is leaving faster than we can drill it. | glaciologist Tuva Lind of the Polar Institute",
          "indirect: the shelf lost nine metres in a year | her team's study",
          "indirect: the drill holes were too few | Critics of the study, among them the geologist Per Aas",
          "indirect: “Nine holes are not a glacier,” Aas said | the Tromso Post",
          "direct: Nine holes are not a glacier, | Aas",
        ])
  }

  @Test func officialsWithoutNames() throws {
    #expect(
      try quotes(
        """
        Two officials familiar with the talks said the sides were close. One of them, speaking on condition of anonymity, \
        described the mood as “better than in May.”

        The foreign ministry's statement said the meeting was “frank and useful” and that both would meet again.

        Asked by a reporter whether a date had been set, the minister, Lea Moreau, shook her head. “Not yet,” she said.

        They hope to form a “league of small harbors” to share the cost.
        """) == [
          "indirect: the sides were close | Two officials familiar with the talks",
          "mixed: better than in May. | One of them, speaking on condition of anonymity",
          "mixed: frank and useful | The foreign ministry's statement",
          "indirect: whether a date had been set | a reporter", "direct: Not yet, | she",
          "mixed: league of small harbors | nobody",
        ])
  }

  @Test func marksLostAndReopened() throws {
    #expect(
      try quotes(
        """
        Fisherman Sam Toll remembers the night the pier burned. “We saw the light from the bay,” he said. “My brother \
        thought it was the moon.

        “Then the wind turned, and we smelled the tar.

        “Nobody slept that week.”

        “The pier is gone, Toll said. He has not been back.

        It will be rebuilt,” the harbor master said.
        """) == [
          "direct: We saw the light from the bay, | he", "direct: My brother thought it was the moon. | he",
          "direct: Then the wind turned, and we smelled the tar. | he", "direct: Nobody slept that week. | he",
          "direct: The pier is gone, | Toll", "direct: It will be rebuilt, | the harbor master",
        ])
  }

  @Test func marchWithSlogans() throws {
    #expect(
      try quotes(
        """
        Marchers chanted “No more dams!” under the slogan “Rivers For All.” A hand-painted sign said “Honk if you love \
        trout.” The song “River Road” played from a truck.
        """) == [
          "direct: No more dams! | Marchers", "mixed: Rivers For All. | nobody",
          "direct: Honk if you love trout. | A hand-painted sign",
        ])
  }
}
