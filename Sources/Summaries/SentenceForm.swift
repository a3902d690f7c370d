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
    private let language: SummaryLanguage
    private var block = -1
    private var quoted: [Span] = []

    init(_ document: NormalizedDocument, _ artifact: SentencesArtifact, _ language: SummaryLanguage) {
      self.document = document
      self.artifact = artifact
      self.language = language
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
      text.bytes.withUnsafeBufferPointer { bytes in
        // A bracket right at the beginning is an agency's or a place's.
        for i in sentence.span.range {
          switch bytes[i] {
          case 0x28: if i >= sentence.span.start + 8 { form.hasBracket = true }
          case 0x3A: form.hasColon = true
          case 0x30...0x39: form.hasDigit = true
          default: break
          }
        }
        var words = 0
        var inside = 0
        for token in artifact.tokens[sentence.tokens] where SummaryLanguage.isWord(bytes, token) {
          words += 1
          if marks.contains(where: { $0.contains(token.start) }) {
            inside += 1
          } else if !form.isFirstPerson {
            form.isFirstPerson = language.isFirstPerson(UnsafeBufferPointer(rebasing: bytes[token.range]))
          }
        }
        form.quoted = Float(inside) / Float(max(1, words))
      }
      return form
    }
  }
}
