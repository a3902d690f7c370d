import Corpus
import Documents
import Edition

/// Checks everything that a run wrote: hashes, forms, offsets, and that nothing is there that should not be.
public enum Verification {
  /// What is wrong, as `file: what`, in order of the file; throws if index.json itself cannot be read.
  public static func all(_ output: String) throws -> (documents: Int, problems: [String]) {
    let bytes = try Files.read("\(output)/index.json").bytes
    let rows = try JSONReader.read(bytes) { r throws(JSONError) in try Self.rows(&r) }
    let store = ArtifactStore(output: output)
    var problems = Parallel.map(rows) { check($0, store) }.flatMap(\.self)
    var wanted: Set<ByteName> = []
    for row in rows { for stage in row.artifacts.keys { wanted.insert(ByteName("\(stage)/\(row.id).json")) } }
    for stage in Stage.allCases { strays(output, stage.folder, wanted, &problems) }
    for file in CorpusFile.allCases where Files.status(store.path(file)) == nil {
      problems.append("corpus/\(file.rawValue).json: missing")
    }
    problems += corpus(store)
    return (rows.count, problems.sorted { ByteName($0) < ByteName($1) })
  }

  private struct Row: Sendable {
    var id = ""
    var status = ""
    var artifacts: [String: String] = [:]
  }

  private static func rows(_ r: inout JSONReader) throws(JSONError) -> [Row] {
    var rows: [Row] = []
    try r.object { key, r throws(JSONError) in
      guard key == "documents" else { return try r.skip() }
      try r.array { r throws(JSONError) in
        var row = Row()
        try r.object { key, r throws(JSONError) in
          switch key {
          case "id": row.id = try r.string()
          case "status": row.status = try r.string()
          case "artifacts":
            try r.object { key, r throws(JSONError) in row.artifacts[key] = try r.string() }
          default: try r.skip()
          }
        }
        rows.append(row)
      }
    }
    return rows
  }

  /// One document: each artifact has the bytes of its hash, and these are what writing its value gives again.
  private static func check(_ row: Row, _ store: ArtifactStore) -> [String] {
    var problems: [String] = []
    var found: [Stage: [UInt8]] = [:]
    for stage in Stage.allCases {
      guard let hash = row.artifacts[stage.folder] else {
        if row.status == "ok" { problems.append("\(stage.folder)/\(row.id).json: index.json has no hash for it") }
        continue
      }
      let name = "\(stage.folder)/\(row.id).json"
      do {
        let bytes = try Files.read(store.path(stage, row.id)).bytes
        if Digest(of: bytes).hex != hash {
          problems.append("\(name): not the bytes that index.json names")
        } else {
          found[stage] = bytes
        }
      } catch { problems.append("\(name): \(error.text)") }
    }
    var current = Stage.normalized
    func same(_ stage: Stage, _ bytes: [UInt8]) {
      if found[stage]! != bytes { problems.append("\(stage.folder)/\(row.id).json: not in canonical form") }
    }
    do {
      guard let bytes = found[.normalized] else { return problems }
      let document = try NormalizedDocument(json: bytes)
      same(.normalized, document.json())
      if ByteName(document.id) != ByteName(row.id) {
        problems.append("normalized/\(row.id).json: its id is \(document.id)")
      }
      current = .sentences
      guard let bytes = found[.sentences] else { return problems }
      let sentences = try SentencesArtifact(json: bytes, of: document)
      same(.sentences, sentences.json(document))
      current = .entities
      guard let bytes = found[.entities] else { return problems }
      let entities = try EntitiesArtifact(json: bytes, of: document, sentences)
      same(.entities, entities.json(document, sentences))
      current = .quotes
      if let bytes = found[.quotes] {
        same(
          .quotes,
          try QuotesArtifact(json: bytes, of: document, sentences, entities).json(document, sentences, entities))
      }
      current = .summaries
      if let bytes = found[.summaries] {
        same(.summaries, try SummaryArtifact(json: bytes, of: document, sentences).json(document, sentences))
      }
    } catch {
      problems.append("\(current.folder)/\(row.id).json: \(error.message) at byte \(error.offset)")
    }
    return problems
  }

  private static func strays(_ output: String, _ stage: String, _ wanted: Set<ByteName>, _ problems: inout [String]) {
    var folders = [stage]
    while let folder = folders.popLast() {
      for (name, kind) in Files.entries("\(output)/\(folder)") {
        let path = "\(folder)/\(name)"
        if kind == .folder {
          folders.append(path)
        } else if !wanted.contains(ByteName(path)) {
          problems.append("\(path): index.json does not ask for it")
        }
      }
    }
  }

  /// The files over all documents: those that the last run wrote, readable, and of documents that are there.
  private static func corpus(_ store: ArtifactStore) -> [String] {
    let known = State(output: store.output, unsynced: store.unsynced).corpus
    for (file, row) in zip(CorpusFile.allCases, known) {
      guard let bytes = try? Files.read(store.path(file)).bytes else { continue }
      let hashes = file.rows(of: bytes)?.map { range in
        bytes.withUnsafeBytes { Digest.ofRow(UnsafeRawBufferPointer(rebasing: $0[range])) }
      }
      // Up to version 3 of what is kept beside them, it was the digest of all bytes.
      guard hashes.map(Digest.init(ofRows:)) == row.body || Digest(of: bytes) == row.body else {
        return ["corpus/\(file.rawValue).json: not the bytes that the last run wrote"]
      }
    }
    do {
      _ = try Edition(read: RunFolder(store.output).read)
      return []
    } catch let error as JSONError {
      return ["corpus: \(error.message) at byte \(error.offset)"]
    } catch {
      return ["corpus: \(error)"]
    }
  }
}
