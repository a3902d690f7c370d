import CFacade
import Documents

/// Mends and evens out the characters of a stretch of text, the same way for every kind of source.
///
///     var text: [UInt8] = []
///     var repairs: [Repair] = []
///     line.withUnsafeBufferPointer { CharacterCleaner.append($0, to: &text, repairs: &repairs) }
///
/// What happens, in this order:
/// - mojibake is read back where it is certain (`Mojibake`), each place a repair of kind "mojibake";
/// - C1 controls are what windows-1252 has there (kind "c1"), but the ones it has nothing for are dropped;
/// - soft hyphens, zero-width spaces, byte order marks, directional controls, other controls, private-use characters
///   (icon fonts) are dropped without a record; the joiners U+200C and U+200D stay beside letters that need them
///   (Persian, Indic scripts, emoji);
/// - no-break and other odd spaces and tabs are U+0020, U+2028 and U+2029 are line feeds;
/// - the Latin ligatures U+FB00 … U+FB06 are their letters;
/// - the result is in normalization form C.
/// Quotation marks and dashes keep their form: later stages read them. White space is not joined: the caller does.
enum CharacterCleaner {
  /// Cleans all of `utf8` (valid UTF-8): the result and its repairs, whose spans lie in the result.
  static func clean(_ utf8: [UInt8]) -> (bytes: [UInt8], repairs: [Repair]) {
    var text: [UInt8] = []
    var repairs: [Repair] = []
    text.reserveCapacity(utf8.count)
    utf8.withUnsafeBufferPointer { append($0, to: &text, repairs: &repairs) }
    return (text, repairs)
  }

  /// The same for a string: for titles, names and other facts, whose repairs nobody points at.
  static func clean(_ string: String) -> String { String(decoding: clean(Array(string.utf8)).bytes, as: UTF8.self) }

  /// Whether `append` would change anything: most stretches pass unchanged.
  @inline(__always)
  private static func firstSpecial(_ b: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var i = start
    while i < b.count {
      let chunk = EightBytes.load(b, i, b.count)
      if i + 8 <= b.count, EightBytes.isPrintable(chunk), EightBytes.equal(chunk, 0x7F) == 0 {
        i += 8
        continue
      }
      let c = b[i]
      if c >= 0x80 || (c < 0x20 && c != 0x0A) || c == 0x7F { return i }
      i += 1
    }
    return i
  }

  /// Appends the cleaned stretch to `text`; the spans of `repairs` are offsets in `text`.
  static func append(_ source: UnsafeBufferPointer<UInt8>, to text: inout [UInt8], repairs: inout [Repair]) {
    let plain = firstSpecial(source, from: 0)
    if plain == source.count {
      text.append(contentsOf: source)
      return
    }
    if let mended = Mojibake.mend(source) {
      mended.bytes.withUnsafeBufferPointer { mapped($0, places: mended.places, to: &text, repairs: &repairs) }
    } else {
      mapped(source, places: [], to: &text, repairs: &repairs)
    }
  }

