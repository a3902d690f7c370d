import Documents
import Edition

/// Hashes of all that a page shows, so that a page which would come out the same is not made.
extension Site {
  /// Of an article: its artifacts, its story, and which of its names lead where.
  func pageKey(_ row: IndexRow) -> String {
    var key = begun()
    key.add(row.hashes)
    if let story = storyOf[RowKey(row.id)] {
      key.add(path(of: story))
      key.add(story.title ?? "")
      key.add(story.documents.count)
      for sentence in story.summary where sentence.document.utf8.elementsEqual(row.id.utf8) {
        key.add(sentence.sentence)
      }
    }
    for index in membersOf[RowKey(row.id)] ?? [] {
      key.add(edition.entities[index].id)
      key.add(entityPages[edition.entities[index].id] ?? "")
    }
    return StableIDs.base32(key.value)
  }

  /// Of a story: what corpus/ says of it and of its quotes and names, and how its articles are called.
  func pageKey(_ story: CorpusStory) -> String {
    var key = begun()
    key.add(title(of: story))
    for document in story.documents { key.add(cardKey(document)) }
    for day in story.published { key.add(day ?? "") }
    for sentence in story.summary {
      for text in [sentence.document, sentence.sentence, sentence.text] { key.add(text) }
    }
    for difference in story.differences {
      for text in [difference.what, difference.rule] { key.add(text) }
      for value in difference.values {
        key.add(value.value)
        for document in value.documents { key.add(cardKey(document)) }
      }
    }
    for id in story.entities {
      guard let entity = entityIndex[id].map({ edition.entities[$0] }) else { continue }
      for text in [entity.name, entity.type.rawValue, entityPages[id] ?? ""] { key.add(text) }
    }
    for index in quotesByStory[story.id] ?? [] {
      let quote = edition.quotes[index]
      add(quote, to: &key)
      guard let speaker = quote.speakerEntity else { continue }
      key.add(entityPages[speaker] ?? "")
      key.add(entityIndex[speaker].flatMap { edition.entities[$0].roles.first } ?? "")
    }
    return StableIDs.base32(key.value)
  }

  /// Of a month's headlines.
  func pageKey(_ stories: [CorpusStory]) -> String {
    var key = begun()
    for story in stories {
      for text in [title(of: story), path(of: story), Self.newest(story) ?? ""] { key.add(text) }
      for document in story.documents { key.add(cardKey(document)) }
    }
    return StableIDs.base32(key.value)
  }

  /// Of a person or organization: its names, its quotes and their stories, its articles, and whom it stands with.
  func pageKey(_ entity: CorpusEntity) -> String {
    var key = begun()
    for text in [entity.name, entity.type.rawValue] + entity.aliases + entity.roles { key.add(text) }
    key.add(entity.mentions)
    for document in entity.documents { key.add(cardKey(document)) }
    for index in quotesBySpeaker[entity.id] ?? [] {
      let quote = edition.quotes[index]
      add(quote, to: &key)
      guard let story = quote.story.flatMap({ stories[$0] }) else { continue }
      key.add(title(of: story))
      key.add(path(of: story))
    }
    for (index, count) in neighbours(of: entity) {
      let other = edition.entities[index]
      for text in [other.name, other.type.rawValue, entityPages[other.id] ?? ""] { key.add(text) }
      key.add(count)
      // With whom of the others it stands is drawn too.
      for document in documentsOf[index] ?? [] { key.add(Int(document)) }
    }
    return StableIDs.base32(key.value)
  }

  private func add(_ quote: CorpusQuote, to key: inout ContentKey) {
    for text in [quote.text, quote.speakerName ?? "", quote.story ?? ""] { key.add(text) }
    for variant in quote.variants {
      for text in [variant.quote, variant.text, variant.relation] { key.add(text) }
      key.add(cardKey(variant.document))
    }
  }

  private func begun() -> ContentKey {
    var key = templates.key
    key.add(Self.version)
    key.add(isExcerpt ? 1 : 0)
    return key
  }

  private func cardKey(_ document: String) -> Int { cardKeys[RowKey(document)] ?? 0 }
}

extension Site.Card {
  /// A hash of all that other pages say of the article.
  var key: Int {
    var key = ContentKey()
    for text in [title, name, published ?? "", href] { key.add(text) }
    key.add((hasOutlet ? 1 : 0) + (isNew ? 2 : 0))
    for day in days { for text in [day.day, day.sentence, day.text] { key.add(text) } }
    return Int(truncatingIfNeeded: key.value)
  }
}
