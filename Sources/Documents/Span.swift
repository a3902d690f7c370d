/// A half-open range of UTF-8 byte offsets into a document's text; in JSON the same range stands in code points.
@frozen
public struct Span: Hashable, Sendable, Comparable {
  public var start: Int
  public var end: Int

  @inlinable
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  @inlinable public var count: Int { end - start }
  @inlinable public var isEmpty: Bool { end <= start }
  @inlinable public var range: Range<Int> { start..<max(start, end) }

  @inlinable
  public func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }

  @inlinable
  public func contains(_ offset: Int) -> Bool { start <= offset && offset < end }

  @inlinable
  public func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }

  /// In order of start; of two that start together the longer comes first.
  @inlinable
  public static func < (a: Span, b: Span) -> Bool { a.start != b.start ? a.start < b.start : a.end > b.end }
}
