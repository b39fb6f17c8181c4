import StoreTesting

/// An object as `JSON.stringify` writes it, and the list of its fields from which its text is joined.
struct NodeObject {
    struct Field {
        /// The name's UTF-16 units, which may be lone surrogates.
        let name: [UInt16]
        var value: String
    }

    var fields: [Field]

    /// The JSON text: the test's own join, so that it can be the oracle.
    var text: [UInt8] {
        Array(("{" + fields.map { Self.quote($0.name) + ":" + $0.value }.joined(separator: ",") + "}").utf8)
    }

    init(using random: inout SeededGenerator) {
        self.init(depth: 0, using: &random)
    }

    private init(depth: Int, using random: inout SeededGenerator) {
        var names: [[UInt16]] = []
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let name = Self.name(using: &random)
            if !names.contains(name) { names.append(name) }
        }
        let indices = names.filter { Self.arrayIndex($0) != nil }
            .sorted { (Self.arrayIndex($0) ?? 0) < (Self.arrayIndex($1) ?? 0) }
        fields = (indices + names.filter { Self.arrayIndex($0) == nil }).map { name in
            Field(name: name, value: Self.value(depth: depth + 1, using: &random))
        }
    }

    /// - Returns: the number, for a name that JavaScript sorts before the others: 0...4294967294, as it prints.
    static func arrayIndex(_ name: [UInt16]) -> UInt64? {
        let text = String(decoding: name, as: UTF16.self)
        return UInt64(text).flatMap { String($0) == text && $0 < 4_294_967_295 ? $0 : nil }
    }

    static func name(using random: inout SeededGenerator) -> [UInt16] {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return units(of: names, 1...1, using: &random)
        case 1: return Array(String(UInt64.random(in: 0...12, using: &random)).utf16)
        case 2: return units(of: numbers, 1...1, using: &random)
        default: return units(of: pieces, 0...4, using: &random)
        }
    }

    static func value(depth: Int, using random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 5), using: &random) {
        case 0: return ["true", "false", "null"].randomElement(using: &random) ?? "null"
        case 1: return String(Int64.random(in: -1_000_000...1_000_000, using: &random))
        case 2: return doubles.randomElement(using: &random) ?? "0"
        case 3, 4: return quote(units(of: pieces, 0...6, using: &random))
        case 5:
            let count = Int.random(in: 0...4, using: &random)
            return "[" + (0..<count).map { _ in value(depth: depth + 1, using: &random) }.joined(separator: ",") + "]"
        default: return String(decoding: NodeObject(depth: depth, using: &random).text, as: UTF8.self)
        }
    }

    private static func units(
        of list: [[UInt16]], _ count: ClosedRange<Int>, using random: inout SeededGenerator
    ) -> [UInt16] {
        (0..<Int.random(in: count, using: &random)).flatMap { _ in list.randomElement(using: &random) ?? [] }
    }

    private static let names = ["__proto__", "cookie", "constructor", "", "\u{E9}", "e\u{301}", "usrId"].map {
        Array($0.utf16)
    }
    private static let numbers = [
        "4294967294", "4294967295", "4294967296", "99999999999", "01", "00", "-1", "-0", "1.5", "1e3", "+1",
        "2147483648",
    ].map { Array($0.utf16) }
    private static let pieces: [[UInt16]] =
        [
            "a", "b", "Z", " ", "/", "\\", "\"", "\u{8}", "\t", "\n", "\u{C}", "\r", "\0", "\u{1F}", "\u{7F}", "\u{80}",
            "\u{E9}", "e\u{301}", "ñ", "€", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFD}", "\u{FFFF}", "😀",
            "\u{10FFFF}", "}", ",",
            ":", "\\u0041",
        ].map { Array($0.utf16) } + [[0xD800], [0xDBFF], [0xDC00], [0xDFFF], [0xD83D]]
    private static let doubles = [
        "0", "-1", "0.1", "-2.5", "1e+21", "1e-7", "5e-324", "1.7976931348623157e+308", "123456789012345680000",
        "0.000001", "1.5e+300", "-9007199254740991", "100000000000000000000",
    ]
}

extension NodeObject {
    /// Source: ECMA-262, QuoteJSONString, unit by unit.
    static func quote(_ units: [UInt16]) -> String {
        var text = "\""
        var rest = units[...]
        while let unit = rest.popFirst() {
            if UTF16.isLeadSurrogate(unit), let low = rest.first, UTF16.isTrailSurrogate(low) {
                rest.removeFirst()
                text += String(decoding: [unit, low], as: UTF16.self)
            } else if let short = [8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 0x22: "\"", 0x5C: "\\"][unit] {
                text += "\\" + short
            } else if unit < 0x20 || UTF16.isSurrogate(unit) {
                text += "\\u" + String(String(0x10000 + UInt32(unit), radix: 16).dropFirst())
            } else {
                text += String(decoding: [unit], as: UTF16.self)
            }
        }
        return text + "\""
    }
}
