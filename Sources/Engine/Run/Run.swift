internal import CFacade
import Corpus
import Corrections
import Dispatch
public import Documents
import Glibc
import Normalization
import Synchronization

/// What to do in a run, beside the configuration.
public struct RunOptions: Sendable {
  /// These stages and what they need; all, and the corpus, where nil.
  public var only: Stage?
  /// Make everything anew.
  public var force = false
  /// Remove the artifacts of inputs that vanished even if over a fifth did.
  public var allowMassDelete = false
  /// Work on this share of the inputs, and leave what is over all documents to `merge`.
  public var shard: Shard?
  /// Hand nothing over in memory: each stage reads its input from the JSON on disk.
  public var readBack = false
  /// Where lanes say what they are at, for a supervisor; and what it knows of earlier attempts.
  public var board: LaneBoard?
  public var orders = Supervisor.Orders()

  public init() {}
}

/// What a run tells while it goes on; called by one lane at a time.
public protocol RunObserver: AnyObject, Sendable {
  /// A document ended; `made` are the stages that ran for it.
  func ended(id: String, source: String, status: DocumentStatus, code: String, message: String, made: [Stage])
  /// `done` of `total` inputs.
  func progress(done: Int, total: Int)
}

/// Why a run could not be finished.
public enum RunFailure: Error, Sendable {
  case configuration(Diagnostics)
  /// The input folder cannot be read.
  case input(SystemError)
  /// The output cannot be written, or an artifact cannot.
  case output(SystemError)
  /// A later nightdesk wrote the output folder; what tells so.
  case newerOutput(String)
}

extension RunOutcome {
  /// One line for a person.
  public var summary: String {
    var parts = ["\(ok + failed + skipped) documents", "\(changed) looked at", "\(reused) as they were"]
    if failed > 0 { parts.append("\(failed) failed") }
    if skipped > 0 { parts.append("\(skipped) skipped") }
    if removed > 0 { parts.append("\(removed) removed") }
    if left > 0 { parts.append("\(left) left for the next run") }
    return parts.joined(separator: ", ")
  }
}

/// How a run ended.
public struct RunOutcome: Sendable {
  /// Rows of index.json by status.
  public var ok = 0, failed = 0, skipped = 0
  /// Documents for which a stage ran, and those that stayed as they were.
  public var changed = 0, reused = 0
  public var removed = 0
  public var stories = 0
  /// Inputs that were left because the run was to stop.
  public var left = 0
  /// Inputs that vanished in a mass and were kept.
  public var vanished = 0
  public var inputs = 0
  /// The first rows of index.json that failed, in its order.
  public var failures: [RunReport.Failure] = []
  /// Whether anything was written, or a row of the state changed.
  public var didChange = false
  /// Why the report was not made, or nil.
  public var reportFailure: String?
  /// Corrections that found nothing.
  public var warnings: [Diagnostic] = []
  /// The signal that ended the run, or 0.
  public var signal: Int32 = 0
  /// Nanoseconds by stage, over all lanes.
  public var nanoseconds: [Int] = [0, 0, 0, 0, 0]
  public var corpusNanoseconds = 0
  public var reportNanoseconds = 0
}

/// One run: walks the input, gives documents to lanes, writes artifacts and, last, index.json.
public final class Run: @unchecked Sendable {
  let configuration: Configuration
  let options: RunOptions
  let store: ArtifactStore
  let toolbox: Toolbox
  let book: SettingsBook
  let corrections: Corrections
  let state: State
  private(set) var freshness: Freshness
  let committer: Committer
  weak var observer: (any RunObserver)?
  /// Makes what a person reads of the run from the bytes that index.json is going to have; not called where nothing changed.
  /// Gives the files that it wrote.
  public var report: (([UInt8]) throws -> [String])?

