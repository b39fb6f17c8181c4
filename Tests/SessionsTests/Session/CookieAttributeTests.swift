import HTTPCookies
import Logging
import StoreTesting
import Testing

@testable import Sessions

@Suite("A handler reads and sets its session's cookie as in Express") struct CookieAttributeTests {
    private let now = ManualClock.start

    @Test func `setting maxAge begins a life of that length`() throws {
        var cookie = try cookie("{}")
        cookie.maxAge = .seconds(60)
        #expect(cookie.maxAge == .seconds(60))
        #expect(cookie.originalMaxAge == .seconds(60))
        #expect(cookie.expires == now + .seconds(60))
        cookie.maxAge = nil
        #expect((cookie.maxAge, cookie.originalMaxAge) == (nil, nil))
        #expect(cookie.expires == nil)
    }

    @Test(arguments: [(-10, 50), (-60, 0), (-90, -30)])
    func `maxAge reads what is left`(since: Int, left: Int) throws {
        let written = (now + .seconds(since) + .seconds(60)).iso8601
        let cookie = try cookie(#"{"originalMaxAge":60000,"expires":"\#(written)"}"#)
        #expect(cookie.maxAge == .seconds(left))
        #expect(cookie.originalMaxAge == .seconds(60))
    }

    @Test func `setting expires sets originalMaxAge to what is left until then`() throws {
        var cookie = try cookie(#"{"originalMaxAge":60000}"#)
        cookie.expires = now + .seconds(7)
        #expect(cookie.originalMaxAge == .seconds(7))
        #expect(cookie.maxAge == .seconds(7))
    }

    @Test func `setting originalMaxAge moves no date before the next touch`() throws {
        let written = now.iso8601
        var cookie = try cookie(#"{"originalMaxAge":60000,"expires":"\#(written)"}"#)
        cookie.originalMaxAge = .seconds(7)
        #expect(cookie.expires == now)
    }

    @Test func `that of a new session lives from now on, and an edit changes no more than it says`() async throws {
        var options = CookieOptions()
        options.maxAge = .seconds(60)
        let desk = try Desk(cookie: options)
        try await desk.visit { session in
            #expect(session.cookie.maxAge == .seconds(60))
            session.cookie.sameSite = .strict
            #expect(session.cookie.maxAge == .seconds(60))
            #expect(session.cookie.expires == desk.clock.now() + .seconds(60))
        }
    }

    @Test func `every attribute that is set is read, stored and sent`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        let line = try await desk.visit(browser, isSecure: true) { session in
            session.cookie.domain = "example.com"
            session.cookie.path = "/app"
            session.cookie.httpOnly = false
            session.cookie.secure = .always
            session.cookie.sameSite = .none
            session.cookie.partitioned = true
            session.cookie.priority = .low
            session.cookie.maxAge = .seconds(60)
            let cookie = session.cookie
            #expect(cookie.domain == "example.com" && cookie.path == "/app" && !cookie.httpOnly)
            #expect(cookie.secure == .always && cookie.sameSite == .none && cookie.partitioned)
            #expect(cookie.priority == .low && cookie.originalMaxAge == .seconds(60))
        }
        #expect(
            line?.attributes == """
                Domain=example.com; Path=/app; Expires=Fri, 02 Jan 2026 03:05:05 GMT; Secure; Partitioned; \
                Priority=Low; SameSite=None
                """)
        let id = try #require(desk.keeper.identify(desk.exchange(line)))
        let stored = try #require(try await desk.memory.load(desk.keeper.key(of: id)))
        let cookie = """
            {"cookie":{"originalMaxAge":60000,"partitioned":true,"priority":"low",\
            "expires":"2026-01-02T03:05:05.678Z","secure":true,"httpOnly":false,"domain":"example.com",\
            "path":"/app","sameSite":"none"}
            """
        #expect(String(decoding: stored.json, as: UTF8.self).hasPrefix(cookie))
    }

    @Test(arguments: [
        (CookieOptions.Secure.always, false, #"{"secure":true,"httpOnly":true,"path":"/","sameSite":"none"}"#),
        (.never, true, #"{"httpOnly":true,"path":"/","sameSite":"lax"}"#),
        (.auto, true, #"{"secure":true,"httpOnly":true,"path":"/","sameSite":"none"}"#),
        (.auto, false, #"{"httpOnly":true,"path":"/","sameSite":"lax"}"#),
    ])
    func `auto is resolved when it is set, since Express does not understand it in a record`(
        _ secure: CookieOptions.Secure, _ isSecure: Bool, _ json: String
    ) throws {
        var cookie = try cookie(#"{"secure":"auto","sameSite":"auto"}"#, isSecure: isSecure)
        #expect(cookie.secure == .auto && cookie.sameSite == .auto)
        cookie.secure = secure
        cookie.sameSite = .auto
        #expect(String(decoding: cookie.stored.json.bytes, as: UTF8.self) == json)
    }

    @Test(arguments: BadAttribute.all)
    func `what no browser would take fails the commit, and nothing is stored`(_ bad: BadAttribute) async throws {
        let desk = try Desk { $0.name = bad.name }
        await #expect(throws: CookieError.self) {
            try await desk.visit(isSecure: true) { bad.change(&$0.cookie) }
        }
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `the cookie of another session can be taken over`() async throws {
        let desk = try Desk()
        let other = try await desk.open(nil)
        other.cookie.maxAge = .seconds(60)
        let line = try await desk.visit { $0.cookie = other.cookie }
        #expect(line?.contains("Expires=") == true)
    }

    private func cookie(_ json: String, isSecure: Bool = false) throws -> SessionCookie {
        let fields = try #require(RecordFields(json: Array(json.utf8)))
        return SessionCookie(StoredCookie(fields), asOf: now, isSecure: isSecure)
    }
}

struct BadAttribute: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let name: String
    let change: @Sendable (inout SessionCookie) -> Void

    init(_ description: String, name: String = "id", _ change: @escaping @Sendable (inout SessionCookie) -> Void) {
        testDescription = description
        self.name = name
        self.change = change
    }

    static let all = [
        BadAttribute("a domain with a blank") { $0.domain = "exam ple.com" },
        BadAttribute("a path with a semicolon") { $0.path = "/;" },
        BadAttribute("a path without a slash") { $0.path = "app" },
        BadAttribute("a domain for a __Host- name", name: "__Host-id") { $0.domain = "example.com" },
        BadAttribute("an insecure __Secure- name", name: "__Secure-id") { $0.secure = .never },
    ]
}

@Suite("A touch that a handler asks for") struct TouchTests {
    @Test func `moves the record's expiry however short ago it was moved`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.clock.advance(by: .seconds(1))
        try await desk.visit(browser)
        #expect(desk.calls == [.load])
        let line = try await desk.visit(browser) { $0.touch() }
        #expect(line == nil)
        #expect(desk.calls == [.load, .load, .touch])
        #expect(try await desk.record(browser)?.expiry == desk.clock.now() + Policy().idleLimit)
    }

    @Test func `begins the cookie's life anew at once, and writes nothing`() async throws {
        let desk = try Desk()
        let browser = try await desk.plant(#"{"cookie":{"originalMaxAge":60000,"expires":"2026-01-02T03:04:10.000Z"}}"#)
        try await desk.visit(browser) { session in
            session.touch()
            #expect(session.cookie.maxAge == .seconds(60))
        }
        #expect(!desk.calls.contains(.replace))
    }

    @Test func `comes too late after the end`() async throws {
        let desk = try Desk()
        try await desk.visit { session in
            session.destroy()
            session.touch()
        }
        #expect(desk.log.lines(at: .error).count == 1)
    }
}

@Suite("A session that is unset") struct UnsetTests {
    @Test func `is kept as it was, and what was changed is forgotten`() async throws {
        let desk = try Desk(.resaving)
        let browser = try await desk.signedIn()
        let before = try await desk.json(browser)
        let line = try await desk.visit(browser) { session in
            session["n"] = 1
            session.renew()
            session.cookie.maxAge = .seconds(1)
            session.unset()
            #expect(session.names.isEmpty)
            session["n"] = 2
            #expect(session["n", as: Int.self] == nil)
        }
        #expect(line == nil)
        #expect(desk.calls == [.load])
        #expect(try await desk.json(browser) == before)
        #expect(desk.log.lines(at: .error).count == 1)
    }

    @Test func `is destroyed at the commit where the policy says so`() async throws {
        var policy = Policy.resaving
        policy.unset = .destroy
        let desk = try Desk(policy)
        let browser = try await desk.signedIn()
        let line = try await desk.visit(browser) { $0.unset() }
        #expect(line?.contains("1970") == true)
        #expect(desk.calls == [.load, .delete])
        #expect(try await desk.memory.count() == 0)
    }

    @Test(arguments: [Policy.Unset.keep, .destroy])
    func `is never stored where it began with the request`(_ unset: Policy.Unset) async throws {
        var policy = Policy.resaving
        policy.saveUninitialized = true
        policy.unset = unset
        let desk = try Desk(policy)
        let line = try await desk.visit { session in
            session["n"] = 1
            session.unset()
        }
        #expect(line == nil)
        #expect(desk.calls == [])
    }

    @Test func `keeps what was saved before, and tells the browser nothing of it`() async throws {
        let desk = try Desk()
        let line = try await desk.visit { session in
            session["n"] = 1
            try await session.save()
            session.unset()
        }
        #expect(line == nil)
        #expect(desk.calls == [.create])
    }

    @Test func `can still be destroyed`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session.unset()
            session.destroy()
        }
        #expect(try await desk.memory.count() == 0)
        #expect(browser["connect.sid"] == nil)
    }
}

extension Policy {
    fileprivate static var resaving: Policy {
        var policy = Policy()
        policy.resave = true
        return policy
    }
}
