import Documents

/// A date as a line states it.
struct DateLine: Sendable, Hashable {
  var year: Int?
  var month: Int?
  var day: Int?
  var minute: Int?
  var second = 0
  /// Minutes east of Greenwich, where the line gives the zone.
  var zone: Int?

  /// ISO 8601: the moment where time and zone are stated, else the day; nil without a whole date.
  var iso: String? {
    guard let year, let month, let day else { return nil }
    let date = Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2)
    guard let minute, let zone else { return date }
    let time = "T" + Self.padded(minute / 60, 2) + ":" + Self.padded(minute % 60, 2) + ":" + Self.padded(second, 2)
    if zone == 0 { return date + time + "Z" }
    return date + time + (zone < 0 ? "-" : "+") + Self.padded(abs(zone) / 60, 2) + ":" + Self.padded(abs(zone) % 60, 2)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// Reads tokens that are a date and nothing else: with a month's name or all figures, with or without weekday,
  /// year and time. Nil if they are no date; figures such as 03/04/2025 that may be read two ways are none.
  static func parse(_ tokens: ArraySlice<LineToken>, _ words: WordClasses) -> DateLine? {
    var date = DateLine()
    var weekday = false
    var numbers: [(value: Int, digits: Int, before: Int, after: Int)] = []
    let list = Array(tokens)
    var afternoon: Bool?
    var i = 0
    while i < list.count {
      let token = list[i]
      let next = i + 1 < list.count ? list[i + 1] : nil
      if token.shape.contains(.number) {
        guard token.value >= 0 else { return nil }
        // A time: 16:40, 4.40 pm comes as one token and is passed over.
        if let next, next.value == 0x3A, i + 2 < list.count, list[i + 2].shape.contains(.number), token.value < 24,
          list[i + 2].value >= 0, list[i + 2].value < 60, date.minute == nil
        {
          date.minute = token.value * 60 + list[i + 2].value
          i += 3
          if i + 1 < list.count, list[i].value == 0x3A, list[i + 1].shape.contains(.number) { i += 2 }
          continue
        }
        numbers.append(
          (
            token.value, token.span.count, i > 0 && list[i - 1].shape.contains(.punctuation) ? list[i - 1].value : 0,
            next?.shape.contains(.punctuation) == true ? next!.value : 0
          ))
      } else if token.shape.contains(.word) {
        let classes = words.of(token)
        if classes.contains(.month) {
          guard date.month == nil else { return nil }
          date.month = words.value(token)
        } else if classes.contains(.weekday) {
          weekday = true
        } else if classes.contains(.time) {
          if let value = words.value(token) {
            // 1000 and 1001 stand for the halves of the day, other numbers for a zone's minutes.
            if value == 1000 || value == 1001 { afternoon = value == 1001 } else { date.zone = value }
          }
        }
      }
      i += 1
    }
    if date.month != nil {
      for number in numbers {
        if number.digits == 4, number.value > 1700, number.value < 2200, date.year == nil {
          date.year = number.value
        } else if number.digits <= 2, number.value >= 1, number.value <= 31, date.day == nil {
          date.day = number.value
        }
      }
      guard date.day != nil || (date.year != nil && list.count <= 4) else { return nil }
    } else if numbers.count >= 3 {
      let first = numbers[0...2].map(\.value)
      let joined = [0x2D, 0x2F, 0x2E].contains(numbers[0].after) && numbers[1].before == numbers[0].after
      guard joined else { return nil }
      if numbers[0].digits == 4 {
        (date.year, date.month, date.day) = (first[0], first[1], first[2])
      } else if numbers[2].digits == 4, first[0] > 12 {
        (date.day, date.month, date.year) = (first[0], first[1], first[2])
      } else if numbers[2].digits == 4, first[1] > 12 || first[0] == first[1] {
        (date.month, date.day, date.year) = (first[0], first[1], first[2])
      } else {
        return nil
      }
      guard date.year! > 1700, date.year! < 2200, (1...12).contains(date.month!) else { return nil }
    } else if !(weekday && numbers.isEmpty) {
      return nil
    }
    if let month = date.month, let day = date.day {
      let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      guard (1...12).contains(month), day >= 1, day <= days[month - 1] else { return nil }
      if month == 2, day == 29, let year = date.year, year % 4 != 0 || (year % 100 == 0 && year % 400 != 0) {
        return nil
      }
    }
    if let afternoon, let minute = date.minute {
      if afternoon, minute < 720 { date.minute = minute + 720 }
      if !afternoon, minute >= 720, minute < 780 { date.minute = minute - 720 }
    }
    return date
  }
}
