import Documents

/// The full names of people by last name, in groups of names that are one person's.
///
/// Many documents print one name, and many people have one last name: each form of a name is held against others of its last
/// name once, and not whenever it is printed, and only where the beginning of the given name may be the same.
struct PersonForms {
  /// A group all of whose forms agree with a name, and the form that agrees best, by the node that printed it.
  struct Fit {
    var group: Int
    var member: Int
    var rule: String
    /// How many of the group's forms were looked at.
    fileprivate var seen: Int

    /// 0 for one and the same name; the less two names say the same, the more.
    var weakness: Int { PersonForms.weakness(rule) }
  }

  private struct Form {
    var person: PersonName
    var family: Int
    /// How many of the groups that it may be one of were looked at, of either list, and those that agree, in order.
    var seen = (marked: 0, others: 0)
    var fits: [Fit] = []
  }

  /// All that have one last name.
  private struct Family {
    /// One node for each form of the given names.
    var groups: [[Int]] = []
    /// Groups by the mark of their first form, and those that have none.
    var marked: [UInt64: [Int]] = [:]
    var others: [Int] = []
  }

  private var forms: [Form] = []
  private var formOfName: [String: Int] = [:]
  private var families: [Family] = []
  private var familyOfLast: [String: Int] = [:]
  private var formOfNode: [Int32]

  /// `count`: of nodes.
  init(_ count: Int) { formOfNode = [Int32](repeating: -1, count: count) }

  mutating func add(_ node: Int, _ name: String, _ language: CorpusLanguage) {
    if let known = formOfName[name] {
      formOfNode[node] = Int32(known)
      return
    }
    formOfName[name] = forms.count
    formOfNode[node] = Int32(forms.count)
    let person = PersonName(name, language.folding, language.nameWords)
    let family = familyOfLast[person.last] ?? families.count
    if family == families.count {
      families.append(Family())
      familyOfLast[person.last] = family
    }
    forms.append(Form(person: person, family: family))
  }

  private func form(_ node: Int) -> Int { Int(formOfNode[node]) }

  func isFull(_ node: Int) -> Bool { forms[form(node)].person.isFull }

  func person(_ node: Int) -> PersonName { forms[form(node)].person }

  /// Of the last name's people, by a number that all who have it share.
  func family(_ node: Int) -> Int { forms[form(node)].family }

  /// The groups of the node's last name.
  func groups(_ node: Int) -> [[Int]] { families[forms[form(node)].family].groups }

  /// The rule by which two full names may be one person's, or nil.
  func rule(_ a: Int, _ b: Int) -> String? { rule(ofForms: form(a), form(b)) }

  private func rule(ofForms a: Int, _ b: Int) -> String? {
    a == b ? Self.sameName : forms[a].person.rule(forms[b].person)
  }

  /// The groups that the node's name agrees with, in order.
  mutating func fits(_ node: Int) -> [Fit] {
    let form = form(node)
    let family = families[forms[form].family]
    let seen = forms[form].seen
    var found: [Fit] = []
    if let mark = forms[form].person.mark {
      let marked = family.marked[mark] ?? []
      for group in marked[seen.marked...] { if let fit = fit(group, family, form) { found.append(fit) } }
      for group in family.others[seen.others...] { if let fit = fit(group, family, form) { found.append(fit) } }
      forms[form].seen = (marked.count, family.others.count)
    } else {
      for group in family.groups.indices[seen.others...] { if let fit = fit(group, family, form) { found.append(fit) } }
      forms[form].seen.others = family.groups.count
    }
    if forms[form].fits.contains(where: { $0.seen < family.groups[$0.group].count }) {
      forms[form].fits = forms[form].fits.compactMap { fit($0.group, family, form) }
    }
    if !found.isEmpty {
      forms[form].fits += found
      forms[form].fits.sort { $0.group < $1.group }
    }
    return forms[form].fits
  }

  /// Every form must agree: "J. Roe" who met "John Roe" is no "Jane Roe".
  private func fit(_ group: Int, _ family: Family, _ form: Int) -> Fit? {
    var best: Fit?
    let members = family.groups[group]
    for member in members {
      guard let rule = rule(ofForms: form, self.form(member)) else { return nil }
      if best.map({ Self.weakness(rule) < $0.weakness }) ?? true {
        best = Fit(group: group, member: member, rule: rule, seen: members.count)
      }
    }
    return best
  }

  /// Puts a full name into a group of its last name, or into one of its own.
  mutating func put(_ node: Int, into group: Int?) {
    let form = form(node)
    let family = forms[form].family
    guard let group else {
      let group = families[family].groups.count
      families[family].groups.append([node])
      if let mark = forms[form].person.mark {
        families[family].marked[mark, default: []].append(group)
      } else {
        families[family].others.append(group)
      }
      return
    }
    // A form that is there already says nothing new.
    let isKnown = families[family].groups[group].contains { other in
      self.form(other) == form || forms[self.form(other)].person.plain == forms[form].person.plain
    }
    if !isKnown { families[family].groups[group].append(node) }
  }

  private static let sameName = "person.same-name"

  private static func weakness(_ rule: String) -> Int {
    switch rule {
    case sameName: 0
    case "person.spelling": 1
    case "person.middle-name": 2
    default: 3
    }
  }
}
