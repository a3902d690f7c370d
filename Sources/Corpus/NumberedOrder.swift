/// The order in which people number names: "article-9" before "article-10".
enum NumberedOrder {
  /// Whether `a` stands before `b`: runs of digits by their value, all else by bytes.
  static func precedes(_ a: String, _ b: String) -> Bool {
    let (x, y) = (Array(a.utf8), Array(b.utf8))
    var (i, j) = (0, 0)
    while i < x.count, j < y.count {
      if isDigit(x[i]), isDigit(y[j]) {
        let (p, q) = (number(x, &i), number(y, &j))
        if p.count != q.count { return p.count < q.count }
        if p != q { return p.lexicographicallyPrecedes(q) }
      } else {
        if x[i] != y[j] { return x[i] < y[j] }
        i += 1
        j += 1
      }
    }
    if i == x.count, j == y.count { return x.lexicographicallyPrecedes(y) }
    return i == x.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// The digits at `i` without leading zeros.
  private static func number(_ bytes: [UInt8], _ i: inout Int) -> ArraySlice<UInt8> {
    while i < bytes.count, bytes[i] == 0x30 { i += 1 }
    let start = i
    while i < bytes.count, isDigit(bytes[i]) { i += 1 }
    return bytes[start..<i]
  }
}
