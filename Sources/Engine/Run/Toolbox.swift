public import Documents
import Glibc
import Normalization

/// The language packs of a run, and the stages made from them, each when the first document needs it.
final class Toolbox: @unchecked Sendable {
  let configuration: Configuration
  /// The configured language, then the others in order of their codes.
  let packs: [LanguagePack]
  let normalizer: Normalizer

  private let mutex = Mutex()
  private var languages: [String: LanguageStages] = [:]
  /// What waits for a stage that a lane is making.
  private var waiting: [Slot: [Work]] = [:]

  private struct Slot: Hashable {
    var language: String
    var stage: Stage
  }

  init(_ configuration: Configuration) throws(Diagnostics) {
    self.configuration = configuration
    packs = try LanguagePacks.load(configuration)
    normalizer = try Normalizer(options: configuration.normalization, packs: packs)
  }

  func pack(_ language: String) -> LanguagePack? { packs.first { $0.code == language } }

  enum Answer {
    case ready(LanguageStages)
    /// The asker is to make the stage, and to hand it to `made`.
    case make
    /// Another lane makes it; `made` gives the work back.
    case parked
  }

  /// The stage, or who makes it: no lane ever waits for another.
  func request(_ stage: Stage, _ language: String, for work: Work) -> Answer {
    mutex.locked {
      let stages = languages[language] ?? LanguageStages()
      if stages.has(stage) { return .ready(stages) }
      let slot = Slot(language: language, stage: stage)
      if waiting[slot] == nil {
        waiting[slot] = [work]
        return .make
      }
      waiting[slot]!.append(work)
      return .parked
    }
  }

  /// Whether nobody made the stage yet or is at it: the asker then is to make it, as after `make`.
  func claim(_ stage: Stage, _ language: String) -> Bool {
    mutex.locked {
      let slot = Slot(language: language, stage: stage)
      guard waiting[slot] == nil, languages[language]?.has(stage) != true else { return false }
      waiting[slot] = []
      return true
    }
  }

  /// Takes note of a stage that was made; returns what waited for it.
  func made(_ stage: Stage, _ language: String, _ made: LanguageStages.Made) -> [Work] {
    mutex.locked {
      languages[language, default: LanguageStages()].set(made)
      return waiting.removeValue(forKey: Slot(language: language, stage: stage)) ?? []
    }
  }
}

/// Finds the languages of a run: built in, then in folders of the user's.
public enum LanguagePacks {
  /// The packs with every layer over them, the configured language first. Throws what is wrong with the folders.
  public static func load(_ configuration: Configuration) throws(Diagnostics) -> [LanguagePack] {
    var layers: [String: [[LanguageFile]]] = [:]
    for code in LanguagePack.builtInCodes { layers[code] = [LanguagePack.builtIn(code)] }
    var problems: [Diagnostic] = []
    // A folder of languages and one of lexicons look alike: the first may bring a language that nobody knew.
    for (folders, mayBringNew) in [(configuration.languages, true), (configuration.lexicons, false)] {
      for folder in folders {
        for code in subfolders(of: folder, &problems) {
          if layers[code] == nil, !mayBringNew {
            problems.append(
              Diagnostic(
                "C009", "there is no language \"\(Printable.line(code))\" for the lexicons in \(folder)",
                help: NearestName.of(code, among: Array(layers.keys)).map { "did you mean \($0)?" }
                  ?? "known: \(layers.keys.sorted().joined(separator: ", ")); a new one goes below a folder of \"languages\"",
                file: "\(folder)/\(code)"))
            continue
          }
          layers[code, default: [LanguagePack.neutral]].append(files(below: "\(folder)/\(code)", &problems))
        }
      }
    }
    if layers[configuration.normalization.language] == nil {
      problems.append(
        Diagnostic(
          "C009", "there is no data for the language \"\(Printable.line(configuration.normalization.language))\"",
          help: "known: \(layers.keys.sorted().joined(separator: ", "))", file: "language"))
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    // The configured language first: the corpus falls back on it.
    let first = configuration.normalization.language
    let codes = [first] + layers.keys.sorted().filter { $0 != first }
    return codes.map { LanguagePack(code: $0, layers: layers[$0]!) }
  }

  private static func names(in folder: String, _ problems: inout [Diagnostic]) -> [(name: String, folder: Bool)] {
    guard let handle = opendir(folder) else {
      problems.append(Diagnostic("C008", SystemError("read the folder", folder).text, file: folder))
      return []
    }
    defer { closedir(handle) }
    var names: [(String, Bool)] = []
    while let entry = readdir(handle) {
      let name = Walk.name(of: entry).flatMap { String(validating: $0, as: UTF8.self) }
      guard let name, !name.hasPrefix(".") else { continue }
      names.append((name, Files.isFolder("\(folder)/\(name)")))
    }
    return names.sorted { ByteName($0.0) < ByteName($1.0) }
  }

  private static func subfolders(of folder: String, _ problems: inout [Diagnostic]) -> [String] {
    names(in: folder, &problems).filter(\.folder).map(\.name)
  }

  /// The tables and rules of one language: two levels, as "entities/people.tsv".
  private static func files(below folder: String, _ problems: inout [Diagnostic]) -> [LanguageFile] {
    var files: [LanguageFile] = []
    for stage in subfolders(of: folder, &problems) {
      for (name, isFolder) in names(in: "\(folder)/\(stage)", &problems) where !isFolder {
        guard name.hasSuffix(".tsv") || name.hasSuffix(".rules") else { continue }
        let path = "\(folder)/\(stage)/\(name)"
        do {
          let bytes = try Files.read(Files.absolute(path), limit: 256 << 20).bytes
          files.append(LanguageFile(name: "\(stage)/\(name)", origin: path, copying: bytes))
        } catch {
          problems.append(Diagnostic("C008", error.text, file: path))
        }
      }
    }
    return files
  }
}
