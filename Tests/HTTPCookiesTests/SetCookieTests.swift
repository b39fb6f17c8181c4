import HTTPCookies
import StoreTesting
import Testing

@Suite("A Set-Cookie line")
struct SetCookieTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let attributes: [CookieAttribute]
        let text: String

        init(_ text: String, _ attributes: CookieAttribute...) {
            self.attributes = attributes
            self.text = text
        }

        var testDescription: String { text }
    }

    static let date = Instant(milliseconds: 1_767_323_045_678)

    @Test(arguments: [
        Row("Domain=example.com", .domain("example.com")), Row("Domain=.example.com", .domain(".example.com")),
        Row("Domain=localhost", .domain("localhost")), Row("Domain=a-1.B2.xn--p1ai", .domain("a-1.B2.xn--p1ai")),
        Row("Path=/", .path("/")), Row("Path=/a b,c\"<>%41", .path("/a b,c\"<>%41")), Row("HttpOnly", .httpOnly),
        Row("Secure", .secure), Row("Secure; Partitioned", .secure, .partitioned), Row("Priority=Low", .priority(.low)),
        Row("Priority=Medium", .priority(.medium)), Row("Priority=High", .priority(.high)),
    ])
    func `each attribute prints`(row: Row) throws {
        #expect(try SetCookie("a", value: "b", attributes: CookieAttributes(row.attributes)).line == "a=b; " + row.text)
    }

    @Test(arguments: [
        Row("SameSite=Strict", .sameSite(.strict)), Row("SameSite=Lax", .sameSite(.lax)),
        Row("Secure; SameSite=None", .secure, .sameSite(.none)),
        Row("SameSite=None; Secure", .sameSite(.none), .secure),
    ])
    func `C-10: SameSite is Strict, Lax or None`(row: Row) throws {
        #expect(try SetCookie("a", value: "b", attributes: CookieAttributes(row.attributes)).line == "a=b; " + row.text)
    }

    @Test(arguments: [
        Row("Expires=Fri, 02 Jan 2026 03:04:05 GMT", .expires(date)),
        Row("Expires=Fri, 31 Dec 9999 23:59:59 GMT", .expires(Instant(milliseconds: .max))),
        Row("Max-Age=0", .maxAge(0)), Row("Max-Age=86400", .maxAge(86400)),
        Row("Max-Age=9223372036854775807", .maxAge(.max)),
        Row("Max-Age=0", .maxAge(-1)), Row("Max-Age=0", .maxAge(.min)),
        Row("Max-Age=60; Expires=Fri, 02 Jan 2026 03:04:05 GMT", .maxAge(60), .expires(date)),
    ])
    func `C-7: Expires has a year of four digits and Max-Age only digits`(row: Row) throws {
        #expect(try SetCookie("a", value: "b", attributes: CookieAttributes(row.attributes)).line == "a=b; " + row.text)
    }

    @Test(arguments: [-1, -62_167_219_200_000, Int64.min])
    func `C-7: a date before 1970 prints as 1970, for browsers skip one before 1601`(milliseconds: Int64) throws {
        let attributes = try CookieAttributes([.expires(Instant(milliseconds: milliseconds))])
        let line = try SetCookie("a", value: "b", attributes: attributes).line
        #expect(line == "a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test func `without attributes there is none`() throws {
        #expect(try SetCookie("a", value: "b").line == "a=b")
        #expect(try SetCookie("a", value: "").line == "a=")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `attributes print in the order declared`(seed: UInt64) throws {
        let texts: [(CookieAttribute, String)] = [
            (.domain("example.com"), "Domain=example.com"), (.path("/a"), "Path=/a"), (.maxAge(5), "Max-Age=5"),
            (.expires(.epoch), "Expires=Thu, 01 Jan 1970 00:00:00 GMT"), (.httpOnly, "HttpOnly"), (.secure, "Secure"),
            (.partitioned, "Partitioned"), (.priority(.high), "Priority=High"), (.sameSite(.none), "SameSite=None"),
        ]
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let shuffled = texts.shuffled(using: &random)
            let line = try SetCookie("a", value: "b", attributes: CookieAttributes(shuffled.map(\.0))).line
            #expect(line == (["a=b"] + shuffled.map(\.1)).joined(separator: "; "))
        }
    }
}
