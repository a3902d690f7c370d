import ArgumentParser
import Documents
import Edition
import Engine
import Exports

struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Finds who said what, over all articles of a run.",
    discussion: """
      A question, or words to look for. Each word must begin a word of the speaker's names, of the quote or of the story's title,
      without regard to case and accents. On a terminal the answer is a table; elsewhere one line an utterance: day, speaker,
      quote, outlets, parted by tabs. --json gives each as an object.

      nightdesk query "what did Threlkeld say about mackerel"
      nightdesk query who said anything about quotas
      nightdesk query --speaker valadares --since 2025-10-01 --json
      nightdesk query --text "port ban"              sentences of articles that hold the words
      nightdesk query --database nightdesk.db harbour    the same from what nightdesk export sqlite wrote

      Questions are data: query/questions.tsv below a folder of "lexicons" or "languages" adds a user's own.
      """)

  @Argument(help: "A question, or words to look for.")
  var words: [String] = []

  @Option(help: "Words of the speaker's names and roles.")
  var speaker: [String] = []

  @Option(help: "Words of what was said, in any outlet's wording.")
  var about: [String] = []

  @Option(help: "Words of the story's title, or its id.")
  var story: [String] = []

  @Option(help: "Only what was first printed on this day or later (2025-10-14); what has no date is left out.")
  var since: String?

  @Option(help: "Full text: sentences of the articles that hold all these words.")
  var text: [String] = []

  @Option(help: "At most so many; 0: all.")
  var limit = 0

  @Flag(help: "One JSON object a line.")
  var json = false

  @Option(help: "Look into this file of nightdesk export sqlite instead of the artifacts.")
  var database: String?

  @OptionGroup var place: RunFolderOption

  func validate() throws {
    if let since {
      let parts = since.split(separator: "-", omittingEmptySubsequences: false)
      let sizes = parts.map(\.count)
      guard [[4], [4, 2], [4, 2, 2]].contains(sizes), parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else {
        throw ValidationError("--since is a day as 2025-10-14 (or a month or year), not \"\(since)\"")
      }
    }
    if !text.isEmpty, !words.isEmpty || !speaker.isEmpty || !about.isEmpty {
      throw ValidationError(
        "--text looks for sentences of articles, the others for quotes: give one or the other (--since and --story go with both)"
      )
    }
    if limit < 0 { throw ValidationError("--limit is a number of rows, or 0 for all") }
  }

  func run() throws {
    let languages = try questions()
    let found: Bool
    if let database {
      found = try reading(database) { _ in try answer(try DatabaseQuery(database), languages) }
    } else {
      found = try reading(try place.path()) { try answer(try ArtifactQuery($0), languages) }
    }
    if !found { complain("nothing was found") }
  }

  /// Whether anything was found.
  private func answer(_ source: any QuerySource, _ languages: [Questions]) throws -> Bool {
    // Words that nobody looks for are those of the configured language.
    let questions = languages[0]
    if !text.isEmpty { return try sentences(source, questions) }
    var filter = UtteranceFilter()
    filter.speaker = speaker.flatMap(SearchWords.all)
    filter.about = about.flatMap(questions.words)
    filter.since = since
    let all = try source.utterances().filter { wanted(story: $0.story, $0.storyTitle) }
    var found: [Utterance] = []
    if let question = languages.lazy.compactMap({ $0.read(words) }).first {
      var asked = filter
      asked.speaker += question.speaker
      asked.about += question.about
      found = all.filter(asked.accepts)
    }
    if found.isEmpty {
      // No question, or one that nobody answers: its words may still stand somewhere.
      filter.anywhere = words.flatMap(questions.words)
      found = all.filter(filter.accepts)
    }
    let rows = newestFirst(found, \.day)
    if json {
      for row in rows { print(QueryJSON.line(row)) }
    } else {
      QueryTable(quotes: rows).print()
    }
    return !rows.isEmpty
  }

  private func sentences(_ source: any QuerySource, _ questions: Questions) throws -> Bool {
    let found = try source.sentences(holding: text.flatMap(questions.words)).filter { sentence in
      wanted(story: nil, sentence.story) && (since.map { (sentence.day ?? "") >= $0 } ?? true)
    }
    let rows = newestFirst(found, \.day)
    if json {
      for row in rows { print(QueryJSON.line(row)) }
    } else {
      QueryTable(sentences: rows).print()
    }
    return !rows.isEmpty
  }

  private func wanted(story id: String?, _ title: String?) -> Bool {
    if story.isEmpty || story == [id] { return true }
    return UtteranceFilter.holds(SearchWords.all(title ?? ""), story.flatMap(SearchWords.all))
  }

  private func newestFirst<Row>(_ rows: [Row], _ day: (Row) -> String?) -> [Row] {
    let sorted = rows.enumerated().sorted { a, b in
      let (one, two) = (day(a.element) ?? "", day(b.element) ?? "")
      return one != two ? one > two : a.offset < b.offset
    }.map(\.element)
    return limit > 0 ? Array(sorted.prefix(limit)) : sorted
  }

  /// The questions of every language of the configuration, with what the user's own layers add; the configured language
  /// first.
  private func questions() throws -> [Questions] {
    let configuration = try place.configuration()
    do {
      return try LanguagePacks.load(configuration).map { pack throws(Diagnostics) in try Questions(pack: pack) }
    } catch {
      complain(error)
      throw ExitStatus.configuration.code
    }
  }
}
