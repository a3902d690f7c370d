import Foundation
import Testing

/// Web archives as input: made by warcio (Archives/make.py), whole and damaged.
@Suite struct ArchiveTests {
  private static let archives = Command.root.appendingPathComponent("Tests/CommandTests/Archives")

  private struct Row {
    var id = ""
    var status = ""
    var code = ""
  }

  private func run(_ names: [String], _ folder: TemporaryFolder, _ more: [String] = []) throws -> [Row] {
    for name in names {
      try folder.write("in/\(name)", Data(contentsOf: Self.archives.appendingPathComponent(name)))
    }
    let outcome = try Command.nightdesk(
      ["run", "--input", folder.folder("in"), "--output", folder.folder("out")] + more)
    #expect([0, 1, 65].contains(outcome.code), "\(outcome.code) \(outcome.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.folder("out/index.json")))
    let index = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(index["documents"] as? [[String: Any]]).map { row in
      Row(
        id: row["id"] as? String ?? "", status: row["status"] as? String ?? "",
        code: (row["error"] as? [String: Any])?["code"] as? String ?? "")
    }
  }

  @Test(arguments: ["news.warc", "news.warc.gz", "one-member.warc.gz"])
  func eachPageIsAnArticleWhateverItCameIn(_ name: String) throws {
    let folder = try TemporaryFolder()
    let rows = try run([name], folder)
    #expect(rows.map(\.status) == ["ok", "ok", "ok", "ok"], "\(rows)")
    let text = try rows.map { row in
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.folder("out/normalized/\(row.id).json")))
      let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect((object["url"] as? String)?.hasPrefix("https://ellory.example/news/") == true)
      return try #require(object["text"] as? String)
    }
    // Chunks and packing undone, the charset of the answer's header read.
    #expect(text.contains { $0.contains("a debt paid to the next generation") })
    #expect(text.contains { $0.contains("Market hall café") && $0.contains("Nadine Rüegg") })
    #expect(!text.contains { $0.contains("There is nothing here") })
    let again = try Command.nightdesk([
      "run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--json",
    ])
    #expect(again.output.contains("\"changed\":0,"))
  }

  @Test func aWorkerReadsAnArchivePageByPageAsARunDoes() throws {
    let folder = try TemporaryFolder()
    let rows = try run(["news.warc.gz"], folder)
    let archive = Self.archives.appendingPathComponent("news.warc.gz").path
    let outcome = try Command.nightdesk(
      ["worker", "--warc", archive, "--artifacts", "quotes", "--jobs", "2"], in: folder.url)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let answers = outcome.output.split(separator: "\n").map(String.init)
    #expect(answers.count == 5)
    #expect(answers.filter { $0.contains("\"reason\":\"again\"") }.count == 1)
    for row in rows {
      let file = URL(fileURLWithPath: folder.folder("out/quotes/\(row.id).json"))
      let quotes = String(decoding: try Data(contentsOf: file), as: UTF8.self).replacingOccurrences(of: "\n", with: "")
      #expect(answers.contains { $0.hasPrefix("{\"artifacts\":{\"quotes\":\(quotes)}") }, "\(row.id)")
    }
    let piped = try Command.nightdesk(
      ["worker", "--warc", "-", "--name", "news.warc.gz", "--artifacts", "quotes"], in: folder.url,
      input: Data(contentsOf: Self.archives.appendingPathComponent("news.warc.gz")))
    #expect(piped.output == outcome.output)
  }

  @Test func whatStandsBeforeADamageIsReadAndTheRestIsARow() throws {
    let folder = try TemporaryFolder()
    let damaged = [
      "cut-plain.warc", "cut-packed.warc.gz", "damaged-member.warc.gz", "length-too-long.warc", "length-negative.warc",
      "length-missing.warc", "garbage-between.warc", "header-without-end.warc", "line-without-end.warc", "empty.warc",
      "only-head.warc", "no-page.warc", "bomb.warc.gz", "odd-pages.warc.gz",
    ]
    let rows = try run(damaged, folder)
    for name in damaged {
      let base = name.split(separator: ".")[0]
      let own = rows.filter { $0.id == base || $0.id.hasPrefix("\(base)/") }
      #expect(own.contains { $0.status == "failed" }, "\(name): \(own)")
      #expect(own.allSatisfy { $0.status == "ok" || !$0.code.isEmpty })
    }
    for base in ["cut-plain", "cut-packed", "damaged-member"] {
      #expect(rows.contains { $0.id.hasPrefix("\(base)/") && $0.status == "ok" }, "\(base)")
      #expect(rows.contains { $0.id == "\(base)/rest-of-the-archive" }, "\(base)")
    }
    let odd = rows.filter { $0.id.hasPrefix("odd-pages/") }
    #expect(odd.filter { $0.status == "ok" }.count >= 2)
    #expect(odd.contains { $0.code == "too-big" })
    #expect(odd.contains { $0.code == "kind" })
    #expect(rows.allSatisfy { $0.id.split(separator: "/").count <= 2 })
  }

  @Test func memoryDoesNotGrowWithTheArchive() throws {
    let folder = try TemporaryFolder()
    let record = try Data(contentsOf: Self.archives.appendingPathComponent("news.warc.gz"))
    var large = Data()
    // Past the limit of any other input.
    for _ in 0..<900 { large += record }
    try folder.write("in/large.warc.gz", large)
    let outcome = try Command.tool(
      "python3",
      [
        "-c",
        """
        import resource, subprocess, sys
        code = subprocess.run(sys.argv[1:]).returncode
        kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        assert code == 0, code
        assert kilobytes < 500_000, kilobytes
        """, Command.binary.path, "run", "--input", folder.folder("in"), "--output", folder.folder("out"), "--set",
        "limits.bytes=1000000",
      ])
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try tree(folder.folder("out")).keys.filter { $0.hasPrefix("quotes/") }.count == 4)
  }
}
