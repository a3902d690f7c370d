import Documents

/// What the words before a person's name tell.
struct TitleEvidence {
  var gender: Gender?
  /// The title may stand before a given name alone ("King Harold").
  var given = false
  /// It asks for a family name ("Mr.").
  var courtesy = false
}

/// Mentions of one person, as linking builds it up.
struct Cluster {
  var forms: [Int] = []
  var gender: Gender?
  var rule = LinkRule.sameName
  var mentions: [Int] = []
  /// Mentions under a name that could be nobody else's.
  var clearMentions = 0
  /// Mentions under a full name, in order, and the last one under a bare name so far.
  var fullMentions: [Int] = []
  var lastBare = -1
}

/// Groups mentions of people: full names first, each with those it cannot contradict; then bare names, one by one.
///
/// Given names alone never join two people, and people with one family name stay apart.
struct PersonLinker {
  let lexicon: LinkingLexicon
  let forms: [NameForm]
  let formOf: [Int]
  let evidence: [TitleEvidence]
  let sentenceOf: [Int]

  private(set) var clusters: [Cluster] = []
  /// Cluster of a mention; -1 for mentions of other types.
  private(set) var clusterOf: [Int]
  private(set) var ruleOf: [LinkRule]

  /// Family name → clusters of full names.
  private var byFamily: KeyMap<[Int]> = [:]
  private var byInner: KeyMap<[Int]> = [:]
  private var byGiven: KeyMap<[Int]> = [:]
  private var byJoined: KeyMap<[Int]> = [:]
  private var bare: KeyMap<[Int]> = [:]
  /// Family name → the cluster that last bore it bare, where several could.
  private var owners: KeyMap<Int> = [:]
  /// Bare single words → how often they are printed: people called by their given name are not by the other.
  private var bareCounts: KeyMap<Int> = [:]

  /// People of one name that are looked at: a text with more of them is a list, and must not cost the square of it.
  private static let mostRivals = 32

  /// `formOf`: the index in `forms` of each mention's form, -1 where it is no person; `evidence` and `sentenceOf` by mention.
  init(
    _ lexicon: LinkingLexicon, forms: [NameForm], formOf: [Int], evidence: [TitleEvidence], sentenceOf: [Int]
  ) {
    self.lexicon = lexicon
    self.forms = forms
    self.formOf = formOf
    self.evidence = evidence
    self.sentenceOf = sentenceOf
    clusterOf = Array(repeating: -1, count: formOf.count)
    ruleOf = Array(repeating: .sameName, count: formOf.count)
    // Longest first: a shorter full name finds the longer one that holds it.
    let full = forms.indices.filter { forms[$0].isFull }.sorted {
      (-forms[$0].words.count, $0) < (-forms[$1].words.count, $1)
    }
    for form in full { linkFull(form) }
    for form in forms where form.type == .person && form.words.count == 1 {
      bareCounts[form.words[0].folded.plain, default: 0] += form.mentions.count
    }
    for c in clusters.indices { clusters[c].fullMentions = clusters[c].mentions.sorted() }
    for m in formOf.indices where formOf[m] >= 0 && !forms[formOf[m]].isFull { linkBare(m) }
  }

  // MARK: Full names

  private mutating func linkFull(_ f: Int) {
    let form = forms[f]
    var best: (cluster: Int, rule: LinkRule)?
    var rivals = 0
    for c in candidates(form) {
      var rule: LinkRule?
      var contradicted = false
      for other in clusters[c].forms {
        switch compare(form, forms[other]) {
        case .different: contradicted = true
        case .same(let found): rule = min(rule ?? found, found)
        }
        if contradicted { break }
      }
      guard !contradicted, let rule, gendersAgree(form, clusters[c]) else { continue }
      if best == nil || rule < best!.rule {
        best = (c, rule)
        rivals = 0
      } else if rule == best!.rule {
        rivals += 1
      }
    }
    let cluster: Int
    if let best, rivals == 0 {
      cluster = best.cluster
      clusters[cluster].rule = max(clusters[cluster].rule, best.rule)
    } else {
      cluster = clusters.count
      clusters.append(Cluster())
    }
    clusters[cluster].forms.append(f)
    index(form, cluster)
    for m in form.mentions {
      clusterOf[m] = cluster
      ruleOf[m] = best?.rule ?? .sameName
      clusters[cluster].mentions.append(m)
      if let gender = evidence[m].gender { clusters[cluster].gender = clusters[cluster].gender ?? gender }
    }
    clusters[cluster].clearMentions += form.mentions.count
    if clusters[cluster].gender == nil { clusters[cluster].gender = givenGender(form) }
  }

