import ArgumentParser
import Documents

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of an artifact, or the names of all.")

  @Argument(help: "The kind of artifact, as \"quotes\" or \"corpus-stories\"; without it all kinds are listed.")
  var kind: String?

  private static let suffix = ".schema.json"

  func run() throws {
    let files = LanguagePack.embedded(below: "schemas/").filter { $0.name.hasSuffix(Self.suffix) }
    let kinds = files.map { String($0.name.dropLast(Self.suffix.count)) }
    guard let kind else { return print(kinds.sorted().joined(separator: "\n")) }
    guard let index = kinds.firstIndex(of: kind) else {
      throw ValidationError("no artifact is of kind \"\(kind)\": \(kinds.sorted().joined(separator: ", "))")
    }
    print(String(decoding: files[index].bytes, as: UTF8.self), terminator: "")
  }
}
