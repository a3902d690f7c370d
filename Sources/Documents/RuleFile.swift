/// A rule as it stands in a `.rules` file: a stanza of `field: value` lines, stanzas parted by blank lines.
///
///     # comment
///     rule: person.title-name
///     why: a title stands before a person's name
///     pattern: title+ name
///     example: [[Ada Okafor]] is chosen in "President [[Ada Okafor]] said".
///     counter: President of the board
///
/// A field may come several times (`example`, `counter`); a line that begins with white space continues the one before.
/// In a later layer a rule with a known id replaces it; `rule: -id` silences it.
public struct RuleStanza: Sendable {
  public struct Field: Sendable {
    public let name: String
    public let value: String
    public let line: Int
  }

  public let id: String
  public let fields: [Field]
  public let file: String
  /// The line of `rule:`.
  public let line: Int

  /// The first value of a field, or nil.
  public func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// All values of a field.
  public func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// A diagnostic that points at a field, or at the rule where it has none.
  public func diagnostic(_ code: String, _ message: String, help: String = "", field: String? = nil) -> Diagnostic {
    let line = fields.first { $0.name == field }?.line ?? self.line
    return Diagnostic(code, message, help: help, file: file, line: line)
  }
}

extension LanguagePack {
  /// Reads the rules of this file through all layers, in order of file and line.
  ///
  /// `fields` are the names a stanza may use beside `rule`; those in `required` must be there.
  /// Throws every mistake of form at once.
  public func rules(
    _ name: String, fields allowed: [String], required: [String] = [], allowMissing: Bool = true
  ) throws(Diagnostics) -> [RuleStanza] {
    let files = files(name)
    if files.isEmpty {
      if allowMissing { return [] }
      throw Diagnostics(
        Diagnostic("R001", "the language pack \"\(code)\" has no file \(name)", help: "add it", file: name))
    }
    var problems: [Diagnostic] = []
    var stanzas: [RuleStanza?] = []
    var index: [String: Int] = [:]
    for file in files {
      var fields: [RuleStanza.Field] = []
      var seen: [String: Int] = [:]

      func close() {
        defer { fields = [] }
        guard let first = fields.first else { return }
        guard first.name == "rule" else {
          problems.append(
            Diagnostic(
              "R005", "a stanza begins with \"\(first.name)\"", help: "its first line is \"rule: <id>\"",
              file: file.origin, line: first.line))
          return
        }
        let id = first.value
        if id.hasPrefix("-") {
          if let old = index.removeValue(forKey: String(id.dropFirst())) { stanzas[old] = nil }
          return
        }
        let stanza = RuleStanza(id: id, fields: Array(fields.dropFirst()), file: file.origin, line: first.line)
        if let earlier = seen[id] {
          problems.append(stanza.diagnostic("R004", "rule \"\(id)\" stands in line \(earlier) already"))
          return
        }
        seen[id] = first.line
        for field in stanza.fields where !allowed.contains(field.name) {
          problems.append(
            Diagnostic(
              "R006", "unknown field \"\(field.name)\"", help: "known: \(allowed.joined(separator: ", "))",
              file: file.origin, line: field.line))
        }
        for name in required where stanza.value(name) == nil {
          problems.append(stanza.diagnostic("R007", "rule \"\(id)\" has no \"\(name)\""))
        }
        if let old = index[id] {
          stanzas[old] = stanza
        } else {
          index[id] = stanzas.count
          stanzas.append(stanza)
        }
      }

      LineReader.each(file.bytes) { line, number in
        guard let first = line.first else { return close() }
        if first == UInt8(ascii: "#") { return }
        if first == 0x20 || first == 0x09 {
          guard let last = fields.popLast() else {
            problems.append(Diagnostic("R005", "a line to continue nothing", file: file.origin, line: number))
            return
          }
          fields.append(
            RuleStanza.Field(name: last.name, value: last.value + " " + RuleFile.trimmed(line), line: last.line))
          return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
          problems.append(
            Diagnostic("R005", "no colon", help: "a line is \"field: value\"", file: file.origin, line: number))
          return
        }
        fields.append(
          RuleStanza.Field(
            name: RuleFile.trimmed(UnsafeBufferPointer(rebasing: line[..<colon])),
            value: RuleFile.trimmed(UnsafeBufferPointer(rebasing: line[(colon + 1)...])), line: number))
      }
      close()
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return stanzas.compactMap(\.self)
  }
}

enum RuleFile {
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var (start, end) = (0, bytes.count)
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }
}
