import Foundation
import Testing

/// The static site of a run, as scripts/check-report judges it: markup, links, accessibility.
@Suite struct ReportTests {
  @Test func theReportOfTheSeedsIsSound() throws {
    let outcome = try Command.tool("python3", ["scripts/check-report", try SeedRun.path()])
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.output)\(outcome.errors)")
  }

  /// report/search.js as a browser runs it, over the index of the seeds, with a document of our own.
  @Test func theSearchFindsWordsWithoutAServer() throws {
    let script = """
      const fs = require("fs"), vm = require("vm"), root = process.argv[1] + "/report/";
      const element = () => ({ children: [], addEventListener() {}, append(...all) { this.children.push(...all); },
        replaceChildren(...all) { this.children = all; } });
      const known = { query: element(), results: element(), status: element() };
      const context = vm.createContext({
        URLSearchParams, location: { search: "?q=" + encodeURIComponent(process.argv[2]) },
        document: { getElementById: (id) => known[id], createElement: element,
          head: { append(script) { vm.runInContext(fs.readFileSync(root + script.src, "utf8"), context); setImmediate(script.onload); } } },
      });
      for (const file of ["search.js", "search/shards.js"]) vm.runInContext(fs.readFileSync(root + file, "utf8"), context);
      setTimeout(() => console.log(known.status.textContent + "\\n" + known.results.children.map((row) => row.children[1].textContent).join("\\n")), 300);
      """
    func found(_ words: String) throws -> String {
      let outcome = try Command.tool("node", ["-e", script, try SeedRun.path(), words])
      #expect(outcome.code == 0, "\(outcome.errors)")
      return outcome.output
    }
    #expect(try found("torshavn talks").contains("Can Tórshavn talks cool the mackerel row?"))
    #expect(try found("THRELKELD").hasPrefix("Colin Threlkeld\n") == false)
    #expect(try found("THRELKELD").contains("\nColin Threlkeld\n"))
    #expect(try found("committ fish wait").contains("because the fish will not wait for a committee"))
    #expect(try found("nosuchword").hasPrefix("0 found"))
  }

  /// Two hundred strings that would run a script if they left the place they are put in, as titles, names, quotes,
  /// outlets and file names; in a browser too, where there is one.
  @Test func hostileArticlesChangeNoMarkup() throws {
    let browser = try Command.tool("sh", ["-c", "command -v chromium"]).code == 0 ? ["--browser", "20"] : []
    let check = try Command.tool(
      "python3", ["scripts/check-report", "--hostile", "--nightdesk", Command.binary.path] + browser)
    #expect(check.code == 0 && check.errors.isEmpty, "\(check.output)\(check.errors)")
    #expect(check.output.contains("210 hostile strings"))
  }
}
