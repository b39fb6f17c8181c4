import StoreTesting
import Testing

@testable import Sessions

@Suite("A renewal gives a session a new id") struct RenewalTests {
    @Test func `the id changes at sign-in, the old one is dead, and the values stay (promise 4, OW-13)`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        try await desk.visit(browser) { $0["cart"] = 1 }
        let (old, oldID) = (browser.header(), try await desk.open(browser).id)
        try await desk.visit(browser) { session in
            session.renew(by: .credentials)
            session["loggedin"] = true
            let newID = try await session.id
            #expect(newID != oldID)
        }
        #expect(browser.header() != old)
        #expect(try await desk.memory.load(desk.keeper.key(of: oldID)) == nil)
        try await desk.visit(browser) { session in
            #expect(session["cart"] == 1)
            #expect(session["loggedin"] == true)
        }
        #expect(try await desk.memory.count() == 1)
    }

    @Test func `only the values named are kept`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { $0["cart"] = 1 }
        try await desk.visit(browser) { session in
            session["before"] = 1
            session.renew(keeping: ["cart"])
            #expect(session.names == ["cart"])
            session["after"] = 1
        }
        try await desk.visit(browser) { #expect($0.names == ["cart", "after"]) }
    }

    @Test func `a new session may be renewed, and is stored even if empty, as Express's regenerate does`() async throws
    {
        let desk = try Desk()
        let line = try await desk.visit { $0.renew() }
        #expect(line != nil)
        #expect(desk.calls == [.create])
    }

    @Test func `one by the session's own authority is dropped where the session has ended meanwhile`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.before(.move) { store in _ = try await store.delete(desk.key(browser)) }
        let line = try await desk.visit(browser) { session in
            session.renew()
            session["n"] = 1
        }
        #expect(line == nil)
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `sign-in goes on where the session has ended meanwhile, with only what was set after it`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.before(.move) { store in _ = try await store.delete(desk.key(browser)) }
        let line = try await desk.visit(browser) { session in
            session["before"] = 1
            session.renew(by: .credentials)
            session.remove("usrId")
            session["usrId"] = 43
        }
        #expect(line?.attributes == "Path=/; HttpOnly; SameSite=Lax")
        try await desk.visit(browser) { #expect($0.names == ["usrId"]) }
        #expect(try await desk.memory.count() == 1)
    }

    @Test func `of two at once, the one that comes second is dropped, and no session is left over`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let first = try await desk.open(browser)
        let second = try await desk.open(browser)
        first.renew()
        second.renew()
        second["n"] = 1
        let line = try await desk.keeper.commit(first)
        #expect(line != nil)
        // No cookie at all: it would take the place of the one that the first has just set (C-6).
        let noLine = try await desk.keeper.commit(second)
        #expect(noLine == nil)
        #expect(try await desk.memory.count() == 1)
    }

    @Test func `of two sign-ins at once, both stand, each with its own`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let sessions = [try await desk.open(browser), try await desk.open(browser)]
        for (place, session) in sessions.enumerated() {
            session.renew(by: .credentials)
            session["usrId"] = place
            _ = try await desk.keeper.commit(session)
        }
        #expect(try await desk.memory.count() == 2)
    }

    @Test func `a write that still holds the id of before is dropped`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let writer = try await desk.open(browser)
        try await desk.visit(browser) { $0.renew() }
        writer["n"] = 1
        #expect(try await desk.keeper.commit(writer) == nil)
        #expect(try await desk.json(browser)?.contains(#""n":1"#) == false)
    }

    @Test func `one that meets a newer record keeps what others have changed`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let renewing = try await desk.open(browser)
        try await desk.visit(browser) { $0["theirs"] = 1 }
        renewing.renew()
        let line = try #require(try await desk.keeper.commit(renewing))
        browser.receive([line])
        #expect(try await desk.json(browser)?.contains(#""theirs":1"#) == true)
    }
}
