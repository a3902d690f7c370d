import ArgumentParser
import Report

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes the static site of a run again: OUTPUT/report/index.html.")

  @Option(help: "The folder that `nightdesk run` wrote.")
  var output = "output"

  func run() throws {
    try reading(output) { try ReportFolder.make($0) }
  }
}
