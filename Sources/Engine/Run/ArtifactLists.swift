import Glibc

/// Which file stands under an artifact's name, by reading its folder once instead of asking for each file.
///
/// A list shows what was removed, and what was put in a file's place under its name, for it is another inode then. It does
/// not show what was written into a file where it stands: only who asks the file itself sees that. Where a file system's
/// lists have other numbers than its files have, as some that are laid over others, nothing agrees and each file is asked.
struct ArtifactLists {
  /// The folder that was read last and the inodes in it, for each stage.
  private var last = [(folder: Substring, inodes: [ByteName: UInt64])?](repeating: nil, count: Stage.allCases.count)

  mutating func inode(_ stage: Stage, _ id: String, _ store: ArtifactStore) -> UInt64? {
    let slash = id.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { id[..<$0] } ?? ""
    if last[stage.rawValue] == nil || !last[stage.rawValue]!.folder.utf8.elementsEqual(folder.utf8) {
      let path = "\(store.output)/\(stage.folder)" + (folder.isEmpty ? "" : "/\(folder)")
      last[stage.rawValue] = (folder, Self.read(path))
    }
    let name = (slash.map { String(id[id.utf8.index(after: $0)...]) } ?? id) + ".json"
    return last[stage.rawValue]!.inodes[ByteName(name)]
  }

  private static func read(_ path: String) -> [ByteName: UInt64] {
    guard let handle = opendir(path) else { return [:] }
    defer { closedir(handle) }
    var inodes: [ByteName: UInt64] = [:]
    while let entry = readdir(handle) {
      guard let bytes = Walk.name(of: entry) else { continue }
      inodes[ByteName(String(decoding: bytes, as: UTF8.self))] = UInt64(entry.pointee.d_ino)
    }
    return inodes
  }
}
