import HTTPCookies
import HTTPTypes
import SignIn
import StoreTesting
import Testing

@testable import Tokens

@Suite("The cookie of a token") struct TokenCookieTests {
    struct Row: Sendable {
        let cookie: TokenCookie
        let line: String
        let expiring: String
    }

    @Test(arguments: [
        Row(
            cookie: TokenCookie("access_token", .path("/"), .httpOnly),
            line: "access_token=t; Path=/; Max-Age=900; HttpOnly",
            expiring: "access_token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"),
        Row(
            cookie: TokenCookie("refreshToken", .httpOnly, .path("/api/auth"), .maxAge(0)),
            line: "refreshToken=t; HttpOnly; Path=/api/auth; Max-Age=900",
            expiring: "refreshToken=; HttpOnly; Path=/api/auth; Max-Age=0"),
        Row(
            cookie: TokenCookie("accessToken", .path("/")), line: "accessToken=t; Path=/; Max-Age=900",
            expiring: "accessToken=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
        Row(
            cookie: TokenCookie("t", .expires(.epoch), .httpOnly),
            line: "t=t; Expires=Fri, 02 Jan 2026 03:19:05 GMT; HttpOnly",
            expiring: "t=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly"),
        Row(
            cookie: TokenCookie("__Secure-t"),
            line: "__Secure-t=t; Path=/; Max-Age=900; HttpOnly; Secure; SameSite=Lax",
            expiring: "__Secure-t=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax"),
    ])
    func `is set and expired with its attributes in their order`(row: Row) throws {
        let line = try row.cookie.line("t", for: .seconds(900), from: ManualClock.start)
        #expect(line == row.line)
        #expect(row.cookie.expiringLine == row.expiring)
    }

    @Test func `that no browser would take stops the start`() async {
        await #expect(processExitsWith: .failure) { _ = TokenCookie("a b") }
        await #expect(processExitsWith: .failure) { _ = TokenCookie("__Host-t", .path("/x"), .secure) }
    }
}

@Suite("Where a request shows its access token") struct AccessTokenPlaceTests {
    private let both = Mint.cookies
    private let bearer = TokenDelivery(access: .bearer, refresh: .body)

    @Test(arguments: [
        ("Bearer a.b.c", "a.b.c"), ("bearer a.b.c", "a.b.c"), ("BEARER  a.b.c", "a.b.c"), ("Bearer", ""),
        ("Bearer ", ""), ("Bearer a b", "a b"), ("Basic YTpi", nil), ("a.b.c", nil), ("", nil), ("Bearerx a", nil),
    ])
    func `is Authorization`(field: String, token: String?) {
        #expect(bearer.accessToken(in: [.authorization: field]) == token)
    }

    @Test func `is the cookie, unless there is a bearer`() {
        #expect(both.accessToken(in: [.cookie: "access_token=c"]) == "c")
        #expect(both.accessToken(in: [.cookie: "access_token=c", .authorization: "Basic x"]) == "c")
        #expect(both.accessToken(in: [.cookie: "access_token=c", .authorization: "Bearer b"]) == "b")
        #expect(both.accessToken(in: [.cookie: "access_token="]) == nil)
        #expect(bearer.accessToken(in: [.cookie: "access_token=c"]) == nil)
    }

    @Test func `prints`() {
        #expect("\(both)" == "access token by cookie access_token, refresh token by cookie refresh_token")
        #expect("\(bearer)" == "access token by bearer, refresh token by body")
    }
}
