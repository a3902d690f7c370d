import ArgumentParser

@main
struct Nightdesk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightdesk", abstract: "Reads a folder of news articles, writes JSON.",
    discussion: ExitStatus.table, version: Version.number,
    subcommands: [
      RunCommand.self, StatusCommand.self, CheckCommand.self, ShowCommand.self, VerifyCommand.self, WhyCommand.self,
      DiffCommand.self, WatchCommand.self, QueryCommand.self, ExplainCommand.self, ExportCommand.self,
      ReportCommand.self, WorkerCommand.self, MergeCommand.self,
      SchemaCommand.self, CorrectCommand.self, CompareCommand.self, InitCommand.self, GcCommand.self,
      VersionCommand.self, CompileLanguageCommand.self,
    ])

  static func main() {
    // What ArgumentParser would print after it made descriptions of all commands.
    if CommandLine.arguments.count == 2, CommandLine.arguments[1] == "--version" { return print(Version.number) }
    main(nil)
  }
}
