internal import CFacade
import Glibc

/// Does a run in a child process, so that a document that brings the process down, or never ends, costs only itself.
///
/// Who was at work when the child died is tried again, one by one; who is alone with a death is its culprit, and the run
/// goes on without it. What had been done is in the state, and is not done again.
public struct Supervisor {
  /// What the child is to know of those before it.
  public struct Orders: Sendable {
    /// Documents that are not to be touched, and why.
    public var culprits: [LaneBoard.Entry: (code: String, message: String)] = [:]
    /// Documents of which one is a culprit.
    public var suspects: Set<String> = []
  }

  public enum End: Sendable {
    case exit(Int32)
    /// The child died outside of any document.
    case died(signal: Int32)
    /// The child stood still outside of any document, as often as it was begun again; where its threads stood.
    case stoodStill(String)
  }

  let board: LaneBoard
  /// The limit of a document.
  let seconds: Double
  /// How long the child may stand still outside of any document, and how often that is borne.
  let stillSeconds: Double
  static let stillsBorne = 3
  /// Called when the child stood still and is begun again, with where its threads stood.
  let told: (String) -> Void

  public init(
    _ board: LaneBoard, seconds: Double, stillSeconds: Double = 60, told: @escaping (String) -> Void = { _ in }
  ) {
    self.board = board
    self.seconds = seconds
    self.stillSeconds = stillSeconds
    self.told = told
  }

  /// Calls `body` in a child, as often as it takes, and gives the exit code of the last. To be called before the process
  /// has any thread but one.
  public func run(_ body: (Orders) -> Int32) -> End {
    var orders = Orders()
    var stills = 0
    var watched = sigset_t()
    sigemptyset(&watched)
    for signal in [SIGCHLD, SIGINT, SIGTERM, SIGHUP] { sigaddset(&watched, signal) }
    var before = sigset_t()
    sigprocmask(SIG_BLOCK, &watched, &before)
    defer { sigprocmask(SIG_SETMASK, &before, nil) }
    while true {
      board.clear()
      let child = nd_fork()
      if child == 0 {
        sigprocmask(SIG_SETMASK, &before, nil)
        // The parent tells of a crash in one line; who wants the runtime's account of it sets this.
        if getenv("SWIFT_BACKTRACE") == nil {
          for crash in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] { signal(crash, SIG_DFL) }
        }
        let code = Self.onThread { body(orders) }
        // Not `exit`: its handlers would take libraries apart under threads that have yet to come to rest.
        fflush(nil)
        _exit(code)
      }
      guard child > 0 else { return .exit(body(orders)) }
      let (status, late, stopped, place) = watch(child, watched)
      if status & 0x7F == 0 { return .exit((status >> 8) & 0xFF) }
      let signal = status & 0x7F
      if stopped != 0 { return .exit(128 + stopped) }
      if let place {
        stills += 1
        told(place)
        if stills == Self.stillsBorne { return .stoodStill(place) }
        continue
      }
      let busy = board.busy()
      guard !busy.isEmpty else { return .died(signal: signal) }
      let limit = ConfigurationSeconds.text(seconds)
      if let late {
        orders.culprits[late] = ("timeout", "The document took longer than \(limit) (limits.seconds).")
      } else if busy.count == 1 {
        orders.culprits[busy[0].entry] = (
          "crash",
          "The document brought the process down (signal \(signal)). This is a fault of nightdesk: please report it."
        )
      }
      orders.suspects = Set(busy.map(\.entry.path))
    }
  }

  /// On another thread than the one that forked: see `nd_on_thread`.
  private static func onThread(_ body: () -> Int32) -> Int32 {
    withoutActuallyEscaping(body) { body in
      var call = body
      return withUnsafeMutablePointer(to: &call) { call in
        nd_on_thread({ $0!.assumingMemoryBound(to: (() -> Int32).self).pointee() }, call)
      }
    }
  }

  /// Waits for the child; hands signals on, and ends it if a document is late, or the child itself when it is to stop.
  private func watch(
    _ child: Int32, _ watched: sigset_t
  ) -> (status: Int32, late: LaneBoard.Entry?, stopped: Int32, place: String?) {
    var watched = watched
    var standstill = Standstill(of: child, after: stillSeconds)
    var place: String?
    var late: LaneBoard.Entry?
    var stopped: (signal: Int32, at: Int)?
    while true {
      var status: Int32 = 0
      let found = waitpid(child, &status, WNOHANG)
      if found == child { return (status, late, stopped?.signal ?? 0, place) }
      if found < 0, errno != EINTR { return (1 << 8, nil, stopped?.signal ?? 0, place) }
      var wait = timespec(tv_sec: 0, tv_nsec: 100_000_000)
      var info = siginfo_t()
      let signal = sigtimedwait(&watched, &info, &wait)
      if signal == SIGINT || signal == SIGTERM || signal == SIGHUP {
        kill(child, signal)
        stopped = stopped ?? (signal, Clock.now)
      }
      if let stopped, Clock.now - stopped.at > 1_800_000_000 { kill(child, SIGKILL) }
      let limit = Int(seconds * 1e9)
      if late == nil, let oldest = board.oldest(), Clock.now - oldest > limit {
        late = board.busy().first { Clock.now - $0.since > limit }?.entry
        if late != nil { kill(child, SIGKILL) }
      }
      if late == nil, place == nil, let found = standstill.look(Clock.now), board.oldest() == nil {
        place = found
        kill(child, SIGKILL)
      }
    }
  }
}

enum ConfigurationSeconds {
  static func text(_ seconds: Double) -> String {
    seconds == 1 ? "1 second" : "\(ConfigurationType.short(seconds)) seconds"
  }
}
