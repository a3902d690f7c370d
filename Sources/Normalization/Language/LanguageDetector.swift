import Documents

/// Tells the language of a text by its script and its function words (`detect/languages.tsv`).
///
/// Function words are a third to a half of running text in most languages that have them, and few are shared: some
/// hundred words suffice. Text of fewer than 20 words, and text that fits no language well, is left undecided.
struct LanguageDetector: Sendable {
  /// Fewer words than this tell nothing.
  static let leastWords = 20
  /// So many different function words must be there.
  private static let leastDistinct = 5
  /// How much of a text is looked at: bytes.
  private static let sample = 48 * 1024

  private struct Language: Sendable {
    var code: String
    var name: String
    var script: Script
  }

  private var languages: [Language] = []
  /// Which languages have a word: their bits.
  private var words: KeyMap<UInt128> = [:]
  /// By first letter: how long the ASCII words among them are, a bit each; most words of a text are none of them.
  private var lengths = [UInt64](repeating: 0, count: 256)

  init(_ packs: [LanguagePack]) throws(Diagnostics) {
    let files = LanguagePack.embedded(below: "detect/")
    let table = try LanguagePack(code: "detect", layers: [files]).table(
      "languages.tsv", columns: ["code", "name", "script", "words"])
    var problems: [Diagnostic] = []
    for row in table.rows {
      guard let script = Script(name: row[2]) else {
        problems.append(
          table.diagnostic("R010", row, "unknown script \"\(row[2])\"", help: "a script's name as Unicode has it"))
        continue
      }
      add(Language(code: row[0], name: row[1], script: script), row.utf8(3))
    }
    // A pack of a language that is not in the table brings its own words.
    for pack in packs {
      let own = try pack.table("common/language.tsv", columns: ["key", "value"], allowMissing: true)
      func value(_ key: String) -> String? { own.rows.first { $0[0] == key }?[1] }
      guard let list = value("words") else { continue }
      let script = value("script").flatMap(Script.init(name:)) ?? .latin
      let language = Language(code: pack.code, name: value("name") ?? pack.code, script: script)
      Array(list.utf8).withUnsafeBufferPointer { add(language, $0) }
    }
    guard languages.count <= 128 else {
      throw Diagnostics(Diagnostic("R013", "more than 128 languages", file: "detect/languages.tsv"))
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  private mutating func add(_ language: Language, _ list: UnsafeBufferPointer<UInt8>) {
    let index: Int
    if let known = languages.firstIndex(where: { $0.code == language.code }) {
      index = known
    } else {
      index = languages.count
      languages.append(language)
    }
    guard index < 128 else { return }
    for word in list.split(separator: UInt8(ascii: " ")) {
      words[LineTokenizer.key(UnsafeBufferPointer(rebasing: word)), default: 0] |= 1 << UInt128(index)
      if let first = word.first, word.allSatisfy({ $0 < 0x80 }) {
        lengths[Int(first | 0x20)] |= 1 << UInt64(min(word.count, 63))
      }
    }
  }

  /// What people call a language, with its code.
  func name(_ code: String) -> String {
    languages.first { $0.code == code }.map { "\($0.name) (\(code))" } ?? code
  }

  /// The code of the language of valid UTF-8 text, or nil if that is not clear.
  func detect(_ text: [UInt8]) -> String? {
    text.withUnsafeBufferPointer { detect(UnsafeBufferPointer(rebasing: $0.prefix(Self.sample))) }
  }

  private func detect(_ text: UnsafeBufferPointer<UInt8>) -> String? {
    var letters = [Int](repeating: 0, count: Script.count)
    var scores = [Double](repeating: 0, count: languages.count)
    var distinct: KeyMap<Void> = [:]
    let count = scores.withUnsafeMutableBufferPointer { read(text, &letters, $0, &distinct) }
    guard count >= Self.leastWords else { return nil }
    let total = letters.reduce(0, +)
    // Japanese has more Chinese characters than its own; some kana tell it.
    var script = Script(rawValue: letters.indices.max { letters[$0] < letters[$1] }!)!
    if script == .han, letters[Script.kana.rawValue] * 12 >= total { script = .kana }
    guard letters[script.rawValue] * 2 >= total || script == .kana else { return nil }
    let candidates = languages.indices.filter { languages[$0].script == script }
    guard let first = candidates.first else { return nil }
    if candidates.count == 1 { return languages[first].code }
    var (winner, next) = (first, -Double.infinity)
    for candidate in candidates.dropFirst() {
      if scores[candidate] > scores[winner] {
        next = scores[winner]
        winner = candidate
      } else {
        next = max(next, scores[candidate])
      }
    }
    let best = scores[winner]
    // Names and figures alone say nothing; nor do languages that are as near as each other.
    guard distinct.count >= Self.leastDistinct, best >= 3, best / Double(count) >= 0.05, best >= next * 1.15 else {
      return nil
    }
    return languages[winner].code
  }

  /// Counts the words, and adds the letters of each script and each language's score.
  private func read(
    _ text: UnsafeBufferPointer<UInt8>, _ letters: inout [Int], _ scores: UnsafeMutableBufferPointer<Double>,
    _ distinct: inout KeyMap<Void>
  ) -> Int {
    func score(_ key: UInt64, _ length: Int) {
      guard length <= 48, var bits = words[key] else { return }
      if distinct.count < Self.leastDistinct { distinct[key] = () }
      let weight = 1 / Double(bits.nonzeroBitCount)
      while bits != 0 {
        scores[Int(bits.trailingZeroBitCount)] += weight
        bits &= bits - 1
      }
    }
    var count = 0
    var latin = 0
    var i = 0
    while i < text.count {
      if text[i] < 0x41 {
        i += 1
        continue
      }
      let start = i
      // Most words are of ASCII and have fewer than eight letters.
      let chunk = EightBytes.load(text, i, text.count)
      let others = EightBytes.letters(chunk) ^ EightBytes.highs
      if let word = EightBytes.head(chunk, before: others), word.bits > 0, word.next < 0x80 {
        count += 1
        let length = word.bits &>> 3
        latin += Int(length)
        i += Int(length)
        let lower = EightBytes.lower(word.chunk)
        if lengths[Int(lower & 0xFF)] & 1 &<< length != 0 {
          score(PhraseHash.ofWord(lower, bits: word.bits), Int(length))
        }
        continue
      }
      i = EightBytes.endOfLetters(text, i, text.count)
      if i > start, i == text.count || text[i] < 0x80 {
        count += 1
        latin += i - start
        if lengths[Int(text[start] | 0x20)] & 1 << UInt64(min(i - start, 63)) != 0 {
          score(PhraseHash.of(text, in: start..<i, folding: true), i - start)
        }
        continue
      }
      i = start
      let (scalar, width) = UTF8Scalars.decode(text, at: i, end: text.count)
      guard let script = Script.of(scalar) else {
        i += width
        continue
      }
      // A word: letters and the marks on them.
      var length = 0
      while i < text.count {
        let byte = text[i]
        if byte < 0x80 {
          guard byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A else { break }
          latin += 1
          length += 1
          i += 1
          continue
        }
        let (s, w) = UTF8Scalars.decode(text, at: i, end: text.count)
        if let own = Script.of(s) {
          letters[own.rawValue] += 1
        } else if s < 0x300 || s >= 0x370 {
          break
        }
        length += 1
        i += w
      }
      count += script.isUnspaced ? max(1, length / 2) : 1
      score(PhraseHash.of(text, in: start..<i, folding: true), i - start)
    }
    letters[Script.latin.rawValue] += latin
    return count
  }
}

/// Scripts that articles are written in.
enum Script: Int, Sendable, CaseIterable {
  case latin, cyrillic, greek, arabic, hebrew, devanagari, bengali, gurmukhi, gujarati, tamil, telugu, kannada
  case malayalam, sinhala, thai, lao, tibetan, myanmar, georgian, armenian, hangul, ethiopic, khmer, kana, han

  static let count = allCases.count

  private static let named = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0)", $0) })

  /// As Unicode names it.
  init?(name: String) {
    guard let found = Self.named[name.lowercased()] else { return nil }
    self = found
  }

  /// No spaces part the words.
  var isUnspaced: Bool {
    switch self {
    case .thai, .lao, .tibetan, .myanmar, .khmer, .kana, .han: true
    default: false
    }
  }

  /// The script of a letter, by Unicode's blocks; nil for anything that is no letter of these.
  static func of(_ scalar: UInt32) -> Script? {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: .latin
    case 0..<0x370: nil
    case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
    case 0x400...0x52F: .cyrillic
    case 0x531...0x587: .armenian
    case 0x591...0x5F4: .hebrew
    case 0x620...0x6D3, 0x6D5...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFC: .arabic
    case 0x900...0x963, 0x966...0x97F: .devanagari
    case 0x980...0x9FF: .bengali
    case 0xA00...0xA7F: .gurmukhi
    case 0xA80...0xAFF: .gujarati
    case 0xB80...0xBFF: .tamil
    case 0xC00...0xC7F: .telugu
    case 0xC80...0xCFF: .kannada
    case 0xD00...0xD7F: .malayalam
    case 0xD80...0xDFF: .sinhala
    case 0xE01...0xE4E: .thai
    case 0xE81...0xEDF: .lao
    case 0xF00...0xFFF: .tibetan
    case 0x1000...0x109F: .myanmar
    case 0x10A0...0x10FF: .georgian
    case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: .hangul
    case 0x1200...0x139F: .ethiopic
    case 0x1780...0x17D3: .khmer
    case 0x3041...0x30FF, 0x31F0...0x31FF: .kana
    case 0x3400...0x9FFF, 0x20000...0x2FFFF: .han
    default: nil
    }
  }
}
