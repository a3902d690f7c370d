import Foundation
import TestSupport
import Testing

@testable import Documents
@testable import Entities

/// What docs/names.md tells a newcomer to write does what it says.
@Suite struct NewcomerTests {
  /// The files of the guide: a fenced block belongs to the path that is named before it.
  private static let files: [LanguageFile] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard let data = try? Data(contentsOf: root.appendingPathComponent("docs/names.md")) else { return [] }
    var files: [LanguageFile] = []
    var path = ""
    var block: [Substring]?
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let lines = block {
          let text = lines.joined(separator: "\n") + "\n"
          files.append(LanguageFile(name: path, origin: "mine/" + path, copying: Array(text.utf8)))
          block = nil
        } else {
          block = []
        }
      } else if block != nil {
        block!.append(line)
      } else if let start = line.range(of: "`mine/en/"),
        let end = line[start.upperBound...].firstIndex(of: "`")
      {
        path = String(line[start.upperBound..<end])
      }
    }
    return files
  }()

  private func pack(_ name: String) throws -> LanguagePack {
    let file = try #require(Self.files.first { $0.name == name }, "docs/names.md has no \(name)")
    return LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]])
  }

  private func names(_ text: String, _ pack: LanguagePack) throws -> [String] {
    let recognizer = try NameRecognizer(pack: pack)
    return recognizer.names(in: text).map {
      "\($0.type.rawValue) \(String(decoding: Array(text.utf8)[$0.span.range], as: UTF8.self))"
    }
  }

  @Test func aTitleIsOneRow() throws {
    let text = "The boats waited until Harbourmaster Tolvaren had spoken."
    #expect(try names(text, .english) != ["PERSON Tolvaren"])
    #expect(try names(text, try pack("common/titles.tsv")) == ["PERSON Tolvaren"])
  }

  @Test func anOrganizationWordIsOneRow() throws {
    let pack = try pack("entities/head-words.tsv")
    #expect(
      try names("They shut the Ostrava Hydroplant and the Hydroplant of Lund.", pack) == [
        "ORG Ostrava Hydroplant", "ORG Hydroplant of Lund",
      ])
  }

  @Test func companiesAreOneRowEachAndOursCanBeSilenced() throws {
    let pack = try pack("entities/organizations.tsv")
    #expect(try names("Then Tolvaren and Quist Maritime closed.", pack) == ["ORG Tolvaren", "ORG Quist Maritime"])
    #expect(try names("She ate an Apple there.", .english) == ["ORG Apple"])
    #expect(try names("She ate an Apple there.", pack) == [])
  }

  @Test func aListOfOnesOwnIsNamedInLists() throws {
    let list = try #require(Self.files.first { $0.name == "entities/lists.tsv" })
    let people = LanguageFile(
      name: "entities/our-people.tsv", origin: "mine", copying: Array("name\ttype\nOwl of Lund\tPERSON\n".utf8))
    let pack = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [list, people]])
    #expect(try names("Then they saw Owl of Lund again.", pack) == ["PERSON Owl of Lund"])
  }

  @Test func aRuleIsAStanzaWhoseExamplesAreRun() throws {
    let pack = try pack("entities/context.rules")
    #expect(EntityRecognizer.check(pack).map(\.text) == [])
    #expect(try names("At dawn skipper Tolvaren sailed.", pack) == ["PERSON Tolvaren"])
    let wrong = "rule: mine.wrong\npattern: skipper []\ngives: PERSON 4\nexample: At dawn [[ORG Tolvaren]] sailed.\n"
    let file = LanguageFile(name: "entities/context.rules", origin: "mine.rules", copying: Array(wrong.utf8))
    let broken = EntityRecognizer.check(LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]]))
    #expect(broken.contains { $0.code == "E122" && $0.file == "mine.rules" })
  }

  @Test func aRuleOfOursIsSilencedByItsId() throws {
    let text = "Then it sold its stake in Tolvaren early."
    #expect(try names(text, .english) == ["ORG Tolvaren"])
    let file = LanguageFile(
      name: "entities/context.rules", origin: "mine.rules", copying: Array("rule: -organization.stake\n".utf8))
    let pack = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]])
    #expect(try names(text, pack) != ["ORG Tolvaren"])
  }

  @Test func whoAsksWhyIsToldWhatWonAndWhatLost() throws {
    let chain = try Chain("Officials waited, but Lena Tolvaren said nothing new.")
    let recognizer = try EntityRecognizer(options: EntitiesOptions(), pack: .english)
    let candidates = recognizer.candidates(at: 24, chain.document, chain.sentences)
    let chosen = try #require(candidates.first { $0.outcome == .chosen })
    #expect(chain.document.text.string(chosen.span) == "Lena Tolvaren")
    #expect(chosen.type == .person)
    #expect(chosen.reasons.contains { $0.rule == "person.speaks" && $0.score > 0 })
    #expect(candidates.contains { $0.outcome == .otherType(.person) || $0.outcome == .otherCut(.person, chosen.span) })
  }
}
