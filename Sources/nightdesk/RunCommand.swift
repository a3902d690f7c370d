import ArgumentParser
import Dispatch
import Documents
import Edition
import Engine
import Glibc
import Report

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Makes the artifacts of every article that is new or changed.",
    discussion: ExitStatus.table)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "How many documents are worked on side by side; 0: one for each processor.")
  var jobs: Int?

  @Option(help: "One stage, and what it needs: normalization, sentences, entities, quotes or summaries.")
  var only: String?

  @Option(
    help: ArgumentHelp(
      "One share of the inputs, as 0/4 to 3/4, without what is over all documents: `nightdesk merge` makes that.",
      valueName: "i/n"))
  var shard: String?

  @Flag(help: "Make everything anew, whatever was made before.")
  var force = false

  @Flag(help: "Remove the artifacts of vanished inputs even if over a fifth of all vanished at once.")
  var allowMassDelete = false

  @Option(help: "Wait so many seconds for another run to end.")
  var wait: Double = 0

  @Flag(help: "Leave report/ as it is: `nightdesk report` makes it when somebody wants it.")
  var noReport = false

  @Flag(help: "Say what would be done and why, and do nothing.")
  var dryRun = false

  @Flag(help: "Say why each document is remade.")
  var explain = false

  @Option(help: "A .prom file for Prometheus' textfile collector.")
  var metrics: String?

  @Option(help: "A file that gets the time and the exit code of the run.")
  var pingFile: String?

  @Flag(help: "One JSON object a line on standard output: a document, then the summary.")
  var json = false

  @Flag(name: .shortAndLong, help: "Nothing on standard error but what stops the run.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "A line for each document, and the summary.")
  var verbose = false

  @Option(help: "How lines on standard error look: text, or json for one JSON object a line.")
  var logFormat = "text"

  @Flag(help: ArgumentHelp("Work in this process, not in a child that a document may bring down.", visibility: .hidden))
  var inProcess = false

  func run() throws {
    let began = WallClock.now
    guard let format = LogFormat(rawValue: logFormat) else {
      throw ValidationError("--log-format takes text or json, not \(logFormat)")
    }
    LineHandler.use(format)
    let configuration: Configuration
    do {
      configuration = try options.configuration(jobs: jobs)
    } catch let code as ExitCode {
      health(nil, code.rawValue, 0)
      throw code
    }
    var stage: Stage?
    if let only {
      stage = Stage(name: only)
      guard stage != nil else {
        throw ValidationError("--only takes normalization, sentences, entities, quotes or summaries, not \(only)")
      }
    }
    var runOptions = RunOptions()
    runOptions.only = stage
    if let shard {
      guard let part = Shard(shard) else { throw ValidationError("--shard takes i/n, as 0/4 to 3/4, not \(shard)") }
      runOptions.shard = part
    }
    runOptions.force = force
    runOptions.allowMassDelete = allowMassDelete
    var code: Int32
    do {
      guard access(configuration.input, F_OK) == 0 else {
        complain("\(configuration.input): no such folder; name the folder of articles with --input")
        throw ExitStatus.noInput.code
      }
      if dryRun {
        try explain(configuration, runOptions)
        return
      }
      // Both processes hold the lock: it is free when the last of them has ended.
      let lock = try lock(configuration.output)
      defer { withExtendedLifetime(lock) {} }
      if !inProcess, let board = LaneBoard() {
        runOptions.board = board
        let supervisor = Supervisor(board, seconds: configuration.limits.seconds) { place in
          complain("the run stood still and is begun again: please report this (\(place))")
        }
        let end = supervisor.run { orders in
          runOptions.orders = orders
          return work(configuration, runOptions, began)
        }
        switch end {
        case .exit(let status): code = status
        case .died(let signal):
          complain("the run died (signal \(signal)) outside of any document; what was done is kept, please report this")
          code = ExitStatus.ourFault.rawValue
          health(nil, code, Double(WallClock.now - began))
        case .stoodStill:
          code = ExitStatus.ourFault.rawValue
          health(nil, code, Double(WallClock.now - began))
        }
      } else {
        code = work(configuration, runOptions, began)
      }
    } catch let status as ExitCode {
      code = status.rawValue
      health(nil, code, Double(WallClock.now - began))
    }
    if code != 0 { throw ExitCode(code) }
  }

  private func lock(_ output: String) throws -> RunLock {
    do {
      return try RunLock(output: output, waiting: wait)
    } catch {
      switch error {
      case .held(let holder):
        complain("\(output): another run is at work (\(holder)); --wait SECONDS waits for it")
        throw ExitStatus.locked.code
      case .unusable(let error):
        complain(error.text)
        throw (ExitStatus.of(error) == .permission ? ExitStatus.permission : .cannotCreate).code
      }
    }
  }

  private func explain(_ configuration: Configuration, _ options: RunOptions) throws {
    do {
      let explanation = try Run(configuration, options).explain()
      for item in explanation.items { print(item.text) }
      for path in explanation.gone { print("\(Printable.line(path)): is gone: its artifacts are removed") }
      for path in explanation.kept {
        print("\(Printable.line(path)): is gone with too many others: its artifacts stay")
      }
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let failure as RunFailure {
      throw told(failure).code
    }
  }

  /// A run that writes what changed without a document: index.json, the corpus, the report. The lock is held by the caller.
  static func finish(_ configuration: Configuration) throws -> RunOutcome {
    let run = try Run(configuration)
    run.report = { index in
      try ReportFolder.make(
        RunFolder(configuration.output), index: RunIndex(json: index), configuration.report
      ).files
    }
    return try run.perform()
  }

  /// The run itself; gives its exit code.
  private func work(_ configuration: Configuration, _ options: RunOptions, _ began: Int) -> Int32 {
    let observer = RunPrinter(json: json, quiet: quiet, verbose: verbose)
    var outcome: RunOutcome?
    var code: Int32
    var clock = timespec()
    clock_gettime(CLOCK_MONOTONIC, &clock)
    let start = clock
    do {
      let run = try Run(configuration, options, observer: observer)
      if explain { for item in try run.explain().items { complain(line: item.text) } }
      if !noReport {
        run.report = { index in
          try ReportFolder.make(
            RunFolder(configuration.output), index: RunIndex(json: index), configuration.report
          ).files
        }
      }
      let signals = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { run.stop(signal: number) }
        source.activate()
        return source
      }
      defer { for source in signals { source.cancel() } }
      let ended = try run.perform()
      outcome = ended
      observer.finish(ended)
      code = status(ended, configuration)
      clock_gettime(CLOCK_MONOTONIC, &clock)
      try run.remember(began: began, seconds: seconds(start, clock), exit: code, version: Version.number)
    } catch let problems as Diagnostics {
      complain(problems)
      code = ExitStatus.configuration.rawValue
    } catch let failure as RunFailure {
      observer.clear()
      code = told(failure).rawValue
    } catch let error as SystemError {
      complain(error.text)
      code = ExitStatus.of(error).rawValue
    } catch {
      complain("\(error)")
      code = ExitStatus.ourFault.rawValue
    }
    clock_gettime(CLOCK_MONOTONIC, &clock)
    health(outcome, code, seconds(start, clock))
    return code
  }

  private func seconds(_ start: timespec, _ end: timespec) -> Double {
    Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
  }

  /// Says what a finished run leaves to be said, and gives its exit code.
  private func status(_ outcome: RunOutcome, _ configuration: Configuration) -> Int32 {
    for warning in outcome.warnings where !quiet { complain(line: warning.text) }
    if let failure = outcome.reportFailure { complain("the report was not made: \(Printable.line(failure))") }
    if outcome.signal != 0 { return 128 + outcome.signal }
    if outcome.inputs == 0, outcome.ok + outcome.failed + outcome.skipped == 0 {
      complain("\(configuration.input): there is nothing to read in it")
      return ExitStatus.noInput.rawValue
    }
    if outcome.vanished > 0 {
      complain(
        "\(outcome.vanished) of the inputs of the last run are not in \(configuration.input): is it mounted? "
          + "Their artifacts stay; --allow-mass-delete removes them")
    }
    // A shard may be one bad document.
    if outcome.failed > 0, outcome.ok + outcome.skipped == 0, shard == nil { return ExitStatus.nothingUsable.rawValue }
    return outcome.failed > 0 || outcome.left > 0 || outcome.vanished > 0 ? ExitStatus.someFailed.rawValue : 0
  }

  private func health(_ outcome: RunOutcome?, _ code: Int32, _ seconds: Double) {
    do {
      if let metrics { try Health.writeMetrics(metrics, outcome: outcome, exit: code, seconds: seconds) }
      if let pingFile { try Health.writePing(pingFile, exit: code) }
    } catch { complain(error.text) }
  }
}

