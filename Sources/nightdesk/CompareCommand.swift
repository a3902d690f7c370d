import ArgumentParser
import Comparison
import Documents
import Edition
import Engine
import Glibc

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "What another version, rule or list changes in the output: counts and examples.",
    discussion: """
      The output folder is what was before; what it is compared with comes after. Ends with 0 where both say the same, \
      with 1 where they do not.

      EXAMPLES:
        nightdesk compare /srv/edition.new                      another output folder
        nightdesk compare --with /tmp/nightdesk-1.3/nightdesk   another version, over the same articles
        nightdesk compare --with-config trial.yaml --json       an edited rule, list or option
      """)

  @Argument(help: ArgumentHelp("An output folder to compare with.", valueName: "other-output"))
  var other: String?

  @OptionGroup var options: ConfigurationOptions

  @Option(
    name: .customLong("with"), help: ArgumentHelp("A nightdesk to run over the same articles.", valueName: "program"))
  var program: String?

  @Option(help: ArgumentHelp("A configuration to run with over the same articles.", valueName: "file"))
  var withConfig: String?

  @Option(help: "How many kinds of change are told.") var limit = 20

  @Flag(help: "One JSON object.") var json = false

  func run() throws {
    let configuration = try options.configuration()
    let given = (other == nil ? 0 : 1) + (program == nil && withConfig == nil ? 0 : 1)
    guard given == 1 else {
      throw ValidationError("say what to compare with: another output folder, or --with PROGRAM, or --with-config FILE")
    }
    if let other { return try compare(configuration.output, other) }
    let scratch: ScratchFolder
    do { scratch = try ScratchFolder() } catch {
      complain(error.text)
      throw ExitStatus.cannotCreate.code
    }
    defer { scratch.remove() }
    try make(scratch.path, configuration)
    try compare(configuration.output, scratch.path)
  }

  private func compare(_ before: String, _ after: String) throws {
    // A folder that is no run is told with its own name.
    try reading(before) { _ = try $0.read("index.json") }
    try reading(after) { second in
      let comparison = try Comparison(RunFolder(before), second)
      if json {
        print(String(decoding: comparison.json(), as: UTF8.self), terminator: "")
      } else {
        print("from \(before) to \(program ?? withConfig ?? after)\n")
        print(comparison.text(limit: limit, printable: Printable.line))
      }
      if !comparison.isSame { throw ExitCode(1) }
    }
  }

  /// A run of the other program or configuration, into a folder of its own.
  private func make(_ output: String, _ configuration: Configuration) throws {
    let path = program ?? "/proc/self/exe"
    var arguments = [path, "run", "--quiet", "--input", configuration.input, "--output", output]
    if let file = withConfig ?? options.config { arguments += ["--config", file] }
    for setting in options.settings { arguments += ["--set", setting] }
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var child: pid_t = 0
    let failure = posix_spawnp(&child, path, nil, nil, &pointers, environ)
    guard failure == 0 else {
      complain("\(path) cannot be started: \(String(cString: strerror(failure)))")
      throw ExitStatus.noInput.code
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    // 1: some documents failed; they are told as such below.
    guard code <= 1 else {
      complain("\(path) ended with \(code)")
      throw ExitCode(code)
    }
  }
}
