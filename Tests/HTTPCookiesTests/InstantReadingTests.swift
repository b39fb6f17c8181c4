import HTTPCookies
import StoreTesting
import Testing

@Suite("An instant is read from ISO 8601")
struct InstantReadingTests {
    /// Made by Node 20.20.2: `Date.parse(text)`.
    static let rows: [(String, Int64)] = [
        ("2026-01-02", 1_767_312_000_000), ("2026-01-02T03:04Z", 1_767_323_040_000),
        ("2026-01-02T03:04:05Z", 1_767_323_045_000), ("2026-01-02T03:04:05.6Z", 1_767_323_045_600),
        ("2026-01-02T03:04:05.67Z", 1_767_323_045_670), ("2026-01-02T03:04:05.678Z", 1_767_323_045_678),
        ("2026-01-02T03:04:05.6789Z", 1_767_323_045_678), ("2026-01-02T03:04:05.678+01:00", 1_767_319_445_678),
        ("2026-01-02T03:04:05.678-05:30", 1_767_342_845_678), ("2026-01-02T03:04:05.678-00:00", 1_767_323_045_678),
        ("2026-01-02T00:00+00:01", 1_767_311_940_000), ("2024-02-29", 1_709_164_800_000),
        ("2000-02-29", 951_782_400_000), ("1969-12-31T23:59:59.999Z", -1),
        ("0000-01-01T00:00Z", -62_167_219_200_000), ("0000-01-01T00:00+23:59", -62_167_305_540_000),
        ("9999-12-31T23:59:59.999-00:01", 253_402_300_859_999),
    ]

    @Test(arguments: rows)
    func `with and without seconds, decimals and offset`(text: String, milliseconds: Int64) {
        #expect(Instant(iso8601: text)?.milliseconds == milliseconds)
        #expect(Instant(iso8601: "x\(text)".dropFirst())?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", " ", "2026", "2026-01", "2026-1-2", "20260102", "2026-01-02 ", " 2026-01-02", "2026-00-02", "2026-13-02",
        "2026-01-00", "2026-01-32", "2026-04-31", "2023-02-29", "1900-02-29", "2100-02-29", "2026-01-02T",
        "2026-01-02Z",
        "2026-01-02T03Z", "2026-01-02T03:04", "2026-01-02T03:04:05", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05,6Z",
        "2026-01-02T24:00Z", "2026-01-02T03:60Z", "2026-01-02T03:04:60Z", "2026-01-02T03:04:05.678",
        "2026-01-02 03:04Z",
        "2026-01-02T03:04:05ZZ", "2026-01-02T03:04:05Z ", "2026-01-02T03:04:05+1:00", "2026-01-02T03:04:05+0100",
        "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+00:60", "2026-01-02T03:04:05+01", "2026-01-02T03:04:05-",
        "2026-01-02t03:04:05z", "+002026-01-02T03:04Z", "-000001-01-01T00:00Z", "-001-01-02", "2026-01-0２",
        "2026-01-02T03:04:05.6\u{301}Z", "2026-01-+2", "Fri, 02 Jan 2026 03:04:05 GMT", "garbage", "1767323045678",
    ])
    func `what is not in that form is refused`(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test func `any number of decimals is read, those after the third do not count`() {
        let long = "2026-01-02T03:04:05.678" + String(repeating: "9", count: 5000) + "Z"
        #expect(Instant(iso8601: long)?.milliseconds == 1_767_323_045_678)
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `no text makes it trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let valid = Array("2026-01-02T03:04:05.678+01:00")
        for _ in 0..<5000 {
            var text = valid
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: text.indices, using: &random)
                text[place] = "0129:-+.TZé".randomElement(using: &random) ?? "0"
            }
            let prefix = String(text.prefix(Int.random(in: 0...text.count, using: &random)))
            if let instant = Instant(iso8601: prefix), instant >= Instant(milliseconds: -62_167_219_200_000) {
                #expect(Instant(iso8601: instant.iso8601) == instant)
            }
        }
    }
}
