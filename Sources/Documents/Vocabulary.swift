/// The different tokens of a document, numbered as they come: what a list says of a word is asked once a document, in
/// one loop over all words, where no look-up waits for the memory of the one before.
public struct Vocabulary: Sendable {
  /// By token: the number of its bytes.
  public let numbers: [Int32]
  /// By number: where the bytes stand first.
  public let spans: [Span]

  public init(_ tokens: [Span], in text: SourceText) {
    (numbers, spans) = text.bytes.withUnsafeBufferPointer { Self.number(tokens, $0) }
  }

  private static func number(_ tokens: [Span], _ text: UnsafeBufferPointer<UInt8>) -> ([Int32], [Span]) {
    var size = 64
    while size < tokens.count * 2 { size *= 2 }
    var numbers: [Int32] = []
    let spans = [Span](unsafeUninitializedCapacity: tokens.count) { spans, different in
      numbers = [Int32](unsafeUninitializedCapacity: tokens.count) { numbers, count in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { slots in
          slots.initialize(repeating: -1)
          // By number, the first eight bytes: nearly all words are told apart by them, and most have no more.
          withUnsafeTemporaryAllocation(of: UInt64.self, capacity: tokens.count) { firsts in
            for token in tokens {
              let first = EightBytes.load(text, token.start, token.end)
              var slot = Int(truncatingIfNeeded: hash(token, first, text)) & (size - 1)
              var number = Int(slots[slot])
              while number >= 0, firsts[number] != first || !same(spans[number], token, text) {
                slot = (slot + 1) & (size - 1)
                number = Int(slots[slot])
              }
              if number < 0 {
                number = different
                slots[slot] = Int32(truncatingIfNeeded: number)
                firsts[number] = first
                spans.initializeElement(at: number, to: token)
                different += 1
              }
              numbers.initializeElement(at: count, to: Int32(truncatingIfNeeded: number))
              count += 1
            }
          }
        }
      }
    }
    return (numbers, spans)
  }

  @inline(__always)
  private static func hash(_ token: Span, _ first: UInt64, _ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: token.count) &* 0xD6E8_FEB8_6659_FD93
    var chunk = first
    var i = token.start
    while true {
      state = PhraseHash.mix(state ^ chunk)
      i += 8
      guard i < token.end else { return state }
      chunk = EightBytes.load(text, i, token.end)
    }
  }

  /// Whether two tokens whose first eight bytes are the same are so to the end.
  @inline(__always)
  private static func same(_ a: Span, _ b: Span, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    var i = 8
    while i < a.count {
      guard EightBytes.load(text, a.start + i, a.end) == EightBytes.load(text, b.start + i, b.end) else { return false }
      i += 8
    }
    return true
  }

  /// What `body` says of each different token, by number.
  @inlinable
  public func map<T>(_ text: SourceText, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> [T] {
    text.bytes.withUnsafeBufferPointer { bytes in
      [T](unsafeUninitializedCapacity: spans.count) { result, count in
        for span in spans {
          result.initializeElement(at: count, to: body(UnsafeBufferPointer(rebasing: bytes[span.range])))
          count += 1
        }
      }
    }
  }
}
