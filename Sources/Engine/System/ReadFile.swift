internal import CFacade
import Glibc

/// A file of which parts are read, as it was when it was opened.
final class ReadFile {
  let path: String
  let stamp: FileStamp
  private let descriptor: Int32

  var count: Int { Int(stamp.size) }

  /// Nil where it cannot be read, or is no file.
  init?(_ path: String) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, Files.kind(status.st_mode) == .file else {
      if descriptor >= 0 { close(descriptor) }
      return nil
    }
    stamp = FileStamp(status)
  }

  deinit { close(descriptor) }

  /// Fills the buffer with what stands at a place; gives how many bytes, less than wanted where it ends or cannot be read.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, _ at: Int) -> Int {
    var done = 0
    while done < buffer.count {
      let got = Files.uninterrupted {
        pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(at + done))
      }
      guard got > 0 else { break }
      done += got
    }
    return done
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
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      filled = fill(UnsafeMutableRawBufferPointer(buffer), range.lowerBound)
    }
    return bytes.count == range.count ? bytes : nil
  }
}
