/// What a run has to look at: inputs to be worked on, rows that stay, and what is gone.
struct Plan {
  /// In byte order of the path.
  var sources: [Source] = []
  /// Rows of inputs that vanished in a mass: they stay until somebody says that it is meant.
  var kept: [SourceRow] = []
  /// Rows of what is never opened.
  var refused: [SourceRow] = []
  /// Rows of inputs that are gone.
  var gone: [SourceRow] = []

  init(_ walk: Walk, _ state: State, _ options: RunOptions) {
    var byBase: [ByteName: Source] = [:]
    var present: Set<ByteName> = []
    for file in walk.files {
      present.insert(ByteName(file.path))
      let base = DocumentID.base(of: file.path)
      let source = Source(
        path: file.path, stamp: file.stamp, base: base, previous: state.sources[ByteName(file.path)])
      sources.append(source)
      if let before = byBase.updateValue(source, forKey: ByteName(base)) {
        before.next = source
        before.shared = true
        source.shared = true
        source.claimed[ByteName("")] = ""
      }
    }
    for refusal in walk.refusals {
      refused.append(
        SourceRow(
          path: refusal.path, stamp: .unknown, sha256: .none, settings: .none,
          documents: [.failed(refusal.path, refusal.code, refusal.message)]))
      present.insert(ByteName(refusal.path))
    }
    let vanished = state.sources.values.filter { !present.contains(ByteName($0.path)) }
    if vanished.count * 5 > state.sources.count, !options.allowMassDelete { kept = vanished } else { gone = vanished }
  }
}
