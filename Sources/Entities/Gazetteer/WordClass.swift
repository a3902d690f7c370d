/// What the lists say of a word, whatever its capitals.
struct WordClass: OptionSet, Sendable, Hashable {
  let rawValue: UInt64

  /// Ordinary words, from the commonest to the rare.
  static let commonest = WordClass(rawValue: 1 << 0)
  static let common = WordClass(rawValue: 1 << 1)
  static let rare = WordClass(rawValue: 1 << 2)
  static let given = WordClass(rawValue: 1 << 3)
  static let male = WordClass(rawValue: 1 << 4)
  static let female = WordClass(rawValue: 1 << 5)
  static let surname = WordClass(rawValue: 1 << 6)
  static let function = WordClass(rawValue: 1 << 7)
  static let calendar = WordClass(rawValue: 1 << 8)
  static let personNoun = WordClass(rawValue: 1 << 9)
  static let organizationNoun = WordClass(rawValue: 1 << 10)
  static let placeAfter = WordClass(rawValue: 1 << 11)
  static let placeOf = WordClass(rawValue: 1 << 12)
  static let workNoun = WordClass(rawValue: 1 << 13)
  static let eventNoun = WordClass(rawValue: 1 << 14)
  static let speech = WordClass(rawValue: 1 << 15)
  static let particle = WordClass(rawValue: 1 << 16)
  static let suffix = WordClass(rawValue: 1 << 17)
  static let notName = WordClass(rawValue: 1 << 18)

  /// Heads: a word at the end, at the start with of/for, or at the start before a bare name, and the type it gives.
  static let organizationEnd = WordClass(rawValue: 1 << 19)
  static let organizationStart = WordClass(rawValue: 1 << 20)
  static let politicalEnd = WordClass(rawValue: 1 << 21)
  static let politicalStart = WordClass(rawValue: 1 << 22)
  static let politicalOpen = WordClass(rawValue: 1 << 23)
  static let placeEnd = WordClass(rawValue: 1 << 24)
  static let placeStart = WordClass(rawValue: 1 << 25)
  static let placeOpen = WordClass(rawValue: 1 << 26)
  static let facilityEnd = WordClass(rawValue: 1 << 27)
  static let facilityStart = WordClass(rawValue: 1 << 28)
  static let facilityOpen = WordClass(rawValue: 1 << 29)
  static let eventEnd = WordClass(rawValue: 1 << 30)
  static let eventStart = WordClass(rawValue: 1 << 31)
  static let eventOpen = WordClass(rawValue: 1 << 32)
  static let lawEnd = WordClass(rawValue: 1 << 33)
  static let lawStart = WordClass(rawValue: 1 << 34)
  static let workEnd = WordClass(rawValue: 1 << 35)
  static let productEnd = WordClass(rawValue: 1 << 36)

  /// Words that join the parts of a name.
  static let of = WordClass(rawValue: 1 << 37)
  static let `for` = WordClass(rawValue: 1 << 38)
  static let and = WordClass(rawValue: 1 << 39)
  static let article = WordClass(rawValue: 1 << 40)
  static let preposition = WordClass(rawValue: 1 << 41)
  static let possessive = WordClass(rawValue: 1 << 42)
  /// A word of sports reports.
  static let sport = WordClass(rawValue: 1 << 43)

  /// A short form that is no name in capitals only: "MA" is none, "Ma Jun" is one.
  static let notAcronym = WordClass(rawValue: 1 << 44)

  static let organizationOpen = WordClass(rawValue: 1 << 45)

  /// Stands between two of which one is meant: "Lod or Ramle".
  static let or = WordClass(rawValue: 1 << 46)

  /// No list has the word, but it ends as names of places or of organizations do: "Verkhnegorsk", "Promneft".
  static let placeEnding = WordClass(rawValue: 1 << 47)
  static let organizationEnding = WordClass(rawValue: 1 << 48)

