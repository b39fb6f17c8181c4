import Foundation
import Portero
import Testing

@Suite("A log's lines") struct LogLinesTests {
    /// A value, and how it stands in text and in JSON.
    static let values: [(value: String, text: String, json: String)] = [
        ("plain", "plain", #""plain""#), ("", #""""#, #""""#), ("two words", #""two words""#, #""two words""#),
        (#"a"b\c"#, #""a\"b\\c""#, #""a\"b\\c""#), ("a\nb\r\tc", #""a\nb\r\tc""#, #""a\nb\r\tc""#),
        ("a\u{0}\u{1B}[2J\u{7F}", #""a\u0000\u001b[2J\u007f""#, #""a\u0000\u001b[2J\u007f""#),
        ("a\u{85}\u{9B}\u{2028}\u{2029}", #""a\u0085\u009b\u2028\u2029""#, #""a\u0085\u009b\u2028\u2029""#),
        ("\u{202E}evil\u{200B}\u{FEFF}", #""\u202eevil\u200b\ufeff""#, #""\u202eevil\u200b\ufeff""#),
        ("\u{E0001}", #""\udb40\udc01""#, #""\udb40\udc01""#), ("Peña", #""Peña""#, #""Peña""#),
        ("\"\u{301}", "\"\\\"\u{301}\"", "\"\\\"\u{301}\""), ("👍🏽", #""👍🏽""#, #""👍🏽""#),
    ]

    @Test(arguments: values)
    func `hold each value so that none can end its line or pass for another`(
        value: String, text: String, json: String
    ) throws {
        #expect(line(.text) { $0.field("a", value) } == "1970-01-01T00:00:00.000Z a=\(text)\n")
        let written = line(.json) { $0.field("a", value) }
        #expect(written == "{\"time\":\"1970-01-01T00:00:00.000Z\",\"a\":\(json)}\n")
        #expect(try JSONDecoder().decode([String: String].self, from: Data(written.utf8))["a"] == value)
    }

    @Test func `show words without their names, and a sentence without quotes`() {
        let text = line(.text) { lines in
            lines.word("method", "GET")
            lines.word("status", 200)
            lines.sentence("message", "it \"fell\"\nover")
        }
        #expect(text == "1970-01-01T00:00:00.000Z GET 200 it \"fell\"\\nover\n")
        let json = line(.json) { lines in
            lines.word("method", "GET")
            lines.word("status", 200)
            lines.sentence("message", "it \"fell\"\nover")
        }
        #expect(
            json == #"{"time":"1970-01-01T00:00:00.000Z","method":"GET","status":200,"message":"it \"fell\"\nover"}"#
                + "\n")
    }

    @Test(arguments: [0, 7, 10, -1, 12_345, Int.max, Int.min])
    func `write each integer`(number: Int) {
        #expect(line(.text) { $0.field("n", number) } == "1970-01-01T00:00:00.000Z n=\(number)\n")
    }

    @Test(arguments: [
        (Duration.zero, "0.000"), (.microseconds(1), "0.001"), (.nanoseconds(999), "0.000"),
        (.milliseconds(12), "12.000"),
        (.microseconds(1_234_567), "1234.567"), (.seconds(-1), "0.000"), (.seconds(Int64.max), "1000000000000.000"),
    ])
    func `write each duration in milliseconds`(duration: Duration, text: String) {
        #expect(line(.text) { $0.field("ms", milliseconds: duration) } == "1970-01-01T00:00:00.000Z ms=\(text)\n")
    }

    @Test(arguments: [0, 1, 999, 1000, 1_767_323_045_678, -1, -1000, -1001, 253_402_300_798_000])
    func `tell each time as ISO 8601, whichever came before`(milliseconds: Int64) {
        var lines = LogLines(.text)
        for offset in [0, 1, 1000, -1, 0] as [Int64] {
            let time = Instant(milliseconds: milliseconds + offset)
            lines.begin(time)
            lines.end()
            let written = String(decoding: lines.take(reserving: 0), as: UTF8.self)
            #expect(written == time.iso8601 + "\n")
        }
    }

    private func line(_ format: LogFormat, _ write: (inout LogLines) -> Void) -> String {
        var lines = LogLines(format)
        lines.begin(.epoch)
        write(&lines)
        lines.end()
        return String(decoding: lines.bytes, as: UTF8.self)
    }
}
