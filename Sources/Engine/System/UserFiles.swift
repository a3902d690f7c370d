import Glibc

/// The files of corrections on the disk.
public enum CorrectionStore {
  public static func read(_ path: String) throws(SystemError) -> [UInt8] {
    try Files.read(Files.absolute(path), limit: 64 << 20).bytes
  }

  /// Replaces the file whole: beside it, then in its place.
  public static func write(_ text: String, to path: String) throws(SystemError) {
    _ = try Files.replace(Files.absolute(path), with: Array(text.utf8))
  }
}

/// A file that must not be there yet, with the folders above it.
public enum NewFile {
  public static func write(_ text: String, to path: String) throws(SystemError) {
    let absolute = Files.absolute(path)
    if let slash = absolute.utf8.lastIndex(of: UInt8(ascii: "/")) { try Files.makeFolder(String(absolute[..<slash])) }
    _ = try Files.replace(absolute, with: Array(text.utf8))
  }
}

/// A folder for a while, in TMPDIR or /tmp.
public struct ScratchFolder {
  public let path: String

  public init() throws(SystemError) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/nightdesk-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError("make a folder in", parent) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Takes the folder away, with all that is in it; links in it are not followed.
  public func remove() {
    var folders = [path]
    var entered: [String] = []
    while let folder = folders.popLast() {
      entered.append(folder)
      for (name, kind) in Files.entries(folder) {
        if kind == .folder { folders.append("\(folder)/\(name)") } else { unlink("\(folder)/\(name)") }
      }
    }
    for folder in entered.reversed() { rmdir(folder) }
  }
}
