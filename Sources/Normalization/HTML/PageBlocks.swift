import CFacade
import Documents

/// A stretch of a page that stands by itself: a paragraph, a heading, an item, a cell.
struct PageBlock {
  /// The element whose text it is.
  var node: Int32
  /// Its text in `PageBlocks.text`, white space folded.
  var start: Int32
  var end: Int32
  /// Bytes of it inside links.
  var linked: Int32 = 0
  /// Bytes of it in bold.
  var bold: Int32 = 0
  var commas: Int32 = 0
  /// In the source.
  var sourceStart: Int32
  var sourceEnd: Int32
  /// The kinds that every bit of its text is marked as, inner elements included.
  var content: Hint
  /// Its tag, or that of the nearest of p, h1 … h6, li, blockquote, figcaption, td … around it.
  var tag: Int32

  var count: Int { Int(end - start) }
}

/// What is known of an element and all inside it.
struct NodeContext {
  var content: Hint = []
  /// Index of the rule in `PageBlocks.rules` that takes it out, -1 for none.
  var rule: Int32 = -1
  /// Its class says furniture, but only weakly: index of the rule, -1 for none.
  var weak: Int32 = -1
  /// The nearest block-level element, itself included.
  var block: Int32 = -1
  /// The nearest p, heading, li, blockquote, figcaption, td … , itself included; 0 for none.
  var role: Int32 = 0
  /// The outermost list, table or quotation around it, -1 for none.
  var list: Int32 = -1
  var table: Int32 = -1
  var quote: Int32 = -1
  var figure: Int32 = -1
  var inCaption = false
  var inLink = false
  var inBold = false
}

/// A rule that took something out, with the reason for `removed`.
struct RemovalRule: Sendable, Hashable {
  var reason: String
  var rule: String
}

/// A page cut into blocks, with what its elements say of each.
struct PageBlocks {
  let page: HTMLPage
  private(set) var contexts: [NodeContext] = []
  private(set) var blocks: [PageBlock] = []
  private(set) var text: [UInt8] = []
  private(set) var rules: [RemovalRule] = []
  /// Text inside paragraphs that nobody sees, and the rule that took it out.
  private(set) var asides: [(text: String, rule: Int32)] = []
  /// What the tree says without names.
  let structure: PageStructure
  /// For each node the bytes of text in paragraphs below it, before anything is taken out.
  private(set) var paragraphs: [Int32] = []
  /// For each node the first block that begins in it; `firstBlock[end(i)]` is one past its last.
  private(set) var firstBlock: [Int32] = []

  /// How much of a page's paragraphs furniture may hold before its class is not believed.
  struct Trust {
    var normal = 0.4
    var strong = 0.85
    var tags = true
  }

  init(_ page: HTMLPage, _ hints: ClassHints, trust: Trust, ladder: Ladder) {
    self.page = page
    structure = PageStructure(page)
    rules = hints.furniture.map { RemovalRule(reason: $0.reason, rule: $0.rule) }
    tagRules()
    countParagraphs()
    readContexts(hints, trust, ladder)
    cut()
  }

  // MARK: Elements

  private var tagRule: [Int32] = []

  private mutating func tagRules() {
    tagRule = Array(repeating: -1, count: 256)
    let reasons: [(String, [Int])] = [
      (
        "script",
        [
          Int(ND_TAG_SCRIPT), Int(ND_TAG_STYLE), Int(ND_TAG_TEMPLATE), Int(ND_TAG_SVG), Int(ND_TAG_HEAD),
          Int(ND_TAG_TITLE),
        ]
      ),
      ("noscript", [Int(ND_TAG_NOSCRIPT)]),
      (
        "form",
        [
          Int(ND_TAG_FORM), Int(ND_TAG_BUTTON), Int(ND_TAG_SELECT), Int(ND_TAG_OPTION), Int(ND_TAG_TEXTAREA),
          Int(ND_TAG_INPUT), Int(ND_TAG_LABEL), Int(ND_TAG_FIELDSET), Int(ND_TAG_DATALIST),
        ]
      ),
      ("navigation", [Int(ND_TAG_NAV), Int(ND_TAG_MENU)]),
      ("footer", [Int(ND_TAG_FOOTER)]),
      ("sidebar", [Int(ND_TAG_ASIDE)]),
      ("overlay", [Int(ND_TAG_DIALOG)]),
      (
        "player",
        [
          Int(ND_TAG_IFRAME), Int(ND_TAG_OBJECT), Int(ND_TAG_VIDEO), Int(ND_TAG_AUDIO), Int(ND_TAG_CANVAS),
          Int(ND_TAG_APPLET), Int(ND_TAG_EMBED), Int(ND_TAG_MAP),
        ]
      ),
    ]
    for (reason, tags) in reasons {
      for tag in tags { tagRule[tag] = Int32(rules.count) }
      rules.append(RemovalRule(reason: reason, rule: "html.tag." + reason))
    }
    hiddenRule = Int32(rules.count)
    rules.append(RemovalRule(reason: "hidden", rule: "html.hidden"))
    cardRule = Int32(rules.count)
    rules.append(RemovalRule(reason: "related", rule: "html.cards"))
  }

