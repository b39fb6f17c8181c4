import Foundation
import HTTPCookies
import Testing

/// How Node prints and reads dates; `dates.cjs` beside the fixture says how it was made.
struct NodeDates: Decodable {
    let printed: [Printed]
    let read: [Read]

    /// `[milliseconds, toISOString, toUTCString]`.
    struct Printed: Decodable {
        let instant: Instant
        let iso, utc: String

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            instant = Instant(milliseconds: try row.decode(Int64.self))
            iso = try row.decode(String.self)
            utc = try row.decode(String.self)
        }
    }

    /// `[text, Date.parse]`; `nil` for what is no date.
    struct Read: Decodable {
        let text: String
        let instant: Instant?

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            text = try row.decode(String.self)
            instant = try row.decode(Int64?.self).map { Instant(milliseconds: $0) }
        }
    }

    static func load() throws -> NodeDates {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/node/dates", withExtension: "json"))
        return try JSONDecoder().decode(NodeDates.self, from: Data(contentsOf: file))
    }
}

@Suite("Dates are Node's, from the year 0000 to 9999")
struct NodeDatesTests {
    @Test func `each of some thousand moments prints as Node prints it, and reads back`() throws {
        let printed = try NodeDates.load().printed
        #expect(printed.count > 2000)
        for row in printed {
            #expect(row.instant.iso8601 == row.iso)
            #expect(row.instant.imfFixdate == row.utc)
            #expect(Instant(iso8601: row.iso) == row.instant)
        }
    }

    @Test func `they are of every century and every day of the week`() throws {
        let printed = try NodeDates.load().printed
        #expect(Set(printed.map { $0.iso.prefix(2) }).count == 100)
        #expect(Set(printed.map { $0.utc.prefix(3) }).count == 7)
    }

    @Test func `each of some hundred texts, good and bad, reads as Node reads it`() throws {
        let read = try NodeDates.load().read
        #expect(read.count == 600 && read.contains { $0.instant == nil })
        for row in read { #expect(Instant(iso8601: row.text) == row.instant, "\(row.text)") }
    }
}
