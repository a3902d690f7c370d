public import Documents

/// Stories in parts: what documents are found by, which are alike, and what those that are tell.
extension Corpus {
  /// A request of one of three forms, told apart by their fields:
  ///
  /// - `{"profile":DIGEST,"entities":{name id:entity id}}` gives `{"bands":[…],"keys":[…],"profile":text}`: documents that
  ///   share two of `keys` may be alike; so, nearly always, do those that share one of `bands`.
  /// - `{"of":profile,"with":[{"id","profile"}]}` gives the ids of those that are alike.
  /// - `{"documents":[{"digest":DIGEST,"entities":{…}}],"entities":[{"id","name","first":{…}}],"pairs":[[id,id]]}` gives the
  ///   stories of documents that hang together by pairs that are alike.
  public func stories(_ line: UnsafeBufferPointer<UInt8>) throws(JSONError) -> [UInt8] {
    var request = StoryRequest()
    var reader = JSONReader(line)
    try reader.object { key, reader throws(JSONError) in try request.take(key, &reader) }
    if let digest = request.profile { return profile(digest, request.entitiesOfProfile) }
    if let profile = request.of { return try alike(profile, request.with, &reader) }
    return tell(&request)
  }

  private func profile(_ digest: DocumentDigest, _ entities: [String: String]) -> [UInt8] {
    let profile = StoryGrouping.Profile(
      digest, entities: digest.names.map { entities[$0.id] }, languages[digest.language] ?? fallback)
    let keys = profile.keys
    var w = JSONWriter(reserving: 8192)
    w.object { w in
      w.key("bands")
      w.array(MinHash.bands(keys)) { $0.string(hexadecimal($1)) }
      w.key("keys")
      w.array(keys) { $0.string(hexadecimal($1)) }
      w.key("profile")
      w.string(profile.packed)
    }
    return w.bytes
  }

  private func alike(
    _ profile: String, _ others: [(id: String, profile: String)], _ reader: inout JSONReader
  ) throws(JSONError) -> [UInt8] {
    var profiles: [StoryGrouping.Profile] = []
    for text in [profile] + others.map(\.profile) {
      guard let profile = StoryGrouping.Profile(packed: text) else { throw reader.error("a profile is damaged") }
      profiles.append(profile)
    }
    let grouping = StoryGrouping(profiles: profiles, window: options.storyWindow)
    var w = JSONWriter(reserving: others.count * 20 + 16)
    let ids = others.enumerated().filter { grouping.likeness(0, $0.offset + 1) != nil }.map(\.element.id)
    w.array(ids) { $0.string($1) }
    return w.bytes
  }

  private func tell(_ request: inout StoryRequest) -> [UInt8] {
    request.documents.sort { $0.digest.id.utf8.lexicographicallyPrecedes($1.digest.id.utf8) }
    let digests = request.documents.map(\.digest)
    // Entities in the order that a run has them in: it decides between two that are mentioned as often.
    let known = request.entities.sorted { a, b in
      if a.name != b.name { return a.name.utf8.lexicographicallyPrecedes(b.name.utf8) }
      return a.document != b.document ? a.document.utf8.lexicographicallyPrecedes(b.document.utf8) : a.place < b.place
    }
    var place: [String: Int] = [:]
    for (i, entity) in known.enumerated() { place[entity.id] = i }
    var entities = known.map { row in
      var entity = CorpusEntity(type: .person)
      (entity.id, entity.name) = (row.id, row.name)
      return entity
    }
    var ofName: [[Int]] = []
    for (d, document) in request.documents.enumerated() {
      let row = document.digest.names.map { name in document.entities[name.id].flatMap { place[$0] } ?? -1 }
      for (n, entity) in row.enumerated() where entity >= 0 {
        entities[entity].members.append(CorpusEntity.Member(document: d, name: n))
      }
      ofName.append(row)
    }
    let index = Dictionary(digests.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let pairs = request.pairs.compactMap { pair -> (a: Int, b: Int)? in
      guard let a = index[pair.0], let b = index[pair.1], a != b else { return nil }
      return (min(a, b), max(a, b))
    }
    let (stories, _) = Stories(
      digests: digests, entities: entities, entityOfName: ofName,
      languages: digests.map { languages[$0.language] ?? fallback }, options: options, pairs: pairs
    ).run()
    let json = CorpusJSON(digests: digests, entities: entities)
    var w = JSONWriter(reserving: stories.count * 2000 + 16)
    w.array(stories) { w, story in json.story(&w, story) }
    return w.bytes
  }
}

/// A request for stories as it was read.
private struct StoryRequest {
  struct Known {
    var id = ""
    var name = ""
    /// Where its first member stands: the document, and the place among its names.
    var document = ""
    var place = 0
  }

