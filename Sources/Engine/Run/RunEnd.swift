import Corpus
import Glibc
import Documents

/// What comes after the documents: the corpus, the report, index.json and the state's last word.
extension Run {
  /// How the run ends if nothing is to be done at all, which most nights is so for most of an archive: no row is copied,
  /// sorted or put into words.
  func unchanged(_ plan: Plan) -> RunOutcome? {
    // Failures are told each time, in the order of the ids.
    guard plan.fresh.failed == 0 else { return nil }
    let toDo = plan.sources.count + plan.gone.count + plan.kept.count + plan.refused.count
    // Corrections may have something to be warned of, each time.
    guard toDo == 0, corrections.isEmpty, state.isClean, options.only != nil || corpusStands(),
      let index = state.index, index.inputs == .none, index.isThere("\(configuration.output)/index.json")
    else { return nil }
    var unchanged = outcome
    (unchanged.ok, unchanged.skipped) = (plan.fresh.ok, plan.fresh.skipped)
    unchanged.reused = unchanged.ok + unchanged.skipped
    return unchanged
  }

  /// Whether the files of the corpus are there as they were made, under the settings of this run.
  private func corpusStands() -> Bool {
    state.corpus.count == 3 && !options.force
      && zip(state.corpus, CorpusFile.allCases).allSatisfy {
        $0.settings == book.corpus.digest && $0.isThere(store.path($1))
      }
  }

  /// Brings the run to its end: index.json, what is over all documents, the state's last word.
  ///
  /// `newRefusals`: rows of what is never opened, of which the state does not know yet; `newest`: the newest day of publication
  /// of the documents that were not looked at.
  func close(newRefusals: [SourceRow] = [], newest: String) throws(RunFailure) {
    changes.sort()
    failures.sort { ByteName($0.source) < ByteName($1.source) }
    if outcome.changed > 0 || !newRefusals.isEmpty || !state.isClean { outcome.didChange = true }
    var batch = State.Batch()
    for row in newRefusals { batch.source(row) }
    let ending = Ending(
      state, replacing, retention: Retention(configuration, newest: max(newest, newestMade)),
      output: configuration.output)
    let all = makesCorpus && outcome.signal == 0
    var rewriting: State.Rewriting?
    do {
      if !state.isClean { try sweep(ending) }
      if outcome.didChange {
        try Files.makeFolder("\(configuration.output)/.nightdesk")
        if outcome.signal == 0 { rewriting = state.rewriting() }
      }
      try ending.gather(members: all, index: outcome.didChange, rewriting)
    } catch { throw .output(error) }
    (outcome.ok, outcome.failed, outcome.skipped) = (ending.ok, ending.failed, ending.skipped)
    outcome.failures = ending.failures
    outcome.reused = ending.count - outcome.changed
    var corpus = state.corpus
    do { try Shard.write(options.shard, in: configuration.output) } catch { throw .output(error) }
    if all {
      if let made = try makeCorpus(ending) {
        corpus = made
        if !state.settings.keys.contains(book.corpus.digest) { batch.settings(book.corpus) }
        batch.corpus(made)
        outcome.didChange = true
      }
    }
    outcome.warnings = unmatched { take in ending.each(take) }
    let index = try writeIndex(ending, all: all)
    if let index { batch.index(index) }
    do {
      guard outcome.didChange || !batch.isEmpty || state.begun else { return }
      if outcome.signal == 0 { batch.done() }
      try state.append(batch)
      if let rewriting {
        try state.replace(rewriting, corpus: corpus, book.corpus, index: index ?? state.index)
      }
    } catch { throw .output(error) }
  }

  /// Makes the corpus unless it stands there as its members are now; gives the rows of its three files if it was made.
  private func makeCorpus(_ ending: Ending) throws(RunFailure) -> [ArtifactRow]? {
    let start = Clock.now
    let standing = corpusStands()
    if !outcome.didChange, standing { return nil }
    let inputs = ending.corpusInputs
    if standing, state.corpus.allSatisfy({ $0.inputs == inputs }) { return nil }
    defer { outcome.corpusNanoseconds = Clock.now - start }
    do {
      var corpusOptions = configuration.corpus
      corpusOptions.decisions = corrections.storyDecisions
      let corpus = try Corpus(options: corpusOptions, packs: toolbox.packs, rowHash: Digest.ofRow)
      let shelf = CorpusShelf(output: configuration.output)
      var standingFiles: [CorpusFile: ReadFile] = [:]
      let remade = corpus.remake(
        ending.members, standing ? shelf.read(state.corpus) : nil,
        { name in
          let file = ReadFile(store.path(name))
          standingFiles[name] = file
          return file.map { StandingFile(count: $0.count, read: $0.bytes) }
        },
        digests: { places in self.digests(places.map { ending.members[$0].id }, ending) }, part: shelf.part)
      var rows: [ArtifactRow] = []
      for (i, name) in CorpusFile.allCases.enumerated() {
        guard let patched = remade[name] else {
          var row = state.corpus[i]
          row.inputs = inputs
          rows.append(row)
          continue
        }
        let stamp = try store.put(patched, of: standingFiles[name], at: store.path(name))
        rows.append(
          ArtifactRow(
            settings: book.corpus.digest, inputs: inputs, body: Digest(ofRows: patched.rowHashes), stamp: stamp))
      }
      shelf.write(remade, rows)
      return rows
    } catch let problems as Diagnostics {
      throw .configuration(problems)
    } catch let error as SystemError {
      throw .output(error)
    } catch {
      fatalError("unknown error: \(error)")
    }
  }

