import Documents

/// Cuts a zone of capitalized words into names: each stretch is scored for each type from what the lists say of its
/// words, its grammar, its context and the rest of the document, and the best sequence of stretches wins (a Viterbi
/// search over segments, as in semi-Markov models, with the weights below in place of trained ones).
struct Segmenter {
  let lexicon: Lexicon
  let rules: ContextRules
  let phases: Phases
  let tokens: UnsafeBufferPointer<NameToken>
  let nameable: UnsafeBufferPointer<Bool>
  /// The sentence.
  var limits = 0..<0
  var use = CapitalUse.normal
  let backed: (Int) -> Bool
  let memory: DocumentMemory?
  /// The document is about sport.
  var sport = false
  /// What stands in brackets after a name and is made of its initials: the name's last token, its first, that word.
  var longForms: [(start: Int, end: Int)] = []
  /// What the names beside one in a list of names are, by its first token.
  var hints: [Int: Scores] = [:]
  /// The sentence is a headline.
  var headline = false
  /// Where candidates are written down, for those who ask why.
  var trace: NameTrace?

  private static let none = Scores(repeating: -9)
  /// What a place of one word gets by the power of ten of its people.
  private static let bySize: [Float] = [0, 1, 1, 1.5, 2.5, 4.5, 6.5, 7.5, 8]

  fileprivate struct State {
    var score: Float = -.infinity
    var from = 0
    var fromKind = 0
    var segment: Segment?
  }

  // Kinds of the segment before, for the cost of two in a row.
  private static let plain = 0
  private static let title = 1
  private static let people = 2
  private static let place = 3
  private static let other = 4
  private static let person = 5
  private static let kinds = 6

  /// Memory that zones hand on, so that none asks for its own.
  struct Buffers {
    /// Six kinds in a row for each place of the zone.
    fileprivate var states: [State] = []
    fileprivate var rights = Rights()
    fileprivate var inside: [Bool] = []
    fileprivate var ends: [Int] = []
    fileprivate var found: [Segment] = []
    /// The stretches of all zones, and which of them begin at a token: found in the first pass, weighed in both.
    fileprivate var stretches: [Stretch] = []
    fileprivate var starting: [Range<Int>]

    init(tokens: Int) { starting = Array(repeating: 0..<0, count: tokens) }
  }

  /// What the words after each place of a zone say, and the rules that match there but ask for words before the name, too.
  fileprivate struct Rights {
    var isKnown: [Bool] = []
    var scores: [Scores] = []
    var both: [[Int]] = []

    mutating func begin(_ places: Int) {
      isKnown.removeAll(keepingCapacity: true)
      isKnown.append(contentsOf: repeatElement(false, count: places))
      while scores.count < places {
        scores.append(Scores(repeating: 0))
        both.append([])
      }
    }
  }

  /// Adds the segments of `zone` that are names or titles, in order.
  func cut(_ zone: Range<Int>, into result: inout [Segment], _ buffers: inout Buffers) {
    let n = zone.count
    var states: [State] = []
    var rights = Rights()
    swap(&states, &buffers.states)
    swap(&rights, &buffers.rights)
    defer {
      swap(&states, &buffers.states)
      swap(&rights, &buffers.rights)
    }
    states.removeAll(keepingCapacity: true)
    states.append(contentsOf: repeatElement(State(), count: Self.kinds * (n + 1)))
    states[Self.plain].score = 0
    if memory == nil { rights.begin(n + 1) }
    let tokens = tokens
    let sentence = ContextRules.Sentence(tokens: tokens, limits: limits, sport: sport)
    // One word is inside no longer name.
    if n > 1, memory == nil { markListed(zone, &buffers) }
    for i in 0..<n {
      let here = i * Self.kinds
      guard (0..<Self.kinds).contains(where: { states[here + $0].score > -.infinity }) else { continue }
      let at = zone.lowerBound + i
      // The token as no name.
      let cost = skipCost(at)
      for kind in 0..<Self.kinds where states[here + kind].score > -.infinity {
        var score = states[here + kind].score + cost
        // A capital right after a name is left over seldom.
        // It may be the title's that follows: "EU Farm Commissioner".
        if cost < 0, kind != Self.plain, kind != Self.title {
          score -= tokens[at].classes.has(.ordinary) && i + 1 < n && beginsTitle(at + 1, zone) ? 0 : 5
        }
        // The full stop of an initial is the name's: "Robert F. Kennedy".
        if i > 0, i + 1 < n, kind != Self.plain, tokens[at].hash == Self.stop, tokens[at - 1].shape.has(.initial),
          nameable[at + 1]
        {
          score -= 6
        }
        let next =
          tokens[at].shape.has(.word) || kind == Self.plain ? Self.plain : kind == Self.title ? Self.title : Self.plain
        if score > states[here + Self.kinds + next].score {
          states[here + Self.kinds + next] = State(score: score, from: i, fromKind: kind, segment: nil)
        }
      }
      guard canStart(at, zone) else { continue }
      if memory == nil {
        let first = buffers.stretches.count
        let left = left(at, zone, sentence, inside: n > 1 && buffers.inside[i])
        scan(at, zone, sentence, left, &rights, &buffers.stretches)
        buffers.starting[at] = first..<buffers.stretches.count
      }
      for place in buffers.starting[at] {
        weigh(buffers.stretches[place], zone, sentence) { segment, listed in
          let there = (segment.end - zone.lowerBound) * Self.kinds
          for kind in 0..<Self.kinds where states[here + kind].score > -.infinity {
            guard let gain = Self.gain(segment, listed, after: kind, tokens) else { continue }
            let score = states[here + kind].score + gain
            let next: Int
            switch segment.label {
            case .none: next = Self.plain
            case .title: next = Self.title
            case .name(.norp): next = Self.people
            case .name(.gpe), .name(.loc): next = Self.place
            case .name(.person): next = Self.person
            case .name: next = Self.other
            }
            if score > states[there + next].score {
              states[there + next] = State(score: score, from: i, fromKind: kind, segment: segment)
            }
          }
        }
      }
    }
    var kind = 0
    let last = n * Self.kinds
    for k in 1..<Self.kinds where states[last + k].score > states[last + kind].score { kind = k }
    buffers.found.removeAll(keepingCapacity: true)
    var j = n
    while j > 0 {
      let state = states[j * Self.kinds + kind]
      if var segment = state.segment {
        if case .name(.person) = segment.label, state.fromKind == Self.title, segment.basis != .document {
          segment.score += Self.afterTitle
          segment.basis = .titled
        }
        buffers.found.append(segment)
      }
      kind = state.fromKind
      j = state.from
    }
    for segment in buffers.found.reversed() { result.append(segment) }
  }

