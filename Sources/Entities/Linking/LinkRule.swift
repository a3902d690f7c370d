/// Why mentions are one entity, from the surest to the weakest; an entity names the weakest that it needed.
enum LinkRule: Int, Sendable, Comparable {
  case sameName
  case spelling
  case suffixName
  case acronymPrinted
  case alias
  case fullName
  case shortName
  case coordinated
  case lastName
  case titleGiven
  case acronymInitials
  case familyFirst
  case innerName
  case givenUnique
  case lastNameShared
  case lastNameUnclear

  var id: String {
    switch self {
    case .sameName: "link.same-name"
    case .spelling: "link.spelling"
    case .suffixName: "link.name-part"
    case .acronymPrinted: "link.acronym-in-brackets"
    case .alias: "link.alias"
    case .fullName: "link.person.full-name"
    case .shortName: "link.short-name"
    case .coordinated: "link.coordination"
    case .lastName: "link.person.last-name"
    case .titleGiven: "link.person.title-and-given-name"
    case .acronymInitials: "link.acronym-by-initials"
    case .familyFirst: "link.person.family-name-first"
    case .innerName: "link.person.inner-name"
    case .givenUnique: "link.person.only-given-name"
    case .lastNameShared: "link.person.last-name-shared"
    case .lastNameUnclear: "link.person.last-name-unclear"
    }
  }

  static func < (a: LinkRule, b: LinkRule) -> Bool { a.rawValue < b.rawValue }
}
