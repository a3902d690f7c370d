internal import CFacade
import Documents
import Glibc
import Normalization

/// The parent of a worker: hands lines to children and puts their answers in order. Nothing that a document holds is
/// looked at here, so that no document can end more than a child.
final class WorkerParent {
  /// How many lines a child may have before it: enough that it never waits, few enough that all end together.
  private static let window = 8
  /// Answers that wait for an earlier line's: past so many, or so many bytes, nothing more is read.
  private static let held = (lines: 64, bytes: 64 << 20)

  private struct Job {
    var seq: Int
    var kind = Frame.Kind.line
    var line: [UInt8]
    /// How many children died of it, or of what was at work beside it.
    var deaths = 0
  }

  private final class Child {
    let process: pid_t
    let input: Int32
    let output: Int32
    var outgoing: [UInt8] = []
    var sent = 0
    var incoming: [UInt8] = []
    /// Unanswered lines, the oldest first: it is the one at work.
    var jobs: [Job] = []
    var since = 0
    /// The id of the oldest, once the child told it.
    var id: String?
    var isLate = false

    init(_ process: pid_t, _ input: Int32, _ output: Int32) {
      self.process = process
      self.input = input
      self.output = output
    }
  }

  private let options: WorkerOptions
  private let seconds: Double
  private let rules: String
  private let work: () -> LineWork
  private var children: [Child] = []
  /// Lines of children that died, to be done before others.
  private var queue: [Job] = []
  /// Lines that are not yet answered on standard output, in order, and answers that wait for those before them.
  private var order: [Int] = []
  private var answers: [Int: [UInt8]] = [:]
  private var heldBytes = 0
  private var output: [UInt8] = []
  private var idleDeaths = 0
  private var lastWarning = 0

  init(_ options: WorkerOptions, seconds: Double, rules: String, work: @escaping () -> LineWork) {
    self.options = options
    self.seconds = seconds
    self.rules = rules
    self.work = work
  }

  enum Failure: Error {
    case input(SystemError)
    /// Nobody reads standard output any more, or it cannot be written.
    case output(SystemError)
    /// Children cannot be made, or die without a line.
    case children
  }

  /// Answers every line of standard input. To be called while the process has one thread.
  func run() throws(Failure) {
    signal(SIGPIPE, SIG_IGN)
    defer { for child in children { end(child) } }
    var lines = InputLines(STDIN_FILENO, limit: options.maxLine)
    let pages = options.archives.isEmpty ? nil : InputPages(options.archives, named: options.archiveName)
    // A file can always be read; only standard input is waited for.
    let waits = pages == nil || options.archives.contains("-")
    var hasEnded = false
    while true {
      var isWaiting = false
      while !hasEnded, !isWaiting, hasRoom {
        do throws(SystemError) {
          if let pages {
            take(try pages.next(), pages.number, &isWaiting, &hasEnded)
          } else {
            take(try lines.next(), lines.number, &isWaiting, &hasEnded)
          }
        } catch { throw .input(error) }
        try dispatch()
      }
      try dispatch()
      try emit()
      if hasEnded, order.isEmpty { break }
      try wait(reading: waits && !hasEnded && hasRoom)
    }
    try flush()
  }

  private func take(_ item: InputLines.Item, _ seq: Int, _ isWaiting: inout Bool, _ hasEnded: inout Bool) {
    switch item {
    case .line(let line):
      order.append(seq)
      queue.append(Job(seq: seq, line: line))
    case .tooLong:
      order.append(seq)
      fail(seq, nil, WorkerFault(.lineTooLong, "The line has more than \(options.maxLine) bytes (--max-line)."))
    case .wait: isWaiting = true
    case .end: hasEnded = true
    }
  }

  private func take(_ item: InputPages.Item, _ seq: Int, _ isWaiting: inout Bool, _ hasEnded: inout Bool) {
    switch item {
    case .page(let page, let id, let name):
      order.append(seq)
      if let failure = page.failure { return fail(seq, id, WorkerFault(failure, .normalized)) }
      queue.append(Job(seq: seq, kind: .page, line: page.packed(id: id, name: name)))
    case .again(let id):
      order.append(seq)
      let failure = StageFailure("again", "A page with this address came before in the archive.")
      var answer = WorkerAnswer(id: id, seq: seq, status: .skipped, fault: WorkerFault(failure, .normalized))
      answer.rules = rules
      keep(seq, answer.line())
    case .damaged(let id, let failure):
      order.append(seq)
      fail(seq, id, WorkerFault(failure, .normalized))
    case .wait: isWaiting = true
    case .end: hasEnded = true
    }
  }

