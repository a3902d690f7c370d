import Documents
import Glibc

/// Why shards cannot be merged.
public enum MergeFailure: Error, Sendable {
  /// What is wrong with the shards, one line each.
  case shards([String])
  case run(RunFailure)
}

extension Run {
  /// Puts the shards of one input together in the output folder, then makes what is over all documents: what stands
  /// there in the end is what one run would have written, and the next run over the same input finds nothing to do.
  ///
  /// Artifacts are linked where the file system lets it, else copied. Nothing is changed in the shards' folders.
  public func merge(_ folders: [String]) throws(MergeFailure) -> RunOutcome {
    let shards = try read(folders)
    var sources: [(row: SourceRow, folder: String)] = []
    for (folder, state) in shards { state.each { sources.append(($0, folder)) } }
    sources.sort { ByteOrder.compare($0.row.path, $1.row.path) < 0 }
    resolve(&sources)
    do throws(RunFailure) {
      try gather(&sources)
      var before: [ByteName: SourceRow] = [:]
      state.each { before[ByteName($0.path)] = $0 }
      let paths = Set(sources.map { ByteName($0.row.path) })
      outcome.inputs = sources.count
      let gone = before.values.filter { !paths.contains(ByteName($0.path)) }
      try remove(gone, before, sources.map(\.row))
      for (row, _) in sources where before[ByteName(row.path)] != row {
        committer.add(row)
        outcome.didChange = true
      }
      do { try committer.finish() } catch { throw .output(error) }
      count(before, sources.map(\.row))
      try close(newest: sources.reduce("") { max($0, $1.row.newest) })
    } catch {
      throw .run(error)
    }
    return outcome
  }

  /// The states of the shards; refuses what is no whole set of finished shards, made as this configuration says.
  private func read(_ folders: [String]) throws(MergeFailure) -> [(folder: String, state: State)] {
    var problems: [String] = []
    var shards: [(folder: String, state: State)] = []
    var found: [Shard: String] = [:]
    for folder in folders {
      guard let shard = Shard.of(folder) else {
        problems.append("\(folder): no run with --shard wrote this folder")
        continue
      }
      if let other = found.updateValue(folder, forKey: shard) {
        problems.append("\(folder): \(other) is shard \(shard.text) too")
      }
      let state = State(output: folder, unsynced: Unsynced())
      if !state.isClean { problems.append("\(folder): the run of shard \(shard.text) did not end; run it again") }
      if let reason = mismatch(state) {
        problems.append(
          "\(folder): was made under other settings (\(reason)); run it again, or give the same --config and --set")
      }
      shards.append((folder, state))
    }
    let counts = Set(found.keys.map(\.count))
    if counts.count > 1 {
      problems.append("the shards are of several sets: \(found.keys.map(\.text).sorted().joined(separator: ", "))")
    } else if let count = counts.first {
      let missing = (0..<count).filter { number in !found.keys.contains { $0.number == number } }
      if !missing.isEmpty {
        problems.append("missing: \(missing.prefix(20).map { "\($0)/\(count)" }.joined(separator: ", "))")
      }
    }
    guard problems.isEmpty else { throw .shards(problems) }
    return shards
  }

  /// What differs between the settings a shard was made under and these.
  private func mismatch(_ other: State) -> String? {
    var found: String?
    other.each { row in
      guard found == nil else { return }
      for document in row.documents where document.status != .failed {
        for stage in Stage.allCases {
          guard let artifact = document[stage] else { continue }
          let mine = book.settings(stage, document.language, of: document.id)
          guard artifact.settings != mine.digest else { continue }
          found = other.settings[artifact.settings].flatMap { mine.changes(since: $0).first } ?? stage.folder
          return
        }
      }
    }
    return found
  }

  /// Two inputs whose articles have one id: the first by its path has it, as in one run.
  private func resolve(_ sources: inout [(row: SourceRow, folder: String)]) {
    var owner: [ByteName: String] = [:]
    for s in sources.indices {
      for d in sources[s].row.documents.indices where sources[s].row.documents[d].status != .failed {
        let row = sources[s].row.documents[d]
        if let first = owner[ByteName(row.id)] {
          sources[s].row.documents[d] = .taken(row, path: sources[s].row.path, by: first)
        } else {
          owner[ByteName(row.id)] = sources[s].row.path
        }
      }
    }
  }

