import CFacade
import Documents

/// Tells Western single-byte charsets apart by where their characters stand: a quotation mark at a word's edge, a letter
/// beside letters, a currency sign before a digit.
enum WesternCharset {
  /// What the upper 128 bytes mean in a charset.
  static func upperHalf(_ converter: String) -> [UInt32] {
    let bytes = (0x80...0xFF).map { UInt8($0) }
    let result = nd_transcode(converter, bytes, bytes.count)
    defer { nd_transcoded_free(result) }
    var scalars = [UInt32](repeating: 0xFFFD, count: 128)
    guard let out = result.bytes, let origins = result.origins else { return scalars }
    let buffer = UnsafeBufferPointer(start: out, count: result.length)
    var i = 0
    while i < buffer.count {
      let (scalar, width) = UTF8Scalars.decode(buffer, at: i, end: buffer.count)
      scalars[Int(origins[i])] = scalar
      i += width
    }
    return scalars
  }

  static let windows1252 = upperHalf("windows-1252")
  static let macintosh = upperHalf("macintosh")
  private static let latin9 = upperHalf("iso-8859-15")

  /// macintosh or iso-8859-15 where the text clearly reads better so, else `name`.
  static func choose(_ bytes: [UInt8], otherwise name: String) -> String {
    let first = score(bytes, windows1252)
    if score(bytes, macintosh) > max(first, 0) * 2 + 6 { return "macintosh" }
    if name == "windows-1252", score(bytes, latin9) > first, !bytes.contains(where: { $0 >= 0x80 && $0 < 0xA0 }) {
      return "iso-8859-15"
    }
    return name
  }

  private static func score(_ bytes: [UInt8], _ upper: [UInt32]) -> Int {
    var total = 0
    let n = min(bytes.count, 65536)
    func scalar(_ i: Int) -> UInt32 {
      guard i >= 0, i < n else { return 0x20 }
      return bytes[i] < 0x80 ? UInt32(bytes[i]) : upper[Int(bytes[i]) - 0x80]
    }
    for i in 0..<n where bytes[i] >= 0x80 {
      let c = scalar(i)
      let before = scalar(i - 1)
      let after = scalar(i + 1)
      let letterBefore = Letters.isLetter(before)
      let letterAfter = Letters.isLetter(after)
      switch c {
      case 0x201C, 0x201E, 0x2018: total += !letterBefore && (letterAfter || after == 0x5B) ? 2 : -2
      case 0x201D: total += !letterAfter ? 2 : -2
      case 0x2019: total += letterBefore || before == 0x5D ? 2 : (before < 0x40 && !letterAfter ? 1 : -2)
      case 0x2013, 0x2014: total += letterBefore == letterAfter ? 1 : -1
      case 0x2026: total += letterBefore || before == 0x20 ? 1 : -1
      case 0xAB, 0xBB, 0xA0: total += letterBefore && letterAfter ? -1 : 1
      case 0x20AC, 0xA3, 0xA5:
        let beyond = before == 0x20 || before == 0xA0 ? scalar(i - 2) : before
        total += Letters.isDigit(beyond) || Letters.isDigit(after) ? 1 : -2
      case 0xA4: total -= 1
      case 0x80...0x9F, 0xFFFD: total -= 4
      default:
        guard Letters.isLetter(c) else {
          total -= letterBefore || letterAfter ? 2 : 0
          continue
        }
        if Letters.isUpper(c), Letters.isLower(before) {
          total -= 2
        } else {
          total += letterBefore || letterAfter ? 1 : -1
        }
      }
    }
    return total
  }
}
