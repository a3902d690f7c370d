import ArgumentParser
import Documents
import Edition
import Engine
import Glibc
import Report

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Puts the shards of a run together, and makes what is over all documents.",
    discussion: """
      What stands in the output folder afterwards is what one run would have written. The shards stay as they are.

        nightdesk run --input articles --output part-0 --shard 0/2
        nightdesk run --input articles --output part-1 --shard 1/2
        nightdesk merge part-0 part-1 --output edition

      """)

  @Argument(help: "The output folders of all shards of one input.")
  var shards: [String]

  @Option(
    help:
      "The configuration the shards were made with; without it pipeline.yaml of the current folder, if there is one.")
  var config: String?

  @Option(help: "The folder of artifacts.")
  var output: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Any key of pipeline.yaml, as the shards were made with.", valueName: "key=value"))
  var settings: [String] = []

  @Flag(name: .shortAndLong, help: "A summary of what was merged.")
  var verbose = false

  func run() throws {
    let began = WallClock.now
    let configuration = try ConfigurationOptions.read(config: config, settings: settings) { reader in
      if let output { reader.set("output", output, flag: "--output") }
    }
    for shard in shards {
      guard access(shard, F_OK) == 0 else {
        complain("\(shard): no such folder")
        throw ExitStatus.noInput.code
      }
    }
    do {
      // Nobody may be at work in a shard, nor in the output.
      let locks = try ([configuration.output] + shards).map { folder in try RunLock(output: folder) }
      defer { withExtendedLifetime(locks) {} }
      let run = try Run(configuration)
      run.report = { index in
        try ReportFolder.make(RunFolder(configuration.output), index: RunIndex(json: index)).files
      }
      let outcome = try run.merge(shards)
      if let failure = outcome.reportFailure { complain("the report was not made: \(Printable.line(failure))") }
      for failure in outcome.failures {
        complain(line: "\(Printable.line(failure.source)): \(failure.code): \(Printable.line(failure.message))")
      }
      if verbose || outcome.failed > 0 { complain(line: "nightdesk: \(outcome.summary)") }
      let code: Int32 =
        outcome.failed == 0
        ? 0 : (outcome.ok + outcome.skipped == 0 ? ExitStatus.nothingUsable : .someFailed).rawValue
      try run.remember(
        began: began, seconds: Double(WallClock.now - began), exit: code, version: Version.number)
      if code != 0 { throw ExitCode(code) }
    } catch let failure as MergeFailure {
      switch failure {
      case .shards(let problems):
        for problem in problems { complain(problem) }
        throw ExitStatus.nothingUsable.code
      case .run(let failure): throw told(failure).code
      }
    } catch let failure as RunLock.Failure {
      switch failure {
      case .held(let holder):
        complain("a run is at work in one of the folders (\(holder))")
        throw ExitStatus.locked.code
      case .unusable(let error):
        complain(error.text)
        throw (ExitStatus.of(error) == .permission ? ExitStatus.permission : .cannotCreate).code
      }
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let error as SystemError {
      complain(error.text)
      throw ExitStatus.of(error).code
    }
  }
}
