/// Numbers as JavaScript reads and writes them.
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

extension JavaScriptNumber {
    /// JSON whose numbers are spelled as `JSON.stringify` spells them: `1e-7`, where Swift has `1e-07`.
    ///
    /// The digits stay as they are: both languages find the fewest that name a number.
    ///
    /// - Parameter json: well-formed.
    /// - Returns: the same, but for numbers with an exponent, and for `-0`.
    static func respelled(_ json: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var (place, copied) = (0, 0)
        while place < json.count {
            switch json[place] {
            case UInt8(ascii: "\""): place = end(ofStringAt: place, in: json)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = place
                place = json[start...].firstIndex { !isPartOfNumber($0) } ?? json.count
                guard let spelling = spelling(of: json[start..<place]) else { continue }
                output += json[copied..<start] + spelling.utf8
                copied = place
            default: place += 1
            }
        }
        return copied == 0 ? json : output + json[copied...]
    }

    /// Where what follows the string begins.
    private static func end(ofStringAt start: Int, in json: [UInt8]) -> Int {
        var place = start + 1
        while place < json.count, json[place] != UInt8(ascii: "\"") {
            place += json[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place + 1
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        isDecimal(Unicode.Scalar(byte))
    }

    /// - Returns: `nil` where a number is spelled so already.
    private static func spelling(of number: ArraySlice<UInt8>) -> String? {
        if number.elementsEqual("-0".utf8) { return "0" }
        let parts = String(decoding: number, as: UTF8.self).lowercased().split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
        let sign = parts[0].hasPrefix("-") ? "-" : ""
        return sign + text(parts[0].filter(\.isNumber), pointAfter: exponent + 1)
    }

    /// Source: ECMA-262, Number::toString.
    ///
    /// - Parameters:
    ///   - digits: without zeros at either end.
    ///   - place: how many of them stand before the decimal point.
    /// - Returns: the number's text.
    private static func text(_ digits: String, pointAfter place: Int) -> String {
        switch place {
        case 1...21 where place >= digits.count: digits + String(repeating: "0", count: place - digits.count)
        case 1...21: digits.prefix(place) + "." + digits.dropFirst(place)
        case -5...0: "0." + String(repeating: "0", count: -place) + digits
        default:
            digits.prefix(1) + (digits.count > 1 ? "." : "") + digits.dropFirst()
                + (place > 0 ? "e+" : "e-") + String(abs(place - 1))
        }
    }
}
