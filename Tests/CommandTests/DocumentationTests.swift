import Foundation
import Testing

/// What the README says is what the program does.
@Suite struct DocumentationTests {
  private let readme: String

  init() throws {
    readme = String(decoding: try Data(contentsOf: Command.root.appendingPathComponent("README.md")), as: UTF8.self)
  }

  @Test func everyVerbIsInTheReadme() throws {
    let help = try Command.nightdesk(["--help"]).output
    let part = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last)
    let verbs = part.components(separatedBy: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    .filter { $0 != "See" }
    #expect(verbs.count >= 7, "\(help)")
    for verb in verbs { #expect(readme.contains("nightdesk \(verb)"), "README does not name nightdesk \(verb)") }
  }

  @Test func everyExitCodeIsInTheReadmeAndTheHelp() throws {
    let help = try Command.nightdesk(["--help"]).output
    for code in [0, 1, 64, 65, 66, 70, 73, 74, 75, 77, 78] {
      #expect(readme.contains("| \(code) |"), "README does not list exit code \(code)")
      #expect(help.contains("\n  \(code) ") || help.contains("  \(code)  "), "--help does not list exit code \(code)")
    }
  }

  @Test func everyKeyOfThePipelineIsInTheReadme() throws {
    let file = Command.root.appendingPathComponent("pipeline.yaml")
    let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).components(separatedBy: "\n")
    var path: [(indent: Int, key: String)] = []
    var keys: [String] = []
    for line in lines {
      let body = line.drop { $0 == " " }
      guard let colon = body.firstIndex(of: ":"), !body.hasPrefix("#"), !body.hasPrefix("-") else { continue }
      let indent = line.count - body.count
      path.removeAll { $0.indent >= indent }
      path.append((indent, String(body[..<colon])))
      keys.append(path.map(\.key).joined(separator: "."))
    }
    #expect(keys.count >= 10)
    for key in keys where !keys.contains(where: { $0.hasPrefix(key + ".") }) {
      #expect(readme.contains("`\(key)`"), "README does not name the key \(key)")
    }
  }

  @Test func everyPathInTheReadmeExists() throws {
    for path in ["scripts/run", "scripts/test", "pipeline.yaml", "ARCHITECTURE.md", "seeds", "output/README.md"] {
      #expect(readme.contains(path), "README does not name \(path)")
      #expect(FileManager.default.fileExists(atPath: Command.root.appendingPathComponent(path).path), "\(path)")
    }
  }
}
