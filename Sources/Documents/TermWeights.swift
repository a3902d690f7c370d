/// A word as summaries and stories compare it: its stem's key and how much it tells.
public struct Term: Sendable, Hashable {
  /// Key of the stem in lower case.
  public var key: UInt64
  /// Inverse frequency in the language at large: 0 (as common as "the") … 1 (rare or unknown).
  public var weight: Float
  /// So common that it tells nothing by itself.
  public var isStop: Bool
}

/// Gives words their weight from a fixed table (common/word-frequencies.tsv), so that one article's summary never depends
/// on another article, and cuts inflections by the suffix table (common/suffixes.tsv).
///
/// The weight is (ceiling − zipf) / range, with zipf the log10 of a word's occurrences in a billion words
/// (van Heuven et al. 2014): an inverse document frequency counted once and for all.
public struct TermWeights: Sendable {
  private var zipf: PhraseTable
  private struct Stem: Sendable {
    var suffix: [UInt8]
    var replacement: [UInt8]
    /// Letters that must be left.
    var shortest: Int
  }

  /// By the suffix's last byte, the longest first.
  private var stems: [[Stem]] = Array(repeating: [], count: 256)
  /// The most bytes that a replacement has.
  private var growth = 1
  private static let unknown: Int32 = 300
  private static let stopFrom: Int32 = 600
  private static let ceiling: Float = 750
  private static let range: Float = 550

  /// Throws the mistakes of the two tables. Without suffixes words are compared as they stand.
  public init(pack: LanguagePack) throws(Diagnostics) { self = try .made(of: pack) }

