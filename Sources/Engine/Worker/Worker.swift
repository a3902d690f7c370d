import Corpus
public import Documents
import Glibc

/// JSON lines in, JSON lines out: what any engine for many machines can start, feed and read.
///
/// A parent reads, hands lines to children and writes their answers in order; a child works on one line at a time. What a
/// document does to its child is one row: the parent never looks into a document.
public final class Worker {
  private let configuration: Configuration
  private let options: WorkerOptions
  private let toolbox: Toolbox
  /// Of the program, the rules and the options: two workers with one digest give the same answers.
  public let rules: String
  private let stage: WorkStage

  /// What the lines of a stage are worked on with.
  private enum WorkStage {
    case documents(DocumentWork)
    case corpus(Corpus, WorkerStage)
  }

  public enum Failure: Error, Sendable {
    case input(SystemError)
    case output(SystemError)
    case children
  }

  /// Reads the language's data, which the children then share. Throws its mistakes.
  public init(_ configuration: Configuration, _ options: WorkerOptions) throws(Diagnostics) {
    self.configuration = configuration
    self.options = options
    toolbox = try Toolbox(configuration)
    rules = Self.rules(configuration, toolbox)
    let corpus = try Corpus(options: configuration.corpus, packs: toolbox.packs)
    if options.stage == .doc {
      let work = DocumentWork(configuration, toolbox, options, corpus)
      try work.warmUp()
      stage = .documents(work)
    } else {
      stage = .corpus(corpus, options.stage)
    }
  }

  private static func rules(_ configuration: Configuration, _ toolbox: Toolbox) -> String {
    let book = SettingsBook(configuration, toolbox.packs)
    var fingerprint = Fingerprint()
    for pack in toolbox.packs {
      for stage in Stage.allCases { fingerprint.add(book.settings(stage, pack.code).digest) }
    }
    fingerprint.add("\(configuration.limits)")
    fingerprint.add(book.corpus.digest)
    return String(fingerprint.digest.hex.prefix(16))
  }

  /// Answers every line of standard input; to be called while the process has one thread.
  public func run() throws(Failure) {
    let parent = WorkerParent(options, seconds: configuration.limits.seconds, rules: rules) { [self] in work() }
    do throws(WorkerParent.Failure) {
      try parent.run()
    } catch {
      switch error {
      case .input(let error): throw .input(error)
      case .output(let error): throw .output(error)
      case .children: throw .children
      }
    }
  }

  private func work() -> LineWork {
    switch stage {
    case .documents(let documents):
      LineWork(rules: rules) { line, known throws(WorkerFault) in
        try documents.run(WorkerRequest(line, known: &known), line: line)
      } page: { page, id, name throws(WorkerFault) in
        try documents.run(page, id: id, name: name)
      }
    case .corpus(let corpus, let stage):
      LineWork(rules: rules) { line, known throws(WorkerFault) in
        guard known?.isEmpty == false else { throw WorkerFault(.noID, "The line has no \"id\" that is text.") }
        return try Self.answer(corpus, stage, line)
      } page: { _, _, _ throws(WorkerFault) in
        throw WorkerFault(.unsupported, "This stage reads lines.")
      }
    }
  }

  /// A line of a stage over documents: its answer holds one result, named as what it is.
  private static func answer(
    _ corpus: Corpus, _ stage: WorkerStage, _ line: UnsafeBufferPointer<UInt8>
  ) throws(WorkerFault) -> WorkerAnswer {
    var answer = WorkerAnswer(seq: 0)
    do throws(JSONError) {
      switch stage {
      case .doc: break
      case .link: answer.results = [("entities", try corpus.link(line))]
      case .story: answer.results = [("result", try corpus.stories(line))]
      case .quotes: answer.results = [("quotes", try corpus.quotes(line))]
      }
    } catch {
      throw WorkerFault(.badJSON, "The line is damaged: \(error.message).", offset: error.offset)
    }
    return answer
  }
}
