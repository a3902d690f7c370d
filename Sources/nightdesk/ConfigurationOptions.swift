import ArgumentParser
import Documents
import Engine
import Glibc

/// The flags that say what a command works on; they win over the file.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: "The configuration; without it pipeline.yaml of the current folder, if there is one.")
  var config: String?

  @Option(help: "The folder of articles.")
  var input: String?

  @Option(help: "The folder of artifacts.")
  var output: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Any key of pipeline.yaml, as summaries.budget.words=100.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("The day that every window counts back from, as 2026-11-24.", valueName: "date"))
  var asOf: String?

  /// The configuration, checked; a mistake ends the program with 78.
  func configuration(jobs: Int? = nil) throws -> Configuration {
    try Self.read(config: config, settings: settings) { reader in
      if let input { reader.set("input", input, flag: "--input") }
      if let output { reader.set("output", output, flag: "--output") }
      if let asOf { reader.set("asOf", asOf, flag: "--as-of") }
      if let jobs { reader.set("workers", String(jobs), flag: "--jobs") }
    }
  }

  /// The file's configuration under the settings of the command line.
  static func read(
    config: String?, settings: [String], _ flags: (inout ConfigurationReader) -> Void = { _ in }
  ) throws -> Configuration {
    var reader = ConfigurationReader()
    if let config {
      reader.add(file: config)
    } else if access("pipeline.yaml", F_OK) == 0 {
      reader.add(file: "pipeline.yaml")
    }
    for setting in settings { reader.add(setting: setting) }
    flags(&reader)
    do {
      return try reader.finish()
    } catch {
      complain(error)
      throw ExitStatus.configuration.code
    }
  }
}
