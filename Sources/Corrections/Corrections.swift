import Documents

/// All corrections of a run, by the article they are for.
public struct Corrections: Sendable {
  /// In order of file and line.
  public let list: [Correction]
  /// Indices in `list` by article (its bytes), and of those for every article.
  private let specific: [[UInt8]: [Int]]
  private let general: [Int]

  public init() { self.init(of: []) }

  /// One entry alone, to try what it does.
  public init(only correction: Correction) { self.init(of: [correction]) }

  init(of list: [Correction]) {
    self.list = list
    var specific: [[UInt8]: [Int]] = [:]
    var general: [Int] = []
    for (i, correction) in list.enumerated() where correction.stage != "stories" {
      if let article = correction.article {
        specific[Array(article.utf8), default: []].append(i)
      } else {
        general.append(i)
      }
    }
    self.specific = specific
    self.general = general
  }

  public var isEmpty: Bool { list.isEmpty }

  /// Whether entries name the article itself.
  public func names(_ article: String) -> Bool { !specific.isEmpty && specific[Array(article.utf8)] != nil }

  /// Those that change an artifact of an article. An entry for the article goes before one for all that decides the same.
  public func of(_ article: String, stage: String) -> [Correction] {
    if list.isEmpty { return [] }
    let own = (specific[Array(article.utf8)] ?? []).map { list[$0] }.filter { $0.stage == stage }
    let all = general.map { list[$0] }.filter { $0.stage == stage }
    guard !own.isEmpty, !all.isEmpty else { return own + all }
    let decided = Set(own.flatMap { $0.decisions.map(\.what) })
    return own + all.filter { !$0.decisions.contains { decided.contains($0.what) } }
  }

  /// Those over stories.
  public var stories: [Correction] { list.filter { $0.stage == "stories" } }

  /// Names and values for a stage's settings, so that a new, changed or moved entry is a reason that can be told.
  public func settings(_ article: String, stage: String) -> [(name: String, value: String)] {
    of(article, stage: stage).map { ("correction \($0.file):\($0.line)", $0.fingerprint) }
  }

  /// Names and values for the settings of what is made over all articles.
  public var storySettings: [(name: String, value: String)] {
    stories.map { ("correction \($0.file):\($0.line)", $0.fingerprint) }
  }
}

/// Where a text stands among rows that have an id and a place.
struct Matching {
  private let wanted: Folded
  private let id: String

  init(_ text: String) {
    wanted = Folded(text)
    id = text
  }

  func matches(id: String, _ span: Span, _ text: SourceText) -> Bool {
    if id == self.id { return true }
    return matches(text.withBytes(span) { Folded(utf8: $0) })
  }

  func matches(_ text: Folded) -> Bool { text == wanted || text == wanted.unquoted || text.unquoted == wanted }
}

extension SourceText {
  /// Where `wanted` stands in the text, as words of its own, in order.
  func places(of wanted: String) -> [Span] {
    let needle = Array(wanted.utf8)
    guard let first = needle.first, needle.count <= count else { return [] }
    return bytes.withUnsafeBufferPointer { bytes in
      func isWord(_ at: Int) -> Bool {
        guard at >= 0, at < bytes.count else { return false }
        let byte = bytes[at]
        return byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
      }
      var found: [Span] = []
      var i = 0
      while i <= bytes.count - needle.count {
        if bytes[i] == first, bytes[i..<(i + needle.count)].elementsEqual(needle) {
          let end = i + needle.count
          // A typographic mark beside it is no letter, though its bytes are not ASCII.
          let opens = !isWord(i - 1) || isMark(bytes, before: i)
          let closes = !isWord(end) || isMark(bytes, at: end)
          if opens && closes {
            found.append(Span(i, end))
            i = end
            continue
          }
        }
        i += 1
      }
      return found
    }
  }

  /// U+2000 to U+206F, General Punctuation.
  private func isMark(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int) -> Bool {
    i + 2 < bytes.count && bytes[i] == 0xE2 && (bytes[i + 1] == 0x80 || bytes[i + 1] == 0x81)
  }

  private func isMark(_ bytes: UnsafeBufferPointer<UInt8>, before i: Int) -> Bool { i >= 3 && isMark(bytes, at: i - 3) }
}
