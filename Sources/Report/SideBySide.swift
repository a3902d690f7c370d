import Dispatch

/// Work on many items, on all processors; results stand in the order of the items, so that what is written does not
/// depend on which was ready first.
enum SideBySide {
  /// Throws the first item's error, in the order of the items.
  static func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Result) throws -> [Result] {
    guard count > 1 else { return try (0..<count).map(body) }
    let results = UnsafeMutableBufferPointer<Swift.Result<Result, any Error>>.allocate(capacity: count)
    defer { results.deallocate() }
    // Each place is written by one iteration, and read after all have ended.
    nonisolated(unsafe) let places = results
    // An iteration is some pages, so that few have to be handed out.
    let size = Swift.min(16, (count + 7) / 8)
    DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { chunk in
      for i in (chunk * size)..<Swift.min(count, (chunk + 1) * size) {
        places.initializeElement(at: i, to: Swift.Result { try body(i) })
      }
    }
    defer { results.deinitialize() }
    return try results.map { try $0.get() }
  }
}
