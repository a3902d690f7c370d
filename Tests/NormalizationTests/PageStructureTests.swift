import Documents
import TestSupport
import Testing

@testable import Normalization

/// What the tree says where names say nothing or the wrong thing.
@Suite struct PageStructureTests {
  private static let paragraphs = """
    <p>The old ferry left the harbour at dawn, and for the first time in a year all of its seats were taken.</p>
    <p>“We had stopped hoping,” said Ada Okafor, who has run the kiosk on the quay since her mother retired.</p>
    <p>The council, which paid for the repairs, wants the boat to sail three times a day until the end of autumn.</p>
    """

  private static let more = """
    <p>On board, the crew had put out coffee and the last of the cake that was baked for the mayor and his guests.</p>
    <p>By noon the wind had turned, and the captain decided to wait for the tide before he took his passengers home.</p>
    <p>Nobody complained, for the sun had come out and the fish shop had sent down a basket of smoked herring to them.</p>
    """

  private func read(_ html: String) throws -> NormalizedDocument {
    try normalize(Array(html.utf8), path: "page.html").document
  }

  private func kinds(_ document: NormalizedDocument) -> [String] {
    document.blocks.map { "\($0.kind.rawValue): " + document.text.string($0.span) }
  }

  private func removedBy(_ rule: String, _ document: NormalizedDocument) -> String? {
    document.removed.first { $0.rule == rule }?.text
  }

  @Test func cardsWithoutATellingNameAreFurniture() throws {
    let card = { (n: Int) in
      "<div class=\"x1\"><h3><a href=\"/\(n)\">What the tide left behind, part \(n)</a></h3><p>\(n) people walked the whole shore"
        + " in the rain to count what the storm of last week had left there.</p></div>"
    }
    let document = try read(
      "<article>\(Self.paragraphs)\(Self.more)\(Self.more.replacing("<p>", with: "<p>Again: "))<div>\(card(1))\(card(2))\(card(3))</div></article>"
    )
    #expect(document.blocks.count == 9)
    #expect(removedBy("html.cards", document)?.contains("part 2") == true)
  }

  @Test func aNamedBoxWithoutALinkLeadsNowhereAndStays() throws {
    let step =
      "<p>Boil the water, add the salt, and wait until the shells of the mussels have opened by themselves.</p>"
    let document = try read(
      "<div class=\"article-body\">\(Self.paragraphs)<div class=\"related-recipe\">\(step)\(Self.paragraphs)</div></div>"
    )
    #expect(kinds(document).contains { $0.contains("Boil the water") })
  }

  @Test func aPullQuoteThatStandsNowhereElseIsAQuote() throws {
    let document = try read(
      """
      <article>\(Self.paragraphs)<div class="pullquote">We had stopped hoping, said Ada Okafor</div>
      <div class="pullquote">Nobody asked the fishermen what they thought of it.</div></article>
      """)
    #expect(removedBy("html.class.pullquote", document) == "We had stopped hoping, said Ada Okafor")
    #expect(kinds(document).contains("quote: Nobody asked the fishermen what they thought of it."))
  }

  @Test func aQuestionPutToTwoPeopleIsNoRepeat() throws {
    let question =
      "<p>What did you think when you saw the old ferry come back into the harbour after all that time away?</p>"
    let document = try read("<article>\(question)\(Self.paragraphs)\(question)<p>I laughed.</p></article>")
    #expect(document.blocks.count == 6)
  }

  @Test func aLineThatSharesABoxWithAPictureIsItsCaption() throws {
    let document = try read(
      "<article>\(Self.paragraphs)<div><img src=\"a.jpg\"><div>The quay on the first morning</div></div></article>")
    #expect(kinds(document).last == "caption: The quay on the first morning")
  }

  @Test func whatFollowsTheStatedTextIsOutsideOfIt() throws {
    let body = """
      The old ferry left the harbour at dawn, and for the first time in a year all of its seats were taken. “We had \
      stopped hoping,” said Ada Okafor, who has run the kiosk on the quay since her mother retired. The council, which \
      paid for the repairs, wants the boat to sail three times a day until the end of autumn.
      """
    let document = try read(
      """
      <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails again", "articleBody":
      "\(body)"}</script><article>\(Self.paragraphs)
      <p>Our shop sends sweaters to every address on the islands.</p></article>
      """)
    #expect(document.blocks.count == 3)
    #expect(removedBy("html.json-ld.after", document)?.contains("sweaters") == true)
  }

  @Test func namesAreReadOutOfGluedLines() throws {
    func byline(_ line: String) throws -> String? {
      try read("<article><div class=\"byline\">\(line)</div>\(Self.paragraphs)</article>").byline
    }
    #expect(try byline("By<a>Ada Okafor</a>") == "Ada Okafor")
    #expect(try byline("By Ada Okafor December 3, 2031") == "Ada Okafor")
    #expect(try byline("<span>Ada Okafor</span><span>Published</span> 3 December 2031") == "Ada Okafor")
  }

  @Test func theHeadlineOfThePageLosesItsLabel() throws {
    let document = try read(
      """
      <title>The ferry should sail at night | Harbour Post</title><meta property="og:title" content="Opinion | The ferry \
      should sail at night"><article><h1>The ferry should sail at night</h1>\(Self.paragraphs)</article>
      """)
    #expect(document.title == "The ferry should sail at night")
  }

  @Test func labelsBeforeAColonTellCreditsAndLinks() throws {
    let document = try read(
      """
      <article>\(Self.paragraphs)<p>Photo: Jan Brandsma/Harbour Post</p>
      <p>Also: <a href="/b">The best benches on the quay</a></p>
      <p>The mayor, the council and the crew will meet again on Friday to talk about the timetable of the winter.</p></article>
      """)
    #expect(kinds(document).contains("credit: Photo: Jan Brandsma/Harbour Post"))
    #expect(document.removed.contains { $0.reason == "related" && $0.text.contains("benches") })
  }

  @Test func aFrontOfCardsHoldsNoArticle() throws {
    let cards = (1...12).map {
      "<div><h3><a href=\"/\($0)\">Story number \($0) about the harbour</a></h3><p>A teaser of some eighty letters that says"
        + " what story \($0) is about, and no more.</p></div>"
    }
    let page = Array("<body>\(cards.joined())</body>".utf8)
    #expect(try normalize(page, path: "page.html").skipped?.code == "no-article")
  }

  @Test func postsOfALiveBlogKeepTheirHeadingsAndTimes() throws {
    let posts = (1...6).map {
      "<article><h2><a href=\"#p\($0)\">Day \($0): divers at work</a></h2><time>10:0\($0)</time><p>The harbour master told"
        + " everybody who had come on day \($0) that the quay would stay closed for now.</p></article>"
    }
    let document = try read("<main><h1>Harbour closed</h1><div>\(posts.joined())</div></main>")
    #expect(kinds(document).filter { $0.hasPrefix("heading: Day") }.count == 6)
    #expect(kinds(document).filter { $0.hasPrefix("dateline: 10:0") }.count == 6)
  }
}
