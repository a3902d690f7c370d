import CFacade
import Documents

/// A block with what became of it.
struct JudgedBlock {
  var block: PageBlock
  var kind: BlockKind = .paragraph
  /// Index in `PageBlocks.rules`; -1 where it stays.
  var rule: Int32 = -1
  var isHeading = false
  var isGood = false
}

/// Decides block by block what of the article's element is the article, and what kind of block it is.
struct BlockClassifier {
  private var page: PageBlocks
  private let lines: FurnitureLines
  private let ladder: Ladder
  private let container: Int
  private let isGood: [Bool]
  /// Keys of the titles the page is known by.
  private let titles: Set<UInt64>
  /// What JSON-LD gives as the article's text.
  private let stated: StatedText

  /// The authors' names, folded, and the verbs that tell of them.
  private let authors: [[UInt64]]
  private let authorVerbs: Set<UInt64>

  private(set) var judged: [JudgedBlock] = []
  var rules: [RemovalRule] { page.rules }

  init(
    _ page: PageBlocks, _ finder: ArticleFinder, ladder: Ladder, container: Int, lines: FurnitureLines,
    titles: Set<UInt64>,
    stated: StatedText, authors: [[UInt64]], authorVerbs: Set<UInt64>
  ) {
    self.page = page
    self.lines = lines
    self.ladder = ladder
    self.container = container
    self.titles = titles
    self.stated = stated
    self.authors = authors
    self.authorVerbs = authorVerbs
    isGood = finder.isGood
    run()
  }

  private mutating func run() {
    let range = page.blockRange(container)
    let listLinks = linkShares(range)
    var seen: Set<UInt64> = []
    var closedBy: Int32 = -1
    let lastGood = range.last { isGood[$0] } ?? range.upperBound
    let tail = lastOfText(range, lastGood)
    let firstGood = range.first { isGood[$0] } ?? range.lowerBound
    for k in range {
      let block = page.blocks[k]
      var item = JudgedBlock(block: block)
      var context = page.contexts[Int(block.node)]
      context.content.formUnion(block.content)
      let words = page.bytes(block) { FoldedWords($0, limit: 400) }
      item.isGood = isGood[k]
      let level = HTMLTags.headingLevel(Int(block.tag))
      item.isHeading = level > 0
      if context.rule >= 0 {
        item.rule = context.rule
        // A caption in a player or figure that nobody would take for furniture is still no text of the article.
        judged.append(item)
        continue
      }
      if words.hashes.isEmpty, !isRule(block) {
        item.rule = page.rule("ornament", "html.block.no-letters")
        judged.append(item)
        continue
      }
      if closedBy >= 0, !item.isGood || k > lastGood {
        item.rule = closedBy
        judged.append(item)
        continue
      }
      closedBy = -1
      if let rule = verdict(block, k, context, words, listLinks, &item, first: firstGood, last: tail) {
        item.rule = rule.index
        if rule.closes, k > firstGood { closedBy = rule.index }
        judged.append(item)
        continue
      }
      if !seen.insert(words.key).inserted, ladder.uses(.repeats), isRepeat(item) {
        item.rule = page.rule("repeat", "html.block.repeat")
      }
      judged.append(item)
    }
    if ladder.uses(.statedTail) { dropUnstatedTail() }
    if ladder.uses(.emptyHeadings) { dropEmptyHeadings() }
  }

  /// Whether a line that stood here before is furniture the second time. Interviews put one question to several people, and
  /// lists have one heading for several things: only a long paragraph, and what goes with pictures, is never said twice.
  private func isRepeat(_ item: JudgedBlock) -> Bool {
    switch item.kind {
    case .title, .byline, .dateline, .caption, .credit: return true
    case .heading, .listItem, .table: return false
    default: return item.block.count >= 100 && !endsInQuestion(item.block)
    }
  }

  private func endsInQuestion(_ block: PageBlock) -> Bool { page.bytes(block) { $0.last == UInt8(ascii: "?") } }

