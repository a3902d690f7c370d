import ArgumentParser
import Engine
import Report

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes the static site of a run again: OUTPUT/report/index.html.")

  @OptionGroup var place: RunFolderOption

  func run() throws {
    let configuration = try place.configuration()
    try reading(configuration.output) { folder in
      try ReportFolder.make(folder, configuration.report)
    }
  }
}

extension Configuration {
  /// What the report is to show.
  var report: ReportOptions { ReportOptions(isExcerpt: reportText == .excerpt, window: reportWindow, asOf: asOf) }
}
