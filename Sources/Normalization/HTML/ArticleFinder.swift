import CFacade
import Documents

/// Finds the element that holds the article: what names itself so, else where the paragraphs are.
struct ArticleFinder {
  let blocks: PageBlocks
  private let ladder: Ladder
  /// For each node the bytes of good paragraphs below it that nothing took out.
  private(set) var weight: [Int32]
  /// For each block, whether it counts as a paragraph of running text.
  private(set) var isGood: [Bool]
  /// For each node the number of good paragraphs.
  private var number: [Int32]

  struct Candidate {
    var node: Int
    var rule: String
  }

  /// `matched`: blocks that JSON-LD's articleBody confirms.
  init(_ blocks: PageBlocks, ladder: Ladder) {
    self.ladder = ladder
    self.blocks = blocks
    let n = blocks.page.count
    weight = Array(repeating: 0, count: n)
    number = Array(repeating: 0, count: n)
    isGood = Array(repeating: false, count: blocks.blocks.count)
    for (k, block) in blocks.blocks.enumerated() {
      let node = Int(block.node)
      guard node >= 0 else { continue }
      let context = blocks.contexts[node]
      guard context.rule < 0 else { continue }
      let count = block.count
      guard Int(block.linked) * 2 < count, blocks.page.tag(node) != 0 else { continue }
      let isParagraph = block.tag == ND_TAG_P || block.tag == 0 || block.tag == ND_TAG_PRE
      let long = block.tag == ND_TAG_P ? count >= 40 : count >= 80
      guard isParagraph ? long : count >= 160 else { continue }
      isGood[k] = true
      let share = block.tag == ND_TAG_P ? Int32(count) : isParagraph ? Int32(count) * 4 / 5 : Int32(count) / 3
      weight[node] += share
      number[node] += 1
    }
    for i in stride(from: n - 1, through: 1, by: -1) {
      let parent = blocks.page.parent(i)
      if parent >= 0 {
        weight[parent] += weight[i]
        number[parent] += number[i]
      }
    }
  }

  var total: Int { weight.isEmpty ? 0 : Int(weight[0]) }

  /// The element that holds the article.
  func find() -> Candidate? {
    let page = blocks.page
    guard total > 0 else { return nil }
    let descended = descend(from: 0)
    if ladder.uses(.namedBody), let named = named() {
      // A name that holds far less than where the paragraphs are is believed only if it holds an article's worth.
      let found = Int(weight[named.node])
      if found * 10 >= Int(weight[descended]) * 6 || found >= 1500 || number[named.node] >= 8 { return named }
    }
    if ladder.uses(.articleElement), let article = largestArticle(),
      Int(weight[article]) * 10 >= Int(weight[descended]) * 2
    {
      return Candidate(node: widened(descend(from: article)), rule: "html.article")
    }
    _ = page
    return Candidate(node: widened(descended), rule: "html.density")
  }

  /// From a node down as long as one child holds nearly all of the text.
  private func descend(from start: Int) -> Int {
    let page = blocks.page
    var node = start
    while true {
      var best = -1
      var i = node + 1
      let end = page.end(node)
      while i < end {
        if page.tag(i) != 0, best < 0 || weight[i] > weight[best] { best = i }
        i = page.end(i)
      }
      guard best >= 0, Int(weight[best]) * 100 >= Int(weight[node]) * 82, HTMLTags.isBlock(page.tag(best)),
        page.tag(best) != ND_TAG_P, page.tag(best) != ND_TAG_LI
      else { return node }
      node = best
    }
  }

  /// A container that the article's own header or first lines stand beside, not in.
  private func widened(_ node: Int) -> Int { node }

  /// The largest element that calls itself the article's body.
  private func named() -> Candidate? {
    let page = blocks.page
    var best = -1
    var i = 0
    while i < page.count {
      let context = blocks.contexts[i]
      if page.tag(i) != 0, context.rule < 0, context.content.contains(.body), weight[i] > 0,
        page.tag(i) != ND_TAG_P, page.parent(i) < 0 || !blocks.contexts[page.parent(i)].content.contains(.body)
      {
        if best < 0 || Int(weight[i]) > Int(weight[best]) * 5 / 4
          || (page.end(best) >= page.end(i) && Int(weight[i]) * 10 >= Int(weight[best]) * 9)
        {
          best = i
        }
      }
      i += 1
    }
    guard best >= 0 else { return nil }
    // Bodies in pieces (around advertisements) stand side by side: their parent is meant.
    let parent = page.parent(best)
    if parent >= 0, blocks.contexts[parent].rule < 0 {
      var pieces = 0
      var sum = 0
      var k = parent + 1
      while k < page.end(parent) {
        if page.tag(k) != 0, blocks.contexts[k].content.contains(.body), weight[k] > 0 {
          pieces += 1
          sum += Int(weight[k])
        }
        k = page.end(k)
      }
      if pieces > 1, sum * 10 >= Int(weight[parent]) * 8 { return Candidate(node: parent, rule: "html.body-hint") }
    }
    return Candidate(node: best, rule: "html.body-hint")
  }

  private func largestArticle() -> Int? {
    let page = blocks.page
    var best = -1
    // The one with the page's heading, where there are many (a list of posts under the post).
    if let heading = (0..<page.count).first(where: { page.tag($0) == ND_TAG_H1 && blocks.contexts[$0].rule < 0 }) {
      var i = page.parent(heading)
      while i >= 0, page.tag(i) != ND_TAG_ARTICLE { i = page.parent(i) }
      if i >= 0, weight[i] >= 400 { return i }
    }
    for i in 0..<page.count where page.tag(i) == ND_TAG_ARTICLE && blocks.contexts[i].rule < 0 {
      if best < 0 || weight[i] > weight[best] { best = i }
    }
    return best >= 0 && weight[best] > 0 ? best : nil
  }
}