  var profile: DocumentDigest?
  var of: String?
  var with: [(id: String, profile: String)] = []
  var documents: [(digest: DocumentDigest, entities: [String: String])] = []
  var entities: [Known] = []
  /// Of "profile".
  var entitiesOfProfile: [String: String] = [:]
  var pairs: [(String, String)] = []

  mutating func take(_ key: String, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "profile": profile = try DocumentDigest(&reader)
    case "of": of = try reader.string()
    case "with":
      try reader.array { reader throws(JSONError) in
        var row = (id: "", profile: "")
        try reader.object { key, reader throws(JSONError) in
          switch key {
          case "id": row.id = try reader.string()
          case "profile": row.profile = try reader.string()
          default: try reader.skip()
          }
        }
        with.append(row)
      }
    case "documents":
      try reader.array { reader throws(JSONError) in
        var digest: DocumentDigest?
        var entities: [String: String] = [:]
        try reader.object { key, reader throws(JSONError) in
          switch key {
          case "digest": digest = try DocumentDigest(&reader)
          case "entities": entities = try Self.map(&reader)
          default: try reader.skip()
          }
        }
        guard let digest else { throw reader.missing("digest") }
        documents.append((digest, entities))
      }
    case "entities":
      if try reader.kind() == .object {
        entitiesOfProfile = try Self.map(&reader)
      } else {
        try reader.array { reader throws(JSONError) in entities.append(try Known(&reader)) }
      }
    case "pairs":
      try reader.array { reader throws(JSONError) in
        var ids: [String] = []
        try reader.array { reader throws(JSONError) in ids.append(try reader.string()) }
        if ids.count == 2 { pairs.append((ids[0], ids[1])) }
      }
    default: try reader.skip()
    }
  }

  private static func map(_ reader: inout JSONReader) throws(JSONError) -> [String: String] {
    var map: [String: String] = [:]
    try reader.object { key, reader throws(JSONError) in map[key] = try reader.string() }
    return map
  }
}

extension StoryRequest.Known {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var row = Self()
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "id": row.id = try reader.string()
      case "name": row.name = try reader.string()
      case "first":
        try reader.object { key, reader throws(JSONError) in
          switch key {
          case "document": row.document = try reader.string()
          case "place": row.place = try reader.int()
          default: try reader.skip()
          }
        }
      default: try reader.skip()
      }
    }
    self = row
  }
}

/// Hashes by which sets that are alike fall into one bucket (Broder 1997; in bands: Leskovec, Rajaraman, Ullman 2014,
/// chapter 3.4).
enum MinHash {
  static let bands = 32
  static let rows = 2

  /// A hash a band. Two sets of likeness J share one with probability 1 - (1 - J^2)^32.
  static func bands(_ keys: [UInt64]) -> [UInt64] {
    guard !keys.isEmpty else { return [] }
    return (0..<bands).map { band in
      var result = ContentKey()
      result.add(band)
      for row in 0..<rows {
        let seed = UInt64(band * rows + row + 1) &* 0x9e37_79b9_7f4a_7c15
        result.add(Int(bitPattern: UInt(keys.lazy.map { mix($0 ^ seed) }.min()!)))
      }
      return result.value
    }
  }

  /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
  private static func mix(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
    x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
    return x ^ (x >> 31)
  }
}

/// Sixteen digits: a key of 64 bits does not fit a number of JSON everywhere.
private func hexadecimal(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

extension StoryGrouping.Profile {
  /// The profile as text, to the last bit: language, day, then keys and weights in hexadecimal.
  var packed: String {
    func rows(_ vector: StoryGrouping.Vector) -> String {
      vector.map { String($0.key, radix: 16) + ":" + String($0.value.bitPattern, radix: 16) }.joined(separator: ",")
    }
    return "\(language) \(day.map(String.init) ?? "-") \(rows(names)) \(rows(words))"
  }

  init?(packed: String) {
    let parts = packed.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    func vector(_ text: Substring) -> StoryGrouping.Vector? {
      var result: StoryGrouping.Vector = []
      for row in text.split(separator: ",") {
        guard let colon = row.firstIndex(of: ":"), let key = UInt64(row[..<colon], radix: 16),
          let bits = UInt32(row[row.index(after: colon)...], radix: 16)
        else { return nil }
        result.append((key, Float(bitPattern: bits)))
      }
      return result
    }
    guard let names = vector(parts[2]), let words = vector(parts[3]) else { return nil }
    self.names = names
    self.words = words
    day = Int(parts[1])
    language = String(parts[0])
  }
}
