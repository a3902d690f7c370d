internal import CFacade
import Glibc

/// A system call that failed, on which path and why.
public struct SystemError: Error, Sendable {
  /// What was tried, as "write" or "make the folder".
  public var action: String
  public var path: String
  /// errno.
  public var code: Int32

  init(_ action: String, _ path: String, _ code: Int32 = errno) {
    self.action = action
    self.path = path
    self.code = code
  }

  public var text: String { "cannot \(action) \(Printable.line(path)): \(String(cString: strerror(code)))" }
}

/// What tells, without reading it, that a file is the one that was seen before.
struct FileStamp: Hashable, Sendable {
  var size: Int64
  /// Nanoseconds since 1970.
  var modified: Int64
  /// Of the inode: moves even when somebody sets the modification time back.
  var changed: Int64
  var inode: UInt64

  init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }

  init(_ status: stat) {
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    inode = UInt64(status.st_ino)
  }
}

/// The file system, by the system's own calls: each returns or says what failed.
enum Files {
  enum Kind { case file, folder, link, special }

  static func kind(_ mode: mode_t) -> Kind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .special
    }
  }

  /// The status of what stands at a path, links not followed; nil where there is nothing.
  static func status(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }

  /// The same of a folder that may be reached through links.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && kind(status.st_mode) == .folder
  }

  /// Reads a regular file; a pipe or device is never opened for longer than it takes to see what it is.
  static func read(_ path: String, limit: Int = Int.max) throws(SystemError) -> (bytes: [UInt8], status: stat) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { throw SystemError("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError("read", path) }
    guard kind(status.st_mode) == .file else { throw SystemError("read", path, EINVAL) }
    guard status.st_size <= limit else { throw SystemError("read", path, EFBIG) }
    var failure: SystemError?
    let wanted = Int(status.st_size) + 1
    var bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      count = fill(descriptor, UnsafeMutableRawBufferPointer(buffer), path, &failure)
    }
    // The file grew while it was read: go on to its end, within the limit.
    while failure == nil, bytes.count >= wanted, bytes.count <= limit {
      let more = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = fill(descriptor, UnsafeMutableRawBufferPointer(buffer), path, &failure)
      }
      if more.isEmpty { break }
      bytes += more
      if more.count < 1 << 16 { break }
    }
    if let failure { throw failure }
    guard bytes.count <= limit else { throw SystemError("read", path, EFBIG) }
    return (bytes, status)
  }

  /// What a system call gives, called again whenever a signal broke it off.
  @inline(__always)
  static func uninterrupted(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  private static func fill(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ path: String, _ failure: inout SystemError?
  ) -> Int {
    var count = 0
    while count < buffer.count {
      let got = uninterrupted { Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count) }
      if got < 0 { failure = SystemError("read", path) }
      guard got > 0 else { break }
      count += got
    }
    return count
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(SystemError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST {
      guard isFolder(path) else {
        throw SystemError("make the folder", path, status(path) == nil ? ENOENT : ENOTDIR)
      }
      return
    }
    guard errno == ENOENT, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else {
      throw SystemError("make the folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw SystemError("make the folder", path) }
  }

  /// Writes all bytes to an open file.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = uninterrupted { Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done) }
      guard count > 0 else { throw SystemError("write", path, count == 0 ? ENOSPC : errno) }
      done += count
    }
  }

  /// The same for an array.
  static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(SystemError) {
    try bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
      try write(UnsafeRawBufferPointer(buffer), to: descriptor, path)
    }
  }

  /// Whether a descriptor can be read without waiting.
  static func isReady(_ descriptor: Int32) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, 0) > 0
  }

  /// Names of temporary files begin so; dot names are never read as input.
  static let temporaryPrefix = ".nightdesk-"

  /// Puts `bytes` at `path` in one step: written beside it, then renamed. A reader sees the old file or the new one.
  ///
  /// `sync`: the bytes are on the disk before the name is; otherwise the caller syncs once for many files.
  static func replace(_ path: String, with bytes: [UInt8], sync: Bool = false) throws(SystemError) -> FileStamp {
    let (temporary, stamp) = try write(bytes, beside: path, sync: sync)
    guard rename(temporary, path) == 0 else {
      let failure = SystemError("write", path)
      unlink(temporary)
      throw failure
    }
    return stamp
  }

  /// The same where nothing stands at `path`; nil if something does, which is left as it is, or where the file system cannot tell.
  static func create(_ path: String, with bytes: [UInt8]) throws(SystemError) -> FileStamp? {
    let (temporary, stamp) = try write(bytes, beside: path, sync: false)
    if nd_rename_new(temporary, path) == 0 { return stamp }
    let failure = SystemError("write", path)
    unlink(temporary)
    if failure.code == EEXIST || failure.code == EINVAL || failure.code == ENOSYS { return nil }
    throw failure
  }

  private static func write(
    _ bytes: [UInt8], beside path: String, sync: Bool
  ) throws(SystemError) -> (temporary: String, stamp: FileStamp) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
    // One thread writes one file at a time, so its id tells all temporary files of a process apart.
    var temporary = ""
    temporary.reserveCapacity(path.utf8.count + 64)
    temporary += path[..<slash]
    temporary += temporaryPrefix
    temporary += String(getpid())
    temporary += "-"
    temporary += String(pthread_self())
    temporary += ".tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw SystemError("write", path) }
    var status = stat()
    do throws(SystemError) {
      try write(bytes, to: descriptor, path)
      if sync, fsync(descriptor) != 0 { throw SystemError("sync", path) }
      guard fstat(descriptor, &status) == 0, status.st_size == bytes.count else { throw SystemError("write", path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0 else {
      let failure = SystemError("write", path)
      unlink(temporary)
      throw failure
    }
    return (temporary, FileStamp(status))
  }

  /// Removes a file; that it is not there is as good.
  static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG else {
      throw SystemError("remove", path)
    }
  }

  /// A file's bytes, or a folder's names, are on the disk when this returns; that it is gone by now is as good.
  static func sync(_ path: String) throws(SystemError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return }
    guard descriptor >= 0 else { throw SystemError("sync", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemError("sync", path) }
  }

  /// Begins to write a file's bytes to the disk, so that they are under way when `sync` comes to wait for them.
  static func beginSync(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    nd_sync_begin(descriptor)
    close(descriptor)
  }

  /// Everything written so far to the file system that holds `folder` is on the disk when this returns.
  static func syncAll(_ folder: String) throws(SystemError) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { throw SystemError("sync", folder) }
    defer { close(descriptor) }
    guard nd_sync(descriptor) == 0 else { throw SystemError("sync", folder) }
  }

  /// The absolute path, links resolved; the path itself where that fails.
  static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// Text from outside, made fit for a terminal or log: control characters are escaped.
