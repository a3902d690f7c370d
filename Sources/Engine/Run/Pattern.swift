/// A pattern of paths: `*` any letters within a folder, `**` any folders, `?` one byte; all else is itself.
///
/// A pattern without a slash is of names in any folder, one that ends in a slash is of all below that folder.
struct Pattern: Sendable {
  private let bytes: [UInt8]

  init(_ text: String) {
    var text = text
    if text.hasSuffix("/") { text += "**" }
    bytes = Array((text.utf8.contains(UInt8(ascii: "/")) ? text : "**/" + text).utf8)
  }

  func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { path in bytes.withUnsafeBufferPointer { Self.matches($0, path) } }
  }

  /// With two places to come back to, one for the last `*` and one for the last `**`: time is length times length at worst.
  private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ path: UnsafeBufferPointer<UInt8>) -> Bool {
    let star = UInt8(ascii: "*"), slash = UInt8(ascii: "/")
    var p = 0
    var i = 0
    var single: (p: Int, i: Int)?
    var double: (p: Int, i: Int)?
    while true {
      if p < pattern.count, pattern[p] == star {
        if p + 1 < pattern.count, pattern[p + 1] == star {
          p += 2
          if p < pattern.count, pattern[p] == slash { p += 1 }
          if p == pattern.count { return true }
          double = (p, i)
          single = nil
        } else {
          p += 1
          single = (p, i)
        }
        continue
      }
      if i == path.count, p == pattern.count { return true }
      if i < path.count, p < pattern.count,
        pattern[p] == path[i] || (pattern[p] == UInt8(ascii: "?") && path[i] != slash)
      {
        p += 1
        i += 1
        continue
      }
      if let back = single, back.i < path.count, path[back.i] != slash {
        single!.i += 1
        p = back.p
        i = back.i + 1
        continue
      }
      // After "**/" a match begins at a folder's border only.
      guard let back = double else { return false }
      var next = back.i
      while next < path.count, path[next] != slash { next += 1 }
      guard next < path.count else { return false }
      double!.i = next + 1
      single = nil
      p = back.p
      i = next + 1
    }
  }
}
