import Documents
import TestSupport
import Testing

@testable import Normalization

@Suite struct LineRulesTests {
  @Test func everyExampleOfTheEnglishLineRulesFits() throws {
    let problems = try LineRules(.english).check(.english)
    #expect(problems.isEmpty, "\(problems.map(\.text).joined(separator: "\n"))")
  }

  @Test func aPatternMatchesTheWholeLineOrNothing() throws {
    let words = try WordClasses(.english)
    func fits(_ pattern: String, _ line: String) throws -> Bool {
      let bytes = Array(line.utf8)
      let tokens = bytes.withUnsafeBufferPointer { LineTokenizer.tokens($0, Span(0, bytes.count), limit: 90) }
      return try LinePattern(pattern).match(tokens, words) != nil
    }
    #expect(try fits("Share (this|it) [now]", "Share this now!"))
    #expect(try fits("Share (this|it) [now]", "SHARE IT"))
    #expect(try !fits("Share (this|it) [now]", "Share this later"))
    #expect(try fits("# comments", "12 comments"))
    #expect(try fits("* in your inbox", "All the news in your inbox"))
    #expect(try !fits("By {names}", "by the sea"))
    #expect(throws: StageFailure.self) { try LinePattern("(Sign up|Register) now") }
  }

  @Test(arguments: [
    ("6 November 2025", "2025-11-06"), ("Saturday, October 9, 2010", "2010-10-09"),
    ("12 November 2025, 16:40", "2025-11-12"), ("2024-02-29", "2024-02-29"), ("25/12/2023", "2023-12-25"),
    ("March 3, 2025 4:40 PM GMT", "2025-03-03T16:40:00Z"), ("Nov. 6th, 2025 at 09:05 EST", "2025-11-06T09:05:00-05:00"),
  ])
  func datesAreRead(_ line: String, _ iso: String) throws {
    #expect(try date(line)?.iso == iso)
  }

  @Test(arguments: ["03/04/2025", "30 February 2025", "February 2023 29", "March of the penguins", "2025"])
  func whatMayBeReadTwoWaysOrIsNoDateIsNone(_ line: String) throws {
    #expect(try date(line)?.iso == nil)
  }

  private func date(_ line: String) throws -> DateLine? {
    let words = try WordClasses(.english)
    let bytes = Array(line.utf8)
    let tokens = bytes.withUnsafeBufferPointer { LineTokenizer.tokens($0, Span(0, bytes.count), limit: 90) }
    return DateLine.parse(tokens[...], words)
  }

  @Test(arguments: [
    ("Jane Roe", ["Jane Roe"]), ("Jane Roe and Tom van der Weld", ["Jane Roe", "Tom van der Weld"]),
    ("Jane Roe, Tom Weld and Ada O'Hara", ["Jane Roe", "Tom Weld", "Ada O'Hara"]),
    ("Jane Roe, Courts Correspondent", ["Jane Roe"]), ("Jane Roe, New York", ["Jane Roe"]),
    ("JANE ROE, Associated Press Writer OSLO, Norway (AP)", ["JANE ROE"]),
    ("J. P. Keating-Ward", ["J. P. Keating-Ward"]),
    ("Tom Weld Jr.", ["Tom Weld Jr."]), ("Harbour Ledger Staff", []), ("Monday", []), ("Reuters", []),
  ])
  func namesOfABylineWithoutRolesAndPlaces(_ line: String, _ names: [String]) throws {
    let words = try WordClasses(.english)
    let bytes = Array(line.utf8)
    let tokens = bytes.withUnsafeBufferPointer { LineTokenizer.tokens($0, Span(0, bytes.count), limit: 90) }
    let found = Names.parse(tokens[...], words).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    #expect(found == names)
  }
}
