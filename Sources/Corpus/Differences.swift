import Documents

/// What outlets tell differently: numbers of the same thing, spellings of one name.
enum Differences {
  struct Difference: Sendable {
    var what: String
    var rule: String
    /// In order of first document; documents are indices of digests.
    var values: [(value: String, documents: [Int])]
  }

  /// Numbers of one counted thing that stand in like sentences but differ between documents.
  ///
  /// Two counts speak of the same thing if the counted word is the same and the sentences share two more telling words.
  static func numbers(_ documents: [Int], _ digests: [DocumentDigest], _ language: CorpusLanguage) -> [Difference] {
    struct Row {
      var document: Int
      var count: DocumentDigest.Count
      var context: Set<UInt64>
    }
    var rows: [UInt64: [Row]] = [:]
    var nouns: [UInt64] = []
    for d in documents {
      for count in digests[d].counts {
        guard let noun = language.words(count.noun).first, !noun.isStop else { continue }
        if rows[noun.key] == nil { nouns.append(noun.key) }
        let context = Set(language.words(count.sentence).filter { !$0.isStop && $0.weight > 0.3 }.map(\.key))
        rows[noun.key, default: []].append(Row(document: d, count: count, context: context.subtracting([noun.key])))
      }
    }
    var result: [Difference] = []
    for noun in nouns {
      let group = rows[noun]!
      var used = Set<Int>()
      for i in group.indices where !used.contains(i) {
        var values: [(value: String, text: String, documents: [Int])] = [
          (group[i].count.value, group[i].count.text, [group[i].document])
        ]
        for j in group.indices where j > i && !used.contains(j) {
          guard group[j].context.intersection(group[i].context).count >= 2 else { continue }
          used.insert(j)
          if let k = values.firstIndex(where: { $0.value == group[j].count.value }) {
            if !values[k].documents.contains(group[j].document) { values[k].documents.append(group[j].document) }
          } else {
            values.append((group[j].count.value, group[j].count.text, [group[j].document]))
          }
        }
        // One document that gives two numbers means two things.
        let all = values.flatMap(\.documents)
        guard values.count > 1, Set(all).count > 1, Set(all).count == all.count else { continue }
        result.append(
          Difference(
            what: group[i].count.noun, rule: "difference.number", values: values.map { ($0.text, $0.documents) }))
      }
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
      result.append(Difference(what: entity.name, rule: "difference.spelling", values: forms))
    }
    return result
  }
}
