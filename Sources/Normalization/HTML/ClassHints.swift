import CFacade
import Documents

/// What an element's class and id say about it.
struct Hint: OptionSet, Sendable {
  let rawValue: UInt32
  /// The article's body.
  static let body = Hint(rawValue: 1 << 0)
  /// The article, or a column that holds it.
  static let article = Hint(rawValue: 1 << 1)
  static let title = Hint(rawValue: 1 << 2)
  static let standfirst = Hint(rawValue: 1 << 3)
  static let byline = Hint(rawValue: 1 << 4)
  static let dateline = Hint(rawValue: 1 << 5)
  static let caption = Hint(rawValue: 1 << 6)
  static let credit = Hint(rawValue: 1 << 7)
  static let note = Hint(rawValue: 1 << 8)
  static let quote = Hint(rawValue: 1 << 9)
  /// A sentence of the article shown a second time, large.
  static let pullquote = Hint(rawValue: 1 << 10)

  static let names: [String: Hint] = [
    "body": .body, "article": .article, "title": .title, "standfirst": .standfirst, "byline": .byline,
    "dateline": .dateline, "caption": .caption, "credit": .credit, "note": .note, "quote": .quote,
    "pullquote": .pullquote,
  ]
}

/// The class and id words that pages give their parts, from `normalization/class-hints.tsv`.
///
/// An attribute is read as words (`storyBody__related-links` is story, body, related, links); hints are one to three words
/// in a row. Of hints that overlap the longer counts.
struct ClassHints: Sendable {
  /// How sure a hint of furniture is.
  enum Strength: Int, Sendable {
    /// Only inside the article, and for little text.
    case weak = 1
    /// Unless it holds nearly half of the page's paragraphs.
    case normal
    /// Unless it holds nearly all of the page's paragraphs.
    case strong
  }

  /// A kind of furniture, with the reason printed in `removed`.
  struct Furniture: Sendable {
    let reason: String
    let rule: String
  }

  /// What an element's attributes say: kinds of content, and the strongest furniture.
  struct Reading {
    var content: Hint = []
    /// Index in `furniture`, -1 for none.
    var furniture: Int32 = -1
    var strength = 0
  }

  private struct Meaning: Sendable {
    var content: Hint = []
    var furniture: Int32 = -1
    var strength = 0
    var negates = false
    var nothing = false
  }

  private(set) var furniture: [Furniture] = []
  private var meanings: KeyMap<Meaning> = [:]
  /// Parts of addresses that lead to an author's page.
  private var authorPaths: [[UInt8]] = []
  private let rows: [Table.Row]

