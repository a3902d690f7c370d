import Documents
import Testing

@testable import Entities

@Suite struct LinkingPeopleTests {
  @Test(arguments: [
    ("[[PERSON Ada Okafor]] spoke. [[PERSON Okafor]] left.", ["Ada Okafor = Okafor"]),
    ("Now [[PERSON Okafor]] leaves. [[PERSON Ada Okafor]] said so.", ["Okafor = Ada Okafor"]),
    ("[[PERSON Volodymyr Hrynko]] met [[PERSON Volodimir Lysenko]].", ["Volodymyr Hrynko", "Volodimir Lysenko"]),
    ("[[PERSON Andriy Hrynko]] and [[PERSON Andrii Hrynko]]", ["Andriy Hrynko = Andrii Hrynko"]),
    ("[[PERSON Lev Danskyy]], later [[PERSON Danskiy]] and [[PERSON Dansky]]", ["Lev Danskyy = Danskiy = Dansky"]),
    ("[[PERSON Sergey Orlin]] or [[PERSON Sergei Orlin]]", ["Sergey Orlin = Sergei Orlin"]),
    ("[[PERSON Mohammed Khalil]] or [[PERSON Muhammad Khalil]]", ["Mohammed Khalil = Muhammad Khalil"]),
    (
      "[[PERSON Greta von der Aue]] said. [[PERSON von der Aue]] left. [[PERSON Aue]] too.",
      ["Greta von der Aue = von der Aue = Aue"]
    ),
    (
      "[[PERSON Amir bin Rashid]]; Prince [[PERSON Amir]]; [[PERSON bin Rashid]]",
      ["Amir bin Rashid = Amir = bin Rashid"]
    ),
    ("[[PERSON Rashid al-Tamimi]]; [[PERSON al-Tamimi]]; [[PERSON Tamimi]]", ["Rashid al-Tamimi = al-Tamimi = Tamimi"]),
    ("[[PERSON Sean O'Hale]] and [[PERSON O’Hale]]", ["Sean O'Hale = O’Hale"]),
    ("[[PERSON Ian MacHale]] and [[PERSON McHale]]", ["Ian MacHale = McHale"]),
    ("[[PERSON J. D. Hale]], [[PERSON JD Hale]], [[PERSON J.D. Hale]]", ["J. D. Hale = JD Hale = J.D. Hale"]),
    ("[[PERSON Bill Hale]], born [[PERSON William Hale]]", ["Bill Hale = William Hale"]),
    ("[[PERSON Earvin \"Magic\" Stone]] or [[PERSON Magic Stone]]", ["Earvin \"Magic\" Stone = Magic Stone"]),
    ("[[PERSON Xi Lanying]] spoke; [[PERSON Xi]] left.", ["Xi Lanying = Xi"]),
    ("[[PERSON Ana Peña Duarte]]; [[PERSON Peña]]; [[PERSON Peña Duarte]]", ["Ana Peña Duarte = Peña = Peña Duarte"]),
    ("[[PERSON Joan R. Aske]] and [[PERSON Joan Aske]]", ["Joan R. Aske = Joan Aske"]),
    ("[[PERSON JOAN ASKE]] WINS\n\n[[PERSON Joan Aske]] won.", ["JOAN ASKE = Joan Aske"]),
    ("[[PERSON José Núñez]] or [[PERSON Nunez]]", ["José Núñez = Nunez"]),
    ("[[PERSON Bo Hale Jr.]] met [[PERSON Ada Okafor]]; [[PERSON Hale]] paid.", ["Bo Hale Jr. = Hale", "Ada Okafor"]),
  ])
  func oneNameOfOnePerson(_ text: String, _ groups: [String]) throws {
    #expect(try LinkingText(text).groups == groups)
  }

