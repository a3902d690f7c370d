/// One utterance with all that a question may ask of it: from the artifacts of a run, or from the database made of them.
public struct Utterance: Sendable {
  public var id: String
  public var speaker: String?
  /// The speaker's other names and roles.
  public var speakerNames: [String] = []
  public var text: String
  public var story: String?
  public var storyTitle: String?
  /// The day it was first printed, as far as dates are known.
  public var day: String?
  public var variants: [Variant] = []

  public struct Variant: Sendable {
    public var document: String
    /// Who printed it, or the document's id.
    public var outlet: String
    public var text: String
    public var relation: String

    public init(document: String, outlet: String, text: String, relation: String) {
      self.document = document
      self.outlet = outlet
      self.text = text
      self.relation = relation
    }
  }

  public init(id: String, speaker: String?, text: String) {
    self.id = id
    self.speaker = speaker
    self.text = text
  }

  /// The outlets that printed it, each once.
  public var outlets: [String] {
    var seen: Set<String> = []
    return variants.map(\.outlet).filter { seen.insert($0).inserted }
  }
}

/// What is wanted of an utterance: each word given must begin a word of the part it is asked of.
public struct UtteranceFilter: Sendable {
  /// Of the speaker's names and roles.
  public var speaker: [String] = []
  /// Of what was said, in any outlet's wording.
  public var about: [String] = []
  /// Of the story's title.
  public var story: [String] = []
  /// Of any of these.
  public var anywhere: [String] = []
  /// First printed on this day or later.
  public var since: String?

  public init() {}

  public func accepts(_ utterance: Utterance) -> Bool {
    if let since, (utterance.day ?? "") < since { return false }
    var all: [String] = []
    if !speaker.isEmpty || !anywhere.isEmpty {
      let names = ([utterance.speaker].compactMap(\.self) + utterance.speakerNames).flatMap(SearchWords.all)
      guard Self.holds(names, speaker) else { return false }
      all += names
    }
    if !story.isEmpty || !anywhere.isEmpty {
      let title = SearchWords.all(utterance.storyTitle ?? "")
      guard Self.holds(title, story) else { return false }
      all += title
    }
    if !about.isEmpty || !anywhere.isEmpty {
      let said = ([utterance.text] + utterance.variants.map(\.text)).flatMap(SearchWords.all)
      guard Self.holds(said, about) else { return false }
      all += said
    }
    return Self.holds(all, anywhere)
  }

  /// Whether each of `wanted` begins one of `words`.
  public static func holds(_ words: [String], _ wanted: [String]) -> Bool {
    wanted.allSatisfy { start in words.contains { $0.utf8.starts(with: start.utf8) } }
  }
}

/// A sentence that holds what somebody looked for.
public struct FoundSentence: Sendable {
  public var document: String
  public var title: String
  public var outlet: String
  public var day: String?
  public var story: String?
  public var sentence: String
  public var text: String

  public init(
    document: String, title: String, outlet: String, day: String?, story: String?, sentence: String, text: String
  ) {
    self.document = document
    self.title = title
    self.outlet = outlet
    self.day = day
    self.story = story
    self.sentence = sentence
    self.text = text
  }
}

/// Where utterances and sentences are looked up.
public protocol QuerySource {
  /// Each utterance, in the order of the run.
  func utterances() throws -> [Utterance]
  /// The best sentence of each article that holds all of `words`.
  func sentences(holding words: [String]) throws -> [FoundSentence]
}
