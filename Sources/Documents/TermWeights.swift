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
  private static let unknown: Int32 = 300
  private static let stopFrom: Int32 = 600
  private static let ceiling: Float = 750
  private static let range: Float = 550

  /// Throws the mistakes of the two tables. Without suffixes words are compared as they stand.
  public init(pack: LanguagePack) throws(Diagnostics) {
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
  public func term(_ token: UnsafeBufferPointer<UInt8>, _ scratch: inout [UInt8]) -> Term? {
    if let plain = plainTerm(token) { return plain.isWord ? plain.term : nil }
    scratch.removeAll(keepingCapacity: true)
    var i = 0
    var word = false
    while i < token.count {
      let (scalar, width) = UTF8Scalars.decode(token, at: i, end: token.count)
      i += width
      if scalar < 0x80 {
        let byte = UInt8(scalar)
        if PhraseHash.isWordByte(byte) { word = true }
        scratch.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
      } else if scalar == 0x2019 {
        scratch.append(0x27)
      } else if let lower = Unicode.Scalar(Letters.lower(scalar)) {
        if Letters.isLetter(lower.value) || Letters.isDigit(lower.value) { word = true }
        for byte in UTF8.encode(lower)! { scratch.append(byte) }
      }
    }
    guard word else { return nil }
    let frequency = scratch.withUnsafeBufferPointer { zipf.value($0) } ?? Self.unknown
    stem(&scratch)
    var key = ContentKey()
    for byte in scratch { key.add(byte) }
    return term(key.value, frequency)
  }

  /// The same for a short token of ASCII only, which needs no memory; nil for any other.
  private func plainTerm(_ token: UnsafeBufferPointer<UInt8>) -> (isWord: Bool, term: Term)? {
    guard token.count <= 48 else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { lower in
      var isWord = false
      for i in 0..<token.count {
        let byte = token[i]
        guard byte < 0x80 else { return nil }
        lower[i] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        if PhraseHash.isWordByte(byte) { isWord = true }
      }
      guard isWord else { return (false, Term(key: 0, weight: 0, isStop: true)) }
      var count = token.count
      let frequency = zipf.value(UnsafeBufferPointer(rebasing: lower[0..<count])) ?? Self.unknown
      for rule in stems[Int(lower[count - 1])] where count - rule.suffix.count >= rule.shortest {
        let cut = count - rule.suffix.count
        var k = 0
        while k < rule.suffix.count, lower[cut + k] == rule.suffix[k] { k += 1 }
        guard k == rule.suffix.count, cut + rule.replacement.count <= lower.count else { continue }
        for (k, byte) in rule.replacement.enumerated() { lower[cut + k] = byte }
        count = cut + rule.replacement.count
        break
      }
      var key = ContentKey()
      for i in 0..<count { key.add(lower[i]) }
      return (true, term(key.value, frequency))
    }
  }

  private func term(_ key: UInt64, _ frequency: Int32) -> Term {
    let weight = max(0, min(1, (Self.ceiling - Float(frequency)) / Self.range))
    return Term(key: key, weight: weight, isStop: frequency >= Self.stopFrom)
  }

  /// Cuts the longest suffix of the table that leaves enough letters; a doubled last consonant becomes one.
  private func stem(_ word: inout [UInt8]) {
    guard let last = word.last else { return }
    for rule in stems[Int(last)] where word.count - rule.suffix.count >= rule.shortest {
      let cut = word.count - rule.suffix.count
      guard (0..<rule.suffix.count).allSatisfy({ word[cut + $0] == rule.suffix[$0] }) else { continue }
      word.removeLast(rule.suffix.count)
      word.append(contentsOf: rule.replacement)
      return
    }
  }
}
