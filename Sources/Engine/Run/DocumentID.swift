import Documents

/// How an input's path becomes an id.
enum DocumentID {
  /// The path without `.gz`, then without its last extension.
  static func base(of path: String) -> String {
    var name = path[...]
    let start = name.utf8.lastIndex(of: UInt8(ascii: "/")).map { name.utf8.index(after: $0) } ?? name.startIndex
    if name.hasSuffix(".gz"), name.utf8.distance(from: start, to: name.utf8.endIndex) > 3 { name = name.dropLast(3) }
    if let dot = name[start...].utf8.lastIndex(of: UInt8(ascii: ".")), dot > start { name = name[..<dot] }
    return String(name)
  }

  /// The id of one article of several: its key, made fit for a file's name.
  static func of(_ key: String, in base: String) -> String { "\(base)/\(safe(key))" }

  /// Keys come from content: what could leave the folder, hide or be too long is replaced by a hash.
  private static func safe(_ key: String) -> String {
    let plain = key.utf8.allSatisfy { byte in
      (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    guard plain, !key.isEmpty, key.utf8.count <= 200, !key.hasPrefix(".") else {
      return "k" + StableIDs.base32(ContentKey.of(key))
    }
    return key
  }
}
