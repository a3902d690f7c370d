import CFacade
import Documents

/// Articles from pages: parse, cut into blocks, find the article's element, judge its blocks, read its facts.
struct HTMLArticle: Sendable {
  private let hints: ClassHints
  private let lines: FurnitureLines
  private let names: FactNames
  private let ladder: Ladder
  private let language: String

  /// Throws all mistakes of the pack's data at once.
  init(_ pack: LanguagePack) throws(Diagnostics) {
    hints = try ClassHints(pack)
    lines = try FurnitureLines(pack)
    names = try FactNames(pack)
    ladder = try Ladder(pack)
    language = pack.code
  }

  /// Runs the examples of the data.
  static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do {
      let hints = try ClassHints(pack)
      let lines = try FurnitureLines(pack)
      let hintTable = try pack.table(
        "normalization/class-hints.tsv", columns: ["hint", "meaning", "strength", "example"])
      let lineTable = try pack.table("normalization/furniture-lines.tsv", columns: FurnitureLines.columns)
      return hints.check(hintTable) + lines.check(lineTable)
    } catch {
      return error.list
    }
  }

  /// The article of a page. `span`: the bytes of `file` that hold it (all of them, but for a page inside a container).
  func extract(
    _ file: SourceFile, span: Span, id: String, declared: String? = nil
  ) throws(StageFailure) -> NormalizedResult {
    let source = span.start == 0 && span.end == file.bytes.count ? file.bytes : Array(file.bytes[span.range])
    let decoded = Charset.decode(source, declared: declared, kind: .html)
    let page = try HTMLPage(decoded.bytes)
    let info = SourceInfo(
      path: file.path, bytes: file.bytes.count, sha256: file.sha256, mediaType: "text/html", encoding: decoded.encoding)
    var facts = PageFacts(page, source: decoded.bytes, names: names)
    var reading = read(page, &facts, PageBlocks.Trust())
    // Little was found: furniture is believed less.
    if reading.count < 250, ladder.uses(.relaxed) {
      let second = read(page, &facts, PageBlocks.Trust(normal: 0.05, strong: 0.25, tags: false))
      if second.count > reading.count * 2 {
        reading = second
        reading.basis += "-relaxed"
      }
    }
    let stated = facts.structured?.body ?? []
    let statedCount = stated.reduce(0) { $0 + $1.utf8.count }
    let usesStated = ladder.uses(.statedBody) && statedCount >= 250 && statedCount > reading.count * 2
    if usesStated { reading.basis = "html.json-ld-body" }
    facts.addOrganizations()
    var writer = ArticleWriter(decoded: decoded, offset: span.start)
    if let opening = reading.opening { add(opening, of: reading, &writer) }
    for aside in reading.page.asides { writer.remove(aside.text, reading.page.rules[Int(aside.rule)]) }
    if usesStated {
      if let title = facts.title, reading.opening?.title == nil { writer.add(.title, title, nil) }
      for paragraph in stated { writer.add(.paragraph, paragraph, nil) }
      let instead = RemovalRule(reason: "told apart in the page's data", rule: "html.json-ld.instead")
      for item in reading.blocks {
        writer.remove(reading.page.string(item.block), item.rule < 0 ? instead : reading.rules[Int(item.rule)])
      }
    } else {
      for item in reading.blocks {
        if item.rule < 0 {
          writer.add(item.kind, reading.page.string(item.block), item.block)
        } else {
          writer.remove(reading.page.string(item.block), reading.rules[Int(item.rule)])
        }
      }
    }
    outside(reading, &writer)
    var document = NormalizedDocument(
      id: id, source: info, text: SourceText(utf8: writer.text), blocks: writer.blocks, language: language)
    document.removed = writer.removed
    document.repairs = writer.repairs
    document.facts.append(FactBasis("text", reading.basis))
    facts.fill(&document)
    return NormalizedResult(
      document, skipped: holdsArticle(reading, facts, usesStated) ? nil : StageFailure("no-article", reason(reading)))
  }
}

extension HTMLArticle {
  /// A page read under one degree of trust in what its elements say.
  private struct Reading {
    var page: PageBlocks
    var blocks: [JudgedBlock] = []
    var rules: [RemovalRule] = []
    var range = 0..<0
    var opening: Opening?
    var basis = "html.none"
    /// Bytes of good paragraphs that stay.
    var count = 0
    var longest = 0
    /// Bytes of the page's text inside links.
    var linked = 0
  }

