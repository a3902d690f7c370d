/// A document, or a row of one, as a key: compared by its bytes.
///
/// Swift takes the composed and the decomposed form of one name for equal strings; two documents may have them.
public struct RowKey: Hashable, Sendable {
  private let bytes: [UInt8]

  /// `row`: the id of a row of the document; empty for the document itself.
  public init(_ document: String, _ row: String = "") {
    bytes = Array(document.utf8) + [0] + Array(row.utf8)
  }
}
