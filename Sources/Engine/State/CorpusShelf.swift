internal import CFacade
import Corpus
import Glibc

/// What the corpus keeps for the next run, in OUTPUT/.nightdesk: `corpus`, a table that is replaced whole, and
/// `corpus-documents`, each document's own part, to which is only appended. Neither is synced: each piece carries a
/// checksum, and what is damaged or missing costs work and nothing else.
final class CorpusShelf {
  private let table: String
  private let parts: String
  private var descriptor: Int32 = -1

  init(output: String) {
    table = "\(output)/.nightdesk/corpus"
    parts = "\(output)/.nightdesk/corpus-documents"
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The memory of the run that wrote these three files under these settings; nil where there is none.
  func read(_ rows: [ArtifactRow]) -> CorpusMemory? {
    guard let bytes = try? Files.read(table).bytes else { return nil }
    return bytes.withUnsafeBytes { buffer in
      guard buffer.count > 4 else { return nil }
      let payload = UnsafeRawBufferPointer(rebasing: buffer.dropFirst(4))
      guard Self.checksum(payload) == UInt32(littleEndian: buffer.loadUnaligned(as: UInt32.self)) else { return nil }
      let stamp = Self.stamp(rows)
      guard payload.starts(with: stamp) else { return nil }
      return CorpusMemory(packed: UnsafeRawBufferPointer(rebasing: payload.dropFirst(stamp.count)))
    }
  }

  /// A document's own part; nil where it is not what was put there.
  func part(_ place: CorpusMemory.Place) -> [UInt8]? {
    if descriptor < 0 { descriptor = open(parts, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    guard descriptor >= 0, place.length > 0, place.length < 1 << 30, place.offset >= 0 else { return nil }
    var checksum: UInt32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: place.length) { buffer, count in
      let got = withUnsafeMutableBytes(of: &checksum) { head in
        let pieces = [
          iovec(iov_base: head.baseAddress, iov_len: 4), iovec(iov_base: buffer.baseAddress, iov_len: place.length),
        ]
        return preadv(descriptor, pieces, 2, off_t(place.offset))
      }
      count = got == place.length + 4 ? place.length : 0
    }
    guard !bytes.isEmpty, bytes.withUnsafeBytes({ Self.checksum($0) }) == UInt32(littleEndian: checksum) else {
      return nil
    }
    return bytes
  }

  /// Puts away what the next run needs; where that fails, it makes everything.
  func write(_ remade: Remade, _ rows: [ArtifactRow]) {
    guard var memory = remade.memory else { return forget() }
    do throws(SystemError) {
      var places = memory.places
      var end = 0
      var live = 0
      let fresh = Set(remade.parts)
      for (d, place) in places.enumerated() where !fresh.contains(d) {
        for piece in [place.kept, place.telling] {
          end = max(end, piece.offset + piece.length + 4)
          live += piece.length + 4
        }
      }
      // Where more than half of the file is no document's any more, it is written anew.
      let isWhole = end > 2 * live + 1 << 20 || fresh.count == places.count
      let file = isWhole ? try StreamedFile(parts, by: parts + ".new") : nil
      if isWhole { end = 0 }
      var bytes: [UInt8] = []
      func put(_ part: [UInt8]) -> CorpusMemory.Place {
        defer { end += 4 + part.count }
        let checksum = part.withUnsafeBytes { Self.checksum($0) }
        withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
        bytes += part
        return .init(offset: end, length: part.count)
      }
      let start = end
      for d in isWhole ? Array(places.indices) : remade.parts {
        if fresh.contains(d) {
          let packed = remade.packed(d)
          places[d] = (put(packed.kept), put(packed.telling))
        } else {
          guard let kept = part(places[d].kept), let telling = part(places[d].telling) else { return forget() }
          places[d] = (put(kept), put(telling))
        }
        if let file {
          try file.append(bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
      memory.places = places
      if let file { _ = try file.finish() } else { try append(bytes, at: start) }
      var whole = memory.packed(behind: [0, 0, 0, 0] + Self.stamp(rows))
      whole.withUnsafeMutableBytes { bytes in
        let checksum = Self.checksum(UnsafeRawBufferPointer(rebasing: bytes[4...]))
        bytes.storeBytes(of: checksum.littleEndian, as: UInt32.self)
      }
      _ = try Files.replace(table, with: whole)
    } catch {
      forget()
    }
  }

  private func forget() {
    unlink(table)
    unlink(parts)
  }

  private func append(_ bytes: [UInt8], at end: Int) throws(SystemError) {
    guard !bytes.isEmpty else { return }
    let file = open(parts, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw SystemError("write", parts) }
    defer { close(file) }
    guard lseek(file, off_t(end), SEEK_SET) == off_t(end) else { throw SystemError("write", parts) }
    try Files.write(bytes, to: file, parts)
  }

  private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    nd_crc32(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// Names the files that a memory is of, and the settings.
  private static func stamp(_ rows: [ArtifactRow]) -> [UInt8] {
    var stamp: [UInt8] = []
    for row in rows {
      row.settings.withBytes { stamp.append(contentsOf: $0) }
      row.body.withBytes { stamp.append(contentsOf: $0) }
    }
    return stamp
  }
}
