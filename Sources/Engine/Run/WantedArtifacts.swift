import Documents

/// Which artifacts stand there by right. An id is known by 59 bits of its SHA-256, and the five that are left tell its stages:
/// of an archive they are many.
struct WantedArtifacts {
  private var keys: [UInt64] = []

  private static let stages: UInt64 = 31

  mutating func add(_ document: PackedDocument) {
    if document.present != 0 { keys.append(Self.key(document.id) | UInt64(document.present)) }
  }

  mutating func order() { keys.sort() }

  /// To be asked when all are in order.
  func contains(_ stage: Stage, _ id: Substring) -> Bool {
    let key = Array(id.utf8).withUnsafeBytes { Self.key($0) }
    var i = keys.partitioningIndex { $0 >= key }
    while i < keys.count, keys[i] & ~Self.stages == key {
      if keys[i] & (1 << UInt64(stage.rawValue)) != 0 { return true }
      i += 1
    }
    return false
  }

  private static func key(_ id: UnsafeRawBufferPointer) -> UInt64 {
    Digest(of: id.bindMemory(to: UInt8.self)).withBytes { $0.loadUnaligned(as: UInt64.self) } & ~stages
  }
}
