import ArgumentParser
import Documents
import Engine
import Glibc

/// For those who change the built-in language data: `scripts/embed-language --tables` calls it.
struct CompileLanguageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile-language", abstract: "Prints the built-in language data in compiled form.",
    shouldDisplay: false)

  func run() throws {
    do throws(Diagnostics) {
      let file = try CompiledLanguage.file()
      var done = 0
      while done < file.count {
        let written = file.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress! + done, file.count - done) }
        guard written > 0 else { Self.exit(withError: ExitStatus.disk.code) }
        done += written
      }
    } catch {
      complain(error)
      throw ExitStatus.configuration.code
    }
  }
}
