import Documents

/// A short line as folded words: lower case, apostrophes dropped, everything but letters and digits a border.
struct FoldedWords {
  private(set) var hashes: [UInt64] = []
  /// A hash of all words: lines that differ only in punctuation and case share it.
  var key: UInt64 {
    var key: UInt64 = 0
    for hash in hashes { key = Self.join(key, hash) }
    return key
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int = .max) {
    var state: UInt64 = 0
    var inside = false
    var i = 0
    let n = bytes.count
    func step(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    while i < n {
      let c = bytes[i]
      var isWord = false
      var width = 1
      if c < 0x80 {
        let low = c | 0x20
        isWord = (low >= 0x61 && low <= 0x7A) || (c >= 0x30 && c <= 0x39)
        if c == 0x27 {
          i += 1
          continue
        }
      } else {
        let (scalar, w) = UTF8Scalars.decode(bytes, at: i, end: n)
        width = w
        if scalar == 0x2019 || scalar == 0x2018 {
          i += w
          continue
        }
        isWord = Letters.isLetter(scalar) || Letters.isDigit(scalar)
        if isWord {
          if !inside {
            inside = true
            state = 0xcbf2_9ce4_8422_2325
          }
          let lower = Letters.lower(scalar)
          if let unicode = Unicode.Scalar(lower) { for byte in UTF8.encode(unicode)! { step(byte) } }
          i += w
          continue
        }
      }
      if isWord {
        if !inside {
          inside = true
          state = 0xcbf2_9ce4_8422_2325
        }
        step(c >= 0x41 && c <= 0x5A ? c | 0x20 : c)
      } else if inside {
        inside = false
        hashes.append(state)
        if hashes.count >= limit { return }
      }
      i += width
    }
    if inside { hashes.append(state) }
  }

  init(_ string: String) {
    var string = string
    self = string.withUTF8 { FoldedWords($0) }
  }

  @inline(__always)
  static func join(_ key: UInt64, _ word: UInt64) -> UInt64 { (key &* 0x9e37_79b9_7f4a_7c15 ^ word) | 1 }
}

/// Short lines that are no part of an article ("Read more", "Sign up for …"), from `normalization/furniture-lines.tsv`.
struct FurnitureLines: Sendable {
  enum Place: String, Sendable {
    case whole, begins, contains, ends
    case tailBegins = "tail-begins"
    case tailContains = "tail-contains"
    case headBegins = "head-begins"
    /// The line is a label with a colon or a bar, and then something else: "Photo: Ada Okafor".
    case label
  }

  /// Where in the article a line stands.
  enum Region: Sendable { case head, middle, tail }

  struct Line: Sendable {
    let place: Place
    /// The longest line, in bytes, that the rule may take.
    let limit: Int
    let reason: String
    let rule: String
    /// Everything after this line is furniture, too.
    let closes: Bool
    /// Set where the line stays in the text as a block of this kind.
    let kind: BlockKind?
  }

  private(set) var lines: [Line] = []
  private var index: KeyMap<[Int32]> = [:]
  private var longest = 1
  static let columns = ["phrase", "place", "limit", "reason", "closes", "example", "counter"]

  init(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("normalization/furniture-lines.tsv", columns: Self.columns)
    let column = Self.columns.map { table.column($0) ?? 0 }
    var problems: [Diagnostic] = []
    for row in table.rows {
      guard let place = Place(rawValue: row[column[1]]), let limit = Int(row[column[2]]) else {
        problems.append(
          table.diagnostic(
            "R111", row, "place \"\(row[column[1]])\", limit \"\(row[column[2]])\"",
            help:
              "place is whole, begins, contains, ends, tail-begins, tail-contains, head-begins or label; limit is a number of bytes"
          ))
        continue
      }
      let words = FoldedWords(row.utf8(0))
      guard !words.hashes.isEmpty, words.hashes.count <= 8 else {
        problems.append(table.diagnostic("R112", row, "a phrase has one to eight words"))
        continue
      }
      longest = max(longest, words.hashes.count)
      let reason = row[column[3]]
      let kind = reason.hasPrefix("=") ? BlockKind(rawValue: String(reason.dropFirst())) : nil
      if reason.hasPrefix("="), kind == nil {
        problems.append(table.diagnostic("R115", row, "\(reason) is no kind of block"))
        continue
      }
      index[words.key, default: []].append(Int32(lines.count))
      lines.append(
        Line(
          place: place, limit: limit, reason: reason, rule: "html.line." + reason,
          closes: row[column[4]] == "yes", kind: kind))
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// The words before a line's first colon or bar, where they are few and something follows them; 0 for none.
  static func label(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard
      let end = bytes.prefix(40).firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "|") }),
      end + 2 < bytes.count, bytes[end + 1] != UInt8(ascii: "/")
    else { return 0 }
    let words = FoldedWords(UnsafeBufferPointer(rebasing: bytes[..<end]), limit: 5)
    return words.hashes.count < 5 ? words.key : 0
  }

  /// The first rule that takes a line of `bytes` bytes, or nil. `label`: what `label(_:)` gives for it.
  func match(_ words: FoldedWords, bytes: Int, in region: Region, label: UInt64 = 0) -> Line? {
    let hashes = words.hashes
    if label != 0, let found = index[label] {
      for i in found where lines[Int(i)].place == .label && bytes <= lines[Int(i)].limit { return lines[Int(i)] }
    }
    // A line that is a phrase and nothing else is what that phrase says, before what merely begins with another.
    if hashes.count <= longest, let found = index[words.key] {
      for i in found where lines[Int(i)].place == .whole && bytes <= lines[Int(i)].limit { return lines[Int(i)] }
    }
    for start in hashes.indices {
      var key: UInt64 = 0
      for end in start..<min(hashes.count, start + longest) {
        key = FoldedWords.join(key, hashes[end])
        guard let found = index[key] else { continue }
        for i in found {
          let line = lines[Int(i)]
          guard bytes <= line.limit else { continue }
          switch line.place {
          case .whole: if start == 0, end == hashes.count - 1 { return line }
          case .begins: if start == 0 { return line }
          case .ends: if end == hashes.count - 1 { return line }
          case .contains: return line
          case .tailBegins: if start == 0, region == .tail { return line }
          case .tailContains: if region == .tail { return line }
          case .headBegins: if start == 0, region == .head { return line }
          case .label: break
          }
        }
      }
    }
    return nil
  }

  private static func label(_ string: String) -> UInt64 {
    var string = string
    return string.withUTF8 { label($0) }
  }

  /// Every example must be taken by its row's reason, no counter example by any.
  func check(_ table: Table) -> [Diagnostic] {
    let column = Self.columns.map { table.column($0) ?? 0 }
    var problems: [Diagnostic] = []
    for row in table.rows {
      let example = row[column[5]]
      let region: Region =
        row[column[1]].hasPrefix("tail") ? .tail : row[column[1]].hasPrefix("head") ? .head : .middle
      if match(FoldedWords(example), bytes: example.utf8.count, in: region, label: Self.label(example))?.reason
        != row[column[3]]
      {
        problems.append(table.diagnostic("R113", row, "the example \"\(example)\" is not taken as \(row[column[3]])"))
      }
      let counter = row[column[6]]
      if !counter.isEmpty,
        let line = match(FoldedWords(counter), bytes: counter.utf8.count, in: region, label: Self.label(counter))
      {
        problems.append(table.diagnostic("R114", row, "the counter example \"\(counter)\" is taken as \(line.reason)"))
      }
    }
    return problems
  }
}
