import HTTPCookies
import Logging
import StoreTesting
import Testing

@testable import Sessions

@Suite("Saving in mid-request") struct SaveTests {
    @Test func `stores once, and the response still carries the cookie of a new session`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        let line = try await desk.visit(browser) { session in
            session["n"] = 1
            try await session.save()
            #expect(desk.calls == [.create])
            #expect(!session.isNew)
        }
        #expect(line != nil)
        #expect(desk.calls == [.create])
        #expect(try await desk.json(browser)?.contains(#""n":1"#) == true)
    }

    @Test func `keeps the id that a handler has seen`() async throws {
        let desk = try Desk()
        try await desk.visit { session in
            let id = try await session.id
            session["n"] = 1
            try await session.save()
            let saved = try await session.id
            #expect(saved == id)
        }
    }

    @Test func `changes after it are stored at the end, on top`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            try session.update("views", default: 0) { $0 += 1 }
            try await session.save()
            try session.update("views", default: 0) { $0 += 1 }
            session["later"] = true
        }
        #expect(desk.calls == [.load, .replace, .replace])
        #expect(try await desk.json(browser)?.contains(#""views":2"#) == true)
    }

    @Test func `a renewal that is saved moves the record, and the response carries the new id`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let old = browser["connect.sid"]
        try await desk.visit(browser) { session in
            session.renew()
            try await session.save()
            session["later"] = true
        }
        #expect(desk.calls == [.load, .move, .replace])
        #expect(browser["connect.sid"] != old)
        #expect(try await desk.json(browser)?.contains(#""later":true"#) == true)
        #expect(try await desk.memory.count() == 1)
    }

    @Test func `destroying after a saved renewal destroys the new id`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session.renew()
            try await session.save()
            try await session.destroyNow()
        }
        #expect(try await desk.memory.count() == 0)
        #expect(browser["connect.sid"] == nil)
    }

    @Test func `of twenty saves at once, each writes, and the change counts once`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        try await desk.visit(browser) { session in
            try session.update("views", default: 0) { $0 += 1 }
            try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { try await session.save() } }
                try await group.waitForAll()
            }
        }
        #expect(desk.calls == [.create] + Array(repeating: .replace, count: 19))
        #expect(try await desk.json(browser)?.contains(#""views":1"#) == true)
    }

    @Test func `a save beside a reload, a renewal and a destruction ends in some order, and nothing comes back`()
        async throws
    {
        for _ in 0..<50 {
            let desk = try Desk()
            let browser = try await desk.signedIn()
            try await desk.visit(browser) { session in
                await withTaskGroup { group in
                    group.addTask {
                        session["n"] = 1
                        session.renew()
                        try? await session.save()
                    }
                    group.addTask { try? await session.reload() }
                    group.addTask { try? await session.destroyNow() }
                }
            }
            #expect(try await desk.memory.count() == 0)
        }
    }

    @Test func `writes a fresh expiry where nothing has changed`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.clock.advance(by: .seconds(1))
        let line = try await desk.visit(browser) { try await $0.save() }
        #expect(line == nil)
        #expect(desk.calls == [.load, .replace])
        #expect(try await desk.record(browser)?.expiry == desk.clock.now() + Policy().idleLimit)
    }

    @Test func `begins a session that nobody has touched, and the browser is told`() async throws {
        let desk = try Desk()
        let line = try await desk.visit { try await $0.save() }
        #expect(line != nil)
        #expect(desk.calls == [.create])
    }

    @Test(arguments: [false, true])
    func `is not written again at the end, resave or not`(_ resave: Bool) async throws {
        var policy = Policy()
        policy.resave = resave
        let desk = try Desk(policy)
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session["n"] = 1
            try await session.save()
        }
        #expect(desk.calls == [.load, .replace])
    }

    @Test func `is refused where the store could not tell what there is`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let exchange = desk.exchange(browser.header())
        let id = try #require(desk.keeper.identify(exchange))
        let session = try desk.keeper.openUnread(id, for: exchange)
        await #expect(throws: StoreError.self) { try await session.save() }
        #expect(desk.calls == [])
    }

    @Test func `a session that has ended meanwhile is gone`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.before(.replace) { store in _ = try await store.delete(desk.key(browser)) }
        try await desk.visit(browser) { session in
            session["n"] = 1
            await #expect(throws: SessionError.self) { try await session.save() }
        }
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `a save that fails leaves the change for the end`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.fail(.replace, times: 1)
        try await desk.visit(browser) { session in
            session["n"] = 1
            await #expect(throws: StoreError.self) { try await session.save() }
        }
        #expect(try await desk.json(browser)?.contains(#""n":1"#) == true)
    }
}

@Suite("Reloading in mid-request") struct ReloadTests {
    @Test func `drops this request's changes and shows the newest`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session["mine"] = 1
            session.renew()
            try await desk.visit(browser) { $0["theirs"] = 2 }
            try await session.reload()
            #expect(session["mine", as: Int.self] == nil)
            #expect(session["theirs"] == 2)
        }
        #expect(desk.calls == [.load, .load, .replace, .load])
    }

    @Test func `is refused where there is nothing to read`() async throws {
        let desk = try Desk()
        try await desk.visit { session in
            await #expect(throws: SessionError.self) { try await session.reload() }
        }
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            _ = try await desk.memory.delete(desk.key(browser))
            await #expect(throws: SessionError.self) { try await session.reload() }
            session.destroy()
            await #expect(throws: SessionError.self) { try await session.reload() }
        }
    }

    @Test func `reads a session that the store could not tell before`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let exchange = desk.exchange(browser.header())
        let id = try #require(desk.keeper.identify(exchange))
        let session = try desk.keeper.openUnread(id, for: exchange)
        try await session.reload()
        #expect(!session.isUnread)
        #expect(session["usrId"] == 42)
    }
}

@Suite("After the response has gone") struct SealTests {
    @Test func `changes are dropped and logged, not stored`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let session = try await desk.open(browser)
        session["n"] = 1
        _ = try await desk.keeper.commit(session)
        session["late"] = 1
        session.remove("n")
        session.renew()
        session.destroy()
        try session.update("n", default: 0) { $0 += 1 }
        #expect(desk.log.lines(at: .error).count == 5)
        let line = "a session was changed after its response had gone; the change is lost"
        #expect(desk.log.lines(at: .error).first == line)
        #expect(desk.calls == [.load, .replace])
    }

    @Test func `a second commit and a save store nothing twice`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let session = try await desk.open(browser)
        try session.update("views", default: 0) { $0 += 1 }
        _ = try await desk.keeper.commit(session)
        try await session.save()
        let line = try await desk.keeper.commit(session)
        #expect(line == nil)
        #expect(desk.calls == [.load, .replace])
        #expect(try await desk.json(browser)?.contains(#""views":1"#) == true)
    }

    @Test func `the id is the one in the cookie, and the session can still be destroyed`() async throws {
        let desk = try Desk()
        let browser = CookieJar(clock: desk.clock)
        let session = try await desk.open(browser)
        session["n"] = 1
        let line = try #require(try await desk.keeper.commit(session))
        browser.receive([line])
        let id = try await session.id
        #expect(desk.keeper.identify(desk.exchange(browser.header())) == id)
        try await session.destroyNow()
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `what changes after a destruction is logged too`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        try await desk.visit(browser) { session in
            session.destroy()
            session["n"] = 1
        }
        #expect(desk.log.lines(at: .error) == ["a session was changed after it had ended; the change is lost"])
        #expect(try await desk.memory.count() == 0)
    }
}
