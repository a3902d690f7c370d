import Glibc

/// The folder that a run wrote, for reading: whole files, by their path below it.
public struct RunFolder: Sendable {
  public var path: String

  public init(_ path: String) { self.path = path }

  /// Why a file of the run cannot be read.
  public struct Unreadable: Error, Sendable {
    public var path: String
    /// As in errno.
    public var code: Int32

    public var message: String { "\(path): \(String(cString: strerror(code)))" }
  }

  /// The file's bytes.
  public func read(_ name: String) throws -> [UInt8] {
    let file = path + "/" + name
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unreadable(path: file, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Unreadable(path: file, code: errno) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, Int(status.st_size))) { buffer, count in
      while count < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if got == 0 { break }
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
          break
        }
        count += got
      }
    }
    guard failure == 0 else { throw Unreadable(path: file, code: failure) }
    return bytes
  }
}
