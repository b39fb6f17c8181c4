import HTTPCookies
import StoreTesting
import Testing

@testable import Sessions

@Suite("A client that hangs up undoes nothing it asked for") struct CancellationTests {
    @Test(arguments: Asked.allCases)
    func `the commit of a cancelled task reaches the store`(_ asked: Asked) async throws {
        let desk = try Desk(over: CancellableStore.init)
        let browser = asked == .create ? CookieJar(clock: desk.clock) : try await desk.signedIn()
        let session = try await desk.open(browser)
        asked.change(session, desk)
        let line = try await withCancelled { try await desk.keeper.commit(session) }
        #expect(desk.calls.last == asked.operation)
        #expect((line != nil) == asked.setsCookie)
    }

    @Test func `so do a save and a destruction`() async throws {
        let desk = try Desk(over: CancellableStore.init)
        let browser = try await desk.signedIn()
        let session = try await desk.open(browser)
        session["n"] = 1
        try await withCancelled {
            try await session.save()
            try await session.destroyNow()
        }
        #expect(desk.calls == [.load, .replace, .delete])
        #expect(try await desk.memory.count() == 0)
    }

    /// Runs in a task that is cancelled before it begins.
    private func withCancelled<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.cancelAll()
            group.addTask {
                #expect(Task.isCancelled)
                return try await body()
            }
            return try #require(try await group.next())
        }
    }
}

enum Asked: CaseIterable {
    case create, touch, replace, move, delete

    var operation: FaultyStore.Operation {
        switch self {
        case .create: .create
        case .touch: .touch
        case .replace: .replace
        case .move: .move
        case .delete: .delete
        }
    }

    var setsCookie: Bool { self == .create || self == .move || self == .delete }

    func change(_ session: Session, _ desk: Desk) {
        switch self {
        case .create, .replace: session["n"] = 1
        case .touch: desk.clock.advance(by: .seconds(90))
        case .move: session.renew()
        case .delete: session.destroy()
        }
    }
}

/// A store that does nothing for a task that has been cancelled, as a driver with a connection to guard would.
struct CancellableStore: SessionStore {
    let store: FaultyStore

    init(_ store: FaultyStore) {
        self.store = store
    }

    private func check(_ operation: String) throws(StoreError) {
        if Task.isCancelled { throw StoreError(operation, .unavailable, cause: "cancelled") }
    }

    func load(_ key: SessionKey) async throws(StoreError) -> SessionRecord? {
        try check("load")
        return try await store.load(key)
    }

    func create(_ key: SessionKey, _ record: SessionRecord) async throws(StoreError) -> Bool {
        try check("create")
        return try await store.create(key, record)
    }

    func replace(
        _ key: SessionKey, _ loaded: SessionRecord, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try check("replace")
        return try await store.replace(key, loaded, with: new)
    }

    func move(
        _ key: SessionKey, _ loaded: SessionRecord, to newKey: SessionKey, with new: SessionRecord
    ) async throws(StoreError) -> Replacement {
        try check("move")
        return try await store.move(key, loaded, to: newKey, with: new)
    }

    func touch(_ key: SessionKey, until expiry: Instant) async throws(StoreError) -> Bool {
        try check("touch")
        return try await store.touch(key, until: expiry)
    }

    func delete(_ key: SessionKey) async throws(StoreError) -> Bool {
        try check("delete")
        return try await store.delete(key)
    }
}
