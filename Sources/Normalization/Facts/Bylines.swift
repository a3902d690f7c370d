import Documents

/// The names in a byline: without "By", e-mail, roles, and what is nobody's name.
struct Bylines {
  private let words: FactNames
  private let outlets: Set<UInt64>
  private let outletWords: [[UInt64]]

  /// `outlets`: names of the site, which sign nothing where a person does.
  init(_ words: FactNames, outlets: [String]) {
    self.words = words
    self.outlets = Set(outlets.map { FoldedWords($0).key })
    outletWords = outlets.map { FoldedWords($0).hashes }.filter { !$0.isEmpty }
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
    for token in text.split(separator: " ").flatMap({ unglued(String($0)) }) {
      if token == "," || token == "-" || words.joins.contains(FoldedWords(token).key) {
        close()
      } else {
        tokens.append(token)
      }
    }
    close()
    return parts
  }

  private func isNumber(_ token: String) -> Bool {
    token.utf8.first.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false
  }

  private func namesNobody(_ token: String) -> Bool {
    let key = FoldedWords(token).key
    return words.roles.contains(key) || words.drops.contains(key)
  }

  /// Whether a line, or a part of it between bars or bullets, begins as bylines do and goes on with names.
  func opensLine(_ line: String) -> Bool {
    let bars: Set<Unicode.Scalar> = ["|", "\u{2022}", "\u{00B7}", "\u{2014}"]
    return line.unicodeScalars.split(whereSeparator: bars.contains).contains { part in
      let part = String(part)
      let hashes = part.split(separator: " ").prefix(4).flatMap({ unglued(String($0)) }).flatMap {
        FoldedWords($0).hashes
      }
      return words.opens.contains { $0.count < hashes.count && $0.count < 3 && hashes.starts(with: $0) }
    }
  }

  /// "OkaforPublished" and "ByAda", as boxes without a space between them leave it, in two: where the end is a word that names nobody.
  private func unglued(_ token: String) -> [String] {
    var previous: UInt32 = 0
    for i in token.unicodeScalars.indices {
      let scalar = token.unicodeScalars[i].value
      if Letters.isUpper(scalar), Letters.isLower(previous) {
        let key = FoldedWords(String(token[i...])).key
        if words.roles.contains(key) || words.drops.contains(key) || words.joins.contains(key) {
          return [String(token[..<i]), ",", String(token[i...])]
        }
        let head = FoldedWords(String(token[..<i])).hashes
        if words.opens.contains(head) { return [String(token[..<i]), String(token[i...])] }
      }
      previous = scalar
    }
    return [token]
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
    // "Ada Okafor covers …", "Ada Okafor Editor": what follows tells of the person.
    if let k = tokens.indices.dropFirst().first(where: { words.verbs.contains(FoldedWords(tokens[$0]).key) }) {
      guard k > 1 else { return nil }
      tokens.removeSubrange(k...)
    }
    // "Ada Okafor December 3, 2031", "Ada Okafor 3 December 2031": when she wrote.
    if let k = tokens.indices.dropFirst(2).first(where: { words.dates.isMonth(tokens[$0]) || isNumber(tokens[$0]) }) {
      tokens.removeSubrange(k...)
    }
    // "Ada Okafor Harbour Post": for whom.
    let all = tokens.map { FoldedWords($0).hashes }
    for outlet in outletWords where all.count > outlet.count + 1 && Array(all.suffix(outlet.count).joined()) == outlet {
      tokens.removeLast(outlet.count)
      break
    }
    while let last = tokens.last, FoldedWords(last).hashes.isEmpty || (tokens.count > 2 && namesNobody(last)) {
      tokens.removeLast()
    }
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