  /// What follows the last paragraph that JSON-LD's text has, where that text has nearly all of the article.
  private mutating func dropUnstatedTail() {
    guard !stated.isEmpty else { return }
    var all = 0
    var found = 0
    var last = -1
    for (i, item) in judged.enumerated() where item.rule < 0 && item.isGood {
      all += item.block.count
      if page.bytes(item.block, stated.holds) {
        found += item.block.count
        last = i
      }
    }
    guard last >= 0, found * 10 >= all * 8 else { return }
    let rule = page.rule("after the article", "html.json-ld.after")
    for i in judged.indices.dropFirst(last + 1) where judged[i].rule < 0 {
      switch judged[i].kind {
      case .caption, .credit, .note: break
      default: if !page.bytes(judged[i].block, stated.holds) { judged[i].rule = rule }
      }
    }
  }

  /// For each list, the share of its text that is links.
  private func linkShares(_ range: Range<Int>) -> [Int32: (all: Int, linked: Int, items: Int)] {
    var shares: [Int32: (all: Int, linked: Int, items: Int)] = [:]
    for k in range {
      let block = page.blocks[k]
      let context = page.contexts[Int(block.node)]
      for node in [context.list, context.table] where node >= 0 {
        shares[node, default: (0, 0, 0)].all += block.count
        shares[node]!.linked += Int(block.linked)
        shares[node]!.items += 1
      }
    }
    return shares
  }

  private struct Verdict {
    var index: Int32
    var closes = false
  }

  /// The rule that takes a block out, or nil; sets the kind of those that stay.
  private mutating func verdict(
    _ block: PageBlock, _ k: Int, _ context: NodeContext, _ words: FoldedWords,
    _ shares: [Int32: (all: Int, linked: Int, items: Int)], _ item: inout JudgedBlock, first: Int, last: Int
  ) -> Verdict? {
    let count = block.count
    let linked = Int(block.linked)
    let tag = Int32(block.tag)
    // The title, once.
    if item.isHeading || count < 250, titles.contains(words.key), k <= first || item.isHeading {
      item.kind = .title
      return nil
    }
    if context.content.contains(.pullquote) {
      if ladder.uses(.repeats), stands(words, besides: k) {
        return Verdict(index: page.rule("pullquote", "html.class.pullquote"))
      }
      item.kind = .quote
      return nil
    }
    if context.inCaption {
      item.kind = context.content.contains(.credit) ? .credit : .caption
      return nil
    }
    if context.content.contains(.credit), count < 200 {
      item.kind = .credit
      return nil
    }
    if context.content.contains(.caption), count < 600, !item.isHeading {
      item.kind = .caption
      return nil
    }
    if context.figure >= 0, context.figure > container, count < 500 {
      item.kind = .caption
      return nil
    }
    if count < 200, !item.isHeading, context.quote < 0, linked * 2 < count, goesWithPicture(block) {
      item.kind = .caption
      return nil
    }
    if context.content.contains(.byline), count < 160, !item.isGood || count < 80 {
      item.kind = .byline
      return nil
    }
    if context.content.contains(.dateline), count < 100 {
      item.kind = .dateline
      return nil
    }
    let region: FurnitureLines.Region = k <= first ? .head : k >= last - 2 ? .tail : .middle
    if ladder.uses(.lines),
      let line = lines.match(words, bytes: count, in: region, label: page.bytes(block, FurnitureLines.label)),
      !(item.isHeading && line.place != .whole) || linked * 2 > count,
      !(line.place == .label && line.kind == nil && linked == 0 && count > 100 && endsSentence(block))
    {
      guard let kind = line.kind else {
        return Verdict(index: page.rule(line.reason, line.rule), closes: line.closes)
      }
      item.kind = kind
      return nil
    }
    if region == .head, count < 60, !item.isHeading || k < first, authors.contains(words.hashes) {
      item.kind = .byline
      return nil
    }
    if region == .head, count <= 90, !item.isHeading, !isGood[k] || count < 70, !endsSentence(block), isDateLine(block)
    {
      item.kind = .dateline
      return nil
    }
    if region == .head, k < first, count < 60, !endsSentence(block), judged.last?.kind == .byline {
      // What the author is.
      item.kind = .byline
      return nil
    }
    if words.hashes.count > 0, count < 300, isAddress(block) {
      return Verdict(index: page.rule("address", "html.block.address"))
    }
    if region == .tail {
      if count < 160, isCopyright(block) { return Verdict(index: page.rule("copyright", "html.block.copyright")) }
      if ladder.uses(.authorNotes), startsWithAuthor(words, hasMailbox: hasMailbox(block)) {
        return Verdict(index: page.rule("author", "html.block.author"))
      }
    } else if count < 120, isCopyright(block) {
      item.kind = .credit
      return nil
    }
    if context.weak >= 0, !item.isGood {
      return Verdict(index: context.weak)
    }
    // Links: lists of them, lines of them.
    if ladder.uses(.links), context.list >= 0, context.list > container, let share = shares[context.list],
      share.linked * 10 >= share.all * 6
    {
      return Verdict(index: page.rule("related", "html.block.link-list"))
    }
    if ladder.uses(.links), linked * 10 >= count * 9, count < 200 || (tag == 0 && linked == count && count < 1000) {
      return Verdict(index: page.rule("related", "html.block.link-line"))
    }
    if ladder.uses(.links), linked * 3 >= count * 2, count < 100, tag != ND_TAG_P {
      return Verdict(index: page.rule("related", "html.block.links"))
    }
    if item.isHeading {
      item.kind = .heading
      return nil
    }
    if tag == ND_TAG_LI || tag == ND_TAG_DD || tag == ND_TAG_DT {
      item.kind = .listItem
      return nil
    }
    if context.table >= 0, context.table > container, tag != ND_TAG_P {
      item.kind = .table
      return nil
    }
    if context.content.contains(.note) { item.kind = .note }
    if context.quote >= 0, context.quote > container { item.kind = .quote }
    // Words in bare boxes: without an end they are labels of something.
    if ladder.uses(.labels), tag == 0, count < 60, !endsSentence(block), item.kind == .paragraph {
      // When a post of a live blog was written.
      if count < 24, isDateLine(block) || isTime(block) {
        item.kind = .dateline
        return nil
      }
      return Verdict(index: page.rule("label", "html.block.label"))
    }
    return nil
  }

