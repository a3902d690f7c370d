import Foundation
import Testing

private let sharedSeeds = Command.root.deletingLastPathComponent().appendingPathComponent("shared/seeds")

/// Five real reports of one event, which lie beside the repository where it is developed and never in it.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: sharedSeeds.path)))
struct SharedSeedsTests {
  @Test func theFiveReportsAreOneStoryWithItsPeopleUtterancesAndDifferences() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("seeds-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: sharedSeeds, to: input)
    let unrelated = """
      A library opens again

      Eleven months after the river rose into its reading room, the library of Upper Merrow opened again on Saturday. \
      Adéọlá Ọ̀ṣúndáre, the head librarian, said that 14,000 books had been lost.
      """
    try unrelated.write(to: input.appendingPathComponent("unrelated.txt"), atomically: true, encoding: .utf8)
    let run = try Command.nightdesk(["run", "--input", input.path, "--output", output.path, "--quiet"])
    #expect(run.code == 0, "\(run.errors)")

    func rows(_ name: String) throws -> [[String: Any]] {
      let data = try Data(contentsOf: output.appendingPathComponent("corpus/\(name).json"))
      return try #require((JSONSerialization.jsonObject(with: data) as? [String: Any])?[name] as? [[String: Any]])
    }
    let stories = try rows("stories")
    let sizes = stories.map { ($0["documents"] as? [String])?.count ?? 0 }.sorted()
    #expect(sizes == [1, 5])

    // As many people as the five articles name, none of them twice: no last name stands in two rows.
    let people = try rows("entities").filter { row in
      row["type"] as? String == "PERSON"
        && (row["members"] as? [[String: Any]])?.contains { $0["document"] as? String != "unrelated" } == true
    }
    #expect(people.count == 26)
    let lastNames = people.compactMap { ($0["name"] as? String)?.split(separator: " ").last }
    #expect(Set(lastNames).count == people.count)
    // One president is spelt in two ways, with and without his first name.
    #expect(people.contains { ($0["aliases"] as? [String])?.count == 3 })

    let joined = try rows("quotes").filter { ($0["variants"] as? [Any])?.count ?? 0 > 1 }
    #expect(joined.count == 3)
    #expect(joined.allSatisfy { $0["speaker"] is [String: Any] })

    let told = try #require(
      stories.max { ($0["documents"] as? [String])?.count ?? 0 < ($1["documents"] as? [String])?.count ?? 0 })
    let differences = try #require(told["differences"] as? [[String: Any]])
    let deaths = try #require(differences.first { $0["what"] as? String == "deaths" })
    #expect((deaths["values"] as? [Any])?.count == 2)
    #expect(differences.contains { $0["what"] as? String == "drones" })
    #expect(differences.contains { $0["rule"] as? String == "difference.spelling" })
  }
}
