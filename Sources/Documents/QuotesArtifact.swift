/// How much of a quote's content stands in quotation marks: all, a stretch of a reported clause, none.
public enum QuoteKind: String, Sendable, CaseIterable { case direct, mixed, indirect }

/// What kind of source speaks.
public enum SpeakerClass: String, Sendable, CaseIterable { case person, organization, group, anonymous, document }

/// Who speaks: the mention as printed, and the name it resolves to.
public struct Speaker: Sendable, Hashable {
  public var span: Span
  /// Index in `EntitiesArtifact.entities`.
  public var entity: Int?
  public var name: String
  public var speakerClass: SpeakerClass

  public init(span: Span, entity: Int?, name: String, speakerClass: SpeakerClass) {
    self.span = span
    self.entity = entity
    self.name = name
    self.speakerClass = speakerClass
  }
}

/// The word or phrase that says that somebody speaks.
public struct Cue: Sendable, Hashable {
  public var span: Span
  public var lemma: String

  public init(span: Span, lemma: String) {
    self.span = span
    self.lemma = lemma
  }
}

/// Who is spoken to ("told reporters").
public struct Addressee: Sendable, Hashable {
  public var span: Span
  /// Index in `EntitiesArtifact.entities`.
  public var entity: Int?
  public var name: String

  public init(span: Span, entity: Int?, name: String) {
    self.span = span
    self.entity = entity
    self.name = name
  }
}

/// One quote; `span` is the content without its outer quotation marks.
public struct Quote: Sendable, Hashable {
  public var id: String
  /// The same for the pieces of one utterance.
  public var group: String
  public var span: Span
  public var kind: QuoteKind
  public var speaker: Speaker?
  public var cue: Cue?
  /// Of a mixed quote: the whole reported content it stands in, marks and all.
  public var clause: Span?
  public var addressee: Addressee?
  /// Indices in `SentencesArtifact.sentences`, in order; at least one.
  public var sentences: [Int]
  public var rule: String
  /// 0 … 1: the precision measured for the rule.
  public var confidence: Double

  public init(
    id: String, group: String, span: Span, kind: QuoteKind, speaker: Speaker? = nil, cue: Cue? = nil,
    clause: Span? = nil, addressee: Addressee? = nil, sentences: [Int], rule: String, confidence: Double
  ) {
    self.id = id
    self.group = group
    self.span = span
    self.kind = kind
    self.speaker = speaker
    self.cue = cue
    self.clause = clause
    self.addressee = addressee
    self.sentences = sentences
    self.rule = rule
    self.confidence = confidence
  }
}

/// Stage 4: quotes in order of place.
public struct QuotesArtifact: Sendable {
  public static let schema = "nightdesk/quotes@1"

  public var quotes: [Quote]
  /// What an editor corrected in it.
  public var corrections: [CorrectionRecord] = []

  public init(quotes: [Quote]) { self.quotes = quotes }

  // MARK: JSON

  public func json(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) -> [UInt8] {
    let text = document.text
    func place(_ w: inout JSONWriter, _ span: Span) {
      w.key("start")
      w.int(text.codePoint(atByte: span.start))
      w.key("text")
      text.withBytes(span) { w.string(utf8: $0) }
    }
    func entity(_ w: inout JSONWriter, _ index: Int?) {
      w.key("entity")
      w.optional(index.map { entities.entities[$0].id })
    }
    func end(_ w: inout JSONWriter, _ span: Span) {
      w.key("end")
      w.int(text.codePoint(atByte: span.end))
    }
    var w = JSONWriter(reserving: quotes.count * 600 + 256)
    w.object { w in
      w.corrections(corrections)
      w.key("id")
      w.string(document.id)
      w.key("quotes")
      w.rows(quotes.indices) { w, i in
        w.object { w in
          w.key("addressee")
          if let addressee = quotes[i].addressee {
            w.object { w in
              end(&w, addressee.span)
              entity(&w, addressee.entity)
              w.key("name")
              w.string(addressee.name)
              place(&w, addressee.span)
            }
          } else {
            w.null()
          }
          w.key("clause")
          if let clause = quotes[i].clause {
            w.object { w in
              end(&w, clause)
              place(&w, clause)
            }
          } else {
            w.null()
          }
          w.key("confidence")
          w.number(quotes[i].confidence)
          w.key("cue")
          if let cue = quotes[i].cue {
            w.object { w in
              end(&w, cue.span)
              w.key("lemma")
              w.string(cue.lemma)
              place(&w, cue.span)
            }
          } else {
            w.null()
          }
          end(&w, quotes[i].span)
          w.key("group")
          w.string(quotes[i].group)
          w.key("id")
          w.string(quotes[i].id)
          w.key("kind")
          w.string(quotes[i].kind.rawValue)
          w.key("rule")
          w.string(quotes[i].rule)
          w.key("sentences")
          w.array(quotes[i].sentences) { $0.string(sentences.sentences[$1].id) }
          w.key("speaker")
          if let speaker = quotes[i].speaker {
            w.object { w in
              w.key("class")
              w.string(speaker.speakerClass.rawValue)
              end(&w, speaker.span)
              entity(&w, speaker.entity)
              w.key("name")
              w.string(speaker.name)
              place(&w, speaker.span)
            }
          } else {
            w.null()
          }
          place(&w, quotes[i].span)
        }
      }
      w.key("schema")
      w.string(Self.schema)
    }
    return w.finish()
  }

