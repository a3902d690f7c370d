import Documents

/// The keys under which names meet. Two names that share no key are never joined, nor are those joined to them: so names
/// that hang together by their keys can be linked apart from all others, on another machine.
enum LinkKeys {
  /// Of an organization: forms that stand for it anywhere, with the rule that joins by them; and acronyms that its
  /// document gives it.
  static func organization(
    _ name: DocumentDigest.Name, _ language: CorpusLanguage
  ) -> (strong: [(key: String, rule: String)], acronyms: [String]) {
    var strong: [(String, String)] = []
    var acronyms: [String] = []
    for (i, form) in ([name.name] + name.aliases).enumerated() {
      let plain = language.folding.plain(form)
      let key = language.organizationKey(plain)
      if i == 0 || key.contains(" ") { strong.append((key, key == plain ? "org.same-name" : "org.variant")) }
      if i > 0, !plain.contains(" "), name.name.contains(" ") { acronyms.append(plain) }
    }
    return (strong, acronyms)
  }

  /// Of a place, with the rule that joins by each.
  static func place(_ name: DocumentDigest.Name, _ language: CorpusLanguage) -> [(key: String, rule: String)] {
    ([name.name] + name.aliases).enumerated().compactMap { i, form in
      let plain = language.folding.plain(form)
      let key = language.placeKey(plain)
      // An alias that is only a part of the name ("Bay") joins nothing.
      guard i == 0 || key != plain || key.contains(" ") else { return nil }
      return ((name.type == .fac ? "fac " : "place ") + key, key == plain ? "place.same-name" : "place.other-name")
    }
  }

  /// All keys of a name, each with its kind before it; none where names of its type are not linked.
  static func all(_ name: DocumentDigest.Name, _ language: CorpusLanguage) -> [String] {
    guard EntityLinking.isLinked(name.type) else { return [] }
    var keys: [String] = []
    func add(_ key: String) { if !keys.contains(key) { keys.append(key) } }
    switch name.type {
    case .person: add("person " + PersonName(name.name, language.folding, language.nameWords).last)
    case .org:
      let own = organization(name, language)
      for (key, _) in own.strong { add("org " + key) }
      for key in own.acronyms { add("acronym " + key) }
      let plain = language.folding.plain(name.name)
      if !plain.contains(" ") { add("acronym " + plain) }
    default: for (key, _) in place(name, language) { add(key) }
    }
    // Whom the user calls the same meet, whatever their names and types.
    let plain = language.folding.plain(name.name)
    for (i, override) in language.overrides.enumerated() where override.kind == .same {
      if override.names.contains(where: { language.folding.plain($0) == plain }) { add("same \(i)") }
    }
    return keys
  }
}
