import Documents

/// What the summarizer knows of a language: weights of words and features, openings, residue, pronouns.
struct SummaryLanguage: Sendable {
  enum Opening: Int32 {
    case pronoun = 1
    case connective, pointer, narrator, residue
  }

  let terms: TermWeights
  let weights: Weights
  private let openings: PhraseTable
  private let firstPersons: PhraseTable

  init(pack: LanguagePack) throws(Diagnostics) {
    terms = try TermWeights(pack: pack)
    weights = try Weights(pack: pack)
    var problems: [Diagnostic] = []
    var phrases = PhraseTable(folding: true, capacity: 256)
    let table = try pack.table(
      "summaries/openings.tsv", columns: ["phrase", "class", "example"], allowMissing: true)
    for row in table.rows {
      switch row[1] {
      case "pronoun": phrases.insert(row[0], Opening.pronoun.rawValue)
      case "connective": phrases.insert(row[0], Opening.connective.rawValue)
      case "pointer": phrases.insert(row[0], Opening.pointer.rawValue)
      case "narrator": phrases.insert(row[0], Opening.narrator.rawValue)
      default:
        problems.append(
          table.diagnostic(
            "R011", row, "class \"\(row[1])\" is unknown", help: "pronoun, connective, pointer or narrator"))
      }
    }
    let residue = try pack.table("summaries/residue.tsv", columns: ["phrase", "example"], allowMissing: true)
    for row in residue.rows { phrases.insert(row[0], Opening.residue.rawValue) }
    openings = phrases
    var persons = PhraseTable(folding: true, capacity: 64)
    let pronouns = try pack.table("common/pronouns.tsv", columns: ["pronoun", "person"], allowMissing: true)
    let (word, person) = (pronouns.column("pronoun") ?? 0, pronouns.column("person") ?? 1)
    for row in pronouns.rows where row[person] == "1" || row[person] == "2" { persons.insert(row[word], 1) }
    firstPersons = persons
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// How a sentence opens, past quotation marks and brackets; nil where it can stand alone.
  func opening(_ sentence: Sentence, _ artifact: SentencesArtifact, _ text: SourceText) -> Opening? {
    text.bytes.withUnsafeBufferPointer { bytes in
      artifact.tokens.withUnsafeBufferPointer { opening(bytes, UnsafeBufferPointer(rebasing: $0[sentence.tokens])) }
    }
  }

  /// The same over bytes and the spans of their words or tokens.
  func opening(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: [Span]) -> Opening? {
    tokens.withUnsafeBufferPointer { opening(bytes, $0) }
  }

  private func opening(_ bytes: UnsafeBufferPointer<UInt8>, _ tokens: UnsafeBufferPointer<Span>) -> Opening? {
    var first = 0
    while first < tokens.count, !Self.isWord(bytes, tokens[first]) { first += 1 }
    guard first < tokens.count else { return .residue }
    let limit = min(tokens.count, first + 6)
    return openings.longestMatch(in: bytes, tokens: tokens, from: first, limit: limit)
      .flatMap { Opening(rawValue: $0.value) }
  }

  /// Whether a token is a pronoun of the first or second person; in capitals it may be a name ("US").
  func isFirstPerson(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
    if token.count > 1, token.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) { return false }
    return firstPersons.value(token) != nil
  }

  static func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ token: Span) -> Bool {
    guard !token.isEmpty else { return false }
    let (scalar, _) = UTF8Scalars.decode(bytes, at: token.start, end: token.end)
    return Letters.isLetter(scalar) || Letters.isDigit(scalar)
  }

  /// The features' weights, in the order of `Feature`.
  struct Weights: Sendable {
    private(set) var of: [Float]
    /// The largest cosine with a chosen sentence that is allowed.
    private(set) var cap: Float = 0.5

    init(pack: LanguagePack) throws(Diagnostics) {
      of = Array(repeating: 0, count: Feature.allCases.count)
      let table = try pack.table("summaries/weights.tsv", columns: ["feature", "weight", "meaning"])
      var problems: [Diagnostic] = []
      for row in table.rows {
        guard let value = Float(row[1]), value.isFinite else {
          problems.append(table.diagnostic("R012", row, "weight \"\(row[1])\" is no number"))
          continue
        }
        if row[0] == "cap" {
          cap = value
        } else if let feature = Feature.byName[row[0]] {
          of[feature.rawValue] = value
        } else {
          let known = Feature.allCases.map(\.name).joined(separator: ", ")
          problems.append(
            table.diagnostic("R012", row, "feature \"\(row[0])\" is unknown", help: "known: \(known), cap"))
        }
      }
      guard problems.isEmpty else { throw Diagnostics(problems) }
    }
  }
}

/// What a sentence is judged by; cases in byte order of their names, as `why` lists them.
enum Feature: Int, CaseIterable, Sendable {
  case amount, before, bigrams, bracket, centroid, colon, coverage, date, depth, digits, firstPerson, frequency, fresh
  case fullName, introduces, later, lead, leadLikeness, length, list, long, newNames, opensQuoted, person, position
  case question, quotation, quoted, rarity, redundancy, references, root, salience, salient, short, stopWords, tiny
  case told, weight

  /// The name in weights.tsv and in `why`.
  var name: String { Self.names[rawValue] }

  /// Once and for all: to describe a case asks the runtime for its name.
  private static let names: [String] = allCases.map { feature in
    switch feature {
    case .firstPerson: "first-person"
    case .fullName: "full-name"
    case .leadLikeness: "lead-likeness"
    case .newNames: "new-names"
    case .opensQuoted: "opens-quoted"
    case .stopWords: "stop-words"
    default: String(describing: feature)
    }
  }

  static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