  private var hiddenRule: Int32 = 0
  private var cardRule: Int32 = 0
  /// Reasons whose names are believed only where there are links.
  private static let leadingElsewhere: Set<String> = ["related", "navigation"]

  /// The index of a rule of a later pass.
  mutating func rule(_ reason: String, _ rule: String) -> Int32 {
    let wanted = RemovalRule(reason: reason, rule: rule)
    if let found = rules.firstIndex(of: wanted) { return Int32(found) }
    rules.append(wanted)
    return Int32(rules.count - 1)
  }

  /// Text in `<p>` (or in bare boxes, where the page has hardly any `<p>`) below each node, links left out.
  private mutating func countParagraphs() {
    let n = page.count
    var inP = [Bool](repeating: false, count: n)
    var sums = [Int32](repeating: 0, count: n + 1)
    var all = [Int32](repeating: 0, count: n + 1)
    for i in 0..<n {
      let node = page.nodes[i]
      let parent = Int(node.parent)
      let tag = Int(node.tag)
      if tag != 0 {
        let above = parent >= 0 && inP[parent]
        inP[i] = tag == ND_TAG_P || tag == ND_TAG_PRE || (above && tag != ND_TAG_A && !HTMLTags.isBlock(tag))
      } else if parent >= 0 {
        let length = node.length > 20 ? node.length : 0
        if inP[parent] { sums[i] = length }
        all[i] =
          page.nodes[parent].tag == ND_TAG_A || page.nodes[parent].tag == ND_TAG_SCRIPT
          ? 0 : (node.length > 60 ? node.length : 0)
      }
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      let parent = page.parent(i)
      if parent >= 0 {
        sums[parent] += sums[i]
        all[parent] += all[i]
      }
    }
    paragraphs = Int(sums[0]) * 4 > Int(all[0]) ? sums : all
  }

  /// What each element's attributes say, and which elements hold a body that names itself so.
  private func readings(_ hints: ClassHints, _ total: Double) -> (readings: [ClassHints.Reading], holdsBody: [Bool]) {
    var readings = [ClassHints.Reading](repeating: ClassHints.Reading(), count: page.count)
    var holdsBody = [Bool](repeating: false, count: page.count)
    for i in 0..<page.count where page.tag(i) != 0 && page.tag(i) != ND_TAG_BODY && page.tag(i) != ND_TAG_HTML {
      page.eachAttribute(i) { key, value in
        switch Int32(key) {
        case Int32(ND_ATTRIBUTE_CLASS), Int32(ND_ATTRIBUTE_ID), Int32(ND_ATTRIBUTE_DATA_TESTID),
          Int32(ND_ATTRIBUTE_DATA_COMPONENT), Int32(ND_ATTRIBUTE_DATA_QA), Int32(ND_ATTRIBUTE_DATA_MODULE),
          Int32(ND_ATTRIBUTE_ROLE), Int32(ND_ATTRIBUTE_DATA_TYPE), Int32(ND_ATTRIBUTE_ITEMPROP):
          hints.read(value, into: &readings[i])
        case Int32(ND_ATTRIBUTE_REL):
          if Self.contains(value, "author") { readings[i].content.insert(.byline) }
        case Int32(ND_ATTRIBUTE_HREF): if hints.leadsToAuthor(value) { readings[i].content.insert(.byline) }
        default: break
        }
      }
      if readings[i].content.contains(.body), readings[i].strength < 2, Double(paragraphs[i]) > total * 0.12 {
        var above = page.parent(i)
        while above >= 0, !holdsBody[above] {
          holdsBody[above] = true
          above = page.parent(above)
        }
      }
    }
    return (readings, holdsBody)
  }

