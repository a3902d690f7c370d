import Documents

/// A path or id compared by its bytes.
///
/// Swift takes the NFC and the NFD form of one name for equal strings; a file system holds both.
struct ByteName: Hashable, Comparable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (a: ByteName, b: ByteName) -> Bool { ByteOrder.compare(a.text, b.text) == 0 }

  static func < (a: ByteName, b: ByteName) -> Bool { ByteOrder.compare(a.text, b.text) < 0 }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
