import Documents
import Edition

/// Which articles came with the last run that brought any: what the report marks as new.
struct News {
  /// Every article of that run.
  var known: [String]
  /// Those of them that the run before did not have. None after the first run: all would be.
  var new: [String]

  /// What holds now that `ids` are the articles: the same as before if they are the same.
  init(ids: [String], before: News?) {
    guard let before else {
      known = ids
      new = []
      return
    }
    let old = Set(before.known.map { RowKey($0) })
    known = ids
    new =
      ids.map { RowKey($0) } == before.known.map { RowKey($0) } ? before.new : ids.filter { !old.contains(RowKey($0)) }
  }

  func json() -> [UInt8] {
    var w = JSONWriter()
    w.object { w in
      w.key("known")
      w.rows(known) { $0.string($1) }
      w.key("new")
      w.rows(new) { $0.string($1) }
    }
    return w.finish()
  }

  /// Nil if it is not what `json` writes: then nothing is known of earlier runs.
  init?(json bytes: [UInt8]) {
    var known: [String] = [], new: [String] = []
    do throws(JSONError) {
      try JSONReader.read(bytes) { r throws(JSONError) in
        try r.object { key, r throws(JSONError) in
          switch key {
          case "known": try r.array { r throws(JSONError) in known.append(try r.string()) }
          case "new": try r.array { r throws(JSONError) in new.append(try r.string()) }
          default: try r.skip()
          }
        }
      }
    } catch {
      return nil
    }
    self.known = known
    self.new = new
  }
}
