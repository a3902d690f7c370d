import CSQLite
import Documents
public import Edition

/// Looks up in a database that `export sqlite` wrote.
public final class DatabaseQuery: QuerySource {
  private var handle: OpaquePointer?

  /// Throws if the file is no such database.
  public init(_ path: String) throws {
    guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else { throw failure(path) }
    do {
      _ = try rows("SELECT id, first FROM utterances LIMIT 1")
    } catch {
      throw ExportFailure("\(path): not a database of nightdesk export sqlite (\(error.message))")
    }
  }

  deinit { sqlite3_close(handle) }

  public func utterances() throws -> [Utterance] {
    var result: [Utterance] = []
    var places: [String: Int] = [:]
    for row in try rows(
      """
      SELECT u.id, u.speaker, u.text, u.story, s.title, substr(d.published, 1, 10), e.name, e.aliases, e.roles
      FROM utterances u LEFT JOIN documents d ON d.id = u.first LEFT JOIN stories s ON s.id = u.story
        LEFT JOIN entities e ON e.id = u.entity ORDER BY u.rowid
      """)
    {
      var utterance = Utterance(id: row[0] ?? "", speaker: row[1], text: row[2] ?? "")
      utterance.story = row[3]
      utterance.storyTitle = row[4]
      utterance.day = row[5]
      utterance.speakerNames = [row[6], row[7], row[8]].compactMap(\.self)
      places[utterance.id] = result.count
      result.append(utterance)
    }
    for row in try rows(
      """
      SELECT q.utterance, q.document, coalesce(d.outlet, d.id), q.text, q.relation
      FROM quotes q JOIN documents d ON d.id = q.document WHERE q.utterance IS NOT NULL ORDER BY q.row
      """)
    {
      guard let place = row[0].flatMap({ places[$0] }) else { continue }
      result[place].variants.append(
        Utterance.Variant(document: row[1] ?? "", outlet: row[2] ?? "", text: row[3] ?? "", relation: row[4] ?? ""))
    }
    return result
  }

  public func sentences(holding words: [String]) throws -> [FoundSentence] {
    // Words are letters and digits only, so nothing in them is syntax of FTS5.
    let match = words.map { "\"\($0)\"*" }.joined(separator: " ")
    let documents = try rows(
      """
      SELECT d.id, coalesce(d.title, d.id), coalesce(d.outlet, d.id), substr(d.published, 1, 10), s.title
      FROM documents_text t JOIN documents d ON d.row = t.rowid LEFT JOIN stories s ON s.id = d.story
      WHERE documents_text MATCH ? ORDER BY d.row
      """, [match])
    return try documents.compactMap { row in
      let id = row[0] ?? ""
      let sentences = try rows(
        #"SELECT id, text FROM sentences WHERE document = ? ORDER BY "start""#, [id]
      ).map { (id: $0[0] ?? "", text: $0[1] ?? "") }
      guard let best = ArtifactQuery.best(sentences, words) else { return nil }
      return FoundSentence(
        document: id, title: row[1] ?? id, outlet: row[2] ?? id, day: row[3], story: row[4], sentence: best.id,
        text: best.text)
    }
  }

  private func rows(_ sql: String, _ values: [String] = []) throws(ExportFailure) -> [[String?]] {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &prepared, nil) == SQLITE_OK, let statement = prepared else {
      throw failure("SQLite")
    }
    defer { sqlite3_finalize(statement) }
    for (i, value) in values.enumerated() {
      // SQLite copies the bytes (SQLITE_TRANSIENT), so they need live no longer than the call.
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_text(statement, Int32(i + 1), value, Int32(value.utf8.count), copied)
    }
    var result: [[String?]] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        result.append(
          (0..<sqlite3_column_count(statement)).map { sqlite3_column_text(statement, $0).map { String(cString: $0) } })
      case SQLITE_DONE: return result
      default: throw failure("SQLite")
      }
    }
  }

  private func failure(_ what: String) -> ExportFailure {
    ExportFailure("\(what): \(String(cString: sqlite3_errmsg(handle)))")
  }
}
