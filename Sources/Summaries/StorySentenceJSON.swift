public import Documents

/// The form in which sentences of a document travel to where its story is told.
extension StorySentence {
  public func write(_ w: inout JSONWriter) {
    w.object { w in
      w.key("id")
      w.string(id)
      w.key("speakerless")
      w.bool(isSpeakerless)
      w.key("text")
      w.string(text)
    }
  }

  public init(_ reader: inout JSONReader) throws(JSONError) {
    var (id, text, speakerless) = ("", "", false)
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "id": id = try reader.string()
      case "text": text = try reader.string()
      case "speakerless": speakerless = try reader.bool()
      default: try reader.skip()
      }
    }
    self.init(id: id, text: text, isSpeakerless: speakerless)
  }
}
