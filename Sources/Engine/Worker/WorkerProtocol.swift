import Documents

/// What `nightdesk worker` does with a line.
public enum WorkerStage: String, CaseIterable, Sendable {
  /// An article to its artifacts, and to what the other stages need of it.
  case doc
  /// Names that may be one person's, body's or place's, to entities.
  case link
  /// Documents to story keys, likeness or stories.
  case story
  /// Utterances of one speaker to records.
  case quotes
}

/// Why a line has no result. The list is closed: engines count by it.
public enum WorkerCode: String, CaseIterable, Sendable {
  case badJSON = "bad-json"
  case noID = "no-id"
  case badUTF8 = "bad-utf8"
  case lineTooLong = "line-too-long"
  case docTooBig = "doc-too-big"
  case timeout
  case workerCrash = "worker-crash"
  case `internal`
  case unsupported
}

/// How a worker works.
public struct WorkerOptions: Sendable {
  /// What a document's answer may hold beside its id, in order: the artifacts, and what the stages over documents need.
  public static let parts = Stage.allCases.map(\.folder) + ["corpus"]

  public var stage = WorkerStage.doc
  /// Children that work side by side.
  public var jobs = 1
  /// The longest line that is read, in bytes.
  public var maxLine = 16 << 20
  /// The memory of a child, in bytes; a document that needs more is a crash.
  public var maxMemory = 4 << 30
  /// Each answer at once, for drivers that wait for it before they go on.
  public var flushesEachLine = false
  /// Answers as they are ready; `seq` says to which line each belongs.
  public var isUnordered = false
  /// Adds the time each line took: then the same line no longer has the same answer.
  public var tellsTime = false
  public var parts: Set<String> = Set(Stage.allCases.map(\.folder))
  /// Files of web archives, each page a line, instead of lines on standard input; "-" is standard input.
  public var archives: [String] = []
  /// The name of the one on standard input.
  public var archiveName = "archive"

  public init() {}
}

/// A line that could not be worked on.
struct WorkerFault: Error {
  var code: WorkerCode
  var message: String
  /// The stage of a document that failed, and the code that index.json would have.
  var stage: Stage?
  var reason: String?
  /// The byte of the line at which it is damaged.
  var offset: Int?

  init(_ code: WorkerCode, _ message: String, offset: Int? = nil) {
    self.code = code
    self.message = message
    self.offset = offset
  }

  /// A document that index.json would have as failed or skipped.
  init(_ failure: StageFailure, _ stage: Stage) {
    code = failure.code == "too-big" ? .docTooBig : .unsupported
    message = failure.message
    reason = failure.code
    self.stage = stage
  }
}

/// An answer: one line, keys in byte order, nothing in it that another attempt would have otherwise.
struct WorkerAnswer {
  enum Status: String { case ok, error, skipped }

  var id: String?
  /// The line of the input, from 1.
  var seq: Int
  var status = Status.ok
  var fault: WorkerFault?
  /// What the stage made, by key; each is JSON. In byte order of the keys.
  var results: [(key: String, json: [UInt8])] = []
  /// SHA-256 of all artifacts, hex.
  var digest: String?
  /// Of the rules, options and versions under which it was made.
  var rules = ""
  var milliseconds: Int?

  /// Without the line feed. `isPart`: one of several in an answer, which has what is true of all.
  func line(isPart: Bool = false) -> [UInt8] {
    var w = JSONWriter(reserving: results.reduce(256) { $0 + $1.json.count })
    w.object { w in
      var rest = results[...]
      func before(_ key: String) {
        while let first = rest.first, first.key.utf8.lexicographicallyPrecedes(key.utf8) {
          w.key(first.key)
          w.json(first.json)
          rest.removeFirst()
        }
      }
      before("digest")
      if let digest {
        w.key("digest")
        w.string("sha256:\(digest)")
      }
      before("error")
      if let fault {
        w.key("error")
        write(fault, &w)
      }
      before("id")
      w.key("id")
      w.optional(id)
      before("ms")
      if let milliseconds {
        w.key("ms")
        w.int(milliseconds)
      }
      before("rules")
      if !isPart {
        w.key("rules")
        w.string(rules)
        w.key("seq")
        w.int(seq)
      }
      before("status")
      w.key("status")
      w.string(status.rawValue)
      before("v")
      if !isPart {
        w.key("v")
        w.int(1)
      }
    }
    return w.bytes
  }

  private func write(_ fault: WorkerFault, _ w: inout JSONWriter) {
    w.object { w in
      w.key("code")
      w.string(fault.code.rawValue)
      w.key("message")
      w.string(fault.message)
      w.key("offset")
      if let offset = fault.offset { w.int(offset) } else { w.null() }
      w.key("reason")
      w.optional(fault.reason)
      w.key("stage")
      w.optional(fault.stage?.folder)
    }
  }
}
