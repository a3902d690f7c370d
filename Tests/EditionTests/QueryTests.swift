import Documents
import Edition
import Testing

/// Questions of a reader, as `nightdesk query` takes them apart.
@Test(arguments: [
  ("what did Rubio say", ["rubio"], []),
  ("What did Rubio say?", ["rubio"], []),
  ("what has the foreign minister said about the ceasefire", ["foreign", "minister"], ["ceasefire"]),
  ("what did Okafor say about what did not happen", ["okafor"], ["what", "did", "not", "happen"]),
  ("who said anything about fish", [], ["fish"]),
  ("quotes by Inês Valadares", ["ines", "valadares"], []),
  ("Valadares on quotas", ["valadares"], ["quotas"]),
])
func aQuestionIsTakenApart(_ text: String, _ speaker: [String], _ about: [String]) throws {
  let questions = try Questions(pack: .english)
  #expect(questions.read([text]) == Question(speaker: speaker, about: about))
  #expect(questions.read(text.split(separator: " ").map(String.init)) == Question(speaker: speaker, about: about))
}

@Test(arguments: ["rubio ceasefire", "who", "say what", ""])
func wordsThatAskNothingAreNoQuestion(_ text: String) throws {
  #expect(try Questions(pack: .english).read([text]) == nil)
}

@Test func aLanguageWithoutQuestionsHasNone() throws {
  #expect(try Questions(pack: LanguagePack(code: "xx", layers: [])).read(["what did Rubio say"]) == nil)
}

@Test(arguments: [
  ("Tórshavn’s", ["torshavn", "s"]), ("ZELENSKYY", ["zelenskyy"]), ("90-day", ["90", "day"]), ("ﬁsh", ["fish"]),
  ("Straße", ["straße"]), ("日本語です", ["日", "本", "語", "て", "す"]), ("— … “”", []), ("Ünïcödé…x", ["unicode", "x"]),
])
func wordsAreFolded(_ text: String, _ wanted: [String]) { #expect(SearchWords.all(text) == wanted) }

@Test func eachFilterAsksOfItsPart() {
  var utterance = Utterance(id: "u", speaker: "Ada Okafor", text: "The dam is safe.")
  utterance.speakerNames = ["Okafor", "chief engineer"]
  utterance.storyTitle = "Dam inspected after flood"
  utterance.day = "2025-10-14"
  utterance.variants = [.init(document: "d", outlet: "o", text: "It will stand", relation: "reworded")]
  func accepts(_ change: (inout UtteranceFilter) -> Void) -> Bool {
    var filter = UtteranceFilter()
    change(&filter)
    return filter.accepts(utterance)
  }
  #expect(accepts { $0.speaker = ["okaf", "engineer"] })
  #expect(!accepts { $0.speaker = ["kafor"] }, "a word begins at its beginning")
  #expect(accepts { $0.about = ["stand"] }, "an outlet's own wording counts")
  #expect(!accepts { $0.about = ["flood"] })
  #expect(accepts { $0.story = ["flood"] })
  #expect(accepts { $0.anywhere = ["okafor", "safe", "flood"] })
  #expect(!accepts { $0.anywhere = ["okafor", "bridge"] })
  #expect(accepts { $0.since = "2025-10-14" })
  #expect(!accepts { $0.since = "2025-10-15" })
  utterance.day = nil
  #expect(!accepts { $0.since = "2025" }, "what has no date is not known to be so new")
}