  /// Over everything below that lanes write.
  let mutex = Mutex()
  public internal(set) var changes = ChangeLog()
  public internal(set) var failures: [RunReport.Failure] = []
  var digests: HeldDigests
  var failure: RunFailure?
  var outcome = RunOutcome()
  /// Rows of inputs that are gone, by their bytes: one of them may only have another name now.
  private(set) var goneByBytes: [Digest: [SourceRow]] = [:]
  /// Rows of new inputs with the bytes of one that is gone.
  private var cameAgain: [SourceRow] = []
  /// The newest day of publication of the documents that are done.
  var newestMade = ""
  /// What this run has other than the state: rows of what is never opened, and those of inputs that were left.
  var replacing: [ByteName: SourceRow?] = [:]
  private(set) var lanes: Lanes<Work>!
  /// Inputs to open, each until it is let in; those in work; and those whose articles are let in one by one. Under the lanes'
  /// lock. An input is held no longer than there is work on it: its row is in the state then.
  private var queue: [Source?] = []
  private var queued = 0
  private var total = 0
  private var inWork: [ObjectIdentifier: Source] = [:]
  private var opened: [Source] = []
  /// Inputs for which there was no time.
  private var left: [Source] = []
  private var documentsInHand = 0
  private var bytesInHand = 0
  private let stopSignal = Atomic<Int32>(0)
  private let isAbandoned = Atomic<Bool>(false)
  private let began = Clock.now

  /// Whether the run goes on to what is over all documents, unless it is stopped.
  var makesCorpus: Bool { options.only == nil && options.shard == nil }

  /// Reads languages and state. Throws all mistakes of the languages' data that are known before a stage is made.
  public init(
    _ configuration: Configuration, _ options: RunOptions = RunOptions(), observer: (any RunObserver)? = nil
  ) throws(Diagnostics) {
    self.configuration = configuration
    self.options = options
    self.observer = observer
    store = ArtifactStore(output: configuration.output)
    digests = HeldDigests(configuration)
    toolbox = try Toolbox(configuration)
    corrections = try Corrections(reading: configuration)
    book = SettingsBook(configuration, toolbox.packs, corrections)
    state = State(output: configuration.output, unsynced: store.unsynced)
    freshness = Freshness(
      book: book, store: store, language: configuration.normalization.language, options: options,
      retention: Retention(configuration, newest: state.newest))
    committer = Committer(state, book, configuration.normalization.language)
  }

