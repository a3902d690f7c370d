import Documents

/// What a run has to look at: inputs to be worked on, rows that stay, and what is gone.
struct Plan {
  /// Inputs to be opened, in byte order of the path.
  var sources: [Source] = []
  /// Of inputs for which nothing is to be done.
  var fresh = Fresh()
  /// Rows of inputs that vanished in a mass: they stay until somebody says that it is meant.
  var kept: [SourceRow] = []
  /// Rows of what is never opened, and those that its paths had before.
  var refused: [SourceRow] = []
  var refusedBefore: [ByteName: SourceRow] = [:]
  /// Rows of inputs that are gone.
  var gone: [SourceRow] = []

  /// How many rows the state has.
  private(set) var known = 0
  /// The newest day of publication of all rows, and of those that stay.
  private(set) var newest = ""
  private(set) var newestThatStays = ""

  struct Fresh {
    var inputs = 0
    /// Their documents, by how they ended.
    var ok = 0
    var failed = 0
    var skipped = 0
  }

  /// A row of the state, and the input of its path.
  private struct Candidate: Sendable {
    nonisolated(unsafe) let row: PackedRow
    var place: Walk.Place
  }

  init(_ walk: Walk, _ state: State, _ freshness: Freshness, input: String) {
    let options = freshness.options
    let refusedNow = Set(walk.refusals.map { ByteName($0.path) })
    // Rows whose inputs are not there any more.
    var missing: [SourceRow] = []
    var last: (base: String, source: Source)?
    // Of folders beside which an input of their name stands: that input, where it is looked at, or the ids that it has.
    var hosts: [Int32: Source] = [:]
    var claims: [Int32: [ByteName: String]] = [:]
    /// The next input, and its path.
    var next = 0
    var path: [UInt8] = []
    var base = 0
    func advance() {
      next += 1
      if next < walk.places.count { base = walk.path(walk.places[next], into: &path) }
    }
    func add(_ place: Walk.Place, _ previous: PackedRow?) {
      let path = walk.path(place)
      let entry = walk.entry(place)
      if let blocker = walk.folders[Int(place.folder)].blocker {
        if let previous { refusedBefore[ByteName(path)] = previous.row }
        refused.append(.blocked(path, by: blocker))
        return
      }
      let source = Source(path: path, stamp: entry.stamp, base: DocumentID.base(of: path), previous: previous?.row)
      sources.append(source)
      if entry.hosted >= 0 { hosts[entry.hosted] = source }
      defer { if entry.isShared { last = (source.base, source) } }
      source.shared = entry.isShared
      if entry.isShared, let last, ByteName(last.base) == ByteName(source.base) {
        last.source.followers.append(source)
        source.follows = true
      } else if let host = hosts[place.folder] {
        host.followers.append(source)
        source.follows = true
      } else if let claims = claims[place.folder] {
        source.claimed = claims
      }
    }
    func isHeld(_ place: Walk.Place) -> Bool { options.shard?.holds(walk.path(place)) != false }

    if !walk.places.isEmpty { base = walk.path(walk.places[0], into: &path) }
    state.batches { rows in
      var found: [(place: Walk.Place, row: PackedRow?)] = []
      var candidates: [Candidate] = []
      for row in rows {
        known += 1
        row.each { $0.raise(&newest) }
        var order = 1
        while next < walk.places.count {
          order = path.withUnsafeBytes { PackedRow.order($0, base, row.path, row.baseLength) }
          guard order < 0 else { break }
          if isHeld(walk.places[next]) { found.append((walk.places[next], nil)) }
          advance()
        }
        guard next < walk.places.count, order == 0 else {
          missing.append(row.row)
          continue
        }
        let place = walk.places[next]
        advance()
        guard isHeld(place) else {
          gone.append(row.row)
          continue
        }
        let entry = walk.entry(place)
        if row.stamp == entry.stamp, !options.force, !entry.isShared, walk.folders[Int(place.folder)].blocker == nil {
          candidates.append(Candidate(row: row, place: place))
        }
        found.append((place, row))
      }
      let stays = Self.stay(candidates, freshness)
      var c = 0
      for (place, row) in found {
        let isCandidate = c < candidates.count && candidates[c].place == place
        if isCandidate { c += 1 }
        if isCandidate, hosts[place.folder] == nil, let row,
          stays[c - 1] || claims[place.folder].map({ Self.isStillTaken(row, $0) }) == true
        {
          keep(row)
          if walk.entry(place).hosted >= 0 { claims[walk.entry(place).hosted] = Self.ids(of: row) }
        } else {
          add(place, row)
        }
      }
    }
    while next < walk.places.count {
      if isHeld(walk.places[next]) { add(walk.places[next], nil) }
      advance()
    }
    sources.sort { ByteOrder.compare($0.path, $1.path) < 0 }
    for refusal in walk.refusals where options.shard?.holds(refusal.path) != false {
      refused.append(
        SourceRow(
          path: refusal.path, stamp: .unknown, sha256: .none, settings: .none,
          documents: [.failed(refusal.id, refusal.code, refusal.message)]))
    }
    findGone(missing, refusedNow, options, input)
  }

