/// The public artifacts below the output folder.
struct ArtifactStore: Sendable {
  let output: String
  let unsynced = Unsynced()

  init(output: String) { self.output = output }

  func path(_ folder: String, _ id: String) -> String { "\(output)/\(folder)/\(id).json" }

  func path(_ stage: Stage, _ id: String) -> String { path(stage.folder, id) }

  /// Puts bytes at a path unless they stand there already; says whether it wrote.
  func put(_ bytes: [UInt8], at path: String) throws(SystemError) -> (stamp: FileStamp, written: Bool) {
    // What a killed run wrote and nobody has waited for stands there, too.
    defer { unsynced.add(path) }
    if let status = Files.status(path), status.st_size == bytes.count, let old = try? Files.read(path),
      old.bytes == bytes
    {
      return (FileStamp(old.status), false)
    }
    do {
      return (try Files.replace(path, with: bytes), true)
    } catch  where error.code == 2 {  // ENOENT: the first of its folder
      let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))!
      try Files.makeFolder(String(path[..<slash]))
      return (try Files.replace(path, with: bytes), true)
    }
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
