public import Documents

/// Runs the examples and counter examples of entities/amounts/amounts.rules.
public enum AmountExamples {
  /// All examples are read as if published on this day, a Wednesday.
  public static let published = "2025-03-12"

  /// What is wrong with the pack's rules or their examples; `sentences` is the stage before.
  public static func check(
    _ pack: LanguagePack, sentences: (NormalizedDocument) -> SentencesArtifact?
  ) -> [Diagnostic] {
    do throws(Diagnostics) {
      let recognizer = try AmountRecognizer(pack: pack)
      let stanzas = try pack.rules(AmountRecognizer.file, fields: AmountRule.fields)
      var problems: [Diagnostic] = []
      for stanza in stanzas {
        for field in ["example", "counter"] {
          for text in stanza.values(field) {
            let example = Example(text)
            let source = SourceText(utf8: example.text)
            let info = SourceInfo(path: "", bytes: 0, sha256: "", mediaType: "text/plain", encoding: "utf-8")
            var document = NormalizedDocument(
              id: "", source: info, text: source, blocks: [Block(.paragraph, Span(0, source.count))],
              language: pack.code)
            document.published = published
            guard let tokens = sentences(document) else { continue }
            let all = recognizer.run(document, tokens)
            let found = all.filter { $0.rule == stanza.id }
            let got = all.map { "\(source.string($0.span)) => \(value($0)) (\($0.rule))" }.joined(separator: ", ")
            if field == "counter" {
              guard found.isEmpty else {
                problems.append(
                  stanza.diagnostic("E131", "the counter example matches", help: "found: \(got)", field: field))
                continue
              }
            } else if found.map(\.span) != example.spans
              || example.value.map({ wanted in found.first.map { value($0) } != wanted }) ?? false
            {
              problems.append(
                stanza.diagnostic(
                  "E132", "the example is not met: \(text)", help: got.isEmpty ? "nothing is found" : "found: \(got)",
                  field: field))
            }
          }
        }
      }
      return problems
    } catch {
      return error.list
    }
  }

  private static func value(_ mention: Mention) -> String {
    (mention.value ?? "null") + (mention.unit.map { " " + $0 } ?? "")
  }

  /// `It cost [[$5]]. => 5 USD`
  private struct Example {
    var text: [UInt8] = []
    var spans: [Span] = []
    var value: String?

    init(_ marked: String) {
      let bytes = Array(marked.utf8)
      var open = 0
      var i = 0
      while i < bytes.count {
        let next = i + 1 < bytes.count ? bytes[i + 1] : 0
        if bytes[i] == UInt8(ascii: "["), next == bytes[i] {
          open = text.count
          i += 2
        } else if bytes[i] == UInt8(ascii: "]"), next == bytes[i] {
          spans.append(Span(open, text.count))
          i += 2
        } else if bytes[i] == UInt8(ascii: "="), next == UInt8(ascii: ">") {
          value = String(decoding: bytes[min(bytes.count, i + 3)...], as: UTF8.self)
          while text.last == 0x20 { text.removeLast() }
          return
        } else {
          text.append(bytes[i])
          i += 1
        }
      }
    }
  }
}
