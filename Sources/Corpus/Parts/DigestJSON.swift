import Documents
import Summaries

/// What the stories need of a document, as JSON that travels between machines.
extension DocumentDigest {
  public func json() -> [UInt8] {
    var w = JSONWriter(reserving: 8192)
    w.object { w in
      w.key("counts")
      w.array(counts) { w, count in
        w.object { w in
          w.key("after")
          w.array(count.after) { $0.string($1) }
          w.key("before")
          w.array(count.before) { $0.string($1) }
          w.key("date")
          w.bool(count.isDate)
          w.key("measure")
          w.bool(count.isMeasure)
          w.key("sentence")
          w.string(count.sentence)
          w.key("text")
          w.string(count.text)
          w.key("value")
          w.string(count.value)
        }
      }
      w.key("id")
      w.string(id)
      w.key("language")
      w.string(language)
      w.key("names")
      w.array(names) { w, name in
        w.object { w in
          w.key("id")
          w.string(name.id)
          w.key("mentions")
          w.int(name.mentions)
          w.key("name")
          w.string(name.name)
          w.key("type")
          w.string(name.type.rawValue)
        }
      }
      w.key("outlet")
      w.optional(outlet)
      w.key("published")
      w.optional(published)
      w.key("sentences")
      w.array(sentences) { w, sentence in sentence.write(&w) }
      w.key("title")
      w.optional(title)
    }
    return w.bytes
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var (id, language) = ("", "")
    var title: String?
    var outlet: String?
    var published: String?
    var names: [Name] = []
    var counts: [Count] = []
    var sentences: [StorySentence] = []
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "id": id = try reader.string()
      case "language": language = try reader.string()
      case "title": title = try reader.optionalString()
      case "outlet": outlet = try reader.optionalString()
      case "published": published = try reader.optionalString()
      case "names": try reader.array { reader throws(JSONError) in names.append(try LinkName(&reader).name) }
      case "counts": try reader.array { reader throws(JSONError) in counts.append(try Count(&reader)) }
      case "sentences": try reader.array { reader throws(JSONError) in sentences.append(try StorySentence(&reader)) }
      default: try reader.skip()
      }
    }
    guard !id.isEmpty else { throw reader.missing("id") }
    self.init(
      id: id, language: language, title: title, outlet: outlet, published: published, names: names, counts: counts,
      sentences: sentences)
  }

  /// A digest from its parts, of which those that a step over documents does not need may be missing.
  init(
    id: String, language: String, title: String? = nil, outlet: String? = nil, published: String? = nil,
    names: [Name] = [], utterances: [Utterance] = [], counts: [Count] = [], sentences: [StorySentence] = []
  ) {
    self.id = id
    self.language = language
    self.title = title
    self.outlet = outlet
    self.published = published
    self.names = names
    self.utterances = utterances
    self.counts = counts
    self.sentences = sentences
  }
}

extension DocumentDigest.Count {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var (value, text, sentence) = ("", "", "")
    var (before, after): ([String], [String]) = ([], [])
    var (isDate, isMeasure) = (false, false)
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "value": value = try reader.string()
      case "text": text = try reader.string()
      case "sentence": sentence = try reader.string()
      case "before": try reader.array { reader throws(JSONError) in before.append(try reader.string()) }
      case "after": try reader.array { reader throws(JSONError) in after.append(try reader.string()) }
      case "date": isDate = try reader.bool()
      case "measure": isMeasure = try reader.bool()
      default: try reader.skip()
      }
    }
    self.init(
      value: value, text: text, before: before, after: after, isDate: isDate, isMeasure: isMeasure, sentence: sentence)
  }
}

/// A name of a document on its way to where names are linked: with its document, and for a person with the company it
/// keeps there.
struct LinkName {
  var document = ""
  /// Its place among the document's names.
  var place = 0
  var name: DocumentDigest.Name
  var company: [String] = []

  init(_ document: String, _ place: Int, _ name: DocumentDigest.Name, company: Set<String>) {
    self.document = document
    self.place = place
    self.name = name
    if name.type == .person { self.company = company.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
  }

  func write(_ w: inout JSONWriter) {
    w.object { w in
      w.key("aliases")
      w.array(name.aliases) { $0.string($1) }
      w.key("company")
      w.array(company) { $0.string($1) }
      w.key("document")
      w.string(document)
      w.key("gender")
      w.optional(name.gender?.rawValue)
      w.key("id")
      w.string(name.id)
      w.key("mentions")
      w.int(name.mentions)
      w.key("name")
      w.string(name.name)
      w.key("place")
      w.int(place)
      w.key("roles")
      w.array(name.roles) { $0.string($1) }
      w.key("type")
      w.string(name.type.rawValue)
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var (id, text) = ("", "")
    var type: EntityType?
    var (aliases, roles): ([String], [String]) = ([], [])
    var gender: Gender?
    var mentions = 0
    var (document, place, company) = ("", 0, [String]())
    try reader.object { key, reader throws(JSONError) in
      switch key {
      case "document": document = try reader.string()
      case "place": place = try reader.int()
      case "id": id = try reader.string()
      case "name": text = try reader.string()
      case "type": type = EntityType(rawValue: try reader.string())
      case "aliases": try reader.array { reader throws(JSONError) in aliases.append(try reader.string()) }
      case "roles": try reader.array { reader throws(JSONError) in roles.append(try reader.string()) }
      case "company": try reader.array { reader throws(JSONError) in company.append(try reader.string()) }
      case "gender": gender = try reader.optionalString().flatMap(Gender.init)
      case "mentions": mentions = try reader.int()
      default: try reader.skip()
      }
    }
    guard let type else { throw reader.missing("type") }
    (self.document, self.place, self.company) = (document, place, company)
    name = DocumentDigest.Name(
      id: id, type: type, name: text, aliases: aliases, roles: roles, gender: gender, mentions: mentions)
  }
}
