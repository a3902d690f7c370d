internal import CFacade
import Documents
import Glibc
import Normalization

/// A web archive among the inputs. It may be larger than memory, so it is read piece by piece: once to list its pages,
/// then each page by itself.
final class ArchiveInput {
  private let descriptor: Int32
  let status: stat
  private var at = 0
  private var hash: OpaquePointer?

  /// Whether a path says that an archive is there. One under another name is read too, but whole, within the limit of any
  /// input.
  static func isNamed(_ path: String) -> Bool { path.hasSuffix(".warc") || path.hasSuffix(".warc.gz") }

  /// Nil where the file does not begin as an archive may, or cannot be read: then it is read as any other.
  init?(_ path: String) {
    guard Self.isNamed(path) else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    var head: [UInt8] = [0, 0, 0, 0, 0]
    guard fstat(descriptor, &status) == 0, Files.kind(status.st_mode) == .file,
      pread(descriptor, &head, head.count, 0) == head.count,
      head.starts(with: [0x1F, 0x8B]) || head == Array("WARC/".utf8)
    else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    self.status = status
  }

  deinit {
    close(descriptor)
    var digest = [UInt8](repeating: 0, count: 32)
    if let hash { nd_sha256_end(hash, &digest) }
  }

  /// The bytes from an offset on, piece by piece.
  func source(from offset: Int, hashing: Bool = false) -> (UnsafeMutableRawBufferPointer) throws(StageFailure) -> Int {
    at = offset
    if hashing { hash = nd_sha256_begin() }
    return { [self] buffer throws(StageFailure) in
      let got = Files.uninterrupted { pread(descriptor, buffer.baseAddress!, buffer.count, off_t(at)) }
      guard got >= 0 else { throw StageFailure("unreadable", "The file cannot be read.") }
      if let hash { nd_sha256_add(hash, buffer.baseAddress!.assumingMemoryBound(to: UInt8.self), got) }
      at += got
      return got
    }
  }

  /// The articles of the archive, without their pages, and the hash of the whole file.
  func articles(_ normalizer: Normalizer, holding limit: Int) throws(StageFailure) -> (
    articles: [SourceArticle], sha256: Digest
  ) {
    let source = source(from: 0, hashing: true)
    var reader = ArchiveReader(source)
    let result = Result<[SourceArticle], StageFailure> { () throws(StageFailure) in
      try normalizer.articles(in: &reader, holding: limit)
    }
    // What stands behind the last record, or a damage, is part of the file.
    let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { rest.deallocate() }
    while try source(rest) > 0 {}
    var bytes = [UInt8](repeating: 0, count: 32)
    if let hash { nd_sha256_end(hash, &bytes) }
    hash = nil
    return (try result.get(), bytes.withUnsafeBytes { Digest(raw: $0) })
  }
}
