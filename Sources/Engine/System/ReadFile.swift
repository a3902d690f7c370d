internal import CFacade
import Glibc

/// A file of which parts are read, as it was when it was opened.
final class ReadFile {
  let path: String
  let count: Int
  private let descriptor: Int32

  /// Nil where it cannot be read, or is no file.
  init?(_ path: String) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, Files.kind(status.st_mode) == .file else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills the buffer with what stands at a place; false where that is less.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, _ at: Int) -> Bool {
    FileWindow.fill(buffer, descriptor, at) == buffer.count
  }

  /// Copies what stands at these places to where another file is written next; gives how many of the bytes.
  func copy(_ range: Range<Int>, to file: Int32) -> Int {
    var at = range.lowerBound
    while at < range.upperBound {
      let copied = Int(nd_copy_range(descriptor, Int64(at), file, Int64(range.upperBound - at)))
      guard copied > 0 else { break }
      at += copied
    }
    return at - range.lowerBound
  }

  func bytes(_ range: Range<Int>) -> [UInt8]? {
    guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      isWhole = fill(UnsafeMutableRawBufferPointer(buffer), range.lowerBound)
      filled = range.count
    }
    return isWhole ? bytes : nil
  }
}
