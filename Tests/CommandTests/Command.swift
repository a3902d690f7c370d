import Foundation

/// The built command, run as a process, as a user or cron would.
struct Command {
  struct Outcome {
    var code: Int32
    var output: String
    var errors: String
  }

  /// The repository's root.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let seeds = root.appendingPathComponent("seeds")

  /// NIGHTDESK_BINARY, or the one that was built beside these tests.
  static let binary: URL = {
    if let path = ProcessInfo.processInfo.environment["NIGHTDESK_BINARY"] { return URL(fileURLWithPath: path) }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("nightdesk")
  }()

  /// Runs nightdesk with nothing in the environment but what is given: cron gives little more.
  static func nightdesk(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:], input: Data? = nil
  ) throws -> Outcome {
    try run(binary, arguments, in: folder, environment: environment, input: input)
  }

  /// Runs a program of the system's.
  static func tool(_ name: String, _ arguments: [String], in folder: URL? = nil) throws -> Outcome {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try run(
      URL(fileURLWithPath: "/usr/bin/env"), [name] + arguments, in: folder, environment: ["PATH": path])
  }

  private static func run(
    _ program: URL, _ arguments: [String], in folder: URL?, environment: [String: String], input: Data? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder ?? root
    // Files, not pipes: a pipe that nobody empties would stop a talkative process.
    let scratch = try TemporaryFolder()
    process.standardInput = FileHandle.nullDevice
    if let input { process.standardInput = try FileHandle(forReadingFrom: scratch.write("in", input)) }
    let files = ["out", "err"].map { scratch.url.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    // As a shell reports it: a signal is 128 and its number.
    let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(code: code, output: texts[0], errors: texts[1])
  }
}

/// A folder that is gone when nobody holds it any more.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("nightdesk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> URL { try write(name, Data(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ data: Data) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  /// A folder in it, as a path; not made.
  func folder(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// Every file below a folder but the engine's own, by its path, with its bytes.
func tree(_ folder: String) throws -> [String: Data] {
  let root = URL(fileURLWithPath: folder)
  var files: [String: Data] = [:]
  guard let names = FileManager.default.enumerator(atPath: folder) else { return files }
  for case let name as String in names where !name.hasPrefix(".nightdesk") {
    var isFolder: ObjCBool = false
    let file = root.appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
      continue
    }
    files[name] = try Data(contentsOf: file)
  }
  return files
}

/// A run over the seeds that the tests of one process share; it must succeed.
enum SeedRun {
  static let output: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    // What is static is never freed.
    atexit { if let folder = try? SeedRun.output.get() { try? FileManager.default.removeItem(at: folder.url) } }
    let outcome = try Command.nightdesk(["run", "--input", Command.seeds.path, "--output", folder.folder("out")])
    guard outcome.code == 0 else { throw Failed(outcome: outcome) }
    return folder
  }

  struct Failed: Error {
    var outcome: Command.Outcome
  }

  static func path() throws -> String { try output.get().folder("out") }
}
