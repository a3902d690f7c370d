import Documents
import Edition

/// What the report keeps for the next one: of each article what other pages say of it, and what its page was made from.
///
/// So an article whose page would come out the same is not read again, and what came with the last run is known as new.
struct Memory: Sendable {
  var rows: [Row] = []
  /// A hash of all that each page of several articles shows, by path.
  var pages: [String: String] = [:]
  /// A hash of all that can be searched.
  var search = ""

  struct Row: Sendable {
    var id: String
    /// A hash of all that the article's page shows.
    var key: String
    var card: Site.Card
  }

  private static let schema = "nightdesk/report-memory@3"

  func json() -> [UInt8] {
    var w = JSONWriter(reserving: rows.count * 512 + 256)
    w.object { w in
      w.key("pages")
      w.array(pages.sorted { $0.key < $1.key }) { w, page in w.array([page.key, page.value]) { $0.string($1) } }
      w.key("rows")
      w.rows(rows) { w, row in
        w.object { w in
          w.key("days")
          w.array(row.card.days) { w, day in w.array([day.day, day.sentence, day.text]) { $0.string($1) } }
          w.key("id")
          w.string(row.id)
          w.key("key")
          w.string(row.key)
          w.key("name")
          w.string(row.card.name)
          w.key("new")
          w.bool(row.card.isNew)
          w.key("outlet")
          w.bool(row.card.hasOutlet)
          w.key("published")
          w.optional(row.card.published)
          w.key("summary")
          w.string(row.card.summary)
          w.key("title")
          w.string(row.card.title)
        }
      }
      w.key("schema")
      w.string(Self.schema)
      w.key("search")
      w.string(search)
    }
    return w.finish()
  }

  init() {}

  /// Nil if it is not what `json` writes: then nothing is known of earlier reports.
  init?(json bytes: [UInt8]) {
    do throws(JSONError) {
      self = try JSONReader.read(bytes) { r throws(JSONError) in
        var memory = Memory()
        var known = false
        try r.object { key, r throws(JSONError) in
          switch key {
          case "pages":
            try r.array { r throws(JSONError) in
              let parts = try r.strings()
              guard parts.count == 2 else { throw r.error("a page has two parts") }
              memory.pages[parts[0]] = parts[1]
            }
          case "rows": try r.array { r throws(JSONError) in memory.rows.append(try Self.row(&r)) }
          case "schema": known = try r.string() == Self.schema
          case "search": memory.search = try r.string()
          default: try r.skip()
          }
        }
        guard known else { throw r.missing("schema") }
        return memory
      }
    } catch {
      return nil
    }
  }

  private static func row(_ r: inout JSONReader) throws(JSONError) -> Row {
    var id = "", key = "", name = "", summary = "", title = ""
    var published: String?
    var new = false
    var outlet = false
    var days: [(day: String, sentence: String, text: String)] = []
    try r.object { field, r throws(JSONError) in
      switch field {
      case "days":
        try r.array { r throws(JSONError) in
          let parts = try r.strings()
          guard parts.count == 3 else { throw r.error("a day has three parts") }
          days.append((parts[0], parts[1], parts[2]))
        }
      case "id": id = try r.string()
      case "key": key = try r.string()
      case "name": name = try r.string()
      case "new": new = try r.bool()
      case "outlet": outlet = try r.bool()
      case "published": published = try r.optionalString()
      case "summary": summary = try r.string()
      case "title": title = try r.string()
      default: try r.skip()
      }
    }
    let card = Site.Card(
      title: title, name: name, hasOutlet: outlet, published: published, summary: summary, href: PagePath.article(id),
      isNew: new, days: days)
    return Row(id: id, key: key, card: card)
  }

  /// Which of `ids` are new: those that came with the last report that brought any. None in a first report, where all
  /// would be.
  func new(among ids: [String]) -> Set<RowKey> {
    guard !rows.isEmpty else { return [] }
    let old = Set(rows.map { RowKey($0.id) })
    let keys = ids.map { RowKey($0) }
    if keys.count == old.count, keys.allSatisfy(old.contains) {
      return Set(rows.filter(\.card.isNew).map { RowKey($0.id) })
    }
    return Set(keys).subtracting(old)
  }
}