  /// What the words before a stretch that begins at a token say of it; `inside`: in a longer name that a list has.
  private func left(
    _ at: Int, _ zone: Range<Int>, _ sentence: ContextRules.Sentence, inside: Bool
  ) -> Scores {
    var left = Scores(repeating: 0)
    // A capital beside a name is a part of it or another name, not its context.
    if at == zone.lowerBound || !nameable[at - 1] || tokens[at - 1].shape.has(.opening) {
      rules.addLeft(to: &left, sentence, at)
    } else if tokens[at - 1].classes.has(.article) {
      rules.addLeft(to: &left, sentence, at)
      rules.addLeft(to: &left, sentence, at - 1)
    }
    left *= phases.context
    // "Bank of Ghana": what follows the of belongs to the name before it.
    if at >= zone.lowerBound + 2, tokens[at - 1].classes.has([.of, .for]), nameable[at - 2],
      tokens[at - 2].classes.has([.organizationStart, .lawStart, .eventStart, .politicalStart, .placeStart])
    {
      left -= 6
    }
    // "Center for Agricultural and Forestry Technology" goes on behind the "and".
    if at >= zone.lowerBound + 4, tokens[at - 1].classes.has(.and), tokens[at - 2].classes.has(.ordinary),
      opensBefore(at - 3, zone), !tokens[at].classes.has(WordClass.startHeads)
    {
      left -= 5
    }
    // The longest name of a list wins: "America" is none in "United States of America".
    if inside { left -= 10 }
    // "Mount Kenya", "River Niger".
    if at > zone.lowerBound, nameable[at - 1], tokens[at - 1].classes.has([.placeOpen, .facilityOpen]) { left -= 3 }
    // A comma is in a zone only inside a series: "Ministry of Trade, Industry and Energy".
    if at > zone.lowerBound, tokens[at - 1].hash == NameScanner.comma { left -= 8 }
    // "Ursula von der Leyen", "Copa de la Liga".
    if at >= zone.lowerBound + 2, !nameable[at - 1], tokens[at - 1].classes.has([.particle, .preposition]) {
      left -= 5
    }
    return left
  }

  private static let afterTitle: Float = 5

  /// What a segment adds to the whole, after a segment of some kind right before it.
  private static func gain(
    _ segment: Segment, _ listed: Bool, after kind: Int, _ tokens: UnsafeBufferPointer<NameToken>
  ) -> Float? {
    switch segment.label {
    case .none: return 0
    case .title:
      return segment.score + (kind == title ? 0.5 : kind == person ? -4 : 0)
    case .name(let type):
      var gain = segment.score - 2
      switch kind {
      case title:
        if type == .person {
          // "Envoy Hammer", but not "Minister Office".
          let first = tokens[segment.start].classes
          let ordinary = segment.basis == .single && first.has(.ordinary)
          let noun = first.has(WordClass.endHeads.union([.personNoun, .organizationNoun, .eventNoun, .placeAfter]))
          gain += !ordinary ? afterTitle : noun ? 1 : 5.5
        } else if type != .norp, type != .gpe {
          gain -= 2
        }
      case people:
        if type == .person { gain -= 1 } else { gain -= type == .norp ? 8 : listed ? 1.5 : 8 }
      case place: gain -= type == .norp ? 2 : type == .person ? 5 : listed ? 4 : 9
      case other: gain -= 4
      case person: gain -= type == .person ? 10 : 5
      default: break
      }
      return gain
    }
  }

