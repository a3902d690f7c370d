import Documents

/// Reads articles from plain text: as scraped from pages, sent by wires or mailed.
///
///     let reader = try PlainText(pack)
///     let article = reader.read(Charset.decode(bytes, kind: .text), furniture: true)
///
/// Lines become paragraphs (`Paragraphs`), each line is held against the line rules of the language
/// (`normalization/lines.rules`), then title, headings, captions and repeats are told by shape and place. What is taken
/// out is recorded; where it is not certain, the line stays.
struct PlainText: Sendable {
  let rules: LineRules
  let headlines: Headlines

  init(_ pack: LanguagePack) throws(Diagnostics) {
    rules = try LineRules(pack)
    headlines = try Headlines(pack, rules.words)
  }

  /// `furniture` false: every line stays, kinds are told, nothing is split or taken out.
  /// `title`: where the source gives it apart from the text (a feed's entry).
  func read(_ decoded: Decoded, furniture: Bool, title: String? = nil) -> ArticleText {
    var paragraphs: Paragraphs? = decoded.bytes.withUnsafeBufferPointer { Paragraphs($0) }
    let lines = paragraphs!
    paragraphs = nil
    return lines.text.withUnsafeBufferPointer { text in
      var reading = Reading(reader: self, text: text, drafts: lines.drafts, furniture: furniture, title: title)
      reading.run()
      return reading.article(lines, decoded)
    }
  }
}

/// One text while it is read.
private struct Reading {
  let rules: LineRules
  let headlines: Headlines
  let text: UnsafeBufferPointer<UInt8>
  var drafts: [Draft]
  let furniture: Bool
  let givenTitle: String?

  var shapes: [DraftShape] = []
  /// The rule that gave a draft its kind, where one did.
  var matched: [Int32] = []
  var firstProse = 0
  var lastProse = -1
  var extra: [(before: Int, removed: Removed)] = []
  var result = ArticleText()
  var title: Int?
  var changedDate: String?

  init(reader: PlainText, text: UnsafeBufferPointer<UInt8>, drafts: [Draft], furniture: Bool, title: String?) {
    rules = reader.rules
    headlines = reader.headlines
    self.text = text
    self.drafts = drafts
    self.furniture = furniture
    givenTitle = title
  }

  mutating func run() {
    matched = [Int32](repeating: -1, count: drafts.count)
    shapes.reserveCapacity(drafts.count)
    for i in drafts.indices {
      let tokens = rules.tokens(text, drafts[i].span)
      shapes.append(DraftShape(text, drafts[i].span, tokens, rules.words))
      // At first only what holds anywhere: places are known when the paragraphs are.
      if let match = rules.match(tokens, place: .any, only: nil), rules.rules[match.rule].place == .any {
        take(i, match, tokens)
      }
    }
    if furniture { splitCredits() }
    takeEnds()
    findProse()
    if furniture { takeWhatWasOpened() }
    findTitle()
    if furniture { takeRepeats() }
    findHeadings()
    findFacts()
  }

  // MARK: Line rules

  private mutating func take(_ i: Int, _ match: LineMatch, _ tokens: [LineToken]) {
    let rule = rules.rules[match.rule]
    switch rule.action {
    case .remove:
      guard furniture else { return }
      drafts[i].removedBy = (rule.id, rule.reason)
    case .keep(let kind): drafts[i].kind = kind
    }
    matched[i] = Int32(match.rule)
  }

  /// Lines that only stand before or after the article: from both ends inwards, as far as the first that is a paragraph.
  private mutating func takeEnds() {
    guard drafts.indices.contains(where: { matched[$0] < 0 && shapes[$0].isProse }) else { return }
    var end = drafts.count
    for i in drafts.indices.reversed() where matched[i] < 0 {
      let tokens = rules.tokens(text, drafts[i].span)
      if let match = rules.match(tokens, place: .tail) {
        take(i, match, tokens)
      } else if shapes[i].isProse {
        end = i
        break
      }
    }
    for i in drafts.indices.prefix(end) where matched[i] < 0 {
      let tokens = rules.tokens(text, drafts[i].span)
      if let match = rules.match(tokens, place: .head) {
        take(i, match, tokens)
      } else if shapes[i].isProse {
        break
      }
    }
  }

  private mutating func findProse() {
    firstProse = drafts.count
    lastProse = -1
    for i in drafts.indices where matched[i] < 0 && shapes[i].isProse && drafts[i].kind == .paragraph {
      firstProse = min(firstProse, i)
      lastProse = i
    }
    // Without any paragraph no place is known: nothing is head or tail.
    if lastProse < 0 {
      firstProse = 0
      lastProse = drafts.count
    }
  }

