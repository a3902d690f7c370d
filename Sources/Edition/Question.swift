public import Documents

/// A question in words ("what did Okafor say about the dam"), taken apart by the patterns of query/questions.tsv.
public struct Question: Sendable, Hashable {
  /// Words of the speaker's name.
  public var speaker: [String]
  /// Words of what was said.
  public var about: [String]

  public init(speaker: [String], about: [String]) {
    self.speaker = speaker
    self.about = about
  }
}

/// The questions of one language.
public struct Questions: Sendable {
  private enum Part: Sendable, Hashable {
    case words(Set<String>)
    case speaker
    case about
  }

  private var patterns: [[Part]] = []
  private var ignored: Set<String> = []

  /// Throws the mistakes of the tables; an example that its pattern does not fit is one. A pack may have none of them.
  public init(pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("query/questions.tsv", columns: ["pattern", "example"], allowMissing: true)
    for row in try pack.table("query/ignored.tsv", columns: ["word"], allowMissing: true).rows {
      ignored.insert(row[0])
    }
    var problems: [Diagnostic] = []
    for row in table.rows {
      let pattern = row[0].split(separator: " ").map { part -> Part in
        switch part {
        case "(speaker)": .speaker
        case "(about)": .about
        default: .words(Set(part.split(separator: "|").map(String.init)))
        }
      }
      patterns.append(pattern)
      guard let arrow = row[1].firstRange(of: " => ") else {
        problems.append(table.diagnostic("R013", row, "the example has no \"=>\""))
        continue
      }
      let wanted = row[1][arrow.upperBound...].split(separator: "|", omittingEmptySubsequences: false)
        .map { words(String($0)) }
      let found = read([String(row[1][..<arrow.lowerBound])])
      if wanted.count != 2 || found != Question(speaker: wanted[0], about: wanted[1]) {
        problems.append(
          table.diagnostic(
            "R013", row, "the example is read as \(found.map { "\($0.speaker) \($0.about)" } ?? "nothing")"))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// What the arguments ask, or nil if no pattern fits them.
  public func read(_ arguments: [String]) -> Question? {
    let words = SearchWords.all(arguments.joined(separator: " "))
    for pattern in patterns {
      var found: [Part: Range<Int>] = [:]
      if fits(pattern[...], words[...], &found) {
        func kept(_ part: Part) -> [String] { found[part].map { words[$0].filter { !ignored.contains($0) } } ?? [] }
        return Question(speaker: kept(.speaker), about: kept(.about))
      }
    }
    return nil
  }

  /// The words of a text that are looked for.
  public func words(_ text: String) -> [String] { SearchWords.all(text).filter { !ignored.contains($0) } }

  private func fits(_ pattern: ArraySlice<Part>, _ words: ArraySlice<String>, _ found: inout [Part: Range<Int>]) -> Bool
  {
    guard let part = pattern.first else { return words.isEmpty }
    guard let word = words.first else { return false }
    if case .words(let wanted) = part {
      return wanted.contains(word) && fits(pattern.dropFirst(), words.dropFirst(), &found)
    }
    // The shortest that lets the rest fit.
    for end in (words.startIndex + 1)..<(words.endIndex + 1) {
      guard fits(pattern.dropFirst(), words[end...], &found) else { continue }
      let taken = words.startIndex..<end
      if words[taken].allSatisfy(ignored.contains) { return false }
      found[part] = taken
      return true
    }
    return false
  }
}