  @Test(arguments: [
    (
      "[[PERSON Andriy Hrynko]], [[PERSON Andriy Lysenko]] and [[PERSON Andriy Bondar]]; [[PERSON Andriy]] left.",
      ["Andriy Hrynko", "Andriy Lysenko", "Andriy Bondar", "Andriy"]
    ),
    ("[[PERSON Ada Okafor]] and [[PERSON Bo Okafor]]", ["Ada Okafor", "Bo Okafor"]),
    ("[[PERSON Bo Hale]] and his son [[PERSON Bo Hale Jr.]]", ["Bo Hale", "Bo Hale Jr."]),
    ("[[PERSON Carl W. Stone]] and [[PERSON Carl H. Stone]]", ["Carl W. Stone", "Carl H. Stone"]),
    ("Mr. [[PERSON Hale]] and Mrs. [[PERSON Hale]]", ["Hale", "Hale"]),
    ("[[PERSON Ada Okafor]] joined [[ORG Okafor]].", ["Ada Okafor", "Okafor"]),
  ])
  func twoPeopleStayApart(_ text: String, _ groups: [String]) throws {
    #expect(try LinkingText(text).groups == groups)
  }

  @Test func titleTellsWhichOfTwo() throws {
    let text = try LinkingText(
      "[[PERSON Bill Stone]] and [[PERSON Joan Stone]] came. Mrs. [[PERSON Stone]] spoke; Mr. [[PERSON Stone]] did not."
    )
    #expect(text.groups == ["Bill Stone = Stone", "Joan Stone = Stone"])
  }

  @Test func bareNameIsWhomTheTextIsAbout() throws {
    let text = try LinkingText(
      "[[PERSON Per Dahl]] won. [[PERSON Per Dahl]] thanked his wife, [[PERSON Ines Dahl]]. [[PERSON Dahl]] was glad.")
    #expect(text.groups == ["Per Dahl = Per Dahl = Dahl", "Ines Dahl"])
  }

  @Test func bareNameIsNotWhoGoesByTheGivenName() throws {
    let text = try LinkingText(
      """
      [[PERSON Per Dahl]] lost his brother. [[PERSON Tor Dahl]] drank. [[PERSON Tor]] sailed, and [[PERSON Tor]] sang. \
      The case of [[PERSON Tor Dahl]] is old. Mr. [[PERSON Dahl]] said so.
      """)
    #expect(text.groups == ["Per Dahl = Dahl", "Tor Dahl = Tor = Tor = Tor Dahl"])
  }

  @Test func twoOfOneNameOfWhomOneIsNamedBeforeDoNotTrap() throws {
    let text = try LinkingText(
      "[[PERSON Tor Dahl]] and [[PERSON Tor]] and [[PERSON Tor]]. [[PERSON Dahl]] left. [[PERSON Per Dahl]] came.")
    #expect(text.groups == ["Tor Dahl = Tor = Tor = Dahl", "Per Dahl"])
  }

  @Test func entityIsNamedByItsFullestName() throws {
    let text = try LinkingText(
      "[[PERSON OKAFOR]] WINS\n\n[[PERSON Okafor]], [[PERSON Ada N. Okafor]], [[PERSON Ada Okafor]]")
    let entity = try #require(text.artifact.entities.first)
    #expect(entity.name == "Ada N. Okafor")
    #expect(entity.aliases == ["OKAFOR", "Okafor", "Ada Okafor"])
  }

  @Test func idsStayUnderEditsElsewhere() throws {
    let one = try LinkingText("[[PERSON Ada Okafor]] spoke.").artifact.entities[0].id
    let two = try LinkingText("In [[GPE Lagos]] it rained. [[PERSON Ada Okafor]] spoke.").artifact.entities[1].id
    #expect(one == two)
  }

  @Test func manyPeopleOfOneNameAreNoSquare() throws {
    var text = ""
    for i in 0..<4000 {
      let letters =
        String(UnicodeScalar(97 + i % 26)!) + String(UnicodeScalar(97 + i / 26 % 26)!)
        + String(UnicodeScalar(97 + i / 676)!)
      text += "[[PERSON X\(letters) Hale]] met [[PERSON Hale]]. "
    }
    let clock = ContinuousClock()
    let linked = try LinkingText("[[PERSON Ada Hale]] left.")
    #expect(linked.groups.count == 1)
    var groups = 0
    let time = try clock.measure { groups = try LinkingText(text).artifact.entities.count }
    #expect(groups >= 3000)
    #expect(time < .seconds(20))
  }
}