  /// Whether the first words of a line stand in one of the article's paragraphs, too: what a pull quote repeats.
  private func stands(_ words: FoldedWords, besides own: Int) -> Bool {
    let wanted = Array(words.hashes.prefix(6))
    guard wanted.count > 2 else { return true }
    for k in page.blockRange(container) where k != own && isGood[k] {
      let node = Int(page.blocks[k].node)
      guard page.contexts[node].rule < 0, !page.contexts[node].content.contains(.pullquote) else { continue }
      let found = page.bytes(page.blocks[k]) { FoldedWords($0).hashes }
      guard found.count >= wanted.count else { continue }
      for start in 0...(found.count - wanted.count)
      where found[start] == wanted[0] && Array(found[start..<(start + wanted.count)]) == wanted { return true }
    }
    return false
  }

  /// Whether a line shares a box with a picture and with nothing else.
  private func goesWithPicture(_ block: PageBlock) -> Bool {
    var box = Int(block.node)
    // A paragraph is one, with a picture in it or beside it.
    guard block.tag != ND_TAG_P || !endsSentence(block) else { return false }
    for _ in 0..<3 {
      guard box > container, Int(page.structure.text[box]) <= block.count + block.count / 2 + 60 else { return false }
      if page.structure.holdsMedia(box) { return true }
      box = page.page.parent(box)
    }
    return false
  }

  /// A line of underscores, as agencies part what follows from the story.
  private func isRule(_ block: PageBlock) -> Bool { page.bytes(block) { $0.allSatisfy { $0 == UInt8(ascii: "_") } } }

  /// A short line before the article that is mostly figures: when it appeared, how long it takes to read.
  private func isDateLine(_ block: PageBlock) -> Bool {
    page.bytes(block) { bytes in
      var digits = 0
      var letters = 0
      for byte in bytes {
        if byte >= 0x30, byte <= 0x39 { digits += 1 }
        if byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A || byte >= 0x80 { letters += 1 }
      }
      return digits >= 4 && digits * 9 >= letters
    }
  }

