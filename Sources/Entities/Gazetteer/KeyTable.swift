import Documents

/// A flat open-addressing table from 64-bit keys to values, read from lists or used as it lies in the compiled tables.
///
/// Few values differ, so that eight bytes hold a slot: the upper bits of the key, and below them the value's number; 0
/// marks an empty slot. Among a million entries one look-up in 10^7 may err, the same on every machine. Its memory is
/// never freed: a process has one for each language pack it reads.
struct KeyTable: @unchecked Sendable {
  private var slots: UnsafeMutablePointer<UInt64>
  private var size: Int
  private(set) var count = 0
  /// The values by their numbers.
  private var values: UnsafeMutablePointer<UInt64>
  private var valueCount = 0
  private var valueCapacity = 1024
  /// The number of each value: its place. None in compiled tables, to which nothing is added.
  private var numbers: KeyMap<Void> = [:]
  /// The number given last: neighbours in a list mostly share their value.
  private var last = (value: UInt64(0), number: 0)

  private static let numberBits: UInt64 = 20
  private static let numberMask: UInt64 = 1 << numberBits - 1

  init(capacity: Int = 32) {
    size = capacity * 2
    slots = .allocate(capacity: size)
    slots.initialize(repeating: 0, count: size)
    values = .allocate(capacity: valueCapacity)
    last.number = number(of: 0)
  }

  /// The first slot for a key: by its upper bits, which the hashes mix best.
  @inline(__always)
  private static func home(_ key: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: (key & ~numberMask).multipliedFullWidth(by: UInt64(truncatingIfNeeded: size)).high)
  }

  @inline(__always)
  func value(_ key: UInt64) -> UInt64? {
    var slot = Self.home(key, size)
    while true {
      let found = slots[slot]
      if (found ^ key) >> Self.numberBits == 0 { return values[Int(found & Self.numberMask)] }
      if found == 0 { return nil }
      slot += 1
      if slot == size { slot = 0 }
    }
  }

  /// Changes the value of a key, which begins as 0.
  @inline(__always)
  mutating func update(_ key: UInt64, _ change: (UInt64) -> UInt64) {
    if count * 4 >= size * 3 { self = resized(size * 2) }
    var slot = Self.home(key, size)
    while slots[slot] != 0, (slots[slot] ^ key) >> Self.numberBits != 0 {
      slot += 1
      if slot == size { slot = 0 }
    }
    let found = slots[slot]
    if found == 0 { count += 1 }
    let value = change(found == 0 ? 0 : values[Int(found & Self.numberMask)])
    if value != last.value { last = (value, number(of: value)) }
    slots[slot] = key & ~Self.numberMask | UInt64(last.number)
  }

  private mutating func number(of value: UInt64) -> Int {
    // A multiplication by an odd number: no two values share a key.
    let number = numbers.place(value &* 0x9E37_79B9_7F4A_7C15, orAdd: ())
    if number == valueCount {
      precondition(number < Int(Self.numberMask), "more kinds of words than a lexicon can have")
      if valueCount == valueCapacity {
        let old = values
        valueCapacity *= 2
        values = .allocate(capacity: valueCapacity)
        values.update(from: old, count: valueCount)
        old.deallocate()
      }
      values[valueCount] = value
      valueCount += 1
    }
    return number
  }

  /// The same entries in so many slots.
  private func resized(_ size: Int) -> KeyTable {
    var new = self
    new.size = size
    new.slots = .allocate(capacity: size)
    new.slots.initialize(repeating: 0, count: size)
    for i in 0..<self.size where slots[i] != 0 {
      var slot = Self.home(slots[i], size)
      while new.slots[slot] != 0 {
        slot += 1
        if slot == size { slot = 0 }
      }
      new.slots[slot] = slots[i]
    }
    return new
  }

  // MARK: Compiled

  func write(to section: inout CompiledWriter) {
    // By steps, so that a few rows more leave most of the file as it is.
    let table = resized(max(64, (count * 8 / 5 + 8191) & ~8191))
    section.add(UInt64(count))
    section.add(Array(UnsafeBufferPointer(start: table.slots, count: table.size)))
    section.add(Array(UnsafeBufferPointer(start: values, count: valueCount)))
  }

  init(_ section: inout CompiledReader) {
    count = Int(section.word())
    let (slots, values) = (section.array(of: UInt64.self), section.array(of: UInt64.self))
    // Never written: `update` is for lists that are being read.
    self.slots = UnsafeMutablePointer(mutating: slots.baseAddress!)
    self.values = UnsafeMutablePointer(mutating: values.baseAddress!)
    size = slots.count
    valueCount = values.count
    valueCapacity = values.count
  }
}
