import Testing

@testable import Documents

@Suite struct NameFoldingTests {
  static let folding = try! NameFolding(pack: .english)

  func skeleton(_ name: String) -> String {
    Self.folding.plain(name).split(separator: " ").map { Self.folding.skeleton(String($0)) }.joined(separator: " ")
  }

  @Test(arguments: [
    ("Zelensky", "Zelenskyy"), ("Andriy", "Andrii"), ("Sergey", "Sergei"), ("Mohammed", "Muhammad"),
    ("Dmitri", "Dmitry"), ("Mueller", "Müller"), ("O’Brien", "O'Brien"), ("Kowalska", "KOWALSKA"),
    ("Al-Sharif", "al Sharif"), ("Qaddafi", "Kaddafi"),
  ])
  func spellingsOfOneNameMeet(a: String, b: String) {
    #expect(skeleton(a) == skeleton(b))
  }

  @Test(arguments: [("Lee", "Li"), ("Johnson", "Johansson"), ("Marin", "Martin"), ("Putin", "Poutine")])
  func differentNamesStayApart(a: String, b: String) {
    #expect(skeleton(a) != skeleton(b))
  }
}
