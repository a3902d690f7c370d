import Corpus
import Documents
import Entities
import Glibc
import Normalization
import Quotes
import Sentences
import Summaries

/// What lanes do with documents.
extension Run {
  func perform(_ work: Work) -> [Work] {
    switch work {
    case .open(let source): return open(source)
    case .article(let source, let place): return article(source, place)
    case .again(let document): return again(document)
    case .stage(let stage, let document): return advance(document, stage, work)
    case .make(let stage, let language): return make(stage, language)
    }
  }

  private func make(_ stage: Stage, _ language: String) -> [Work] {
    do {
      guard let pack = toolbox.pack(language), let made = try LanguageStages.make(stage, pack, configuration) else {
        return []
      }
      return toolbox.made(stage, language, made)
    } catch {
      abort(.configuration(error))
      return []
    }
  }

  // MARK: Sources

  /// An input that holds no article, or cannot be read: one failed row.
  private func fail(_ source: Source, _ code: String, _ message: String) -> [Work] {
    var row = DocumentRow.failed(source.base, code, message)
    row.failedUnder = book.everything(configuration.normalization.language, of: row.id)
    if source.claimed[ByteName(source.base)] != nil { row.id = source.path }
    source.row.documents = [row]
    discard(source.previous?.documents ?? [], keeping: [])
    tell(row, source, [])
    return finish(source, holding: true)
  }

  /// Removes the artifacts of documents that an input held before and that are not in it now.
  private func discard(_ old: [DocumentRow], keeping ids: Set<ByteName>) {
    do {
      for row in old where row.status != .failed && !ids.contains(ByteName(row.id)) { try store.remove(row.id) }
    } catch { abort(.output(error)) }
  }

  private func culprit(_ path: String, _ key: String) -> StageFailure? {
    guard !options.orders.culprits.isEmpty else { return nil }
    return options.orders.culprits[.init(path: path, key: key)].map { StageFailure($0.code, $0.message) }
  }

  private func open(_ source: Source) -> [Work] {
    if let failure = culprit(source.path, "") {
      if let bytes = try? Files.read("\(configuration.input)/\(source.path)", limit: configuration.limits.bytes) {
        source.row.stamp = StateTime.trusted(FileStamp(bytes.status))
        source.row.sha256 = Digest(of: bytes.bytes)
      }
      source.row.settings = book.digest(.normalized, "")
      return fail(source, failure.code, failure.message)
    }
    Fault.strike("open", source.path)
    if let previous = source.previous, previous.stamp == source.stamp, mayResume(source, previous) {
      return resume(source, previous)
    }
    let path = "\(configuration.input)/\(source.path)"
    if let archive = ArchiveInput(path) { return open(archive, source) }
    let bytes: [UInt8]
    do {
      let read = try Files.read(path, limit: configuration.limits.bytes)
      bytes = read.bytes
      source.row.stamp = StateTime.trusted(FileStamp(read.status))
    } catch  where error.code == EFBIG {
      let limit = configuration.limits.bytes
      return fail(source, "too-big", "The file has \(source.size) bytes; the limit is \(limit) (limits.bytes).")
    } catch {
      return fail(source, "unreadable", "The file cannot be read: \(String(cString: strerror(error.code))).")
    }
    let digest = Digest(of: bytes)
    source.row.sha256 = digest
    source.row.settings = book.digest(.normalized, "")
    if let previous = source.previous, previous.sha256 == digest, mayResume(source, previous) {
      return resume(source, previous)
    }
    let file = SourceFile(path: source.path, bytes: bytes, sha256: digest.hex)
    let articles: [SourceArticle]
    do {
      articles = try toolbox.normalizer.articles(in: file)
    } catch {
      return fail(source, error.code, error.message)
    }
    return admit(articles, of: file, source)
  }

  /// An archive: its pages stay in it until they are worked on.
  private func open(_ archive: ArchiveInput, _ source: Source) -> [Work] {
    source.row.stamp = StateTime.trusted(FileStamp(archive.status))
    source.row.settings = book.digest(.normalized, "")
    do {
      let found = try archive.articles(toolbox.normalizer, holding: configuration.limits.bytes)
      source.row.sha256 = found.sha256
      if let previous = source.previous, previous.sha256 == found.sha256, mayResume(source, previous) {
        return resume(source, previous)
      }
      let size = Int(archive.status.st_size)
      return admit(found.articles, of: SourceFile(path: source.path, size: size, sha256: found.sha256.hex), source)
    } catch {
      return fail(source, error.code, error.message)
    }
  }

