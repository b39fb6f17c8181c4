import HTTPCookies
import Logging
import StoreTesting
import Testing

@testable import Sessions

@Suite("A store that fails is seen, never silent (promise 3)") struct StoreFailureTests {
    @Test(arguments: FailureRow.all)
    func `in every operation, before it and after it`(_ row: FailureRow) async throws {
        let desk = try Desk()
        let browser = row.operation == .create ? CookieJar() : try await desk.signedIn()
        desk.clock.advance(by: .seconds(90))
        desk.store.fail(row.operation, times: 1, with: row.kind, row.moment)
        let error = await #expect(throws: StoreError.self) { try await desk.visit(browser, row.request) }
        #expect(error?.operation == row.operation.rawValue)
        #expect(error?.kind == row.kind)
    }

    @Test(arguments: FailureRow.all)
    func `afterwards the session is whole, and no commit waits for ever`(_ row: FailureRow) async throws {
        let desk = try Desk()
        let browser = row.operation == .create ? CookieJar() : try await desk.signedIn()
        desk.clock.advance(by: .seconds(90))
        desk.store.fail(row.operation, times: 1, with: row.kind, row.moment)
        await #expect(throws: StoreError.self) { try await desk.visit(browser, row.request) }
        #expect(desk.keeper.writer.queue.isIdle)
        let line = try await desk.visit(browser) { $0["n"] = 2 }
        let isLost = row.operation == .create || row.operation == .delete || row.isLostMove
        #expect((line != nil) == isLost)
    }

    @Test func `a session that could not be read refuses a change, so that none is lost in silence`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let exchange = desk.exchange(browser.header())
        let id = try #require(desk.keeper.identify(exchange))
        for change in [{ $0["n"] = 1 }, { $0.renew(by: .credentials) }] as [@Sendable (Session) -> Void] {
            let session = try desk.keeper.openUnread(id, for: exchange)
            #expect(session.isUnread)
            change(session)
            await #expect(throws: StoreError.self) { try await desk.keeper.commit(session) }
        }
        let session = try desk.keeper.openUnread(id, for: exchange)
        #expect(try await desk.keeper.commit(session) == nil)
        #expect(desk.calls == [])
    }
}

struct FailureRow: Sendable, CustomTestStringConvertible {
    let operation: FaultyStore.Operation
    let moment: FaultyStore.Moment
    let kind: StoreError.Kind

    /// The move happened, and nobody heard of it: the browser's id is dead.
    var isLostMove: Bool { operation == .move && moment == .after }

    static let all: [FailureRow] = FaultyStore.Operation.allCases.filter { $0 != .sweep }.flatMap { operation in
        [FaultyStore.Moment.before, .after].flatMap { moment in
            [StoreError.Kind.unavailable, .tooLarge].map { FailureRow(operation: operation, moment: moment, kind: $0) }
        }
    }

    /// A request that asks for the operation.
    func request(_ session: Session) {
        switch operation {
        case .create, .replace: session["n"] = 1
        case .move: session.renew()
        case .delete: session.destroy()
        case .load, .touch, .sweep: break
        }
    }

    var testDescription: String { "\(operation), \(moment), \(kind)" }
}

@Suite("A sign-out that the store failed to do (promise 1)") struct BacklogTests {
    @Test func `clears the cookie, is logged without the id, and the id is refused here`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let copy = desk.exchange(browser.header())
        let id = try #require(desk.keeper.identify(copy))
        desk.store.fail(.delete)
        let line = try await desk.visit(browser) { session in
            await #expect(throws: StoreError.self) { try await session.destroyNow() }
        }
        #expect(line?.contains("Expires=Thu, 01 Jan 1970 00:00:00 GMT") == true)
        #expect(browser.header() == nil)
        #expect(desk.log.lines(at: .error).count == 1)
        #expect(desk.log.lines(at: .error).first?.contains(id.text) == false)
        let later = try await desk.keeper.open(id, for: copy)
        #expect(later.isNew)
        #expect(later.replacesExpired)
    }

    @Test func `is tried again until the store has done it`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let key = try desk.key(browser)
        desk.store.fail(.delete, times: 3)
        try await desk.visit(browser) { try? await $0.destroyNow() }
        #expect(await desk.keeper.retryDestructionsOnce() == 1)
        #expect(await desk.keeper.retryDestructionsOnce() == 1)
        #expect(try await desk.memory.count() == 1)
        #expect(await desk.keeper.retryDestructionsOnce() == 0)
        #expect(try await desk.memory.count() == 0)
        #expect(!desk.keeper.isRefused(key))
        #expect(desk.store.count(.delete) == 4)
        #expect(await desk.keeper.retryDestructionsOnce() == 0)
        #expect(desk.store.count(.delete) == 4)
    }

    @Test func `is given up when the record must have expired`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.fail(.delete)
        try await desk.visit(browser) { try? await $0.destroyNow() }
        desk.clock.advance(by: .seconds(30 * 24 * 3600 - 1))
        #expect(await desk.keeper.retryDestructionsOnce() == 1)
        desk.clock.advance(by: .seconds(1))
        #expect(await desk.keeper.retryDestructionsOnce() == 0)
    }

    @Test(arguments: InFlight.allCases)
    func `drops what other requests here have in flight`(_ inFlight: InFlight) async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let other = try await desk.open(browser)
        inFlight.change(other, desk)
        desk.store.fail(.delete)
        try await desk.visit(browser) { try? await $0.destroyNow() }
        desk.store.forgetCalls()
        #expect(try await desk.keeper.commit(other) == nil)
        #expect(desk.calls == [])
    }

    @Test func `without a step for it the request fails, and the id is refused all the same`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        desk.store.fail(.delete, times: 1)
        await #expect(throws: StoreError.self) { try await desk.visit(browser) { $0.destroy() } }
        try await desk.visit(browser) { #expect($0.isNew) }
    }

    @Test func `works where nothing could be read either`() async throws {
        let desk = try Desk()
        let browser = try await desk.signedIn()
        let exchange = desk.exchange(browser.header())
        let id = try #require(desk.keeper.identify(exchange))
        desk.store.fail(.load, .delete)
        let session = try desk.keeper.openUnread(id, for: exchange)
        await #expect(throws: StoreError.self) { try await session.destroyNow() }
        let line = try await desk.keeper.commit(session)
        #expect(line == "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax")
        desk.store.heal()
        #expect(await desk.keeper.retryDestructionsOnce() == 0)
        #expect(try await desk.memory.count() == 0)
    }

    @Test func `a record's cookie that no browser would take keeps no sign-out from being told`() async throws {
        let desk = try Desk()
        let browser = try await desk.plant(#"{"cookie":{"path":"no;path"}}"#)
        let line = try await desk.visit(browser) { $0.destroy() }
        #expect(line == "connect.sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax")
        #expect(try await desk.memory.count() == 0)
    }
}

/// What another request of the session is about to do.
enum InFlight: CaseIterable {
    case read, write, renew, resave

    func change(_ session: Session, _ desk: Desk) {
        switch self {
        case .read: desk.clock.advance(by: .seconds(90))
        case .write: session["n"] = 1
        case .renew: session.renew()
        case .resave: session.cookie.maxAge = .seconds(60)
        }
    }
}
