import Documents
import Testing

@testable import Corpus
@testable import Summaries

/// What is remade after an edit is, byte for byte, what a run from nothing makes.
@Suite struct RemakingTests {
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

  /// A document with names, words and utterances drawn from few, so that many meet, and twins are among them.
  private static func document(_ id: String, _ dice: inout SplitMix) -> DocumentDigest {
    let pool: [(EntityType, String, [String])] = [
      (.person, "Ada Quill", []), (.person, "A. Quill", ["Quill"]), (.person, "Adele Quill", []),
      (.person, "Quill", []),
      (.person, "Brun Okafor", []), (.person, "Brun Okafór", []), (.person, "Tove", []), (.person, "Carla Tove", []),
      (.org, "Harbour Board of Vadsund", ["HBV"]), (.org, "HBV", []), (.org, "Tove Ltd", []), (.org, "Tove", []),
      (.org, "Vadsund", []), (.gpe, "Vadsund", []), (.gpe, "Port Ellory", ["Ellory"]), (.gpe, "Ellory", []),
      (.fac, "Vadsund", []), (.event, "Vadsund Regatta", []),
    ]
    let topic = Int.random(in: 0..<5, using: &dice)
    func sentence(_ dice: inout SplitMix) -> String {
      (0..<10).map { _ in
        Bool.random(using: &dice)
          ? ScaleTests.word(topic * 40 + Int.random(in: 0..<25, using: &dice))
          : ScaleTests.word(1000 + Int.random(in: 0..<60, using: &dice))
      }.joined(separator: " ") + "."
    }
    var names: [DocumentDigest.Name] = []
    for (i, one) in pool.shuffled(using: &dice).prefix(Int.random(in: 0...6, using: &dice)).enumerated() {
      let gender: Gender? = [nil, nil, .female, .male].randomElement(using: &dice)!
      names.append(
        .init(
          id: "e\(i)", type: one.0, name: one.1, aliases: one.2, roles: [],
          gender: one.0 == .person ? gender : nil, mentions: Int.random(in: 1...3, using: &dice)))
    }
    let said = (0..<4).map { k in (0..<8).map { ScaleTests.word(5000 + k * 8 + $0) }.joined(separator: " ") }
    let utterances = (0..<Int.random(in: 0...3, using: &dice)).map { u in
      let text = said.randomElement(using: &dice)! + (Bool.random(using: &dice) ? "" : " " + ScaleTests.word(u))
      let speaker =
        names.isEmpty || Int.random(in: 0..<4, using: &dice) == 0 ? nil : names.indices.randomElement(using: &dice)
      return DocumentDigest.Utterance(
        id: "q\(u)", text: text, speaker: speaker, speakerName: speaker.map { names[$0].name })
    }
    let sentences = (0..<6).map { StorySentence(id: "s\($0)", text: sentence(&dice), isSpeakerless: false) }
    return DocumentDigest(
      id: id, language: "en", title: sentence(&dice),
      published: Int.random(in: 0..<6, using: &dice) == 0
        ? nil : "2026-03-\(10 + Int.random(in: 0..<15, using: &dice))", names: names, utterances: utterances,
      sentences: sentences)
  }

