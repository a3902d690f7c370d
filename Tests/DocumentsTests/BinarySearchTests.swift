import Testing

@testable import Documents

struct BinarySearchTests {
  @Test func theFirstThatMeetsTheCondition() {
    for count in 0..<9 {
      let sorted = (0..<count).map { 2 * $0 }
      for wanted in -1...(2 * count) {
        let first = sorted.firstIndex { $0 >= wanted } ?? count
        #expect(sorted.partitioningIndex { $0 >= wanted } == first, "\(wanted) in \(count)")
      }
    }
  }

  @Test func aSliceKeepsItsPlaces() { #expect([9, 9, 1, 3, 5][2...].partitioningIndex { $0 > 3 } == 4) }
}
