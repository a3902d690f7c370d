import Documents
import TestSupport
import Testing

@testable import Normalization

private let first = "The harbour of Vadsund reopened on Monday after a storm that lasted for three days and nights."
private let second =
  "Ferries sail again from noon, the port said, and the market will open on Tuesday as it always does."

private func all(
  _ text: String, path: String = "in", options: NormalizationOptions = NormalizationOptions()
) throws -> [(key: String?, document: NormalizedDocument)] {
  let normalizer = try Normalizer(options: options, packs: [.english])
  let file = SourceFile(path: path, bytes: Array(text.utf8), sha256: "")
  return try normalizer.articles(in: file).map {
    ($0.key, try normalizer.normalize($0, of: file, id: "in").document)
  }
}

@Suite struct ContainerTests {
  @Test func eachEntryOfAFeedIsAnArticleKeyedByItsOwnID() throws {
    let articles = try all(
      """
      <?xml version="1.0"?>
      <rss version="2.0"><channel><title>Courier</title>
      <item><title>Harbour opens</title><guid isPermaLink="false">c-1</guid><author>desk@courier.example (Ada Malk)</author>
      <pubDate>Sat, 08 Nov 2025 09:30:00 +0100</pubDate><description>&lt;p&gt;\(first)&lt;/p&gt;&lt;p&gt;\(second)&lt;/p&gt;</description></item>
      <item><title>Harbour closes</title><link>https://courier.example/closes</link><description>\(second)</description></item>
      </channel></rss>
      """)
    #expect(articles.count == 2)
    #expect(articles[0].key == "c-1")
    #expect(articles[0].document.published == "2025-11-08T09:30:00+01:00")
    #expect(articles[0].document.byline == "Ada Malk")
    #expect(articles[0].document.outlet == "Courier")
    #expect(articles[0].document.blocks.map(\.kind) == [.title, .paragraph, .paragraph])
    #expect(articles[1].key?.hasPrefix("https-courier.example-closes-") == true)
    #expect(articles[1].document.blocks.map(\.kind) == [.title, .paragraph])
  }

  @Test func aNewsItemKeepsItsCaptionsAndItsDateline() throws {
    let document = try all(
      """
      <nitf><body><body.head><hedline><hl1>Harbour opens</hl1></hedline><byline>By <person>Ada Malk</person></byline>
      <dateline>VADSUND, Norway</dateline></body.head><body.content><p>\(first)</p>
      <media><media-caption>Boats at the quay.</media-caption></media><p>\(second)</p></body.content></body></nitf>
      """)[0].document
    #expect(document.blocks.map(\.kind) == [.title, .byline, .dateline, .paragraph, .caption, .paragraph])
    #expect(document.byline == "Ada Malk")
  }

  @Test func aDamagedLineOfJSONLinesIsNobodyElsesFailure() throws {
    let normalizer = try Normalizer(options: NormalizationOptions(), packs: [.english])
    let text =
      "{\"id\": \"a\", \"text\": \"\(first)\"}\n{\"id\": \"b\", \"te\n{\"id\": \"c\", \"text\": \"\(second)\"}\n"
    let file = SourceFile(path: "in.jsonl", bytes: Array(text.utf8), sha256: "")
    let articles = try normalizer.articles(in: file)
    #expect(articles.count == 3)
    #expect(articles.map(\.key).prefix(1) == ["a"])
    #expect(try normalizer.normalize(articles[2], of: file, id: "c").document.blocks.count == 1)
    #expect(throws: StageFailure.self) { try normalizer.normalize(articles[1], of: file, id: "b") }
  }

  @Test func fieldsOfJSONMayHaveNamesOfTheUsersOwn() throws {
    var options = NormalizationOptions()
    options.fields = ["text=story", "title=kop"]
    let document = try all("{\"kop\": \"Harbour opens\", \"story\": \"\(first)\"}", options: options)[0].document
    #expect(document.title == "Harbour opens")
    options.fields = ["story"]
    #expect(throws: Diagnostics.self) { try Normalizer(options: options, packs: [.english]) }
  }

  @Test(arguments: [
    ("%PDF-1.7 x", "a PDF document"), ("<?xml version=\"1.0\"?><kml/>", "<kml>"), ("PK\u{3}\u{4}", "zip"),
    ("{\"a\": [1, 2]}", "no object with an article's text"), ("<kml><a>b</a></kml>", "<kml>"),
    ("\u{0}\u{0}\u{1}\u{2}", "binary"),
  ])
  func whatHoldsNoArticleSaysWhatItLooksLike(_ text: String, _ what: String) throws {
    let error = #expect(throws: StageFailure.self) { try all(text) }
    #expect(error?.message.contains(what) == true)
  }

  @Test(arguments: [
    (
      "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:id>1</a:id><a:title>One</a:title><a:content>\(first)</a:content></a:entry></a:feed>",
      [BlockKind.title, .paragraph]
    ),
    (
      "<NewsML><NewsItem><NewsItemId>1</NewsItemId><HeadLine>One</HeadLine><DataContent><p>\(first)</p></DataContent></NewsItem></NewsML>",
      [.title, .paragraph]
    ),
    ("<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:body><h:p>\(first)</h:p></h:body></h:html>", [.paragraph]),
    ("<story-page><p>\(first)</p></story-page>", [.paragraph]),
  ])
  func markupIsToldWithoutADeclaration(_ text: String, _ kinds: [BlockKind]) throws {
    #expect(try all(text)[0].document.blocks.map(\.kind) == kinds)
  }

