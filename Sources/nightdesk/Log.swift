import Documents
import Engine
import Glibc
import Logging
import Synchronization

/// How lines on standard error look: text for people, or one JSON object a line (level, message, time) for programs.
enum LogFormat: String, CaseIterable { case text, json }

/// Writes each message as one line on standard error.
struct LineHandler: LogHandler {
  private static let isJSON = Atomic<Bool>(false)

  static func use(_ format: LogFormat) { isJSON.store(format == .json, ordering: .relaxed) }

  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let text = event.message.description
    let bytes: [UInt8]
    if Self.isJSON.load(ordering: .relaxed) {
      var w = JSONWriter(reserving: 256)
      w.object { w in
        w.key("level")
        w.string(event.level.rawValue)
        w.key("message")
        w.string(text)
        w.key("time")
        w.string(WallClock.text(WallClock.now))
      }
      bytes = w.finish()
    } else {
      bytes = Array((text + "\n").utf8)
    }
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}

private let logger = Logger(label: "nightdesk") { _ in LineHandler() }

/// A line as it is.
func log(_ text: String, _ level: Logger.Level = .info) { logger.log(level: level, "\(text)") }

/// What went wrong, with the program's name before it.
func complain(_ message: String) { log("nightdesk: \(message)", .error) }

/// A line about a document or the run.
func complain(line text: String) { log(text, .info) }
