/// A path or id compared by its bytes.
///
/// Swift takes the NFC and the NFD form of one name for equal strings; a file system holds both.
struct ByteName: Hashable, Comparable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (a: ByteName, b: ByteName) -> Bool { compare(a.text, b.text) == 0 }

  static func < (a: ByteName, b: ByteName) -> Bool { compare(a.text, b.text) < 0 }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Below, equal to or above 0, by bytes.
  static func compare(_ a: String, _ b: String) -> Int {
    var a = a
    var b = b
    return a.withUTF8 { a in
      b.withUTF8 { b in
        for i in 0..<min(a.count, b.count) where a[i] != b[i] { return Int(a[i]) - Int(b[i]) }
        return a.count - b.count
      }
    }
  }
}
