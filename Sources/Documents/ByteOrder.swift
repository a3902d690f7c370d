import Glibc

/// The order of bytes, which is that of ids and paths wherever they are listed.
public enum ByteOrder {
  /// Below 0 where `a` stands first, 0 where both are the same.
  public static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    let common = min(a.count, b.count)
    let order = common == 0 ? 0 : Int(memcmp(a.baseAddress!, b.baseAddress!, common))
    return order != 0 ? order : a.count - b.count
  }

  /// The same of texts, by their UTF-8.
  public static func compare(_ a: String, _ b: String) -> Int {
    var a = a
    var b = b
    return a.withUTF8 { a in b.withUTF8 { compare(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer($0)) } }
  }
}