  private func skipCost(_ at: Int) -> Float {
    let token = tokens[at]
    guard nameable[at] else { return 0 }
    if token.shape.has(.initial), at + 2 < limits.upperBound, tokens[at + 1].hash == Self.stop, nameable[at + 2],
      !tokens[at + 1].shape.has(.spaced)
    {
      return -4
    }
    if token.classes.has(.function) { return 0 }
    if use != .normal { return 0 }
    if token.shape.has(.opening) { return token.classes.has(.ordinary) ? 0 : -1.5 }
    let followed = at + 1 < limits.upperBound && nameable[at + 1] && !tokens[at + 1].classes.has(.function)
    return token.classes.has(.ordinary) ? (followed ? -1.2 : -0.7) : followed ? -3 : -1.5
  }

  /// "… Center for" stands before the word behind `at`, or before the one before it.
  private func opensBefore(_ at: Int, _ zone: Range<Int>) -> Bool {
    for of in stride(from: at, to: max(zone.lowerBound, at - 2), by: -1)
    where tokens[of].classes.has([.of, .for]) && nameable[of - 1] && tokens[of - 1].classes.has(.organizationStart) {
      return true
    }
    return false
  }

  func isHyphen(_ at: Int) -> Bool { tokens[at].hash == Self.hyphen && !tokens[at].shape.has(.spaced) }

  private func canStart(_ at: Int, _ zone: Range<Int>) -> Bool {
    let token = tokens[at]
    guard nameable[at] else {
      // "al-Assad".
      return token.classes.has(.particle) && at + 2 < zone.upperBound && isHyphen(at + 1) && nameable[at + 2]
    }
    return true
  }

  // MARK: Scoring

  private static let hyphen = NameScanner.hyphen
  private static let stop = NameScanner.stop
  static let listing: Set<UInt64> = [NameScanner.comma, NameScanner.hyphen]

