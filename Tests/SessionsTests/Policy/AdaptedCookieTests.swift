import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("An app adapts the cookie to the request") struct AdaptedCookieTests {
    @Test(arguments: [
        ("shop.example.com", "Domain=example.com; Path=/; HttpOnly; SameSite=Lax"),
        ("shop.example.org", "Domain=example.org; Path=/; HttpOnly; SameSite=Lax"),
        ("elsewhere.net", "Path=/; HttpOnly; SameSite=Lax"), (nil, "Path=/; HttpOnly; SameSite=Lax"),
    ])
    func `such as its domain to the tenant's`(_ host: String?, _ attributes: String) async throws {
        let desk = try Desk.ofTenants()
        let session = try await desk.keeper.open(nil, for: desk.exchange(host: host))
        session["n"] = 1
        #expect(try await desk.keeper.commit(session)?.attributes == attributes)
    }

    @Test(arguments: [
        (true, "Path=/; HttpOnly; Secure; SameSite=None"), (false, "Path=/; HttpOnly; SameSite=Lax"),
    ])
    func `and what is auto is resolved, which Express forgets`(_ isSecure: Bool, _ attributes: String) async throws {
        let desk = try Desk { options in
            options.cookie.secure = .never
            options.adaptCookie = { cookie, _ in
                cookie.secure = .auto
                cookie.sameSite = .auto
            }
        }
        let line = try await desk.visit(isSecure: isSecure) { $0["n"] = 1 }
        #expect(line?.attributes == attributes)
    }

    @Test func `by any header field`() async throws {
        let desk = try Desk { options in
            options.adaptCookie = { cookie, exchange in
                if exchange.fields.value(of: "X-Tenant") == "long" { cookie.maxAge = .seconds(60) }
            }
        }
        var exchange = desk.exchange()
        exchange.fields = OneField(name: "X-Tenant", value: "long")
        let session = try await desk.keeper.open(nil, for: exchange)
        session["n"] = 1
        #expect(try await desk.keeper.commit(session)?.contains("Expires=") == true)
    }

    @Test func `an existing session keeps what it began with`() async throws {
        let desk = try Desk.ofTenants()
        let browser = try await desk.plant(#"{"cookie":{"originalMaxAge":60000,"path":"/app"}}"#)
        let exchange = desk.exchange(browser.header(for: "/app"), host: "shop.example.com")
        let session = try await desk.keeper.open(desk.keeper.identify(exchange), for: exchange)
        session["n"] = 1
        #expect(try await desk.keeper.commit(session)?.contains("Domain") == false)
    }

    @Test func `what no browser would take is an error, and no session begins`() async throws {
        let desk = try Desk { $0.adaptCookie = { cookie, exchange in cookie.domain = exchange.host } }
        await #expect(throws: CookieError.self) {
            try await desk.keeper.open(nil, for: desk.exchange(host: "exam ple.com"))
        }
    }

    @Test func `runs once as a session is opened`() async throws {
        let tally = CallCount()
        let desk = try Desk { $0.adaptCookie = { _, _ in tally.add() } }
        try await desk.visit { $0["n"] = 1 }
        #expect(tally.count == 1)
    }
}

@Suite("A request whose path the cookie does not go to has no session") struct CookiePathTests {
    @Test(arguments: [
        ("/", "/anything", true), ("", "/anything", true), ("/foo", "/foo", true), ("/foo", "/foo/bar", true),
        ("/foo", "/foo?a=/", true), ("/foo/", "/foo/bar", true), ("/foo/", "/foo/", true), ("/foo", "/foobar", false),
        ("/foo", "/", false), ("/foo", "/fo", false), ("/foo", "/Foo", false), ("/foo/", "/foo", false),
        ("/foo", "/%66oo", false), ("/foo", "/?/foo", false), ("/", "*", true),
    ])
    func `by RFC 6265, where Express compares texts`(_ path: String, _ target: String, _ isCovered: Bool) throws {
        let fixed = try Desk { $0.cookie.path = path }
        #expect(fixed.keeper.covers(fixed.exchange(target: target)) == isCovered)
        let adapted = try Desk { $0.adaptCookie = { cookie, _ in cookie.path = path } }
        #expect(adapted.keeper.covers(adapted.exchange(target: target)) == isCovered)
    }

    @Test func `the path of an exchange has no query`() throws {
        let desk = try Desk()
        #expect(desk.exchange(target: "/a%20b?c=/d").path == "/a%20b")
        #expect(desk.exchange(target: "/a").path == "/a")
    }
}

private struct OneField: ExchangeFields {
    let name, value: String

    func value(of name: String) -> String? {
        name == self.name ? value : nil
    }
}

extension Desk {
    /// One app for `example.com` and `example.org`.
    fileprivate static func ofTenants() throws -> Desk {
        try Desk { options in
            options.adaptCookie = { cookie, exchange in
                cookie.domain = ["example.com", "example.org"].first { exchange.host?.hasSuffix("." + $0) == true }
            }
        }
    }
}
