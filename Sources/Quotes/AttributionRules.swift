public import Documents

/// The measured precision of each rule, and the examples that show it (attribution.rules).
struct AttributionRules: Sendable {
  private static let file = "quotes/attribution.rules"
  private var confidences: [Double]
  let stanzas: [RuleStanza]

  init(_ pack: LanguagePack) throws(Diagnostics) {
    stanzas = try pack.rules(
      Self.file, fields: ["why", "confidence", "example", "counter"],
      required: ["why", "confidence", "example", "counter"])
    var problems: [Diagnostic] = []
    confidences = Array(repeating: -1, count: Rule.allCases.count)
    for stanza in stanzas {
      guard let rule = Rule(rawValue: stanza.id) else {
        problems.append(
          stanza.diagnostic(
            "R020", "no rule is called \"\(stanza.id)\"",
            help: "known: " + Rule.allCases.map(\.rawValue).joined(separator: ", ")))
        continue
      }
      guard let value = stanza.value("confidence").flatMap(Double.init), (0...1).contains(value) else {
        problems.append(
          stanza.diagnostic("R021", "confidence is no number from 0 to 1", help: "write 0.75", field: "confidence"))
        continue
      }
      confidences[rule.index] = value
    }
    // A rule that a user's layer silences has no stanza: what it finds is left out.
    guard problems.isEmpty else { throw Diagnostics(problems) }
  }

  /// The rule's measured precision, or nil where it is silenced.
  func confidence(_ rule: Rule) -> Double? {
    let value = confidences[rule.index]
    return value < 0 ? nil : value
  }
}

extension Rule {
  var index: Int { Self.allCases.firstIndex(of: self)! }
}

extension QuoteFinder {
  /// Compiles this stage's data and runs every example and counter example.
  public static func check(_ pack: LanguagePack) -> [Diagnostic] {
    let finder: QuoteFinder
    do {
      finder = try QuoteFinder(options: QuotesOptions(), pack: pack)
    } catch {
      return error.list
    }
    var problems: [Diagnostic] = []
    for stanza in finder.rules.stanzas {
      for field in stanza.fields where field.name == "example" || field.name == "counter" {
        if let message = finder.failure(field, rule: stanza.id) {
          problems.append(
            Diagnostic(
              "R022", message, help: "mend the example, or the data it shows", file: stanza.file, line: field.line))
        }
      }
    }
    return problems
  }

  /// What is wrong with an example or counter example, or nil.
  private func failure(_ field: RuleStanza.Field, rule: String) -> String? {
    let parts = split(field.value, "=>")
    guard let (document, sentences) = ExampleText.parse(parts[0]) else { return "the example has no text" }
    guard
      let quotes = try? run(
        document, sentences, EntitiesArtifact(mentions: [], entities: [], references: [])
      ).quotes
    else { return "the stage failed on the example" }
    let found = quotes.filter { $0.rule == rule }
    if field.name == "counter" {
      return found.first.map { "the counter example gives [\(document.text.string($0.span))]" }
    }
    guard parts.count == 2 else { return "an example is a text, \"=>\", the content, \"|\", the speaker" }
    let wanted = split(parts[1], "|")
    guard wanted.count == 2 else { return "an example is a text, \"=>\", the content, \"|\", the speaker" }
    let seen = quotes.map {
      "\($0.rule) [\(document.text.string($0.span))] \($0.speaker.map { document.text.string($0.span) } ?? "nobody")"
    }
    let matches = found.contains {
      document.text.string($0.span) == wanted[0]
        && ($0.speaker.map { document.text.string($0.span) } ?? "nobody") == wanted[1]
    }
    return matches
      ? nil : "the example is not found; found: " + (seen.isEmpty ? "nothing" : seen.joined(separator: "; "))
  }

