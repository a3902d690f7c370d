import CMeasure
import Documents
import Glibc

/// One thing that is measured: its name, how many bytes it takes in, what marks it for callgrind, and the work.
struct Step {
  var name: String
  var bytes: Int
  var mark: (() -> Void)?
  /// Does it once for all articles; gives something that depends on the result, so that nothing is left out.
  var once: () throws -> Int
}

extension Workload {
  /// The five stages, and their artifacts written to memory and read back.
  var stages: [Step] {
    [
      Step(name: "normalization", bytes: sourceBytes, mark: measure_mark_normalization) {
        try files.reduce(0) { try $0 + chain.normalize($1).count }
      },
      Step(name: "sentences", bytes: textBytes, mark: measure_mark_sentences) {
        try artifacts.reduce(0) { try $0 + chain.splitter.run($1.document).sentences.count }
      },
      Step(name: "entities", bytes: textBytes, mark: measure_mark_entities) {
        try artifacts.reduce(0) { try $0 + chain.recognizer.run($1.document, $1.sentences).mentions.count }
      },
      Step(name: "quotes", bytes: textBytes, mark: measure_mark_quotes) {
        try artifacts.reduce(0) { try $0 + chain.finder.run($1.document, $1.sentences, $1.entities).quotes.count }
      },
      Step(name: "summaries", bytes: textBytes, mark: measure_mark_summaries) {
        try artifacts.reduce(0) { try $0 + chain.summarizer.run($1.document, $1.sentences, $1.entities).sentences.count }
      },
      Step(name: "writing", bytes: jsonBytes, mark: measure_mark_writing) {
        artifacts.reduce(0) { $0 + $1.json.reduce(0) { $0 + $1.count } }
      },
      Step(name: "reading", bytes: jsonBytes, mark: measure_mark_reading) {
        try json.reduce(0) { sum, json in
          let document = try NormalizedDocument(json: json[0])
          let sentences = try SentencesArtifact(json: json[1], of: document)
          let entities = try EntitiesArtifact(json: json[2], of: document, sentences)
          let quotes = try QuotesArtifact(json: json[3], of: document, sentences, entities)
          let summary = try SummaryArtifact(json: json[4], of: document, sentences)
          return sum + quotes.quotes.count + summary.sentences.count
        }
      },
    ]
  }

  /// What no text pipeline can undercut: the same bytes copied, checked, cut by ICU, or put on the disk with nothing
  /// computed.
  func limits(scratch: String) -> [Step] {
    [
      Step(name: "memcpy", bytes: textBytes) {
        artifacts.reduce(0) { sum, artifacts in
          let bytes = artifacts.document.text.bytes
          let copy = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            memcpy(buffer.baseAddress!, bytes, bytes.count)
            count = bytes.count
          }
          return sum + Int(copy.last ?? 0)
        }
      },
      Step(name: "utf-8 validation", bytes: textBytes) {
        artifacts.reduce(0) { $0 + (String(validating: $1.document.text.bytes, as: UTF8.self)?.utf8.count ?? 0) }
      },
      Step(name: "icu sentences", bytes: textBytes) {
        artifacts.reduce(0) { $0 + Int(measure_icu_sentences($1.document.text.bytes, $1.document.text.count)) }
      },
      Step(name: "files", bytes: jsonBytes) {
        var sum = 0
        for (i, artifacts) in json.enumerated() {
          for (k, bytes) in artifacts.enumerated() {
            let file = open("\(scratch)/\(i)-\(k)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            guard file >= 0 else { continue }
            sum += write(file, bytes, bytes.count)
            close(file)
          }
        }
        return sum
      },
    ]
  }
}
