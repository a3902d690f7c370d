import Documents
import Foundation
import Testing

@testable import Corpus
@testable import Summaries

/// Invented stories, each told by two outlets in other words, with names of their own and a vocabulary that all share.
///
/// `NIGHTDESK_SCALE=100000 swift test --filter ScaleTests` shows the time and memory of that many documents.
@Suite struct ScaleTests {
  /// A sequence of numbers that looks random and is the same everywhere (Steele et al. 2014).
  struct Numbers {
    var state: UInt64
    mutating func next(_ limit: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(limit))
    }
  }

  static let syllables = [
    "ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "na", "ke", "li", "mo", "zu", "fa", "pe",
  ]

  static func word(_ number: Int) -> String {
    var text = ""
    var rest = number
    for _ in 0..<5 {
      text += syllables[rest % 16]
      rest /= 16
    }
    return text
  }

  static func digests(_ count: Int) -> [DocumentDigest] {
    (0..<count).map { i in
      let story = i / 2
      var shared = Numbers(state: UInt64(story))
      var own = Numbers(state: UInt64(1_000_000_000 + i))
      // Names are of one story, words mostly of it; some of both are everybody's.
      let names = (0..<6).map { _ in
        word(shared.next(1_000_000)).capitalized + " " + word(shared.next(1_000_000)).capitalized
      }
      let topic = (0..<60).map { _ in word(shared.next(40_000)) }
      let sentences = (0..<12).map { s in
        var words = (0..<14).map { _ in own.next(3) == 0 ? word(own.next(3_000)) : topic[own.next(60)] }
        words.insert(names[s % 6], at: 3)
        return StorySentence(id: "s\(s)", text: words.joined(separator: " ") + ".", isSpeakerless: false)
      }
      var entities = names.enumerated().map { k, name in
        DocumentDigest.Name(
          id: "e\(k)", type: .person, name: name, aliases: [], roles: [], gender: nil, mentions: 1 + own.next(4))
      }
      entities.append(
        DocumentDigest.Name(
          id: "g", type: .gpe, name: word(own.next(50)).capitalized, aliases: [], roles: [], gender: nil, mentions: 2))
      let quote = (0..<10).map { _ in word(shared.next(40_000)) }.joined(separator: " ")
      return DocumentDigest(
        id: String(format: "d%07d", i), language: "en", title: sentences[0].text,
        published: String(format: "2025-%02d-%02d", 1 + story % 12, 1 + story / 12 % 28), names: entities,
        utterances: [
          .init(id: "q", text: i % 2 == 0 ? quote : "well " + quote, speaker: 0, speakerName: names[0])
        ], sentences: sentences)
    }
  }

  @Test func everyStoryIsFoundAmongManyAndNothingElseIsJoined() throws {
    let count = ProcessInfo.processInfo.environment["NIGHTDESK_SCALE"].flatMap(Int.init) ?? 1000
    let digests = Self.digests(count)
    let corpus = try Corpus(options: CorpusOptions(), packs: [.english])
    let start = Date()
    let artifacts = corpus.run(digests)
    if count > 1000 {
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let seconds = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
      print(
        "\(count) documents: \(Date().timeIntervalSince(start)) s, processor \(seconds) s, \(usage.ru_maxrss / 1024) MB"
      )
    }
    let read = { (bytes: [UInt8], key: String) in
      ((try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any])?[key] as? [[String: Any]] ?? []
    }
    let stories = read(artifacts.stories, "stories")
    #expect(stories.count == count / 2)
    #expect(
      stories.allSatisfy { ($0["documents"] as? [String])?.count == 2 })
    #expect(read(artifacts.quotes, "quotes").count == count / 2)
    // Six people a story, and the fifty places that all share.
    #expect(read(artifacts.entities, "entities").count == count / 2 * 6 + 50)
  }
}
