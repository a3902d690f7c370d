public import Documents
import Yams

/// Writes an entry into a file of corrections, without a touch to anything else in it: comments, order and spelling stay.
public enum CorrectionWriter {
  /// A key of an entry and its value; nil: that nothing is known, as of an article without a byline.
  public struct Field: Sendable, Hashable {
    public var key: String
    public var value: String?
    /// For `join` and `part`.
    public var list: [String] = []

    public init(_ key: String, _ value: String?, list: [String] = []) {
      self.key = key
      self.value = value
      self.list = list
    }

    var text: String {
      if ["drop", "restore", "none"].contains(key) { return "\(key): true" }
      return list.isEmpty
        ? "\(key): \(value.map(scalar) ?? "~")" : "\(key): [\(list.map(scalar).joined(separator: ", "))]"
    }
  }

  /// The text with the entry in it, and the line on which the entry begins.
  ///
  /// An entry about the same thing is changed where it stands; any other goes to the end. Throws where the file is no list
  /// of entries, or where what stands there cannot be changed without a loss.
  public static func adding(
    _ fields: [Field], to text: String, file: String
  ) throws(Diagnostics) -> (text: String, line: Int) {
    if let place = try existing(fields, in: text, file: file) { return try edited(place, fields, text, file) }
    var result = text
    let root = try? Parser(yaml: text, resolver: .basic).singleRoot()
    if let sequence = root?.sequence, sequence.style == .flow {
      // "[]" is what an empty file of corrections may hold.
      guard sequence.isEmpty else {
        throw Diagnostics(
          Diagnostic(
            "C024", "the entries stand in [brackets]", help: "write each on lines of its own, after \"- \"", file: file,
            line: root?.mark?.line ?? 0))
      }
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let line = (root?.mark?.line ?? 1) - 1
      lines[line] = lines[line].replacing("[]", with: "", maxReplacements: 1)
      result = lines.joined(separator: "\n")
    }
    if !result.isEmpty, !result.hasSuffix("\n") { result += "\n" }
    let margin = String(repeating: " ", count: max(0, (root?.sequence?.first?.mark?.column ?? 3) - 3))
    let line = result.utf8.count { $0 == 0x0A } + 1
    for (i, field) in fields.enumerated() { result += margin + (i == 0 ? "- " : "  ") + field.text + "\n" }
    return (result, line)
  }

  // MARK: An entry that is there

  private struct Place {
    var line: Int
    var mapping: Node.Mapping
  }

  private static func existing(
    _ fields: [Field], in text: String, file: String
  ) throws(Diagnostics) -> Place? {
    guard let root = try? Parser(yaml: text, resolver: .basic).singleRoot(), let entries = root.sequence else {
      return nil
    }
    func value(_ mapping: Node.Mapping, _ key: String) -> String? {
      for (name, node) in mapping where name.scalar?.string == key { return node.scalar?.string }
      return nil
    }
    let subject = fields.first { EntryReader.changes[$0.key] != nil }
    for entry in entries {
      guard let mapping = entry.mapping, let line = entry.mark?.line,
        value(mapping, "article") == fields.first(where: { $0.key == "article" })?.value
      else { continue }
      if let subject {
        guard let own = value(mapping, subject.key), Folded(own) == Folded(subject.value ?? "") else { continue }
      } else {
        // Facts: an entry that gives one of them.
        guard fields.contains(where: { Correction.Fact(rawValue: $0.key) != nil && value(mapping, $0.key) != nil })
        else {
          continue
        }
      }
      return Place(line: line, mapping: mapping)
    }
    return nil
  }

  private static func edited(
    _ place: Place, _ fields: [Field], _ text: String, _ file: String
  ) throws(Diagnostics) -> (text: String, line: Int) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var added: [String] = []
    var margin = "  "
    var last = place.line
    var wanted = fields.filter { $0.key != "article" && EntryReader.changes[$0.key] == nil }
    for (key, node) in place.mapping {
      guard let word = key.scalar?.string, let mark = key.mark else { continue }
      if mark.line > place.line { margin = String(repeating: " ", count: mark.column - 1) }
      last = max(last, node.mark?.line ?? mark.line)
      guard let i = wanted.firstIndex(where: { $0.key == word }) else { continue }
      let line = mark.line - 1
      guard let new = replaced(lines[line], key: word, field: wanted[i]) else {
        throw Diagnostics(
          Diagnostic(
            "C024", "an entry about this stands here, and \"\(word)\" runs over several lines",
            help: "change it by hand", file: file, line: mark.line))
      }
      lines[line] = new
      wanted.remove(at: i)
    }
    for field in wanted { added.append(margin + field.text) }
    lines.insert(contentsOf: added, at: min(last, lines.count))
    let result = lines.joined(separator: "\n")
    var reader = EntryReader(file)
    reader.read(Array(result.utf8))
    guard reader.problems.isEmpty else {
      throw Diagnostics(
        Diagnostic(
          "C024", "an entry about this stands here, and this does not go with it", help: "change it by hand",
          file: file,
          line: place.line))
    }
    return (result, place.line)
  }

  /// The line with another value; a comment behind it stays. Nil where the value is not all on this line.
  private static func replaced(_ line: String, key: String, field: Field) -> String? {
    guard let colon = line.range(of: "\(key):") else { return nil }
    let head = line[..<colon.upperBound]
    var rest = line[colon.upperBound...]
    while rest.first == " " { rest = rest.dropFirst() }
    var comment = ""
    switch rest.first {
    case "|", ">", "[", "{": return nil
    case "\"", "'":
      let mark = rest.first!
      var end = rest.index(after: rest.startIndex)
      while end < rest.endIndex, rest[end] != mark {
        if mark == "\"", rest[end] == "\\" { end = rest.index(after: end) }
        guard end < rest.endIndex else { return nil }
        end = rest.index(after: end)
      }
      guard end < rest.endIndex else { return nil }
      comment = String(rest[rest.index(after: end)...])
    default:
      if let hash = rest.range(of: " #") {
        var start = hash.lowerBound
        while start > rest.startIndex, rest[rest.index(before: start)] == " " { start = rest.index(before: start) }
        comment = String(rest[start...])
      }
    }
    return "\(head) \(field.value.map(scalar) ?? "~")\(comment)"
  }

  /// A text as YAML takes it back: plain where nothing in it could be meant otherwise.
  static func scalar(_ text: String) -> String {
    let plain = text.utf8.enumerated().allSatisfy { i, byte in
      let isLetter = (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80
      return isLetter || (i > 0 && [0x20, 0x2C, 0x2D, 0x2E, 0x2F, 0x5F, 0x28, 0x29, 0x27].contains(byte))
    }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if plain, !text.isEmpty, text.utf8.last != 0x20, !words.contains(text.lowercased()),
      !text.unicodeScalars.contains(where: {
        $0.value < 0x20 || (0x7F...0xA0).contains($0.value) || [0x2028, 0x2029, 0xFEFF].contains($0.value)
      })
    {
      return text
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _
      where scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension String {
  /// The first place of `other`, by bytes.
  fileprivate func range(of other: String) -> Range<Index>? { self[...].range(of: other) }
}

extension Substring {
  fileprivate func range(of other: String) -> Range<Index>? { ranges(of: other).first }
}

extension CorrectionWriter {
  /// The line of a field, as it is written.
  public static func line(_ field: Field) -> String { field.text }
}
