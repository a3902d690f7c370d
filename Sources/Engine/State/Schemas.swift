import Documents

/// The forms of what nightdesk writes, each with its semantic version: the first number is that of "nightdesk/<kind>@N", the
/// second is raised when fields are added.
enum Schemas {
  static let versions: [(kind: String, version: String)] = [
    ("corpus-entities", "1.0.0"), ("corpus-quotes", "1.0.0"), ("corpus-stories", "1.1.0"), ("entities", "1.1.0"),
    ("index", "1.1.0"), ("normalized", "1.1.0"), ("quotes", "1.1.0"), ("sentences", "1.0.0"), ("summaries", "1.1.0"),
  ]

  static func major(_ kind: String) -> Int? {
    versions.first { $0.kind == kind }?.version.split(separator: ".").first.flatMap { Int($0) }
  }

  /// Parts of the settings under which a run's output was made: they stand in the state, for the version that reads it next.
  static var settings: [Settings.Part] {
    versions.map { Settings.Part(name: "schema \($0.kind)", value: String(major($0.kind)!)) }
  }

  /// What of an output folder only a newer nightdesk can have written, as "nightdesk/quotes@2"; nil where there is nothing.
  ///
  /// The state tells it of all; where the state is lost, a file of each kind does.
  static func newer(than state: State, _ output: String) -> String? {
    if state.isNewer { return "a state of another form" }
    for part in state.settings.values.lazy.flatMap(\.parts) where part.name.hasPrefix("schema ") {
      let kind = String(part.name.dropFirst(7))
      if let version = Int(part.value), version > major(kind) ?? 0 { return "nightdesk/\(kind)@\(version)" }
    }
    guard state.isEmpty else { return nil }
    var files = ["index.json", "corpus/entities.json", "corpus/quotes.json", "corpus/stories.json"]
    for stage in Stage.allCases {
      if let first = Files.entries("\(output)/\(stage.folder)").map(\.name).filter({ $0.hasSuffix(".json") }).min() {
        files.append("\(stage.folder)/\(first)")
      }
    }
    for file in files {
      guard let bytes = try? Files.read("\(output)/\(file)").bytes, let schema = schema(of: bytes) else { continue }
      let parts = schema.split(separator: "@")
      guard parts.count == 2, parts[0].hasPrefix("nightdesk/"), let version = Int(parts[1]) else { continue }
      if version > major(String(parts[0].dropFirst(10))) ?? 0 { return schema }
    }
    return nil
  }

  /// The "schema" of a JSON object; nil where it has none.
  private static func schema(of bytes: [UInt8]) -> String? {
    try? JSONReader.read(bytes) { r throws(JSONError) in
      var schema: String?
      try r.object { key, r throws(JSONError) in
        if key == "schema" { schema = try r.string() } else { try r.skip() }
      }
      return schema
    }
  }
}