  @Test func aFeedThatBreaksOffGivesWhatWasReadAndARowForTheRest() throws {
    let normalizer = try Normalizer(options: NormalizationOptions(), packs: [.english])
    let text =
      "<rss><channel><item><guid>1</guid><title>One & two</title><description>\(first)</description></item><item>"
    let file = SourceFile(path: "in.xml", bytes: Array(text.utf8), sha256: "")
    let articles = try normalizer.articles(in: file)
    #expect(try normalizer.normalize(articles[0], of: file, id: "a").document.blocks.count == 2)
    let rest = try #require(articles.last)
    #expect(rest.key == "rest-of-the-feed")
    let error = #expect(throws: StageFailure.self) { try normalizer.normalize(rest, of: file, id: "b") }
    #expect(error?.message.contains("breaks off") == true)
    // A stray ampersand is no end.
    let whole = SourceFile(path: "in.xml", bytes: Array((text + "</item></channel></rss>").utf8), sha256: "")
    #expect(try normalizer.articles(in: whole).allSatisfy { $0.key != "rest-of-the-feed" })
  }

  @Test func titlesOfFeedsAreUnescapedAsOftenAsTheyWereEscaped() throws {
    let rss = try all(
      "<rss><channel><item><guid>1</guid><title>Fish &amp;amp; chips at Caf&amp;eacute; Ada</title><description>\(first)</description></item></channel></rss>"
    )
    #expect(rss[0].document.title == "Fish & chips at Café Ada")
    let atom = try all(
      "<feed><entry><id>1</id><title type=\"html\">&lt;b&gt;One&lt;/b&gt; &amp;lt; two</title><content>\(first)</content></entry></feed>"
    )
    #expect(atom[0].document.title == "One < two")
    let plain = try all(
      "<feed><entry><id>1</id><title>&amp;lt; is a sign</title><content>\(first)</content></entry></feed>")
    #expect(plain[0].document.title == "&lt; is a sign")
  }

  @Test func keysAreSafeAsNamesOfFiles() {
    #expect(ArticleKey.of("vr-2025.3") == "vr-2025.3")
    for id in [
      "../../etc/passwd", "a/b", ".hidden", "", "é", String(repeating: "x", count: 300), "https://a.example/?q=1",
    ] {
      let key = ArticleKey.of(id)
      #expect(!key.isEmpty && !key.contains("/") && !key.hasPrefix(".") && key.utf8.count <= 80)
    }
    #expect(ArticleKey.of("a/b") != ArticleKey.of("a-b"))
  }

  @Test(arguments: [
    ("2025-11-08T09:30:00Z", "2025-11-08T09:30:00Z"), ("20251108T093000+0100", "2025-11-08T09:30:00+01:00"),
    ("Sat, 8 Nov 2025 09:30:00 EST", "2025-11-08T09:30:00-05:00"), ("1762594200", "2025-11-08T09:30:00Z"),
    ("2025-11-08 09:30", "2025-11-08"), ("20251108", "2025-11-08"),
  ])
  func datesOfMachinesAreRead(_ text: String, _ iso: String) {
    #expect(MachineDate.iso(text) == iso)
  }

  @Test(arguments: [
    ("en", "\(first) \(second)"),
    (
      "de",
      "Der Hafen ist seit Montag wieder offen, nachdem der Sturm sich gelegt hat und die Fischer mit ihren Booten aus der Bucht gefahren sind."
    ),
    (
      "fr",
      "Le port est ouvert depuis lundi, après une tempête qui a duré trois jours, et les pêcheurs sont sortis de la baie avec leurs bateaux."
    ),
    (
      "es",
      "El puerto está abierto desde el lunes, después de una tormenta que duró tres días, y los pescadores han salido de la bahía con sus barcos."
    ),
    (
      "nl",
      "De haven is sinds maandag weer open, nadat de storm was gaan liggen en de vissers met hun boten uit de baai zijn gevaren voor het eerst."
    ),
    (
      "ru",
      "Порт снова открыт с понедельника после шторма, который продолжался три дня, и рыбаки вышли в море на своих лодках, как сообщает капитан порта, но не все."
    ),
    (
      "uk",
      "Порт знову відкритий з понеділка після шторму, який тривав три дні, і рибалки вийшли в море на своїх човнах, як повідомляє капітан порту, але не всі."
    ),
    ("ja", "港は月曜日に再び開かれた。三日間続いた嵐のあと、漁師たちは船で湾を出て、初めて魚をとったと港の船長が話した。"),
    ("zh", "港口周一重新开放，此前风暴持续了三天，渔民们驾船驶出海湾，港口船长说这是第一次捕到鱼，大家都非常高兴。"),
    (
      "el",
      "Το λιμάνι άνοιξε ξανά τη Δευτέρα μετά από μια καταιγίδα που κράτησε τρεις μέρες και οι ψαράδες βγήκαν από τον κόλπο με τις βάρκες τους."
    ),
  ])
  func languagesAreToldApart(_ code: String, _ text: String) throws {
    #expect(try LanguageDetector([.english]).detect(Array(text.utf8)) == code)
  }

  @Test func aTextTooShortToTellIsInTheConfiguredLanguage() throws {
    let result = try normalize(Array("Der Hafen ist wieder offen.".utf8))
    #expect(result.skipped == nil)
    #expect(result.document.language == "en")
  }

  @Test func aLanguageWithoutDataIsSkippedAndKeepsItsLines() throws {
    let text =
      "Der Hafen ist seit Montag wieder offen, nachdem der Sturm sich gelegt hat und die Fischer mit ihren Booten aus der Bucht gefahren sind.\n\nShare"
    let result = try normalize(Array(text.utf8))
    #expect(result.skipped?.code == "language")
    #expect(result.document.language == "de")
    #expect(result.document.blocks.count == 2)
  }
}
