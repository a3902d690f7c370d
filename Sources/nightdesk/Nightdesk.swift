import ArgumentParser

@main
struct Nightdesk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightdesk", abstract: "Reads a folder of news articles, writes JSON.",
    discussion: ExitStatus.table, version: "0.1.0",
    subcommands: [
      RunCommand.self, QueryCommand.self, ExplainCommand.self, ExportCommand.self, ReportCommand.self,
      SchemaCommand.self,
    ])
}