  /// Parts of a text between two-or-one-byte separators, without the spaces around them.
  private func split(_ text: String, _ separator: String) -> [String] {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    var parts: [String] = []
    var start = 0
    var i = 0
    func add(_ end: Int) {
      var a = start
      var b = end
      while a < b, bytes[a] == 0x20 { a += 1 }
      while b > a, bytes[b - 1] == 0x20 { b -= 1 }
      parts.append(String(decoding: bytes[a..<b], as: UTF8.self))
    }
    while i + mark.count <= bytes.count {
      if Array(bytes[i..<(i + mark.count)]) == mark {
        add(i)
        i += mark.count
        start = i
      } else {
        i += 1
      }
    }
    add(bytes.count)
    return parts
  }
}

/// A document of an example's text: paragraphs end at "¶", sentences at a stop before a capital, tokens at spaces and
/// punctuation. Only for examples: articles come from the stages before.
private enum ExampleText {
  static func parse(_ text: String) -> (NormalizedDocument, SentencesArtifact)? {
    var bytes: [UInt8] = []
    var blocks: [Block] = []
    for paragraph in text.split(separator: "¶") {
      let trimmed = paragraph.utf8.drop { $0 == 0x20 }
      guard !trimmed.isEmpty else { continue }
      if !bytes.isEmpty { bytes += [0x0A, 0x0A] }
      let start = bytes.count
      bytes += Array(trimmed)
      while bytes.last == 0x20 { bytes.removeLast() }
      blocks.append(Block(.paragraph, Span(start, bytes.count)))
    }
    guard !blocks.isEmpty else { return nil }
    let source = SourceInfo(path: "example", bytes: bytes.count, sha256: "", mediaType: "text/plain", encoding: "utf-8")
    let document = NormalizedDocument(
      id: "example", source: source, text: SourceText(utf8: bytes), blocks: blocks, language: "en")
    var result = SentencesArtifact(sentences: [], tokens: [])
    bytes.withUnsafeBufferPointer { bytes in
      for (index, block) in blocks.enumerated() {
        var first = result.tokens.count
        var i = block.span.start
        func close(_ end: Int) {
          guard result.tokens.count > first else { return }
          let span = Span(result.tokens[first].start, end)
          result.sentences.append(
            Sentence(
              id: "s\(result.sentences.count)", span: span, block: index, tokens: first..<result.tokens.count))
          first = result.tokens.count
        }
        while i < block.span.end {
          let (scalar, width) = UTF8Scalars.decode(bytes, at: i, end: block.span.end)
          if Letters.isSpace(scalar) {
            i += width
            continue
          }
          var end = i + width
          if Letters.isLetter(scalar) || Letters.isDigit(scalar) {
            while end < block.span.end {
              let (next, w) = UTF8Scalars.decode(bytes, at: end, end: block.span.end)
              guard Letters.isLetter(next) || Letters.isDigit(next) || next == 0x27 || next == 0x2019 || next == 0x2D
              else { break }
              end += w
            }
          }
          result.tokens.append(Span(i, end))
          i = end
          // A sentence ends at a stop, or a mark behind one, before a space and a capital or an opening mark.
          guard i < block.span.end, bytes[i] == 0x20 else { continue }
          let last = result.tokens.count - 1
          let stop =
            ends(bytes, result.tokens[last])
            || last > 0 && closes(bytes, result.tokens[last]) && ends(bytes, result.tokens[last - 1])
          let (next, _) = UTF8Scalars.decode(bytes, at: i + 1, end: block.span.end)
          if stop, Letters.isUpper(next) || next == 0x22 || next == 0x201C { close(i) }
        }
        close(block.span.end)
      }
    }
    return (document, result)
  }

  private static func ends(_ bytes: UnsafeBufferPointer<UInt8>, _ token: Span) -> Bool {
    token.count == 1 && [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(bytes[token.start])
  }

  private static func closes(_ bytes: UnsafeBufferPointer<UInt8>, _ token: Span) -> Bool {
    let (scalar, _) = UTF8Scalars.decode(bytes, at: token.start, end: token.end)
    return scalar == 0x22 || scalar == 0x201D
  }
}
