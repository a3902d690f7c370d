import Documents

/// The features of each candidate sentence, and the score that a weighted sum of them gives.
struct Ranking {
  /// Per candidate, by `Feature.rawValue`.
  var features: [[Float]]
  var scores: [Float]

  /// Judges `terms.rows` in document order; the sentences' blocks tell lists.
  init(
    _ terms: SentenceTerms, _ document: NormalizedDocument, _ sentences: SentencesArtifact,
    _ entities: EntitiesArtifact, _ language: SummaryLanguage
  ) {
    let rows = terms.rows
    features = Array(repeating: Array(repeating: 0, count: Feature.allCases.count), count: rows.count)
    scores = Array(repeating: 0, count: rows.count)
    let words = WordProfile(terms)
    var names = NameProfile(sentences, entities)
    var forms = SentenceForm.Reader(document, sentences, language)

    for (i, row) in rows.enumerated() {
      func set(_ feature: Feature, _ value: Float) { features[i][feature.rawValue] = value }
      func flag(_ feature: Feature, _ holds: Bool) { if holds { set(feature, 1) } }
      let sentence = sentences.sentences[row.sentence]
      let length = Float(max(1, row.sequence.count))
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
      for (k, value) in features[i].enumerated() { scores[i] += value * language.weights.of[k] }
    }
  }
}
