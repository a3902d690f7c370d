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
  private var isAnyHeavy = false
  /// The sum of the sixty largest values of the centroid.
  private var most: Float = 1
  /// By term: the first and the last row that has it.
  private var first: [Int32]
  private var last: [Int32]
  /// The pairs of neighbours of each row, each once, as numbers; and in how many rows a pair stands.
  private var pairs: [Int32] = []
  private var rowPairs: [Range<Int>] = []
  private var rowsOfPair: [Int32] = []

  init(_ terms: SentenceTerms) {
    let count = terms.weight.count
    centroid = Array(repeating: 0, count: count)
    heaviest = Array(repeating: false, count: count)
    first = Array(repeating: -1, count: count)
    last = Array(repeating: -1, count: count)
    var squares: Float = 0
    // Weights are not negative, so that their bits are in order; ties go to the term that came first.
    var ranked: [UInt64] = []
    ranked.reserveCapacity(count)
    for term in 0..<count where !terms.isStop[term] && terms.count[term] > 0 {
      centroid[term] = (1 + logarithm(terms.count[term])) * terms.weight[term]
      squares += centroid[term] * centroid[term]
      let value = Float(terms.count[term]) * terms.weight[term]
      ranked.append(UInt64(value.bitPattern) << 32 | UInt64(UInt32.max - UInt32(term)))
    }
    length = squares.squareRoot()
    for row in Self.largest(20, of: &ranked) { heaviest[Int(UInt32.max - UInt32(truncatingIfNeeded: row))] = true }
    isAnyHeavy = !ranked.isEmpty
    var values = centroid.compactMap { $0 > 0 ? $0.bitPattern : nil }
    let sum = Self.largest(60, of: &values).sorted(by: >).reduce(0) { $0 + Float(bitPattern: $1) }
    if sum > 0 { most = sum }

    // One look-up a pair: all that follows works on numbers.
    let words = terms.rows.reduce(0) { $0 + $1.sequence.count }
    var numbers = KeyMap<Void>()
    numbers.reserveCapacity(words)
    pairs.reserveCapacity(words)
    var lastRow: [Int32] = []
    for (i, row) in terms.rows.enumerated() {
      for term in row.sequence {
        if first[Int(term)] < 0 { first[Int(term)] = Int32(i) }
        last[Int(term)] = Int32(i)
      }
      let start = pairs.count
      terms.eachPair(row) { pair in
        let number = Int32(numbers.place(pair, orAdd: ()))
        if number == rowsOfPair.count {
          rowsOfPair.append(0)
          lastRow.append(-1)
        }
        guard lastRow[Int(number)] != Int32(i) else { return }
        lastRow[Int(number)] = Int32(i)
        rowsOfPair[Int(number)] += 1
        pairs.append(number)
      }
      rowPairs.append(start..<pairs.count)
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
    for (term, value) in row.vector {
      dot += value * centroid[Int(term)]
      held.weight += centroid[Int(term)]
      if heaviest[Int(term)] { heavy += 1 }
    }
    if length > 0, row.norm > 0 { held.cosine = dot / (length * row.norm) }
    held.weight /= most
    held.coverage = Float(heavy) / 20
    var counts = (told: 0, fresh: 0, later: 0)
    for number in row.sequence where !terms.isStop[Int(number)] {
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
    guard row.sequence.count > 1 else { return 0 }
    let repeated = pairs[rowPairs[i]].reduce(0) { $0 + (rowsOfPair[Int($1)] > 1 ? 1 : 0) }
    return Float(repeated) / Float(row.sequence.count - 1)
  }
}
