import HTTPCookies
import Logging
import StoreTesting
import Testing

@testable import Sessions

@Suite("Limits are kept on the server, whatever the browser does") struct LimitTests {
    @Test func `an idle session is gone after its limit (OW-15)`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.clock.advance(by: .seconds(24 * 3600))
        try await desk.visit(browser) { session in
            #expect(session.isNew)
            #expect(session.replacesExpired)
        }
    }

    @Test func `one that nobody has signed in to is gone after half an hour`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        try await desk.visit(browser) { $0["cart"] = 1 }
        desk.clock.advance(by: .seconds(1799))
        try await desk.visit(browser) { #expect(!$0.isNew) }
        desk.clock.advance(by: .seconds(1800))
        try await desk.visit(browser) { #expect($0.isNew) }
    }

    @Test func `an active session ends at its absolute limit (OW-16)`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        for hour in 0..<(30 * 24 / 12) {
            try await desk.visit(browser) { session in
                #expect(!session.isNew)
                session["hour"] = hour
            }
            desk.clock.advance(by: Desk.hour * 12)
        }
        try await desk.visit(browser) { #expect($0.isNew) }
    }

    @Test func `a record that somebody keeps alive beyond it is not opened (OW-16)`() async throws {
        let desk = try Desk()
        let created = desk.clock.now() + .seconds(-30 * 24 * 3600)
        let browser = try await desk.plant(#"{"cookie":{},"_portero":{"created":\#(created.milliseconds)}}"#)
        try await desk.visit(browser) { session in
            #expect(session.isNew)
            #expect(session.replacesExpired)
        }
    }

    @Test func `a record begun in Express gets its times at our first write`() async throws {
        let desk = try Desk()
        let browser = try await desk.plant(#"{"cookie":{"path":"/","httpOnly":true},"a":1}"#)
        try await desk.visit(browser) { $0["a"] = 2 }
        let now = desk.clock.now().milliseconds
        let times = #""_portero":{"created":\#(now),"renewed":\#(now)}}"#
        #expect(try await desk.json(browser)?.hasSuffix(times) == true)
        #expect(try await desk.record(browser)?.expiry == desk.clock.now() + .seconds(24 * 3600))
    }

    @Test func `the cookie's maxAge counts from each touch, and rolling tells the browser`() async throws {
        var policy = Policy()
        policy.rolling = true
        var cookie = CookieOptions()
        cookie.maxAge = .seconds(600)
        let desk = try Desk(policy, cookie: cookie)
        let browser = try await desk.signedIn()
        desk.clock.advance(by: .seconds(120))
        let line = try await desk.visit(browser)
        #expect(line?.contains("Expires=Fri, 02 Jan 2026 03:16:05 GMT") == true)
        #expect(desk.calls == [.load, .touch])
    }

    @Test func `resave writes what nobody changed, with a fresh expiry`() async throws {
        let desk = try Desk(.express)
        let json = #"{"cookie":{"originalMaxAge":60000,"path":"/"},"a":1}"#
        let browser = try await desk.plant(json, expiresIn: .seconds(5))
        try await desk.visit(browser)
        #expect(desk.calls == [.load, .replace])
        #expect(try await desk.record(browser)?.expiry == desk.clock.now() + .seconds(60))
    }
}

@Suite("A secure cookie on an insecure connection") struct WithheldCookieTests {
    @Test func `is not sent, and no record is stored for nobody (OW-5)`() async throws {
        var cookie = CookieOptions()
        cookie.secure = .always
        let desk = try Desk(cookie: cookie)
        for _ in 0..<3 {
            let line = try await desk.visit { $0["n"] = 1 }
            #expect(line == nil)
        }
        #expect(desk.calls == [])
    }

    @Test func `is reported at most once a minute, with what mends it (OW-5)`() async throws {
        var cookie = CookieOptions()
        cookie.secure = .always
        let desk = try Desk(cookie: cookie)
        // A clock that is set back must not silence it.
        for (pause, reports) in [(0, 1), (0, 1), (59, 1), (1, 2), (0, 2), (-3600, 3), (0, 3), (60, 4)] {
            desk.clock.advance(by: .seconds(pause))
            try await desk.visit { $0["n"] = 1 }
            #expect(desk.log.lines(at: .warning).count == reports)
        }
        let line = try #require(desk.log.lines(at: .warning).first)
        #expect(line.hasPrefix("a secure session cookie cannot be set on an insecure connection"))
        for name in ["TrustedProxies", "TRUSTED_PROXIES", "servesTLS", "CookieOptions.secure"] {
            #expect(line.contains(name))
        }
        #expect(desk.calls == [])
    }

    @Test func `neither is a renewed one: the session keeps its id`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn(isSecure: true)
        let secured = desk.exchange(browser.header(isSecure: true))
        let session = try await desk.keeper.open(desk.keeper.identify(secured), for: secured)
        session.renew()
        #expect(try await desk.keeper.commit(session) == nil)
        #expect(desk.calls == [.load])
        #expect(desk.log.lines(at: .warning).count == 1)
    }

    @Test func `a change is stored, without a cookie`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn(isSecure: true)
        let secured = desk.exchange(browser.header(isSecure: true))
        let session = try await desk.keeper.open(desk.keeper.identify(secured), for: secured)
        session.cookie.maxAge = .seconds(60)
        #expect(try await desk.keeper.commit(session) == nil)
        #expect(desk.calls == [.load, .replace])
    }
}
