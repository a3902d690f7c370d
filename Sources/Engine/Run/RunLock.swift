import Glibc

/// One run at a time over an output folder: flock(2), which the kernel gives up with the process, however it ends.
public final class RunLock {
  private let descriptor: Int32

  public enum Failure: Error, Sendable {
    /// Another run has it; what it wrote of itself.
    case held(String)
    case unusable(SystemError)
  }

  /// Takes the lock of an output folder, which is made if it is not there; tries for `seconds` if another run has it.
  public init(output: String, waiting seconds: Double = 0) throws(Failure) {
    let folder = "\(output)/.nightdesk"
    let path = "\(folder)/lock"
    do { try Files.makeFolder(folder) } catch { throw .unusable(error) }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .unusable(SystemError("write", path)) }
    let deadline = Clock.now + Int(seconds * 1e9)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        let failure = SystemError("lock", path)
        close(descriptor)
        throw .unusable(failure)
      }
      guard Clock.now < deadline else {
        let holder = (try? Files.read(path, limit: 4096))?.bytes ?? []
        close(descriptor)
        throw .held(Printable.line(String(decoding: holder.prefix { $0 != 0x0A }, as: UTF8.self)))
      }
      usleep(50_000)
    }
    describe()
  }

  /// Who has the lock, for whoever finds it taken; the lock itself does not depend on it.
  private func describe() {
    let text = "process \(getpid()) since \(WallClock.text(WallClock.now))\n"
    ftruncate(descriptor, 0)
    let bytes = Array(text.utf8)
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  deinit { close(descriptor) }
}