  /// `places`: repairs already made in `b`, in order, whose spans lie in `b`.
  private static func mapped(
    _ b: UnsafeBufferPointer<UInt8>, places: [Repair], to text: inout [UInt8], repairs: inout [Repair]
  ) {
    let begin = text.count
    let firstRepair = repairs.count
    var next = 0
    var open: (start: Int, end: Int)?
    var i = 0
    var run = 0
    func flush(_ to: Int) { if run < to { text.append(contentsOf: b[run..<to]) } }
    while i < b.count {
      if next < places.count, open == nil, places[next].span.start <= i {
        flush(i)
        run = i
        open = (text.count, places[next].span.end)
      }
      if let place = open, i >= place.end {
        flush(i)
        run = i
        close(place.start)
        continue
      }
      let c = b[i]
      if c < 0x80 {
        if (c < 0x20 && c != 0x0A) || c == 0x7F {
          flush(i)
          if c == 0x09 || c == 0x0D || c == 0x0C || c == 0x0B { text.append(0x20) }
          run = i + 1
        }
        i += 1
        continue
      }
      let (scalar, width) = UTF8Scalars.decode(b, at: i, end: b.count)
      let action = self.action(scalar, b, i, width)
      if action != .keep {
        flush(i)
        run = i + width
        let start = text.count
        switch action {
        case .keep, .drop: break
        case .space: text.append(0x20)
        case .line: text.append(0x0A)
        case .letters(let letters):
          text.append(contentsOf: letters.utf8)
          record("ligature", start, scalar)
        case .c1:
          let meaning = WesternCharset.windows1252[Int(scalar) - 0x80]
          if meaning > 0x9F, let unicode = Unicode.Scalar(meaning) {
            text.append(contentsOf: UTF8.encode(unicode)!)
            record("c1", start, scalar)
          }
        }
      }
      i += width
    }
    flush(b.count)
    if let place = open { close(place.start) }

    func record(_ kind: String, _ start: Int, _ scalar: UInt32) {
      guard open == nil, let unicode = Unicode.Scalar(scalar) else { return }
      repairs.append(Repair(kind: kind, span: Span(start, text.count), was: String(Character(unicode))))
    }
    func close(_ start: Int) {
      repairs.append(Repair(kind: places[next].kind, span: Span(start, text.count), was: places[next].was))
      open = nil
      next += 1
    }
    compose(&text, from: begin, &repairs, from: firstRepair)
  }

  /// Normalization form C of what was just appended.
  private static func compose(_ text: inout [UInt8], from begin: Int, _ repairs: inout [Repair], from first: Int) {
    var result: UnsafeMutablePointer<UInt8>?
    var length = 0
    let changed = text.withUnsafeBufferPointer {
      nd_nfc($0.baseAddress! + begin, $0.count - begin, &result, &length)
    }
    guard changed, let result else { return }
    defer { nd_unicode_free(result) }
    let composed = Array(UnsafeBufferPointer(start: result, count: length))
    if first < repairs.count {
      // Places move by what was composed before them.
      let old = Array(text[begin...])
      for k in first..<repairs.count {
        let span = repairs[k].span
        repairs[k].span = Span(
          begin + composedLength(old, span.start - begin), begin + composedLength(old, span.end - begin))
      }
    }
    text.removeSubrange(begin...)
    text.append(contentsOf: composed)
  }

  private static func composedLength(_ bytes: [UInt8], _ end: Int) -> Int {
    var result: UnsafeMutablePointer<UInt8>?
    var length = 0
    guard nd_nfc(bytes, end, &result, &length) else { return end }
    nd_unicode_free(result)
    return length
  }

  private enum Action: Equatable { case keep, drop, space, line, c1, letters(String) }

  private static func action(_ scalar: UInt32, _ b: UnsafeBufferPointer<UInt8>, _ i: Int, _ width: Int) -> Action {
    switch scalar {
    case 0x80...0x9F: return .c1
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
    case 0x2028, 0x2029: return .line
    case 0x200C, 0x200D:
      guard i > 0, i + width < b.count else { return .drop }
      let before = UTF8Scalars.decodeBefore(b, i)?.scalar ?? 0x20
      let after = UTF8Scalars.decode(b, at: i + width, end: b.count).scalar
      return before >= 0x0600 && after >= 0x0600 && !(0x2000...0x206F).contains(before) ? .keep : .drop
    case 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF,
      0xFFF9...0xFFFC, 0xE000...0xF8FF, 0xFDD0...0xFDEF, 0xFFFE, 0xFFFF, 0xF0000...0x10FFFF:
      return .drop
    case 0xFB00: return .letters("ff")
    case 0xFB01: return .letters("fi")
    case 0xFB02: return .letters("fl")
    case 0xFB03: return .letters("ffi")
    case 0xFB04: return .letters("ffl")
    case 0xFB05, 0xFB06: return .letters("st")
    default: return .keep
    }
  }
}
