/// The bytes of a file, some of which are held: for those who read it from its beginning to its end, or nearly so.
final class FileWindow {
  private let file: ReadFile
  /// Of the file, which may have grown since it was opened.
  private let size: Int
  private var start = 0
  private var held = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
  private var count = 0

  init(_ file: ReadFile, size: Int) {
    self.file = file
    self.size = size
  }

  deinit { held.deallocate() }

  /// What stands there, until the next call; nil past the end, or where it cannot be read.
  func bytes(_ at: Int, _ length: Int) -> UnsafeRawBufferPointer? {
    guard at >= 0, length <= size - at else { return nil }
    if at < start || at + length > start + count {
      if length > held.count {
        held.deallocate()
        held = .allocate(byteCount: length, alignment: 8)
      }
      // Who goes a little back will come forward again.
      let spare = at < start ? (held.count - length) / 2 : 0
      start = max(0, at - spare)
      let wanted = min(size - start, held.count)
      count = file.fill(UnsafeMutableRawBufferPointer(rebasing: held[..<wanted]), start)
      guard at + length <= start + count else { return nil }
    }
    return UnsafeRawBufferPointer(rebasing: held[(at - start)..<(at - start + length)])
  }
}
