import Glibc

/// Tells of rows of one folder after the other whether nothing is to be done for them, as `Freshness` does, without taking
/// them apart: nearly all of an archive is as it was.
final class FreshRows {
  private let freshness: Freshness
  private let normalized: Digest
  /// The settings of each stage for a language's documents.
  private var settings: [(language: [UInt8], digests: [Digest])] = []
  private let wanted: [Stage]
  private let isPlain: Bool
  /// The folders of the stages' artifacts for one folder of the input.
  private var folder: [UInt8] = []
  private var isOpen = false
  private var handles: [FolderHandle] = []
  private var name: [UInt8] = []

  init(_ freshness: Freshness) {
    self.freshness = freshness
    normalized = freshness.book.digest(.normalized, "")
    wanted = Stage.allCases.filter(freshness.isWanted)
    // Where documents have settings of their own, rows are taken apart.
    isPlain = !freshness.book.hasCorrections
  }

  /// Whether nothing is to be done for the row.
  func isFresh(_ row: PackedRow) -> Bool {
    guard isPlain, row.settings == normalized, row.count > 0 else { return freshness.isFresh(row.row) }
    if row.count == 1 { return isFresh(row.first!) }
    return row.documents.allSatisfy(isFresh)
  }

  private func isFresh(_ document: PackedDocument) -> Bool {
    let stages: [Stage]
    switch document.status {
    case .ok where document.isComplete || freshness.options.only != nil: stages = wanted
    // What was put away has its clean text.
    case .skipped where document.code == Retention.code && !freshness.retention.keeps(document.published):
      stages = [.normalized]
    default: return freshness.isFresh(document.row)
    }
    enter(document.id)
    let digests = digests(document.language)
    return stages.allSatisfy { stage in
      guard let made = document.settings(stage), made == digests[stage.rawValue], let stamp = document.stamp(stage),
        let now = name.withUnsafeBufferPointer({ handles[stage.rawValue].stamp($0.baseAddress!) })
      else { return false }
      return now.isOfSameFile(stamp)
    }
  }

  private func digests(_ language: UnsafeRawBufferPointer) -> [Digest] {
    for known in settings where known.language.elementsEqual(language) { return known.digests }
    let text = String(decoding: language, as: UTF8.self)
    let digests = Stage.allCases.map { freshness.book.digest($0, text) }
    settings.append((Array(language), digests))
    return digests
  }

  /// Makes ready to ask for the artifacts of an id: `name` is that of its files, `handles` are their folders.
  private func enter(_ id: UnsafeRawBufferPointer) {
    var slash = id.count
    while slash > 0, id[slash - 1] != UInt8(ascii: "/") { slash -= 1 }
    let parent = UnsafeRawBufferPointer(rebasing: id[..<slash])
    let isSame = !handles.isEmpty && folder.elementsEqual(parent)
    if !isSame || !isOpen {
      // The second of a folder opens it: where each article has a folder of its own, the way there is gone anyway.
      let below = String(decoding: parent, as: UTF8.self)
      handles = Stage.allCases.map {
        FolderHandle("\(freshness.store.output)/\($0.folder)/\(below)", for: isSame ? Int.max : 1)
      }
      folder = Array(parent)
      isOpen = isSame
    }
    name.removeAll(keepingCapacity: true)
    name.append(contentsOf: id[slash...])
    name.append(contentsOf: ".json".utf8)
    name.append(0)
  }
}