@Suite struct LinkingNamesTests {
  @Test(arguments: [
    ("the [[ORG World Harbour Fund]] ([[ORG WHF]]) said; the [[ORG WHF]] left", ["World Harbour Fund = WHF = WHF"]),
    ("the [[ORG World Harbour Fund]] said; the [[ORG W.H.F.]] left", ["World Harbour Fund = W.H.F."]),
    ("[[GPE United States]], [[GPE U.S.]], [[GPE US]]", ["United States = U.S. = US"]),
    ("[[GPE Kiev]] or [[GPE Kyiv]]", ["Kiev = Kyiv"]),
    ("[[ORG Harbour Motors Inc.]] and [[ORG Harbour Motors]]", ["Harbour Motors Inc. = Harbour Motors"]),
    ("the [[ORG Ministry of Ports]]; the [[ORG Ports Ministry]]", ["Ministry of Ports = Ports Ministry"]),
    (
      "[[GPE Nigeria]]: the [[ORG Nigeria Ports Council]]; the [[ORG Ports Council]]",
      ["Nigeria", "Nigeria Ports Council = Ports Council"]
    ),
    ("[[ORG Halden Sacks]] fell. [[ORG Halden]] rose.", ["Halden Sacks = Halden"]),
    ("[[ORG Halden Foundation]] gave. [[ORG Halden]] took.", ["Halden Foundation", "Halden"]),
    ("[[ORG Lagos]] beat [[GPE Lagos]]", ["Lagos", "Lagos"]),
  ])
  func groups(_ text: String, _ groups: [String]) throws {
    #expect(try LinkingText(text).groups == groups)
  }
}

@Suite struct LinkingRolesTests {
  @Test(arguments: [
    ("[[GPE U.S.]] Secretary of State [[PERSON Ruth Adeyemi]] flew.", "Ruth Adeyemi", ["U.S. Secretary of State"]),
    ("[[NORP Ukrainian]] President [[PERSON Lev Dansky]] spoke.", "Lev Dansky", ["Ukrainian President"]),
    ("a special envoy, [[PERSON Per Dahl]], landed.", "Per Dahl", ["special envoy"]),
    ("[[PERSON Okafor]]’s chief of staff, [[PERSON Per Dahl]], landed.", "Per Dahl", ["chief of staff"]),
    ("The mayor of [[GPE Lagos]], [[PERSON Ada Okafor]], left.", "Ada Okafor", ["mayor of Lagos"]),
    (
      "[[PERSON Bo Hale]], head of the ministry's center for harbour safety, said so.", "Bo Hale",
      ["head of the ministry's center for harbour safety"]
    ),
    ("[[PERSON Bo Hale]], a senior [[NORP Danish]] diplomat who left, said so.", "Bo Hale", ["senior Danish diplomat"]),
    ("He met former President [[PERSON Bo Hale]].", "Bo Hale", ["former President"]),
    ("[[PERSON Bo Hale]], 54, a farmer, said so.", "Bo Hale", ["farmer"]),
    ("[[PERSON Bo Hale]], President [[PERSON Ada Okafor]] and others came.", "Bo Hale", []),
    ("[[PERSON Bo Hale]], the mayor said, is ill.", "Bo Hale", []),
    ("Mr. [[PERSON Hale]] left.", "Hale", []),
  ])
  func roles(_ text: String, _ name: String, _ roles: [String]) throws {
    #expect(try LinkingText(text).entity(name)?.roles == roles)
  }

  @Test func titlesTellTheGender() throws {
    let text = try LinkingText(
      "Mrs. [[PERSON Xoy]], Queen [[PERSON Ula]], the spokesman [[PERSON Yat Bru]], [[PERSON Vex]]")
    #expect(text.artifact.entities.map(\.gender) == [.female, .female, .male, nil])
  }
}