  /// Lets in the articles of an input.
  private func admit(_ articles: [SourceArticle], of file: SourceFile, _ source: Source) -> [Work] {
    source.file = file
    // A key that comes twice in one input counts once.
    var ids: Set<ByteName> = []
    for article in articles {
      let id = article.key.map { DocumentID.of($0, in: source.base) } ?? source.base
      guard ids.insert(ByteName(id)).inserted else { continue }
      source.articles.append(article)
      source.row.documents.append(DocumentRow(id: id, key: article.key))
    }
    guard !source.articles.isEmpty else { return fail(source, "empty", "The file holds no article.") }
    discard(source.previous?.documents ?? [], keeping: ids)
    if source.articles.count == 1 {
      source.left = 1
      return article(source, 0)
    }
    admitArticles(of: source)
    return []
  }

  /// Whether normalization would give again what stands there.
  private func mayResume(_ source: Source, _ previous: SourceRow) -> Bool {
    guard !source.force, !options.force, !source.shared, previous.settings == book.digest(.normalized, "") else {
      return false
    }
    return previous.documents.allSatisfy { row in
      if row.status == .failed { return freshness.isFresh(row) }
      guard source.claimed[ByteName(row.id)] == nil else { return false }
      guard row[.normalized]?.settings == book.digest(.normalized, row.language, of: row.id) else { return false }
      return row[.normalized]?.isThere(store.path(.normalized, row.id)) == true
    }
  }

  /// Goes on with the documents of an input that did not change, each at the first stage that is not fresh.
  private func resume(_ source: Source, _ previous: SourceRow) -> [Work] {
    let stamp = source.row.stamp
    source.row = previous
    source.row.stamp = stamp
    let stale = previous.documents.indices.filter { !freshness.isFresh(previous.documents[$0]) }
    guard !stale.isEmpty else { return finish(source, holding: true) }
    expect(stale.count, of: source)
    var following: [Work] = []
    for place in stale {
      let old = previous.documents[place]
      var row = old
      row.artifacts = [old[.normalized], nil, nil, nil, nil]
      if row.code == Retention.code {
        row.status = .ok
        row.code = ""
        row.message = ""
      }
      following += follow(
        DocumentInWork(source: source, place: place, row: row, previous: old, force: false), .sentences)
    }
    return following
  }

  // MARK: Articles

  private func article(_ source: Source, _ place: Int) -> [Work] {
    var row = source.row.documents[place]
    if let first = source.claimed[ByteName(row.id)] {
      let id = row.id
      row = .failed(
        row.key.map { "\(source.path)/\($0)" } ?? source.path, key: row.key, "id",
        "The id \(id) is that of \(Printable.line(first)) already; rename one of the two.")
      tell(row, source, [])
      return release(source, place, row)
    }
    let previous = source.before[ByteName(row.id)]
    let document = DocumentInWork(
      source: source, place: place, row: row, previous: previous, force: source.force || options.force)
    if let key = row.key, let failure = culprit(source.path, key) { return fail(document, failure) }
    return reissue(document) ?? normalize(document, source.articles[place], source.file!)
  }

  /// The article with its page, where that was left in its archive.
  private func whole(_ article: SourceArticle, _ file: SourceFile) throws(StageFailure) -> SourceArticle {
    guard let offset = article.offset else { return article }
    guard let archive = ArchiveInput("\(configuration.input)/\(file.path)") else {
      throw StageFailure("unreadable", "The archive cannot be read again.")
    }
    return try toolbox.normalizer.page(article, archive.source(from: offset))
  }

  /// Reads the source again for a document whose artifacts on disk are not what the state says.
  private func again(_ document: DocumentInWork) -> [Work] {
    document.force = true
    let source = document.source
    if let archive = ArchiveInput("\(configuration.input)/\(source.path)") { return again(document, archive) }
    do {
      let read = try Files.read("\(configuration.input)/\(source.path)", limit: configuration.limits.bytes)
      let file = SourceFile(path: source.path, bytes: read.bytes, sha256: Digest(of: read.bytes).hex)
      guard let article = try toolbox.normalizer.articles(in: file).first(where: { $0.key == document.row.key }) else {
        return fail(document, StageFailure("vanished", "The article is no longer in its input."))
      }
      source.row.sha256 = Digest(of: read.bytes)
      source.row.stamp = StateTime.trusted(FileStamp(read.status))
      return normalize(document, article, file)
    } catch let failure as StageFailure {
      return fail(document, failure)
    } catch {
      return fail(document, StageFailure("unreadable", "The file cannot be read again."))
    }
  }