  private func read(_ page: HTMLPage, _ facts: inout PageFacts, _ trust: PageBlocks.Trust) -> Reading {
    var reading = Reading(page: PageBlocks(page, hints, trust: trust, ladder: ladder))
    let blocks = reading.page
    reading.linked = blocks.blocks.reduce(0) { $0 + Int($1.linked) }
    let finder = ArticleFinder(blocks, ladder: ladder)
    guard let candidate = finder.find() else { return reading }
    reading.basis = candidate.rule
    reading.range = blocks.blockRange(candidate.node)
    addFacts(&facts, blocks, candidate.node)
    reading.opening = Opening(
      blocks, before: candidate.node, titles: facts.titleKeys, description: facts.description, lines: lines,
      good: facts.structured?.isLive == true ? finder.isGood : [])
    let classifier = BlockClassifier(
      blocks, finder, ladder: ladder, container: candidate.node, lines: lines, titles: facts.titleKeys,
      stated: StatedText(facts.structured?.body ?? []),
      authors: facts.authors, authorVerbs: names.verbs)
    reading.blocks = classifier.judged
    reading.rules = classifier.rules
    reading.count = classifier.judged.reduce(0) { $0 + ($1.rule < 0 && $1.isGood ? $1.block.count : 0) }
    reading.longest = classifier.judged.reduce(0) { max($0, $1.rule < 0 && $1.isGood ? $1.block.count : 0) }
    return reading
  }

  /// What stands above the article's element and is the article's: the headline, the line under it where the page calls it
  /// one, the introduction of a live blog. A line that only repeats the page's description is in that field already.
  private func add(_ opening: Opening, of reading: Reading, _ writer: inout ArticleWriter) {
    let page = reading.page
    if let k = opening.title, !reading.blocks.contains(where: { $0.rule < 0 && $0.kind == .title }) {
      writer.add(.title, page.string(page.blocks[k]), page.blocks[k])
    }
    if let k = opening.standfirst {
      let text = page.string(page.blocks[k])
      if ladder.uses(.standfirst), opening.isNamed, !repeats(page.blocks[k], reading) {
        writer.add(.paragraph, text, page.blocks[k])
      } else {
        writer.remove(text, opening.rule)
      }
    }
    for k in opening.introduction { writer.add(.paragraph, page.string(page.blocks[k]), page.blocks[k]) }
  }

  /// Whether one of the article's first paragraphs begins with the same words.
  private func repeats(_ block: PageBlock, _ reading: Reading) -> Bool {
    let words = reading.page.bytes(block) { FoldedWords($0, limit: 8).hashes }
    return reading.blocks.filter { $0.rule < 0 && $0.isGood }.prefix(3).contains {
      reading.page.bytes($0.block) { FoldedWords($0, limit: 8).hashes } == words
    }
  }

  /// An article has a paragraph; a page of links has many more links than text, and nothing that calls it an article.
  private func holdsArticle(_ reading: Reading, _ facts: PageFacts, _ usesStated: Bool) -> Bool {
    if usesStated { return true }
    if reading.count == 0 { return false }
    if facts.saysArticle { return true }
    // Rows of boxes with linked headings: a section's front.
    let structure = reading.page.structure
    if structure.inCards * 2 > Int(structure.text.first ?? 0) { return false }
    // Teasers are short: a long paragraph is nobody's teaser.
    return reading.longest >= 300 || (reading.count >= 80 && reading.count * 2 > reading.linked)
  }

  private func reason(_ reading: Reading) -> String {
    reading.count == 0
      ? "The page has no paragraph of running text."
      : "The page is a list of links, and nothing in it says it is an article."
  }

  /// What stands outside the article's element: a row for each stretch, cut short.
  private func outside(_ reading: Reading, _ writer: inout ArticleWriter) {
    let before = RemovalRule(reason: "before the article", rule: "html.outside.before")
    let after = RemovalRule(reason: "after the article", rule: "html.outside.after")
    let told = reading.opening?.blocks ?? []
    for (k, block) in reading.page.blocks.enumerated() where !reading.range.contains(k) && !told.contains(k) {
      let rule = block.node >= 0 ? reading.page.contexts[Int(block.node)].rule : -1
      writer.remove(
        reading.page, block,
        rule >= 0 ? reading.page.rules[Int(rule)] : k < reading.range.lowerBound ? before : after)
    }
  }

