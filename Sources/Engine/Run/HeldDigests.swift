import Corpus
import Documents

/// What the corpus reads of the documents that this run made, held until all are made so that nothing is read back: of those
/// only that `corpus.keep` keeps by the newest day so far, so that what is held grows with the window and not with the run.
struct HeldDigests {
  private var held: [ByteName: (day: String, digest: DocumentDigest)] = [:]
  private let configuration: Configuration
  private var retention: Retention
  private var newest = ""

  init(_ configuration: Configuration) {
    self.configuration = configuration
    retention = Retention(configuration, newest: "")
  }

  subscript(_ id: String) -> DocumentDigest? { held[ByteName(id)]?.digest }

  /// `published`: the document's day of publication, or empty.
  mutating func hold(_ digest: DocumentDigest, published: String) {
    if published > newest {
      newest = published
      retention = Retention(configuration, newest: newest)
      held = held.filter { retention.keeps($0.value.day) }
    }
    if retention.keeps(published) { held[ByteName(digest.id)] = (published, digest) }
  }
}
