import ArgumentParser
import Documents
import Engine

@main
struct Nightdesk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightdesk", abstract: "Reads a folder of news articles, writes JSON.", version: "0.1.0",
    subcommands: [Run.self, QueryCommand.self, ExportCommand.self, ReportCommand.self, SchemaCommand.self])
}

struct Run: ParsableCommand {
  @Option var input: String
  @Option var output: String
  @Option var set: [String] = []
  @Option var jobs: Int = 1

  func run() throws {
    do {
      if try FirstRun.run(input: input, output: output, settings: set) > 0 { throw ExitCode(1) }
    } catch let problems as Diagnostics {
      for problem in problems.list { print(problem.text) }
      throw ExitCode(78)
    }
  }
}