  /// Names and dates that stand on the page before the article's end, where the head of the page gives none.
  private func addFacts(_ facts: inout PageFacts, _ blocks: PageBlocks, _ container: Int) {
    guard !facts.hasByline || !facts.hasDate else { return }
    let range = blocks.blockRange(container)
    let end = min(blocks.blocks.count, range.upperBound + 8)
    for k in 0..<end {
      let block = blocks.blocks[k]
      guard block.node >= 0, block.count >= 5, block.count <= 160 else { continue }
      var context = blocks.contexts[Int(block.node)]
      context.content.formUnion(block.content)
      if context.rule >= 0 {
        let reason = blocks.rules[Int(context.rule)].reason
        let isAuthorBox = blocks.rules[Int(context.rule)].rule == "html.cards" && k + 15 > range.lowerBound
        guard reason == "author" || reason == "tags" || reason == "tools" || (isAuthorBox && k < range.lowerBound)
        else {
          continue
        }
      }
      let string = blocks.string(block)
      if !facts.hasByline, context.content.contains(.byline) || (k < range.lowerBound + 8 && facts.isByline(string)) {
        facts.addByline(fromText: string)
      }
      if !facts.hasDate,
        context.content.contains(.dateline) || context.content.contains(.byline)
          || (k >= max(0, range.lowerBound - 12) && k < range.lowerBound + 6 && block.count < 80)
      {
        facts.addDate(fromText: string)
      }
    }
  }
}

/// Puts blocks together to the document's text.
struct ArticleWriter {
  private(set) var text: [UInt8] = []
  private(set) var blocks: [Block] = []
  private(set) var removed: [Removed] = []
  private(set) var repairs: [Repair] = []
  private let decoded: Decoded
  private let offset: Int

  /// `offset`: where the decoded bytes begin in the source.
  init(decoded: Decoded, offset: Int) {
    self.decoded = decoded
    self.offset = offset
  }

  mutating func add(_ kind: BlockKind, _ string: String, _ place: PageBlock?) {
    let before = text.count
    if !text.isEmpty { text.append(contentsOf: [0x0A, 0x0A]) }
    let start = text.count
    var string = string
    string.withUTF8 { CharacterCleaner.append($0, to: &text, repairs: &repairs) }
    fold(from: start)
    guard text.count > start else {
      text.removeSubrange(before...)
      repairs.removeAll { $0.span.end > before }
      return
    }
    let source = place.map {
      Span(offset + decoded.source(of: Int($0.sourceStart)), offset + decoded.source(of: Int($0.sourceEnd)))
    }
    blocks.append(Block(kind, Span(start, text.count), source: source))
  }

  /// White space that cleaning made: runs to one space, none at the ends.
  private mutating func fold(from start: Int) {
    var needs = false
    var last: UInt8 = 0x20
    for i in start..<text.count {
      let c = text[i]
      if c <= 0x20, c != 0x20 || last == 0x20 { needs = true }
      last = c
    }
    guard needs || last == 0x20 else { return }
    var out = start
    var moved: [Int] = []
    moved.reserveCapacity(text.count - start + 1)
    for i in start..<text.count {
      moved.append(out)
      let c = text[i]
      if c <= 0x20 {
        if out > start, text[out - 1] != 0x20 {
          text[out] = 0x20
          out += 1
        }
      } else {
        text[out] = c
        out += 1
      }
    }
    moved.append(out)
    if out > start, text[out - 1] == 0x20 { out -= 1 }
    text.removeSubrange(out...)
    for k in repairs.indices where repairs[k].span.start >= start {
      let span = repairs[k].span
      repairs[k].span = Span(min(out, moved[span.start - start]), min(out, moved[span.end - start]))
    }
  }

  mutating func remove(_ string: String, _ rule: RemovalRule) {
    let clean = CharacterCleaner.clean(string)
    if let last = removed.last, last.rule == rule.rule, last.text.utf8.count < 400 {
      removed[removed.count - 1].text += "\n" + Self.cut(clean, 400)
    } else {
      removed.append(Removed(text: Self.cut(clean, 400), reason: rule.reason, rule: rule.rule))
    }
  }

  /// The same for a block outside the article: a stretch with one reason is one row, cut at 400 bytes.
  mutating func remove(_ page: PageBlocks, _ block: PageBlock, _ rule: RemovalRule) {
    if let last = removed.last, last.rule == rule.rule {
      guard last.text.utf8.count < 400 else {
        if !last.text.hasSuffix("…") { removed[removed.count - 1].text += "\n…" }
        return
      }
      removed[removed.count - 1].text += "\n" + Self.cut(CharacterCleaner.clean(page.string(block)), 200)
    } else {
      removed.append(
        Removed(text: Self.cut(CharacterCleaner.clean(page.string(block)), 400), reason: rule.reason, rule: rule.rule))
    }
  }

  private static func cut(_ string: String, _ limit: Int) -> String {
    guard string.utf8.count > limit else { return string }
    var end = string.utf8.index(string.startIndex, offsetBy: limit)
    while end > string.startIndex, end.samePosition(in: string.unicodeScalars) == nil {
      end = string.utf8.index(before: end)
    }
    return String(string[..<end]) + "…"
  }
}