  /// Puts every artifact in its place, and its stamp into its row.
  private func gather(_ sources: inout [(row: SourceRow, folder: String)]) throws(RunFailure) {
    do {
      for stage in Stage.allCases { try Files.makeFolder("\(configuration.output)/\(stage.folder)") }
    } catch { throw .output(error) }
    let chunk = 64
    let chunks = stride(from: 0, to: sources.count, by: chunk).map { sources[$0..<min($0 + chunk, sources.count)] }
    let store = store
    let gathered = Parallel.map(chunks) { chunk in
      Result<[SourceRow], SystemError> { () throws(SystemError) in
        var rows: [SourceRow] = []
        for (source, folder) in chunk {
          var row = source
          let from = ArtifactStore(output: folder)
          for d in row.documents.indices {
            let id = row.documents[d].id
            for stage in Stage.allCases {
              guard let artifact = row.documents[d][stage] else { continue }
              row.documents[d][stage]!.stamp = try store.take(artifact, from.path(stage, id), to: store.path(stage, id))
            }
          }
          rows.append(row)
        }
        return rows
      }
    }
    var place = 0
    for result in gathered {
      switch result {
      case .success(let rows):
        for row in rows {
          sources[place].row = row
          place += 1
        }
      case .failure(let error): throw .output(error)
      }
    }
  }

  /// Removes the artifacts of earlier merges that no row has any more.
  private func remove(
    _ gone: [SourceRow], _ before: [ByteName: SourceRow], _ rows: [SourceRow]
  ) throws(RunFailure) {
    var kept: [ByteName: DocumentRow] = [:]
    for row in rows.flatMap(\.documents) where row.status != .failed { kept[ByteName(row.id)] = row }
    do {
      for old in before.values.flatMap(\.documents) where old.status != .failed {
        let new = kept[ByteName(old.id)]
        let stages = Stage.allCases.filter { old[$0] != nil && new?[$0] == nil }
        guard !stages.isEmpty else { continue }
        try store.remove(old.id, stages)
        outcome.didChange = true
        if new == nil {
          outcome.removed += 1
          changes.removed.append(old.id)
        }
      }
      var batch = State.Batch()
      for row in gone { batch.gone(row.path) }
      try state.append(batch)
    } catch { throw .output(error) }
  }

  private func count(_ old: [ByteName: SourceRow], _ sources: [SourceRow]) {
    var before: [ByteName: DocumentRow] = [:]
    for row in old.values.flatMap(\.documents) { before[ByteName(row.id)] = row }
    for source in sources {
      for row in source.documents {
        if before[ByteName(row.id)] != row { outcome.changed += 1 }
        if row.status == .failed {
          failures.append(.init(id: row.id, source: source.path, code: row.code, message: row.message))
        } else if before[ByteName(row.id)] == nil {
          changes.new.append(row.id)
        }
      }
    }
  }
}

extension DocumentRow {
  /// The row of an article whose id is another input's already.
  static func taken(_ row: DocumentRow, path: String, by first: String) -> DocumentRow {
    .failed(
      path, key: row.key, "id",
      "The id \(row.id) is that of \(Printable.line(first)) already; rename one of the two.")
  }
}

extension ArtifactStore {
  /// Puts an artifact of another folder in its place, as a link where that can be; gives its stamp.
  fileprivate func take(_ artifact: ArtifactRow, _ from: String, to path: String) throws(SystemError) -> FileStamp {
    defer { unsynced.add(path) }
    if let status = Files.status(path), let source = Files.status(from), status.st_ino == source.st_ino,
      status.st_dev == source.st_dev, artifact.isThere(from)
    {
      return FileStamp(status)
    }
    // What stands in the shard must be what its run wrote.
    let read = try Files.read(from)
    guard Digest(of: read.bytes) == artifact.body else {
      throw SystemError("use (it was changed after its run)", from, EIO)
    }
    if let old = try? Files.read(path), old.bytes == read.bytes { return FileStamp(old.status) }
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))!
    let folder = String(path[..<slash])
    try Files.makeFolder(folder)
    let temporary = "\(folder)/\(Files.temporaryPrefix)\(getpid())-\(pthread_self()).tmp"
    unlink(temporary)
    if link(from, temporary) == 0 {
      if rename(temporary, path) == 0, let status = Files.status(path) { return FileStamp(status) }
      unlink(temporary)
    }
    return try Files.replace(path, with: read.bytes)
  }
}
