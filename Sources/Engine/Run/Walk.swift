import Dispatch
import Documents
import Glibc

/// What a walk of the input found.
struct Walk: Sendable {
  /// A regular file to be read as an article.
  struct File: Sendable {
    /// Below the input folder, parts divided by "/".
    var path: String
    var stamp: FileStamp
  }

  /// Something that stands in the folder and is not read, and why.
  struct Refusal: Sendable {
    /// The path as it can be printed: bytes that are no UTF-8, and controls, are written %XX.
    var path: String
    var code: String
    var message: String

    /// The path, cut where it is longer than a file's name may be.
    var id: String {
      guard path.utf8.count > 200 else { return path }
      var head = ""
      for scalar in path.unicodeScalars.prefix(180) where head.utf8.count < 180 { head.unicodeScalars.append(scalar) }
      return head + "~" + StableIDs.base32(ContentKey.of(path))
    }
  }

  /// In byte order of the path.
  var files: [File] = []
  var refusals: [Refusal] = []

  /// The bytes of a directory entry's name, or nil for "." and "..".
  static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8]? {
    let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name)!
    let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: UInt8.self)
    let bytes = UnsafeBufferPointer(
      start: start, count: strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)))
    if bytes.count <= 2, bytes.allSatisfy({ $0 == UInt8(ascii: ".") }) { return nil }
    return Array(bytes)
  }

  /// Walks `root`; folders are read side by side, then files are looked at side by side.
  ///
  /// `skip`: a folder (as the output) that is not entered. Throws if `root` itself cannot be read.
  static func below(
    _ root: String, include: [Pattern], exclude: [Pattern], depth limit: Int, skip: (device: UInt, inode: UInt)?
  ) throws(SystemError) -> Walk {
    let absoluteRoot = root.hasSuffix("/") ? root : root + "/"
    guard let first = opendir(root) else { throw SystemError("read the folder", root) }
    closedir(first)
    var walk = Walk()
    var wave = [""]
    var files: [String] = []
    var depth = 0
    while !wave.isEmpty {
      let listings = Parallel.map(wave) { Listing(root: absoluteRoot, folder: $0, skip: skip) }
      wave = []
      for listing in listings {
        files += listing.files
        walk.refusals += listing.refusals
        if depth < limit {
          wave += listing.folders
        } else {
          walk.refusals += listing.folders.map {
            Refusal(
              path: $0, code: "depth",
              message: "The folder lies more than \(limit) folders deep (limits.depth); nothing below it was read.")
          }
        }
      }
      depth += 1
    }
    if !include.isEmpty || !exclude.isEmpty {
      func wanted(_ path: String) -> Bool {
        (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
      }
      files = files.filter(wanted)
      walk.refusals = walk.refusals.filter { wanted($0.path) }
    }
    files.sort { ByteName.compare($0, $1) < 0 }
    walk.refusals.sort { ByteName.compare($0.path, $1.path) < 0 }
    let chunk = 512
    let chunks = stride(from: 0, to: files.count, by: chunk).map { files[$0..<min($0 + chunk, files.count)] }
    let seen = Parallel.map(chunks) { paths in
      paths.map { path in Files.status(absoluteRoot + path) }
    }
    walk.files.reserveCapacity(files.count)
    for (path, status) in zip(files, seen.joined()) {
      // A file that vanished since its folder was read is not there.
      guard let status, Files.kind(status.st_mode) == .file else { continue }
      walk.files.append(File(path: path, stamp: FileStamp(status)))
    }
    return walk
  }

  /// The entries of one folder.
  private struct Listing: Sendable {
    var files: [String] = []
    var folders: [String] = []
    var refusals: [Refusal] = []

    init(root: String, folder: String, skip: (device: UInt, inode: UInt)?) {
      guard let handle = opendir(root + folder) else {
        let cause = String(cString: strerror(errno))
        refusals.append(
          Refusal(path: folder, code: "unreadable", message: "The folder cannot be read: \(cause)."))
        return
      }
      defer { closedir(handle) }
      if let skip {
        var status = stat()
        if fstat(dirfd(handle), &status) == 0, UInt(status.st_dev) == skip.device, UInt(status.st_ino) == skip.inode {
          return
        }
      }
      let prefix = folder.isEmpty ? "" : folder + "/"
      while let entry = readdir(handle) {
        guard let bytes = Walk.name(of: entry), bytes.first != UInt8(ascii: ".") else { continue }
        guard let name = Walk.plainName(bytes) else {
          refusals.append(
            Refusal(
              path: prefix + Walk.escaped(bytes), code: "name",
              message: "The name is not printable UTF-8; rename it to have it read."))
          continue
        }
        let path = prefix + name
        var kind: Files.Kind
        switch Int32(entry.pointee.d_type) {
        case 8: kind = .file
        case 4: kind = .folder
        case 10: kind = .link
        case 0: kind = Files.status(root + path).map { Files.kind($0.st_mode) } ?? .special
        default: kind = .special
        }
        switch kind {
        case .folder: folders.append(path)
        case .link:
          refusals.append(
            Refusal(
              path: path, code: "link", message: "Symbolic links are not followed; put the article itself here."))
        case .special:
          refusals.append(
            Refusal(path: path, code: "special", message: "This is a pipe, socket or device; it was not opened."))
        case .file:
          // The artifact's name is the id, at worst as long as this, and ".json"; a file system takes 255 bytes.
          if bytes.count > 250 {
            refusals.append(
              Refusal(
                path: path, code: "name",
                message: "The name is \(bytes.count) bytes long; with \".json\" it passes the 255 a file system takes.")
            )
          } else {
            files.append(path)
          }
        }
      }
    }
  }

  /// The name as text if it is UTF-8 without controls, or nil.
  private static func plainName(_ bytes: [UInt8]) -> String? {
    guard let name = String(validating: bytes, as: UTF8.self), Printable.line(name).utf8.count == bytes.count else {
      return nil
    }
    return name
  }

  /// The name with each byte that cannot be printed as %XX.
  private static func escaped(_ bytes: [UInt8]) -> String {
    var result = ""
    for byte in bytes {
      if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (byte < 16 ? "0" : "") + digits
      }
    }
    return result
  }
}

/// The same work on many items, side by side; results stand in the order of the items.
enum Parallel {
  static func map<Item: Sendable, Result: Sendable>(_ items: [Item], _ body: @Sendable (Item) -> Result) -> [Result] {
    if items.count < 2 { return items.map(body) }
    let results = UnsafeMutableBufferPointer<Result>.allocate(capacity: items.count)
    defer { results.deallocate() }
    // Each place is written by one iteration, and read after all have ended.
    nonisolated(unsafe) let places = results
    DispatchQueue.concurrentPerform(iterations: items.count) { i in
      places.initializeElement(at: i, to: body(items[i]))
    }
    defer { results.deinitialize() }
    return Array(results)
  }
}
