import Documents

/// Groups documents that tell one story: by the names they share and by weighted words, with their days.
///
/// Hashes of text shingles miss such documents (outlets use other words for the same event), so likeness is the mean of two
/// cosines: of names, and of words. Candidates come from an inverted index; groups grow by average likeness, so that
/// a chain of half-alike documents does not become one story (group-average clustering, Voorhees 1986).
struct StoryGrouping {
  /// Documents are joined when their likeness, on the average over both groups, is at least this.
  static let threshold: Float = 0.30
  /// An index key that more documents than this have finds no candidates.
  static let commonKey = 400
  /// So many keys two documents must share to be compared.
  static let leastShared = 2

  /// A sparse vector of unit length, in order of key; and sums of such vectors.
  typealias Vector = [(key: UInt64, value: Float)]

  struct Profile {
    var names: Vector
    var words: Vector
    /// Days since 1970, where the day is known.
    var day: Int?
    var language: String

    /// Whether both may be one story's: of one language, and not too many days apart.
    func mayMeet(_ other: Profile, _ window: Int?) -> Bool {
      language == other.language && StoryGrouping.areNear(day, other.day, window)
    }

    /// What a document is found by: its heaviest names and words.
    var keys: [UInt64] {
      StoryGrouping.heaviest(names, 12).map { $0 &* 2 } + StoryGrouping.heaviest(words, 24).map { $0 &* 2 &+ 1 }
    }
  }

  let profiles: [Profile]
  /// Documents further apart are not joined directly; nil: no limit.
  let window: Int?
  var orders = StoryOrders()

  /// Pairs of documents, the first before the second, that alone are to be compared; nil: they are found here.
  var pairs: [(a: Int, b: Int)]?

  typealias Edge = (a: Int, b: Int, value: Float)

  /// Groups of document indices, each in rising order; the groups by their first document.
  func run() -> [[Int]] { run(edges()) }

  /// The pairs that are alike, most alike first.
  func edges() -> [Edge] { pairs.map(likeness(of:)) ?? likeness() }

  func run(_ edges: [Edge]) -> [[Int]] {
    var groupOf = Array(profiles.indices)
    var members = profiles.indices.map { [$0] }
    var names = profiles.map(\.names)
    var words = profiles.map(\.words)
    func merge(_ a: Int, _ b: Int) {
      let (top, under) = a < b ? (a, b) : (b, a)
      names[top] = Self.sum(names[top], names[under])
      words[top] = Self.sum(words[top], words[under])
      for document in members[under] { groupOf[document] = top }
      members[top] += members[under]
      members[under] = []
      names[under] = []
      words[under] = []
    }
    for (a, b) in orders.joined where groupOf[a] != groupOf[b] { merge(groupOf[a], groupOf[b]) }
    for edge in edges {
      let (a, b) = (groupOf[edge.a], groupOf[edge.b])
      guard a != b, !orders.forbid(a, b, groupOf) else { continue }
      let pairs = Float(members[a].count * members[b].count)
      let average = (Self.dot(names[a], names[b]) + Self.dot(words[a], words[b])) / (2 * pairs)
      guard average >= Self.threshold else { continue }
      merge(a, b)
    }
    return members.filter { !$0.isEmpty }.map { $0.sorted() }
  }

  /// Pairs over the threshold, most alike first; ties by place.
  private func likeness() -> [(a: Int, b: Int, value: Float)] {
    var index: [UInt64: [Int32]] = [:]
    var edges: [(a: Int, b: Int, value: Float)] = []
    var shared = [Int32](repeating: 0, count: profiles.count)
    var touched: [Int] = []
    var table = LikenessTable(profiles.count, window: window)
    for (d, profile) in profiles.enumerated() {
      let keys = profile.keys
      for key in keys {
        guard let documents = index[key], documents.count <= Self.commonKey else { continue }
        for other in documents {
          if shared[Int(other)] == 0 { touched.append(Int(other)) }
          shared[Int(other)] += 1
        }
      }
      table.add(d, profile)
      table.take(d)
      for other in touched.sorted() {
        // One shared word is chance.
        if shared[other] >= Self.leastShared, let value = table.likeness(other) {
          edges.append((other, d, value))
        }
        shared[other] = 0
      }
      touched.removeAll(keepingCapacity: true)
      for key in keys where index[key, default: []].count <= Self.commonKey { index[key, default: []].append(Int32(d)) }
    }
    return Self.inOrder(edges)
  }

  /// The same of pairs that were found elsewhere.
  private func likeness(of pairs: [(a: Int, b: Int)]) -> [(a: Int, b: Int, value: Float)] {
    Self.inOrder(pairs.compactMap { pair in likeness(pair.a, pair.b).map { (pair.a, pair.b, $0) } })
  }

  static func inOrder(_ edges: [Edge]) -> [Edge] {
    edges.sorted { x, y in
      x.value != y.value ? x.value > y.value : (x.a, x.b) < (y.a, y.b)
    }
  }

