import Documents

/// One utterance over all documents that print it.
struct QuoteRecord: Sendable {
  enum Relation: String, Sendable { case same, shorter, bracketed, reworded }

  struct Variant: Sendable {
    /// Index of the digest, and of the utterance in it.
    var document: Int
    var utterance: Int
    var relation: Relation
  }

  /// Index of the corpus entity of the speaker.
  var speaker: Int?
  var speakerName: String?
  /// In order of first print; the fullest is the record's text.
  var variants: [Variant]
  var fullest: Int
}

/// Joins variants of one utterance: truncated, with words in brackets, reworded or translated anew.
///
/// Two quotes are one utterance if one speaker says both within the window of days and the shorter is nearly held in
/// the longer, word pairs counted. A phrase that everybody uses has no speaker's run of words in common and joins nothing.
struct QuoteRecords {
  struct Text {
    /// Keys of the words in order, and which of them are stop words.
    var words: [UInt64] = []
    var stops: [Bool] = []
    /// The words outside square and round brackets.
    var bare: [UInt64] = []
    var pairs: Set<UInt64> = []
    /// Pairs in which a word tells something.
    var telling: Set<UInt64> = []
  }

  /// The share of the shorter's word pairs that the longer must hold.
  static let containment: Float = 0.4
  /// Fewer words than this join only if they are equal, or held whole.
  static let shortest = 5

  static func text(_ string: String, _ language: CorpusLanguage) -> Text {
    var result = Text()
    var bare = ""
    var depth = 0
    for scalar in string.unicodeScalars {
      if scalar == "[" || scalar == "(" { depth += 1 }
      if depth == 0 { bare.unicodeScalars.append(scalar) }
      if (scalar == "]" || scalar == ")") && depth > 0 { depth -= 1 }
    }
    for term in language.words(string) {
      result.words.append(term.key)
      result.stops.append(term.isStop)
    }
    result.bare = language.words(bare).map(\.key)
    for i in result.words.indices.dropFirst() {
      var key = ContentKey()
      key.add(Int(truncatingIfNeeded: result.words[i - 1]))
      key.add(Int(truncatingIfNeeded: result.words[i]))
      result.pairs.insert(key.value)
      if !(result.stops[i - 1] && result.stops[i]) { result.telling.insert(key.value) }
    }
    return result
  }

  /// How `a` relates to the fuller `b`, or nil where they are two utterances.
  static func relation(_ a: Text, _ b: Text) -> QuoteRecord.Relation? {
    guard !a.words.isEmpty, !b.words.isEmpty else { return nil }
    if a.words == b.words { return .same }
    let bracketed = a.bare.count != a.words.count || b.bare.count != b.words.count
    let isHeld = a.words.count >= 3 && a.stops.contains(false) && holds(b.words, a.words)
    if isHeld { return bracketed ? .bracketed : .shorter }
    if bracketed, a.bare.count >= 3, b.bare.count >= 3 {
      if a.bare == b.bare || holds(b.words, a.bare) || holds(a.words, b.bare) { return .bracketed }
    }
    let least = min(a.words.count, b.words.count)
    guard least >= shortest else { return nil }
    let (small, large) = a.pairs.count <= b.pairs.count ? (a, b) : (b, a)
    guard !small.pairs.isEmpty else { return nil }
    let shared = small.pairs.intersection(large.pairs)
    let telling = shared.intersection(small.telling).count
    guard telling >= 2, Float(shared.count) / Float(small.pairs.count) >= containment else { return nil }
    return bracketed && Float(shared.count) / Float(small.pairs.count) >= 0.7 ? .bracketed : .reworded
  }

  /// Whether `part` stands in `whole` as one run.
  private static func holds(_ whole: [UInt64], _ part: [UInt64]) -> Bool {
    guard let first = part.first, part.count <= whole.count else { return false }
    for i in 0...(whole.count - part.count) where whole[i] == first {
      if whole[i..<(i + part.count)].elementsEqual(part) { return true }
    }
    return false
  }

