internal import CFacade
import Glibc

/// Waits for changes below folders, and for a moment of quiet after them.
public struct FolderWatch {
  /// The folders and all below them that do not begin with a dot, but not `skip`.
  public var folders: [String]
  public var skip: String
  /// How long nothing may happen before a change is told, in milliseconds.
  public var quiet: Int32 = 300

  public init(_ folders: [String], skip: String) {
    self.folders = folders
    self.skip = skip
  }

  /// Returns after the next change since `begin` gave the descriptor; false if it cannot be waited for.
  public func wait(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while poll(&request, 1, -1) < 0 { if errno != EINTR { return false } }
    repeat { _ = read(descriptor, &buffer, buffer.count) } while poll(&request, 1, quiet) > 0
    return true
  }

  /// Begins to watch; what changes from here on is not missed. The caller closes the descriptor.
  public func begin() throws(SystemError) -> Int32 {
    let descriptor = nd_watch_begin()
    guard descriptor >= 0 else { throw SystemError("watch", folders.first ?? "") }
    let skipped = Files.absolute(skip)
    var stack = folders.filter { Files.isFolder($0) }.map { Files.absolute($0) }
    while let folder = stack.popLast() {
      guard folder != skipped else { continue }
      guard nd_watch_add(descriptor, folder) >= 0 else {
        let failure = SystemError("watch", folder)
        close(descriptor)
        throw failure
      }
      for (name, kind) in Files.entries(folder) where kind == .folder && !name.hasPrefix(".") {
        stack.append("\(folder)/\(name)")
      }
    }
    return descriptor
  }
}
