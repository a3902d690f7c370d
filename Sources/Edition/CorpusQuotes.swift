public import Documents

/// One utterance over all documents, as corpus/quotes.json has it.
public struct CorpusQuote: Sendable, Hashable {
  public var id: String
  /// Id in corpus/entities.json.
  public var speakerEntity: String?
  public var speakerName: String?
  /// The fullest wording.
  public var text: String
  /// Id in corpus/stories.json.
  public var story: String?
  /// The document that printed it first.
  public var first: String
  public var variants: [Variant]

  /// The utterance as one document prints it.
  public struct Variant: Sendable, Hashable {
    public var document: String
    public var quote: String
    public var text: String
    /// To the record's text: same, shorter, bracketed or reworded.
    public var relation: String
  }

  /// Reads corpus/quotes.json.
  public static func read(json bytes: [UInt8]) throws(JSONError) -> [CorpusQuote] {
    try JSONReader.rows(bytes, schema: "nightdesk/corpus-quotes@1", key: "quotes") {
      r throws(JSONError) in
      var id: String?
      var entity: String?
      var name: String?
      var text: String?
      var story: String?
      var first: String?
      var variants: [Variant] = []
      try r.object { key, r throws(JSONError) in
        switch key {
        case "id": id = try r.string()
        case "speaker":
          if try !r.null() {
            try r.object { key, r throws(JSONError) in
              switch key {
              case "entity": entity = try r.optionalString()
              case "name": name = try r.optionalString()
              default: try r.skip()
              }
            }
          }
        case "text": text = try r.string()
        case "story": story = try r.optionalString()
        case "first": first = try r.string()
        case "variants":
          try r.array { r throws(JSONError) in
            var variant = Variant(document: "", quote: "", text: "", relation: "")
            try r.object { key, r throws(JSONError) in
              switch key {
              case "document": variant.document = try r.string()
              case "quote": variant.quote = try r.string()
              case "text": variant.text = try r.string()
              case "relation": variant.relation = try r.string()
              default: try r.skip()
              }
            }
            variants.append(variant)
          }
        default: try r.skip()
        }
      }
      guard let id, let text, let first else {
        throw r.error("a corpus quote needs id, text and first")
      }
      return CorpusQuote(
        id: id, speakerEntity: entity, speakerName: name, text: text, story: story, first: first,
        variants: variants)
    }
  }
}
