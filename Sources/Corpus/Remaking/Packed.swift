/// Writes what a run keeps for the next one: little-endian numbers, counted arrays and strings.
struct PackedWriter {
  private(set) var bytes: [UInt8]

  /// `bytes`: what stands before it; `capacity`: how many bytes all of it will have, where that is known.
  init(_ bytes: [UInt8] = [], reserving capacity: Int = 0) {
    self.bytes = []
    self.bytes.reserveCapacity(capacity)
    self.bytes += bytes
  }

  mutating func number(_ value: Int) { raw(UInt64(bitPattern: Int64(value)).littleEndian) }

  mutating func key(_ value: UInt64) { raw(value.littleEndian) }

  mutating func raw<T: BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  /// Numbers as they lie in the memory of this machine: what is read elsewhere is not taken for whole.
  mutating func array<T: BitwiseCopyable>(_ values: [T]) {
    raw(UInt32(values.count).littleEndian)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func string(_ value: String) {
    raw(UInt32(value.utf8.count).littleEndian)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func strings(_ values: [String]) {
    raw(UInt32(values.count).littleEndian)
    for value in values { string(value) }
  }

  mutating func optional(_ value: String?) {
    raw(UInt8(value == nil ? 0 : 1))
    if let value { string(value) }
  }
}

/// Reads it back; `isWhole` is false, and zeros are given, from the first thing that does not fit.
struct PackedReader {
  private let bytes: UnsafeRawBufferPointer
  private var at = 0
  private(set) var isWhole = true

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isDone: Bool { isWhole && at == bytes.count }

  private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard isWhole, count >= 0, count <= bytes.count - at else {
      isWhole = false
      return nil
    }
    defer { at += count }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + count)])
  }

  mutating func raw<T: BitwiseCopyable>(_ zero: T) -> T {
    take(MemoryLayout<T>.size)?.loadUnaligned(as: T.self) ?? zero
  }

  mutating func number() -> Int { Int(Int64(bitPattern: UInt64(littleEndian: raw(UInt64(0))))) }

  mutating func key() -> UInt64 { UInt64(littleEndian: raw(UInt64(0))) }

  private mutating func count() -> Int { Int(UInt32(littleEndian: raw(UInt32(0)))) }

  mutating func array<T: BitwiseCopyable>(_ zero: T) -> [T] {
    let count = count()
    guard let slice = take(count * MemoryLayout<T>.stride), count > 0 else { return [] }
    return [T](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: slice)
      filled = count
    }
  }

  mutating func string() -> String {
    guard let slice = take(count()) else { return "" }
    return String(decoding: slice, as: UTF8.self)
  }

  mutating func strings() -> [String] {
    var result: [String] = []
    var left = count()
    while left > 0, isWhole {
      result.append(string())
      left -= 1
    }
    return result
  }

  mutating func optional() -> String? { raw(UInt8(0)) == 0 ? nil : string() }

  /// So many items, each read by `body`; none past the end.
  mutating func items<T>(_ body: (inout PackedReader) -> T) -> [T] {
    let count = number()
    guard count >= 0, count <= bytes.count else {
      isWhole = false
      return []
    }
    var result: [T] = []
    result.reserveCapacity(count)
    while result.count < count, isWhole { result.append(body(&self)) }
    return result
  }
}