  /// Adds each stretch that begins at `start` and could be something.
  private func scan(
    _ start: Int, _ zone: Range<Int>, _ sentence: ContextRules.Sentence, _ left: Scores, _ rights: inout Rights,
    _ stretches: inout [Stretch]
  ) {
    let row = tokens[start].shape.has(.row)
    let first = tokens[start]
    var key = PhraseKey()
    var listing = true
    var f = Features()
    var open: NameType?
    var previousWord = start
    for at in start..<min(zone.upperBound, start + 12) {
      let token = tokens[at]
      key.add(token.hash)
      var listed: NameClass = []
      if listing {
        if let value = lexicon.names.value(key.value) {
          listed = NameClass(rawValue: UInt32(truncatingIfNeeded: value))
        } else {
          listing = false
        }
      }
      // Features of the stretch up to and with this token.
      if f.quoted, !f.unquoted {
        // A nickname in quotation marks: it says nothing of the name around it.
        if !token.shape.has(.word) { f.unquoted = true }
        continue
      }
      if token.shape.has(.word) {
        if nameable[at], !token.classes.has(.function) || token.shape.has(.allCapitals) {
          f.add(token, opening: at == start && token.shape.has(.opening) && !backed(at))
          if f.words == 1, token.classes.has(.openHeads) { f.openHead = token.classes }
        } else if token.shape.has(.digit), !token.shape.has(.capital) {
          f.digits += 1
          f.numbers += 1
        } else if token.classes.has([.of, .for, .preposition]) && at > start {
          if open == nil, let type = startType(tokens[previousWord].classes) {
            open = type
          } else if open == nil, f.listedStart {
            open = .org
          } else if open == nil {
            f.strayConnectors += 1
          }
          f.connectors += 1
          if beginsTitle(at + 1, zone) { f.titleInside = true }
          if token.classes.has(.particle) { f.particles += 1 }
        } else if token.classes.has(.and) {
          f.ands += 1
          f.note(and: tokens[previousWord], listed: f.listedStart)
        } else if token.classes.has(.particle) {
          f.particles += 1
        } else if token.classes.has(.article) {
          if at > start { f.connectors += 1 } else { f.article = true }
        } else {
          f.broken = true
        }
        previousWord = at
      } else if token.classes.has(.possessive) || (token.hash == NameScanner.apostrophe && !token.shape.has(.spaced)) {
        // "Boys' School" as "St Paul's School".
        f.possessives += 1
        let possessor = tokens[at - 1]
        if (f.placeWords > 0 && f.placeWords == f.words)
          || (f.words == 1 && possessor.classes.has(.personal) && !possessor.classes.has(.ordinary))
        {
          f.namePossessives += 1
        } else if !possessor.classes.has(.ordinary) {
          f.strangePossessives += 1
        }
      } else if token.classes.has(.and) {
        f.ampersands += 1
      } else if token.hash == Self.stop {
        f.stops += 1
      } else if !isHyphen(at), at > start, NameScanner.quotes.contains(token.hash) {
        f.quoted = true
      }
      // A stretch ends with a word, or the full stop of "Inc.".
      let ends = nameable[at] && !(token.classes.has(.function) && !token.shape.has(.allCapitals))
      let numbered =
        f.numbers == 1 && token.shape.has(.digit) && !token.shape.has(.capital) && at > start
        && (isHyphen(at - 1) || (f.words == 1 && first.shape.has(.allCapitals) && at == start + 1))
      guard ends || numbered || listed.has(.types) || listed.has(.title) else { continue }
      // "MS Dhoni" has initials, no "Ms".
      if listed.has(.title), at == start, use == .normal, token.shape.has(.allCapitals), !token.shape.has(.initial),
        !listed.has(.capitals)
      {
        listed.remove(.title)
      }
      if listed.has(.title), !listed.has(.types), ends || token.hash == Self.stop {
        let score: Float = f.words > 1 ? 2 + 0.5 * Float(f.words) : 1.3
        stretches.append(Stretch(start: start, end: at + 1, title: score))
      } else if listed.has(.title), listed.has(.portfolio) || listed.has(.honorific) {
        stretches.append(Stretch(start: start, end: at + 1, title: 1))
      }
      defer {
        if listed.has([.gpe, .loc, .norp]), listedFits(listed, start, at, f) {
          f.placeWords = f.words
          f.placeEnd = at + 1
        }
        if listed.has([.org, .event, .law]), f.words > 1 { f.listedStart = true }
        if listed.has(.event), f.words > 1 { (f.listedEvent, f.eventEnd) = (true, at + 1) }
        // "Westpac Banking Corp": a company's short name begins the long one.
        if listed.has(.org), listed.has(.known), f.words == 1, !listed.has([.gpe, .team]),
          f.ordinaryWords == 0
        {
          f.companyStart = true
        }
      }
      if listed.has(.portfolio) { f.portfolioEnd = at + 1 }
      if f.portfolioEnd > 0, at > f.portfolioEnd, ends, tokens[f.portfolioEnd].classes.has([.of, .for]) {
        stretches.append(Stretch(start: start, end: at + 1, title: 2 + 0.4 * Float(f.words)))
      }
      guard f.words > 0 || listed.has(.types) else { continue }
      let end = at + 1
      let r = end - zone.lowerBound
      if !rights.isKnown[r] {
        rights.isKnown[r] = true
        rights.scores[r] = Scores(repeating: 0)
        rights.both[r].removeAll(keepingCapacity: true)
        if end == limits.upperBound || !nameable[end] || row {
          rules.addRight(to: &rights.scores[r], both: &rights.both[r], sentence, end)
        }
      }
      var right = rights.scores[r] * phases.context
      if !rights.both[r].isEmpty, start == zone.lowerBound || !nameable[start - 1] || row {
        rules.addBoth(to: &right, rights.both[r], sentence, start)
      }
      let (own, basis) = base(start, at, f, open, listed, first)
      guard own.max() > -8 else { continue }
      var stretch = Stretch(
        start: start, end: end, listed: listed, own: own, basis: basis, context: left + right, key: key.value,
        words: f.words, unknown: f.unknown, given: f.given, notNames: f.notNames, placeWords: f.placeWords)
      // "Fed Chairman", "Apple Chief Executive".
      stretch.isBeforeTitle =
        listed.has(.org) && listed.has(.known) && f.words == 1 && end < zone.upperBound && nameable[end]
        && beginsTitle(end, zone)
      if at + 2 < zone.upperBound, isHyphen(at + 1), nameable[at + 2], !tokens[at + 2].shape.has(.spaced) {
        stretch.hyphens += 1
      }
      if start > zone.lowerBound + 1, isHyphen(start - 1), nameable[start - 2] { stretch.hyphens += 1 }
      stretches.append(stretch)
    }
  }

  /// Marks the tokens of the zone that stand inside a longer name that a hand-written list knows.
  private func markListed(_ zone: Range<Int>, _ buffers: inout Buffers) {
    buffers.inside.removeAll(keepingCapacity: true)
    buffers.inside.append(contentsOf: repeatElement(false, count: zone.count))
    buffers.ends.removeAll(keepingCapacity: true)
    buffers.ends.append(contentsOf: repeatElement(0, count: zone.count))
    for start in zone where nameable[start] {
      var key = PhraseKey()
      var end = start
      for at in start..<min(zone.upperBound, start + Lexicon.longest) {
        key.add(tokens[at].hash)
        guard let value = lexicon.names.value(key.value) else { break }
        let listed = NameClass(rawValue: UInt32(truncatingIfNeeded: value))
        if at > start, listed.has(.known), listed.has(.types), nameable[at] { end = at }
      }
      buffers.ends[start - zone.lowerBound] = end
    }
    for start in zone where buffers.ends[start - zone.lowerBound] > start {
      let end = buffers.ends[start - zone.lowerBound]
      for at in (start + 1)...end {
        // But one that begins inside and goes on further is the better one: "The National" in "The National Football League".
        let other = buffers.ends[at - zone.lowerBound]
        if other <= end || other - at < end - start { buffers.inside[at - zone.lowerBound] = true }
      }
    }
  }

