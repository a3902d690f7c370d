import Dispatch
import Documents
import Glibc

/// What a walk of the input found.
struct Walk: Sendable {
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

  /// A folder that was read, with the files of it that may be articles.
  struct Folder: Sendable {
    /// Below the input folder, with a "/" at its end; empty for the input folder itself.
    var prefix = ""
    /// Names, each with a zero behind it.
    var names: [UInt8] = []
    /// By base, then by name.
    var entries: [Entry] = []
    /// The folders in it, by place.
    var folders: [Int32] = []
    /// Its folder, or the one above it, that would stand where the artifact of another input is.
    var blocker: String?
  }

  struct Entry: Sendable {
    /// Where its name begins, how long it is, and how much of it is the base.
    var start: Int32
    var length: UInt16
    var base: UInt16
    var stamp = FileStamp.unknown
    /// Whether another file of the folder has the same base.
    var isShared = false
    /// The folder that its base is the path of, or -1: an article of the file may have the id of a file there.
    var hosted: Int32 = -1
  }

  /// A file: its folder, and its place there.
  struct Place: Hashable, Sendable {
    var folder: Int32
    var entry: Int32
  }

  private(set) var folders: [Folder] = []
  /// All files, by base, then by path, by bytes.
  private(set) var places: [Place] = []
  var refusals: [Refusal] = []

  func entry(_ place: Place) -> Entry { folders[Int(place.folder)].entries[Int(place.entry)] }

  func path(_ place: Place) -> String {
    let folder = folders[Int(place.folder)]
    let entry = folder.entries[Int(place.entry)]
    let name = folder.names[Int(entry.start)..<(Int(entry.start) + Int(entry.length))]
    return folder.prefix + String(decoding: name, as: UTF8.self)
  }

