import Documents
import TestSupport
import Testing

@testable import Normalization

/// What normalization makes of a plain text, a line a block: "kind: text".
private func blocks(_ text: String, furniture: Bool = true) throws -> [String] {
  var options = NormalizationOptions()
  options.furniture = furniture
  let document = try normalize(Array(text.utf8), options: options).document
  return document.blocks.map { "\($0.kind.rawValue): \(document.text.string($0.span))" }
}

private func document(_ text: String) throws -> NormalizedDocument { try normalize(Array(text.utf8)).document }

private let first = "The harbour of Vadsund reopened on Monday after a storm that lasted for three days."
private let second =
  "Ferries sail again from noon, the port said, and the market will open on Tuesday as it always does."

@Suite struct PlainTextTests {
  @Test func paragraphsArePartedByOneBlankLine() throws {
    let result = try document("\(first)\n\n\n\(second)\n")
    #expect(result.text.string(result.blocks[0].span) == first)
    #expect(result.blocks[1].span.start == result.blocks[0].span.end + 2)
    #expect(result.text.count == first.utf8.count + second.utf8.count + 2)
  }

  @Test func aTitleIsALineOverAParagraph() throws {
    #expect(
      try blocks("Harbour opens after the storm\n\(first)\nWhat comes next\n\(second)") == [
        "title: Harbour opens after the storm", "paragraph: \(first)", "heading: What comes next",
        "paragraph: \(second)",
      ])
  }

  @Test func aMissingTitleIsNeverInvented() throws {
    let result = try document("\(first)\nWhat comes next\n\(second)")
    #expect(result.title == nil)
    #expect(result.blocks.map(\.kind) == [.paragraph, .heading, .paragraph])
  }

  @Test func otherFormsOfTheTitleGo() throws {
    let result = try document(
      """
      Vadsund Harbour Reopens After Three-Day Storm

      Vadsund Harbour Opens Again After Long Storm frontpage news

      Vadsund harbour reopens after three-day storm

      \(first)

      \(second)
      """)
    #expect(result.title == "Vadsund Harbour Reopens After Three-Day Storm")
    #expect(result.removed.map(\.rule) == ["title.variant", "title.repeat"])
    #expect(result.blocks.count == 3)
  }

  @Test func aSecondHeadingOverTheTextThatSaysSomethingElseStays() throws {
    let kinds = try document("Harbour opens after the storm\n\nFishermen count their boats\n\n\(first)\n\n\(second)")
      .blocks.map(\.kind)
    #expect(kinds == [.title, .heading, .paragraph, .paragraph])
  }

  @Test func theSitesNameIsNoPartOfTheTitle() throws {
    let result = try document("Harbour opens after the storm | Vadsund Courier\n\(first)\n\(second)")
    #expect(result.title == "Harbour opens after the storm")
    #expect(result.outlet == "Vadsund Courier")
    #expect(result.removed.map(\.rule) == ["title.site-name"])
  }

  @Test func aCreditStuckToACaptionIsABlockOfItsOwn() throws {
    #expect(
      try blocks("Harbour opens\nBoats lie at the quay of Vadsund on March 11.Ada Malk/Courier Pictures\n\(first)") == [
        "title: Harbour opens", "caption: Boats lie at the quay of Vadsund on March 11.",
        "credit: Ada Malk/Courier Pictures", "paragraph: \(first)",
      ])
  }

  @Test func aParagraphThatEndsInASlashIsNoCaption() throws {
    let text = "The boats belong to the firms Malk and Either/Or."
    #expect(try blocks("\(first)\n\(text)") == ["paragraph: \(first)", "paragraph: \(text)"])
  }

  @Test(arguments: ["By Jane Roe\n\(first)\n\(second)", "\(first)\n\(second)\nBy Jane Roe"])
  func theBylineMayStandFirstOrLast(_ text: String) throws {
    let result = try document(text)
    #expect(result.byline == "Jane Roe")
    #expect(result.blocks.contains { $0.kind == .byline && result.text.string($0.span) == "By Jane Roe" })
  }

  @Test func aDateIsPublishedWhereTheLineSaysSo() throws {
    #expect(try document("Harbour opens\nPublished: 6 November 2025\n\(first)").published == "2025-11-06")
    let updated = try document("Harbour opens\nLast updated: 6 November 2025\n\(first)")
    #expect(updated.published == nil)
    #expect(updated.blocks[1].kind == .dateline)
    let later = try document("Harbour opens\n\(first)\nThe quay was built on 6 November 2025, she said to them all.")
    #expect(later.published == nil)
  }

  @Test func aDatelineBeforeAParagraphStaysInIt() throws {
    let text = "VADSUND, Norway (Nordwire) — \(first)"
    let result = try document(text)
    #expect(result.text.string(result.blocks[0].span) == text)
    #expect(result.outlet == "Nordwire")
  }

  @Test func theFurnitureOfPagesGoesWithItsRule() throws {
    let result = try document(
      """
      \(first)

      \(second)

      This story is being updated.

      Share this:

      Leave a Reply

      Required fields are marked *

      Trending Posts

      Mayor sings in the rain

      All about us: the Courier is a paper that was founded long ago by people who liked paper.
      """)
    #expect(result.blocks.map(\.kind) == [.paragraph, .paragraph, .note])
    #expect(
      result.removed.map(\.rule) == [
        "furniture.share", "furniture.comments", "furniture.comment-form", "furniture.trending",
        "furniture.comments.after", "furniture.comments.after",
      ])
  }

  @Test func sentencesThatOnlyBeginLikeFurnitureStay() throws {
    let lines = [
      "Share prices fell in Oslo on Monday, and nobody at the exchange could say why they did.",
      "Follow the money, the prosecutor told the jury, and you will find the man who took it.",
      "Comments by the minister caused an outcry among the owners of the boats in the harbour.",
      "Subscribe to his view or not, the facts are on the table, said the mayor of the town.",
    ]
    #expect(try blocks(lines.joined(separator: "\n")) == lines.map { "paragraph: " + $0 })
  }

  @Test func aPullQuoteThatStandsInAParagraphGoes() throws {
    let quote = "We waited for three days and three nights by the window"
    let result = try document("\(first)\n\n“\(quote)”\n\nShe shook her head. “\(quote),” said Ada Malk.\n\n\(second)")
    #expect(result.removed.map(\.rule) == ["repeat.inside"])
    #expect(result.blocks.count == 3)
  }

  @Test func aShortenedQuoteWithAnotherAttributionStays() throws {
    let quote = "We waited for three days and three nights by the window, and nobody came to tell us anything"
    let text = "She said, “\(quote). Not even the mayor.”\n“\(quote),” Malk told reporters."
    #expect(try document(text).removed.isEmpty)
  }

  @Test func aParagraphThatComesTwiceIsTheSecondTimeARepeat() throws {
    #expect(try document("\(first)\n\(second)\n\(first)").removed.map(\.rule) == ["repeat.block"])
  }

  @Test func hardWrappedTextIsJoined() throws {
    let wrapped = """
      VADSUND (Nordwire) - The harbour of Vadsund reopened on Monday after a
      storm that lasted for three days and took the roof off the hall, a long-
      forgotten building where nobody had bought a fish for many years but the
      mayor.
      Ferries sail again from noon, the port said, and the market will open on
      Tuesday as it always does.
      """
    #expect(
      try blocks(wrapped) == [
        "paragraph: VADSUND (Nordwire) - The harbour of Vadsund reopened on Monday after a storm that lasted for three "
          + "days and took the roof off the hall, a long-forgotten building where nobody had bought a fish for many "
          + "years but the mayor.",
        "paragraph: Ferries sail again from noon, the port said, and the market will open on Tuesday as it always does.",
      ])
  }

  @Test func withoutFurnitureRulesEveryLineStays() throws {
    let text = "Harbour opens\n\n\(first)\n\nShare\n\n\(first)\n\nTrending Posts"
    let options = {
      var o = NormalizationOptions(); o.furniture = false; return o
    }()
    let result = try normalize(Array(text.utf8), options: options).document
    #expect(result.text.string(Span(0, result.text.count)) == text)
    #expect(result.removed.isEmpty)
    #expect(result.title == "Harbour opens")
  }

  @Test func aBlockKnowsItsBytesInTheSource() throws {
    let text = "Harbour opens\r\n\r\n\(first)\r\nBoats lie there.Ada Malk/Getty Images\r\n"
    let result = try document(text)
    for block in result.blocks {
      let source = try #require(block.source)
      #expect(Array(text.utf8)[source.range].elementsEqual(result.text.bytes[block.span.range]))
    }
  }

  @Test func blocksCoverTheTextButForBlankLines() throws {
    let result = try document("a\tb  c\u{A0}d\n\n\u{FEFF}\n\n\(first)\u{2028}\(second)")
    var end = -2
    for block in result.blocks {
      #expect(block.span.start == end + 2)
      #expect(!block.span.isEmpty)
      end = block.span.end
    }
    #expect(end == result.text.count)
  }
}
