public import Corpus
public import Entities
public import Normalization
public import Quotes
public import Sentences
public import Summaries

/// All that a run can be told, with what holds where nobody says anything.
public struct Configuration: Sendable {
  public var input = "seeds"
  public var output = "output"
  /// Patterns of paths below the input folder; all where empty.
  public var include: [String] = []
  public var exclude: [String] = []
  /// Lanes that work side by side; 0: one for each processor.
  public var workers = 0
  /// Folders that hold a folder of data for each further language.
  public var languages: [String] = []
  /// Folders of the user's own tables and rules, over those of a language.
  public var lexicons: [String] = []
  /// Files of an editor's corrections, and the folder that their names in messages go from.
  public var corrections: [String] = []
  public var home = ""
  public var normalization = NormalizationOptions()
  public var sentences = SentencesOptions()
  public var entities = EntitiesOptions()
  public var quotes = QuotesOptions()
  public var summaries = SummariesOptions()
  public var corpus = CorpusOptions()
  /// Whether pages for people carry articles whole.
  public var reportText = ReportText.full
  /// How many days the report's front page looks back; 0: to the beginning.
  public var reportWindow = 0
  /// How many days documents stay in corpus/; 0: for ever.
  public var keep = 0
  /// The day that every window counts back from; empty: the newest day of publication in the input.
  public var asOf = ""
  public var limits = Limits()

  public init() {}
}

/// What pages for people carry of an article: all, or summary, quotes and the way to the source.
public enum ReportText: String, Sendable, CaseIterable { case full, excerpt }

/// What a document or a run may cost; a document past its limits is a row of index.json, not a hang.
public struct Limits: Sendable, Hashable {
  /// The size of an input, in bytes.
  public var bytes = 64 << 20
  /// The time of one document, in seconds.
  public var seconds = 30.0
  /// The time of the run, in seconds; 0: none. The documents that are left wait for the next run.
  public var runSeconds = 0.0
  /// Folders in folders.
  public var depth = 64
}
