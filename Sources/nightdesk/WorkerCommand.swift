import ArgumentParser
import Documents
import Engine
import Glibc

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "JSON lines in, JSON lines out, for engines that spread work over machines.",
    discussion: """
      One answer a line, in the order of the lines, until standard input ends; then the exit status is 0, whatever the
      documents did: what went wrong with one is its answer. Any other status means that the input is to be done again.

        echo '{"v":1,"id":"a","text":"The port reopened on Monday, Mayor Ada Okafor said."}' | nightdesk worker
        nightdesk worker --jobs 4 --artifacts quotes,summaries < articles.jsonl > answers.jsonl
        nightdesk worker --warc CC-NEWS-20251108-00001.warc.gz > answers.jsonl
        nightdesk worker --describe

      A line of --stage doc has "id" and one of "text" (or any article of JSON lines), "path" and "raw_b64"; it may have
      "source_path", "key" (which article of several), "url", "outlet", "published" and "opts":{"artifacts":[…],"several":true}.
      docs/cluster.md has all of the protocol.
      """)

  @Option(help: "What a line is: doc, link, story or quotes.")
  var stage = "doc"

  @Option(help: "How many lines are worked on side by side; 0: one for each processor.")
  var jobs = 1

  @Option(
    help: "What answers to documents hold, in a list with commas: \(WorkerOptions.parts.joined(separator: ", ")).")
  var artifacts: String?

  @Option(
    parsing: .upToNextOption,
    help: "Read these web archives (.warc, .warc.gz; - is standard input), one answer a page, instead of lines.")
  var warc: [String] = []

  @Option(help: "The name of an archive that comes on standard input: ids begin with it.")
  var name = "archive"

  @Option(help: "The longest line that is read, in bytes.")
  var maxLine = 16 << 20

  @Option(help: "The memory that one child may take, in MiB.")
  var maxMemory = 4096

  @Option(help: "When answers are written: auto (nothing else to do, or many), or line (each at once).")
  var flush = "auto"

  @Flag(help: "Answers as they are ready; \"seq\" is the number of the line.")
  var unordered = false

  @Flag(help: "Add \"ms\", the time a line took; answers are then no longer the same each time.")
  var timing = false

  @Flag(help: "Write one JSON object about this worker (protocol, stages, codes, digest of the rules), and end.")
  var describe = false

  @Option(help: "The configuration; without it pipeline.yaml of the current folder, if there is one.")
  var config: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Any key of pipeline.yaml, as summaries.budget.words=100.", valueName: "key=value"))
  var settings: [String] = []

  func run() throws {
    var options = WorkerOptions()
    guard let stage = WorkerStage(rawValue: stage) else {
      throw ValidationError(
        "--stage takes \(WorkerStage.allCases.map(\.rawValue).joined(separator: ", ")), not \(stage)")
    }
    guard ["auto", "line"].contains(flush) else { throw ValidationError("--flush takes auto or line, not \(flush)") }
    guard jobs >= 0, jobs <= 256 else { throw ValidationError("--jobs takes 0 to 256, not \(jobs)") }
    guard maxLine >= 1024, maxLine <= 1 << 30 else {
      throw ValidationError("--max-line takes 1024 to \(1 << 30) bytes, not \(maxLine)")
    }
    guard maxMemory >= 256 else { throw ValidationError("--max-memory takes 256 MiB and more, not \(maxMemory)") }
    options.stage = stage
    options.jobs = jobs > 0 ? jobs : max(1, min(256, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    options.maxLine = maxLine
    options.archives = warc
    options.archiveName = name
    guard warc.isEmpty || stage == .doc else { throw ValidationError("--warc is for --stage doc") }
    options.maxMemory = maxMemory << 20
    options.flushesEachLine = flush == "line"
    options.isUnordered = unordered
    options.tellsTime = timing
    if let artifacts {
      options.parts = Set(artifacts.split(separator: ",").map(String.init))
      if let odd = options.parts.subtracting(WorkerOptions.parts).min() {
        throw ValidationError("--artifacts takes \(WorkerOptions.parts.joined(separator: ", ")), not \(odd)")
      }
    }
    let configuration = try ConfigurationOptions.read(config: config, settings: settings)
    if !describe, !configuration.corrections.isEmpty || configuration.keep > 0 {
      // Whether a correction finds nothing, and which day is the newest, only somebody knows who sees all articles.
      complain("a worker applies no corrections and no corpus.keep: they belong to nightdesk run and merge")
    }
    do {
      let worker = try Worker(configuration, options)
      if describe { return print(description(worker)) }
      try worker.run()
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let failure as Worker.Failure {
      switch failure {
      case .input(let error), .output(let error):
        complain(error.text)
        throw ExitStatus.disk.code
      case .children:
        complain("the worker's children cannot be started, or die at once: is there memory enough?")
        throw ExitStatus.ourFault.code
      }
    }
  }

  private func description(_ worker: Worker) -> String {
    var w = JSONWriter(reserving: 512)
    w.object { w in
      w.key("artifacts")
      w.array(WorkerOptions.parts) { $0.string($1) }
      w.key("codes")
      w.array(WorkerCode.allCases) { $0.string($1.rawValue) }
      w.key("nightdesk")
      w.string(Version.number)
      w.key("protocol")
      w.int(1)
      w.key("rules")
      w.string(worker.rules)
      w.key("stages")
      w.array(WorkerStage.allCases) { $0.string($1.rawValue) }
    }
    return String(decoding: w.bytes, as: UTF8.self)
  }
}
