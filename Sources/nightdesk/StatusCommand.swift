import ArgumentParser
import Documents
import Engine

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What the output folder holds, and what a run would do.",
    discussion: "Ends with 0 if a run would do nothing, with 1 if it would do something or documents have failed.")

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let configuration = try options.configuration()
    let counts: [(name: String, count: Int)]
    do {
      counts = try Run(configuration).status()
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let failure as RunFailure {
      throw told(failure).code
    }
    let last = RunReport.names(configuration.output).last
    if json {
      var w = JSONWriter(reserving: 256)
      w.object { w in
        for (name, count) in (counts.map { ($0.name.replacing(" ", with: "_"), $0.count) }).sorted(by: { $0.0 < $1.0 })
        {
          w.key(name)
          w.int(count)
        }
      }
      print(String(decoding: w.bytes, as: UTF8.self))
    } else {
      for (name, count) in counts {
        print("\(String(repeating: " ", count: max(0, 6 - String(count).count)))\(count)  \(name)")
      }
      print("last run that changed something: \(last ?? "none")")
    }
    let busy = counts.contains { $0.count > 0 && $0.name != "ok" && $0.name != "skipped" }
    if busy { throw ExitStatus.someFailed.code }
  }
}
