import Documents
import Edition

/// One token a line with its IOB2 tag (Tjong Kim Sang and De Meulder 2003), names only; `# id` begins an article.
enum CoNLL {
  static func text(_ article: Article) -> [UInt8] {
    let text = article.document.text
    var w = JSONWriter(reserving: 64)
    w.string(article.document.id)
    var bytes = Array("# id = ".utf8) + w.bytes + [0x0A]
    let mentions = article.entities.mentions.filter { $0.type.isName }
    var next = 0
    for sentence in article.sentences.sentences {
      guard !sentence.tokens.isEmpty else { continue }
      for token in article.sentences.tokens[sentence.tokens] {
        while next < mentions.count, mentions[next].span.end <= token.start { next += 1 }
        text.withBytes(token) { for byte in $0 { bytes.append(byte <= 0x20 ? UInt8(ascii: "_") : byte) } }
        bytes.append(0x09)
        if next < mentions.count, mentions[next].span.overlaps(token) {
          bytes.append(contentsOf: token.start <= mentions[next].span.start ? "B-".utf8 : "I-".utf8)
          bytes.append(contentsOf: mentions[next].type.rawValue.utf8)
        } else {
          bytes.append(UInt8(ascii: "O"))
        }
        bytes.append(0x0A)
      }
      bytes.append(0x0A)
    }
    return bytes
  }
}
