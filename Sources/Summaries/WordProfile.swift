import Documents

/// What the words of an article tell of a sentence: how central they are, where they stand first and last.
struct WordProfile {
  /// What one sentence holds of the article's words.
  struct Held {
    /// Cosine with the centroid.
    var cosine: Float = 0
    /// Weight of its words in the centroid, of what the sixty heaviest would give.
    var weight: Float = 0
    /// Share of the twenty heaviest words.
    var coverage: Float = 0
    /// Sum of count × weight.
    var frequency: Float = 0
    /// Mean weight of the telling words, and the share of them that stand before, first here, later again.
    var rarity: Float = 0
    var told: Float = 0
    var fresh: Float = 0
    var later: Float = 0
    /// Words that are no stop words.
    var telling = 0
  }

  /// By term: (1 + ln count) × weight, 0 for stop words.
  private var centroid: [Float]
  private var length: Float = 0
  private var heaviest: [Bool]
  /// The sum of the sixty largest values of the centroid.
  private var most: Float = 1
  /// By term: the first and the last row that has it.
  private var first: [Int32]
  private var last: [Int32]
  /// Of each row, how many of its different pairs of neighbours another row has too.
  private var repeated: [Int32]

  init(_ terms: SentenceTerms) {
    let count = terms.weight.count
    centroid = Array(repeating: 0, count: count)
    heaviest = Array(repeating: false, count: count)
    first = Array(repeating: -1, count: count)
    last = Array(repeating: -1, count: count)
    repeated = Array(repeating: 0, count: terms.rows.count)
    weigh(terms)
    place(terms)
    findPairs(terms)
  }

  private mutating func weigh(_ terms: SentenceTerms) {
    var squares: Float = 0
    // Weights are not negative, so that their bits are in order; ties go to the term that came first.
    var ranked: [UInt64] = []
    ranked.reserveCapacity(centroid.count)
    var values: [UInt32] = []
    values.reserveCapacity(centroid.count)
    centroid.withUnsafeMutableBufferPointer { centroid in
      for term in centroid.indices where !terms.isStop[term] && terms.count[term] > 0 {
        let value = (1 + logarithm(terms.count[term])) * terms.weight[term]
        centroid[term] = value
        squares += value * value
        if value > 0 { values.append(value.bitPattern) }
        let weight = Float(terms.count[term]) * terms.weight[term]
        ranked.append(UInt64(weight.bitPattern) << 32 | UInt64(UInt32.max - UInt32(term)))
      }
    }
    length = squares.squareRoot()
    for row in Self.largest(20, of: &ranked) { heaviest[Int(UInt32.max - UInt32(truncatingIfNeeded: row))] = true }
    // From the largest on: a sum of floats is another in another order.
    var largest = Array(Self.largest(60, of: &values))
    Self.sort(&largest)
    let sum = largest.reversed().reduce(0) { $0 + Float(bitPattern: $1) }
    if sum > 0 { most = sum }
  }

  /// By insertion, which for so few values is the shortest way.
  private static func sort(_ values: inout [UInt32]) {
    values.withUnsafeMutableBufferPointer { values in
      for i in values.indices {
        let value = values[i]
        var j = i
        while j > 0, values[j - 1] > value {
          values[j] = values[j - 1]
          j -= 1
        }
        values[j] = value
      }
    }
  }

  private mutating func place(_ terms: SentenceTerms) {
    first.withUnsafeMutableBufferPointer { first in
      last.withUnsafeMutableBufferPointer { last in
        for (i, row) in terms.rows.enumerated() {
          for term in terms.sequence[row.terms] {
            if first[Int(term)] < 0 { first[Int(term)] = Int32(i) }
            last[Int(term)] = Int32(i)
          }
        }
      }
    }
  }

  /// A pair of neighbours, the last row that has it (one more, 0 where none), and whether it is not the only one.
  private struct Pair {
    var key: UInt64 = 0
    var row: Int32 = 0
    var isRepeated = false
  }

  private mutating func findPairs(_ terms: SentenceTerms) {
    var size = 16
    while size < terms.sequence.count * 2 { size *= 2 }
    let shift = UInt64(64 - size.trailingZeroBitCount)
    withUnsafeTemporaryAllocation(of: Pair.self, capacity: size) { pairs in
      pairs.initialize(repeating: Pair())
      repeated.withUnsafeMutableBufferPointer { repeated in
        for (i, row) in terms.rows.enumerated() {
          let here = Int32(i + 1)
          terms.eachPair(row) { key in
            var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) &>> shift)
            while pairs[slot].row != 0, pairs[slot].key != key { slot = (slot + 1) & (size - 1) }
            let pair = pairs[slot]
            if pair.row == 0 {
              pairs[slot] = Pair(key: key, row: here)
            } else if pair.row != here {
              if !pair.isRepeated { repeated[Int(pair.row) - 1] += 1 }
              repeated[i] += 1
              pairs[slot].row = here
              pairs[slot].isRepeated = true
            }
          }
        }
      }
    }
  }

  /// The largest values, in no order: to sort them all for these takes several times as long.
  private static func largest<Value: Comparable>(_ count: Int, of values: inout [Value]) -> ArraySlice<Value> {
    values.withUnsafeMutableBufferPointer { values in
      // What stands from `low` to `high` is not yet told apart; right of it are the largest.
      var (low, high) = (0, values.count)
      let border = max(0, values.count - count)
      while high - low > 1 {
        let pivot = values[low + (high - low) / 2]
        var (i, j) = (low, high - 1)
        while i <= j {
          while values[i] < pivot { i += 1 }
          while values[j] > pivot { j -= 1 }
          guard i <= j else { break }
          values.swapAt(i, j)
          i += 1
          j -= 1
        }
        if border <= j {
          high = j + 1
        } else if border >= i {
          low = i
        } else {
          break
        }
      }
    }
    return values.suffix(count)
  }

  func held(_ row: SentenceTerms.Row, at i: Int, _ terms: SentenceTerms) -> Held {
    var held = Held()
    var dot: Float = 0
    var heavy = 0
    for (term, value) in terms.vectors[row.vector] {
      dot += value * centroid[Int(term)]
      held.weight += centroid[Int(term)]
      if heaviest[Int(term)] { heavy += 1 }
    }
    if length > 0, row.norm > 0 { held.cosine = dot / (length * row.norm) }
    held.weight /= most
    held.coverage = Float(heavy) / 20
    var counts = (told: 0, fresh: 0, later: 0)
    for number in terms.sequence[row.terms] where !terms.isStop[Int(number)] {
      let term = Int(number)
      held.telling += 1
      held.frequency += Float(terms.count[term]) * terms.weight[term]
      held.rarity += terms.weight[term]
      if first[term] < i { counts.told += 1 } else { counts.fresh += 1 }
      if last[term] > i { counts.later += 1 }
    }
    let telling = Float(max(1, held.telling))
    held.rarity /= telling
    held.told = Float(counts.told) / telling
    held.fresh = Float(counts.fresh) / telling
    held.later = Float(counts.later) / telling
    return held
  }

  /// The share of a sentence's pairs of neighbours that another sentence has too.
  func repeatedPairs(_ row: SentenceTerms.Row, at i: Int) -> Float {
    guard row.terms.count > 1 else { return 0 }
    return Float(repeated[i]) / Float(row.terms.count - 1)
  }
}
