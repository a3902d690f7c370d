import Documents

/// The features of each candidate sentence, and the score that a weighted sum of them gives.
struct Ranking {
  /// Of each candidate, one value a feature.
  private var features: [Float]
  let scores: [Float]

  func value(_ feature: Feature, of candidate: Int) -> Float {
    features[candidate * Feature.allCases.count + feature.rawValue]
  }

  /// Judges `terms.rows` in document order; the sentences' blocks tell lists.
  init(
    _ terms: SentenceTerms, _ document: NormalizedDocument, _ sentences: SentencesArtifact,
    _ entities: EntitiesArtifact, _ language: SummaryLanguage
  ) {
    let rows = terms.rows
    let count = Feature.allCases.count
    let words = WordProfile(terms)
    var names = NameProfile(sentences, entities)
    var forms = SentenceForm.Reader(document, sentences, language)
    var scores = [Float](repeating: 0, count: rows.count)

    features = [Float](unsafeUninitializedCapacity: rows.count * count) { all, end in
      all.initialize(repeating: 0)
      end = all.count
      for (i, row) in rows.enumerated() {
        let features = UnsafeMutableBufferPointer(rebasing: all[i * count..<(i + 1) * count])
        func set(_ feature: Feature, _ value: Float) { features[feature.rawValue] = value }
        func flag(_ feature: Feature, _ holds: Bool) { if holds { set(feature, 1) } }
        let sentence = sentences.sentences[row.sentence]
        let length = Float(max(1, row.terms.count))
        let floor = max(4, length)

        set(.position, -logarithm(1 + i))
        set(.root, 1 / Float(1 + i).squareRoot())
        flag(.lead, i == 0)
        set(.depth, Float(i) / Float(rows.count))

        let held = words.held(row, at: i, terms)
        set(.centroid, held.cosine)
        set(.weight, held.weight)
        set(.coverage, held.coverage)
        set(.frequency, held.frequency / length / 5)
        set(.rarity, held.rarity)
        set(.told, held.told)
        set(.fresh, held.fresh)
        set(.later, held.later)
        set(.stopWords, 1 - Float(held.telling) / length)
        set(.bigrams, words.repeatedPairs(row, at: i))
        if i > 0 {
          set(.before, terms.cosine(i, i - 1))
          set(.leadLikeness, terms.cosine(i, 0))
        }

        let named = names.sentence(row.sentence, sentence.span, document.text)
        set(.salience, named.salience / floor)
        set(.salient, named.salient / 3)
        set(.introduces, 4 * Float(named.introduced) / floor)
        set(.newNames, 4 * Float(named.new) / floor)
        flag(.person, named.hasPerson)
        flag(.fullName, named.hasFullName)
        flag(.amount, named.hasAmount)
        flag(.date, named.hasDate)
        set(.references, 4 * Float(named.references) / length)

        let form = forms.form(of: row.sentence)
        set(.quoted, form.quoted)
        flag(.quotation, form.hasQuotation)
        flag(.opensQuoted, form.opensQuoted)
        flag(.firstPerson, form.isFirstPerson)
        flag(.bracket, form.hasBracket)
        flag(.colon, form.hasColon)
        flag(.digits, form.hasDigit)
        flag(.question, form.isQuestion)
        flag(.list, document.blocks[sentence.block].kind == .listItem)
        flag(.tiny, row.words < 8)
        set(.short, Float(max(0, 15 - row.words)) / 15)
        set(.long, Float(max(0, row.words - 30)) / 15)
        set(.length, Float(min(row.words, 40)) / 20)
        var score: Float = 0
        for (value, weight) in zip(features, language.weights.of) { score += value * weight }
        scores[i] = score
      }
    }
    self.scores = scores
  }
}