/// Says why a run could not be finished; gives the status.
func told(_ failure: RunFailure) -> ExitStatus {
  switch failure {
  case .configuration(let problems):
    complain(problems)
    return .configuration
  case .input(let error):
    complain(error.text)
    return error.code == EACCES ? .permission : .noInput
  case .output(let error):
    complain(error.text)
    return .of(error)
  case .newerOutput(let what):
    complain(
      "a later nightdesk wrote this output folder (\(what)), and nothing in it was touched; "
        + "run that version, or name another folder with --output")
    return .cannotCreate
  }
}

/// Tells how a run goes: a moving line on a terminal, failures on standard error, JSON lines on standard output.
final class RunPrinter: RunObserver, @unchecked Sendable {
  private let json: Bool
  private let quiet: Bool
  private let verbose: Bool
  private let moving: Bool
  private var lastShown = 0

  init(json: Bool, quiet: Bool, verbose: Bool) {
    self.json = json
    self.quiet = quiet
    self.verbose = verbose
    moving = !quiet && !json && isatty(STDERR_FILENO) == 1
  }

  func progress(done: Int, total: Int) {
    guard moving else { return }
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let now = time.tv_sec * 10 + time.tv_nsec / 100_000_000
    guard now != lastShown || done == total else { return }
    lastShown = now
    put("\r\u{1B}[K\(done) of \(total)", STDERR_FILENO)
  }

