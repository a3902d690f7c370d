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

  /// Strings that leave the place they are put in, where something does not escape.
  private static let breakers = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "\"\u{301} onfocus=alert(1) x=",
    "<svg/onload=alert(1)>", "javascript:alert(1)", "]]><script>alert(1)</script>", "<!--<script>", "--><b>",
    "{{heading}}",
    "{{{heading}}}", "{{#stories}}", "{{>head}}", "</title><script>alert(1)</script>", "</textarea><script>",
    "&lt;script&gt;",
    "&#x3C;script&#x3E;", "%3Cscript%3E", "\u{202E}gnp.exe", "\u{2028}alert(1)//", "`${alert(1)}`",
    "\\u003cscript\\u003e",
    "<a href=\"data:text/html,x\">x</a>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0>",
  ]

  @Test func hostileArticlesChangeNoMarkup() throws {
    let folder = try TemporaryFolder()
    var count = 0
    for (i, breaker) in Self.breakers.enumerated() {
      let name = breaker.replacingOccurrences(of: "/", with: "_")
      let speech =
        "“We shall \(breaker) for ever,” said Maren \(breaker) Tollefsby, the mayor of \(breaker), on Monday."
      for (place, text) in [
        ("in/t\(i)-\(name).txt", "\(breaker) opens bridge\n\n\(speech)\n\nBy \(breaker)\n"),
        ("in/q\(i).txt", "Mayor opens the bridge\n\n\(speech) The mayor said that \(breaker) would stay.\n"),
        (
          "in/p\(i).html",
          "<html><head><title>\(breaker)</title></head><body><article><h1>\(breaker)</h1><p>\(speech)</p></article>"
        ),
        (
          "in/e\(i).html",
          "<html><head><meta property='og:site_name' content=\"\(escaped(breaker))\"><title>\(escaped(breaker))</title></head>"
            + "<body><article><h1>\(escaped(breaker))</h1><p class=byline>By \(escaped(breaker))</p><p>\(escaped(speech))</p>"
            + "<p>It was a fine day for the town and for its mayor, who had waited nine years to see the bridge.</p></article>"
        ),
        ("in/\(name)/u\(i).txt", "A bridge for \(breaker)\n\n\(speech)\n"),
      ] {
        try folder.write(place, text)
        count += 1
      }
    }
    #expect(count >= 120)
    let outcome = try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("out")])
    #expect(outcome.code == 0 || outcome.code == 1, "\(outcome.errors)")
    let check = try Command.tool("python3", ["scripts/check-report", folder.folder("out")])
    #expect(check.code == 0 && check.output.isEmpty, "\(check.output)\(check.errors)")
    let schemas = try Command.tool("python3", ["scripts/validate-output", folder.folder("out")])
    #expect(schemas.code == 0 && schemas.output.isEmpty, "\(schemas.output)\(schemas.errors)")
  }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: "\"", with: "&quot;")
  }
}
