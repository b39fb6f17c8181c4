import HTTPCookies
import StoreTesting
import Testing

@Suite("Percent encoding")
struct PercentEncodingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let plain, encoded: String

        init(_ plain: String, _ encoded: String) {
            self.plain = plain
            self.encoded = encoded
        }

        var testDescription: String { plain.debugDescription }
    }

    /// Made by Node 20.20.2: `JSON.stringify([text, encodeURIComponent(text)])`.
    static let rows = [
        Row("", ""), Row("azAZ09", "azAZ09"), Row("-_.!~*'()", "-_.!~*'()"), Row(" ", "%20"), Row("+", "%2B"),
        Row("/?:@&=$,#", "%2F%3F%3A%40%26%3D%24%2C%23"), Row("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"),
        Row("%", "%25"), Row("%41", "%2541"), Row(";[]", "%3B%5B%5D"), Row("\0\u{1F}\u{7F}", "%00%1F%7F"),
        Row("\r\n\t", "%0D%0A%09"), Row("ñ", "%C3%B1"), Row("e\u{301}", "e%CC%81"), Row("€", "%E2%82%AC"),
        Row("😀", "%F0%9F%98%80"), Row("\u{FEFF}", "%EF%BB%BF"), Row("\u{FFFF}\u{10FFFF}", "%EF%BF%BF%F4%8F%BF%BF"),
    ]

    @Test(arguments: rows)
    func `it is JavaScript's encodeURIComponent`(row: Row) {
        #expect(PercentEncoding.encode(row.plain) == row.encoded)
        #expect(PercentEncoding.decode(row.encoded)?.utf8.elementsEqual(row.plain.utf8) == true)
    }

    @Test(arguments: [("%c3%B1", "ñ"), ("a+b", "a+b"), ("ñ%20ñ", "ñ ñ"), ("%2541", "%41"), ("%41%42c", "ABc")])
    func `it decodes either case, once, and leaves other characters`(encoded: String, plain: String) {
        #expect(PercentEncoding.decode(encoded) == plain)
        #expect(PercentEncoding.decode(encoded[...]) == plain)
    }

    @Test(arguments: [
        "%", "%4", "a%", "%%", "%%41", "%G1", "%1G", "%-1", "%+1", "% 1", "%１１", "%0x", "%FF", "%80", "%C3", "%C3%41",
        "%C3x",
        "%C0%80", "%E0%80%80", "%ED%A0%80", "%F4%90%80%80", "%F0%9F%98", "ñ%B1", "%C3ñ",
    ])
    func `what is malformed, or no UTF-8, is refused`(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every text comes back byte for byte`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let bytes = random.bytes(count: 0...40)
            let text = String(decoding: bytes, as: UTF8.self)
            let encoded = PercentEncoding.encode(text)
            #expect(encoded.utf8.allSatisfy { (0x21...0x7E).contains($0) && !";,\"\\=".utf8.contains($0) })
            #expect(PercentEncoding.decode(encoded).map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `no text makes decoding trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let text = random.text(of: ["%", "%", "4", "1", "F", "g", "C3", "B1", "ñ", "\u{301}"], length: 0...8)
            if let decoded = PercentEncoding.decode(text) {
                #expect(PercentEncoding.decode(PercentEncoding.encode(decoded)) == decoded)
            }
        }
    }
}
