import CFacade

/// What a page's tree says without any name: how much of each element's text is links, where pictures stand, and which
/// elements are cards (a row of like boxes, each with a linked heading or little but links).
///
/// Class names differ from site to site; these do not. So a name is believed only where the structure does not speak
/// against it, and furniture without a telling name is still found.
struct PageStructure {
  /// Bytes of text below each node, scripts left out.
  private(set) var text: [Int32]
  /// Bytes of it inside links.
  private(set) var linked: [Int32]
  /// Pictures and players before each node; one more than nodes.
  private var media: [Int32]
  /// Whether a node is the outermost element of a card.
  private(set) var isCard: [Bool]
  /// Bytes of text in rows of cards, those that hold much of the page included.
  private(set) var inCards = 0
  private let page: HTMLPage

  init(_ page: HTMLPage) {
    self.page = page
    let n = page.count
    text = Array(repeating: 0, count: n)
    linked = Array(repeating: 0, count: n)
    media = Array(repeating: 0, count: n + 1)
    isCard = Array(repeating: false, count: n)
    var inLink = [Bool](repeating: false, count: n)
    var unseen = [Bool](repeating: false, count: n)
    for i in 0..<n {
      let node = page.nodes[i]
      let parent = Int(node.parent)
      let tag = Int32(node.tag)
      media[i + 1] = media[i]
      if parent >= 0 {
        inLink[i] = inLink[parent]
        unseen[i] = unseen[parent]
      }
      switch tag {
      case Int32(ND_TAG_TEXT):
        guard !unseen[i] else { continue }
        text[i] = visible(node)
        if inLink[i] { linked[i] = text[i] }
      case Int32(ND_TAG_A): inLink[i] = inLink[i] || Self.leadsAway(page, i)
      case Int32(ND_TAG_SCRIPT), Int32(ND_TAG_STYLE), Int32(ND_TAG_TEMPLATE), Int32(ND_TAG_SVG), Int32(ND_TAG_NOSCRIPT):
        unseen[i] = true
      case Int32(ND_TAG_IMG), Int32(ND_TAG_PICTURE), Int32(ND_TAG_VIDEO), Int32(ND_TAG_IFRAME), Int32(ND_TAG_OBJECT):
        media[i + 1] += 1
      default: break
      }
    }
    for i in stride(from: n - 1, through: 1, by: -1) {
      let parent = page.parent(i)
      if parent >= 0 {
        text[parent] += text[i]
        linked[parent] += linked[i]
      }
    }
    findCards()
  }

  /// Whether a link leads to another page: one to a place of the same page is how posts of a live blog are pointed at.
  static func leadsAway(_ page: HTMLPage, _ i: Int) -> Bool {
    page.attribute(i, Int(ND_ATTRIBUTE_HREF)).map { $0.first != UInt8(ascii: "#") || $0.count == 1 } ?? true
  }

  /// Bytes of a text node that are more than white space.
  private func visible(_ node: nd_node) -> Int32 {
    let bytes = UnsafeBufferPointer(rebasing: page.text[Int(node.text)..<Int(node.text + node.length)])
    if node.length > 64 { return node.length }
    for byte in bytes where byte > 0x20 { return node.length }
    return 0
  }

  /// Whether a picture or a player stands below a node.
  @inline(__always)
  func holdsMedia(_ i: Int) -> Bool { media[page.end(i)] > media[i] }

  /// Whether an element whose name says it leads elsewhere (related stories, a menu) has links at all.
  @inline(__always)
  func leadsElsewhere(_ i: Int) -> Bool { text[i] < 400 || Int(linked[i]) * 12 >= Int(text[i]) }

  // MARK: Cards

  /// Like boxes beside one another: two or more in a row with one tag and class, each of which is a card.
  private mutating func findCards() {
    let total = Int(text.first ?? 0)
    for parent in 0..<page.count where page.tag(parent) != 0 && linked[parent] > 60 && text[parent] > 120 {
      var row: [Int] = []
      var sign: UInt64 = 0
      var i = parent + 1
      func close() {
        guard row.count > 1 else { return }
        let cards = row.filter(looksLikeCard)
        // A blog's own posts may have linked headings: a row that holds much of the page is not furniture.
        let weight = row.reduce(0) { $0 + Int(text[$1]) }
        guard cards.count > 1, cards.count * 5 >= row.count * 4 else { return }
        inCards += weight
        if weight * 10 < total * 4 { row.forEach { isCard[$0] = true } }
      }
      while i < page.end(parent) {
        let tag = page.tag(i)
        if tag != 0,
          tag == ND_TAG_LI || tag == ND_TAG_OTHER || (HTMLTags.isBlock(tag) && tag != ND_TAG_P) || tag == ND_TAG_A
        {
          let own = signature(i)
          if own != sign {
            close()
            row = []
            sign = own
          }
          row.append(i)
        }
        i = page.end(i)
      }
      close()
    }
  }

  private func signature(_ i: Int) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(page.tag(i))
    if let value = page.attribute(i, Int(ND_ATTRIBUTE_CLASS)) {
      // The first name tells the kind of a box; those after it tell its place and state.
      for byte in value.drop(while: { $0 <= 0x20 }).prefix(while: { $0 > 0x20 }) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    return hash
  }

  /// A box with a heading that is a link, or with several blocks that are mostly links.
  private func looksLikeCard(_ box: Int) -> Bool {
    guard linked[box] >= 12, text[box] < 1500 else { return false }
    var blocks = 0
    var k = box + 1
    while k < page.end(box) {
      let tag = page.tag(k)
      if HTMLTags.headingLevel(tag) > 0, text[k] >= 12 { return Int(linked[k]) * 5 >= Int(text[k]) * 4 }
      if tag != 0, HTMLTags.isBlock(tag), text[k] > 0 { blocks += 1 }
      k += 1
    }
    return blocks > 1 && Int(linked[box]) * 2 >= Int(text[box])
  }
}
