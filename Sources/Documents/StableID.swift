/// Makes ids that stay the same under edits elsewhere in a document: a hash of content, not a running number.
///
/// Two rows with the same content get `-2`, `-3` … in order of place, so an edit moves only its own twins.
public struct StableIDs {
  private let prefix: String
  private var seen: [UInt64: Int] = [:]

  /// `prefix`: one letter that tells the kind of row, as "s" for sentences.
  public init(prefix: String) { self.prefix = prefix }

  /// The id of a row whose content hashes to `key` (see `ContentKey`).
  public mutating func next(_ key: UInt64) -> String {
    let count = (seen[key] ?? 0) + 1
    seen[key] = count
    let base = prefix + Self.base32(key)
    return count == 1 ? base : "\(base)-\(count)"
  }

  /// The lower 50 bits as ten characters (Crockford's alphabet in lower case: no i, l, o, u).
  public static func base32(_ key: UInt64) -> String {
    var rest = key
    return String(unsafeUninitializedCapacity: 10) { buffer in
      for i in stride(from: 9, through: 0, by: -1) {
        buffer[i] = alphabet[Int(rest & 31)]
        rest >>= 5
      }
      return 10
    }
  }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}

/// A 64-bit hash of content that is the same on every machine and in every version (FNV-1a with a final mix): for ids
/// and look-up keys, never for fingerprints (those are SHA-256).
@frozen
public struct ContentKey: Sendable {
  @usableFromInline var state: UInt64 = 0xcbf2_9ce4_8422_2325

  @inlinable public init() {}

  @inlinable
  public mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

  @inlinable
  public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }

  @inlinable
  public mutating func add(_ string: String) {
    add(string.utf8)
    add(0)
  }

  @inlinable
  public mutating func add(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    for _ in 0..<8 {
      add(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// The key so far; more may be added after.
  @inlinable public var value: UInt64 {
    var x = state
    x ^= x >> 32
    x = x &* 0xd6e8_feb8_6659_fd93
    x ^= x >> 32
    x = x &* 0xd6e8_feb8_6659_fd93
    x ^= x >> 32
    return x
  }

  public static func of(_ string: String) -> UInt64 {
    var key = ContentKey()
    key.add(string)
    return key.value
  }
}