  private mutating func keep(_ row: PackedRow) {
    fresh.inputs += 1
    row.each { document in
      switch document.status {
      case .ok: fresh.ok += 1
      case .failed: fresh.failed += 1
      case .skipped: fresh.skipped += 1
      }
      if document.isWhole { document.raise(&newestThatStays) }
    }
  }

  /// The ids that are an input's, which no other may have, with its path.
  private static func ids(of row: PackedRow) -> [ByteName: String] {
    let path = String(decoding: row.path, as: UTF8.self)
    var ids: [ByteName: String] = [:]
    row.each { if $0.status != .failed { ids[ByteName(String(decoding: $0.id, as: UTF8.self))] = path } }
    return ids
  }

  /// Whether an input has no artifacts because its id is another's, and that is still so.
  private static func isStillTaken(_ row: PackedRow, _ claims: [ByteName: String]) -> Bool {
    row.count == 1 && row.first!.code == "id" && claims[ByteName(String(decoding: row.base, as: UTF8.self))] != nil
  }

  /// Whether nothing is to be done for them, side by side.
  private static func stay(_ candidates: [Candidate], _ freshness: Freshness) -> [Bool] {
    let chunk = 128
    let chunks = stride(from: 0, to: candidates.count, by: chunk).map {
      candidates[$0..<min($0 + chunk, candidates.count)]
    }
    return Parallel.map(chunks) { candidates in
      let rows = FreshRows(freshness)
      return candidates.map { rows.isFresh($0.row) }
    }.flatMap(\.self)
  }

  /// Inputs that are gone, each with a new one of the same bytes.
  func renamed(_ new: [SourceRow]) -> [(old: SourceRow, new: SourceRow)] {
    var old: [Digest: [SourceRow]] = [:]
    for row in gone.reversed() where row.sha256 != .none { old[row.sha256, default: []].append(row) }
    return new.compactMap { new in old[new.sha256]?.popLast().map { ($0, new) } }
  }

  private mutating func findGone(
    _ missing: [SourceRow], _ refusedNow: Set<ByteName>, _ options: RunOptions, _ input: String
  ) {
    var vanished: [SourceRow] = []
    for row in missing {
      guard options.shard?.holds(row.path) != false else {
        gone.append(row)
        continue
      }
      // What was never an article is not missed; what is refused now under its old name leaves its artifacts.
      let wasRefused = row.documents.allSatisfy { $0.status == .failed } && row.sha256 == .none
      if refusedNow.contains(ByteName(row.path)) {
        refusedBefore[ByteName(row.path)] = row
        if !wasRefused { gone.append(row) }
      } else if wasRefused {
        gone.append(row)
      } else {
        vanished.append(row)
      }
    }
    vanished.sort { ByteOrder.compare($0.path, $1.path) < 0 }
    guard vanished.count * 5 > known, !options.allowMassDelete else {
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
    if lost.count * 5 > known { kept = lost } else { gone += lost }
  }
}

extension SourceRow {
  /// The row of an input whose artifacts would stand where a folder of others is.
  fileprivate static func blocked(_ path: String, by folder: String) -> SourceRow {
    SourceRow(
      path: path, stamp: .unknown, sha256: .none, settings: .none,
      documents: [
        .failed(
          path, "id",
          "The artifacts of its folder \(Printable.line(folder)) would stand where that of another input is; rename the folder."
        )
      ])
  }
}
