import Documents

/// The place and agency before an article's first words, as "PORT AMSEL, March 3 (Agency) —": they head a report, and no
/// summary has use for them.
enum Dateline {
  /// The artifact with the sentence at `first` cut to what stands behind its dateline; as it is where it has none.
  static func without(_ artifact: SentencesArtifact, first: Int?, _ text: SourceText) -> SentencesArtifact {
    guard let first else { return artifact }
    let sentence = artifact.sentences[first]
    let start = text.bytes.withUnsafeBufferPointer { end(sentence.span, $0) }
    guard let start else { return artifact }
    var shown = artifact
    shown.sentences[first].span = Span(start, sentence.span.end)
    let kept = artifact.tokens[sentence.tokens].firstIndex { $0.start >= start } ?? sentence.tokens.upperBound
    shown.sentences[first].tokens = kept..<sentence.tokens.upperBound
    return shown
  }

  /// Where the sentence goes on behind its dateline, or nil.
  ///
  /// "Place (Agency)" is one if a dash follows, if the next word is glued to the bracket, or if the place is in capitals;
  /// an agency alone at the very beginning is; a place in capitals with a dash behind it is, too.
  private static func end(_ sentence: Span, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let reach = min(sentence.end, sentence.start + 90)
    var i = sentence.start
    var words = 0
    var capitals = 0
    var isCapitals = true
    var comma = false
    while i < reach {
      let byte = bytes[i]
      if byte == 0x20 || byte == 0x2E {
        i += 1
      } else if byte == 0x2C {
        comma = true
        i += 1
      } else if byte == 0x28 {
        guard let close = agency(i, reach, bytes) else { return nil }
        let dash = afterDash(close, sentence.end, bytes)
        let isGlued = close < sentence.end && bytes[close] != 0x20
        guard words == 0 || dash != nil || isGlued || (isCapitals && capitals > 1) else { return nil }
        return opening(dash ?? close, sentence.end, bytes)
      } else if words > 0, let dash = afterDash(i, sentence.end, bytes) {
        return isCapitals && capitals > 3 ? opening(dash, sentence.end, bytes) : nil
      } else {
        // A word of the place or the day: with a capital, a figure, or a short one between such ("Rio de Janeiro").
        let start = i
        var upper = 0
        var lower = 0
        while i < reach {
          let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: sentence.end)
          if Letters.isUpper(scalar) {
            upper += 1
          } else if Letters.isLetter(scalar) {
            lower += 1
          } else if !Letters.isDigit(scalar), scalar != 0x27, scalar != 0x2019, scalar != 0x2E, scalar != 0x2F,
            scalar != 0x2D || (i + 1 < reach && bytes[i + 1] == 0x2D)
          {
            break
          }
          i += width
        }
        words += 1
        let first = UTF8Scalars.decode(bytes, at: start, end: sentence.end).scalar
        guard i > start, words <= 9,
          Letters.isUpper(first) || (words > 1 && (Letters.isDigit(first) || i - start <= 3))
        else { return nil }
        if !comma {
          capitals += upper
          if lower > 0 { isCapitals = false }
        }
      }
    }
    return nil
  }

  /// Past the bracket that opens at `i`, if it holds a name: words with capitals.
  private static func agency(_ i: Int, _ reach: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var i = i + 1
    guard i < reach, Letters.isUpper(UTF8Scalars.decode(bytes, at: i, end: reach).scalar) else { return nil }
    while i < reach, bytes[i] != 0x29 {
      let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: reach)
      let isOfName = [0x20, 0x26, 0x27, 0x2D, 0x2E, 0x2F].contains(scalar)
      guard Letters.isLetter(scalar) || Letters.isDigit(scalar) || isOfName else { return nil }
      i += width
    }
    return i < reach ? i + 1 : nil
  }

  /// Past a dash that stands at `i` or behind a space there, or nil; a single hyphen needs its spaces.
  private static func afterDash(_ i: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var i = i
    let isSpaced = i < end && (bytes[i] == 0x20 || (i > 0 && bytes[i - 1] == 0x20))
    while i < end, bytes[i] == 0x20 { i += 1 }
    guard i < end else { return nil }
    let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: end)
    if scalar == 0x2013 || scalar == 0x2014 { return i + width }
    guard scalar == 0x2D else { return nil }
    if i + 1 < end, bytes[i + 1] == 0x2D { return i + 2 }
    return isSpaced && i + 1 < end && bytes[i + 1] == 0x20 ? i + 1 : nil
  }

  /// Where the sentence itself begins at or after `i`: with a capital, a figure or a mark, and long enough to be one.
  private static func opening(_ i: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var i = i
    while i < end, bytes[i] == 0x20 { i += 1 }
    guard end - i >= 20 else { return nil }
    let scalar = UTF8Scalars.decode(bytes, at: i, end: end).scalar
    let isOpening = Letters.isUpper(scalar) || Letters.isDigit(scalar) || scalar == 0x5B || scalar == 0x60
    return isOpening || Marks.isQuote(scalar) || scalar == 0x27 ? i : nil
  }
}
