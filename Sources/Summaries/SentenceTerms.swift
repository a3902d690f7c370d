import Documents

/// The sentences of a document as bags of numbered terms, with what ranking and selection ask of them.
struct SentenceTerms {
  struct Row {
    /// Index in the sentences artifact.
    var sentence: Int
    /// Words as a budget counts them: runs without white space.
    var words = 0
    /// Its places in `sequence` and in `vectors`, and the Euclidean length of its vector.
    fileprivate(set) var terms = 0..<0
    fileprivate(set) var vector = 0..<0
    fileprivate(set) var norm: Float = 0
  }

  var rows: [Row] = []
  /// Numbers of the terms of all rows in order of place, stop words included.
  private(set) var sequence: [Int32] = []
  /// Of each row the weighted terms, (1 + ln count) × weight, in order of number.
  private(set) var vectors: [(term: Int32, value: Float)] = []
  /// By term number.
  var weight: [Float] = []
  var isStop: [Bool] = []
  /// Occurrences in the rows.
  private(set) var count: [Int] = []

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
    numbers.reserveCapacity(terms.count)
    weight.reserveCapacity(terms.count)
    isStop.reserveCapacity(terms.count)
    // A term gets its number where its first word stands: −1 for a word that is none, and for one that has none yet.
    var known = [Int32](repeating: -1, count: terms.count)
    sequence = known.withUnsafeMutableBufferPointer { known in
      [Int32](unsafeUninitializedCapacity: artifact.tokens.count) { sequence, end in
        for index in sentences {
          let sentence = artifact.sentences[index]
          let start = end
          for token in sentence.tokens {
            let word = Int(words.numbers[token])
            if known[word] < 0 {
              guard let term = terms[word] else { continue }
              known[word] = number(term)
            }
            sequence.initializeElement(at: end, to: known[word])
            end += 1
          }
          var row = Row(sentence: index)
          row.words = text.withBytes(sentence.span) { SummaryArtifact.words(in: $0) }
          row.terms = start..<end
          rows.append(row)
        }
      }
    }
    finish()
  }

  /// Adds a sentence; `tokens` are spans in its own bytes.
  mutating func append(
    sentence: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ tokens: [Span], _ weights: TermWeights
  ) {
    let start = sequence.count
    for token in tokens {
      let number = self.number(UnsafeBufferPointer(rebasing: bytes[token.range]), weights)
      if number >= 0 { sequence.append(number) }
    }
    var row = Row(sentence: sentence)
    row.words = SummaryArtifact.words(in: bytes)
    row.terms = start..<sequence.count
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
    }
    return Int32(number)
  }

  /// Makes the vectors, once all sentences are there.
  mutating func finish() {
    count = Array(repeating: 0, count: weight.count)
    count.withUnsafeMutableBufferPointer { count in
      for term in sequence { count[Int(term)] += 1 }
    }
    let longest = rows.reduce(0) { max($0, $1.terms.count) }
    vectors = Array(unsafeUninitializedCapacity: sequence.count) { vectors, end in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: longest) { memory in
        for i in rows.indices {
          let start = end
          rows[i].norm = addVector(rows[i].terms, memory, vectors, &end)
          rows[i].vector = start..<end
        }
      }
    }
  }

  /// The length of the vector that is added; `memory` is for the terms in order of number.
  private func addVector(
    _ terms: Range<Int>, _ memory: UnsafeMutableBufferPointer<Int32>,
    _ vectors: UnsafeMutableBufferPointer<(term: Int32, value: Float)>, _ end: inout Int
  ) -> Float {
    var count = 0
    for i in terms where !isStop[Int(sequence[i])] {
      memory[count] = sequence[i]
      count += 1
    }
    var sorted = memory[..<count]
    sorted.sort()
    var i = 0
    var squares: Float = 0
    while i < count {
      let term = memory[i]
      var j = i + 1
      while j < count, memory[j] == term { j += 1 }
      let value = (1 + logarithm(j - i)) * weight[Int(term)]
      vectors.initializeElement(at: end, to: (term, value))
      end += 1
      squares += value * value
      i = j
    }
    return squares.squareRoot()
  }

  /// Calls `body` with each pair of neighbours of which at least one is no stop word, as one number.
  @inline(__always)
  func eachPair(_ row: Row, _ body: (UInt64) -> Void) {
    sequence.withUnsafeBufferPointer { sequence in
      isStop.withUnsafeBufferPointer { isStop in
        for i in row.terms.dropFirst() {
          let (a, b) = (sequence[i - 1], sequence[i])
          if isStop[Int(a)], isStop[Int(b)] { continue }
          body(UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b)))
        }
      }
    }
  }

  func pairs(_ row: Row) -> [UInt64] {
    var result: [UInt64] = []
    result.reserveCapacity(row.terms.count)
    eachPair(row) { result.append($0) }
    return result
  }

  /// Cosine of two rows' vectors, 0 … 1.
  func cosine(_ a: Int, _ b: Int) -> Float {
    let (first, second) = (rows[a], rows[b])
    guard first.norm > 0, second.norm > 0 else { return 0 }
    return vectors.withUnsafeBufferPointer { vectors in
      var i = first.vector.lowerBound
      var j = second.vector.lowerBound
      var sum: Float = 0
      while i < first.vector.upperBound, j < second.vector.upperBound {
        let (p, q) = (vectors[i].term, vectors[j].term)
        if p == q { sum += vectors[i].value * vectors[j].value }
        if p <= q { i += 1 }
        if q <= p { j += 1 }
      }
      return sum / (first.norm * second.norm)
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
