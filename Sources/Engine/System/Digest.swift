internal import CFacade

/// A SHA-256: of a file's bytes, of an artifact, or of all that an item depends on.
public struct Digest: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// All zero: of nothing.
  public static let none = Digest(words: (0, 0, 0, 0))

  private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  public init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBufferPointer { Digest(of: $0) }
  }

  public init(of bytes: UnsafeBufferPointer<UInt8>) {
    self = .none
    withUnsafeMutableBytes(of: &words) { nd_sha256(bytes.baseAddress, bytes.count, $0.baseAddress) }
  }

  /// Of a file of corpus/, of the hashes of its rows: what goes over from the file before need not be read to know them.
  init(ofRows hashes: [UInt64]) {
    self = hashes.withUnsafeBytes { Digest(of: $0.bindMemory(to: UInt8.self)) }
  }

  /// The first eight bytes of a row's SHA-256.
  @Sendable static func ofRow(_ row: UnsafeRawBufferPointer) -> UInt64 {
    Digest(of: row.bindMemory(to: UInt8.self)).words.0.littleEndian
  }

  /// From the 32 bytes as they stand in a state record.
  init(raw: UnsafeRawBufferPointer) {
    self = .none
    withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw.prefix(32))) }
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(of: words, body) }

  /// 64 hexadecimal digits, as sha256sum prints them.
  public var hex: String {
    withBytes { bytes in
      String(unsafeUninitializedCapacity: 64) { out in
        for (i, byte) in bytes.enumerated() {
          out[2 * i] = Self.digit(byte >> 4)
          out[2 * i + 1] = Self.digit(byte & 15)
        }
        return 64
      }
    }
  }

  /// The same for 32 bytes, into the place for 64 digits.
  static func hex(_ bytes: UnsafeRawBufferPointer, into digits: UnsafeMutableBufferPointer<UInt8>) {
    for i in 0..<32 {
      digits[2 * i] = digit(bytes[i] >> 4)
      digits[2 * i + 1] = digit(bytes[i] & 15)
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }

  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Gathers what an item depends on into one digest; each part is delimited, so that no two lists of parts agree by chance.
struct Fingerprint {
  private var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(192) }

  mutating func add(_ text: String) {
    add(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// The same of a text's bytes.
  mutating func add(_ text: UnsafeRawBufferPointer) {
    add(count: text.count)
    bytes.append(contentsOf: text)
  }

  mutating func add(_ digest: Digest) { digest.withBytes { bytes.append(contentsOf: $0) } }

  mutating func add(count: Int) {
    var rest = UInt64(count)
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  var digest: Digest { Digest(of: bytes) }
}