  private mutating func readContexts(_ hints: ClassHints, _ trust: Trust, _ ladder: Ladder) {
    let n = page.count
    contexts = Array(repeating: NodeContext(), count: n)
    let total = Double(max(1, paragraphs.first ?? 1))
    let (readings, holdsBody) = self.readings(hints, total)
    // Text that scripts show (behind a subscription, by a button) is hidden at first: much of it is the article.
    let believesHidden = ladder.uses(.hidden) && Double(hiddenParagraphs()) < total * 0.3
    for i in 0..<n {
      let node = page.nodes[i]
      let parent = Int(node.parent)
      var context = parent >= 0 ? contexts[parent] : NodeContext()
      let tag = Int(node.tag)
      if tag == 0 {
        contexts[i] = context
        continue
      }
      place(tag, Int32(i), &context)
      if tag == ND_TAG_BODY || tag == ND_TAG_HTML {
        contexts[i] = context
        continue
      }
      let share = Double(paragraphs[i]) / total
      if context.rule < 0, tag < 256, tagRule[tag] >= 0 {
        let always = tagRule[tag] == tagRule[Int(ND_TAG_SCRIPT)] || tag == ND_TAG_NOSCRIPT
        if always || (trust.tags && ladder.uses(.elementNames) && share < 0.5 && !holdsBody[i]) {
          context.rule = tagRule[tag]
        }
      }
      if context.rule < 0, believesHidden, isHidden(i) { context.rule = hiddenRule }
      if context.rule < 0, structure.isCard[i], ladder.uses(.cards), !holdsBody[i] { context.rule = cardRule }
      let reading = readings[i]
      if context.rule < 0, reading.furniture >= 0, ladder.uses(.classNames), isBelieved(reading, i) {
        // A body or an article that also has a furniture word is furniture only if it holds little.
        let limit: Double
        switch reading.strength {
        case 3: limit = trust.strong
        case 2: limit = trust.normal
        default: limit = 0
        }
        if share < limit, !holdsBody[i], !(reading.content.contains(.body) && share > 0.2) {
          context.rule = reading.furniture
        } else if reading.strength == 1, share < 0.15 {
          context.weak = reading.furniture
        }
      }
      // Kinds of one block do not reach down from a box that holds the article.
      context.content.subtract([.body, .article])
      context.content.formUnion(share > 0.3 ? reading.content.intersection([.body, .article]) : reading.content)
      contexts[i] = context
    }
  }

  /// What is named as leading elsewhere, but has no links, is not what it is named for: a list of ingredients in a card.
  private func isBelieved(_ reading: ClassHints.Reading, _ i: Int) -> Bool {
    let reason = rules[Int(reading.furniture)].reason
    if reason == "overlay", isTrigger(i) { return false }
    return !Self.leadingElsewhere.contains(reason) || structure.leadsElsewhere(i)
  }

  /// A link in a paragraph, or what holds one and then something else: what is named for the box that opens over it is a word
  /// of the sentence all the same.
  private func isTrigger(_ i: Int) -> Bool {
    let parent = page.parent(i)
    guard parent >= 0, contexts[parent].role == ND_TAG_P, !HTMLTags.isBlock(page.tag(i)) else { return false }
    if page.tag(i) == ND_TAG_A { return structure.text[i] > 0 && !contexts[parent].content.contains(.byline) }
    let first = i + 1
    return first < page.end(i) && page.tag(first) == ND_TAG_A && structure.text[first] > 0
      && page.end(first) < page.end(i)
  }

  /// Where an element stands: its block, its role, its list, table, quotation or figure.
  private func place(_ tag: Int, _ i: Int32, _ context: inout NodeContext) {
    let isBlock = HTMLTags.isBlock(tag) && !(tag == ND_TAG_OTHER && context.role == ND_TAG_P)
    if isBlock { context.block = i }
    switch Int32(tag) {
    case Int32(ND_TAG_P), Int32(ND_TAG_PRE), Int32(ND_TAG_FIGCAPTION), Int32(ND_TAG_DT), Int32(ND_TAG_DD),
      Int32(ND_TAG_H1), Int32(ND_TAG_H2), Int32(ND_TAG_H3), Int32(ND_TAG_H4), Int32(ND_TAG_H5), Int32(ND_TAG_H6),
      Int32(ND_TAG_LI), Int32(ND_TAG_CAPTION):
      context.role = Int32(tag)
    case Int32(ND_TAG_DIV), Int32(ND_TAG_SECTION), Int32(ND_TAG_ARTICLE), Int32(ND_TAG_MAIN), Int32(ND_TAG_BODY):
      if context.role != ND_TAG_LI, context.role != ND_TAG_FIGCAPTION { context.role = 0 }
    default: break
    }
    switch Int32(tag) {
    case Int32(ND_TAG_UL), Int32(ND_TAG_OL), Int32(ND_TAG_DL): if context.list < 0 { context.list = i }
    case Int32(ND_TAG_TABLE): context.table = i
    case Int32(ND_TAG_BLOCKQUOTE): context.quote = i
    case Int32(ND_TAG_FIGURE): context.figure = i
    case Int32(ND_TAG_FIGCAPTION), Int32(ND_TAG_CAPTION): context.inCaption = true
    case Int32(ND_TAG_A): context.inLink = context.inLink || PageStructure.leadsAway(page, Int(i))
    case Int32(ND_TAG_B), Int32(ND_TAG_STRONG): context.inBold = true
    default: break
    }
  }

