import Foundation
import Testing

@testable import Engine

@Suite struct StandstillTests {
  /// What a process that does this is found to wait in, within two seconds.
  private func found(_ script: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    defer {
      // What a thread of the tests starts is born with SIGTERM blocked.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    // It says so when it is there.
    _ = output.fileHandleForReading.readData(ofLength: 3)
    var standstill = Standstill(of: process.processIdentifier, after: 0.7)
    var now = 0
    for _ in 0..<6 {
      if let place = standstill.look(now) { return place }
      usleep(100_000)
      // The clock is the test's own, so that a busy machine cannot make it late.
      now += 600_000_000
    }
    return nil
  }

  @Test func aProcessWhoseThreadsWaitForEachOtherStandsStill() throws {
    let place = try found(
      """
      import threading
      lock = threading.Lock()
      lock.acquire()
      threading.Thread(target=lock.acquire, daemon=True).start()
      print("on", flush=True)
      lock.acquire()
      """)
    #expect(place?.contains("futex") == true)
  }

  @Test func whoWaitsForAPipeOrWorksDoesNot() throws {
    #expect(try found("print('on', flush=True); input()") == nil)
    #expect(try found("print('on', flush=True)\nwhile True: pass") == nil)
  }
}