  init(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("normalization/class-hints.tsv", columns: ["hint", "meaning", "strength", "example"])
    let strengths = ["weak": Strength.weak, "normal": .normal, "strong": .strong]
    var problems: [Diagnostic] = []
    var known: [String: Int32] = [:]
    rows = table.rows
    guard let m = table.column("meaning"), let s = table.column("strength") else { return }
    // Few rows differ in what they mean: by their cells.
    var read: KeyMap<Meaning> = [:]
    for row in table.rows {
      var cells = ContentKey()
      cells.add(row.utf8(m))
      cells.add(0x09)
      cells.add(row.utf8(s))
      if let meaning = read[cells.value] {
        meanings[Self.key(row.utf8(0))] = meaning
        continue
      }
      var meaning = Meaning()
      switch row[m] {
      case "negates": meaning.negates = true
      case "nothing": meaning.nothing = true
      case "author-path":
        authorPaths.append(Array("/\(row[0].dropFirst())/".utf8))
        continue
      case let name where Hint.names[name] != nil: meaning.content = Hint.names[name] ?? []
      case let reason:
        guard let strength = strengths[row[s]] else {
          problems.append(
            table.diagnostic("R101", row, "unknown strength \"\(row[s])\"", help: "weak, normal or strong"))
          continue
        }
        if known[reason] == nil {
          known[reason] = Int32(furniture.count)
          furniture.append(Furniture(reason: reason, rule: "html.class." + reason))
        }
        meaning.furniture = known[reason] ?? -1
        meaning.strength = strength.rawValue
      }
      read[cells.value] = meaning
      meanings[Self.key(row.utf8(0))] = meaning
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// Of a hint of one or more words.
  private static func key(_ hint: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    for word in hint.split(separator: UInt8(ascii: " ")) {
      var hash = WordHash()
      for byte in word { hash.add(byte) }
      key = join(key, hash.value)
    }
    return key
  }

  @inline(__always)
  private static func join(_ key: UInt64, _ word: UInt64) -> UInt64 {
    (key &* 0x9e37_79b9_7f4a_7c15 ^ word) | 1
  }

  /// Reads an attribute's value into `reading`.
  func read(_ value: UnsafeBufferPointer<UInt8>, into reading: inout Reading) {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var count = 0
    var negated = false
    var i = 0
    var pending: Meaning?
    var pendingLength = 0
    let n = min(value.count, 2000)
    while i <= n {
      let c = i < n ? value[i] : 0x20
      let isWord = (c | 0x20 >= 0x61 && c | 0x20 <= 0x7A) || c >= 0x80
      if !isWord {
        if c <= 0x20 {
          flush()
          count = 0
          negated = false
        }
        i += 1
        continue
      }
      // A word: letters, broken before an upper-case letter that follows a lower-case one.
      var hash = WordHash()
      var lower = false
      let start = i
      while i < n {
        let c = value[i]
        let isUpper = c >= 0x41 && c <= 0x5A
        guard isUpper || (c >= 0x61 && c <= 0x7A) || c >= 0x80, !(isUpper && lower) else { break }
        lower = !isUpper
        hash.add(isUpper ? c | 0x20 : c)
        i += 1
      }
      // Two letters glued to figures are a piece of a number made up by a program: id="ad45".
      if i - start == 2, start > 0 && isDigit(value[start - 1]) || i < n && isDigit(value[i]) {
        flush()
        count = 0
        continue
      }
      words = (words.1, words.2, hash.value)
      count += 1
      let one = meanings[Self.join(0, words.2)]
      let two = count > 1 ? meanings[Self.join(Self.join(0, words.1), words.2)] : nil
      let three = count > 2 ? meanings[Self.join(Self.join(Self.join(0, words.0), words.1), words.2)] : nil
      if let three {
        // The longer hint takes the place of what its words said.
        if pendingLength < 3 { pending = nil }
        flush()
        (pending, pendingLength) = (three, 3)
      } else if let two {
        if pendingLength == 1 { pending = nil }
        flush()
        (pending, pendingLength) = (two, 2)
      } else {
        flush()
        (pending, pendingLength) = (one, one == nil ? 0 : 1)
      }
    }
    flush()

    func flush() {
      guard let meaning = pending else { return }
      pending = nil
      pendingLength = 0
      if meaning.negates {
        negated = true
        return
      }
      if meaning.nothing || negated { return }
      reading.content.formUnion(meaning.content)
      if meaning.strength > reading.strength {
        reading.strength = meaning.strength
        reading.furniture = meaning.furniture
      }
    }
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Whether an address has a folder where pages about authors lie.
  func leadsToAuthor(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
    guard address.count > 8, address.count < 300 else { return false }
    for path in authorPaths where address.count > path.count {
      for i in 0..<(address.count - path.count)
      where address[i] == path[0] && address[i + 1] == path[1] && address[i..<(i + path.count)].elementsEqual(path) {
        return true
      }
    }
    return false
  }

  func read(_ value: String) -> Reading {
    var reading = Reading()
    var value = value
    value.withUTF8 { read($0, into: &reading) }
    return reading
  }

  /// Every row's example must be read as the row means.
  func check(_ table: Table) -> [Diagnostic] {
    guard let m = table.column("meaning"), let e = table.column("example") else { return [] }
    return table.rows.compactMap { row in
      guard !row[e].isEmpty else { return table.diagnostic("R102", row, "no example") }
      if row[m] == "author-path" {
        var example = row[e]
        return example.withUTF8(leadsToAuthor) ? nil : table.diagnostic("R103", row, "the example is no such address")
      }
      let reading = read(row[e])
      let right: Bool
      switch row[m] {
      case "negates", "nothing": right = reading.furniture < 0
      case let name where Hint.names[name] != nil: right = reading.content.contains(Hint.names[name] ?? [])
      case let reason: right = reading.furniture >= 0 && furniture[Int(reading.furniture)].reason == reason
      }
      return right ? nil : table.diagnostic("R103", row, "the example \"\(row[e])\" is not read as \(row[m])")
    }
  }
}

/// FNV-1a over a word's bytes: class names are hashed by the thousand a page.
private struct WordHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  @inline(__always) mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
  var value: UInt64 { state }
}
