import ArgumentParser
import Documents
import Engine

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Whether the configuration, the lexicons and the rules are right, without running.",
    discussion: "Every rule and entry is tried on the examples that stand beside it.")

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Print the configuration that holds, every key with what it is for: a pipeline.yaml to begin with.")
  var print = false

  func run() throws {
    let configuration = try options.configuration()
    if self.print { Swift.print(ConfigurationFile.documented(configuration), terminator: "") }
    var problems = Check.all(configuration)
    if problems.isEmpty, !configuration.corrections.isEmpty {
      do { problems = try Run(configuration).unmatchedCorrections() } catch { problems = error.list }
    }
    guard !problems.isEmpty else { return }
    complain(Diagnostics(problems))
    if problems.contains(where: { $0.severity == .error }) { throw ExitStatus.configuration.code }
  }
}
