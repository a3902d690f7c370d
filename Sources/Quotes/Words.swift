import Documents

/// A token as this stage sees it: clitics and quotation marks stand alone.
struct Word {
  var span: Span
  var classes: WordClass
  var nouns: NounKinds
  /// Index in `QuoteLexicon.cues`, or -1.
  var cue: Int32
  /// One past the last word of the cue; more than one further on for a phrase ("point out").
  var cueEnd: Int32
  /// A phrase that names a source ends here (exclusive), or -1.
  var sourceEnd: Int32
  var sourcePersonOnly: Bool
  var before: QuoteLexicon.WorkKind
  var after: QuoteLexicon.WorkKind
  /// Whether a phrase of the lexicon may begin here.
  var startsPhrase = false
  /// Index in `SentencesArtifact.sentences`.
  var sentence: Int32
  /// Index of the stretch it stands in, marks included, or -1.
  var stretch: Int32

  @inline(__always) func has(_ other: WordClass) -> Bool { !classes.isDisjoint(with: other) }
  @inline(__always) func hasAll(_ other: WordClass) -> Bool { classes.isSuperset(of: other) }
}

/// The words of a document with their classes.
struct Words {
  var list: [Word] = []
  /// The range of words of each block.
  var blocks: [Range<Int>] = []
  /// The block in hand is a headline whose words all begin with a capital, which tells nothing then.
  private var inTitleCase = false

  /// `forms` are those of the sentences' vocabulary, `numbers` which of them a token has.
  init(
    text: UnsafeBufferPointer<UInt8>, document: NormalizedDocument, sentences: SentencesArtifact, stretches: [Stretch],
    forms: [WordForm], numbers: [Int32], lexicon: QuoteLexicon
  ) {
    list.reserveCapacity(sentences.tokens.count + sentences.tokens.count / 8)
    blocks = Array(repeating: 0..<0, count: document.blocks.count)
    var stretch = 0
    for (index, sentence) in sentences.sentences.enumerated() {
      let first = list.count
      let kind = document.blocks[sentence.block].kind
      inTitleCase =
        (kind == .title || kind == .heading) && Self.isTitleCase(sentence.tokens.map { sentences.tokens[$0] }, text)
      for t in sentence.tokens {
        let token = sentences.tokens[t]
        var start = token.start
        // Marks that the tokenizer left on a word are cut off.
        while start < token.end {
          while stretch < stretches.count, stretches[stretch].outer.end <= start { stretch += 1 }
          var end = token.end
          var mark = false
          var inside: Int32 = -1
          if stretch < stretches.count {
            let s = stretches[stretch]
            if start < s.outer.start {
              end = min(end, s.outer.start)
            } else if start < s.content.start {
              end = min(end, s.content.start)
              mark = true
              inside = Int32(stretch)
            } else if start < s.content.end {
              end = min(end, s.content.end)
              inside = Int32(stretch)
            } else {
              end = min(end, s.outer.end)
              mark = true
              inside = Int32(stretch)
            }
          }
          let span = Span(start, end)
          let form = span == token ? forms[Int(numbers[t])] : Self.form(span, text, lexicon)
          add(span, form, text, lexicon, Int32(index), inside, mark: mark)
          start = end
        }
      }
      let block = sentence.block
      if blocks[block].isEmpty {
        blocks[block] = first..<list.count
      } else {
        blocks[block] = blocks[block].lowerBound..<list.count
      }
    }
    findPhrases(text, lexicon)
  }

  private static func form(_ span: Span, _ text: UnsafeBufferPointer<UInt8>, _ lexicon: QuoteLexicon) -> WordForm {
    let bytes = UnsafeBufferPointer(rebasing: text[span.range])
    return WordForm.of(bytes, lexicon.entry(bytes), lexicon)
  }

