import Testing

@testable import Documents

/// A phrase's hash is that of its bytes, in however many parts they come: tables are filled and asked in different ones.
@Suite struct PhraseHashTests {
  private static let phrases = [
    "", "a", "Prime", "eight by", "the prime minister of a land", "O’Neil", "Ärzte’s X‑ray", "ＦＵＬＬ Ｗｉｄｔｈ", "ÀÉÎ",
    "a word with ’ in its second part",
  ]

  @Test(arguments: phrases, [true, false])
  func partsGiveTheHashOfTheWhole(phrase: String, folding: Bool) {
    let bytes = Array(phrase.utf8)
    bytes.withUnsafeBufferPointer { buffer in
      let whole = PhraseHash.of(buffer, folding: folding)
      var single = PhraseHash(folding: folding)
      var i = 0
      while i < bytes.count { i = single.add(buffer, at: i, end: bytes.count) }
      #expect(single.value == whole)
      for cut in bytes.indices where bytes[cut] & 0xC0 != 0x80 {
        var parts = PhraseHash(folding: folding)
        parts.add(buffer, in: 0..<cut)
        parts.add(buffer, in: cut..<bytes.count)
        #expect(parts.value == whole)
      }
    }
  }

  private func hash(_ text: String, folding: Bool = true) -> UInt64 {
    Array(text.utf8).withUnsafeBufferPointer { PhraseHash.of($0, folding: folding) }
  }

  @Test func lettersFoldAndTypographicMarksArePlain() {
    #expect(hash("ÄRZTE’S X‑RAY") == hash("ärzte's x-ray"))
    #expect(hash("ÄRZTE’S X‑RAY", folding: false) != hash("ärzte's x-ray", folding: false))
    #expect(hash("X’s", folding: false) == hash("X's", folding: false))
  }

  /// Zeros and lengths near eight bytes are where a hash by eights might take two texts for one.
  @Test func shortTextsDiffer() {
    var texts: Set<String> = []
    for length in 0...17 {
      for byte in ["a", "b", "\0", "\u{1}"] {
        for last in ["a", "\0"] { texts.insert(String(repeating: byte, count: length) + last) }
      }
    }
    #expect(Set(texts.map { hash($0) }).count == texts.count)
  }
}
