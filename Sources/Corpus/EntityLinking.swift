import Documents

/// A person, organization or place over all documents.
struct CorpusEntity: Sendable {
  struct Member: Sendable {
    /// Index of the digest, and of the name in it.
    var document: Int
    var name: Int
  }

  struct Merge: Sendable {
    /// "document/entity" of the member that was joined.
    var merged: String
    var rule: String
  }

  var id = ""
  /// What the id is made of; twins share it.
  var key: UInt64 = 0
  var type: EntityType
  var name = ""
  var aliases: [String] = []
  var roles: [String] = []
  /// In order of document.
  var members: [Member] = []
  var mentions = 0
  var why: [Merge] = []
  /// The user's own id for it, as a Wikidata id.
  var reference: String?
}

/// Links the documents' entities by variants of their names; roles and company are evidence, never a reason alone.
///
/// Cost: blocks of names that share a key are compared, never all pairs.
struct EntityLinking {
  private let digests: [DocumentDigest]
  private let language: CorpusLanguage
  private let overrides: [EntityOverride]

  private var nodes: [CorpusEntity.Member] = []
  private var parent: [Int] = []
  private var why: [(node: Int, rule: String)] = []
  /// Per document, keys of all its names: the company that a name keeps. Of most nobody asks.
  private var company: [Set<String>?]
  private let companyOf: (Int) -> Set<String>
  /// Told of names that were held against each other and not joined, where somebody asks.
  var watch: ((_ a: CorpusEntity.Member, _ b: CorpusEntity.Member, _ why: LinkReason.Refusal) -> Void)?
  /// Per node, the plain forms that a "never" names.
  private var forbidden: [Int: Set<Int>] = [:]

  /// `company`: of each digest the names that stand in its document, where the digest does not hold them all.
  init(
    _ digests: [DocumentDigest], _ language: CorpusLanguage, _ overrides: [EntityOverride],
    company: ((Int) -> Set<String>)? = nil
  ) {
    self.digests = digests
    self.language = language
    self.overrides = overrides
    companyOf = company ?? { Self.company(of: digests[$0].names, language) }
    self.company = [Set<String>?](repeating: nil, count: digests.count)
  }

  /// The company that each of a document's names keeps.
  static func company(of names: [DocumentDigest.Name], _ language: CorpusLanguage) -> Set<String> {
    Set(names.filter { $0.mentions > 0 }.map { language.folding.plain($0.name) })
  }

  static func isLinked(_ type: EntityType) -> Bool {
    switch type {
    case .person, .org, .gpe, .loc, .fac: true
    default: false
    }
  }

  /// The entities by name, then id; and for each digest's name the index of its entity (-1 for types that are not linked).
  mutating func run() -> (entities: [CorpusEntity], ofName: [[Int]]) {
    var nodeOfName: [[Int]] = []
    for (d, digest) in digests.enumerated() {
      var row: [Int] = []
      for (n, name) in digest.names.enumerated() {
        guard Self.isLinked(name.type) else {
          row.append(-1)
          continue
        }
        row.append(nodes.count)
        nodes.append(CorpusEntity.Member(document: d, name: n))
      }
      nodeOfName.append(row)
    }
    parent = Array(nodes.indices)
    applyNever()
    applySame()
    linkPersons()
    linkOrganizations()
    linkPlaces()
    return collect(nodeOfName)
  }

  private func name(_ node: Int) -> DocumentDigest.Name { digests[nodes[node].document].names[nodes[node].name] }
  private func type(_ node: Int) -> EntityType { digests[nodes[node].document].names[nodes[node].name].type }
  private func printed(_ node: Int) -> String { digests[nodes[node].document].names[nodes[node].name].name }

