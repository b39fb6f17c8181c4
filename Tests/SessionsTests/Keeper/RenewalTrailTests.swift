import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A sign-out that still holds the id of before a renewal ends the session too") struct RenewalTrailTests {
    @Test func `however often it was renewed meanwhile (promise 1)`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let late = try await desk.open(browser)
        for _ in 0..<3 { try await desk.visit(browser) { $0.renew() } }
        try await late.destroyNow()
        #expect(try await desk.memory.count() == 0)
        try await desk.visit(browser) { #expect($0.isNew) }
    }

    @Test func `where a destruction fails, what came of the session is refused with it`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let late = try await desk.open(browser)
        try await desk.visit(browser) { $0.renew() }
        desk.store.fail(.delete, times: 1)
        await #expect(throws: StoreError.self) { try await late.destroyNow() }
        try await desk.visit(browser) { #expect($0.isNew) }
        #expect(await desk.keeper.retryDestructionsOnce() == 0)
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `a later try to destroy it ends what a renewal in flight has made of it meanwhile`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let old = try desk.key(browser)
        try await desk.visit(browser) { $0.renew() }
        desk.keeper.writer.backlog.add(old, until: desk.clock.now() + Desk.hour)
        #expect(await desk.keeper.retryDestructionsOnce() == 0)
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `a renewal whose answer was lost is found too`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let late = try await desk.open(browser)
        desk.store.fail(.move, times: 1, .after)
        await #expect(throws: StoreError.self) { try await desk.visit(browser) { $0.renew() } }
        #expect(try await desk.memory.count() == 1)
        try await late.destroyNow()
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `ids that go round in circles are followed once`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let key = try desk.key(browser)
        let late = try await desk.open(browser)
        _ = try await desk.memory.delete(key)
        desk.keeper.writer.trail.note(key, to: key, now: desk.clock.now())
        try await late.destroyNow()
        #expect(desk.store.count(.delete) == 1)
    }

    @Test func `it is remembered for five minutes at least, and ten at most`() throws {
        let (trail, start) = (RenewalTrail(), ManualClock.start)
        let keys = try ["a", "b", "c", "d"].map { SessionKey(try #require(SessionID($0))) }
        trail.note(keys[0], to: keys[1], now: start)
        trail.note(keys[1], to: keys[2], now: start + .seconds(299))
        trail.note(keys[2], to: keys[3], now: start + .seconds(301))
        #expect(trail.next(after: keys[0]) == [keys[1]])
        #expect(trail.next(after: keys[1]) == [keys[2]])
        trail.note(keys[3], to: keys[0], now: start + .seconds(602))
        #expect(trail.next(after: keys[0]) == [])
        #expect(trail.next(after: keys[2]) == [keys[3]])
        trail.forget(keys[3], to: keys[0])
        #expect(trail.next(after: keys[3]) == [])
        trail.note(keys[3], to: keys[0], now: start + .seconds(100_000))
        #expect(trail.next(after: keys[2]) == [])
    }
}
