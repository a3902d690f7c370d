public import Documents

/// One input of a run, as index.json tells it.
public struct IndexRow: Sendable, Hashable {
  public enum Status: String, Sendable, CaseIterable { case ok, failed, skipped }

  public var id: String
  /// Below the input folder.
  public var source: String
  public var status: Status
  public var errorCode: String?
  public var errorMessage: String?
  /// The hashes of its artifacts' files, one after another in the order of index.json.
  public var hashes = ""

  public init(id: String, source: String, status: Status, errorCode: String? = nil, errorMessage: String? = nil) {
    self.id = id
    self.source = source
    self.status = status
    self.errorCode = errorCode
    self.errorMessage = errorMessage
  }
}

/// What index.json says: every input of the last run, by id in byte order.
public struct RunIndex: Sendable {
  public static let schema = "nightdesk/index@1"

  public var documents: [IndexRow]

  public init(documents: [IndexRow]) { self.documents = documents }

  /// Reads index.json; refuses another schema and a row without id, source or a known status.
  public init(json bytes: [UInt8]) throws(JSONError) {
    self = try JSONReader.read(bytes) { r throws(JSONError) in
      var rows: [IndexRow] = []
      var schema = false
      try r.object { key, r throws(JSONError) in
        switch key {
        case "schema": schema = try r.schema(Self.schema)
        case "documents": try r.array { r throws(JSONError) in rows.append(try Self.row(&r)) }
        default: try r.skip()
        }
      }
      guard schema else { throw r.missing("schema") }
      return RunIndex(documents: rows)
    }
  }

  private static func row(_ r: inout JSONReader) throws(JSONError) -> IndexRow {
    var id: String?
    var source: String?
    var status: IndexRow.Status?
    var code: String?
    var message: String?
    var hashes = ""
    try r.object { key, r throws(JSONError) in
      switch key {
      case "id": id = try r.string()
      case "source": source = try r.string()
      case "status": status = IndexRow.Status(rawValue: try r.string())
      case "artifacts": try r.object { _, r throws(JSONError) in hashes += try r.string() }
      case "error":
        if try !r.null() {
          try r.object { key, r throws(JSONError) in
            switch key {
            case "code": code = try r.string()
            case "message": message = try r.string()
            default: try r.skip()
            }
          }
        }
      default: try r.skip()
      }
    }
    guard let id, let source, let status else {
      throw r.error("a document needs id, source and a known status")
    }
    var row = IndexRow(id: id, source: source, status: status, errorCode: code, errorMessage: message)
    row.hashes = hashes
    return row
  }
}
