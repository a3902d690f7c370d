public import Documents
import Entities
import Normalization
import Quotes
import Sentences

/// What is made of the built-in language data ahead of time: the content of Sources/CLanguage/compiled.
public enum CompiledLanguage {
  /// The same bytes of the same data on every machine.
  public static func file() throws(Diagnostics) -> [UInt8] {
    var sections: [CompiledWriter] = []
    var packs: [LanguagePack] = []
    for code in LanguagePack.builtInCodes {
      let pack = LanguagePack(code: code, layers: [LanguagePack.builtIn(code)])
      packs.append(pack)
      sections.append(try TermWeights.compiled(pack))
      sections += try Normalizer.compiled(pack)
      sections += try SentenceSplitter.compiled(pack)
      sections += try EntityRecognizer.compiled(pack)
      sections += try QuoteFinder.compiled(pack)
    }
    return CompiledTables.file(sections + [ResourceDigest.compiled(packs)])
  }
}
