/// JSON strings, written as `JSON.stringify` writes them, and read.
enum JSONText {
    /// The text in quotes: only `"`, `\` and control characters are escaped.
    ///
    /// Source: ECMA-262, QuoteJSONString.
    static func quote(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + 2)
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x0A: output.append(contentsOf: "\\n".utf8)
            case 0x0C: output.append(contentsOf: "\\f".utf8)
            case 0x0D: output.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                output.append(contentsOf: "\\u00".utf8)
                output.append(contentsOf: [hexDigit(byte >> 4), hexDigit(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
        return output
    }

    /// The text of a well-formed string; a lone surrogate becomes U+FFFD, since Swift's strings cannot hold it.
    ///
    /// - Parameter quoted: as ``JSONScanner/string(in:)`` gives it.
    /// - Returns: what stands between the quotes, its escapes read.
    static func unescape(_ quoted: ArraySlice<UInt8>) -> String {
        let inner = quoted.dropFirst().dropLast()
        guard inner.contains(UInt8(ascii: "\\")) else { return String(decoding: inner, as: UTF8.self) }
        return String(decoding: units(inner), as: UTF16.self)
    }

    /// The bytes of a well-formed string: UTF-8, and a lone surrogate as the three bytes that WTF-8 gives it.
    ///
    /// So different strings stay different.
    static func unescapedBytes(_ quoted: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var units = units(quoted.dropFirst().dropLast())[...]
        while let unit = units.popFirst() {
            if let low = units.first, UTF16.isLeadSurrogate(unit), UTF16.isTrailSurrogate(low) {
                units.removeFirst()
                output.append(contentsOf: String(decoding: [unit, low], as: UTF16.self).utf8)
            } else if UTF16.isSurrogate(unit) {
                let bits = UInt8(truncatingIfNeeded: unit)
                output += [0xED, 0x80 | UInt8(unit >> 6 & 63), 0x80 | bits & 63]
            } else {
                output.append(contentsOf: String(decoding: [unit], as: UTF16.self).utf8)
            }
        }
        return output
    }

    private static func units(_ inner: ArraySlice<UInt8>) -> [UInt16] {
        var units: [UInt16] = []
        var place = inner.startIndex
        while place < inner.endIndex {
            if inner[place] == UInt8(ascii: "\\") {
                units.append(escape(in: inner, at: &place))
            } else {
                let end = inner[place...].firstIndex(of: UInt8(ascii: "\\")) ?? inner.endIndex
                units.append(contentsOf: String(decoding: inner[place..<end], as: UTF8.self).utf16)
                place = end
            }
        }
        return units
    }

    private static func escape(in text: ArraySlice<UInt8>, at place: inout Int) -> UInt16 {
        let byte = text[place + 1]
        place += 2
        switch byte {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            let digits = text[place..<place + 4]
            place += 4
            return digits.reduce(0) { $0 << 4 | UInt16(hexValue($1)) }
        default: return UInt16(byte)
        }
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8 {
        digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : (digit | 0x20) - UInt8(ascii: "a") + 10
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
