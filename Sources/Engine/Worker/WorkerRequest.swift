import Documents

/// What a line asks for, as far as every stage needs it.
struct WorkerRequest {
  var id: String
  /// The article of a request to `doc`, in one of three forms.
  enum Content {
    /// The line itself, read as a line of JSON lines.
    case line
    case file(String)
    case bytes([UInt8])

    /// Whether it is a source of its own, which may hold several articles.
    var isSource: Bool { if case .line = self { false } else { true } }
  }

  var content: Content
  /// The name of the source in the artifacts.
  var source: String?
  /// Which article of a source that holds several.
  var key: String?
  var published: String?
  var outlet: String?
  var url: String?
  /// Artifacts to answer with, where the line asks for others than the command line does.
  var parts: Set<String>?
  /// All articles of the source are wanted, in one answer.
  var several = false

  /// Reads a request to `doc`. Throws with the id in `known` as soon as it was read.
  init(_ line: UnsafeBufferPointer<UInt8>, known: inout String?) throws(WorkerFault) {
    var request = Fields()
    do throws(JSONError) {
      var reader = JSONReader(line)
      try reader.object { key, reader throws(JSONError) in
        try request.take(key, &reader)
        if key == "id" { known = request.id }
      }
      try reader.end()
    } catch {
      throw WorkerFault(.badJSON, "The line is damaged: \(error.message).", offset: error.offset)
    }
    if let problem = request.problem { throw problem }
    guard let id = request.id, !id.isEmpty else { throw WorkerFault(.noID, "The line has no \"id\" that is text.") }
    self.id = id
    guard request.contents.count < 2 else {
      throw WorkerFault(
        .unsupported, "The line gives its article more than once: \(request.contents.joined(separator: ", ")).")
    }
    switch request.contents.first {
    case "path": content = .file(request.path)
    case "raw_b64":
      guard let bytes = Base64.decode(request.raw) else {
        throw WorkerFault(.unsupported, "\"raw_b64\" is not Base64.")
      }
      content = .bytes(bytes)
    default: content = .line
    }
    (source, key, published, outlet, url) = (
      request.source, request.key, request.published, request.outlet, request.url
    )
    parts = request.parts
    several = request.several
  }

  /// The id of a line, as far as it can be read; for lines of whatever form.
  static func id(of line: UnsafeBufferPointer<UInt8>) -> String? {
    var id: String?
    var reader = JSONReader(line)
    try? reader.object { key, reader throws(JSONError) in
      if key == "id", try reader.kind() == .string { id = try reader.string() } else { try reader.skip() }
    }
    return id
  }

  /// The known fields as they come; of a name that comes twice the last counts, as in Python.
  private struct Fields {
    var id: String?
    var contents: [String] = []
    var path = ""
    var raw: [UInt8] = []
    var source: String?
    var key: String?
    var published: String?
    var outlet: String?
    var url: String?
    var parts: Set<String>?
    var several = false
    var problem: WorkerFault?

    mutating func take(_ name: String, _ reader: inout JSONReader) throws(JSONError) {
      switch name {
      case "v":
        var version = 0.0
        if try reader.kind() == .number { version = try reader.number() } else { try reader.skip() }
        if version != 1 { problem = WorkerFault(.unsupported, "\"v\" is the version of the protocol: 1.") }
      case "id":
        switch try reader.kind() {
        case .string: id = try reader.string()
        case .number:
          let number = try reader.number()
          id = number == number.rounded() && abs(number) < 9e15 ? String(Int(number)) : nil
        default: try reader.skip()
        }
      case "path":
        guard try reader.kind() == .string else { return try refuse(name, &reader) }
        path = try reader.string()
        mark(name)
      case "raw_b64":
        guard try reader.kind() == .string else { return try refuse(name, &reader) }
        raw = try reader.utf8()
        mark(name)
      case "source_path": source = try text(&reader)
      case "key": key = try text(&reader)
      case "published": published = try text(&reader)
      case "outlet": outlet = try text(&reader)
      case "url": url = try text(&reader)
      case "opts": try options(&reader)
      default:
        // Any article of JSON lines will do: the names of its fields are those that `run` knows.
        if WorkerRequest.textFields.contains(name), try reader.kind() == .string { mark("text") }
        try reader.skip()
      }
    }

    private mutating func mark(_ name: String) { if !contents.contains(name) { contents.append(name) } }

    private mutating func refuse(_ name: String, _ reader: inout JSONReader) throws(JSONError) {
      problem = WorkerFault(.unsupported, "\"\(name)\" must be text.")
      try reader.skip()
    }

    private func text(_ reader: inout JSONReader) throws(JSONError) -> String? {
      guard try reader.kind() == .string else {
        try reader.skip()
        return nil
      }
      return try reader.string()
    }

    private mutating func options(_ reader: inout JSONReader) throws(JSONError) {
      var unknown: String?
      var parts: Set<String>?
      var several = false
      guard try reader.kind() == .object else { return try reader.skip() }
      try reader.object { name, reader throws(JSONError) in
        if name == "several", try reader.kind() == .bool {
          several = try reader.bool()
          return
        }
        guard name == "artifacts", try reader.kind() == .array else {
          unknown = name
          return try reader.skip()
        }
        var chosen: Set<String> = []
        try reader.array { reader throws(JSONError) in chosen.insert(try reader.string()) }
        parts = chosen
      }
      self.several = several
      if let parts {
        self.parts = parts
        if let odd = parts.subtracting(WorkerOptions.parts).min() { unknown = "artifacts: \(odd)" }
      }
      if let unknown {
        problem = WorkerFault(
          .unsupported,
          "\"opts\" takes \"several\", true or false, and \"artifacts\", a list of "
            + "\(WorkerOptions.parts.joined(separator: ", ")); not \(unknown).")
      }
    }
  }

  /// Names under which JSON lines carry the text itself.
  private static let textFields: Set<String> = [
    "text", "articleBody", "body", "content", "article", "maintext", "content_text", "html", "content_html",
    "body_html",
    "raw_html",
  ]
}

/// Base64 (RFC 4648) as JSON carries bytes in it.
enum Base64 {
  /// nil where it is damaged; line feeds and a missing padding are let pass.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3 + 3)
    var bits: UInt32 = 0
    var count = 0
    var ended = false
    for byte in text {
      let value: UInt32
      switch byte {
      case 0x41...0x5A: value = UInt32(byte - 0x41)
      case 0x61...0x7A: value = UInt32(byte - 0x61 + 26)
      case 0x30...0x39: value = UInt32(byte - 0x30 + 52)
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="):
        ended = true
        continue
      case 0x0A, 0x0D: continue
      default: return nil
      }
      guard !ended else { return nil }
      bits = bits << 6 | value
      count += 1
      if count == 4 {
        result.append(UInt8(truncatingIfNeeded: bits >> 16))
        result.append(UInt8(truncatingIfNeeded: bits >> 8))
        result.append(UInt8(truncatingIfNeeded: bits))
        bits = 0
        count = 0
      }
    }
    switch count {
    case 0: break
    case 2: result.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      result.append(UInt8(truncatingIfNeeded: bits >> 10))
      result.append(UInt8(truncatingIfNeeded: bits >> 2))
    default: return nil
    }
    return result
  }
}
