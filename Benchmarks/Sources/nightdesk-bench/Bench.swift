import CMeasure
import Documents
import Glibc
import Normalization

/// nightdesk-bench [--seconds S] [--step NAME] [--keep-lines] [--marks] FILE...
///
/// Measures each step (or one, for a profiler) on the articles in the files, on one core, and prints one JSON object. With --marks each stage
/// runs once, between marks that callgrind sees: scripts/bench counts instructions so.
@main
struct Bench {
  var seconds = 1.0
  var step: String?
  var furniture = true
  var marks = false
  var paths: [String] = []

  static func main() throws {
    let bench = Bench(CommandLine.arguments.dropFirst())
    let files = bench.paths.map {
      SourceFile(path: String($0.split(separator: "/").last ?? "article"), bytes: read($0), sha256: "")
    }
    let workload = try Workload(files, furniture: bench.furniture)
    if bench.marks { try bench.mark(workload) } else { try bench.measure(workload) }
  }

  private init(_ arguments: ArraySlice<String>) {
    var arguments = arguments
    while let argument = arguments.popFirst() {
      switch argument {
      case "--seconds":
        guard let value = arguments.popFirst().flatMap(Double.init), value > 0 else {
          Self.fail("--seconds takes a number")
        }
        seconds = value
      case "--step": step = arguments.popFirst()
      case "--keep-lines": furniture = false
      case "--marks": marks = true
      case _ where argument.hasPrefix("-"): Self.fail("there is no \(argument)")
      default: paths.append(argument)
      }
    }
    if paths.isEmpty { Self.fail("name the files of the articles") }
  }

  private func mark(_ workload: Workload) throws {
    // Once before, so that what is made at first use is there.
    for step in workload.stages { _ = try step.once() }
    measure_mark_setup()
    for step in workload.stages {
      _ = try step.once()
      step.mark?()
    }
  }

  private func measure(_ workload: Workload) throws {
    let scratch = Self.folder()
    let steps = (workload.stages + workload.limits(scratch: scratch))
      .filter { step == nil || $0.name == step }.sorted { $0.name < $1.name }
    let articles = workload.artifacts.count
    let figures = try steps.map { try Figures($0, seconds: seconds, articles: articles) }
    for i in workload.json.indices { for k in 0..<5 { unlink("\(scratch)/\(i)-\(k)") } }
    rmdir(scratch)
    var w = JSONWriter()
    w.object { w in
      w.key("articles")
      w.int(articles)
      w.key("steps")
      w.object { w in
        for (step, figures) in zip(steps, figures) {
          w.key(step.name)
          w.object { w in
            w.key("allocationsPerArticle")
            w.number(figures.allocations.rounded())
            w.key("articlesPerSecond")
            w.number((Double(articles) / figures.seconds).rounded())
            w.key("bytesPerSecond")
            w.number((Double(step.bytes) / figures.seconds).rounded())
            w.key("wordsPerSecond")
            w.number((Double(workload.words) / figures.seconds).rounded())
          }
        }
      }
      w.key("textBytes")
      w.int(workload.textBytes)
      w.key("words")
      w.int(workload.words)
    }
    print(String(decoding: w.finish(), as: UTF8.self), terminator: "")
  }

  private static func fail(_ text: String) -> Never {
    let bytes = Array("nightdesk-bench: \(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
    exit(64)
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fail("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  private static func folder() -> String {
    var template = Array("/tmp/nightdesk-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fail("cannot make a folder in /tmp") }
    return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
