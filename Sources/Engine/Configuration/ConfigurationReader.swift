public import Documents
import Glibc
import Yams

/// Reads pipeline.yaml and `--set`, and gathers every mistake before it gives up.
public struct ConfigurationReader {
  public private(set) var configuration = Configuration()
  private var problems: [Diagnostic] = []
  /// Where a value of the file stands; "" folder for `--set`.
  private struct Place {
    var file: String
    var line = 0
    var column = 0
    /// What relative paths go from; "" is the current folder.
    var folder = ""
  }

  public init() {}

  /// A configuration from the file at `path`, which must be there, then `settings` ("key=value") over it.
  ///
  /// Throws all mistakes at once, in order of place.
  public static func read(file path: String?, settings: [String] = []) throws(Diagnostics) -> Configuration {
    var reader = ConfigurationReader()
    if let path { reader.add(file: path) }
    for setting in settings { reader.add(setting: setting) }
    return try reader.finish()
  }

  public func finish() throws(Diagnostics) -> Configuration {
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return configuration
  }

  private mutating func problem(_ code: String, _ message: String, help: String = "", at place: Place) {
    problems.append(
      Diagnostic(code, message, help: help, file: place.file, line: place.line, column: place.column))
  }

  // MARK: File

  public mutating func add(file path: String) {
    let place = Place(file: path)
    do {
      let bytes = try Files.read(Files.absolute(path), limit: 1 << 20).bytes
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return problem("C001", "the file is not UTF-8", help: "save it as UTF-8", at: place)
      }
      add(text: text, file: path)
    } catch {
      let cause = error.code == EFBIG ? "it is over 1 MiB" : String(cString: strerror(error.code))
      problem("C007", "the configuration cannot be read: \(cause)", help: "give its path with --config", at: place)
    }
  }

  /// Reads the text of a file; `file` is its name in messages, and its folder is what relative paths go from.
  public mutating func add(text: String, file: String) {
    let folder = file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[...$0]) } ?? ""
    if let deep = Self.tooDeep(text) {
      return problem(
        "C001", "nested too deep", help: "no key of this file lies deeper than three levels",
        at: Place(file: file, line: deep.line, column: deep.column))
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic).singleRoot()
    } catch {
      return syntax(error, file)
    }
    configuration.home = folder
    guard let root else { return }
    var seen: [String: Place] = [:]
    read(root, section: "", place(root, file, folder), &seen)
    for group in ConfigurationKey.groups {
      let given = group.filter { seen[$0] != nil }
      if given.count > 1 {
        problem(
          "C005", "only one of \(given.joined(separator: " and ")) can hold", help: "remove the other",
          at: seen[given[1]]!)
      }
    }
    problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private func place(_ node: Node, _ file: String, _ folder: String) -> Place {
    Place(file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, folder: folder)
  }

  private mutating func read(_ node: Node, section: String, _ at: Place, _ seen: inout [String: Place]) {
    guard let mapping = node.mapping else {
      if section.isEmpty, let scalar = node.scalar, scalar.string.isEmpty { return }
      let name = section.isEmpty ? "the file" : "\"\(section)\""
      return problem(
        "C003", "\(name) takes keys, found \(Self.found(node))",
        help: "known: \(ConfigurationKey.children(of: section).joined(separator: ", "))", at: at)
    }
    for (key, value) in mapping {
      let keyPlace = place(key, at.file, at.folder)
      guard let word = key.scalar?.string else {
        problem("C002", "a key must be a word, found \(Self.found(key))", at: keyPlace)
        continue
      }
      let name = section.isEmpty ? word : "\(section).\(word)"
      let valuePlace = place(value, at.file, at.folder)
      if let known = ConfigurationKey.named(name) {
        seen[name] = keyPlace
        if let checked = check(value, known, valuePlace) { known.set(&configuration, checked) }
      } else if ConfigurationKey.isSection(name) {
        // A section whose keys are all commented out.
        if let scalar = value.scalar, scalar.string.isEmpty, scalar.style == .plain { continue }
        read(value, section: name, valuePlace, &seen)
      } else {
        problem("C002", "unknown key \"\(Printable.line(name))\"", help: Self.suggestion(name, section), at: keyPlace)
      }
    }
  }

  /// What to write instead of an unknown name.
  private static func suggestion(_ name: String, _ section: String) -> String {
    let prefix = section.isEmpty ? "" : section + "."
    let children = ConfigurationKey.children(of: section)
    if let near = NearestName.of(name, among: children.map { prefix + $0 }) { return "did you mean \"\(near)\"?" }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    if let near = ConfigurationKey.all.first(where: { $0.name.hasSuffix("." + last) }) {
      return "did you mean \"\(near.name)\"?"
    }
    if let near = NearestName.of(name, among: ConfigurationKey.all.map(\.name)) { return "did you mean \"\(near)\"?" }
    return "known: \(children.map { prefix + $0 }.joined(separator: ", "))"
  }

  private static func found(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "nothing" : "\"\(Printable.line(String(scalar.string.prefix(80))))\""
    case .mapping: "keys"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// The node's value, or nil after a mistake was noted.
  private mutating func check(_ node: Node, _ key: ConfigurationKey, _ at: Place) -> ConfigurationValue? {
    switch key.type {
    case .texts, .choices, .folders, .files:
      guard let items = node.sequence else {
        if let scalar = node.scalar, scalar.string.isEmpty, scalar.style == .plain { return .texts([]) }
        problem(
          "C003", "\"\(key.name)\" takes \(key.type.expected), found \(Self.found(node))",
          help: "write it as [a, b], or one item a line after \"- \"", at: at)
        return nil
      }
      var words: [String] = []
      for item in items {
        let itemPlace = place(item, at.file, at.folder)
        guard let word = item.scalar?.string, !word.isEmpty else {
          problem("C003", "\"\(key.name)\" takes \(key.type.expected), found \(Self.found(item)) in it", at: itemPlace)
          continue
        }
        if let word = check(word: word, key, itemPlace) { words.append(word) }
      }
      return .texts(words)
    default:
      guard let scalar = node.scalar else {
        problem("C003", "\"\(key.name)\" takes \(key.type.expected), found \(Self.found(node))", at: at)
        return nil
      }
      return check(text: scalar.string, quoted: scalar.style != .plain, key, at)
    }
  }

  // MARK: Values

  /// One item of a list.
  private mutating func check(word: String, _ key: ConfigurationKey, _ at: Place) -> String? {
    switch key.type {
    case .choices(let known):
      guard known.contains(word) else {
        problem(
          "C004", "\"\(key.name)\" takes \(key.type.expected), found \"\(Printable.line(word))\"",
          help: NearestName.of(word, among: known).map { "did you mean \"\($0)\"?" } ?? "", at: at)
        return nil
      }
      return word
    case .folders:
      let path = word.hasPrefix("/") ? word : at.folder + word
      guard Files.isFolder(path) else {
        problem(
          "C008", "\"\(key.name)\" names \(Printable.line(path)), which is no folder",
          help: "make it, or correct the path", at: at)
        return nil
      }
      return path
    case .files:
      let path = word.hasPrefix("/") ? word : at.folder + word
      guard let status = Files.status(Files.absolute(path)), Files.kind(status.st_mode) == .file else {
        problem(
          "C008", "\"\(key.name)\" names \(Printable.line(path)), which is no file",
          help: "make it (an empty one will do), or correct the path", at: at)
        return nil
      }
      return path
    default: return word
    }
  }

  private mutating func check(text: String, quoted: Bool, _ key: ConfigurationKey, _ at: Place) -> ConfigurationValue? {
    let shown = text.isEmpty ? "nothing" : "\"\(Printable.line(String(text.prefix(80))))\""
    func wrong(_ code: String, help: String = "") -> ConfigurationValue? {
      problem(code, "\"\(key.name)\" takes \(key.type.expected), found \(shown)", help: help, at: at)
      return nil
    }
    switch key.type {
    case .boolean:
      guard !quoted, text == "true" || text == "false" else { return wrong("C003") }
      return .boolean(text == "true")
    case .integer(let range):
      guard !quoted, let value = Int(text) else { return wrong("C003") }
      guard range.contains(value) else { return wrong("C004") }
      return .integer(value)
    case .number(let range):
      guard !quoted, let first = text.utf8.first, first != UInt8(ascii: "n"), let value = Double(text), value.isFinite
      else {
        return wrong("C003")
      }
      guard range.contains(value) else { return wrong("C004") }
      return .number(value)
    case .choice(let words):
      guard words.contains(text) else {
        return wrong("C004", help: NearestName.of(text, among: words).map { "did you mean \"\($0)\"?" } ?? "")
      }
      return .text(text)
    case .day:
      guard text.isEmpty || Retention.number(text) != nil else { return wrong("C004") }
      return .text(text)
    case .path:
      guard !text.isEmpty else { return wrong("C003") }
      return .text(text.hasPrefix("/") ? text : at.folder + text)
    default:
      guard !text.isEmpty else { return wrong("C003") }
      return .text(text)
    }
  }

  // MARK: --set

  /// "key=value"; items of a list are parted by commas, with or without brackets around.
  public mutating func add(setting: String) {
    let at = Place(file: "--set \(Printable.line(setting))")
    guard let equals = setting.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      return problem("C002", "expected KEY=VALUE", help: "as --set summaries.budget.words=100", at: at)
    }
    let name = String(setting[..<equals])
    let value = String(setting[setting.utf8.index(after: equals)...])
    guard let key = ConfigurationKey.named(name) else {
      let section = name.split(separator: ".").dropLast().joined(separator: ".")
      let known = ConfigurationKey.isSection(section) ? section : ""
      return problem("C002", "unknown key \"\(Printable.line(name))\"", help: Self.suggestion(name, known), at: at)
    }
    switch key.type {
    case .texts, .choices, .folders, .files:
      var list = value[...]
      if list.hasPrefix("["), list.hasSuffix("]") { list = list.dropFirst().dropLast() }
      var words: [String] = []
      for item in list.split(separator: ",") {
        var item = item
        while item.first == " " { item.removeFirst() }
        while item.last == " " { item.removeLast() }
        if let word = check(word: String(item), key, at) { words.append(word) }
      }
      key.set(&configuration, .texts(words))
    default:
      if let value = check(text: value, quoted: false, key, at) { key.set(&configuration, value) }
    }
  }

  /// Sets a key to a value that a flag of its own gave; it is checked as `--set` would.
  public mutating func set(_ name: String, _ value: String, flag: String) {
    guard let key = ConfigurationKey.named(name) else { return }
    if let value = check(text: value, quoted: false, key, Place(file: flag)) { key.set(&configuration, value) }
  }

  // MARK: Syntax

  private mutating func syntax(_ error: any Error, _ file: String) {
    func add(_ message: String, _ mark: Mark?) {
      problem(
        "C001", "not YAML: \(message)",
        help: "check the indentation and the quotation marks of this line and the one above",
        at: Place(file: file, line: mark?.line ?? 0, column: mark?.column ?? 0))
    }
    switch error {
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      add(problem, mark)
    case YamlError.duplicatedKeysInMapping(let duplicates, let context):
      self.problem(
        "C006", "the key \"\(Printable.line(duplicates.sorted().joined(separator: "\", \"")))\" stands twice",
        help: "keep one of the two", at: Place(file: file, line: context.mark.line, column: context.mark.column))
    case YamlError.reader(let problem, _, _, _): add(problem, nil)
    default: add("\(error)", nil)
    }
  }

  /// Where a text nests deeper than the parser's stack should be asked to bear, or nil.
  private static func tooDeep(_ text: String) -> (line: Int, column: Int)? {
    var line = 1
    var column = 0
    var open = 0
    var dashes = 0
    for byte in text.utf8 {
      column += 1
      switch byte {
      case 0x0A:
        line += 1
        column = 0
        dashes = 0
      case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(0, open - 1)
      case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): dashes += 1
      default: break
      }
      if open > 100 || dashes > 500 || (column > 400 && dashes > 400) { return (line, column) }
    }
    return nil
  }
}