  // MARK: Lines to children

  private var hasRoom: Bool {
    guard queue.isEmpty, heldBytes < Self.held.bytes, order.count < Self.held.lines * options.jobs else { return false }
    return children.count < options.jobs || children.contains(where: takes)
  }

  private func takes(_ child: Child) -> Bool {
    // Who is suspected of a death is alone with a child.
    child.jobs.count < Self.window && !child.isLate && child.jobs.allSatisfy { $0.deaths == 0 }
      && child.outgoing.count - child.sent < 1 << 20
  }

  private func dispatch() throws(Failure) {
    while let job = queue.first {
      let free = children.filter { takes($0) && (job.deaths == 0 || $0.jobs.isEmpty) }
      let child: Child
      if let idle = free.min(by: { $0.jobs.count < $1.jobs.count }), idle.jobs.isEmpty || children.count == options.jobs
      {
        child = idle
      } else if children.count < options.jobs {
        child = try begin()
      } else {
        return
      }
      queue.removeFirst()
      if child.jobs.isEmpty { child.since = Clock.now }
      child.jobs.append(job)
      child.outgoing += Frame(kind: job.kind, seq: job.seq, bytes: job.line).encoded()
      send(child)
    }
  }

  private func send(_ child: Child) {
    while child.sent < child.outgoing.count {
      let count = child.outgoing.withUnsafeBytes { bytes in
        Files.uninterrupted { write(child.input, bytes.baseAddress! + child.sent, bytes.count - child.sent) }
      }
      // A full pipe is waited for; that the child is dead shows at its other pipe.
      guard count > 0 else { break }
      child.sent += count
    }
    if child.sent == child.outgoing.count {
      child.outgoing.removeAll(keepingCapacity: child.outgoing.capacity < 1 << 20)
      child.sent = 0
    }
  }

  private func begin() throws(Failure) -> Child {
    var down: [Int32] = [0, 0]
    var up: [Int32] = [0, 0]
    guard pipe(&down) == 0 else { throw .children }
    guard pipe(&up) == 0 else { throw .children }
    let process = nd_fork()
    if process == 0 {
      close(down[1])
      close(up[0])
      for other in children {
        close(other.input)
        close(other.output)
      }
      nd_worker_child(Int64(options.maxMemory))
      WorkerChild(input: down[0], output: up[1], work: work(), tellsTime: options.tellsTime).run()
      _exit(0)
    }
    close(down[0])
    close(up[1])
    guard process > 0 else { throw .children }
    for end in [down[1], up[0]] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    let child = Child(process, down[1], up[0])
    children.append(child)
    return child
  }

  private func end(_ child: Child) {
    close(child.input)
    close(child.output)
    kill(child.process, SIGKILL)
    var status: Int32 = 0
    while waitpid(child.process, &status, 0) < 0, errno == EINTR {}
  }

  // MARK: Answers from children

  /// Waits until something can be read or written, or a document is late; what is ready for the reader goes out before.
  private func wait(reading: Bool) throws(Failure) {
    var wanted: [pollfd] = []
    for child in children {
      wanted.append(pollfd(fd: child.output, events: Int16(POLLIN), revents: 0))
      let hasMore = child.sent < child.outgoing.count
      wanted.append(pollfd(fd: hasMore ? child.input : -1, events: Int16(POLLOUT), revents: 0))
    }
    wanted.append(pollfd(fd: reading ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0))
    if poll(&wanted, nfds_t(wanted.count), 0) == 0 {
      try flush()
      let limit = Int(seconds * 1e9)
      let next = children.filter { !$0.jobs.isEmpty && !$0.isLate }.map { $0.since + limit - Clock.now }.min()
      let milliseconds = next.map { Int32(max(0, min(600_000, $0 / 1_000_000 + 1))) } ?? -1
      if poll(&wanted, nfds_t(wanted.count), milliseconds) < 0, errno != EINTR { throw .children }
    }
    for (i, child) in children.enumerated() {
      if wanted[2 * i + 1].revents != 0 { send(child) }
      if wanted[2 * i].revents != 0 { try receive(child) }
    }
    let limit = Int(seconds * 1e9)
    for child in children where !child.jobs.isEmpty && !child.isLate && Clock.now - child.since > limit {
      child.isLate = true
      kill(child.process, SIGKILL)
    }
  }