  @Test(arguments: 0..<12)
  func afterAnyEditsTheFilesAreThoseOfARunFromNothing(seed: UInt64) throws {
    var options = CorpusOptions()
    if seed % 4 == 0 { options.storyWindow = nil }
    let corpus = try Corpus(options: options, packs: [.english])
    var dice = SplitMix(state: seed)
    var documents: [String: (digest: DocumentDigest, fingerprint: UInt64)] = [:]
    func put(_ id: String, _ dice: inout SplitMix) { documents[id] = (Self.document(id, &dice), dice.next()) }
    for i in 0..<60 { put("d\(i)", &dice) }
    var memory: CorpusMemory?
    var standing: CorpusArtifacts?
    var parts: [[UInt8]] = []
    var wasRemade = 0
    for step in 0..<25 {
      if step > 0 {
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
          let id = documents.keys.sorted().randomElement(using: &dice)!
          switch Int.random(in: 0..<4, using: &dice) {
          case 0: documents[id] = nil
          case 1: put("n\(dice.next() % 1000)", &dice)
          default: put(id, &dice)
          }
        }
      }
      let order = documents.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var asked = 0
      var remade = corpus.remake(
        order.map { CorpusMember(id: $0, fingerprint: documents[$0]!.fingerprint) }, memory,
        { file in standing.map { StandingFile($0[file]) } },
        digests: { places in
          asked = max(asked, places.count)
          return places.map { documents[order[$0]]!.digest }
        }, part: { parts.indices.contains($0.offset) ? parts[$0.offset] : nil })
      if step > 0, asked < order.count { wasRemade += 1 }
      let now = remade.artifacts(standing)
      let whole = corpus.run(order.map { documents[$0]!.digest })
      #expect(now.entities == whole.entities, "entities, step \(step)")
      #expect(now.quotes == whole.quotes, "quotes, step \(step)")
      #expect(now.stories == whole.stories, "stories, step \(step)")
      // The hashes are those of the rows, whether they were made or went over.
      for (patched, file) in [
        (remade.entities, CorpusFile.entities), (remade.quotes, .quotes), (remade.stories, .stories),
      ] {
        guard let patched else { continue }
        let rows = try #require(file.rows(of: now[file]))
        let hashes = rows.map { row in now[file].withUnsafeBytes { corpus.rowHash(.init(rebasing: $0[row])) } }
        #expect(patched.rowHashes == hashes, "\(file), step \(step)")
      }
      standing = now
      if var places = remade.memory?.places {
        for d in remade.parts {
          let packed = remade.packed(d)
          places[d].kept = .init(offset: parts.count, length: packed.kept.count)
          places[d].telling = .init(offset: parts.count + 1, length: packed.telling.count)
          parts += [packed.kept, packed.telling]
        }
        remade.memory!.places = places
        // As it comes back from the disk.
        memory = remade.memory!.packed().withUnsafeBytes { CorpusMemory(packed: $0) }
        #expect(memory != nil)
      } else {
        memory = nil
      }
    }
    // Where a twin's number moves everything is made; that is not the rule.
    #expect(wasRemade > 8)
  }

  @Test func aWordThatBecomesCommonFindsNoPairs() throws {
    // Over four hundred documents share their words: who comes after them is found by nothing.
    func one(_ i: Int, _ salt: Int) -> DocumentDigest {
      let text = (0..<30).map { ScaleTests.word(7000 + ($0 + salt) % 40) }.joined(separator: " ") + "."
      return DocumentDigest(
        id: "d\(1000 + i)", language: "en", title: nil, published: "2026-03-\(10 + i % 3)", names: [], utterances: [],
        sentences: [StorySentence(id: "s", text: text, isSpeakerless: false)])
    }
    let corpus = try Corpus(options: CorpusOptions(), packs: [.english])
    var documents = (0..<430).map { one($0, 0) }
    func remake(_ memory: CorpusMemory?, _ standing: CorpusArtifacts?, _ parts: [[UInt8]], _ salts: [Int: Int])
      -> Remade
    {
      corpus.remake(
        documents.enumerated().map { .init(id: $1.id, fingerprint: UInt64($0 * 100 + (salts[$0] ?? 0))) }, memory,
        { file in standing.map { StandingFile($0[file]) } }, digests: { $0.map { documents[$0] } },
        part: { parts[$0.offset] })
    }
    var first = remake(nil, nil, [], [:])
    var places = first.memory!.places
    for d in first.parts {
      (places[d].kept, places[d].telling) = (.init(offset: 2 * d, length: 1), .init(offset: 2 * d + 1, length: 1))
    }
    first.memory!.places = places
    for place in [0, 200, 399, 400, 402, 429] {
      documents[place] = one(place, 20)
      let again = remake(
        first.memory, first.artifacts(nil),
        first.parts.flatMap { [first.packed($0).kept, first.packed($0).telling] }, [place: 1])
      #expect(again.artifacts(first.artifacts(nil)).stories == corpus.run(documents).stories, "\(place)")
      documents[place] = one(place, 0)
    }
  }

  @Test func aDamagedMemoryIsNotRead() throws {
    var dice = SplitMix(state: 5)
    let corpus = try Corpus(options: CorpusOptions(), packs: [.english])
    let digests = (0..<8).map { Self.document("d\($0)", &dice) }
    let bytes = corpus.make(digests, keeping: digests.indices.map { UInt64($0) }).remade.memory!.packed()
    for length in 0..<bytes.count {
      #expect(bytes[..<length].withUnsafeBytes { CorpusMemory(packed: $0) } == nil)
    }
    // Whatever a bit does, no index leads out of it.
    for at in bytes.indices {
      var damaged = bytes
      damaged[at] ^= 0x80
      _ = damaged.withUnsafeBytes { CorpusMemory(packed: $0) }
    }
  }
}

extension StandingFile {
  fileprivate init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { Array(bytes[$0]) }
  }
}

extension PatchedFile {
  fileprivate func bytes(_ standing: [UInt8]) -> [UInt8] {
    pieces.flatMap { piece in
      switch piece {
      case .made(let bytes): bytes
      case .standing(let range): Array(standing[range])
      }
    }
  }
}

extension Remade {
  /// The files as they are when this is written over those that stand.
  fileprivate func artifacts(_ standing: CorpusArtifacts?) -> CorpusArtifacts {
    CorpusArtifacts(
      entities: entities?.bytes(standing?.entities ?? []) ?? standing!.entities,
      quotes: quotes?.bytes(standing?.quotes ?? []) ?? standing!.quotes,
      stories: stories?.bytes(standing?.stories ?? []) ?? standing!.stories)
  }
}
