import CMeasure
import Glibc

/// What one step takes on one core.
struct Figures {
  /// How often memory is asked for, an article.
  var allocations: Double
  /// Processor time for all articles once: the fastest of several batches, for another process can only make one slower.
  var seconds: Double

  /// Repeats the step for about `seconds`.
  init(_ step: Step, seconds limit: Double, articles: Int) throws {
    // Once before, so that what is made at first use is there.
    _ = try step.once()
    let before = measure_allocations()
    _ = try step.once()
    allocations = Double(measure_allocations() - before) / Double(articles)
    seconds = .infinity
    let end = Self.processorSeconds() + limit
    repeat {
      let start = Self.processorSeconds()
      var rounds = 0
      repeat {
        _ = try step.once()
        rounds += 1
      } while Self.processorSeconds() - start < limit / 8
      seconds = min(seconds, (Self.processorSeconds() - start) / Double(rounds))
    } while Self.processorSeconds() < end
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
