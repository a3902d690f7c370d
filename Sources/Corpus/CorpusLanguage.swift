import Documents
import Summaries

/// What linking and grouping know of a language.
struct CorpusLanguage: Sendable {
  let folding: NameFolding
  let nameWords: NameWords
  let summarizer: StorySummarizer
  let overrides: [EntityOverride]
  private let places: [String: String]
  private let acronyms: [String: String]
  private let legalSuffixes: Set<String>
  /// Words that tell what a number counts, by key of the term: the thing's key and name; nil for general words.
  private let counted: [UInt64: (key: UInt64, name: String)?]
  /// Words for one; and words before them that make them count nothing, as in "no one".
  private let ones: Set<UInt64>
  /// How long these are, a bit each, by the letter of ASCII that they begin with.
  private let onesLengths: [UInt64]
  private let noCount: Set<UInt64>

  init(pack: LanguagePack) throws(Diagnostics) {
    folding = try NameFolding(pack: pack)
    nameWords = try NameWords(pack: pack)
    summarizer = try StorySummarizer(pack: pack)
    overrides = try EntityOverride.read(pack, folding)
    let placeTable = try pack.table("corpus/places.tsv", columns: ["name", "same", "example"], allowMissing: true)
    places = Dictionary(placeTable.rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { _, last in last })
    let bodies = try pack.table(
      "corpus/organizations.tsv", columns: ["word", "kind", "expansion", "example"], allowMissing: true)
    var acronyms: [String: String] = [:]
    var suffixes: Set<String> = []
    var problems: [Diagnostic] = []
    for row in bodies.rows {
      switch row[1] {
      case "suffix": suffixes.insert(row[0])
      case "acronym": acronyms[row[0]] = row[2]
      default:
        problems.append(bodies.diagnostic("R014", row, "kind \"\(row[1])\" is unknown", help: "suffix or acronym"))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.acronyms = acronyms
    let countedTable = try pack.table(
      "corpus/counted.tsv", columns: ["word", "kind", "same", "example"], allowMissing: true)
    var counted: [UInt64: (key: UInt64, name: String)?] = [:]
    var noCount: Set<UInt64> = []
    for row in countedTable.rows {
      let key = ContentKey.of(folding.plain(row[0]))
      switch row[1] {
      case "thing": counted[key] = .some((ContentKey.of("thing " + row[2]), row[2]))
      case "general": counted[key] = .some(nil)
      case "no-count": noCount.insert(key)
      default:
        problems.append(
          countedTable.diagnostic(
            "R014", row, "kind \"\(row[1])\" is unknown", help: "thing, general or no-count"))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.counted = counted
    self.noCount = noCount
    let numbers = try pack.table("common/numbers.tsv", columns: ["word", "value", "kind"], allowMissing: true)
    var ones: Set<UInt64> = []
    var onesLengths = [UInt64](repeating: folding.keepsASCII ? 0 : .max, count: 32)
    for row in numbers.rows where row[1] == "1" && row[2] == "unit" {
      let plain = folding.plain(row[0])
      ones.insert(ContentKey.of(plain))
      if let first = plain.utf8.first, Self.isLetter(first) {
        onesLengths[Int(first & 31)] |= 1 << min(63, plain.utf8.count)
      }
    }
    self.ones = ones
    self.onesLengths = onesLengths
    legalSuffixes = suffixes
  }

  var terms: TermWeights { summarizer.terms }

  /// The key of an organization's plain name: legal forms dropped, a known acronym expanded.
  func organizationKey(_ plain: String) -> String {
    var words = plain.split(separator: " ").map(String.init)
    while words.count > 1, let last = words.last, legalSuffixes.contains(last) || last == "&" { words.removeLast() }
    let key = words.joined(separator: " ")
    return acronyms[key] ?? key
  }

  func placeKey(_ plain: String) -> String { places[plain] ?? plain }

  /// What a number counts, from the words around it in its clause; nil where they do not tell.
  ///
  /// `printed`: how many of the words after the number belong to what is printed of it.
  func thing(
    before: [String], after: [String]
  ) -> (key: UInt64, name: String, isNamed: Bool, printed: Int)? {
    func known(_ word: String) -> (key: UInt64, name: String)?? { counted[ContentKey.of(folding.plain(word))] }
    for (i, word) in after.prefix(3).enumerated() {
      if case .some(.some(let thing)) = known(word) { return (thing.key, thing.name, true, i + 1) }
    }
    for (i, word) in after.prefix(3).enumerated() {
      if known(word) != nil {
        for other in before {
          if case .some(.some(let thing)) = known(other) { return (thing.key, thing.name, true, i + 1) }
        }
        return nil
      }
      // "Five Iranian sailors" are sailors.
      guard let first = word.unicodeScalars.first, Letters.isLower(first.value) else { continue }
      guard let term = words(word).first, !term.isStop else { continue }
      return (term.key, word, false, i + 1)
    }
    return nil
  }

  /// Where a sentence counts one thing by a word. Such a word is no amount by itself, since it may be a pronoun: only the
  /// words around it, given as for `thing`, can tell.
  func countsOfOne(in sentence: String) -> [(text: String, before: [String], after: [String])] {
    var sentence = sentence
    return sentence.withUTF8 { bytes in
      let spans = PlainWords.spans(bytes)
      func word(_ i: Int) -> String { String(decoding: bytes[spans[i].range], as: UTF8.self) }
      /// Only spaces stand between a word and the next: they are of one clause.
      func isJoined(_ i: Int) -> Bool { bytes[spans[i].end..<spans[i + 1].start].allSatisfy { $0 == 0x20 } }
      var result: [(text: String, before: [String], after: [String])] = []
      for i in spans.indices where spans[i].end - spans[i].start <= 12 {
        guard mayBeOne(UnsafeBufferPointer(rebasing: bytes[spans[i].range])) else { continue }
        guard ones.contains(ContentKey.of(folding.plain(word(i)))) else { continue }
        var before: [String] = []
        var j = i
        while j > 0, before.count < 4, isJoined(j - 1) {
          j -= 1
          before.append(word(j))
        }
        if let first = before.first, noCount.contains(ContentKey.of(folding.plain(first))) { continue }
        // "One of the dead" counts nobody who died: a word that tells nothing ends what is counted.
        var after: [String] = []
        j = i
        while j + 1 < spans.count, after.count < 4, isJoined(j) {
          j += 1
          let isStop = terms.term(UnsafeBufferPointer(rebasing: bytes[spans[j].range]))?.isStop ?? true
          guard !isStop || counted[ContentKey.of(folding.plain(word(j)))] != nil else { break }
          after.append(word(j))
        }
        result.append((word(i), before, after))
      }
      return result
    }
  }

  /// Nearly all words begin with another letter than any word for one, or are longer or shorter.
  private func mayBeOne(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Self.isLetter(word[0]) else { return true }
    let lengths = onesLengths[Int(word[0] & 31)]
    return lengths & 1 << min(63, word.count) != 0 || lengths != 0 && !word.allSatisfy(Self.isLetter)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  /// Whether many people bear the name: both words are common in the language's text.
  func isCommonName(_ name: PersonName) -> Bool {
    guard let first = name.plain.first, let last = name.plain.last else { return false }
    return [first, last].allSatisfy { word in
      var word = word
      return (word.withUTF8 { terms.term($0) }?.weight ?? 1) < 0.6
    }
  }

  /// The words of roles that tell something.
  func roleWords(_ roles: [String]) -> Set<UInt64> {
    var result: Set<UInt64> = []
    for role in roles { for term in words(role) where !term.isStop { result.insert(term.key) } }
    return result
  }

  /// The terms of a text, in order.
  func words(_ text: String) -> [Term] {
    var text = text
    return text.withUTF8 { bytes in
      PlainWords.spans(bytes).compactMap { terms.term(UnsafeBufferPointer(rebasing: bytes[$0.range])) }
    }
  }
}
