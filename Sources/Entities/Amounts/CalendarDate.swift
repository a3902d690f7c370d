/// A day of the proleptic Gregorian calendar, with the arithmetic that relative dates need.
struct CalendarDate: Equatable, Sendable {
  var year: Int
  var month: Int
  var day: Int

  init(_ year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of an ISO 8601 date or moment ("2025-03-11", "2025-03-11T08:00:00Z"), as it stands: no zone is applied.
  init?(iso: String) {
    let bytes = Array(iso.utf8.prefix(10))
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]), let day = Self.digits(bytes[8..<10])
    else { return nil }
    self.init(year, month, day)
    guard isValid else { return nil }
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  var isValid: Bool { month >= 1 && month <= 12 && day >= 1 && day <= Self.days(year, month) }

  static func days(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: return 30
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: return 31
    }
  }

  /// Days since 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  var ordinal: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
  }

  init(ordinal: Int) {
    let z = ordinal + 719468
    let era = (z >= 0 ? z : z - 146096) / 146097
    let dayOfEra = z - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    self.init(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// Monday is 1.
  var weekday: Int { ((ordinal + 3) % 7 + 7) % 7 + 1 }

  func adding(days: Int) -> CalendarDate { CalendarDate(ordinal: ordinal + days) }

  func adding(months: Int) -> (year: Int, month: Int) {
    let total = year * 12 + month - 1 + months
    let y = total >= 0 ? total / 12 : -((11 - total) / 12)
    return (y, total - y * 12 + 1)
  }

  /// "2025-03-11"
  var iso: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))" }

  /// The ISO 8601 week, "2025-W11".
  var isoWeek: String {
    let thursday = adding(days: 4 - weekday)
    let first = CalendarDate(thursday.year, 1, 1).ordinal
    return "\(Self.padded(thursday.year, 4))-W\(Self.padded((thursday.ordinal - first) / 7 + 1, 2))"
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(max(0, number))
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
