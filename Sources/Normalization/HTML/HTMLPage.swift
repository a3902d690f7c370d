import CFacade
import Documents

/// A parsed page: libxml2's tree as a flat table in document order. Node `i`'s descendants are `i + 1 ..< end(i)`.
final class HTMLPage {
  private let markup: nd_markup
  let nodes: UnsafeBufferPointer<nd_node>
  private let attributes: UnsafeBufferPointer<nd_attribute>
  private let strings: UnsafeBufferPointer<UInt8>
  /// The text of all text nodes, one after the other; `nodes[i].text` is an offset here.
  let text: UnsafeBufferPointer<UInt8>
  /// Ranges of the source that hold JSON-LD.
  let jsonLD: UnsafeBufferPointer<nd_range>

  /// Parses `bytes`, which must be valid UTF-8. Throws "too-deep", "too-big" and "empty".
  init(_ bytes: [UInt8]) throws(StageFailure) {
    markup = bytes.withUnsafeBufferPointer { nd_parse_html($0.baseAddress, $0.count) }
    nodes = UnsafeBufferPointer(start: markup.nodes, count: markup.node_count)
    attributes = UnsafeBufferPointer(start: markup.attributes, count: markup.attribute_count)
    strings = UnsafeBufferPointer(start: markup.strings, count: markup.string_length)
    text = UnsafeBufferPointer(start: markup.text, count: markup.text_length)
    jsonLD = UnsafeBufferPointer(start: markup.json_ld, count: markup.json_ld_count)
    switch markup.error {
    case ND_MARKUP_TOO_DEEP: throw StageFailure("too-deep", "The page's elements are nested deeper than 10,000.")
    case ND_MARKUP_TOO_BIG: throw StageFailure("too-big", "The page has more than 8 million nodes or 500 MB.")
    case ND_MARKUP_EMPTY: throw StageFailure("empty", "The page has no text.")
    default: break
    }
  }

  deinit { nd_markup_free(markup) }

  var count: Int { nodes.count }
  @inline(__always) func tag(_ i: Int) -> Int { Int(nodes[i].tag) }
  @inline(__always) func parent(_ i: Int) -> Int { Int(nodes[i].parent) }
  @inline(__always) func end(_ i: Int) -> Int { Int(nodes[i].end) }

  /// An attribute's value (`ND_ATTRIBUTE_…`), or nil.
  @inline(__always)
  func attribute(_ i: Int, _ key: Int) -> UnsafeBufferPointer<UInt8>? {
    let node = nodes[i]
    guard node.tag != 0 else { return nil }
    for k in Int(node.first_attribute)..<Int(node.first_attribute + node.attribute_count)
    where attributes[k].key == Int32(key) {
      return UnsafeBufferPointer(
        rebasing: strings[Int(attributes[k].value)..<Int(attributes[k].value + attributes[k].length)])
    }
    return nil
  }

  /// Calls `body` with each known attribute of an element.
  @inline(__always)
  func eachAttribute(_ i: Int, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    let node = nodes[i]
    guard node.tag != 0 else { return }
    for k in Int(node.first_attribute)..<Int(node.first_attribute + node.attribute_count) {
      let a = attributes[k]
      body(Int(a.key), UnsafeBufferPointer(rebasing: strings[Int(a.value)..<Int(a.value + a.length)]))
    }
  }

  func string(_ i: Int, _ key: Int) -> String? {
    attribute(i, key).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a text node.
  @inline(__always)
  func textBytes(_ i: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: text[Int(nodes[i].text)..<Int(nodes[i].text + nodes[i].length)])
  }

  /// All text below a node with white space folded: for titles and other short things.
  func content(_ i: Int, limit: Int = 2000) -> String {
    var bytes: [UInt8] = []
    for k in (tag(i) == 0 ? i : i + 1)..<end(i) {
      let tag = self.tag(k)
      if tag != 0 {
        if tag == ND_TAG_BR || HTMLTags.isBlock(tag), bytes.last != 0x20 { bytes.append(0x20) }
        continue
      }
      for byte in textBytes(k) {
        if byte <= 0x20 {
          if bytes.last != 0x20, !bytes.isEmpty { bytes.append(0x20) }
        } else {
          bytes.append(byte)
        }
      }
      if bytes.count > limit { break }
    }
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    return CharacterCleaner.clean(String(decoding: bytes, as: UTF8.self))
  }
}

/// What HTML's elements are to a reader: a standard's facts, the same in every language.
enum HTMLTags {
  private static let blocks: Set<Int> = Set(
    [
      ND_TAG_ADDRESS, ND_TAG_ARTICLE, ND_TAG_ASIDE, ND_TAG_BLOCKQUOTE, ND_TAG_BODY, ND_TAG_CENTER, ND_TAG_DD,
      ND_TAG_DETAILS, ND_TAG_DIALOG, ND_TAG_DIR, ND_TAG_DIV, ND_TAG_DL, ND_TAG_DT, ND_TAG_FIELDSET, ND_TAG_FIGCAPTION,
      ND_TAG_FIGURE, ND_TAG_FOOTER, ND_TAG_FORM, ND_TAG_FRAMESET, ND_TAG_H1, ND_TAG_H2, ND_TAG_H3, ND_TAG_H4,
      ND_TAG_H5, ND_TAG_H6, ND_TAG_HEADER, ND_TAG_HGROUP, ND_TAG_HR, ND_TAG_HTML, ND_TAG_LEGEND, ND_TAG_LI,
      ND_TAG_MAIN, ND_TAG_MENU, ND_TAG_NAV, ND_TAG_NOSCRIPT, ND_TAG_OL, ND_TAG_OPTGROUP, ND_TAG_OPTION, ND_TAG_P,
      ND_TAG_PRE, ND_TAG_SECTION, ND_TAG_SELECT, ND_TAG_SUMMARY, ND_TAG_TABLE, ND_TAG_CAPTION, ND_TAG_TBODY, ND_TAG_TD,
      ND_TAG_TFOOT, ND_TAG_TH, ND_TAG_THEAD, ND_TAG_TR, ND_TAG_UL, ND_TAG_IFRAME, ND_TAG_OBJECT, ND_TAG_VIDEO,
      ND_TAG_AUDIO, ND_TAG_CANVAS, ND_TAG_TEMPLATE, ND_TAG_TEXTAREA, ND_TAG_HEAD, ND_TAG_TITLE,
      // Custom elements are boxes more often than words.
      ND_TAG_OTHER,
    ].map { Int($0) })

  private static let table: [Bool] = (0..<256).map { blocks.contains($0) }

  @inline(__always) static func isBlock(_ tag: Int) -> Bool { tag < 256 && table[tag] }

  static func headingLevel(_ tag: Int) -> Int {
    tag >= ND_TAG_H1 && tag <= ND_TAG_H6 ? tag - Int(ND_TAG_H1) + 1 : 0
  }
}
