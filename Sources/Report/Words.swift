import Documents

/// The words of the report that are chosen by a value (report/words.tsv): names of months, of types, of relations.
struct Words: Sendable {
  private var texts: [String: String] = [:]

  init() {
    for file in LanguagePack.embedded(below: "report/") where file.name == "words.tsv" {
      LineReader.each(file.bytes) { line, _ in
        guard line.first != UInt8(ascii: "#") else { return }
        let cells = LineReader.cells(line)
        if cells.count > 1 { texts[cells[0]] = cells[1] }
      }
    }
  }

  /// The text of a key; where there is none, the key's last part, so that a new value is shown as it is.
  subscript(_ key: String) -> String {
    texts[key] ?? String(key.drop { $0 != "." }.dropFirst())
  }

  /// "1 article", "12 articles".
  func count(_ what: String, _ number: Int) -> String {
    fill(self[what + (number == 1 ? ".one" : ".many")], ["\(number)"])
  }

  /// "14 October 2025" of a moment or day; as it stands if it is not of that form.
  func day(_ moment: String) -> String {
    let parts = moment.utf8.prefix(10).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[2].count == 2,
      parts.allSatisfy({ $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let month = texts["month." + String(decoding: parts[1], as: UTF8.self)], let number = Int(String(parts[2]) ?? "")
    else { return String(moment.prefix(10)) }
    return self["date"].replacing("{day}", with: "\(number)").replacing("{month}", with: month)
      .replacing("{year}", with: String(parts[0]) ?? "")
  }

  /// The text with each {} filled in turn.
  func fill(_ text: String, _ values: [String]) -> String {
    var result = ""
    var rest = text[...]
    for value in values {
      guard let place = rest.firstRange(of: "{}") else { break }
      result += rest[..<place.lowerBound] + value
      rest = rest[place.upperBound...]
    }
    return result + rest
  }
}
