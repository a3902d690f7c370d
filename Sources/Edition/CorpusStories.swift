public import Documents

/// Documents that tell one story, as corpus/stories.json has it.
public struct CorpusStory: Sendable, Hashable {
  public var id: String
  public var title: String?
  public var documents: [String]
  /// Ids in corpus/entities.json.
  public var entities: [String]
  /// Earliest and latest day or moment of publication, ISO 8601.
  public var published: [String?]
  public var summary: [SummaryRow]
  public var differences: [Difference]

  /// A sentence of the story's summary and the document it is taken from.
  public struct SummaryRow: Sendable, Hashable {
    public var document: String
    public var sentence: String
    public var text: String
  }

  /// Something that the documents state differently.
  public struct Difference: Sendable, Hashable {
    public var what: String
    /// The rule that found it, as "difference.number"; empty where the file does not say.
    public var rule = ""
    public var values: [Value]

    public struct Value: Sendable, Hashable {
      public var value: String
      public var documents: [String]
    }
  }

  /// Reads corpus/stories.json.
  public static func read(json bytes: [UInt8]) throws(JSONError) -> [CorpusStory] {
    try JSONReader.rows(bytes, schema: "nightdesk/corpus-stories@1", key: "stories") {
      r throws(JSONError) in
      var id: String?
      var title: String?
      var documents: [String] = []
      var entities: [String] = []
      var published: [String?] = []
      var summary: [SummaryRow] = []
      var differences: [Difference] = []
      try r.object { key, r throws(JSONError) in
        switch key {
        case "id": id = try r.string()
        case "title": title = try r.optionalString()
        case "documents": documents = try r.strings()
        case "entities": entities = try r.strings()
        case "published":
          try r.array { r throws(JSONError) in published.append(try r.optionalString()) }
        case "summary":
          try r.object { key, r throws(JSONError) in
            guard key == "sentences" else { return try r.skip() }
            try r.array { r throws(JSONError) in summary.append(try Self.summaryRow(&r)) }
          }
        case "differences":
          try r.array { r throws(JSONError) in differences.append(try Self.difference(&r)) }
        default: try r.skip()
        }
      }
      guard let id else { throw r.error("a story needs an id") }
      return CorpusStory(
        id: id, title: title, documents: documents, entities: entities, published: published,
        summary: summary,
        differences: differences)
    }
  }

  private static func summaryRow(_ r: inout JSONReader) throws(JSONError) -> SummaryRow {
    var row = SummaryRow(document: "", sentence: "", text: "")
    try r.object { key, r throws(JSONError) in
      switch key {
      case "document": row.document = try r.string()
      case "sentence": row.sentence = try r.string()
      case "text": row.text = try r.string()
      default: try r.skip()
      }
    }
    return row
  }

  private static func difference(_ r: inout JSONReader) throws(JSONError) -> Difference {
    var difference = Difference(what: "", values: [])
    try r.object { key, r throws(JSONError) in
      switch key {
      case "what": difference.what = try r.string()
      case "rule": difference.rule = try r.string()
      case "values":
        try r.array { r throws(JSONError) in
          var value = Difference.Value(value: "", documents: [])
          try r.object { key, r throws(JSONError) in
            switch key {
            case "value": value.value = try r.string()
            case "documents": value.documents = try r.strings()
            default: try r.skip()
            }
          }
          difference.values.append(value)
        }
      default: try r.skip()
      }
    }
    return difference
  }
}
