import Testing

@testable import Documents

struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Plain bytes are passed over eight at a time: what needs an escape must be seen wherever it stands.
  @Test(arguments: [
    ("\u{1}", "\\u0001"), ("\n", "\\n"), ("\u{1F}", "\\u001f"), ("\"", "\\\""), ("\\", "\\\\"), ("\u{7F}", "\\u007f"),
    ("\u{85}", "\\u0085"), ("\u{2028}", "\\u2028"), (" ", " "), ("!", "!"), ("é", "é"), ("—", "—"), ("~", "~"),
  ])
  func escapesWhereverTheyStand(_ character: String, _ escaped: String) {
    for before in 0...17 {
      for after in 0...9 {
        let (a, b) = (String(repeating: "x", count: before), String(repeating: "z", count: after))
        #expect(written { $0.string(a + character + b) } == "\"\(a)\(escaped)\(b)\"")
      }
    }
  }

  @Test func numbersOfEveryLength() {
    for value in [0, 7, 10, 99, 100, 999, 1000, 9999, 10_000, 1_234_567, -1, -10_000, Int.max, Int.min] {
      #expect(written { $0.int(value) } == String(value))
    }
  }

  @Test func fourFiguresAreThoseOfEachNumber() {
    for value in 0..<10_000 { #expect(written { $0.int(value) } == String(value)) }
  }

  @Test func offsetsAreInCodePoints() {
    let text = SourceText("“é” at 12,345 " + String(repeating: "…", count: 10_000))
    let spans = [Span(0, 3), Span(3, 5), Span(9, 11), Span(text.count - 3, text.count)]
    #expect(written { $0.offsets(spans[...], in: text) } == "[0,1,1,2,4,6,10013,10014]")
    #expect(written { $0.array([[], spans[..<1]]) { $0.offsets($1, in: text) } } == "[[],[0,1]]")
  }
}
