import Documents
import TestSupport
import Testing

@testable import Entities

/// Names in sentences of our own: each mark must be found with its type, and nothing else.
@Suite struct NameTests {
  private static let recognizer: NameRecognizer? = try? NameRecognizer(pack: .english)

  private func expect(_ marked: String, _ comment: Comment? = nil, at location: SourceLocation = #_sourceLocation)
    throws
  {
    let recognizer = try #require(Self.recognizer)
    let example = try #require(NameExample(marked))
    let found = recognizer.names(in: example.text)
    let shown = found.map {
      "\($0.type.rawValue) \(String(decoding: Array(example.text.utf8)[$0.span.range], as: UTF8.self))"
    }
    let wanted = example.marks.map {
      "\($0.type.rawValue) \(String(decoding: Array(example.text.utf8)[$0.span.range], as: UTF8.self))"
    }
    #expect(shown == wanted, comment, sourceLocation: location)
  }

  @Test func examplesOfTheRulesHold() {
    #expect(EntityRecognizer.check(.english).map(\.text) == [])
  }

  @Test(arguments: [
    "Yesterday President [[PERSON Ada Okafor]] flew to [[GPE Lagos]].",
    "The [[NORP Nigerian]] Foreign Minister [[PERSON Musa Bello]] agreed.",
    "[[GPE U.S.]] Secretary of State [[PERSON John Reed]] met her.",
    "Talks with [[PERSON Mohammed bin Rashid]] went on.",
    "It was [[PERSON Ursula von der Heyde]] who wrote to [[PERSON Kim Yong-su]].",
  ])
  func titlesStayOutsideAndParticlesInside(_ marked: String) throws { try expect(marked) }

  @Test(arguments: [
    "The [[ORG Ministry of Trade and Industry]] said nothing.",
    "She left the [[ORG Bank of Uganda]] for the [[ORG University of Ghana]].",
    "Officers of the [[ORG Dubai Police]] came first.",
    "The [[ORG National Weather Agency]] ([[ORG NWA]]) warned of floods.",
    "They sued [[ORG Harbour & Sons Ltd.]] over it.",
  ])
  func organizationsAreWhole(_ marked: String) throws { try expect(marked) }

  @Test(arguments: [
    "Rain fell on [[LOC Lake Victoria]] and the [[LOC South China Sea]].",
    "They drove from [[GPE Kuwait City]] to the [[FAC Kora Bridge]].",
    "A [[GPE Paris]]-based firm left [[GPE New Zealand]].",
  ])
  func placesAreWhole(_ marked: String) throws { try expect(marked) }

  @Test(arguments: [
    "The [[EVENT World Cup]] begins in May.",
    "Under the [[LAW Clean Water Act]] nobody may.",
    "She wrote the novel “[[WORK The Long Dry Season]]” at home.",
    "The [[NORP Latin American]] vote went to a [[NORP Sikh]] lawyer.",
    "Two [[PRODUCT F-16]] jets landed.",
  ])
  func otherNames(_ marked: String) throws { try expect(marked) }

  @Test(arguments: [
    "However, they told us that the President of the board left in March.",
    "The Internet and TV were down.",
    "It was IT that failed, the CEO said.",
  ])
  func ordinaryCapitalsAreNoNames(_ text: String) throws {
    let recognizer = try #require(Self.recognizer)
    #expect(recognizer.names(in: text).isEmpty)
  }

  @Test func aLastNameIsKnownFromTheFullNameInAnotherSentence() throws {
    let chain = try Chain("The report names Lena Warren of Leeds.\n\nWarren denied it. They believed Warren.")
    let people = chain.entities.mentions.filter { $0.type == .person }.map { chain.document.text.string($0.span) }
    #expect(people == ["Lena Warren", "Warren", "Warren"])
  }

  @Test func headlinesDoNotMakeNamesOfOrdinaryWords() throws {
    let chain = try Chain("Minister Promises New Roads as Kenya Fights Floods Again")
    #expect(chain.entities.mentions.filter(\.type.isName).map { chain.document.text.string($0.span) } == ["Kenya"])
  }

  @Test func mentionsDoNotOverlapAndLieInTheirSentences() throws {
    let chain = try Chain(
      "U.S.-Iran talks: “Al-Jazeera’s” Ali al-Hassan, 45, Jr. — D K Rao & Sons, Inc. vs. São Paulo F.C. (SPFC)!\n\n’S 'S AT&T'S McDonald’s' O’Neil’s."
    )
    var end = 0
    for mention in chain.entities.mentions {
      #expect(mention.span.start >= end)
      end = mention.span.end
      let sentence = chain.sentences.sentences[mention.sentence].span
      #expect(sentence.contains(mention.span))
      #expect(!mention.span.isEmpty)
    }
  }

  @Test func hostileCapitalsEndInTime() throws {
    let text = String(repeating: "A B and C of The D- ", count: 5000)
    let recognizer = try #require(Self.recognizer)
    _ = recognizer.names(in: text)
    _ = recognizer.names(in: String(repeating: "(((AB)) “Xx’s-", count: 5000))
    _ = recognizer.names(in: "")
  }

  @Test func aUsersListAddsAndSilences() throws {
    let list = "name\ttype\tkind\nTolvaren\tORG\tcompany\n-Reuters\n"
    let file = LanguageFile(name: "entities/organizations.tsv", origin: "mine.tsv", copying: Array(list.utf8))
    let pack = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]])
    let recognizer = try NameRecognizer(pack: pack)
    #expect(recognizer.names(in: "She left Tolvaren early.").map(\.type) == [.org])
    #expect(recognizer.names(in: "It was Reuters that said it.").first?.type != .org)
  }

  @Test func aListNobodyReadsIsAnErrorWithItsPlace() {
    let list = "list\treader\tclass\nnowhere\tnames\tplace\nplaces\tguess\tplace\n"
    let file = LanguageFile(name: "entities/lists.tsv", origin: "mine.tsv", copying: Array(list.utf8))
    let pack = LanguagePack(code: "en", layers: [LanguagePack.builtIn("en"), [file]])
    #expect(throws: Diagnostics.self) { try NameRecognizer(pack: pack) }
  }

  @Test func theLongestListedNameWins() throws {
    try expect("He left the [[GPE United States of America]] for [[GPE Trinidad and Tobago]].")
    try expect("Later Envoy [[PERSON Hammer]] met him.")
  }
}
