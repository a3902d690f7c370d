import Documents

/// What a key of pipeline.yaml takes.
public enum ConfigurationType: Sendable {
  case boolean
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case text
  /// One of these words.
  case choice([String])
  /// Any of these words.
  case choices([String])
  case texts
  /// A day, or nothing.
  case day
  /// A path; in the file, from the file's own folder.
  case path
  /// Paths of folders that must be there.
  case folders
  /// Paths of files that must be there.
  case files

  /// What a message says was expected.
  var expected: String {
    switch self {
    case .boolean: "true or false"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
    case .text: "a text"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .choices(let words): "a list of \(words.joined(separator: ", "))"
    case .texts: "a list of texts"
    case .path: "a path"
    case .day: "a day as 2026-11-24, or nothing"
    case .folders: "a list of folders"
    case .files: "a list of files"
    }
  }

  static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}

public enum ConfigurationValue: Sendable, Hashable {
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case texts([String])
}

/// One key of pipeline.yaml: its name, what it takes, what it is for, and where its value goes.
public struct ConfigurationKey: Sendable {
  /// With the sections it stands in, as "summaries.budget.words".
  public let name: String
  public let type: ConfigurationType
  /// Sentences for the comment above the key.
  public let purpose: String
  let set: @Sendable (inout Configuration, ConfigurationValue) -> Void
  /// The value as YAML writes it; nil where another key of its group holds.
  let text: @Sendable (Configuration) -> String?
}

