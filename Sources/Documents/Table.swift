/// A table of language data: tab-separated, one entry a line, `#` comments, the first other line names the columns.
///
///     # Titles before a name. Source: written for nightdesk (MIT).
///     word<TAB>class<TAB>example
///     Mr.<TAB>title<TAB>[[Mr. Okafor]] left early.
///
/// The first column is the entry's key. In a later layer (a user's file of the same name) a row with a key that is known
/// replaces it, and a row whose key begins with `-` silences it; a key that really begins with `-` is written `\-`.
public struct Table: Sendable {
  public struct Row: Sendable {
    public let cells: [String]
    public let file: String
    public let line: Int

    /// The cell of a column; "" where the row is shorter.
    @inlinable public subscript(column: Int) -> String { column < cells.count ? cells[column] : "" }
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
    var index: [String: Int] = [:]
    for file in files {
      var fileColumns: [String]?
      var order: [Int] = []
      var seen: [String: Int] = [:]
      LineReader.each(file.bytes) { line, number in
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        var cells = LineReader.cells(line)
        guard fileColumns != nil else {
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
          return
        }
        if cells.count > fileColumns!.count {
          problems.append(
            Diagnostic(
              "R003", "\(cells.count) cells, but \(fileColumns!.count) columns",
              help: "cells are parted by one tab each", file: file.origin, line: number))
          return
        }
        if order != Array(header.indices) { cells = order.map { $0 < cells.count ? cells[$0] : "" } }
        var key = cells[0]
        if key.hasPrefix("-"), key.utf8.count > 1 {
          key.removeFirst()
          if let old = index.removeValue(forKey: key) { rows[old] = nil }
          return
        }
        if key.hasPrefix("\\-") {
          key.removeFirst()
          cells[0] = key
        }
        if let earlier = seen[key] {
          problems.append(
            Diagnostic(
              "R004", "\"\(key)\" stands in line \(earlier) already", help: "keep one of the two",
              file: file.origin, line: number))
          return
        }
        seen[key] = number
        let row = Table.Row(cells: cells, file: file.origin, line: number)
        if let old = index[key] {
          rows[old] = row
        } else {
          index[key] = rows.count
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
