/// Two wordings of one utterance laid beside each other.
enum Wording {
  /// `text` in pieces, with whether its words are other than those of `base`. Capitals and punctuation make no
  /// difference.
  static func pieces(_ text: String, against base: String) -> [(text: String, other: Bool)] {
    let words = split(text), others = split(base)
    // The table is quadratic: a speech of this length is not compared.
    guard words.count * others.count < 250_000 else { return [(text, false)] }
    let a = words.map { key($0) }, b = others.map { key($0) }
    let width = b.count + 1
    var longest = [UInt16](repeating: 0, count: (a.count + 1) * width)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        longest[i * width + j] =
          a[i] == b[j]
          ? longest[(i + 1) * width + j + 1] + 1 : max(longest[(i + 1) * width + j], longest[i * width + j + 1])
      }
    }
    var pieces: [(text: String, other: Bool)] = []
    var i = 0, j = 0
    func add(_ word: Substring, _ other: Bool) {
      if let last = pieces.last, last.other == other {
        pieces[pieces.count - 1].text += " " + word
      } else {
        // The space between two pieces belongs to the one that is not marked.
        if !pieces.isEmpty, other { pieces[pieces.count - 1].text += " " }
        pieces.append((pieces.isEmpty || other ? String(word) : " " + word, other))
      }
    }
    while i < a.count {
      if j < b.count, a[i] == b[j] {
        add(words[i], false)
        i += 1
        j += 1
      } else if j < b.count, longest[i * width + j + 1] >= longest[(i + 1) * width + j] {
        j += 1
      } else {
        add(words[i], true)
        i += 1
      }
    }
    return pieces
  }

  private static func split(_ text: String) -> [Substring] { text.split { $0 == " " || $0.isNewline } }

  private static func key(_ word: Substring) -> String {
    if word.utf8.allSatisfy({ $0 < 0x80 }) {
      var key: [UInt8] = []
      for byte in word.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): key.append(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): key.append(byte | 0x20)
        default: break
        }
      }
      return key.isEmpty ? String(word) : String(decoding: key, as: UTF8.self)
    }
    let letters = word.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    return letters.isEmpty ? String(word) : String(String.UnicodeScalarView(letters)).lowercased()
  }
}
