import Documents

/// One of several runs that share the inputs of a folder: each input belongs to one of them, by its id.
public struct Shard: Hashable, Sendable {
  /// From 0.
  public let number: Int
  public let count: Int

  /// "2/8" is the third of eight.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), count >= 1, count <= 100_000,
      number >= 0, number < count
    else { return nil }
    self.number = number
    self.count = count
  }

  public var text: String { "\(number)/\(count)" }

  /// Whether an input is this shard's. Inputs that would share an id are always in one.
  func holds(_ path: String) -> Bool {
    Int(ContentKey.of(DocumentID.base(of: path)) % UInt64(count)) == number
  }

  // MARK: The mark in an output folder

  private static func mark(_ output: String) -> String { "\(output)/.nightdesk/shard" }

  /// The shard whose run wrote a folder; nil where it was a whole run.
  static func of(_ output: String) -> Shard? {
    guard let bytes = try? Files.read(mark(output), limit: 64).bytes else { return nil }
    return Shard(String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self))
  }

  static func write(_ shard: Shard?, in output: String) throws(SystemError) {
    guard of(output) != shard else { return }
    guard let shard else { return try Files.remove(mark(output)) }
    _ = try Files.replace(mark(output), with: Array("\(shard.text)\n".utf8), sync: true)
  }
}
