/// Values by 64-bit keys that already are hashes (`ContentKey`, `PhraseHash`): Swift's own dictionary would hash each of
/// them once more, which costs more than the look-up.
///
/// Entries keep the order in which they came, so that walking them is the same on every machine; none is ever taken out.
@frozen
public struct KeyMap<Value> {
  @usableFromInline var entries: [(key: UInt64, value: Value)] = []
  /// One more than the entry's place, 0 where empty; a power of two long, at most half full.
  @usableFromInline var slots: [UInt32] = []
  /// How far a mixed key is shifted to give a slot: its highest bits, which every bit of the key has reached.
  @usableFromInline var shift: UInt64 = 64

  @inlinable public init() {}

  @inlinable public var count: Int { entries.count }
  @inlinable public var isEmpty: Bool { entries.isEmpty }
  @inlinable public var keys: [UInt64] { entries.map(\.key) }
  @inlinable public var values: [Value] { entries.map(\.value) }

  @inlinable
  public mutating func reserveCapacity(_ capacity: Int) {
    entries.reserveCapacity(capacity)
    if capacity * 2 > slots.count { rebuild(capacity) }
  }

  /// Forgets all, and keeps the memory.
  @inlinable
  public mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    for i in slots.indices { slots[i] = 0 }
  }

  /// Where a key is looked for first. Keys of texts that differ in a digit differ in few bits: taken as they are they would stand
  /// side by side, and a long row of taken slots makes the next look-up longer (Knuth, The Art of Computer Programming 3, 6.4).
  @inlinable
  func first(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: ((key ^ key &>> 32) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  @inlinable
  mutating func rebuild(_ capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    shift = UInt64(64 - size.trailingZeroBitCount)
    let mask = size - 1
    for (place, entry) in entries.enumerated() {
      var slot = first(entry.key)
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(place + 1)
    }
  }

  /// The entry's place, or nil.
  @inlinable
  public func place(_ key: UInt64) -> Int? {
    slots.withUnsafeBufferPointer { slots in
      guard !slots.isEmpty else { return nil }
      let mask = slots.count - 1
      var slot = first(key)
      while slots[slot] != 0 {
        let place = Int(slots[slot]) - 1
        if entries[place].key == key { return place }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  /// The place of the key's entry, which is made with `value` where there is none.
  @inlinable
  public mutating func place(_ key: UInt64, orAdd value: @autoclosure () -> Value) -> Int {
    if (entries.count + 1) * 2 > slots.count { rebuild(entries.count * 2 + 8) }
    let mask = slots.count - 1
    var slot = first(key)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if entries[place].key == key { return place }
      slot = (slot + 1) & mask
    }
    entries.append((key, value()))
    slots[slot] = UInt32(entries.count)
    return entries.count - 1
  }

  /// Sets a value, and gives the one before.
  @inlinable
  @discardableResult
  public mutating func updateValue(_ value: Value, forKey key: UInt64) -> Value? {
    let count = entries.count
    let place = place(key, orAdd: value)
    guard place < count else { return nil }
    let before = entries[place].value
    entries[place].value = value
    return before
  }

  /// The value of the entry at a place.
  @inlinable
  public subscript(at place: Int) -> Value {
    get { entries[place].value }
    _modify { yield &entries[place].value }
  }

  @inlinable
  public subscript(key: UInt64) -> Value? {
    get { place(key).map { entries[$0].value } }
    set {
      guard let newValue else { preconditionFailure("a key map forgets nothing") }
      let place = place(key, orAdd: newValue)
      entries[place].value = newValue
    }
  }

  @inlinable
  public subscript(key: UInt64, default value: @autoclosure () -> Value) -> Value {
    get { place(key).map { entries[$0].value } ?? value() }
    _modify {
      let place = place(key, orAdd: value())
      yield &entries[place].value
    }
  }
}

extension KeyMap {
  /// Of keys that differ, and the value of each.
  @inlinable
  public init(_ keys: some Sequence<UInt64>, _ values: some Collection<Value>) {
    reserveCapacity(values.count)
    for (key, value) in zip(keys, values) { _ = place(key, orAdd: value) }
  }
}

extension KeyMap: Sendable where Value: Sendable {}

extension KeyMap: Sequence {
  @inlinable
  public func makeIterator() -> IndexingIterator<[(key: UInt64, value: Value)]> { entries.makeIterator() }
}

extension KeyMap: ExpressibleByDictionaryLiteral {
  @inlinable
  public init(dictionaryLiteral elements: (UInt64, Value)...) {
    for (key, value) in elements { self[key] = value }
  }
}
