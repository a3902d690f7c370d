/// What an editor's correction did in an artifact: the list stands in the artifact, so that nothing is changed in silence.
public struct CorrectionRecord: Sendable, Hashable {
  /// One word for what was done, as "title", "speaker", "no-name", "barred".
  public var change: String
  /// "correction:<file>:<line>".
  public var rule: String
  /// What it was done to, as printed.
  public var text: String
  /// What stood there before, where something did.
  public var was: String?

  public init(_ change: String, rule: String, text: String, was: String? = nil) {
    self.change = change
    self.rule = rule
    self.text = text
    self.was = was
  }
}

extension JSONWriter {
  /// The key and its rows; nothing where there are none.
  public mutating func corrections(_ list: [CorrectionRecord]) {
    guard !list.isEmpty else { return }
    key("corrections")
    rows(list) { w, record in
      w.object { w in
        w.key("change")
        w.string(record.change)
        w.key("rule")
        w.string(record.rule)
        w.key("text")
        w.string(record.text)
        w.key("was")
        w.optional(record.was)
      }
    }
  }
}

extension JSONReader {
  public mutating func corrections() throws(JSONError) -> [CorrectionRecord] {
    var list: [CorrectionRecord] = []
    try array { r throws(JSONError) in
      var record = CorrectionRecord("", rule: "", text: "")
      try r.object { key, r throws(JSONError) in
        switch key {
        case "change": record.change = try r.string()
        case "rule": record.rule = try r.string()
        case "text": record.text = try r.string()
        case "was": record.was = try r.optionalString()
        default: try r.skip()
        }
      }
      list.append(record)
    }
    return list
  }
}
