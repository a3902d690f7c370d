import Documents

/// Dates as feeds and news formats write them: ISO 8601 (extended or basic), RFC 5322, seconds since 1970.
enum MachineDate {
  /// The months' names in RFC 5322: part of that format, in any language.
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  /// Minutes east of Greenwich of the zones that RFC 5322 names.
  private static let zones = [
    "gmt": 0, "ut": 0, "utc": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420,
  ]

  /// A day, or a moment with its zone, in ISO 8601; nil for anything else. A time without a zone is left out.
  static func iso(_ string: String) -> String? {
    let bytes = Array(string.utf8).filter { $0 < 0x80 }
    var i = 0
    while i < bytes.count, bytes[i] <= 0x20 { i += 1 }
    return isoDate(bytes, i) ?? mailDate(bytes) ?? unix(bytes)
  }

  private static func number(_ bytes: [UInt8], _ at: Int, _ digits: Int) -> Int? {
    guard at + digits <= bytes.count else { return nil }
    var value = 0
    for k in at..<(at + digits) {
      guard bytes[k] >= 0x30, bytes[k] <= 0x39 else { return nil }
      value = value * 10 + Int(bytes[k] - 0x30)
    }
    return value
  }

  private static func isoDate(_ bytes: [UInt8], _ start: Int) -> String? {
    guard let year = number(bytes, start, 4), year > 1700, year < 2200 else { return nil }
    var i = start + 4
    let hyphens = i < bytes.count && bytes[i] == UInt8(ascii: "-")
    if hyphens { i += 1 }
    guard let month = number(bytes, i, 2), (1...12).contains(month) else { return nil }
    i += 2
    if hyphens {
      guard i < bytes.count, bytes[i] == UInt8(ascii: "-") else { return nil }
      i += 1
    }
    guard let day = number(bytes, i, 2), (1...31).contains(day) else { return nil }
    i += 2
    // Eight digits and more of them are a number, not a date.
    if i < bytes.count, bytes[i] >= 0x30, bytes[i] <= 0x39 { return nil }
    var date = DateLine(year: year, month: month, day: day)
    if i < bytes.count, bytes[i] | 0x20 == UInt8(ascii: "t") || bytes[i] == 0x20 { time(bytes, i + 1, &date) }
    return date.iso
  }

  private static func time(_ bytes: [UInt8], _ start: Int, _ date: inout DateLine) {
    guard let hour = number(bytes, start, 2), hour < 24 else { return }
    var i = start + 2
    if i < bytes.count, bytes[i] == UInt8(ascii: ":") { i += 1 }
    guard let minute = number(bytes, i, 2), minute < 60 else { return }
    i += 2
    var second = 0
    if i < bytes.count, bytes[i] == UInt8(ascii: ":") { i += 1 }
    if let value = number(bytes, i, 2), value < 61 {
      second = min(59, value)
      i += 2
    }
    if i < bytes.count, bytes[i] == UInt8(ascii: ".") || bytes[i] == UInt8(ascii: ",") {
      i += 1
      while i < bytes.count, bytes[i] >= 0x30, bytes[i] <= 0x39 { i += 1 }
    }
    while i < bytes.count, bytes[i] == 0x20 { i += 1 }
    date.minute = hour * 60 + minute
    date.second = second
    guard i < bytes.count else { return }
    if bytes[i] == UInt8(ascii: "+") || bytes[i] == UInt8(ascii: "-") {
      guard let hours = number(bytes, i + 1, 2), hours < 15 else { return }
      let k = i + 3 < bytes.count && bytes[i + 3] == UInt8(ascii: ":") ? i + 4 : i + 3
      let minutes = number(bytes, k, 2) ?? 0
      date.zone = (bytes[i] == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    } else {
      var name = ""
      while i < bytes.count, bytes[i] | 0x20 >= 0x61, bytes[i] | 0x20 <= 0x7A {
        name.unicodeScalars.append(Unicode.Scalar(bytes[i] | 0x20))
        i += 1
      }
      date.zone = zones[name]
    }
  }

  /// "Sat, 08 Nov 2025 09:30:00 +0000"; the weekday may be missing.
  private static func mailDate(_ bytes: [UInt8]) -> String? {
    var i = 0
    while i < bytes.count, bytes[i] < 0x30 || bytes[i] > 0x39 { i += 1 }
    guard i < 12 else { return nil }
    let digits = i + 1 < bytes.count && bytes[i + 1] >= 0x30 && bytes[i + 1] <= 0x39 ? 2 : 1
    guard let day = number(bytes, i, digits), (1...31).contains(day) else { return nil }
    i += digits
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == UInt8(ascii: "-") { i += 1 }
    guard i + 3 <= bytes.count else { return nil }
    let name = String(decoding: bytes[i..<(i + 3)].map { $0 | 0x20 }, as: UTF8.self)
    guard let month = months.firstIndex(of: name) else { return nil }
    while i < bytes.count, bytes[i] | 0x20 >= 0x61, bytes[i] | 0x20 <= 0x7A { i += 1 }
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: ",") { i += 1 }
    guard let year = number(bytes, i, 4), year > 1700, year < 2200 else { return nil }
    var date = DateLine(year: year, month: month + 1, day: day)
    if i + 5 < bytes.count, bytes[i + 4] == 0x20 { time(bytes, i + 5, &date) }
    return date.iso
  }

  private static func unix(_ bytes: [UInt8]) -> String? {
    guard bytes.count == 10 || bytes.count == 13, let seconds = number(bytes, 0, 10) else { return nil }
    // Civil date from days since 1970 (the proleptic Gregorian calendar in eras of 400 years).
    let days = seconds / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    var date = DateLine(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shifted + 2) / 5 + 1)
    date.minute = seconds % 86_400 / 60
    date.second = seconds % 60
    date.zone = 0
    return date.iso
  }
}
