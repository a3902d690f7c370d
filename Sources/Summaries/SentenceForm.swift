import Documents

/// How a sentence looks: quotation marks and what stands in them, brackets, digits, who speaks.
struct SentenceForm {
  /// The share of its words that stand in quotation marks.
  var quoted: Float = 0
  var hasQuotation = false
  var opensQuoted = false
  var isQuestion = false
  /// Speaks of I, we or you outside the marks.
  var isFirstPerson = false
  var hasBracket = false
  var hasColon = false
  var hasDigit = false

  /// Reads the forms of sentences in document order.
  struct Reader {
    private let document: NormalizedDocument
    private let artifact: SentencesArtifact
    /// What each different word of the document is.
    private let words: [Word]
    private let numbers: [Int32]
    private var block = -1
    private var quoted: [Span] = []

    init(_ document: NormalizedDocument, _ artifact: SentencesArtifact, _ language: SummaryLanguage) {
      self.document = document
      self.artifact = artifact
      let vocabulary = artifact.vocabulary(document.text)
      numbers = vocabulary.numbers
      words = vocabulary.map(document.text) { bytes in
        let isWord = SummaryLanguage.isWord(bytes, Span(0, bytes.count))
        return Word(isWord: isWord, isFirstPerson: isWord && language.isFirstPerson(bytes))
      }
    }

    private struct Word {
      var isWord: Bool
      var isFirstPerson: Bool
    }

    mutating func form(of index: Int) -> SentenceForm {
      let sentence = artifact.sentences[index]
      let text = document.text
      if sentence.block != block {
        block = sentence.block
        quoted = Marks.quoted(document.blocks[block].span, text)
      }
      var form = SentenceForm()
      form.opensQuoted = Marks.opensQuoted(sentence.span, text)
      form.isQuestion = Marks.isQuestion(sentence.span, text)
      let marks = Marks.reaching(quoted, into: sentence.span)
      form.hasQuotation = !marks.isEmpty
      text.bytes.withUnsafeBufferPointer { readMarks(&form, $0, sentence.span) }
      guard form.hasQuotation else {
        form.isFirstPerson = sentence.tokens.contains { words[Int(numbers[$0])].isFirstPerson }
        return form
      }
      var count = 0
      var inside = 0
      for token in sentence.tokens {
        let word = words[Int(numbers[token])]
        guard word.isWord else { continue }
        count += 1
        if marks.contains(where: { $0.contains(artifact.tokens[token].start) }) {
          inside += 1
        } else if word.isFirstPerson {
          form.isFirstPerson = true
        }
      }
      form.quoted = Float(inside) / Float(max(1, count))
      return form
    }

    private func readMarks(_ form: inout SentenceForm, _ bytes: UnsafeBufferPointer<UInt8>, _ span: Span) {
      var brackets: UInt64 = 0
      var colons: UInt64 = 0
      var figures: UInt64 = 0
      var i = span.start
      while i < span.end {
        let chunk = EightBytes.load(bytes, i, span.end)
        // A bracket right at the beginning is an agency's or a place's.
        if i > span.start { brackets |= EightBytes.equal(chunk, UInt8(ascii: "(")) }
        colons |= EightBytes.equal(chunk, UInt8(ascii: ":"))
        figures |= EightBytes.figures(chunk)
        i += 8
      }
      form.hasBracket = brackets != 0
      form.hasColon = colons != 0
      form.hasDigit = figures != 0
    }
  }
}
