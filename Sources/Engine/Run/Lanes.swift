import Dispatch

/// Lanes: serial queues that do work side by side, the deepest first, with no lane ever waiting for another.
///
/// What is ready stands in one list a depth, under one short lock; a lane that ends its work puts what follows into the
/// lists and takes the deepest. Only when nothing is ready is something new let in, by `admit`, which keeps the bounds.
final class Lanes<Job: Sendable>: @unchecked Sendable {
  private let mutex = Mutex()
  private let queues: [DispatchQueue]
  private var idle: [Int]
  private var ready: [[Job]]
  private var running = 0
  private var stopped = false
  private var dropped = false
  private let end = DispatchSemaphore(value: 0)
  private var ended = false
  /// Called under the lock: something new to do, or nil if there is nothing or no room now.
  private let admit: () -> (depth: Int, job: Job)?
  private let perform: @Sendable (Job, _ lane: Int) -> [(depth: Int, job: Job)]

  init(
    count: Int, depths: Int, admit: @escaping () -> (depth: Int, job: Job)?,
    perform: @escaping @Sendable (Job, _ lane: Int) -> [(depth: Int, job: Job)]
  ) {
    queues = (0..<count).map { DispatchQueue(label: "lane \($0)") }
    idle = Array(0..<count)
    ready = Array(repeating: [], count: depths)
    self.admit = admit
    self.perform = perform
  }

  /// Does everything, and returns when it is done; never to be called from a lane.
  func run(_ first: [(depth: Int, job: Job)] = []) {
    mutex.locked { for (depth, job) in first { ready[depth].append(job) } }
    fill()
    end.wait()
  }

  /// Takes the lock for what `admit` reads.
  func locked<R>(_ body: () throws -> R) rethrows -> R { try mutex.locked(body) }

  /// Nothing new is let in from here on. What is in hand goes on to its end, or ends with the step it is at (`dropping`).
  func stop(dropping: Bool) {
    mutex.locked {
      stopped = true
      if dropping {
        dropped = true
        for depth in ready.indices { ready[depth] = [] }
      }
    }
    fill()
  }

  /// Lets `run` return though a lane is still at work, which must then not matter any more; false if all had ended.
  func abandon() -> Bool {
    let early = mutex.locked {
      guard !ended else { return false }
      ended = true
      return true
    }
    if early { end.signal() }
    return early
  }

  private enum Next {
    case job(lane: Int, Job)
    case nothing
    case over
  }

  /// Gives ready work to idle lanes: the permit is taken before the block is sent.
  private func fill() {
    while true {
      let next: Next = mutex.locked {
        if let lane = idle.last, let job = take() {
          idle.removeLast()
          running += 1
          return .job(lane: lane, job)
        }
        guard running == 0, !ended else { return .nothing }
        ended = true
        return .over
      }
      switch next {
      case .job(let lane, let job): queues[lane].async { self.step(lane, job) }
      case .nothing: return
      case .over:
        end.signal()
        return
      }
    }
  }

  private func take() -> Job? {
    if let depth = ready.lastIndex(where: { !$0.isEmpty }) { return ready[depth].removeLast() }
    return stopped ? nil : admit()?.job
  }

  private func step(_ lane: Int, _ job: Job) {
    let following = perform(job, lane)
    mutex.locked {
      if !dropped { for (depth, job) in following { ready[depth].append(job) } }
      idle.append(lane)
      running -= 1
    }
    fill()
  }
}
