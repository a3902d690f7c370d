import Documents
import TestSupport
import Testing

@testable import Corpus

/// A document with names that the test gives, so that nothing here depends on recognition.
func digest(
  _ id: String, _ text: String = "The harbour of Port Amsel reopened on Monday.", day: String? = "2025-03-11",
  names: [(EntityType, String)] = [], roles: [String: [String]] = [:], quotes: [(text: String, speaker: String?)] = []
) throws -> DocumentDigest {
  var document = Chain.document(text + quotes.map { "\n\n" + $0.text }.joined(), id: id)
  document.published = day
  let chain = try Chain(document)
  var entities = EntitiesArtifact(mentions: [], entities: [], references: [])
  for (i, name) in names.enumerated() {
    entities.mentions.append(
      Mention(id: "m\(i)", span: Span(0, 3), type: name.0, sentence: 0, entity: i, rule: "test"))
    entities.entities.append(
      Entity(
        id: "e\(i)", type: name.0, name: name.1, roles: roles[name.1] ?? [], mentions: [i], rule: "test"))
  }
  var artifact = QuotesArtifact(quotes: [])
  for (i, quote) in quotes.enumerated() {
    let block = document.blocks[document.blocks.count - quotes.count + i]
    let entity = names.firstIndex { $0.1 == quote.speaker }
    artifact.quotes.append(
      Quote(
        id: "q\(i)", group: "q\(i)", span: block.span, kind: .direct,
        speaker: quote.speaker.map { Speaker(span: Span(0, 3), entity: entity, name: $0, speakerClass: .person) },
        sentences: [0], rule: "test", confidence: 1))
  }
  return DocumentDigest(document, chain.sentences, entities, artifact, chain.summary)
}

@Suite struct EntityLinkingTests {
  func linked(_ digests: [DocumentDigest], _ overrides: [EntityOverride] = []) throws -> [Set<String>] {
    var linking = EntityLinking(digests, try CorpusLanguage(pack: .english), overrides)
    return linking.run().entities.map { Set([$0.name] + $0.aliases) }
  }

  @Test(arguments: [
    ("Volodymyr Tarasky", "Volodymyr Tarasskyy", "other transliteration"),
    ("Andriy Koval", "Andrii Koval", "other transliteration"), ("John F. Amsel", "John Amsel", "middle initial"),
    ("J. Amsel", "John Amsel", "initial"), ("Ursula von der Aue", "Ursula von der Aue", "particles"),
    ("Mohammed bin Amr", "Muhammad bin Amr", "spelling of a given name"), ("Jean Dupré", "Jean Dupre", "accents"),
  ])
  func variantsOfOnePersonAreOne(a: String, b: String, why: String) throws {
    let entities = try linked([digest("a", names: [(.person, a)]), digest("b", names: [(.person, b)])])
    #expect(entities == [Set([a, b])], "\(why)")
  }

  @Test(arguments: [
    ("Andriy Koval", "Andriy Sych"), ("Jane Roe", "John Roe"), ("John Roe Jr.", "John Roe Sr."), ("Maria", "Maria Roe"),
  ])
  func otherPeopleStayApart(a: String, b: String) throws {
    #expect(try linked([digest("a", names: [(.person, a)]), digest("b", names: [(.person, b)])]).count == 2)
  }

  @Test func anInitialThatFitsTwoPeopleJoinsNeither() throws {
    let entities = try linked([
      digest("a", names: [(.person, "John Roe")]), digest("b", names: [(.person, "Jane Roe")]),
      digest("c", names: [(.person, "J. Roe")]),
    ])
    #expect(entities.count == 3)
  }

  @Test func aLastNameJoinsTheOnlyFullNameInItsCompany() throws {
    let full = try digest("a", names: [(.person, "Ada Okafor"), (.org, "Harbour Board")])
    let alone = try digest("b", names: [(.person, "Okafor"), (.org, "Harbour Board")])
    let elsewhere = try digest("c", names: [(.person, "Okafor"), (.org, "Chess Club")])
    #expect(try linked([full, alone]).contains(["Ada Okafor", "Okafor"]))
    #expect(try linked([full, elsewhere]).contains(["Okafor"]))
  }

  @Test func manyBearACommonNameSoRolesAndCompanyMustNotContradict() throws {
    let senator = try digest(
      "a", names: [(.person, "John Smith"), (.org, "Senate")], roles: ["John Smith": ["senator"]])
    let baker = try digest("b", names: [(.person, "John Smith"), (.gpe, "Leeds")], roles: ["John Smith": ["baker"]])
    #expect(try linked([senator, baker]).filter { $0.contains("John Smith") }.count == 2)
  }

