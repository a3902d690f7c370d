import ArgumentParser
import Documents
import Edition
import Exports
import Glibc
import Report

/// Does `body` with the folder of a run; what goes wrong is told on standard error, with the exit code of its kind.
@discardableResult
func reading<Result>(_ output: String, _ body: (RunFolder) throws -> Result) throws -> Result {
  do {
    return try body(RunFolder(output))
  } catch let problem as RunFolder.Unreadable {
    complain(
      problem.code == ENOENT
        ? "\(output): no complete run is there (\(problem.path) is missing); nightdesk run makes one" : problem.message)
    throw (problem.code == EACCES ? ExitStatus.permission : .noInput).code
  } catch let problem as JSONError {
    complain("\(output): an artifact is damaged (\(problem.message), byte \(problem.offset)); nightdesk run mends it")
    throw ExitStatus.nothingUsable.code
  } catch let problem as ExportFailure {
    complain(problem.message)
    throw ExitStatus.cannotCreate.code
  } catch let problem as ReportFolder.Failure {
    complain("\(problem.path): \(String(cString: strerror(problem.code)))")
    throw (problem.code == EACCES ? ExitStatus.permission : .cannotCreate).code
  }
}
