import CFacade
import Documents

/// Articles from pages: parse, cut into blocks, find the article's element, judge its blocks, read its facts.
struct HTMLArticle: Sendable {
  private let hints: ClassHints
  private let lines: FurnitureLines
  private let names: FactNames
  private let language: String

  /// Throws all mistakes of the pack's data at once.
  init(_ pack: LanguagePack) throws(Diagnostics) {
    hints = try ClassHints(pack)
    lines = try FurnitureLines(pack)
    names = try FactNames(pack)
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
    let blocks = PageBlocks(page, hints, trust: PageBlocks.Trust())
    let finder = ArticleFinder(blocks)
    var basis = "html.none"
    var standfirst: PageBlock?
    var result: (blocks: [JudgedBlock], rules: [RemovalRule], page: PageBlocks)?
    if let candidate = finder.find() {
      basis = candidate.rule
      addFacts(&facts, blocks, candidate.node)
      standfirst = ArticleFinder.standfirst(blocks, before: candidate.node, titles: facts.titleKeys)
      let classifier = BlockClassifier(
        blocks, finder, container: candidate.node, lines: lines, titles: facts.titleKeys, confirmed: [],
        authors: facts.authors, authorVerbs: names.verbs)
      result = (classifier.judged, classifier.rules, blocks)
    }
    facts.addOrganizations()
    var writer = ArticleWriter(decoded: decoded, offset: span.start)
    // The line under the title is the page's summary of the article: benchmarks' editors leave it out as often as not.
    if let standfirst {
      writer.remove(blocks.string(standfirst), RemovalRule(reason: "standfirst", rule: "html.standfirst"))
    }
    for aside in result?.page.asides ?? [] { writer.remove(aside.text, result!.page.rules[Int(aside.rule)]) }
    for item in result?.blocks ?? [] {
      if item.rule < 0 {
        writer.add(item.kind, result!.page.string(item.block), item.block)
      } else {
        let rule = result!.rules[Int(item.rule)]
        writer.remove(result!.page.string(item.block), rule)
      }
    }
    var document = NormalizedDocument(
      id: id, source: info, text: SourceText(utf8: writer.text), blocks: writer.blocks, language: language)
    document.removed = writer.removed
    document.repairs = writer.repairs
    document.facts.append(FactBasis("text", basis))
    facts.fill(&document)
    return NormalizedResult(
      document, skipped: writer.blocks.isEmpty ? StageFailure("no-article", "The page holds no article.") : nil)
  }
}

extension HTMLArticle {
  /// Names and dates that stand on the page before the article's end, where the head of the page gives none.
  private func addFacts(_ facts: inout PageFacts, _ blocks: PageBlocks, _ container: Int) {
    guard !facts.hasByline || !facts.hasDate else { return }
    let range = blocks.blockRange(container)
    let end = min(blocks.blocks.count, range.upperBound + 8)
    for k in 0..<end {
      let block = blocks.blocks[k]
      guard block.node >= 0, block.count >= 5, block.count <= 160 else { continue }
      let context = blocks.contexts[Int(block.node)]
      if context.rule >= 0 {
        let reason = blocks.rules[Int(context.rule)].reason
        guard reason == "author" || reason == "tags" || reason == "tools" else { continue }
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

  private static func cut(_ string: String, _ limit: Int) -> String {
    guard string.utf8.count > limit else { return string }
    var end = string.utf8.index(string.startIndex, offsetBy: limit)
    while end > string.startIndex, end.samePosition(in: string.unicodeScalars) == nil {
      end = string.utf8.index(before: end)
    }
    return String(string[..<end]) + "…"
  }
}
