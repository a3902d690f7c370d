import Documents

/// Groups a document's recognized names into entities, collects their roles, and finds what refers to them.
struct EntityLinker: Sendable {
  private let lexicon: LinkingLexicon

  init(pack: LanguagePack) throws(Diagnostics) { lexicon = try LinkingLexicon.made(of: pack) }

  /// What both steps below look at; valid as long as `bytes`.
  func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) -> LinkedText {
    LinkedText(bytes, document, sentences, lexicon)
  }

  /// The same mentions with types that agree over the document (see `TypeConsistency`); those it adds have no id yet.
  func consistent(_ text: LinkedText, mentions: consuming [Mention]) -> [Mention] {
    var consistency = TypeConsistency(text, mentions)
    return consistency.run()
  }

  /// `mentions` come in order of place and do not overlap; their `entity` is filled in here.
  func run(_ text: LinkedText, _ document: NormalizedDocument, mentions: consuming [Mention]) -> EntitiesArtifact {
    var linking = Linking(text, document.text, mentions)
    return linking.run()
  }
}

/// The linking of one document.
private struct Linking {
  let text: LinkedText
  let source: SourceText
  var mentions: [Mention]
  /// Mention that a token lies in; -1 elsewhere.
  var mentionAt: [Int32]
  var tokensOf: [Range<Int>]
  var forms: [NameForm] = []
  var formOf: [Int]
  /// Full names that the text gives only in part, by form: "European Parliament" of "European Commission and Parliament".
  var implied: [Int: String] = [:]

  init(_ text: LinkedText, _ source: SourceText, _ mentions: [Mention]) {
    self.text = text
    self.source = source
    self.mentions = mentions
    formOf = Array(repeating: -1, count: mentions.count)
    (mentionAt, tokensOf) = text.places(of: mentions)
  }

  mutating func run() -> EntitiesArtifact {
    readForms()
    let roles = RoleFinder(text, mentions, mentionAt: mentionAt, tokensOf: tokensOf)
    let people = PersonLinker(
      text.lexicon, forms: forms, formOf: formOf.indices.map { isPerson($0) ? formOf[$0] : -1 },
      evidence: roles.evidence, sentenceOf: mentions.map(\.sentence))
    let names = NameLinker(
      text.lexicon, bytes: text.bytes, forms: forms, expansions: expansions(), coordinated: coordinated())

    var groups: [EntityBuilder] = []
    var entityOfCluster: [Int: Int] = [:]
    var entityOfRoot: [Int: Int] = [:]
    for m in mentions.indices where formOf[m] >= 0 {
      let entity: Int
      if isPerson(m), people.clusterOf[m] >= 0 {
        let cluster = people.clusterOf[m]
        if let known = entityOfCluster[cluster] {
          entity = known
        } else {
          entity = groups.count
          entityOfCluster[cluster] = entity
          groups.append(EntityBuilder(gender: people.clusters[cluster].gender, rule: people.clusters[cluster].rule))
        }
      } else {
        let root = names.root(formOf[m])
        if let known = entityOfRoot[root] {
          entity = known
        } else {
          entity = groups.count
          entityOfRoot[root] = entity
          groups.append(EntityBuilder(gender: nil, rule: names.rule[root]))
        }
      }
      mentions[m].entity = entity
      groups[entity].add(m, formOf[m], mentions[m].type)
    }
    return finish(groups, roles)
  }

  private func isPerson(_ m: Int) -> Bool { mentions[m].type == .person }

  /// Equal prints of one type share a form.
  private mutating func readForms() {
    var known: KeyMap<Int> = [:]
    var parser = PersonNameParser(text.lexicon)
    for m in mentions.indices where mentions[m].type.isName && !mentions[m].span.isEmpty {
      let span = mentions[m].span
      var key = ContentKey()
      key.add(mentions[m].type.rawValue)
      key.add(text.bytes[span.range])
      if let form = known[key.value] {
        formOf[m] = form
      } else {
        known[key.value] = forms.count
        formOf[m] = forms.count
        var form: NameForm
        if isPerson(m) {
          form = parser.parse(text.bytes, span)
        } else {
          form = NameForm(type: mentions[m].type, span: span, words: [])
          form.allCapitals = !PersonNameParser.hasLower(text.bytes, span)
        }
        forms.append(form)
      }
      forms[formOf[m]].mentions.append(m)
    }
  }

  /// `International Monetary Fund (IMF)`: pairs of forms that the text joins itself.
  private func expansions() -> [(long: Int, short: Int)] {
    var pairs: [(long: Int, short: Int)] = []
    for m in mentions.indices.dropFirst() where formOf[m] >= 0 && formOf[m - 1] >= 0 && !isPerson(m) {
      let gap = Span(mentions[m - 1].span.end, mentions[m].span.start)
      guard gap.count >= 1, gap.count <= 4, mentions[m].span.end < text.bytes.count,
        text.bytes[gap.range].contains(0x28), text.bytes[mentions[m].span.end] == 0x29,
        text.bytes[gap.range].allSatisfy({ $0 == 0x20 || $0 == 0x28 || $0 == 0x22 })
      else { continue }
      pairs.append((formOf[m - 1], formOf[m]))
    }
    return pairs
  }

