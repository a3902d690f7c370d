import Documents

/// An article as a container gives it: facts apart from the text.
struct ArticleRecord: Sendable {
  enum Body: Sendable {
    case none
    case text(String)
    case html(String)
    /// Blocks that the format itself tells apart.
    case blocks([(BlockKind, String)])
  }

  var id: String?
  var title: String?
  var authors: [String] = []
  var published: String?
  var publishedBasis = PublishedBasis.feed
  var modified: String?
  var url: String?
  var outlet: String?
  var description: String?
  var section: String?
  var keywords: [String] = []
  var language: String?
  var body = Body.none
  var mediaType = ""

  var isEmpty: Bool {
    switch body {
    case .none: title == nil
    case .text(let text), .html(let text): text.isEmpty && title == nil
    case .blocks(let blocks): blocks.isEmpty && title == nil
    }
  }

  var key: String {
    if let id, !id.isEmpty { return ArticleKey.of(id) }
    if let url, !url.isEmpty { return ArticleKey.of(url) }
    var content = Array((title ?? "").utf8)
    switch body {
    case .none: break
    case .text(let text), .html(let text): content += Array(text.utf8)
    case .blocks(let blocks): for block in blocks { content += Array(block.1.utf8) }
    }
    return ArticleKey.of(content: content)
  }

  /// Whether a string of a feed is markup: a tag of HTML stands in it, or a reference.
  static func isMarkup(_ string: String) -> Bool {
    let bytes = Array(string.utf8.prefix(20_000))
    for (i, byte) in bytes.enumerated() where byte == UInt8(ascii: "<") && i + 2 < bytes.count {
      let next = bytes[i + 1]
      let end = next == UInt8(ascii: "/") ? bytes[i + 2] : next
      if end | 0x20 >= 0x61, end | 0x20 <= 0x7A, bytes[i...].prefix(2000).contains(UInt8(ascii: ">")) { return true }
    }
    return false
  }
}
