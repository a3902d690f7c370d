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

  @Flag(help: "Make everything anew, whatever was made before.")
  var force = false

  @Flag(help: "Remove the artifacts of vanished inputs even if over a fifth of all vanished at once.")
  var allowMassDelete = false

  @Option(help: "Wait so many seconds for another run to end.")
  var wait: Double = 0

  @Flag(help: "One JSON object a line on standard output: a document, then the summary.")
  var json = false

  @Flag(name: .shortAndLong, help: "Nothing on standard error but what stops the run.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "A line for each document, and the summary.")
  var verbose = false

  func run() throws {
    let configuration = try options.configuration(jobs: jobs)
    var runOptions = RunOptions()
    runOptions.force = force
    runOptions.allowMassDelete = allowMassDelete
    if let only {
      guard let stage = Stage(name: only) else {
        throw ValidationError("--only takes normalization, sentences, entities, quotes or summaries, not \(only)")
      }
      runOptions.only = stage
    }
    let observer = RunPrinter(json: json, quiet: quiet, verbose: verbose)
    let outcome: RunOutcome
    do {
      guard access(configuration.input, F_OK) == 0 else {
        complain("\(configuration.input): no such folder; name the folder of articles with --input")
        throw ExitStatus.noInput.code
      }
      let lock = try RunLock(output: configuration.output, waiting: wait)
      defer { withExtendedLifetime(lock) {} }
      let run = try Run(configuration, runOptions, observer: observer)
      run.report = { index in
        let folder = RunFolder(configuration.output)
        _ = try ReportFolder.make(folder, index: RunIndex(json: index))
      }
      let signals = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { run.stop(signal: number) }
        source.activate()
        return source
      }
      defer { for source in signals { source.cancel() } }
      outcome = try run.perform()
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let failure as RunLock.Failure {
      switch failure {
      case .held(let holder):
        complain("\(configuration.output): another run is at work (\(holder)); --wait SECONDS waits for it")
        throw ExitStatus.locked.code
      case .unusable(let error):
        complain(error.text)
        throw
          (error.code == EACCES || error.code == EPERM || error.code == EROFS ? ExitStatus.permission : .cannotCreate)
          .code
      }
    } catch let failure as RunFailure {
      observer.clear()
      switch failure {
      case .configuration(let problems):
        complain(problems)
        throw ExitStatus.configuration.code
      case .input(let error):
        complain(error.text)
        throw (error.code == EACCES ? ExitStatus.permission : .noInput).code
      case .output(let error):
        complain(error.text)
        throw ExitStatus.of(error).code
      }
    }
    observer.finish(outcome)
    if let failure = outcome.reportFailure { complain("the report was not made: \(Printable.line(failure))") }
    if outcome.signal != 0 { throw ExitCode(128 + outcome.signal) }
    if outcome.inputs == 0, outcome.ok + outcome.failed + outcome.skipped == 0 {
      complain("\(configuration.input): there is nothing to read in it")
      throw ExitStatus.noInput.code
    }
    if outcome.vanished > 0 {
      complain(
        "\(outcome.vanished) of the inputs of the last run are not in \(configuration.input): is it mounted? Their artifacts stay; --allow-mass-delete removes them"
      )
    }
    if outcome.failed > 0, outcome.ok + outcome.skipped == 0 { throw ExitStatus.nothingUsable.code }
    if outcome.failed > 0 || outcome.left > 0 || outcome.vanished > 0 { throw ExitStatus.someFailed.code }
  }
}

/// Tells how a run goes: a moving line on a terminal, failures on standard error, JSON lines on standard output.
final class RunPrinter: RunObserver, @unchecked Sendable {
  private let json: Bool
  private let quiet: Bool
  private let verbose: Bool
  private let moving: Bool
  private var failures = 0
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
    guard !quiet else { return }
    if status == .failed {
      failures += 1
      // At most twenty lines: this may come by mail.
      guard verbose || failures < 19 else { return }
      clear()
      complain(line: "\(Printable.line(source)): \(code): \(Printable.line(message))")
    } else if verbose {
      clear()
      let what = status == .skipped ? "skipped: \(Printable.line(message))" : made.map(\.folder).joined(separator: " ")
      complain(line: "\(Printable.line(id)): \(what)")
    }
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
    if verbose || outcome.failed > 0 || outcome.left > 0 || moving { complain(line: "nightdesk: \(outcome.summary)") }
  }

  private func put(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }
}