  /// How alike two documents are that may be one story's; nil where they are not alike enough.
  func likeness(_ a: Int, _ b: Int) -> Float? {
    let (x, y) = (profiles[a], profiles[b])
    guard x.mayMeet(y, window) else { return nil }
    let value = (Self.dot(x.names, y.names) + Self.dot(x.words, y.words)) / 2
    return value >= Self.threshold ? value : nil
  }

  /// Whether two days are no further apart than a window; one that is not known is near all.
  static func areNear(_ a: Int?, _ b: Int?, _ window: Int?) -> Bool {
    guard let window, let a, let b else { return true }
    return abs(a - b) <= window
  }

  static func heaviest(_ vector: Vector, _ limit: Int) -> [UInt64] {
    vector.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(limit).map(\.key)
  }

  /// A vector of unit length from weights; zero weights are left out.
  static func unit(_ weights: [UInt64: Float]) -> Vector {
    let rows = weights.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    let length = rows.reduce(Float(0)) { $0 + $1.value * $1.value }.squareRoot()
    return length > 0 ? rows.map { ($0.key, $0.value / length) } : []
  }

  static func dot(_ a: Vector, _ b: Vector) -> Float {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { dot(a, $0) } }
  }

  private static func dot(
    _ a: UnsafeBufferPointer<(key: UInt64, value: Float)>, _ b: UnsafeBufferPointer<(key: UInt64, value: Float)>
  ) -> Float {
    var i = 0
    var j = 0
    var sum: Float = 0
    while i < a.count, j < b.count {
      if a[i].key == b[j].key {
        sum += a[i].value * b[j].value
        i += 1
        j += 1
      } else if a[i].key < b[j].key {
        i += 1
      } else {
        j += 1
      }
    }
    return sum
  }

  private static func sum(_ a: Vector, _ b: Vector) -> Vector {
    var result: Vector = []
    result.reserveCapacity(a.count + b.count)
    var i = 0
    var j = 0
    while i < a.count || j < b.count {
      if j == b.count || (i < a.count && a[i].key < b[j].key) {
        result.append(a[i])
        i += 1
      } else if i == a.count || b[j].key < a[i].key {
        result.append(b[j])
        j += 1
      } else {
        result.append((a[i].key, a[i].value + b[j].value))
        i += 1
        j += 1
      }
    }
    return result
  }
}

extension StoryGrouping.Profile {
  /// How much a type of name tells about which story it is.
  private static func weight(_ type: EntityType) -> Float {
    switch type {
    case .person, .org, .event, .fac: 1
    case .loc, .law, .work, .product: 0.7
    case .gpe: 0.6
    case .norp: 0.3
    default: 0
    }
  }

  /// `entities`: for each name of the digest the id of its corpus entity, or nil where it has none.
  init(_ digest: DocumentDigest, entities: [String?], _ language: CorpusLanguage) {
    self.init(
      digest.names, entities: entities, words: Self.words(digest, language), day: digest.day, digest.language, language)
  }

  /// The same of a document whose words were weighed before.
  init(
    _ digestNames: [DocumentDigest.Name], entities: [String?], words: StoryGrouping.Vector, day: String?,
    _ code: String, _ language: CorpusLanguage
  ) {
    var names: [UInt64: Float] = [:]
    for (i, name) in digestNames.enumerated() {
      var key = ContentKey()
      // An id, not a place in a list: the same on whatever machine the entities were linked.
      if let entity = entities[i] { key.add(entity) } else { key.add(language.folding.plain(name.name)) }
      let value = Self.weight(name.type) * (1 + logarithm(name.mentions))
      if value > 0 { names[key.value, default: 0] += value }
    }
    self.names = StoryGrouping.unit(names)
    self.words = words
    self.day = day.flatMap(CalendarDay.number)
    self.language = code
  }

  /// The words of a document, weighed.
  static func words(_ digest: DocumentDigest, _ language: CorpusLanguage) -> StoryGrouping.Vector {
    var counts: [UInt64: (count: Int, weight: Float)] = [:]
    for text in [digest.title ?? ""] + digest.sentences.map(\.text) {
      for term in language.words(text) where !term.isStop && term.weight > 0.2 {
        counts[term.key, default: (0, term.weight)].count += 1
      }
    }
    return StoryGrouping.unit(counts.mapValues { (1 + logarithm($0.count)) * $0.weight })
  }
}

/// Natural logarithm of a count, by the series of artanh: the same bits everywhere.
func logarithm(_ n: Int) -> Float {
  guard n > 1 else { return 0 }
  var value = Double(n)
  var result = 0.0
  while value > 1.5 {
    value /= 2
    result += 0.693_147_180_559_945_3
  }
  let z = (value - 1) / (value + 1)
  let z2 = z * z
  return Float(result + 2 * z * (1 + z2 * (1.0 / 3 + z2 * (1.0 / 5 + z2 * (1.0 / 7 + z2 / 9)))))
}
