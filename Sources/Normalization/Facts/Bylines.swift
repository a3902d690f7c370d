import Documents

/// The names in a byline: without "By", e-mail, roles, and what is nobody's name.
struct Bylines {
  private let words: FactNames
  private let outlets: Set<UInt64>

  /// `outlets`: names of the site, which sign nothing where a person does.
  init(_ words: FactNames, outlets: [String]) {
    self.words = words
    self.outlets = Set(outlets.map { FoldedWords($0).key })
  }

  /// `isList`: each string is one author; otherwise commas part names.
  func names(_ strings: [String], isList: Bool) -> [String] {
    var result: [String] = []
    var seen: Set<UInt64> = []
    for string in strings {
      for (k, part) in parts(string).enumerated() {
        guard let name = name(part) else { continue }
        // After a name and a comma an organization or an office is what somebody is.
        if k > 0, !result.isEmpty, !isPerson(name) { continue }
        if seen.insert(FoldedWords(name).key).inserted { result.append(name) }
      }
    }
    // A paper's own name is a byline only where nobody else is named.
    if result.count > 1 {
      let people = result.filter { isPerson($0) }
      if !people.isEmpty { result = people }
    }
    return result.count <= 12 ? result : []
  }

  /// Two to four words, none of an organization's.
  func isPerson(_ name: String) -> Bool {
    let tokens = name.split(separator: " ").map { FoldedWords(String($0)).key }
    guard tokens.count >= 2, tokens.count <= 4, !outlets.contains(FoldedWords(name).key) else { return false }
    return !tokens.contains { words.organizations.contains($0) }
  }

  /// Cuts at commas, semicolons, bars, ampersands and the words that join names.
  private func parts(_ string: String) -> [String] {
    var tokens: [String] = []
    var parts: [String] = []
    func close() {
      if !tokens.isEmpty { parts.append(tokens.joined(separator: " ")) }
      tokens = []
    }
    var text = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case ",", ";", "|", "/", "\u{2022}", "\u{00B7}", "(", "&", "\u{2013}", "\u{2014}", "\n", ":":
        text += " , "
      default: text.unicodeScalars.append(scalar)
      }
    }
    for token in text.split(separator: " ").map(String.init) {
      if token == "," || token == "-" || words.joins.contains(FoldedWords(token).key) {
        close()
      } else {
        tokens.append(token)
      }
    }
    close()
    return parts
  }

  private func name(_ part: String) -> String? {
    var tokens = part.split(separator: " ").map(String.init)
    // "By" and its kin, also after what stands before it.
    var folded = tokens.map { FoldedWords($0).hashes }
    for open in words.opens {
      let n = open.count
      var k = 0
      while k + n <= folded.count, n > 0 {
        if Array(folded[k..<(k + n)].joined()) == open {
          tokens.removeSubrange(0..<(k + n))
          folded.removeSubrange(0..<(k + n))
          k = 0
        } else {
          k += 1
        }
      }
    }
    // An organization glued to the name: "Ada Okafor The Harbour Press".
    if tokens.count > 3,
      let k = tokens.indices.dropFirst(2).first(where: { words.articles.contains(FoldedWords(tokens[$0]).key) })
    {
      tokens.removeSubrange(k...)
    }
    while let last = tokens.last, FoldedWords(last).hashes.isEmpty { tokens.removeLast() }
    guard !tokens.isEmpty, tokens.count <= 6 else { return nil }
    let joined = tokens.joined(separator: " ")
    guard joined.utf8.count >= 3, joined.utf8.count <= 60 else { return nil }
    guard !joined.utf8.contains(UInt8(ascii: "@")), !joined.hasPrefix("http"), !joined.hasPrefix("www.") else {
      return nil
    }
    guard !tokens.contains(where: { words.roles.contains(FoldedWords($0).key) }) || tokens.count > 4 else { return nil }
    guard !words.roles.contains(FoldedWords(joined).key), !words.drops.contains(FoldedWords(joined).key) else {
      return nil
    }
    // A name has a capital, unless its script has none, and no figures.
    var hasLetter = false
    for scalar in joined.unicodeScalars {
      if Letters.isDigit(scalar.value) { return nil }
      hasLetter = hasLetter || Letters.isLetter(scalar.value)
    }
    guard hasLetter, let first = tokens[0].unicodeScalars.first(where: { Letters.isLetter($0.value) }) else {
      return nil
    }
    if tokens.count == 1, Letters.isLower(first.value) { return nil }
    return joined
  }
}
