/// Texts that JavaScript reads as numbers.
enum JavaScriptNumber {
    /// Whether `Number(text)` is 1.
    ///
    /// Source: ECMA-262, StringToNumber.
    static func isOne(_ text: String) -> Bool {
        let literal = trimmed(text)
        if ["0x", "0X", "0o", "0O", "0b", "0B"].contains(where: { literal.starts(with: $0.unicodeScalars) }) {
            return literal.dropFirst(2).drop { $0 == "0" }.elementsEqual("1".unicodeScalars)
        }
        // Swift reads more than a StrDecimalLiteral, such as "0x1p0".
        return literal.allSatisfy(isDecimal) && Double(Substring(literal)) == 1
    }

    private static func trimmed(_ text: String) -> Substring.UnicodeScalarView {
        var rest = text.unicodeScalars.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    /// Source: ECMA-262, WhiteSpace and LineTerminator.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\u{B}", "\u{C}", "\r", "\u{2028}", "\u{2029}", "\u{FEFF}": true
        default: scalar.properties.generalCategory == .spaceSeparator
        }
    }

    private static func isDecimal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "+", "-", ".", "e", "E": true
        default: false
        }
    }
}
