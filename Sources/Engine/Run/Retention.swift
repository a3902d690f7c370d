import Corpus
import Documents

/// Which documents stay in the records over all documents: those published in the last `corpus.keep` days.
///
/// No clock is asked: days count back from `asOf`, or from the newest day of publication. What has no date stays.
struct Retention: Sendable {
  /// The code of a document whose artifacts were put away; its row and its clean text stay.
  static let code = "archived"

  /// The first day that stays; nil: all stay.
  private let first: Int?

  static let everything = Retention(first: nil)

  private init(first: Int?) { self.first = first }

  /// `newest`: the newest day of publication; empty where none is known.
  init(_ configuration: Configuration, newest: String) {
    guard configuration.keep > 0 else {
      first = nil
      return
    }
    if let day = Self.number(configuration.asOf) {
      first = day - configuration.keep
    } else {
      first = Self.number(newest).map { $0 - configuration.keep }
    }
  }

  func keeps(_ row: DocumentRow) -> Bool { keeps(row.published) }

  /// The same for a day, as "2026-11-24" or empty.
  func keeps(_ published: String) -> Bool {
    guard let first, let day = Self.number(published) else { return true }
    return day >= first
  }

  /// The same for a day as it lies in the state.
  func keeps(_ published: UnsafeRawBufferPointer) -> Bool {
    first == nil || keeps(String(decoding: published, as: UTF8.self))
  }

  /// The day of an ISO 8601 date or moment; empty where it has none.
  static func day(_ published: String?) -> String {
    guard let published else { return "" }
    let day = String(published.utf8.prefix(10)) ?? ""
    return number(day) == nil ? "" : day
  }

  /// Days since 1970.
  static func number(_ day: String) -> Int? { day.utf8.count == 10 ? CalendarDay.number(day) : nil }
}

/// Takes the artifacts of documents that `corpus.keep` no longer keeps off the disk.
public struct Collection: Sendable {
  public struct Item: Sendable {
    public var id: String
    public var published: String
    /// Of the artifacts that go.
    public var bytes: Int
  }

  /// In order of id.
  public var items: [Item] = []
  public var bytes: Int { items.reduce(0) { $0 + $1.bytes } }
}

extension Run {
  /// The newest day of publication of all rows.
  private func newestOfAll() -> String {
    var newest = ""
    state.batches { rows in
      for row in rows { row.each { $0.raise(&newest) } }
    }
    return newest
  }

  private static let collected: [Stage] = [.sentences, .entities, .quotes, .summaries]

  /// What `collect` would take off the disk; nothing is changed.
  public func collection() -> Collection {
    let retention = Retention(configuration, newest: newestOfAll())
    var result = Collection()
    state.each { source in
      for row in source.documents where row.status == .ok && !retention.keeps(row) {
        let bytes = Self.collected.reduce(0) { $0 + Int(Files.status(store.path($1, row.id))?.st_size ?? 0) }
        result.items.append(Collection.Item(id: row.id, published: row.published, bytes: bytes))
      }
    }
    result.items.sort { ByteName($0.id) < ByteName($1.id) }
    return result
  }

  /// Takes it off: the state first says that the documents are put away and that index.json is to be written anew, then the
  /// artifacts go. A run must follow; if this is broken off, the next run does what is left.
  public func collect() throws(RunFailure) {
    let retention = Retention(configuration, newest: newestOfAll())
    var batch = State.Batch()
    var gone: [String] = []
    state.each { row in
      var source = row
      var changed = false
      for i in source.documents.indices {
        let row = source.documents[i]
        guard row.status == .ok, !retention.keeps(row) else { continue }
        source.documents[i].status = .skipped
        source.documents[i].code = Retention.code
        source.documents[i].message =
          "Published on \(row.published), before what corpus.keep keeps; nightdesk gc put it away."
        source.documents[i].artifacts = [row[.normalized], nil, nil, nil, nil]
        gone.append(row.id)
        changed = true
      }
      if changed { batch.source(source) }
    }
    guard !gone.isEmpty else { return }
    batch.index(ArtifactRow(settings: .none, inputs: .none, body: .none, stamp: .unknown))
    do {
      try state.append(batch)
      for id in gone { try store.remove(id, Self.collected) }
    } catch { throw .output(error) }
  }
}
