import ArgumentParser
import Documents
import Engine
import Glibc

/// How the program ends: one meaning a number, after sysexits.h where it has one.
enum ExitStatus: Int32, CaseIterable {
  case fine = 0
  case someFailed = 1
  case usage = 64
  case nothingUsable = 65
  case noInput = 66
  case ourFault = 70
  case cannotCreate = 73
  case disk = 74
  case locked = 75
  case permission = 77
  case configuration = 78

  var meaning: String {
    switch self {
    case .fine: "all is done, documents that were skipped included"
    case .someFailed: "finished, but some documents failed (index.json has why), or some were left"
    case .usage: "the command line is wrong"
    case .nothingUsable: "no document could be used, or what is to be read is damaged"
    case .noInput: "the input is not there, or is empty"
    case .ourFault: "a fault of nightdesk's own"
    case .cannotCreate: "the output cannot be made"
    case .disk: "reading or writing failed, as on a full disk"
    case .locked: "another run has the output folder"
    case .permission: "a permission is missing"
    case .configuration: "pipeline.yaml, a lexicon or a rule is wrong"
    }
  }

  static let table: String = {
    var lines = ["EXIT STATUS"]
    for status in allCases {
      let code = String(status.rawValue)
      lines.append(String(repeating: " ", count: 5 - code.utf8.count) + "\(code)  \(status.meaning)")
    }
    lines.append("  128+n  ended by signal n, after what was in hand was written")
    return lines.joined(separator: "\n")
  }()

  var code: ExitCode { ExitCode(rawValue) }

  /// The status for a failed write.
  static func of(_ error: SystemError) -> ExitStatus {
    switch error.code {
    case EACCES, EPERM, EROFS: .permission
    case ENOTDIR, EEXIST, EISDIR, ENOENT: .cannotCreate
    default: .disk
    }
  }
}

/// Prints diagnostics on standard error, in their order.
func complain(_ problems: Diagnostics) {
  for problem in problems.list { log(problem.text, problem.severity == .error ? .error : .warning) }
}