  private func again(_ document: DocumentInWork, _ archive: ArchiveInput) -> [Work] {
    do throws(StageFailure) {
      let found = try archive.articles(toolbox.normalizer, holding: configuration.limits.bytes)
      guard let article = found.articles.first(where: { $0.key == document.row.key }) else {
        throw StageFailure("vanished", "The article is no longer in its input.")
      }
      document.source.row.sha256 = found.sha256
      document.source.row.stamp = StateTime.trusted(FileStamp(archive.status))
      let file = SourceFile(
        path: document.source.path, size: Int(archive.status.st_size), sha256: found.sha256.hex)
      return normalize(document, article, file)
    } catch {
      return fail(document, error)
    }
  }

  private func normalize(_ document: DocumentInWork, _ article: SourceArticle, _ file: SourceFile) -> [Work] {
    let start = Clock.now
    let result: NormalizedResult
    do {
      result = try toolbox.normalizer.normalize(whole(article, file), of: file, id: document.row.id)
    } catch {
      return fail(document, error)
    }
    var normalized = result.document
    corrections.correct(&normalized)
    took(.normalized, normalized.corrections, document)
    let json = normalized.json()
    spent(.normalized, since: start)
    document.row.language = normalized.language
    document.row.published = Retention.day(normalized.published)
    guard put(.normalized, json, document, inputs: document.source.row.sha256) else { return [] }
    // Where an editor says which text is the article, there is one.
    let isRestored = normalized.corrections.contains { $0.change == "block-restored" }
    if let skipped = result.skipped, !(skipped.code == "no-article" && isRestored) {
      document.row.status = .skipped
      document.row.code = skipped.code
      document.row.message = skipped.message
      return end(document, discarding: [.sentences, .entities, .quotes, .summaries])
    }
    guard toolbox.pack(normalized.language) != nil else {
      document.row.status = .skipped
      document.row.code = "language"
      document.row.message = "There is no data for the language \"\(normalized.language)\"."
      return end(document, discarding: [.sentences, .entities, .quotes, .summaries])
    }
    let visible = normalized.forStages()
    document.row.content = Digest(of: visible.json())
    document.document = visible
    return follow(document, .sentences)
  }

  // MARK: Stages

  /// Writes a stage's artifact and takes note of it; false if the disk would not have it, which ends the run.
  func put(_ stage: Stage, _ json: [UInt8], _ document: DocumentInWork, inputs: Digest) -> Bool {
    let body = Digest(of: json)
    let path = store.path(stage, document.row.id)
    var row = ArtifactRow(
      settings: book.digest(stage, document.row.language, of: document.row.id), inputs: inputs, body: body,
      stamp: .unknown)
    if let old = document.previous?[stage], old.body == body, old.isThere(path), !document.force {
      row.stamp = old.stamp
    } else {
      note(stage, json, document, path)
      do {
        row.stamp = try store.put(json, at: path, isNew: document.previous?[stage] == nil)
      } catch  where error.code == EISDIR || error.code == ENOTDIR || error.code == ENAMETOOLONG {
        let cause = String(cString: strerror(error.code))
        mutex.locked {
          document.placeFailure = StageFailure("id", "Its artifact cannot be put in its place: \(cause).")
        }
        return true
      } catch {
        abort(.output(error))
        return false
      }
    }
    document.take(row, stage)
    if options.readBack { forget(stage, document) }
    return true
  }

  /// Takes note of what a person would see changed between the artifact that stands there and the new one.
  private func note(_ stage: Stage, _ json: [UInt8], _ document: DocumentInWork, _ path: String) {
    guard let old = document.previous, old.status == .ok, old[stage] != nil, stage.rawValue > Stage.sentences.rawValue,
      let bytes = try? Files.read(path).bytes, bytes != json, let before = ChangeLog.items(stage, bytes),
      let after = ChangeLog.items(stage, json)
    else { return }
    let difference = ChangeLog.difference(before, after)
    mutex.locked {
      switch stage {
      case .entities: document.changed.names = difference
      case .quotes: document.changed.quotes = difference
      default: document.changed.summary = difference
      }
    }
  }