  private func candidates(_ form: NameForm) -> [Int] {
    var found = byJoined[form.joined] ?? []
    let family = byFamily[form.words[form.words.count - 1].folded.key] ?? []
    for c in family.suffix(Self.mostRivals) where !found.contains(c) { found.append(c) }
    let given = byGiven[form.words[0].folded.key] ?? []
    for c in given.suffix(Self.mostRivals) where !found.contains(c) { found.append(c) }
    return found
  }

  private mutating func index(_ form: NameForm, _ cluster: Int) {
    func add(_ table: inout KeyMap<[Int]>, _ key: UInt64) {
      if table[key]?.contains(cluster) != true { table[key, default: []].append(cluster) }
    }
    let n = form.words.count
    add(&byJoined, form.joined)
    add(&byFamily, form.words[n - 1].folded.key)
    if isFamilyFirst(form) { add(&byFamily, form.words[0].folded.key) }
    add(&byGiven, form.words[0].folded.key)
    for word in form.words where word.kind == .nickname { add(&byGiven, word.folded.key) }
    for full in lexicon.nicknames[form.words[0].folded.key] ?? [] { add(&byGiven, full) }
    for i in 1..<n where i < n - 1 && form.words[i].kind == .name { add(&byInner, form.words[i].folded.key) }
  }

  /// Whether the bare family name is the first word, as in Xi Jinping.
  func isFamilyFirst(_ form: NameForm) -> Bool {
    form.words.count <= 3 && lexicon.familyFirst[form.words[0].folded.key] == true && form.words[0].kind == .name
  }

  private func gendersAgree(_ form: NameForm, _ cluster: Cluster) -> Bool {
    guard let known = cluster.gender else { return true }
    for m in form.mentions {
      if let gender = evidence[m].gender { return gender == known }
    }
    return true
  }

  func givenGender(_ form: NameForm) -> Gender? {
    guard form.isFull else { return nil }
    let given = isFamilyFirst(form) ? form.words.count - 1 : 0
    if let gender = lexicon.givenName(form.words[given].folded.plain) { return gender }
    // "J. Edgar Hale": the given name is the second word.
    if form.words[given].kind == .initials, form.lastStart > 1,
      let gender = lexicon.givenName(form.words[1].folded.plain)
    {
      return gender
    }
    return nil
  }

  private enum Comparison {
    case same(LinkRule)
    case different
  }

  private func compare(_ a: NameForm, _ b: NameForm) -> Comparison {
    if a.suffix != b.suffix { return .different }
    if a.joined == b.joined { return .same(.spelling) }
    let (long, short) = a.words.count >= b.words.count ? (a, b) : (b, a)
    let (n, k) = (long.words.count, short.words.count)
    if long.words[n - 1].folded.key == short.words[k - 1].folded.key {
      // "Peña Nieto" in "Enrique Peña Nieto", "Edgar Hale" in "J. Edgar Hale".
      if n > k, k >= 2, (0..<k).allSatisfy({ long.words[n - k + $0].folded.key == short.words[$0].folded.key }) {
        return .same(.suffixName)
      }
      if givenAgrees(long, short) { return middlesAgree(long, short) ? .same(.fullName) : .different }
      return .different
    }
    // "Mohammed bin Salman" in "Mohammed bin Salman Al Saud".
    if n > k, k >= 2, long.words[0].folded.key == short.words[0].folded.key, isSubsequence(short, of: long) {
      return .same(.suffixName)
    }
    return .different
  }

  private func isSubsequence(_ short: NameForm, of long: NameForm) -> Bool {
    var at = 0
    for word in long.words where at < short.words.count && word.folded.key == short.words[at].folded.key { at += 1 }
    return at == short.words.count
  }

