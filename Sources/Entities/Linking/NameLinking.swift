import Documents

/// A name that is no person's, taken apart.
struct PlainName {
  var keys: [UInt64] = []
  /// Keys of all words but articles and what may be left out at the end.
  var exact: UInt64 = 0
  /// The words as a set, where "Ministry of Justice" and "Justice Ministry" are one; else 0.
  var turned: UInt64 = 0
  var alias: UInt64 = 0
  /// The letters of an acronym, and those that a longer name would have; 0 where there are none.
  var acronym: UInt64 = 0
  var initials: [UInt64] = []
  /// Whether a word tells what kind of organization it is.
  var heads: [Bool] = []
}

/// Groups names of organizations, places, peoples, works … by spelling, acronym, alias and shorter form.
struct NameLinker {
  let lexicon: LinkingLexicon
  private var parent: [Int]
  private(set) var rule: [LinkRule]
  private let forms: [NameForm]
  private var names: [PlainName] = []
  private var scratch: [UInt8] = []
  /// Of the name in hand: the first letters of its words, its capitals, and the letters of an acronym. Memory that names
  /// hand on.
  private var all: [UInt8] = []
  private var capitals: [UInt8] = []
  private var acronym: [UInt8] = []

  /// `forms` of people are passed over. `expansions`: pairs of forms of which the text itself says that the second,
  /// in brackets, is short for the first.
  /// `coordinated`: pairs of which the second shares all but the last word of the first.
  init(
    _ lexicon: LinkingLexicon, bytes: UnsafeBufferPointer<UInt8>, forms: [NameForm],
    expansions: [(long: Int, short: Int)], coordinated: [(first: Int, second: Int)] = []
  ) {
    self.lexicon = lexicon
    self.forms = forms
    parent = Array(forms.indices)
    rule = Array(repeating: .sameName, count: forms.count)
    names.reserveCapacity(forms.count)
    for form in forms { names.append(form.type == .person ? PlainName() : takeApart(bytes, form)) }
    link(expansions, coordinated)
  }

  /// The form that stands for a form's group.
  func root(_ form: Int) -> Int {
    var f = form
    while parent[f] != f { f = parent[f] }
    return f
  }

  private mutating func union(_ a: Int, _ b: Int, _ why: LinkRule) {
    let x = root(a)
    let y = root(b)
    if x != y {
      rule[min(x, y)] = max(rule[x], rule[y], why)
      parent[max(x, y)] = min(x, y)
    }
    // Shorten the way, so that hostile chains stay cheap.
    parent[a] = min(x, y)
    parent[b] = min(x, y)
    parent[min(x, y)] = min(x, y)
  }

  /// Types between which names are compared.
  private static func group(_ type: EntityType) -> UInt64 {
    switch type {
    case .gpe, .loc: 2
    case .org: 1
    case .fac: 3
    case .norp: 4
    case .event: 5
    case .work: 6
    case .law: 7
    case .product: 8
    default: 9
    }
  }

  private mutating func takeApart(_ bytes: UnsafeBufferPointer<UInt8>, _ form: NameForm) -> PlainName {
    var name = PlainName()
    all.removeAll(keepingCapacity: true)
    capitals.removeAll(keepingCapacity: true)
    acronym.removeAll(keepingCapacity: true)
    var i = form.span.start
    var last = 0
    var alias = ContentKey()
    var words = 0
    var isAcronym = true
    while i < form.span.end {
      while i < form.span.end, PersonNameParser.isSpace(bytes[i]) { i += 1 }
      let start = i
      while i < form.span.end, !PersonNameParser.isSpace(bytes[i]) { i += 1 }
      guard i > start else { break }
      var end = i
      while end > start, bytes[end - 1] == 0x2C || bytes[end - 1] == 0x29 { end -= 1 }
      var begin = start
      while begin < end, bytes[begin] == 0x28 { begin += 1 }
      let classes = lexicon.words[LinkingLexicon.key(bytes, Span(begin, end))] ?? []
      if classes.contains(.definite) { continue }
      let folded = lexicon.folding.fold(bytes, begin, end, &scratch)
      guard folded.first != 0 else { continue }
      words += 1
      alias.add(Int(truncatingIfNeeded: folded.key))
      name.keys.append(folded.key)
      name.heads.append(lexicon.heads.contains(folded.key))
      last = name.keys.count
      all.append(folded.first)
      var k = begin
      while k < end {
        if bytes[k] >= 0x41, bytes[k] <= 0x5A {
          if k == begin || bytes[k - 1] == 0x2D { capitals.append(bytes[k] | 0x20) }
          if words == 1 { acronym.append(bytes[k] | 0x20) }
        } else if words == 1, bytes[k] != 0x2E {
          isAcronym = false
        }
        k += 1
      }
    }
    while last > 1, lexicon.tails.contains(name.keys[last - 1]) { last -= 1 }
    var exact = ContentKey()
    exact.add(Int(Self.group(form.type)))
    for key in name.keys[..<last] { exact.add(Int(truncatingIfNeeded: key)) }
    name.exact = exact.value
    name.alias = alias.value
    if form.type == .org, name.keys.count > 1, name.keys.contains(where: lexicon.turning.contains) {
      var bag = ContentKey()
      // The small words of "Ministry of Justice" have no part in it.
      var content: [UInt64] = []
      for (key, letter) in zip(name.keys, all) where letter != 0 && !isSmall(key) { content.append(key) }
      for key in content.sorted() { bag.add(Int(truncatingIfNeeded: key)) }
      name.turned = bag.value
    }
    if words == 1, isAcronym, acronym.count >= 2, acronym.count <= 7 {
      var key = ContentKey()
      key.add(acronym)
      name.acronym = key.value
    } else if words > 1 {
      for letters in [capitals, all] where letters.count > 1 && letters.count <= 7 {
        var key = ContentKey()
        key.add(letters)
        if !name.initials.contains(key.value) { name.initials.append(key.value) }
      }
    }
    return name
  }

