import Documents
import Engine
import Entities
import Glibc
import Normalization
import Quotes
import Sentences

/// What libFuzzer calls with each input; NIGHTDESK_FUZZ says which of the fuzzers gets it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzzer(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Makes the stages before libFuzzer looks at its watch.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer) -> CInt {
  fuzzer(Array("Edda Quill said so.".utf8))
  return 0
}

private let fuzzer: @Sendable ([UInt8]) -> Void = {
  let name = getenv("NIGHTDESK_FUZZ").map { String(cString: $0) } ?? ""
  guard let fuzzer = Fuzzers.all[name] else {
    fatalError("NIGHTDESK_FUZZ is one of \(Fuzzers.all.keys.sorted().joined(separator: ", ")), not \"\(name)\"")
  }
  return fuzzer
}()

/// Each takes any bytes. A trap is a fault, and so is an artifact that is not read back as what was written.
enum Fuzzers {
  static var all: [String: @Sendable ([UInt8]) -> Void] {
    [
      "normalization": normalization, "sentences": sentences, "entities": entities, "quotes": quotes, "yaml": yaml,
      "artifacts": artifacts,
    ]
  }

  /// The first byte says what the file is called.
  private static func normalization(_ bytes: [UInt8]) {
    let names = ["a.txt", "a.html", "a.md", "a.xml", "a.json", "a.jsonl", "a.eml", "a.warc", "a.txt.gz", "a"]
    let name = names[Int(bytes.first ?? 0) % names.count]
    let file = SourceFile(path: name, bytes: Array(bytes.dropFirst()), sha256: "")
    guard let articles = try? Made.normalizer.articles(in: file) else { return }
    for article in articles.prefix(4) {
      guard let result = try? Made.normalizer.normalize(article, of: file, id: "a") else { continue }
      let json = result.document.json()
      expectSame(json, try NormalizedDocument(json: json).json())
    }
  }

  private static func sentences(_ bytes: [UInt8]) {
    let document = Made.document(bytes)
    guard let found = try? Made.splitter.run(document) else { return }
    let json = found.json(document)
    expectSame(json, try SentencesArtifact(json: json, of: document).json(document))
  }

  private static func entities(_ bytes: [UInt8]) {
    let document = Made.document(bytes)
    guard let sentences = try? Made.splitter.run(document), let found = try? Made.recognizer.run(document, sentences)
    else { return }
    let json = found.json(document, sentences)
    expectSame(json, try EntitiesArtifact(json: json, of: document, sentences).json(document, sentences))
  }

  private static func quotes(_ bytes: [UInt8]) {
    let document = Made.document(bytes)
    guard let sentences = try? Made.splitter.run(document),
      let entities = try? Made.recognizer.run(document, sentences),
      let found = try? Made.finder.run(document, sentences, entities)
    else { return }
    let json = found.json(document, sentences, entities)
    expectSame(
      json, try QuotesArtifact(json: json, of: document, sentences, entities).json(document, sentences, entities))
  }

  private static func yaml(_ bytes: [UInt8]) {
    var reader = ConfigurationReader()
    reader.add(text: String(decoding: bytes, as: UTF8.self), file: "pipeline.yaml")
    _ = try? reader.finish()
  }

  /// The first byte says which artifact it is; what they speak of is always the same document.
  private static func artifacts(_ bytes: [UInt8]) {
    let json = Array(bytes.dropFirst())
    switch (bytes.first ?? 0) % 4 {
    case 0:
      guard let document = try? NormalizedDocument(json: json) else { return }
      expectSame(document.json(), try NormalizedDocument(json: document.json()).json())
    case 1: _ = try? SentencesArtifact(json: json, of: Made.known)
    case 2: _ = try? EntitiesArtifact(json: json, of: Made.known, Made.knownSentences)
    default: _ = try? QuotesArtifact(json: json, of: Made.known, Made.knownSentences, Made.knownEntities)
    }
  }

  private static func expectSame(_ json: [UInt8], _ again: @autoclosure () throws -> [UInt8]) {
    guard let again = try? again(), again == json else { fatalError("an artifact is not read back as it was written") }
  }
}

/// The stages, made once.
private enum Made {
  static let pack = LanguagePack.english
  static let normalizer = must(try Normalizer(options: NormalizationOptions(), packs: [pack]))
  static let splitter = must(try SentenceSplitter(options: SentencesOptions(), pack: pack))
  static let recognizer = must(try EntityRecognizer(options: EntitiesOptions(), pack: pack))
  static let finder = must(try QuoteFinder(options: QuotesOptions(), pack: pack))

  static let known = document(
    Array("Mayor Edda Quill spoke on Monday. “The pier will close,” said Quill.\n\nThe town was quiet.".utf8))
  static let knownSentences = must(try splitter.run(known))
  static let knownEntities = must(try recognizer.run(known, knownSentences))

  static func must<T>(_ make: @autoclosure () throws -> T) -> T {
    do { return try make() } catch { fatalError("\(error)") }
  }

  /// The bytes as normalization would give them: UTF-8 without controls, paragraphs parted by blank lines.
  static func document(_ bytes: [UInt8]) -> NormalizedDocument {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" }
    var clean: [UInt8] = []
    var blocks: [Block] = []
    for paragraph in String(String.UnicodeScalarView(text)).utf8.split(separator: 0x0A) {
      if !clean.isEmpty { clean += [0x0A, 0x0A] }
      let start = clean.count
      clean += paragraph
      blocks.append(Block(.paragraph, Span(start, clean.count)))
    }
    let source = SourceInfo(path: "a.txt", bytes: clean.count, sha256: "", mediaType: "text/plain", encoding: "utf-8")
    return NormalizedDocument(id: "a", source: source, text: SourceText(utf8: clean), blocks: blocks, language: "en")
  }
}
