import Documents
import Glibc

/// What one run did, for people and programs that look after it: OUTPUT/.nightdesk/runs/ID.json. No artifact depends on it.
public struct RunReport: Sendable {
  public static let schema = "nightdesk/run@1"

  /// "20261124T033000Z-1a2b": when it began, and its process.
  public var id: String
  /// ISO 8601.
  public var began: String
  public var seconds: Double
  public var exit: Int
  public var outcome: RunOutcome
  public var failures: [Failure] = []
  public var changes: ChangeLog
  /// Of the program, its schemas, its language data and its libraries.
  public var versions: [(String, String)] = []

  public struct Failure: Sendable {
    public var id: String
    public var source: String
    public var code: String
    public var message: String
  }

  /// The folder of reports below an output folder.
  public static func folder(_ output: String) -> String { "\(output)/.nightdesk/runs" }

  public func json() -> [UInt8] {
    var w = JSONWriter(reserving: 4096)
    w.object { w in
      w.key("began")
      w.string(began)
      w.key("changed")
      w.rows(changes.changed) { w, article in
        w.object { w in
          w.key("id")
          w.string(article.id)
          for (name, difference) in [
            ("names", article.names), ("quotes", article.quotes), ("summary", article.summary),
          ] {
            w.key(name)
            w.object { w in
              w.key("gained")
              w.array(difference.gained) { $0.string($1) }
              w.key("lost")
              w.array(difference.lost) { $0.string($1) }
            }
          }
        }
      }
      w.key("documents")
      w.object { w in
        w.key("failed")
        w.int(outcome.failed)
        w.key("left")
        w.int(outcome.left)
        w.key("made")
        w.int(outcome.changed)
        w.key("ok")
        w.int(outcome.ok)
        w.key("removed")
        w.int(outcome.removed)
        w.key("reused")
        w.int(outcome.reused)
        w.key("skipped")
        w.int(outcome.skipped)
      }
      w.key("exit")
      w.int(exit)
      w.key("failures")
      w.rows(failures) { w, failure in
        w.object { w in
          w.key("code")
          w.string(failure.code)
          w.key("id")
          w.string(failure.id)
          w.key("message")
          w.string(failure.message)
          w.key("source")
          w.string(failure.source)
        }
      }
      w.key("id")
      w.string(id)
      w.key("new")
      w.array(changes.new) { $0.string($1) }
      w.key("removed")
      w.array(changes.removed) { $0.string($1) }
      w.key("renamed")
      w.array(changes.renamed) { w, pair in
        w.object { w in
          w.key("from")
          w.string(pair.old)
          w.key("to")
          w.string(pair.new)
        }
      }
      w.key("schema")
      w.string(Self.schema)
      w.key("seconds")
      w.number(seconds)
      w.key("stages")
      w.object { w in
        w.key("corpus")
        w.number(Double(outcome.corpusNanoseconds) / 1e9)
        for stage in [Stage.entities, .normalized, .quotes] {
          w.key(stage.folder)
          w.number(Double(outcome.nanoseconds[stage.rawValue]) / 1e9)
        }
        w.key("report")
        w.number(Double(outcome.reportNanoseconds) / 1e9)
        for stage in [Stage.sentences, .summaries] {
          w.key(stage.folder)
          w.number(Double(outcome.nanoseconds[stage.rawValue]) / 1e9)
        }
      }
      w.key("versions")
      w.object { w in
        for (name, version) in versions.sorted(by: { ByteName($0.0) < ByteName($1.0) }) {
          w.key(name)
          w.string(version)
        }
      }
    }
    return w.finish()
  }

  /// Writes the report, and drops the oldest past `keeping`.
  public func write(_ output: String, keeping limit: Int = 400) throws(SystemError) {
    let folder = Self.folder(output)
    try Files.makeFolder(folder)
    _ = try Files.replace("\(folder)/\(id).json", with: json())
    let names = Self.names(output)
    for name in names.dropLast(limit) { try Files.remove("\(folder)/\(name).json") }
  }

  /// The ids of the reports that are kept, the oldest first.
  public static func names(_ output: String) -> [String] {
    Files.entries(folder(output)).map(\.name).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
      .map { String($0.dropLast(5)) }.sorted { ByteName($0) < ByteName($1) }
  }

  /// The changes that a kept report tells of.
  public static func changes(_ output: String, id: String) throws -> ChangeLog {
    let bytes = try Files.read("\(folder(output))/\(id).json").bytes
    return try JSONReader.read(bytes) { r throws(JSONError) in
      var log = ChangeLog()
      try r.object { key, r throws(JSONError) in
        switch key {
        case "new": try r.array { r throws(JSONError) in log.new.append(try r.string()) }
        case "removed": try r.array { r throws(JSONError) in log.removed.append(try r.string()) }
        case "renamed":
          try r.array { r throws(JSONError) in
            var pair = (old: "", new: "")
            try r.object { key, r throws(JSONError) in
              switch key {
              case "from": pair.old = try r.string()
              case "to": pair.new = try r.string()
              default: try r.skip()
              }
            }
            log.renamed.append(pair)
          }
        case "changed": try r.array { r throws(JSONError) in log.changed.append(try changed(&r)) }
        default: try r.skip()
        }
      }
      return log
    }
  }

  private static func changed(_ r: inout JSONReader) throws(JSONError) -> ChangeLog.Changed {
    var article = ChangeLog.Changed(id: "")
    try r.object { key, r throws(JSONError) in
      switch key {
      case "id": article.id = try r.string()
      case "names": article.names = try difference(&r)
      case "quotes": article.quotes = try difference(&r)
      case "summary": article.summary = try difference(&r)
      default: try r.skip()
      }
    }
    return article
  }

  private static func difference(_ r: inout JSONReader) throws(JSONError) -> ChangeLog.Difference {
    var result = ChangeLog.Difference()
    try r.object { key, r throws(JSONError) in
      switch key {
      case "gained": try r.array { r throws(JSONError) in result.gained.append(try r.string()) }
      case "lost": try r.array { r throws(JSONError) in result.lost.append(try r.string()) }
      default: try r.skip()
      }
    }
    return result
  }
}

/// The day's time, for reports and lock files: never for artifacts.
public enum WallClock {
  /// Seconds since 1970.
  public static var now: Int { time(nil) }

  /// As "2026-11-24T03:30:00Z", or "20261124T033000Z".
  public static func text(_ seconds: Int, compact: Bool = false) -> String {
    var seconds = seconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var buffer = [CChar](repeating: 0, count: 40)
    strftime(&buffer, buffer.count, compact ? "%Y%m%dT%H%M%SZ" : "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
