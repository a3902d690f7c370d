import Documents
import Testing

@testable import Normalization

@Suite struct CharsetTests {
  @Test func latin1MeansWindows1252() {
    let bytes: [UInt8] = Array("<meta charset=latin1><p>".utf8) + [0x93] + Array("Aye".utf8) + [0x94]
    let decoded = Charset.decode(bytes, kind: .html)
    #expect(decoded.encoding == "windows-1252")
    #expect(String(decoding: decoded.bytes, as: UTF8.self).hasSuffix("“Aye”"))
  }

  @Test func validUTF8IsBelievedBeforeWhatThePageDeclares() {
    let bytes = Array("<meta charset=iso-8859-1><p>Fjärd".utf8)
    #expect(Charset.decode(bytes, kind: .html).encoding == "utf-8")
  }

  @Test func anOffsetLeadsBackToTheSource() {
    let decoded = Charset.decode([0x61, 0xE9, 0x62], declared: "windows-1252", kind: .text)
    #expect(decoded.bytes == Array("aéb".utf8))
    #expect([0, 1, 3, 4].map(decoded.source(of:)) == [0, 1, 2, 3])
  }

  @Test(arguments: [
    ("â€œAyeâ€\u{9D}, said MÃ¼ller", "“Aye”, said Müller"), ("Itâ\u{80}\u{99}s", "It’s"), ("caf√©", "café"),
    ("SÃO PAULO", "SÃO PAULO"), ("“Ã”", "“Ã”"), ("à la carte", "à la carte"),
  ])
  func mojibakeIsReadBackOnlyWhereItIsCertain(was: String, is wanted: String) {
    #expect(CharacterCleaner.clean(was) == wanted)
  }

  @Test func aRepairTellsWhatStoodThere() {
    let (bytes, repairs) = CharacterCleaner.clean(Array("So itâ€™s done".utf8))
    #expect(repairs.map(\.was) == ["â€™"])
    #expect(String(decoding: bytes[repairs[0].span.range], as: UTF8.self) == "’")
  }

  @Test func invisibleCharactersGoAndLettersCompose() {
    #expect(CharacterCleaner.clean("re\u{AD}pair\u{200B}ed \u{FB01}ne\u{A0}e\u{301}") == "repaired fine é")
  }
}
