internal import CFacade
import Corpus
import Corrections
import Documents
import Glibc

/// All that a stage depends on beside its input, part by part, so that a change can be named.
public struct Settings: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    /// As "version", "option summaries.method", "resource quotes/cues.tsv", "library ICU".
    public var name: String
    public var value: String
  }

  public var parts: [Part]
  public let digest: Digest

  init(_ parts: [Part]) {
    self.parts = parts
    var fingerprint = Fingerprint()
    for part in parts {
      fingerprint.add(part.name)
      fingerprint.add(part.value)
    }
    digest = fingerprint.digest
  }

  /// What differs from `old`, as a person says it.
  func changes(since old: Settings) -> [String] {
    let before = Dictionary(old.parts.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
    let after = Set(parts.map(\.name))
    var changes: [String] = []
    for part in parts {
      guard let was = before[part.name] else {
        changes.append("\(part.name) is new")
        continue
      }
      guard was != part.value else { continue }
      changes.append(
        part.name.hasPrefix("resource ") ? "\(part.name) changed" : "\(part.name) \(was) -> \(part.value)")
    }
    for part in old.parts where !after.contains(part.name) { changes.append("\(part.name) is gone") }
    return changes
  }
}

/// The settings of every stage and language of a run; each is made once, when it is asked for.
final class SettingsBook: @unchecked Sendable {
  private let configuration: Configuration
  private let packs: [LanguagePack]
  private let mutex = Mutex()
  private var known: [String: Settings] = [:]
  private let corrections: Corrections

  init(_ configuration: Configuration, _ packs: [LanguagePack], _ corrections: Corrections = Corrections()) {
    self.configuration = configuration
    self.packs = packs
    self.corrections = corrections
  }

  /// Of a stage for the documents of one language; of normalization for all, since it tells languages apart.
  func settings(_ stage: Stage, _ language: String) -> Settings {
    mutex.locked {
      let name = stage == .normalized ? stage.folder : "\(stage.folder)/\(language)"
      if let settings = known[name] { return settings }
      let mine = stage == .normalized ? packs : packs.filter { $0.code == language }
      let settings = make(stage.version, stage.options, stage.resources, mine)
      known[name] = settings
      return settings
    }
  }

  func digest(_ stage: Stage, _ language: String) -> Digest { settings(stage, language).digest }

  /// Whether some correction may be for some document.
  var hasCorrections: Bool { !corrections.isEmpty }

  /// Whether some correction may be for the document.
  func isCorrected(_ id: String) -> Bool {
    !corrections.isEmpty && Stage.allCases.contains { !corrections.settings(id, stage: $0.folder).isEmpty }
  }

  /// Of a stage for one document: those of its language, and the corrections that are for it.
  func settings(_ stage: Stage, _ language: String, of id: String) -> Settings {
    let general = settings(stage, language)
    let entries = corrections.settings(id, stage: stage.folder)
    guard !entries.isEmpty else { return general }
    // Documents that no entry names share those for all.
    let name = "\(stage.folder)/\(language)/" + (corrections.names(id) ? "=\(id)" : "*")
    return mutex.locked {
      if let settings = known[name] { return settings }
      let settings = Settings(general.parts + entries.map { Settings.Part(name: $0.name, value: $0.value) })
      known[name] = settings
      return settings
    }
  }

  func digest(_ stage: Stage, _ language: String, of id: String) -> Digest {
    settings(stage, language, of: id).digest
  }

  var corpus: Settings {
    mutex.locked {
      if let settings = known["corpus"] { return settings }
      let made = make(
        Corpus.version,
        ConfigurationKey.names(of: "stories") + ConfigurationKey.names(of: "corpus")
          // The report is made anew with the corpus.
          + ConfigurationKey.names(of: "report") + ["asOf"],
        Corpus.resources, packs)
      let settings = Settings(
        made.parts + Schemas.settings + corrections.storySettings.map { Settings.Part(name: $0.name, value: $0.value) })
      known["corpus"] = settings
      return settings
    }
  }

  /// Of all stages together.
  func everything(_ language: String, of id: String) -> Digest {
    var fingerprint = Fingerprint()
    for stage in Stage.allCases { fingerprint.add(digest(stage, language, of: id)) }
    fingerprint.add("\(configuration.limits)")
    return fingerprint.digest
  }

  private func make(
    _ version: Int, _ options: [String], _ folders: [String], _ packs: [LanguagePack]
  ) -> Settings {
    var parts = [Settings.Part(name: "version", value: String(version))]
    for option in options {
      guard let text = ConfigurationKey.named(option)?.text(configuration) else { continue }
      parts.append(.init(name: "option \(option)", value: text))
    }
    for pack in packs {
      for folder in folders {
        for name in pack.names(below: folder) {
          parts.append(
            .init(name: "resource \(pack.code)/\(name)", value: ResourceDigest.of(pack.files(name)).hex))
        }
      }
    }
    parts.append(.init(name: "library ICU", value: String(cString: nd_icu_version())))
    parts.append(.init(name: "library libxml2", value: String(cString: nd_libxml2_version())))
    return Settings(parts)
  }
}

/// What this program is made of, as far as it can change an artifact.
public enum Versions {
  /// Names and versions: each stage, the built-in data of each language, and the libraries.
  public static var all: [(String, String)] {
    var list = Schemas.versions.map { ("schema.\($0.kind)", $0.version) }
    list += Stage.allCases.map { ("stage.\($0.folder)", String($0.version)) }
    list.append(("stage.corpus", String(Corpus.version)))
    for code in LanguagePack.builtInCodes {
      let pack = LanguagePack(code: code, layers: [LanguagePack.builtIn(code)])
      var fingerprint = Fingerprint()
      for name in pack.names(below: "") { fingerprint.add(ResourceDigest.of(pack.files(name))) }
      // Semantic versions let a digest follow as build metadata: two builds of one version can be told apart.
      let version = pack.version ?? "0.0.0"
      list.append(("language.\(code)", "\(version)+\(fingerprint.digest.hex.prefix(16))"))
    }
    list.append(("library.ICU", String(cString: nd_icu_version())))
    list.append(("library.Unicode", String(cString: nd_unicode_version())))
    list.append(("library.libxml2", String(cString: nd_libxml2_version())))
    return list
  }
}
