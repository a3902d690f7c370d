/// An exact decimal: `coefficient` × 10^`exponent`.
struct DecimalNumber: Equatable, Sendable {
  var coefficient: Int
  var exponent: Int

  init(_ coefficient: Int, exponent: Int = 0) {
    self.coefficient = coefficient
    self.exponent = exponent
  }

  /// Figures with a point before the last part ("1250.5"); nil for anything else, and beyond 18 figures.
  init?(_ text: String) {
    guard let value = text.utf8.withContiguousStorageIfAvailable({ DecimalNumber(figures: $0, groups: 0) }) else {
      return nil
    }
    guard let value else { return nil }
    self = value
  }

  /// Figures as printed; `groups` is the byte that parts thousands (0 for none): `1,250.5`. A comma that does not part
  /// three figures, a second point or 19 figures make it no number.
  init?(figures: UnsafeBufferPointer<UInt8>, groups: UInt8) {
    var value = 0
    var count = 0
    var scale = 0
    var point = false
    var sinceGroup: Int?
    guard !figures.isEmpty else { return nil }
    for byte in figures {
      switch byte {
      case 0x30...0x39:
        count += 1
        guard count <= 18 else { return nil }
        value = value * 10 + Int(byte - 0x30)
        if point { scale += 1 } else if sinceGroup != nil { sinceGroup! += 1 }
      case UInt8(ascii: "."):
        guard !point, count > 0, sinceGroup == nil || sinceGroup == 3 else { return nil }
        point = true
        sinceGroup = nil
      case groups where groups != 0:
        guard !point, count > 0, count <= 3 || sinceGroup == 3 else { return nil }
        sinceGroup = 0
      default: return nil
      }
    }
    guard count > 0, sinceGroup == nil || sinceGroup == 3, !point || scale > 0 else { return nil }
    self.init(value, exponent: -scale)
  }

  func times(_ other: DecimalNumber) -> DecimalNumber? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
    return overflow ? nil : DecimalNumber(product, exponent: exponent + other.exponent).reduced
  }

  func plus(_ other: DecimalNumber) -> DecimalNumber? {
    let low = min(exponent, other.exponent)
    guard let a = scaled(to: low), let b = other.scaled(to: low) else { return nil }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : DecimalNumber(sum, exponent: low)
  }

  private func scaled(to low: Int) -> Int? {
    var value = coefficient
    for _ in 0..<max(0, exponent - low) {
      let (next, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = next
    }
    return value
  }

  private var reduced: DecimalNumber {
    var result = self
    while result.exponent < 0, result.coefficient % 10 == 0, result.coefficient != 0 {
      result.coefficient /= 10
      result.exponent += 1
    }
    return result
  }

  /// The whole number, or nil where it is none or too large.
  var integer: Int? {
    let r = reduced
    return r.exponent >= 0 ? r.scaled(to: 0) : nil
  }

  /// Plain decimal notation: "1250.5", "5000000".
  var text: String {
    let r = reduced
    let digits = String(r.coefficient)
    if r.exponent >= 0 { return digits + (r.coefficient == 0 ? "" : String(repeating: "0", count: r.exponent)) }
    let places = -r.exponent
    let padded =
      digits.utf8.count > places ? digits : String(repeating: "0", count: places - digits.utf8.count + 1) + digits
    let cut = padded.index(padded.endIndex, offsetBy: -places)
    return padded[..<cut] + "." + padded[cut...]
  }
}