  public init(
    json bytes: [UInt8], of document: NormalizedDocument, _ sentences: SentencesArtifact, _ entities: EntitiesArtifact
  ) throws(JSONError) {
    let context = Context(
      text: document.text,
      sentences: Dictionary(sentences.sentences.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a }),
      entities: Dictionary(entities.entities.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a }))
    self = try JSONReader.read(bytes) { r throws(JSONError) in
      var result = QuotesArtifact(quotes: [])
      var schema = false
      try r.object { key, r throws(JSONError) in
        switch key {
        case "schema": schema = try r.schema(Self.schema)
        case "id": try r.id(document.id)
        case "corrections": result.corrections = try r.corrections()
        case "quotes": try r.array { r throws(JSONError) in result.quotes.append(try context.quote(&r)) }
        default: try r.skip()
        }
      }
      guard schema else { throw r.missing("schema") }
      return result
    }
  }

  private struct Context {
    var text: SourceText
    var sentences: [String: Int]
    var entities: [String: Int]

    /// A part of a quote that stands at a place: speaker, cue, clause, addressee.
    struct Part {
      var span: Span
      var entity: Int?
      var name: String?
      var lemma: String?
      var speakerClass: SpeakerClass?
    }

    func part(_ r: inout JSONReader) throws(JSONError) -> Part? {
      if try r.null() { return nil }
      var start: Int?, end: Int?, entity: String?, name: String?, lemma: String?, speakerClass: SpeakerClass?
      try r.object { key, r throws(JSONError) in
        switch key {
        case "start": start = try r.int()
        case "end": end = try r.int()
        case "entity": entity = try r.optionalString()
        case "name": name = try r.optionalString()
        case "lemma": lemma = try r.string()
        case "class": speakerClass = SpeakerClass(rawValue: try r.string())
        default: try r.skip()
        }
      }
      guard let start, let end else { throw r.missing("start or end") }
      var index: Int?
      if let entity {
        guard let known = entities[entity] else { throw r.error("no entity \(entity)") }
        index = known
      }
      let span = try r.span(start, end, in: text)
      return Part(span: span, entity: index, name: name, lemma: lemma, speakerClass: speakerClass)
    }

    func quote(_ r: inout JSONReader) throws(JSONError) -> Quote {
      var id: String?, group: String?, start: Int?, end: Int?, kind: QuoteKind?, rule: String?, confidence: Double?
      var speaker: Part?, cue: Part?, clause: Part?, addressee: Part?
      var rows: [Int] = []
      try r.object { key, r throws(JSONError) in
        switch key {
        case "id": id = try r.string()
        case "group": group = try r.string()
        case "start": start = try r.int()
        case "end": end = try r.int()
        case "kind": kind = QuoteKind(rawValue: try r.string())
        case "rule": rule = try r.string()
        case "confidence": confidence = try r.number()
        case "speaker": speaker = try part(&r)
        case "cue": cue = try part(&r)
        case "clause": clause = try part(&r)
        case "addressee": addressee = try part(&r)
        case "sentences":
          try r.array { r throws(JSONError) in
            let id = try r.string()
            guard let row = sentences[id] else { throw r.error("no sentence \(id)") }
            rows.append(row)
          }
        default: try r.skip()
        }
      }
      guard let id, let group, let start, let end, let kind, let rule, let confidence else {
        throw r.error("a quote needs id, group, start, end, kind, rule and confidence")
      }
      guard !rows.isEmpty else { throw r.error("a quote needs its sentences") }
      var quote = Quote(
        id: id, group: group, span: try r.span(start, end, in: text), kind: kind, sentences: rows, rule: rule,
        confidence: confidence)
      if let speaker {
        guard let name = speaker.name, let speakerClass = speaker.speakerClass else {
          throw r.error("a speaker needs name and class")
        }
        quote.speaker = Speaker(span: speaker.span, entity: speaker.entity, name: name, speakerClass: speakerClass)
      }
      if let cue { quote.cue = Cue(span: cue.span, lemma: cue.lemma ?? "") }
      quote.clause = clause?.span
      if let addressee {
        quote.addressee = Addressee(span: addressee.span, entity: addressee.entity, name: addressee.name ?? "")
      }
      return quote
    }
  }
}
