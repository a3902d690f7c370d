import Documents
import Mustache

/// Escapes every byte that can end text or an attribute's value in HTML, whatever follows it.
///
/// Mustache's own HTML type compares whole characters, so it lets a quotation mark with a combining accent through.
struct HTMLText: MustacheContentType {
  static let name = "NIGHTDESK"

  func escapeText(_ text: String) -> String {
    // Most text has nothing to escape.
    guard text.utf8.contains(where: Self.isEscaped) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
      case UInt8(ascii: "`"): bytes.append(contentsOf: "&#96;".utf8)
      case 0x09, 0x0A: bytes.append(byte)
      case 0..<0x20, 0x7F: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"),
      0x7F:
      true
    default: byte < 0x20 && byte != 0x09 && byte != 0x0A
    }
  }
}

/// The report's templates, embedded from Sources/CLanguage/report; each begins by naming `HTMLText` as its content type.
struct Templates: Sendable {
  private let library: MustacheLibrary
  /// A hash of all templates, words and the rest of the folder.
  let key: ContentKey

  init() throws {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    var library = MustacheLibrary()
    var key = ContentKey()
    for file in LanguagePack.embedded(below: "report/") {
      key.add(file.name)
      key.add(file.bytes)
      guard file.name.hasSuffix(Self.suffix) else { continue }
      let text = String(decoding: file.bytes, as: UTF8.self)
      try library.register(text, named: String(file.name.dropLast(Self.suffix.count)))
    }
    self.library = library
    self.key = key
  }

  private static let suffix = ".mustache"

  /// Files that go into the report as they stand, by name.
  static var assets: [(name: String, bytes: [UInt8])] {
    LanguagePack.embedded(below: "report/").filter { !$0.name.hasSuffix(suffix) && !$0.name.hasSuffix(".tsv") }.map {
      ($0.name, Array($0.bytes))
    }
  }

  /// The page's bytes; the template must exist.
  func page(_ template: String, _ values: [String: Any]) -> [UInt8] {
    Array((library.render(values, withTemplate: template) ?? "").utf8)
  }
}
