public import Documents

/// What some words could have been named, what spoke for it, and what became of it.
public struct NameCandidate: Sendable {
  public enum Outcome: Sendable, Hashable {
    case chosen
    /// The same words are more of another type.
    case otherType(EntityType)
    /// Another cut of the words has the higher sum.
    case otherCut(EntityType, Span)
    /// What speaks for it is less than the least score of a name.
    case tooLittle
  }

  public var span: Span
  public var type: EntityType
  public var score: Float
  /// Rules with what each gave to this type, in the order in which they were asked.
  public var reasons: [(rule: String, score: Float)]
  public var outcome: Outcome
}

/// What could be a name around one place of a text: filled by the finder when somebody asks why.
final class NameTrace {
  private let at: Int32
  private var candidates: [NameCandidate] = []

  /// Of the names that cover the byte at `at`.
  init(at: Int) { self.at = Int32(at) }

  func covers(_ start: Int32, _ end: Int32) -> Bool { start <= at && at < end }

  /// Writes down the types of one stretch that have anything for them.
  func add(
    _ tokens: Slice<UnsafeBufferPointer<NameToken>>, _ own: Scores, _ scores: Scores, _ best: Int,
    _ basis: Segment.Basis, _ context: [ContextRules.Rule]
  ) {
    let span = Span(Int(tokens.first!.start), Int(tokens.last!.end))
    for type in NameType.allCases {
      let t = type.rawValue
      guard scores[t] > 0 || t == best, own[t] > -8 else { continue }
      var reasons: [(rule: String, score: Float)] = [(basis.id, own[t])]
      for rule in context where rule.gives[t] != 0 { reasons.append((rule.id, rule.gives[t])) }
      // What is left is the document's: the name elsewhere, the names beside it, what stands before.
      let rest = reasons.reduce(scores[t]) { $0 - $1.score }
      if abs(rest) > 0.05 { reasons.append(("name.elsewhere", rest)) }
      candidates.append(
        NameCandidate(span: span, type: type.type, score: scores[t], reasons: reasons, outcome: .tooLittle))
    }
  }

  /// The candidates, the strongest first, with what became of them.
  func judged(by mentions: [Mention]) -> [NameCandidate] {
    let chosen = mentions.first { $0.span.start <= at && at < $0.span.end }
    let type = chosen.flatMap { chosen in NameType.allCases.first { $0.type == chosen.type } }
    var result = candidates
    for i in result.indices {
      guard let chosen, let type else { continue }
      let span = result[i].span
      if span == chosen.span || (span.contains(chosen.span) && span.count - chosen.span.count <= 4) {
        result[i].outcome = result[i].type == type.type ? .chosen : .otherType(type.type)
      } else {
        result[i].outcome = .otherCut(type.type, chosen.span)
      }
    }
    return result.sorted { $0.score > $1.score }
  }
}

extension EntityRecognizer {
  /// What the words at a byte of the text could have been named, the strongest first: for those who ask why.
  public func candidates(
    at byte: Int, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) -> [NameCandidate] {
    let trace = NameTrace(at: byte)
    return trace.judged(by: names.run(document, sentences, trace: trace))
  }
}
