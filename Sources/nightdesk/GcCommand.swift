import ArgumentParser
import Documents
import Engine
import Glibc

struct GcCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Takes artifacts of documents that corpus.keep no longer keeps off the disk.",
    discussion: """
      The clean text of each stays, with a row in index.json (skipped, code "archived"); inputs are never touched. Where \
      corpus.keep is raised, the next run makes the artifacts again.

      EXAMPLES:
        nightdesk gc --set corpus.keep=400 --dry-run
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(name: .shortAndLong, help: "Say what would go, and do nothing.") var dryRun = false

  @Flag(help: "One JSON object.") var json = false

  @Option(help: "Wait so many seconds for another run to end.") var wait: Double = 0

  func run() throws {
    let configuration = try options.configuration()
    guard configuration.keep > 0 else {
      throw ValidationError("corpus.keep says for how many days documents are kept; it is 0: for ever")
    }
    let lock: RunLock
    do {
      lock = try RunLock(output: configuration.output, waiting: wait)
    } catch {
      complain("\(configuration.output): another run is at work, or the folder cannot be used")
      throw ExitStatus.locked.code
    }
    defer { withExtendedLifetime(lock) {} }
    do {
      let run = try Run(configuration)
      let collection = run.collection()
      tell(collection)
      guard !dryRun, !collection.items.isEmpty else { return }
      try run.collect()
      // index.json, the corpus and the report without them.
      _ = try RunCommand.finish(configuration)
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let failure as RunFailure {
      throw told(failure).code
    }
  }

  private func tell(_ collection: Collection) {
    if json {
      var w = JSONWriter(reserving: 1024)
      w.object { w in
        w.key("bytes")
        w.int(collection.bytes)
        w.key("documents")
        w.rows(collection.items) { w, item in
          w.object { w in
            w.key("bytes")
            w.int(item.bytes)
            w.key("id")
            w.string(item.id)
            w.key("published")
            w.string(item.published)
          }
        }
        w.key("removed")
        w.bool(!dryRun)
      }
      print(String(decoding: w.finish(), as: UTF8.self), terminator: "")
      return
    }
    for item in collection.items {
      print("\(Printable.line(item.id)): published \(item.published), \(item.bytes) bytes")
    }
    print("\(collection.items.count) documents, \(collection.bytes) bytes\(dryRun ? ", would go" : "")")
  }
}
