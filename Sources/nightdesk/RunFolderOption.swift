import ArgumentParser
import Edition
import Engine

/// Where the commands that read a run find it.
struct RunFolderOption: ParsableArguments {
  @Option(
    help: "The configuration that names the folder; without it pipeline.yaml of the current folder, if there is one.")
  var config: String?

  @Option(help: "The folder that `nightdesk run` wrote.")
  var output: String?

  /// The folder's path; a mistake in the configuration ends the program with 78.
  func path() throws -> String {
    if let output { return output }
    return try configuration().output
  }

  /// The configuration, for commands that ask the rules again.
  func configuration() throws -> Configuration {
    var options = ConfigurationOptions()
    options.config = config
    options.input = nil
    options.output = nil
    options.settings = []
    return try options.configuration()
  }
}
