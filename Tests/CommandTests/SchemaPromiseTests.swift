import Foundation
import Testing

/// Within a version of an artifact fields may be added; none goes, becomes optional or changes its type. The schemas of
/// the last release stand in ReleasedSchemas; they are replaced when a release is made, and not otherwise.
@Suite struct SchemaPromiseTests {
  private static let released = Command.root.appendingPathComponent("Tests/CommandTests/ReleasedSchemas")
  private static let current = Command.root.appendingPathComponent("Sources/CLanguage/schemas")
  private static let names = (try? FileManager.default.contentsOfDirectory(atPath: released.path).sorted()) ?? []

  @Test(arguments: names)
  func theReleasedSchemaIsKept(_ name: String) throws {
    let old = try read(Self.released, name)
    let new = try read(Self.current, name)
    let breaches = Self.breaches(old, new)
    // A new version of the artifact may differ; it says so in its id.
    if old["$id"] as? String == new["$id"] as? String { #expect(breaches.isEmpty, "\(breaches)") }
  }

  /// Whoever reads by the last release's schemas reads what is written today.
  @Test func todaysOutputHoldsToTheReleasedSchemas() throws {
    let outcome = try Command.tool(
      "python3", ["scripts/validate-output", try SeedRun.path(), "--schemas", Self.released.path])
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.output)\(outcome.errors)")
  }

  /// What the last release wrote holds to today's schemas, but for fields that were added since: none may be required
  /// of it that it did not have.
  @Test func whatTheLastReleaseWroteHoldsToTodaysSchemas() throws {
    let versions = Command.root.appendingPathComponent("Tests/CommandTests/ReleasedOutputs")
    let newest = try #require(try FileManager.default.contentsOfDirectory(atPath: versions.path).max())
    let outcome = try Command.tool(
      "python3", ["scripts/validate-output", versions.appendingPathComponent("\(newest)/out").path])
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.output)\(outcome.errors)")
  }

  @Test(arguments: names)
  func theProgramPrintsTheSchemaThatIsTested(_ name: String) throws {
    let kind = name.replacingOccurrences(of: ".schema.json", with: "")
    let printed = try Command.nightdesk(["schema", kind])
    #expect(printed.code == 0)
    let value = try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? NSDictionary
    #expect(value == (try read(Self.current, name) as NSDictionary))
  }

  @Test func everyKindIsReleased() throws {
    let kinds = try FileManager.default.contentsOfDirectory(atPath: Self.current.path).sorted()
    #expect(Self.names == kinds && kinds.count == 9)
  }

  /// What `nightdesk schema` prints explains itself: each field has a title, a description and, if it is no object, an
  /// example or all its values; numbers have a unit where they count something.
  @Test(arguments: names)
  func everyFieldIsExplained(_ name: String) throws {
    let schema = try read(Self.current, name)
    #expect(schema["title"] is String && schema["description"] is String && schema["examples"] is [Any])
    var rest: [(place: String, value: Any)] = [("", schema)]
    var fields = 0
    while let (place, value) = rest.popLast() {
      if let list = value as? [Any] { rest += list.map { (place, $0) } }
      guard let object = value as? [String: Any] else { continue }
      for (field, value) in object["properties"] as? [String: Any] ?? [:] {
        guard let value = value as? [String: Any] else { continue }
        fields += 1
        #expect((value["title"] as? String)?.isEmpty == false, "\(place)/\(field) has no title")
        #expect((value["description"] as? String)?.isEmpty == false, "\(place)/\(field) has no description")
        let types = value["type"] as? [String] ?? [value["type"] as? String ?? ""]
        let isPlain = types.contains { ["string", "integer", "number"].contains($0) }
        #expect(!isPlain || value["examples"] != nil, "\(place)/\(field) has no example")
        if field == "start" || field == "end" || field == "bytes" {
          #expect(value["x-unit"] is String, "\(place)/\(field) has no unit")
        }
      }
      for (key, value) in object where !["examples", "if", "then"].contains(key) {
        rest.append(("\(place)/\(key)", value))
      }
    }
    #expect(fields > 5)
  }

  @Test(arguments: [
    (#""required""#, #""wanted""#), (#""type": "integer""#, #""type": "string""#), (#""direct""#, #""verbatim""#),
    (#""speaker":"#, #""voice":"#), (#""type": ["string", "null"]"#, #""type": "string""#),
  ])
  func aBrokenPromiseIsSeen(_ what: String, _ instead: String) throws {
    let text = String(
      decoding: try Data(contentsOf: Self.released.appendingPathComponent("quotes.schema.json")), as: UTF8.self)
    let flat = text.replacingOccurrences(
      of: #"\[\s+"string",\s+"null"\s+\]"#, with: #"["string", "null"]"#, options: .regularExpression)
    let edited = flat.replacingOccurrences(of: what, with: instead)
    #expect(edited != flat, "the edit found nothing")
    let old = try #require(try JSONSerialization.jsonObject(with: Data(flat.utf8)) as? [String: Any])
    let new = try #require(try JSONSerialization.jsonObject(with: Data(edited.utf8)) as? [String: Any])
    #expect(!Self.breaches(old, new).isEmpty)
    #expect(Self.breaches(old, old).isEmpty)
  }

  private func read(_ folder: URL, _ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// What the old schema says of types, fields and words that the new one does not say just so.
  private static func breaches(_ old: [String: Any], _ new: [String: Any]) -> [String] {
    var found: [String] = []
    var rest: [(place: String, old: Any, new: Any?)] = [("", old, new)]
    while let (place, old, new) = rest.popLast() {
      if let before = old as? [String: Any] {
        guard let after = new as? [String: Any] else {
          found.append("\(place) is gone")
          continue
        }
        for (key, value) in before
        where !["title", "description", "examples", "$id", "$schema"].contains(key) || place.hasSuffix("/properties") {
          rest.append(("\(place)/\(key)", value, after[key]))
        }
      } else if let before = old as? [Any] {
        let after = new as? [Any] ?? []
        if place.hasSuffix("/required") {
          // More may be required than was: whoever reads is glad of it.
          for field in before.compactMap({ $0 as? String }) where !after.contains(where: { $0 as? String == field }) {
            found.append("\(place): \(field) may be left out")
          }
        } else if !(before as NSArray).isEqual(after as NSArray), !before.contains(where: { $0 is [String: Any] }) {
          found.append("\(place) was \(before), is \(after)")
        } else if before.contains(where: { $0 is [String: Any] }) {
          for (i, value) in before.enumerated() {
            rest.append(("\(place)/\(i)", value, i < after.count ? after[i] : nil))
          }
        }
      } else if old as? NSObject != new as? NSObject {
        found.append("\(place) was \(old), is \(String(describing: new))")
      }
    }
    return found
  }
}