  var workers: Int {
    configuration.workers > 0 ? configuration.workers : max(1, min(256, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
  }

  /// Ends the run soon: what is in hand is finished, the rest is left. Safe to call from any thread.
  public func stop(signal: Int32) {
    stopSignal.store(signal, ordering: .sequentiallyConsistent)
    lanes?.stop(dropping: false)
    // Who asks a run to stop wants it to end within two seconds, whatever a document is at.
    DispatchQueue.global().asyncAfter(deadline: .now() + 1) { [weak self] in
      guard let self, self.lanes?.abandon() == true else { return }
      self.isAbandoned.store(true, ordering: .sequentiallyConsistent)
    }
  }

  // MARK: The run

  public func perform() throws(RunFailure) -> RunOutcome {
    if let newer = Schemas.newer(than: state, configuration.output) { throw .newerOutput(newer) }
    let walk = try self.walk()
    outcome.inputs = walk.places.count
    var plan = self.plan(walk)
    outcome.vanished = plan.kept.count
    for row in plan.gone where row.sha256 != .none { goneByBytes[row.sha256, default: []].append(row) }
    if let unchanged = unchanged(plan) { return unchanged }
    if !plan.sources.isEmpty {
      do {
        try state.begin(expecting: plan.sources.count)
        changes.new.reserveCapacity(plan.sources.count { $0.previous == nil })
        for stage in Stage.allCases { try Files.makeFolder("\(configuration.output)/\(stage.folder)") }
      } catch { throw .output(error) }
      let isSuspect: (Source) -> Bool = { self.options.orders.suspects.contains($0.path) && $0.isApart }
      let suspects = plan.sources.filter(isSuspect)
      if !suspects.isEmpty {
        plan.sources.removeAll(where: isSuspect)
        enqueue(suspects)
        process(lanes: 1)
      }
      enqueue(plan.sources)
      plan.sources = []
      process(lanes: workers)
      do { try committer.finish() } catch { throw failure ?? .output(error) }
      if let failure { throw failure }
      if stopSignal.load(ordering: .sequentiallyConsistent) != 0, isAbandoned.load(ordering: .sequentiallyConsistent) {
        outcome.signal = stopSignal.load(ordering: .sequentiallyConsistent)
        return outcome
      }
    }
    for row in plan.refused { replacing[ByteName(row.path)] = row }
    outcome.signal = stopSignal.load(ordering: .sequentiallyConsistent)
    keepRowsOfLeft()
    try remove(plan.gone)
    cameAgain.sort { ByteOrder.compare($0.path, $1.path) < 0 }
    changes.rename(plan.renamed(cameAgain))
    let newest = plan.kept.reduce(plan.newestThatStays) { max($0, $1.newest) }
    let known = plan.refused.filter { plan.refusedBefore[ByteName($0.path)]?.documents != $0.documents }
    try close(newRefusals: known, newest: newest)
    return outcome
  }

  /// What was left keeps its old row, but for those of its articles that are done.
  private func keepRowsOfLeft() {
    outcome.left = left.count
    for source in left {
      guard var old = source.previous else { continue }
      let done = Dictionary(
        source.row.documents.filter { $0.status != .ok || $0[.summaries] != nil }.map { (ByteName($0.id), $0) },
        uniquingKeysWith: { first, _ in first })
      old.documents = old.documents.map { done[ByteName($0.id)] ?? $0 }
      newestMade = max(newestMade, old.newest)
      replacing[ByteName(source.path)] = old
    }
    left = []
  }

  /// What there is to do. How far back the corpus goes is told by the newest day of all rows, which is known for sure when
  /// all have been looked at.
  func plan(_ walk: Walk) -> Plan {
    let plan = Plan(walk, state, freshness, input: configuration.input)
    guard configuration.keep > 0, plan.newest != state.newest else { return plan }
    freshness.retention = Retention(configuration, newest: plan.newest)
    return Plan(walk, state, freshness, input: configuration.input)
  }

  func walk() throws(RunFailure) -> Walk {
    let skip = Files.status(configuration.output).map { (device: UInt($0.st_dev), inode: UInt($0.st_ino)) }
    do {
      return try Walk.below(
        configuration.input, include: configuration.include.map(Pattern.init),
        exclude: configuration.exclude.map(Pattern.init), depth: configuration.limits.depth, skip: skip)
    } catch { throw .input(error) }
  }

  private func enqueue(_ sources: [Source]) {
    // The largest first would end evenly; the order of names keeps what is read together on the disk together.
    queue = sources.filter { !$0.follows }
    (queued, total) = (0, sources.count)
  }

  /// Gives the inputs of the queue to lanes and returns when all are done or the run is to stop.
  private func process(lanes count: Int) {
    nd_keep_freed()
    let limit = count * 3
    let deadline =
      configuration.limits.runSeconds > 0
      ? began + Int(configuration.limits.runSeconds * 1e9) : Int.max
    lanes = Lanes(count: count, depths: 6) { [unowned self] in
      if opened.isEmpty, queued == queue.count { return nil }
      if documentsInHand > 0, documentsInHand >= limit || bytesInHand >= 64 << 20 { return nil }
      if Clock.now > deadline { return nil }
      documentsInHand += 1
      if let source = opened.last {
        let article = source.nextArticle
        source.nextArticle += 1
        if source.nextArticle == source.articles.count { opened.removeLast() }
        return (1, .article(source, article))
      }
      let source = queue[queued]!
      queue[queued] = nil
      inWork[ObjectIdentifier(source)] = source
      queued += 1
      bytesInHand += source.size
      observer?.progress(done: queued, total: total)
      return (0, .open(source))
    } perform: { [unowned self] work, lane in
      guard let board = options.board else { return perform(work).map { ($0.depth, $0) } }
      let start = Clock.now
      work.post(on: board, lane)
      let following = perform(work)
      board.end(lane)
      work.charge(Clock.now - start)
      return following.map { ($0.depth, $0) }
    }
    if stopSignal.load(ordering: .sequentiallyConsistent) == 0 { lanes.run(count > 1 ? prepared() : []) }
    // With each that was left, those that were to begin after it.
    left += lanes.locked {
      defer { (queue, queued, inWork) = ([], 0, [:]) }
      return queue[queued...].map { $0! } + inWork.values
    }
    var next = 0
    while next < left.count {
      left += left[next].followers
      next += 1
    }
  }

  /// The stages of the configured language, to be made while the first documents are read: nearly every run needs them.
  private func prepared() -> [(depth: Int, job: Work)] {
    let language = configuration.normalization.language
    // The last is taken first, and takes the longest.
    return [Stage.sentences, .summaries, .quotes, .entities]
      .filter { freshness.isWanted($0) && toolbox.claim($0, language) }
      .map { (5, .make($0, language)) }
  }

  /// Ends the run because of our own fault or the disk's.
  func abort(_ failure: RunFailure) {
    mutex.locked { if self.failure == nil { self.failure = failure } }
    lanes.stop(dropping: true)
  }

  /// An input was opened and holds `count` articles to be let in; called by the lane that opened it.
  func admitArticles(of source: Source) {
    lanes.locked {
      source.left = source.articles.count
      opened.append(source)
      documentsInHand -= 1
    }
  }

  /// `count` documents of the source follow at once, in the place of the opening that is in hand.
  func expect(_ count: Int, of source: Source) {
    lanes.locked {
      source.left = count
      documentsInHand += count - 1
    }
  }

  /// A document of the source is done; gives the source's row out when it was the last.
  func release(_ source: Source, _ place: Int, _ row: DocumentRow) -> [Work] {
    let last = lanes.locked {
      source.row.documents[place] = row
      source.left -= 1
      documentsInHand -= 1
      return source.left == 0
    }
    return last ? finish(source) : []
  }

  /// All documents of the source are done.
  func finish(_ source: Source, holding: Bool = false) -> [Work] {
    source.file = nil
    lanes.locked {
      bytesInHand -= source.size
      if holding { documentsInHand -= 1 }
      inWork[ObjectIdentifier(source)] = nil
      for next in source.followers { inWork[ObjectIdentifier(next)] = next }
    }
    mutex.locked {
      newestMade = max(newestMade, source.row.newest)
      if source.previous == nil, goneByBytes[source.row.sha256] != nil { cameAgain.append(source.row) }
    }
    committer.add(source.row)
    guard !source.followers.isEmpty else { return [] }
    // What failed has no artifact that a file of the folder could have; of inputs with one base the first has the id.
    var claimed = source.claimed
    for row in source.row.documents where row.status != .failed { claimed[ByteName(row.id)] = source.path }
    var all = claimed
    for row in source.row.documents where row.code != "id" { all[ByteName(row.id)] = source.path }
    for next in source.followers { next.claimed = ByteName(next.base) == ByteName(source.base) ? all : claimed }
    lanes.locked {
      documentsInHand += source.followers.count
      bytesInHand += source.followers.reduce(0) { $0 + $1.size }
    }
    return source.followers.map { .open($0) }
  }

  // MARK: After the documents

  private func remove(_ gone: [SourceRow]) throws(RunFailure) {
    guard !gone.isEmpty else { return }
    let present = taken(of: gone)
    var batch = State.Batch()
    do {
      for source in gone {
        for document in source.documents where document.status != .failed && !present.contains(ByteName(document.id)) {
          try store.remove(document.id)
          outcome.removed += 1
          changes.removed.append(document.id)
        }
        batch.gone(source.path)
      }
      try state.append(batch)
    } catch { throw .output(error) }
    outcome.didChange = true
  }

  /// Which ids of inputs that are gone are those of other inputs now.
  private func taken(of gone: [SourceRow]) -> Set<ByteName> {
    let ids = Set(gone.flatMap(\.documents).filter { $0.status != .failed }.map { ByteName($0.id) })
    guard !ids.isEmpty else { return [] }
    // Most ids are longer or shorter than all of these: that is seen before a text is made.
    let lengths = Set(ids.map { $0.text.utf8.count })
    var present: Set<ByteName> = []
    var replacing = replacing
    for row in gone { replacing[ByteName(row.path)] = .some(nil) }
    state.batches(replacing: replacing) { rows in
      for document in rows.lazy.flatMap(\.documents) where document.status != .failed {
        guard lengths.contains(document.id.count) else { continue }
        let id = ByteName(String(decoding: document.id, as: UTF8.self))
        if ids.contains(id) { present.insert(id) }
      }
    }
    return present
  }
}

/// The machine's steady clock; it reaches no artifact.
enum Clock {
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
