import Documents

/// Why items are remade: what `run --dry-run`, `run --explain` and `why` print.
public struct Explanation: Sendable {
  public struct Item: Sendable {
    /// The input's path.
    public var path: String
    /// The ids of its documents, where they are known.
    public var ids: [String]
    /// From which stage on; what lies behind it is remade only if its artifact changes.
    public var stage: Stage
    public var reason: String

    /// One line for a person.
    public var text: String { "\(Printable.line(ids.first ?? path)): \(stage.folder): \(reason)" }
  }

  public var items: [Item] = []
  /// Inputs that are gone, and whose artifacts go; and those that vanished in a mass and stay.
  public var gone: [String] = []
  public var kept: [String] = []
  public var fresh = 0
}

extension Run {
  /// What `perform` would do now, and why; nothing is written.
  public func explain() throws(RunFailure) -> Explanation {
    let walk = try self.walk()
    let plan = self.plan(walk)
    var result = Explanation()
    result.gone = plan.gone.map(\.path)
    result.kept = plan.kept.map(\.path)
    result.fresh = plan.fresh.inputs
    let renamed = renamed(plan)
    for source in plan.sources { result.items += reasons(source, renamed) }
    result.fresh += plan.sources.count - Set(result.items.map { ByteName($0.path) }).count
    return result
  }

  /// The paths that inputs had under which the last run knew them, by the path that they have now.
  private func renamed(_ plan: Plan) -> [ByteName: String] {
    let sizes = Set(plan.gone.map(\.stamp.size))
    let new = plan.sources.compactMap { source -> SourceRow? in
      guard source.previous == nil, sizes.contains(source.stamp.size),
        let read = try? Files.read("\(configuration.input)/\(source.path)")
      else { return nil }
      var row = source.row
      row.sha256 = Digest(of: read.bytes)
      return row
    }
    let pairs = plan.renamed(new)
    return Dictionary(pairs.map { (ByteName($0.new.path), $0.old.path) }, uniquingKeysWith: { first, _ in first })
  }

  private func reasons(_ source: Source, _ renamed: [ByteName: String]) -> [Explanation.Item] {
    func item(_ stage: Stage, _ reason: String, _ ids: [String]? = nil) -> Explanation.Item {
      Explanation.Item(
        path: source.path, ids: ids ?? source.previous?.documents.map(\.id) ?? [source.base], stage: stage,
        reason: reason)
    }
    if options.force { return [item(.normalized, "forced")] }
    guard let previous = source.previous else {
      let before = renamed[ByteName(source.path)].map { "renamed from \(Printable.line($0))" }
      return [item(.normalized, before ?? "new input")]
    }
    if source.shared { return [item(.normalized, "another input has the same id, so both are read each time")] }
    if previous.stamp != source.stamp {
      guard let read = try? Files.read("\(configuration.input)/\(source.path)") else {
        return [item(.normalized, "the input cannot be read")]
      }
      if Digest(of: read.bytes) != previous.sha256 { return [item(.normalized, "the input changed")] }
    }
    if previous.settings != book.digest(.normalized, "") {
      return [item(.normalized, changes(previous.settings, .normalized, ""))]
    }
    return previous.documents.compactMap { row in
      freshness.reason(row).map { item($0.stage, text($0.reason, $0.stage, row), [row.id]) }
    }
  }

  func text(_ reason: Reason, _ stage: Stage, _ row: DocumentRow) -> String {
    switch reason {
    case .new: "new input"
    case .forced: "forced"
    case .input: "the input changed"
    case .missing: "the artifact is missing"
    case .edited: "the artifact was edited"
    case .unfinished: "a run was broken off before it"
    case .failedBefore: "it failed before (\(row.code)) and is tried again"
    case .shared: "another input has the same id"
    case .settings(let old): changes(old, stage, row.language, row.id)
    }
  }

  private func changes(_ old: Digest, _ stage: Stage, _ language: String, _ id: String = "") -> String {
    guard let before = state.settings[old] else { return "made under settings that are no longer known" }
    return book.settings(stage, language, of: id).changes(since: before).joined(separator: "; ")
  }

  /// Every stage of one document: what would be done and why, or why nothing. Nil if no input has that id.
  public func why(_ id: String) throws(RunFailure) -> [String]? {
    let plan = self.plan(try self.walk())
    let renamed = renamed(plan)
    for source in plan.sources {
      let items = reasons(source, renamed).filter { item in item.ids.contains { ByteName($0) == ByteName(id) } }
      if let item = items.first {
        return ["\(source.path)"]
          + Stage.allCases.map { stage in
            if stage.rawValue < item.stage.rawValue { return "\(stage.folder): stays" }
            if stage == item.stage { return "\(stage.folder): is remade: \(item.reason)" }
            return "\(stage.folder): is remade if what it reads changes"
          }
      }
    }
    var known: (row: SourceRow, document: DocumentRow)?
    state.each { row in
      if let document = row.documents.first(where: { ByteName($0.id) == ByteName(id) }) { known = (row, document) }
    }
    if let (row, document) = known {
      if plan.gone.contains(where: { $0.path == row.path }) {
        let now = renamed.first { $0.value == row.path }.map { "is named \($0.key.text) now" }
        return [row.path, "\(now ?? "is gone"): its artifacts are removed"]
      }
      switch document.status {
      case .failed: return [row.path, "failed: \(document.code): \(document.message)"]
      case .skipped: return [row.path, "skipped: \(document.code): \(document.message)"]
      case .ok:
        return [row.path]
          + Stage.allCases.map { stage in
            "\(stage.folder): stays: input, settings and artifact are as they were (\(document[stage]?.body.hex.prefix(12) ?? "none"))"
          }
      }
    }
    return nil
  }
}