  private func givenAgrees(_ a: NameForm, _ b: NameForm) -> Bool {
    let x = a.words[0]
    let y = b.words[0]
    if sameGiven(x, y) { return true }
    for word in a.words where word.kind == .nickname && sameGiven(word, y) { return true }
    for word in b.words where word.kind == .nickname && sameGiven(word, x) { return true }
    return false
  }

  private func sameGiven(_ x: NameWord, _ y: NameWord) -> Bool {
    if x.folded.key == y.folded.key { return true }
    switch (x.kind == .initials, y.kind == .initials) {
    case (true, true):
      return x.letters == y.letters || (firstLetter(x) == firstLetter(y) && (x.letters < 256 || y.letters < 256))
    case (true, false): return firstLetter(x) == y.folded.first
    case (false, true): return firstLetter(y) == x.folded.first
    case (false, false):
      let p = lexicon.nicknames[x.folded.key] ?? []
      let q = lexicon.nicknames[y.folded.key] ?? []
      return p.contains(y.folded.key) || q.contains(x.folded.key) || p.contains(where: q.contains)
    }
  }

  private func firstLetter(_ word: NameWord) -> UInt8 {
    var letters = word.letters
    while letters > 0xFF { letters >>= 8 }
    return UInt8(letters)
  }

  /// Two middle names that differ are two people: George W. and George H.W.
  private func middlesAgree(_ a: NameForm, _ b: NameForm) -> Bool {
    func middles(_ form: NameForm) -> [NameWord] {
      form.lastStart > 1 ? form.words[1..<form.lastStart].filter { $0.kind != .nickname && $0.kind != .particle } : []
    }
    let p = middles(a)
    let q = middles(b)
    guard !p.isEmpty, !q.isEmpty else { return true }
    return p.contains { x in
      q.contains { y in
        x.folded.key == y.folded.key || (x.kind == .initials && y.kind == .initials && x.letters == y.letters)
          || (x.kind == .initials && y.kind != .initials && x.letters < 256 && firstLetter(x) == y.folded.first)
          || (y.kind == .initials && x.kind != .initials && y.letters < 256 && firstLetter(y) == x.folded.first)
      }
    }
  }

  // MARK: Bare names

  private mutating func linkBare(_ m: Int) {
    let form = forms[formOf[m]]
    guard let last = form.words.last else { return }
    let gender = evidence[m].gender
    var found: [Int] = []
    var rule = LinkRule.lastName
    func fits(_ c: Int) -> Bool {
      guard let gender, let known = clusters[c].gender else { return true }
      return gender == known
    }
    for c in (byFamily[last.folded.key] ?? []).suffix(Self.mostRivals) where fits(c) && endsLike(form, c) {
      found.append(c)
    }
    if found.isEmpty, evidence[m].given || form.words.count == 1 {
      let given = (byGiven[form.words[0].folded.key] ?? []).suffix(Self.mostRivals).filter(fits)
      if evidence[m].given, !given.isEmpty {
        found = given
        rule = .titleGiven
      }
      if found.isEmpty {
        found = (byInner[last.folded.key] ?? []).suffix(Self.mostRivals).filter(fits)
        rule = .innerName
        if found.count > 1 { found = [] }
      }
      // A given name alone: only where one person has it, and no title asks for a family name.
      if found.isEmpty, given.count == 1, !evidence[m].courtesy, hasGiven(form.words[0], given[0]) {
        found = given
        rule = .givenUnique
      }
    }
    if found.count > 1 {
      if let owner = owner(of: found, key: last.folded.key, at: m) {
        owners[last.folded.key] = owner
        return assign(m, owner, rule == .lastName ? .lastNameShared : rule)
      }
      return assign(m, bareCluster(form, gender, fresh: true), .lastNameUnclear)
    }
    if let one = found.first {
      return assign(m, one, rule == .lastName && last.folded.key != clusters[one].lastKey(forms) ? .familyFirst : rule)
    }
    assign(m, bareCluster(form, gender, fresh: false), .sameName)
  }

  /// Whether a cluster has this given name in these very letters, or as a nickname: a spelling alone is too little here.
  private func hasGiven(_ word: NameWord, _ cluster: Int) -> Bool {
    clusters[cluster].forms.contains { f in
      guard forms[f].isFull else { return false }
      return forms[f].words[0].folded.plain == word.folded.plain
        || forms[f].words.contains { $0.kind == .nickname && $0.folded.plain == word.folded.plain }
        || lexicon.nicknames[word.folded.key]?.contains(forms[f].words[0].folded.key) == true
        || lexicon.nicknames[forms[f].words[0].folded.key]?.contains(word.folded.key) == true
    }
  }

