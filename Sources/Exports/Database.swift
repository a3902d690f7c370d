import CSQLite
import Documents
import Edition
import Glibc

extension Export {
  /// One SQLite database: a table for each kind of row, and full-text search (FTS5) over articles and quotes.
  func database(_ path: String) throws {
    let temporary = path + ".part-\(getpid())"
    unlink(temporary)
    var finished = false
    defer { if !finished { unlink(temporary) } }
    do {
      let database = try Database(temporary)
      try fill(database)
    }
    guard rename(temporary, path) == 0 else { throw ExportFailure(path, errno) }
    finished = true
  }

  private func fill(_ database: Database) throws {
    try database.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = NORMAL; BEGIN;")
    try database.run(Database.tables)
    let document = try database.insert("documents", 11), sentence = try database.insert("sentences", 6)
    let mention = try database.insert("mentions", 10), quote = try database.insert("quotes", 14)
    let articleText = try database.prepare("INSERT INTO documents_text(rowid, title, text) VALUES (?, ?, ?)")
    let quoteText = try database.prepare("INSERT INTO quotes_text(rowid, speaker, text) VALUES (?, ?, ?)")
    var entityOf: [RowKey: String] = [:], storyOf: [RowKey: String] = [:]
    var recordOf: [RowKey: (id: String, relation: String)] = [:]
    for entity in edition.entities {
      for member in entity.members { entityOf[RowKey(member.document, member.entity)] = entity.id }
    }
    for record in edition.quotes {
      for variant in record.variants {
        recordOf[RowKey(variant.document, variant.quote)] = (record.id, variant.relation)
      }
    }
    for story in edition.stories { for id in story.documents { storyOf[RowKey(id)] = story.id } }
    try shared(database)
    var row = 0
    var quoteRow = 0
    try eachArticle { id, article in
      row += 1
      let source = article.document
      let text = source.text
      let whole = text.string(Span(0, text.count))
      try document([
        .int(row), .text(id), .text(source.source.path), .of(source.title), .of(source.byline), .of(source.outlet),
        .of(source.published), .of(source.url), .of(storyOf[RowKey(id)]),
        .text(article.summary.text(source, article.sentences)), .text(whole),
      ])
      try articleText([.int(row), .of(source.title), .text(whole)])
      for s in article.sentences.sentences {
        try sentence([
          .text(id), .text(s.id), .int(text.codePoint(atByte: s.span.start)), .int(text.codePoint(atByte: s.span.end)),
          .text(source.blocks[s.block].kind.rawValue), .text(text.string(s.span)),
        ])
      }
      for m in article.entities.mentions {
        let local = m.entity.map { article.entities.entities[$0] }
        try mention([
          .text(id), .text(m.id), .int(text.codePoint(atByte: m.span.start)), .int(text.codePoint(atByte: m.span.end)),
          .text(m.type.rawValue), .text(text.string(m.span)), .of(local.flatMap { entityOf[RowKey(id, $0.id)] }),
          .of(m.value), .of(m.unit), .text(m.rule),
        ])
      }
      for q in article.quotes.quotes {
        quoteRow += 1
        let speaker = q.speaker.flatMap { $0.entity }.map { article.entities.entities[$0] }
        try quote([
          .int(quoteRow), .text(id), .text(q.id), .int(text.codePoint(atByte: q.span.start)),
          .int(text.codePoint(atByte: q.span.end)), .text(q.kind.rawValue), .text(text.string(q.span)),
          .of(q.speaker?.name),
          .of(q.speaker.map { text.string($0.span) }), .of(q.speaker?.speakerClass.rawValue),
          .of(speaker.flatMap { entityOf[RowKey(id, $0.id)] }), .of(recordOf[RowKey(id, q.id)]?.id),
          .of(recordOf[RowKey(id, q.id)]?.relation), .text(q.rule),
        ])
        try quoteText([.int(quoteRow), .of(q.speaker?.name), .text(text.string(q.span))])
      }
    }
    try database.run("COMMIT; ANALYZE;")
  }

