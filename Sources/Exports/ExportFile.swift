import Glibc

/// Why an export could not be written.
public struct ExportFailure: Error, Sendable {
  public var message: String

  init(_ message: String) { self.message = message }

  init(_ path: String, _ code: Int32) { message = "\(path): \(String(cString: strerror(code)))" }
}

/// A file that is written beside its place and moved there when it is whole; or standard output.
final class ExportFile {
  private let path: String?
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// `path`: nil for standard output.
  init(_ path: String?) throws {
    self.path = path
    temporary = (path ?? "") + ".part-\(getpid())"
    guard path != nil else {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ExportFailure(temporary, errno) }
  }

  func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { try flush() }
  }

  func write(_ string: String) throws { try write(string.utf8) }

  private func flush() throws {
    var written = 0
    while written < buffer.count {
      let got = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
      if got < 0 {
        if errno == EINTR { continue }
        throw ExportFailure(path ?? "standard output", errno)
      }
      written += got
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Moves the whole file into place. Without it nothing is left at `path`.
  func finish() throws {
    try flush()
    guard let path else { return }
    guard fsync(descriptor) == 0 else { throw ExportFailure(temporary, errno) }
    close(descriptor)
    descriptor = -1
    guard rename(temporary, path) == 0 else { throw ExportFailure(path, errno) }
  }

  deinit {
    guard path != nil, descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }
}

/// A folder that is filled beside its place and moved there when it is whole.
final class ExportFolder {
  private let path: String
  private let temporary: String
  private var finished = false
  /// What stands in it, to be taken away if the whole does not come about.
  private var made: [String] = []

  /// Refuses a place where something is already, but for an empty folder.
  init(_ path: String) throws {
    self.path = path
    temporary = path + ".part-\(getpid())"
    if rmdir(path) != 0, errno != ENOENT { throw ExportFailure("\(path): is there already; name a new folder") }
    guard mkdir(temporary, 0o755) == 0 else { throw ExportFailure(temporary, errno) }
  }

  /// A file in it; folders in its name are made.
  func file(_ name: String) throws -> ExportFile {
    var slash = name.firstIndex(of: "/")
    while let at = slash {
      let folder = temporary + "/" + name[..<at]
      if mkdir(folder, 0o755) == 0 {
        made.append(folder)
      } else if errno != EEXIST {
        throw ExportFailure(folder, errno)
      }
      slash = name[name.index(after: at)...].firstIndex(of: "/")
    }
    made.append(temporary + "/" + name)
    return try ExportFile(temporary + "/" + name)
  }

  func finish() throws {
    guard rename(temporary, path) == 0 else { throw ExportFailure(path, errno) }
    finished = true
  }

  deinit {
    guard !finished else { return }
    for name in made.reversed() { remove(name) }
    rmdir(temporary)
  }
}
