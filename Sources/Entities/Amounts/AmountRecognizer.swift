import Documents

/// Finds dates, times, durations, amounts of money, percentages, quantities and numbers, with normalized values.
///
/// Rules stand in entities/amounts/amounts.rules, words, units and currencies in the tables beside it, months, weekdays
/// and number words in common/. At a token the longest match wins, of two as long the rule that stands first; a match
/// is passed over as a whole, so mentions never overlap.
///
/// Where a name and an amount overlap, `EntityRecognizer` decides, by this order:
/// - a DATE, TIME, DURATION, MONEY or PERCENT wins over a name that lies inside it (`March`, `Sunday`);
/// - a name wins over a CARDINAL, ORDINAL or QUANTITY that it overlaps (`Group of Seven`, `Fifth Avenue`), and over a
///   DATE that lies inside it (`September 11 attacks`).
struct AmountRecognizer: Sendable {
  private let lexicon: AmountLexicon
  private let kinds: AmountScanner.Kinds
  private let rules: [AmountRule]
  /// What each rule may begin with, side by side: most are passed over by this alone.
  private let starts: [UInt64]

  /// Throws all mistakes of the language's data at once.
  init(pack: LanguagePack) throws(Diagnostics) {
    lexicon = try .made(of: pack)
    kinds = AmountScanner.Kinds(lexicon)
    var problems: [Diagnostic] = []
    var rules: [AmountRule] = []
    for stanza in try pack.rules(Self.file, fields: AmountRule.fields, required: ["type", "pattern", "example"]) {
      do throws(Diagnostics) {
        rules.append(try AmountRule(stanza, lexicon))
      } catch {
        problems += error.list
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.rules = rules
    starts = rules.map(\.starts)
  }

  static let file = "entities/amounts/amounts.rules"

  /// In order of place, without ids; a relative date's value is counted from `document.published`.
  func run(_ document: NormalizedDocument, _ sentences: SentencesArtifact) -> [Mention] {
    var mentions: [Mention] = []
    let vocabulary = sentences.vocabulary(document.text)
    let openings = vocabulary.map(document.text) { AmountScanner.opening($0, lexicon) }
    let published = document.published.flatMap { CalendarDate(iso: $0) }
    document.text.bytes.withUnsafeBufferPointer { text in
      sentences.tokens.withUnsafeBufferPointer { tokens in
        vocabulary.numbers.withUnsafeBufferPointer { numbers in
          openings.withUnsafeBufferPointer { openings in
            let words = AmountScanner.Words(numbers: numbers, openings: openings)
            let scanner = AmountScanner(text: text, tokens: tokens, words: words, lexicon: lexicon, kinds: kinds)
            find(scanner, published, sentences.sentences, &mentions)
          }
        }
      }
    }
    return mentions
  }

  private func find(
    _ scanner: AmountScanner, _ published: CalendarDate?, _ sentences: [Sentence], _ mentions: inout [Mention]
  ) {
    var scanner = scanner
    var captures: [AmountCapture] = []
    var values = AmountValues(scanner: scanner, published: published)
    for (index, sentence) in sentences.enumerated() {
      scanner.limit = sentence.tokens.upperBound
      values.scanner.limit = scanner.limit
      var i = sentence.tokens.lowerBound
      while i < sentence.tokens.upperBound {
        let starts = scanner.begin(at: i)
        guard starts != 0, let found = best(starts, scanner, values, at: i, sentence.tokens, &captures) else {
          i += 1
          continue
        }
        mentions.append(
          Mention(
            id: "", span: Span(scanner.tokens[i].start, scanner.tokens[found.end - 1].end), type: found.rule.type,
            sentence: index, value: found.value, unit: found.unit, rule: found.rule.id))
        i = found.end
      }
    }
  }

  private func best(
    _ starts: UInt64, _ scanner: AmountScanner, _ values: AmountValues, at i: Int, _ sentence: Range<Int>,
    _ captures: inout [AmountCapture]
  ) -> (rule: AmountRule, end: Int, value: String?, unit: String?)? {
    var best: (rule: AmountRule, end: Int, value: String?, unit: String?)?
    for place in self.starts.indices where self.starts[place] & starts != 0 {
      let rule = rules[place]
      guard let end = rule.match(scanner, at: i, captures: &captures), end > best?.end ?? i,
        rule.allows(scanner, i, end, sentence: sentence),
        let (value, unit) = values.make(rule, captures, sentence: sentence)
      else { continue }
      best = (rule, end, value, unit)
    }
    return best
  }
}
