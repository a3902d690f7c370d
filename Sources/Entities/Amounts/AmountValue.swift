import Documents

/// How a rule makes its mention's value: a function of the pattern's steps, as `date(year, month, day)`; `_` is none.
///
/// Values are TIMEX3 (ISO-TimeML, ISO 24617-1), whose dates and durations are those of ISO 8601, with `X` for a figure
/// that is not known. A value that is relative to the publication is null where that date is not known.
struct AmountValue: Sendable {
  enum Function: String, CaseIterable, Sendable {
    case none, year, month, date, days, years, iso, decade, century, quarter, season, holiday
    case weekday, day, period, ago, ahead, part, clock
    case duration, vague, compound
    case money, percent, quantity, number, ordinal, range
  }

  static var known: String { Function.allCases.map(\.rawValue).joined(separator: ", ") }

  let function: Function
  let arguments: [String]

  init?(_ text: String, names: Set<String>) {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "(" })
    guard let first = parts.first, let function = Function(rawValue: String(first)) else { return nil }
    var arguments: [String] = []
    if parts.count == 2 {
      guard parts[1].hasSuffix(")") else { return nil }
      arguments = parts[1].dropLast().split(separator: ",").map { part in
        String(part.drop(while: { $0 == " " }))
      }
    }
    guard arguments.allSatisfy({ names.contains($0) || Int($0) != nil || $0 == "_" }) else { return nil }
    self.function = function
    self.arguments = arguments
  }
}

/// Makes values for one document.
struct AmountValues {
  var scanner: AmountScanner
  let published: CalendarDate?

