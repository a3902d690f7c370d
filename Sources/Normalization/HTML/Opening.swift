import Documents

/// What of the article stands above its element: pages give the headline, and the line under it that says what the article
/// is about, a box of their own.
struct Opening {
  /// The block of the headline.
  private(set) var title: Int?
  /// The block of the line under it, and what tells that it is one.
  private(set) var standfirst: Int?
  private(set) var rule = RemovalRule(reason: "standfirst", rule: "html.standfirst")
  /// Whether the page itself names the line so.
  private(set) var isNamed = false
  /// Paragraphs between the headline and the posts of a live blog.
  private(set) var introduction: [Int] = []

  /// All of them: what is said of them is said once.
  var blocks: Set<Int> { Set([title, standfirst].compactMap(\.self) + introduction) }

  /// How many blocks above the article's element are looked at.
  private static let reach = 60

  /// `good`: which blocks are paragraphs of running text, for a page that says it is a live blog.
  init(
    _ blocks: PageBlocks, before container: Int, titles: Set<UInt64>, description: String?, lines: FurnitureLines,
    good: [Bool]
  ) {
    let start = blocks.blockRange(container).lowerBound
    let above = max(0, start - Self.reach)..<start
    title = above.last { k in
      let block = blocks.blocks[k]
      return block.node >= 0 && block.count < 400 && blocks.contexts[Int(block.node)].rule < 0
        && (HTMLTags.headingLevel(Int(block.tag)) > 0 || block.content.contains(.title))
        && titles.contains(blocks.bytes(block) { FoldedWords($0).key })
    }
    let described = description.map { FoldedWords($0).hashes } ?? []
    // Nearest to the headline first; without one, nearest to the article.
    let order = title.map { Array(($0 + 1)..<start) } ?? above.reversed()
    var isNext = title != nil
    for k in order {
      let block = blocks.blocks[k]
      guard block.node >= 0 else { continue }
      var context = blocks.contexts[Int(block.node)]
      context.content.formUnion(block.content)
      guard context.rule < 0 else { continue }
      let others: Hint = [.byline, .dateline, .caption, .credit, .note, .title]
      guard block.count >= 25, block.count <= 500, Int(block.linked) * 3 < block.count, !context.inCaption,
        context.figure < 0, context.content.isDisjoint(with: others)
      else {
        // A label, a name or a date may stand between; another text may not.
        if block.count >= 80 { isNext = false }
        continue
      }
      let words = blocks.bytes(block) { FoldedWords($0, limit: 400) }
      guard words.hashes.count > 3, !titles.contains(words.key),
        lines.match(words, bytes: block.count, in: .head, label: blocks.bytes(block, FurnitureLines.label)) == nil
      else { continue }
      let evidence: String? =
        context.content.contains(.standfirst)
        ? "class" : Self.begins(described, words.hashes) ? "description" : isNext ? "place" : nil
      isNext = false
      guard let evidence else { continue }
      // A line that is named counts more than one that stands nearer.
      if standfirst != nil, evidence != "class" { continue }
      standfirst = k
      isNamed = evidence == "class"
      rule.rule = "html.standfirst." + evidence
      if isNamed { break }
    }
    if let title, !good.isEmpty { introduction = ((title + 1)..<start).filter { good[$0] && $0 != standfirst } }
  }

  /// Whether two texts are one, as far as the shorter goes: descriptions are cut.
  private static func begins(_ one: [UInt64], _ other: [UInt64]) -> Bool {
    let n = min(one.count, other.count)
    return n >= 8 && one[..<n] == other[..<n] || n > 3 && one == other
  }
}