  /// What follows "Trending" or "Leave a reply" goes with it.
  private mutating func takeWhatWasOpened() {
    guard lastProse >= 0, lastProse < drafts.count else { return }
    var total = 0
    var before = [Int](repeating: 0, count: drafts.count + 1)
    for i in drafts.indices {
      if drafts[i].removedBy == nil, shapes[i].isProse { total += min(shapes[i].words, 97) }
      before[i + 1] = total
    }
    var i = 0
    while i < drafts.count {
      defer { i += 1 }
      guard matched[i] >= 0, drafts[i].removedBy != nil else { continue }
      let rule = rules.rules[Int(matched[i])]
      if rule.opens == .end, before[i] * 2 >= total, total > 0 {
        for k in (i + 1)..<max(i + 1, drafts.count) where drafts[k].removedBy == nil {
          guard case .paragraph = drafts[k].kind else { continue }
          drafts[k].removedBy = (rule.id + ".after", rule.reason)
          matched[k] = matched[i]
        }
        findProse()
        return
      }
      if rule.opens != .nothing {
        // Headlines of other articles: all of them after the last paragraph, one of them between paragraphs.
        var k = i + 1
        var taken = 0
        while k < drafts.count, drafts[k].removedBy == nil, matched[k] < 0, !shapes[k].isProse,
          shapes[k].isHeadingLike || shapes[k].item, i > lastProse || taken == 0 || shapes[k].item
        {
          drafts[k].removedBy = (rule.id + ".after", rule.reason)
          matched[k] = Int32(matched[i])
          taken += 1
          k += 1
        }
      }
    }
  }

  // MARK: Captions

  /// "… on March 11.Jane Roe/Harbour Pictures": the credit becomes a block of its own, the rest a caption.
  private mutating func splitCredits() {
    var out: [Draft] = []
    var outShapes: [DraftShape] = []
    var outMatched: [Int32] = []
    var changed = false
    for i in drafts.indices {
      if matched[i] < 0 || drafts[i].kind == .caption, shapes[i].words < 97,
        let (end, start, rule) = credit(drafts[i].span)
      {
        if !changed {
          changed = true
          out = Array(drafts[..<i])
          outShapes = Array(shapes[..<i])
          outMatched = Array(matched[..<i])
        }
        var caption = drafts[i]
        caption.span.end = end
        caption.origin = nil
        caption.kind = .caption
        var credit = drafts[i]
        credit.span.start = start
        credit.origin = nil
        credit.kind = .credit
        for draft in [caption, credit] {
          out.append(draft)
          outShapes.append(DraftShape(text, draft.span, rules.tokens(text, draft.span), rules.words))
          outMatched.append(Int32(rule))
        }
      } else {
        // A credit on a line of its own makes a short line before it a caption.
        if matched[i] >= 0, drafts[i].kind == .credit, rules.rules[Int(matched[i])].id.hasPrefix("credit.photo"), i > 0,
          matched[i - 1] < 0, shapes[i - 1].words <= 60, i > 1 || shapes[i - 1].endsSentence,
          shapes[i - 1].isProse == false || i == 1 || drafts[i - 2].kind != .paragraph || shapes[i - 2].isHeadingLike
        {
          if changed { out[out.count - 1].kind = .caption } else { drafts[i - 1].kind = .caption }
          matched[i - 1] = matched[i]
          if changed { outMatched[outMatched.count - 1] = matched[i] }
        }
        if changed {
          out.append(drafts[i])
          outShapes.append(shapes[i])
          outMatched.append(matched[i])
        }
      }
    }
    if changed {
      drafts = out
      shapes = outShapes
      matched = outMatched
    }
  }

  /// Where a caption ends and the credit stuck to its end begins.
  private func credit(_ span: Span) -> (end: Int, start: Int, rule: Int)? {
    let limit = max(span.start + 12, span.end - 160)
    var tries = 0
    var i = span.end - 3
    while i > limit, tries < 6 {
      defer { i -= 1 }
      let byte = text[i]
      guard byte == 0x2E || byte == 0x21 || byte == 0x3F || byte == 0x29 || (byte >= 0x80 && byte & 0xC0 == 0x80) else {
        if byte == 0x20, text[i + 1] == 0x28 || text[i + 1] == 0x5B {
          // "… in the rain (Photo by Jane Roe)"
          tries += 1
          if let rule = creditRule(Span(i + 1, span.end), glued: false) { return (i, i + 1, rule) }
        }
        continue
      }
      var mark = i + 1
      if byte >= 0x80 {
        guard let (scalar, width) = UTF8Scalars.decodeBefore(text, mark, start: span.start),
          scalar == 0x201D || scalar == 0x2019
        else { continue }
        mark = i + 1
        _ = width
      }
      let spaced = text[mark] == 0x20
      let start = spaced ? mark + 1 : mark
      guard start < span.end else { continue }
      let (next, _) = UTF8Scalars.decode(text, at: start, end: span.end)
      guard Letters.isUpper(next) || next == 0x28 || next == 0x5B || next == 0xA9 else { continue }
      tries += 1
      if let rule = creditRule(Span(start, span.end), glued: !spaced) { return (mark, start, rule) }
    }
    return nil
  }