  /// The value, and the unit where the type has one; nil where the words make no date (`February 30`): then it is no match.
  func make(
    _ rule: AmountRule, _ captures: [AmountCapture], sentence: Range<Int>
  ) -> (value: String?, unit: String?)? {
    let arguments = rule.value.arguments

    func capture(_ k: Int) -> AmountCapture? {
      guard k < arguments.count else { return nil }
      return captures.first { rule.names[$0.step].contains(arguments[k]) }
    }
    func reading(_ k: Int) -> AmountLexicon.Reading? {
      guard let c = capture(k) else { return nil }
      return scanner.reading(c.start, c.kind)?.reading
    }
    func figure(_ k: Int) -> Int? {
      guard k < arguments.count else { return nil }
      if let constant = Int(arguments[k]) { return constant }
      guard let c = capture(k) else { return nil }
      switch c.kind {
      case 2: return scanner.ordinal(c.start)
      case 3: return scanner.year(c.start)
      case 4: return scanner.dayOfMonth(c.start)
      case 0, 1, 11: return scanner.number(c.start)?.value.integer
      default: return reading(k).map { $0.number }
      }
    }
    func decimal(_ k: Int) -> DecimalNumber? {
      guard let c = capture(k) else { return nil }
      let money = c.start > 0 && rule.type == .money
      return scanner.number(c.start, money: money)?.value
    }
    func ymd(_ year: Int?, _ month: Int, _ day: Int) -> String?? {
      guard let y = year ?? nearest(month, day) else {
        return CalendarDate(2000, month, day).isValid
          ? .some("XXXX-\(CalendarDate.padded(month, 2))-\(CalendarDate.padded(day, 2))") : nil
      }
      let date = CalendarDate(y, month, day)
      return date.isValid ? .some(date.iso) : nil
    }

    switch rule.value.function {
    case .none: return (nil, nil)
    case .year:
      guard let year = figure(0) else { return nil }
      return (CalendarDate.padded(year, 4), nil)
    case .month:
      guard let month = figure(1) else { return nil }
      if let shift = reading(2), let published {
        // "last August": the nearest one before; "next", after; "this", of the year.
        let step =
          shift.number < 0 && month >= published.month ? -1 : shift.number > 0 && month <= published.month ? 1 : 0
        return ("\(CalendarDate.padded(published.year + step, 4))-\(CalendarDate.padded(month, 2))", nil)
      }
      if let year = figure(0) ?? nearest(month, 15) {
        return ("\(CalendarDate.padded(year, 4))-\(CalendarDate.padded(month, 2))", nil)
      }
      return ("XXXX-\(CalendarDate.padded(month, 2))", nil)
    case .date:
      guard let month = figure(1), let day = figure(2), let value = ymd(figure(0), month, day) else { return nil }
      return (value, nil)
    case .days:
      guard let month = figure(1) else { return nil }
      let days: (Int, Int)
      if let c = capture(2), c.kind == 8, let range = scanner.range(c.start, years: false) {
        days = range
      } else if let a = figure(2), let b = figure(3), a < b {
        days = (a, b)
      } else {
        return nil
      }
      guard let a = ymd(figure(0), month, days.0), let b = ymd(figure(0), month, days.1), let a, let b else {
        return nil
      }
      return (a + "/" + b, nil)
    case .years:
      if let c = capture(0), c.kind == 9, let (a, b) = scanner.range(c.start, years: true) { return ("\(a)/\(b)", nil) }
      guard let a = figure(0), var b = figure(1) else { return nil }
      if b < 100 { b += a / 100 * 100 }
      return b > a ? ("\(a)/\(b)", nil) : nil
    case .iso:
      guard let c = capture(0), let (known, date) = scanner.date(c.start) else { return nil }
      return (known ? date.iso : nil, nil)
    case .decade:
      guard let c = capture(0), let year = scanner.decade(c.start) else { return nil }
      return ("\(year / 10)X", nil)
    case .century:
      guard let number = figure(0), number >= 1, number <= 30 else { return nil }
      return ("\(CalendarDate.padded(number - 1, 2))XX", nil)
    case .quarter:
      guard let number = figure(0), number >= 1, number <= 4 else { return nil }
      if let year = figure(1) { return ("\(year)-Q\(number)", nil) }
      if let shift = reading(2), let published { return ("\(published.year + shift.number)-Q\(number)", nil) }
      return ("XXXX-Q\(number)", nil)
    case .season:
      guard let season = reading(0) else { return nil }
      if let year = figure(1) { return ("\(year)-\(season.value)", nil) }
      guard let shift = reading(2), let published else { return ("XXXX-\(season.value)", nil) }
      return ("\(published.year + shift.number)-\(season.value)", nil)
    case .holiday:
      guard let holiday = reading(0) else { return nil }
      guard holiday.value.utf8.count == 5 else { return (nil, nil) }
      let bytes = Array(holiday.value.utf8)
      let month = Int(bytes[0] - 0x30) * 10 + Int(bytes[1] - 0x30)
      let day = Int(bytes[3] - 0x30) * 10 + Int(bytes[4] - 0x30)
      return (ymd(figure(1), month, day) ?? nil, nil)

    case .weekday:
      guard let weekday = reading(0) else { return nil }
      guard let date = resolved(weekday.number, reading(1)?.number, captures, sentence) else {
        return ("XXXX-WXX-\(weekday.number)", nil)
      }
      return (date.iso, nil)
    case .day:
      guard let day = reading(0) else { return nil }
      return (published?.adding(days: day.number).iso, nil)
    case .period:
      guard let unit = reading(0), let shift = reading(1) else { return nil }
      return (period(unit.value, shift.number), nil)
    case .ago, .ahead:
      guard let unit = reading(1) else { return nil }
      guard let n = figure(0), n < 100_000 else { return (nil, nil) }
      return (period(unit.value, rule.value.function == .ago ? -n : n, exact: true), nil)
    case .part:
      guard let part = reading(0) else { return nil }
      var date: CalendarDate?
      if let c = capture(1) {
        let word = reading(1)
        switch scanner.lexicon.classes[c.kind] {
        case "weekday": date = resolved(word?.number ?? 1, nil, captures, sentence)
        default: date = published?.adding(days: word?.number ?? 0)
        }
      } else {
        date = published?.adding(days: figure(1) ?? 0)
      }
      let code = part.value.split(separator: " ").first.map(String.init) ?? part.value
      guard let date else { return (nil, nil) }
      return (date.iso + "T" + code, nil)
    case .clock:
      return clock(rule, captures)

    case .duration:
      guard let unit = reading(1) else { return nil }
      let number = figure(0) != nil && decimal(0) == nil ? figure(0).map { DecimalNumber($0) } : decimal(0)
      guard let number, let value = duration(number, unit.value) else { return (nil, nil) }
      if let second = capture(2), let high = scanner.number(second.start)?.value, let end = duration(high, unit.value) {
        return (value + "/" + end, nil)
      }
      return (value, nil)
    case .vague:
      guard let unit = reading(0), let code = Self.code(unit.value) else { return (nil, nil) }
      return ((code.time ? "PTX" : "PX") + code.letter, nil)
    case .compound:
      guard let c = capture(0), let (number, unit, _) = scanner.compound(c.start) else { return nil }
      let isTime = unit.kind == scanner.kinds.period
      // The rule's type tells which of the two it is for.
      guard isTime == (rule.type == .duration) else { return nil }
      return isTime ? (duration(number, unit.value), nil) : (number.text, unit.value)

    case .money, .quantity:
      guard let number = decimal(0) else { return nil }
      guard let unit = reading(1) else { return nil }
      // `code factor`: a hundredth of the currency; an empty code is one that several states share.
      let parts = unit.value.split(separator: " ")
      var low = number
      var high = capture(2).flatMap { scanner.number($0.start, money: rule.type == .money)?.value }
      if rule.type == .money, parts.count == 2, let factor = DecimalNumber(String(parts[1])) {
        low = low.times(factor) ?? low
        high = high.flatMap { $0.times(factor) }
      }
      // "$5 to $10 million": the scale is that of both.
      if let h = high, rule.type == .money, let c = capture(0), let second = capture(2),
        let a = scanner.number(c.start, money: true), let b = scanner.number(second.start, money: true), b.scaled,
        !a.scaled,
        h.exponent > 0 || h.integer ?? 0 >= 1000
      {
        let scale = scanner.lexicon.numberWord(scanner.slice(b.end - 1))?.value
        low = scale.flatMap { low.times($0) } ?? low
      }
      let name = rule.type == .money ? parts.first.map(String.init) : unit.value
      return (low.text + (high.map { "/" + $0.text } ?? ""), name)
    case .percent:
      guard let number = decimal(0) else { return nil }
      let unit = reading(1)?.value ?? "percent"
      let high = capture(2).flatMap { scanner.number($0.start)?.value }
      return (number.text + (high.map { "/" + $0.text } ?? ""), unit)
    case .number:
      return (decimal(0)?.text, nil)
    case .ordinal:
      return (figure(0).map { String($0) } ?? reading(0)?.value, nil)
    case .range:
      guard let a = decimal(0), let b = decimal(1) else { return nil }
      return (a.text + "/" + b.text, nil)
    }
  }

