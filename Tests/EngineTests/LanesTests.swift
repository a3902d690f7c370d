import Synchronization
import Testing

@testable import Engine

@Suite struct LanesTests {
  /// Work that falls into two halves until it is small: everything is done once, and never more at a time than there
  /// are lanes.
  @Test(arguments: [1, 2, 5])
  func everythingIsDoneOnce(count: Int) {
    final class Tally: Sendable {
      let sum = Atomic<Int>(0)
      let atWork = Atomic<Int>(0)
      let most = Atomic<Int>(0)
    }
    let tally = Tally()
    var next = 0
    let lanes = Lanes<Range<Int>>(count: count, depths: 12) {
      guard next < 2000 else { return nil }
      defer { next += 100 }
      return (0, next..<(next + 100))
    } perform: { range, _ in
      let now = tally.atWork.add(1, ordering: .relaxed).newValue
      tally.most.max(now, ordering: .relaxed)
      defer { tally.atWork.subtract(1, ordering: .relaxed) }
      guard range.count > 1 else {
        tally.sum.add(range.lowerBound, ordering: .relaxed)
        return []
      }
      let middle = (range.lowerBound + range.upperBound) / 2
      return [(1, range.lowerBound..<middle), (2, middle..<range.upperBound)]
    }
    lanes.run()
    #expect(tally.sum.load(ordering: .relaxed) == 2000 * 1999 / 2)
    #expect(tally.most.load(ordering: .relaxed) <= count)
  }

  @Test func nothingToDoEndsAtOnce() {
    Lanes<Int>(count: 3, depths: 1) {
      nil
    } perform: { _, _ in
      []
    }.run()
  }

  @Test func aStopLetsNothingNewIn() {
    final class Box: @unchecked Sendable { var lanes: Lanes<Int>? }
    let box = Box()
    let done = Atomic<Int>(0)
    var next = 0
    let lanes = Lanes<Int>(count: 2, depths: 1) {
      next += 1
      return (0, next)
    } perform: { number, _ in
      if number == 50 { box.lanes!.stop(dropping: true) }
      return []
    }
    box.lanes = lanes
    lanes.run()
    done.store(next, ordering: .relaxed)
    #expect(next < 100)
  }
}