public enum Printable {
  /// On one line.
  public static func line(_ text: String) -> String { escape(text, keepingLines: false) }

  /// Line feeds stay.
  public static func lines(_ text: String) -> String { escape(text, keepingLines: true) }

  private static func escape(_ text: String, keepingLines: Bool) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if !isControl(scalar) || (keepingLines && scalar == "\n") {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return result
  }

  /// Controls, and the marks that turn the direction of text around.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension Files {
  /// Whether the folder was empty and is gone.
  static func removeEmptyFolder(_ path: String) -> Bool { rmdir(path) == 0 }
}

extension Files {
  /// The names in a folder that are UTF-8, dot names included, and what each is; empty if it cannot be read.
  static func entries(_ folder: String) -> [(name: String, kind: Kind)] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var entries: [(String, Kind)] = []
    while let entry = readdir(handle) {
      guard let bytes = Walk.name(of: entry), let name = String(validating: bytes, as: UTF8.self) else { continue }
      // Most file systems say with the name what it is.
      switch Int(entry.pointee.d_type) {
      case DT_REG: entries.append((name, .file))
      case DT_DIR: entries.append((name, .folder))
      case DT_LNK: entries.append((name, .link))
      case DT_UNKNOWN:
        if let status = status("\(folder)/\(name)") { entries.append((name, kind(status.st_mode))) }
      default: entries.append((name, .special))
      }
    }
    return entries
  }
}
