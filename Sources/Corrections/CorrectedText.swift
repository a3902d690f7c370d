public import Documents

extension Corrections {
  /// Corrects an article's facts and blocks. Where blocks come or go, the text is put together anew.
  public func correct(_ document: inout NormalizedDocument) {
    let mine = of(document.id, stage: "normalized")
    guard !mine.isEmpty else { return }
    var blocks = document.blocks.map { Piece(block: $0, text: Array(document.text.bytes[$0.span.range])) }
    var moved = false
    for correction in mine {
      let rule = correction.rule
      func record(_ change: String, _ text: String, was: String? = nil) {
        document.corrections.append(CorrectionRecord(change, rule: rule, text: text, was: was))
      }
      switch correction.action {
      case .fact(let fact, let value):
        let was = document.set(fact, value)
        document.facts.removeAll { $0.field == fact.rawValue }
        document.facts.append(FactBasis(fact.rawValue, rule))
        record(fact.rawValue, value ?? "", was: was)
      case .blockKind(let text, let kind):
        for i in blocks.indices where blocks[i].matches(text) {
          record("block-kind", blocks[i].string, was: blocks[i].block.kind.rawValue)
          blocks[i].block.kind = kind
          blocks[i].block.rule = rule
        }
      case .dropBlock(let text):
        for i in blocks.indices where !blocks[i].isDropped && blocks[i].matches(text) {
          record("block-dropped", blocks[i].string)
          document.removed.append(Removed(text: blocks[i].string, reason: "correction", rule: rule))
          blocks[i].isDropped = true
          moved = true
        }
      case .restore(let text, let kind, let after):
        let wanted = Matching(text)
        guard let place = document.removed.firstIndex(where: { wanted.matches(Folded($0.text)) }) else { continue }
        // A blank line would part it in two.
        let lines = document.removed[place].text.split(separator: "\n").map(String.init)
        let restored = lines.joined(separator: "\n")
        guard !restored.isEmpty else { continue }
        document.removed.remove(at: place)
        var block = Block(kind, Span(0, 0))
        block.rule = rule
        let piece = Piece(block: block, text: Array(restored.utf8), isNew: true)
        let at = after.flatMap { text in blocks.firstIndex { $0.matches(text) } }
        blocks.insert(piece, at: at.map { $0 + 1 } ?? blocks.count)
        record("block-restored", restored)
        moved = true
      default: break
      }
    }
    if moved { document.assemble(blocks) } else { document.blocks = blocks.map(\.block) }
  }
}

/// A block with its text, while blocks come and go.
private struct Piece {
  var block: Block
  var text: [UInt8]
  var isNew = false
  var isDropped = false

  var string: String { String(decoding: text, as: UTF8.self) }

  func matches(_ wanted: String) -> Bool { Matching(wanted).matches(Folded(utf8: text)) }
}

extension NormalizedDocument {
  /// Gives what the fact was.
  fileprivate mutating func set(_ fact: Correction.Fact, _ value: String?) -> String? {
    func swap(_ path: WritableKeyPath<NormalizedDocument, String?>) -> String? {
      let was = self[keyPath: path]
      self[keyPath: path] = value
      return was
    }
    switch fact {
    case .title: return swap(\.title)
    case .byline: return swap(\.byline)
    case .published: return swap(\.published)
    case .outlet: return swap(\.outlet)
    }
  }

  /// The text of the pieces that are left, with every offset where it now is.
  fileprivate mutating func assemble(_ pieces: [Piece]) {
    var bytes: [UInt8] = []
    var placed: [Block] = []
    var repaired: [Repair] = []
    for piece in pieces where !piece.isDropped {
      if !bytes.isEmpty { bytes += [0x0A, 0x0A] }
      let start = bytes.count
      bytes += piece.text
      var block = piece.block
      block.span = Span(start, bytes.count)
      placed.append(block)
      guard !piece.isNew else { continue }
      let old = piece.block.span
      for repair in repairs where old.contains(repair.span) {
        let shift = start - old.start
        repaired.append(
          Repair(kind: repair.kind, span: Span(repair.span.start + shift, repair.span.end + shift), was: repair.was))
      }
    }
    text = SourceText(utf8: bytes)
    blocks = placed
    repairs = repaired
  }
}
