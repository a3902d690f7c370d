import Documents

/// A day or a moment as a page states it, in ISO 8601. Never invented: a time without its zone is left out.
struct DateReader: Sendable {
  private var months: [String: Int] = [:]

  /// Month names come from `common/months.tsv`.
  init(_ pack: LanguagePack) throws(Diagnostics) {
    let table = try pack.table("common/months.tsv", columns: ["month", "number"], allowMissing: true)
    guard let m = table.column("month"), let n = table.column("number") else { return }
    for row in table.rows {
      if let number = Int(row[n]) { months[Self.fold(row[m])] = number }
    }
  }

  private static func fold(_ word: String) -> String {
    var out = ""
    for scalar in word.unicodeScalars where Letters.isLetter(scalar.value) {
      out.unicodeScalars.append(Unicode.Scalar(Letters.lower(scalar.value)) ?? scalar)
    }
    return out
  }

  /// ISO 8601 (extended or basic), RFC 2822, `December 3, 2031`, `3 December 2031`, Unix time; nil for anything else.
  func read(_ string: String) -> String? {
    let bytes = Array(string.utf8.prefix(120))
    var i = 0
    while i < bytes.count, bytes[i] <= 0x20 { i += 1 }
    if let iso = iso(bytes, i) { return iso }
    if let unix = unix(bytes, i) { return unix }
    return words(bytes)
  }

  /// Whether a word is a month's name.
  func isMonth(_ word: String) -> Bool { months[Self.fold(word)] != nil }

  private func digits(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int? {
    guard at + count <= bytes.count else { return nil }
    var value = 0
    for k in at..<(at + count) {
      guard bytes[k] >= 0x30, bytes[k] <= 0x39 else { return nil }
      value = value * 10 + Int(bytes[k] - 0x30)
    }
    return value
  }

  static func day(_ year: Int, _ month: Int, _ day: Int) -> String? {
    guard year >= 1800, year <= 2200, month >= 1, month <= 12, day >= 1, day <= 31 else { return nil }
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  private func iso(_ b: [UInt8], _ start: Int) -> String? {
    guard let year = digits(b, start, 4) else { return nil }
    var i = start + 4
    let separator: UInt8? = i < b.count && (b[i] == 0x2D || b[i] == 0x2F || b[i] == 0x2E) ? b[i] : nil
    if separator != nil { i += 1 }
    guard let month = digits(b, i, 2) else { return nil }
    i += 2
    if let separator {
      guard i < b.count, b[i] == separator else { return nil }
      i += 1
    }
    guard let dayNumber = digits(b, i, 2), let day = Self.day(year, month, dayNumber) else { return nil }
    i += 2
    if i < b.count, b[i] >= 0x30, b[i] <= 0x39 { return nil }
    guard i < b.count, b[i] | 0x20 == 0x74 || b[i] == 0x20 else { return day }
    i += 1
    return day + (moment(b, i) ?? "")
  }

  /// `T10:20:30+02:00` from `10:20…`; nil without a zone.
  private func moment(_ b: [UInt8], _ start: Int) -> String? {
    var i = start
    while i < b.count, b[i] == 0x20 { i += 1 }
    guard let hour = digits(b, i, 2), hour < 25 else { return nil }
    i += 2
    if i < b.count, b[i] == 0x3A { i += 1 }
    guard let minute = digits(b, i, 2), minute < 60 else { return nil }
    i += 2
    var second = 0
    if i < b.count, b[i] == 0x3A, let found = digits(b, i + 1, 2) {
      second = found
      i += 3
    } else if let found = digits(b, i, 2) {
      second = found
      i += 2
    }
    if i < b.count, b[i] == 0x2E || b[i] == 0x2C {
      i += 1
      while i < b.count, b[i] >= 0x30, b[i] <= 0x39 { i += 1 }
    }
    while i < b.count, b[i] == 0x20 { i += 1 }
    guard i < b.count else { return nil }
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let time = "T\(two(hour)):\(two(minute)):\(two(min(second, 59)))"
    let rest = String(decoding: b[i...], as: UTF8.self)
    if rest == "Z" || rest == "z" || rest.hasPrefix("GMT") || rest.hasPrefix("UTC") { return time + "Z" }
    guard b[i] == 0x2B || b[i] == 0x2D, let zoneHour = digits(b, i + 1, 2), zoneHour < 15 else { return nil }
    var k = i + 3
    if k < b.count, b[k] == 0x3A { k += 1 }
    let zoneMinute = digits(b, k, 2) ?? 0
    return time + (b[i] == 0x2B ? "+" : "-") + "\(two(zoneHour)):\(two(min(zoneMinute, 59)))"
  }

  private func unix(_ b: [UInt8], _ start: Int) -> String? {
    let text = b[start...].prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard text.count == 10 || text.count == 13, start + text.count == b.count,
      var seconds = Int(String(decoding: text, as: UTF8.self))
    else { return nil }
    if text.count == 13 { seconds /= 1000 }
    // Days to a date by the civil calendar (Hinnant, "chrono-compatible low-level date algorithms").
    let z = seconds / 86400 + 719_468
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    guard let date = Self.day(year, month, day) else { return nil }
    let s = seconds % 86400
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return date + "T\(two(s / 3600)):\(two(s / 60 % 60)):\(two(s % 60))Z"
  }

  /// A month's name with a day and a year within three tokens of it.
  private func words(_ b: [UInt8]) -> String? {
    var tokens: [(text: String, number: Int?, end: Int)] = []
    var i = 0
    while i < b.count, tokens.count < 24 {
      let c = b[i]
      let isDigit = c >= 0x30 && c <= 0x39
      guard isDigit || c | 0x20 >= 0x61 && c | 0x20 <= 0x7A || c >= 0x80 else {
        i += 1
        continue
      }
      var end = i
      while end < b.count {
        let d = b[end]
        guard isDigit ? d >= 0x30 && d <= 0x39 : d | 0x20 >= 0x61 && d | 0x20 <= 0x7A || d >= 0x80 else { break }
        end += 1
      }
      let text = String(decoding: b[i..<end], as: UTF8.self)
      tokens.append((text, isDigit ? Int(text) : nil, end))
      i = end
    }
    for (k, token) in tokens.enumerated() where token.number == nil {
      guard let month = months[Self.fold(token.text)] else { continue }
      var day: Int?
      if k > 0, let number = tokens[k - 1].number, number <= 31 { day = number }
      // `3rd of December`: the ordinal's letters and one word may stand between.
      if day == nil, k > 1, tokens[k - 1].text.utf8.count <= 2, let number = tokens[k - 2].number, number <= 31 {
        day = number
      }
      var next = k + 1
      if day == nil, next < tokens.count, let number = tokens[next].number, number <= 31 {
        day = number
        next += 1
        if next < tokens.count, tokens[next].number == nil, tokens[next].text.utf8.count == 2 { next += 1 }
      }
      guard let day, next < tokens.count, let year = tokens[next].number, year >= 1800,
        let date = Self.day(year, month, day)
      else { continue }
      return date + (moment(b, tokens[next].end) ?? "")
    }
    return nil
  }
}
