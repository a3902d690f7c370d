import Testing

@testable import Report

/// `text` with the words that differ from `base` in brackets.
private func marked(_ text: String, _ base: String) -> String {
  Wording.pieces(text, against: base).map { $0.other ? "<\($0.text)>" : $0.text }.joined()
}

@Test(arguments: [
  ("The nets are out.", "The nets are out.", "The nets are out."),
  ("the nets are out", "The nets are out tonight.", "the nets are out"),
  ("We hope [Brussels] says yes.", "We hope they say yes.", "We hope <[Brussels] says> yes."),
  ("Never mind the nets.", "The nets are out.", "<Never mind> the nets."),
  ("Nothing alike", "The nets are out.", "<Nothing alike>"),
])
func onlyOtherWordsAreMarked(_ text: String, _ base: String, _ wanted: String) {
  #expect(marked(text, base) == wanted)
}

@Test func aWordingInPiecesIsTheWording() {
  let text = "They  came,\nthey saw, and they went home again"
  let pieces = Wording.pieces(text, against: "They saw and went")
  #expect(pieces.map(\.text).joined().split(separator: " ") == text.split { $0 == " " || $0 == "\n" })
}

@Test func daysAndCountsAreReadable() {
  let words = Words()
  #expect(words.day("2025-10-04T23:52:00+01:00") == "4 October 2025")
  #expect(words.day("2025-10") == "2025-10")
  #expect(words.day("2025-13-04") == "2025-13-04")
  #expect(words.count("articles", 1) == "1 article")
  #expect(words.count("articles", 12) == "12 articles")
  #expect(words["relation.unheard"] == "unheard")
}
