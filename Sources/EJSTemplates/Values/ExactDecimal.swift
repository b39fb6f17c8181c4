/// All decimal digits of a number, without rounding: 0.d₁d₂… × 10^point.
///
/// A double is a whole number times a power of two, so that its decimal digits end: 0.1 has 55 of them.
struct ExactDecimal {
    /// The digits 0 to 9, the first one not 0; empty for 0.
    private(set) var digits: [UInt8]
    /// Where the decimal point stands, counted from the first digit.
    private(set) var point: Int

    /// - Parameter magnitude: A finite number that is not negative.
    init(_ magnitude: Double) {
        let exponent = magnitude == 0 ? 0 : Int(magnitude.exponent) - 52
        let mantissa = magnitude == 0 ? 0 : UInt64(magnitude.significand * 0x1p52)
        var number = BigDecimal(mantissa)
        if exponent < 0 {
            // m × 2^-k is m × 5^k, k places behind the point.
            number.multiply(by: 5, times: -exponent)
            digits = number.digits
            point = digits.count + exponent
        } else {
            number.multiply(by: 2, times: exponent)
            digits = number.digits
            point = digits.count
        }
        while digits.last == 0 { digits.removeLast() }
    }

    /// Keeps so many digits; a half is rounded up.
    ///
    /// Source: ECMA-262, 21.1.3.3: of two numbers equally near, the larger one.
    mutating func round(keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let isUp = digits[count] >= 5
        digits.removeLast(digits.count - count)
        if isUp { increment() }
    }

    /// Adds one to the last digit that is kept.
    private mutating func increment() {
        while let last = digits.last {
            guard last == 9 else {
                digits[digits.count - 1] = last + 1
                return
            }
            digits.removeLast()
        }
        digits = [1]
        point += 1
    }

    /// The digit at a place counted from the first one; 0 beyond the last.
    func digit(_ place: Int) -> UInt8 { digits.indices.contains(place) ? digits[place] : 0 }
}

/// A whole number in nine decimal digits a limb, the last limb first.
private struct BigDecimal {
    private var limbs: [UInt32] = []
    private static let base: UInt64 = 1_000_000_000

    init(_ number: UInt64) {
        var rest = number
        while rest > 0 {
            limbs.append(UInt32(rest % Self.base))
            rest /= Self.base
        }
    }

    mutating func multiply(by factor: UInt64, times: Int) {
        var left = times
        // 5^13 and 2^30 are the greatest powers that leave the product of two limbs inside 64 bits.
        let most = factor == 5 ? 13 : 30
        while left > 0 {
            let power = min(left, most)
            multiply(by: (0..<power).reduce(into: 1 as UInt64) { product, _ in product *= factor })
            left -= power
        }
    }

    private mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for position in limbs.indices {
            let product = UInt64(limbs[position]) * factor + carry
            limbs[position] = UInt32(product % Self.base)
            carry = product / Self.base
        }
        while carry > 0 {
            limbs.append(UInt32(carry % Self.base))
            carry /= Self.base
        }
    }

    /// The digits, the first one not 0.
    var digits: [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(limbs.count * 9)
        for limb in limbs.reversed() {
            var divisor: UInt32 = 100_000_000
            while divisor > 0 {
                digits.append(UInt8(limb / divisor % 10))
                divisor /= 10
            }
        }
        return Array(digits.drop { $0 == 0 })
    }
}
