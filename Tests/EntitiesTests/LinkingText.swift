import Documents
import Sentences
import TestSupport

@testable import Entities

/// A text with its mentions marked: `[[PERSON Ada Okafor]] met [[ORG the Harbour Board]]`.
struct LinkingText {
  let artifact: EntitiesArtifact
  let text: String

  private static let splitter = try! SentenceSplitter(options: SentencesOptions(), pack: .english)
  private static let linker = try! EntityLinker(pack: .english)

  /// `consistent`: lets types agree over the text before names are linked.
  init(_ marked: String, consistent: Bool = false) throws {
    var plain: [UInt8] = []
    var found: [(span: Span, type: EntityType)] = []
    var rest = marked[...]
    while let open = rest.range(of: "[[") {
      plain += Array(rest[..<open.lowerBound].utf8)
      let close = rest.range(of: "]]")!
      let inside = rest[open.upperBound..<close.lowerBound]
      let space = inside.firstIndex(of: " ")!
      let name = Array(inside[inside.index(after: space)...].utf8)
      found.append((Span(plain.count, plain.count + name.count), EntityType(rawValue: String(inside[..<space]))!))
      plain += name
      rest = rest[close.upperBound...]
    }
    plain += Array(rest.utf8)
    text = String(decoding: plain, as: UTF8.self)
    let document = Chain.document(text)
    let sentences = try Self.splitter.run(document)
    var mentions = found.enumerated().map { i, row in
      Mention(
        id: "m\(i)", span: row.span, type: row.type, sentence: sentences.sentence(at: row.span.start) ?? 0, rule: "test"
      )
    }
    artifact = document.text.bytes.withUnsafeBufferPointer { bytes in
      let read = Self.linker.read(bytes, document, sentences)
      if consistent { mentions = Self.linker.consistent(read, mentions: mentions) }
      return Self.linker.run(read, document, mentions: mentions)
    }
  }

  /// Each entity as its names in order of mention, joined by " = ".
  var groups: [String] {
    artifact.entities.map { entity in
      entity.mentions.map { string(artifact.mentions[$0].span) }.joined(separator: " = ")
    }
  }

  /// Each reference as "he → Ada Okafor".
  var references: [String] {
    artifact.references.map { "\(string($0.span)) → \(artifact.entities[$0.entity].name)" }
  }

  func string(_ span: Span) -> String { String(decoding: Array(text.utf8)[span.range], as: UTF8.self) }

  func entity(_ name: String) -> Entity? { artifact.entities.first { $0.name == name } }
}

extension Substring {
  fileprivate func range(of needle: String) -> Range<Index>? {
    var i = startIndex
    while i < endIndex {
      if self[i...].hasPrefix(needle) { return i..<index(i, offsetBy: needle.count) }
      i = index(after: i)
    }
    return nil
  }
}
