import Corpus
import Documents
import Entities
import Glibc
import Normalization
import Quotes
import Sentences
import Summaries

/// The five stages over one article after the other, in one thread, without a file of its own.
final class DocumentWork {
  private let configuration: Configuration
  private let toolbox: Toolbox
  private let options: WorkerOptions
  private let corpus: Corpus
  private var languages: [String: LanguageStages] = [:]

  /// What was made of an article.
  struct Made {
    var artifacts: [(stage: Stage, json: [UInt8])] = []
    var skipped: StageFailure?
    var digest: DocumentDigest?
  }

  init(_ configuration: Configuration, _ toolbox: Toolbox, _ options: WorkerOptions, _ corpus: Corpus) {
    self.configuration = configuration
    self.toolbox = toolbox
    self.options = options
    self.corpus = corpus
  }

  /// Makes the stages of the configured language, so that what is forked from here has them.
  func warmUp() throws(Diagnostics) { _ = try stages(toolbox.packs[0].code) }

  func run(_ request: WorkerRequest, line: UnsafeBufferPointer<UInt8>) throws(WorkerFault) -> WorkerAnswer {
    let name = request.source ?? request.id
    var file: SourceFile
    var listed = name
    switch request.content {
    case .line:
      file = source(name, Array(line))
      // What a line of JSON lines is read as does not hang on the name that the request gives it.
      listed = "request.jsonl"
    case .bytes(let bytes): file = source(name, bytes)
    case .file(let path):
      let limit = configuration.limits.bytes
      do throws(SystemError) {
        file = source(name, try Files.read(path, limit: limit).bytes)
      } catch {
        throw error.code == EFBIG
          ? WorkerFault(.docTooBig, "The file has more than \(limit) bytes (limits.bytes).")
          : WorkerFault(.unsupported, "The file cannot be read: \(String(cString: strerror(error.code))).")
      }
    }
    guard file.bytes.count <= configuration.limits.bytes else {
      throw WorkerFault(
        .docTooBig,
        "The article has \(file.bytes.count) bytes; the limit is \(configuration.limits.bytes) (limits.bytes)."
      )
    }
    let article: SourceArticle
    do throws(StageFailure) {
      var articles = try toolbox.normalizer.articles(
        in: SourceFile(path: listed, bytes: file.bytes, sha256: file.sha256))
      if request.several, articles.count > 1 || articles.first?.key != nil, request.content.isSource {
        // A key that comes twice in one source counts once.
        var keys: Set<String> = []
        articles.removeAll { !keys.insert($0.key ?? "").inserted }
        return answers(articles, file, request)
      }
      article = try choose(articles, request.key)
    } catch {
      throw WorkerFault(error, .normalized)
    }
    return answer(try make(article, file, id: request.id) { self.fill(&$0, request) }, parts: request.parts)
  }

  /// The answer for a page of an archive.
  func run(_ page: ArchivePage, id: String, name: String) throws(WorkerFault) -> WorkerAnswer {
    answer(try make(page.article, source(name, page.bytes), id: id) { _ in }, parts: nil)
  }

  /// One answer for a source of several articles: theirs in a list, each with its id below that of the source.
  private func answers(_ articles: [SourceArticle], _ file: SourceFile, _ request: WorkerRequest) -> WorkerAnswer {
    var w = JSONWriter(reserving: 1 << 16)
    w.array(articles) { w, article in
      var row = WorkerAnswer(seq: 0)
      let id = article.key.map { DocumentID.of($0, in: request.id) } ?? request.id
      do throws(WorkerFault) {
        row = self.answer(try make(article, file, id: id) { self.fill(&$0, request) }, parts: request.parts)
      } catch {
        row.status = .error
        row.fault = error
      }
      row.id = id
      w.json(row.line(isPart: true))
    }
    var answer = WorkerAnswer(seq: 0)
    answer.results = [("documents", w.bytes)]
    return answer
  }

  private func source(_ name: String, _ bytes: [UInt8]) -> SourceFile {
    SourceFile(path: name, bytes: bytes, sha256: Digest(of: bytes).hex)
  }