extension ConfigurationKey {
  private static func boolean(
    _ name: String, _ purpose: String, _ path: any (WritableKeyPath<Configuration, Bool> & Sendable)
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, type: .boolean, purpose: purpose) { configuration, value in
      if case .boolean(let value) = value { configuration[keyPath: path] = value }
    } text: {
      $0[keyPath: path] ? "true" : "false"
    }
  }

  private static func integer(
    _ name: String, _ range: ClosedRange<Int>, _ purpose: String,
    _ path: any (WritableKeyPath<Configuration, Int> & Sendable)
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, type: .integer(range), purpose: purpose) { configuration, value in
      if case .integer(let value) = value { configuration[keyPath: path] = value }
    } text: {
      String($0[keyPath: path])
    }
  }

  private static func number(
    _ name: String, _ range: ClosedRange<Double>, _ purpose: String,
    _ path: any (WritableKeyPath<Configuration, Double> & Sendable)
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, type: .number(range), purpose: purpose) { configuration, value in
      if case .number(let value) = value { configuration[keyPath: path] = value }
    } text: {
      ConfigurationType.short($0[keyPath: path])
    }
  }

  private static func text(
    _ name: String, _ type: ConfigurationType, _ purpose: String,
    _ path: any (WritableKeyPath<Configuration, String> & Sendable)
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, type: type, purpose: purpose) { configuration, value in
      if case .text(let value) = value { configuration[keyPath: path] = value }
    } text: {
      $0[keyPath: path]
    }
  }

  private static func texts(
    _ name: String, _ type: ConfigurationType, _ purpose: String,
    _ path: any (WritableKeyPath<Configuration, [String]> & Sendable)
  ) -> ConfigurationKey {
    ConfigurationKey(name: name, type: type, purpose: purpose) { configuration, value in
      if case .texts(let value) = value { configuration[keyPath: path] = value }
    } text: {
      "[\($0[keyPath: path].joined(separator: ", "))]"
    }
  }

  /// One of the keys that state a budget: the one that comes last holds.
  private static func budget(
    _ name: String, _ unit: SummaryBudget.Unit, _ purpose: String,
    _ path: any (WritableKeyPath<Configuration, SummaryBudget> & Sendable)
  ) -> ConfigurationKey {
    let type: ConfigurationType = unit == .ratio ? .number(0.01...1) : .integer(1...100_000)
    return ConfigurationKey(name: name, type: type, purpose: purpose) { configuration, value in
      switch value {
      case .integer(let value): configuration[keyPath: path] = SummaryBudget(unit, Double(value))
      case .number(let value): configuration[keyPath: path] = SummaryBudget(unit, value)
      default: break
      }
    } text: {
      $0[keyPath: path].unit == unit ? ConfigurationType.short($0[keyPath: path].value) : nil
    }
  }

  private static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ purpose: String, _ path: any (WritableKeyPath<Configuration, Choice> & Sendable)
  ) -> ConfigurationKey where Choice.RawValue == String {
    ConfigurationKey(name: name, type: .choice(Choice.allCases.map(\.rawValue)), purpose: purpose) {
      configuration, value in
      if case .text(let word) = value, let choice = Choice(rawValue: word) { configuration[keyPath: path] = choice }
    } text: {
      $0[keyPath: path].rawValue
    }
  }

  /// Every key, in the order of pipeline.yaml: the one list that reading, checking and documentation go by.
  public static let all: [ConfigurationKey] = [
    text(
      "input", .path, "The folder of articles. Everything below it is read, but not names that begin with a dot.",
      \.input),
    text("output", .path, "The folder of the artifacts; it is made if it is not there.", \.output),
    texts(
      "include", .texts,
      "Only paths that match one of these patterns are read; all where the list is empty. * stands for what is between two slashes, ** for any folders, ? for one letter.",
      \.include),
    texts("exclude", .texts, "Paths that match one of these patterns are not read.", \.exclude),
    integer("workers", 0...256, "How many documents are worked on side by side; 0: one for each processor.", \.workers),
    text(
      "language", .text,
      "The language (BCP 47) of texts too short to tell. A document in a language that has no data is skipped.",
      \.normalization.language),
    texts(
      "languages", .folders,
      "Folders with further languages: in each a folder for a language, as \"de\", with the files that Sources/CLanguage/en has.",
      \.languages),
    texts(
      "lexicons", .folders,
      "Folders with tables and rules of your own, over the built-in ones: in each a folder for a language, as \"en\", with files of the same names. A row with a known key replaces it, a row that begins with - silences it, any other is added.",
      \.lexicons),
    texts(
      "corrections", .files,
      "Files in which an editor corrects what the rules decided (docs/corrections.md); `nightdesk correct` writes them.",
      \.corrections),
    boolean(
      "normalization.furniture",
      "Take navigation, sharing buttons, credits glued to captions and the like out of plain text; false keeps every line.",
      \.normalization.furniture),
    texts(
      "normalization.fields", .texts,
      "Names of an article's fields in JSON and JSON lines, as text=story; they come before the usual names.",
      \.normalization.fields),
    ConfigurationKey(
      name: "entities.types", type: .choices(EntityType.allCases.map(\.rawValue)),
      purpose: "The types of names, dates and amounts to keep; all where the list is empty.",
      set: { configuration, value in
        if case .texts(let words) = value { configuration.entities.types = Set(words.compactMap(EntityType.init)) }
      },
      text: { configuration in
        "[\(EntityType.allCases.filter(configuration.entities.types.contains).map(\.rawValue).joined(separator: ", "))]"
      }),
    choice(
      "summaries.method",
      "How sentences are chosen: nightdesk weighs place, names, words and quotes; lead takes the first; textrank and lexrank are the methods of the papers.",
      \.summaries.method),
    budget(
      "summaries.budget.sentences", .sentences,
      "How long a summary is: one of sentences, words, or ratio (the share of the article's words).", \.summaries.budget
    ),
    budget("summaries.budget.words", .words, "", \.summaries.budget),
    budget("summaries.budget.ratio", .ratio, "", \.summaries.budget),
    boolean(
      "summaries.budget.strict",
      "false: whole sentences until a budget of words or ratio is reached; true: never over it.", \.summaries.strict),
    choice(
      "stories.by",
      "How documents come together in stories: by their content, or each folder of the input as one story.",
      \.corpus.storiesBy),
    ConfigurationKey(
      name: "stories.window", type: .integer(0...36_500),
      purpose: "Documents whose days lie further apart than this are not put into one story directly; 0: they may.",
      set: { configuration, value in
        if case .integer(let days) = value { configuration.corpus.storyWindow = days == 0 ? nil : days }
      },
      text: { String($0.corpus.storyWindow ?? 0) }),
    budget("stories.summary.sentences", .sentences, "How long a story's summary is, as above.", \.corpus.storySummary),
    budget("stories.summary.words", .words, "How long a story's summary is, as above.", \.corpus.storySummary),
    choice(
      "report.text",
      "What pages for people carry of an article: full, or excerpt: summary, quotes and the link to the source, for those who may not publish others' text.",
      \.reportText),
    integer(
      "report.window", 0...36_500,
      "How many days the report's front page looks back from asOf; older stories stand on pages by month; 0: all are on it.",
      \.reportWindow),
    integer(
      "corpus.keep", 0...36_500,
      "How many days documents stay in the records over all documents (corpus/), counted back from asOf; 0: for ever. `nightdesk gc` takes the artifacts of older ones off the disk; inputs are never touched.",
      \.keep),
    text(
      "asOf", .day,
      "The day that every window counts back from; where there is none, the newest day of publication in the input. Nothing asks the clock.",
      \.asOf),
    integer(
      "limits.bytes", 1...(1 << 32), "The size of an input in bytes; a larger one is a failed row.", \.limits.bytes),
    number("limits.seconds", 0.1...86_400, "The time of one document in seconds.", \.limits.seconds),
    number(
      "limits.runSeconds", 0...864_000,
      "The time of a run in seconds, 0: none. What is left then waits for the next run.", \.limits.runSeconds),
    integer("limits.depth", 1...1000, "How deep folders of the input may lie in each other.", \.limits.depth),
  ]

  /// The groups of keys of which one alone may be given in a file.
  static let groups: [[String]] = [
    ["summaries.budget.sentences", "summaries.budget.words", "summaries.budget.ratio"],
    ["stories.summary.sentences", "stories.summary.words"],
  ]

  static func named(_ name: String) -> ConfigurationKey? { all.first { $0.name == name } }

  /// Whether keys begin with `name` and a dot.
  static func isSection(_ name: String) -> Bool { all.contains { $0.name.hasPrefix(name + ".") } }

  /// Names of keys and sections that may stand right in a section ("" is the top), in order.
  static func children(of section: String) -> [String] {
    var names: [String] = []
    for key in all {
      let inside =
        section.isEmpty ? key.name[...] : key.name.hasPrefix(section + ".") ? key.name.dropFirst(section.count + 1) : ""
      guard let first = inside.split(separator: ".").first.map(String.init), !names.contains(first) else { continue }
      names.append(first)
    }
    return names
  }
}

extension ConfigurationKey {
  /// The names of a section's keys.
  static func names(of section: String) -> [String] { all.map(\.name).filter { $0.hasPrefix(section + ".") } }
}
