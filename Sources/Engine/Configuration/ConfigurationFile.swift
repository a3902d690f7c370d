/// pipeline.yaml as a text: every key with its purpose, what it takes and its value.
public enum ConfigurationFile {
  public static func documented(_ configuration: Configuration = Configuration()) -> String {
    var lines = comment(
      "What `nightdesk run` reads, does and writes. Every key may be left out: what stands here is what holds then. "
        + "`nightdesk check` says what is wrong in this file, `--set KEY=VALUE` wins over it "
        + "(--set summaries.budget.words=100), and paths go from the folder of this file.", indent: "")
    var open: [String] = []
    for key in ConfigurationKey.all {
      let parts = key.name.split(separator: ".").map(String.init)
      let sections = Array(parts.dropLast())
      if sections.isEmpty || sections.first != open.first { lines.append("") }
      for depth in sections.indices where Array(open.prefix(depth + 1)) != Array(sections.prefix(depth + 1)) {
        lines.append(indent(depth) + sections[depth] + ":")
      }
      open = sections
      let margin = indent(sections.count)
      if !key.purpose.isEmpty { lines += comment(key.purpose, indent: margin) }
      let value = key.text(configuration)
      lines += comment("(\(key.type.expected))", indent: margin)
      // Of keys that exclude each other only one can stand there.
      lines.append(value.map { "\(margin)\(parts.last!): \(written($0))" } ?? "\(margin)# \(parts.last!): 100")
    }
    return lines.joined(separator: "\n").replacing("# ratio: 100", with: "# ratio: 0.1") + "\n"
  }

  private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

  /// A value that YAML would take for something else stands in quotation marks.
  private static func written(_ value: String) -> String { value.isEmpty ? "\"\"" : value }

  /// Text as comment lines of at most 120 columns.
  private static func comment(_ text: String, indent: String) -> [String] {
    var lines: [String] = []
    var line = indent + "#"
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > 120 {
        lines.append(line)
        line = indent + "#"
      }
      line += " " + word
    }
    return lines + [line]
  }
}
