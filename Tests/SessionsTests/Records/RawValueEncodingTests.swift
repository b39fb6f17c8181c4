import Foundation
import Sessions
import Testing

@Suite("A value written as JSON")
struct RawValueEncodingTests {
    private func text(_ value: RawValue) -> String {
        String(decoding: value.bytes, as: UTF8.self)
    }

    private struct Sample: Encodable {
        var zebra = 1
        var apple = "a/b"
        var mango = [true, false]
        var date = Date(timeIntervalSince1970: 1_767_323_045.678)
        var missing: Int?
    }

    @Test func `Booleans and integers`() {
        #expect(text(RawValue(true)) == "true")
        #expect(text(RawValue(false)) == "false")
        #expect(text(RawValue(0)) == "0")
        #expect(text(RawValue(Int64.min)) == "-9223372036854775808")
        #expect(text(RawValue(UInt64.max)) == "18446744073709551615")
    }

    @Test(arguments: [
        ("", #""""#), ("a/b", #""a/b""#), ("\"\\", #""\"\\""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\0\u{1}\u{1F}", #""\u0000\u0001\u001f""#), ("\u{7F}\u{80}", "\"\u{7F}\u{80}\""),
        ("ñ e\u{301} 😀 \u{2028}\u{2029}", "\"ñ e\u{301} 😀 \u{2028}\u{2029}\""), ("</script>", #""</script>""#),
    ])
    func `a string, as JSON.stringify writes it`(string: String, json: String) throws {
        #expect(Array(RawValue(string).bytes) == Array(json.utf8))
        #expect(try RawValue(encoding: string) == RawValue(string))
        #expect(RawValue(string).string.map { Array($0.utf8) } == Array(string.utf8))
    }

    @Test func `any Encodable`() throws {
        #expect(try text(RawValue(encoding: true)) == "true")
        #expect(try text(RawValue(encoding: -7)) == "-7")
        #expect(try text(RawValue(encoding: UInt8(7))) == "7")
        #expect(try text(RawValue(encoding: 1.5)) == "1.5")
        #expect(try text(RawValue(encoding: 2.0)) == "2")
        #expect(try text(RawValue(encoding: Int?.none)) == "null")
        #expect(try text(RawValue(encoding: Int?.some(3))) == "3")
        #expect(try text(RawValue(encoding: ["b": [1, 2], "a": []])) == #"{"a":[],"b":[1,2]}"#)
        #expect(try text(RawValue(encoding: [String]())) == "[]")
    }

    /// Source: Node 20.20.2, `JSON.stringify`.
    static let numbers: [(Double, String)] = [
        (1e-7, "1e-7"), (1.5e-7, "1.5e-7"), (1e-6, "0.000001"), (1.25e-5, "0.0000125"), (0.0001, "0.0001"),
        (1e15, "1000000000000000"), (1e16, "10000000000000000"), (1e20, "100000000000000000000"),
        (1.2345678901234568e20, "123456789012345680000"), (1e21, "1e+21"), (1.5e300, "1.5e+300"),
        (18_446_744_073_709_551_616, "18446744073709552000"), (-1e20, "-100000000000000000000"), (-1e-7, "-1e-7"),
        (-0.0, "0"), (0.1 + 0.2, "0.30000000000000004"), (.leastNonzeroMagnitude, "5e-324"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (9_007_199_254_740_992, "9007199254740992"),
    ]

    @Test(arguments: numbers)
    func `a number is spelled as JavaScript spells it, wherever it stands`(number: Double, json: String) throws {
        #expect(try text(RawValue(encoding: number)) == json)
        #expect(try text(RawValue(encoding: [[number], [0.5, number]])) == "[[\(json)],[0.5,\(json)]]")
        #expect(
            try text(RawValue(encoding: ["1e-07": ["a": number], "b\"1e+20": [:], "c\\": ["-0": number]]))
                == #"{"1e-07":{"a":\#(json)},"b\"1e+20":{},"c\\":{"-0":\#(json)}}"#)
        #expect(try RawValue(encoding: number).double == number)
    }

    @Test func `a text that looks like a number stays as it is`() throws {
        #expect(try text(RawValue(encoding: ["1e-07", "-0", "\"1e+20"])) == #"["1e-07","-0","\"1e+20"]"#)
        #expect(try text(RawValue(encoding: [Float(1e20), 1e-7])) == "[100000000000000000000,1e-7]")
    }

    @Test func `a struct has sorted keys, plain slashes and dates with three decimals`() throws {
        #expect(
            try text(RawValue(encoding: Sample()))
                == #"{"apple":"a/b","date":"2026-01-02T03:04:05.678Z","mango":[true,false],"zebra":1}"#)
    }

    @Test func `the same value makes the same bytes each time`() throws {
        let value = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key\($0)", $0) })
        let first = try RawValue(encoding: value)
        for _ in 0..<20 { #expect(try RawValue(encoding: value) == first) }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_767_323_045, "2026-01-02T03:04:05.000Z"),
        (1_767_323_045.678, "2026-01-02T03:04:05.678Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
        (253_402_300_799.999, "9999-12-31T23:59:59.999Z"), (-62_135_596_800, "0001-01-01T00:00:00.000Z"),
    ])
    func `a date, as toISOString prints it`(seconds: Double, text: String) throws {
        let value = try RawValue(encoding: Date(timeIntervalSince1970: seconds))
        #expect(value.string == text)
        #expect(value.decode(as: Date.self) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that JSON lacks is an error, at any depth`(number: Double) {
        #expect(throws: EncodingError.self) { try RawValue(encoding: number) }
        #expect(throws: EncodingError.self) { try RawValue(encoding: ["a": [number]]) }
    }

    @Test(arguments: [.nan, .infinity, -.infinity, 1e300, -1e300, 253_402_300_800, -62_167_219_201] as [Double])
    func `a date that has no year of four digits is an error`(seconds: Double) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(throws: EncodingError.self) { try RawValue(encoding: date) }
        #expect(throws: EncodingError.self) { try RawValue(encoding: ["a": [date]]) }
    }
}