  func inputs(_ stage: Stage, _ document: DocumentInWork) -> Digest {
    var fingerprint = Fingerprint()
    fingerprint.add(document.row.content)
    for upstream in stage.upstream where upstream != .normalized {
      fingerprint.add(document.row[upstream]?.body ?? .none)
    }
    return fingerprint.digest
  }

  /// Whether the artifact that stands there is what the stage would make.
  private func isFresh(_ stage: Stage, _ document: DocumentInWork) -> Bool {
    guard !document.force, let old = document.previous?[stage] else { return false }
    return old.inputs == inputs(stage, document)
      && old.settings == book.digest(stage, document.row.language, of: document.row.id)
      && old.isThere(store.path(stage, document.row.id))
  }

  /// The work that comes at `stage` or after it, without a hop for what is fresh.
  func follow(_ document: DocumentInWork, _ first: Stage) -> [Work] {
    for stage in [Stage.sentences, .entities] where stage.rawValue >= first.rawValue {
      guard freshness.isWanted(stage) else { return end(document) }
      guard isFresh(stage, document) else { return [.stage(stage, document)] }
      document.row[stage] = document.previous?[stage]
    }
    var tail: [Stage] = []
    for stage in [Stage.quotes, .summaries] {
      if isFresh(stage, document)
        || (!freshness.isWanted(stage) && document.previous?[stage] != nil)
      {
        document.row[stage] = document.previous?[stage]
      } else if freshness.isWanted(stage) {
        tail.append(stage)
      }
    }
    if tail.isEmpty { return end(document) }
    document.tailLeft.store(tail.count, ordering: .sequentiallyConsistent)
    do {
      // Both read the same values: they are there before the two part.
      try load(document, upTo: .entities)
    } catch {
      return distrust(document)
    }
    return tail.map { .stage($0, document) }
  }

  private func advance(_ document: DocumentInWork, _ stage: Stage, _ work: Work) -> [Work] {
    let language = document.row.language
    let stages: LanguageStages
    switch toolbox.request(stage, language, for: work) {
    case .ready(let ready): stages = ready
    case .make: return [.make(stage, language)]
    case .parked: return []
    }
    if let key = document.row.key, let failure = culprit(document.source.path, key) { return fail(document, failure) }
    Fault.strike(stage.folder, document.source.path)
    let start = Clock.now
    let inputs = inputs(stage, document)
    do {
      let json: [UInt8]
      // For the last two, which may run side by side, all is there already.
      if stage == .sentences || stage == .entities {
        try load(document, upTo: stage == .sentences ? .normalized : .sentences)
      }
      let text = document.document!
      switch stage {
      case .normalized: return []
      case .sentences:
        let sentences = try stages.splitter!.value.run(text)
        document.sentences = sentences
        json = sentences.json(text)
      case .entities:
        let sentences = document.sentences!
        var entities = try stages.recognizer!.value.run(text, sentences)
        corrections.correct(&entities, text, sentences)
        took(.entities, entities.corrections, document)
        document.entities = entities
        json = entities.json(text, sentences)
      case .quotes:
        let (sentences, entities) = (document.sentences!, document.entities!)
        var quotes = try stages.finder!.value.run(text, sentences, entities)
        corrections.correct(&quotes, text, entities)
        took(.quotes, quotes.corrections, document)
        document.quotes = quotes
        json = quotes.json(text, sentences, entities)
      case .summaries:
        let (sentences, entities) = (document.sentences!, document.entities!)
        let orders = corrections.orders(text, sentences)
        var summary = try stages.summarizer!.value.run(
          text, sentences, entities, barred: orders.barred, pinned: orders.pinned)
        summary.corrections = orders.records
        took(.summaries, orders.records, document)
        document.summary = summary
        json = summary.json(text, sentences)
      }
      spent(stage, since: start)
      guard put(stage, json, document, inputs: inputs) else { return [] }
    } catch let failure as StageFailure {
      switch stage {
      case .quotes: document.quotesFailure = failure
      case .summaries: document.summaryFailure = failure
      default: return fail(document, failure)
      }
    } catch {
      return distrust(document)
    }
    switch stage {
    case .normalized: return []
    case .sentences: return follow(document, .entities)
    case .entities: return follow(document, .quotes)
    case .quotes, .summaries:
      let left = document.tailLeft.subtract(1, ordering: .sequentiallyConsistent).newValue
      return left == 0 ? end(document) : []
    }
  }

