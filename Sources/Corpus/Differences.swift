import Documents

/// What outlets tell differently: numbers of the same thing, spellings of one name, days of one event.
enum Differences {
  struct Difference: Sendable {
    var what: String
    var rule: String
    /// In order of first document; documents are indices of digests.
    var values: [(value: String, documents: [Int])]
  }

  /// The rule of names that are spelled differently: the only one that depends on what other documents tell.
  static let spelling = "difference.spelling"

  /// A number or date in one document, with what it is of and the telling words of its sentence.
  private struct Row {
    var document: Int
    var value: String
    var text: String
    var context: [UInt64: Float]

    /// How much the sentences have in common: the summed weights of the words that both hold.
    func shared(with other: Row) -> Float {
      let (small, large) = context.count <= other.context.count ? (context, other.context) : (other.context, context)
      return small.keys.sorted().reduce(0) { $0 + (large[$1] == nil ? 0 : small[$1]!) }
    }

    var weight: Float { context.keys.sorted().reduce(0) { $0 + context[$1]! } }
  }

  /// Numbers of one counted thing that differ between documents.
  ///
  /// Two counts speak of one thing if the counted word is the same, or names the same thing (corpus/counted.tsv), and
  /// their sentences share telling words.
  static func numbers(_ documents: [Int], _ digests: [DocumentDigest], _ language: CorpusLanguage) -> [Difference] {
    var rows: [UInt64: [Row]] = [:]
    var things: [(key: UInt64, name: String, isNamed: Bool)] = []
    for d in documents {
      for count in digests[d].counts + ones(digests[d], language) where !count.isDate {
        guard let thing = language.thing(before: count.before, after: count.after),
          thing.isNamed || !count.isMeasure
        else { continue }
        if rows[thing.key] == nil { things.append((thing.key, thing.name, thing.isNamed)) }
        var context = context(count.sentence, language)
        context[thing.key] = nil
        let text = ([count.text] + count.after.prefix(thing.printed)).joined(separator: " ")
        rows[thing.key, default: []].append(Row(document: d, value: count.value, text: text, context: context))
      }
    }
    return things.flatMap { thing in
      group(rows[thing.key]!) { $0.shared(with: $1) >= (thing.isNamed ? 0.4 : 0.7) }
        .map { Difference(what: thing.name, rule: "difference.number", values: $0) }
    }
  }

  /// Ones in words that count a thing of the table: "one confirmed death".
  private static func ones(_ digest: DocumentDigest, _ language: CorpusLanguage) -> [DocumentDigest.Count] {
    digest.sentences.flatMap { sentence in
      language.countsOfOne(in: sentence.text).compactMap { one in
        guard language.thing(before: one.before, after: one.after)?.isNamed == true,
          !digest.counts.contains(where: { $0.value == "1" && $0.sentence.hasSuffix(sentence.text) })
        else { return nil }
        return DocumentDigest.Count(
          value: "1", text: one.text, before: one.before, after: one.after, sentence: sentence.text)
      }
    }
  }

  /// Days that differ between documents in sentences that say the same otherwise.
  static func dates(_ documents: [Int], _ digests: [DocumentDigest], _ language: CorpusLanguage) -> [Difference] {
    var rows: [Row] = []
    for d in documents {
      for count in digests[d].counts where count.isDate {
        // Only days of the calendar: "Tuesday" and "11 March" may well be one.
        guard count.value.utf8.count == 10, !count.value.contains("W"), !count.value.hasSuffix("X") else { continue }
        rows.append(
          Row(document: d, value: count.value, text: count.text, context: context(count.sentence, language)))
      }
    }
    let groups = group(rows) { a, b in
      let shared = a.shared(with: b)
      return shared >= 2 && 2 * shared >= max(a.weight, b.weight)
    }
    return groups.map { values in
      Difference(what: values[0].value, rule: "difference.date", values: values)
    }
  }

  private static func context(_ sentence: String, _ language: CorpusLanguage) -> [UInt64: Float] {
    var result: [UInt64: Float] = [:]
    for term in language.words(sentence) where !term.isStop && term.weight > 0.3 { result[term.key] = term.weight }
    return result
  }

  /// Groups of rows that are like the first of their group, where documents give more than one value.
  private static func group(
    _ rows: [Row], _ isLike: (Row, Row) -> Bool
  ) -> [[(value: String, documents: [Int])]] {
    var result: [[(value: String, documents: [Int])]] = []
    var used = Set<Int>()
    for i in rows.indices where !used.contains(i) {
      var values: [(value: String, text: String, documents: [Int])] = [
        (rows[i].value, rows[i].text, [rows[i].document])
      ]
      for j in rows.indices where j > i && !used.contains(j) && isLike(rows[i], rows[j]) {
        used.insert(j)
        if let k = values.firstIndex(where: { $0.value == rows[j].value }) {
          if !values[k].documents.contains(rows[j].document) { values[k].documents.append(rows[j].document) }
        } else {
          values.append((rows[j].value, rows[j].text, [rows[j].document]))
        }
      }
      // One document that gives two values means two things.
      let all = values.flatMap(\.documents)
      guard values.count > 1, Set(all).count == all.count else { continue }
      result.append(values.map { ($0.text, $0.documents) })
    }
    return result
  }

  /// Spellings of one name: other letters under one skeleton, in different documents.
  static func spellings(
    _ documents: [Int], _ digests: [DocumentDigest], _ entities: [CorpusEntity], _ language: CorpusLanguage
  ) -> [Difference] {
    let inStory = Set(documents)
    var result: [Difference] = []
    for entity in entities where entity.members.count > 1 {
      var forms: [(value: String, documents: [Int])] = []
      for member in entity.members where inStory.contains(member.document) {
        let name = digests[member.document].names[member.name].name
        if let i = forms.firstIndex(where: { $0.value == name }) {
          if forms[i].documents.last != member.document { forms[i].documents.append(member.document) }
        } else {
          forms.append((name, [member.document]))
        }
      }
      guard forms.count > 1 else { continue }
      let plain = forms.map { language.folding.plain($0.value) }
      let skeletons = Set(
        plain.map { $0.split(separator: " ").map { language.folding.skeleton(String($0)) }.joined(separator: " ") })
      guard skeletons.count == 1, Set(plain).count > 1 else { continue }
      result.append(Difference(what: entity.name, rule: spelling, values: forms))
    }
    return result
  }
}
