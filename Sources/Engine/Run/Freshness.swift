/// Whether rows still hold: made under the settings of this run, from what stands there, and standing there themselves.
struct Freshness: Sendable {
  let book: SettingsBook
  let store: ArtifactStore
  let language: String
  let options: RunOptions
  var retention = Retention.everything

  /// Whether nothing is to be done for the documents of an input that did not change.
  func isFresh(_ row: SourceRow) -> Bool {
    guard row.settings == book.digest(.normalized, ""), !row.documents.isEmpty else { return false }
    return row.documents.allSatisfy(isFresh)
  }

  func isFresh(_ row: DocumentRow) -> Bool { reason(row) == nil }

  /// Why something is to be done for a document whose input did not change, and from which stage on; nil if nothing is.
  func reason(_ row: DocumentRow) -> (stage: Stage, reason: Reason)? {
    switch row.status {
    case .failed:
      // What could not be read may be readable now; who has an id is told anew each time.
      if row.code == "unreadable" || row.code == "id" { return (.normalized, .failedBefore) }
      let current = book.everything(row.language.isEmpty ? language : row.language, of: row.id)
      return row.failedUnder == current ? nil : (.normalized, .failedBefore)
    case .skipped:
      // What was put away is made again where it is to be kept now.
      if row.code == Retention.code, retention.keeps(row) { return (.sentences, .unfinished) }
      return reason(row, .normalized)
    case .ok:
      for stage in Stage.allCases where isWanted(stage) {
        if let found = reason(row, stage) { return found }
      }
      return row.isComplete || options.only != nil ? nil : (.sentences, .unfinished)
    }
  }

  private func reason(_ row: DocumentRow, _ stage: Stage) -> (stage: Stage, reason: Reason)? {
    guard let artifact = row[stage] else { return (stage, .unfinished) }
    guard artifact.settings == book.digest(stage, row.language, of: row.id) else {
      return (stage, .settings(artifact.settings))
    }
    let path = store.path(stage, row.id)
    guard artifact.isThere(path) else { return (stage, Files.status(path) == nil ? .missing : .edited) }
    return nil
  }

  func isWanted(_ stage: Stage) -> Bool {
    guard let only = options.only else { return true }
    return stage == only || only.upstream.contains(stage)
  }
}

/// Why an item is remade.
public enum Reason: Hashable, Sendable {
  case new
  case forced
  /// The input's bytes or times are not what they were.
  case input
  case missing
  case edited
  case unfinished
  case failedBefore
  /// The settings under which it was made were these.
  case settings(Digest)
  /// Inputs with one id are read each time.
  case shared
}
