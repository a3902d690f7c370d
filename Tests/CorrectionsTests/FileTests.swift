import Corrections
import Documents
import Testing

/// What a file of corrections may say, and how it is refused.
@Suite struct FileTests {
  private func read(_ text: String) throws(Diagnostics) -> Corrections {
    try Corrections([CorrectionFile(name: "desk.yaml", bytes: Array(text.utf8))])
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch { return error.list.map(\.text) }
  }

  @Test func anEntryIsNamedByTheLineItBeginsOn() throws {
    let list = try read(
      """
      # Of the desk.
      - article: a
        title: A better one

      - article: "*"
        mention: Bridge
        none: true
        note: a word
      """
    ).list
    #expect(list.map(\.rule) == ["correction:desk.yaml:2", "correction:desk.yaml:5"])
    #expect(list.map(\.article) == ["a", nil])
    #expect(list.map(\.stage) == ["normalized", "entities"])
  }

  @Test func anEmptyFileHoldsNothing() throws {
    #expect(try read("").isEmpty)
    #expect(try read("# nothing yet\n").isEmpty)
    #expect(try read("[]\n").isEmpty)
  }

  @Test(arguments: [
    ("- article: a\n  qoute: x\n", "unknown key \"qoute\""),
    ("- quote: x\n  speaker: y\n", "does not name its article"),
    ("- article: a\n  quote: x\n", "a quote takes speaker"),
    ("- article: a\n  mention: x\n  type: PERSN\n", "no type \"PERSN\""),
    ("- article: a\n  block: x\n  kind: sidebar\n", "no kind \"sidebar\""),
    ("- article: a\n  published: yesterday\n", "is no date"),
    ("- article: a\n  published: 2026-13-01\n", "is no date"),
    ("- article: a\n  mention: x\n  quote: y\n  none: true\n", "about one thing"),
    ("- article: a\n  sentence: x\n  summary: maybe\n", "summary: bar"),
    ("- join: [a]\n", "\"join\" takes"),
    ("- article: a\n  mention: x\n  speaker: y\n", "says nothing about"),
    ("article: a\n", "is a list of entries"),
    ("- article: a\n  title: [\n", "not YAML"),
  ])
  func whatIsWrongIsToldWithItsPlace(_ text: String, _ message: String) {
    let told = problems(text)
    #expect(told.count == 1 && told[0].contains(message), "\(told)")
    #expect(told.allSatisfy { $0.hasPrefix("desk.yaml:") }, "\(told)")
  }

  @Test(arguments: [
    "- article: a\n  title: One\n- article: a\n  title: Two\n",
    "- article: a\n  quote: “The dam is safe.”\n  speaker: Ada Okafor\n- article: a\n  quote: The dam  is safe.\n  speaker: ~\n",
    "- article: a\n  mention: Vale\n  type: ORG\n- article: a\n  mention: Vale\n  none: true\n",
    "- article: a\n  block: Subscribe\n  drop: true\n- article: a\n  block: Subscribe\n  kind: note\n",
    "- article: a\n  sentence: It rained.\n  summary: bar\n- article: a\n  sentence: It rained.\n  summary: pin\n",
    "- join: [a, b]\n# why not\n- part: [b, a]\n",
  ])
  func twoThatContradictEachOtherAreRefusedAndBothNamed(_ text: String) {
    let told = problems(text)
    let lines = text.split(separator: "\n").enumerated().filter { $0.element.hasPrefix("- ") }.map { $0.offset + 1 }
    #expect(told.count == 1, "\(told)")
    for line in lines { #expect(told.first?.contains("desk.yaml:\(line)") == true, "\(told)") }
  }

  @Test func aChainOfJoinsContradictsAPart() {
    let told = problems("- join: [a, b]\n- join: [b, c]\n- part: [a, c]\n")
    #expect(told.count == 1 && told[0].contains("desk.yaml:3") && told[0].contains("desk.yaml:1"), "\(told)")
  }

  @Test func sayingTheSameTwiceIsNoContradiction() {
    #expect(problems("- article: a\n  title: One\n- article: a\n  title: One\n") == [])
    #expect(problems("- article: a\n  title: One\n- article: b\n  title: Two\n") == [])
  }

  // MARK: Writing

  private typealias Field = CorrectionWriter.Field

  private func adding(_ fields: [Field], to text: String) throws -> (text: String, line: Int) {
    try CorrectionWriter.adding(fields, to: text, file: "desk.yaml")
  }

  @Test func aNewEntryGoesToTheEndAndNothingElseMoves() throws {
    let before = "# Ours.\n- article: b   # first\n  title: 'B'\n\n# the end"
    let after = try adding(
      [Field("article", "*"), Field("mention", "A: \"B\" #1"), Field("none", "true"), Field("note", "no: name")],
      to: before)
    #expect(
      after.text
        == before + "\n- article: \"*\"\n  mention: \"A: \\\"B\\\" #1\"\n  none: true\n  note: \"no: name\"\n")
    #expect(after.line == 6)
    let list = try read(after.text).list
    #expect(list.count == 2 && list[1].line == 6 && list[1].action == .noName("A: \"B\" #1"))
  }

  @Test func anEntryAboutTheSameIsChangedWhereItStands() throws {
    let before =
      "- article: a  # ours\n  quote: \"It holds.\"  # p. 1\n  speaker: Joan Petherick   # she\n- article: b\n  title: T\n"
    let after = try adding(
      [Field("article", "a"), Field("quote", "It holds."), Field("speaker", "Ada Okafor"), Field("kind", "direct")],
      to: before)
    #expect(
      after.text
        == "- article: a  # ours\n  quote: \"It holds.\"  # p. 1\n  speaker: Ada Okafor   # she\n  kind: direct\n"
        + "- article: b\n  title: T\n")
    #expect(after.line == 1)
  }

  @Test func whatAnEntrySaysIsReadBackWhateverItIs() throws {
    for text in [
      "null", "~", "true", "- x", "a # b", "a: b", "'", "\"", "\\", "é\u{2028}", " x", "x ", "@x", "1", "{", "*",
    ] {
      let after = try adding([Field("article", "a"), Field("title", text)], to: "")
      #expect(try read(after.text).list.first?.action == .fact(.title, text), "\(after.text)")
    }
  }
}
