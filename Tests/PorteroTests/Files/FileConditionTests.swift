import HTTPCookies
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StoreTesting
import Testing

@testable import Portero

@Suite("Conditions on a file (RFC 9110 section 13)") struct FileConditionTests {
    /// Fields, in which OWN is the file's tag and AT its date, and the status.
    struct Row: CustomTestStringConvertible {
        let fields: [(String, String)]
        let status: Int

        init(_ status: Int, _ fields: (String, String)...) {
            self.fields = fields
            self.status = status
        }

        var testDescription: String {
            fields.map { "\($0): \($1)" }.joined(separator: ", ") + " -> \(status)"
        }
    }

    private static let (before, after) = ("Fri, 02 Jan 2026 03:00:00 GMT", "Fri, 02 Jan 2026 03:02:00 GMT")
    private static let none = "If-None-Match"
    private static let match = "If-Match"
    private static let modified = "If-Modified-Since"
    private static let unmodified = "If-Unmodified-Since"

    static let noneMatch = [
        Row(304, (none, "OWN")), Row(304, (none, "W/OWN")), Row(304, (none, "*")), Row(304, (none, " * ")),
        Row(304, (none, #""a", OWN"#)), Row(304, (none, #""a",OWN,"b""#)), Row(304, (none, #", ,"a",,OWN"#)),
        Row(304, (none, #""a""#), (none, "OWN")), Row(304, (none, "  OWN\t")), Row(304, (none, #"W/"a", W/OWN"#)),
        Row(304, (none, #""a,b", OWN"#)), Row(304, (none, #""", OWN"#)), Row(304, (none, #""W/", OWN"#)),
        Row(304, (none, #""a" , OWN"#)), Row(304, (none, #""unclosed"#), (none, "OWN")),
        Row(200, (none, #""a""#)), Row(200, (none, "")), Row(200, (none, #"W/"a""#)), Row(200, (none, "own")),
        Row(200, (none, #""*""#)), Row(200, (none, "w/OWN")), Row(200, (none, "W/ OWN")), Row(200, (none, "W/*")),
        Row(200, (none, "*, *")), Row(200, (none, #"*, "a""#)), Row(200, (none, #""a,OWN"#)),
        Row(200, (none, #""a"OWN"#)), Row(200, (none, #"a, OWN"#)), Row(200, (none, "OWNx")), Row(200, (none, "\"")),
        Row(200, (none, "UNQUOTED")),
    ]

    static let dates = [
        Row(304, (modified, "AT")), Row(304, (modified, after)), Row(200, (modified, before)),
        Row(304, (modified, "Friday, 02-Jan-26 03:01:01 GMT")), Row(304, (modified, "Fri Jan  2 03:01:01 2026")),
        Row(200, (modified, "Friday, 02-Jan-26 03:01:00 GMT")), Row(200, (modified, "Fri Jan  2 03:01:00 2026")),
        Row(200, (modified, "")), Row(200, (modified, "soon")), Row(200, (modified, "2026-01-02T03:02:00Z")),
        Row(200, (modified, after), (modified, after)), Row(200, (modified, "1767323045678")),
        Row(200, (unmodified, "AT")), Row(200, (unmodified, after)), Row(412, (unmodified, before)),
        Row(200, (unmodified, "soon")), Row(200, (unmodified, "")),
        Row(412, (unmodified, "Fri Jan  2 03:01:00 2026")),
    ]

    static let matches = [
        Row(200, (match, "OWN")), Row(200, (match, "*")), Row(200, (match, #""a", OWN"#)),
        Row(200, (match, #""a""#), (match, "OWN")), Row(412, (match, "W/OWN")), Row(412, (match, #""a""#)),
        Row(412, (match, "")), Row(412, (match, "own")), Row(412, (match, #""a", W/OWN"#)),
    ]

    /// Which of two conditions counts.
    static let orders = [
        Row(200, (none, #""a""#), (modified, after)), Row(304, (none, "OWN"), (modified, before)),
        Row(200, (none, ""), (modified, after)), Row(200, (none, "garbage"), (modified, after)),
        Row(200, (match, "OWN"), (unmodified, before)), Row(412, (match, #""a""#), (unmodified, after)),
        Row(412, (match, #""a""#), (none, "OWN")), Row(304, (match, "OWN"), (none, "OWN")),
        Row(412, (unmodified, before), (none, "OWN")), Row(304, (unmodified, after), (none, "OWN")),
        Row(412, (unmodified, before), (modified, after)), Row(304, (unmodified, "AT"), (modified, "AT")),
        Row(304, (none, "OWN"), ("Range", "bytes=0-1")), Row(412, (match, #""a""#), ("Range", "bytes=9-")),
        Row(206, (match, "OWN"), ("Range", "bytes=0-1")), Row(206, (none, #""a""#), ("Range", "bytes=0-1")),
        Row(304, (modified, "AT"), ("Range", "bytes=9-"), ("If-Range", #""a""#)),
    ]

    @Test(arguments: noneMatch + dates + matches + orders)
    func `decide in the order of section 13.2.2`(row: Row) async throws {
        let files = try FileHouse(["a.txt": "text"])
        try files.folder.date("a.txt", -184.2)
        try await files.serve { client in
            let get = try await client.send("/a.txt")
            let date = try #require(get.headers[.lastModified])
            #expect(date == "Fri, 02 Jan 2026 03:01:01 GMT")
            let tag = try #require(get.headers[.eTag])
            var fields = HTTPFields()
            for (name, value) in row.fields {
                let value = value.replacing("OWN", with: tag).replacing("AT", with: date)
                fields.append(
                    HTTPField(
                        name: try #require(HTTPField.Name(name)),
                        value: value.replacing("UNQUOTED", with: tag.dropFirst().dropLast())))
            }
            for method in [HTTPRequest.Method.get, .head] {
                let answer = try await client.send(method, "/a.txt", fields)
                #expect(answer.status == (method == .head && row.status == 206 ? 200 : row.status))
                if answer.status >= 300 { #expect(answer.body == "") }
            }
        }
    }

    @Test(arguments: [[:], [.acceptEncoding: "br"]] as [HTTPFields])
    func `that hold answer with what a cache must know, and nothing of the body`(fields: HTTPFields) async throws {
        let files = try FileHouse(["a.3f2a9c1b.css": "text", "a.3f2a9c1b.css.br": "br"])
        try await files.serve { client in
            let get = try await client.send("/a.3f2a9c1b.css", fields)
            let tag = try #require(get.headers[.eTag])
            var fields = fields
            fields[.ifNoneMatch] = tag
            let answer = try await client.send("/a.3f2a9c1b.css", fields)
            #expect(answer.status == 304)
            for name in [HTTPField.Name.eTag, .lastModified, .cacheControl, .vary] {
                #expect(get.headers[name] != nil)
                #expect(answer.headers[name] == get.headers[name])
            }
            #expect(answer.headers.count == 4)
        }
    }

    @Test func `meet a tag that is of the content alone`() async throws {
        let files = try FileHouse(["a.txt": "same", "b.css": "same", "c.txt": "other"])
        try files.folder.date("b.css", -1000)
        let tags = try await files.serve { client in
            var tags: [String?] = []
            for path in ["/a.txt", "/b.css", "/c.txt"] { tags.append(try await client.send(path).headers[.eTag]) }
            return tags
        }
        #expect(tags[0]?.wholeMatch(of: #/"[0-9a-f]{24}"/#) != nil)
        #expect(tags[0] == tags[1])
        #expect(tags[0] != tags[2])
    }

    @Test func `meet no date of the future (RFC 9110 section 8.8.2.1)`() async throws {
        let files = try FileHouse(["a.txt": "text"])
        try files.folder.date("a.txt", 3600)
        let answer = try await files.ask("/a.txt")
        #expect(answer.headers[.lastModified] == "Fri, 02 Jan 2026 03:04:05 GMT")
    }
}

@Suite("An HTTP date") struct HTTPDateTests {
    static let rows: [(text: String, iso: String?)] = [
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"),
        ("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"),
        ("Wed Nov 16 08:49:37 1994", "1994-11-16T08:49:37.000Z"),
        ("Thu, 29 Feb 2024 23:59:59 GMT", "2024-02-29T23:59:59.000Z"),
        ("Monday, 01-Jan-76 00:00:00 GMT", "2076-01-01T00:00:00.000Z"),
        ("Monday, 01-Jan-77 00:00:00 GMT", "1977-01-01T00:00:00.000Z"),
        ("Mon, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"),
        ("Thu, 29 Feb 2023 23:59:59 GMT", nil), ("Sun, 6 Nov 1994 08:49:37 GMT", nil),
        ("Sun, 06 Nov 1994 08:49:37 UTC", nil), ("Sun, 06 Nov 1994 08:49:37 +0000", nil),
        ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil),
        ("Sun, 06 Nov 94 08:49:37 GMT", nil), ("sun, 06 nov 1994 08:49:37 gmt", nil),
        ("Sun 06 Nov 1994 08:49:37 GMT", nil), (" Sun, 06 Nov 1994 08:49:37 GMT", nil),
        ("Sun, 06 Nov 1994 08:49:37 GMT ", nil), ("Sun, 06  Nov 1994 08:49:37 GMT", nil),
        ("Sun, 06 Nov 1994 08:49:37.5 GMT", nil), ("Sun, 06 Nov 1994 +8:49:37 GMT", nil),
        ("Sunday, 06-Nov-1994 08:49:37 GMT", nil), ("Sunday, 06-Nov--4 08:49:37 GMT", nil),
        ("Sunday, 06-Nov-+4 08:49:37 GMT", nil), ("Sun, 06-Nov-94 08:49:37 GMT", nil),
        ("Sun Nov 6 08:49:37 1994", nil), ("Sun Nov 06 08:49:37 94", nil), ("Sun Nov  16 08:49:37 1994", nil),
        ("Someday, 06-Nov-94 08:49:37 GMT", nil), ("06 Nov 1994 08:49:37 GMT", nil), ("0", nil), ("", nil),
        ("     ", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("Sun, ٠٦ Nov 1994 08:49:37 GMT", nil),
    ]

    @Test(arguments: rows)
    func `is read in its three forms, and nothing else is one (RFC 9110 section 5.6.7)`(text: String, iso: String?) {
        #expect(Instant(httpDate: text, now: ManualClock.start)?.iso8601 == iso)
    }

    @Test func `of each day is read as it is written`() {
        for day in 0..<4000 {
            let instant = Instant(milliseconds: Int64(day) * 9 * 86_399_000)
            #expect(Instant(httpDate: instant.imfFixdate) == instant)
        }
    }
}
