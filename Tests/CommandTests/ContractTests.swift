import Foundation
import Testing

/// What the artifacts promise to those who read them.
@Suite struct ContractTests {
  /// Astral characters, combining marks that have no composed form, joined emoji, marks that take two code points.
  private static let odd = """
    𝒜 storm 🌪️ of letters reaches Ọ̀ṣun

    🇫🇴 Ministers met on Tuesday in Tórshavn. “We saw 👩🏽‍🚀 and 𝔣𝔦𝔰𝔥,” said Adéọlá Ọ̀ṣúndáre, the librarian. He̊len Z̈ed laughed.

    The crowd — 2,000 strong 👏👏 — asked: “Why, Ms. Z̈ed, would a ½-price ﬁsh cost £4?” Nobody in Bodø knew.
    """

  @Test func offsetsAreCodePointSlices() throws {
    let folder = try TemporaryFolder()
    for (name, data) in try tree(Command.seeds.path) { try folder.write("in/\(name)", data) }
    try folder.write("in/odd.txt", Self.odd)
    let outcome = try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("out")])
    #expect(outcome.code == 0, "\(outcome.errors)")
    let files = try tree(folder.folder("out"))
    var slices = 0
    for (name, data) in files where name.hasPrefix("normalized/") {
      let id = name.dropFirst("normalized/".count)
      let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let text = Array(try #require(document["text"] as? String).unicodeScalars)
      for stage in ["sentences", "entities", "quotes", "summaries"] {
        let artifact = try JSONSerialization.jsonObject(with: try #require(files["\(stage)/\(id)"]))
        slices += check(artifact, text, "\(stage)/\(id)")
      }
    }
    #expect(slices > 500)
    let text = String(decoding: try #require(files["normalized/odd.json"]), as: UTF8.self)
    #expect(text.contains("👩🏽‍🚀") && text.contains("𝔣𝔦𝔰𝔥"), "normalization lost what the test is about")
  }

  /// Compares each "text" that stands beside "start" and "end" with the slice; returns how many there were.
  private func check(_ value: Any, _ text: [Unicode.Scalar], _ place: String) -> Int {
    var count = 0
    var rest = [value]
    while let next = rest.popLast() {
      if let list = next as? [Any] { rest += list }
      guard let object = next as? [String: Any] else { continue }
      rest += object.values
      guard let start = object["start"] as? Int, let end = object["end"] as? Int, let slice = object["text"] as? String
      else { continue }
      count += 1
      guard 0 <= start, start < end, end <= text.count else {
        Issue.record("\(place): \(start)..<\(end) is outside the text")
        continue
      }
      #expect(Array(slice.unicodeScalars) == Array(text[start..<end]), "\(place): \(start)..<\(end)")
    }
    return count
  }

  @Test func everyArtifactIsOfItsSchema() throws {
    let outcome = try Command.tool("python3", ["scripts/validate-output", try SeedRun.path()])
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.output)\(outcome.errors)")
  }

  @Test(arguments: [
    ("index.json", #"s/"status":"ok"/"status":"fine"/"#),
    ("normalized/harbour-ledger.json", #"s/"publishedBasis"/"publishedFrom"/"#),
    ("sentences/harbour-ledger.json", #"s/"block":[0-9]*/"block":null/"#),
    ("summaries/harbour-ledger.json", #"s/"words":/"words ":/"#),
    ("corpus/stories.json", #"s/"differences":/"difference":/"#),
  ])
  func theValidatorSeesABreach(_ file: String, _ edit: String) throws {
    let folder = try TemporaryFolder()
    for (name, data) in try tree(try SeedRun.path()) where name.hasSuffix(".json") { try folder.write(name, data) }
    let before = try Data(contentsOf: folder.url.appendingPathComponent(file))
    #expect(try Command.tool("sed", ["-i", edit, folder.folder(file)]).code == 0)
    #expect(try Data(contentsOf: folder.url.appendingPathComponent(file)) != before, "the edit found nothing")
    let outcome = try Command.tool("python3", ["scripts/validate-output", folder.path])
    #expect(outcome.code == 1 && outcome.output.contains(file), "\(outcome.output)\(outcome.errors)")
  }

  @Test func schemaPrintsWhatTheRepositoryHolds() throws {
    let listed = try Command.nightdesk(["schema"])
    let kinds = listed.output.split(separator: "\n").map(String.init)
    #expect(kinds.count == 9)
    for kind in kinds {
      let outcome = try Command.nightdesk(["schema", kind])
      let file = Command.root.appendingPathComponent("Sources/CLanguage/schemas/\(kind).schema.json")
      #expect(outcome.output == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }
    #expect(try Command.nightdesk(["schema", "quots"]).code == 64)
  }
}
