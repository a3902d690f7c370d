import Documents
import TestSupport
import Testing

@testable import Corpus

/// What is done in parts, with nothing but what travels between machines, comes to what one run comes to.
@Suite struct PartsTests {
  @Test func namesLinkedByBlocksAreTheEntitiesOfOneRun() throws {
    let corpus = try Corpus(options: CorpusOptions(), packs: [.english])
    var generator = SplitMix(state: 7)
    for _ in 0..<20 {
      let digests = (0..<30).map { Self.document($0, &generator) }
      var linking = EntityLinking(digests, corpus.fallback, [])
      let whole = linking.run().entities.map { entity in
        entity.members.map { "\(digests[$0.document].id)/\(digests[$0.document].names[$0.name].id)" }
      }
      var found: [[String]] = []
      for part in Self.parts(digests, corpus.fallback) {
        let line = Array("{\"id\":\"x\",\"names\":[\(part.joined(separator: ","))]}".utf8)
        let json = try line.withUnsafeBufferPointer { bytes throws(JSONError) in try corpus.link(bytes) }
        found += try Self.members(json)
      }
      #expect(Set(found) == Set(whole))
      #expect(whole.contains { $0.count > 1 })
    }
  }

  @Test func aProfileTravelsToTheLastBit() {
    let digest = DocumentDigest(
      id: "a", language: "en", title: "Harbour opens in Vadsund", published: "2025-11-08",
      names: [.init(id: "e1", type: .person, name: "Edda Quill", aliases: [], roles: [], gender: nil, mentions: 3)])
    let language = try! Corpus(options: CorpusOptions(), packs: [.english]).fallback
    let profile = StoryGrouping.Profile(digest, entities: ["Eabcdefghij"], language)
    let back = StoryGrouping.Profile(packed: profile.packed)
    #expect(back?.names.map(\.key) == profile.names.map(\.key))
    #expect(back?.words.map(\.value.bitPattern) == profile.words.map(\.value.bitPattern))
    #expect(back?.day == profile.day && back?.language == "en")
    #expect(StoryGrouping.Profile(packed: "en 3 zz") == nil)
  }

  @Test func setsThatAreAlikeShareABand() {
    var generator = SplitMix(state: 3)
    var (alike, unlike) = (0, 0)
    for _ in 0..<300 {
      let shared = (0..<15).map { _ in generator.next() }
      func set() -> [UInt64] { shared + (0..<15).map { _ in generator.next() } }
      let (a, b) = (MinHash.bands(set()), MinHash.bands(set()))
      if zip(a, b).contains(where: { $0 == $1 }) { alike += 1 }
      let other = MinHash.bands((0..<30).map { _ in generator.next() })
      if zip(a, other).contains(where: { $0 == $1 }) { unlike += 1 }
    }
    // Likeness 1/3: 1 - (1 - 1/9)^32 is 0.977.
    #expect(alike > 280)
    #expect(unlike < 5)
  }

  // MARK: Documents

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var x = state
      x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
      x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
      return x ^ (x >> 31)
    }
  }

  /// A document with names drawn from few, so that many meet.
  private static func document(_ number: Int, _ generator: inout SplitMix) -> DocumentDigest {
    let given = ["Ada", "A.", "Adele", "Brun", "Carla", ""]
    let last = ["Quill", "Okafor", "Okafór", "Tove", "Marrin"]
    let bodies = [
      ("Harbour Board of Vadsund", ["HBV"]), ("HBV", []), ("Harbour Board of Vadsund Ltd", []), ("Tove Ltd", []),
      ("Tove", []),
    ]
    let places = [("Vadsund", []), ("Port Ellory", ["Ellory"]), ("Ellory", []), ("Bay of Vadsund", ["Bay"])]
    var names: [DocumentDigest.Name] = []
    func add(_ type: EntityType, _ name: String, _ aliases: [String], _ gender: Gender? = nil, roles: [String] = []) {
      guard !names.contains(where: { $0.name == name }) else { return }
      names.append(
        .init(
          id: "e\(names.count)", type: type, name: name, aliases: aliases, roles: roles, gender: gender,
          mentions: Int.random(in: 0...3, using: &generator)))
    }
    for _ in 0..<4 {
      let first = given.randomElement(using: &generator)!
      let name =
        first.isEmpty ? last.randomElement(using: &generator)! : "\(first) \(last.randomElement(using: &generator)!)"
      add(
        .person, name, [], [nil, nil, .female, .male].randomElement(using: &generator)!,
        roles: Bool.random(using: &generator) ? ["mayor of Vadsund"] : [])
    }
    for _ in 0..<2 {
      let body = bodies.randomElement(using: &generator)!
      add(.org, body.0, body.1)
      let place = places.randomElement(using: &generator)!
      add([.gpe, .loc, .fac].randomElement(using: &generator)!, place.0, place.1)
    }
    return DocumentDigest(id: "d\(100 + number)", language: "en", names: names)
  }

  /// The records of names that hang together by their keys.
  private static func parts(_ digests: [DocumentDigest], _ language: CorpusLanguage) -> [[String]] {
    var parent: [String: String] = [:]
    func root(_ key: String) -> String {
      var key = key
      while let up = parent[key], up != key { key = up }
      return key
    }
    var rows: [(key: String, record: String)] = []
    for digest in digests {
      let company = EntityLinking.company(of: digest.names, language)
      for (place, name) in digest.names.enumerated() {
        let keys = LinkKeys.all(name, language)
        for key in keys { parent[root(key)] = root(keys[0]) }
        var w = JSONWriter()
        LinkName(digest.id, place, name, company: company).write(&w)
        rows.append((keys[0], String(decoding: w.bytes, as: UTF8.self)))
      }
    }
    return Dictionary(grouping: rows, by: { root($0.key) }).values.map { $0.map(\.record) }
  }

  private static func members(_ json: [UInt8]) throws -> [[String]] {
    var result: [[String]] = []
    try JSONReader.read(json) { reader throws(JSONError) in
      try reader.array { reader throws(JSONError) in
        try reader.object { key, reader throws(JSONError) in
          guard key == "row" else { return try reader.skip() }
          try reader.object { key, reader throws(JSONError) in
            guard key == "members" else { return try reader.skip() }
            var members: [String] = []
            try reader.array { reader throws(JSONError) in
              var (document, entity) = ("", "")
              try reader.object { key, reader throws(JSONError) in
                if key == "document" { document = try reader.string() } else { entity = try reader.string() }
              }
              members.append("\(document)/\(entity)")
            }
            result.append(members)
          }
        }
      }
    }
    return result
  }
}
