public import Edition
import Documents

/// The forms in which a run can be handed to other programs.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// One article a line, with all its artifacts.
  case jsonl
  /// One token a line with its IOB2 tag, sentences parted by an empty line.
  case conll
  /// Texts and stand-off annotations for brat, a folder.
  case brat
  /// One article a line: text, tokens, sentence starts and entities, as spaCy's `Doc` takes them.
  case spacy
  /// W3C Web Annotations, a folder with one page an article.
  case webanno
  /// Quotes, entities and mentions as tables, a folder.
  case csv
  /// One database with full-text search.
  case sqlite

  /// Whether it makes a folder of files rather than one file.
  public var isFolder: Bool { self == .brat || self == .webanno || self == .csv }
}

/// Writes a run in another form. Articles are read one by one, so memory does not grow with their number; what is
/// written stands in its place whole or not at all.
public struct Export {
  public let folder: RunFolder
  let edition: Edition

  /// Reads what the run says over its documents.
  public init(_ folder: RunFolder) throws {
    self.folder = folder
    edition = try Edition(read: folder.read)
  }

  /// `path`: the file or folder to write; nil writes a form of one file to standard output.
  public func write(_ format: ExportFormat, to path: String?) throws {
    switch format {
    case .jsonl: try lines(path, jsonLine)
    case .conll: try articles(path) { try $0.write(CoNLL.text($1)) }
    case .spacy: try articles(path) { try $0.write(SpaCy.line($1)) }
    case .brat: try brat(try place(path))
    case .webanno: try webAnnotations(try place(path))
    case .csv: try tables(try place(path))
    case .sqlite:
      guard let path else { throw ExportFailure("a database needs a file: name one with --to") }
      try database(path)
    }
  }

  private func place(_ path: String?) throws -> ExportFolder {
    guard let path else { throw ExportFailure("this form is a folder: name one with --to") }
    return try ExportFolder(path)
  }

  /// Ids of the documents that have all artifacts, in the index's order.
  var ids: [String] { edition.index.documents.filter { $0.status == .ok }.map(\.id) }

  func eachArticle(_ body: (String, Article) throws -> Void) throws {
    for id in ids { try body(id, try Article(id: id, read: folder.read)) }
  }

  private func articles(_ path: String?, _ body: (ExportFile, Article) throws -> Void) throws {
    let file = try ExportFile(path)
    try eachArticle { try body(file, $1) }
    try file.finish()
  }

  private func lines(_ path: String?, _ line: (String) throws -> [UInt8]) throws {
    let file = try ExportFile(path)
    for id in ids { try file.write(try line(id)) }
    try file.finish()
  }

  /// {"entities": …, "id": …, "normalized": …, …}: the artifacts as they stand, without their line feeds. (A line feed
  /// inside a string is escaped, so each one in a file is layout.)
  private func jsonLine(_ id: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var parts = Article.stages.map { ($0, Optional($0)) } + [("id", nil)]
    parts.sort { $0.0 < $1.0 }
    for (i, (key, stage)) in parts.enumerated() {
      bytes.append(contentsOf: "\(i == 0 ? "{" : ",")\"\(key)\":".utf8)
      if let stage {
        bytes.append(contentsOf: try folder.read("\(stage)/\(id).json").lazy.filter { $0 != 0x0A })
      } else {
        var w = JSONWriter(reserving: 64)
        w.string(id)
        bytes.append(contentsOf: w.bytes)
      }
    }
    bytes.append(contentsOf: "}\n".utf8)
    return bytes
  }
}
