public import Documents

public struct EntitiesOptions: Sendable, Hashable {
  /// The types to keep; all where empty.
  public var types: Set<EntityType> = []

  public init() {}
}

/// Stage 3: names, dates and amounts; the entities they are grouped into; pronouns and descriptions that refer to them.
public struct EntityRecognizer: Sendable {
  /// Raised when behaviour changes for the same input.
  public static let version = 3
  /// The folders of language data this stage reads.
  public static let resources = ["common/", "entities/"]

  private let options: EntitiesOptions
  let names: NameRecognizer
  private let amounts: AmountRecognizer
  private let linker: EntityLinker

  public init(options: EntitiesOptions, pack: LanguagePack) throws(Diagnostics) {
    self.options = options
    names = try NameRecognizer(pack: pack)
    amounts = try AmountRecognizer(pack: pack)
    linker = try EntityLinker(pack: pack)
  }

  /// What is made of the pack's data ahead of time.
  public static func compiled(_ pack: LanguagePack) throws(Diagnostics) -> [CompiledWriter] {
    [try Lexicon.compiled(pack), try AmountLexicon.compiled(pack), try LinkingLexicon.compiled(pack)]
  }

  /// Compiles the pack's data and runs the examples of its rules; what is wrong with them.
  public static func check(_ pack: LanguagePack) -> [Diagnostic] {
    do {
      return try NameRecognizer(pack: pack).checkExamples() + EntityLinker.check(pack)
    } catch {
      return error.list
    }
  }

  public func run(
    _ document: NormalizedDocument, _ sentences: SentencesArtifact
  ) throws(StageFailure) -> EntitiesArtifact {
    document.text.bytes.withUnsafeBufferPointer { bytes in
      let text = linker.read(bytes, document, sentences)
      var mentions = names.run(document, sentences)
      if names.phases.consistency > 0 { mentions = linker.consistent(text, mentions: consume mentions) }
      mentions = AmountRecognizer.merge(names: mentions, amounts: amounts.run(document, sentences))
      if !options.types.isEmpty { mentions.removeAll { !options.types.contains($0.type) } }
      var ids = StableIDs(prefix: "m")
      for i in mentions.indices {
        var key = ContentKey()
        key.add(mentions[i].type.rawValue)
        document.text.withBytes(mentions[i].span) { key.add($0) }
        mentions[i].id = ids.next(key.value)
      }
      return linker.run(text, document, mentions: consume mentions)
    }
  }
}