  private func creditRule(_ span: Span, glued: Bool) -> Int? {
    let tokens = rules.tokens(text, span)
    guard tokens.count <= 20, let match = rules.match(tokens, place: .any),
      rules.rules[match.rule].action == .keep(.credit),
      rules.rules[match.rule].id.hasPrefix("credit.photo")
    else { return nil }
    // Name and firm with a stroke between them: enough only where it is stuck to the sentence before.
    return glued || !rules.rules[match.rule].id.hasSuffix(".stroke") ? match.rule : nil
  }

  // MARK: Title

  private mutating func findTitle() {
    guard drafts.contains(where: { $0.removedBy == nil }) else { return }
    var given = Set<UInt64>()
    if let givenTitle {
      result.title = givenTitle
      result.facts.append(FactBasis("title", "title.given"))
      var copy = givenTitle
      copy.withUTF8 { bytes in
        given = headlines.content(LineTokenizer.tokens(bytes, Span(0, bytes.count), limit: 96)[...], bytes)
      }
    }
    var first = 0
    while first < drafts.count, drafts[first].removedBy != nil || drafts[first].kind != .paragraph { first += 1 }
    guard first < drafts.count, lastProse != drafts.count else { return }
    // Something of the article must follow.
    let headline = shapes[first].isHeadlineCase && lastProse > first && first <= firstProse
    guard headline || (shapes[first].isHeadingLike && firstProse > first) else { return }
    var titleContent = given
    if given.isEmpty {
      guard shapes[first].words >= 2, shapes[first].words <= 30 else { return }
      drafts[first].kind = .title
      title = first
      if furniture { trimTitle(first) }
      result.title = string(drafts[first].span)
      result.facts.append(FactBasis("title", "title.first-line"))
      titleContent = headlines.content(rules.tokens(text, drafts[first].span)[...], text)
    }
    guard furniture, !titleContent.isEmpty else { return }
    // Other forms of the headline: before the first paragraph any near form, later the same words only.
    for i in (given.isEmpty ? first + 1 : first)..<drafts.count
    where drafts[i].removedBy == nil && drafts[i].kind == .paragraph && shapes[i].words <= 40 && matched[i] < 0 {
      guard i < firstProse || shapes[i].isHeadingLike else { continue }
      let tokens = rules.tokens(text, drafts[i].span)
      let tail = i < firstProse || i > lastProse ? headlines.pageWords(text, tokens) : nil
      var end = tail ?? tokens.count
      if tail == nil, let site = headlines.siteName(tokens) { end = site.bar }
      let content = headlines.content(tokens[..<end], text)
      guard !content.isEmpty else { continue }
      let common = content.intersection(titleContent).count
      let same = common == content.count && common == titleContent.count
      let share = Double(common) / Double(min(content.count, titleContent.count))
      if same {
        if titleContent.count >= 3 || i < firstProse { remove(i, "title.repeat", "the title again") }
      } else if i < firstProse, shapes[i].isHeadingLike, min(content.count, titleContent.count) >= 4,
        share >= 0.75, content.count - common <= 3,
        common * 5 >= max(content.count, titleContent.count) * 3
      {
        remove(i, "title.variant", "another form of the title")
      } else if tail != nil {
        if share >= 0.4 {
          remove(i, "title.variant", "another form of the title")
        } else {
          cut(i, at: tokens[end].span.start, "page.stuck", "words of the page stuck to a line")
        }
      }
    }
  }

  private mutating func remove(_ i: Int, _ rule: String, _ reason: String) { drafts[i].removedBy = (rule, reason) }