  /// Reads from the disk what did not run in this process, up to a stage.
  private func load(_ document: DocumentInWork, upTo last: Stage) throws {
    let reader = ArtifactReader(store)
    let row = document.row
    if document.document == nil { document.document = try reader.normalized(row).forStages() }
    guard last.rawValue >= Stage.sentences.rawValue else { return }
    if document.sentences == nil { document.sentences = try reader.sentences(row, document.document!) }
    guard last.rawValue >= Stage.entities.rawValue else { return }
    if document.entities == nil {
      document.entities = try reader.entities(row, document.document!, document.sentences!)
    }
  }

  private func forget(_ stage: Stage, _ document: DocumentInWork) {
    switch stage {
    case .normalized: document.document = nil
    case .sentences: document.sentences = nil
    case .entities: document.entities = nil
    case .quotes: document.quotes = nil
    case .summaries: document.summary = nil
    }
  }

  // MARK: Ends

  /// An artifact upstream could not be read back: the document is made from its source.
  private func distrust(_ document: DocumentInWork) -> [Work] {
    if document.force { return fail(document, StageFailure("unreadable", "Its artifacts cannot be read back.")) }
    document.document = nil
    document.sentences = nil
    document.entities = nil
    return [.again(document)]
  }

  private func fail(_ document: DocumentInWork, _ failure: StageFailure) -> [Work] {
    document.row.status = .failed
    document.row.code = failure.code
    document.row.message = failure.message
    document.row.artifacts = [nil, nil, nil, nil, nil]
    document.row.failedUnder = book.everything(
      document.row.language.isEmpty ? configuration.normalization.language : document.row.language,
      of: document.row.id)
    return end(document, discarding: Stage.allCases)
  }

  func end(_ document: DocumentInWork, discarding stages: [Stage] = []) -> [Work] {
    let misplaced = mutex.locked { document.placeFailure }
    if stages.isEmpty, let failure = misplaced ?? document.quotesFailure ?? document.summaryFailure {
      document.quotesFailure = nil
      document.summaryFailure = nil
      return fail(document, failure)
    }
    if stages.isEmpty { document.joinTail() }
    if !stages.isEmpty {
      do { try store.remove(document.row.id, stages) } catch { abort(.output(error)) }
    }
    let made = Stage.allCases.filter { document.made[$0.rawValue] }
    if document.row.status == .ok, makesCorpus,
      let text = document.document, let sentences = document.sentences, let entities = document.entities,
      let quotes = document.quotes, let summary = document.summary
    {
      let digest = DocumentDigest(text, sentences, entities, quotes, summary)
      mutex.locked { digests.hold(digest, published: document.row.published) }
    }
    document.row.isComplete =
      document.row.status == .ok
      && Stage.allCases.allSatisfy { stage in
        // What was made just now was made of what stands there.
        stage == .normalized || document.made[stage.rawValue]
          || document.row[stage]?.inputs == inputs(stage, document)
      }
    let corrected = mutex.locked { document.corrected }
    for stage in Stage.allCases where document.row[stage] != nil {
      document.row.corrected[stage] =
        document.made[stage.rawValue] ? corrected[stage] : document.previous?.corrected[stage]
    }
    let changed = document.changed
    if !(changed.summary.isEmpty && changed.quotes.isEmpty && changed.names.isEmpty) {
      mutex.locked { changes.changed.append(changed) }
    }
    tell(document.row, document.source, made)
    return release(document.source, document.place, document.row)
  }

  /// Takes note of the corrections that found what they are about.
  private func took(_ stage: Stage, _ records: [CorrectionRecord], _ document: DocumentInWork) {
    guard !records.isEmpty else { return }
    mutex.locked { document.corrected[stage] = records.map(\.rule) }
  }

  private func spent(_ stage: Stage, since start: Int) {
    let time = Clock.now - start
    mutex.locked { outcome.nanoseconds[stage.rawValue] += time }
  }

  private func tell(_ row: DocumentRow, _ source: Source, _ made: [Stage]) {
    mutex.locked {
      if row.status == .failed {
        failures.append(.init(id: row.id, source: source.path, code: row.code, message: row.message))
      } else if source.before[ByteName(row.id)] == nil {
        changes.new.append(row.id)
      }
      if !made.isEmpty || row.status == .failed { outcome.changed += 1 }
      observer?.ended(
        id: row.id, source: source.path, status: row.status, code: row.code, message: row.message, made: made)
    }
  }
}
