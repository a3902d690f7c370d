import Glibc

/// A file that is written piece by piece beside its place, and put there at the end.
///
/// Its temporary name is always the same, so that what a killed run left is written over by the next.
final class StreamedFile {
  private let path: String
  private let temporary: String
  private var descriptor: Int32
  /// What is not written yet.
  private let waiting = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 64)
  private var count = 0
  private var size = 0

  private static let piece = 1 << 18

  init(_ path: String, by temporary: String) throws(SystemError) {
    self.path = path
    self.temporary = temporary
    unlink(temporary)
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw SystemError("write", path) }
  }

  /// What is not finished leaves nothing behind.
  deinit {
    waiting.deallocate()
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  func append(_ bytes: [UInt8]) throws(SystemError) {
    try bytes.withUnsafeBufferPointer { bytes throws(SystemError) in try append(bytes) }
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(SystemError) {
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let some = min(rest.count, Self.piece - count)
      UnsafeMutableRawBufferPointer(rebasing: waiting[count...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: rest[..<some]))
      rest = UnsafeRawBufferPointer(rebasing: rest[some...])
      count += some
      if count == Self.piece { try flush() }
    }
  }

  /// Appends what stands at these places of another file.
  func append(_ range: Range<Int>, of other: ReadFile) throws(SystemError) {
    var at = range.lowerBound
    if range.count >= Self.piece {
      // The kernel copies without the bytes coming here, where the file system lets it.
      try flush()
      let copied = other.copy(range, to: descriptor)
      size += copied
      at += copied
    }
    while at < range.upperBound {
      let some = min(range.upperBound - at, Self.piece - count)
      let place = UnsafeMutableRawBufferPointer(rebasing: waiting[count..<(count + some)])
      guard other.fill(place, at) == some else { throw SystemError("read", other.path, EIO) }
      at += some
      count += some
      if count == Self.piece { try flush() }
    }
  }

  private func flush() throws(SystemError) {
    let bytes = UnsafeRawBufferPointer(rebasing: waiting[..<count])
    try Files.write(bytes, to: descriptor, path)
    size += count
    count = 0
  }

  /// All that was written so far.
  func bytes() throws(SystemError) -> [UInt8] {
    try flush()
    return try Files.read(temporary).bytes
  }

  /// Puts the file in its place, unless what stands there has its bytes; gives the stamp of what stands there now.
  func finish(sync: Bool = false) throws(SystemError) -> FileStamp {
    try flush()
    if let stands = same() { return stands }
    if sync, fsync(descriptor) != 0 { throw SystemError("sync", path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size == size else { throw SystemError("write", path) }
    let done = close(descriptor)
    descriptor = -1
    guard done == 0, rename(temporary, path) == 0 else {
      let failure = SystemError("write", path)
      unlink(temporary)
      throw failure
    }
    return FileStamp(status)
  }

  /// The stamp of the file that stands there, if it has these bytes.
  private func same() -> FileStamp? {
    guard let other = ReadFile(path), other.count == size, let own = ReadFile(temporary) else { return nil }
    for at in stride(from: 0, to: size, by: Self.piece) {
      let range = at..<min(at + Self.piece, size)
      guard let bytes = own.bytes(range), bytes == other.bytes(range) else { return nil }
    }
    return other.stamp
  }
}
