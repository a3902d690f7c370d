/// Makes ids that stay the same under edits elsewhere in a document: a hash of content, not a running number.
///
/// Two rows with the same content get `-2`, `-3` … in order of place, so an edit moves only its own twins.
public struct StableIDs {
  private let prefix: UInt8
  private var seen = KeyMap<Int>()

  /// `prefix`: one ASCII letter that tells the kind of row, as "s" for sentences.
  public init(prefix: Unicode.Scalar) {
    self.prefix = UInt8(ascii: prefix)
    // As many as an article has of most rows.
    seen.reserveCapacity(64)
  }

  /// The id of a row whose content hashes to `key` (see `ContentKey`).
  public mutating func next(_ key: UInt64) -> String {
    let place = seen.place(key, orAdd: 0)
    seen[at: place] += 1
    let base = String(unsafeUninitializedCapacity: 11) { buffer in
      buffer[0] = prefix
      Self.write(key, to: UnsafeMutableBufferPointer(rebasing: buffer[1...10]))
      return 11
    }
    return seen[at: place] == 1 ? base : "\(base)-\(seen[at: place])"
  }

  /// The lower 50 bits as ten characters (Crockford's alphabet in lower case: no i, l, o, u).
  public static func base32(_ key: UInt64) -> String {
    String(unsafeUninitializedCapacity: 10) { buffer in
      write(key, to: buffer)
      return 10
    }
  }

  private static func write(_ key: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>) {
    alphabet.withUnsafeBufferPointer { alphabet in
      var rest = key
      for i in stride(from: 9, through: 0, by: -1) {
        buffer[i] = alphabet[Int(rest & 31)]
        rest >>= 5
      }
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

  /// A key for look-ups within one run, eight bytes at a time; another than `value` of the same bytes.
  @inlinable
  public static func lookUp(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: bytes.count) &* 0xd6e8_feb8_6659_fd93
    var i = 0
    while i < bytes.count {
      var chunk: UInt64 = 0
      if i + 8 <= bytes.count {
        chunk = UnsafeRawPointer(bytes.baseAddress! + i).loadUnaligned(as: UInt64.self)
      } else {
        for k in i..<bytes.count { chunk |= UInt64(bytes[k]) << UInt64((k - i) * 8) }
      }
      let (high, low) = (state ^ chunk).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
      state = high ^ low
      i += 8
    }
    return state
  }

  public static func of(_ string: String) -> UInt64 {
    var key = ContentKey()
    key.add(string)
    return key.value
  }
}