  func clear() { if moving { put("\r\u{1B}[K", STDERR_FILENO) } }

  func ended(id: String, source: String, status: DocumentStatus, code: String, message: String, made: [Stage]) {
    if json {
      var w = JSONWriter(reserving: 256)
      w.object { w in
        w.key("error")
        if code.isEmpty {
          w.null()
        } else {
          w.object { w in
            w.key("code")
            w.string(code)
            w.key("message")
            w.string(message)
          }
        }
        w.key("id")
        w.string(id)
        w.key("made")
        w.array(made) { $0.string($1.folder) }
        w.key("message_type")
        w.string("document")
        w.key("source")
        w.string(source)
        w.key("status")
        w.string(status.name)
      }
      put(String(decoding: w.finish(), as: UTF8.self), STDOUT_FILENO)
    }
    guard verbose else { return }
    clear()
    let what =
      code.isEmpty ? made.map(\.folder).joined(separator: " ") : "\(status.name): \(code): \(Printable.line(message))"
    complain(line: "\(Printable.line(id)): \(what)")
  }

  func finish(_ outcome: RunOutcome) {
    clear()
    if json {
      var w = JSONWriter(reserving: 256)
      w.object { w in
        w.key("changed")
        w.int(outcome.changed)
        w.key("failed")
        w.int(outcome.failed)
        w.key("left")
        w.int(outcome.left)
        w.key("message_type")
        w.string("summary")
        w.key("ok")
        w.int(outcome.ok)
        w.key("removed")
        w.int(outcome.removed)
        w.key("reused")
        w.int(outcome.reused)
        w.key("skipped")
        w.int(outcome.skipped)
        w.key("stories")
        w.int(outcome.stories)
      }
      put(String(decoding: w.finish(), as: UTF8.self), STDOUT_FILENO)
    }
    guard !quiet else { return }
    if !verbose {
      // At most twenty lines: this may come by mail.
      for failure in outcome.failures {
        complain(line: "\(Printable.line(failure.source)): \(failure.code): \(Printable.line(failure.message))")
      }
      let more = outcome.failed - outcome.failures.count
      if more > 0 { complain(line: "and \(more) more: index.json has them all") }
    }
    if verbose || outcome.failed > 0 || outcome.left > 0 || moving { complain(line: "nightdesk: \(outcome.summary)") }
  }

  private func put(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
