import Documents

/// Tokens as they are cut, each with its kind.
///
/// Its memory is its own, so that adding a token is writing it; that is why it cannot be copied.
struct TokenList: ~Copyable {
  private(set) var count = 0
  private var capacity: Int
  private var spans: UnsafeMutablePointer<Span>
  private var kinds: UnsafeMutablePointer<TokenKind>
  private var details: UnsafeMutablePointer<UInt8>

  init(reserving capacity: Int) {
    self.capacity = capacity
    spans = .allocate(capacity: capacity)
    kinds = .allocate(capacity: capacity)
    details = .allocate(capacity: capacity)
  }

  deinit {
    spans.deallocate()
    kinds.deallocate()
    details.deallocate()
  }

  /// `detail`: of an abbreviation the class.
  @inline(__always)
  mutating func append(_ span: Span, _ kind: TokenKind, _ detail: UInt8) {
    if count == capacity { grow() }
    (spans + count).initialize(to: span)
    (kinds + count).initialize(to: kind)
    (details + count).initialize(to: detail)
    count &+= 1
  }

  @inline(never)
  private mutating func grow() {
    func moved<Value>(_ old: UnsafeMutablePointer<Value>, _ capacity: Int) -> UnsafeMutablePointer<Value> {
      let new = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
      new.moveInitialize(from: old, count: count)
      old.deallocate()
      return new
    }
    capacity = capacity * 2 + 16
    spans = moved(spans, capacity)
    kinds = moved(kinds, capacity)
    details = moved(details, capacity)
  }

  var last: (span: Span, kind: TokenKind)? { count > 0 ? (spans[count - 1], kinds[count - 1]) : nil }

  /// All of them, by place.
  var arrays: (spans: [Span], kinds: [TokenKind], details: [UInt8]) {
    (
      Array(UnsafeBufferPointer(start: spans, count: count)), Array(UnsafeBufferPointer(start: kinds, count: count)),
      Array(UnsafeBufferPointer(start: details, count: count))
    )
  }
}
