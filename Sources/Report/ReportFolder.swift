import Dispatch
import Documents
public import Edition
import Glibc

/// What the report shows of what a run wrote.
public struct ReportOptions: Sendable {
  /// No page carries an article whole.
  public var isExcerpt = false
  /// How many days the front page looks back; 0: to the beginning.
  public var window = 0
  /// The day that `window` counts back from; empty: the newest.
  public var asOf = ""

  public init(isExcerpt: Bool = false, window: Int = 0, asOf: String = "") {
    self.isExcerpt = isExcerpt
    self.window = window
    self.asOf = asOf
  }
}

/// Writes the report of a run into its folder report/: a file only where its bytes change, and no page of an earlier
/// run is left.
public enum ReportFolder {
  /// Why a page could not be written.
  public struct Failure: Error, Sendable {
    public var path: String
    /// As in errno.
    public var code: Int32
  }

  /// The number of pages, and how many of them were written anew.
  public struct Outcome: Sendable, Hashable {
    public var pages = 0
    public var written = 0
    /// The paths of what was written.
    public var files: [String] = []
  }

  /// Makes the report from the artifacts on disk. `index`: the run's rows where index.json does not stand there yet.
  @discardableResult
  public static func make(
    _ run: RunFolder, index: RunIndex? = nil, _ options: ReportOptions = ReportOptions()
  ) throws -> Outcome {
    let edition = try Edition(index: index, read: run.read)
    let root = run.path + "/report"
    for folder in [root] + Site.folders.map({ root + "/" + $0 }) {
      if mkdir(folder, 0o755) != 0, errno != EEXIST { throw Failure(path: folder, code: errno) }
    }
    let report = RunFolder(root)
    let memoryPath = run.path + "/" + memoryFile
    let memory = (try? run.read(memoryFile)).flatMap(Memory.init(json:)) ?? Memory()
    let documents = edition.index.documents.filter { $0.status == .ok }.map(\.id)
    var site = try Site(edition, memory: memory, new: memory.new(among: documents), options)
    let ledger = Ledger()
    try site.render(
      article: { try Article(id: $0, read: run.read) },
      document: { try NormalizedDocument(json: run.read("normalized/\($0).json")) },
      stands: { name in
        guard access(root + "/" + name, F_OK) == 0 else { return false }
        // The search's files stand or fall together.
        if name != SearchIndex.list { ledger.note(name, isWritten: false) }
        return true
      },
      emit: { name, bytes in
        let isNew = (try? report.read(name)) != bytes
        if isNew { try write(bytes, to: root + "/" + name) }
        ledger.note(name, isWritten: isNew)
      })
    let made = ledger.made
    var outcome = Outcome()
    outcome.pages = made.count
    outcome.files = made.filter(\.value).keys.sorted().map { root + "/" + $0 }
    outcome.written = outcome.files.count
    for folder in Site.folders where folder != SearchIndex.folder || made[SearchIndex.list] != nil {
      removeOthers(than: made, in: folder, of: root)
    }
    for name in formerFiles { unlink(root + "/" + name) }
    // Last: it speaks of pages that stand.
    if mkdir(run.path + "/.nightdesk", 0o755) != 0, errno != EEXIST { throw Failure(path: memoryPath, code: errno) }
    let bytes = site.nextMemory.json()
    if (try? run.read(memoryFile)) != bytes {
      try write(bytes, to: memoryPath)
      outcome.files.append(memoryPath)
    }
    return outcome
  }

  /// The pages that stand, by name, and whether each was written anew; noted from several threads.
  private final class Ledger: @unchecked Sendable {
    private let queue = DispatchQueue(label: "report")
    private var pages: [String: Bool] = [:]

    var made: [String: Bool] { queue.sync { pages } }

    func note(_ name: String, isWritten: Bool) { queue.sync { pages[name] = isWritten } }
  }

  /// What earlier versions wrote beside the pages, and nothing reads now.
  private static let formerFiles = ["search-index.js"]

  private static let memoryFile = ".nightdesk/report.json"

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let temporary = path + ".part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(path: temporary, code: errno) }
    var written = 0
    while written < bytes.count {
      let got = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        let code = errno
        close(descriptor)
        unlink(temporary)
        throw Failure(path: path, code: code)
      }
      written += got
    }
    close(descriptor)
    guard rename(temporary, path) == 0 else { throw Failure(path: path, code: errno) }
  }

  private static func removeOthers(than made: [String: Bool], in folder: String, of root: String) {
    guard let directory = opendir(root + "/" + folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != "..", made[folder + "/" + name] == nil else { continue }
      unlink(root + "/" + folder + "/" + name)
    }
  }
}
