import ArgumentParser
import Documents
import Engine

enum Version {
  static let number = "0.1.0"
}

struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "The versions of nightdesk, its stages, its data and its libraries.")

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let parts = Versions.all
    if json {
      var w = JSONWriter(reserving: 512)
      w.object { w in
        for part in ([("nightdesk", Version.number)] + parts).sorted(by: { $0.0 < $1.0 }) {
          w.key(part.0)
          w.string(part.1)
        }
      }
      print(String(decoding: w.bytes, as: UTF8.self))
    } else {
      print("nightdesk \(Version.number)")
      for (name, value) in parts { print("\(name) \(value)") }
    }
  }
}
