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
    try output ?? configuration().output
  }

  /// The configuration, with the folder that the flag names.
  func configuration() throws -> Configuration {
    var options = ConfigurationOptions()
    options.config = config
    options.input = nil
    options.output = nil
    options.asOf = nil
    options.settings = []
    var configuration = try options.configuration()
    if let output { configuration.output = output }
    return configuration
  }
}
