import Documents

extension NameRecognizer {
  /// Runs the examples that stand beside the context rules: `[[PERSON Ada Okafor]]` must be found so in an `example`,
  /// and must not in a `counter`.
  func checkExamples() -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for stanza in rules.stanzas {
      for (field, wanted) in [("example", true), ("counter", false)] {
        for value in stanza.values(field) {
          guard let example = NameExample(value) else {
            problems.append(
              stanza.diagnostic(
                "E121", "the \(field) marks no name", help: "mark it as [[PERSON Ada Okafor]]", field: field))
            continue
          }
          let found = names(in: example.text)
          for mark in example.marks where found.contains(mark) != wanted {
            let name = String(decoding: Array(example.text.utf8)[mark.span.range], as: UTF8.self)
            let got = found.first { $0.span.overlaps(mark.span) }
            problems.append(
              stanza.diagnostic(
                "E122", "\(field): \(mark.type.rawValue) \"\(name)\" is \(wanted ? "not found" : "found")",
                help: got.map { "found there: \($0.type.rawValue)" } ?? "", field: field))
          }
        }
      }
    }
    return problems
  }

  /// The names of one sentence that stands alone.
  func names(in text: String) -> [NameExample.Mark] {
    let source = SourceText(text)
    let whole = Span(0, source.count)
    let info = SourceInfo(path: "", bytes: 0, sha256: "", mediaType: "text/plain", encoding: "utf-8")
    let document = NormalizedDocument(
      id: "", source: info, text: source, blocks: [Block(.paragraph, whole)], language: "")
    let sentence = Sentence(id: "", span: whole, block: 0, tokens: 0..<0)
    return run(document, SentencesArtifact(sentences: [sentence], tokens: [])).map {
      .init(span: $0.span, type: $0.type)
    }
  }
}

/// A sentence with the names marked that are in it: `[[GPE Lagos]] is a port`.
struct NameExample {
  struct Mark: Hashable {
    var span: Span
    var type: EntityType
  }

  private(set) var text = ""
  private(set) var marks: [Mark] = []

  /// Nil where no name is marked, or a type is unknown.
  init?(_ marked: String) {
    var rest = marked[...]
    var bytes = 0
    while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
      let inside = rest[open.upperBound..<close.lowerBound]
      guard let space = inside.firstIndex(of: " "), let type = EntityType(rawValue: String(inside[..<space])) else {
        return nil
      }
      let name = inside[inside.index(after: space)...]
      text += rest[..<open.lowerBound]
      bytes = text.utf8.count
      text += name
      marks.append(Mark(span: Span(bytes, bytes + name.utf8.count), type: type))
      rest = rest[close.upperBound...]
    }
    guard !marks.isEmpty else { return nil }
    text += rest
  }
}
