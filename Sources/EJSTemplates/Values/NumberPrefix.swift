/// The number at the start of a text, whatever follows.
enum NumberPrefix {
    /// A whole number in a base.
    ///
    /// Base 0 is 10, or 16 after `0x`; NaN where there is no number.
    ///
    /// Source: ECMA-262, 19.2.5 `parseInt`.
    static func integer(of text: String, radix: Int) -> Double {
        var rest = trimmed(text)
        let isNegative = takeSign(&rest)
        var radix = radix
        if radix == 0 || radix == 16, rest.count >= 2, rest.first == UInt8(ascii: "0"),
            rest.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "x")
        {
            rest = rest.dropFirst(2)
            radix = 16
        }
        if radix == 0 { radix = 10 }
        guard (2...36).contains(radix) else { return .nan }
        let digits = rest.prefix { digit($0).map { $0 < radix } == true }
        guard !digits.isEmpty else { return .nan }
        let value: Double =
            radix == 10
            ? Double(String(decoding: digits, as: UTF8.self)) ?? .nan
            : digits.reduce(0) { $0 * Double(radix) + Double(digit($1) ?? 0) }
        return isNegative ? -value : value
    }

    /// A decimal number or Infinity; NaN where there is none.
    ///
    /// Source: ECMA-262, 19.2.4 `parseFloat`.
    static func decimal(of text: String) -> Double {
        var rest = trimmed(text)
        let isNegative = takeSign(&rest)
        if rest.starts(with: "Infinity".utf8) { return isNegative ? -.infinity : .infinity }
        let whole = rest.prefix(while: isDecimal)
        rest = rest[whole.endIndex...]
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDecimal)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return .nan }
        // Swift wants a digit on both sides of the point.
        let literal = [UInt8(ascii: "0")] + whole + [UInt8(ascii: ".")] + fraction + [UInt8(ascii: "0")]
        let value = Double(String(decoding: literal + exponent(of: rest), as: UTF8.self)) ?? .nan
        return isNegative ? -value : value
    }

    /// `e5` at the start, or nothing.
    private static func exponent(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard let mark = bytes.first, mark | 0x20 == UInt8(ascii: "e") else { return [] }
        var rest = bytes.dropFirst()
        let hasSign = rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-")
        let sign = hasSign ? rest.prefix(1) : []
        rest = rest.dropFirst(sign.count)
        let digits = rest.prefix(while: isDecimal)
        return digits.isEmpty ? [] : [UInt8(ascii: "e")] + sign + digits
    }

    private static func trimmed(_ text: String) -> ArraySlice<UInt8> {
        Array(String(text.unicodeScalars.drop { $0.isJavaScriptBlank || $0.isLineBreak }).utf8)[...]
    }

    private static func takeSign(_ bytes: inout ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return false }
        bytes.removeFirst()
        return first == UInt8(ascii: "-")
    }

    private static func isDecimal(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
