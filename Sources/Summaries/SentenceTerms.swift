import Documents

/// The sentences of a document as bags of numbered terms, with what ranking and selection ask of them.
struct SentenceTerms {
  struct Row {
    /// Index in the sentences artifact.
    var sentence: Int
    /// Numbers of the terms in order of place, stop words included.
    var sequence: [Int32] = []
    /// Words as a budget counts them: runs without white space.
    var words: Int = 0
    /// Weighted terms, (1 + ln count) × weight, in order of number, and their Euclidean length.
    var vector: [(term: Int32, value: Float)] = []
    var norm: Float = 0

    fileprivate mutating func count(_ bytes: UnsafeBufferPointer<UInt8>) {
      var space = true
      for byte in bytes {
        let isSpace = byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
        if space, !isSpace { words += 1 }
        space = isSpace
      }
    }
  }

  var rows: [Row] = []
  /// By term number.
  var weight: [Float] = []
  var isStop: [Bool] = []
  /// Occurrences in the rows.
  var count: [Int] = []

  private var numbers = KeyMap<Void>()
  /// Numbers of a story's tokens by their bytes, −1 for one without letters or digits: most stand more than once, and need
  /// their stem and frequency once.
  private var known = KeyMap<Int32>()

  /// No sentences yet: `append` each, then `finish`.
  init() {}

  /// Terms of the given sentences.
  init(_ sentences: [Int], _ artifact: SentencesArtifact, _ text: SourceText, _ weights: TermWeights) {
    rows.reserveCapacity(sentences.count)
    let words = artifact.vocabulary(text)
    let terms = weights.terms(of: words, in: text)
    // A term gets its number where its first word stands.
    var numbers = [Int32?](repeating: nil, count: terms.count)
    for index in sentences {
      let sentence = artifact.sentences[index]
      var row = Row(sentence: index)
      text.withBytes(sentence.span) { row.count($0) }
      row.sequence.reserveCapacity(sentence.tokens.count)
      for token in sentence.tokens {
        let word = Int(words.numbers[token])
        guard let term = terms[word] else { continue }
        let number = numbers[word] ?? self.number(term)
        numbers[word] = number
        count[Int(number)] += 1
        row.sequence.append(number)
      }
      rows.append(row)
    }
    finish()
  }

  /// Adds a sentence; `tokens` are spans in its own bytes.
  mutating func append(
    sentence: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ tokens: [Span], _ weights: TermWeights
  ) {
    var row = Row(sentence: sentence)
    row.count(bytes)
    for token in tokens {
      let number = self.number(UnsafeBufferPointer(rebasing: bytes[token.range]), weights)
      guard number >= 0 else { continue }
      count[Int(number)] += 1
      row.sequence.append(number)
    }
    rows.append(row)
  }

  private mutating func number(_ token: UnsafeBufferPointer<UInt8>, _ weights: TermWeights) -> Int32 {
    let place = known.place(ContentKey.lookUp(token), orAdd: Int32.min)
    let before = known[at: place]
    guard before == Int32.min else { return before }
    let number = weights.term(token).map { self.number($0) } ?? -1
    known[at: place] = number
    return number
  }

  private mutating func number(_ term: Term) -> Int32 {
    // A term's number is its place: they are numbered as they come.
    let number = numbers.place(term.key, orAdd: ())
    if number == weight.count {
      weight.append(term.weight)
      isStop.append(term.isStop)
      count.append(0)
    }
    return Int32(number)
  }

  /// Makes the vectors, once all sentences are there.
  mutating func finish() {
    var sorted: [Int32] = []
    for i in rows.indices {
      (rows[i].vector, rows[i].norm) = Self.vector(rows[i].sequence, isStop: isStop, weight: weight, &sorted)
    }
  }

  /// Calls `body` with each pair of neighbours of which at least one is no stop word.
  @inline(__always)
  func eachPair(_ row: Row, _ body: (UInt64) -> Void) {
    for i in row.sequence.indices.dropFirst() {
      let (a, b) = (row.sequence[i - 1], row.sequence[i])
      if isStop[Int(a)], isStop[Int(b)] { continue }
      body(Self.spread(UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))))
    }
  }

  func pairs(_ row: Row) -> [UInt64] {
    var result: [UInt64] = []
    result.reserveCapacity(row.sequence.count)
    eachPair(row) { result.append($0) }
    return result
  }

  /// Two small numbers as a key whose bits all differ; no two pairs have one key.
  private static func spread(_ pair: UInt64) -> UInt64 {
    let x = pair &* 0x9e37_79b9_7f4a_7c15
    return x ^ x >> 32
  }

  /// `sorted` is memory that sentences hand on.
  private static func vector(
    _ sequence: [Int32], isStop: [Bool], weight: [Float], _ sorted: inout [Int32]
  ) -> (vector: [(term: Int32, value: Float)], norm: Float) {
    sorted.removeAll(keepingCapacity: true)
    for number in sequence where !isStop[Int(number)] { sorted.append(number) }
    sorted.sort()
    var vector: [(term: Int32, value: Float)] = []
    vector.reserveCapacity(sorted.count)
    var i = 0
    var squares: Float = 0
    while i < sorted.count {
      var j = i + 1
      while j < sorted.count, sorted[j] == sorted[i] { j += 1 }
      let value = (1 + logarithm(j - i)) * weight[Int(sorted[i])]
      vector.append((sorted[i], value))
      squares += value * value
      i = j
    }
    return (vector, squares.squareRoot())
  }

  /// Cosine of two rows' vectors, 0 … 1.
  func cosine(_ a: Int, _ b: Int) -> Float {
    let norms = rows[a].norm * rows[b].norm
    guard rows[a].norm > 0, rows[b].norm > 0 else { return 0 }
    return rows[a].vector.withUnsafeBufferPointer { x in
      rows[b].vector.withUnsafeBufferPointer { y in
        var i = 0
        var j = 0
        var sum: Float = 0
        while i < x.count, j < y.count {
          let (p, q) = (x[i].term, y[j].term)
          if p == q { sum += x[i].value * y[j].value }
          if p <= q { i += 1 }
          if q <= p { j += 1 }
        }
        return sum / norms
      }
    }
  }
}

/// Natural logarithm of a count, from a table: the same bits on every machine, and no libm in the module.
func logarithm(_ n: Int) -> Float {
  n < logarithms.count ? logarithms[max(1, n)] : logarithms[logarithms.count - 1]
}

/// ln 1 … ln 255 by halving: ln n = 2 artanh((n − m)/(n + m)) + ln m from the one before.
private let logarithms: [Float] = {
  var table: [Double] = [0, 0]
  for n in 2..<256 {
    let z = 1 / Double(2 * n - 1)
    let z2 = z * z
    table.append(table[n - 1] + 2 * z * (1 + z2 * (1.0 / 3 + z2 * (1.0 / 5 + z2 * (1.0 / 7 + z2 / 9)))))
  }
  return table.map(Float.init)
}()
