/// A table of language data: tab-separated, one entry a line, `#` comments, the first other line names the columns.
///
///     # Titles before a name. Source: written for nightdesk (MIT).
///     word<TAB>class<TAB>example
///     Mr.<TAB>title<TAB>[[Mr. Okafor]] left early.
///
/// The first column is the entry's key. In a later layer (a user's file of the same name) a row with a key that is known
/// replaces it, and a row whose key begins with `-` silences it; a key that really begins with `-` is written `\-`.
public struct Table: Sendable {
  /// One entry: a line of a language file that is cut into cells when they are asked for.
  ///
  /// The line lives as long as the process and is never written (see `LanguageFile`): that is why this type is Sendable.
  public struct Row: @unchecked Sendable {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The file's column for each of the table's, where it has them in another order; else empty.
    let order: [Int]
    /// The key was written with a backslash before it.
    let escaped: Bool
    public let file: String
    public let line: Int

    /// The cell of a column; "" where the row is shorter.
    public subscript(column: Int) -> String { String(decoding: utf8(column), as: UTF8.self) }

    /// The bytes of a column's cell, which live as long as the process; none where the row is shorter.
    public func utf8(_ column: Int) -> UnsafeBufferPointer<UInt8> {
      let cell = LineReader.cell(bytes, order.isEmpty ? column : column < order.count ? order[column] : Int.max)
      return escaped && column == 0 ? UnsafeBufferPointer(rebasing: cell.dropFirst()) : cell
    }
  }

  public let name: String
  public let columns: [String]
  /// In order of file and line, without what was silenced or replaced.
  public let rows: [Row]

  /// The index of a column, or nil.
  public func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

  /// A diagnostic that points at a row.
  public func diagnostic(_ code: String, _ row: Row, _ message: String, help: String = "") -> Diagnostic {
    Diagnostic(code, message, help: help, file: row.file, line: row.line)
  }
}

extension LanguagePack {
  /// Reads the table of this name through all layers.
  ///
  /// `columns` must be there, in any order. Where no layer has the file the table is empty, for a language pack gives what
  /// it knows and no more (`allowMissing`: false for a file that nothing works without).
  /// Throws every mistake of form at once: missing columns, rows with too many cells, keys twice in one file.
  public func table(_ name: String, columns: [String], allowMissing: Bool = true) throws(Diagnostics) -> Table {
    let files = files(name)
    if files.isEmpty {
      if allowMissing { return Table(name: name, columns: columns, rows: []) }
      throw Diagnostics(
        Diagnostic(
          "R001", "the language pack \"\(code)\" has no file \(name)",
          help: "add it with the columns \(columns.joined(separator: ", "))", file: name))
    }
    var problems: [Diagnostic] = []
    var header: [String] = []
    var rows: [Table.Row?] = []
    // By key: its row, or -1 where it is silenced, and where it stood last. Strings and dictionaries of them would be most of
    // what a short run costs.
    var index: KeyMap<(row: Int, file: Int, line: Int)> = [:]
    for (fileIndex, file) in files.enumerated() {
      var fileColumns: [String]?
      var order: [Int] = []
      LineReader.each(file.bytes) { line, number in
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        guard let known = fileColumns else {
          let cells = LineReader.cells(line)
          fileColumns = cells
          if header.isEmpty { header = cells }
          for column in columns where !cells.contains(column) {
            problems.append(
              Diagnostic(
                "R002", "column \"\(column)\" is missing",
                help: "the first line that is no comment names the columns: \(columns.joined(separator: ", "))",
                file: file.origin, line: number))
          }
          order = header.map { cells.firstIndex(of: $0) ?? Int.max }
          if order == Array(header.indices) { order = [] }
          return
        }
        let count = LineReader.cellCount(line)
        if count > known.count {
          problems.append(
            Diagnostic(
              "R003", "\(count) cells, but \(known.count) columns",
              help: "cells are parted by one tab each", file: file.origin, line: number))
          return
        }
        var row = Table.Row(bytes: line, order: order, escaped: false, file: file.origin, line: number)
        let cell = row.utf8(0)
        if cell.first == UInt8(ascii: "-"), cell.count > 1 {
          let key = ContentKey.lookUp(UnsafeBufferPointer(rebasing: cell.dropFirst()))
          if let place = index.place(key), index[at: place].row >= 0 {
            rows[index[at: place].row] = nil
            index[at: place].row = -1
          }
          return
        }
        if cell.count > 1, cell[0] == UInt8(ascii: "\\"), cell[1] == UInt8(ascii: "-") {
          row = Table.Row(bytes: line, order: order, escaped: true, file: file.origin, line: number)
        }
        let place = index.place(ContentKey.lookUp(row.utf8(0)), orAdd: (-1, -1, 0))
        let entry = index[at: place]
        if entry.file == fileIndex {
          problems.append(
            Diagnostic(
              "R004", "\"\(row[0])\" stands in line \(entry.line) already", help: "keep one of the two",
              file: file.origin, line: number))
          return
        }
        if entry.row >= 0 {
          rows[entry.row] = row
          index[at: place] = (entry.row, fileIndex, number)
        } else {
          index[at: place] = (rows.count, fileIndex, number)
          rows.append(row)
        }
      }
      if fileColumns == nil {
        problems.append(
          Diagnostic("R002", "the table is empty", help: "name the columns in the first line", file: file.origin))
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    return Table(name: name, columns: header, rows: rows.compactMap(\.self))
  }
}

/// Lines and cells of a text file, without a copy until a cell is wanted.
public enum LineReader {
  /// Calls `body` with each line (without its end; CR LF is understood) and its number from 1.
  @inlinable
  public static func each(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) {
    var start = 0
    var number = 1
    let n = bytes.count
    while start < n {
      var end = start
      while end < n, bytes[end] != 0x0A { end += 1 }
      let trimmed = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
      body(UnsafeBufferPointer(rebasing: bytes[start..<trimmed]), number)
      start = end + 1
      number += 1
    }
  }

  /// How many cells the line has, without empty ones at its end.
  @inlinable
  public static func cellCount(_ line: UnsafeBufferPointer<UInt8>) -> Int {
    var cell = 1
    var count = 1
    for byte in line {
      if byte == 0x09 {
        cell += 1
      } else if byte != 0x20 {
        count = cell
      }
    }
    return count
  }

  /// The bytes of a cell without the spaces around it; none where the line is shorter.
  @inlinable
  public static func cell(_ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var cell = 0
    while cell < index, start < line.count {
      if line[start] == 0x09 { cell += 1 }
      start += 1
    }
    guard cell == index else { return UnsafeBufferPointer(rebasing: line[..<0]) }
    var end = start
    while end < line.count, line[end] != 0x09 { end += 1 }
    while start < end, line[start] == 0x20 { start += 1 }
    while end > start, line[end - 1] == 0x20 { end -= 1 }
    return UnsafeBufferPointer(rebasing: line[start..<end])
  }

  /// The line's cells, parted by tabs; spaces around a cell are dropped, and empty cells at the end.
  public static func cells(_ line: UnsafeBufferPointer<UInt8>) -> [String] {
    var cells: [String] = []
    var start = 0
    while start <= line.count {
      var end = start
      while end < line.count, line[end] != 0x09 { end += 1 }
      var a = start
      var b = end
      while a < b, line[a] == 0x20 { a += 1 }
      while b > a, line[b - 1] == 0x20 { b -= 1 }
      cells.append(String(decoding: UnsafeBufferPointer(rebasing: line[a..<b]), as: UTF8.self))
      start = end + 1
    }
    while cells.count > 1, cells.last == "" { cells.removeLast() }
    return cells
  }
}
