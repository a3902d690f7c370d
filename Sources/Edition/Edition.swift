package import Documents

/// All that a run wrote over its documents, read back: for those who show it or hand it on. A document's own artifacts
/// are read one by one (`Article`), so that memory does not grow with their number.
public struct Edition: Sendable {
  public var index: RunIndex
  public var entities: [CorpusEntity]
  public var quotes: [CorpusQuote]
  public var stories: [CorpusStory]

  public init(
    index: RunIndex, entities: [CorpusEntity], quotes: [CorpusQuote], stories: [CorpusStory]
  ) {
    self.index = index
    self.entities = entities
    self.quotes = quotes
    self.stories = stories
  }

  /// `read` gives the bytes of a file by its path below the output folder. `index`: the rows where index.json does not
  /// stand there yet.
  public init(index: RunIndex? = nil, read: (String) throws -> [UInt8]) throws {
    self.index = try index ?? RunIndex(json: try read("index.json"))
    entities = try CorpusEntity.read(json: try read("corpus/entities.json"))
    quotes = try CorpusQuote.read(json: try read("corpus/quotes.json"))
    stories = try CorpusStory.read(json: try read("corpus/stories.json"))
  }
}

extension JSONReader {
  /// The rows of a file of the form {"schema": schema, key: [row, …]}.
  package static func rows<Row>(
    _ bytes: [UInt8], schema: String, key wanted: String,
    _ row: (inout JSONReader) throws(JSONError) -> Row
  ) throws(JSONError) -> [Row] {
    try JSONReader.read(bytes) { r throws(JSONError) in
      var rows: [Row] = []
      var known = false
      try r.object { key, r throws(JSONError) in
        switch key {
        case "schema": known = try r.schema(schema)
        case wanted: try r.array { r throws(JSONError) in rows.append(try row(&r)) }
        default: try r.skip()
        }
      }
      guard known else { throw r.missing("schema") }
      return rows
    }
  }

  /// Reads the schema's name and refuses any but `name`.
  mutating func schema(_ name: String) throws(JSONError) -> Bool {
    let found = try string()
    guard found == name else { throw error("schema is \(found), expected \(name)") }
    return true
  }

  package mutating func strings() throws(JSONError) -> [String] {
    var strings: [String] = []
    try array { r throws(JSONError) in strings.append(try r.string()) }
    return strings
  }
}