  static let ordinary: WordClass = [.commonest, .common, .rare]
  static let personal: WordClass = [.given, .surname]
  static let connector: WordClass = [.of, .for, .and, .article, .preposition]
  static let endHeads: WordClass = [
    .organizationEnd, .politicalEnd, .placeEnd, .facilityEnd, .eventEnd, .lawEnd, .workEnd, .productEnd,
  ]
  static let startHeads: WordClass = [
    .organizationStart, .politicalStart, .placeStart, .facilityStart, .eventStart, .lawStart,
  ]
  static let openHeads: WordClass = [.organizationOpen, .politicalOpen, .placeOpen, .facilityOpen, .eventOpen]

  /// By the names that lists and rules use.
  static let named: [String: WordClass] = [
    "common": .ordinary, "given": .given, "male": .male, "female": .female, "surname": .surname,
    "function": .function, "calendar": .calendar, "person-noun": .personNoun, "organization-noun": .organizationNoun,
    "place-after": .placeAfter, "place-of": .placeOf, "work-noun": .workNoun, "event-noun": .eventNoun,
    "speech": .speech, "particle": .particle, "suffix": .suffix, "not-name": .notName, "of": .of, "for": .for,
    "and": .and, "or": .or, "article": .article, "preposition": .preposition, "possessive": .possessive,
    "sport": .sport,
    "organization-head": .organizationEnd,
  ]

  @inline(__always) func has(_ other: WordClass) -> Bool { rawValue & other.rawValue != 0 }
}

/// What the lists say of a whole name.
struct NameClass: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  static let person = NameClass(rawValue: 1 << 0)
  static let org = NameClass(rawValue: 1 << 1)
  static let gpe = NameClass(rawValue: 1 << 2)
  static let loc = NameClass(rawValue: 1 << 3)
  static let fac = NameClass(rawValue: 1 << 4)
  static let norp = NameClass(rawValue: 1 << 5)
  static let event = NameClass(rawValue: 1 << 6)
  static let work = NameClass(rawValue: 1 << 7)
  static let law = NameClass(rawValue: 1 << 8)
  static let product = NameClass(rawValue: 1 << 9)
  static let title = NameClass(rawValue: 1 << 10)
  /// A title that a portfolio may follow: "Minister of Transport and Ports".
  static let portfolio = NameClass(rawValue: 1 << 11)
  /// Printed in capitals only: "US" is a name, "us" and "Us" are none.
  static let capitals = NameClass(rawValue: 1 << 12)
  static let country = NameClass(rawValue: 1 << 13)
  static let team = NameClass(rawValue: 1 << 14)
  static let honorific = NameClass(rawValue: 1 << 15)
  /// From a hand-written list: surer than what was derived.
  static let known = NameClass(rawValue: 1 << 16)
  static let male = NameClass(rawValue: 1 << 17)
  static let female = NameClass(rawValue: 1 << 18)
  static let language = NameClass(rawValue: 1 << 19)
  static let media = NameClass(rawValue: 1 << 20)

  static let types = NameClass(rawValue: 0x3FF)
  static let places: NameClass = [.gpe, .loc, .fac]

  @inline(__always) func has(_ other: NameClass) -> Bool { rawValue & other.rawValue != 0 }

  /// The power of ten of a place's population, 0 where not known: bits 24 to 27.
  var size: Int { Int(rawValue >> 24) & 15 }
  static func size(_ power: Int) -> NameClass { NameClass(rawValue: UInt32(max(0, min(15, power))) << 24) }

  /// Types and marks of both, the larger size.
  func merged(_ other: NameClass) -> NameClass {
    let bits = (rawValue | other.rawValue) & 0x00FF_FFFF
    let size = Swift.max(rawValue >> 24, other.rawValue >> 24)
    let capitals = rawValue & other.rawValue & Self.capitals.rawValue
    return NameClass(rawValue: (bits & ~Self.capitals.rawValue) | capitals | size << 24)
  }

  static let named: [String: NameClass] = [
    "PERSON": .person, "ORG": .org, "GPE": .gpe, "LOC": .loc, "FAC": .fac, "NORP": .norp, "EVENT": .event,
    "WORK": .work, "LAW": .law, "PRODUCT": .product,
  ]
}
