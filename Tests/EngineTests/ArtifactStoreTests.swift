import Foundation
import Testing

@testable import Engine

@Suite struct ArtifactStoreTests {
  /// CI's find: one worker took away the folder that its last article left empty while another put one into it.
  @Test func aFolderThatAnotherWorkerEmptiesIsMadeAgain() async throws {
    let scratch = try Scratch()
    let store = ArtifactStore(output: scratch.output)
    try await withThrowingTaskGroup(of: Void.self) { workers in
      for worker in 0..<2 {
        workers.addTask {
          for round in 0..<2_000 {
            let id = "day/night/a\(worker)"
            let bytes = Array("\(round)".utf8)
            _ = try store.put(bytes, at: store.path(.normalized, id))
            #expect(try Files.read(store.path(.normalized, id)).bytes == bytes)
            try store.remove(id, [.normalized])
          }
        }
      }
      try await workers.waitForAll()
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.output + "/normalized").isEmpty)
  }

  @Test func whatStandsThereUnknownStaysIfItIsTheSameAndGoesIfNot() throws {
    let scratch = try Scratch()
    let store = ArtifactStore(output: scratch.output)
    let path = store.path(.quotes, "a")
    let first = try store.put(Array("{}".utf8), at: path, isNew: true)
    #expect(try store.put(Array("{}".utf8), at: path, isNew: true).isOfSameFile(first))
    #expect(try !store.put(Array("{ }".utf8), at: path, isNew: true).isOfSameFile(first))
    #expect(try Files.read(path).bytes == Array("{ }".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.output + "/quotes") == ["a.json"])
  }
}
