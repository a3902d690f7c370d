import Foundation
import Testing

/// A second language is only data: Languages/de is a folder of small tables, and no line of code knows German.
@Suite struct SecondLanguageTests {
  static let languages = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Languages").path

  static let article = """
    Hafen von Amsel wieder offen

    Der Hafen von Port Amsel ist am Montag nach dem Sturm wieder geöffnet worden. „Niemand wurde verletzt, und das zählt“, \
    sagte die Hafenmeisterin Ada Okafor vor Journalisten. Dr. Lind fügte hinzu, dass die Kräne bis Juni repariert werden.

    Der Bürgermeister Karl von der Aue erklärte, die Stadt werde helfen. „Wir zahlen die Hälfte“, sagte er.
    """

  func read(_ folder: TemporaryFolder, _ stage: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.url.appendingPathComponent("out/\(stage)/hafen.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func aFolderOfTablesIsALanguage() throws {
    let folder = try TemporaryFolder()
    try folder.write("in/hafen.txt", Self.article)
    let run = try Command.nightdesk([
      "run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--set", "languages=\(Self.languages)",
      "--set", "language=de",
    ])
    #expect(run.code == 0, "\(run.errors)")
    #expect(try read(folder, "normalized")["language"] as? String == "de")

    let sentences = try #require(try read(folder, "sentences")["sentences"] as? [[String: Any]])
    #expect(sentences.contains { ($0["text"] as? String)?.hasPrefix("Dr. Lind fügte hinzu") == true })

    let quotes = try #require(try read(folder, "quotes")["quotes"] as? [[String: Any]])
    let said = quotes.first { $0["text"] as? String == "Niemand wurde verletzt, und das zählt" }
    let speaker = try #require(said?["speaker"] as? [String: Any])
    #expect(speaker["name"] as? String == "Ada Okafor")
    #expect((said?["cue"] as? [String: Any])?["lemma"] as? String == "sagen")

    // An opening that hangs on the sentence before is known from the pack's own table.
    #expect(try (read(folder, "summaries")["text"] as? String)?.contains("sagte er") == false)
  }

  private static let body = """
    <p>Die alte Fähre hat den Hafen von Port Amsel am Montag verlassen, und zum ersten Mal seit einem Jahr waren alle Plätze besetzt.</p>
    <p>„Wir hatten schon nicht mehr daran geglaubt“, sagte die Hafenmeisterin, die den Kiosk am Kai von ihrer Mutter übernommen hat.</p>
    <p>Die Stadt, die für die Arbeiten zahlt, will das Boot bis zum Ende des Herbstes dreimal am Tag fahren lassen.</p>
    """

  func normalized(_ name: String, _ text: String) throws -> (kinds: [String], document: [String: Any]) {
    let folder = try TemporaryFolder()
    try folder.write("in/\(name)", text)
    let run = try Command.nightdesk([
      "run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--set", "languages=\(Self.languages)",
      "--only", "normalization",
    ])
    #expect(run.code == 0, "\(run.errors)")
    let document = try read(folder, "normalized")
    let blocks = document["blocks"] as? [[String: Any]] ?? []
    return (blocks.compactMap { $0["kind"] as? String }, document)
  }

  /// The configured language is English: the page's own is told by its text, and its tables clean it.
  @Test func aPageIsCleanedByTheTablesOfItsLanguage() throws {
    let (kinds, document) = try normalized(
      "hafen.html",
      """
      <html><head><title>Fähre fährt wieder | Amseler Zeitung</title></head><body><article><h1>Fähre fährt wieder</h1>
      <p>Von Ada Okafor und Jan Lind</p><p>Veröffentlicht am 3. März 2031</p>\(Self.body)<p>Foto: Jan Lind</p>
      <p>Anzeige</p><p>Lesen Sie auch: Was die Arbeiten kosten</p><h2>Mehr zum Thema</h2><p>Noch ein Sturm.</p></article></body></html>
      """)
    #expect(document["language"] as? String == "de")
    #expect(
      kinds == ["title", "byline", "dateline", "paragraph", "paragraph", "paragraph", "credit"])
    #expect(document["title"] as? String == "Fähre fährt wieder")
    #expect(document["byline"] as? String == "Ada Okafor, Jan Lind")
    #expect(document["published"] as? String == "2031-03-03")
    let reasons = (document["removed"] as? [[String: Any]] ?? []).compactMap { $0["reason"] as? String }
    #expect(Set(reasons).isSuperset(of: ["advertisement", "related"]))
  }

  @Test func plainTextIsCleanedByTheTablesOfItsLanguage() throws {
    let paragraphs = Self.body.replacingOccurrences(of: "<p>", with: "").replacingOccurrences(of: "</p>", with: "\n")
    let (kinds, document) = try normalized(
      "hafen.txt",
      "Fähre fährt wieder\n\nVon Ada Okafor und Jan Lind\n\nVeröffentlicht am 3. März 2031\n\n\(paragraphs)\nFoto: Jan Lind\n\n"
        + "Teilen auf Facebook\n\nLesen Sie auch: Was die Arbeiten kosten\n")
    #expect(
      kinds == ["title", "byline", "dateline", "paragraph", "paragraph", "paragraph", "credit"])
    #expect(document["byline"] as? String == "Ada Okafor, Jan Lind")
    #expect(document["published"] as? String == "2031-03-03")
    let reasons = (document["removed"] as? [[String: Any]] ?? []).compactMap { $0["reason"] as? String }
    #expect(reasons == ["sharing buttons", "related stories"])
  }

  @Test func anEmptyPackStillGivesTextSentencesAndASummary() throws {
    let folder = try TemporaryFolder()
    // Of no language that anybody could tell.
    try folder.write(
      "in/hafen.txt",
      """
      Blorim santu pelaka

      Vorin takule mesto harelin ovida prunel soriba katem. Ulina borek tesamo lirade foniq palume draxo.

      Mirel sota vanido kreplu hasim telorg juvane brimo. Zedra polik ruvane tosim keldra wenu.

      """)
    try folder.write("languages/xx/common/language.tsv", "key\tvalue\texample\ncode\txx\tBCP 47\n")
    let run = try Command.nightdesk([
      "run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--set",
      "languages=\(folder.folder("languages"))", "--set", "language=xx", "--set", "summaries.budget.sentences=1",
    ])
    #expect(run.code == 0, "\(run.errors)")
    #expect(try (read(folder, "summaries")["sentences"] as? [Any])?.count == 1)
  }
}
