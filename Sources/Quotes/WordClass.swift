/// What a word can be to the light syntax of this stage: closed classes from words.tsv, verb forms by rule, and shape.
struct WordClass: OptionSet, Sendable {
  let rawValue: UInt64
  init(rawValue: UInt64) { self.rawValue = rawValue }
  private init(bit: Int) { rawValue = 1 << UInt64(bit) }

  // words.tsv
  static let determiner = WordClass(bit: 0)
  static let article = WordClass(bit: 1)
  static let possessive = WordClass(bit: 2)
  static let subjectPronoun = WordClass(bit: 3)
  static let objectPronoun = WordClass(bit: 4)
  static let relative = WordClass(bit: 5)
  static let complementizer = WordClass(bit: 6)
  static let whether = WordClass(bit: 7)
  static let infinitive = WordClass(bit: 8)
  static let auxiliary = WordClass(bit: 9)
  static let finite = WordClass(bit: 10)
  static let be = WordClass(bit: 11)
  static let have = WordClass(bit: 12)
  static let modal = WordClass(bit: 13)
  static let clitic = WordClass(bit: 14)
  static let negation = WordClass(bit: 15)
  static let preposition = WordClass(bit: 16)
  static let of = WordClass(bit: 17)
  static let by = WordClass(bit: 18)
  static let asWord = WordClass(bit: 19)
  static let attach = WordClass(bit: 20)
  static let coordinator = WordClass(bit: 21)
  static let subordinator = WordClass(bit: 22)
  static let adverb = WordClass(bit: 23)
  static let time = WordClass(bit: 24)
  static let speechPlace = WordClass(bit: 25)
  static let person = WordClass(bit: 26)
  static let masculine = WordClass(bit: 27)
  static let feminine = WordClass(bit: 28)
  static let plural = WordClass(bit: 29)
  static let neuter = WordClass(bit: 30)
  static let first = WordClass(bit: 31)
  static let doVerb = WordClass(bit: 32)
  static let third = WordClass(bit: 33)
  static let indefinite = WordClass(bit: 34)
  static let demonstrative = WordClass(bit: 35)
  static let forWord = WordClass(bit: 36)
  static let adversative = WordClass(bit: 37)
  static let contrast = WordClass(bit: 38)
  /// A participle that a name may follow: "called", "named".
  static let naming = WordClass(bit: 39)

  // verb forms
  static let verbBase = WordClass(bit: 40)
  static let verbS = WordClass(bit: 41)
  static let verbPast = WordClass(bit: 42)
  static let participle = WordClass(bit: 43)
  static let gerund = WordClass(bit: 44)
  /// Mostly a noun or adjective where it could be a verb.
  static let nominal = WordClass(bit: 45)
  static let cue = WordClass(bit: 46)
  // sources.tsv: the words before and behind the owner in "in * words".
  static let ownedSource = WordClass(bit: 47)
  static let ownedNoun = WordClass(bit: 48)

  // shape
  static let capital = WordClass(bit: 50)
  static let number = WordClass(bit: 51)
  static let comma = WordClass(bit: 52)
  static let colon = WordClass(bit: 53)
  static let semicolon = WordClass(bit: 54)
  static let dash = WordClass(bit: 55)
  static let open = WordClass(bit: 56)
  static let close = WordClass(bit: 57)
  static let terminal = WordClass(bit: 58)
  static let mark = WordClass(bit: 59)
  static let word = WordClass(bit: 60)
  static let genitive = WordClass(bit: 61)
  static let punctuation = WordClass(bit: 62)

  static let verbForms: WordClass = [.verbBase, .verbS, .verbPast, .participle, .gerund]

  /// The names that words.tsv may use.
  static let named: [String: WordClass] = [
    "determiner": .determiner, "article": .article, "possessive": .possessive, "subject-pronoun": .subjectPronoun,
    "object-pronoun": .objectPronoun, "relative": .relative, "complementizer": .complementizer, "whether": .whether,
    "infinitive": .infinitive, "auxiliary": .auxiliary, "finite": .finite, "be": .be, "have": .have, "modal": .modal,
    "do": .doVerb, "clitic": .clitic, "negation": .negation, "preposition": .preposition, "of": .of, "by": .by,
    "as": .asWord, "for": .forWord, "attach": .attach, "coordinator": .coordinator, "adversative": .adversative,
    "contrast": .contrast,
    "naming": .naming,
    "subordinator": .subordinator, "adverb": .adverb, "time": .time, "speech-place": .speechPlace, "person": .person,
    "masculine": .masculine, "feminine": .feminine, "plural": .plural, "neuter": .neuter, "first": .first,
    "third": .third, "singular": [], "indefinite": .indefinite, "demonstrative": .demonstrative,
    "genitive": .genitive, "linker-colon": .colon,
    "verb-past": [.verbPast, .participle], "gerund": .gerund,
  ]
}

/// What a cue governs (cues.tsv, column `frames`).
struct Frames: OptionSet, Sendable {
  let rawValue: UInt16
  init(rawValue: UInt16) { self.rawValue = rawValue }
  private init(bit: Int) { rawValue = 1 << UInt16(bit) }

  static let quote = Frames(bit: 0)
  static let that = Frames(bit: 1)
  static let bare = Frames(bit: 2)
  static let wh = Frames(bit: 3)
  static let to = Frames(bit: 4)
  static let objectTo = Frames(bit: 5)
  static let tell = Frames(bit: 6)
  static let object = Frames(bit: 7)
  static let asPhrase = Frames(bit: 8)
  static let of = Frames(bit: 9)
  static let np = Frames(bit: 10)
  static let think = Frames(bit: 11)
  static let show = Frames(bit: 12)
  static let direct = Frames(bit: 13)
  static let source = Frames(bit: 14)

  static let named: [String: Frames] = [
    "quote": .quote, "that": .that, "bare": .bare, "wh": .wh, "to": .to, "obj-to": .objectTo, "tell": .tell,
    "object": .object, "as": .asPhrase, "of": .of, "np": .np, "think": .think, "show": .show, "direct": .direct,
    "source": .source,
  ]
}

/// What the head noun of a speaker says of it (nouns.tsv).
struct NounKinds: OptionSet, Sendable {
  let rawValue: UInt8
  init(rawValue: UInt8) { self.rawValue = rawValue }

  static let person = NounKinds(rawValue: 1)
  static let organization = NounKinds(rawValue: 2)
  static let group = NounKinds(rawValue: 4)
  static let anonymous = NounKinds(rawValue: 8)
  static let document = NounKinds(rawValue: 16)
  /// A noun that says that somebody speaks (noun-cues.tsv), and one that is a text without a speaker.
  static let utterance = NounKinds(rawValue: 32)
  static let wording = NounKinds(rawValue: 64)

  static let named: [String: NounKinds] = [
    "person": .person, "organization": .organization, "group": .group, "anonymous": .anonymous, "document": .document,
  ]
}
