/// What a token is to the rules that end sentences.
enum TokenKind: UInt8 {
  /// A word that begins with a small letter, and has no capital.
  case lower
  /// A word that begins with a capital.
  case capital
  /// A word that begins with a small letter and has a capital (`iPhone`).
  case mixed
  /// A word of a script without case.
  case caseless
  case number
  /// With its full stop; the class stands beside the kind.
  case abbreviation
  case stop
  /// A run of `!` and `?`.
  case mark
  case ellipsis
  case openQuote, closeQuote
  case openBracket, closeBracket
  /// `,` `;` `:`
  case comma
  case dash
  /// A sign that begins an item of a list.
  case bullet
  case symbol
  /// A URL, host name, e-mail address, handle or hashtag.
  case address
}

/// Classes of bytes, for the scanner's one look-up a byte.
enum ByteClass {
  static let other: UInt8 = 0
  static let space: UInt8 = 1
  static let digit: UInt8 = 2
  static let lower: UInt8 = 3
  static let upper: UInt8 = 4
  static let high: UInt8 = 5

  static let table: [UInt8] = (0..<256).map { byte in
    switch byte {
    case 0...0x20, 0x7F: space
    case 0x30...0x39: digit
    case 0x41...0x5A: upper
    case 0x61...0x7A: lower
    case 0x80...: high
    default: other
    }
  }
}
