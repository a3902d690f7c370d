import Testing

@testable import Documents

struct KeyMapTests {
  /// Keys as they come in practice: small numbers, hashes, and some that share all the bits a slot is chosen by.
  private static let keys: [UInt64] =
    (0..<300).map { UInt64($0) } + (1...300).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
    + (1...40).map { UInt64($0) << 40 | UInt64($0) << 8 }

  @Test func agreesWithADictionary() {
    var map: KeyMap<Int> = [:]
    var dictionary: [UInt64: Int] = [:]
    for (i, key) in (Self.keys + Self.keys.reversed()).enumerated() {
      map[key, default: 0] += i
      dictionary[key, default: 0] += i
    }
    #expect(map.count == dictionary.count)
    for (key, value) in dictionary { #expect(map[key] == value) }
    #expect(map[0xDEAD_BEEF_0000_0001] == nil)
  }

  @Test func entriesKeepTheOrderInWhichTheyCame() {
    var map: KeyMap<Void> = [:]
    for (i, key) in Self.keys.enumerated() { #expect(map.place(key, orAdd: ()) <= i) }
    var seen: Set<UInt64> = []
    #expect(map.keys == Self.keys.filter { seen.insert($0).inserted })
  }

  @Test func whatIsForgottenIsNotFound() {
    var map: KeyMap<Int> = [7: 1, 9: 2]
    map.removeAll()
    #expect(map.isEmpty && map[7] == nil)
    #expect(map.updateValue(3, forKey: 7) == nil)
    #expect(map.updateValue(4, forKey: 7) == 3)
  }

  @Test("16 MiB of alike sentences took three times as long as 8: the keys of pairs of numbers fell on few slots")
  func pairsOfNumbers() {
    var map: KeyMap<Void> = [:]
    // As the pairs of words of a summary's sentences are numbered: one word before very many others.
    for number in 0..<50_000 as Range<UInt64> { map[number << 32 | number &+ 3] = () }
    var longest = 0
    var row = 0
    for slot in map.slots {
      row = slot == 0 ? 0 : row + 1
      longest = max(longest, row)
    }
    #expect(longest < 100, "as chance would have it: some thirty")
  }
}