  // MARK: Relative dates

  /// The year that brings a day of the year nearest to the publication.
  private func nearest(_ month: Int, _ day: Int) -> Int? {
    guard let published, month >= 1, month <= 12 else { return nil }
    let here = published.ordinal
    var best: (distance: Int, year: Int)?
    for year in (published.year - 1)...(published.year + 1) {
      let date = CalendarDate(year, month, min(day, CalendarDate.days(year, month)))
      let distance = abs(date.ordinal - here)
      if best == nil || distance < best!.distance { best = (distance, year) }
    }
    return best?.year
  }

  /// The day that a weekday's name means: with "last" or "next" the nearest before or after the publication; alone the
  /// last one up to it, unless a word of the future stands before it in the sentence.
  private func resolved(_ weekday: Int, _ shift: Int?, _ captures: [AmountCapture], _ sentence: Range<Int>)
    -> CalendarDate?
  {
    guard let published else { return nil }
    let back = (published.weekday - weekday + 7) % 7
    let ahead = (7 - back) % 7
    switch shift {
    case .some(let s) where s < 0: return published.adding(days: back == 0 ? -7 : -back)
    case .some(let s) where s > 0: return published.adding(days: ahead == 0 ? 7 : ahead)
    case .some: return published.adding(days: weekday - published.weekday)
    case .none:
      let first = captures.first?.start ?? sentence.lowerBound
      if let future = scanner.kinds.future {
        for i in max(sentence.lowerBound, first - 16)..<max(first, sentence.lowerBound)
        where scanner.reading(i, future) != nil {
          return published.adding(days: ahead)
        }
      }
      return published.adding(days: -back)
    }
  }