  /// Whether all words of a bare name of several ("von der Leyen") end the cluster's fullest name.
  private func endsLike(_ form: NameForm, _ cluster: Int) -> Bool {
    guard form.words.count > 1 else { return true }
    return clusters[cluster].forms.contains { f in
      let words = forms[f].words.filter { $0.kind != .particle }
      let own = form.words.filter { $0.kind != .particle }
      guard own.count <= words.count else { return false }
      return (0..<own.count).allSatisfy {
        words[words.count - own.count + $0].folded.key == own[$0].folded.key
      }
    }
  }

  /// Of several people with the name, the one it plainly stands for: whom it stood for before, unless another was just
  /// named in full; at first whom the text is about.
  private func owner(of candidates: [Int], key: UInt64, at m: Int) -> Int? {
    let before = candidates.filter { lastMention($0, before: m) >= 0 }
    if before.isEmpty {
      return candidates.min { (firstMention($0), $0) < (firstMention($1), $1) }
    }
    if before.count == 1 { return before[0] }
    let nearest = before.max { (lastMention($0, before: m), -$0) < (lastMention($1, before: m), -$1) }!
    let justNamed = sentenceOf[m] - sentenceOf[lastMention(nearest, before: m)] <= 1
    if let owner = owners[key], candidates.contains(owner) {
      if nearest == owner || !justNamed || isKnownByGivenName(nearest) { return owner }
      let last = lastMention(owner, before: m)
      return last >= 0 && sentenceOf[m] - sentenceOf[last] <= 2 ? owner : nearest
    }
    let known = before.filter { !isKnownByGivenName($0) }
    if known.count == 1 { return known[0] }
    let ranked = (known.isEmpty ? before : known).sorted {
      (-clusters[$0].clearMentions, firstMention($0)) < (-clusters[$1].clearMentions, firstMention($1))
    }
    if clusters[ranked[0]].clearMentions >= 2 * clusters[ranked[1]].clearMentions { return ranked[0] }
    return justNamed ? nearest : nil
  }

  private func isKnownByGivenName(_ cluster: Int) -> Bool {
    let words = forms[clusters[cluster].forms[0]].words
    return words.count > 1 && (bareCounts[words[0].folded.plain] ?? 0) >= max(2, clusters[cluster].fullMentions.count)
  }

  private func firstMention(_ cluster: Int) -> Int { clusters[cluster].fullMentions.first ?? Int.max }

  private func lastMention(_ cluster: Int, before m: Int) -> Int {
    let full = clusters[cluster].fullMentions
    let next = full.partitioningIndex { $0 >= m }
    return max(next > 0 ? full[next - 1] : -1, clusters[cluster].lastBare)
  }

  private mutating func bareCluster(_ form: NameForm, _ gender: Gender?, fresh: Bool) -> Int {
    for c in bare[form.joined] ?? [] {
      guard let gender, let known = clusters[c].gender else { return c }
      if gender == known { return c }
    }
    let cluster = clusters.count
    clusters.append(Cluster())
    clusters[cluster].forms = [formOf[form.mentions[0]]]
    bare[form.joined, default: []].append(cluster)
    return cluster
  }

  private mutating func assign(_ m: Int, _ cluster: Int, _ rule: LinkRule) {
    clusterOf[m] = cluster
    ruleOf[m] = rule
    clusters[cluster].mentions.append(m)
    clusters[cluster].lastBare = m
    clusters[cluster].rule = max(clusters[cluster].rule, rule)
    if !clusters[cluster].forms.contains(formOf[m]) { clusters[cluster].forms.append(formOf[m]) }
    if let gender = evidence[m].gender {
      clusters[cluster].gender = clusters[cluster].gender ?? gender
      clusters[cluster].clearMentions += 1
    }
  }
}

extension Cluster {
  /// The last word of its first form.
  fileprivate func lastKey(_ all: [NameForm]) -> UInt64 { all[forms[0]].words.last?.folded.key ?? 0 }
}
