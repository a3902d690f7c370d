import Documents
import Normalization
import Synchronization

/// One input file of a run, while its articles are worked on.
///
/// Its fields are written by the lane that opens it, and later under the run's lock.
final class Source: @unchecked Sendable {
  let path: String
  let stamp: FileStamp
  /// The id of its one article, or the folder of its several.
  let base: String
  let previous: SourceRow?
  /// Its documents that have artifacts, by id.
  let before: [ByteName: DocumentRow]
  /// Inputs whose ids may be some of this one's, which begin when those are known: the next with the same base, and
  /// those in a folder of its name.
  var followers: [Source] = []
  /// Whether another input has the same base: it is opened each time, so that ids stay with whom they belong to.
  var shared = false
  /// Whether it is one of another's followers.
  var follows = false
  /// Ids that inputs before it took, with their paths.
  var claimed: [ByteName: String] = [:]
  /// Everything is made anew, whatever the state says.
  var force = false

  var row: SourceRow
  var file: SourceFile?
  var articles: [SourceArticle] = []
  /// The next article to be let in, and how many are not yet done.
  var nextArticle = 0
  var left = 0
  /// Whether it can be worked on without any other.
  var isApart: Bool { !shared && !follows && followers.isEmpty }
  /// What it takes of the memory: an archive is never held whole.
  var size: Int { ArchiveInput.isNamed(path) ? min(1 << 20, Int(stamp.size)) : Int(stamp.size) }

  init(path: String, stamp: FileStamp, base: String, previous: SourceRow?) {
    self.path = path
    self.stamp = stamp
    self.base = base
    self.previous = previous
    before = Dictionary(
      (previous?.documents ?? []).lazy.filter { $0.status != .failed }.map { (ByteName($0.id), $0) },
      uniquingKeysWith: { first, _ in first })
    row = SourceRow(path: path, stamp: stamp, sha256: .none, settings: .none, documents: [])
  }
}

/// One article of a run, while stages work on it. A stage's fields are written by the one lane that runs it.
final class DocumentInWork: @unchecked Sendable {
  let source: Source
  /// Its place in `source.row.documents`.
  let place: Int
  let previous: DocumentRow?
  var row: DocumentRow
  /// As stages see it: without what they must not depend on.
  var document: NormalizedDocument?
  var sentences: SentencesArtifact?
  var entities: EntitiesArtifact?
  var quotes: QuotesArtifact?
  var summary: SummaryArtifact?
  /// Every stage is run, whatever the state says.
  var force: Bool
  /// Stages that ran in this process.
  var made: [Bool] = [false, false, false, false, false]
  /// The rows of the last two stages, which may run side by side: neither may write where the other reads or writes.
  private var quotesRow: ArtifactRow?
  private var summaryRow: ArtifactRow?
  /// What they ended with.
  var quotesFailure: StageFailure?
  var summaryFailure: StageFailure?
  /// The rules of corrections that found what they are about, by stage; under the run's lock.
  var corrected: [Stage: [String]] = [:]
  /// Why an artifact cannot stand where it should; under the run's lock.
  var placeFailure: StageFailure?
  let tailLeft = Atomic<Int>(0)
  /// What a person would see changed; under the run's lock.
  var changed: ChangeLog.Changed
  /// Nanoseconds that lanes have worked on it; waiting for one does not count.
  let spent = Atomic<Int>(0)

  /// Takes note of an artifact that stands on the disk.
  func take(_ row: ArtifactRow, _ stage: Stage) {
    switch stage {
    case .quotes: quotesRow = row
    case .summaries: summaryRow = row
    default:
      self.row[stage] = row
      made[stage.rawValue] = true
    }
  }

  /// Puts the rows of the last two stages to the others; called by one lane when both have ended.
  func joinTail() {
    for (stage, row) in [(Stage.quotes, quotesRow), (.summaries, summaryRow)] {
      guard let row else { continue }
      self.row[stage] = row
      made[stage.rawValue] = true
    }
    (quotesRow, summaryRow) = (nil, nil)
  }

  init(source: Source, place: Int, row: DocumentRow, previous: DocumentRow?, force: Bool) {
    self.source = source
    self.place = place
    self.row = row
    self.previous = previous
    self.force = force
    changed = ChangeLog.Changed(id: row.id)
  }
}

extension NormalizedDocument {
  /// What stages see of it: where it came from and what was taken out cannot reach their artifacts, so that an edit of
  /// the source that leaves the text as it was ends at normalization.
  func forStages() -> NormalizedDocument {
    var document = self
    document.source = SourceInfo(path: source.path, bytes: 0, sha256: "", mediaType: "", encoding: "")
    document.removed = []
    document.repairs = []
    document.corrections = []
    for i in document.blocks.indices {
      document.blocks[i].source = nil
      document.blocks[i].rule = nil
    }
    return document
  }
}

/// A piece of work for a lane.
enum Work: Sendable {
  /// Read the file and list its articles.
  case open(Source)
  /// Normalize an article.
  case article(Source, Int)
  /// Normalize an article whose artifacts on disk turned out to be damaged.
  case again(DocumentInWork)
  case stage(Stage, DocumentInWork)
  /// Make a stage of a language from its data.
  case make(Stage, String)

  /// Says on the board what a lane is at.
  func post(on board: LaneBoard, _ lane: Int) {
    switch self {
    case .open(let source): board.begin(lane, source.path, key: "", since: Clock.now)
    case .article(let source, let place):
      board.begin(lane, source.path, key: source.row.documents[place].key ?? "", since: Clock.now)
    case .again(let document), .stage(_, let document):
      let spent = document.spent.load(ordering: .relaxed)
      board.begin(lane, document.source.path, key: document.row.key ?? "", since: Clock.now - spent)
    case .make: break
    }
  }

  /// Adds to the time of the document, if it is work on one.
  func charge(_ nanoseconds: Int) {
    switch self {
    case .again(let document), .stage(_, let document): document.spent.add(nanoseconds, ordering: .relaxed)
    default: break
    }
  }

  /// The deeper, the sooner: documents are finished before others begin.
  var depth: Int {
    switch self {
    case .open: 0
    case .article, .again: 1
    case .stage(.sentences, _), .stage(.normalized, _): 2
    case .stage(.entities, _): 3
    case .stage(.quotes, _), .stage(.summaries, _): 4
    case .make: 5
    }
  }
}
