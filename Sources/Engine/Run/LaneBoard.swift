import Glibc

/// What each lane is doing, in memory that outlives the process: a parent sees there who hangs, and who was at work when
/// its child died.
public final class LaneBoard: @unchecked Sendable {
  /// An article of an input; the key is empty where the whole input is meant.
  public struct Entry: Hashable, Sendable {
    public var path: String
    public var key: String
  }

  public static let lanes = 256
  private static let slot = 8192
  private let memory: UnsafeMutableRawPointer

  public init?() {
    let size = Self.lanes * Self.slot
    guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED
    else { return nil }
    self.memory = memory
  }

  deinit { munmap(memory, Self.lanes * Self.slot) }

  /// A lane begins; `since`: when its document began, as the steady clock has it.
  func begin(_ lane: Int, _ path: String, key: String, since: Int) {
    guard lane < Self.lanes else { return }
    let slot = memory + lane * Self.slot
    var at = 16
    for text in [path, key] {
      var text = text
      text.withUTF8 { bytes in
        let count = min(bytes.count, 4000)
        slot.storeBytes(of: UInt32(count), toByteOffset: at, as: UInt32.self)
        if count > 0 { (slot + at + 4).copyMemory(from: bytes.baseAddress!, byteCount: count) }
        at += 4 + (count + 3) & ~3
      }
    }
    slot.storeBytes(of: since, as: Int.self)
  }

  func end(_ lane: Int) {
    guard lane < Self.lanes else { return }
    (memory + lane * Self.slot).storeBytes(of: 0, as: Int.self)
  }

  /// Those at work, and since when; to be relied on once the process that writes is dead.
  func busy() -> [(entry: Entry, since: Int)] {
    (0..<Self.lanes).compactMap { lane in
      let slot = memory + lane * Self.slot
      let since = slot.load(as: Int.self)
      guard since != 0 else { return nil }
      var at = 16
      var texts: [String] = []
      for _ in 0..<2 {
        let count = min(4000, Int(slot.load(fromByteOffset: at, as: UInt32.self)))
        texts.append(String(decoding: UnsafeRawBufferPointer(start: slot + at + 4, count: count), as: UTF8.self))
        at += 4 + (count + 3) & ~3
      }
      return (Entry(path: texts[0], key: texts[1]), since)
    }
  }

  func clear() { for lane in 0..<Self.lanes { end(lane) } }

  /// When the one that has been at work longest began; nil if none is.
  func oldest() -> Int? {
    var oldest: Int?
    for lane in 0..<Self.lanes {
      let since = (memory + lane * Self.slot).load(as: Int.self)
      if since != 0 { oldest = min(oldest ?? since, since) }
    }
    return oldest
  }
}
