import Glibc

/// A folder that is held open while its files are asked for their stamps: the way to it is gone once.
final class FolderHandle {
  private let path: String
  private let descriptor: Int32

  /// `count`: of how many files; for few the way is gone with each.
  init(_ path: String, for count: Int = Int.max) {
    self.path = path
    descriptor = count < 4 ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The stamp of the regular file of a name, which ends with a zero; nil where there is none.
  func stamp(_ name: UnsafePointer<UInt8>) -> FileStamp? {
    var status = stat()
    let found = name.withMemoryRebound(to: CChar.self, capacity: 1) { name in
      descriptor >= 0
        ? fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW)
        : lstat(path + "/" + String(cString: name), &status)
    }
    guard found == 0, Files.kind(status.st_mode) == .file else { return nil }
    return FileStamp(status)
  }
}