  private mutating func add(
    _ span: Span, _ form: WordForm, _ text: UnsafeBufferPointer<UInt8>, _ lexicon: QuoteLexicon, _ sentence: Int32,
    _ stretch: Int32, mark: Bool
  ) {
    guard !mark else {
      list.append(
        Word(
          span: span, classes: [.mark, .punctuation], nouns: [], cue: -1, cueEnd: 0, sourceEnd: -1,
          sourcePersonOnly: false, before: .none, after: .none, startsPhrase: false,
          sentence: sentence, stretch: stretch))
      return
    }
    if form.clitic > 0 {
      for part in [Span(span.start, span.start + form.clitic), Span(span.start + form.clitic, span.end)] {
        add(part, Self.form(part, text, lexicon), text, lexicon, sentence, stretch, mark: false)
      }
      return
    }
    var word = Word(
      span: span, classes: form.shape, nouns: [], cue: -1, cueEnd: Int32(list.count + 1), sourceEnd: -1,
      sourcePersonOnly: false, before: .none, after: .none, startsPhrase: false,
      sentence: sentence, stretch: stretch)
    if let entry = form.entry {
      word.classes.formUnion(entry.classes)
      word.nouns = entry.nouns
      word.cue = entry.cue
      word.before = entry.before
      word.after = entry.after
      if word.classes.contains(.clitic), let last = list.last, last.span.end == span.start {
        // After a noun or name the clitic is the possessive, after a pronoun a verb.
        let lastIsPronoun = last.has([.subjectPronoun, .relative, .whether]) || last.has(.adverb)
        if !lastIsPronoun, word.hasAll([.finite, .be]) {
          word.classes.subtract([.auxiliary, .finite, .be])
          word.classes.formUnion(.genitive)
        }
      }
      word.startsPhrase = entry.startsPhrase
    } else if word.has(.word) {
      // An unknown word with a capital is a name however it ends ("Jobling", "Beverly"), but for an adverb that begins a
      // sentence.
      if !word.has(.capital) || !form.byEnding.isDisjoint(with: .adverb) && list.last?.sentence != sentence {
        word.classes.formUnion(form.byEnding)
      }
    }
    let initial = list.last.map { $0.sentence != sentence || $0.has([.mark, .colon, .terminal, .dash]) } ?? true
    if inTitleCase, word.has(.capital), !initial, !word.has(.time), word.nouns.isEmpty,
      word.has([.finite, .adverb]) || word.has([.verbS, .verbPast]) && !word.has(.nominal)
    {
      word.classes.subtract(.capital)
    } else if word.has(.capital), !initial {
      // A name that is spelled like a verb: "Rose", "Will", "Bush".
      word.classes.subtract([.verbForms, .auxiliary, .finite, .modal, .adverb, .subordinator, .cue, .nominal])
      word.cue = -1
    }
    if form.isCapitals, word.has([.subjectPronoun, .objectPronoun, .preposition, .adverb, .whether]) {
      word.classes = [.word, .capital]
    }
    list.append(word)
  }

  /// Whether nearly all longer words of a headline, and three at least, begin with a capital.
  private static func isTitleCase(_ tokens: [Span], _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var capitals = 0
    var all = 0
    for token in tokens where token.count > 3 {
      let (scalar, _) = UTF8Scalars.decode(text, at: token.start, end: token.end)
      guard Letters.isLetter(scalar) else { continue }
      all += 1
      if Letters.isUpper(scalar) { capitals += 1 }
    }
    return capitals >= 3 && capitals * 10 >= all * 8
  }

  private mutating func findPhrases(_ text: UnsafeBufferPointer<UInt8>, _ lexicon: QuoteLexicon) {
    let spans = list.map(\.span)
    spans.withUnsafeBufferPointer { spans in
      for i in list.indices where list[i].startsPhrase {
        let limit = min(list.count, i + 7)
        guard let match = lexicon.phrases.longestMatch(in: text, tokens: spans, from: i, limit: limit) else { continue }
        let end = match.endToken
        guard list[end - 1].sentence == list[i].sentence else { continue }
        switch lexicon.phraseKinds[Int(match.value)] {
        case .cue(let cue, let forms):
          list[i].cue = cue
          list[i].classes.subtract(.verbForms)
          list[i].classes.formUnion([forms, .cue])
          list[i].cueEnd = Int32(end)
        case .source(let personOnly):
          // "Per Lind" is a name.
          if list[i].has(.capital), i > 0, list[i - 1].sentence == list[i].sentence, !list[i - 1].has(.mark) {
            continue
          }
          list[i].sourceEnd = Int32(end)
          list[i].sourcePersonOnly = personOnly
        case .falseCue:
          for k in i..<end {
            list[k].cue = -1
            list[k].classes.subtract(.cue)
          }
        }
      }
    }
  }
}
