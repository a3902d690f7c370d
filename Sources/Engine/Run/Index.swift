import Documents

/// index.json: every document, how it ended, and the hashes of its artifacts; written as rows come by.
struct Index: ~Copyable {
  static let schema = "nightdesk/index@1"

  private var w = JSONWriter(reserving: 1 << 16)
  private var isFirst = true
  private var hex = [UInt8](repeating: 0, count: 64)

  /// `begin` is to be called once, then `add` for each document by id in byte order, then `end`.
  mutating func begin(_ out: (UnsafeBufferPointer<UInt8>) throws(SystemError) -> Void) throws(SystemError) {
    try Array("{\"documents\":[".utf8).withUnsafeBufferPointer(out)
  }

  mutating func add(
    _ document: PackedDocument, id: UnsafeRawBufferPointer, source: UnsafeRawBufferPointer,
    _ out: (UnsafeBufferPointer<UInt8>) throws(SystemError) -> Void
  ) throws(SystemError) {
    try Array((isFirst ? "\n" : ",\n").utf8).withUnsafeBufferPointer(out)
    isFirst = false
    row(document, id, source)
    try w.drain(out)
  }

  private mutating func row(
    _ document: PackedDocument, _ id: UnsafeRawBufferPointer, _ source: UnsafeRawBufferPointer
  ) {
    var hex = [UInt8]()
    swap(&hex, &self.hex)
    defer { swap(&hex, &self.hex) }
    w.object { w in
      w.key("artifacts")
      w.object { w in
        for stage in [Stage.entities, .normalized, .quotes, .sentences, .summaries] {
          guard let body = document.body(stage) else { continue }
          w.key(stage.folder)
          hex.withUnsafeMutableBufferPointer { Digest.hex(body, into: $0) }
          hex.withUnsafeBufferPointer { w.string(utf8: $0) }
        }
      }
      w.key("error")
      if let trouble = document.trouble {
        w.object { w in
          w.key("code")
          w.string(trouble.code)
          w.key("message")
          w.string(trouble.message)
        }
      } else {
        w.null()
      }
      w.key("id")
      w.string(utf8: id.bindMemory(to: UInt8.self))
      w.key("source")
      w.string(utf8: source.bindMemory(to: UInt8.self))
      w.key("status")
      w.string(document.status.name)
    }
  }

  /// `warnings`: what in the configuration had no effect; the key is left out where there are none.
  mutating func end(
    _ warnings: [Diagnostic], _ out: (UnsafeBufferPointer<UInt8>) throws(SystemError) -> Void
  ) throws(SystemError) {
    var tail = JSONWriter(reserving: 256)
    tail.object { w in
      w.key("schema")
      w.string(Self.schema)
      guard !warnings.isEmpty else { return }
      w.key("warnings")
      w.rows(warnings) { w, warning in
        w.object { w in
          w.key("code")
          w.string(warning.code)
          w.key("file")
          w.string(warning.file ?? "")
          w.key("line")
          w.int(warning.line)
          w.key("message")
          w.string(warning.message)
        }
      }
    }
    let bytes = Array((isFirst ? "]," : "\n],").utf8) + tail.finish().dropFirst()
    try bytes.withUnsafeBufferPointer(out)
  }
}
