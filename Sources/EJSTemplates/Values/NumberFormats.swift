extension Double {
    /// The number with a fixed count of decimal places: `(1.005).toFixed(2)` is `1.00`.
    ///
    /// Source: ECMA-262, 21.1.3.3 `Number.prototype.toFixed`.
    func fixed(places: Int) -> String {
        guard isFinite, magnitude < 1e21 else { return templateText }
        var decimal = ExactDecimal(magnitude)
        decimal.round(keeping: decimal.point + places)
        return (self < 0 ? "-" : "") + decimal.fixed(places: places)
    }

    /// The number with a fixed count of digits: `(0.00001).toPrecision(2)` is `0.000010`.
    ///
    /// Source: ECMA-262, 21.1.3.5 `Number.prototype.toPrecision`.
    func precise(digits count: Int) -> String {
        guard isFinite else { return templateText }
        var decimal = ExactDecimal(magnitude)
        decimal.round(keeping: count)
        let exponent = decimal.digits.isEmpty ? 0 : decimal.point - 1
        let sign = self < 0 ? "-" : ""
        guard (-6..<count).contains(exponent) else { return sign + decimal.scientific(places: count - 1) }
        return sign + decimal.fixed(places: count - 1 - exponent)
    }

    /// The number as `d.ddde+x`; `places` is `nil` for as many as the number needs.
    ///
    /// Source: ECMA-262, 21.1.3.2 `Number.prototype.toExponential`.
    func exponential(places: Int?) -> String {
        guard isFinite else { return templateText }
        let sign = self < 0 ? "-" : ""
        guard let places else { return sign + (self == 0 ? "0e+0" : ShortestDecimal(magnitude).scientific) }
        var decimal = ExactDecimal(magnitude)
        decimal.round(keeping: places + 1)
        return sign + decimal.scientific(places: places)
    }
}

extension ExactDecimal {
    fileprivate func fixed(places: Int) -> String {
        let whole = point > 0 ? text(of: 0..<point) : "0"
        return places > 0 ? whole + "." + text(of: point..<(point + places)) : whole
    }

    fileprivate func scientific(places: Int) -> String {
        let exponent = digits.isEmpty ? 0 : point - 1
        let fraction = places > 0 ? "." + text(of: 1..<(1 + places)) : ""
        return text(of: 0..<1) + fraction + (exponent < 0 ? "e-" : "e+") + String(exponent.magnitude)
    }

    private func text(of places: Range<Int>) -> String {
        String(decoding: places.map { UInt8(ascii: "0") + digit($0) }, as: UTF8.self)
    }
}

// MARK: - Other bases

extension Double {
    /// The number in another base: `(255).toString(16)` is `ff`.
    ///
    /// The standard leaves open how many digits a fraction gets; here as many as tell the number from its neighbours.
    /// Source: V8, `DoubleToRadixCString`; ECMA-262, 21.1.3.6 `Number.prototype.toString`.
    func text(radix: Int) -> String {
        guard isFinite, radix != 10 else { return templateText }
        let whole = magnitude.rounded(.down)
        var digits = RadixDigits(whole: whole, radix: Double(radix))
        digits.appendFraction(magnitude - whole, nearestOther: max(.leastNonzeroMagnitude, magnitude.ulp / 2))
        return (self < 0 ? "-" : "") + digits.text
    }
}

/// The digits of a positive number in a base.
private struct RadixDigits {
    private let radix: Double
    private var whole: Double
    private var fraction: [UInt8] = []

    init(whole: Double, radix: Double) {
        self.whole = whole
        self.radix = radix
    }

    mutating func appendFraction(_ value: Double, nearestOther: Double) {
        var value = value
        var delta = nearestOther
        while value >= delta {
            value *= radix
            delta *= radix
            let digit = value.rounded(.down)
            fraction.append(UInt8(digit))
            value -= digit
            let isUp = value > 0.5 || (value == 0.5 && Int(digit) % 2 == 1)
            if isUp, value + delta > 1 { return roundUp() }
        }
    }

    private mutating func roundUp() {
        while let last = fraction.popLast() {
            guard Double(last) + 1 >= radix else { return fraction.append(last + 1) }
        }
        whole += 1
    }

    var text: String {
        var digits: [UInt8] = []
        var rest = whole
        // Beyond 53 bits the last digits say nothing.
        while rest / radix >= 0x1p53 {
            rest /= radix
            digits.append(0)
        }
        repeat {
            let digit = rest.truncatingRemainder(dividingBy: radix)
            digits.append(UInt8(digit))
            rest = (rest - digit) / radix
        } while rest > 0
        let point = fraction.isEmpty ? "" : "."
        return Self.text(of: digits.reversed()) + point + Self.text(of: fraction)
    }

    private static func text(of digits: some Sequence<UInt8>) -> String {
        String(decoding: digits.map { $0 < 10 ? UInt8(ascii: "0") + $0 : UInt8(ascii: "a") + $0 - 10 }, as: UTF8.self)
    }
}
