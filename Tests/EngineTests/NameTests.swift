import Testing

@testable import Engine

@Suite struct NameTests {
  @Test(arguments: [
    ("a.txt", "a"), ("a.txt.gz", "a"), ("a.gz", "a"), ("b/c.d.html", "b/c.d"), ("noext", "noext"), ("x.y/z", "x.y/z"),
    ("v1.2 report", "v1"), ("-a.txt", "-a"), ("a..txt", "a."),
  ])
  func anIdIsThePathWithoutItsExtension(path: String, id: String) { #expect(DocumentID.base(of: path) == id) }

  @Test(arguments: ["../x", "/etc/x", "", "..", ".hidden", "a/b", "a\u{0}b", String(repeating: "a", count: 300), "é"])
  func aKeyCannotLeaveItsFolder(key: String) {
    let id = DocumentID.of(key, in: "feed")
    let last = id.dropFirst(5)
    #expect(id.hasPrefix("feed/"))
    #expect(!last.isEmpty && !last.hasPrefix(".") && !last.contains("/") && last.utf8.count <= 200)
    #expect(id == DocumentID.of(key, in: "feed"))
  }

  @Test func composedAndDecomposedNamesAreTwoNames() {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    #expect(composed == decomposed)
    #expect(ByteName(composed) != ByteName(decomposed))
    #expect([ByteName(composed): 1, ByteName(decomposed): 2].count == 2)
  }

  @Test(arguments: [
    ("*.txt", "a.txt", true), ("*.txt", "b/c/a.txt", true), ("*.txt", "a.html", false),
    ("news/*.txt", "news/a.txt", true),
    ("news/*.txt", "news/x/a.txt", false), ("news/**/a.txt", "news/a.txt", true),
    ("news/**/a.txt", "news/x/y/a.txt", true),
    ("news/", "news/x/a", true), ("a?c", "abc", true), ("a?c", "a/c", false), ("**/x/*", "x/1", true),
    ("**/x/*", "yx/1", false),
    ("a**b", "a/x/b", true), ("*a*b*c*", "xxaxxbxxc", true), ("*a*b*c*", "xxaxxcxxb", false),
  ])
  func aPatternMatches(pattern: String, path: String, matches: Bool) {
    #expect(Pattern(pattern).matches(path) == matches)
  }

  @Test func aPatternOfStarsEnds() {
    let pattern = Pattern(String(repeating: "*a", count: 200))
    #expect(!pattern.matches(String(repeating: "a", count: 5000) + "b"))
  }

  @Test(arguments: [
    ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "", 3), ("bugdet", "budget", 1), ("kitten", "sitting", 3),
  ])
  func editDistance(a: String, b: String, distance: Int) { #expect(NearestName.distance(a, b) == distance) }
}
