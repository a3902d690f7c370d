import Dispatch

/// Hands rows of finished inputs to the state in batches: one sync of the disk for many, on a queue of its own, while
/// lanes go on.
final class Committer: @unchecked Sendable {
  private let state: State
  private let book: SettingsBook
  private let language: String
  private let queue = DispatchQueue(label: "commit")
  private let mutex = Mutex()
  private var pending: [SourceRow] = []
  private var isBusy = false
  private var known: Set<Digest>
  /// The first write that failed.
  private var failure: SystemError?

  /// Inputs whose work is lost at worst when the machine stops, and some more while a sync takes its time.
  private static let batch = 256

  init(_ state: State, _ book: SettingsBook, _ language: String) {
    self.state = state
    self.book = book
    self.language = language
    known = Set(state.settings.keys)
  }

  func add(_ row: SourceRow) {
    let rows: [SourceRow]? = mutex.locked {
      pending.append(row)
      guard pending.count >= Self.batch, !isBusy else { return nil }
      isBusy = true
      defer { pending = [] }
      return pending
    }
    guard let rows else { return }
    queue.async {
      self.write(rows)
      self.mutex.locked { self.isBusy = false }
    }
  }

  /// Returns when all rows are in the state, or throws the first write that failed. Not to be called from a lane.
  func finish() throws(SystemError) {
    queue.sync {
      let rows = mutex.locked {
        defer { pending = [] }
        return pending
      }
      write(rows)
    }
    if let failure { throw failure }
  }

  private func write(_ rows: [SourceRow]) {
    guard failure == nil, !rows.isEmpty else { return }
    var batch = State.Batch()
    add(book.settings(.normalized, ""), to: &batch)
    for language in Set(rows.flatMap(\.documents).filter { $0.status == .ok }.map(\.language)).sorted() {
      for stage in Stage.allCases { add(book.settings(stage, language), to: &batch) }
    }
    for document in rows.flatMap(\.documents) where document.status != .failed && book.isCorrected(document.id) {
      for stage in Stage.allCases { add(book.settings(stage, document.language, of: document.id), to: &batch) }
    }
    for row in rows { batch.source(row) }
    do { try state.append(batch) } catch { failure = error }
  }

  private func add(_ settings: Settings, to batch: inout State.Batch) {
    if known.insert(settings.digest).inserted { batch.settings(settings) }
  }
}