  @Test func organizationsMeetWithoutTheirLegalForm() throws {
    let entities = try linked([
      digest("a", names: [(.org, "Amsel Freight Inc.")]), digest("b", names: [(.org, "Amsel Freight")]),
      digest("c", names: [(.org, "United Nations")]), digest("d", names: [(.org, "UN")]),
    ])
    #expect(entities.count == 2)
  }

  @Test func placesMeetUnderTheirOtherNames() throws {
    let entities = try linked([
      digest("a", names: [(.gpe, "US")]), digest("b", names: [(.gpe, "United States")]),
      digest("c", names: [(.gpe, "U.S.")]),
    ])
    #expect(entities.count == 1)
  }

  /// The English pack with a user's file of names over it.
  func pack(_ rows: String) -> LanguagePack {
    let file = LanguageFile(
      name: "corpus/names.tsv", origin: "mine/names.tsv", copying: Array("name\tsame\tnever\treference\n\(rows)\n".utf8)
    )
    return LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]])
  }

  @Test func theUsersWordWins() throws {
    let digests = try [
      digest("a", names: [(.person, "Jane Roe")]), digest("b", names: [(.person, "Jane Roe")]),
      digest("c", names: [(.person, "Jane Doe")]), digest("d", names: [(.person, "J. Roe")]),
    ]
    let same = try CorpusLanguage(pack: pack("Jane R. Doe\tJane Roe | Jane Doe\t\tQ1"))
    var linking = EntityLinking(digests, same, same.overrides)
    let entity = try #require(linking.run().entities.first { $0.name == "Jane R. Doe" })
    #expect(entity.members.count == 4)
    #expect(entity.reference == "Q1")
    #expect(entity.why.contains { $0.rule == "user:names.tsv:2" })

    let never = try CorpusLanguage(pack: pack("Jane Roe\t\tJ. Roe"))
    linking = EntityLinking(digests, never, never.overrides)
    #expect(linking.run().entities.count == 3)
  }

  @Test func namesThatContradictAreRefusedWithTheirLines() {
    let problems = Corpus.check(pack("Jane Roe\tJ. Roe\tJ. Roe\nJohn Roe\tJ. Roe"))
    #expect(problems.map(\.line) == [2, 3])
    #expect(Corpus.check(pack("Jane Roe\t\t\tQ1\nJohn Doe\t\t\tQ1")).map(\.line) == [3])
  }
}

@Suite struct QuoteRecordsTests {
  static let language = try! CorpusLanguage(pack: .english)

  func relation(_ a: String, _ b: String) -> QuoteRecord.Relation? {
    QuoteRecords.relation(QuoteRecords.text(a, Self.language), QuoteRecords.text(b, Self.language))
  }

  @Test func variantsOfOneUtteranceAreToldApart() {
    let full = "The pier will open in June, and nobody will pay for it twice. That is a promise."
    #expect(relation(full, full) == .same)
    #expect(relation("nobody will pay for it twice", full) == .shorter)
    #expect(relation("[The pier] will open in June, and nobody will pay for it twice", full) == .bracketed)
    #expect(relation("The pier is to open in June and nobody is going to pay for it twice", full) == .reworded)
  }

  @Test(arguments: ["coalition of the willing", "we will see", "It is what it is", "I think that the board was right"])
  func aPhraseThatEverybodyUsesIsNoVariant(phrase: String) {
    #expect(relation(phrase, "The pier will open in June, and nobody will pay for it twice.") == nil)
  }

  @Test(arguments: [("pact of the piers", 1), ("a pact of the willing piers that nobody else joins", 0)])
  func aPhraseWithoutASpeakerIsNoUtteranceThatTwoOutletsPrint(phrase: String, more: Int) throws {
    let digests = try [
      digest("a", quotes: [(phrase, nil)]), digest("b", quotes: [(phrase, nil)]),
    ]
    let language = try CorpusLanguage(pack: .english)
    let records = QuoteRecords.run(
      digests, entityOfName: digests.map { $0.names.map { _ in -1 } }, storyOf: [0, 0], window: nil,
      digests.map { _ in language })
    #expect(records.count == 1 + more)
  }
}

@Suite struct StoriesTests {
  func stories(_ digests: [DocumentDigest], _ options: CorpusOptions = CorpusOptions()) throws -> [[String]] {
    let language = try CorpusLanguage(pack: .english)
    var linking = EntityLinking(digests, language, [])
    let (entities, ofName) = linking.run()
    return Stories(
      digests: digests, entities: entities, entityOfName: ofName,
      languages: digests.map { _ in language }, options: options
    ).run().stories.map { $0.documents.map { digests[$0].id } }
  }

