import Documents

/// Rows of the files of corpus/ as canonical JSON.
struct CorpusJSON {
  let digests: [DocumentDigest]
  let entities: [CorpusEntity]

  /// A row of the entities; `id`: its own, or what stands for it in a part.
  func entity(_ w: inout JSONWriter, _ entity: CorpusEntity, id: String) {
    w.object { w in
      w.key("aliases")
      w.array(entity.aliases) { $0.string($1) }
      w.key("documents")
      var last = -1
      w.array(
        entity.members.compactMap { member -> Int? in
          defer { last = member.document }
          return member.document == last ? nil : member.document
        }
      ) { $0.string(digests[$1].id) }
      w.key("id")
      w.string(id)
      w.key("members")
      w.array(entity.members) { w, member in
        w.object { w in
          w.key("document")
          w.string(digests[member.document].id)
          w.key("entity")
          w.string(digests[member.document].names[member.name].id)
        }
      }
      w.key("mentions")
      w.int(entity.mentions)
      w.key("name")
      w.string(entity.name)
      w.key("reference")
      w.optional(entity.reference)
      w.key("roles")
      w.array(entity.roles) { $0.string($1) }
      w.key("type")
      w.string(entity.type.rawValue)
      w.key("why")
      w.array(entity.why) { w, merge in
        w.object { w in
          w.key("merged")
          w.string(merge.merged)
          w.key("rule")
          w.string(merge.rule)
        }
      }
    }
  }

  /// A row of the quotes; `story`: the id of the story of the document that printed it first.
  func quote(_ w: inout JSONWriter, _ record: QuoteRecord, story: String, _ ids: inout StableIDs) {
    let fullest = record.variants[record.fullest]
    let first = record.variants[0]
    let text = digests[fullest.document].utterances[fullest.utterance].text
    var key = ContentKey()
    key.add(digests[first.document].id)
    key.add(digests[first.document].utterances[first.utterance].id)
    w.object { w in
      w.key("first")
      w.string(digests[first.document].id)
      w.key("id")
      w.string(ids.next(key.value))
      w.key("speaker")
      if record.speaker != nil || record.speakerName != nil {
        w.object { w in
          w.key("entity")
          w.optional(record.speaker.map { entities[$0].id })
          w.key("name")
          w.optional(record.speaker.map { entities[$0].name } ?? record.speakerName)
        }
      } else {
        w.null()
      }
      w.key("story")
      w.string(story)
      w.key("text")
      w.string(text)
      w.key("variants")
      w.array(record.variants) { w, variant in
        let utterance = digests[variant.document].utterances[variant.utterance]
        w.object { w in
          w.key("document")
          w.string(digests[variant.document].id)
          w.key("quote")
          w.string(utterance.id)
          w.key("relation")
          w.string(variant.relation.rawValue)
          w.key("text")
          w.string(utterance.text)
        }
      }
    }
  }

  /// What outlets tell differently of a story.
  func difference(_ w: inout JSONWriter, _ difference: Differences.Difference) {
    w.object { w in
      w.key("rule")
      w.string(difference.rule)
      w.key("values")
      w.array(difference.values) { w, value in
        w.object { w in
          w.key("documents")
          w.array(value.documents) { w, d in w.string(digests[d].id) }
          w.key("value")
          w.string(value.value)
        }
      }
      w.key("what")
      w.string(difference.what)
    }
  }

  /// A row of the stories.
  func story(_ w: inout JSONWriter, _ story: Story) {
    func ids(_ w: inout JSONWriter, _ documents: [Int]) { w.array(documents) { w, d in w.string(digests[d].id) } }
    w.object { w in
      w.key("copies")
      w.array(story.copies) { w, documents in ids(&w, documents) }
      w.corrections(story.corrections)
      w.key("differences")
      w.array(story.differences) { w, row in difference(&w, row) }
      w.key("documents")
      ids(&w, story.documents)
      w.key("entities")
      w.array(story.entities) { $0.string(entities[$1].id) }
      w.key("id")
      w.string(story.id)
      w.key("published")
      let dates = story.documents.compactMap { digests[$0].published }.sorted()
      w.array([dates.first, dates.last]) { $0.optional($1) }
      w.key("summary")
      w.object { w in
        w.key("sentences")
        w.array(story.summary) { w, row in
          let sentence = digests[row.document].sentences[row.sentence]
          w.object { w in
            w.key("document")
            w.string(digests[row.document].id)
            w.key("score")
            w.number(row.score)
            w.key("sentence")
            w.string(sentence.id)
            w.key("text")
            w.string(sentence.text)
          }
        }
        w.key("text")
        w.string(story.summary.map { digests[$0.document].sentences[$0.sentence].text }.joined(separator: " "))
      }
      w.key("title")
      w.string(story.title)
    }
  }
}
