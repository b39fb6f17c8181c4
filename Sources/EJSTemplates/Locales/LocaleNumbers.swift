/// Which digits of a number are shown: what the options of `toLocaleString` say.
///
/// Source: ECMA-402, 15.1.3 `SetNumberFormatDigitOptions`.
struct NumberShape: Sendable {
    var style = NumberStyle.decimal
    var isGrouped = true
    var integerDigits = 1
    /// `nil` for what the style has.
    var leastFraction: Int?
    var mostFraction: Int?
    /// How many digits count at most, wherever the point stands; they come before the fraction's.
    var mostSignificant: Int?
    var leastSignificant = 1

    /// The least and the most digits of the fraction; `nil` when the options contradict each other.
    var fraction: ClosedRange<Int>? {
        let (least, most): (Int, Int) =
            switch style {
            case .decimal: (0, 3)
            case .percent: (0, 0)
            case .currency(let code): (Currency.digits(of: code), Currency.digits(of: code))
            }
        switch (leastFraction, mostFraction) {
        case (nil, nil): return least...most
        case (let low?, nil): return low...max(most, low)
        case (nil, let high?): return min(least, high)...high
        case (let low?, let high?): return low <= high ? low...high : nil
        }
    }
}

/// How many digits the fraction of money has.
///
/// Source: Unicode CLDR 48, `currencyData`, as Node 20 brings it.
private enum Currency {
    private static let none: Set<String> = [
        "AFN", "ALL", "BIF", "CLP", "COP", "DJF", "GNF", "HUF", "IDR", "IQD", "IRR", "ISK", "JPY", "KMF", "KPW", "KRW",
        "LAK", "LBP", "MGA", "MMK", "PKR", "PYG", "RWF", "SLL", "SOS", "SYP", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
        "YER",
    ]
    private static let three: Set<String> = ["BHD", "JOD", "KWD", "LYD", "OMR", "TND"]

    static func digits(of code: String) -> Int { none.contains(code) ? 0 : three.contains(code) ? 3 : 2 }
}

/// Numbers as readers of a language write them.
///
/// Source: ECMA-402, 15.5.3; the signs are those of the Unicode CLDR that Foundation brings.
enum LocaleNumbers {
    private static let patterns = LocaleCache<PatternKey, NumberPattern>()

    private struct PatternKey: Hashable {
        let style: NumberStyle
        let locale: String
    }

    /// - Returns: `nil` when the options contradict each other.
    static func text(_ number: Double, _ shape: NumberShape, locale: String) -> String? {
        let pattern = patterns.value(of: PatternKey(style: shape.style, locale: locale)) {
            NumberPattern(shape.style, locale: locale)
        }
        guard let fraction = shape.fraction else { return nil }
        guard !number.isNaN else { return "NaN" }
        let affixes = number.sign == .minus ? pattern.negativeAffixes : pattern.affixes
        let digits = number.isInfinite ? "∞" : pattern.digits(of: number.magnitude, shape, fraction)
        return affixes.prefix + digits + affixes.suffix
    }
}

extension NumberPattern {
    fileprivate func digits(of magnitude: Double, _ shape: NumberShape, _ fraction: ClosedRange<Int>) -> String {
        var decimal = magnitude == 0 ? RoundedDecimal() : RoundedDecimal(ShortestDecimal(magnitude))
        if shape.style == .percent, magnitude != 0 { decimal.point += 2 }
        let places: Int
        if let most = shape.mostSignificant {
            decimal.round(keeping: most)
            places = max(0, max(decimal.digits.count, shape.leastSignificant) - decimal.point)
        } else {
            decimal.round(keeping: decimal.point + fraction.upperBound)
            places = max(fraction.lowerBound, decimal.digits.count - decimal.point)
        }
        let whole = (min(decimal.point, 0)..<max(decimal.point, 0)).map { $0 < 0 ? 0 : decimal.digit($0) }
        let digits = decimal.point > 0 ? whole : []
        let zeros = [UInt8](repeating: 0, count: max(0, shape.integerDigits - digits.count))
        let behind = places > 0 ? point + text((0..<places).map { decimal.digit(decimal.point + $0) }) : ""
        return grouped(zeros + digits, shape.isGrouped) + behind
    }

    private func text(_ values: some Sequence<UInt8>) -> String { String(values.map { digits[Int($0)] }) }

    private func grouped(_ values: [UInt8], _ isGrouped: Bool) -> String {
        guard isGrouped, !separator.isEmpty, values.count > groups.last + (keepsFourTogether ? 1 : 0) else {
            return text(values)
        }
        var parts = [text(values.suffix(groups.last))]
        var rest = values.dropLast(groups.last)
        while !rest.isEmpty {
            parts.append(text(rest.suffix(groups.others)))
            rest = rest.dropLast(groups.others)
        }
        return parts.reversed().joined(separator: separator)
    }
}

/// The digits of a number and where its decimal point stands, rounded half away from zero.
///
/// Unlike `toFixed` it starts from the shortest digits: 1.005 is 1.01.
private struct RoundedDecimal {
    var digits: [UInt8] = []
    var point = 0

    init() {}

    init(_ decimal: ShortestDecimal) {
        digits = decimal.digits.map { $0 - UInt8(ascii: "0") }
        point = decimal.point
    }

    func digit(_ place: Int) -> UInt8 { digits.indices.contains(place) ? digits[place] : 0 }

    mutating func round(keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            point = 0
            return
        }
        var carries = digits[count] >= 5
        digits.removeLast(digits.count - count)
        while carries, let last = digits.popLast() {
            if last < 9 {
                digits.append(last + 1)
                carries = false
            }
        }
        if carries {
            digits = [1]
            point += 1
        }
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { point = 0 }
    }
}
