/// What a run has to look at: inputs to be worked on, rows that stay, and what is gone.
struct Plan {
  /// Inputs to be opened, in byte order of the path.
  var sources: [Source] = []
  /// Rows of inputs for which nothing is to be done.
  var fresh: [SourceRow] = []
  /// Rows of inputs that vanished in a mass: they stay until somebody says that it is meant.
  var kept: [SourceRow] = []
  /// Rows of what is never opened.
  var refused: [SourceRow] = []
  /// Rows of inputs that are gone.
  var gone: [SourceRow] = []

  init(_ walk: Walk, _ state: State, _ freshness: Freshness, input: String) {
    let options = freshness.options
    var shared: Set<ByteName> = []
    var bases: Set<ByteName> = []
    bases.reserveCapacity(walk.files.count)
    let files = walk.files.map { (file: $0, base: DocumentID.base(of: $0.path)) }
    for (_, base) in files where !bases.insert(ByteName(base)).inserted { shared.insert(ByteName(base)) }

    // A folder "b.json" of the input would stand where the artifact of an input "b.txt" is.
    func blocker(of path: String) -> String? {
      guard path.contains(".json/") else { return nil }
      var at = path.startIndex
      while let slash = path[at...].firstIndex(of: "/") {
        let folder = path[..<slash]
        if folder.hasSuffix(".json"), bases.contains(ByteName(String(folder.dropLast(5)))) { return String(folder) }
        at = path.index(after: slash)
      }
      return nil
    }

    var candidates: [Candidate] = []
    candidates.reserveCapacity(files.count)
    for (file, base) in files where options.shard?.holds(file.path) != false {
      if let folder = blocker(of: file.path) {
        refused.append(
          SourceRow(
            path: file.path, stamp: .unknown, sha256: .none, settings: .none,
            documents: [
              .failed(
                file.path, "id",
                "The artifacts of its folder \(Printable.line(folder)) would stand where that of another input is; rename the folder."
              )
            ]))
        continue
      }
      let previous = state.sources[ByteName(file.path)]
      let mayStay =
        previous?.stamp == file.stamp && !options.force && (shared.isEmpty || !shared.contains(ByteName(base)))
      candidates.append(Candidate(file: file, base: base, previous: previous, mayStay: mayStay))
    }
    let chunk = 128
    let chunks = stride(from: 0, to: candidates.count, by: chunk).map {
      candidates[$0..<min($0 + chunk, candidates.count)]
    }
    let stays = Parallel.map(chunks) { candidates in
      candidates.map { $0.mayStay && freshness.isFresh($0.previous!) }
    }
    var last: [ByteName: Source] = [:]
    for (candidate, stays) in zip(candidates, stays.joined()) {
      if stays {
        fresh.append(candidate.previous!)
        continue
      }
      let source = Source(
        path: candidate.file.path, stamp: candidate.file.stamp, base: candidate.base, previous: candidate.previous)
      sources.append(source)
      guard shared.contains(ByteName(candidate.base)) else { continue }
      source.shared = true
      if let before = last.updateValue(source, forKey: ByteName(candidate.base)) {
        before.next = source
        source.follows = true
      }
    }
    for refusal in walk.refusals where options.shard?.holds(refusal.path) != false {
      refused.append(
        SourceRow(
          path: refusal.path, stamp: .unknown, sha256: .none, settings: .none,
          documents: [.failed(refusal.id, refusal.code, refusal.message)]))
    }
    findGone(walk, state, options, input)
  }

  /// Inputs that are gone, each with a new one of the same bytes; `row` gives what is known of a new one by now.
  func renamed(_ row: (Source) -> SourceRow?) -> [(old: SourceRow, new: SourceRow)] {
    guard !gone.isEmpty else { return [] }
    var old: [Digest: [SourceRow]] = [:]
    for row in gone.reversed() where row.sha256 != .none { old[row.sha256, default: []].append(row) }
    return sources.compactMap { source in
      guard source.previous == nil, let new = row(source), let row = old[new.sha256]?.popLast() else { return nil }
      return (row, new)
    }
  }

  private struct Candidate: Sendable {
    var file: Walk.File
    var base: String
    var previous: SourceRow?
    var mayStay: Bool
  }

  private mutating func findGone(_ walk: Walk, _ state: State, _ options: RunOptions, _ input: String) {
    let known = sources.count(where: { $0.previous != nil }) + fresh.count
    guard known < state.sources.count else { return }
    let present = Set(walk.files.map { ByteName($0.path) })
    let refusedNow = Set(walk.refusals.map { ByteName($0.path) })
    var vanished: [SourceRow] = []
    for row in state.sources.values where options.shard?.holds(row.path) == false { gone.append(row) }
    for row in state.sources.values
    where !present.contains(ByteName(row.path)) && options.shard?.holds(row.path) != false {
      // What was never an article is not missed; what is refused now under its old name leaves its artifacts.
      let wasRefused = row.documents.allSatisfy { $0.status == .failed } && row.sha256 == .none
      if refusedNow.contains(ByteName(row.path)) {
        if !wasRefused { gone.append(row) }
      } else if wasRefused {
        gone.append(row)
      } else {
        vanished.append(row)
      }
    }
    vanished.sort { ByteName.compare($0.path, $1.path) < 0 }
    guard vanished.count * 5 > state.sources.count, !options.allowMassDelete else {
      gone += vanished
      return
    }
    // A file that only has another name now did not vanish.
    let sizes = Set(vanished.map(\.stamp.size))
    let new = sources.filter { $0.previous == nil && sizes.contains($0.stamp.size) }.map(\.path)
    let digests = Set(
      Parallel.map(new) { path in (try? Files.read("\(input)/\(path)")).map { Digest(of: $0.bytes) } }.compactMap(
        \.self))
    let renamed = vanished.filter { digests.contains($0.sha256) }
    let lost = vanished.filter { !digests.contains($0.sha256) }
    gone += renamed
    if lost.count * 5 > state.sources.count { kept = lost } else { gone += lost }
  }
}
