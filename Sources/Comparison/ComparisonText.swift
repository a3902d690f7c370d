import Documents

extension Comparison {
  /// The table, then the `limit` commonest kinds of change with their examples; `printable` makes a text of an article
  /// harmless on a terminal.
  public func text(limit: Int = 20, printable: (String) -> String) -> String {
    var lines = ["              before    after   gained     lost  altered     rate"]
    for category in Category.allCases {
      let count = counts[category] ?? Count()
      let numbers = [count.before, count.after, count.gained, count.lost, count.altered]
      let percent = (count.rate * 10_000).rounded() / 100
      lines.append(
        Self.padded(category.rawValue, 11, left: true) + numbers.map { Self.padded(String($0), 9) }.joined()
          + Self.padded("\(percent) %", 9))
    }
    if otherwise > 0 {
      lines.append("\(otherwise) documents differ only in ids, scores or rules")
    }
    let kinds = kinds
    for kind in kinds.prefix(limit) {
      lines.append("")
      lines.append("\(kind.count) x \(kind.category.rawValue) \(printable(kind.change))")
      for example in kind.examples {
        var line = "  \(printable(example.document)): \(Self.short(printable(example.text)))"
        if example.before != nil || example.after != nil {
          line +=
            ": \(Self.short(printable(example.before ?? "none"))) -> \(Self.short(printable(example.after ?? "none")))"
        }
        lines.append(line)
      }
    }
    if kinds.count > limit { lines.append("\nand \(kinds.count - limit) more kinds of change: --json has them all") }
    if isSame { lines.append("\nno difference") }
    return lines.joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.utf8.count))
    return left ? text + space : space + text
  }

  private static func short(_ text: String) -> String {
    text.unicodeScalars.count <= 90 ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(87))) + "..."
  }

  public func json() -> [UInt8] {
    var w = JSONWriter(reserving: 8192)
    w.object { w in
      w.key("counts")
      w.object { w in
        for category in Category.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
          let count = counts[category] ?? Count()
          w.key(category.rawValue)
          w.object { w in
            w.key("after")
            w.int(count.after)
            w.key("altered")
            w.int(count.altered)
            w.key("before")
            w.int(count.before)
            w.key("gained")
            w.int(count.gained)
            w.key("lost")
            w.int(count.lost)
            w.key("rate")
            w.number((count.rate * 10_000).rounded() / 10_000)
          }
        }
      }
      w.key("kinds")
      w.rows(kinds) { w, kind in
        w.object { w in
          w.key("category")
          w.string(kind.category.rawValue)
          w.key("change")
          w.string(kind.change)
          w.key("count")
          w.int(kind.count)
          w.key("examples")
          w.array(kind.examples) { w, example in
            w.object { w in
              w.key("after")
              w.optional(example.after)
              w.key("before")
              w.optional(example.before)
              w.key("document")
              w.string(example.document)
              w.key("text")
              w.string(example.text)
            }
          }
        }
      }
      w.key("otherwise")
      w.int(otherwise)
      w.key("same")
      w.bool(isSame)
      w.key("schema")
      w.string("nightdesk/comparison@1")
    }
    return w.finish()
  }
}