  /// Cuts the end of a draft off, with the white space and bars before it.
  private mutating func cut(_ i: Int, at offset: Int, _ rule: String, _ reason: String) {
    var end = offset
    while let (scalar, width) = UTF8Scalars.decodeBefore(text, end, start: drafts[i].span.start),
      [0x20, 0x7C, 0x2D, 0x2013, 0x2014, 0xBB, 0xB7, 0x2C].contains(scalar)
    {
      end -= width
    }
    guard end > drafts[i].span.start else { return }
    extra.append((i + 1, Removed(text: string(Span(offset, drafts[i].span.end)), reason: reason, rule: rule)))
    drafts[i].span.end = end
    drafts[i].origin = nil
  }

  /// Takes the site's name and words of the page off the title.
  private mutating func trimTitle(_ i: Int) {
    for _ in 0..<3 {
      let tokens = rules.tokens(text, drafts[i].span)
      if let page = headlines.pageWords(text, tokens) {
        cut(i, at: tokens[page].span.start, "page.stuck", "words of the page stuck to a line")
      } else if let site = headlines.siteName(tokens) {
        let name = string(Span(tokens[site.name.lowerBound].span.start, tokens[site.name.upperBound - 1].span.end))
        if result.outlet == nil || tokens[site.bar].value == 0x7C,
          tokens[site.name].contains(where: { rules.words.has($0, .outlet) }) || result.outlet == nil
        {
          result.outlet = name
          result.facts.removeAll { $0.field == "outlet" }
          result.facts.append(FactBasis("outlet", "title.site-name"))
        }
        cut(i, at: tokens[site.bar].span.start, "title.site-name", "the site's name after the title")
      } else {
        return
      }
    }
  }

  // MARK: Repeats and headings

  private mutating func takeRepeats() {
    let candidates = drafts.indices.filter { drafts[$0].removedBy == nil && matched[$0] < 0 }
    for repeated in Repeats.find(text, drafts, candidates: candidates, isParagraph: { drafts[$0].kind == .paragraph }) {
      drafts[repeated.draft].removedBy = (repeated.rule, "its words stand in another block")
    }
  }

  private mutating func findHeadings() {
    let kept = drafts.indices.filter { drafts[$0].removedBy == nil }
    func plain(_ k: Int) -> Bool {
      k >= 0 && k < kept.count && drafts[kept[k]].kind == .paragraph && matched[kept[k]] < 0
    }
    // A question over a paragraph is a heading where the article has headings enough, else somebody asks.
    var questions: [Int] = []
    var headings = 0
    for (k, i) in kept.enumerated() where plain(k) {
      let shape = shapes[i]
      if shape.item {
        // A dash or number alone in running text may be dialogue or a sentence: two make a list.
        let (scalar, _) = UTF8Scalars.decode(text, at: drafts[i].span.start, end: drafts[i].span.end)
        let neighbour =
          (plain(k - 1) || (k > 0 && drafts[kept[k - 1]].kind == .listItem)) && shapes[kept[k - 1]].item
          || plain(k + 1) && shapes[kept[k + 1]].item
        if scalar >= 0x2022 && scalar != 0x2014 || neighbour { drafts[i].kind = .listItem }
        continue
      }
      guard shape.isHeadingLike, shape.words <= 16, k + 1 < kept.count, lastProse != drafts.count, i < lastProse else {
        continue
      }
      // A heading stands over a paragraph or a list: of two short lines the second can, three are a list of names.
      let next = shapes[kept[k + 1]]
      let over =
        next.isProse || next.endsSentence || next.item || next.endsOpen || drafts[kept[k + 1]].kind == .caption
      guard over,
        !(plain(k - 1) && plain(k - 2) && shapes[kept[k - 1]].isHeadingLike && shapes[kept[k - 2]].isHeadingLike)
      else { continue }
      if shape.isQuestion {
        if shape.words <= 10 { questions.append(i) }
      } else {
        drafts[i].kind = .heading
        headings += 1
      }
    }
    if headings >= 2, questions.count < headings {
      for i in questions { drafts[i].kind = .heading }
    }
  }

  // MARK: Facts

