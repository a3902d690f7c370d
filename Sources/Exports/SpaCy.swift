import Documents
import Edition

/// One article a line: what `spacy.tokens.Doc` is made from. Text between tokens that is more than one space becomes a
/// token of its own, as spaCy does it, so that the Doc's text is the article's. A token that a mention cuts ("US" in
/// "US-led") becomes two, as an entity of a Doc is made of whole tokens.
enum SpaCy {
  static func line(_ article: Article) -> [UInt8] {
    let text = article.document.text
    var words: [Span] = [], spaces: [Bool] = [], starts: [Int] = []
    var at = 0
    /// Takes what stands between the last token and `place` as one space after it, a token, or both.
    func gap(to place: Int) {
      guard place > at else { return }
      if !words.isEmpty, text.bytes[at] == 0x20, !spaces[spaces.count - 1] {
        spaces[spaces.count - 1] = true
        at += 1
      }
      guard place > at else { return }
      words.append(Span(at, place))
      spaces.append(false)
      at = place
    }
    for sentence in article.sentences.sentences {
      for (i, token) in article.sentences.tokens[sentence.tokens].enumerated() {
        gap(to: token.start)
        if i == 0 { starts.append(words.count) }
        words.append(token)
        spaces.append(false)
        at = token.end
      }
    }
    gap(to: text.count)
    cut(&words, &spaces, &starts, at: article.entities.mentions.flatMap { [$0.span.start, $0.span.end] }.sorted())
    var w = JSONWriter(reserving: text.count * 2)
    w.object { w in
      w.key("ents")
      w.array(article.entities.mentions) { w, mention in
        w.array([0]) { w, _ in
          w.int(text.codePoint(atByte: mention.span.start))
          w.int(text.codePoint(atByte: mention.span.end))
          w.string(mention.type.rawValue)
        }
      }
      w.key("id")
      w.string(article.document.id)
      w.key("sent_starts")
      w.array(starts) { $0.int($1) }
      w.key("spaces")
      w.array(spaces) { $0.bool($1) }
      w.key("text")
      text.bytes.withUnsafeBufferPointer { w.string(utf8: $0) }
      w.key("words")
      w.array(words) { w, word in text.withBytes(word) { w.string(utf8: $0) } }
    }
    return w.finish()
  }

  private static func cut(_ words: inout [Span], _ spaces: inout [Bool], _ starts: inout [Int], at places: [Int]) {
    var pieces: [Span] = [], after: [Bool] = [], moved: [Int] = []
    var place = 0
    for (i, word) in words.enumerated() {
      moved.append(pieces.count)
      var start = word.start
      while place < places.count, places[place] <= start { place += 1 }
      while place < places.count, places[place] < word.end {
        if places[place] > start {
          pieces.append(Span(start, places[place]))
          after.append(false)
          start = places[place]
        }
        place += 1
      }
      pieces.append(Span(start, word.end))
      after.append(spaces[i])
    }
    starts = starts.map { moved[$0] }
    words = pieces
    spaces = after
  }
}
