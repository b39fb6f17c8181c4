import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A new session's cookie has the app's attributes") struct CookieOptionsTests {
    @Test func `by default it is HttpOnly, Lax, host-only and ends with the browser (OW-6, OW-7, OW-9, OW-10)`()
        async throws
    {
        let line = try await firstLine(CookieOptions())
        #expect(line?.attributes == "Path=/; HttpOnly; SameSite=Lax")
    }

    @Test func `secure is as the connection is (OW-5)`() async throws {
        let line = try await firstLine(CookieOptions(), isSecure: true)
        #expect(line?.attributes == "Path=/; HttpOnly; Secure; SameSite=Lax")
    }

    @Test func `every attribute prints in Express's order`() async throws {
        var options = CookieOptions()
        options.domain = "example.com"
        options.path = "/app"
        options.maxAge = .seconds(60)
        options.secure = .always
        options.partitioned = true
        options.priority = .high
        options.sameSite = .none
        let line = try await firstLine(options, isSecure: true)
        #expect(
            line?.attributes == """
                Domain=example.com; Path=/app; Expires=Fri, 02 Jan 2026 03:05:05 GMT; HttpOnly; Secure; Partitioned; \
                Priority=High; SameSite=None
                """)
    }

    @Test func `what needs Secure is left out on an insecure connection`() async throws {
        var options = CookieOptions()
        options.partitioned = true
        options.sameSite = .none
        let line = try await firstLine(options)
        #expect(line?.attributes == "Path=/; HttpOnly")
    }

    @Test(arguments: ["__Host-id", "__Secure-id", "__host-id"])
    func `a name that demands Secure makes it so (OW-8)`(_ name: String) async throws {
        let desk = try Desk { $0.name = name }
        let line = try await desk.visit { $0["n"] = 1 }
        #expect(line == nil)
        let secure = try await desk.visit(isSecure: true) { $0["n"] = 1 }
        #expect(secure?.attributes == "Path=/; HttpOnly; Secure; SameSite=Lax")
    }

    @Test(arguments: [(true, "none", "; Secure; SameSite=None"), (false, "lax", "; SameSite=Lax")])
    func `sameSite auto is none where the cookie is secure, else lax, and stays what it was`(
        _ isSecure: Bool, _ stored: String, _ sent: String
    ) async throws {
        var options = CookieOptions()
        options.sameSite = .auto
        let desk = try Desk(cookie: options)
        let browser = CookieJar(clock: desk.clock)
        let line = try await desk.visit(browser, isSecure: isSecure) { $0["n"] = 1 }
        #expect(line?.attributes == "Path=/; HttpOnly" + sent)
        let json = try await desk.json(browser)
        #expect(json?.contains(#""sameSite":"\#(stored)""#) == true)
    }

    @Test func `sameSite auto of a cookie that is never secure is lax, which Express sends as none`() async throws {
        var options = CookieOptions()
        options.sameSite = .auto
        options.secure = .never
        #expect(try await firstLine(options, isSecure: true)?.attributes == "Path=/; HttpOnly; SameSite=Lax")
    }

    @Test func `expires is a maxAge of what is left when a session begins, and each touch extends it by that`()
        async throws
    {
        var options = CookieOptions()
        options.expires = ManualClock.start + .seconds(600)
        let desk = try Desk(cookie: options)
        let browser = CookieJar(clock: desk.clock)
        desk.clock.advance(by: .seconds(100))
        try await desk.visit(browser) { $0["n"] = 1 }
        #expect(try await desk.json(browser)?.contains(#""originalMaxAge":500000"#) == true)
        desk.clock.advance(by: .seconds(100))
        try await desk.visit(browser)
        #expect(try await desk.record(browser)?.expiry == ManualClock.start + .seconds(700))
    }

    @Test func `of maxAge and expires the last one set counts`() {
        var options = CookieOptions()
        options.maxAge = .seconds(1)
        options.expires = .epoch
        #expect((options.maxAge, options.expires) == (nil, .epoch))
        options.maxAge = .seconds(1)
        #expect((options.maxAge, options.expires) == (.seconds(1), nil))
        options.expires = nil
        #expect(options.maxAge == nil)
    }

    private func firstLine(_ options: CookieOptions, isSecure: Bool = false) async throws -> String? {
        try await Desk(cookie: options).visit(isSecure: isSecure) { $0["n"] = 1 }
    }
}

extension String {
    /// What stands behind the pair of a `Set-Cookie` line.
    var attributes: String {
        split(separator: "; ", maxSplits: 1).dropFirst().joined()
    }
}
