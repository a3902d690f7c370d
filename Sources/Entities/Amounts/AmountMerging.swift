import Documents

extension AmountRecognizer {
  /// Names and amounts in order of place, none overlapping another; both lists are in order and free of overlaps.
  ///
  /// A date, time, duration, sum of money or percentage wins over a name unless it lies inside a longer one; any name
  /// wins over a bare number, an ordinal or a quantity.
  static func merge(names: [Mention], amounts: [Mention]) -> [Mention] {
    var result: [Mention] = []
    result.reserveCapacity(names.count + amounts.count)
    var lost = Set<Int>()
    var kept = [Bool](repeating: true, count: amounts.count)
    var n = 0
    for (a, amount) in amounts.enumerated() {
      while n < names.count, names[n].span.end <= amount.span.start { n += 1 }
      var k = n
      var rivals: [Int] = []
      while k < names.count, names[k].span.start < amount.span.end {
        rivals.append(k)
        k += 1
      }
      if rivals.isEmpty { continue }
      let wins =
        isStrong(amount.type)
        && !rivals.contains {
          names[$0].span.contains(amount.span) && names[$0].span != amount.span
        }
      if wins {
        lost.formUnion(rivals)
      } else {
        kept[a] = false
      }
    }
    var a = 0
    for (i, name) in names.enumerated() where !lost.contains(i) {
      while a < amounts.count, amounts[a].span.start < name.span.start {
        if kept[a] { result.append(amounts[a]) }
        a += 1
      }
      result.append(name)
    }
    while a < amounts.count {
      if kept[a] { result.append(amounts[a]) }
      a += 1
    }
    return result
  }

  private static func isStrong(_ type: EntityType) -> Bool {
    switch type {
    case .date, .time, .duration, .money, .percent: true
    default: false
    }
  }
}
