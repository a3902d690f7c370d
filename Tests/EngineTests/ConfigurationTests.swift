import Documents
import Foundation
import Testing

@testable import Engine

/// All messages that reading a text of pipeline.yaml gives.
private func messages(_ text: String, settings: [String] = []) -> [String] {
  var reader = ConfigurationReader()
  reader.add(text: text, file: "pipeline.yaml")
  for setting in settings { reader.add(setting: setting) }
  do {
    _ = try reader.finish()
    return []
  } catch { return error.list.map(\.text) }
}

@Suite struct ConfigurationTests {
  @Test func everyMistakeIsToldAtOnceWithPlaceAndCure() {
    let text = """
      input: articles
      summaries:
        bugdet:
          words: 100
        method: nightdesc
      workers: many
      limits:
        bytes: 0
      entities:
        types: [PERSON, PERSN]
      """
    #expect(
      messages(text) == [
        """
        pipeline.yaml:3:3: error: unknown key "summaries.bugdet" [C002]
          help: did you mean "summaries.budget"?
        """,
        """
        pipeline.yaml:5:11: error: "summaries.method" takes one of nightdesk, lead, textrank, lexrank, found "nightdesc" [C004]
          help: did you mean "nightdesk"?
        """,
        """
        pipeline.yaml:6:10: error: "workers" takes a whole number from 0 to 256, found "many" [C003]
        """,
        """
        pipeline.yaml:8:10: error: "limits.bytes" takes a whole number from 1 to 4294967296, found "0" [C004]
        """,
        """
        pipeline.yaml:10:19: error: "entities.types" takes a list of PERSON, ORG, GPE, LOC, FAC, NORP, EVENT, WORK, LAW, PRODUCT, DATE, TIME, DURATION, MONEY, PERCENT, QUANTITY, CARDINAL, ORDINAL, found "PERSN" [C004]
          help: did you mean "PERSON"?
        """,
      ])
  }

  @Test(arguments: [
    ("words: 100", "unknown key \"words\" [C002]\n  help: did you mean \"summaries.budget.words\"?"),
    ("summaries: 3", "\"summaries\" takes keys, found \"3\""),
    ("summaries:\n  budget: [1]", "\"summaries.budget\" takes keys, found a list"),
    ("input: [a, b]", "\"input\" takes a path, found a list"),
    ("include: a", "\"include\" takes a list of texts, found \"a\""),
    ("workers: \"2\"", "\"workers\" takes a whole number from 0 to 256, found \"2\""),
    ("normalization: {furniture: yes}", "\"normalization.furniture\" takes true or false, found \"yes\""),
    ("a: 1\na: 2", "the key \"a\" stands twice"),
    ("a: [1", "not YAML"),
    ("lexicons: [nowhere]", "\"lexicons\" names nowhere, which is no folder"),
    (
      "summaries:\n  budget:\n    words: 9\n    ratio: 0.5",
      "only one of summaries.budget.words and summaries.budget.ratio can hold"
    ),
    ("- a", "the file takes keys, found a list"),
    ("limits:\n  seconds: nan", "\"limits.seconds\" takes a number"),
  ])
  func aMistakeIsNamed(text: String, expected: String) {
    let found = messages(text)
    #expect(found.count == 1)
    #expect(found.first?.contains(expected) == true, "\(found)")
  }

  @Test func deepNestingIsRefusedAndNotRecursedInto() {
    for text in [
      String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
      String(repeating: "{a: ", count: 50_000), String(repeating: "? ", count: 100_000),
    ] { #expect(messages(text).count == 1) }
  }

  @Test(arguments: ["", "# nothing\n", "summaries:\n", "summaries:\n  budget:\n"])
  func anEmptyFileOrSectionIsAllDefaults(text: String) { #expect(messages(text).isEmpty) }

  @Test func laterSettingsWinOverTheFile() throws {
    var reader = ConfigurationReader()
    reader.add(text: "summaries: {budget: {sentences: 5}}\nworkers: 1\ninput: articles", file: "conf/pipeline.yaml")
    reader.add(setting: "summaries.budget.ratio=0.25")
    reader.add(setting: "workers=3")
    reader.add(setting: "entities.types=PERSON, ORG")
    let configuration = try reader.finish()
    #expect(configuration.summaries.budget == .init(.ratio, 0.25))
    #expect(configuration.workers == 3)
    #expect(configuration.entities.types == [.person, .org])
    #expect(configuration.input == "conf/articles")
  }

  @Test func aSettingIsCheckedAsTheFileIs() {
    #expect(
      messages("", settings: ["workers", "workers=", "wrkers=2", "stories.by=folders"]) == [
        "--set workers: error: expected KEY=VALUE [C002]\n  help: as --set summaries.budget.words=100",
        "--set workers=: error: \"workers\" takes a whole number from 0 to 256, found nothing [C003]",
        "--set wrkers=2: error: unknown key \"wrkers\" [C002]\n  help: did you mean \"workers\"?",
        "--set stories.by=folders: error: \"stories.by\" takes one of content, folder, found \"folders\" [C004]\n  help: did you mean \"folder\"?",
      ])
  }

  @Test func theFileAtTheTopDocumentsEveryKeyWithItsDefault() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("pipeline.yaml"), encoding: .utf8)
    #expect(text == ConfigurationFile.documented(), "nightdesk check --print > pipeline.yaml writes it")
    for key in ConfigurationKey.all { #expect(text.contains(key.name.split(separator: ".").last! + ":")) }
    #expect(messages(text).isEmpty)
  }

  @Test func everyKeyReachesTheConfiguration() throws {
    let values: [String: String] = [
      "input": "a", "output": "b", "include": "[x]", "exclude": "[y]", "workers": "7", "language": "en",
      "summaries.method": "lead", "stories.by": "folder", "entities.types": "[PERSON]",
      "normalization.fields": "[text=story]", "corrections": "[/etc/passwd]", "report.text": "excerpt",
      "asOf": "2026-11-24",
    ]
    for key in ConfigurationKey.all {
      var value = values[key.name]
      switch key.type {
      case .boolean: value = "\(key.text(Configuration()) != "true")"
      case .integer(let range): value = value ?? "\(min(range.upperBound, 9))"
      case .number(let range): value = "\(range.upperBound)"
      case .folders: value = "[/tmp]"
      default: break
      }
      guard let value else {
        Issue.record("the test knows no value for \(key.name)")
        continue
      }
      let changed = try ConfigurationReader.read(file: nil, settings: ["\(key.name)=\(value)"])
      guard value != key.text(Configuration()) else { continue }
      #expect(key.text(changed) != key.text(Configuration()), "\(key.name)")
    }
  }
}
