import Documents

/// Names of the report's pages: readable, safe in a URL and on any file system, and told apart by a hash of the id.
enum PagePath {
  static func article(_ id: String) -> String { "articles/\(name(id)).html" }
  static func story(_ id: String, title: String) -> String { "stories/\(name(title, id)).html" }
  static func entity(_ id: String, name title: String) -> String { "who/\(name(title, id)).html" }

  /// The headlines of a month, as "2026-10".
  static func month(_ month: String) -> String { "months/\(month).html" }

  /// The list of names that begin with a letter.
  static func letter(_ letter: String) -> String { "who/\(name("names \(letter)")).html" }

  private static func name(_ title: String, _ id: String? = nil) -> String {
    var slug: [UInt8] = []
    for byte in title.utf8 where slug.count < 48 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        slug.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.append(byte | 0x20)
      default: if slug.last != UInt8(ascii: "-"), !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
      }
    }
    if slug.last == UInt8(ascii: "-") { slug.removeLast() }
    let hash = StableIDs.base32(ContentKey.of(id ?? title))
    return slug.isEmpty ? hash : String(decoding: slug, as: UTF8.self) + "-" + hash
  }
}
