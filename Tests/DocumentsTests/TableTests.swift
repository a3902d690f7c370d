import Documents
import Testing

/// A pack of one table, a layer for each text.
private func pack(_ layers: String...) -> LanguagePack {
  LanguagePack(
    code: "xx",
    layers: layers.enumerated().map { [LanguageFile(name: "t.tsv", origin: "layer\($0)", copying: Array($1.utf8))] })
}

private func rows(_ pack: LanguagePack) throws -> [[String]] {
  let table = try pack.table("t.tsv", columns: ["word", "kind"])
  return table.rows.map { row in table.columns.indices.map { row[$0] } }
}

@Suite struct TableTests {
  @Test func cellsAreCutWithoutTheSpacesAroundThem() throws {
    #expect(
      try rows(pack("# note\nword\tkind\tnote\n a b \t c\t\r\nd\n\ne\t\tf\n")) == [
        ["a b", "c", ""], ["d", "", ""], ["e", "", "f"],
      ])
  }

  @Test func aLaterLayerReplacesSilencesAndAdds() throws {
    let pack = pack("word\tkind\na\t1\nb\t2\nc\t3\n", "word\tkind\n-b\nc\t4\nd\t5\n\\-e\t6\n")
    #expect(try rows(pack) == [["a", "1"], ["c", "4"], ["d", "5"], ["-e", "6"]])
    let table = try pack.table("t.tsv", columns: ["word", "kind"])
    #expect(table.rows.map(\.file) == ["layer0", "layer1", "layer1", "layer1"])
    #expect(table.rows.map(\.line) == [2, 3, 4, 5])
    #expect(Array(table.rows[3].utf8(0)) == Array("-e".utf8))
  }

  @Test func aLaterLayerMayOrderItsColumnsOtherwise() throws {
    #expect(try rows(pack("word\tkind\na\t1\n", "kind\tword\n2\tb\n3\ta\n")) == [["a", "3"], ["b", "2"]])
  }

  @Test func keysTwiceInOneFileAndCellsTooManyAreToldTogether() throws {
    do {
      _ = try rows(pack("word\tkind\na\t1\na\t2\nb\t1\t2\n"))
      Issue.record("a table with two mistakes was read")
    } catch let problems as Diagnostics {
      #expect(problems.list.map(\.code) == ["R004", "R003"])
      #expect(problems.list.map(\.line) == [3, 4])
    }
  }
}