  /// Groups all utterances. `entityOfName`: per digest, per name, the corpus entity or -1; `storyOf`: per digest.
  static func run(
    _ digests: [DocumentDigest], entityOfName: [[Int]], storyOf: [Int], window: Int?, _ language: [CorpusLanguage]
  ) -> [QuoteRecord] {
    var items: [(document: Int, utterance: Int, text: Text)] = []
    // Blocks: one speaker, or one story where the speaker is no entity.
    var blocks: [Int: [Int]] = [:]
    var order: [Int] = []
    for (d, digest) in digests.enumerated() {
      for (u, utterance) in digest.utterances.enumerated() {
        let entity = utterance.speaker.map { entityOfName[d][$0] } ?? -1
        let block = entity >= 0 ? entity : -1 - storyOf[d]
        if blocks[block] == nil { order.append(block) }
        blocks[block, default: []].append(items.count)
        items.append((d, u, text(utterance.text, language[d])))
      }
    }
    let days = digests.map { $0.day.flatMap(CalendarDay.number) }
    var parent = Array(items.indices)
    func root(_ i: Int) -> Int {
      var i = i
      while parent[i] != i { i = parent[i] }
      return i
    }
    for block in order {
      // Within a block only texts that share a telling pair or a first run of words are compared.
      var index: [UInt64: [Int]] = [:]
      for i in blocks[block]! {
        var seen: Set<Int> = []
        let item = items[i]
        let keys = item.text.telling.isEmpty ? Set(item.text.words) : item.text.telling
        for key in keys.sorted() {
          for other in index[key, default: []] where seen.insert(other).inserted {
            guard root(other) != root(i) else { continue }
            if let window, let x = days[item.document], let y = days[items[other].document], abs(x - y) > window {
              continue
            }
            let isNamed = block >= 0 || sameSpeaker(digests, items[other], item)
            let (small, large) = item.text.words.count <= items[other].text.words.count ? (i, other) : (other, i)
            guard isNamed, relation(items[small].text, items[large].text) != nil else { continue }
            parent[max(root(i), root(other))] = min(root(i), root(other))
          }
          if index[key, default: []].count < 200 { index[key, default: []].append(i) }
        }
      }
    }
    var groups: [Int: [Int]] = [:]
    for i in items.indices { groups[root(i), default: []].append(i) }
    return groups.keys.sorted().map { key in
      record(groups[key]!.map { items[$0] }, digests, entityOfName)
    }
  }

  private static func sameSpeaker(
    _ digests: [DocumentDigest], _ a: (document: Int, utterance: Int, text: Text),
    _ b: (document: Int, utterance: Int, text: Text)
  ) -> Bool {
    let x = digests[a.document].utterances[a.utterance].speakerName
    let y = digests[b.document].utterances[b.utterance].speakerName
    // A few words of which nobody says whose they are may be a phrase that everybody uses.
    guard let x, let y else { return min(a.text.words.count, b.text.words.count) >= shortest }
    return x == y
  }

  private static func record(
    _ items: [(document: Int, utterance: Int, text: Text)], _ digests: [DocumentDigest], _ entityOfName: [[Int]]
  ) -> QuoteRecord {
    let ordered = items.sorted { a, b in
      let (x, y) = (digests[a.document], digests[b.document])
      let (p, q) = (x.published ?? "~", y.published ?? "~")
      return p != q ? p < q : (a.document, a.utterance) < (b.document, b.utterance)
    }
    var fullest = 0
    for (i, item) in ordered.enumerated() where item.text.words.count > ordered[fullest].text.words.count {
      fullest = i
    }
    var speaker: Int?
    var name: String?
    for item in ordered {
      let utterance = digests[item.document].utterances[item.utterance]
      if speaker == nil, let own = utterance.speaker, entityOfName[item.document][own] >= 0 {
        speaker = entityOfName[item.document][own]
      }
      if name == nil { name = utterance.speakerName }
    }
    return QuoteRecord(
      speaker: speaker, speakerName: name,
      variants: ordered.enumerated().map { i, item in
        let relation = i == fullest ? .same : relation(item.text, ordered[fullest].text) ?? .reworded
        return QuoteRecord.Variant(document: item.document, utterance: item.utterance, relation: relation)
      }, fullest: fullest)
  }
}
