import Testing

@testable import Documents

@Suite struct SourceTextTests {
  @Test(arguments: ["plain", "naïve — “quoted” 😀 e\u{301}", String(repeating: "é😀x", count: 200), ""])
  func offsetsConvertBothWays(string: String) {
    let text = SourceText(string)
    let scalars = Array(string.unicodeScalars)
    #expect(text.codePoints == scalars.count)
    var byte = 0
    for (i, scalar) in scalars.enumerated() {
      #expect(text.codePoint(atByte: byte) == i)
      #expect(text.byte(atCodePoint: i) == byte)
      byte += UTF8.width(scalar)
    }
    #expect(text.codePoint(atByte: byte) == scalars.count)
    #expect(text.byte(atCodePoint: scalars.count) == byte)
    #expect(text.byte(atCodePoint: scalars.count + 1) == nil)
  }
}
