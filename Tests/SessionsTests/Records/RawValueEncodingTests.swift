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
