import HTTPCookies
import Logging
import StoreTesting
import Testing

@testable import Sessions

@Suite("The data path asks the store as little as it can") struct DataPathTests {
    @Test func `a page that only reads is one load, and nothing else for a minute (promise 6)`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        for _ in 0..<59 {
            desk.clock.advance(by: .seconds(1))
            let line = try await desk.visit(browser) { #expect($0["usrId"] == 42) }
            #expect(line == nil)
        }
        #expect(desk.calls == Array(repeating: .load, count: 59))
    }

    @Test func `it is touched once a minute at the most, and then lives on (OW-15)`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        for _ in 0..<600 {
            desk.clock.advance(by: .seconds(6))
            try await desk.visit(browser)
        }
        #expect(desk.store.count(.load) == 600)
        #expect(desk.store.count(.touch) == 60)
        #expect(desk.store.count(.replace) == 0)
        #expect(try await desk.record(browser)?.expiry == desk.clock.now() + .seconds(24 * 3600))
    }

    @Test func `a visitor without a cookie costs no store call`() async throws {
        let desk = try Desk()
        let line = try await desk.visit { #expect($0["n", as: Int.self] == nil) }
        #expect(line == nil)
        #expect(desk.calls == [])
    }

    @Test func `a change is one load and one replace`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { $0["n"] = 1 }
        #expect(desk.calls == [.load, .replace])
    }

    @Test func `setting the bytes that are there is no change`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session["usrId"] = 42
            session.remove("absent")
        }
        #expect(desk.calls == [.load])
    }

    @Test func `the store has the session before the cookie is known (promise 3)`() async throws {
        let desk = try Desk()
        let session = try await desk.open(nil)
        session["n"] = 1
        let line = try #require(try await desk.keeper.commit(session))
        #expect(desk.calls == [.create])
        #expect(line.hasPrefix("connect.sid=s%3A"))
        #expect(try await desk.memory.count() == 1)
    }

    @Test func `an unchanged session sets no cookie, and a changed one only where it expires (C-6)`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let without = try await desk.visit(browser) { $0["n"] = 1 }
        #expect(without == nil)
        let with = try await desk.visit(browser) { $0.cookie.maxAge = .seconds(60) }
        #expect(with?.attributes == "Path=/; Expires=Fri, 02 Jan 2026 03:05:05 GMT; HttpOnly; SameSite=Lax")
        desk.clock.advance(by: .seconds(2))
        let again = try await desk.visit(browser) { $0["n"] = 2 }
        #expect(again?.contains("Expires=Fri, 02 Jan 2026 03:05:07 GMT") == true)
    }
}

@Suite("A client cannot choose a session id (promise 4)") struct FixationTests {
    @Test(arguments: [
        "connect.sid=K5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO",
        "connect.sid=s%3AK5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO",
        "connect.sid=s%3AK5ReUpTRmWnnMyjMxZWTHPHYdpaMjrZO.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "connect.sid=s%3A.AAAA", "connect.sid=", "connect.sid=%FF", "sid=1; other=2", "connect.sid",
    ])
    func `an unsigned or forged id is no id, and the store is not asked`(_ cookie: String) async throws {
        let desk = try Desk()
        let exchange = desk.exchange(cookie)
        #expect(desk.keeper.identify(exchange) == nil)
        let session = try await desk.keeper.open(nil, for: exchange)
        #expect(session.isNew)
        #expect(!session.replacesExpired)
        #expect(try await desk.keeper.commit(session) == nil)
        #expect(desk.calls == [])
    }

    @Test func `a signed id that the store does not know is never adopted, and the event is reported (OW-11)`()
        async throws
    {
        let desk = try Desk()
        let id = try #require(SessionID("made-up-by-the-client"))
        let session = try await desk.keeper.open(id, for: desk.exchange())
        #expect(session.isNew)
        #expect(session.replacesExpired)
        session["n"] = 1
        let line = try #require(try await desk.keeper.commit(session))
        #expect(try await session.id != id)
        #expect(!line.contains("made-up"))
        #expect(try await desk.memory.load(desk.keeper.key(of: id)) == nil)
        let events = desk.log.lines(at: .debug)
        #expect(events.count == 1)
        #expect(events.first?.hasPrefix("a signed session id names no session") == true)
        #expect(events.first?.contains("made-up-by") == false)
    }

    @Test func `an id that the client made up is never adopted at sign-in`() async throws {
        let desk = try Desk()
        let id = try #require(SessionID("made-up-by-the-client"))
        let session = try await desk.keeper.open(id, for: desk.exchange())
        session.renew(by: .credentials)
        session["loggedin"] = true
        _ = try await desk.keeper.commit(session)
        #expect(try await session.id != id)
        #expect(try await desk.memory.load(desk.keeper.key(of: id)) == nil)
        #expect(try await desk.memory.count() == 1)
    }

    @Test func `a record that begins at sign-in has an expiry`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        #expect(try await desk.record(browser)?.expiry == desk.clock.now() + .seconds(24 * 3600))
    }

    @Test func `an older secret still verifies, and what is signed is signed by the newest`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let id = try await desk.open(browser).id
        let old = try CookieSigner(secrets: ["old"]).cookieValue(for: id.text)
        #expect(desk.keeper.identify(desk.exchange("connect.sid=\(old)")) == id)
        let new = try CookieSigner(secrets: ["new"]).cookieValue(for: id.text)
        #expect(browser["connect.sid"] == new)
    }

    @Test func `a generator that repeats itself overwrites nobody`() async throws {
        let desk = try Desk()
        let first = try #require(SessionID("taken"))
        var options = SessionOptions()
        options.makeID = { _ in first }
        let keeper = try SessionKeeper(
            store: desk.store, secrets: ["new"], options: options, clock: desk.clock, logger: desk.log.logger)
        try await desk.visit(at: keeper) { $0["n"] = 1 }
        let error = await #expect(throws: StoreError.self) { try await desk.visit(at: keeper) { $0["n"] = 2 } }
        #expect(error?.operation == "create")
        let record = try await desk.memory.load(keeper.key(of: first))
        #expect(record?.fields["n"]?.int == 1)
    }
}
