/// Days as numbers, so that one can be told to lie so many days before another.
public enum CalendarDay {
  /// Days since 1 January 1970 of "2025-03-11", or nil (Howard Hinnant's days_from_civil).
  public static func number(_ day: String) -> Int? {
    let parts = day.split(separator: "-").map { Int($0) }
    guard parts.count == 3, let y = parts[0], let m = parts[1], let d = parts[2], (1...12).contains(m),
      (1...31).contains(d), (0...9999).contains(y)
    else { return nil }
    let year = m <= 2 ? y - 1 : y
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
