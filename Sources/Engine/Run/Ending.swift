import Corpus
import Documents

/// Goes through all documents at the end of a run, by id in byte order: counts them, keeps those that stand in the corpus,
/// and writes index.json and the state's new file as they come by. Nothing else of them is held.
final class Ending {
  private(set) var ok = 0
  private(set) var failed = 0
  private(set) var skipped = 0
  var count: Int { ok + failed + skipped }
  /// The first documents that failed.
  private(set) var failures: [RunReport.Failure] = []
  /// The documents that stand in the corpus, by id in byte order, and what all of them depend on.
  private(set) var members: [CorpusMember] = []
  private var inputs = Fingerprint()

  private let state: State
  private let replacing: [ByteName: SourceRow?]
  private let retention: Retention
  private let output: String
  private var lastDay: (published: [UInt8], isKept: Bool)
  private var json = Index()
  private var file: StreamedFile?

  init(_ state: State, _ replacing: [ByteName: SourceRow?], retention: Retention, output: String) {
    self.state = state
    self.replacing = replacing
    self.retention = retention
    lastDay = ([], retention.keeps(UnsafeRawBufferPointer(start: nil, count: 0)))
    self.output = output
  }

  /// The documents as rows, in no particular order.
  func each(_ body: (DocumentRow) -> Void) {
    state.batches(replacing: replacing) { rows in
      for document in rows.lazy.flatMap(\.documents) { body(document.row) }
    }
  }

  /// Which artifacts rows ask for.
  func artifacts() -> WantedArtifacts {
    var wanted = WantedArtifacts()
    state.batches(replacing: replacing) { rows in
      for row in rows { row.each { wanted.add($0) } }
    }
    wanted.order()
    return wanted
  }

  /// `members`: whether those of the corpus are wanted; `index`: whether index.json is to be written.
  func gather(members wantsMembers: Bool, index: Bool, _ rewriting: State.Rewriting?) throws(SystemError) {
    if index { try begin() }
    try pass(rewriting) { item throws(SystemError) in
      switch item.document.status {
      case .ok: self.ok += 1
      case .failed:
        self.failed += 1
        if self.failures.count < 18 { self.failures.append(Self.failure(item)) }
      case .skipped: self.skipped += 1
      }
      if wantsMembers, item.document.isWhole, self.keeps(item.document.published) {
        self.add(member: item.document)
      }
      if index { try self.add(item) }
    }
  }

  /// The corpus knows a document again by its number, which is another when its content, or what a stage made of it, is another.
  private func add(member document: PackedDocument) {
    inputs.add(document.id)
    inputs.add(document.content)
    var key = ContentKey()
    document.content.withBytes { key.add($0) }
    for stage in Stage.allCases.dropFirst() {
      let body = document.body(stage)!
      inputs.add(Digest(raw: body))
      key.add(body)
    }
    members.append(CorpusMember(id: String(decoding: document.id, as: UTF8.self), fingerprint: key.value))
  }

  /// Of what the corpus is made.
  var corpusInputs: Digest { inputs.digest }

  /// The rows of documents, in the order of their ids as given; nil where there is none.
  func rows(_ ids: [String]) -> [DocumentRow?] {
    var places: [ByteName: Int] = [:]
    for (i, id) in ids.enumerated() { places[ByteName(id)] = i }
    var found = [DocumentRow?](repeating: nil, count: ids.count)
    state.batches(replacing: replacing) { rows in
      for document in rows.lazy.flatMap(\.documents) where document.isWhole {
        guard let place = places[ByteName(String(decoding: document.id, as: UTF8.self))] else { continue }
        found[place] = document.row
      }
    }
    return found
  }

  /// Whether a document of the day stays in the corpus; mostly one of the same day was asked for before.
  private func keeps(_ published: UnsafeRawBufferPointer) -> Bool {
    if lastDay.published.withUnsafeBytes({ ByteOrder.compare($0, published) }) != 0 {
      lastDay = (Array(published), retention.keeps(published))
    }
    return lastDay.isKept
  }

  /// index.json as it is to be, beside its place.
  func index(_ warnings: [Diagnostic]) throws(SystemError) -> StreamedFile {
    if file == nil {
      try begin()
      try pass(nil) { item throws(SystemError) in try self.add(item) }
    }
    let file = file!
    try json.end(warnings) { bytes throws(SystemError) in try file.append(bytes) }
    return file
  }

  private func begin() throws(SystemError) {
    let file = try StreamedFile("\(output)/index.json", by: "\(output)/.nightdesk/index.new")
    try json.begin { bytes throws(SystemError) in try file.append(bytes) }
    self.file = file
  }

  private func add(_ item: DocumentOrder.Item) throws(SystemError) {
    let file = file!
    try item.withID { id throws(SystemError) in
      try json.add(item.document, id: id, source: item.row.path) { bytes throws(SystemError) in
        try file.append(bytes)
      }
    }
  }

  private static func failure(_ item: DocumentOrder.Item) -> RunReport.Failure {
    let trouble = item.document.trouble
    return RunReport.Failure(
      id: item.withID { String(decoding: $0, as: UTF8.self) }, source: String(decoding: item.row.path, as: UTF8.self),
      code: trouble?.code ?? "", message: trouble?.message ?? "")
  }

  private func pass(
    _ rewriting: State.Rewriting?, _ body: (DocumentOrder.Item) throws(SystemError) -> Void
  ) throws(SystemError) {
    var order = DocumentOrder()
    try state.batches(replacing: replacing) { rows throws(SystemError) in
      for row in rows {
        try rewriting?.add(row)
        try order.next(row, body)
      }
    }
    try order.next(nil, body)
  }
}