  /// A time of day and hardly anything else: 10:04, 9.15 pm.
  private func isTime(_ block: PageBlock) -> Bool {
    page.bytes(block) { bytes in
      let digits = bytes.reduce(0) { $0 + ($1 >= 0x30 && $1 <= 0x39 ? 1 : 0) }
      return digits > 2 && digits < 5 && bytes.count < 12 && bytes.contains { $0 == UInt8(ascii: ":") }
    }
  }

  /// A line that is nothing but an address of the web or of a mailbox.
  private func isAddress(_ block: PageBlock) -> Bool {
    page.bytes(block) { bytes in
      guard bytes.count > 8, !bytes.contains(0x20) else { return false }
      return (bytes[0] == UInt8(ascii: "h") && PageBlocks.contains(bytes, "://"))
        || (bytes.dropFirst().contains(UInt8(ascii: "@")) && bytes.contains(UInt8(ascii: ".")))
        || (PageBlocks.contains(bytes, ".com/") && bytes.count < 60)
    }
  }

  /// A line that begins with the sign of copyright, as those of pictures and of sites do.
  private func isCopyright(_ block: PageBlock) -> Bool {
    page.bytes(block) { $0.count > 2 && $0[0] == 0xC2 && $0[1] == 0xA9 }
  }

  /// "Ada Okafor is a reporter …": the author's name and a word that tells what authors are or do, or an address of hers.
  private func startsWithAuthor(_ words: FoldedWords, hasMailbox: Bool) -> Bool {
    authors.contains { name in
      let n = name.count
      return n > 1 && words.hashes.count > n && Array(words.hashes[..<n]) == name
        && (hasMailbox || authorVerbs.contains(words.hashes[n]))
    }
  }

  private func hasMailbox(_ block: PageBlock) -> Bool { page.bytes(block) { $0.contains(UInt8(ascii: "@")) } }

  /// The last good paragraph that is no furniture: what stands after an article's end is told by standing there, and what
  /// stands before such a line stands at the end, too.
  private func lastOfText(_ range: Range<Int>, _ lastGood: Int) -> Int {
    var last = lastGood
    for _ in 0..<6 {
      guard range.contains(last) else { break }
      let block = page.blocks[last]
      let words = page.bytes(block) { FoldedWords($0, limit: 400) }
      let isOut =
        page.contexts[Int(block.node)].rule >= 0 || lines.match(words, bytes: block.count, in: .tail) != nil
        || startsWithAuthor(words, hasMailbox: hasMailbox(block))
      guard isOut, let before = range.prefix(while: { $0 < last }).last(where: { isGood[$0] }) else { break }
      last = before
    }
    return last
  }

  private func endsSentence(_ block: PageBlock) -> Bool {
    page.bytes(block) { bytes in
      var i = bytes.count - 1
      // Past closing quotation marks and brackets.
      while i >= 0 {
        let c = bytes[i]
        if c == 0x22 || c == 0x27 || c == 0x29 || c == 0x5D || (c >= 0x80 && c < 0xC0) || c == 0xE2 || c == 0xC2 {
          i -= 1
          continue
        }
        return c == 0x2E || c == 0x21 || c == 0x3F || c == 0x3A || c == 0x3B
      }
      return true
    }
  }

  /// Headings that nothing follows: what stood below them was furniture.
  private mutating func dropEmptyHeadings() {
    let rule = page.rule("heading", "html.block.empty-heading")
    var pending: [Int] = []
    for i in judged.indices where judged[i].rule < 0 {
      switch judged[i].kind {
      // A heading with a colon stands before something embedded that is no text.
      case .heading where judged[i].block.count < 40 || page.bytes(judged[i].block) { $0.last != UInt8(ascii: ":") }:
        pending.append(i)
      case .title, .byline, .dateline, .caption, .credit: break
      default: pending = []
      }
    }
    for i in pending { judged[i].rule = rule }
  }
}
