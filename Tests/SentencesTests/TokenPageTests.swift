import Documents
import Foundation
import TestSupport
import Testing

@testable import Sentences

/// The table of docs/tokens.md, each row cut again.
@Suite struct TokenPageTests {
  private static let rows: [(text: String, tokens: String)] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = (try? String(contentsOf: root.appendingPathComponent("docs/tokens.md"), encoding: .utf8)) ?? ""
    return page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[1].hasPrefix("`") else { return nil }
      return (String(cells[1].dropFirst().dropLast()), String(cells[2].dropFirst().dropLast()))
    }
  }()

  @Test func thereAreRows() { #expect(Self.rows.count >= 15) }

  @Test(arguments: rows)
  func aRowIsCutAsThePageSays(_ row: (text: String, tokens: String)) throws {
    let chain = try Chain(row.text)
    let found = chain.sentences.tokens.map { chain.document.text.string($0) }
    #expect(found.joined(separator: " · ") == row.tokens)
  }
}