  /// Puts the path's bytes into `path`; gives how many of them are the base.
  func path(_ place: Place, into path: inout [UInt8]) -> Int {
    let folder = folders[Int(place.folder)]
    let entry = folder.entries[Int(place.entry)]
    path.removeAll(keepingCapacity: true)
    path += folder.prefix.utf8
    path += folder.names[Int(entry.start)..<(Int(entry.start) + Int(entry.length))]
    return folder.prefix.utf8.count + Int(entry.base)
  }

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
    let filter = Filter(include: include, exclude: exclude)
    walk.folders = [Folder()]
    var wave = [0]
    var depth = 0
    while !wave.isEmpty {
      let prefixes = wave.map { walk.folders[$0].prefix }
      let listings = Parallel.map(prefixes) { Listing(root: absoluteRoot, prefix: $0, filter, skip: skip) }
      var next: [Int] = []
      for (place, listing) in zip(wave, listings) {
        walk.folders[place].names = listing.names
        walk.folders[place].entries = listing.entries
        walk.refusals += listing.refusals
        for name in listing.folders {
          let path = walk.folders[place].prefix + name
          guard depth < limit else {
            walk.refusals.append(
              Refusal(
                path: path, code: "depth",
                message: "The folder lies more than \(limit) folders deep (limits.depth); nothing below it was read."))
            continue
          }
          walk.folders[place].folders.append(Int32(walk.folders.count))
          next.append(walk.folders.count)
          walk.folders.append(Folder(prefix: path + "/"))
        }
      }
      wave = next
      depth += 1
    }
    if filter.isNeeded { walk.refusals = walk.refusals.filter { filter.wants($0.path) } }
    walk.refusals.sort { ByteOrder.compare($0.path, $1.path) < 0 }
    walk.look(absoluteRoot)
    walk.order()
    return walk
  }

  private struct Filter: Sendable {
    var include: [Pattern]
    var exclude: [Pattern]
    var isNeeded: Bool { !include.isEmpty || !exclude.isEmpty }

    func wants(_ path: String) -> Bool {
      (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
    }
  }

  /// Asks each file for its size, times and inode, and leaves out what is no file, or vanished since its folder was read.
  private mutating func look(_ root: String) {
    // Some hundred files a job, of one folder or of several small ones.
    var jobs: [[(folder: Int, entries: Range<Int>)]] = []
    var job: [(folder: Int, entries: Range<Int>)] = []
    var size = 0
    for (f, folder) in folders.enumerated() {
      var from = 0
      while from < folder.entries.count {
        let to = min(folder.entries.count, from + 512 - size)
        job.append((f, from..<to))
        size += to - from
        from = to
        guard size == 512 else { continue }
        jobs.append(job)
        (job, size) = ([], 0)
      }
    }
    if !job.isEmpty { jobs.append(job) }
    let folders = folders
    let stamps = Parallel.map(jobs) { job in
      var stamps: [FileStamp] = []
      stamps.reserveCapacity(512)
      for (f, range) in job {
        let folder = FolderHandle(root + folders[f].prefix, for: range.count)
        folders[f].names.withUnsafeBufferPointer { names in
          for entry in folders[f].entries[range] {
            stamps.append(folder.stamp(names.baseAddress! + Int(entry.start)) ?? .unknown)
          }
        }
      }
      return stamps
    }
    for (job, stamps) in zip(jobs, stamps) {
      var next = 0
      for (f, range) in job {
        for e in range {
          self.folders[f].entries[e].stamp = stamps[next]
          next += 1
        }
      }
    }
    for f in self.folders.indices { self.folders[f].entries.removeAll { $0.stamp == .unknown } }
  }

  /// Puts the files of each folder in order, then those of all: a folder's name counts with the "/" behind it.
  private mutating func order() {
    for f in folders.indices {
      folders[f].names.withUnsafeBytes { names in
        func bytes(_ entry: Entry, _ length: UInt16) -> UnsafeRawBufferPointer {
          UnsafeRawBufferPointer(rebasing: names[Int(entry.start)..<(Int(entry.start) + Int(length))])
        }
        folders[f].entries.sort { a, b in
          PackedRow.order(bytes(a, a.length), Int(a.base), bytes(b, b.length), Int(b.base)) < 0
        }
        for e in folders[f].entries.indices.dropFirst() {
          let (a, b) = (folders[f].entries[e - 1], folders[f].entries[e])
          guard ByteOrder.compare(bytes(a, a.base), bytes(b, b.base)) == 0 else { continue }
          folders[f].entries[e - 1].isShared = true
          folders[f].entries[e].isShared = true
        }
      }
      let sorted = folders[f].folders.sorted { ByteOrder.compare(folders[Int($0)].prefix, folders[Int($1)].prefix) < 0 }
      folders[f].folders = sorted
      for child in sorted {
        folders[Int(child)].blocker = folders[f].blocker ?? blocker(child, in: f)
        host(child, in: f)
      }
    }
    places.reserveCapacity(folders.reduce(0) { $0 + $1.entries.count })
    // Folders that are gone into: the next of their files, and the next of their folders.
    var stack = [(folder: 0, entry: 0, child: 0)]
    while let (f, entry, child) = stack.popLast() {
      let folder = folders[f]
      var e = entry
      let inner = child < folder.folders.count ? Int(folder.folders[child]) : -1
      while e < folder.entries.count, inner < 0 || isBefore(folder, e, folders[inner].prefix) {
        places.append(Place(folder: Int32(f), entry: Int32(e)))
        e += 1
      }
      guard inner >= 0 else { continue }
      stack.append((f, e, child + 1))
      stack.append((inner, 0, 0))
    }
  }

  private func isBefore(_ folder: Folder, _ e: Int, _ prefix: String) -> Bool {
    let entry = folder.entries[e]
    let base = folder.names[Int(entry.start)..<(Int(entry.start) + Int(entry.base))]
    return base.lexicographicallyPrecedes(prefix.utf8.dropFirst(folder.prefix.utf8.count))
  }

  /// Finds the files whose articles may have ids of files in a folder "b": "b.xml" and the like, beside it.
  private mutating func host(_ child: Int32, in f: Int) {
    let name = Array(folders[Int(child)].prefix.utf8.dropLast().dropFirst(folders[f].prefix.utf8.count))
    let folder = folders[f]
    func base(_ entry: Entry) -> ArraySlice<UInt8> {
      folder.names[Int(entry.start)..<(Int(entry.start) + Int(entry.base))]
    }
    var e = folder.entries.partitioningIndex { !base($0).lexicographicallyPrecedes(name) }
    while e < folder.entries.count, base(folder.entries[e]).elementsEqual(name) {
      folders[f].entries[e].hosted = child
      e += 1
    }
  }

  /// A folder "b.json" of the input would stand where the artifact of an input "b.txt" is.
  private func blocker(_ child: Int32, in f: Int) -> String? {
    let path = folders[Int(child)].prefix.dropLast()
    guard path.hasSuffix(".json") else { return nil }
    let base = path.dropLast(5).utf8.dropFirst(folders[f].prefix.utf8.count)
    let folder = folders[f]
    return folder.entries.contains { entry in
      folder.names[Int(entry.start)..<(Int(entry.start) + Int(entry.base))].elementsEqual(base)
    } ? String(path) : nil
  }

  /// The entries of one folder.
  private struct Listing: Sendable {
    var names: [UInt8] = []
    var entries: [Entry] = []
    var folders: [String] = []
    var refusals: [Refusal] = []

    init(root: String, prefix: String, _ filter: Filter, skip: (device: UInt, inode: UInt)?) {
      guard let handle = opendir(root + prefix) else {
        let cause = String(cString: strerror(errno))
        refusals.append(
          Refusal(
            path: String(prefix.dropLast()), code: "unreadable", message: "The folder cannot be read: \(cause)."))
        return
      }
      defer { closedir(handle) }
      if let skip {
        var status = stat()
        if fstat(dirfd(handle), &status) == 0, UInt(status.st_dev) == skip.device, UInt(status.st_ino) == skip.inode {
          return
        }
      }
      while let entry = readdir(handle) {
        guard let bytes = Walk.name(of: entry), bytes.first != UInt8(ascii: ".") else { continue }
        guard let name = Walk.plainName(bytes) else {
          refusals.append(
            Refusal(
              path: prefix + Walk.escaped(bytes), code: "name",
              message: "The name is not printable UTF-8; rename it to have it read."))
          continue
        }
        var kind: Files.Kind
        switch Int32(entry.pointee.d_type) {
        case 8: kind = .file
        case 4: kind = .folder
        case 10: kind = .link
        case 0: kind = Files.status(root + prefix + name).map { Files.kind($0.st_mode) } ?? .special
        default: kind = .special
        }
        switch kind {
        case .folder: folders.append(name)
        case .link:
          refusals.append(
            Refusal(
              path: prefix + name, code: "link",
              message: "Symbolic links are not followed; put the article itself here."))
        case .special:
          refusals.append(
            Refusal(
              path: prefix + name, code: "special", message: "This is a pipe, socket or device; it was not opened."))
        case .file:
          // The artifact's name is the id, at worst as long as this, and ".json"; a file system takes 255 bytes.
          if bytes.count > 250 {
            refusals.append(
              Refusal(
                path: prefix + name, code: "name",
                message: "The name is \(bytes.count) bytes long; with \".json\" it passes the 255 a file system takes.")
            )
          } else if !filter.isNeeded || filter.wants(prefix + name) {
            entries.append(
              Entry(
                start: Int32(names.count), length: UInt16(bytes.count),
                base: UInt16(DocumentID.base(of: name).utf8.count)))
            names += bytes
            names.append(0)
          }
        }
      }
    }
  }

  /// The name as text if it is UTF-8 without controls, or nil.
  private static func plainName(_ bytes: [UInt8]) -> String? {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(decoding: bytes, as: UTF8.self) }
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