  /// A calendar unit `n` away from the publication; `exact`: "two weeks ago", not "last week".
  private func period(_ unit: String, _ n: Int, exact: Bool = false) -> String? {
    guard let published else { return nil }
    switch unit {
    case "D": return published.adding(days: n).iso
    case "W": return published.adding(days: 7 * n).isoWeek
    case "M":
      let (year, month) = published.adding(months: n)
      return year > 0 ? "\(CalendarDate.padded(year, 4))-\(CalendarDate.padded(month, 2))" : nil
    case "Y": return published.year + n > 0 ? CalendarDate.padded(published.year + n, 4) : nil
    case "10Y": return published.year + 10 * n > 0 ? "\((published.year + 10 * n) / 10)X" : nil
    case "100Y":
      return published.year + 100 * n > 0 ? "\(CalendarDate.padded((published.year + 100 * n) / 100, 2))XX" : nil
    case "WE":  // a weekend belongs to its week; the one that a Saturday is in is this one
      return published.adding(days: 7 * n).isoWeek + "-WE"
    case "Q":
      let total = published.year * 4 + (published.month - 1) / 3 + n
      return "\(total / 4)-Q\(total % 4 + 1)"
    default: return nil
    }
  }

  // MARK: Durations and times of day

  private static func code(_ unit: String) -> (letter: String, time: Bool, factor: Int)? {
    switch unit {
    case "Y", "M", "W", "D": (unit, false, 1)
    case "10Y": ("Y", false, 10)
    case "100Y": ("Y", false, 100)
    case "1000Y": ("Y", false, 1000)
    case "Q": ("M", false, 3)
    case "2W": ("W", false, 2)
    case "H": ("H", true, 1)
    case "MIN": ("M", true, 1)
    case "S": ("S", true, 1)
    default: nil
    }
  }

  private func duration(_ number: DecimalNumber, _ unit: String) -> String? {
    guard let code = Self.code(unit), let value = number.times(DecimalNumber(code.factor)) else { return nil }
    return (code.time ? "PT" : "P") + value.text + code.letter
  }

  /// Hours, minutes, the half of the day and the zone, in any order: "9:30 a.m. EST", "noon", "2100 GMT".
  private func clock(_ rule: AmountRule, _ captures: [AmountCapture]) -> (value: String?, unit: String?)? {
    var hour: Int?
    var minute = 0
    var half: String?
    var zone = ""
    for c in captures {
      switch c.kind {
      case 6:
        guard let (h, m) = scanner.clock(c.start) else { return nil }
        hour = h
        minute = m
      case 0, 11:
        guard let value = scanner.number(c.start)?.value.integer else { return nil }
        if value >= 100 {
          hour = value / 100
          minute = value % 100
        } else {
          hour = value
        }
      case 3:
        guard let value = scanner.year(c.start) else { return nil }
        hour = value / 100
        minute = value % 100
      default:
        guard c.kind >= 0, let (word, _) = scanner.reading(c.start, c.kind) else { continue }
        switch scanner.lexicon.classes[c.kind] {
        case "half-day": half = word.value
        case "zone": zone = word.value
        case "clock-word": return ("T" + word.value, nil)
        default: continue
        }
      }
    }
    guard var hour, hour <= 24, minute < 60 else { return nil }
    if let half {
      guard hour >= 1, hour <= 12 else { return nil }
      hour = hour % 12 + (half == "PM" ? 12 : 0)
    }
    return ("T\(CalendarDate.padded(hour, 2)):\(CalendarDate.padded(minute, 2))\(zone)", nil)
  }
}
