import Documents

/// Stories whose documents are what they were, and of whose names some are other entities now, because of what is told
/// elsewhere. What they tell stands, but for the entities and how these are spelled.
extension Remaking {
  /// The row of such a story, of which `standing` is the row as it was; nil where it is to be told anew.
  mutating func renamed(_ group: [Int], _ standing: [UInt8]) -> [UInt8]? {
    guard let row = StandingStory(standing) else { return nil }
    // Whose sentences come first hangs on the likeness of the documents, to which their names belong.
    let telling = group.filter { n in !row.silent.contains { $0.utf8.elementsEqual(members[n].id.utf8) } }
    if telling.count > 1 {
      var (before, now): ([Int: StoryGrouping.Profile], [Int: StoryGrouping.Profile]) = ([:], [:])
      for n in telling {
        now[n] = profile(n)
        before[n] = touched[n] ? profile(n, old.documents.entities[Int(oldOf[n])], old.entities) : now[n]
        if before[n] == nil || now[n] == nil { return nil }
      }
      guard Stories.mostTypical(telling, { before[$0]! }) == Stories.mostTypical(telling, { now[$0]! }) else {
        return nil
      }
    }
    var digests: [DocumentDigest] = []
    for n in group {
      guard let kept = keptDocument(n) else { return nil }
      digests.append(
        DocumentDigest(id: members[n].id, language: kept.language, published: kept.published, names: kept.names))
    }
    let (local, ofName) = localEntities(group)
    let stories = Stories(
      digests: digests, entities: local, entityOfName: ofName, languages: digests.map(corpus.language),
      options: corpus.options)
    let all = Array(group.indices)
    let mentioned = stories.mentioned(all)
    return row.bytes(mentioned, stories.spellings(all, mentioned), CorpusJSON(digests: digests, entities: local))
  }

  /// The entities of these documents, in order, with the documents as places among these; and for each name its entity
  /// among them, or -1.
  func localEntities(_ some: [Int]) -> (entities: [CorpusEntity], ofName: [[Int]]) {
    let known = Set(some.flatMap { documents.entities[$0] }.filter { $0 >= 0 }).sorted()
    var index: [Int32: Int] = [:]
    for (i, entity) in known.enumerated() { index[entity] = i }
    var local = known.map { entity in
      var one = CorpusEntity(type: .person)
      (one.id, one.name) = (entities[Int(entity)].id, entities[Int(entity)].name)
      return one
    }
    var ofName: [[Int]] = []
    for (d, n) in some.enumerated() {
      let row = documents.entities[n].map { $0 < 0 ? -1 : index[$0]! }
      for (i, entity) in row.enumerated() where entity >= 0 {
        local[entity].members.append(.init(document: d, name: i))
      }
      ofName.append(row)
    }
    return (local, ofName)
  }
}

/// A row of the stories in pieces that go over as they are.
private struct StandingStory {
  /// Documents that only print what another one tells.
  var silent: [String] = []
  private var copies: [UInt8] = []
  private var documents: [UInt8] = []
  private var id: [UInt8] = []
  private var published: [UInt8] = []
  private var summary: [UInt8] = []
  private var title: [UInt8] = []
  /// Differences that hang on no entity.
  private var differences: [[UInt8]] = []

  /// Nil where it is another row than is written here.
  init?(_ row: [UInt8]) {
    do throws(JSONError) {
      self = try JSONReader.read(row) { r throws(JSONError) in
        var story = StandingStory()
        try r.object { key, r throws(JSONError) in
          switch key {
          case "copies": story.copies = Array(try r.raw())
          case "differences":
            try r.array { r throws(JSONError) in
              let difference = Array(try r.raw())
              if try !Self.isOfSpelling(difference) { story.differences.append(difference) }
            }
          case "documents": story.documents = Array(try r.raw())
          case "entities": try r.skip()
          case "id": story.id = Array(try r.raw())
          case "published": story.published = Array(try r.raw())
          case "summary": story.summary = Array(try r.raw())
          case "title": story.title = Array(try r.raw())
          default: throw r.error("a key that is not known")
          }
        }
        return story
      }
      silent = try Self.silent(copies)
    } catch {
      return nil
    }
    guard ![copies, documents, id, published, summary, title].contains([]) else { return nil }
  }

  private init() {}

  private static func isOfSpelling(_ difference: [UInt8]) throws(JSONError) -> Bool {
    var isIt = false
    try JSONReader.read(difference) { r throws(JSONError) in
      try r.object { key, r throws(JSONError) in
        if key == "rule" { isIt = try r.string() == Differences.spelling } else { try r.skip() }
      }
    }
    return isIt
  }

  /// One of the copies speaks for all.
  private static func silent(_ copies: [UInt8]) throws(JSONError) -> [String] {
    var silent: [String] = []
    try JSONReader.read(copies) { r throws(JSONError) in
      try r.array { r throws(JSONError) in
        var ids: [String] = []
        try r.array { r throws(JSONError) in ids.append(try r.string()) }
        silent += ids.dropFirst()
      }
    }
    return silent
  }

  /// The row with these entities.
  func bytes(_ mentioned: [Int], _ spellings: [Differences.Difference], _ json: CorpusJSON) -> [UInt8] {
    var w = JSONWriter(reserving: 4096)
    w.object { w in
      w.key("copies")
      w.json(copies)
      w.key("differences")
      w.array(spellings.map { Piece.made($0) } + differences.map { Piece.standing($0) }) { w, piece in
        switch piece {
        case .made(let difference): json.difference(&w, difference)
        case .standing(let bytes): w.json(bytes)
        }
      }
      w.key("documents")
      w.json(documents)
      w.key("entities")
      w.array(mentioned) { $0.string(json.entities[$1].id) }
      w.key("id")
      w.json(id)
      w.key("published")
      w.json(published)
      w.key("summary")
      w.json(summary)
      w.key("title")
      w.json(title)
    }
    return w.bytes
  }

  private enum Piece {
    case made(Differences.Difference)
    case standing([UInt8])
  }
}
