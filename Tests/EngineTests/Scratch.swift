import Foundation

@testable import Engine

/// A folder of articles and one of artifacts, gone when the test is.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("nightdesk-engine-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url.appendingPathComponent("in"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var input: String { url.path + "/in" }
  var output: String { url.path + "/out" }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func write(_ name: String, _ data: Data) throws {
    let file = url.appendingPathComponent("in/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: input + "/" + name) }

  /// An article of a few sentences that no other number gives.
  static func article(_ number: Int) -> String {
    """
    Harbour report number \(number)

    Mayor Edda Quill said on Tuesday that pier \(number) would close. "We will open it again in spring," she said.

    The council of Port Wessing voted \(number % 9 + 2) to 1. Fishermen were angry about it. Nobody was hurt.

    """
  }

  /// Runs over the folders, in this process.
  @discardableResult
  func run(
    output: String? = nil, workers: Int = 2, options: RunOptions = RunOptions(), settings: [String] = []
  ) throws -> RunOutcome {
    var configuration = try ConfigurationReader.read(file: nil, settings: settings)
    configuration.input = input
    configuration.output = output ?? self.output
    configuration.workers = workers
    return try Run(configuration, options).perform()
  }

  /// Every public file below an output folder: path and bytes.
  func artifacts(_ output: String? = nil) throws -> [String: Data] {
    let root = output ?? self.output
    var found: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      guard !name.hasPrefix(".nightdesk") else { continue }
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder), !isFolder.boolValue
      else {
        continue
      }
      found[name] = try Data(contentsOf: URL(fileURLWithPath: root + "/" + name))
    }
    return found
  }

  /// What a run that knows nothing of earlier ones makes of the same input.
  func cleanArtifacts(settings: [String] = []) throws -> [String: Data] {
    let folder = url.path + "/clean-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try run(output: folder, settings: settings)
    return try artifacts(folder)
  }
}

extension Data {
  /// The same cut, with a bit turned, or with some bytes overwritten, by turns; and where.
  func damaged(_ step: Int, _ dice: inout Dice) -> (bytes: Data, at: Int) {
    var bytes = self
    let at = Int.random(in: 0..<bytes.count, using: &dice)
    switch step % 3 {
    case 0: bytes = bytes.prefix(at)
    case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    default: bytes.replaceSubrange(at..<Swift.min(bytes.count, at + 9), with: Data(repeating: 0xFF, count: 9))
    }
    return (bytes, at)
  }
}

/// A generator of numbers that gives the same ones for the same seed.
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
