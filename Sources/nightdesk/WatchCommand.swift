import ArgumentParser
import Documents
import Engine
import Glibc

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Runs again whenever an article, a lexicon, a rule or the configuration changes.",
    discussion: """
      For somebody who edits articles or rules; it ends with Ctrl-C. Open report/live.html in the output folder beside it: it \
      shows the report anew after each run that changed it, or one page of it: report/live.html#articles/PAGE.html.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "How many documents are worked on side by side; 0: one for each processor.")
  var jobs: Int?

  func run() throws {
    while true {
      // Read each time: the configuration may be what changed. A mistake in it is told by the run below.
      let configuration = (try? options.configuration(jobs: jobs)) ?? Configuration()
      let file = options.config ?? "pipeline.yaml"
      let home = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
      var folders = [configuration.input] + configuration.languages + configuration.lexicons
      folders += configuration.corrections.map { path in
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
      }
      if access(file, F_OK) == 0 { folders.append(home) }
      let watch = FolderWatch(folders, skip: configuration.output)
      let descriptor: Int32
      do {
        descriptor = try watch.begin()
      } catch {
        complain(error.text)
        throw ExitStatus.disk.code
      }
      defer { close(descriptor) }
      runOnce()
      live(configuration.output)
      guard watch.wait(descriptor) else { throw ExitStatus.disk.code }
    }
  }

  /// Puts the page that shows itself anew beside the report, and tells it when the report is another.
  private func live(_ output: String) {
    let report = "\(output)/report"
    var status = stat()
    // Every run that changes anything replaces it.
    guard stat("\(output)/index.json", &status) == 0, access(report, F_OK) == 0 else { return }
    do {
      for file in LanguagePack.embedded(below: "watch/") {
        try NewFile.write(String(decoding: file.bytes, as: UTF8.self), to: "\(report)/\(file.name)")
      }
      let version = "\(status.st_ino)-\(status.st_mtim.tv_sec)-\(status.st_mtim.tv_nsec)"
      try NewFile.write("nightdesk.version(\"\(version)\");\n", to: "\(report)/live-version.js")
    } catch { complain(error.text) }
  }

  /// A run of its own process: what it reads, rules included, is read anew.
  private func runOnce() {
    var arguments = ["nightdesk", "run", "--verbose"]
    if let config = options.config { arguments += ["--config", config] }
    if let input = options.input { arguments += ["--input", input] }
    if let output = options.output { arguments += ["--output", output] }
    if let day = options.asOf { arguments += ["--as-of", day] }
    for setting in options.settings { arguments += ["--set", setting] }
    if let jobs { arguments += ["--jobs", String(jobs)] }
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var child: pid_t = 0
    guard posix_spawn(&child, "/proc/self/exe", nil, nil, &pointers, environ) == 0 else {
      return complain("the run cannot be started: \(String(cString: strerror(errno)))")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
  }
}
