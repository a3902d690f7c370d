import Documents

/// An article's text and facts as a reader of one kind of source found them: what a document is made of.
struct ArticleText: Sendable {
  var text: [UInt8] = []
  var blocks: [Block] = []
  var removed: [Removed] = []
  /// Spans of `text`.
  var repairs: [Repair] = []
  var title: String?
  var byline: String?
  var published: String?
  var publishedBasis = PublishedBasis.none
  var outlet: String?
  var facts: [FactBasis] = []
}