@Suite struct LinkingReferencesTests {
  @Test(arguments: [
    ("Mr. [[PERSON Hale]] left. \"I am tired,\" he said.", ["he → Hale"]),
    ("Mrs. [[PERSON Aske]] met Mr. [[PERSON Hale]]. She said little.", ["She → Aske"]),
    ("Mr. [[PERSON Hale]] said he would stay.", ["he → Hale"]),
    ("Mr. [[PERSON Hale]] told Mr. [[PERSON Dahl]] that he would stay.", ["he → Hale"]),
    ("\"Mr. [[PERSON Hale]] is ill,\" said Mr. [[PERSON Dahl]]. \"I know it,\" he added.", ["he → Dahl"]),
    ("Mr. [[PERSON Dahl]] told him to go.", []),
    ("Mr. [[PERSON Hale]] left with Mr. [[PERSON Dahl]] himself.", ["himself → Dahl"]),
    ("Mr. [[PERSON Hale]] wants Mr. [[PERSON Dahl]] to go. “Dahl is old,” he has also said.", ["he → Hale"]),
    ("[[PERSON Bo Hale]] ([[GPE Lagos]]) said the ferry would close. “It leaks,” he added.", ["he → Bo Hale"]),
    ("[[GPE Denmark]] has opened its port.", ["its → Denmark"]),
    ("He left.", []),
    ("The [[ORG Ports Ministry]] closed. The ministry said no more.", ["The ministry → Ports Ministry"]),
    // "the company" may be the one that is more in mind and does not say what it is.
    ("[[ORG Tolvaren Bank]] closed. [[ORG Quist]] grew. [[ORG Quist]] sold it, the company said.", []),
    // Who is listed there is not the place.
    ("[[GPE Lagos]]-listed Tolvaren has told its owners.", []),
    ("A register ([[ORG QDR]]) lost its pages.", []),
    ("Senator [[PERSON Bo Hale]] spoke. The senator left.", ["The senator → Bo Hale"]),
    ("Senator [[PERSON Bo Hale]] met Senator [[PERSON Per Dahl]]. The senator left.", []),
  ])
  func references(_ text: String, _ references: [String]) throws {
    #expect(try LinkingText(text).references == references)
  }
}

@Suite struct LinkingConsistencyTests {
  @Test(arguments: [
    ("[[PERSON Ada Cuban]] came. \"No,\" [[NORP Cuban]] said.", ["Ada Cuban = Cuban"]),
    ("[[PERSON Ada Paris]] came. [[GPE Paris]] said no. They thanked [[GPE Paris]].", ["Ada Paris = Paris = Paris"]),
    ("[[PERSON Ada Paris]] came. She lived in [[GPE Paris]]. [[GPE Paris]] is big.", ["Ada Paris", "Paris = Paris"]),
    ("[[PERSON Ada Band]] came. Then Band said no.", ["Ada Band = Band"]),
    ("[[PERSON Ada Band]] came. Then a band said no. They heard Band play.", ["Ada Band"]),
    ("[[ORG Mr. Band]] asked. Mrs. [[PERSON Hale]] and [[GPE Paris]] wait.", ["Band", "Hale", "Paris"]),
    ("[[PERSON Ada Cuban]] came. [[PERSON Ada]] [[NORP Cuban]] said no.", ["Ada Cuban = Ada Cuban"]),
  ])
  func whoIsNamedInFullStaysAPerson(_ text: String, _ groups: [String]) throws {
    #expect(try LinkingText(text, consistent: true).groups == groups)
  }

  @Test func examplesOfTheListsHold() {
    let problems = EntityLinker.check(.english)
    #expect(problems.isEmpty, "\(problems.map(\.text).joined(separator: "\n"))")
  }

  /// Any words, any mentions: every name has an entity, references point at entities, nothing traps.
  @Test func anythingIsLinked() throws {
    let words = """
      Hale Okafor Ada Bo Andriy Jr. III J. JD Mr. Mrs. President the a of for and said told he she his her it its they \
      himself . , ; : " “ ” ( ) ' mayor senator secretary state ministry former Kim Xi von der al- O' Mc U.S. IMF \
      International Monetary Fund Inc. Bank in at with who that is was - — É & 54 Aske's
      """.split(separator: " ").map(String.init)
    var seed: UInt64 = 7
    func random(_ n: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % n
    }
    for _ in 0..<400 {
      var marked = ""
      for _ in 0..<random(60) {
        let types = EntityType.allCases
        let one = words[random(words.count)]
        let two = words[random(words.count)]
        marked += random(3) == 0 ? "[[\(types[random(types.count)].rawValue) \(one) \(two)]] " : one + " "
      }
      marked += "."
      let artifact = try LinkingText(marked, consistent: true).artifact
      for mention in artifact.mentions where mention.type.isName { #expect(mention.entity != nil) }
      for reference in artifact.references { #expect(artifact.entities.indices.contains(reference.entity)) }
    }
  }
}