  private func isSmall(_ folded: UInt64) -> Bool { lexicon.smallWords.contains(folded) }

  private mutating func link(_ expansions: [(long: Int, short: Int)], _ coordinated: [(first: Int, second: Int)]) {
    var exact: KeyMap<Int> = [:]
    var turned: KeyMap<Int> = [:]
    var aliases: KeyMap<Int> = [:]
    var initials: KeyMap<[Int]> = [:]
    var first: KeyMap<[Int]> = [:]
    let plain = forms.indices.filter { forms[$0].type != .person && !names[$0].keys.isEmpty }
    for f in plain {
      let name = names[f]
      if let same = exact[name.exact] { union(same, f, .spelling) } else { exact[name.exact] = f }
      if name.turned != 0 {
        if let same = turned[name.turned] { union(same, f, .spelling) } else { turned[name.turned] = f }
      }
      if let group = lexicon.aliases[name.alias] {
        let key = UInt64(group) << 4 | Self.group(forms[f].type)
        if let same = aliases[key] { union(same, f, .alias) } else { aliases[key] = f }
      }
      for key in name.initials where initials[key, default: []].count < 8 { initials[key, default: []].append(f) }
      if forms[f].type == .org, name.keys.count > 1, first[name.keys[0], default: []].count < 8 {
        first[name.keys[0], default: []].append(f)
      }
    }
    for pair in expansions where forms[pair.long].type != .person && forms[pair.short].type != .person {
      if names[pair.short].acronym != 0, !names[pair.long].initials.isEmpty {
        union(pair.long, pair.short, .acronymPrinted)
      }
    }
    for pair in coordinated where names[pair.first].keys.count > 1 && names[pair.second].keys.count == 1 {
      var key = ContentKey()
      key.add(Int(Self.group(.org)))
      for word in names[pair.first].keys.dropLast() + names[pair.second].keys {
        key.add(Int(truncatingIfNeeded: word))
      }
      if let full = exact[key.value] { union(full, pair.second, .coordinated) }
    }
    for f in plain {
      let name = names[f]
      if name.acronym != 0 {
        let long = (initials[name.acronym] ?? []).filter { fits(forms[$0].type, forms[f].type) }
        if let one = long.first, long.allSatisfy({ root($0) == root(one) }) { union(one, f, .acronymInitials) }
      }
      guard forms[f].type == .org else { continue }
      linkShorter(f, exact)
      linkBeginning(f, first)
    }
  }

  private func fits(_ a: EntityType, _ b: EntityType) -> Bool { Self.group(a) == Self.group(b) }

  /// "Supreme Court" for "Nigerian Supreme Court": a longer name less the place or people it begins with.
  private mutating func linkShorter(_ f: Int, _ exact: KeyMap<Int>) {
    let keys = names[f].keys
    guard keys.count > 1 else { return }
    var place = ContentKey()
    place.add(Int(truncatingIfNeeded: keys[0]))
    var known = lexicon.aliases[place.value] != nil
    for type in [EntityType.gpe, .norp] where !known {
      var key = ContentKey()
      key.add(Int(Self.group(type)))
      key.add(Int(truncatingIfNeeded: keys[0]))
      known = exact[key.value] != nil
    }
    guard known else { return }
    var rest = ContentKey()
    rest.add(Int(Self.group(.org)))
    for key in keys[1...] { rest.add(Int(truncatingIfNeeded: key)) }
    guard let short = exact[rest.value] else { return }
    // Two courts of two countries: the bare name is neither's.
    if root(short) != short || rule[short] != .shortName { union(f, short, .shortName) }
  }

  /// "Goldman" for "Goldman Sachs", named in full before; never "Ford" for "Ford Foundation".
  private mutating func linkBeginning(_ f: Int, _ first: KeyMap<[Int]>) {
    let keys = names[f].keys
    guard keys.count == 1, names[f].acronym == 0, !names[f].heads[0] else { return }
    let long = (first[keys[0]] ?? []).filter { l in
      forms[l].span.start < forms[f].span.start && !names[l].heads[1...].contains(true)
    }
    guard let one = long.first, long.allSatisfy({ root($0) == root(one) }) else { return }
    union(one, f, .shortName)
  }
}