  /// What the corpus reads of documents: as this run made it, or from the disk.
  private func digests(_ ids: [String], _ ending: Ending) -> [DocumentDigest?] {
    var found = ids.map { digests[$0] }
    let missing = found.indices.filter { found[$0] == nil }
    guard !missing.isEmpty else { return found }
    let rows = ending.rows(missing.map { ids[$0] })
    let read = Parallel.map(rows) { [store] row in row.flatMap { try? ArtifactReader(store).digest($0) } }
    for (n, digest) in zip(missing, read) { found[n] = digest }
    return found
  }

  /// Writes index.json, last; gives its row if it had to be looked at.
  private func writeIndex(_ ending: Ending, all: Bool) throws(RunFailure) -> ArtifactRow? {
    let path = "\(configuration.output)/index.json"
    var warnings = Fingerprint()
    for warning in outcome.warnings { warnings.add(warning.text) }
    let told = outcome.warnings.isEmpty ? Digest.none : warnings.digest
    if !outcome.didChange, let index = state.index, index.isThere(path), index.inputs == told { return nil }
    do {
      let file = try ending.index(outcome.warnings)
      if all, let report {
        let start = Clock.now
        let json = try file.bytes()
        do {
          for file in try report(json) { store.unsynced.add(file) }
        } catch { outcome.reportFailure = "\(error)" }
        outcome.reportNanoseconds = Clock.now - start
      }
      // What the index speaks of is on the disk before the index is.
      try store.unsynced.settle(configuration.output)
      store.unsynced.add(path)
      let stamp = try file.finish()
      outcome.didChange = true
      return ArtifactRow(settings: .none, inputs: told, body: .none, stamp: stamp)
    } catch { throw .output(error) }
  }

  /// Removes artifacts that no row asks for: left by a run that was killed, or that a damaged state forgot.
  private func sweep(_ ending: Ending) throws(SystemError) {
    let wanted = ending.artifacts()
    for stage in Stage.allCases { try sweep("\(configuration.output)/\(stage.folder)", "", stage, wanted) }
    for folder in ["corpus", ".nightdesk", ".nightdesk/runs"].map({ "\(configuration.output)/\($0)" }) {
      for (name, kind) in Files.entries(folder) where kind == .file && name.hasPrefix(Files.temporaryPrefix) {
        try Files.remove("\(folder)/\(name)")
      }
    }
  }

  private func sweep(_ root: String, _ below: String, _ stage: Stage, _ wanted: WantedArtifacts) throws(SystemError) {
    var folders = [below]
    var entered: [String] = []
    while let folder = folders.popLast() {
      entered.append(folder)
      for (name, kind) in Files.entries("\(root)/\(folder)") {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        switch kind {
        case .folder: folders.append(path)
        case .file where name.hasPrefix(Files.temporaryPrefix): try Files.remove("\(root)/\(path)")
        case .file where name.hasSuffix(".json") && !wanted.contains(stage, path.dropLast(5)):
          // Only what nightdesk wrote: somebody's own file is left alone.
          let bytes = (try? Files.read("\(root)/\(path)"))?.bytes ?? []
          if bytes.starts(with: Array("{".utf8)), Bytes.contains(bytes, "\"nightdesk/\(stage.folder)@") {
            try Files.remove("\(root)/\(path)")
          }
        default: break
        }
      }
    }
    for folder in entered.reversed() where !folder.isEmpty { _ = Files.removeEmptyFolder("\(root)/\(folder)") }
  }
}

enum Bytes {
  /// Whether `text` stands in `bytes`.
  static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    let text = Array(text.utf8)
    guard let first = text.first, bytes.count >= text.count else { return false }
    for i in 0...(bytes.count - text.count) where bytes[i] == first {
      if bytes[i..<(i + text.count)].elementsEqual(text) { return true }
    }
    return false
  }
}

extension Run {
  /// Leaves a report of the run, if it changed anything or did not go well.
  public func remember(
    began: Int, seconds: Double, exit: Int32, version: String
  ) throws(SystemError) {
    guard outcome.didChange || exit != 0 else { return }
    let id = WallClock.text(began, compact: true) + "-" + String(getpid(), radix: 16)
    try RunReport(
      id: id, began: WallClock.text(began), seconds: seconds, exit: Int(exit), outcome: outcome, failures: failures,
      changes: changes, versions: [("nightdesk", version)] + Versions.all
    ).write(configuration.output)
  }

  /// What the output folder holds, and what a run would do, without doing it.
  public func status() throws(RunFailure) -> [(name: String, count: Int)] {
    let explanation = try explain()
    var states = ["ok": 0, "failed": 0, "skipped": 0]
    state.batches { rows in
      for document in rows.lazy.flatMap(\.documents) { states[document.status.name, default: 0] += 1 }
    }
    var counts = ["ok", "failed", "skipped"].map { (name: $0, count: states[$0]!) }
    counts.append((name: "to be made", count: explanation.items.count))
    counts.append((name: "to be removed", count: explanation.gone.count))
    counts.append((name: "vanished", count: explanation.kept.count))
    return counts
  }
}
