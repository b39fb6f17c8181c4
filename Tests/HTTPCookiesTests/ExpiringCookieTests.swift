import HTTPCookies
import Testing

@Suite("C-15: the line that deletes a cookie")
struct ExpiringCookieTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let attributes: [CookieAttribute]
        let line: String

        init(_ name: String, _ attributes: [CookieAttribute], _ line: String) {
            self.name = name
            self.attributes = attributes
            self.line = line
        }

        var testDescription: String { line }
    }

    @Test(arguments: [
        Row(
            "connect.sid", [.path("/"), .httpOnly, .sameSite(.lax)],
            "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"),
        Row(
            "access_token", [.path("/"), .httpOnly],
            "access_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"),
        Row(
            "refreshToken", [.httpOnly, .path("/api/auth"), .maxAge(0)],
            "refreshToken=; HttpOnly; Path=/api/auth; Max-Age=0"),
        Row("a", [], "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
        Row("a", [.httpOnly], "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"),
        Row(
            "a", [.domain("b.c"), .path("/d"), .secure],
            "a=; Domain=b.c; Path=/d; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure"),
        Row(
            "a", [.path("/d"), .secure, .domain("b.c")],
            "a=; Path=/d; Secure; Domain=b.c; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
    ])
    func `C-15: it keeps name, Domain and Path, and its date is past`(row: Row) throws {
        #expect(try SetCookie.expiring(row.name, attributes: row.attributes).line == row.line)
    }

    @Test func `C-15: a lifetime among the attributes does not keep the cookie alive`() throws {
        let later = Instant(milliseconds: 4_102_444_800_000)
        #expect(try SetCookie.expiring("a", attributes: [.maxAge(3600), .httpOnly]).line == "a=; Max-Age=0; HttpOnly")
        #expect(
            try SetCookie.expiring("a", attributes: [.path("/"), .expires(later), .maxAge(60)]).line
                == "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0")
    }

    @Test func `it is as strict as the line that sets`() {
        #expect(throws: CookieError.needsSecure("SameSite=None")) {
            try SetCookie.expiring("a", attributes: [.sameSite(.none)])
        }
        #expect(throws: CookieError.repeatedAttribute("Path")) {
            try SetCookie.expiring("a", attributes: [.path("/"), .path("/")])
        }
    }
}
