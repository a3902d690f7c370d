import Documents

/// UTF-8 that somebody read as windows-1252, Latin-1 or macintosh and saved so: `â€œ` for `“`, up to three times over.
///
/// Only what is certain is read back: a place must be exactly the bytes of one character, and either that character is
/// punctuation or a symbol nobody could have meant with three odd ones, or its letters stand where no text has them.
enum Mojibake {
  /// The text with its mojibake read back, and the places; nil where there is none.
  static func mend(_ source: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], places: [Repair])? {
    guard suspicious(source) else { return nil }
    var scalars: [Unit] = []
    scalars.reserveCapacity(source.count)
    var i = 0
    while i < source.count {
      let (scalar, width) = UTF8Scalars.decode(source, at: i, end: source.count)
      scalars.append(Unit(scalar: scalar, start: i, end: i + width, mended: false))
      i += width
    }
    var found = false
    for _ in 0..<3 {
      guard let next = pass(scalars, windows1252) ?? pass(scalars, macintosh) else { break }
      scalars = next
      found = true
    }
    guard found else { return nil }
    var bytes: [UInt8] = []
    var places: [Repair] = []
    bytes.reserveCapacity(source.count)
    var joins = false
    for unit in scalars {
      let start = bytes.count
      if let unicode = Unicode.Scalar(unit.scalar) { bytes.append(contentsOf: UTF8.encode(unicode)!) }
      guard unit.mended else {
        joins = false
        continue
      }
      let was = String(decoding: UnsafeBufferPointer(rebasing: source[unit.start..<unit.end]), as: UTF8.self)
      if joins, var last = places.popLast() {
        // Neighbours are one place.
        last.span = Span(last.span.start, bytes.count)
        last.was += was
        places.append(last)
      } else {
        places.append(Repair(kind: "mojibake", span: Span(start, bytes.count), was: was))
      }
      joins = true
    }
    return (bytes, places)
  }

  private struct Unit {
    var scalar: UInt32
    /// In the source.
    var start: Int
    var end: Int
    var mended: Bool
  }

  /// The byte that a scalar stands for, or 0.
  private static let windows1252 = inverse(WesternCharset.windows1252)
  private static let macintosh = inverse(WesternCharset.macintosh)

  private static func inverse(_ upper: [UInt32]) -> [UInt32: UInt8] {
    var result: [UInt32: UInt8] = [:]
    for (i, scalar) in upper.enumerated() where scalar != 0xFFFD { result[scalar] = UInt8(0x80 + i) }
    return result
  }

  /// Whether a first byte of two or more stands before one that could follow it: a scan that most text passes.
  private static func suspicious(_ b: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    let n = b.count
    while i + 1 < n {
      let c = b[i]
      if c == 0xC3 {
        // U+00C2 … U+00F4, then another two-byte or three-byte character.
        let second = b[i + 1]
        if second >= 0x82, second <= 0xB4, i + 2 < n, b[i + 2] >= 0xC2 { return true }
        i += 2
        continue
      }
      if c == 0xE2, i + 3 < n {
        // `‚Ä` and `√©` (macintosh).
        if b[i + 1] == 0x80, b[i + 2] == 0x9A, b[i + 3] == 0xC3 { return true }
        if b[i + 1] == 0x88, b[i + 2] == 0x9A, b[i + 3] >= 0xC2 { return true }
      }
      if c == 0xC2, b[i + 1] == 0xAC, i + 2 < n, b[i + 2] >= 0xC2 { return true }
      i += 1
    }
    return false
  }

  /// One reading back; nil where nothing changed.
  private static func pass(_ units: [Unit], _ bytes: [UInt32: UInt8]) -> [Unit]? {
    let isMac = bytes[0x221A] != nil
    func byte(_ i: Int) -> UInt8 {
      guard i < units.count else { return 0 }
      let scalar = units[i].scalar
      if scalar < 0x80 { return 0 }
      if let byte = bytes[scalar] { return byte }
      return !isMac && scalar < 0x100 ? UInt8(scalar) : 0
    }
    /// The character whose bytes begin at `i`, and how many units they are.
    func character(_ i: Int) -> (scalar: UInt32, count: Int)? {
      let lead = byte(i)
      let count: Int
      var scalar: UInt32
      switch lead {
      case 0xC2...0xDF: (count, scalar) = (2, UInt32(lead & 0x1F))
      case 0xE0...0xEF: (count, scalar) = (3, UInt32(lead & 0x0F))
      case 0xF0...0xF4: (count, scalar) = (4, UInt32(lead & 0x07))
      default: return nil
      }
      for k in 1..<count {
        let next = byte(i + k)
        guard next & 0xC0 == 0x80 else { return nil }
        scalar = scalar << 6 | UInt32(next & 0x3F)
      }
      guard Unicode.Scalar(scalar) != nil, scalar >= (count == 2 ? 0x80 : count == 3 ? 0x800 : 0x10000) else {
        return nil
      }
      return (scalar, count)
    }
    func isLetter(_ i: Int) -> Bool { i >= 0 && i < units.count && Letters.isLetter(units[i].scalar) }

    var result: [Unit] = []
    result.reserveCapacity(units.count)
    var changed = false
    var i = 0
    while i < units.count {
      guard units[i].scalar >= 0x80 else {
        result.append(units[i])
        i += 1
        continue
      }
      guard let (scalar, count) = character(i) else {
        // `â€` whose third byte (U+009D) was lost: a closing quotation mark.
        if !isMac, units[i].scalar == 0xE2, i + 1 < units.count, units[i + 1].scalar == 0x20AC, changed || i > 0,
          i + 2 >= units.count || units[i + 2].scalar < 0x80
        {
          result.append(Unit(scalar: 0x201D, start: units[i].start, end: units[i + 1].end, mended: true))
          changed = true
          i += 2
          continue
        }
        result.append(units[i])
        i += 1
        continue
      }
      let next = i + count
      let certain: Bool
      switch (count, scalar) {
      case (3, 0x2000...0x206F), (3, 0x20A0...0x22FF), (3, 0x25A0...0x27BF), (3, 0xFB00...0xFB06), (3, 0xFEFF),
        (3, 0xFFFD), (4, 0x1F000...0x1FAFF):
        certain = true
      case (2, 0x80...0xFF):
        let second = units[i + 1].scalar
        let lead = units[i].scalar
        if isMac {
          certain = (isLetter(i - 1) || isLetter(next)) && !(lead == 0xAC && Letters.isLetter(second))
        } else if lead == 0xC2 {
          // `Â£`: but an upper-case word may end in Â.
          certain = i == 0 || !Letters.isUpper(units[i - 1].scalar)
        } else if [0x2018, 0x2019, 0x201C, 0x201D, 0x201A, 0x201E, 0x2013, 0x2014, 0x2026, 0x2039, 0x203A].contains(
          second)
        {
          // `Ã”` may be a letter before a closing mark.
          certain = isLetter(next)
        } else {
          certain = !Letters.isUpper(i > 0 ? units[i - 1].scalar : 0x20) || !Letters.isLetter(second) || second == 0x192
        }
      case (2, _):
        // Other scripts come in words: two characters in a row.
        let symbol = !Letters.isLetter(units[i + 1].scalar) && !(0x2010...0x203A).contains(units[i + 1].scalar)
        certain =
          character(next)?.count == 2 || (i > 1 && result.last?.mended == true)
          || (symbol && scalar < 0x180 && (isLetter(i - 1) || isLetter(next)))
      default:
        certain = character(next)?.count == count || (result.last?.mended == true && count >= 3)
      }
      if certain {
        result.append(Unit(scalar: scalar, start: units[i].start, end: units[next - 1].end, mended: true))
        changed = true
        i = next
      } else {
        result.append(units[i])
        i += 1
      }
    }
    return changed ? result : nil
  }
}
