import Documents

/// index.json: every document, how it ended, and the hashes of its artifacts.
enum Index {
  static let schema = "nightdesk/index@1"

  /// The rows by id in byte order, each id once; `sources` in byte order of their paths.
  static func documents(_ sources: [SourceRow]) -> [(row: DocumentRow, source: String)] {
    var rows = sources.flatMap { source in source.documents.map { (row: $0, source: source.path) } }
    // A row without artifacts gives way where its id is another's.
    var taken = Set(rows.filter { $0.row.status != .failed }.map { ByteName($0.row.id) })
    for i in rows.indices where rows[i].row.status == .failed {
      while !taken.insert(ByteName(rows[i].row.id)).inserted { rows[i].row.id += "%" }
    }
    rows.sort { ByteName.compare($0.row.id, $1.row.id) < 0 }
    return rows
  }

  /// `warnings`: what in the configuration had no effect; the key is left out where there are none.
  static func json(_ documents: [(row: DocumentRow, source: String)], _ warnings: [Diagnostic] = []) -> [UInt8] {
    var w = JSONWriter(reserving: documents.count * 700 + 256)
    w.object { w in
      w.key("documents")
      w.rows(documents) { w, item in
        let row = item.row
        w.object { w in
          w.key("artifacts")
          w.object { w in
            for stage in [Stage.entities, .normalized, .quotes, .sentences, .summaries] {
              guard let artifact = row[stage] else { continue }
              w.key(stage.folder)
              w.string(artifact.body.hex)
            }
          }
          w.key("error")
          if row.code.isEmpty {
            w.null()
          } else {
            w.object { w in
              w.key("code")
              w.string(row.code)
              w.key("message")
              w.string(row.message)
            }
          }
          w.key("id")
          w.string(row.id)
          w.key("source")
          w.string(item.source)
          w.key("status")
          w.string(row.status.name)
        }
      }
      w.key("schema")
      w.string(schema)
      guard !warnings.isEmpty else { return }
      w.key("warnings")
      w.rows(warnings) { w, warning in
        w.object { w in
          w.key("code")
          w.string(warning.code)
          w.key("file")
          w.string(warning.file ?? "")
          w.key("line")
          w.int(warning.line)
          w.key("message")
          w.string(warning.message)
        }
      }
    }
    return w.finish()
  }
}
