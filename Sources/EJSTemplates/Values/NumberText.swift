extension Double {
    /// The number as JavaScript writes it: `1`, `0.1`, `1e+21`, `NaN`.
    ///
    /// Swift and JavaScript agree on the digits (the shortest that read back as the same number), not on the form.
    /// Source: ECMA-262, 6.1.6.1.20 `Number::toString`.
    var templateText: String {
        if let integer = Int(exactly: self), integer.magnitude < 1 << 53 { return String(integer) }
        guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity" }
        return (self < 0 ? "-" : "") + ShortestDecimal(magnitude).text
    }
}

/// The fewest digits that read back as the same positive number, and where its decimal point stands:
/// 0.d₁d₂… × 10^point.
struct ShortestDecimal {
    /// The digits as ASCII; none for 0.
    private(set) var digits: [UInt8] = []
    private(set) var point = 0

    init(_ number: Double) {
        var exponent = 0
        var mantissa = Substring(number.description)
        if let mark = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: mark)...]) ?? 0
            mantissa = mantissa[..<mark]
        }
        let parts = mantissa.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        digits = parts.flatMap { $0 }
        point = (parts.first?.count ?? 0) + exponent
        let zero = UInt8(ascii: "0")
        while digits.last == zero { digits.removeLast() }
        let leading = digits.prefix { $0 == zero }.count
        digits.removeFirst(leading)
        point -= leading
    }

    var text: String {
        switch point {
        case digits.count...21: string(digits) + zeros(point - digits.count)
        case 1...21: string(digits[..<point]) + "." + string(digits[point...])
        case -5...0: "0." + zeros(-point) + string(digits[...])
        default: scientific
        }
    }

    /// The digits as `d.ddde+x`.
    var scientific: String {
        let exponent = point - 1
        let fraction = digits.count > 1 ? "." + string(digits[1...]) : ""
        return string(digits[..<1]) + fraction + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
    }

    private func string(_ digits: some Collection<UInt8>) -> String { String(decoding: digits, as: UTF8.self) }
    private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}
