public import Documents

/// Text with the spans that a test expects marked in it: `[[Marco Rubio]] said` or `[[PERSON Marco Rubio]] said`.
public struct MarkedText: Sendable {
  /// The text without the marks.
  public let text: String
  /// In order of place.
  public let spans: [Span]

  public init(_ marked: String) {
    var bytes: [UInt8] = []
    var spans: [Span] = []
    var open: Int?
    let source = Array(marked.utf8)
    var i = 0
    while i < source.count {
      if i + 1 < source.count, source[i] == UInt8(ascii: "["), source[i + 1] == UInt8(ascii: "[") {
        open = bytes.count
        i += 2
      } else if i + 1 < source.count, source[i] == UInt8(ascii: "]"), source[i + 1] == UInt8(ascii: "]"),
        let start = open
      {
        spans.append(Span(start, bytes.count))
        open = nil
        i += 2
      } else {
        bytes.append(source[i])
        i += 1
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
    self.spans = spans
  }

  /// Puts marks around spans of a text: what a test compares, so that a failure reads like the text.
  public static func mark(_ text: String, _ spans: some Sequence<Span>) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    for span in spans.sorted() where span.start >= at {
      result += bytes[at..<span.start]
      result += Array("[[".utf8) + bytes[span.range] + Array("]]".utf8)
      at = span.end
    }
    return String(decoding: result + bytes[at...], as: UTF8.self)
  }
}
