import Documents

/// What a word of a name is compared by: its letters without marks, in one of its spellings.
struct FoldedWord: Sendable, Hashable {
  /// Equal for words that are spellings of one name.
  var key: UInt64
  /// Equal for words of the same letters, whatever their case and marks.
  var plain: UInt64
  /// The first letter, folded; 0 where the word has none.
  var first: UInt8
}

/// Folds spellings of a name into one, by the rules of `entities/linking/folding.tsv`.
struct NameFolding: Sendable {
  private var letters: [UInt32: [UInt8]] = [:]
  private var dropped = [Bool](repeating: false, count: 128)
  private var starts: [(from: [UInt8], to: [UInt8])] = []
  private var inside: [(from: [UInt8], to: [UInt8])] = []
  private var ends: [(from: [UInt8], to: [UInt8])] = []
  private var doubles = false
  private var names: KeyMap<UInt64> = [:]

  static let columns = ["from", "to", "class"]

  init(_ table: Table) throws(Diagnostics) {
    let (from, to, kind) = (table.column("from")!, table.column("to")!, table.column("class")!)
    var problems: [Diagnostic] = []
    for row in table.rows {
      let pair = (from: Array(row[from].utf8), to: Array(row[to].utf8))
      switch row[kind] {
      case "letter":
        for scalar in row[from].unicodeScalars {
          if scalar.value < 128 { dropped[Int(scalar.value)] = true } else { letters[scalar.value] = pair.to }
        }
      case "start": starts.append(pair)
      case "any": inside.append(pair)
      case "end": ends.append(pair)
      case "double": doubles = true
      case "name": break
      default:
        problems.append(
          table.diagnostic(
            "R010", row, "unknown class \"\(row[kind])\"", help: "known: letter, start, any, end, double, name"))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    ends.sort { $0.from.count > $1.from.count }
    for row in table.rows where row[kind] == "name" {
      let group = fold(row[from]).key
      for spelling in row[to].split(separator: " ") { names[fold(String(spelling)).key] = group }
    }
  }

  func fold(_ word: String) -> FoldedWord {
    var word = word
    var scratch: [UInt8] = []
    return word.withUTF8 { fold($0, 0, $0.count, &scratch) }
  }

  /// `FoldedWord.plain` alone, of the bytes from `start` to `end`.
  func plainKey(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ scratch: inout [UInt8]) -> UInt64 {
    var key = ContentKey()
    for i in start..<end {
      let byte = bytes[i]
      guard byte < 0x80, !dropped[Int(byte)], byte != 0x2D else {
        readPlain(bytes, start, end, &scratch)
        key = ContentKey()
        key.add(scratch)
        break
      }
      key.add(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return key.value
  }

  /// Fills `scratch` with the letters in lower case without marks.
  private func readPlain(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ scratch: inout [UInt8]
  ) {
    scratch.removeAll(keepingCapacity: true)
    var i = start
    while i < end {
      let byte = bytes[i]
      if byte < 0x80 {
        if !dropped[Int(byte)], byte != 0x2D { scratch.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) }
        i += 1
        continue
      }
      let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: end)
      let lower = Letters.lower(scalar)
      if let plain = letters[lower] {
        scratch += plain
      } else if scalar != 0x2010, scalar != 0x2011, let unicode = Unicode.Scalar(lower) {
        scratch += UTF8.encode(unicode)!
      }
      i += width
    }
  }

  /// Folds the bytes from `start` to `end`; `scratch` is only for reuse.
  func fold(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ scratch: inout [UInt8]) -> FoldedWord {
    readPlain(bytes, start, end, &scratch)
    let first = scratch.first ?? 0
    var plain = ContentKey()
    plain.add(scratch)
    if scratch.count > 3 {
      for rule in starts where scratch.count > rule.from.count + 2 && scratch.starts(with: rule.from) {
        scratch.replaceSubrange(0..<rule.from.count, with: rule.to)
        break
      }
      for rule in inside { Self.replace(rule.from, rule.to, in: &scratch) }
      for rule in ends where scratch.count > rule.from.count + 1 && scratch.suffix(rule.from.count) == rule.from[...] {
        scratch.replaceSubrange(scratch.count - rule.from.count..<scratch.count, with: rule.to)
        break
      }
      if doubles {
        var kept = 1
        for k in 1..<scratch.count where scratch[k] != scratch[kept - 1] {
          scratch[kept] = scratch[k]
          kept += 1
        }
        scratch.removeLast(scratch.count - kept)
      }
    }
    var key = ContentKey()
    key.add(scratch)
    let value = key.value
    return FoldedWord(key: names[value] ?? value, plain: plain.value, first: first)
  }

  private static func replace(_ from: [UInt8], _ to: [UInt8], in word: inout [UInt8]) {
    guard !from.isEmpty else { return }
    var i = 0
    while i + from.count <= word.count {
      if word[i..<i + from.count] == from[...] {
        word.replaceSubrange(i..<i + from.count, with: to)
        i += max(1, to.count)
      } else {
        i += 1
      }
    }
  }
}
