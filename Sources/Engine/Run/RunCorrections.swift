import Corpus
import Corrections
public import Documents

extension Corrections {
  /// Reads the files that a configuration names.
  init(reading configuration: Configuration) throws(Diagnostics) {
    var files: [CorrectionFile] = []
    var problems: [Diagnostic] = []
    for path in configuration.corrections {
      let name = configuration.correctionsName(path)
      if files.contains(where: { $0.name == name }) {
        problems.append(
          Diagnostic("C022", "two files of corrections are called \(name)", help: "rename one of the two", file: path))
      }
      do {
        files.append(CorrectionFile(name: name, bytes: try Files.read(Files.absolute(path), limit: 64 << 20).bytes))
      } catch { problems.append(Diagnostic("C008", error.text, file: path)) }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    try self.init(files)
  }

  var storyDecisions: [StoryDecision] {
    stories.compactMap { correction in
      switch correction.action {
      case .join(let articles): StoryDecision(isJoin: true, articles: articles, rule: correction.rule)
      case .part(let articles): StoryDecision(isJoin: false, articles: articles, rule: correction.rule)
      default: nil
      }
    }
  }
}

extension Configuration {
  /// A file of corrections as artifacts name it: from the folder of pipeline.yaml, and never with this machine's folders.
  public func correctionsName(_ path: String) -> String {
    if !home.isEmpty, path.hasPrefix(home) { return String(path.dropFirst(home.count)) }
    guard path.hasPrefix("/"), let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}

extension Run {
  /// Corrections that found nothing of what they are about, as warnings; `each` gives the documents that hold now, one by
  /// one.
  func unmatched(_ each: ((DocumentRow) -> Void) -> Void) -> [Diagnostic] {
    guard !corrections.isEmpty else { return [] }
    var known: Set<ByteName> = []
    var found: [ByteName: Set<String>] = [:]
    var anywhere: Set<String> = []
    each { row in
      guard row.status != .failed else { return }
      known.insert(ByteName(row.id))
      known.insert(ByteName(StoryDecision.story(of: row.id)))
      for rules in row.corrected.values {
        found[ByteName(row.id), default: []].formUnion(rules)
        anywhere.formUnion(rules)
      }
    }
    return corrections.list.compactMap { correction in
      let reason: String
      switch correction.action {
      case .join(let ids), .part(let ids):
        guard let missing = ids.first(where: { !known.contains(ByteName($0)) }) else { return nil }
        reason = "no article or story has the id \(Printable.line(missing))"
      default:
        if let article = correction.article {
          if !known.contains(ByteName(article)) {
            reason = "no article has the id \(Printable.line(article))"
          } else {
            if found[ByteName(article)]?.contains(correction.rule) == true { return nil }
            reason = "\(Printable.line(article)) has not, or not in this form, \(Printable.line(correction.subject))"
          }
        } else {
          if anywhere.contains(correction.rule) || isOverruled(correction) { return nil }
          reason = "no article has \(Printable.line(correction.subject))"
        }
      }
      return Diagnostic(
        "C023", "the correction matches nothing: \(reason)", help: "correct the entry, or remove it",
        file: correction.file, line: correction.line, severity: .warning)
    }
  }

  /// An entry for every article is without effect where each article that it could touch has one of its own; that is no
  /// mistake.
  private func isOverruled(_ correction: Correction) -> Bool {
    corrections.list.contains { other in
      other.article != nil && other.stage == correction.stage && other.subject == correction.subject
    }
  }

  /// Corrections that find nothing in what the output folder holds now, without running. Of articles that a run would
  /// make first, nothing can be said yet.
  public func unmatchedCorrections() -> [Diagnostic] {
    guard !corrections.isEmpty, let walk = try? walk() else { return [] }
    let paths = walk.places.map(walk.path)
    let waiting = Set(paths.map { ByteName(DocumentID.base(of: $0)) })
    let current = Set(paths.map { ByteName($0) })
    var documents: [ByteName: DocumentRow] = [:]
    state.each { source in
      guard current.contains(ByteName(source.path)) else { return }
      for row in source.documents { documents[ByteName(row.id)] = row }
    }
    let candidates = unmatched { take in for row in documents.values { take(row) } }
    return candidates.filter { warning in
      guard let correction = corrections.list.first(where: { $0.file == warning.file && $0.line == warning.line })
      else { return true }
      guard let stage = Stage.allCases.first(where: { $0.folder == correction.stage }) else {
        return !documents.isEmpty
      }
      guard let article = correction.article else {
        // Known only once every article was made under it.
        return !documents.isEmpty
          && documents.values.allSatisfy {
            $0[stage] == nil || $0[stage]!.settings == book.digest(stage, $0.language, of: $0.id)
          }
      }
      guard let row = documents[ByteName(article)] else { return !waiting.contains(ByteName(article)) }
      guard let artifact = row[stage] else { return row.status != .failed }
      if artifact.settings == book.digest(stage, row.language, of: row.id) { return true }
      return !wouldMatch(correction, row)
    }
  }

  /// Whether the entry finds in the artifacts that stand there what it is about, or an earlier form of it did.
  private func wouldMatch(_ correction: Correction, _ row: DocumentRow) -> Bool {
    let reader = ArtifactReader(store)
    guard var document = try? reader.normalized(row) else { return true }
    var records: [CorrectionRecord] = []
    let earlier: [CorrectionRecord]
    let alone = Corrections(only: correction)
    if correction.stage == "normalized" {
      earlier = document.corrections
      document.corrections = []
      alone.correct(&document)
      records = document.corrections
    } else {
      guard let sentences = try? reader.sentences(row, document) else { return true }
      if correction.stage == "summaries" {
        return !alone.orders(document, sentences).records.isEmpty
      }
      guard var entities = try? reader.entities(row, document, sentences) else { return true }
      if correction.stage == "entities" {
        earlier = entities.corrections
        entities.corrections = []
        alone.correct(&entities, document, sentences)
        records = entities.corrections
      } else {
        guard var quotes = try? reader.quotes(row, document, sentences, entities) else { return true }
        earlier = quotes.corrections
        quotes.corrections = []
        alone.correct(&quotes, document, entities)
        records = quotes.corrections
      }
    }
    return !records.isEmpty || earlier.contains { correction.isAbout($0.text) }
  }
}
