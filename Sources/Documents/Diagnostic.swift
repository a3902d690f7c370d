/// Something to tell a person about a configuration, lexicon, rule or document: what was expected, what was found,
/// where, and what to do.
public struct Diagnostic: Error, Sendable, Hashable {
  public enum Severity: String, Sendable { case error, warning }

  /// The area's letter and a number, as "R003": C configuration, R lexicons and rules, I input, S store.
  public var code: String
  public var severity: Severity
  public var file: String?
  /// From 1; 0 where there is no line.
  public var line: Int
  /// From 1, in code points; 0 where there is no column.
  public var column: Int
  public var message: String
  /// What to do; empty where the message says it.
  public var help: String

  public init(
    _ code: String, _ message: String, help: String = "", file: String? = nil, line: Int = 0, column: Int = 0,
    severity: Severity = .error
  ) {
    self.code = code
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.help = help
  }

  /// `file:line:column: error: message [code]`, then the help on a line of its own.
  public var text: String {
    var place = file ?? ""
    if line > 0 { place += ":\(line)" }
    if line > 0, column > 0 { place += ":\(column)" }
    let head = (place.isEmpty ? "" : place + ": ") + "\(severity.rawValue): \(message) [\(code)]"
    return help.isEmpty ? head : head + "\n  help: " + help
  }
}

/// Several diagnostics thrown at once: a check reports all it finds, not only the first.
public struct Diagnostics: Error, Sendable {
  public var list: [Diagnostic]
  public init(_ list: [Diagnostic]) { self.list = list }
  public init(_ one: Diagnostic) { list = [one] }
}

/// Why a document could not be done by a stage; it becomes a row of index.json and stops nobody else.
public struct StageFailure: Error, Sendable, Hashable {
  /// A short word that programs compare, as "empty", "binary", "too-big", "markup".
  public var code: String
  /// One sentence for a person.
  public var message: String

  public init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }
}
