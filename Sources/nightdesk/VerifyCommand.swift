import ArgumentParser
import Documents
import Engine

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks every artifact against its hash, its form and the documents it speaks of.",
    discussion: "A run mends what it finds by size and time; this reads every byte.")

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let configuration = try options.configuration()
    do {
      let (documents, problems) = try Verification.all(configuration.output)
      for problem in problems { print(Printable.line(problem)) }
      guard problems.isEmpty else {
        complain("\(documents) documents, \(problems.count) problems; nightdesk run --force mends them")
        throw ExitStatus.nothingUsable.code
      }
    } catch let error as SystemError {
      complain("\(error.text); nightdesk run makes it")
      throw ExitStatus.noInput.code
    } catch let error as JSONError {
      complain("\(configuration.output)/index.json: \(error.message) at byte \(error.offset)")
      throw ExitStatus.nothingUsable.code
    }
  }
}