  private mutating func root(_ node: Int) -> Int {
    var node = node
    while parent[node] != node {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }

  /// Joins two nodes; the earlier document's stays on top. Says whether they are one now.
  @discardableResult
  private mutating func join(_ a: Int, _ b: Int, _ rule: String) -> Bool {
    let (x, y) = (root(a), root(b))
    guard x != y else { return true }
    if let set = forbidden[x], let other = forbidden[y], set.contains(where: { other.contains(-$0) }) {
      refuse(a, b, .user)
      return false
    }
    let (top, under) = x < y ? (x, y) : (y, x)
    parent[under] = top
    if let set = forbidden[under] { forbidden[top, default: []].formUnion(set) }
    why.append((max(a, b) == top ? min(a, b) : max(a, b), rule))
    return true
  }

  private func refuse(_ a: Int, _ b: Int, _ why: LinkReason.Refusal) { watch?(nodes[a], nodes[b], why) }

  // MARK: The user's own word

  private mutating func applyNever() {
    for (i, override) in overrides.enumerated() where override.kind == .never {
      let plain = override.names.map(language.folding.plain)
      for node in nodes.indices {
        let own = Set(([name(node).name] + name(node).aliases).map(language.folding.plain))
        // The first name carries +i, each other one -i: sets that hold both signs must not meet.
        for (k, key) in plain.enumerated() where own.contains(key) {
          forbidden[node, default: []].insert(k == 0 ? i + 1 : -(i + 1))
        }
      }
    }
  }

  private mutating func applySame() {
    for override in overrides where override.kind == .same {
      let plain = Set(override.names.map(language.folding.plain))
      var first: Int?
      for node in nodes.indices where plain.contains(language.folding.plain(printed(node))) {
        if let first { join(first, node, override.rule) } else { first = node }
      }
    }
  }

  // MARK: People

  private mutating func linkPersons() {
    let persons = nodes.indices.filter { type($0) == .person }
    var forms = PersonForms(nodes.count)
    for node in persons { forms.add(node, printed(node), language) }
    for node in persons where forms.isFull(node) {
      var candidates: [PersonForms.Fit] = []
      var told = 0
      for fit in forms.fits(node) {
        refuseOthers(node, forms, told..<fit.group)
        told = fit.group + 1
        if let conflict = conflict(node, fit.member, forms) {
          refuse(node, fit.member, conflict)
          continue
        }
        candidates.append(fit)
      }
      refuseOthers(node, forms, told..<Int.max)
      let exact = candidates.filter { $0.weakness <= 1 }
      let choice = exact.count == 1 ? exact[0] : candidates.count == 1 ? candidates[0] : nil
      if choice == nil || candidates.count > 1 {
        for candidate in candidates where candidate.group != choice?.group {
          refuse(node, candidate.member, choice == nil ? .severalFit : .betterFit)
        }
      }
      if let choice, join(choice.member, node, choice.rule) {
        forms.put(node, into: choice.group)
      } else {
        forms.put(node, into: nil)
      }
    }
    // A last name alone joins the only full name that has it and that is seen in the same company.
    var single: [Int: [Int]] = [:]
    for node in persons where !forms.isFull(node) {
      let family = forms.family(node)
      let full = forms.groups(node)
      if full.count == 1, sharesCompany(node, full[0][0], least: 1) {
        join(full[0][0], node, "person.last-name")
      } else if !full.isEmpty {
        for group in full { refuse(node, group[0], full.count == 1 ? .noCompany : .severalFit) }
      } else {
        for other in single[family, default: []] where sharesCompany(node, other, least: 2) {
          join(other, node, "person.single-name")
          break
        }
        single[family, default: []].append(node)
      }
    }
  }

  /// Tells who asks that a name is held against groups that have another.
  private func refuseOthers(_ node: Int, _ forms: PersonForms, _ range: Range<Int>) {
    guard watch != nil else { return }
    let groups = forms.groups(node)
    for group in groups[range.clamped(to: groups.indices)] {
      if let other = group.first(where: { forms.rule(node, $0) == nil }) { refuse(node, other, .otherName) }
    }
  }

  /// Whether two bearers of one name are two people: other genders; or a name that many bear, with roles and company
  /// that have nothing in common.
  private mutating func conflict(_ a: Int, _ b: Int, _ forms: PersonForms) -> LinkReason.Refusal? {
    let (x, y) = (nodes[a], nodes[b])
    let genders = (digests[x.document].names[x.name].gender, digests[y.document].names[y.name].gender)
    if let g = genders.0, let h = genders.1, g != h { return .otherGender }
    let (own, others) = (digests[x.document].names[x.name].roles, digests[y.document].names[y.name].roles)
    guard !own.isEmpty, !others.isEmpty, language.isCommonName(forms.person(a)) else { return nil }
    return !sharesCompany(a, b, least: 1) && language.roleWords(own).isDisjoint(with: language.roleWords(others))
      ? .otherRoles : nil
  }

  private mutating func company(of document: Int) -> Set<String> {
    if let known = company[document] { return known }
    let made = companyOf(document)
    company[document] = made
    return made
  }

  /// Whether two names' documents have at least `least` other names in common.
  private mutating func sharesCompany(_ a: Int, _ b: Int, least: Int) -> Bool {
    let (d, e) = (nodes[a].document, nodes[b].document)
    if d == e { return false }
    let both = (language.folding.plain(printed(a)), language.folding.plain(printed(b)))
    var shared = 0
    let (own, others) = (company(of: d), company(of: e))
    let (small, large) = own.count < others.count ? (own, others) : (others, own)
    for key in small where large.contains(key) && key != both.0 && key != both.1 {
      shared += 1
      if shared >= least { return true }
    }
    return false
  }

  // MARK: Organizations and places

  private mutating func linkOrganizations() {
    let organizations = nodes.indices.filter { type($0) == .org }
    var byKey: [String: Int] = [:]
    var expansions: [String: [Int]] = [:]
    // Many documents print one name, mostly without another form of it.
    var known: [String: (strong: [(key: String, rule: String)], acronyms: [String])] = [:]
    var plain: [String: String] = [:]
    for node in organizations {
      let own = name(node)
      let keys = (own.aliases.isEmpty ? known[own.name] : nil) ?? LinkKeys.organization(own, language)
      if own.aliases.isEmpty { known[own.name] = keys }
      for (key, rule) in keys.strong {
        if let first = byKey[key] { join(first, node, rule) } else { byKey[key] = node }
      }
      for key in keys.acronyms { expansions[key, default: []].append(node) }
    }
    // An acronym alone joins the body whose documents expand it, if there is only one such body.
    for node in organizations {
      let printed = printed(node)
      let key = plain[printed] ?? language.folding.plain(printed)
      plain[printed] = key
      guard !key.contains(" "), let bodies = expansions[key], let first = bodies.first else { continue }
      let top = root(first)
      if bodies.allSatisfy({ root($0) == top }) {
        join(first, node, "org.acronym")
      } else {
        for body in bodies where root(body) != root(node) { refuse(node, body, .severalFit) }
      }
    }
  }

  private mutating func linkPlaces() {
    var byKey: [String: Int] = [:]
    var known: [String: [(key: String, rule: String)]] = [:]
    for node in nodes.indices {
      let type = type(node)
      guard type == .gpe || type == .loc || type == .fac else { continue }
      let own = name(node)
      // Places of the earth share their keys, whatever they are; facilities have their own.
      let isPlain = own.aliases.isEmpty && type != .fac
      let keys = (isPlain ? known[own.name] : nil) ?? LinkKeys.place(own, language)
      if isPlain { known[own.name] = keys }
      for (key, rule) in keys {
        if let first = byKey[key] { join(first, node, rule) } else { byKey[key] = node }
      }
    }
  }

  // MARK: Result

  private mutating func collect(_ nodeOfName: [[Int]]) -> ([CorpusEntity], [[Int]]) {
    var index = [Int](repeating: -1, count: nodes.count)
    var entities: [CorpusEntity] = []
    for node in nodes.indices {
      let top = root(node)
      if index[top] < 0 {
        index[top] = entities.count
        entities.append(CorpusEntity(type: type(node)))
      }
      index[node] = index[top]
      entities[index[top]].members.append(nodes[node])
    }
    for merge in why {
      let member = nodes[merge.node]
      let merged = digests[member.document].id + "/" + digests[member.document].names[member.name].id
      entities[index[merge.node]].why.append(CorpusEntity.Merge(merged: merged, rule: merge.rule))
    }
    for i in entities.indices { describe(&entities[i]) }
    // Before they are put in order they stand in that of their first members.
    let names = entities.map(\.name)
    let order = entities.indices.sorted { a, b in
      names[a] != names[b] ? names[a].utf8.lexicographicallyPrecedes(names[b].utf8) : a < b
    }
    var place = [Int](repeating: 0, count: entities.count)
    for (new, old) in order.enumerated() { place[old] = new }
    var sorted = order.map { entities[$0] }
    var ids = StableIDs(prefix: "E")
    for i in sorted.indices {
      var key = ContentKey()
      key.add(sorted[i].type.rawValue)
      for word in language.folding.plain(sorted[i].name).split(separator: " ") {
        key.add(language.folding.skeleton(String(word)))
      }
      sorted[i].key = key.value
      sorted[i].id = ids.next(key.value)
    }
    let ofName = nodeOfName.map { $0.map { $0 < 0 ? -1 : place[index[$0]] } }
    return (sorted, ofName)
  }

  /// Name, aliases and roles: the fullest form that most documents print is the name.
  private func describe(_ entity: inout CorpusEntity) {
    var forms: [String: (documents: Int, first: Int, words: Int)] = [:]
    var roles: [String] = []
    var order = 0
    // Most are printed in one form by all.
    let first = entity.members[0]
    var only: String? = digests[first.document].names[first.name].name
    for member in entity.members {
      let name = digests[member.document].names[member.name]
      entity.mentions += name.mentions
      for role in name.roles where !roles.contains(role) { roles.append(role) }
      if !name.aliases.isEmpty || name.name != only { only = nil }
    }
    entity.roles = roles
    if let only, overrides.isEmpty {
      entity.name = only
      return
    }
    for member in entity.members {
      let name = digests[member.document].names[member.name]
      for (i, form) in ([name.name] + name.aliases).enumerated() {
        let words = form.utf8.reduce(1) { $0 + ($1 == 0x20 ? 1 : 0) }
        // A document's own full name counts; an alias is only remembered.
        forms[form, default: (0, order, words)].documents += i == 0 ? 1 : 0
        order += 1
      }
    }
    let ranked = forms.sorted { a, b in
      if a.value.documents != b.value.documents { return a.value.documents > b.value.documents }
      if a.value.words != b.value.words { return a.value.words > b.value.words }
      return a.value.first < b.value.first
    }
    entity.name = ranked.first?.key ?? ""
    let plain = Set(forms.keys.map(language.folding.plain))
    for override in overrides where override.kind == .same {
      guard override.names.contains(where: { plain.contains(language.folding.plain($0)) }) else { continue }
      if let preferred = override.preferred { entity.name = preferred }
      if let reference = override.reference { entity.reference = reference }
    }
    entity.aliases = forms.keys.filter { $0 != entity.name }.sorted { forms[$0]!.first < forms[$1]!.first }
  }
}