  /// Pairs of forms that share what stands before their last word.
  private mutating func coordinated() -> [(first: Int, second: Int)] {
    var pairs: [(first: Int, second: Int)] = []
    for m in mentions.indices.dropFirst() where mentions[m].rule == Segment.coordination && formOf[m - 1] >= 0 {
      let first = mentions[m - 1].span
      guard mentions[m - 1].type == .org, formOf[m] >= 0, mentions[m].span.start - first.end <= 5,
        let space = text.bytes[first.range].lastIndex(of: 0x20)
      else { continue }
      pairs.append((formOf[m - 1], formOf[m]))
      implied[formOf[m]] = source.string(Span(first.start, space + 1)) + source.string(mentions[m].span)
    }
    return pairs
  }

  private func finish(_ groups: [EntityBuilder], _ roles: RoleFinder) -> EntitiesArtifact {
    var entities: [Entity] = []
    entities.reserveCapacity(groups.count)
    var referents: [Referent] = []
    referents.reserveCapacity(groups.count)
    var ids = StableIDs(prefix: "e")
    for group in groups {
      let fullest = group.forms.min { fullness($0) < fullness($1) }!
      let printed = source.string(forms[fullest].span)
      let name = implied[fullest] ?? printed
      var aliases: [String] = []
      for form in group.forms {
        let alias = source.string(forms[form].span)
        if alias != name, !aliases.contains(alias) { aliases.append(alias) }
      }
      let type = group.type
      var key = ContentKey()
      key.add(type.rawValue)
      key.add(name)
      entities.append(
        Entity(
          id: ids.next(key.value), type: type, name: name, aliases: aliases, mentions: group.mentions,
          gender: group.gender, rule: group.rule.id))
      var referent = Referent(type: type, gender: group.gender)
      if type == .org || type == .gpe { referent.words = words(group.forms) }
      referents.append(referent)
    }
    for role in roles.roles {
      guard let entity = mentions[role.mention].entity else { continue }
      referents[entity].roles.append((role.head, role.span))
      let short = text.lexicon.titles[Int(role.head)].short
      if short != role.head { referents[entity].roles.append((short, role.span)) }
      add(role.span, to: &entities[entity].roles)
    }
    let resolver = ReferenceResolver(
      text, mentions, mentionAt: mentionAt, tokensOf: tokensOf, leftEdge: roles.leftEdge, referents: referents)
    var references = resolver.references.sorted { $0.span < $1.span }
    var referenceIDs = StableIDs(prefix: "r")
    for i in references.indices {
      var key = ContentKey()
      key.add(entities[references[i].entity].id)
      key.add(text.bytes[references[i].span.range])
      references[i].id = referenceIDs.next(key.value)
    }
    for i in entities.indices { entities[i].gender = resolver.referents[i].gender }
    return EntitiesArtifact(mentions: mentions, entities: entities, references: references)
  }

  /// Orders forms: more words, mixed case before capitals, longer, earlier.
  private func fullness(_ form: Int) -> (Int, Int, Int, Int) {
    let span = forms[form].span
    var words = 1
    for byte in text.bytes[span.range] where PersonNameParser.isSpace(byte) { words += 1 }
    return (-words, forms[form].allCapitals ? 1 : 0, -span.count, span.start)
  }

  private func words(_ forms: [Int]) -> Set<UInt64> {
    var result: Set<UInt64> = []
    var scratch: [UInt8] = []
    for form in forms {
      let span = self.forms[form].span
      var i = span.start
      while i < span.end {
        while i < span.end, PersonNameParser.isSpace(text.bytes[i]) { i += 1 }
        let start = i
        while i < span.end, !PersonNameParser.isSpace(text.bytes[i]) { i += 1 }
        if i > start { result.insert(text.lexicon.folding.fold(text.bytes, start, i, &scratch).key) }
      }
    }
    return result
  }

  /// Keeps the fuller of two roles of which one ends with the other.
  private func add(_ span: Span, to roles: inout [String]) {
    let role = source.string(span)
    let lower = role.lowercased()
    for i in roles.indices {
      let known = roles[i].lowercased()
      if known == lower || known.hasSuffix(" " + lower) { return }
      if lower.hasSuffix(" " + known) {
        roles[i] = role
        return
      }
    }
    roles.append(role)
  }
}

/// An entity while its mentions come in.
private struct EntityBuilder {
  var gender: Gender?
  var rule: LinkRule
  var mentions: [Int] = []
  var forms: [Int] = []
  /// Of the first mention; and those of others where a name has more than one.
  private var first: (type: EntityType, count: Int)?
  private var others: [(type: EntityType, count: Int)] = []

  init(gender: Gender?, rule: LinkRule) {
    self.gender = gender
    self.rule = rule
  }

  mutating func add(_ mention: Int, _ form: Int, _ type: EntityType) {
    mentions.append(mention)
    if !forms.contains(form) { forms.append(form) }
    guard let known = first, known.type != type else {
      first = (type, (first?.count ?? 0) + 1)
      return
    }
    if let i = others.firstIndex(where: { $0.type == type }) {
      others[i].count += 1
    } else {
      others.append((type, 1))
    }
  }

  /// The type of most mentions, of two the first.
  var type: EntityType {
    var best = first!
    for entry in others where entry.count > best.count { best = entry }
    return best.type
  }
}
