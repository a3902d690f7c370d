import CFacade
import Documents

/// The facts of a page: title, names, dates, outlet, address.
struct PageFacts {
  private(set) var title: String?
  private(set) var titleKeys: Set<UInt64> = []

  init(_ page: HTMLPage) {
    for i in 0..<page.count {
      if page.tag(i) == ND_TAG_H1 || page.tag(i) == ND_TAG_TITLE {
        let text = page.content(i)
        titleKeys.insert(FoldedWords(text).key)
        if page.tag(i) == ND_TAG_H1 || title == nil { title = text }
      }
    }
  }

  func fill(_ document: inout NormalizedDocument) {
    document.title = title
  }
}
