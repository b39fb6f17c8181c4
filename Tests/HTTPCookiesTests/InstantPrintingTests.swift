import HTTPCookies
import StoreTesting
import Testing

@Suite("An instant prints as JavaScript's Date does")
struct InstantPrintingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let milliseconds: Int64
        let iso, imf: String

        init(_ milliseconds: Int64, _ iso: String, _ imf: String) {
            self.milliseconds = milliseconds
            self.iso = iso
            self.imf = imf
        }

        var testDescription: String { iso }
    }

    /// Made by Node 20.20.2: `toISOString()` and `toUTCString()`.
    static let rows = [
        Row(0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        Row(-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        Row(1, "1970-01-01T00:00:00.001Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        Row(999, "1970-01-01T00:00:00.999Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        Row(-1000, "1969-12-31T23:59:59.000Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        Row(-86_400_000, "1969-12-31T00:00:00.000Z", "Wed, 31 Dec 1969 00:00:00 GMT"),
        Row(-31_536_000_000, "1969-01-01T00:00:00.000Z", "Wed, 01 Jan 1969 00:00:00 GMT"),
        Row(68_169_600_000, "1972-02-29T00:00:00.000Z", "Tue, 29 Feb 1972 00:00:00 GMT"),
        Row(951_782_400_000, "2000-02-29T00:00:00.000Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
        Row(951_868_799_999, "2000-02-29T23:59:59.999Z", "Tue, 29 Feb 2000 23:59:59 GMT"),
        Row(951_868_800_000, "2000-03-01T00:00:00.000Z", "Wed, 01 Mar 2000 00:00:00 GMT"),
        Row(1_230_768_000_000, "2009-01-01T00:00:00.000Z", "Thu, 01 Jan 2009 00:00:00 GMT"),
        Row(1_582_934_400_000, "2020-02-29T00:00:00.000Z", "Sat, 29 Feb 2020 00:00:00 GMT"),
        Row(1_709_164_800_000, "2024-02-29T00:00:00.000Z", "Thu, 29 Feb 2024 00:00:00 GMT"),
        Row(1_767_323_045_678, "2026-01-02T03:04:05.678Z", "Fri, 02 Jan 2026 03:04:05 GMT"),
        Row(2_147_483_647_000, "2038-01-19T03:14:07.000Z", "Tue, 19 Jan 2038 03:14:07 GMT"),
        Row(4_107_456_000_000, "2100-02-28T00:00:00.000Z", "Sun, 28 Feb 2100 00:00:00 GMT"),
        Row(4_107_542_400_000, "2100-03-01T00:00:00.000Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
        Row(4_294_967_296_000, "2106-02-07T06:28:16.000Z", "Sun, 07 Feb 2106 06:28:16 GMT"),
        Row(253_402_300_799_999, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        Row(-2_203_891_200_000, "1900-03-01T00:00:00.000Z", "Thu, 01 Mar 1900 00:00:00 GMT"),
        Row(-2_208_988_800_000, "1900-01-01T00:00:00.000Z", "Mon, 01 Jan 1900 00:00:00 GMT"),
        Row(-11_644_473_600_000, "1601-01-01T00:00:00.000Z", "Mon, 01 Jan 1601 00:00:00 GMT"),
        Row(-62_135_596_800_000, "0001-01-01T00:00:00.000Z", "Mon, 01 Jan 0001 00:00:00 GMT"),
        Row(-62_162_121_600_001, "0000-02-28T23:59:59.999Z", "Mon, 28 Feb 0000 23:59:59 GMT"),
        Row(-62_167_219_200_000, "0000-01-01T00:00:00.000Z", "Sat, 01 Jan 0000 00:00:00 GMT"),
    ]

    @Test(arguments: rows)
    func `C-7: a known date prints in both forms, and reads back`(row: Row) {
        let instant = Instant(milliseconds: row.milliseconds)
        #expect(instant.iso8601 == row.iso)
        #expect(instant.imfFixdate == row.imf)
        #expect(Instant(iso8601: row.iso) == instant)
    }

    @Test(arguments: [253_402_300_800_000, 8_640_000_000_000_000, Int64.max])
    func `a date after 9999 prints as the last one`(milliseconds: Int64) {
        #expect(Instant(milliseconds: milliseconds).iso8601 == "9999-12-31T23:59:59.999Z")
        #expect(Instant(milliseconds: milliseconds).imfFixdate == "Fri, 31 Dec 9999 23:59:59 GMT")
    }

    @Test(arguments: [-62_167_219_200_001, -8_640_000_000_000_000, Int64.min])
    func `a date before the year 0 prints as the first one`(milliseconds: Int64) {
        #expect(Instant(milliseconds: milliseconds).iso8601 == "0000-01-01T00:00:00.000Z")
        #expect(Instant(milliseconds: milliseconds).imfFixdate == "Sat, 01 Jan 0000 00:00:00 GMT")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every moment from 0000 to 9999 comes back from its text`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let range = Int64(-62_167_219_200_000)...253_402_300_799_999
            let instant = Instant(milliseconds: Int64.random(in: range, using: &random))
            #expect(Instant(iso8601: instant.iso8601) == instant)
        }
    }

    @Test func `the days of all years follow each other as a plain count has them`() {
        let weekdays = ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"]
        var day: Int64 = 0
        for year in 0...9999 {
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            let number = String(String(10000 + year).dropFirst())
            let february = Instant(milliseconds: (day + 31 + (isLeap ? 28 : 27)) * 86_400_000 - 62_167_219_200_000)
            #expect(february.iso8601 == "\(number)-02-\(isLeap ? 29 : 28)T00:00:00.000Z")
            let newYear = Instant(milliseconds: day * 86_400_000 - 62_167_219_200_000)
            #expect(newYear.imfFixdate == "\(weekdays[Int(day % 7)]), 01 Jan \(number) 00:00:00 GMT")
            day += isLeap ? 366 : 365
        }
    }
}
