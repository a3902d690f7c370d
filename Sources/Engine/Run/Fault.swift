import Dispatch
import Glibc

/// Faults on demand, for the tests that show that none of them loses anything: NIGHTDESK_FAULT=crash@quotes:a.txt ends the
/// process in that stage of that input, hang@… never comes back, still@… waits for what never comes.
enum Fault {
  private static let order: (kind: String, stage: String, path: String)? = {
    guard let text = getenv("NIGHTDESK_FAULT").map({ String(cString: $0) }) else { return nil }
    guard let at = text.firstIndex(of: "@"), let colon = text[at...].firstIndex(of: ":") else { return nil }
    return (
      String(text[..<at]), String(text[text.index(after: at)..<colon]), String(text[text.index(after: colon)...])
    )
  }()

  static func strike(_ stage: String, _ path: String) {
    guard let order, order.stage == stage, order.path == path else { return }
    switch order.kind {
    case "hang": while true { sleep(1) }
    case "still": DispatchSemaphore(value: 0).wait()
    default: abort()
    }
  }
}