  private func isPeople(_ token: NameToken) -> Bool {
    var key = PhraseKey()
    key.add(token.hash)
    return NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0)).has(.norp)
  }

  func isPlace(_ at: Int) -> Bool {
    var key = PhraseKey()
    key.add(tokens[at].hash)
    return NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0)).has(.gpe)
  }

  private func beginsTitle(_ at: Int, _ zone: Range<Int>) -> Bool {
    var key = PhraseKey()
    for i in at..<min(zone.upperBound, at + 3) where nameable[i] {
      key.add(tokens[i].hash)
      guard let value = lexicon.names.value(key.value) else { return false }
      let listed = NameClass(rawValue: UInt32(truncatingIfNeeded: value))
      if listed.has(.title), !listed.has(.types) { return true }
    }
    return false
  }

  private func startType(_ classes: WordClass) -> NameType? {
    if classes.has(.organizationStart) { return .org }
    if classes.has(.eventStart) { return .event }
    if classes.has(.lawStart) { return .law }
    if classes.has(.politicalStart) { return .gpe }
    if classes.has(.placeStart) { return .loc }
    if classes.has(.facilityStart) { return .fac }
    return nil
  }

  private struct Features {
    var words = 0
    var ordinary: Float = 0
    var ordinaryWords = 0
    var unknown = 0
    var given = 0
    var surnames = 0
    var initials = 0
    var allCapitals = 0
    var digits = 0
    var numbers = 0
    var firstIsGiven = false
    var firstIsInitial = false
    var lastIsSurname = false
    var lastIsGiven = false
    var lastIsUnknown = false
    var heads = 0
    var notNames = 0
    var connectors = 0
    var strayConnectors = 0
    var ands = 0
    /// "National Publishing and Advertising Agency": what stands before the "and" is no name by itself.
    var openAnds = 0
    var ampersands = 0
    var particles = 0
    var possessives = 0
    var namePossessives = 0
    var strangePossessives = 0
    var stops = 0
    var openingOrdinary = false
    var opening = false
    var broken = false
    var article = false
    var portfolioEnd = 0
    /// The words at the start that a list knows as a place or people, and the token behind them.
    var placeWords = 0
    var placeEnd = 0
    /// A list has the words before the first "of".
    var listedStart = false
    /// A list has the words so far as an event, and the token behind them.
    var listedEvent = false
    var eventEnd = 0
    /// A list has the first word as a company.
    var companyStart = false
    /// "Cabinet of Prime Minister".
    var titleInside = false
    var firstIsNoName = false
    var openHead: WordClass = []
    var suffix = false
    /// "MS" of "MS Dhoni".
    var bareInitials = false
    var firstIsSurname = false
    /// "Lam" and "Penny" are ordinary words, too.
    var firstIsRareName = false
    /// A quotation mark opened inside, and closed again.
    var quoted = false
    var unquoted = false
    /// The second half of a given name without a capital: "Wing-fai".
    var lastIsSyllable = false

    mutating func note(and last: NameToken, listed: Bool) {
      let ended = last.classes.has(WordClass.endHeads) || !last.classes.has(.ordinary) || last.shape.has(.allCapitals)
      if words > 1, !ended, !listed, given == 0 { openAnds += 1 }
    }

    mutating func add(_ token: NameToken, opening: Bool) {
      words += 1
      let classes = token.classes
      let given = classes.has(.given)
      let surname = classes.has(.surname)
      if opening {
        self.opening = true
        if classes.has(.ordinary) { openingOrdinary = true }
      }
      if classes.has(.ordinary) {
        ordinaryWords += 1
        let weight: Float = classes.has(.commonest) ? 1 : classes.has(.common) ? 0.8 : 0.5
        ordinary += given ? weight * 0.3 : surname ? weight * 0.6 : weight
      }
      if token.isNoName {
        notNames += 1
        if words == 1 { firstIsNoName = true }
      }
      if token.shape.has(.initial) {
        initials += 1
        if words == 1 { firstIsInitial = true }
      } else if token.shape.has(.dotted), token.end - token.start <= 6 {
        initials += 1
        if words == 1 { firstIsInitial = true }
      }
      if token.shape.has(.allCapitals), !token.shape.has(.initial) {
        allCapitals += 1
        if words == 1, token.end - token.start == 2 { bareInitials = true }
      }
      if token.shape.has(.digit) { digits += 1 }
      if given { self.given += 1 }
      if surname { surnames += 1 }
      if words == 1 {
        firstIsGiven = given
        firstIsSurname = surname && !classes.has(.ordinary)
        firstIsRareName = (given || surname) && !classes.has([.commonest, .common])
      }
      lastIsSyllable = !token.shape.has([.capital, .digit])
      if classes.has(.suffix), words > 1 {
        suffix = true
      } else {
        lastIsGiven = given
        lastIsSurname = surname
        lastIsUnknown = !given && !surname && !classes.has(.ordinary)
      }
      if !given, !surname, !classes.has(.ordinary) { unknown += 1 }
      if classes.has(WordClass.endHeads), !given, !surname { heads += 1 }
    }
  }

  /// What the lists and the grammar say of a stretch, by type.
  private func base(
    _ start: Int, _ last: Int, _ f: Features, _ open: NameType?, _ listed: NameClass, _ first: NameToken
  ) -> (Scores, Segment.Basis) {
    var scores = Self.none
    var basis = Segment.Basis.unknown
    // The largest of the scores: nothing is given once some are lowered.
    var most = scores[0]
    let token = tokens[last]
    func give(_ type: NameType, _ score: Float, _ why: Segment.Basis) {
      if score > most { (most, basis) = (score, why) }
      if score > scores[type.rawValue] { scores[type.rawValue] = score }
    }

    // The lists.
    if listed.has(.types), listedFits(listed, start, last, f) {
      var score: Float
      if listed.has(.known) {
        // "World War Two", "Boeing 737": small words and numbers count, for the longer entry is the one that is meant.
        score = f.words > 1 || last > start ? 7 + 1.5 * Float(max(f.words, (last - start + 2) / 2, 2)) : 8
        if f.words == 1, last == start, f.ordinaryWords == 1, !listed.has(.country), !listed.has(.norp),
          !token.shape.has(.allCapitals)
        {
          score = first.classes.has(.commonest) ? 3 : 4.5
        }
      } else if listed.has(.gpe), listed.size > 0 {
        score =
          f.words > 1
          ? 6 + Float(f.words) + 0.5 * Float(listed.size - 4)
          : Self.bySize[min(8, listed.size)]
        if f.words == 1, first.classes.has(.personal) { score -= listed.size >= 6 ? 1 : 2 }
        if f.ordinaryWords == f.words { score -= 2 }
      } else {
        score = f.words > 1 ? 6 + Float(f.words) : 3.5
        if f.words == 1, f.ordinaryWords == 1 { score -= 2.5 }
        if f.words == 1, first.classes.has(.personal) { score -= 1.5 }
      }
      // "Giants" and "Heat" are clubs in reports on sport.
      if listed.has(.team), f.words == 1, f.ordinaryWords == 1 { score += sport ? 1.5 : -4 }
      if f.openingOrdinary, f.words == 1, last == start, !listed.has(.country), !listed.has(.norp) {
        score -= first.classes.has(.commonest) ? 4 : first.classes.has(.common) ? 3.5 : 2.5
      }
      // A name in a list does not bring its title along: "President Adams".
      if listed.has(.person), f.words > 1, beginsTitle(start, start..<(start + 1)) { score -= 20 }
      for type in NameType.all where listed.rawValue & (1 << UInt32(type.rawValue)) != 0 {
        // A name that is a place and something else is more often the place, unless the context says so.
        // In a report on sport the small town of a club's name is the club.
        let club = sport && listed.has(.team) && listed.size <= 4 && !listed.has(.country)
        let lesser: Float = club ? (type == .gpe ? 1.5 : 0) : type != .gpe && type != .norp && listed.has(.gpe) ? 1 : 0
        give(type, score - lesser, .list)
      }
    }
    // "Super Bowl XXVII".
    if f.listedEvent, f.eventEnd == last, token.shape.has(.allCapitals), token.isRoman {
      give(.event, 11, .list)
    }
    guard !f.broken, !f.article, tokens[last].shape.has(.word) || f.words > 0 else { return (scores, basis) }
    guard token.shape.has(.word) else { return (scores, basis) }
    if f.numbers > 0 {
      if f.words == 1, first.shape.has([.allCapitals, .mixed]), !first.shape.has(.initial) || isHyphen(last - 1) {
        give(isHyphen(last - 1) ? .product : .org, 3.6, .acronym)
      }
      return (scores, basis)
    }

    // Persons.
    if f.ands == 0, f.ampersands == 0, f.possessives == 0, f.connectors == f.particles || f.connectors == 0,
      f.strayConnectors <= f.particles, f.digits == 0, f.words <= 6, f.notNames == 0 || f.initials > 0
    {
      var score: Float
      var why: Segment.Basis
      let words = f.words - f.initials
      if f.words == 1 {
        why = .single
        if first.classes.has(.given) {
          score = first.classes.has(.ordinary) ? 0.5 : 2.2
        } else if first.classes.has(.surname) {
          score = first.classes.has(.ordinary) ? 0 : 1.6
        } else {
          score = f.ordinaryWords > 0 ? (first.classes.has(.commonest) ? -2.5 : -1) : 0.9
        }
        if first.shape.has(.allCapitals), use == .normal { score -= 3 }
        if f.initials > 0 { score -= 4 }
        if use == .allCapitals, headline, f.unknown == 1, first.shape.has(.allCapitals), first.end - first.start >= 4 {
          score += 1.3
        }
        if sport, f.unknown == 1 { score += 0.5 }
        if first.classes.has(.suffix) { score -= 5 }
      } else {
        if f.firstIsGiven && f.lastIsSurname {
          (score, why) = (8, .givenAndFamily)
        } else if f.firstIsInitial && words >= 1 {
          (score, why) = (f.lastIsSurname ? 7.5 : 5.5, .initials)
        } else if f.firstIsGiven && f.lastIsUnknown {
          (score, why) = (7.2, .givenAndUnknown)
        } else if f.firstIsGiven && f.lastIsGiven {
          (score, why) = (7, .givenAndFamily)
        } else if f.given > 0 {
          (score, why) = (f.lastIsSurname || f.lastIsGiven ? 6.5 : 5, .givenAndFamily)
        } else if f.bareInitials, f.allCapitals == 1, use == .normal,
          f.lastIsUnknown || f.lastIsSurname || f.lastIsGiven
        {
          (score, why) = (7.5, .initials)
        } else if f.firstIsSurname, f.lastIsUnknown {
          (score, why) = (4.5, .familyNames)
        } else if f.lastIsSurname {
          (score, why) = (f.unknown + f.surnames >= f.words ? 4.5 : 2, .familyNames)
        } else {
          (score, why) = (f.unknown >= f.words ? 3 : 0.5, .unknownPair)
        }
        if f.lastIsSyllable, f.words == 3, first.classes.has(.surname) || f.unknown > 0 {
          // "Lam Wing-fai".
          (score, why) = (9, .familyNames)
        } else {
          score -= f.ordinary * 2.5
        }
        score -= Float(f.heads) * 4
        if f.quoted { score += 3 }
        if f.allCapitals > 0, use == .normal, why != .initials {
          score -= Float(f.allCapitals) * (f.allCapitals == f.words ? 1.5 : 3)
        }
        if f.words > 3 { score -= Float(f.words - 3) * 0.7 }
        if f.particles > 0 { score += 2 }
        // "Christian Wolmar": a people's word that is a given name, too.
        let people = f.firstIsGiven && isPeople(first)
        if f.openingOrdinary, !f.lastIsSyllable, !f.quoted, !people { score -= f.firstIsRareName ? 1.5 : 4 }
      }
      if f.opening, f.words == 1 { score -= 0.5 }
      give(.person, score, why)
    }

    // A place before a name that is listed without it: "Sudan People's Liberation Army".
    if f.placeWords > 0, f.placeEnd > start, f.placeEnd < last, !f.titleInside {
      var key = PhraseKey()
      for i in f.placeEnd...last { key.add(tokens[i].hash) }
      let rest = NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0))
      if rest.has(.known), rest.has(.org), !rest.has(.capitals), f.words - f.placeWords > 1 {
        give(.org, 9.5 + 1.5 * Float(f.words), .list)
      }
    }

    if f.quoted { return (scores, basis) }

    // Heads: the word that says what the name is.
    let lastClasses = token.classes
    let joined = -2.5 * Float(f.strayConnectors) - 4 * Float(f.namePossessives) - 1.5 * Float(f.strangePossessives)
    let opened: Float = f.openingOrdinary ? 1.5 : 0
    let length = Float(min(f.words, 5)) * 0.5 - (use == .titleCase && f.ordinaryWords >= f.words ? 5 : 0)
    if f.words >= 2 {
      let ands = open == nil ? 1.5 * Float(f.ands - f.openAnds) - 0.8 * Float(f.openAnds) : 0.3 * Float(f.ands)
      let head = 6.3 + length + joined - opened - ands
      if open == nil || open == .org || f.ands > 0 {
        let personal: Float = f.words == 2 && f.firstIsGiven && !f.firstIsSurname && lastClasses.has(.surname) ? 3 : 0
        if lastClasses.has(.organizationEnd) {
          // "United Nations Children's Fund" is one name.
          give(
            .org,
            head + 0.3 - personal
              + ((f.listedStart && f.ands == 0) || (f.companyStart && f.ands == 0 && f.words <= 4) ? 4 : 0)
              // "Siam Pulp & Paper Plc".
              + (f.ampersands > 0 && lastClasses.has(.suffix) ? 3 : 0),
            .headEnd)
        }
        let stray = 3 * Float(f.strayConnectors)
        if lastClasses.has(.politicalEnd) { give(.gpe, head - stray, .headEnd) }
        if lastClasses.has(.placeEnd) { give(.loc, head - personal - stray, .headEnd) }
        if lastClasses.has(.facilityEnd) { give(.fac, head - personal - stray, .headEnd) }
        if lastClasses.has(.eventEnd) { give(.event, head - personal, .headEnd) }
        if lastClasses.has(.lawEnd) { give(.law, head, .headEnd) }
        if lastClasses.has(.workEnd) { give(.work, head - 1.5, .headEnd) }
        if lastClasses.has(.productEnd) { give(.product, head - 1, .headEnd) }
      }
      if let open {
        give(
          open,
          (f.listedStart ? 11 : 8.7) + length * 0.6 - 2.5 * Float(f.strayConnectors) - 3 * Float(f.namePossessives)
            - opened - ands - (f.titleInside ? 7 : 0), .headStart)
      }
      if f.openHead != [], f.strayConnectors == 0, f.ands == 0, f.possessives == 0 {
        let score = 4.5 + length - opened - f.ordinary
        if f.openHead.has(.organizationOpen) { give(.org, score + 2.5, .open) }
        if f.openHead.has(.politicalOpen) { give(.gpe, score - (f.given > 0 && f.lastIsSurname ? 2.5 : 1), .open) }
        if f.openHead.has(.placeOpen) { give(.loc, score + 1.5, .open) }
        if f.openHead.has(.facilityOpen) { give(.fac, score - 1, .open) }
        if f.openHead.has(.eventOpen) { give(.event, score, .open) }
      }
      if f.ampersands > 0, f.ands == 0 { give(.org, 5 + joined - opened, .ampersand) }
    }

    // Capitals alone.
    if f.words == 1 {
      let length = token.end - token.start
      if token.shape.has(.allCapitals), !token.shape.has(.initial), use == .normal, f.notNames == 0 {
        // "FREE" and "HUGE" shout.
        let shouted: Float = length < 3 || !first.classes.has(.ordinary) ? 0 : first.classes.has(.rare) ? 1 : 3.5
        give(.org, (length <= 6 ? 3.4 : 1.5) - (token.shape.has(.digit) ? 1.2 : 0) - shouted, .acronym)
        give(.gpe, 0, .unknown)
      } else if f.ordinaryWords == 0 {
        let ending: Float = first.classes.has(.organizationEnding) ? 3 : 0.7
        give(.org, token.shape.has(.mixed) && !first.classes.has(.personal) ? max(2.2, ending) : ending, .unknown)
        give(.gpe, first.classes.has(.placeEnding) ? 1.8 : 0.6, .unknown)
        give(.fac, 0.3, .unknown)
        give(.product, token.shape.has(.digit) ? 1 : -1, .unknown)
      } else if f.notNames == 0 {
        give(.org, token.shape.has(.opening) ? -3 : -0.6, .unknown)
      }
      if f.notNames > 0 || first.classes.has(.suffix) { scores -= 4 }
    } else if f.strayConnectors == 0, f.ands == 0, f.namePossessives == 0 {
      // Several capitals without a head: an organization as often as not.
      let score = 1.6 + 0.2 * length - opened * 2 - (token.isNoName ? 6 : 0)
      give(.org, score + (f.allCapitals > 0 && use == .normal ? 1 : 0), .unknown)
      give(.event, score - 0.6 - (f.ordinaryWords == 0 ? 1 : 0), .unknown)
      give(.gpe, score - (f.ordinaryWords == f.words ? 2 : 0.8), .unknown)
      give(.fac, score - 1.2, .unknown)
      // "Perth Glory", "Connecticut Lottery"; "Gallup Korea", "Natural Resources Canada"; "South Lebanon".
      if f.placeWords > 0, f.placeWords < f.words {
        let personal = f.lastIsSurname || f.lastIsGiven
        give(.org, (personal ? 3 : 4.6) + (f.allCapitals > 0 && use == .normal ? 0.5 : 0), .unknown)
      } else if f.words <= 4, f.placeWords == 0, f.particles == 0, f.possessives == 0 {
        var key = PhraseKey()
        key.add(token.hash)
        let end = NameClass(rawValue: UInt32(truncatingIfNeeded: lexicon.names.value(key.value) ?? 0))
        if end.has(.country) || (end.has(.gpe) && end.size >= 6) {
          if first.classes.has(.politicalOpen) {
            give(.loc, 8.5 + length, .open)
          } else if !f.firstIsGiven, !token.classes.has(.personal) || f.heads > 0, f.words <= 3, end.has(.country) {
            // "Natural Resources Canada": two names would not stand side by side.
            let alone = f.opening || first.classes.has([.function, .calendar])
            give(.org, alone ? 4.8 : f.heads > 0 ? 10 : 6.5, .unknown)
          }
        }
      }
    }
    if f.firstIsNoName, f.words > 1, !listed.has(.types), f.initials == 0 { scores -= 5 }
    if token.shape.has(.initial), f.words > 1 { scores -= 3 }
    if f.opening, f.words == 1, !f.openingOrdinary { scores -= 0.3 }
    return (scores, basis)
  }

  /// Whether a list's entry is meant: acronyms are printed in capitals, a single word is no ordinary one at an opening.
  private func listedFits(_ listed: NameClass, _ start: Int, _ last: Int, _ f: Features) -> Bool {
    let first = tokens[start]
    guard first.shape.has([.capital, .digit, .mixed]) || first.classes.has(.particle) || listed.has(.product) else {
      return false
    }
    if listed.has(.capitals) {
      guard first.shape.has(.allCapitals) else { return false }
    } else if last == start, first.shape.has(.allCapitals), use == .normal, !first.shape.has(.initial),
      first.end - first.start <= 3
    {
      // "MAY" or "NEW" in a normal sentence is no short name.
      return listed.has(.known)
    }
    if first.shape.has(.initial), last == start { return false }
    return nameable[last] || tokens[last].shape.has(.digit) || !tokens[last].shape.has(.word)
  }
}
