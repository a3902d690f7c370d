public import Documents
import Entities

/// What the rules of a run's configuration say of one document, for those who ask why.
public struct Reasons {
  /// The language's tables and rules, the user's own among them.
  public let pack: LanguagePack

  /// Nil where no pack knows the language.
  public init?(_ configuration: Configuration, language: String) throws(Diagnostics) {
    guard let pack = try LanguagePacks.load(configuration).first(where: { $0.code == language }) else { return nil }
    self.pack = pack
  }

  /// What the words at a byte of the text could have been named, the strongest first, each with the rules that spoke
  /// for it and what became of it.
  public func names(
    at byte: Int, _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws(Diagnostics) -> [String] {
    let recognizer = try EntityRecognizer(options: EntitiesOptions(), pack: pack)
    return recognizer.candidates(at: byte, document, sentences).map { line($0, document.text) }
  }

  /// "PERSON 9.3 “Ada Okafor”: person.given-family 8, person.speaks +1.6: chosen"
  private func line(_ candidate: NameCandidate, _ text: SourceText) -> String {
    func number(_ score: Float) -> String { "\((score * 10).rounded() / 10)" }
    let why = candidate.reasons.enumerated().map { i, reason in
      "\(reason.rule) \(i > 0 && reason.score > 0 ? "+" : "")\(number(reason.score))"
    }
    let outcome =
      switch candidate.outcome {
      case .chosen: "chosen"
      case .otherType(let type): "lost: the words are more of \(type.rawValue)"
      case .otherCut(let type, let span):
        "lost to \(type.rawValue) “\(text.string(span))”: that cut of the words adds up to more"
      case .tooLittle: "lost: too little for a name"
      }
    return "\(candidate.type.rawValue) \(number(candidate.score)) “\(text.string(candidate.span))”: "
      + why.joined(separator: ", ") + ": " + outcome
  }
}
