/// What earlier runs did: a row an input.
final class State {
  private(set) var sources: [ByteName: SourceRow] = [:]

  init(output: String) {}
}

enum StateTime {
  static func trusted(_ stamp: FileStamp) -> FileStamp { stamp }
}
