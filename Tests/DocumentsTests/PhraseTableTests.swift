import Documents
import Testing

/// Phrases are looked up at token borders; a first look at byte and length must lose none of them.
@Suite struct PhraseTableTests {
  /// The phrase found at the first of the tokens that white space parts, and how many tokens it takes.
  func match(_ phrases: [String], in text: String, folding: Bool = true) -> (value: Int32, tokens: Int)? {
    var table = PhraseTable(folding: folding)
    for (i, phrase) in phrases.enumerated() { table.insert(phrase, Int32(i)) }
    let bytes = Array(text.utf8)
    var spans: [Span] = []
    var start = 0
    for (i, byte) in (bytes + [0x20]).enumerated() where byte == 0x20 {
      if i > start { spans.append(Span(start, i)) }
      start = i + 1
    }
    return bytes.withUnsafeBufferPointer { bytes in
      spans.withUnsafeBufferPointer { spans in
        table.longestMatch(in: bytes, tokens: spans, from: 0, limit: spans.count).map { ($0.value, $0.endToken) }
      }
    }
  }

  @Test(arguments: [
    ("o'clock", "O’clock"), ("o’clock", "o'clock"), ("’tis", "'Tis"), ("'tis", "’tis"), ("half-hour", "half‑hour"),
    ("élan", "ÉLAN"), ("prime minister", "Prime   Minister"), ("u.n.", "U.N."),
    (
      "a word that is far longer than the sixty-three bytes that a length has a bit for",
      "A WORD THAT IS FAR LONGER "
        + "THAN THE SIXTY-THREE BYTES THAT A LENGTH HAS A BIT FOR"
    ),
    (
      "donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    ),
  ])
  func aPhraseIsFoundHoweverItIsPrinted(phrase: String, text: String) {
    #expect(match(["something else", phrase], in: text)?.value == 1)
  }

  @Test func theLongestPhraseWinsAndAPrefixIsNone() {
    #expect(match(["new york", "new york times"], in: "New York Times said")! == (1, 3))
    #expect(match(["new york times"], in: "New York said") == nil)
    #expect(match(["new"], in: "news of it") == nil)
  }

  @Test func aWholePhraseIsOneAndItsPartsAreNot() {
    var table = PhraseTable(folding: true)
    table.insert("prime minister", 7)
    #expect(table.value("Prime Minister") == 7)
    #expect(table.value("prime") == nil)
    #expect(table.value("") == nil)
    #expect(PhraseTable(folding: false).value("Prime") == nil)
  }
}
