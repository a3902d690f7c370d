/// An artifact that was made: what it depended on, and how to know it again.
struct ArtifactRow: Hashable, Sendable {
  /// Of the stage's version, options, resources and libraries (`Settings.digest`).
  var settings: Digest
  /// Of what it was made from: the source, or the artifacts upstream.
  var inputs: Digest
  /// SHA-256 of the file.
  var body: Digest
  var stamp: FileStamp

  /// Whether the file that stands there is, by its stamp, the one that was written.
  func isThere(_ path: String) -> Bool {
    guard let status = Files.status(path) else { return false }
    return FileStamp(status).isOfSameFile(stamp)
  }
}

/// How a document ended; the raw values are those of the state's records.
public enum DocumentStatus: UInt8, Sendable {
  case ok, failed, skipped

  public var name: String {
    switch self {
    case .ok: "ok"
    case .failed: "failed"
    case .skipped: "skipped"
    }
  }
}

/// What is known of one document.
struct DocumentRow: Hashable, Sendable {
  var id: String
  /// The article's own key where its input holds several.
  var key: String?
  var status: DocumentStatus
  /// Why it failed or was skipped; empty where it did not.
  var code = ""
  var message = ""
  var language = ""
  /// Of what later stages see of the normalized document.
  var content = Digest.none
  /// Of a failed document: the settings of all stages together, under which it need not be tried again.
  var failedUnder = Digest.none
  /// Whether every artifact was made from those upstream as they are now.
  var isComplete = false
  /// The day of publication, as "2026-11-24"; empty where it is not known.
  var published = ""
  /// The rules of corrections that the artifacts were made with and that found what they are about.
  var corrected: [Stage: [String]] = [:]
  /// One place a stage.
  var artifacts: [ArtifactRow?] = [nil, nil, nil, nil, nil]

  /// Whether it is done, with an artifact of every stage.
  var isWhole: Bool { status == .ok && artifacts.allSatisfy { $0 != nil } }

  subscript(stage: Stage) -> ArtifactRow? {
    get { artifacts[stage.rawValue] }
    set { artifacts[stage.rawValue] = newValue }
  }

  init(id: String, key: String? = nil, status: DocumentStatus = .ok) {
    self.id = id
    self.key = key
    self.status = status
  }

  static func failed(_ id: String, key: String? = nil, _ code: String, _ message: String) -> DocumentRow {
    var row = DocumentRow(id: id, key: key, status: .failed)
    row.code = code
    row.message = message
    return row
  }
}

/// What is known of one input file and the documents in it.
struct SourceRow: Hashable, Sendable {
  /// Below the input folder.
  var path: String
  /// As it was when its bytes were read; only the size where that was too close to the file's own times to tell a later
  /// edit.
  var stamp: FileStamp
  var sha256: Digest
  /// Of normalization, when it was read.
  var settings: Digest
  var documents: [DocumentRow]

  /// The newest day of publication of its documents that are whole; empty where there is none.
  var newest: String { documents.reduce("") { $1.isWhole ? max($0, $1.published) : $0 } }
}

extension FileStamp {
  /// Whether a file that a run renamed into its place, which moved the time of change, is the one that it wrote.
  func isOfSameFile(_ written: FileStamp) -> Bool {
    size == written.size && modified == written.modified && inode == written.inode
  }

  /// Never that of a file, nor with a file's size: no file was changed before 1970 and has no inode.
  static let unknown = FileStamp(size: -1, modified: 0, changed: 0, inode: 0)
}