  public init(reading pack: LanguagePack) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    zipf = PhraseTable(folding: true, capacity: 24_000)
    var table = zipf
    for file in pack.files("common/word-frequencies.tsv") {
      var header = true
      // Read without a String a row: it is by far the longest table that is read at every start.
      LineReader.each(file.bytes) { line, number in
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        guard !header else {
          header = false
          return
        }
        var tab = 0
        while tab < line.count, line[tab] != 0x09 { tab += 1 }
        var value: Int32 = 0
        var i = tab + 1
        while i < line.count, line[i] >= 0x30, line[i] <= 0x39, i < tab + 5 {
          value = value * 10 + Int32(line[i] - 0x30)
          i += 1
        }
        guard tab > 0, i > tab + 1, i == line.count else {
          problems.append(
            Diagnostic(
              "R010", "expected a word, a tab and hundredths of a Zipf frequency", help: "as \"harbour<TAB>401\"",
              file: file.origin, line: number))
          return
        }
        table.insert(UnsafeBufferPointer(rebasing: line[0..<tab]), value)
      }
    }
    zipf = table
    let suffixes = try pack.table(
      "common/suffixes.tsv", columns: ["suffix", "replacement", "shortest", "example"], allowMissing: true)
    for row in suffixes.rows {
      guard let shortest = Int(row[2]), shortest > 0 else {
        problems.append(suffixes.diagnostic("R010", row, "\"shortest\" is a number of letters that must be left"))
        continue
      }
      let replacement = row[1] == "-" ? [] : Array(row[1].utf8)
      guard let last = row[0].utf8.last else { continue }
      growth = max(growth, replacement.count)
      stems[Int(last)].append(Stem(suffix: Array(row[0].utf8), replacement: replacement, shortest: shortest))
    }
    for i in stems.indices {
      stems[i].sort { a, b in
        a.suffix.count != b.suffix.count
          ? a.suffix.count > b.suffix.count : a.suffix.lexicographicallyPrecedes(b.suffix)
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// The term of a token, or nil where it has no letter or digit.
  public func term(_ token: UnsafeBufferPointer<UInt8>) -> Term? { read(token).map(term) }

  /// The terms of a document's different tokens, by number.
  public func terms(of words: Vocabulary, in text: SourceText) -> [Term?] {
    words.map(text, read).map { $0.map(term) }
  }

  /// A word's place in the table of frequencies, and the key of its stem.
  private struct Reading {
    var frequency: UInt64
    var stem: UInt64
  }

  private func term(_ word: Reading) -> Term {
    let frequency = zipf.value(key: word.frequency) ?? Self.unknown
    let weight = max(0, min(1, (Self.ceiling - Float(frequency)) / Self.range))
    return Term(key: word.stem, weight: weight, isStop: frequency >= Self.stopFrom)
  }

  private func read(_ token: UnsafeBufferPointer<UInt8>) -> Reading? {
    // Words of fewer than eight bytes, as most are, are told by what is read of them: no second look for their frequency.
    let word = EightBytes.load(token, 0, token.count)
    if token.count < 8, EightBytes.isASCII(word) {
      guard EightBytes.letters(word) | EightBytes.figures(word) != 0 else { return nil }
      let lower = EightBytes.lower(word)
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8 + growth) { word in
        UnsafeMutableRawPointer(word.baseAddress!).storeBytes(of: lower.littleEndian, as: UInt64.self)
        return Reading(
          frequency: zipf.key(ofWord: lower, count: token.count), stem: stemKey(word, token.count))
      }
    }
    return readLong(token)
  }

  private func stemKey(_ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int) -> UInt64 {
    var key = ContentKey()
    for i in 0..<stem(word, count) { key.add(word[i]) }
    return key.value
  }

  private func readLong(_ token: UnsafeBufferPointer<UInt8>) -> Reading? {
    // A letter in lower case may take more bytes than its capital, and a stem more than its suffix; eight are written at once.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: token.count * 2 + growth + 8) { word in
      var count = 0
      func put(_ byte: UInt8) {
        word[count] = byte
        count += 1
      }
      var isWord = false
      var i = 0
      while i < token.count {
        let chunk = EightBytes.load(token, i, token.count)
        guard !EightBytes.isASCII(chunk) else {
          let width = min(8, token.count - i)
          UnsafeMutableRawPointer(word.baseAddress! + count).storeBytes(
            of: EightBytes.lower(chunk).littleEndian, as: UInt64.self)
          if EightBytes.letters(chunk) | EightBytes.figures(chunk) != 0 { isWord = true }
          count += width
          i += width
          continue
        }
        let (scalar, width) = UTF8Scalars.decode(token, at: i, end: token.count)
        i += width
        if scalar < 0x80 {
          let byte = UInt8(scalar)
          if PhraseHash.isWordByte(byte) { isWord = true }
          put(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        } else if scalar == 0x2019 {
          put(0x27)
        } else if let lower = Unicode.Scalar(Letters.lower(scalar)) {
          if Letters.isLetter(lower.value) || Letters.isDigit(lower.value) { isWord = true }
          for byte in UTF8.encode(lower)! { put(byte) }
        }
      }
      guard isWord else { return nil }
      let frequency = zipf.key(UnsafeBufferPointer(rebasing: word[0..<count]))
      return Reading(frequency: frequency, stem: stemKey(word, count))
    }
  }

  /// Cuts the longest suffix of the table that leaves enough letters; gives the bytes that are left.
  private func stem(_ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int) -> Int {
    for rule in stems[Int(word[count - 1])] where count - rule.suffix.count >= rule.shortest {
      let cut = count - rule.suffix.count
      var k = 0
      while k < rule.suffix.count, word[cut + k] == rule.suffix[k] { k += 1 }
      guard k == rule.suffix.count else { continue }
      for (k, byte) in rule.replacement.enumerated() { word[cut + k] = byte }
      return cut + rule.replacement.count
    }
    return count
  }
}

extension TermWeights: CompiledForm {
  public static let section = "common/term-weights"
  public static var form: UInt64 { PhraseTable.form }

  public func write(to section: inout CompiledWriter) {
    zipf.write(to: &section)
    let rules = stems.flatMap(\.self)
    section.add(UInt64(rules.count))
    for rule in rules {
      section.add(rule.suffix)
      section.add(rule.replacement)
      section.add(UInt64(rule.shortest))
    }
  }

  public init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    zipf = PhraseTable(&section)
    for _ in 0..<section.word() {
      let stem = Stem(
        suffix: Array(section.array(of: UInt8.self)), replacement: Array(section.array(of: UInt8.self)),
        shortest: Int(section.word()))
      growth = max(growth, stem.replacement.count)
      stems[Int(stem.suffix.last!)].append(stem)
    }
  }
}