  private func shared(_ database: Database) throws {
    let entity = try database.insert("entities", 7), story = try database.insert("stories", 5)
    let utterance = try database.insert("utterances", 6)
    for e in edition.entities {
      try entity([
        .text(e.id), .text(e.type.rawValue), .text(e.name), .text(e.aliases.joined(separator: "; ")),
        .text(e.roles.joined(separator: "; ")), .int(e.documents.count), .int(e.mentions),
      ])
    }
    for s in edition.stories {
      try story([
        .text(s.id), .of(s.title), .int(s.documents.count), .of(s.published.compactMap(\.self).min()),
        .text(s.summary.map(\.text).joined(separator: " ")),
      ])
    }
    for quote in edition.quotes {
      try utterance([
        .text(quote.id), .of(quote.speakerName), .of(quote.speakerEntity), .text(quote.text), .of(quote.story),
        .text(quote.first),
      ])
    }
  }
}

/// A SQLite database being written.
final class Database {
  enum Value {
    case text(String)
    case int(Int)
    case null

    static func of(_ text: String?) -> Value { text.map(Value.text) ?? .null }
  }

  static let tables = """
    CREATE TABLE stories (id TEXT PRIMARY KEY, title TEXT, documents INTEGER, published TEXT, summary TEXT);
    CREATE TABLE entities (id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT, roles TEXT,
      documents INTEGER, mentions INTEGER);
    CREATE TABLE documents (row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, source TEXT NOT NULL, title TEXT,
      byline TEXT, outlet TEXT, published TEXT, url TEXT, story TEXT REFERENCES stories(id), summary TEXT, text TEXT NOT NULL);
    CREATE TABLE utterances (id TEXT PRIMARY KEY, speaker TEXT, entity TEXT REFERENCES entities(id), text TEXT NOT NULL,
      story TEXT REFERENCES stories(id), first TEXT REFERENCES documents(id));
    CREATE TABLE sentences (document TEXT NOT NULL REFERENCES documents(id), id TEXT NOT NULL, "start" INTEGER,
      "end" INTEGER, block TEXT, text TEXT NOT NULL, PRIMARY KEY (document, id));
    CREATE TABLE mentions (document TEXT NOT NULL REFERENCES documents(id), id TEXT NOT NULL, "start" INTEGER,
      "end" INTEGER, type TEXT NOT NULL, text TEXT NOT NULL, entity TEXT REFERENCES entities(id), value TEXT, unit TEXT,
      rule TEXT, PRIMARY KEY (document, id));
    CREATE TABLE quotes (row INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id), id TEXT NOT NULL,
      "start" INTEGER, "end" INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL, speaker TEXT, printed TEXT, class TEXT,
      entity TEXT REFERENCES entities(id), utterance TEXT REFERENCES utterances(id), relation TEXT, rule TEXT,
      UNIQUE (document, id));
    CREATE INDEX mentions_entity ON mentions(entity);
    CREATE INDEX quotes_entity ON quotes(entity);
    CREATE INDEX quotes_utterance ON quotes(utterance);
    CREATE VIRTUAL TABLE documents_text USING fts5(title, text, content='documents', content_rowid='row',
      tokenize='unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE quotes_text USING fts5(speaker, text, content='quotes', content_rowid='row',
      tokenize='unicode61 remove_diacritics 2');
    """

  private var handle: OpaquePointer?
  private var statements: [OpaquePointer] = []

  init(_ path: String) throws {
    guard sqlite3_open(path, &handle) == SQLITE_OK else { throw failure() }
  }

  deinit {
    for statement in statements { sqlite3_finalize(statement) }
    sqlite3_close(handle)
  }

  private func failure() -> ExportFailure { ExportFailure("SQLite: \(String(cString: sqlite3_errmsg(handle)))") }

  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  func insert(_ table: String, _ columns: Int) throws -> ([Value]) throws -> Void {
    let places = Array(repeating: "?", count: columns).joined(separator: ", ")
    return try prepare("INSERT INTO \(table) VALUES (\(places))")
  }

  /// A statement to be run with values for its places.
  func prepare(_ sql: String) throws -> ([Value]) throws -> Void {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &prepared, nil) == SQLITE_OK, let statement = prepared else {
      throw failure()
    }
    statements.append(statement)
    return { [unowned self] values in
      for (i, value) in values.enumerated() {
        let place = Int32(i + 1)
        switch value {
        case .text(let text):
          // SQLite copies the bytes (SQLITE_TRANSIENT), so they need live no longer than the call.
          let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
          sqlite3_bind_text(statement, place, text, Int32(text.utf8.count), copied)
        case .int(let number): sqlite3_bind_int64(statement, place, Int64(number))
        case .null: sqlite3_bind_null(statement, place)
        }
      }
      guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
      sqlite3_reset(statement)
    }
  }
}
