import HTTPCookies
import StoreTesting
import Testing

@Suite("Cookie header fields, at random")
struct CookieFieldsPropertyTests {
    private static let pieces = [
        "a", "b", "ab", "=", "=", ";", ";", "; ", " ", "\t", "\"", "\"", "%", "%41", "%3D", "%3b", "%22", "%C3%B1",
        "%FF",
        "%4", "+", ",", "ñ", "e\u{301}", "\u{E9}", "😀", "\0", "\r\n", "\u{7F}", ".", "1",
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every text reads as in a plain reading of the rules`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let texts = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                random.text(of: Self.pieces, length: 0...14)
            }
            check(texts)
        }
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `no bytes at all make it trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let bytes = random.bytes(count: 0...60)
            check([String(decoding: bytes, as: UTF8.self)])
        }
    }

    private func check(_ texts: [String]) {
        let fields = CookieFields(texts)
        let expected = PlainReading(texts).pairs
        for name in ["a", "b", "ab", "", "\u{E9}", "e\u{301}"] {
            let all = expected.filter { $0.name == Array(name.utf8) }
            #expect(fields.count(named: name) == all.count, "\(name) in \(texts)")
            #expect(fields.value(named: name).map { Array($0.utf8) } == all.first?.value, "\(name) in \(texts)")
        }
        var firsts: [PlainReading.Pair] = []
        for pair in expected where !firsts.contains(where: { $0.name == pair.name }) { firsts.append(pair) }
        let pairs = fields.pairs.map { PlainReading.Pair(name: Array($0.name.utf8), value: Array($0.value.utf8)) }
        #expect(pairs == firsts, "\(texts)")
    }
}

/// The rules of the cookie package, as plainly as they can be put: split, trim, unquote, decode.
private struct PlainReading {
    struct Pair: Equatable {
        let name, value: [UInt8]
    }

    let pairs: [Pair]

    init(_ fields: [String]) {
        pairs = fields.flatMap { field in
            Array(field.utf8).split(separator: UInt8(ascii: ";")).compactMap { part -> Pair? in
                let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard halves.count == 2 else { return nil }
                return Pair(name: Self.trimmed(halves[0]), value: Self.decoded(Self.unquoted(Self.trimmed(halves[1]))))
            }
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let blanks: [UInt8] = [0x20, 0x09]
        let tail = bytes.drop(while: blanks.contains)
        return tail.reversed().drop(while: blanks.contains).reversed()
    }

    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        bytes.first == 0x22 && bytes.last == 0x22 ? Array(bytes.dropFirst().dropLast()) : bytes
    }

    private static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == 0x25 {
                let digits = rest.prefix(2).map { Character(UnicodeScalar($0)) }
                guard digits.count == 2, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return bytes }
                output.append(UInt8(String(digits), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                output.append(byte)
            }
        }
        let isUTF8 = Array(String(decoding: output, as: UTF8.self).utf8) == output
        return isUTF8 ? output : bytes
    }
}
