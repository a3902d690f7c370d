import ArgumentParser
import Report

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes the static site of a run again: OUTPUT/report/index.html.")

  @OptionGroup var place: RunFolderOption

  func run() throws {
    try reading(try place.path()) { try ReportFolder.make($0) }
  }
}
