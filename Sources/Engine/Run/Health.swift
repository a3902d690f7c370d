import Glibc

/// Files for those who watch over nightly runs: metrics for Prometheus' textfile collector, and a sign of life.
public enum Health {
  /// Writes FILE.prom beside itself and renames it; the time of the last success stays when this run is none.
  public static func writeMetrics(_ path: String, outcome: RunOutcome?, exit: Int32, seconds: Double)
    throws(SystemError)
  {
    let old = (try? Files.read(path, limit: 1 << 20)).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    let success = "nightdesk_last_success_timestamp_seconds"
    var last = old.split(separator: "\n").first { $0.hasPrefix(success + " ") }.map(String.init)
    if exit == 0 { last = "\(success) \(WallClock.now)" }
    var lines: [String] = []
    func metric(_ name: String, _ type: String, _ help: String, _ samples: [String]) {
      guard !samples.isEmpty else { return }
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"] + samples
    }
    metric(success, "gauge", "When a run last ended with exit code 0.", last.map { [$0] } ?? [])
    metric(
      "nightdesk_last_run_timestamp_seconds", "gauge", "When the last run ended.",
      ["nightdesk_last_run_timestamp_seconds \(WallClock.now)"])
    metric(
      "nightdesk_last_run_exit_code", "gauge", "The exit code of the last run.",
      ["nightdesk_last_run_exit_code \(exit)"])
    metric(
      "nightdesk_run_duration_seconds", "gauge", "How long the last run took.",
      ["nightdesk_run_duration_seconds \(fixed(seconds))"])
    if let outcome {
      let states = [
        ("ok", outcome.ok), ("failed", outcome.failed), ("skipped", outcome.skipped), ("made", outcome.changed),
        ("reused", outcome.reused), ("removed", outcome.removed), ("left", outcome.left),
      ]
      metric(
        "nightdesk_documents", "gauge", "Documents of the last run by state.",
        states.map { "nightdesk_documents{state=\"\($0)\"} \($1)" })
      metric(
        "nightdesk_stage_seconds", "gauge", "Time that the last run spent in a stage, over all lanes.",
        Stage.allCases.map {
          "nightdesk_stage_seconds{stage=\"\($0.folder)\"} \(fixed(Double(outcome.nanoseconds[$0.rawValue]) / 1e9))"
        } + ["nightdesk_stage_seconds{stage=\"corpus\"} \(fixed(Double(outcome.corpusNanoseconds) / 1e9))"])
    }
    _ = try Files.replace(path, with: Array((lines.joined(separator: "\n") + "\n").utf8), sync: true)
  }

  /// Writes when the run ended, and how.
  public static func writePing(_ path: String, exit: Int32) throws(SystemError) {
    _ = try Files.replace(path, with: Array("\(WallClock.text(WallClock.now)) \(exit)\n".utf8))
  }

  private static func fixed(_ value: Double) -> String {
    let thousandths = Int((max(0, value) * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
  }
}
