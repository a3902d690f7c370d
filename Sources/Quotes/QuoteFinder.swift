public import Documents

public struct QuotesOptions: Sendable, Hashable {
  public init() {}
}

/// Stage 4: who said what.
public struct QuoteFinder: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 5
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "quotes/"]

  private let lexicon: QuoteLexicon
  let rules: AttributionRules

  public init(options: QuotesOptions, pack: LanguagePack) throws(Diagnostics) {
    lexicon = try .made(of: pack)
    rules = try AttributionRules(pack)
  }

  /// What is made of the pack's data ahead of time.
  public static func compiled(_ pack: LanguagePack) throws(Diagnostics) -> [CompiledWriter] {
    [try QuoteLexicon.compiled(pack)]
  }

  public func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) throws(StageFailure) -> QuotesArtifact {
    try run(document, sentences, entities, without: .none)
  }

  func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact,
    without vetoes: Vetoes
  ) throws(StageFailure) -> QuotesArtifact {
    document.text.bytes.withUnsafeBufferPointer { text in
      var stretches = QuotationMarks.stretches(in: text, blocks: document.blocks, lexicon: lexicon)
      let vocabulary = sentences.vocabulary(document.text)
      let forms = WordForm.forms(of: vocabulary, in: document.text, lexicon)
      func read() -> Words {
        Words(
          text: text, document: document, sentences: sentences, stretches: stretches, forms: forms,
          numbers: vocabulary.numbers, lexicon: lexicon)
      }
      var words = read()
      if let cut = words.cutBeforeAttributions(stretches, lexicon: lexicon) {
        stretches = cut
        words = read()
      }
      return words.list.withUnsafeBufferPointer { list in
        var finder = UtteranceFinder(lexicon: lexicon, words: list, text: text, stretches: stretches)
        finder.vetoes = vetoes
        finder.run(blocks: words.blocks, kinds: document.blocks.map(\.kind))
        let resolver = SpeakerResolver(words: list, text: document.text, entities: entities)
        return artifact(finder.utterances, list, stretches, resolver, document, sentences)
      }
    }
  }

  private func artifact(
    _ utterances: [Utterance], _ words: UnsafeBufferPointer<Word>, _ stretches: [Stretch], _ resolver: SpeakerResolver,
    _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) -> QuotesArtifact {
    var quotes: [Quote] = []
    var ids = StableIDs(prefix: "q")
    var groupIDs: [Int: String] = [:]
    var groups = StableIDs(prefix: "g")
    func span(_ r: Range<Int>) -> Span { Span(words[r.lowerBound].span.start, words[r.upperBound - 1].span.end) }
    var rows: [(Span, Utterance)] = utterances.map { u in (u.stretch.map { stretches[$0].content } ?? span(u.region), u)
    }
    rows.sort { $0.0 < $1.0 }
    var last: (speaker: Speaker, block: Int)?
    for (content, u) in rows {
      guard let confidence = rules.confidence(u.rule) else { continue }
      let first = sentences.sentence(at: content.start) ?? 0
      let block = sentences.sentences[first].block
      var speaker = u.speaker.map { resolver.resolve($0, antecedent: u.antecedent) }
      // A pronoun that nobody resolved speaks for the last person who spoke, here or one paragraph before.
      if let pronoun = speaker, pronoun.entity == nil, let range = u.speaker, let last, block - last.block <= 1,
        resolver.mayRefer(range, to: last.speaker)
      {
        speaker?.entity = last.speaker.entity
        speaker?.name = last.speaker.name
        speaker?.speakerClass = last.speaker.speakerClass
      }
      if let speaker, speaker.speakerClass == .person { last = (speaker, block) }
      var key = ContentKey()
      key.add(document.text.bytes[content.range])
      key.add(speaker?.name ?? "")
      let id = ids.next(key.value)
      let group: String
      if let known = groupIDs[u.group] {
        group = known
      } else {
        group = groups.next(key.value)
        groupIDs[u.group] = group
      }
      var covered = [first]
      var k = first + 1
      while k < sentences.sentences.count, sentences.sentences[k].span.start < content.end {
        covered.append(k)
        k += 1
      }
      var quote = Quote(
        id: id, group: group, span: content, kind: u.kind, speaker: speaker, sentences: covered, rule: u.rule.rawValue,
        confidence: confidence)
      if let cue = u.cue {
        let cueSpan = span(cue)
        quote.cue = Cue(span: cueSpan, lemma: u.lemma ?? document.text.string(cueSpan))
      }
      if u.kind == .mixed { quote.clause = span(u.region) }
      if let addressee = u.addressee {
        let resolved = resolver.resolve(addressee, antecedent: nil)
        quote.addressee = Addressee(span: resolved.span, entity: resolved.entity, name: resolved.name)
        // Who is asked answers.
        if u.rule == .indirectWhether, resolved.speakerClass == .person { last = (resolved, block) }
      }
      quotes.append(quote)
    }
    return QuotesArtifact(quotes: quotes)
  }
}