  private func isHidden(_ i: Int) -> Bool {
    if page.attribute(i, Int(ND_ATTRIBUTE_HIDDEN)) != nil { return true }
    guard let style = page.attribute(i, Int(ND_ATTRIBUTE_STYLE)) else { return false }
    return Self.contains(style, "display:none") || Self.contains(style, "display: none")
  }

  private func hiddenParagraphs() -> Int {
    var sum = 0
    var i = 0
    while i < page.count {
      if page.tag(i) != 0, isHidden(i) {
        sum += Int(paragraphs[i])
        i = page.end(i)
      } else {
        i += 1
      }
    }
    return sum
  }

  static func contains(_ value: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    word.withUTF8Buffer { word in
      guard value.count >= word.count else { return false }
      for i in 0...(value.count - word.count) {
        var k = 0
        while k < word.count, asciiLower(value[i + k]) == word[k] { k += 1 }
        if k == word.count { return true }
      }
      return false
    }
  }

  // MARK: Text

  /// Cuts the text into blocks at the borders of block-level elements and at double line breaks.
  private mutating func cut() {
    let n = page.count
    let unseen = ["hidden", "script", "form", "overlay", "advertisement"]
    let isUnseen = rules.map { unseen.contains($0.reason) }
    text.reserveCapacity(page.text.count)
    firstBlock = Array(repeating: 0, count: n + 1)
    var open: PageBlock?
    var current: Int32 = -2
    var space = false
    var breaks = 0

    func close() {
      guard var block = open else { return }
      open = nil
      space = false
      breaks = 0
      block.end = Int32(text.count)
      if block.end > block.start { blocks.append(block) }
    }

    for i in 0..<n {
      let node = page.nodes[i]
      let tag = Int(node.tag)
      let context = contexts[i]
      // After an inner box ends, the text goes on in the outer one: another block.
      if context.block != current {
        close()
        current = context.block
      }
      firstBlock[i] = Int32(blocks.count)
      if tag != 0 {
        if tag == ND_TAG_BR {
          breaks += 1
          space = true
          if breaks >= 2 { close() }
        } else if tag == ND_TAG_HR {
          close()
        }
        continue
      }
      // Inside a paragraph only what nobody sees is left out: a word in a marked link is a word of the sentence.
      if context.rule >= 0, context.block >= 0, contexts[Int(context.block)].rule < 0, isUnseen[Int(context.rule)] {
        asides.append((page.content(i, limit: 300), context.rule))
        continue
      }
      let bytes = page.textBytes(i)
      var k = 0
      while k < bytes.count {
        let c = bytes[k]
        if c <= 0x20 {
          space = true
          k += 1
          continue
        }
        if c == 0xC2, k + 1 < bytes.count, bytes[k + 1] == 0xA0 {
          space = true
          k += 2
          continue
        }
        // Zero-width characters alone make no block.
        if c == 0xE2, open == nil, k + 2 < bytes.count, bytes[k + 1] == 0x80, bytes[k + 2] >= 0x8B, bytes[k + 2] <= 0x8F
        {
          k += 3
          continue
        }
        var run = k + 1
        while run < bytes.count, bytes[run] > 0x20, bytes[run] != 0xC2 { run += 1 }
        if bytes[k] == 0xC2, run == k + 1, run < bytes.count { run += 1 }
        while run < bytes.count, bytes[run] & 0xC0 == 0x80 { run += 1 }
        if open == nil {
          open = PageBlock(
            node: context.block, start: Int32(text.count), end: 0, sourceStart: node.source, sourceEnd: node.source_end,
            content: context.content, tag: context.role)
        }
        let before = text.count
        if space, before > Int(open!.start) { text.append(0x20) }
        space = false
        breaks = 0
        text.append(contentsOf: bytes[k..<run])
        let added = Int32(text.count - before)
        if context.inLink { open!.linked += added }
        if context.inBold { open!.bold += added }
        for byte in bytes[k..<run] where byte == 0x2C { open!.commas += 1 }
        open!.sourceEnd = node.source_end
        open!.content.formIntersection(context.content)
        k = run
      }
    }
    close()
    firstBlock[n] = Int32(blocks.count)
  }

  /// The indices of the blocks below a node.
  func blockRange(_ node: Int) -> Range<Int> { Int(firstBlock[node])..<max(Int(firstBlock[node]), blocksEnd(node)) }

  private func blocksEnd(_ node: Int) -> Int {
    let end = page.end(node)
    // A block that is open when the node ends is counted with it.
    return end < page.count ? Int(firstBlock[end]) : blocks.count
  }

  @inline(__always)
  func bytes<R>(_ block: PageBlock, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[Int(block.start)..<Int(block.end)])) }
  }

  func string(_ block: PageBlock) -> String { bytes(block) { String(decoding: $0, as: UTF8.self) } }
}
