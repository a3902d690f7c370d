/// What a run wrote and removed since it last waited for the disk.
///
/// syncfs(2) is one call for any number of files, but it waits for all that anybody wrote to the file system: beside a
/// program that has just written gigabytes, a run over forty articles would stand still for minutes. So the files of a
/// small batch are synced one by one, and the call is kept for batches that are as large as what else may be waiting.
final class Unsynced: @unchecked Sendable {
  private let mutex = Mutex()
  private var files: Set<ByteName> = []
  private var folders: Set<ByteName> = []
  /// There are more than `many`, whose names nobody needs any more.
  private var isMany = false

  /// Above this many files one call for the whole file system costs less than one for each.
  static let many = 600

  /// The file at a path was put there, or its folder lost a name (`isThere` false).
  func add(_ path: String, isThere: Bool = true) {
    mutex.locked {
      guard !isMany else { return }
      if isThere { files.insert(ByteName(path)) }
      if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) { folders.insert(ByteName(String(path[..<slash]))) }
      guard files.count + folders.count > Self.many else { return }
      (files, folders, isMany) = ([], [], true)
    }
  }

  /// Returns when all of it is on the disk; `root`: the output folder, above which nothing was made.
  func settle(_ root: String) throws(SystemError) {
    let (files, folders, isMany) = mutex.locked {
      defer { (self.files, self.folders, self.isMany) = ([], [], false) }
      return (self.files, self.folders, self.isMany)
    }
    do throws(SystemError) {
      if isMany { return try Files.syncAll(root) }
      for file in files { Files.beginSync(file.text) }
      for file in files { try Files.sync(file.text) }
      for folder in above(folders, root) { try Files.sync(folder) }
    } catch {
      // Nothing of it may be taken for done by who tries again.
      mutex.locked {
        self.files.formUnion(files)
        self.folders.formUnion(folders)
        self.isMany = self.isMany || isMany
      }
      throw error
    }
  }

  /// The folders and those above them down from the root: a new folder's own name is in the one above it.
  private func above(_ folders: Set<ByteName>, _ root: String) -> [String] {
    var all: Set<ByteName> = []
    for folder in folders {
      var path = folder.text[...]
      while all.insert(ByteName(String(path))).inserted, path.utf8.count > root.utf8.count,
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
      {
        path = path[..<slash]
      }
    }
    return all.map(\.text)
  }
}
