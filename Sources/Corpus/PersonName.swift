import Documents

/// The words of a person's name that are not names: particles, suffixes, titles (corpus/particles.tsv).
struct NameWords: Sendable {
  let particles: Set<String>
  let suffixes: Set<String>
  let titles: Set<String>

  init(pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("corpus/particles.tsv", columns: ["word", "kind", "example"], allowMissing: true)
    var kinds: [String: Set<String>] = [:]
    var problems: [Diagnostic] = []
    for row in table.rows {
      guard ["particle", "suffix", "title"].contains(row[1]) else {
        problems.append(
          table.diagnostic("R014", row, "kind \"\(row[1])\" is unknown", help: "particle, suffix or title"))
        continue
      }
      kinds[row[1], default: []].insert(row[0])
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    particles = kinds["particle"] ?? []
    suffixes = kinds["suffix"] ?? []
    titles = kinds["title"] ?? []
  }
}

/// A person's name taken apart for comparison.
struct PersonName: Sendable {
  /// Words in plain form, without titles, particles and suffixes.
  var plain: [String]
  /// Their skeletons.
  var words: [String]
  var suffix: String?
  /// The first eight bytes of the first given name: most names differ in them.
  private var head: UInt64 = 0

  init(_ name: String, _ folding: NameFolding, _ kinds: NameWords) {
    var parts = folding.plain(name).split(separator: " ").map(String.init)
    while parts.count > 1, kinds.titles.contains(parts[0]) { parts.removeFirst() }
    while parts.count > 1, let last = parts.last, kinds.suffixes.contains(last) { suffix = parts.removeLast() }
    let kept = parts.enumerated().filter { $0.offset == parts.count - 1 || !kinds.particles.contains($0.element) }
    plain = kept.map(\.element)
    words = plain.map(folding.skeleton)
    if let first = given.first { for byte in first.utf8.prefix(8) { head = head << 8 | UInt64(byte) } }
  }

  /// Names that both have such a mark and not the same are two people's; nil for an initial, or where not all of it is ASCII.
  var mark: UInt64? { head > 0xFF && head & 0x8080_8080_8080_8080 == 0 ? head : nil }

  var last: String { words.last ?? "" }
  /// Without the last name.
  var given: ArraySlice<String> { words.dropLast() }
  var isFull: Bool { words.count > 1 }

  /// The rule by which two full names with one last name are one person's, or nil where they are not.
  func rule(_ other: PersonName) -> String? {
    if let own = mark, let others = other.mark, own != others { return nil }
    guard last == other.last, let a = given.first, let b = other.given.first else { return nil }
    if let x = suffix, let y = other.suffix, x != y { return nil }
    if plain == other.plain { return "person.same-name" }
    var rule = plain.last == other.plain.last && a == b && words == other.words ? "person.spelling" : ""
    if a != b {
      guard Self.isInitial(a, of: b) || Self.isInitial(b, of: a) else { return nil }
      rule = "person.initial"
    }
    let (m, n) = (given.dropFirst(), other.given.dropFirst())
    if m.isEmpty != n.isEmpty {
      if rule.isEmpty || rule == "person.spelling" { rule = "person.middle-name" }
    } else {
      for (x, y) in zip(m, n) where x != y {
        guard Self.isInitial(x, of: y) || Self.isInitial(y, of: x) else { return nil }
        if rule.isEmpty { rule = "person.middle-name" }
      }
    }
    return rule.isEmpty ? "person.spelling" : rule
  }

  private static func isInitial(_ a: String, of b: String) -> Bool { a.utf8.count == 1 && b.hasPrefix(a) }
}
