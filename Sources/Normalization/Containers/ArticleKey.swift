import Documents

/// Keys of the articles of one input: from the article's own id, else its URL, else its content, never from its place.
enum ArticleKey {
  /// A key that is safe as a file's name: an id of letters, digits, points, hyphens and underscores stands as it is, any
  /// other keeps its last readable part and ends in a hash of all of it.
  static func of(_ id: String) -> String {
    let bytes = Array(id.utf8)
    if !bytes.isEmpty, bytes.count <= 64, bytes[0] != UInt8(ascii: "."), bytes.allSatisfy(isSafe) { return id }
    var readable: [UInt8] = []
    for byte in bytes {
      if isSafe(byte) {
        readable.append(byte)
      } else if readable.last != UInt8(ascii: "-") {
        readable.append(UInt8(ascii: "-"))
      }
    }
    while let last = readable.last, last == UInt8(ascii: "-") || last == UInt8(ascii: ".") { readable.removeLast() }
    var tail = readable.suffix(40)
    while let first = tail.first, first == UInt8(ascii: "-") || first == UInt8(ascii: ".") { tail.removeFirst() }
    let hash = StableIDs.base32(ContentKey.of(id))
    return tail.isEmpty ? hash : String(decoding: tail, as: UTF8.self) + "-" + hash
  }

  /// For an article without id and URL.
  static func of(content: some Sequence<UInt8>) -> String {
    var key = ContentKey()
    key.add(content)
    return StableIDs.base32(key.value)
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
