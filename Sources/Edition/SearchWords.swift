import Foundation

/// The words of a text as the search knows them. report/search.js must split and fold just so: it does it to the query.
public enum SearchWords {
  /// Longer ones are no words that anybody types.
  private static let longest = 40

  /// Calls `body` with each word: compatibility forms resolved, marks taken off, lower case. Ideographs and kana are
  /// words of their own, as nothing stands between them.
  public static func each(_ text: String, _ body: (String) -> Void) {
    var word: [UInt8] = []
    func end() {
      if !word.isEmpty, word.count <= longest { body(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
    func take(_ scalar: Unicode.Scalar) {
      if isAlone(scalar.value) {
        end()
        word.append(contentsOf: UTF8.encode(scalar)!)
        end()
      } else {
        word.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        switch UInt8(scalar.value) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          word.append(UInt8(scalar.value))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(UInt8(scalar.value) | 0x20)
        default: end()
        }
        continue
      }
      // Signs that are no letters in any form: most of what is not ASCII in a newspaper.
      if (0x2010...0x2027).contains(scalar.value) {
        end()
        continue
      }
      for part in String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars {
        switch part.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: continue
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
          for lower in part.properties.lowercaseMapping.unicodeScalars
          where lower.properties.generalCategory != .nonspacingMark { take(lower) }
        case .decimalNumber, .letterNumber, .otherNumber: take(part)
        default: end()
        }
      }
    }
    end()
  }

  /// The words in the order of the text.
  public static func all(_ text: String) -> [String] {
    var words: [String] = []
    each(text) { words.append($0) }
    return words
  }

  /// The file that lists a word: made of its first two characters.
  public static func shard(_ word: String) -> String {
    var name = ""
    for scalar in word.unicodeScalars.prefix(2) {
      switch scalar.value {
      case 0x30...0x39, 0x61...0x7A: name.unicodeScalars.append(scalar)
      default: name += "_" + String(scalar.value, radix: 16)
      }
    }
    return name
  }

  private static func isAlone(_ value: UInt32) -> Bool {
    switch value {
    case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }
}
