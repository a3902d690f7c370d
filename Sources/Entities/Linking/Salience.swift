/// How present each entity is to a reader at a place of the text: what was a subject lately weighs most.
///
/// After Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994): a weight for each occurrence by its
/// grammatical role, halved from sentence to sentence.
struct Salience {
  private var past: [Double]
  private var pastAt: [Double]
  private var present: [Double]
  private var touched: [Int] = []
  /// Sentences so far; one that stands in quotation marks counts less.
  private(set) var clock = 0.0

  private static let decay = 0.5
  private static let repetition = 0.4

  init(entities: Int) {
    past = Array(repeating: 0, count: entities)
    pastAt = Array(repeating: 0, count: entities)
    present = Array(repeating: 0, count: entities)
  }

  /// An occurrence in the present sentence; of several the weightiest counts.
  mutating func note(_ entity: Int, _ weight: Double) {
    if present[entity] == 0 { touched.append(entity) }
    present[entity] = max(present[entity], weight)
  }

  mutating func endSentence(length: Double) {
    for entity in touched {
      // Repetition counts for little: who was named last as a subject is meant, however often another was named before.
      past[entity] = faded(entity) * Self.repetition + present[entity]
      pastAt[entity] = clock
      present[entity] = 0
    }
    touched.removeAll(keepingCapacity: true)
    clock += length
  }

  func value(_ entity: Int) -> Double { faded(entity) * Self.decay + present[entity] }

  /// What an entity weighed before the present sentence.
  func before(_ entity: Int) -> Double { faded(entity) * Self.decay }

  private func faded(_ entity: Int) -> Double {
    let age = clock - pastAt[entity]
    guard past[entity] > 0, age < 12 else { return 0 }
    var value = past[entity]
    var left = age
    while left >= 1 {
      value *= Self.decay
      left -= 1
    }
    return value * (1 - left * (1 - Self.decay))
  }
}
