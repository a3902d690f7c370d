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
    var spans: [Span] = []
    spans.reserveCapacity(tokens.count / 2 + 16)
    let numbers = [Int32](unsafeUninitializedCapacity: tokens.count) { numbers, count in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { slots in
        slots.initialize(repeating: -1)
        for token in tokens {
          var slot = Int(truncatingIfNeeded: hash(token, text)) & (size - 1)
          while slots[slot] >= 0, !same(spans[Int(slots[slot])], token, text) { slot = (slot + 1) & (size - 1) }
          if slots[slot] < 0 {
            slots[slot] = Int32(spans.count)
            spans.append(token)
          }
          numbers.initializeElement(at: count, to: slots[slot])
          count += 1
        }
      }
    }
    return (numbers, spans)
  }

  /// At most eight bytes from `i` on, those behind `end` as 0.
  @inline(__always)
  private static func chunk(_ i: Int, _ end: Int, _ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    if i + 8 <= text.count {
      let bytes = UnsafeRawPointer(text.baseAddress! + i).loadUnaligned(as: UInt64.self).littleEndian
      return end - i < 8 ? bytes & ((1 << UInt64((end - i) * 8)) - 1) : bytes
    }
    var chunk: UInt64 = 0
    for k in i..<min(end, i + 8) { chunk |= UInt64(text[k]) << UInt64((k - i) * 8) }
    return chunk
  }

  @inline(__always)
  private static func hash(_ token: Span, _ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: token.count) &* 0xD6E8_FEB8_6659_FD93
    var i = token.start
    while i < token.end {
      let (high, low) = (state ^ chunk(i, token.end, text)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      state = high ^ low
      i += 8
    }
    return state
  }

  @inline(__always)
  private static func same(_ a: Span, _ b: Span, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    var i = 0
    while i < a.count {
      guard chunk(a.start + i, a.end, text) == chunk(b.start + i, b.end, text) else { return false }
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
