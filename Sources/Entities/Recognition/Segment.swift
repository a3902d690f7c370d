/// A stretch of a sentence that the finder takes for one thing.
struct Segment: Sendable {
  enum Label: Sendable, Hashable {
    /// No name: an ordinary word with a capital, a mark.
    case none
    /// "President", "Foreign Minister": stands outside the name that follows.
    case title
    case name(NameType)
  }

  /// Which kind of evidence decided: the rule id in the artifact.
  enum Basis: UInt8, Sendable {
    case unknown, list, givenAndFamily, givenAndUnknown, initials, familyNames, unknownPair, single, titled
    case headEnd, headStart, open, acronym, ampersand, expansion, document, documentPart, context, quoted, team,
      coordinated

    var id: String {
      switch self {
      case .unknown: "name.capitals"
      case .list: "name.list"
      case .givenAndFamily: "person.given-family"
      case .givenAndUnknown: "person.given-unknown"
      case .initials: "person.initials"
      case .familyNames: "person.family"
      case .unknownPair: "person.two-words"
      case .single: "person.single"
      case .titled: "person.title"
      case .headEnd: "name.head-end"
      case .headStart: "name.head-of"
      case .open: "name.head-open"
      case .acronym: "organization.acronym"
      case .ampersand: "organization.ampersand"
      case .expansion: "name.expansion"
      case .document: "name.elsewhere"
      case .documentPart: "name.part"
      case .context: "name.context"
      case .quoted: "work.quoted"
      case .team: "organization.team-by-place"
      case .coordinated: Segment.coordination
      }
    }
  }

  /// The rule of "Parliament" in "the European Commission and Parliament".
  static let coordination = "organization.coordination"

  /// Token indices in the document.
  var start: Int
  var end: Int
  var label: Label
  var score: Float
  var basis: Basis
}