  private func receive(_ child: Child) throws(Failure) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = chunk.withUnsafeMutableBytes { chunk in
        Files.uninterrupted { read(child.output, chunk.baseAddress!, chunk.count) }
      }
      if got > 0 {
        child.incoming += chunk[..<got]
        if got < chunk.count { break }
      } else if got < 0, errno == EAGAIN {
        break
      } else {
        unpack(child)
        return try bury(child)
      }
    }
    unpack(child)
  }

  private func unpack(_ child: Child) {
    var at = 0
    while child.incoming.count - at >= Frame.head {
      let (count, kind, seq) = Frame.head(child.incoming[at...])
      guard child.incoming.count - at - Frame.head >= count else { break }
      let body = child.incoming[(at + Frame.head)..<(at + Frame.head + count)]
      at += Frame.head + count
      guard child.jobs.first?.seq == seq else { continue }
      switch kind {
      case .id: child.id = String(decoding: body, as: UTF8.self)
      case .answer:
        child.jobs.removeFirst()
        child.id = nil
        child.since = Clock.now
        idleDeaths = 0
        keep(seq, Array(body))
      default: break
      }
    }
    if at > 0 { child.incoming.removeFirst(at) }
  }

  /// A child is dead: the line it was at is tried once more, alone; the others go to those who live.
  private func bury(_ child: Child) throws(Failure) {
    end(child)
    children.removeAll { $0 === child }
    guard var culprit = child.jobs.first else {
      idleDeaths += 1
      if idleDeaths > 8 { throw .children }
      return
    }
    var rest = Array(child.jobs.dropFirst())
    culprit.deaths += 1
    if child.isLate {
      let limit = ConfigurationSeconds.text(seconds)
      fail(culprit.seq, child.id, WorkerFault(.timeout, "The document took longer than \(limit) (limits.seconds)."))
    } else if culprit.deaths > 1 {
      fail(
        culprit.seq, child.id,
        WorkerFault(
          .workerCrash, "The document brought the process down. This is a fault of nightdesk: please report it."))
    } else {
      rest.insert(culprit, at: 0)
    }
    queue.insert(contentsOf: rest, at: 0)
  }

  // MARK: Standard output

  private func fail(_ seq: Int, _ id: String?, _ fault: WorkerFault) {
    var answer = WorkerAnswer(id: id, seq: seq, status: .error, fault: fault)
    answer.rules = rules
    keep(seq, answer.line())
    // At most one line a second: a driver that does not read them must not come to a stop.
    guard Clock.now - lastWarning > 1_000_000_000 else { return }
    lastWarning = Clock.now
    let name = id.map { " (\(Printable.line(String($0.prefix(200)))))" } ?? ""
    let text = Array("nightdesk worker: line \(seq)\(name): \(fault.code.rawValue)\n".utf8)
    _ = write(STDERR_FILENO, text, text.count)
  }

  private func keep(_ seq: Int, _ answer: [UInt8]) {
    answers[seq] = answer
    heldBytes += answer.count
  }

  private func emit() throws(Failure) {
    if options.isUnordered {
      let ready = answers.keys.sorted()
      order.removeAll { answers[$0] != nil }
      for seq in ready { try put(answers.removeValue(forKey: seq)!) }
      return
    }
    var done = 0
    while done < order.count, let answer = answers.removeValue(forKey: order[done]) {
      done += 1
      try put(answer)
    }
    order.removeFirst(done)
  }

  private func put(_ answer: [UInt8]) throws(Failure) {
    heldBytes -= answer.count
    output += answer
    output.append(0x0A)
    if options.flushesEachLine || output.count >= 1 << 16 { try flush() }
  }

  private func flush() throws(Failure) {
    guard !output.isEmpty else { return }
    let start = Clock.now
    let result: Result<Void, SystemError> = output.withUnsafeBytes { bytes in
      do throws(SystemError) {
        try Files.write(bytes, to: STDOUT_FILENO, "standard output")
        return .success(())
      } catch { return .failure(error) }
    }
    if case .failure(let error) = result { throw .output(error) }
    output.removeAll(keepingCapacity: true)
    // While the reader let us wait, no child could hand over its answer: that time is nobody's.
    let waited = Clock.now - start
    if waited > 10_000_000 { for child in children { child.since += waited } }
  }
}
