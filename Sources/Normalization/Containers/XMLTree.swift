import CFacade
import Documents

/// A parsed XML document as a flat table in document order.
final class XMLTree {
  private let markup: nd_markup
  private let nodes: UnsafeBufferPointer<nd_node>
  private let attributes: UnsafeBufferPointer<nd_attribute>
  private let strings: UnsafeBufferPointer<UInt8>
  private let text: UnsafeBufferPointer<UInt8>
  /// The document broke off or is not well formed; what was read stands.
  let isMalformed: Bool

  /// `bytes`: valid UTF-8.
  init(_ bytes: [UInt8]) throws(StageFailure) {
    markup = bytes.withUnsafeBufferPointer { nd_parse_xml($0.baseAddress, $0.count) }
    nodes = UnsafeBufferPointer(start: markup.nodes, count: markup.node_count)
    attributes = UnsafeBufferPointer(start: markup.attributes, count: markup.attribute_count)
    strings = UnsafeBufferPointer(start: markup.strings, count: markup.string_length)
    text = UnsafeBufferPointer(start: markup.text, count: markup.text_length)
    isMalformed = markup.error == ND_MARKUP_MALFORMED
    switch markup.error {
    case ND_MARKUP_TOO_DEEP: throw StageFailure("too-deep", "The document's elements are nested too deep.")
    case ND_MARKUP_TOO_BIG: throw StageFailure("too-big", "The document has more than 8 million nodes.")
    case ND_MARKUP_EMPTY: throw StageFailure("empty", "The document has no element.")
    default: break
    }
  }

  deinit { nd_markup_free(markup) }

  var count: Int { nodes.count }
  func end(_ i: Int) -> Int { Int(nodes[i].end) }
  func isElement(_ i: Int) -> Bool { nodes[i].tag != 0 }

  /// The first element, or nil.
  var root: Int? { nodes.indices.first { nodes[$0].tag != 0 } }

  /// The name without its prefix.
  func name(_ i: Int) -> String {
    let full = self.fullName(i)
    guard let colon = full.utf8.firstIndex(of: UInt8(ascii: ":")) else { return full }
    return String(full[full.utf8.index(after: colon)...])
  }

  func fullName(_ i: Int) -> String {
    guard nodes[i].tag != 0 else { return "" }
    let start = Int(nodes[i].text)
    return String(
      decoding: UnsafeBufferPointer(rebasing: strings[start..<(start + Int(nodes[i].length))]), as: UTF8.self)
  }

  func attribute(_ i: Int, _ name: String) -> String? {
    let node = nodes[i]
    guard node.tag != 0 else { return nil }
    for k in Int(node.first_attribute)..<Int(node.first_attribute + node.attribute_count) {
      let a = attributes[k]
      let key = UnsafeBufferPointer(rebasing: strings[Int(a.name)..<Int(a.name + a.name_length)])
      if key.elementsEqual(name.utf8) {
        return String(
          decoding: UnsafeBufferPointer(rebasing: strings[Int(a.value)..<Int(a.value + a.length)]), as: UTF8.self)
      }
    }
    return nil
  }

  /// Child elements, in order.
  func children(_ i: Int) -> [Int] {
    var result: [Int] = []
    var k = i + 1
    while k < end(i) {
      if isElement(k) { result.append(k) }
      k = max(k + 1, end(k))
    }
    return result
  }

  func child(_ i: Int, _ name: String) -> Int? { children(i).first { self.name($0) == name } }

  /// The first element below `i` of this name, at any depth.
  func first(_ i: Int, _ name: String) -> Int? {
    var k = i + 1
    while k < end(i) {
      if isElement(k), self.name(k) == name { return k }
      k += 1
    }
    return nil
  }

  func all(_ i: Int, _ names: Set<String>) -> [Int] {
    ((i + 1)..<max(i + 1, end(i))).filter { isElement($0) && names.contains(name($0)) }
  }

  /// All text below an element, as it stands.
  func raw(_ i: Int) -> String {
    var bytes: [UInt8] = []
    for k in i..<max(i + 1, end(i)) where nodes[k].tag == 0 {
      let start = Int(nodes[k].text)
      bytes.append(contentsOf: text[start..<(start + Int(nodes[k].length))])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// All text below an element, white space folded, characters cleaned; nil if there is none.
  func content(_ i: Int?) -> String? {
    guard let i else { return nil }
    let folded = PageText.folded(raw(i))
    return folded.isEmpty ? nil : folded
  }

  /// The inside of an element as HTML: names and text, without attributes.
  func html(_ i: Int) -> String {
    var out: [UInt8] = []
    var open: [Int] = []
    func close(_ k: Int) {
      out.append(contentsOf: "</".utf8)
      out.append(contentsOf: name(k).utf8)
      out.append(UInt8(ascii: ">"))
    }
    for k in (i + 1)..<max(i + 1, end(i)) {
      while let last = open.last, k >= end(last) {
        close(last)
        open.removeLast()
      }
      if isElement(k) {
        out.append(UInt8(ascii: "<"))
        out.append(contentsOf: name(k).utf8)
        out.append(UInt8(ascii: ">"))
        open.append(k)
      } else {
        let start = Int(nodes[k].text)
        for byte in text[start..<(start + Int(nodes[k].length))] {
          switch byte {
          case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
          case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
          default: out.append(byte)
          }
        }
      }
    }
    while let last = open.popLast() { close(last) }
    return String(decoding: out, as: UTF8.self)
  }
}
