import Documents
import Edition

/// An article's text cut where a mark begins or ends, so that marks which overlap (a name in a quote in a sentence of
/// the summary) need no nesting.
struct MarkedText {
  private struct Mark {
    var span: Span
    var classes: String
    var title: String
    var anchor: String?
    var href: String?
  }

  private let text: SourceText
  private var marks: [Mark] = []
  /// What stands beside the text, for those who have no pointer to hold over a mark: who says the quotes.
  private var notes: [(at: Int, row: [String: Any])] = []

  /// `linked`: ids of sentences that other pages lead to. `page` gives the page of the document's entity, where it has
  /// one.
  init(_ article: Article, linked: Set<String>, words: Words, page: (Int) -> String?) {
    text = article.document.text
    for sentence in article.sentences.sentences where linked.contains(sentence.id) {
      marks.append(Mark(span: sentence.span, classes: "linked", title: "", anchor: sentence.id))
    }
    for row in article.summary.sentences {
      marks.append(Mark(span: row.span(article.sentences), classes: "chosen", title: ""))
    }
    for quote in article.quotes.quotes {
      let who = quote.speaker?.name ?? words["speaker.unknown"]
      let kind = words["kind.\(quote.kind.rawValue)"]
      var note: [String: Any] = ["name": who, "kind": kind, "rule": quote.rule]
      if let href = quote.speaker?.entity.flatMap(page) { note["href"] = href }
      notes.append((quote.span.start, note))
      let classes = quote.kind == .indirect ? "indirect" : "quote"
      marks.append(
        Mark(
          span: quote.span, classes: classes, title: "\(who) · \(kind) · \(quote.rule)",
          anchor: quote.id))
    }
    for mention in article.entities.mentions where mention.type.isName {
      let name = mention.entity.map { article.entities.entities[$0].name }
      marks.append(
        Mark(
          span: mention.span, classes: "m " + Self.class(of: mention.type),
          title: [words["type." + mention.type.rawValue], name, mention.rule].compactMap(\.self).joined(
            separator: " · "),
          href: mention.entity.flatMap(page)))
    }
    for reference in article.entities.references {
      let name = article.entities.entities[reference.entity].name
      marks.append(
        Mark(span: reference.span, classes: "reference", title: "\(name) · \(reference.rule)"))
    }
    marks.sort { $0.span < $1.span }
  }

  static func `class`(of type: EntityType) -> String {
    switch type {
    case .person: "person"
    case .org: "organization"
    case .gpe, .loc, .fac: "place"
    default: "other"
    }
  }

  /// Places in the title, which stands as the page's heading, that other pages lead to.
  func titleAnchors(of document: NormalizedDocument) -> [String] {
    guard let title = document.blocks.first(where: { $0.kind == .title }) else { return [] }
    var seen: Set<String> = []
    return marks.filter { $0.span.overlaps(title.span) }.compactMap(\.anchor).filter { seen.insert($0).inserted }
  }

  /// The blocks but for the title, as the template wants them.
  func blocks(of document: NormalizedDocument) -> [[String: Any]] {
    var next = 0
    var open: [Mark] = []
    let title = document.blocks.firstIndex { $0.kind == .title }
    var placed = Set(titleAnchors(of: document))
    let notesOf = notes(by: document.blocks)
    return document.blocks.enumerated().compactMap { i, block in
      open.removeAll { $0.span.end <= block.span.start }
      var begun: [Mark] = []
      while next < marks.count, marks[next].span.start < block.span.end {
        begun.append(marks[next])
        next += 1
      }
      let segments = segments(block.span, open + begun, &placed)
      open = (open + begun).filter { $0.span.end > block.span.end }
      if i == title { return nil }
      let notes = notesOf[i, default: []]
      return [
        "kind": block.kind.rawValue, "segments": segments, "heading": block.kind == .heading, "notes": notes,
        "hasNotes": !notes.isEmpty,
      ]
    }
  }

  /// The rows of notes, by the place of the block that they stand in: a text of megabytes has as many notes as blocks.
  private func notes(by blocks: [Block]) -> [Int: [[String: Any]]] {
    var rows: [Int: [[String: Any]]] = [:]
    for note in notes {
      let next = blocks.partitioningIndex { $0.span.start > note.at }
      if next > 0, blocks[next - 1].span.contains(note.at) { rows[next - 1, default: []].append(note.row) }
    }
    return rows
  }

  /// Each kind of piece has a template of its own: an article has a hundred, and each tag that is looked up costs.
  private enum Segment {
    static let plain = "segment-plain"
    static let place = "segment-place"
    static let mark = "segment-mark"
    static let markWithPlace = "segment-mark-place"
    static let link = "segment-link"
    static let linkWithPlace = "segment-link-place"
  }

  private func segments(_ block: Span, _ marks: [Mark], _ placed: inout Set<String>) -> [[String: Any]] {
    var cuts: Set<Int> = [block.start, block.end]
    for mark in marks {
      cuts.insert(max(mark.span.start, block.start))
      cuts.insert(min(mark.span.end, block.end))
    }
    let places = cuts.sorted()
    var open: [Mark] = []
    var next = 0
    var result: [[String: Any]] = []
    for (start, end) in zip(places, places.dropFirst()) {
      open.removeAll { $0.span.end <= start }
      while next < marks.count, marks[next].span.start <= start {
        if marks[next].span.end > start { open.append(marks[next]) }
        next += 1
      }
      var segment: [String: Any] = ["text": text.string(Span(start, end))]
      if open.isEmpty {
        segment["kind"] = Segment.plain
      } else {
        segment["classes"] = open.map(\.classes).joined(separator: " ")
        segment["title"] = open.map(\.title).filter { !$0.isEmpty }.joined(separator: " | ")
        let anchors = open.compactMap(\.anchor).filter { placed.insert($0).inserted }
        for anchor in anchors.dropFirst() { result.append(["kind": Segment.place, "id": anchor]) }
        if let first = anchors.first { segment["id"] = first }
        if let href = open.compactMap(\.href).first {
          segment["href"] = href
          segment["kind"] = anchors.isEmpty ? Segment.link : Segment.linkWithPlace
        } else {
          segment["kind"] = anchors.isEmpty ? Segment.mark : Segment.markWithPlace
        }
      }
      result.append(segment)
    }
    return result
  }
}