  let pier = """
    The pier of Port Amsel collapsed in Monday's storm. Harbour master Ada Okafor closed the port. Two cranes fell into the \
    basin. Divers searched the basin for a missing worker.
    """
  let pierToo = """
    A storm on Monday brought down the pier at Port Amsel, and the port was closed by harbour master Ada Okafor. Divers \
    were looking for a worker who is missing. Two of the cranes lay in the basin.
    """
  let chess = "Chess players from nine countries met in Zorin for the spring open. Lena Vogt won all her games."

  @Test func reportsOfOneEventAreOneStoryAndAnUnrelatedArticleStaysOut() throws {
    let names: [(EntityType, String)] = [(.gpe, "Port Amsel"), (.person, "Ada Okafor")]
    let found = try stories([
      digest("a", pier, names: names), digest("b", pierToo, names: names),
      digest("c", chess, names: [(.gpe, "Zorin"), (.person, "Lena Vogt")]),
    ])
    #expect(Set(found) == [["a", "b"], ["c"]])
  }

  @Test func aReportOutsideTheWindowIsAnotherStory() throws {
    let names: [(EntityType, String)] = [(.gpe, "Port Amsel"), (.person, "Ada Okafor")]
    let found = try stories([
      digest("a", pier, day: "2025-03-11", names: names), digest("b", pierToo, day: "2025-04-30", names: names),
    ])
    #expect(found.count == 2)
  }

  @Test func foldersAreStoriesWhereSomebodyCuratedThem() throws {
    var options = CorpusOptions()
    options.storiesBy = .folder
    #expect(
      Set(try stories([digest("x/a", pier), digest("x/b", chess), digest("y/c", pierToo)], options)) == [
        ["x/a", "x/b"], ["y/c"],
      ])
  }

  @Test func aStoryKeepsItsIdWhenADocumentIsAdded() throws {
    let names: [(EntityType, String)] = [(.gpe, "Port Amsel"), (.person, "Ada Okafor")]
    let first = try digest("b", pier, names: names)
    let later = try digest("a", pierToo, day: "2025-03-12", names: names)
    let other = try digest("c", chess, names: [(.gpe, "Zorin"), (.person, "Lena Vogt")])
    func ids(_ digests: [DocumentDigest]) throws -> [String: String] {
      let language = try CorpusLanguage(pack: .english)
      var linking = EntityLinking(digests, language, [])
      let (entities, ofName) = linking.run()
      let stories = Stories(
        digests: digests, entities: entities, entityOfName: ofName, languages: digests.map { _ in language },
        options: CorpusOptions()
      ).run().stories
      return Dictionary(
        uniqueKeysWithValues: stories.flatMap { s in s.documents.map { (digests[$0].id, s.id) } })
    }
    let (before, after) = (try ids([first, other]), try ids([later, first, other]))
    #expect(before["b"] == after["b"])
    #expect(after["a"] == after["b"])
    #expect(before["c"] == after["c"])
  }

  @Test(arguments: [("wire-9", "wire-10"), ("2025/9/x", "2025/10/x"), ("a", "b"), ("n007", "n8"), ("a", "a1")])
  func documentsWithoutADayStandInTheOrderThatPeopleNumber(first: String, second: String) {
    #expect(NumberedOrder.precedes(first, second))
    #expect(!NumberedOrder.precedes(second, first))
  }

  @Test func aStoryWithoutDaysKeepsItsIdWhenTheTenthDocumentComes() throws {
    func id(_ names: [String]) throws -> String {
      var options = CorpusOptions()
      options.storiesBy = .folder
      let digests = try names.map { try digest($0, pier, day: nil) }
      let language = try CorpusLanguage(pack: .english)
      return try #require(
        Stories(
          digests: digests, entities: [], entityOfName: digests.map { $0.names.map { _ in -1 } },
          languages: digests.map { _ in language }, options: options
        ).run().stories.first
      ).id
    }
    #expect(try id(["pier/9"]) == id(["pier/10", "pier/9"]))
  }

  @Test func aStoryIsToldDayByDay() throws {
    let days = try told(
      [
        digest(
          "x/a", "Ada Okafor opened the pier of Port Amsel again after a week of repairs by divers.", day: "2025-03-18"),
        digest(
          "x/b", "A storm on Monday brought down the pier at Port Amsel and two of its cranes.", day: "2025-03-11"),
      ]
    ) { story, digests in story.summary.map { digests[$0.document].day ?? "" } }
    #expect(days == ["2025-03-11", "2025-03-18"])
  }

  private func told<R>(
    _ digests: [DocumentDigest], _ read: (Story, [DocumentDigest]) -> R
  ) throws -> R {
    var options = CorpusOptions()
    options.storiesBy = .folder
    let language = try CorpusLanguage(pack: .english)
    let story = try #require(
      Stories(
        digests: digests, entities: [], entityOfName: digests.map { $0.names.map { _ in -1 } },
        languages: digests.map { _ in language }, options: options
      ).run().stories.first)
    return read(story, digests)
  }

  @Test func copiesOfOneTextAreMarkedAndSpeakOnce() throws {
    let names: [(EntityType, String)] = [(.gpe, "Port Amsel"), (.person, "Ada Okafor")]
    let digests = try [
      digest("a", pier, names: names), digest("b", pier + " The ferry stays in Zorin.", names: names),
      digest("c", pierToo, names: names),
    ]
    let language = try CorpusLanguage(pack: .english)
    var linking = EntityLinking(digests, language, [])
    let (entities, ofName) = linking.run()
    let story = try #require(
      Stories(
        digests: digests, entities: entities, entityOfName: ofName, languages: digests.map { _ in language },
        options: CorpusOptions()
      ).run().stories.first)
    #expect(story.copies == [[0, 1]])
    #expect(story.summary.allSatisfy { $0.document != 1 })
  }

  @Test func theFilesEndWithOneNewlineAndDoNotDependOnARepeat() throws {
    let digests = try [digest("a", pier), digest("b", pierToo)]
    let corpus = try Corpus(options: CorpusOptions(), packs: [.english])
    let (first, second) = (corpus.run(digests), corpus.run(digests))
    #expect(first.stories == second.stories)
    #expect(first.entities.suffix(2).elementsEqual([UInt8(ascii: "}"), 0x0A]))
  }

  @Test func theEnglishDataIsSound() { #expect(Corpus.check(.english).isEmpty) }
}

