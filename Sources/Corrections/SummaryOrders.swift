public import Documents

/// The sentences of one article that an editor keeps out of its summary, or wants in it.
public struct SummaryOrders: Sendable {
  public var barred: Set<Int> = []
  public var pinned: Set<Int> = []
  public var records: [CorrectionRecord] = []
}

extension Corrections {
  /// Places in `sentences`, with what is to be told of them.
  public func orders(_ document: NormalizedDocument, _ sentences: SentencesArtifact) -> SummaryOrders {
    var orders = SummaryOrders()
    for correction in of(document.id, stage: "summaries") {
      let wanted: String
      let isPin: Bool
      switch correction.action {
      case .bar(let text): (wanted, isPin) = (text, false)
      case .pin(let text): (wanted, isPin) = (text, true)
      default: continue
      }
      let matching = Matching(wanted)
      for (i, sentence) in sentences.sentences.enumerated()
      where matching.matches(id: sentence.id, sentence.span, document.text) {
        if isPin { orders.pinned.insert(i) } else { orders.barred.insert(i) }
        orders.records.append(
          CorrectionRecord(
            isPin ? "pinned" : "barred", rule: correction.rule, text: document.text.string(sentence.span)))
        // A sentence that is printed twice is pinned once.
        if isPin { break }
      }
    }
    return orders
  }
}
