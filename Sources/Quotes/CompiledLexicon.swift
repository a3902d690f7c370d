import Documents

extension QuoteLexicon: CompiledForm {
  static let section = "quotes/lexicon"
  static var form: UInt64 { PhraseTable.form }

  func write(to section: inout CompiledWriter) {
    words.write(to: &section)
    section.add(entries.map(\.classes.rawValue))
    section.add(entries.map(\.cue))
    section.add(entries.map(\.nouns.rawValue))
    section.add(entries.map { ($0.startsPhrase ? 1 : 0) | $0.before.rawValue << 1 | $0.after.rawValue << 3 })
    phrases.write(to: &section)
    section.add(phraseKinds.map(\.parts.kind))
    section.add(phraseKinds.map(\.parts.cue))
    section.add(phraseKinds.map(\.parts.classes.rawValue))
    section.add(UInt64(cues.count))
    for cue in cues {
      section.add(cue.lemma)
      section.add(cue.cueClass)
      section.add(UInt64(cue.frames.rawValue))
    }
    section.add(UInt64(marks.count))
    for mark in marks {
      section.add(mark.bytes)
      section.add((mark.opens ? 1 : 0) | (mark.closes ? 2 : 0) | (mark.double ? 4 : 0))
    }
    let affixes = affixes.flatMap(\.self)
    section.add(UInt64(affixes.count))
    for affix in affixes {
      section.add(affix.ending)
      section.add(affix.classes.rawValue)
      section.add(UInt64(affix.length))
    }
    worksBefore.write(to: &section)
    ownedSources.write(to: &section)
  }

  init(_ section: inout CompiledReader, _ pack: LanguagePack) throws(Diagnostics) {
    words = PhraseTable(&section)
    let (classes, cues) = (section.array(of: UInt64.self), section.array(of: Int32.self))
    let (nouns, flags) = (section.array(of: UInt8.self), section.array(of: UInt8.self))
    entries = classes.indices.map { i in
      WordEntry(
        classes: WordClass(rawValue: classes[i]), nouns: NounKinds(rawValue: nouns[i]), cue: cues[i],
        startsPhrase: flags[i] & 1 == 1, before: WorkKind(rawValue: flags[i] >> 1 & 3)!,
        after: WorkKind(rawValue: flags[i] >> 3)!)
    }
    phrases = PhraseTable(&section)
    let (kinds, ofCue) = (section.array(of: UInt8.self), section.array(of: Int32.self))
    let ofClasses = section.array(of: UInt64.self)
    phraseKinds = kinds.indices.map { PhraseKind(kinds[$0], ofCue[$0], WordClass(rawValue: ofClasses[$0])) }
    for _ in 0..<section.word() {
      self.cues.append(
        CueEntry(
          lemma: section.string(), cueClass: section.string(),
          frames: Frames(rawValue: UInt16(truncatingIfNeeded: section.word()))))
    }
    for _ in 0..<section.word() {
      let (bytes, flags) = (Array(section.array(of: UInt8.self)), section.word())
      marks.append(Mark(bytes: bytes, opens: flags & 1 != 0, closes: flags & 2 != 0, double: flags & 4 != 0))
      markStarts[Int(bytes[0])] = true
    }
    for _ in 0..<section.word() {
      let affix = Affix(
        ending: Array(section.array(of: UInt8.self)), classes: WordClass(rawValue: section.word()),
        length: Int(section.word()))
      affixes[Int(affix.ending.last!)].append(affix)
    }
    worksBefore = PhraseTable(&section)
    ownedSources = PhraseTable(&section)
  }
}

extension QuoteLexicon.PhraseKind {
  fileprivate var parts: (kind: UInt8, cue: Int32, classes: WordClass) {
    switch self {
    case .cue(let cue, let classes): (0, cue, classes)
    case .source(let personOnly): (personOnly ? 2 : 1, -1, [])
    case .falseCue: (3, -1, [])
    }
  }

  fileprivate init(_ kind: UInt8, _ cue: Int32, _ classes: WordClass) {
    switch kind {
    case 0: self = .cue(cue, classes)
    case 3: self = .falseCue
    default: self = .source(personOnly: kind == 2)
    }
  }
}
