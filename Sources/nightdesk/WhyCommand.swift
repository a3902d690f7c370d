import ArgumentParser
import Documents
import Engine

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Why a run would remake an article's artifacts, stage by stage, or would not.")

  @Argument(help: "The article's id, as index.json has it.")
  var id: String

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    do {
      guard let lines = try Run(try options.configuration()).why(id) else {
        complain("no input has the id \(Printable.line(id))")
        throw ExitStatus.noInput.code
      }
      for line in lines { print(Printable.line(line)) }
    } catch let problems as Diagnostics {
      complain(problems)
      throw ExitStatus.configuration.code
    } catch let failure as RunFailure {
      throw told(failure).code
    }
  }
}