@Suite struct DifferencesTests {
  static let language = try! CorpusLanguage(pack: .english)

  @Test(arguments: [
    (["killed"], ["people"], "deaths"), (["least", "at", "killed"], ["people"], "deaths"),
    (["left"], ["people", "dead", "and"], "deaths"), ([], ["confirmed", "death", "and"], "deaths"),
    (["around", "injured"], ["others"], "injuries"), (["intercepted"], ["drones", "overnight"], "drones"),
    ([], ["Norwegian", "trawlers", "left"], "trawlers"),
  ])
  func theWordsAroundANumberTellWhatItCounts(before: [String], after: [String], thing: String) {
    #expect(Self.language.thing(before: before, after: after)?.name == thing)
  }

  @Test func aGeneralWordAloneTellsNothing() {
    #expect(Self.language.thing(before: ["met"], after: ["people", "in"]) == nil)
  }

  func differences(_ a: String, _ b: String) throws -> [[String]] {
    // Names and amounts as the stages before find them.
    let digests = try [("a", a), ("b", b)].map { id, text in
      let chain = try Chain(Chain.document(text, id: id))
      return DocumentDigest(chain.document, chain.sentences, chain.entities, QuotesArtifact(quotes: []), chain.summary)
    }
    return Differences.numbers([0, 1], digests, Self.language).map { $0.values.map(\.value) }
  }

  @Test func outletsThatCountTheSameDifferentlyAreToldApart() throws {
    let found = try differences(
      "The storm killed at least three people on the pier.", "Nine people were killed when the storm broke the pier.")
    #expect(found == [["three people", "Nine people were killed"]])
  }

  @Test func oneInWordsIsACountWhereTheThingIsNamed() throws {
    #expect(
      try differences(
        "The storm killed three people on the pier.",
        "The storm on the pier led to one confirmed death and much damage.")
        == [["three people", "one confirmed death"]])
    for other in [
      "One of the dead was found on the pier after the storm.", "No one died on the pier in the storm.",
      "One must fear a storm on the pier.",
    ] {
      #expect(try differences("The storm killed three people on the pier.", other).isEmpty)
    }
  }

  @Test func countsOfOtherThingsAreNoDifference() throws {
    #expect(
      try differences("The storm sank 12 boats in the harbour.", "The storm felled 40 trees in the park.").isEmpty)
    #expect(
      try differences("The storm sank 12 boats in the harbour.", "A museum bought 40 boats from a painter.").isEmpty)
  }

  @Test func theSameCountIsNoDifference() throws {
    #expect(try differences("The storm sank 12 boats.", "Twelve boats were sunk by the storm.").isEmpty)
  }
}
