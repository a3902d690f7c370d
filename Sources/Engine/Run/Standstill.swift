import Glibc

/// Sees that a process sleeps and nothing will wake it: none of its threads has worked for a while, and all of them wait
/// for each other, none for the disk, a pipe or a terminal. Only /proc is read, twice a second at most.
struct Standstill {
  private let process: Int32
  private let patience: Int
  private var work = -1
  private var since = 0
  private var looked = 0

  init(of process: Int32, after seconds: Double) {
    self.process = process
    patience = Int(seconds * 1e9)
  }

  /// Where each thread waits, if the process has stood still for long enough.
  mutating func look(_ now: Int) -> String? {
    guard now - looked > 500_000_000 else { return nil }
    looked = now
    let threads = Files.entries("/proc/\(process)/task").map { Thread(process, $0.name) }
    let sum = threads.reduce(0) { $0 + $1.work }
    guard sum == work, !threads.isEmpty, threads.allSatisfy(\.waitsForAnother) else {
      (work, since) = (sum, now)
      return nil
    }
    guard now - since > patience else { return nil }
    return threads.map { "\($0.name) in \($0.place)" }.joined(separator: ", ")
  }

  private struct Thread {
    var name = ""
    var state = ""
    /// Ticks of the clock that it has worked.
    var work = 0
    /// The kernel's function that it waits in.
    var place = ""

    /// A lock or semaphore, or the queue's own thread in wait of events.
    var waitsForAnother: Bool { state == "S" && (place.hasPrefix("futex") || place.contains("poll")) }

    init(_ process: Int32, _ thread: String) {
      func text(_ name: String) -> String {
        let descriptor = open("/proc/\(process)/task/\(thread)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      }
      // "12 (name) S 1 …": the name may hold anything, so the fields are counted from its end.
      let stat = text("stat")
      let (opening, closing, space) = (UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: " "))
      guard let open = stat.utf8.firstIndex(of: opening), let close = stat.utf8.lastIndex(of: closing) else { return }
      name = String(stat[stat.index(after: open)..<close])
      let fields = stat.utf8[close...].dropFirst().split(separator: space).map(Substring.init)
      guard fields.count > 12 else { return }
      state = String(fields[0])
      work = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
      place = text("wchan")
    }
  }
}
