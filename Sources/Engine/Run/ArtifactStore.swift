import Corpus
import Glibc

/// The public artifacts below the output folder.
struct ArtifactStore: Sendable {
  let output: String
  let unsynced = Unsynced()

  init(output: String) { self.output = output }

  func path(_ folder: String, _ id: String) -> String { "\(output)/\(folder)/\(id).json" }

  func path(_ file: CorpusFile) -> String { path("corpus", file.rawValue) }

  func path(_ stage: Stage, _ id: String) -> String { path(stage.folder, id) }

  /// Puts bytes at a path unless they stand there already; gives the stamp of what stands there now.
  ///
  /// `isNew`: nothing is known to stand there, so that it is only looked at if something does.
  func put(_ bytes: [UInt8], at path: String, isNew: Bool = false) throws(SystemError) -> FileStamp {
    // What a killed run wrote and nobody has waited for stands there, too.
    defer { unsynced.add(path) }
    if isNew, let stamp = try inFolder(of: path, { () throws(SystemError) in try Files.create(path, with: bytes) }) {
      return stamp
    }
    if let status = Files.status(path), status.st_size == bytes.count, let old = try? Files.read(path),
      old.bytes == bytes
    {
      return FileStamp(old.status)
    }
    return try inFolder(of: path) { () throws(SystemError) in try Files.replace(path, with: bytes) }
  }

  /// Puts a file of corpus/ in its place, with what it keeps of the one that stood there; gives what `put` does.
  func put(
    _ patched: PatchedFile, of standing: ReadFile?, at path: String
  ) throws(SystemError) -> FileStamp {
    defer { unsynced.add(path) }
    let file = try inFolder(of: path) { () throws(SystemError) in
      try StreamedFile(path, by: "\(output)/corpus/\(Files.temporaryPrefix)new")
    }
    for piece in patched.pieces {
      switch piece {
      case .made(let bytes): try file.append(bytes)
      case .standing(let range): try file.append(range, of: standing!)
      }
    }
    return try file.finish()
  }

  /// Where its folder is not there it is made; another worker may take it away again, empty, before the file is in it.
  private func inFolder<Result>(
    of path: String, _ write: () throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    for _ in 0..<99 {
      do { return try write() } catch  where error.code == ENOENT { try makeFolder(of: path) }
    }
    return try write()
  }

  private func makeFolder(of path: String) throws(SystemError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))!
    do { try Files.makeFolder(String(path[..<slash])) } catch  where error.code == ENOENT {}  // taken away above it
  }

  /// Removes a document's artifacts of these stages, and folders that are left empty.
  func remove(_ id: String, _ stages: [Stage] = Stage.allCases) throws(SystemError) {
    for stage in stages {
      try Files.remove(path(stage, id))
      unsynced.add(path(stage, id), isThere: false)
      var folder = id[...]
      while let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
        folder = folder[..<slash]
        guard Files.removeEmptyFolder("\(output)/\(stage.folder)/\(folder)") else { break }
      }
    }
  }
}