  private func choose(_ articles: [SourceArticle], _ key: String?) throws(StageFailure) -> SourceArticle {
    if let key {
      guard let article = articles.first(where: { $0.key == key }) else {
        throw StageFailure("several", "The source holds no article with this key.")
      }
      return article
    }
    guard articles.count == 1 else {
      throw StageFailure(
        "several", "The source holds \(articles.count) articles; ask for one with \"key\", or send each by itself.")
    }
    return articles[0]
  }

  /// What the request knows of a page that does not say it itself.
  private func fill(_ document: inout NormalizedDocument, _ request: WorkerRequest) {
    if case .line = request.content { return }
    if document.url == nil, let url = request.url {
      document.url = url
      document.facts.append(FactBasis("url", "request"))
    }
    if document.outlet == nil, let outlet = request.outlet {
      document.outlet = outlet
      document.facts.append(FactBasis("outlet", "request"))
    }
    if document.published == nil, let published = request.published.flatMap(Normalizer.moment) {
      document.published = published
      document.publishedBasis = .feed
      document.facts.append(FactBasis("published", "request"))
    }
  }

  private func stages(_ language: String) throws(Diagnostics) -> LanguageStages? {
    if let known = languages[language] { return known }
    guard let pack = toolbox.pack(language) else { return nil }
    var stages = LanguageStages()
    for stage in Stage.allCases {
      if let made = try LanguageStages.make(stage, pack, configuration) { stages.set(made) }
    }
    languages[language] = stages
    return stages
  }

  private func make(
    _ article: SourceArticle, _ file: SourceFile, id: String, _ fill: (inout NormalizedDocument) -> Void
  ) throws(WorkerFault) -> Made {
    var made = Made()
    var stage = Stage.normalized
    do {
      Fault.strike(stage.folder, file.path)
      var result = try toolbox.normalizer.normalize(article, of: file, id: id)
      fill(&result.document)
      made.artifacts.append((stage, result.document.json()))
      made.skipped = result.skipped
      guard made.skipped == nil else { return made }
      guard let stages = try stages(result.document.language) else {
        made.skipped = StageFailure("language", "There is no data for the language \"\(result.document.language)\".")
        return made
      }
      let document = result.document.forStages()
      func begin(_ next: Stage) {
        stage = next
        Fault.strike(next.folder, file.path)
      }
      begin(.sentences)
      let sentences = try stages.splitter!.value.run(document)
      made.artifacts.append((stage, sentences.json(document)))
      begin(.entities)
      let entities = try stages.recognizer!.value.run(document, sentences)
      made.artifacts.append((stage, entities.json(document, sentences)))
      begin(.quotes)
      let quotes = try stages.finder!.value.run(document, sentences, entities)
      made.artifacts.append((stage, quotes.json(document, sentences, entities)))
      begin(.summaries)
      let summary = try stages.summarizer!.value.run(document, sentences, entities)
      made.artifacts.append((stage, summary.json(document, sentences)))
      made.digest = DocumentDigest(document, sentences, entities, quotes, summary)
      return made
    } catch let failure as StageFailure {
      throw WorkerFault(failure, stage)
    } catch let problems as Diagnostics {
      throw WorkerFault(.internal, "The language's data has mistakes: \(problems.list[0].text)")
    } catch {
      throw WorkerFault(.internal, "\(error)")
    }
  }

  private func answer(_ made: Made, parts: Set<String>?) -> WorkerAnswer {
    let parts = parts ?? options.parts
    var answer = WorkerAnswer(seq: 0)
    if let skipped = made.skipped {
      answer.status = .skipped
      answer.fault = WorkerFault(skipped, .normalized)
    }
    var fingerprint = Fingerprint()
    for artifact in made.artifacts { fingerprint.add(Digest(of: artifact.json)) }
    answer.digest = fingerprint.digest.hex
    var w = JSONWriter(reserving: 1 << 16)
    w.object { w in
      for (stage, json) in made.artifacts.sorted(by: { $0.stage.folder < $1.stage.folder })
      where parts.contains(stage.folder) {
        w.key(stage.folder)
        w.json(json)
      }
    }
    answer.results.append(("artifacts", w.bytes))
    if let digest = made.digest, parts.contains("corpus") {
      answer.results.append(("corpus", digest.json()))
      answer.results.append(("keys", corpus.keys(of: digest)))
    }
    return answer
  }
}
