import Corpus
import Corrections
public import Documents
import Entities
import Normalization
import Quotes
import Sentences
import Summaries

/// Compiles all data of a configuration's languages, and runs the examples that stand beside rules and entries.
public enum Check {
  /// Everything that is wrong, in order of stage and place; empty if nothing is.
  public static func all(_ configuration: Configuration) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    func attempt<R>(_ body: () throws(Diagnostics) -> R) -> R? {
      do { return try body() } catch {
        problems += error.list
        return nil
      }
    }
    _ = attempt { () throws(Diagnostics) in try Corrections(reading: configuration) }
    guard let packs = attempt({ () throws(Diagnostics) in try LanguagePacks.load(configuration) }) else {
      return problems
    }
    _ = attempt { () throws(Diagnostics) in try Normalizer(options: configuration.normalization, packs: packs) }
    for pack in packs {
      for stage in Stage.allCases {
        _ = attempt { () throws(Diagnostics) in try LanguageStages.make(stage, pack, configuration) }
      }
      problems += examples(pack)
    }
    _ = attempt { () throws(Diagnostics) in try Corpus(options: configuration.corpus, packs: packs) }
    var seen: Set<Diagnostic> = []
    return problems.filter { seen.insert($0).inserted }
  }

  /// The examples of every stage that has some.
  private static func examples(_ pack: LanguagePack) -> [Diagnostic] {
    let splitter = try? SentenceSplitter(options: SentencesOptions(), pack: pack)
    let amounts = AmountExamples.check(pack) { try? splitter?.run($0) }
    return Normalizer.check(pack) + EntityRecognizer.check(pack) + amounts + Summarizer.check(pack) + Corpus.check(pack)
  }
}
