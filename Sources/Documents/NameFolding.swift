/// Folds the spellings of a name that outlets differ in, so that variants meet under one key.
///
/// Two strengths: `plain` lower-cases and takes marks off letters (Sybíha, SYBIHA → sybiha); `skeleton` also replaces
/// spellings of one sound (common/name-spellings.tsv) and makes doubled letters one (Zelenskyy, Zelensky → zelenski).
public struct NameFolding: Sendable {
  private var letters: [UInt32: [UInt8]] = [:]
  /// Whether the table has letters of ASCII, which then are no longer only lower-cased.
  private var hasASCII = false
  private var parts: [(spelling: [UInt8], same: [UInt8])] = []
  private var whole: [String: String] = [:]

  /// Whether letters of ASCII are only made lower case by `plain`.
  public var keepsASCII: Bool { !hasASCII }

  /// Throws the mistakes of common/letters.tsv and common/name-spellings.tsv; a pack may do without either.
  public init(pack: LanguagePack) throws(Diagnostics) {
    let letterTable = try pack.table("common/letters.tsv", columns: ["letter", "plain", "example"], allowMissing: true)
    var problems: [Diagnostic] = []
    for row in letterTable.rows {
      let scalars = Array(row[0].unicodeScalars)
      guard scalars.count == 1 else {
        problems.append(letterTable.diagnostic("R013", row, "\"\(row[0])\" is not one letter"))
        continue
      }
      letters[scalars[0].value] = Array(row[1].utf8)
      if scalars[0].value < 0x80 { hasASCII = true }
    }
    let spellings = try pack.table(
      "common/name-spellings.tsv", columns: ["spelling", "same", "where", "example"], allowMissing: true)
    for row in spellings.rows {
      switch row[2] {
      case "part": parts.append((Array(row[0].utf8), Array(row[1].utf8)))
      case "whole": whole[row[0]] = row[1]
      default: problems.append(spellings.diagnostic("R013", row, "\"\(row[2])\" is neither part nor whole"))
      }
    }
    parts.sort { a, b in
      a.spelling.count != b.spelling.count
        ? a.spelling.count > b.spelling.count : a.spelling.lexicographicallyPrecedes(b.spelling)
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// Lower case, letters without their marks, full stops and apostrophes dropped, hyphens and white space as one space.
  public func plain(_ name: String) -> String {
    if !hasASCII, let plain = plainASCII(name) { return plain }
    var result: [UInt8] = []
    for scalar in name.unicodeScalars {
      let lower = Letters.lower(scalar.value)
      if let plain = letters[lower] {
        result.append(contentsOf: plain.filter { $0 != 0x27 })
        continue
      }
      switch lower {
      case 0x27, 0x2E, 0x2019, 0x2018: continue
      case 0x2D, 0x2010...0x2014, 0xA0, 0x09...0x0D, 0x20:
        if let last = result.last, last != 0x20 { result.append(0x20) }
      default:
        if let scalar = Unicode.Scalar(lower), scalar.properties.canonicalCombiningClass == .notReordered {
          result.append(contentsOf: UTF8.encode(scalar)!)
        }
      }
    }
    if result.last == 0x20 { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// The same of a name in ASCII; nil where it has other letters.
  private func plainASCII(_ name: String) -> String? {
    var name = name
    return name.withUTF8 { utf8 in
      guard utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
      return String(unsafeUninitializedCapacity: utf8.count) { result in
        var count = 0
        for byte in utf8 {
          switch byte {
          case 0x41...0x5A:
            result[count] = byte | 0x20
            count += 1
          case 0x27, 0x2E: continue
          case 0x2D, 0x09...0x0D, 0x20:
            guard count > 0, result[count - 1] != 0x20 else { continue }
            result[count] = 0x20
            count += 1
          default:
            result[count] = byte
            count += 1
          }
        }
        return count > 0 && result[count - 1] == 0x20 ? count - 1 : count
      }
    }
  }

  /// The key under which spellings of one word of a name meet; `word` as `plain` gives it, without spaces.
  public func skeleton(_ word: String) -> String {
    let source = Array((whole[word] ?? word).utf8)
    var folded: [UInt8] = []
    var i = 0
    scan: while i < source.count {
      for part in parts
      where i + part.spelling.count <= source.count
        && source[i..<(i + part.spelling.count)].elementsEqual(part.spelling)
      {
        folded.append(contentsOf: part.same)
        i += part.spelling.count
        continue scan
      }
      folded.append(source[i])
      i += 1
    }
    var result: [UInt8] = []
    for byte in folded where byte != result.last || (byte >= 0x30 && byte <= 0x39) { result.append(byte) }
    return String(decoding: result, as: UTF8.self)
  }
}
