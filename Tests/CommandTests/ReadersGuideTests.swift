import Foundation
import Testing

/// The examples of docs/reading.md, each run as it stands.
@Suite struct ReadersGuideTests {
  private static let examples: [String] = {
    let file = Command.root.appendingPathComponent("docs/reading.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "```sh\n").dropFirst().compactMap { $0.components(separatedBy: "\n```").first }
  }()

  @Test func thereAreExamples() { #expect(Self.examples.count >= 8) }

  @Test(arguments: examples)
  func exampleRuns(_ script: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.folder("output"), withDestinationPath: try SeedRun.path())
    let path = Command.binary.deletingLastPathComponent().path
    let outcome = try Command.tool("bash", ["-euc", "PATH=\"\(path):$PATH\"\n" + script], in: folder.url)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(!outcome.output.isEmpty, "it prints nothing")
  }
}
