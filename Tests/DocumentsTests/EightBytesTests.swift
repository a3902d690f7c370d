import Testing

@testable import Documents

/// What is done with eight bytes at once must be what is done with each of them.
@Suite struct EightBytesTests {
  /// Each byte at each place, among two others.
  private func eachChunk(_ body: ([UInt8], UInt64) -> Void) {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<8 {
        for (a, b) in [(0x61, 0x20), (0xFF, 0x00), (0x7F, 0x80)] as [(UInt8, UInt8)] {
          var bytes = (0..<8).map { $0.isMultiple(of: 2) ? a : b }
          bytes[place] = byte
          body(bytes, bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
      }
    }
  }

  private func mask(_ bytes: [UInt8], _ holds: (UInt8) -> Bool) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | (holds($1) ? 0x80 : 0) }
  }

  @Test func classesAreThoseOfEachByte() {
    eachChunk { bytes, chunk in
      #expect(EightBytes.letters(chunk) == mask(bytes) { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
      #expect(EightBytes.figures(chunk) == mask(bytes) { $0 >= 0x30 && $0 <= 0x39 })
      #expect(EightBytes.spaces(chunk) == mask(bytes) { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D })
      for byte in [0x20, 0x3A, 0x7F] as [UInt8] {
        #expect(EightBytes.equal(chunk, byte) == mask(bytes) { $0 == byte })
      }
      #expect(EightBytes.isASCII(chunk) == bytes.allSatisfy { $0 < 0x80 })
      #expect(EightBytes.isPrintable(chunk) == bytes.allSatisfy { $0 >= 0x20 && $0 < 0x80 })
      #expect(EightBytes.count(mask(bytes) { $0 == 0x61 }) == bytes.count { $0 == 0x61 })
      if EightBytes.isASCII(chunk) {
        let lower = bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        #expect(EightBytes.lower(chunk) == lower.reversed().reduce(0) { $0 << 8 | UInt64($1) })
      }
    }
  }

  /// Near the end of memory there are no eight bytes to load.
  @Test func aLoadTakesWhatIsThereAndNothingBehindIt() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8($0 + 1) }
      bytes.withUnsafeBufferPointer { buffer in
        for i in 0...count {
          for end in i...count {
            let expected = bytes[i..<end].prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            #expect(EightBytes.load(buffer, i, end) == expected)
          }
        }
      }
    }
  }

  @Test func runsEndWhereAnotherByteStands() {
    for length in 0...20 {
      let bytes = Array(String(repeating: "aZ", count: 10).utf8.prefix(length)) + Array("7é ".utf8)
      bytes.withUnsafeBufferPointer { buffer in
        #expect(EightBytes.endOfLetters(buffer, 0, bytes.count) == length)
        #expect(EightBytes.endOfWord(buffer, 0, bytes.count) == length + 1)
        #expect(EightBytes.endOfWord(buffer, 0, length) == length)
        #expect(EightBytes.characters(buffer, 0, bytes.count) == length + 3)
      }
    }
  }
}
