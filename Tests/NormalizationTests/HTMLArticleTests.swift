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

  @Test func theHeadlineAndTheNamedLineUnderItStandBeforeTheArticlesElement() throws {
    func page(_ line: String) throws -> [String] {
      kinds(
        try read(
          """
          <html><head><title>Ferry sails again</title><meta name="description" content="A year of repairs has come to its end."></head>
          <body><header><h1>Ferry sails again</h1>\(line)</header><div class="article-body">\(Self.paragraphs)</div></body></html>
          """))
    }
    let named = try page("<p class='standfirst'>The quay was full of people who had come to wave.</p>")
    #expect(
      named.prefix(2) == [
        "title: Ferry sails again", "paragraph: The quay was full of people who had come to wave.",
      ])
    // A line that the page names so, but that is the first paragraph again.
    let again = try page(
      "<p class='standfirst'>The old ferry left the harbour at dawn, and for the first time in a year all of its seats were taken.</p>"
    )
    #expect(again.count == 4)
    // What is only known to be under the title, or to be the description, is in that field.
    #expect(try page("<p>A year of repairs has come to its end.</p>").count == 4)
  }

  @Test func aRungOfTheLadderThatIsLeftOutIsNotUsed() throws {
    let page =
      "<body><article>\(Self.paragraphs)<p>Read more: <a href='/x'>What the repairs cost</a></p></article></body>"
    func blocks(_ rows: String) throws -> Int {
      let file = LanguageFile(
        name: "normalization/ladder.tsv", origin: "mine", copying: Array("rung\twhat\texample\n\(rows)\n".utf8))
      let pack = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]])
      let normalizer = try Normalizer(options: NormalizationOptions(), packs: [pack])
      let source = SourceFile(path: "page.html", bytes: Array(page.utf8), sha256: "")
      let article = try #require(try normalizer.articles(in: source).first)
      return try normalizer.normalize(article, of: source, id: "page").document.blocks.count
    }
    #expect(try blocks("") == 3)
    #expect(try blocks("-lines\t\t") == 4)
    #expect(throws: Diagnostics.self) { try blocks("ladders\t\t") }
  }

  @Test func aNamedLineCountsMoreThanOneThatStandsNearer() throws {
    let document = try read(
      """
      <html><head><title>Ferry sails again</title></head><body><header><h1>Ferry sails again</h1>
      <p>A line of which nobody says what it is stands first.</p><p class="deck">The quay was full of people who had come to wave.</p>
      </header><div class="article-body">\(Self.paragraphs)</div></body></html>
      """)
    #expect(kinds(document)[1] == "paragraph: The quay was full of people who had come to wave.")
  }

  @Test func theIntroductionOfALiveBlogStandsOutsideItsPosts() throws {
    let document = try read(
      """
      <html><head><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Ferry sails again","datePublished":
      "2031-05-04"}</script></head><body><main><h1>Ferry sails again</h1>
      <p>We follow the first day of the ferry from the quay, and from on board as soon as there is a signal again.</p>
      <div class="live-blog-body">\(Self.paragraphs)</div></main></body></html>
      """)
    #expect(kinds(document)[1].hasPrefix("paragraph: We follow the first day"))
    #expect(document.blocks.count == 5)
  }

  @Test func aNameThatOpensABoxOverThePageStaysInItsSentence() throws {
    let document = try read(
      """
      <body><article>\(Self.paragraphs)<p>The boat was named by <span class="rollover-person"><a class="rollover-link"
      href="/ada">Ada Okafor</a><span class="rollover-box">Ada Okafor: all that we wrote about her</span></span> in the spring of
      that year.</p></article></body>
      """)
    #expect(kinds(document).last == "paragraph: The boat was named by Ada Okafor in the spring of that year.")
  }

  @Test func anIdMadeOfHexadecimalsNamesNothing() throws {
    let document = try read(
      "<body><article>\(Self.paragraphs)<p id='ad45'>It was late when they came home.</p></article></body>")
    #expect(document.blocks.count == 4)
  }

  @Test func titlesForNetworksGiveWayToWhatReadersSee() throws {
    func title(_ head: String) throws -> String? {
      try read(
        "<html><head>\(head)<title>Ferry, at last</title></head><body><h1>Ferry sails again</h1><article>\(Self.paragraphs)</article></body></html>"
      ).title
    }
    #expect(try title("<meta property='og:title' content='You will not believe this ferry'>") == "Ferry sails again")
    #expect(
      try title(
        "<meta property='og:title' content='Ferry sails again at last'><meta name='twitter:title' content='Ferry sails again at last'>"
      ) == "Ferry sails again at last")
  }

  @Test func aTagOfMegabytesDoesNotSwallowWhatFollowsIt() throws {
    let long = String(repeating: "x", count: 100_000)
    for tag in [
      "<p title=\"\(long)\">", "<p title='a b \(long) c d'>", "<p \(long)>", "<p data-a=1 data-b=\"\(long)\" data-c=2>",
    ] {
      #expect(
        try read(
          "<body><article>\(tag)The boat is late today, as it was yesterday.</p>\(Self.paragraphs)</article></body>"
        ).blocks.count == 4)
    }
  }

  /// Every word that a reader could see is in the text or in what was removed.
  @Test func allWordsOfAPageAreKeptOrRemoved() throws {
    var words: [String] = []
    func filled(_ place: String) -> String {
      place.split(separator: "%", omittingEmptySubsequences: false).reduce(nil as String?) { text, piece in
        guard let text else { return String(piece) }
        words.append("word\(words.count)x")
        return text + words[words.count - 1] + piece
      } ?? ""
    }
    let places = [
      "<nav><a href='/a'>%</a> <a href='/b'>%</a></nav>", "<aside>%<p>%</p></aside>", "<footer><p>%</p></footer>",
      "<form><label>%</label><button>%</button><select><option>%</option></select></form>",
      "<div class='share'>%</div>",
      "<div id='comments'><p>% said so, and many others after that in the same words.</p></div>", "<p>%</p>",
      "% <br><br> %",
      "<ul><li>%</li><li><a href='/c'>%</a></li></ul>", "<table><tr><td>%</td><td>%</td></tr></table>",
      "<figure><img><figcaption>%</figcaption></figure>", "<blockquote>%</blockquote>", "<h2>%</h2>", "<h3>%</h3>",
      "<p>In a sentence <span style='display:none'>%</span> that goes on for a while with <b>%</b> in it.</p>",
      "<div class='related'><h3><a href='/d'>%</a></h3><p>%</p></div>", "<details><summary>%</summary>%</details>",
      "<video>%</video>", "<noscript>%</noscript>", "<div hidden>%</div>", "<custom-box>%</custom-box>", "<pre>%</pre>",
      "<p class='standfirst'>% is what it says under the title of the page today</p>",
    ]
    for shift in places.indices {
      words = []
      let parts = (places[shift...] + places[..<shift]).map(filled)
      let half = parts.count / 2
      let document = try read(
        "<html><head><title>Ferry</title></head><body>\(parts[..<half].joined())<article><h1>Ferry</h1>\(Self.paragraphs)"
          + "\(parts[half...].joined())</article></body></html>")
      let seen =
        String(decoding: document.text.bytes, as: UTF8.self) + document.removed.map(\.text).joined(separator: "\n")
      #expect(words.filter { !seen.contains($0) } == [])
    }
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
