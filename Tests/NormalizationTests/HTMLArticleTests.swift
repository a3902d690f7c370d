import Documents
import TestSupport
import Testing

@testable import Normalization

/// Pages of our own, small as they are.
@Suite struct HTMLArticleTests {
  private static let paragraphs = """
    <p>The old ferry left the harbour at dawn, and for the first time in a year all of its seats were taken.</p>
    <p>“We had stopped hoping,” said Ada Okafor, who has run the kiosk on the quay since her mother retired.</p>
    <p>The council, which paid for the repairs, wants the boat to sail three times a day until the end of autumn.</p>
    """

  private func read(_ html: String) throws -> NormalizedDocument {
    try normalize(Array(html.utf8), path: "page.html").document
  }

  private func kinds(_ document: NormalizedDocument) -> [String] {
    document.blocks.map { "\($0.kind.rawValue): " + document.text.string($0.span) }
  }

  @Test func navigationSharingAndCommentsAreRemovedWithTheirReason() throws {
    let document = try read(
      """
      <html><head><title>Ferry sails again | Harbour Post</title></head><body>
      <nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
      <div class="article-body"><h1>Ferry sails again</h1>\(Self.paragraphs)
      <div class="social-share">Share this on every network</div>
      <p>Read more: <a href="/x">What the repairs cost</a></p></div>
      <div id="comments"><p>I have waited for this day longer than anybody, and I was on board.</p></div></body></html>
      """)
    #expect(document.blocks.map(\.kind) == [.title, .paragraph, .paragraph, .paragraph])
    #expect(document.title == "Ferry sails again")
    let reasons = Set(document.removed.map(\.reason))
    #expect(reasons.isSuperset(of: ["navigation", "sharing", "related", "comments"]))
  }

  @Test func aBlockPointsToItsBytesInTheSource() throws {
    let html =
      "<html><body><!-- a --><script>var p = '<p>no</p>';</script><article>\(Self.paragraphs)</article></body></html>"
    let source = Array(html.utf8)
    let document = try read(html)
    for block in document.blocks {
      let place = try #require(block.source)
      #expect(String(decoding: source[place.range], as: UTF8.self) == document.text.string(block.span))
    }
  }

  @Test func captionsAndCreditsKeepTheirKind() throws {
    let document = try read(
      """
      <body><article><figure><img><figcaption>The ferry on Monday</figcaption></figure>\(Self.paragraphs)
      <p>Photo by Jan Brandsma</p></article></body>
      """)
    #expect(kinds(document).first == "caption: The ferry on Monday")
    #expect(kinds(document).last == "credit: Photo by Jan Brandsma")
  }

  @Test func hiddenWordsInsideAParagraphAreLeftOut() throws {
    let document = try read(
      """
      <body><article>\(Self.paragraphs)
      <p>The mayor<span style="display:none"> profile of the mayor</span> came aboard and paid for a ticket like anyone else.</p>
      </article></body>
      """)
    #expect(kinds(document).last == "paragraph: The mayor came aboard and paid for a ticket like anyone else.")
  }

  @Test func factsComeFromTheStructuredDataFirst() throws {
    let document = try read(
      """
      <html><head><link rel="canonical" href="https://harbour.example/ferry"><script type="application/ld+json">
      {"@type": "NewsArticle", "headline": "Ferry sails again", "datePublished": "2031-05-04T06:30:00+02:00",
       "author": [{"@type": "Person", "name": "By Ada Okafor"}, {"@type": "Person", "name": "Jan Brandsma, Harbour Post"}],
       "publisher": {"name": "Harbour Post"},}
      </script></head><body><h1>Ferry sails again</h1><article>\(Self.paragraphs)</article></body></html>
      """)
    #expect(document.byline == "Ada Okafor, Jan Brandsma")
    #expect(document.published == "2031-05-04T06:30:00+02:00")
    #expect(document.publishedBasis == .jsonLD)
    #expect(document.outlet == "Harbour Post")
    #expect(document.url == "https://harbour.example/ferry")
  }

  @Test func theBodyOfTheStructuredDataStandsInWhereThePageHoldsNone() throws {
    let text = String(repeating: "The boat sails on, and nobody knows for how long it will. ", count: 8)
    let document = try read(
      """
      <html><head><script type="application/ld+json">{"@type":"Article","headline":"On","articleBody":"\(text)\\nIt sails."}
      </script></head><body><div id="app"></div></body></html>
      """)
    #expect(document.blocks.last.map { document.text.string($0.span) } == "It sails.")
  }

  @Test func aPageOfLinksHoldsNoArticle() throws {
    let links = (0..<30).map { "<li><a href=\"/\($0)\">A headline of the day, number \($0)</a></li>" }.joined()
    let result = try normalize(
      Array("<html><body><h1>Today</h1><ul>\(links)</ul></body></html>".utf8), path: "index.html")
    #expect(result.skipped?.code == "no-article")
  }

  @Test func deepNestingIsAnErrorAndNoCrash() {
    let html = String(repeating: "<div>", count: 20_000) + Self.paragraphs
    #expect(throws: StageFailure.self) { try read(html) }
  }

  @Test func textBehindADepthOf256IsNotLost() throws {
    let html = "<body>" + String(repeating: "<div>", count: 600) + Self.paragraphs
    #expect(try read(html).blocks.count == 3)
  }

  /// Cut anywhere and with bytes changed: no trap, blocks inside the text, parted by blank lines.
  @Test func brokenPagesGiveSoundDocuments() throws {
    let page = Array(
      """
      <html><head><meta charset="utf-8"><title>Ferry — Post</title><script type="application/ld+json">{"@type":"Article",
      "headline":"x\\u00e9"}</script></head><body><div class="story"><h1>Ferry</h1>\(Self.paragraphs)<table><tr><td>1</td>
      </tr></table></div></body></html>
      """.utf8)
    var state: UInt64 = 7
    func random(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % n
    }
    for _ in 0..<500 {
      var bytes = Array(page[random(200)..<(200 + random(page.count - 200))])
      for _ in 0..<random(12) where !bytes.isEmpty { bytes[random(bytes.count)] = UInt8(random(256)) }
      guard let document = try? normalize(bytes, path: "page.html").document else { continue }
      var end = 0
      for block in document.blocks {
        #expect(block.span.start == (end == 0 ? 0 : end + 2))
        #expect(block.source.map { $0.end <= bytes.count } ?? true)
        end = block.span.end
      }
      #expect(end == document.text.count)
    }
  }

  @Test func examplesOfTheDataHold() { #expect(HTMLArticle.check(.english).map(\.text) == []) }
}
