import ArgumentParser
import Documents
import Engine
import Glibc

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a commented pipeline.yaml, with an example of a list, a rule and a correction.",
    discussion: """
      Nothing that is there is written over: if one of the files exists, nothing is written at all. What is written passes \
      nightdesk check, and nightdesk run in that folder runs over the one article in it.

      EXAMPLES:
        nightdesk init desk && cd desk && nightdesk check && nightdesk run
      """)

  @Argument(help: ArgumentHelp("The folder; it is made if it is not there.", valueName: "dir"))
  var folder = "."

  func run() throws {
    let files = try Beginning.files()
    let there = files.map(\.name).filter { access("\(folder)/\($0)", F_OK) == 0 }
    guard there.isEmpty else {
      for name in there { complain("\(folder)/\(name) is there already; nothing was written") }
      throw ExitStatus.cannotCreate.code
    }
    do {
      for file in files { try NewFile.write(file.text, to: "\(folder)/\(file.name)") }
    } catch {
      complain(error.text)
      throw ExitStatus.of(error).code
    }
    for file in files { print("\(folder)/\(file.name)") }
    print("\nNext: cd \(folder) && nightdesk check && nightdesk run; README.txt says what each file is for.")
  }
}

/// What a user begins with: files of the folder report/init in the language data, and a pipeline.yaml that names them.
enum Beginning {
  static func files() throws -> [(name: String, text: String)] {
    var configuration = Configuration()
    configuration.input = "articles"
    configuration.lexicons = ["lexicons"]
    configuration.corrections = ["corrections.yaml"]
    var files = [(name: "pipeline.yaml", text: ConfigurationFile.documented(configuration))]
    for file in LanguagePack.embedded(below: "init/") {
      files.append((file.name, String(decoding: file.bytes, as: UTF8.self)))
    }
    return files.sorted { $0.name < $1.name }
  }
}