  private mutating func findFacts() {
    var names: [String] = []
    let hasByline = matched.contains { $0 >= 0 && rules.rules[Int($0)].isByline }
    for i in drafts.indices where matched[i] >= 0 {
      let rule = rules.rules[Int(matched[i])]
      if rule.id.hasSuffix(".after") { continue }
      let tokens = rules.tokens(text, drafts[i].span)
      guard let match = rules.match(tokens, place: rule.place), match.rule == Int(matched[i]) else { continue }
      let reporters = rule.id == "credit.reporters" && !hasByline
      if let range = match.names, rule.action == .keep(.byline) || reporters, names.isEmpty {
        names = Names.parse(tokens[range], rules.words).map(string)
        result.facts.append(FactBasis("byline", rule.id))
        if furniture, match.date == nil,
          let bar = tokens[range.lowerBound...].firstIndex(where: { $0.value == 0x7C }), rule.action == .keep(.byline)
        {
          // Names stand before the bar, categories after it.
          let before = Names.parse(tokens[range.lowerBound..<max(range.lowerBound, bar)], rules.words)
          if before.count == names.count {
            cut(i, at: tokens[bar].span.start, "byline.after-bar", "words of the page after the byline")
          }
        }
      }
      if let range = match.date, let date = DateLine.parse(tokens[range], rules.words), let iso = date.iso,
        rule.action == .keep(.byline) || rule.action == .keep(.dateline)
      {
        let changed = tokens[..<range.lowerBound].contains { rules.words.has($0, .changed) }
        if !changed, result.published == nil {
          result.published = iso
          result.publishedBasis = .text
          result.facts.append(FactBasis("published", rule.id))
        }
      }
      if let range = match.outlet, result.outlet == nil,
        rule.id.hasPrefix("furniture.copyright") || rule.id.hasPrefix("outlet.")
      {
        var range = range
        while let last = tokens[range].last, last.shape.contains(.punctuation) || rules.words.has(last, .function) {
          range = range.lowerBound..<(range.upperBound - 1)
        }
        while let first = tokens[range].first, !first.shape.contains(.word) {
          range = (range.lowerBound + 1)..<range.upperBound
        }
        if !range.isEmpty {
          result.outlet = string(Span(tokens[range.lowerBound].span.start, tokens[range.upperBound - 1].span.end))
          result.facts.append(FactBasis("outlet", rule.id))
        }
      }
    }
    if !names.isEmpty { result.byline = names.joined(separator: ", ") }
    if result.outlet == nil { findAgency() }
  }

  /// The agency of "PLACE, March 3 (Agency) —" before the first paragraph.
  private mutating func findAgency() {
    guard firstProse < drafts.count, lastProse != drafts.count else { return }
    let tokens = rules.tokens(text, drafts[firstProse].span)
    guard let open = tokens.prefix(14).firstIndex(where: { $0.value == 0x28 }), open >= 1,
      tokens[0].shape.contains(.allCaps),
      let close = tokens[open...].prefix(6).firstIndex(where: { $0.value == 0x29 }), close > open + 1,
      close + 1 < tokens.count, [0x2D, 0x2013, 0x2014].contains(tokens[close + 1].value),
      tokens[(open + 1)..<close].allSatisfy({ $0.shape.contains(.capital) })
    else { return }
    result.outlet = string(Span(tokens[open + 1].span.start, tokens[close - 1].span.end))
    result.facts.append(FactBasis("outlet", "dateline.agency"))
  }

  private func string(_ span: Span) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: text[span.range]), as: UTF8.self)
  }

  // MARK: Result

  mutating func article(_ lines: Paragraphs, _ decoded: Decoded) -> ArticleText {
    result.text.reserveCapacity(text.count + drafts.count)
    var repair = 0
    var cuts = extra.sorted { $0.before < $1.before }[...]
    for (i, draft) in drafts.enumerated() {
      while let first = cuts.first, first.before <= i {
        result.removed.append(first.removed)
        cuts.removeFirst()
      }
      if let (rule, reason) = draft.removedBy {
        result.removed.append(Removed(text: string(draft.span), reason: reason, rule: rule))
        continue
      }
      guard !draft.span.isEmpty else { continue }
      if !result.text.isEmpty { result.text += [0x0A, 0x0A] }
      let start = result.text.count
      result.text.append(contentsOf: text[draft.span.range])
      var origin = draft.origin
      if origin == nil, let a = lines.source(draft.span.start), let b = lines.source(draft.span.end - 1) {
        origin = Span(a, b + 1)
      }
      result.blocks.append(
        Block(
          draft.kind, Span(start, result.text.count),
          source: origin.map { Span(decoded.source(of: $0.start), decoded.source(of: $0.end)) }))
      while repair < lines.repairs.count, lines.repairs[repair].span.start < draft.span.end {
        let mended = lines.repairs[repair]
        repair += 1
        guard mended.span.start >= draft.span.start else { continue }
        result.repairs.append(
          Repair(
            kind: mended.kind,
            span: Span(
              start + mended.span.start - draft.span.start,
              min(start + mended.span.end - draft.span.start, result.text.count)), was: mended.was))
      }
    }
    for rest in cuts { result.removed.append(rest.removed) }
    return result
  }
}
